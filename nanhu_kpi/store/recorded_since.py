"""What a sheet of a past day could not know: rows that were recorded or taken back after it, counted. What came with
the product was always known.

`status` costs as much for a past day as for today, however much came since: entries of the whole office are counted by
a roll-up. Those of some measures are looked up one by one, and beyond a bound the whole office's number is given
instead, and said to be that. The weekly sheet needs the exact number, and looks at every entry.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from nanhu_kpi.days import year_start
from nanhu_kpi.model import Change, RecordedLater
from nanhu_kpi.store.counting import KNOWN_ON, LATER, recorded_later
from nanhu_kpi.store.rollups import recorded_late

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

_MOST = 5000  # looked up in a few milliseconds

_OWN = """json_each(:codes) c CROSS JOIN entry e ON e.measure = c.value AND e.day BETWEEN :first AND :last"""
_OWN_LATER = f"""
    SELECT (SELECT count(*) FROM {_OWN} CROSS JOIN batch b ON b.id = e.batch WHERE {LATER})
         + (SELECT count(*) FROM {_OWN} CROSS JOIN void v ON v.entry = e.id CROSS JOIN batch b ON b.id = v.batch
            WHERE {LATER})"""
_ASKED = "(:codes IS NULL OR x.measure IN (SELECT value FROM json_each(:codes)))"
# A goal or a measure that one command changed counts once, whatever the number of its fields. The thresholds of one
# measure are settings under a key that ends in its code.
_CHANGES = f"""
    SELECT count(*) FROM (
        SELECT DISTINCT c.batch, c.subject, c.code FROM change c CROSS JOIN batch b ON b.id = c.batch
        WHERE {LATER} AND (:codes IS NULL OR CASE c.subject
            WHEN 'goal' THEN c.code IN (
                SELECT m.goal FROM measure m WHERE m.code IN (SELECT value FROM json_each(:codes)))
            WHEN 'measure' THEN c.code IN (SELECT value FROM json_each(:codes))
            ELSE instr(c.code, '/') = 0
                OR substr(c.code, instr(c.code, '/') + 1) IN (SELECT value FROM json_each(:codes)) END))"""


def recorded_after(conn: sqlite3.Connection, day: date, codes: Collection[str] | None = None) -> RecordedLater:
    """Return how much of what a sheet of the year through `day` rests on was recorded or taken back after that day: of
    the measures `codes`, or of all."""
    asked = _asked(day, day, codes)
    bounded = f"SELECT count(*) FROM (SELECT 1 FROM {_OWN} LIMIT {_MOST + 1})"
    countable = codes is not None and _count(conn, bounded, asked) <= _MOST
    return RecordedLater(
        entries=_count(conn, _OWN_LATER, asked) if countable else recorded_late(conn, day),
        targets=targets_since(conn, day, day.year, codes),
        changes=_count(conn, _CHANGES, asked),
        of_office=codes is not None and not countable,
    )


def touched_since(conn: sqlite3.Connection, known: date, last: date) -> set[str]:
    """Return the measures with an entry dated through `last` that was recorded or voided after the day `known`."""
    rows = conn.execute(
        f"SELECT DISTINCT measure FROM ({recorded_later('entry', 'x.day <= :last')})",
        {"known": known.isoformat(), "last": last.isoformat()},
    )
    return {row[0] for row in rows}


def reported_ahead(conn: sqlite3.Connection, known: date, last: date) -> set[str]:
    """Return the measures with an entry dated after the day `known`, through `last`, that was there on that day.

    The report's own results are dated the end of their year.
    """
    rows = conn.execute(
        f"""SELECT DISTINCT e.measure FROM entry e JOIN batch b ON b.id = e.batch
            WHERE e.day > :known AND e.day <= :last AND NOT ({LATER}) AND NOT EXISTS (
                SELECT 1 FROM void v JOIN batch b ON b.id = v.batch WHERE v.entry = e.id AND NOT ({LATER}))""",
        {"known": known.isoformat(), "last": last.isoformat()},
    )
    return {row[0] for row in rows}


def entries_since(conn: sqlite3.Connection, known: date, last: date, codes: Collection[str] | None) -> int:
    """Return how many entries of the year through `last` were recorded after the day `known`, and how many voided."""
    rows = recorded_later("entry", f"x.day BETWEEN :first AND :last AND {_ASKED}")
    return _count(conn, f"SELECT count(*) FROM ({rows})", _asked(known, last, codes))


def targets_since(conn: sqlite3.Connection, known: date, year: int, codes: Collection[str] | None) -> int:
    """Return how many revisions of a year's targets were recorded after the day `known`, and how many taken back."""
    rows = recorded_later("target", f"x.year = {year:d} AND {_ASKED}")
    return _count(conn, f"SELECT count(*) FROM ({rows})", _asked(known, known, codes))


def definitions_changed(conn: sqlite3.Connection, first: date) -> list[tuple[date, str, Change]]:
    """Return what changed from a day on of measures and thresholds that figures and lights rest on: the day, the
    officer and the change. An added measure is its kind's first value."""
    rows = conn.execute(
        f"""SELECT b.logged_on, b.officer, c.subject, c.code, c.field, c.old, c.new
            FROM change c JOIN batch b ON b.id = c.batch
            WHERE {KNOWN_ON} >= :first AND b.host <> 'catalogue' AND CASE c.subject
                WHEN 'measure' THEN c.field IN ('kind', 'retired_on') OR c.old IS NOT NULL
                    AND c.field IN ('unit', 'direction', 'cadence', 'numerator', 'denominator')
                WHEN 'setting' THEN c.code IN ('behind', 'far_behind') OR c.code LIKE 'behind/%'
                    OR c.code LIKE 'far_behind/%' END
            ORDER BY c.id""",
        {"first": first.isoformat()},
    )
    return [(date.fromisoformat(day), officer, Change(*change)) for day, officer, *change in rows]


def _asked(known: date, last: date, codes: Collection[str] | None) -> dict[str, str | None]:
    return {
        "known": known.isoformat(),
        "first": year_start(last.year).isoformat(),
        "last": last.isoformat(),
        "codes": None if codes is None else json.dumps(sorted(codes)),
    }


def _count(conn: sqlite3.Connection, query: str, asked: dict[str, str | None]) -> int:
    return int(conn.execute(query, asked).fetchone()[0])
