"""Rows of the scorecard in few words. Most run over 100 days: 1 January to 9 April 2024."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from nanhu_kpi.model import NO_DATA, Actual, Direction, Kind, Origin, Pace, Target
from nanhu_kpi.quantity import rounded
from nanhu_kpi.scorecard.card import Score, scored
from nanhu_kpi.scorecard.facts import Days, Standing, Thresholds
from nanhu_kpi.scorecard.kinds import default_pace
from tests.support.builders import measure

if TYPE_CHECKING:
    from collections.abc import Iterable

SUM, LAST, RATIO, MILESTONE = Kind.SUM, Kind.LAST, Kind.RATIO, Kind.MILESTONE
AT_LEAST, AT_MOST = Direction.AT_LEAST, Direction.AT_MOST
LINEAR, SCHEDULE, NONE = Pace.LINEAR, Pace.SCHEDULE, Pace.NONE

START, DUE = date(2024, 1, 1), date(2024, 4, 9)
DAY_1, DAY_50, DAY_99 = date(2024, 1, 1), date(2024, 2, 19), date(2024, 4, 8)
TODAY = date(2024, 12, 31)


def day_number(number: int) -> date:
    """Return the `number`-th day of 2024; 0 is New Year's Eve."""
    return date(2023, 12, 31) + timedelta(days=number)


def agreed(
    value: str | None,
    pace: Pace = LINEAR,
    *,
    start: date = START,
    due: date = DUE,
    schedule: Iterable[tuple[date, str]] = (),
) -> Target:
    """Return a target for 2024."""
    number = None if value is None else Decimal(value)
    points = tuple((day, Decimal(point)) for day, point in schedule)
    return Target(bytes(16), "JJ03", 2024, number, start, due, pace, Origin.OFFICER, START, points)


def on(as_of: date, today: date = TODAY, year: int = 2024) -> Days:
    """Return the days of a scorecard of 2024."""
    return Days(year, as_of, today)


def told(value: str | Fraction | None) -> Actual:
    """Return an actual of one entry, or no data; a fraction is the exact value of a ratio."""
    if isinstance(value, Fraction):
        return Actual(rounded(value), 0, 1, DAY_1, exact=value)
    return NO_DATA if value is None else Actual(Decimal(value), 0, 1, DAY_1)


def row(
    actual: str | Fraction | None,
    target: str | None,
    *,
    kind: Kind = SUM,
    direction: Direction = AT_LEAST,
    pace: Pace | None = None,
    as_of: date = DAY_50,
    today: date = TODAY,
    carried: str | None = None,
    thresholds: Thresholds | None = None,
) -> Score:
    """Return the row of a measure whose target, where it has one, is due on 9 April with the default pace."""
    standing = Standing(
        measure("JJ03", "JJ-G1", kind, direction=direction),
        None if target is None else agreed(target, pace or default_pace(kind, direction)),
        told(actual),
        carried=None if carried is None else Decimal(carried),
    )
    return scored(standing, on(as_of, today), thresholds or Thresholds())
