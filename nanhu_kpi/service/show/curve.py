"""A measure's year by day: what was reached, and what its pace expects."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import year_end, year_start
from nanhu_kpi.model import NO_DATA, Actual, Measure, Pace
from nanhu_kpi.quantity import rounded
from nanhu_kpi.scorecard.attainment import ratio
from nanhu_kpi.scorecard.facts import Days, Standing
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.scorecard.pace import expected_share
from nanhu_kpi.store.rollups import actual_curve

if TYPE_CHECKING:
    from nanhu_kpi.store.connection import Connection

Points = tuple[tuple[date, Decimal], ...]


class YearCurve(NamedTuple):
    """Values by day: `actual` where it moves, through the day looked at; `pace` where it turns. Each may be empty."""

    actual: Points
    pace: Points


def curve_of(conn: Connection, standing: Standing, days: Days) -> YearCurve:
    """Return the curve of a measure in the year, as of the day."""
    return YearCurve(_actual(conn, standing, days), pace_of(standing, days))


def pace_of(standing: Standing, days: Days) -> Points:
    """Return the value that the pace expects, from the target's start to the end of the year: on the days on which its
    line turns, and between two of them it is straight."""
    target = standing.target
    if target is None or target.value is None:
        return ()
    first, last = year_start(days.year), year_end(days.year)
    if target.pace is Pace.NONE or target.value <= 0:
        return ((first, target.value), (last, target.value))
    if standing.carried is None:
        first = target.start
    agreed = [day for day, _value in target.schedule]
    # A staircase is level up to the day before its step, and so is what is brought over New Year.
    levels = [target.start, *([] if RULES[standing.measure.kind].accumulates else agreed)]
    turns = {first, last, target.due, *agreed, *(day - timedelta(days=1) for day in levels)}
    return tuple(
        (day, expected_share(standing.measure, target, Days(days.year, day, days.today), standing.carried)
         * target.value)
        for day in sorted(turns)
        if first <= day <= last
    )  # fmt: skip


def _actual(conn: Connection, standing: Standing, days: Days) -> Points:
    measure = standing.measure
    if not days.begun:
        return ()
    if RULES[measure.kind].is_computed:
        points = _ratio(conn, measure, days)
    else:
        points = actual_curve(conn, measure.code, days.year, days.as_of)
    if standing.carried is not None and (not points or points[0][0] > year_start(days.year)):
        points = ((year_start(days.year), standing.carried), *points)
    return (*points, (days.as_of, points[-1][1])) if points else ()


def _ratio(conn: Connection, measure: Measure, days: Days) -> Points:
    """Return the ratio on every day on which one of its parts changes."""
    above = dict(actual_curve(conn, measure.numerator, days.year, days.as_of))
    below = dict(actual_curve(conn, measure.denominator, days.year, days.as_of))
    points = []
    numerator = denominator = NO_DATA
    for day in sorted({*above, *below}):
        numerator = Actual(above[day]) if day in above else numerator
        denominator = Actual(below[day]) if day in below else denominator
        value = ratio(numerator, denominator, measure.unit).exact
        if value is not None:
            points.append((day, rounded(value)))
    return tuple(points)
