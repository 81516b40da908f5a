"""`db backup`: a whole copy, made while others write, under a name that nothing had."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from nanhu_kpi.days import utc_now
from nanhu_kpi.store.connection import connect
from tests.support.commands import did, recorded, run
from tests.support.processes import KEEPS_WRITING, child
from tests.support.rollups import assert_rolled_up
from tests.support.versions import first_version
from tests.support.views import Outcome, at_rest, environment, names_in, spawned

both_languages = pytest.mark.parametrize("lang", ["en", "zh"])


def test_the_copy_lies_beside_the_database_under_the_offices_time(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+1")
    ran = did(seeded_db, "db", "backup")
    copy = seeded_db.with_name("nanhu-20240701-100000.db")
    assert ran.out == f"{copy}\n"
    assert ran.err == "The backup is complete: 122 entries, last recorded: 2024-07-01 10:00.\n"
    assert names_in(seeded_db.parent) == [copy.name, "nanhu.db"]
    assert did(copy, "export", "entries").out == did(seeded_db, "export", "entries").out


@pytest.mark.parametrize("place", ["copy.db", "folder"])
def test_it_goes_to_a_file_or_into_a_folder(seeded_db: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    made = did(seeded_db, "db", "backup", str(tmp_path / place)).out.strip()
    assert made == str(tmp_path / (place if place == "copy.db" else "folder/nanhu-20240701-100000.db"))
    assert did(Path(made), "db", "check").err == ""


@both_languages
def test_nothing_is_overwritten(seeded_db: Path, lang: str) -> None:
    did(seeded_db, "db", "backup")
    before = at_rest(seeded_db.with_name("nanhu-20240701-100000.db"))
    ran = run(seeded_db, "db", "backup", lang=lang)
    assert (ran.code, ran.out) == (5, "")
    assert "nanhu-20240701-100000.db" in ran.err
    assert at_rest(seeded_db.with_name("nanhu-20240701-100000.db")) == before


def test_the_database_is_left_as_it_was(seeded_db: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    before = at_rest(seeded_db)
    did(seeded_db, "db", "backup", str(tmp_path / "out"))
    assert at_rest(seeded_db) == before


def test_the_copy_may_be_read_by_those_who_may_read_the_database(seeded_db: Path) -> None:
    seeded_db.chmod(0o600)
    copy = Path(did(seeded_db, "db", "backup").out.strip())
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_place_that_cannot_be_written_is_refused_and_leaves_nothing(seeded_db: Path) -> None:
    ran = run(seeded_db, "db", "backup", str(seeded_db.parent / "missing" / "copy.db"))
    assert (ran.code, ran.out) == (5, "")
    assert ran.err == (
        f"Cannot write {seeded_db.parent}/missing/copy.db: there is no such folder. No backup was made. "
        "Make the folder first.\n"
    )
    assert names_in(seeded_db.parent) == ["nanhu.db"]


@both_languages
@pytest.mark.parametrize(
    ("place", "reason"), [("missing/", "there is no such folder"), ("nanhu.db/", "Not a directory")]
)
def test_what_is_typed_as_a_folder_and_is_none_is_refused(seeded_db: Path, place: str, reason: str, lang: str) -> None:
    ran = run(seeded_db, "db", "backup", f"{seeded_db.parent}/{place}", lang=lang)
    assert (ran.code, ran.out) == (5, "")
    assert f"{seeded_db.parent}/{place}" in ran.err
    assert lang == "zh" or reason in ran.err
    assert names_in(seeded_db.parent) == ["nanhu.db"]


def test_a_full_disk_leaves_nothing(seeded_db: Path, tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000));"
        "from nanhu_kpi.__main__ import main; sys.exit(main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--db", str(seeded_db), "--lang", "en", "db", "backup", str(tmp_path / "c.db")],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.startswith(f"Cannot write {tmp_path / 'c.db'}: ")
    assert names_in(tmp_path) == ["nanhu.db"]


def test_a_damaged_database_makes_no_copy_that_passes_for_one(seeded_db: Path) -> None:
    content = bytearray(seeded_db.read_bytes())
    content[4096 * 20 : 4096 * 20 + 2000] = bytes(2000)
    seeded_db.write_bytes(content)
    ran = run(seeded_db, "db", "backup")
    assert (ran.code, ran.out) == (5, "")
    assert ran.err.startswith(f"{seeded_db} is damaged (")
    assert names_in(seeded_db.parent) == ["nanhu.db"]


def test_what_may_only_be_read_is_copied_elsewhere_and_the_copy_can_be_read_there(
    seeded_db: Path, tmp_path: Path
) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    shutil.move(seeded_db, shut / "nanhu.db")
    (tmp_path / "out").mkdir()

    def as_mortal(db: Path, *words: str) -> Outcome:
        return spawned("--db", str(db), "--lang", "en", *words, mortal=True)

    shut.chmod(0o555)
    try:
        refused = as_mortal(shut / "nanhu.db", "db", "backup")
        made = as_mortal(shut / "nanhu.db", "db", "backup", str(tmp_path / "out" / "copy.db"))
        (tmp_path / "out").chmod(0o555)
        read = as_mortal(tmp_path / "out" / "copy.db", "db", "check")
    finally:
        shut.chmod(0o755)
        (tmp_path / "out").chmod(0o755)
    assert (refused.code, refused.err.count("\n")) == (5, 1)
    assert made.code == 0, made.err
    assert (read.code, read.out, read.err) == (0, "", "")
    assert names_in(tmp_path / "out") == ["copy.db"]


def test_copies_made_while_another_writes_hold_whole_commands(empty_db: Path) -> None:
    seen = 0
    with child(KEEPS_WRITING, empty_db) as writer:
        assert writer.stdout.readline() == "ready\n"
        for number in range(4):
            copy = empty_db.with_name(f"copy-{number}.db")
            did(empty_db, "db", "backup", str(copy))
            with closing(connect(copy, "rw")) as conn:
                sizes = conn.execute(
                    """SELECT count(e.id) FROM batch b LEFT JOIN entry e ON e.batch = b.id
                       WHERE host = 'desk' GROUP BY b.id"""
                ).fetchall()
                assert {size for (size,) in sizes} <= {10}
                assert_rolled_up(conn)
            assert did(copy, "db", "check", "--quiet", now=utc_now()).out == ""
            assert len(sizes) >= seen
            seen = len(sizes)
        assert writer.process.poll() is None
        writer.process.kill()
    assert seen > 0


def test_a_backup_before_an_upgrade_is_told(tmp_path: Path) -> None:
    db = first_version(tmp_path / "nanhu.db")
    db.chmod(0o600)
    ran = did(db, "export", "goals")
    assert ran.err == (
        f"Upgraded {db} to this version's format; the previous file is kept as {db}.v1.bak.\n"
        "To add the measures that the report's catalogue has gained: nanhu-kpi db update\n"
    )
    assert Path(f"{db}.v1.bak").stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(f"{db}.v1.bak")) as conn:
        assert conn.execute("PRAGMA user_version").fetchone() == (1,)
    assert did(db, "export", "goals").err == ""


def test_a_backup_takes_entries_as_of_one_moment(empty_db: Path) -> None:
    did(empty_db, "log", "JJ01+1")
    did(empty_db, "db", "backup")
    did(empty_db, "log", "JJ01+2")
    copy = empty_db.with_name("nanhu-20240701-100000.db")
    assert [row["value"] for row in recorded(copy)] == ["1"]
