"""Model objects in few words, and the naive replay: how entries become an actual, sharing no code with the store."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from nanhu_kpi.model import Actual, Area, Batch, Cadence, Catalogue, Direction, Entry, EntryType, Goal, Kind, Measure

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

SUM, LAST, MILESTONE, CEILING = "JJ01", "JJ02", "JJ03", "MS01"
MORNING = datetime(2024, 6, 30, 1, 0, tzinfo=UTC)
TODAY = date(2024, 6, 30)


def made_id(number: int) -> bytes:
    """Return the UUIDv7 of the `number`-th millisecond after one in 2024: ids that grow with their number."""
    return ((1_704_067_200_000 + number) << 80 | 0x7 << 76 | 0b10 << 62 | number).to_bytes(16, "big")


def batch(number: int, command: str = "log", *, officer: str = "li", host: str = "desk-1", on: date = TODAY) -> Batch:
    """Return a command recorded at nine in the morning of 2024-06-30, or of another day."""
    moment = datetime.combine(on, MORNING.time(), UTC)
    return Batch(made_id(number), officer, host, command, moment, on)


def entry(
    number: int,
    measure: str,
    day: date | str,
    type: EntryType | str,
    value: Decimal | int | str | None = None,
    *,
    qualifier: int = 0,
    batch: int = 0,
    note: str = "",
) -> Entry:
    """Return an entry: `entry(3, SUM, "2024-06-30", "add", 12)`. Its id grows with `number`."""
    return Entry(
        id=made_id(number),
        batch=made_id(batch),
        measure=measure,
        day=date.fromisoformat(day) if isinstance(day, str) else day,
        type=EntryType(type),
        value=None if value is None else Decimal(value),
        qualifier=qualifier,
        note=note,
    )


def measure(code: str, goal: str, kind: Kind, direction: Direction = Direction.AT_LEAST) -> Measure:
    """Return a weekly measure that nobody owns, named after its code."""
    unit = "%" if kind is Kind.MILESTONE else "件"
    return Measure(
        code, goal[:2], goal, f"指标{code}", f"Measure {code}", unit, kind, direction, Cadence.WEEKLY, "", "1.1.1"
    )


def small_catalogue() -> Catalogue:
    """Return two areas with a measure of each kind, and neither results nor targets."""
    return Catalogue(
        areas=(Area("JJ", 1, "经济发展", "Economy"), Area("MS", 2, "民生福祉", "Livelihood")),
        goals=(Goal("JJ-G1", "JJ", "营商", "Business", "1.1.1"), Goal("MS-G1", "MS", "就业", "Jobs", "1.2.1")),
        measures=(
            measure(SUM, "JJ-G1", Kind.SUM),
            measure(LAST, "JJ-G1", Kind.LAST),
            measure(MILESTONE, "JJ-G1", Kind.MILESTONE),
            measure(CEILING, "MS-G1", Kind.SUM, Direction.AT_MOST),
        ),
        facts=(),
        plans=(),
    )


def ratio_of(code: str, numerator: str, denominator: str, unit: str = "%") -> Measure:
    """Return a ratio of two measures by their codes."""
    told = measure(code, "JJ-G1", Kind.RATIO)
    return told._replace(numerator=numerator, denominator=denominator, unit=unit)


def replay(entries: Iterable[Entry], day: date, voided: Collection[bytes] = ()) -> dict[str, Actual]:
    """Return each measure's actual on `day`, by folding the year's live entries one after another."""
    told: dict[str, Actual] = {}
    days: dict[str, set[date]] = defaultdict(set)
    for step in sorted(entries, key=lambda e: (e.day, e.id)):
        if step.id in voided or step.day.year != day.year or step.day > day:
            continue
        before = told.get(step.measure, Actual())
        value, qualifier = before.value, before.qualifier
        if step.type == "set":
            value, qualifier = step.value, step.qualifier
        elif step.type == "add":
            value = (value or Decimal(0)) + (step.value or Decimal(0))
            qualifier |= step.qualifier
        if step.value is not None:
            days[step.measure].add(step.day)
        told[step.measure] = Actual(value, qualifier, before.entries + 1, step.day, len(days[step.measure]))
    return told
