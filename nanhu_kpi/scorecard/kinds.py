"""What each kind of measure accepts, and how it behaves: said once, for entries, targets, sheets and the file's guards.

A new kind is a row of `RULES` and a member of `Kind`. Its words and its question stand where those of the others do.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from nanhu_kpi.model import Direction, EntryType, Kind, Pace

if TYPE_CHECKING:
    from collections.abc import Callable

JUMP = Decimal("1.5")
_Number = TypeVar("_Number", int, Decimal)


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


def default_pace(kind: Kind, direction: Direction) -> Pace:
    """Return the pace of a target that names none: even over the year for what accumulates, else none."""
    rules = RULES[kind]
    grows = rules.accumulates and (direction is Direction.AT_LEAST or not rules.adds_up)
    return Pace.LINEAR if grows else Pace.NONE


class Slip(Enum):
    """What wants a note, since it is more often a slip than meant."""

    MINUS = "minus"
    LOWER = "lower"
    JUMP = "jump"


def slip(
    kind: Kind,
    type_: str,
    value: _Number | None,
    before: _Number | None,
    shares: Callable[[], tuple[Decimal | None, Decimal | None]],
) -> Slip | None:
    """Return what is odd about an entry: an increment below 0, a total below the one before, a jump past 150 %.

    `shares` is asked for the attainment before and after the entry, only where nothing else is odd.
    """
    if value is not None and type_ == EntryType.ADD and value < 0:
        return Slip.MINUS
    # A reading may fall; what accumulates does not without a reason.
    stated = value if type_ == EntryType.SET and RULES[kind].accumulates else None
    if stated is not None and before is not None and stated < before:
        return Slip.LOWER
    share_before, share = shares()
    jumps = share is not None and share > JUMP and not (share_before is not None and share_before > JUMP)
    return Slip.JUMP if jumps else None
