"""What each kind of measure accepts, and how it behaves: said once, for entries, targets, sheets and the file's guards.

A new kind is a row of `RULES` and a member of `Kind`. Its words and its question stand where those of the others do.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.model import Direction, EntryType, Kind, Measure, Pace

if TYPE_CHECKING:
    from collections.abc import Iterable


class KindRules(NamedTuple):
    """What holds for a kind of measure.

    `adds_up`: takes increments, its first total of a year starts from 0, and its year's end can be forecast.
    `accumulates`: progress through the year, which does not fall without a reason; of a level the newest reading holds.
    `is_computed`: never logged, it follows from two other measures.
    `full_mark`: values lie between 0 and this, and one that reaches it is finished for good; until then it goes on over
    New Year.
    `shape`: the only unit and direction that the kind has.
    `long_forms`: the options that give its value, and `example` how one types it.
    """

    adds_up: bool = False
    accumulates: bool = False
    is_computed: bool = False
    full_mark: Decimal | None = None
    shape: tuple[str, Direction] | None = None
    long_forms: tuple[str, ...] = ()
    example: str = ""

    def admits(self, value: Decimal) -> bool:
        """Return whether a value lies within the bounds of the kind."""
        return self.full_mark is None or 0 <= value <= self.full_mark

    def is_finished(self, value: Decimal | None) -> bool:
        """Return whether a value is the end of the work, for this year and all later ones."""
        return self.full_mark is not None and value is not None and value >= self.full_mark


RULES = {
    Kind.SUM: KindRules(
        adds_up=True, accumulates=True, long_forms=("--add", "--total"), example="{code}+12 / {code}=152"
    ),
    Kind.LAST: KindRules(long_forms=("--reading",), example="{code}=98.5"),
    Kind.RATIO: KindRules(is_computed=True),
    Kind.MILESTONE: KindRules(
        accumulates=True,
        full_mark=Decimal(100),
        shape=("%", Direction.AT_LEAST),
        long_forms=("--reading", "--done"),
        example="{code}=60",
    ),
}


def entry_types(kind: Kind) -> tuple[EntryType, ...]:
    """Return the types of an entry with a value that a kind takes."""
    rules = RULES[kind]
    if rules.is_computed:
        return ()
    return (EntryType.ADD, EntryType.SET) if rules.adds_up else (EntryType.SET,)


def parts_of(measure: Measure) -> tuple[str, ...]:
    """Return the codes that a ratio is computed from, numerator and denominator; of what is logged none."""
    return (measure.numerator, measure.denominator) if RULES[measure.kind].is_computed else ()


def with_ratios(codes: set[str], measures: Iterable[Measure]) -> set[str]:
    """Return codes of measures with those of the ratios that rest on any of them."""
    return codes | {measure.code for measure in measures if not codes.isdisjoint(parts_of(measure))}


def default_pace(kind: Kind, direction: Direction) -> Pace:
    """Return the pace of a target that names none: even over the year for what accumulates up to it, else none."""
    return Pace.LINEAR if RULES[kind].accumulates and direction is Direction.AT_LEAST else Pace.NONE
