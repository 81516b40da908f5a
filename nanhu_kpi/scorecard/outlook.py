"""Looking ahead: what a week has to bring, and what the year will end at."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import year_end, year_start
from nanhu_kpi.model import Direction, Measure, Target
from nanhu_kpi.quantity import rounded
from nanhu_kpi.scorecard.kinds import RULES

if TYPE_CHECKING:
    from nanhu_kpi.scorecard.facts import Days, Standing

_TOO_EARLY = 30
_PROFILE_DAYS = 12


class Method(StrEnum):
    """How a forecast was made."""

    ACTUAL = "actual"
    PROFILE = "profile"
    RUN_RATE = "run_rate"


class Forecast(NamedTuple):
    """What a sum will end the year at, and by which method."""

    value: Decimal
    method: Method


class Course(NamedTuple):
    """What an actual is multiplied with and divided by to reach the year's end, and by which method.

    Of a profile last year's total and last year's actual to the day; of a run rate days of the year and days elapsed.
    """

    method: Method
    whole: Decimal
    part: Decimal


def forecast(standing: Standing, days: Days) -> Forecast | None:
    """Return what a sum will end the year at, None where nothing can be said yet."""
    course, actual = course_of(standing, days), standing.actual.value
    if course is None or actual is None:
        return None
    if course.method is Method.ACTUAL:
        return Forecast(actual, course.method)
    return Forecast(rounded(Fraction(actual) * Fraction(course.whole) / Fraction(course.part)), course.method)


def course_of(standing: Standing, days: Days) -> Course | None:
    """Return how a sum goes on to the end of the year: not in the first 30 days; the actual for a past year; by last
    year's profile where last year has values on at least 12 days; else by the run rate, counted from the target's start
    where that is later than 1 January.

    What was reached was reached by today: the days ahead of it have brought nothing yet."""
    last_year = standing.baseline
    if not RULES[standing.measure.kind].adds_up or standing.actual.value is None or not days.begun:
        return None
    if days.year < days.today.year and days.as_of == year_end(days.year):
        return Course(Method.ACTUAL, Decimal(1), Decimal(1))
    elapsed = (min(days.as_of, days.today) - year_start(days.year)).days + 1
    if elapsed <= _TOO_EARLY:
        return None
    to_date = (standing.baseline_by_today if days.foreseen else standing.baseline_to_date).value
    if last_year.value_days >= _PROFILE_DAYS and last_year.value and to_date and last_year.value > 0 and to_date > 0:
        return Course(Method.PROFILE, last_year.value, to_date)
    begun = max(year_start(days.year), standing.target.start) if standing.target else year_start(days.year)
    elapsed = (min(days.as_of, days.today) - begun).days + 1
    if elapsed <= _TOO_EARLY:
        return None
    return Course(Method.RUN_RATE, Decimal((year_end(days.year) - begun).days + 1), Decimal(elapsed))


def required_per_week(measure: Measure, target: Target | None, remaining: Decimal | None, days: Days) -> Decimal | None:
    """Return what each week through the due day has to bring, and never more than remains: of at_least sums and
    milestones, while any remains."""
    counted = RULES[measure.kind].accumulates and measure.direction is Direction.AT_LEAST
    if target is None or remaining is None or remaining <= 0 or not counted:
        return None
    days_left = (target.due - days.as_of).days
    return rounded(min(Fraction(remaining), Fraction(remaining) * 7 / days_left)) if days_left > 0 else None
