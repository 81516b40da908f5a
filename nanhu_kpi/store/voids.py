"""What takes entries and target revisions back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.store.recount import rollups_by_set

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from nanhu_kpi.model import Entry

# Above this many voids, recounting each touched day once is the shorter way.
_MANY = 200


def add_void(conn: sqlite3.Connection, id_: bytes, batch: bytes, entry: bytes, reason: str) -> None:
    """Append what takes one entry back; the triggers recount its day."""
    conn.execute("INSERT INTO void (id, batch, entry, reason) VALUES (?, ?, ?, ?)", (id_, batch, entry, reason))


def void_entries(conn: sqlite3.Connection, batch: bytes, voids: Sequence[tuple[bytes, Entry]], reason: str) -> None:
    """Append what takes entries back: (void id, entry) each, in ascending order of the entries' ids.

    A few go through the triggers, which recount a day at a time; many set the triggers aside, in this transaction, and
    recount each touched day once.
    """
    if len(voids) <= _MANY:
        for id_, entry in voids:
            add_void(conn, id_, batch, entry.id, reason)
        return
    conn.execute("CREATE TEMP TABLE touched (measure TEXT, day TEXT, PRIMARY KEY (measure, day)) WITHOUT ROWID")
    conn.execute("CREATE TEMP TABLE taken (id BLOB PRIMARY KEY, entry BLOB) WITHOUT ROWID")
    conn.executemany("INSERT INTO taken VALUES (?, ?)", [(id_, entry.id) for id_, entry in voids])
    conn.execute("INSERT INTO touched SELECT DISTINCT e.measure, e.day FROM taken t JOIN entry e ON e.id = t.entry")
    with rollups_by_set(conn, "touched", voids="taken"):
        conn.execute(
            "INSERT INTO void (id, batch, entry, reason) SELECT id, ?, entry, ? FROM taken ORDER BY id",
            (batch, reason),
        )
    conn.execute("DROP TABLE taken")
    conn.execute("DROP TABLE touched")


def void_targets(conn: sqlite3.Connection, rows: Iterable[tuple[bytes, bytes, bytes, str]]) -> None:
    """Append what takes target revisions back: (void id, batch, target id, reason) each."""
    conn.executemany("INSERT INTO void (id, batch, target, reason) VALUES (?, ?, ?, ?)", rows)
