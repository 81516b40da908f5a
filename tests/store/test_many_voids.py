"""Many voids of one command: counted again by day, to the same figures as one by one."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.entries import add_entries, add_void, void_entries
from tests.support.builders import batch, entry, made_id

if TYPE_CHECKING:
    from pathlib import Path

    from nanhu_kpi.model import Entry

TABLES = ("rollup_day", "rollup_month", "rollup_late", "void", "sqlite_schema")


def history(count: int) -> list[Entry]:
    """Increments, totals and words over the days of two months, with qualifiers here and there."""
    entries = []
    for number in range(1, count + 1):
        day = f"2024-0{5 + number % 2}-{number % 28 + 1:02}"
        how, value = [("add", 3), ("set", 50), ("add", -1), ("words", None)][number % 4]
        entries.append(entry(number, "JJ01", day, how, value, qualifier=number % 3 if value is not None else 0))
    return entries


def kept(path: Path) -> list[list[tuple[object, ...]]]:
    with closing(connect(path, "rw")) as conn:
        return [sorted(conn.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in TABLES]


@pytest.mark.parametrize("left", [0, 7])
def test_many_voids_leave_what_one_by_one_leaves(empty_db: Path, tmp_path: Path, left: int) -> None:
    entries = history(600)
    with writing(empty_db) as conn:
        add_batch(conn, batch(0))
        add_batch(conn, batch(1))
        add_entries(conn, entries)
    other = tmp_path / "other.db"
    shutil.copyfile(empty_db, other)
    taken = [(made_id(1000 + number), each) for number, each in enumerate(entries[left:])]
    with writing(empty_db) as conn:
        void_entries(conn, made_id(1), taken, "typed twice")
    with writing(other) as conn:
        for id_, each in taken:
            add_void(conn, id_, made_id(1), each.id, "typed twice")
    assert kept(empty_db)[:-1] == kept(other)[:-1]
    assert {row[1] for row in kept(empty_db)[-1]} == {row[1] for row in kept(other)[-1]}
