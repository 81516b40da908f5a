"""Opening the file: every refusal is its own, a reader leaves all as it was, a writer records everything or nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from nanhu_kpi.errors import DatabaseRefuses
from nanhu_kpi.errors.database import (
    IS_A_FOLDER,
    DamagedFile,
    ForeignFile,
    LockedFile,
    MissingFile,
    NewerFile,
)
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.connection import VERSION
from nanhu_kpi.store.database import reading, writing
from nanhu_kpi.store.definitions import read_measures
from nanhu_kpi.store.entries import add_entries, newest_entries
from tests.support.builders import SUM, batch, entry
from tests.support.processes import child, run
from tests.support.refusals import refused

Opening = Callable[[Path], AbstractContextManager[sqlite3.Connection]]
both = pytest.mark.parametrize("opening", [reading, writing])

LOCK = """
with writing(path) as conn:
    log_one(conn, 0)
    print("locked", flush=True)
    sys.stdin.readline()
"""


def state(path: Path) -> tuple[list[str], bytes, int]:
    return sorted(p.name for p in path.parent.iterdir()), path.read_bytes(), path.stat().st_mtime_ns


def log_one(conn: sqlite3.Connection, number: int = 0) -> None:
    add_batch(conn, batch(number))
    add_entries(conn, [entry(number, SUM, "2024-06-30", "add", 12, batch=number)])


def logged(path: Path) -> int:
    with reading(path) as conn:
        return newest_entries(conn)[1]


@both
def test_a_missing_file_is_refused_and_not_made(tmp_path: Path, opening: Opening) -> None:
    with pytest.raises(MissingFile) as refused, opening(tmp_path / "nanhu.db"):
        pass
    assert str(tmp_path / "nanhu.db") in str(refused.value)
    assert not list(tmp_path.iterdir())


@both
def test_a_folder_is_refused(tmp_path: Path, opening: Opening) -> None:
    with refused(IS_A_FOLDER), opening(tmp_path):
        pass


@both
@pytest.mark.parametrize(
    "content", [b"", b"code,value\nJJ03,12\n", b"\x00" * 4096, b"SQLite format 3 is a text\n" * 99]
)
def test_a_file_that_is_no_database_is_refused_and_left(tmp_path: Path, opening: Opening, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    before = state(path)
    with pytest.raises(ForeignFile), opening(path):
        pass
    assert state(path) == before


@both
def test_a_database_of_another_program_is_refused_and_left(tmp_path: Path, opening: Opening) -> None:
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE entry (id, measure, day)")
    before = state(path)
    with pytest.raises(ForeignFile), opening(path):
        pass
    assert state(path) == before


@both
def test_a_file_of_a_newer_version_is_refused_and_left(empty_db: Path, opening: Opening) -> None:
    with closing(sqlite3.connect(empty_db)) as conn:
        conn.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = state(empty_db)
    with pytest.raises(NewerFile, match=f"format {VERSION + 1}; this one reads up to {VERSION}"), opening(empty_db):
        pass
    assert state(empty_db) == before


@both
@pytest.mark.parametrize("size", [50, 99, 100, 512, 4096, 20_000, 3 * 4096])
def test_a_truncated_file_is_refused_and_left(seeded_db: Path, opening: Opening, size: int) -> None:
    os.truncate(seeded_db, size)
    before = state(seeded_db)[1:]
    with pytest.raises(DamagedFile), opening(seeded_db) as conn:
        read_measures(conn)
    assert state(seeded_db)[1:] == before


@both
def test_a_file_with_broken_pages_is_damaged_and_named(seeded_db: Path, opening: Opening) -> None:
    with seeded_db.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (seeded_db.stat().st_size - 4096))
    with pytest.raises(DamagedFile, match=r"nanhu\.db is damaged"), opening(seeded_db) as conn:
        read_measures(conn)


def test_each_single_broken_page_is_either_unseen_or_damage(seeded_db: Path) -> None:
    sound = seeded_db.read_bytes()
    refused = 0
    for page in range(1, len(sound) // 4096):
        seeded_db.write_bytes(sound[: page * 4096] + b"\xa5" * 4096 + sound[(page + 1) * 4096 :])
        try:
            with reading(seeded_db) as conn:
                read_measures(conn)
                newest_entries(conn)
        except DamagedFile:
            refused += 1
    assert refused > 10


def test_a_file_in_a_folder_that_may_not_be_entered_is_refused_as_such(empty_db: Path) -> None:
    private = empty_db.parent / "private"
    private.mkdir()
    empty_db.rename(private / "nanhu.db")
    private.chmod(0)
    try:
        told = run("with reading(path): pass", private / "nanhu.db", mortal=True)
    finally:
        private.chmod(0o700)
    assert told.startswith("CannotOpenFile"), told


def test_a_name_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseRefuses), reading(tmp_path / ("n" * 300)):
        pass


@both
def test_a_file_that_may_not_be_read_is_refused(empty_db: Path, opening: Opening) -> None:
    empty_db.chmod(0)
    told = run(f"with {opening.__name__}(path): pass", empty_db, mortal=True)
    assert told.startswith("CannotOpenFile"), told


@both
def test_a_refusal_of_another_file_inside_the_block_stays_what_it_is(empty_db: Path, opening: Opening) -> None:
    # Such as the place that an export is written to.
    with pytest.raises(PermissionError), opening(empty_db):
        raise PermissionError(13, "Permission denied", "/elsewhere/status.csv")


def test_a_lock_held_beyond_patience_is_refused(empty_db: Path) -> None:
    with child(LOCK, empty_db) as holder:
        assert holder.stdout.readline() == "locked\n"
        with pytest.raises(LockedFile), writing(empty_db, patience=0.3):
            pytest.fail("the lock is not ours")
        holder.stdin.write("go\n")


def test_a_wait_is_told_once_and_ends_with_the_lock(empty_db: Path) -> None:
    told: list[Path] = []

    def on_wait(path: Path) -> None:
        told.append(path)
        holder.stdin.write("go\n")
        holder.stdin.flush()

    with child(LOCK, empty_db) as holder:
        assert holder.stdout.readline() == "locked\n"
        with writing(empty_db, on_wait) as conn:
            log_one(conn, 1)
    assert told == [empty_db]
    assert logged(empty_db) == 2


def test_a_lock_does_not_keep_a_reader_out(empty_db: Path) -> None:
    with child(LOCK, empty_db) as holder:
        assert holder.stdout.readline() == "locked\n"
        assert logged(empty_db) == 0
        holder.stdin.write("go\n")


def test_a_reader_keeps_its_one_look_while_others_write(empty_db: Path) -> None:
    with reading(empty_db) as conn:
        assert newest_entries(conn)[1] == 0
        with writing(empty_db) as other:
            log_one(other)
        assert newest_entries(conn)[1] == 0
    assert logged(empty_db) == 1


def test_a_block_that_fails_records_nothing(empty_db: Path) -> None:
    for failure in (ValueError, KeyboardInterrupt):
        with pytest.raises(failure), writing(empty_db) as conn:
            log_one(conn)
            raise failure
    with pytest.raises(sqlite3.IntegrityError), writing(empty_db) as conn:
        log_one(conn)
        log_one(conn)
    assert logged(empty_db) == 0


def test_a_reader_cannot_write(empty_db: Path) -> None:
    with pytest.raises(DatabaseRefuses, match="is read-only"), reading(empty_db) as conn:
        log_one(conn)
    assert logged(empty_db) == 0
