"""Merging beside other processes: what they left, what they hold, and when it is told to stop."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from nanhu_kpi.store.connection import connect
from tests.support.builders import made_id
from tests.support.commands import did
from tests.support.desks import content
from tests.support.processes import HOLDS_THE_LOCK, LEAVES_A_LOG, child
from tests.support.views import environment, names_in, run, spawned

ON = "2024-07-01"


@pytest.fixture
def other(empty_db: Path, tmp_path: Path) -> Path:
    """A copy with one entry that is in its log alone, since its writer was killed."""
    folder = tmp_path / "stick"
    folder.mkdir()
    path = Path(shutil.copy(empty_db, folder / "other.db"))
    with child(LEAVES_A_LOG, path):
        pass
    assert "other.db-wal" in names_in(folder)
    return path


def values(db: Path) -> list[int]:
    with closing(connect(db, "rw")) as conn:
        return [amount for (amount,) in conn.execute("SELECT amount FROM entry ORDER BY id")]


def test_what_is_in_the_copys_log_alone_comes_over(empty_db: Path, other: Path) -> None:
    before = other.read_bytes()
    assert run(empty_db, "merge", str(other), on=ON).code == 0
    assert values(empty_db) == [120000]
    assert other.read_bytes() == before


@pytest.mark.parametrize("words", [("merge", "{}"), ("db", "restore", "{}", "--yes")])
def test_a_copy_with_a_log_in_a_folder_that_may_only_be_read_is_read_all_the_same(
    empty_db: Path, other: Path, words: tuple[str, ...]
) -> None:
    other.with_name("other.db-shm").unlink(missing_ok=True)
    before = names_in(other.parent)
    for path in (other, other.parent):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        done = spawned("--db", str(empty_db), "--lang", "en", *(word.format(other) for word in words), mortal=True)
        assert done.code == 0, done.err
        assert names_in(other.parent) == before
    finally:
        other.parent.chmod(0o755)
    assert values(empty_db) == [120000]


def test_a_resting_copy_in_a_folder_that_may_only_be_read_is_merged(empty_db: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    copy = Path(shutil.copy(empty_db, folder / "other.db"))
    did(copy, "log", "JJ01+3")
    copy.chmod(0o444)
    folder.chmod(0o555)
    try:
        done = spawned("--db", str(empty_db), "--lang", "en", "merge", str(copy), mortal=True)
    finally:
        folder.chmod(0o755)
    assert done.code == 0, done.err
    assert (values(empty_db), names_in(folder)) == ([30000], ["other.db"])


def test_a_merge_waits_for_what_another_is_writing(empty_db: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(empty_db, tmp_path / "other.db"))
    did(other, "log", "JJ01+3")
    with child(HOLDS_THE_LOCK, empty_db) as holder:
        assert holder.stdout.readline() == "ready\n"
        outcome = run(empty_db, "merge", str(other), on=ON)
    assert outcome.code == 0
    assert "Waiting for another program" in outcome.err
    assert sorted(values(empty_db)) == [30000, 120000]


@pytest.mark.slow
def test_ctrl_c_is_heard_in_the_midst_of_a_large_merge_and_nothing_is_merged(empty_db: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(empty_db, tmp_path / "many.db"))
    with closing(connect(other, "rw")) as conn:
        conn.execute("BEGIN")
        conn.execute(
            "INSERT INTO batch VALUES (?, 'li', 'd', 'log', '2024-06-30T01:00:00Z', '2024-06-30', NULL)", (made_id(0),)
        )
        for (name,) in conn.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'entry'"
        ).fetchall():
            conn.execute(f"DROP TRIGGER {name}")
        conn.executemany(
            """INSERT INTO entry (id, batch, measure, day, type, amount)
               VALUES (?, ?, 'JJ01', '2024-06-30', 'add', 1)""",
            ((made_id(number), made_id(0)) for number in range(1, 300_001)),
        )
        conn.commit()
    before = content(empty_db)
    whole, _ = _merged(Path(shutil.copy(empty_db, tmp_path / "whole.db")), other, stopped=False)
    worked, done = _merged(empty_db, other, stopped=True)
    assert worked < whole * 0.75  # its longest statements take most of it, and each was heard in its midst
    assert done == (130, "Interrupted; nothing more was recorded. To check: nanhu-kpi entries")
    assert content(empty_db) == before


def _merged(db: Path, other: Path, *, stopped: bool) -> tuple[float, tuple[int, str]]:
    """Merge, pressing Ctrl-C shortly after it began if asked to; return what it worked in seconds, and how it ended."""
    log = db.with_name(f"{db.name}-shm")
    log.unlink(missing_ok=True)  # a reader leaves one, and the merge is waited for by its own
    before = os.times()
    process = subprocess.Popen(
        [sys.executable, "-m", "nanhu_kpi", "--db", str(db), "--lang", "en", "merge", str(other)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(),
    )  # fmt: skip
    with process:
        while stopped and process.poll() is None and not log.exists():
            time.sleep(0.01)
        if stopped:
            time.sleep(0.3)
            process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    after = os.times()
    seconds = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, (process.returncode, err.strip())
