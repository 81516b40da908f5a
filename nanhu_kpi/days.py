"""Days, and the office's own sense of them. Pure but for `utc_now`, the one place that reads the clock."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, tzinfo
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.values import (
    FUTURE_DAY,
    NOT_A_YEAR,
    UNREADABLE_MONTH,
    UNREADABLE_QUARTER,
    UNREADABLE_WEEK,
    DistantDay,
    UnreadableDay,
)
from nanhu_kpi.text import as_typed, misreads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Clock = Callable[[], datetime]

_NAMED = {
    "today": 0, "今天": 0, "今日": 0,
    "yesterday": 1, "昨天": 1, "昨日": 1,
    "day before yesterday": 2, "the day before yesterday": 2, "前天": 2, "前日": 2, "大前天": 3,
    "tomorrow": -1, "明天": -1, "明日": -1, "day after tomorrow": -2, "the day after tomorrow": -2, "后天": -2,
}  # fmt: skip

_LONG_YEARS_APART = 8  # two years with a week 53 are at most seven years apart
# How many periods back from the one that runs.
_NAMED_WEEKS = {
    "this": 0, "this week": 0, "本周": 0, "last": 1, "last week": 1, "上周": 1, "上上周": 2,
    "next": -1, "next week": -1, "下周": -1,
}  # fmt: skip
_NAMED_MONTHS = {
    "this": 0, "this month": 0, "本月": 0, "这个月": 0,
    "last": 1, "last month": 1, "上月": 1, "上个月": 1, "上上月": 2, "上上个月": 2,
    "next": -1, "next month": -1, "下月": -1, "下个月": -1,
}  # fmt: skip
_NAMED_QUARTERS = {
    "this": 0, "this quarter": 0, "本季": 0, "本季度": 0,
    "last": 1, "last quarter": 1, "上季": 1, "上季度": 1, "上个季度": 1,
    "next": -1, "next quarter": -1, "下季": -1, "下季度": -1, "下个季度": -1,
}  # fmt: skip
_NAMED_YEARS = {
    "this": 0, "this year": 0, "今年": 0, "本年": 0, "本年度": 0,
    "last": 1, "last year": 1, "去年": 1, "上年": 1, "上年度": 1, "前年": 2,
    "next": -1, "next year": -1, "明年": -1,
}  # fmt: skip

_NEAR = 90  # days; 12-31 typed in January is last year's
CLOCK_SLACK = timedelta(hours=1)  # by which the clocks of two machines may differ unsaid
FIRST_YEAR = 1900
LAST_YEAR = 9998
YEARS_AHEAD = 10  # a clock that is ahead by more is no clock
# Compiled when first asked for: most commands read one of them, or none.
_FULL = r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})|(\d{4})年(\d{1,2})月(\d{1,2})[日号]?"
_SHORT = r"(\d{1,2})[-/.](\d{1,2})|(\d{1,2})月(\d{1,2})[日号]?"
_BACK = r"-(\d{1,4})"
_WEEK = r"(?:(\d{4})(?:[- ]?w|年第?)|第)?(\d{1,2})周?"
_MONTH = r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:月份?)?|(\d{4})(\d{2})"
_MONTH_ALONE = r"(?:(\d{1,2})(?:月份?)?|(十?[一二三四五六七八九十])月份?)"
_QUARTER = r"(?:(\d{4})(?:[- ]?q|年第?)|q|第)?([1-4一二三四])(?:季度?)?"
_YEAR = r"(\d{4})(?:年度?)?"
_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_WEEKDAYS = {"日": 7, "天": 7, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
# How many weeks, months, quarters or years a word lies after this one.
_AWAY = {
    "上上": -2, "上": -1, "去": -1, "last": -1, "本": 0, "这": 0, "今": 0, "this": 0, "": 0,
    "下": 1, "明": 1, "next": 1,
}  # fmt: skip
_WEEKDAY_ZH = r"(上上|上|本|这|下|)个?(?:周|星期|礼拜)([一二三四五六日天])"
_WEEKDAY_EN = r"(?:(last|this|next) )?(mon|tue|wed|thu|fri|sat|sun)(?:s|rs|nes|ur)?(?:day)?"
_AGO_ZH = r"(\d{1,4}|[一二两三四五六七八九十])(天|日|周|个星期|星期)(?:以)?前"
_AGO_EN = r"(\d{1,4}|a) (day|week)s? ago"
_EDGE_ZH = r"(上上|上|本|这|去|今|明|下|)个?(月|季度|季|年)(初|底|末)"
_EDGE_EN = r"(?:the )?(start|beginning|end) of (?:the )?(last|this|next) (week|month|quarter|year)"
_OF_MONTH = r"(?:(上|本|这|下)个?月)?(\d{1,2})[日号]"


class Span(NamedTuple):
    """A stretch of days, both ends included."""

    first: date
    last: date


def utc_now() -> datetime:
    """Return this moment in UTC. Everything else is told the time."""
    return datetime.now(UTC)


def office_day(moment: datetime, zone: tzinfo) -> date:
    """Return the office's calendar day at `moment`, whatever zone the machine is in."""
    return moment.astimezone(zone).date()


def office_time(moment: datetime, zone: tzinfo) -> str:
    """Return `moment` as a person at the office reads it: `2024-06-30 16:15`."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def utc_text(moment: datetime) -> str:
    """Return `moment` as the file keeps it: `2024-06-30T08:15:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def utc_moment(text: str) -> datetime:
    """Return the moment that `utc_text` wrote. Raises ValueError for any other spelling."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not UTC or utc_text(moment) != text:
        raise ValueError(text)
    return moment


def year_start(year: int) -> date:
    """Return 1 January."""
    return date(year, 1, 1)


def year_end(year: int) -> date:
    """Return 31 December."""
    return date(year, 12, 31)


def clamped(day: date, year: int) -> date:
    """Return `day`, or the nearest day of `year`."""
    return min(max(day, year_start(year)), year_end(year))


def last_shown(year: int, today: date) -> date:
    """Return the day that a year is looked at on: today, or 31 December of a year that is over."""
    return min(today, year_end(year))


def a_week_before(day: date) -> date:
    """Return the day a week before `day`."""
    return day - timedelta(days=7)


def same_day_last_year(day: date) -> date:
    """Return the same month and day of the year before; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 2, 28)


@lru_cache(maxsize=256)  # the measures of a sheet share their days
def elapsed_share(start: date, due: date, as_of: date) -> Fraction:
    """Return days from `start` through `as_of` over days from `start` through `due`: 0 before, 1 from `due` on."""
    if as_of < start:
        return Fraction(0)
    if as_of >= due:
        return Fraction(1)
    return Fraction((as_of - start).days + 1, (due - start).days + 1)


def parsed_day(text: str, today: date) -> date:
    """Return the day that `text` names, as an officer writes it.

    `2024-06-30`, `2024/6/30`, `20240630`, `2024年6月30日`; `06-30` and `6月30日` are the most recent such day;
    `today`, `yesterday`, 今天, 昨天, 前天; `-1` is yesterday; 上周五, 上月底, 3天前, 15日, `last friday`, `end of last
    month` and the like. Full-width digits read like others. Raises UnreadableDay.
    """
    written = _as_typed(text)
    try:
        if written in _NAMED:
            return today - timedelta(days=_NAMED[written])
        if back := re.fullmatch(_BACK, written):
            return today - timedelta(days=int(back[1]))
        if full := re.fullmatch(_FULL, written):
            year, month, day = (int(part) for part in full.groups() if part and part.isdigit())
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise ValueError
            return date(year, month, day)
        if short := re.fullmatch(_SHORT, written):
            month, day = (int(part) for part in short.groups() if part)
            return _most_recent(month, day, today)
        if (said := _said(" ".join(written.split()), today)) and said.year >= FIRST_YEAR:
            return said
    except (ValueError, OverflowError):
        pass
    raise UnreadableDay(text=text)


def coming_day(text: str, today: date) -> date:
    """Return `parsed_day`, but `12-31` or `Friday` is the next such day, today included. Raises UnreadableDay."""
    day = parsed_day(text, today)
    if weekday := re.fullmatch(_WEEKDAY_ZH, _as_typed(text)) or re.fullmatch(_WEEKDAY_EN, _as_typed(text)):
        return day + timedelta(days=7) if day < today and not weekday[1] else day
    if not re.fullmatch(_SHORT, _as_typed(text)):
        return day
    for year in range(today.year, today.year + 9):
        try:
            upcoming = date(year, day.month, day.day)
        except ValueError:
            continue
        if upcoming >= today:
            return upcoming
    raise UnreadableDay(text=text)


def past_day(text: str, today: date) -> date:
    """Return `parsed_day`, refusing a day after `today`: nothing can be recorded of it. Raises FUTURE_DAY."""
    day = parsed_day(text, today)
    if day > today:
        raise BadInput(FUTURE_DAY, day=day, today=today)
    return day


def recorded_day(text: str, today: date, option: str = "--date") -> date:
    """Return `parsed_day`, refusing one without its year that would lie long back: this year's may be meant.

    Raises DistantDay, which names the day in full.
    """
    day = parsed_day(text, today)
    if (today - day).days > _NEAR and re.fullmatch(_SHORT, _as_typed(text)):
        raise DistantDay(text=text, day=day, option=option)
    return day


def _said(written: str, today: date) -> date | None:
    """Return the day of words that reckon from today, or None where they are none of these. A weekday alone, and a day
    of the month alone, is the most recent such day; `last friday` is the Friday before today, 上周五 that of last week.
    """
    if weekday := re.fullmatch(_WEEKDAY_ZH, written) or re.fullmatch(_WEEKDAY_EN, written):
        number = _WEEKDAYS.get(weekday[2]) or _NUMERALS[weekday[2]]
        of_this_week = week_of(today).first + timedelta(days=number - 1)
        if not weekday[1]:
            return of_this_week - timedelta(days=7 * (of_this_week > today))
        if weekday[1] == "last":
            return of_this_week - timedelta(days=7 * (of_this_week >= today))
        return of_this_week + timedelta(days=7 * _AWAY[weekday[1]])
    if ago := re.fullmatch(_AGO_ZH, written) or re.fullmatch(_AGO_EN, written):
        count = 1 if ago[1] == "a" else _NUMERALS.get(ago[1]) or int(ago[1])
        return today - timedelta(days=count * (1 if ago[2] in ("天", "日", "day") else 7))
    if edge := re.fullmatch(_EDGE_ZH, written):
        return _edge(edge[2][0], _AWAY[edge[1]], today, ends=edge[3] != "初")
    if edge := re.fullmatch(_EDGE_EN, written):
        return _edge(edge[3], _AWAY[edge[2]], today, ends=edge[1] == "end")
    if of_month := re.fullmatch(_OF_MONTH, written):
        if of_month[1]:
            return _edge("月", _AWAY[of_month[1]], today, ends=False).replace(day=int(of_month[2]))
        first = today if int(of_month[2]) <= today.day else _edge("月", -1, today, ends=False)
        return first.replace(day=int(of_month[2]))
    return None


def _edge(unit: str, away: int, today: date, *, ends: bool) -> date:
    """Return the first or last day of the week, month, quarter or year that lies so many of them after today's."""
    if unit == "week":
        span = week_of(today + timedelta(days=7 * away))
    else:
        months = {"月": 1, "month": 1, "季": 3, "quarter": 3, "年": 12, "year": 12}[unit]
        year, month = divmod((today.year * 12 + today.month - 1) // months * months + months * away, 12)
        span = _months(year, month + 1, months)
    return span.last if ends else span.first


def _most_recent(month: int, day: int, today: date) -> date:
    """Return the newest such day not after `today`; 29 February may lie up to eight years back."""
    date(2024, month, day)  # a day of no year at all is refused here
    for year in range(today.year, today.year - 9, -1):
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate <= today:
            return candidate
    raise ValueError


def parsed_week(text: str, today: Callable[[], date]) -> Span:
    """Return the days of a week, Monday to Sunday, as an officer writes it.

    An ISO week, `2024-W26` or `2024年第26周`; `26` or `第26周`, the newest of that number that has begun; `last`,
    `this`, 上周, 本周; a day in it.
    `today` is asked only where it matters. Raises UNREADABLE_WEEK.
    """

    def written_out(written: str) -> date | None:
        if not (found := re.fullmatch(_WEEK, written)):
            return None
        if found[1]:
            return date.fromisocalendar(_in_range(int(found[1])), int(found[2]), 1)
        return _newest_week_begun(int(found[2]), today())

    return _parsed_period(text, "weekly", _NAMED_WEEKS, written_out, today, UNREADABLE_WEEK)


def _newest_week_begun(number: int, today: date) -> date:
    """Return the Monday of the newest ISO week of that number that has begun. Raises ValueError where there is none."""
    for year in range(today.isocalendar().year, today.isocalendar().year - _LONG_YEARS_APART, -1):
        with suppress(ValueError):  # not every year has a week 53
            monday = date.fromisocalendar(year, number, 1)
            if monday <= today:
                return monday
    raise ValueError(number)


def parsed_month(text: str, today: Callable[[], date]) -> Span:
    """Return the days of a month: `2024-06`, `2024/6`, `202406`, `2024年6月`; `6` or `6月`, the newest that has begun;
    `last`, `this`, 上月, 本月; a day in it. `today` is asked only where it matters. Raises UNREADABLE_MONTH."""

    def written_out(written: str) -> date | None:
        if full := re.fullmatch(_MONTH, written):
            year, month = (int(part) for part in full.groups() if part)
            return date(_in_range(year), month, 1)
        if alone := re.fullmatch(_MONTH_ALONE, written):
            number = int(alone[1]) if alone[1] else sum(_NUMERALS[sign] for sign in alone[2])
            return _newest_begun(number, today())
        return None

    return _parsed_period(text, "monthly", _NAMED_MONTHS, written_out, today, UNREADABLE_MONTH)


def parsed_quarter(text: str, today: Callable[[], date]) -> Span:
    """Return the days of a quarter: `2024Q2`, `2024-Q2`, `2024年第2季度`; `2`, `Q2` or 二季度, the newest that has
    begun; `last`, `this`, 上季度, 本季度; a day in it. `today` is asked only where it matters. Raises
    UNREADABLE_QUARTER."""

    def written_out(written: str) -> date | None:
        if not (found := re.fullmatch(_QUARTER, written)):
            return None
        month = 3 * (_NUMERALS.get(found[2]) or int(found[2])) - 2
        return date(_in_range(int(found[1])), month, 1) if found[1] else _newest_begun(month, today())

    return _parsed_period(text, "quarterly", _NAMED_QUARTERS, written_out, today, UNREADABLE_QUARTER)


def parsed_year(text: str, today: Callable[[], date]) -> Span:
    """Return the days of a year: `2024`, `2024年`; `last`, `this`, 去年, 今年; a day in it. `today` is asked only where
    it matters. Raises NOT_A_YEAR."""

    def written_out(written: str) -> date | None:
        found = re.fullmatch(_YEAR, written)
        return year_start(_in_range(int(found[1]))) if found else None

    return _parsed_period(text, "yearly", _NAMED_YEARS, written_out, today, NOT_A_YEAR)


def _parsed_period(
    text: str,
    cadence: str,
    named: Mapping[str, int],
    written_out: Callable[[str], date | None],
    today: Callable[[], date],
    refusal: str,
) -> Span:
    """Return the period of a cadence that `text` names: by a word, as `written_out` reads it, or by a day in it."""
    written = _as_typed(text)
    try:
        if written in named:
            return _period_back(cadence, named[written], today())
        return period_of(cadence, written_out(written) or parsed_day(text, today()))
    except (ValueError, OverflowError, UnreadableDay):
        raise BadInput(refusal, text=text) from None


def _period_back(cadence: str, count: int, today: date) -> Span:
    """Return the period so many before the one of today; -1 is the next one."""
    span = period_of(cadence, today)
    for _step in range(count):
        span = period_of(cadence, span.first - timedelta(days=1))
    return period_of(cadence, span.last + timedelta(days=1)) if count < 0 else span


def _newest_begun(month: int, today: date) -> date:
    """Return the newest first day of that month that is not ahead. Raises ValueError for a month of no year."""
    first = date(today.year, month, 1)
    return first if first <= today else first.replace(year=today.year - 1)


def week_of(day: date) -> Span:
    """Return the week, Monday to Sunday, that `day` lies in."""
    monday = day - timedelta(days=day.weekday())
    return Span(monday, monday + timedelta(days=6))


def month_of(day: date) -> Span:
    """Return the month that `day` lies in."""
    return _months(day.year, day.month, 1)


def quarter_of(day: date) -> Span:
    """Return the quarter that `day` lies in."""
    return _months(day.year, 3 * number_of_quarter(day) - 2, 3)


def year_of(day: date) -> Span:
    """Return the year that `day` lies in."""
    return Span(year_start(day.year), year_end(day.year))


def _months(year: int, first: int, count: int) -> Span:
    after = date(year + (first + count > 12), (first + count - 1) % 12 + 1, 1)
    return Span(date(year, first, 1), after - timedelta(days=1))


def sheet_day(cadence: str, last: date) -> date:
    """Return the day on which the sheet of a period that ends on `last` is prepared: the first Monday after it; of the
    days of a week in one year the day after them."""
    after = last + timedelta(days=1)
    return after if cadence == "weekly" else after + timedelta(days=-after.weekday() % 7)


def period_of(cadence: str, day: date) -> Span:
    """Return the period of a cadence (`weekly` to `yearly`) that `day` lies in."""
    return {"weekly": week_of, "monthly": month_of, "quarterly": quarter_of, "yearly": year_of}[cadence](day)


def period_name(cadence: str, day: date) -> str:
    """Return the name of the period of a cadence that `day` lies in: `2024-W26`, `2024-06`, `2024Q2` or `2024`."""
    if cadence == "weekly":
        year, week, _weekday = day.isocalendar()
        return f"{year:04}-W{week:02}"
    if cadence == "monthly":
        return f"{day.year:04}-{day.month:02}"
    return f"{day.year:04}Q{number_of_quarter(day)}" if cadence == "quarterly" else f"{day.year:04}"


def number_of_quarter(day: date) -> int:
    """Return which quarter of its year `day` lies in."""
    return (day.month + 2) // 3


def last_complete(cadence: str, day: date) -> Span:
    """Return the last period of a cadence that is over before `day` begins."""
    return period_of(cadence, period_of(cadence, day).first - timedelta(days=1))


@lru_cache(maxsize=256)  # the measures of a sheet share their days
def first_from(cadence: str, day: date) -> Span:
    """Return the first period of a cadence that begins on `day` or after it."""
    period = period_of(cadence, day)
    return period if period.first == day else period_of(cadence, period.last + timedelta(days=1))


def _in_range(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError
    return year


def _as_typed(text: str) -> str:
    """Return `text` as the patterns read it; '' where normalizing would make a number of ① or ²."""
    return "" if misreads(text) else as_typed(text).casefold()
