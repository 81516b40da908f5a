"""Roll-ups counted by set are those that the triggers keep, and a check finds every row that is not."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.entries import add_entries
from nanhu_kpi.store.recount import rollups_by_set, wrong_rollups
from tests.support.builders import entry, made_id
from tests.support.histories import NEXT, few, histories, nothing_kept, picks, void

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from nanhu_kpi.model import Entry

ROLLUPS = ("rollup_day", "rollup_month", "rollup_late")


@pytest.fixture(scope="module")
def conn(_built_empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """One connection for all examples; nothing is ever committed on it."""
    path = Path(shutil.copy(_built_empty, tmp_path_factory.mktemp("recounting")))
    with closing(connect(path, "rw")) as conn:
        yield conn


def kept(conn: sqlite3.Connection) -> list[list[tuple[object, ...]]]:
    return [sorted(conn.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in ROLLUPS]


@few
@given(history=histories(), old=picks, voids=picks)
def test_rows_written_in_bulk_leave_what_the_triggers_leave(
    conn: sqlite3.Connection, history: list[Entry], old: set[int], voids: set[int]
) -> None:
    before = [each for at, each in enumerate(history) if at in old]
    new = [each for at, each in enumerate(history) if at not in old]
    taken = [(at, history[at].id) for at in sorted(voids) if at < len(history)]
    with nothing_kept(conn):
        add_entries(conn, before)
        add_entries(conn, new)
        for number, id_ in taken:
            void(conn, number, id_)
        expected = kept(conn)
    with nothing_kept(conn):
        add_entries(conn, before)
        triggers = conn.execute("SELECT * FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        conn.execute("CREATE TEMP TABLE touched (measure TEXT, day TEXT)")
        conn.execute("CREATE TEMP TABLE added (id BLOB)")
        with rollups_by_set(conn, entries="added", voids="added"):
            add_entries(conn, new)
            for number, id_ in taken:
                void(conn, number, id_)
            ids = [(each.id,) for each in new] + [(made_id(NEXT + number),) for number, _ in taken]
            conn.executemany("INSERT INTO added VALUES (?)", ids)
            conn.execute("INSERT INTO touched SELECT DISTINCT measure, day FROM entry")
        assert kept(conn) == expected
        left = conn.execute("SELECT * FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        assert sorted(row[1:3] + row[4:] for row in left) == sorted(row[1:3] + row[4:] for row in triggers)
        assert list(wrong_rollups(conn)) == []


DAY, MONTH = ("rollup_day", ("JJ01", "2024-06-15")), ("rollup_month", ("JJ01", "2024-06"))


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        ("UPDATE rollup_day SET n_values = 2", [DAY, MONTH]),
        ("UPDATE rollup_month SET amount = 1", [MONTH]),
        ("DELETE FROM rollup_month", [MONTH]),
        (
            "INSERT INTO rollup_late VALUES ('2024-06-16', '2024-06-15', 3)",
            [("rollup_late", ("2024-06-16", "2024-06-15"))],
        ),
        (
            "INSERT INTO rollup_day VALUES ('JJ02', '2024-06-15', NULL, 0, 0, 1, 0)",
            [("rollup_day", ("JJ02", "2024-06-15")), ("rollup_month", ("JJ02", "2024-06"))],
        ),
    ],
)
def test_a_roll_up_that_no_row_accounts_for_is_named(
    conn: sqlite3.Connection, broken: str, found: list[tuple[str, tuple[str, str]]]
) -> None:
    with nothing_kept(conn):
        add_entries(conn, [entry(1, "JJ01", "2024-06-15", "add", 1)])
        for (name,) in conn.execute(
            "SELECT name FROM sqlite_schema WHERE tbl_name = 'rollup_day' AND type = 'trigger'"
        ).fetchall():
            conn.execute(f"DROP TRIGGER {name}")
        assert list(wrong_rollups(conn)) == []
        conn.execute(broken)
        assert list(wrong_rollups(conn)) == found


def test_what_is_wrong_is_named_in_the_order_of_measures_and_days(conn: sqlite3.Connection) -> None:
    with nothing_kept(conn):
        add_entries(conn, [entry(1, "JJ02", "2024-06-14", "set", 1), entry(2, "JJ02", "2024-06-15", "set", 1)])
        for (name,) in conn.execute(
            "SELECT name FROM sqlite_schema WHERE tbl_name = 'rollup_day' AND type = 'trigger'"
        ).fetchall():
            conn.execute(f"DROP TRIGGER {name}")
        # One is missing, one is too many; the missing ones are found last.
        conn.execute("DELETE FROM rollup_day WHERE day = '2024-06-14'")
        conn.execute("INSERT INTO rollup_day VALUES ('JJ02', '2024-06-20', NULL, 0, 0, 1, 0)")
        conn.execute("INSERT INTO rollup_day VALUES ('JJ01', '2024-06-30', NULL, 0, 0, 1, 0)")
        assert [row for table, row in wrong_rollups(conn) if table == "rollup_day"] == [
            ("JJ01", "2024-06-30"), ("JJ02", "2024-06-14"), ("JJ02", "2024-06-20"),
        ]  # fmt: skip
