"""The file as it was known on an earlier day: a copy in memory without what was recorded after it.

The same queries then run on the copy, so that an old sheet comes out again byte for byte. It reads entries, not
roll-ups, and costs as much as there is to read. What came with the product is known from the start: its rows bear the
day on which the report was made, not the days that it tells of.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

from nanhu_kpi.days import year_start
from nanhu_kpi.store.counting import KNOWN_ON, known_on, of_kind
from nanhu_kpi.store.schema.fields import KEYS, NULLABLE
from nanhu_kpi.store.schema.tables import INDEXES, TABLES
from nanhu_kpi.store.schema.triggers import ROLLUP_TRIGGERS
from nanhu_kpi.store.schema.views import VIEWS

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

# In the order of their references. A void may name an entry that is not copied.
_TABLES = ("batch", "area", "goal", "measure", "setting", "entry", "target", "void", "change", "period")

_KNOWN = f"({KNOWN_ON} <= :known OR b.host = 'catalogue')"

# Of every field with a change that was not known: what the newest known one said, else what the first one found, or
# what it made where it is one of those that made the thing itself. Copies that were merged may have changed a field
# side by side, so that going back change by change would not do.
_KNOWN_VALUES = f"""
    SELECT f.subject, f.code, f.field, CASE WHEN f.newest IS NULL
        THEN (SELECT iif(EXISTS (SELECT 1 FROM change m WHERE m.batch = c.batch AND m.subject = c.subject
                         AND m.code = c.code AND m.field = 'name_zh' AND m.old IS NULL), c.new, c.old)
              FROM change c WHERE c.id = f.first)
        ELSE (SELECT new FROM change WHERE id = f.newest) END
    FROM (SELECT c.subject, c.code, c.field, min(c.id) AS first, max(NOT {_KNOWN}) AS later,
                 max(c.id) FILTER (WHERE {_KNOWN}) AS newest
          FROM change c JOIN batch b ON b.id = c.batch GROUP BY c.subject, c.code, c.field) f
    WHERE f.later"""

# What was recorded of a thing tells that it was there, whatever the day of its own batch: added on two sides it bears
# the one of the lesser id, which need not be that of the earlier day, and a clock may have been ahead.
_CHANGED = f"""EXISTS (SELECT 1 FROM change c JOIN batch b ON b.id = c.batch
    WHERE c.subject = '{{}}' AND c.code = x.code AND {_KNOWN})"""
_RECORDED_OF = f"""EXISTS (SELECT 1 FROM {{}} r JOIN batch b ON b.id = r.batch
    WHERE r.measure = x.code AND {_KNOWN})"""
_OWN_BATCH = f"(SELECT {_KNOWN} FROM batch b WHERE b.id = x.batch)"
_MEASURES_THERE = f"""SELECT x.code, x.numerator, x.denominator, x.goal FROM measure x
    WHERE {_OWN_BATCH} OR {_CHANGED.format("measure")} OR {_RECORDED_OF.format("entry")}
    OR {_RECORDED_OF.format("target")}"""
_THERE = {
    "measure": f"""x.code IN (WITH there AS ({_MEASURES_THERE}) SELECT code FROM there
        UNION SELECT numerator FROM there UNION SELECT denominator FROM there)""",
    "goal": f"""({_OWN_BATCH} OR {_CHANGED.format("goal")} OR x.code IN (WITH there AS ({_MEASURES_THERE})
        SELECT goal FROM there UNION SELECT goal FROM measure WHERE code IN (
            SELECT numerator FROM there UNION SELECT denominator FROM there)))""",
}


def as_known(
    conn: sqlite3.Connection, known: date, year: int, measures: Collection[str] | None = None
) -> sqlite3.Connection:
    """Return an in-memory copy of what was recorded on or before the office's day `known`, for sheets of `year`.

    Entries before the year before are left out, but for milestones, which carry over New Year; with `measures`, so are
    the entries of all others. Close it when done.
    """
    copy = sqlite3.connect(":memory:", isolation_level=None)
    for statement in (*TABLES, *INDEXES, *ROLLUP_TRIGGERS, *VIEWS):
        copy.execute(statement)
    copy.execute("BEGIN")
    for table in _TABLES:
        _copy(conn, copy, table, known, year, measures)
    for subject, code, field, value in conn.execute(_KNOWN_VALUES, {"known": known.isoformat()}):
        if subject == "setting" and value is None:
            copy.execute("DELETE FROM setting WHERE key = ?", (code,))
        else:
            kept = value if value is not None or field in NULLABLE else ""
            copy.execute(f"UPDATE {subject} SET {field} = ? WHERE {KEYS[subject]} = ?", (kept, code))
    copy.execute("COMMIT")
    return copy


def _copy(
    conn: sqlite3.Connection,
    copy: sqlite3.Connection,
    table: str,
    known: date,
    year: int,
    measures: Collection[str] | None,
) -> None:
    columns = [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
    clauses = []
    if table == "batch":
        clauses.append(f"({known_on('x')} <= :known OR x.host = 'catalogue')")
    elif "batch" in columns:
        clauses.append(_THERE.get(table, _OWN_BATCH))
    if table == "entry":
        goes_on = of_kind(
            "(SELECT kind FROM measure WHERE code = x.measure)", lambda rules: rules.full_mark is not None
        )
        clauses.append(f"(x.day >= :first OR {goes_on})")
        if measures is not None:
            clauses.append("x.measure IN (SELECT value FROM json_each(:measures))")
    if table == "void":
        clauses.append(
            f"""(x.entry IS NULL OR EXISTS (SELECT 1 FROM entry e JOIN batch b ON b.id = e.batch
                 WHERE e.id = x.entry AND {_KNOWN}))"""
        )
    where = f"WHERE {' AND '.join(clauses)}" if clauses else ""
    rows = conn.execute(
        f"SELECT {', '.join(f'x.{column}' for column in columns)} FROM {table} x {where}",
        {
            "known": known.isoformat(),
            "first": year_start(max(year - 1, 1)).isoformat(),
            "measures": json.dumps(sorted(measures or ())),
        },
    )
    copy.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)
