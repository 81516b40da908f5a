"""Actual against target, and one actual against another, on exact values."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from nanhu_kpi.model import Actual, Direction
from nanhu_kpi.quantity import OVER, UNDER, divided, rounded

_JUST_SHORT = Decimal("0.9999")


def reached(value: Decimal | Fraction, target: Decimal | Fraction, direction: Direction) -> bool:
    """Return whether `value` reaches `target`, decided on exact values."""
    return _reached(*_side_by_side(value, target), direction)


def _reached(value: int, target: int, direction: Direction) -> bool:
    return value >= target if direction is Direction.AT_LEAST else value <= target


def _side_by_side(value: Decimal | Fraction, target: Decimal | Fraction) -> tuple[int, int]:
    """Return two whole numbers that stand to each other as the values do: a sheet compares thousands."""
    (above, below), (goal_above, goal_below) = value.as_integer_ratio(), target.as_integer_ratio()
    return above * goal_below, goal_above * below


def attainment(value: Decimal | Fraction, target: Decimal, direction: Direction) -> Decimal:
    """Return actual against target as a share of four places, not clamped above; short of the target never 1.

    `at_most`: 1 while the value is within the target, else target over value. For a target of 0 or below: 1 when
    reached, else 0.
    """
    mine, goal = _side_by_side(value, target)
    done = _reached(mine, goal, direction)
    if goal <= 0:
        return divided(int(done), 1)
    if direction is Direction.AT_MOST:
        return divided(1, 1) if done else min(divided(goal, mine), _JUST_SHORT)
    share = divided(mine, goal)
    return share if done else min(share, _JUST_SHORT)


def ratio(numerator: Actual, denominator: Actual, unit: str) -> Actual:
    """Return the actual of a ratio: two rolled-up actuals divided, times 100 where the unit is %.

    No value unless both have one and the denominator is not 0. A qualifier below the line turns about.
    """
    entries = numerator.entries + denominator.entries
    value_days = numerator.value_days + denominator.value_days
    last_day = max((actual.last_day for actual in (numerator, denominator) if actual.last_day), default=None)
    if numerator.value is None or not denominator.value:
        return Actual(entries=entries, last_day=last_day)
    exact = Fraction(numerator.value) / Fraction(denominator.value) * (100 if unit == "%" else 1)
    turned = (OVER if denominator.qualifier & UNDER else 0) | (UNDER if denominator.qualifier & OVER else 0)
    return Actual(rounded(exact), numerator.qualifier | turned, entries, last_day, value_days, exact)
