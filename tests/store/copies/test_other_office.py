"""Another office's file is only ever read: nothing beside it, nothing in it, and nothing of it is run."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.errors import Refusal
from nanhu_kpi.errors.rollup import ChangingFile
from nanhu_kpi.store.copies.other_office import read_at_rest, read_bytes, record_of
from tests.support.builders import SUM, entry
from tests.support.offices import recorded
from tests.support.processes import LEAVES_A_LOG, child
from tests.support.views import at_rest

if TYPE_CHECKING:
    from pathlib import Path

    from nanhu_kpi.store.connection import Connection


def entries(conn: Connection) -> int:
    return int(conn.execute("SELECT count(*) FROM entry").fetchone()[0])


def names_beside(conn: Connection) -> list[str]:
    (place,) = [row[2] for row in conn.execute("PRAGMA database_list") if row[1] == "main"]
    return sorted(os.listdir(os.path.dirname(place)))  # noqa: PTH120, PTH208


def test_not_even_while_it_is_read_does_a_file_lie_beside_it(seeded_db: Path) -> None:
    before = at_rest(seeded_db)
    assert read_at_rest(seeded_db, names_beside) == ["nanhu.db"]
    assert at_rest(seeded_db) == before


def test_a_log_beside_the_file_is_counted_and_stays(empty_db: Path) -> None:
    with child(LEAVES_A_LOG, empty_db):
        pass
    log = empty_db.with_name("nanhu.db-wal")
    assert log.stat().st_size > 0
    before, written = at_rest(empty_db), log.read_bytes()
    assert read_at_rest(empty_db, entries) == 1
    assert (at_rest(empty_db), log.read_bytes()) == (before, written)
    assert read_bytes(empty_db, empty_db.read_bytes(), entries, written) == 1
    assert read_bytes(empty_db, empty_db.read_bytes(), entries) == 0


def test_a_file_in_a_folder_that_cannot_be_written_is_read(empty_db: Path) -> None:
    empty_db.chmod(0o444)
    empty_db.parent.chmod(0o555)
    try:
        assert read_at_rest(empty_db, entries) == 0
    finally:
        empty_db.parent.chmod(0o755)


def test_bytes_of_a_file_with_a_log_mode_are_read_in_memory(seeded_db: Path) -> None:
    data = seeded_db.read_bytes()
    assert data[18:20] == b"\x02\x02"
    assert read_bytes(seeded_db, data, entries) == read_at_rest(seeded_db, entries) > 100


def test_what_changed_while_it_was_read_is_read_again(empty_db: Path) -> None:
    seen = []

    def read(conn: Connection) -> int:
        seen.append(entries(conn))
        if len(seen) == 1:
            recorded(empty_db, 1, [entry(1, SUM, "2024-06-30", "add", 1, batch=1)])
        return seen[-1]

    assert read_at_rest(empty_db, read) == 1
    assert seen == [0, 1]


def test_what_changes_again_and_again_is_given_up(empty_db: Path) -> None:
    def read(_conn: Connection) -> None:
        os.utime(empty_db, ns=(0, empty_db.stat().st_mtime_ns + 1))

    with pytest.raises(ChangingFile):
        read_at_rest(empty_db, read)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW setting AS SELECT 'office_code' AS key, 'EVIL' AS value",
        "CREATE VIRTUAL TABLE setting USING fts5(key, value)",
        "CREATE VIEW SETTING AS SELECT 'office_code' AS key, 'EVIL' AS value",
        "CREATE TABLE setting (key TEXT, value TEXT AS (upper(key)))",
    ],
)
def test_a_table_that_is_none_of_ours_is_not_read(seeded_db: Path, statement: str) -> None:
    with closing(sqlite3.connect(seeded_db)) as conn:
        conn.execute("ALTER TABLE setting RENAME TO was")
        conn.execute(statement)
    with pytest.raises(Refusal, match="damaged"):
        read_at_rest(seeded_db, entries)


def test_a_trigger_of_an_older_file_is_not_run_when_it_is_brought_up_to_date(tmp_path: Path) -> None:
    from tests.support.versions import first_version

    db = first_version(tmp_path / "old.db")
    with closing(sqlite3.connect(db)) as conn:
        conn.execute("CREATE TRIGGER bomb AFTER UPDATE ON change BEGIN SELECT RAISE(ABORT, 'run'); END")
        conn.execute("CREATE TRIGGER bomb2 AFTER UPDATE ON setting BEGIN SELECT RAISE(ABORT, 'run'); END")
    before = at_rest(db)
    assert read_at_rest(db, entries) > 0
    assert at_rest(db) == before


def test_a_copy_of_a_record_has_the_same_tags_and_a_later_one_has_more(empty_db: Path, tmp_path: Path) -> None:
    recorded(empty_db, 1)
    copy = tmp_path / "copy.db"
    shutil.copy2(empty_db, copy)
    recorded(copy, 2)
    ours, theirs = (read_at_rest(path, record_of) for path in (empty_db, copy))
    tags = [{record.tags[at : at + 4] for at in range(0, len(record.tags), 4)} for record in (ours, theirs)]
    assert tags[0] < tags[1]
    assert ours.rows + 1 == theirs.rows
