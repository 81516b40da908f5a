"""Months closed to new entries and voids, and opened again. Both are recorded; the newest row of a month holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import utc_moment
from nanhu_kpi.model import Closure
from nanhu_kpi.store.counting import standing_closure

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import date

_CLOSURES = """SELECT p.month, p.closed, p.reason, b.officer, b.logged_at
               FROM period p JOIN batch b ON b.id = p.batch"""


def add_closure(
    conn: sqlite3.Connection,
    id_: bytes,
    batch: bytes,
    month: str,
    *,
    closed: bool,
    reason: str,
    undoes: bytes | None = None,
) -> None:
    """Append that a month (`2024-06`) is closed or open from now on, with `undoes` as it was before that row."""
    conn.execute(
        "INSERT INTO period (id, batch, month, closed, reason, undoes) VALUES (?, ?, ?, ?, ?, ?)",
        (id_, batch, month, int(closed), reason, undoes),
    )


def closures(conn: sqlite3.Connection) -> list[Closure]:
    """Return every closing and opening, oldest first."""
    return [_closure(row) for row in conn.execute(f"{_CLOSURES} ORDER BY p.id")]


def closure_of(conn: sqlite3.Connection, month: str) -> Closure | None:
    """Return what holds for a month, or None where it was never closed."""
    row = conn.execute(f"{_CLOSURES} WHERE p.month = ? ORDER BY p.id DESC LIMIT 1", (month,)).fetchone()
    return _closure(row) if row else None


class Decided(NamedTuple):
    """A month that a command closed or opened, under its id, and whether it was closed before."""

    id: bytes
    month: str
    closed: bool
    was_closed: bool


def decided_by(conn: sqlite3.Connection, batch: bytes) -> list[Decided]:
    """Return the months that a command closed or opened, as far as that stands."""
    rows = conn.execute(
        f"""SELECT p.id, p.month, p.closed, coalesce((SELECT q.closed FROM period q WHERE q.month = p.month
                AND q.id < p.id AND {standing_closure("q")} ORDER BY q.id DESC LIMIT 1), 0)
            FROM period p WHERE p.batch = ? AND {standing_closure("p")} ORDER BY p.id""",
        (batch,),
    )
    return [Decided(id_, month, bool(closed), bool(was_closed)) for id_, month, closed, was_closed in rows]


def closure_with(conn: sqlite3.Connection, id_: bytes) -> Closure:
    """Return the closing or opening with an id."""
    return _closure(conn.execute(f"{_CLOSURES} WHERE p.id = ?", (id_,)).fetchone())


def closed_among(conn: sqlite3.Connection, days: Iterable[date]) -> Closure | None:
    """Return the closing of the first of the days' months that is closed, or None."""
    for month in sorted({day.isoformat()[:7] for day in days}):
        closure = closure_of(conn, month)
        if closure and closure.closed:
            return closure
    return None


def _closure(row: tuple[str, int, str, str, str]) -> Closure:
    month, closed, reason, officer, logged_at = row
    return Closure(month, bool(closed), reason, officer, utc_moment(logged_at))
