"""What was recorded later and rests on what a command changed: while it stands, that cannot be taken back."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.settings import THRESHOLDS
from nanhu_kpi.store.counting import live_target, standing, standing_closure, untaken
from nanhu_kpi.store.schema.fields import MEANING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from nanhu_kpi.model import Target
    from nanhu_kpi.store.definitions import Step
    from nanhu_kpi.store.periods import Decided

_SHAPE = (*MEANING, "numerator", "denominator")


class Dependent(NamedTuple):
    """The batch that rests on something, and on what: a code or a month. One that is `final` cannot be undone first."""

    batch: bytes
    on: str
    final: bool = False


def dependents(
    conn: sqlite3.Connection,
    batch: bytes,
    steps: Sequence[Step],
    months: Sequence[Decided],
    targets: Sequence[Target],
) -> Iterator[Dependent]:
    """Yield what other commands recorded that rests on these changes, months and target revisions of `batch`."""
    found = chain(
        chain.from_iterable(_on_made(conn, step) if step.made else _on_field(conn, step) for step in steps),
        chain.from_iterable(_on_month(conn, month) for month in months),
        chain.from_iterable(_on_target(conn, target) for target in targets),
    )
    return (each for each in found if each.batch != batch)


def newest_threshold(conn: sqlite3.Connection, batch: bytes) -> Dependent | None:
    """Return the newest standing change of a threshold that is not of this batch."""
    keys = " OR ".join(f"c.code GLOB '{key}*'" for key in THRESHOLDS)
    found = _found(conn, "change c", f"c.subject = 'setting' AND ({keys}) AND c.batch <> ?", (batch,), "c.code")
    return found[-1] if found else None


def _on_made(conn: sqlite3.Connection, step: Step) -> Iterator[Dependent]:
    """What rests on a goal or a measure that is new: all that names it."""
    code = step.change.code
    yield from _found(conn, "change c", "c.subject = ? AND c.code = ?", (step.change.subject, code), "c.code")
    yield from _found(conn, "change c", "c.subject = 'measure' AND c.field = 'goal' AND c.new = ?", (code,), "c.new")
    if step.change.subject == "measure":
        yield from _found(conn, "entry e", "e.measure = ?", (code,), "e.measure")
        yield from _found(conn, "target t", "t.measure = ?", (code,), "t.measure")
        yield from _ratios(conn, code, b"")
        own = "c.subject = 'setting' AND c.code LIKE '%/' || ?"
        yield from _found(conn, "change c", own, (code,), "c.code")


def _on_field(conn: sqlite3.Connection, step: Step) -> Iterator[Dependent]:
    """What rests on a field's value: a later one, a name given away since, and what was recorded in that sense."""
    id_, (subject, code, field, old, _new), _ = step
    fields = _SHAPE if field in _SHAPE else (field,)
    marks = ", ".join("?" * len(fields))
    yield from _found(
        conn, "change c", f"c.subject = ? AND c.code = ? AND c.field IN ({marks}) AND c.id > ?",
        (subject, code, *fields, id_), "c.code",
    )  # fmt: skip
    if field in ("name_zh", "name_en") and old:
        taken = "c.subject = ? AND c.field = ? AND c.code <> ? AND lower(c.new) = lower(?) AND c.id > ?"
        yield from _found(conn, "change c", taken, (subject, field, code, old, id_), "c.code")
    if subject == "measure" and field in MEANING:
        # The file itself holds kind, unit and direction to the first entry, and to one that was taken back as well.
        rows = conn.execute(
            f"SELECT e.batch, e.measure, NOT {untaken('e')} FROM entry e WHERE e.measure = ? ORDER BY e.id", (code,)
        )
        yield from (Dependent(batch, on, bool(final)) for batch, on, final in rows)
        yield from _ratios(conn, code, id_)
    if subject == "measure" and (field in MEANING or (field == "retired_on" and old)):
        yield from _found(conn, "target t", "t.measure = ? AND t.id > ?", (code, id_), "t.measure")
        yield from _found(conn, "entry e", "e.measure = ? AND e.id > ?", (code, id_), "e.measure")


def _on_month(conn: sqlite3.Connection, decided: Decided) -> Iterator[Dependent]:
    """What rests on a month's being closed or open: a later closing or opening, and what was recorded while open."""
    yield from _found(conn, "period p", "p.month = ? AND p.id > ?", (decided.month, decided.id), "p.month")
    if decided.closed or not decided.was_closed:
        return
    of_month = {
        "entry e": "substr(e.day, 1, 7) = :month",
        "target t": "t.year = CAST(substr(:month, 1, 4) AS INTEGER) AND substr(t.effective_on, 1, 7) <= :month",
    }
    facts: Mapping[str, object] = {"month": decided.month, "id": decided.id}
    for table, dated in of_month.items():
        name, alias = table.split()
        yield from _found(conn, table, f"{dated} AND {alias}.id > :id", facts, ":month")
        rows = conn.execute(
            f"""SELECT v.batch, :month FROM void v JOIN {table} ON {alias}.id = v.{name}
                WHERE v.id > :id AND {alias}.id < :id AND v.twin IS NULL AND {dated} ORDER BY v.id""",
            facts,
        )
        yield from (Dependent(taker, on, final=True) for taker, on in rows)


def _on_target(conn: sqlite3.Connection, target: Target) -> Iterator[Dependent]:
    """What rests on a target: a later revision of the year, which took its start, due day, pace and day from it."""
    later = "t.measure = ? AND t.year = ? AND t.id > ?"
    yield from _found(conn, "target t", later, (target.measure, target.year, target.id), "t.measure")


def _ratios(conn: sqlite3.Connection, code: str, after: bytes) -> list[Dependent]:
    parts = "c.subject = 'measure' AND c.field IN ('numerator', 'denominator') AND c.new = ? AND c.id > ?"
    return _found(conn, "change c", parts, (code, after), "c.code")


_STANDS = {"change c": standing("c"), "entry e": untaken("e"), "target t": live_target("t"),
           "period p": standing_closure("p")}  # fmt: skip


def _found(
    conn: sqlite3.Connection, table: str, condition: str, facts: Sequence[object] | Mapping[str, object], on: str
) -> list[Dependent]:
    """Return the batches of the rows that stand and meet a condition, oldest first."""
    alias = table.split()[1]
    rows = conn.execute(
        f"SELECT {alias}.batch, {on} FROM {table} WHERE {condition} AND {_STANDS[table]} ORDER BY {alias}.id", facts
    )
    return [Dependent(*row) for row in rows]
