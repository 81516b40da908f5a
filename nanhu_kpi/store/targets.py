"""What was agreed: target revisions, and which of them is in force on a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from nanhu_kpi.days import utc_moment
from nanhu_kpi.model import Origin, Pace, Revision, Target, Void
from nanhu_kpi.quantity import amount_of, plain, value_of
from nanhu_kpi.store.batches import BATCH, batch_of
from nanhu_kpi.store.counting import first_void_of_target, live_target

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence


_TARGET = """t.id, t.measure, t.year, t.amount, t.start, t.due, t.pace, t.origin, t.effective_on, t.schedule, t.reason,
             t.document"""
_LIVE = live_target("t")


def targets_in_force(conn: sqlite3.Connection, year: int, day: date, measure: str | None = None) -> dict[str, Target]:
    """Return the live revision in force on `day` by measure, or of one: the greatest (effective day, id) not after it.

    A revision that withdraws the target leaves the measure out.
    """
    rows = conn.execute(
        f"""SELECT {_TARGET} FROM target t
            WHERE year = ? AND effective_on <= ? AND {_LIVE} {"AND measure = ?" if measure else ""}
            ORDER BY effective_on, id""",
        (year, day.isoformat(), *([measure] if measure else [])),
    )
    newest = {row[1]: _target(row) for row in rows}
    return {code: target for code, target in newest.items() if target.value is not None}


def targets_coming(conn: sqlite3.Connection, year: int, day: date) -> dict[str, tuple[Target, ...]]:
    """Return the live revisions of a year that are in force from a later day than `day` on, by measure, in the order of
    these days; one may withdraw the target."""
    rows = conn.execute(
        f"""SELECT {_TARGET} FROM target t
            WHERE year = ? AND effective_on > ? AND {_LIVE} ORDER BY effective_on, id""",
        (year, day.isoformat()),
    )
    coming: dict[str, tuple[Target, ...]] = {}
    for row in rows:
        coming[row[1]] = (*coming.get(row[1], ()), _target(row))
    return coming


def target_revisions(conn: sqlite3.Connection, measure: str) -> tuple[Target, ...]:
    """Return every live revision of one measure, oldest year first."""
    rows = conn.execute(
        f"""SELECT {_TARGET} FROM target t
            WHERE measure = ? AND {_LIVE} ORDER BY year, effective_on, id""",
        (measure,),
    )
    return tuple(_target(row) for row in rows)


def recorded_targets(
    conn: sqlite3.Connection,
    *,
    measures: Collection[str] | None = None,
    year: int | None = None,
    ids: Collection[bytes] | None = None,
) -> list[Revision]:
    """Return every revision that passes the filters, voided ones too, with who made it and what took it back.

    The order is that of year, effective day and id.
    """
    clauses, values = ["TRUE"], list[object]()
    for column, wanted in (("measure", measures), ("id", ids)):
        if wanted is not None:
            clauses.append(f"t.{column} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    if year is not None:
        clauses.append("t.year = ?")
        values.append(year)
    rows = conn.execute(
        f"""SELECT {_TARGET}, {BATCH}, vb.officer, vb.logged_at, v.reason
            FROM target t JOIN batch b ON b.id = t.batch
            LEFT JOIN void v ON v.id = {first_void_of_target("t")}
            LEFT JOIN batch vb ON vb.id = v.batch
            WHERE {" AND ".join(clauses)} ORDER BY t.year, t.effective_on, t.id""",
        values,
    )
    return [_revision(row) for row in rows]


def newest_year_with_target(conn: sqlite3.Connection, not_after: int) -> int | None:
    """Return the newest year up to `not_after` that has a live target."""
    row = conn.execute(
        f"SELECT max(year) FROM target t WHERE year <= ? AND amount IS NOT NULL AND {_LIVE}", (not_after,)
    ).fetchone()
    return None if row[0] is None else int(row[0])


def add_targets(conn: sqlite3.Connection, batch: bytes, targets: Iterable[Target]) -> None:
    """Append target revisions."""
    conn.executemany(
        """INSERT INTO target (id, batch, measure, year, amount, start, due, pace, schedule, origin, reason, document,
           effective_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (t.id, batch, t.measure, t.year, None if t.value is None else amount_of(t.value), t.start.isoformat(),
             t.due.isoformat(), t.pace, schedule_text(t.schedule) or None, t.origin, t.reason or None,
             t.document or None, t.effective_on.isoformat())
            for t in targets
        ],
    )  # fmt: skip


def void_targets(conn: sqlite3.Connection, rows: Iterable[tuple[bytes, bytes, bytes, str]]) -> None:
    """Append what takes target revisions back: (void id, batch, target id, reason) each."""
    conn.executemany("INSERT INTO void (id, batch, target, reason) VALUES (?, ?, ?, ?)", rows)


def schedule_text(schedule: Sequence[tuple[date, Decimal]]) -> str:
    """Return a schedule as the file and the exports keep it: `2024-03-31=30;2024-12-31=100`."""
    return ";".join(f"{day.isoformat()}={plain(value)}" for day, value in schedule)


def parsed_schedule(text: str) -> tuple[tuple[date, Decimal], ...]:
    """Return the schedule that `schedule_text` wrote."""
    points = (point.split("=") for point in text.split(";") if point)
    return tuple((date.fromisoformat(day), Decimal(value)) for day, value in points)


def _target(row: tuple[Any, ...]) -> Target:
    id_, measure, year, amount, start, due, pace, origin, effective_on, schedule, reason, document = row
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
        schedule=parsed_schedule(schedule or ""),
        reason=reason or "",
        document=document or "",
    )


def _revision(row: tuple[Any, ...]) -> Revision:
    voider, voided_at, reason = row[18:]
    void = None if voided_at is None else Void(voider, utc_moment(voided_at), reason)
    return _target(row[:12]), batch_of(row[12:18]), void
