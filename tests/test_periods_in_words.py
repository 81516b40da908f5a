"""Weeks, months and quarters as officers write them, and the last period of a cadence that is over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.days import last_complete, parsed_month, parsed_quarter, parsed_week
from nanhu_kpi.errors.values import UNREADABLE_MONTH, UNREADABLE_QUARTER, UNREADABLE_WEEK
from tests.support.refusals import refused

if TYPE_CHECKING:
    from nanhu_kpi.days import Span


def week(text: str, today: str = "2024-07-03") -> Span:
    return parsed_week(text, lambda: date.fromisoformat(today))


def days(first: str, last: str) -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(last)


@pytest.mark.parametrize("text", ["2024-W26", "2024-w26", "2024W26", "2024年第26周", "２０２４－Ｗ２６", " 2024-W26 "])
def test_a_week_runs_from_monday_to_sunday(text: str) -> None:
    assert week(text) == days("2024-06-24", "2024-06-30")


def test_an_iso_week_may_begin_in_the_year_before_or_end_in_the_year_after() -> None:
    assert week("2025-W01") == days("2024-12-30", "2025-01-05")
    assert week("2020-W53") == days("2020-12-28", "2021-01-03")


@pytest.mark.parametrize(
    "text",
    ["2021-W53", "2024-W00", "2024-26", "W26", "54", "0", "下周", "2024-06-31", "", "2024-W2²", "0001-W01", "9999-W52"],
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with refused(UNREADABLE_WEEK):
        week(text)


@pytest.mark.parametrize(
    "text",
    ["last", "Last week", "上周", "26", " ２６ ", "第26周", "26周", "2024-06-27", "2024年6月24日", "6月30日", "-4"],
)
def test_a_week_may_be_named_by_what_lies_in_it_or_by_today(text: str) -> None:
    assert week(text) == days("2024-06-24", "2024-06-30")


def test_this_week_is_the_one_that_runs() -> None:
    for text in ("this", "本周", "27", "today", "2024-07-07"):
        assert week(text) == days("2024-07-01", "2024-07-07")
    assert week("上周", "2025-01-06") == days("2024-12-30", "2025-01-05")


def test_an_iso_week_of_a_named_year_asks_for_no_day() -> None:
    def today() -> date:
        raise AssertionError

    assert parsed_week("2024-W26", today) == days("2024-06-24", "2024-06-30")


@pytest.mark.parametrize("text", ["2024-02", "2024/2", "2024.02", "202402", "2024年2月", "２０２４-02"])
def test_a_month_has_all_its_days(text: str) -> None:
    assert parsed_month(text) == days("2024-02-01", "2024-02-29")


def test_december_ends_its_year() -> None:
    assert parsed_month("2024-12") == days("2024-12-01", "2024-12-31")
    assert parsed_quarter("2024Q4") == days("2024-10-01", "2024-12-31")


@pytest.mark.parametrize("text", ["2024-13", "2024-00", "2024-06-30", "2024Q2", "06", "", "2024-①"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with refused(UNREADABLE_MONTH):
        parsed_month(text)


@pytest.mark.parametrize("text", ["2024Q2", "2024-Q2", "2024q2", "2024年第2季度", "2024年二季度", "2024年第二季"])
def test_a_quarter_has_three_months(text: str) -> None:
    assert parsed_quarter(text) == days("2024-04-01", "2024-06-30")


@pytest.mark.parametrize("text", ["2024Q5", "2024Q0", "Q2", "2024-02", "", "2024Q"])
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with refused(UNREADABLE_QUARTER):
        parsed_quarter(text)


@pytest.mark.parametrize(
    ("cadence", "day", "first", "last"),
    [
        ("weekly", "2024-07-01", "2024-06-24", "2024-06-30"),  # a Monday: the week before is over
        ("weekly", "2024-06-30", "2024-06-17", "2024-06-23"),  # a Sunday still runs
        ("monthly", "2024-07-01", "2024-06-01", "2024-06-30"),
        ("monthly", "2024-06-30", "2024-05-01", "2024-05-31"),
        ("monthly", "2024-01-15", "2023-12-01", "2023-12-31"),
        ("quarterly", "2024-07-01", "2024-04-01", "2024-06-30"),
        ("quarterly", "2024-06-30", "2024-01-01", "2024-03-31"),
        ("yearly", "2024-12-31", "2023-01-01", "2023-12-31"),
    ],
)
def test_the_last_period_is_the_one_that_is_over_before_the_day(cadence: str, day: str, first: str, last: str) -> None:
    assert last_complete(cadence, date.fromisoformat(day)) == days(first, last)
