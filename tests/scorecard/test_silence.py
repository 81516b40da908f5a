"""What nobody reports, in cases that an officer can check by hand. 1 January 2024 is a Monday."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nanhu_kpi.model import Actual, Cadence, Direction, Kind, Light, Pace, Status
from nanhu_kpi.scorecard.card import Score, scored
from nanhu_kpi.scorecard.facts import Days, Standing, Thresholds
from tests.support.builders import measure
from tests.support.standings import (
    AT_LEAST,
    AT_MOST,
    LAST,
    LINEAR,
    MILESTONE,
    NONE,
    RATIO,
    START,
    SUM,
    agreed,
    told,
)

WEEKLY, MONTHLY, QUARTERLY, YEARLY = Cadence.WEEKLY, Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.YEARLY
DEC_31 = date(2024, 12, 31)
LONG_AFTER = date(2025, 3, 1)


def row_on(
    as_of: date,
    actual: Actual | None = None,
    *,
    cadence: Cadence = WEEKLY,
    kind: Kind = SUM,
    direction: Direction = AT_LEAST,
    pace: Pace = LINEAR,
    goal: str = "100",
    start: date = START,
    today: date | None = None,
    retired_on: date | None = None,
) -> Score:
    """Return the row of a target of the whole year, on a day that is today unless said otherwise."""
    kept = measure("JJ03", "JJ-G1", kind, direction=direction)._replace(cadence=cadence, retired_on=retired_on)
    standing = Standing(kept, agreed(goal, pace, start=start, due=DEC_31), actual or told(None))
    return scored(standing, Days(2024, as_of, today or as_of), Thresholds())


@pytest.mark.parametrize(
    ("cadence", "start", "first_day_seen"),
    [
        (WEEKLY, "2024-01-01", "2024-01-08"),
        (WEEKLY, "2024-01-02", "2024-01-15"),  # the first whole week is 8 to 14 January
        (MONTHLY, "2024-01-01", "2024-02-01"),
        (MONTHLY, "2024-06-01", "2024-07-01"),
        (MONTHLY, "2024-06-02", "2024-08-01"),
        (QUARTERLY, "2024-01-01", "2024-04-01"),
        (QUARTERLY, "2024-02-01", "2024-07-01"),
    ],
)
def test_silence_has_no_light_until_the_first_whole_period_since_the_target_began_is_over(
    cadence: Cadence, start: str, first_day_seen: str
) -> None:
    seen = date.fromisoformat(first_day_seen)
    eve = date.fromordinal(seen.toordinal() - 1)
    found = [row_on(day, cadence=cadence, pace=NONE, start=date.fromisoformat(start)) for day in (eve, seen)]
    assert [(each.status, each.light) for each in found] == [
        (Status.UNREPORTED, None), (Status.UNREPORTED, Light.RED),
    ]  # fmt: skip
    # A sheet as of the last day of the period, printed on the day after it.
    assert row_on(eve, cadence=cadence, pace=NONE, start=date.fromisoformat(start), today=seen).light is Light.RED


def test_silence_of_what_is_reported_once_a_year_is_seen_when_the_year_is_over() -> None:
    assert row_on(DEC_31, cadence=YEARLY).light is None
    assert row_on(DEC_31, cadence=YEARLY, today=LONG_AFTER).light is Light.RED


@pytest.mark.parametrize(
    ("kind", "direction", "pace", "goal", "light"),
    [
        # 0 of 100: on 31 January 8.47 % is expected, on 1 March 16.67 %, on 30 June 49.73 %.
        (SUM, AT_LEAST, LINEAR, "100", [Light.GREEN, Light.YELLOW, Light.RED]),
        (MILESTONE, AT_LEAST, LINEAR, "100", [Light.GREEN, Light.YELLOW, Light.RED]),
        # A fall of 3 at most: 0 has reached it.
        (SUM, AT_LEAST, LINEAR, "-3", [Light.GREEN] * 3),
        # No more than 5 accidents: 0 is within it.
        (SUM, AT_MOST, NONE, "5", [Light.GREEN] * 3),
        # A satisfaction of 95 %, a rank among the first 10: no reading is neither good nor bad.
        (LAST, AT_LEAST, NONE, "95", [Light.YELLOW] * 3),
        (LAST, AT_MOST, NONE, "10", [Light.YELLOW] * 3),
        (RATIO, AT_LEAST, NONE, "90", [Light.YELLOW] * 3),
    ],
)
def test_silence_has_the_light_of_a_reported_0_and_a_reading_that_is_missing_is_yellow(
    *, kind: Kind, direction: Direction, pace: Pace, goal: str, light: list[Light]
) -> None:
    found = [
        row_on(day, kind=kind, direction=direction, pace=pace, goal=goal)
        for day in (date(2024, 1, 31), date(2024, 3, 1), date(2024, 6, 30))
    ]
    assert [each.light for each in found] == light
    assert {(each.status, each.actual.value, each.gap) for each in found} == {(Status.UNREPORTED, None, None)}


@pytest.mark.parametrize(("kind", "direction"), [(SUM, AT_LEAST), (SUM, AT_MOST), (LAST, AT_MOST), (RATIO, AT_LEAST)])
def test_silence_is_overdue_once_the_due_day_is_over(kind: Kind, direction: Direction) -> None:
    found = row_on(DEC_31, kind=kind, direction=direction, pace=NONE, today=LONG_AFTER)
    assert (found.status, found.light, found.unreported) == (Status.OVERDUE, Light.RED, True)


def test_of_a_retired_measure_no_report_is_awaited() -> None:
    assert row_on(date(2024, 6, 30), retired_on=date(2024, 6, 30)).light is None
    assert row_on(date(2024, 6, 30), retired_on=date(2024, 7, 1)).light is Light.RED


@pytest.mark.parametrize(
    ("cadence", "last_entry", "first_stale"),
    [
        (WEEKLY, "2024-06-05", "2024-06-24"),  # silent from 10 to 16 and from 17 to 23 June
        (WEEKLY, "2024-06-09", "2024-06-24"),
        (WEEKLY, "2024-06-10", "2024-07-01"),
        (MONTHLY, "2024-03-01", "2024-06-01"),  # silent in April and May
        (MONTHLY, "2024-03-31", "2024-06-01"),
        (QUARTERLY, "2024-03-31", "2024-10-01"),  # silent in the second and the third quarter
    ],
)
def test_what_was_reported_and_then_silent_for_two_whole_periods_is_stale_and_keeps_its_colour(
    cadence: Cadence, last_entry: str, first_stale: str
) -> None:
    seen = date.fromisoformat(first_stale)
    eve = date.fromordinal(seen.toordinal() - 1)
    actual = Actual(Decimal(95), 0, 1, date.fromisoformat(last_entry))
    found = [row_on(day, actual, cadence=cadence) for day in (eve, seen)]
    assert [(each.light, each.stale) for each in found] == [(Light.GREEN, False), (Light.GREEN, True)]


def test_neither_a_finished_nor_a_retired_measure_nor_one_without_a_target_is_stale() -> None:
    long_ago = Actual(Decimal(100), 0, 1, date(2024, 1, 5))
    june = date(2024, 6, 30)
    assert row_on(june, long_ago).stale
    assert not row_on(june, long_ago, kind=MILESTONE).stale
    assert not row_on(june, long_ago, retired_on=june).stale
    without = Standing(measure("JJ03", "JJ-G1", SUM), None, long_ago)
    assert not scored(without, Days(2024, june, june), Thresholds()).stale
