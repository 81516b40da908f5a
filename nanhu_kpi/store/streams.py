"""Rows of the exports that live in the file, streamed: a million of them in constant memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Sequence

    from nanhu_kpi.store.records import EntryFilter

Row = tuple[object, ...]

_QUERIES = {
    "goals": """SELECT {columns} FROM goal x JOIN area a ON a.code = x.area
                ORDER BY a.position, length(x.code), x.code""",
    "measures": """SELECT {columns} FROM measure x JOIN area a ON a.code = x.area
                   ORDER BY a.position, length(x.code), x.code""",
    "entries": "SELECT {columns} FROM entries x ORDER BY x.raw_id",
    "targets": "SELECT {columns} FROM targets x ORDER BY x.raw_id",
    "changes": "SELECT {columns} FROM changes x ORDER BY x.raw_id",
}


def rows_of(conn: sqlite3.Connection, what: str, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of an export, goals and measures in the report's order, the rest in the order recorded."""
    query = _QUERIES[what].format(columns=", ".join(f'x."{column}"' for column in columns))
    return conn.execute(query)


def rows_of_entries(
    conn: sqlite3.Connection, columns: Sequence[str], wanted: EntryFilter, limit: int | None = None
) -> Iterator[Row]:
    """Yield the export rows of the newest `limit` entries that pass a filter, in the order recorded."""
    where, values = wanted.clause()
    ids = f"SELECT e.id FROM entry e JOIN batch b ON b.id = e.batch {where}"
    if limit is not None:
        ids = f"SELECT id FROM ({ids} ORDER BY e.id DESC LIMIT {limit:d})"
    return conn.execute(f"SELECT {', '.join(columns)} FROM entries WHERE raw_id IN ({ids}) ORDER BY raw_id", values)


def rows_of_targets(conn: sqlite3.Connection, ids: Collection[bytes], columns: Sequence[str]) -> Iterator[Row]:
    """Yield the export rows of some target revisions, in the order given."""
    query = f"SELECT {', '.join(columns)} FROM targets WHERE raw_id = ?"
    for id_ in ids:
        yield from conn.execute(query, (id_,))
