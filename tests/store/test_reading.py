"""A reader sees all that was committed and leaves the file, its mtime and its folder as they were."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.store.database import reading, writing
from nanhu_kpi.store.entries import newest_entries
from tests.support.processes import child, run

if TYPE_CHECKING:
    from pathlib import Path

READ = "with reading(path) as conn: print(newest_entries(conn)[1])"
LOG = "with writing(path) as conn: log_one(conn, 0)"
KILLED_AFTER_COMMIT = """
conn = connect(path, "rw")
conn.execute("PRAGMA wal_autocheckpoint = 0")
conn.execute("BEGIN IMMEDIATE")
log_one(conn, 0)
conn.commit()
os.kill(os.getpid(), signal.SIGKILL)
"""


def state(path: Path) -> dict[str, tuple[bytes, int]]:
    """Every file in the folder but -shm, which is SQLite's own memory, with its bytes and mtime."""
    return {
        file.name: (b"" if file.name.endswith("-shm") else file.read_bytes(),
                    0 if file.name.endswith("-shm") else file.stat().st_mtime_ns)
        for file in path.parent.iterdir()
    }  # fmt: skip


def entries_in(path: Path) -> int:
    with reading(path) as conn:
        return newest_entries(conn)[1]


@pytest.fixture
def unfinished_db(empty_db: Path) -> Path:
    """A file whose last writer was killed after a commit of one entry that stands in -wal alone."""
    with child(KILLED_AFTER_COMMIT, empty_db):
        pass
    assert empty_db.with_name("nanhu.db-wal").stat().st_size > 0
    return empty_db


def test_reading_a_file_at_rest_changes_nothing(seeded_db: Path) -> None:
    os.utime(seeded_db, ns=(10**18, 10**18))
    before = state(seeded_db)
    for _ in range(3):
        assert entries_in(seeded_db) > 100
    assert state(seeded_db) == before
    assert list(before) == ["nanhu.db"]


def test_reading_what_was_just_written_changes_nothing(empty_db: Path) -> None:
    assert run(LOG, empty_db) == ""
    before = state(empty_db)
    assert list(before) == ["nanhu.db"]
    assert entries_in(empty_db) == 1
    assert state(empty_db) == before


def test_what_a_killed_writer_committed_is_read_and_left_where_it_stands(unfinished_db: Path) -> None:
    before = state(unfinished_db)
    assert entries_in(unfinished_db) == 1
    assert entries_in(unfinished_db) == 1
    assert state(unfinished_db) == before


def test_a_file_copied_with_its_wal_is_read_whole(unfinished_db: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    for name in ("nanhu.db", "nanhu.db-wal"):
        shutil.copy2(unfinished_db.with_name(name), tmp_path / "copy" / name)
    before = state(tmp_path / "copy" / "nanhu.db")
    assert entries_in(tmp_path / "copy" / "nanhu.db") == 1
    assert {name: seen for name, seen in state(tmp_path / "copy" / "nanhu.db").items() if name in before} == before


def test_the_next_write_brings_home_what_a_killed_writer_committed(unfinished_db: Path) -> None:
    with writing(unfinished_db) as conn:
        assert newest_entries(conn)[1] == 1
    assert list(state(unfinished_db)) == ["nanhu.db"]
    assert entries_in(unfinished_db) == 1


def test_a_read_only_file_is_read_and_left(seeded_db: Path) -> None:
    seeded_db.chmod(0o444)
    before = state(seeded_db)
    assert int(run(READ, seeded_db, mortal=True)) > 100
    assert state(seeded_db) == before


def test_a_file_in_a_read_only_folder_is_read_and_left(seeded_db: Path) -> None:
    before = state(seeded_db)
    seeded_db.parent.chmod(0o555)
    try:
        assert int(run(READ, seeded_db, mortal=True)) > 100
        assert state(seeded_db) == before
    finally:
        seeded_db.parent.chmod(0o755)


def test_a_read_only_file_refuses_a_write_before_it_begins_and_leaves_nothing(empty_db: Path) -> None:
    empty_db.chmod(0o444)
    before = state(empty_db)
    told = run("with writing(path) as conn: print('inside the block, without the lock')", empty_db, mortal=True)
    assert told.startswith("ReadOnlyFile"), told
    assert state(empty_db) == before


@pytest.mark.parametrize("mode", [0o444, 0o644])
def test_a_read_only_folder_refuses_a_write(empty_db: Path, mode: int) -> None:
    empty_db.chmod(mode)
    before = state(empty_db)
    empty_db.parent.chmod(0o555)
    try:
        told = run(LOG, empty_db, mortal=True)
        assert told.startswith(("ReadOnlyFile", "CannotOpenFile")), told
    finally:
        empty_db.parent.chmod(0o755)
    assert state(empty_db) == before
