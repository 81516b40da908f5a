"""What was agreed: target revisions, and which of them is in force on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from nanhu_kpi.model import Origin, Pace, Target
from nanhu_kpi.quantity import value_of

if TYPE_CHECKING:
    import sqlite3

_LIVE = "NOT EXISTS (SELECT 1 FROM void WHERE void.target = t.id)"


def targets_in_force(conn: sqlite3.Connection, year: int, day: date) -> dict[str, Target]:
    """Return the live revision in force on `day` by measure: the greatest (effective day, id) not after it.

    A revision that withdraws the target leaves the measure out.
    """
    rows = conn.execute(
        f"""SELECT id, measure, year, amount, start, due, pace, origin, effective_on, reason, document FROM target t
            WHERE year = ? AND effective_on <= ? AND {_LIVE} ORDER BY effective_on, id""",
        (year, day.isoformat()),
    )
    newest = {row[1]: _target(row) for row in rows}
    return {code: target for code, target in newest.items() if target.value is not None}


def target_revisions(conn: sqlite3.Connection, measure: str) -> tuple[Target, ...]:
    """Return every live revision of one measure, oldest year first."""
    rows = conn.execute(
        f"""SELECT id, measure, year, amount, start, due, pace, origin, effective_on, reason, document FROM target t
            WHERE measure = ? AND {_LIVE} ORDER BY year, effective_on, id""",
        (measure,),
    )
    return tuple(_target(row) for row in rows)


def newest_year_with_target(conn: sqlite3.Connection, not_after: int) -> int | None:
    """Return the newest year up to `not_after` that has a live target."""
    row = conn.execute(
        f"SELECT max(year) FROM target t WHERE year <= ? AND amount IS NOT NULL AND {_LIVE}", (not_after,)
    ).fetchone()
    return None if row[0] is None else int(row[0])


def _target(row: tuple[Any, ...]) -> Target:
    id_, measure, year, amount, start, due, pace, origin, effective_on, reason, document = row
    return Target(
        id=id_,
        measure=measure,
        year=year,
        value=None if amount is None else value_of(amount),
        start=date.fromisoformat(start),
        due=date.fromisoformat(due),
        pace=Pace(pace),
        origin=Origin(origin),
        effective_on=date.fromisoformat(effective_on),
        reason=reason or "",
        document=document or "",
    )
