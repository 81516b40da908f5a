"""How much of a target is expected by a day, and when its time is over."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from nanhu_kpi.days import elapsed_share
from nanhu_kpi.model import Kind, Measure, Pace, Target
from nanhu_kpi.quantity import rounded
from nanhu_kpi.scorecard.kinds import RULES

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from nanhu_kpi.scorecard.facts import Days


def expected_share(measure: Measure, target: Target, days: Days, carried: Decimal | None = None) -> Decimal:
    """Return the attainment that the pace expects by the day.

    A milestone carried over New Year is expected to go on from its reading, evenly, to the full mark.
    """
    if not days.begun:
        return rounded(Fraction(0))
    if target.pace is Pace.NONE:
        return rounded(Fraction(1))
    if target.pace is Pace.SCHEDULE and target.value:
        return rounded(planned(measure.kind, target, days.as_of) / Fraction(target.value))
    elapsed = elapsed_share(target.start, target.due, days.as_of)
    if carried is not None and target.value:
        brought = min(Fraction(carried) / Fraction(target.value), Fraction(1))
        return rounded(brought + (1 - brought) * elapsed)
    return rounded(elapsed)


def planned(kind: Kind, target: Target, day: date) -> Fraction:
    """Return the cumulative value that a schedule plans by `day`.

    It rises straight from 0 on the day before start to the first point and between points, and is flat after the
    last; of readings it is a staircase.
    """
    before_day, before = target.start - timedelta(days=1), Fraction(0)
    for point_day, point in target.schedule:
        if day < point_day:
            if not RULES[kind].accumulates or day <= before_day:
                return before
            return before + (Fraction(point) - before) * Fraction(
                (day - before_day).days, (point_day - before_day).days
            )
        before_day, before = point_day, Fraction(point)
    return before


def due_day_is_over(due: date, days: Days) -> bool:
    """Return whether the due day is over: it lies before the day looked at, or both are one day before today."""
    return due < days.as_of or (due == days.as_of < days.today)
