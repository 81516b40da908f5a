"""Days, and the office's own sense of them. Pure but for `utc_now`, the one place that reads the clock."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from nanhu_kpi.errors import FutureDay, UnreadableDay

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    Clock = Callable[[], datetime]

_NAMED = {
    "today": 0, "今天": 0, "今日": 0,
    "yesterday": 1, "昨天": 1, "昨日": 1,
    "前天": 2,
}  # fmt: skip

FIRST_YEAR = 1900
LAST_YEAR = 9998
_FULL = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})|(\d{4})年(\d{1,2})月(\d{1,2})[日号]?")
_SHORT = re.compile(r"(\d{1,2})[-/.](\d{1,2})|(\d{1,2})月(\d{1,2})[日号]?")
_BACK = re.compile(r"-(\d{1,4})")


def utc_now() -> datetime:
    """Return this moment in UTC. Everything else is told the time."""
    return datetime.now(UTC)


def office_day(moment: datetime, zone: tzinfo) -> date:
    """Return the office's calendar day at `moment`, whatever zone the machine is in."""
    return moment.astimezone(zone).date()


def utc_text(moment: datetime) -> str:
    """Return `moment` as the file keeps it: `2024-06-30T08:15:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def utc_moment(text: str) -> datetime:
    """Return the moment that `utc_text` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def year_start(year: int) -> date:
    """Return 1 January."""
    return date(year, 1, 1)


def year_end(year: int) -> date:
    """Return 31 December."""
    return date(year, 12, 31)


def a_week_before(day: date) -> date:
    """Return the day a week before `day`."""
    return day - timedelta(days=7)


def same_day_last_year(day: date) -> date:
    """Return the same month and day of the year before; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 2, 28)


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
    `today`, `yesterday`, 今天, 昨天, 前天; `-1` is yesterday. Full-width digits read like others.
    Raises UnreadableDay.
    """
    written = unicodedata.normalize("NFKC", text).strip().casefold()
    try:
        if any(char.isdigit() and not char.isdecimal() for char in text):
            raise ValueError  # normalizing would make a day of ①-②
        if written in _NAMED:
            return today - timedelta(days=_NAMED[written])
        if back := _BACK.fullmatch(written):
            return today - timedelta(days=int(back[1]))
        if full := _FULL.fullmatch(written):
            year, month, day = (int(part) for part in full.groups() if part and part.isdigit())
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise ValueError
            return date(year, month, day)
        if short := _SHORT.fullmatch(written):
            month, day = (int(part) for part in short.groups() if part)
            return _most_recent(month, day, today)
    except (ValueError, OverflowError):
        pass
    raise UnreadableDay(text=text)


def past_day(text: str, today: date) -> date:
    """Return `parsed_day`, refusing a day after `today`: nothing can be recorded of it. Raises FutureDay."""
    day = parsed_day(text, today)
    if day > today:
        raise FutureDay(day=day, today=today)
    return day


def _most_recent(month: int, day: int, today: date) -> date:
    """Return the newest such day not after `today`; 29 February may lie up to eight years back."""
    date(2024, month, day)  # a day of no year at all is refused here
    for year in range(today.year, today.year - 9, -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= today:
            return found
    raise ValueError
