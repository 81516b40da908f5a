"""What a week brought, what the weeks left have to bring, and what the year will end at, checked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nanhu_kpi.model import Actual, Direction, Kind
from nanhu_kpi.scorecard.card import scored
from nanhu_kpi.scorecard.facts import Standing, Thresholds
from nanhu_kpi.scorecard.outlook import Forecast, Method, forecast
from tests.support.builders import SUM as CODE
from tests.support.builders import entry, measure, replay
from tests.support.standings import (
    AT_LEAST,
    AT_MOST,
    DAY_50,
    DAY_99,
    DUE,
    LAST,
    MILESTONE,
    RATIO,
    SUM,
    agreed,
    day_number,
    on,
    row,
    told,
)  # fmt: skip

NEW_YEARS_EVE, NEXT_YEAR = date(2024, 12, 31), date(2025, 2, 1)


def foretold(
    actual: str | None,
    as_of: date,
    *,
    last_year: str | None = None,
    by_then: str | None = None,
    by_today: str | None = None,
    days: int = 12,
    kind: Kind = SUM,
    direction: Direction = AT_LEAST,
    today: date | None = None,
) -> Forecast | None:
    """Return the forecast for 2024 on a day, after a year before that ended at `last_year` and stood at `by_then`."""
    standing = Standing(
        measure("JJ03", "JJ-G1", kind, direction),
        actual=told(actual),
        baseline=Actual(None if last_year is None else Decimal(last_year), 0, days, date(2023, 12, 31), days),
        baseline_to_date=told(by_then),
        baseline_by_today=told(by_today),
    )
    return forecast(standing, on(as_of, today or as_of))


def run_rate(value: str) -> Forecast:
    return Forecast(Decimal(value), Method.RUN_RATE)


def profile(value: str) -> Forecast:
    return Forecast(Decimal(value), Method.PROFILE)


@pytest.mark.parametrize(
    ("kind", "actual", "week_ago", "carried", "as_of", "change"),
    [
        (SUM, "152", "140", None, DAY_50, "12"),
        (SUM, "140", "152", None, DAY_50, "-12"),
        (SUM, "5", None, None, DAY_50, "5"),
        (SUM, "5", None, None, date(2024, 1, 3), "5"),
        (SUM, "0", None, None, DAY_50, "0"),
        (SUM, None, None, None, DAY_50, None),
        (LAST, "98.5", "97", None, DAY_50, "1.5"),
        (LAST, "98.5", None, None, DAY_50, None),
        (MILESTONE, "60", "40", None, DAY_50, "20"),
        (MILESTONE, "60", None, None, DAY_50, None),
        (MILESTONE, "60", None, "40", date(2024, 1, 8), "20"),
        (MILESTONE, "60", None, "40", date(2024, 1, 7), None),
        (MILESTONE, None, None, "40", DAY_50, None),  # brought over New Year, and not reported since
    ],
)
def test_the_change_of_a_week_stays_inside_the_year_where_a_sum_begins_at_0(
    *, kind: Kind, actual: str | None, week_ago: str | None, carried: str | None, as_of: date, change: str | None
) -> None:
    standing = Standing(
        measure("JJ03", "JJ-G1", kind),
        actual=told(actual)._replace(value_days=2 if actual else 0),
        week_ago=told(week_ago)._replace(value_days=1 if week_ago else 0),
        carried=None if carried is None else Decimal(carried),
    )
    assert scored(standing, on(as_of), Thresholds()).week_change == (None if change is None else Decimal(change))


@pytest.mark.parametrize(
    ("kind", "direction", "actual", "as_of", "remaining", "weekly"),
    [
        (SUM, AT_LEAST, "50", DAY_50, "50", "7.0000"),
        (SUM, AT_LEAST, "0", DAY_50, "100", "14.0000"),
        (SUM, AT_LEAST, "70", date(2024, 3, 10), "30", "7.0000"),
        (SUM, AT_LEAST, "90", date(2024, 3, 10), "10", "2.3333"),
        (SUM, AT_LEAST, "97", DAY_99, "3", "3.0000"),
        (SUM, AT_LEAST, "97", DUE, "3", None),
        (SUM, AT_LEAST, "97", date(2024, 4, 10), "3", None),
        (SUM, AT_LEAST, "100", DAY_50, "0", None),
        (SUM, AT_LEAST, "120", DAY_50, "-20", None),
        (SUM, AT_LEAST, None, DAY_50, None, None),
        (MILESTONE, AT_LEAST, "70", DAY_50, "30", "4.2000"),
        (LAST, AT_LEAST, "70", DAY_50, "30", None),
        (SUM, AT_MOST, "70", DAY_50, "30", None),
        (SUM, AT_MOST, "130", DAY_50, "-30", None),
    ],
)
def test_what_remains_of_100_is_spread_over_the_weeks_left(
    *, kind: Kind, direction: Direction, actual: str | None, as_of: date, remaining: str | None, weekly: str | None
) -> None:
    found = row(actual, "100", kind=kind, direction=direction, as_of=as_of)
    assert found.remaining == (None if remaining is None else Decimal(remaining))
    assert (found.required_per_week and str(found.required_per_week)) == weekly


@pytest.mark.parametrize(
    ("actual", "day", "expected"),
    [
        ("31", 1, None),
        ("31", 30, None),
        ("31", 31, run_rate("366")),
        ("10", 31, run_rate("118.0645")),
        ("50", 183, run_rate("100")),
        ("44", 182, run_rate("88.4835")),
        ("0", 183, run_rate("0")),
        ("-10", 183, run_rate("-20")),
        ("100", 366, run_rate("100")),
        (None, 183, None),
    ],
)
def test_from_day_31_on_the_rate_so_far_is_carried_through_the_year(
    actual: str | None, day: int, expected: Forecast | None
) -> None:
    assert foretold(actual, day_number(day)) == expected


def test_a_year_of_365_days_is_reckoned_as_one() -> None:
    standing = Standing(measure("JJ03", "JJ-G1", SUM), actual=told("73"))
    assert forecast(standing, on(date(2023, 3, 14), year=2023)) == run_rate("365")  # its 73rd day


@pytest.mark.parametrize("kind", [LAST, RATIO, MILESTONE])
def test_only_sums_have_a_forecast(kind: Kind) -> None:
    assert foretold("50", day_number(183), kind=kind) is None
    assert foretold("50", NEW_YEARS_EVE, kind=kind, today=NEXT_YEAR) is None


def test_a_sum_to_keep_low_has_a_forecast_too() -> None:
    assert foretold("50", day_number(183), direction=AT_MOST) == run_rate("100")


def test_a_year_not_begun_has_no_forecast() -> None:
    assert foretold("50", date(2023, 12, 31)) is None


@pytest.mark.parametrize(
    ("as_of", "today", "expected"),
    [
        (NEW_YEARS_EVE, NEXT_YEAR, Forecast(Decimal(122), Method.ACTUAL)),
        (NEW_YEARS_EVE, NEW_YEARS_EVE, run_rate("122")),
        (date(2024, 12, 30), NEXT_YEAR, run_rate("122.3342")),
        (date(2024, 6, 30), NEXT_YEAR, run_rate("245.3407")),
        (date(2024, 1, 30), NEXT_YEAR, None),
    ],
)
def test_a_past_year_ended_at_its_actual_once_looked_at_on_its_last_day(
    as_of: date, today: date, expected: Forecast | None
) -> None:
    assert foretold("122", as_of, today=today) == expected


def test_of_a_day_ahead_the_days_that_have_not_been_bring_nothing() -> None:
    today, ahead = day_number(183), date(2024, 12, 1)
    assert foretold("50", ahead, today=today) == run_rate("100")
    assert foretold("50", ahead, today=day_number(30)) is None
    assert foretold("50", ahead, last_year="120", by_then="110", by_today="40", today=today) == profile("150")


def test_a_past_years_actual_needs_no_profile() -> None:
    found = foretold("122", NEW_YEARS_EVE, last_year="120", by_then="120", today=NEXT_YEAR)
    assert found == Forecast(Decimal(122), Method.ACTUAL)


@pytest.mark.parametrize(
    ("actual", "last_year", "by_then", "days", "expected"),
    [
        # Halfway through the year the run rate doubles.
        ("50", "120", "40", 12, profile("150")),
        ("50", "120", "40", 13, profile("150")),
        ("50", "120", "40", 11, run_rate("100")),
        ("50", "120", "40", 0, run_rate("100")),
        ("50", "3", "2", 12, profile("75")),
        ("50", "1", "3", 12, profile("16.6667")),
        ("0", "120", "40", 12, profile("0")),
        ("50", "0", "40", 12, run_rate("100")),
        ("50", "-120", "-40", 12, run_rate("100")),
        ("50", "-120", "40", 12, run_rate("100")),
        ("50", "120", "0", 12, run_rate("100")),
        ("50", "120", "-1", 12, run_rate("100")),
        ("50", "120", None, 12, run_rate("100")),
        ("50", None, None, 12, run_rate("100")),
        (None, "120", "40", 12, None),
    ],
)
def test_last_years_profile_is_used_where_it_has_values_on_12_days_and_both_are_above_0(
    actual: str | None, last_year: str | None, by_then: str | None, days: int, expected: Forecast | None
) -> None:
    assert foretold(actual, day_number(183), last_year=last_year, by_then=by_then, days=days) == expected


def test_a_profile_too_says_nothing_through_day_30() -> None:
    found = [foretold("5", day_number(day), last_year="120", by_then="6") for day in (30, 31)]
    assert found == [None, profile("100")]


def test_the_row_carries_the_forecast() -> None:
    standing = Standing(measure("JJ03", "JJ-G1", SUM), agreed("100"), told("50"))
    assert scored(standing, on(day_number(183)), Thresholds()).forecast == run_rate("100")


# Job fairs come before Spring Festival and in the autumn: so many in each month of last year, 200 in all.
FAIRS_2023 = [4, 12, 8, 6, 6, 4, 5, 10, 20, 45, 50, 30]
FAIRS_2024 = [4, 14, 9, 7, 6, 4]


def test_lumpy_work_is_judged_fairly_by_last_years_profile_where_the_run_rate_would_not() -> None:
    entries = [
        entry(100 * year + month, CODE, date(year, month, 20), "add", number)
        for year, months in ((2023, FAIRS_2023), (2024, FAIRS_2024))
        for month, number in enumerate(months, start=1)
    ]
    end_of_june, a_year_before = date(2024, 6, 30), date(2023, 6, 30)
    standing = Standing(
        measure(CODE, "JJ-G1", SUM),
        agreed("220", due=NEW_YEARS_EVE),
        replay(entries, end_of_june)[CODE],
        baseline=replay(entries, date(2023, 12, 31))[CODE],
        baseline_to_date=replay(entries, a_year_before)[CODE],
    )
    days = on(end_of_june, end_of_june)
    assert (standing.actual.value, standing.baseline.value, standing.baseline_to_date.value) == tuple(
        map(Decimal, (44, 200, 40))
    )

    # By June last year had 40 of its 200. This year has 44, a tenth more, so it will end a tenth higher, on target.
    assert forecast(standing, days) == profile("220")
    # 44 in 182 days would make 88 in 366, and the office would be told to worry about a year that is going well.
    unknown = Standing(standing.measure, standing.target, standing.actual)
    assert forecast(unknown, days) == run_rate("88.4835")


def test_a_forecast_by_the_run_rate_counts_from_the_targets_start() -> None:
    # From 1 July through 29 August 60 of the 184 days that are left have passed: 30 at 0.5 a day come to 92.
    late = agreed("100", start=date(2024, 7, 1), due=date(2024, 12, 31))
    standing = Standing(measure(CODE, "JJ-G1", Kind.SUM), late, told("30"))
    assert forecast(standing, on(date(2024, 8, 29), date(2024, 8, 29))) == run_rate("92.0000")
    assert forecast(standing, on(date(2024, 7, 30), date(2024, 7, 30))) is None
