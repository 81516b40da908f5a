"""The file as it was known on an earlier day: a copy in memory without what was recorded after it.

The same queries then run on the copy, so that an old sheet comes out again byte for byte. It reads entries, not
roll-ups, and costs as much as there is to read.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

from nanhu_kpi.period import year_start
from nanhu_kpi.store.schema import INDEXES, TABLES, VIEWS
from nanhu_kpi.store.triggers import ROLLUP_TRIGGERS

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

# In the order of their references. A void may name an entry that is not copied.
_TABLES = ("batch", "area", "goal", "measure", "setting", "entry", "target", "void", "change", "period")
_KEYS = {"area": "code", "goal": "code", "measure": "code", "setting": "key"}


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
    for subject, code, field, old in conn.execute(
        """SELECT c.subject, c.code, c.field, c.old FROM change c JOIN batch b ON b.id = c.batch
           WHERE b.logged_on > ? ORDER BY c.id DESC""",
        (known.isoformat(),),
    ):
        if subject == "setting" and old is None:
            copy.execute("DELETE FROM setting WHERE key = ?", (code,))
        elif old is not None or field in ("retired_on", "numerator", "denominator"):
            copy.execute(f"UPDATE {subject} SET {field} = ? WHERE {_KEYS[subject]} = ?", (old, code))
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
        clauses.append("x.logged_on <= :known")
    elif "batch" in columns:
        clauses.append("(SELECT logged_on FROM batch WHERE id = x.batch) <= :known")
    if table == "entry":
        clauses.append("(x.day >= :first OR (SELECT kind FROM measure WHERE code = x.measure) = 'milestone')")
        if measures is not None:
            clauses.append("x.measure IN (SELECT value FROM json_each(:measures))")
    if table == "void":
        clauses.append(
            """(x.entry IS NULL OR EXISTS (SELECT 1 FROM entry e JOIN batch b ON b.id = e.batch
                 WHERE e.id = x.entry AND b.logged_on <= :known))"""
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
