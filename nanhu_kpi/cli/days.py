"""The options that pick a day or a range of days: a day, a week, a month, a quarter, and what was known when."""

from __future__ import annotations

from typing import Annotated

import typer

from nanhu_kpi.errors.usage import OneDayWanted, OneRangeWanted
from nanhu_kpi.i18n import _
from nanhu_kpi.period import Span, parsed_month, parsed_quarter, parsed_week

YearOption = Annotated[
    int | None, typer.Option("--year", "-y", metavar=_("YEAR"), help=_("Else this year, or the newest with data."))
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar=_("DAY"), help=_("Else today, or 31 December of a past year.")),
]
KnownOption = Annotated[
    str | None,
    typer.Option("--known", metavar=_("DAY"), help=_("Without what was recorded after DAY: an old sheet again.")),
]
WeekOption = Annotated[
    str | None, typer.Option("--week", metavar=_("WEEK"), help=_("As of the end of a week, such as 2024-W26."))
]
MonthOption = Annotated[
    str | None, typer.Option("--month", metavar=_("MONTH"), help=_("As of the end of a month, such as 2024-06."))
]
QuarterOption = Annotated[
    str | None, typer.Option("--quarter", metavar=_("QUARTER"), help=_("As of the end of a quarter, such as 2024Q2."))
]
InWeekOption = Annotated[
    str | None, typer.Option("--week", metavar=_("WEEK"), help=_("The days of a week, such as 2024-W26."))
]
InMonthOption = Annotated[
    str | None, typer.Option("--month", metavar=_("MONTH"), help=_("The days of a month, such as 2024-06."))
]
InQuarterOption = Annotated[
    str | None, typer.Option("--quarter", metavar=_("QUARTER"), help=_("The days of a quarter, such as 2024Q2."))
]


def span_shown(
    as_of: str | None = None, week: str | None = None, month: str | None = None, quarter: str | None = None
) -> Span | None:
    """Return the days of the week, month or quarter at whose end to look. Raises OneDayWanted for two of them."""
    given = _given({"--as-of": as_of, "--week": week, "--month": month, "--quarter": quarter})
    if len(given) > 1:
        raise OneDayWanted(options=given)
    return _span(week, month, quarter)


def span_listed(
    first: str | None, last: str | None, week: str | None, month: str | None, quarter: str | None
) -> Span | None:
    """Return the days of a week, month or quarter to list. Raises OneRangeWanted where a range is given twice."""
    given = _given({"--week": week, "--month": month, "--quarter": quarter})
    if len(given) > 1 or (given and (first is not None or last is not None)):
        raise OneRangeWanted(options=[*given, *_given({"--from": first, "--to": last})])
    return _span(week, month, quarter)


def _given(options: dict[str, str | None]) -> list[str]:
    return [option for option, text in options.items() if text is not None]


def _span(week: str | None, month: str | None, quarter: str | None) -> Span | None:
    if week is not None:
        return parsed_week(week)
    if month is not None:
        return parsed_month(month)
    return parsed_quarter(quarter) if quarter is not None else None
