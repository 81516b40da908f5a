"""What the options that pick a week, a month or a quarter come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import Span, parsed_month, parsed_quarter, parsed_week
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import ONE_DAY_WANTED, ONE_RANGE_WANTED

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date


def span_shown(
    today: Callable[[], date],
    as_of: str | None = None,
    week: str | None = None,
    month: str | None = None,
    quarter: str | None = None,
) -> Span | None:
    """Return the days of the week, month or quarter at whose end to look. Raises OneDayWanted for two of them."""
    given = _given({"--as-of": as_of, "--week": week, "--month": month, "--quarter": quarter})
    if len(given) > 1:
        raise Usage(ONE_DAY_WANTED, options=given)
    return _span(today, week, month, quarter)


def span_listed(
    today: Callable[[], date],
    first: str | None,
    last: str | None,
    week: str | None,
    month: str | None,
    quarter: str | None,
) -> Span | None:
    """Return the days of a week, month or quarter to list. Raises OneRangeWanted where a range is given twice."""
    given = _given({"--week": week, "--month": month, "--quarter": quarter})
    if len(given) > 1 or (given and (first is not None or last is not None)):
        raise Usage(ONE_RANGE_WANTED, options=[*given, *_given({"--from": first, "--to": last})])
    return _span(today, week, month, quarter)


def _given(options: dict[str, str | None]) -> list[str]:
    return [option for option, text in options.items() if text is not None]


def _span(today: Callable[[], date], week: str | None, month: str | None, quarter: str | None) -> Span | None:
    if week is not None:
        return parsed_week(week, today)
    if month is not None:
        return parsed_month(month)
    return parsed_quarter(quarter) if quarter is not None else None
