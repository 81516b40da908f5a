"""The file put to the test: a function a question, in the order in which they can be asked."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.quantity import plain, value_of
from nanhu_kpi.store.connection import is_interruption
from nanhu_kpi.store.counting import LIVE, SHARED_KEYS, unfit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_MOST = 20

_UNFIT = f"""
    SELECT e.id, e.measure, e.day, m.kind, e.type, e.amount FROM entry e JOIN measure m ON m.code = e.measure
    WHERE e.type <> 'words' AND ({unfit("e", "m.kind")}) ORDER BY e.id"""
_SHARED = f"""
    SELECT e.key, e.id, e.measure, e.day, e.amount FROM entry e
    WHERE e.key IN {SHARED_KEYS} AND {LIVE}
    ORDER BY e.key, e.id"""
_EVIDENCE = f"""
    SELECT e.id, e.measure, e.day, e.evidence, e.evidence_sha256, b.host FROM entry e JOIN batch b ON b.id = e.batch
    WHERE e.evidence_sha256 IS NOT NULL AND {LIVE} ORDER BY e.id"""


class Held(NamedTuple):
    """An entry as a check names it."""

    id: bytes
    measure: str
    day: str
    value: str


class Proof(NamedTuple):
    """A file that an entry names as its evidence, what it was when it was recorded, and where that was."""

    id: bytes
    measure: str
    day: str
    path: str
    sha256: str
    host: str


def damages(conn: sqlite3.Connection) -> list[str]:
    """Return what SQLite finds wrong with the file, its first lines; where there is any, nothing else can be asked."""
    try:
        verdict = "\n".join(row[0] for row in conn.execute(f"PRAGMA integrity_check({_MOST})"))
    except sqlite3.DatabaseError as error:
        if is_interruption(error):
            raise
        return [str(error)]
    return [] if verdict == "ok" else said_of_damage(verdict)[:_MOST]


def said_of_damage(verdict: str) -> list[str]:
    """Return the lines of an integrity check without those that only name the schema."""
    return [line for line in verdict.splitlines() if not line.startswith("***")]


def dangling(conn: sqlite3.Connection) -> list[tuple[str, str, int]]:
    """Return each table with rows that name a row of another which is not there: both tables, and how many."""
    return conn.execute(
        'SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2'
    ).fetchall()


def unfit_entries(conn: sqlite3.Connection) -> Iterator[tuple[Held, str, str]]:
    """Yield the entries that their measures cannot have, with the kind of the measure and the type of the entry."""
    for id_, measure, day, kind, type_, amount in conn.execute(_UNFIT):
        yield Held(id_, measure, day, plain(value_of(amount))), kind, type_


def shared_keys(conn: sqlite3.Connection) -> dict[str, list[Held]]:
    """Return the entries that count under each key that more than one of them holds."""
    holders: dict[str, list[Held]] = {}
    for key, id_, measure, day, amount in conn.execute(_SHARED):
        held = Held(id_, measure, day, "" if amount is None else plain(value_of(amount)))
        holders.setdefault(key, []).append(held)
    return {key: entries for key, entries in holders.items() if len(entries) > 1}


def recorded_after_retirement(conn: sqlite3.Connection) -> list[tuple[str, str, int]]:
    """Return the measures with entries that count dated when they were retired: code, the day of it, how many."""
    rows = conn.execute(
        """SELECT m.code, m.retired_on, sum(r.n_entries) FROM measure m
           JOIN rollup_day r ON r.measure = m.code AND r.day >= m.retired_on
           WHERE m.retired_on IS NOT NULL GROUP BY m.code ORDER BY m.code"""
    )
    return rows.fetchall()


def proofs(conn: sqlite3.Connection) -> Iterator[Proof]:
    """Yield the files that entries which count name as their evidence."""
    yield from (Proof(*row) for row in conn.execute(_EVIDENCE))


def measures_with_next_step(conn: sqlite3.Connection, first: date, last: date) -> set[str]:
    """Return the measures of which an entry in a range of days that counts says what comes next."""
    rows = conn.execute(
        f"SELECT DISTINCT e.measure FROM entry e WHERE e.day BETWEEN ? AND ? AND e.next IS NOT NULL AND {LIVE}",
        (first.isoformat(), last.isoformat()),
    )
    return {row[0] for row in rows}
