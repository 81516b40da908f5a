"""Days, weeks, months and quarters as officers write them, and the office's own sense of today."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanhu_kpi.days import (
    a_week_before,
    coming_day,
    elapsed_share,
    last_complete,
    office_day,
    parsed_day,
    parsed_month,
    parsed_quarter,
    parsed_week,
    parsed_year,
    past_day,
    same_day_last_year,
    sheet_day,
    utc_moment,
    utc_now,
    utc_text,
    year_end,
    year_start,
)
from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.values import (
    FUTURE_DAY,
    NOT_A_YEAR,
    UNREADABLE_MONTH,
    UNREADABLE_QUARTER,
    UNREADABLE_WEEK,
    UnreadableDay,
)
from tests.support.refusals import refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from nanhu_kpi.days import Span

TODAY = date(2024, 7, 3)
SHANGHAI = ZoneInfo("Asia/Shanghai")

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    "text",
    [
        "2024-06-30",
        "2024-6-30",
        "2024/06/30",
        "2024/6/30",
        "2024.6.30",
        "20240630",
        "2024年6月30日",
        "2024年06月30日",
        "2024年6月30号",
        "2024年6月30",
        "06-30",
        "6-30",
        "6/30",
        "6.30",
        "6月30日",
        "6月30号",
        "6月30",
        "-3",
        " 2024-06-30 ",
        "２０２４－０６－３０",
        "２０２４年６月３０日",
        "－３",
    ],
)
def test_a_day_reads_in_every_form_that_officers_write(text: str) -> None:
    assert parsed_day(text, TODAY) == date(2024, 6, 30)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2024, 7, 3)),
        ("TODAY", date(2024, 7, 3)),
        ("今天", date(2024, 7, 3)),
        ("今日", date(2024, 7, 3)),
        ("-0", date(2024, 7, 3)),
        ("yesterday", date(2024, 7, 2)),
        ("Yesterday", date(2024, 7, 2)),
        ("昨天", date(2024, 7, 2)),
        ("昨日", date(2024, 7, 2)),
        ("-1", date(2024, 7, 2)),
        ("前天", date(2024, 7, 1)),
        ("-366", date(2023, 7, 3)),
    ],
)
def test_a_named_day_is_counted_back_from_the_offices_today(text: str, day: date) -> None:
    assert parsed_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        ("大前天 3天前 三天前 3日前", date(2024, 6, 30)),
        ("上周五 上星期五 上礼拜五 上个周五 周五", date(2024, 6, 28)),
        ("周三 本周三 这周三 0天前", TODAY),
        ("周日 上周日 上星期天", date(2024, 6, 30)),
        ("上上周一", date(2024, 6, 17)),
        ("上月底 上月末 上个月底 上月30日 30号 上季度末", date(2024, 6, 30)),
        ("月初 本月初 1日 本季度初", date(2024, 7, 1)),
        ("本月底 月底 月末", date(2024, 7, 31)),
        ("年初 今年初", date(2024, 1, 1)),
        ("去年底 去年末 上年末", date(2023, 12, 31)),
        ("一周前 1周前 一个星期前", date(2024, 6, 26)),
        ("明天 明日", date(2024, 7, 4)),
    ],
)
def test_a_day_may_be_said_in_chinese(texts: str, day: date) -> None:
    assert [parsed_day(text, TODAY) for text in texts.split()] == [day] * len(texts.split())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("day before yesterday", date(2024, 7, 1)),
        ("last Friday", date(2024, 6, 28)),
        ("Friday", date(2024, 6, 28)),
        ("Wednesday", TODAY),
        ("last Wednesday", date(2024, 6, 26)),
        ("this Monday", date(2024, 7, 1)),
        ("next Tue", date(2024, 7, 9)),
        ("end of  last month", date(2024, 6, 30)),
        ("the start of this quarter", date(2024, 7, 1)),
        ("end of last year", date(2023, 12, 31)),
        ("end of last week", date(2024, 6, 30)),
        ("3 days ago", date(2024, 6, 30)),
        ("a week ago", date(2024, 6, 26)),
    ],
)
def test_a_day_may_be_said_in_english(text: str, day: date) -> None:
    assert parsed_day(text, TODAY) == day


def test_every_word_for_a_day_a_count_and_a_weekday_means_its_own() -> None:
    def back(*texts: str) -> list[int]:
        return [(TODAY - parsed_day(text, TODAY)).days for text in texts]

    assert back("day before yesterday", "the day before yesterday", "前天", "前日", "大前天") == [2, 2, 2, 2, 3]
    assert back("tomorrow", "day after tomorrow", "the day after tomorrow", "后天") == [-1, -2, -2, -2]
    assert back(*(f"{numeral}天前" for numeral in "一二两三四五六七八九十")) == [1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert back(*(f"上周{numeral}" for numeral in "一二三四五六日天")) == [9, 8, 7, 6, 5, 4, 3, 3]
    english = ("Mon", "Tuesday", "Wednesday", "Thursday", "Fri", "Saturday", "Sun")
    assert back(*(f"this {weekday}" for weekday in english)) == [2, 1, 0, -1, -2, -3, -4]
    assert back("上上周三", "下周三", "next Wednesday") == [14, -7, -7]


def test_words_reach_back_to_the_first_year_and_no_further() -> None:
    assert parsed_day("1天前", date(1900, 1, 2)) == date(1900, 1, 1)
    with pytest.raises(UnreadableDay):
        parsed_day("1天前", date(1900, 1, 1))


@pytest.mark.parametrize(
    "text", ["上周", "周八", "0日", "32日", "上月31日", "9999周前", "last", "Friday last", "½天前"]
)
def test_words_that_name_no_day_are_refused(text: str) -> None:
    with pytest.raises(UnreadableDay):
        parsed_day(text, TODAY)


def test_a_weekday_alone_is_the_next_where_a_coming_day_is_asked_for() -> None:
    assert [coming_day(text, TODAY) for text in ("周五", "Friday", "周三", "上周五", "本周五")] == [
        date(2024, 7, 5), date(2024, 7, 5), TODAY, date(2024, 6, 28), date(2024, 7, 5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("07-03", date(2024, 7, 3), date(2024, 7, 3)),
        ("07-04", date(2024, 7, 3), date(2023, 7, 4)),
        ("12-31", date(2024, 1, 1), date(2023, 12, 31)),
        ("01-01", date(2024, 1, 1), date(2024, 1, 1)),
        ("02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("02-29", date(2024, 2, 28), date(2020, 2, 29)),
        ("02-29", date(2023, 3, 1), date(2020, 2, 29)),
        ("2月29日", date(2025, 1, 5), date(2024, 2, 29)),
        ("02-29", date(2104, 2, 28), date(2096, 2, 29)),
    ],
)
def test_a_month_and_day_is_the_most_recent_such_day(text: str, today: date, day: date) -> None:
    assert parsed_day(text, today) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "2024",
        "2024-06",
        "2024-13-01",
        "2024-00-10",
        "2024-06-31",
        "2023-02-29",
        "02-30",
        "13-01",
        "00-00",
        "2024-6/30",
        "2024630",
        "202406301",
        "0000-01-01",
        "24-06-30",
        "2024-06-30T00:00",
        "2024年6月",
        "6月",
        "+1",
        "-",
        "--1",
        "-1.5",
        "-99999",
        "1",
        "06-30-2024",
        "①-②",
        "2024-06-3①",
        "1899-12-31",
        "9999-01-01",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDay) as caught:
        parsed_day(text, TODAY)
    assert caught.value.facts == {"text": text}


def test_counting_back_past_the_first_day_of_the_calendar_is_refused() -> None:
    with pytest.raises(UnreadableDay):
        parsed_day("-9999", date(2, 1, 1))


@given(day=days, today=days)
def test_an_iso_day_reads_as_itself_whatever_today_is(day: date, today: date) -> None:
    assert parsed_day(day.isoformat(), today) == day


@given(day=days, today=days)
def test_a_month_and_day_is_never_in_the_future_and_keeps_its_month_and_day(day: date, today: date) -> None:
    found = parsed_day(f"{day.month}-{day.day}", today)
    assert found <= today
    assert (found.month, found.day) == (day.month, day.day)
    if (day.month, day.day) != (2, 29):
        assert today - found < timedelta(days=366)


@given(
    text=st.text("0123456789-/.年月日号天 ２月－", max_size=12)
    | st.builds("{}-{}".format, st.integers(0, 15), st.integers(0, 35)),
    today=days,
)
def test_any_text_is_a_day_up_to_today_or_a_refusal(text: str, today: date) -> None:
    try:
        assert past_day(text, today) <= today
    except BadInput as refusal:
        assert isinstance(refusal, UnreadableDay) or refusal.msgid == FUTURE_DAY
        assert text in str(refusal) or "in the future" in str(refusal)


@pytest.mark.parametrize("text", ["2024-07-04", "2024-12-31", "2025-01-01"])
def test_a_day_after_today_is_refused(text: str) -> None:
    with refused(FUTURE_DAY) as caught:
        past_day(text, TODAY)
    assert caught.value.facts == {"day": date.fromisoformat(text), "today": TODAY}


@pytest.mark.parametrize("text", ["2024-07-03", "today", "2024-07-02", "07-04"])
def test_today_and_earlier_days_are_accepted(text: str) -> None:
    assert past_day(text, TODAY) == parsed_day(text, TODAY)


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        (datetime(2024, 6, 30, 15, 59, 59, tzinfo=UTC), SHANGHAI, date(2024, 6, 30)),
        (datetime(2024, 6, 30, 16, 0, 0, tzinfo=UTC), SHANGHAI, date(2024, 7, 1)),
        (datetime(2023, 12, 31, 16, 0, 0, tzinfo=UTC), SHANGHAI, date(2024, 1, 1)),
        (datetime(2024, 1, 1, 4, 59, 59, tzinfo=UTC), ZoneInfo("America/New_York"), date(2023, 12, 31)),
        (datetime(2024, 7, 1, 0, 30, tzinfo=SHANGHAI), UTC, date(2024, 6, 30)),
    ],
)
def test_the_offices_day_turns_at_midnight_of_its_own_zone(moment: datetime, zone: ZoneInfo, day: date) -> None:
    assert office_day(moment, zone) == day


@pytest.mark.parametrize(
    ("start", "due", "as_of", "share"),
    [
        ("2024-01-01", "2024-12-31", "2023-12-31", Fraction(0)),
        ("2024-01-01", "2024-12-31", "2024-01-01", Fraction(1, 366)),
        ("2024-01-01", "2024-12-31", "2024-06-30", Fraction(182, 366)),
        ("2024-01-01", "2024-12-31", "2024-12-30", Fraction(365, 366)),
        ("2024-01-01", "2024-12-31", "2024-12-31", Fraction(1)),
        ("2024-01-01", "2024-12-31", "2025-06-30", Fraction(1)),
        ("2023-01-01", "2023-12-31", "2023-01-01", Fraction(1, 365)),
        ("2024-04-01", "2024-04-10", "2024-03-31", Fraction(0)),
        ("2024-04-01", "2024-04-10", "2024-04-05", Fraction(1, 2)),
        ("2024-04-01", "2024-04-01", "2024-03-31", Fraction(0)),
        ("2024-04-01", "2024-04-01", "2024-04-01", Fraction(1)),
    ],
)
def test_the_elapsed_share_counts_both_end_days(start: str, due: str, as_of: str, share: Fraction) -> None:
    assert elapsed_share(date.fromisoformat(start), date.fromisoformat(due), date.fromisoformat(as_of)) == share


@given(start=days, length=st.integers(0, 5) | st.integers(0, 800), offset=st.integers(-2, 6) | st.integers(-30, 900))
def test_the_elapsed_share_never_falls_from_day_to_day(start: date, length: int, offset: int) -> None:
    due, as_of = start + timedelta(days=length), start + timedelta(days=offset)
    assert 0 <= elapsed_share(start, due, as_of) <= elapsed_share(start, due, as_of + timedelta(days=1)) <= 1


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2024, 6, 30), date(2023, 6, 30)),
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2025, 2, 28), date(2024, 2, 28)),
        (date(2024, 1, 1), date(2023, 1, 1)),
    ],
)
def test_the_same_day_last_year_of_29_february_is_the_28th(day: date, before: date) -> None:
    assert same_day_last_year(day) == before


def test_a_week_before_early_january_lies_in_the_year_before() -> None:
    assert a_week_before(date(2024, 1, 7)) == date(2023, 12, 31)


def test_a_year_runs_from_1_january_through_31_december() -> None:
    assert (year_start(2024), year_end(2024)) == (date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2024, 6, 30, 8, 15, tzinfo=UTC), "2024-06-30T08:15:00Z"),
        (datetime(2024, 6, 30, 8, 15, 59, 999_999, tzinfo=UTC), "2024-06-30T08:15:59Z"),
        (datetime(2024, 7, 1, 0, 30, tzinfo=SHANGHAI), "2024-06-30T16:30:00Z"),
    ],
)
def test_a_moment_is_kept_in_utc_to_the_second(moment: datetime, text: str) -> None:
    assert utc_text(moment) == text


@given(moment=st.datetimes(datetime(1970, 1, 2), datetime(2199, 12, 30), timezones=zones))  # noqa: DTZ001 - zones come from the strategy
def test_a_moment_survives_the_way_out_and_back(moment: datetime) -> None:
    assert utc_moment(utc_text(moment)) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    "text",
    [
        "2024-06-30T08:15:00", "2024-06-30T08:15:00+00:00", "2024-06-30T08:15:00+08:00", "2024-06-30T08:15Z",
        "2024-06-30T08:15:00.5Z", "2024-06-30 08:15:00Z", "2024-6-30T8:15:00Z", "20240630T081500Z", "2024-06-30",
        "２０２４-06-30T08:15:00Z", "0001-01-01T00:00:00", "2024-02-30T08:15:00Z", "",
    ],
)  # fmt: skip
def test_a_moment_that_is_spelled_otherwise_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        utc_moment(text)


def test_this_moment_is_told_in_utc() -> None:
    assert utc_now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("07-03", date(2024, 7, 3)),
        ("12-31", date(2024, 12, 31)),
        ("7月2日", date(2025, 7, 2)),
        ("02-29", date(2028, 2, 29)),
        ("2024-06-30", date(2024, 6, 30)),
        ("yesterday", date(2024, 7, 2)),
        ("\u22123", date(2024, 6, 30)),
    ],
)
def test_a_coming_day_without_a_year_is_the_next_such_day(text: str, found: date) -> None:
    assert coming_day(text, TODAY) == found


def test_a_coming_day_that_is_none_is_refused() -> None:
    for text in ("02-30", "soon"):
        with pytest.raises(UnreadableDay):
            coming_day(text, TODAY)


def test_the_years_of_a_calendar_run_from_1900_through_9998() -> None:
    assert parsed_day("1900-01-01", TODAY) == date(1900, 1, 1)
    assert parsed_day("9998-12-31", TODAY) == date(9998, 12, 31)
    assert month("1900-01").first == date(1900, 1, 1)
    assert month("9998-12").last == date(9998, 12, 31)
    assert quarter("1900Q1").first == date(1900, 1, 1)
    assert quarter("9998Q4").last == date(9998, 12, 31)
    assert parsed_week("1900-W01", lambda: TODAY).first == date(1900, 1, 1)
    assert parsed_week("9998-W01", lambda: TODAY).first == date(9997, 12, 29)


@pytest.mark.parametrize("year", ["1899", "9999"])
def test_a_period_of_a_year_beyond_them_is_refused(year: str) -> None:
    with refused(UNREADABLE_MONTH):
        month(f"{year}-06")
    with refused(UNREADABLE_QUARTER):
        quarter(f"{year}Q2")
    with refused(UNREADABLE_WEEK):
        parsed_week(f"{year}-W26", lambda: TODAY)


@pytest.mark.parametrize(("text", "monday"), [("this week", date(2024, 7, 1)), ("Last week", date(2024, 6, 24))])
def test_this_and_last_week_may_be_written_out(text: str, monday: date) -> None:
    assert parsed_week(text, lambda: TODAY).first == monday


def test_29_february_is_refused_where_the_calendar_has_none_left() -> None:
    with pytest.raises(UnreadableDay):
        parsed_day("02-29", date(3, 12, 31))
    with pytest.raises(UnreadableDay):
        coming_day("02-29", date(9996, 3, 1))


# Weeks, months and quarters, and the last period of a cadence that is over.


def week(text: str, today: str = "2024-07-03") -> Span:
    return parsed_week(text, lambda: date.fromisoformat(today))


def month(text: str, today: str = "2024-07-03") -> Span:
    return parsed_month(text, lambda: date.fromisoformat(today))


def quarter(text: str, today: str = "2024-07-03") -> Span:
    return parsed_quarter(text, lambda: date.fromisoformat(today))


def year_named(text: str, today: str = "2024-07-03") -> Span:
    return parsed_year(text, lambda: date.fromisoformat(today))


def span_of(first: str, last: str) -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(last)


@pytest.mark.parametrize("text", ["2024-W26", "2024-w26", "2024W26", "2024年第26周", "２０２４－Ｗ２６", " 2024-W26 "])
def test_a_week_runs_from_monday_to_sunday(text: str) -> None:
    assert week(text) == span_of("2024-06-24", "2024-06-30")


def test_an_iso_week_may_begin_in_the_year_before_or_end_in_the_year_after() -> None:
    assert week("2025-W01") == span_of("2024-12-30", "2025-01-05")
    assert week("2020-W53") == span_of("2020-12-28", "2021-01-03")


@pytest.mark.parametrize(
    "text",
    [
        "2021-W53",
        "2024-W00",
        "2024-26",
        "W26",
        "54",
        "0",
        "下下周",
        "2024-06-31",
        "",
        "2024-W2²",
        "0001-W01",
        "9999-W52",
    ],
)
def test_what_is_no_week_is_refused(text: str) -> None:
    with refused(UNREADABLE_WEEK):
        week(text)


@pytest.mark.parametrize(
    "text",
    ["last", "Last week", "上周", "26", " ２６ ", "第26周", "26周", "2024-06-27", "2024年6月24日", "6月30日", "-4"],
)
def test_a_week_may_be_named_by_what_lies_in_it_or_by_today(text: str) -> None:
    assert week(text) == span_of("2024-06-24", "2024-06-30")


@pytest.mark.parametrize(
    ("named", "words", "first", "last"),
    [
        (week, "上上周", "2024-06-17", "2024-06-23"),
        (week, "last, last week, 上周", "2024-06-24", "2024-06-30"),
        (week, "this, this week, 本周", "2024-07-01", "2024-07-07"),
        (week, "next, next week, 下周", "2024-07-08", "2024-07-14"),
        (month, "上上月, 上上个月", "2024-05-01", "2024-05-31"),
        (month, "last, last month, 上月, 上个月", "2024-06-01", "2024-06-30"),
        (month, "this, this month, 本月, 这个月", "2024-07-01", "2024-07-31"),
        (month, "next, next month, 下月, 下个月", "2024-08-01", "2024-08-31"),
        (quarter, "last, last quarter, 上季, 上季度, 上个季度", "2024-04-01", "2024-06-30"),
        (quarter, "this, this quarter, 本季, 本季度", "2024-07-01", "2024-09-30"),
        (quarter, "next, next quarter, 下季, 下季度, 下个季度", "2024-10-01", "2024-12-31"),
        (year_named, "前年", "2022-01-01", "2022-12-31"),
        (year_named, "last, last year, 去年, 上年, 上年度", "2023-01-01", "2023-12-31"),
        (year_named, "this, this year, 今年, 本年, 本年度", "2024-01-01", "2024-12-31"),
        (year_named, "next, next year, 明年", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_period_may_be_named_by_how_far_it_lies_from_this_one(
    named: Callable[[str], Span], words: str, first: str, last: str
) -> None:
    assert {word: named(word) for word in words.split(", ")} == dict.fromkeys(words.split(", "), span_of(first, last))


def test_a_month_may_be_written_in_numerals() -> None:
    assert month("六月") == month("六月份") == span_of("2024-06-01", "2024-06-30")
    assert month("十月") == span_of("2023-10-01", "2023-10-31")
    assert month("十二月") == span_of("2023-12-01", "2023-12-31")


def test_this_week_is_the_one_that_runs() -> None:
    for text in ("this", "本周", "27", "today", "2024-07-07"):
        assert week(text) == span_of("2024-07-01", "2024-07-07")
    assert week("上周", "2025-01-06") == span_of("2024-12-30", "2025-01-05")


def test_an_iso_week_of_a_named_year_asks_for_no_day() -> None:
    def today() -> date:
        raise AssertionError

    assert parsed_week("2024-W26", today) == span_of("2024-06-24", "2024-06-30")


@pytest.mark.parametrize("text", ["2024-02", "2024/2", "2024.02", "202402", "2024年2月", "２０２４-02"])
def test_a_month_has_all_its_days(text: str) -> None:
    assert month(text) == span_of("2024-02-01", "2024-02-29")


def test_december_ends_its_year() -> None:
    assert month("2024-12") == span_of("2024-12-01", "2024-12-31")
    assert quarter("2024Q4") == span_of("2024-10-01", "2024-12-31")


@pytest.mark.parametrize("text", ["2024-13", "2024-00", "2024-06-31", "2024Q2", "13", "0", "十三月", "", "2024-①"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with refused(UNREADABLE_MONTH):
        month(text)


@pytest.mark.parametrize("text", ["2024Q2", "2024-Q2", "2024q2", "2024年第2季度", "2024年二季度", "2024年第二季"])
def test_a_quarter_has_three_months(text: str) -> None:
    assert quarter(text) == span_of("2024-04-01", "2024-06-30")


@pytest.mark.parametrize(
    "text", ["6", "06", "6月", "６月份", "last", "Last month", "上月", "上个月", "2024-06-15", "6月30日", "-4"]
)
def test_a_month_may_be_named_by_its_number_by_a_day_in_it_or_by_today(text: str) -> None:
    assert month(text) == span_of("2024-06-01", "2024-06-30")


def test_a_month_by_its_number_is_the_newest_that_has_begun() -> None:
    assert month("7") == month("本月") == month("this") == span_of("2024-07-01", "2024-07-31")
    assert month("8") == span_of("2023-08-01", "2023-08-31")
    assert month("上月", "2024-01-31") == span_of("2023-12-01", "2023-12-31")
    assert month("2", "2024-02-01") == span_of("2024-02-01", "2024-02-29")


@pytest.mark.parametrize(
    "text", ["Q2", "2", "二季度", "第二季度", "2季度", "last", "last quarter", "上季度", "2024-05-01"]
)
def test_a_quarter_may_be_named_by_its_number_by_a_day_in_it_or_by_today(text: str) -> None:
    assert quarter(text) == span_of("2024-04-01", "2024-06-30")


def test_a_quarter_by_its_number_is_the_newest_that_has_begun() -> None:
    assert quarter("3") == quarter("本季度") == span_of("2024-07-01", "2024-09-30")
    assert quarter("Q4") == span_of("2023-10-01", "2023-12-31")
    assert quarter("last", "2024-03-31") == span_of("2023-10-01", "2023-12-31")


@pytest.mark.parametrize("text", ["2023", "2023年", "２０２３年度", "last", "last year", "去年", "上年", "2023-08-01"])
def test_a_year_may_be_named_by_its_number_by_a_day_in_it_or_by_today(text: str) -> None:
    assert year_named(text) == span_of("2023-01-01", "2023-12-31")
    assert year_named("今年") == span_of("2024-01-01", "2024-12-31")


@pytest.mark.parametrize("text", ["1899", "9999", "24", "后年", "", "20①4"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with refused(NOT_A_YEAR):
        year_named(text)


def test_a_period_of_a_named_year_asks_for_no_day() -> None:
    def today() -> date:
        raise AssertionError

    assert parsed_month("2024-06", today) == span_of("2024-06-01", "2024-06-30")
    assert parsed_quarter("2024Q2", today) == span_of("2024-04-01", "2024-06-30")
    assert parsed_year("2024", today) == span_of("2024-01-01", "2024-12-31")


@pytest.mark.parametrize(
    ("cadence", "last", "prepared"),
    [
        ("weekly", "2024-06-30", "2024-07-01"),
        ("weekly", "2024-12-31", "2025-01-01"),  # a week that New Year parts
        ("monthly", "2024-06-30", "2024-07-01"),  # a Sunday
        ("monthly", "2024-09-30", "2024-10-07"),  # a Monday
        ("monthly", "2024-02-29", "2024-03-04"),
        ("quarterly", "2024-03-31", "2024-04-01"),
        ("yearly", "2024-12-31", "2025-01-06"),
    ],
)
def test_a_sheet_is_prepared_on_the_first_monday_after_its_last_day(cadence: str, last: str, prepared: str) -> None:
    assert sheet_day(cadence, date.fromisoformat(last)) == date.fromisoformat(prepared)


@pytest.mark.parametrize("text", ["2024Q5", "2024Q0", "Q5", "5", "2024-02", "下下季度", "", "2024Q"])
def test_what_is_no_quarter_is_refused(text: str) -> None:
    with refused(UNREADABLE_QUARTER):
        quarter(text)


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
    assert last_complete(cadence, date.fromisoformat(day)) == span_of(first, last)


@pytest.mark.parametrize(
    ("text", "today", "first"),
    [
        ("53", "2027-01-05", "2026-12-28"),  # 2026 has a week 53, 2027 has none
        ("53", "2024-07-03", "2020-12-28"),
        ("1", "2024-12-31", "2024-12-30"),  # the last days of 2024 are week 1 of 2025
        ("27", "2024-06-30", "2023-07-03"),  # week 27 of 2024 begins tomorrow
        ("27", "2024-07-01", "2024-07-01"),
    ],
)
def test_a_week_without_its_year_is_the_newest_that_has_begun(text: str, today: str, first: str) -> None:
    assert week(text, today).first == date.fromisoformat(first)
