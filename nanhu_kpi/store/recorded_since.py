"""What a sheet of a past day could not know: rows that were recorded or taken back after it, counted. What came with
the product was always known.

Entries of the whole office are counted by a roll-up. Those of some measures are looked up one by one, which costs as
much as there are; beyond a bound the whole office's number is given instead, and said to be that.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from nanhu_kpi.days import year_start
from nanhu_kpi.model import RecordedLater
from nanhu_kpi.store.counting import KNOWN_ON
from nanhu_kpi.store.rollups import recorded_late

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from datetime import date

# A few milliseconds: a status of the past costs as much as one of today, however many entries there are.
_MOST = 5000

_OWN = """json_each(:codes) c CROSS JOIN entry e ON e.measure = c.value AND e.day BETWEEN :first AND :day"""
_ENTRIES = f"""
    SELECT (SELECT count(*) FROM {_OWN} CROSS JOIN batch b ON b.id = e.batch
            WHERE {KNOWN_ON} > :day AND b.host <> 'catalogue')
         + (SELECT count(*) FROM {_OWN} CROSS JOIN void v ON v.entry = e.id CROSS JOIN batch b ON b.id = v.batch
            WHERE {KNOWN_ON} > :day)"""
_ASKED = "(:codes IS NULL OR {} IN (SELECT value FROM json_each(:codes)))"
_TARGETS = f"""
    SELECT (SELECT count(*) FROM target t CROSS JOIN batch b ON b.id = t.batch
            WHERE t.year = :year AND {_ASKED.format("t.measure")} AND {KNOWN_ON} > :day AND b.host <> 'catalogue')
         + (SELECT count(*) FROM target t CROSS JOIN void v ON v.target = t.id CROSS JOIN batch b ON b.id = v.batch
            WHERE t.year = :year AND {_ASKED.format("t.measure")} AND {KNOWN_ON} > :day)"""
# A goal or a measure that one command changed counts once, whatever the number of its fields. The thresholds of one
# measure are settings under a key that ends in its code.
_CHANGES = f"""
    SELECT count(*) FROM (
        SELECT DISTINCT c.batch, c.subject, c.code FROM change c CROSS JOIN batch b ON b.id = c.batch
        WHERE {KNOWN_ON} > :day AND b.host <> 'catalogue' AND (:codes IS NULL OR CASE c.subject
            WHEN 'goal' THEN c.code IN (
                SELECT m.goal FROM measure m WHERE m.code IN (SELECT value FROM json_each(:codes)))
            WHEN 'measure' THEN c.code IN (SELECT value FROM json_each(:codes))
            ELSE instr(c.code, '/') = 0
                OR substr(c.code, instr(c.code, '/') + 1) IN (SELECT value FROM json_each(:codes)) END))"""


def recorded_after(conn: sqlite3.Connection, day: date, codes: Collection[str] | None = None) -> RecordedLater:
    """Return how much of what a sheet of the year through `day` rests on was recorded or taken back after that day: of
    the measures `codes`, or of all."""
    asked = {
        "day": day.isoformat(),
        "first": f"{day.isoformat()[:4]}-01-01",
        "year": day.year,
        "codes": None if codes is None else json.dumps(sorted(codes)),
    }
    bounded = f"SELECT count(*) FROM (SELECT 1 FROM {_OWN} LIMIT {_MOST + 1})"
    countable = codes is not None and _count(conn, bounded, asked) <= _MOST
    return RecordedLater(
        entries=_count(conn, _ENTRIES, asked) if countable else recorded_late(conn, day),
        targets=_count(conn, _TARGETS, asked),
        changes=_count(conn, _CHANGES, asked),
        of_office=codes is not None and not countable,
    )


def _count(conn: sqlite3.Connection, query: str, asked: dict[str, object]) -> int:
    return int(conn.execute(query, asked).fetchone()[0])


_LATER = f"{KNOWN_ON} > :known AND b.host <> 'catalogue'"
_WANTED = "(:measures IS NULL OR {}.measure IN (SELECT value FROM json_each(:measures)))"


def touched_since(conn: sqlite3.Connection, known: date, last: date) -> set[str]:
    """Return the measures with an entry dated through `last` that was recorded or voided after the day `known`."""
    rows = conn.execute(
        f"""SELECT e.measure FROM batch b JOIN entry e ON e.batch = b.id WHERE {_LATER} AND e.day <= :last
            UNION SELECT e.measure FROM batch b JOIN void v ON v.batch = b.id JOIN entry e ON e.id = v.entry
            WHERE {_LATER} AND e.day <= :last""",
        {"known": known.isoformat(), "last": last.isoformat()},
    )
    return {row[0] for row in rows}


def reported_ahead(conn: sqlite3.Connection, known: date, last: date) -> set[str]:
    """Return the measures with an entry dated after the day `known`, through `last`, that was there on that day.

    The report's own results are dated the end of their year.
    """
    rows = conn.execute(
        f"""SELECT DISTINCT e.measure FROM entry e JOIN batch b ON b.id = e.batch
            WHERE e.day > :known AND e.day <= :last AND NOT ({_LATER}) AND NOT EXISTS (
                SELECT 1 FROM void v JOIN batch b ON b.id = v.batch WHERE v.entry = e.id AND NOT ({_LATER}))""",
        {"known": known.isoformat(), "last": last.isoformat()},
    )
    return {row[0] for row in rows}


def entries_since(conn: sqlite3.Connection, known: date, last: date, measures: Collection[str] | None = None) -> int:
    """Return how many entries of the year through `last` were recorded after the day `known`, and how many voided."""
    wanted = _WANTED.format("e")
    row = conn.execute(
        f"""SELECT (SELECT count(*) FROM batch b JOIN entry e ON e.batch = b.id
                    WHERE {_LATER} AND e.day BETWEEN :first AND :last AND {wanted})
                 + (SELECT count(*) FROM batch b JOIN void v ON v.batch = b.id JOIN entry e ON e.id = v.entry
                    WHERE {_LATER} AND e.day BETWEEN :first AND :last AND {wanted})""",
        {
            "known": known.isoformat(),
            "first": year_start(last.year).isoformat(),
            "last": last.isoformat(),
            "measures": _listed(measures),
        },
    ).fetchone()
    return int(row[0])


def targets_since(conn: sqlite3.Connection, known: date, year: int, measures: Collection[str] | None = None) -> int:
    """Return how many revisions of a year's targets were recorded after the day `known`, and how many taken back."""
    wanted = _WANTED.format("t")
    row = conn.execute(
        f"""SELECT (SELECT count(*) FROM batch b JOIN target t ON t.batch = b.id
                    WHERE {_LATER} AND t.year = :year AND {wanted})
                 + (SELECT count(*) FROM batch b JOIN void v ON v.batch = b.id JOIN target t ON t.id = v.target
                    WHERE {_LATER} AND t.year = :year AND {wanted})""",
        {"known": known.isoformat(), "year": year, "measures": _listed(measures)},
    ).fetchone()
    return int(row[0])


def _listed(measures: Collection[str] | None) -> str | None:
    return None if measures is None else json.dumps(sorted(measures))
