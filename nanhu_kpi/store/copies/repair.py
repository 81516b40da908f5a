"""A file made anew from what is sound in another: the rows that pass go into a new file, the others into a report."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from nanhu_kpi.errors.facts import UnsoundRow
from nanhu_kpi.errors.reasons import REFERS_TO_NOTHING, UNREADABLE_FROM_HERE
from nanhu_kpi.store.connection import connect, is_interruption
from nanhu_kpi.store.schema import migrations
from nanhu_kpi.store.soundness import key_of, unsound_rows
from nanhu_kpi.text import short_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

# Settings stand before the first batch; what is referred to comes before what refers to it.
_IN_TURN = ("setting", "batch", "area", "goal", "measure", "change", "entry", "target", "void", "period")


def rebuild(source: sqlite3.Connection, draft: Path, today: date) -> list[UnsoundRow]:
    """Fill the new file `draft` with the rows of `source` that pass every check, and return the others.

    Roll-ups are counted from the rows. `source` may be damaged: what cannot be read any more is told as the rest of its
    table.
    """
    source.text_factory = lambda written: written.decode(errors="replace")
    rejected = list(_unsound(source, today))
    strange = {(each.table, each.key) for each in rejected}
    with closing(connect(draft, "rwc")) as conn:
        migrations.apply(conn)
        conn.execute("BEGIN")
        for table in _IN_TURN:
            rejected += _copy(source, conn, table, strange)
        conn.commit()
        conn.execute("PRAGMA journal_mode = WAL")
    return rejected


def _unsound(source: sqlite3.Connection, today: date) -> Iterator[UnsoundRow]:
    try:
        yield from unsound_rows(source, today)
    except (sqlite3.DatabaseError, TypeError, ValueError, OverflowError) as error:
        if is_interruption(error):
            raise
        return  # a damaged table, or one that takes any type, of which the rows are looked at one by one


def _copy(
    source: sqlite3.Connection, conn: sqlite3.Connection, table: str, strange: set[tuple[str, bytes]]
) -> Iterator[UnsoundRow]:
    key = key_of(table)
    own = [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
    try:
        there = {row[1] for row in source.execute(f"PRAGMA table_info({table})")}
        names = [name for name in own if name in there]
        order = "numerator IS NOT NULL, code" if table == "measure" else key
        rows = source.execute(f"SELECT CAST({key} AS BLOB), {', '.join(names)} FROM {table} ORDER BY {order}")
        insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        for id_, *row in rows:
            if (table, id_) in strange:
                continue
            if reason := _reason(conn, table, insert, dict(zip(names, row, strict=True))):
                name = short_name(id_) if key == "id" else id_.decode(errors="replace")
                yield UnsoundRow(table, name, reason, id_)
    except sqlite3.DatabaseError as error:
        if is_interruption(error):
            raise
        yield UnsoundRow(table, "", f"{UNREADABLE_FROM_HERE} {error}")


def _reason(conn: sqlite3.Connection, table: str, insert: str, row: dict[str, object]) -> str:
    """Insert a row, or return why the file does not take it."""
    for column in ("entry", "target", "twin") if table == "void" else ():
        other = "target" if column == "target" else "entry"
        if (
            row.get(column) is not None
            and not conn.execute(f"SELECT EXISTS (SELECT 1 FROM {other} WHERE id = ?)", (row[column],)).fetchone()[0]
        ):
            return REFERS_TO_NOTHING
    try:
        conn.execute(insert, list(row.values()))
    except sqlite3.IntegrityError as error:
        return str(error).partition(":")[0]
    return ""
