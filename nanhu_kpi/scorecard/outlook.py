"""Looking ahead: what a week has to bring, and what the year will end at."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import year_end, year_start
from nanhu_kpi.model import Direction, Measure, Target
from nanhu_kpi.quantity import rounded
from nanhu_kpi.scorecard.kinds import RULES

if TYPE_CHECKING:
    from decimal import Decimal

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


def forecast(standing: Standing, days: Days) -> Forecast | None:
    """Return what a sum will end the year at: none in the first 30 days; the actual for a past year; by last year's
    profile where last year has values on at least 12 days; else by the run rate, counted from the target's start where
    that is later than 1 January.

    What was reached was reached by today: the days ahead of it have brought nothing yet."""
    actual, last_year = standing.actual.value, standing.baseline
    if not RULES[standing.measure.kind].adds_up or actual is None or not days.begun:
        return None
    if days.year < days.today.year and days.as_of == year_end(days.year):
        return Forecast(actual, Method.ACTUAL)
    elapsed = (min(days.as_of, days.today) - year_start(days.year)).days + 1
    if elapsed <= _TOO_EARLY:
        return None
    to_date = (standing.baseline_by_today if days.foreseen else standing.baseline_to_date).value
    if last_year.value_days >= _PROFILE_DAYS and last_year.value and to_date and last_year.value > 0 and to_date > 0:
        return Forecast(rounded(Fraction(actual) * Fraction(last_year.value) / Fraction(to_date)), Method.PROFILE)
    begun = max(year_start(days.year), standing.target.start) if standing.target else year_start(days.year)
    elapsed = (min(days.as_of, days.today) - begun).days + 1
    if elapsed <= _TOO_EARLY:
        return None
    whole = (year_end(days.year) - begun).days + 1
    return Forecast(rounded(Fraction(actual) * whole / elapsed), Method.RUN_RATE)


def required_per_week(measure: Measure, target: Target | None, remaining: Decimal | None, days: Days) -> Decimal | None:
    """Return what each week through the due day has to bring, and never more than remains: of at_least sums and
    milestones, while any remains."""
    counted = RULES[measure.kind].accumulates and measure.direction is Direction.AT_LEAST
    if target is None or remaining is None or remaining <= 0 or not counted:
        return None
    days_left = (target.due - days.as_of).days
    return rounded(min(Fraction(remaining), Fraction(remaining) * 7 / days_left)) if days_left > 0 else None
