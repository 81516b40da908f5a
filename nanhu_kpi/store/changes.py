"""Definitions that change: only together with a `change` row that says who, when, old and new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.merge_result import said, values_of
from nanhu_kpi.model import Change
from nanhu_kpi.store.disputes import claims_on
from nanhu_kpi.store.schema.fields import KEYS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from nanhu_kpi.model import Goal, Measure
    from nanhu_kpi.store.ids import IdSource

# The moment in UTC, the officer, the command, the field, the old value and the new one.
Changed = tuple[str, str, str, str, str, str]


def add_goal(conn: sqlite3.Connection, ids: IdSource, batch: bytes, goal: Goal) -> None:
    """Define a new goal, a change row for each of its fields."""
    fields = {"area": goal.area, "name_zh": goal.name_zh, "name_en": goal.name_en, "source": goal.source}
    _add(conn, ids, batch, "goal", goal.code, fields)


def add_measure(conn: sqlite3.Connection, ids: IdSource, batch: bytes, measure: Measure) -> None:
    """Define a new measure, a change row for each of its fields."""
    fields = {
        "area": measure.area, "goal": measure.goal, "name_zh": measure.name_zh, "name_en": measure.name_en,
        "unit": measure.unit, "kind": measure.kind, "direction": measure.direction, "cadence": measure.cadence,
        "owner": measure.owner, "support": measure.support, "leader": measure.leader, "source": measure.source,
        "numerator": measure.numerator or None, "denominator": measure.denominator or None,
    }  # fmt: skip
    _add(conn, ids, batch, "measure", measure.code, fields)


def change_field(
    conn: sqlite3.Connection, ids: IdSource, batch: bytes, subject: str, code: str, field: str, new: str | None
) -> Change | None:
    """Give one field of a goal, a measure or a setting a new value; return the change, or None where it is no change.

    A setting that is not there yet is added. A disputed field is settled by any value, its own too: a row from every
    other open claim says so, before the one from the value that stands.
    """
    key = KEYS[subject]
    row = conn.execute(f"SELECT {field} FROM {subject} WHERE {key} = ?", (code,)).fetchone()
    old = row[0] if row else None
    claims = claims_on(conn, subject, code, field)
    if row and old == new and len(values_of(claims)) < 2:
        return None
    change = Change(subject, code, field, old, new)
    standing = next((claim for claim in reversed(claims) if said(claim.new) == said(old)), None)
    for claim in claims:
        if claim is not standing:
            _record(conn, ids, batch, change._replace(old=claim.new), claim.id)
    _record(conn, ids, batch, change, standing.id if standing else None)
    if row is None:
        conn.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (code, new))
    elif old != new:
        conn.execute(f"UPDATE {subject} SET {field} = ? WHERE {key} = ?", (new, code))
    return change


def changes_of(conn: sqlite3.Connection, subject: str, code: str) -> list[Changed]:
    """Return a definition's changes, oldest first, without those that made it."""
    rows = conn.execute(
        """SELECT b.logged_at, b.officer, b.command, c.field, coalesce(c.old, ''), coalesce(c.new, '')
           FROM change c JOIN batch b ON b.id = c.batch
           WHERE c.subject = ? AND c.code = ? AND (c.old IS NOT NULL OR coalesce(c.new, '') <> '') AND NOT EXISTS (
               SELECT 1 FROM measure m WHERE m.code = c.code AND m.batch = c.batch
               UNION ALL SELECT 1 FROM goal g WHERE g.code = c.code AND g.batch = c.batch)
           ORDER BY c.id""",
        (subject, code),
    )
    return rows.fetchall()


def changed_by(conn: sqlite3.Connection, batch: bytes) -> list[tuple[str, str, bool]]:
    """Return what a command changed, by subject and code, and whether it made it."""
    rows = conn.execute(
        """SELECT c.subject, c.code, EXISTS (
               SELECT 1 FROM measure m WHERE m.code = c.code AND m.batch = c.batch AND c.subject = 'measure'
               UNION ALL SELECT 1 FROM goal g WHERE g.code = c.code AND g.batch = c.batch AND c.subject = 'goal')
           FROM change c WHERE c.batch = ? GROUP BY c.subject, c.code ORDER BY min(c.id)""",
        (batch,),
    )
    return [(subject, code, bool(made)) for subject, code, made in rows]


def _add(
    conn: sqlite3.Connection, ids: IdSource, batch: bytes, table: str, code: str, fields: Mapping[str, str | None]
) -> None:
    # What is left empty is said too: another desk may add the same code and fill it in.
    for field, value in fields.items():
        _record(conn, ids, batch, Change(table, code, field, None, value))
    names = ", ".join(("code", "batch", *fields))
    marks = ", ".join("?" * (len(fields) + 2))
    conn.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", (code, batch, *fields.values()))


def _record(conn: sqlite3.Connection, ids: IdSource, batch: bytes, change: Change, after: bytes | None = None) -> None:
    conn.execute(
        "INSERT INTO change (id, batch, subject, code, field, old, new, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (ids.next_id(), batch, change.subject, change.code, change.field, change.old, change.new, after),
    )
