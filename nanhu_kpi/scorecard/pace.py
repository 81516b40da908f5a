"""How much of a target is expected by a day, and when its time is over."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from nanhu_kpi.days import elapsed_share, first_from, year_start
from nanhu_kpi.model import Kind, Measure, Pace, Target
from nanhu_kpi.quantity import rounded
from nanhu_kpi.scorecard.kinds import RULES

if TYPE_CHECKING:
    from nanhu_kpi.scorecard.facts import Days

Point = tuple[date, Decimal]


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
    (before_day, before), point = stretch(target, day)
    if point is None or not RULES[kind].accumulates or day <= before_day:
        return Fraction(before)
    passed = Fraction((day - before_day).days, (point[0] - before_day).days)
    return Fraction(before) + (Fraction(point[1]) - Fraction(before)) * passed


def stretch(target: Target, day: date) -> tuple[Point, Point | None]:
    """Return the points of a schedule that `day` lies between; no second one after the last."""
    before = (target.start - timedelta(days=1), Decimal(0))
    for point in target.schedule:
        if day < point[0]:
            return before, point
        before = point
    return before, None


def is_over(last: date, days: Days) -> bool:
    """Return whether a due day, or a period through `last`, is over: it lies before the day looked at, or both are one
    day before today."""
    return last < days.as_of or (last == days.as_of < days.today)


def silent_periods(measure: Measure, target: Target, last_entry: date | None, days: Days) -> int:
    """Return how many periods of reporting, 2 at most, are over without an entry: whole periods of the cadence that
    began after `last_entry`, and on or after the later of 1 January and the target's start."""
    first = max(year_start(days.year), target.start)
    period = first_from(measure.cadence, first if last_entry is None else max(first, last_entry + timedelta(days=1)))
    if not is_over(period.last, days):
        return 0
    return 2 if is_over(first_from(measure.cadence, period.last + timedelta(days=1)).last, days) else 1
