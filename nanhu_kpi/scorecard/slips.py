"""What is more often a slip than meant, in an entry and in a target: said once, for `log`, `import` and `target`."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from nanhu_kpi.model import EntryType, Measure
from nanhu_kpi.scorecard.kinds import RULES

if TYPE_CHECKING:
    from collections.abc import Callable


JUMP = Decimal("1.5")
FAR = 5
_FULL = 100
_SHARES_BEGIN = 10  # where percentages stand above this, one below 1 was meant as a share
_Number = TypeVar("_Number", int, Decimal)


class Slip(Enum):
    """What wants a note, since it is more often a slip than meant."""

    MINUS = "minus"
    SHARE = "share"
    LOWER = "lower"
    FAR = "far"
    FRACTION = "fraction"
    JUMP = "jump"


class TargetSlip(Enum):
    """What in a target wants a reason."""

    BELOW_ZERO = "below zero"
    ABOVE_FULL = "above 100 %"
    FAR_ABOVE = "far above"
    FAR_BELOW = "far below"


def slip(
    measure: Measure,
    type_: str,
    value: _Number | None,
    before: _Number | None,
    goal: Decimal | None,
    *,
    shares: Callable[[], tuple[Decimal | None, Decimal | None]],
    was_whole: Callable[[], bool],
    stood_above: Callable[[int], bool],
    one: int = 1,
) -> Slip | None:
    """Return what is odd about an entry beside the actual before it and the target in force, its `goal`.

    An increment below 0; a total below the one before; a percentage below 1 where others stand above 10; a reading
    of five times or a fifth of the last; a fraction of what `was_whole` in every entry before; a jump past 150 %.
    A percentage that ever `stood_above` 100 is a growth rate, which may be anything. `shares` is the attainment before
    and after the entry. `value` and `before` are counted in parts, `one` to a unit.
    """
    if value is None:
        return None
    rules, is_share = RULES[measure.kind], measure.unit == "%"
    if type_ == EntryType.ADD and value < 0:
        return Slip.MINUS
    if type_ == EntryType.SET:
        is_growth = is_share and not rules.adds_up and stood_above(_FULL)
        is_tiny = is_share and not rules.adds_up and not is_growth and 0 < value < one
        if is_tiny and ((goal or 0) > _SHARES_BEGIN or stood_above(_SHARES_BEGIN)):
            return Slip.SHARE
        # A reading may fall; what accumulates does not without a reason.
        if before is not None and rules.accumulates and value < before:
            return Slip.LOWER
        if before is not None and before > 0 and not rules.accumulates and not is_growth and _is_far(value, before):
            return Slip.FAR
    if value % one and not is_share and (goal is None or goal % 1 == 0) and was_whole():
        return Slip.FRACTION
    share_before, share = shares()
    jumps = share is not None and share > JUMP and not (share_before is not None and share_before > JUMP)
    return Slip.JUMP if jumps else None


def _is_far(value: _Number, before: _Number) -> bool:
    return value >= FAR * before or value * FAR <= before


def target_slip(measure: Measure, value: Decimal, figure: Decimal | None) -> TargetSlip | None:
    """Return what is odd about a target: below 0, a share above 100 %, or more than five times or less than a fifth of
    the figure beside it; nothing is a multiple of none, of 0 or of less."""
    if value < 0:
        return TargetSlip.BELOW_ZERO
    if measure.unit == "%" and value > _FULL:
        return TargetSlip.ABOVE_FULL
    if figure is None or figure <= 0:
        return None
    if value > FAR * figure:
        return TargetSlip.FAR_ABOVE
    return TargetSlip.FAR_BELOW if value * FAR < figure else None
