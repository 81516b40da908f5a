"""Options and arguments that several commands share, declared once, and what those that pick days come to."""

# Annotations are evaluated here, and not kept as text: Typer would compile each of them twice at every start.

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import click
import typer
from typer.main import get_command

from nanhu_kpi.cli.completion import offering
from nanhu_kpi.cli.context import keep_common, may_ask
from nanhu_kpi.days import Span, parsed_month, parsed_quarter, parsed_week
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import ONE_DAY_WANTED, ONE_RANGE_WANTED, ReasonLeftOut
from nanhu_kpi.i18n import _
from nanhu_kpi.service.whose import Whose

_T = TypeVar("_T")

ByOption = Annotated[
    str | None,
    typer.Option(
        "--by",
        envvar="NANHU_BY",
        autocompletion=offering("officers"),
        metavar=_("OFFICER"),
        help=_("Officer who records it. Default: the login name."),
    ),
]
YearOption = Annotated[
    int | None,
    typer.Option(
        "--year",
        "-y",
        autocompletion=offering("years"),
        metavar=_("YEAR"),
        help=_("Year. Default: this year, or the newest with data."),
    ),
]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        autocompletion=offering("days"),
        metavar=_("DAY"),
        help=_("Day to look at, such as 2024-06-30. Default: today, or 31 December of a past year."),
    ),
]
KnownOption = Annotated[
    str | None,
    typer.Option(
        "--known",
        autocompletion=offering("days"),
        metavar=_("DAY"),
        help=_("Leave out what was recorded after DAY, as an old sheet showed it."),
    ),
]
WeekOption = Annotated[
    str | None,
    typer.Option(
        "--week",
        autocompletion=offering("weeks"),
        metavar=_("WEEK"),
        help=_("As of the end of a week: 2024-W26, 26, last, this, or a day in it."),
    ),
]
MonthOption = Annotated[
    str | None,
    typer.Option(
        "--month",
        autocompletion=offering("months"),
        metavar=_("MONTH"),
        help=_("As of the end of a month: 2024-06, 6, last, this, or a day in it."),
    ),
]
QuarterOption = Annotated[
    str | None,
    typer.Option(
        "--quarter",
        autocompletion=offering("quarters"),
        metavar=_("QUARTER"),
        help=_("As of the end of a quarter: 2024Q2, Q2, last, this, or a day in it."),
    ),
]
InWeekOption = Annotated[
    str | None,
    typer.Option(
        "--week",
        autocompletion=offering("weeks"),
        metavar=_("WEEK"),
        help=_("The days of a week: 2024-W26, 26, last, this, or a day in it."),
    ),
]
InMonthOption = Annotated[
    str | None,
    typer.Option(
        "--month",
        autocompletion=offering("months"),
        metavar=_("MONTH"),
        help=_("The days of a month: 2024-06, 6, last, this, or a day in it."),
    ),
]
InQuarterOption = Annotated[
    str | None,
    typer.Option(
        "--quarter",
        autocompletion=offering("quarters"),
        metavar=_("QUARTER"),
        help=_("The days of a quarter: 2024Q2, Q2, last, this, or a day in it."),
    ),
]
OwnerOption = Annotated[
    str | None,
    typer.Option(
        "--owner",
        metavar=_("NAME"),
        help=_("Only measures whose owner contains this text."),
        autocompletion=offering("owners"),
    ),
]
SupportOption = Annotated[
    str | None,
    typer.Option(
        "--support",
        metavar=_("NAME"),
        help=_("Only measures whose supporting units contain this text."),
        autocompletion=offering("support"),
    ),
]
LeaderOption = Annotated[
    str | None,
    typer.Option(
        "--leader",
        metavar=_("NAME"),
        help=_("Only measures whose leader contains this text."),
        autocompletion=offering("leaders"),
    ),
]
LightsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--light",
        autocompletion=offering("lights"),
        metavar=_("LIGHT,..."),
        help=_("Only these lights: red, yellow, green, with commas between."),
    ),
]
EveryOption = Annotated[
    bool, typer.Option("--all", "-a", help=_("Also the measures left out by default, such as retired ones."))
]
ShapeOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        autocompletion=offering("formats"),
        metavar=_("FORMAT"),
        help=_(
            "table, plain, csv, tsv, json, jsonl or xlsx. Default: by the ending of FILE, else table on "
            "screen and plain elsewhere."
        ),
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar=_("FILE"), help=_("Write to FILE, in the format that its ending names.")),
]
InputFormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        autocompletion=offering("input_formats"),
        metavar=_("FORMAT"),
        help=_("csv, tsv, json, jsonl, xlsx or xls. Default: by the file's ending or content."),
        show_default=False,
    ),
]
InputFileArgument = Annotated[
    str, typer.Argument(metavar=_("FILE"), help=_("A csv, tsv, json, jsonl, xlsx or xls file; - for standard input."))
]
WorksheetOption = Annotated[
    str, typer.Option("--sheet", metavar=_("NAME"), help=_("The worksheet, where the workbook has several."))
]
ProblemsOption = Annotated[
    Path | None, typer.Option("--problems", metavar=_("FILE"), help=_("Write every problem to FILE, as CSV."))
]
IgnoreExtraOption = Annotated[bool, typer.Option("--ignore-extra", help=_("Skip unknown columns."))]
ReasonOption = Annotated[
    str, typer.Option("--reason", "-r", metavar=_("REASON"), help=_("Reason."), show_default=False)
]
SelectArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar=_("[SELECT ...]"),
        help=_("Areas (JJ), goals (JJ-G2), codes (JJ03) or words of a name; a match with any is enough. Default: all."),
        autocompletion=offering("selection"),
        show_default=False,
    ),
]
NamedCodeArgument = Annotated[
    str,
    typer.Argument(metavar=_("CODE"), help=_("Code of the measure, such as JJ03."), autocompletion=offering("codes")),
]
# A person is asked for a code that is left out; a script is refused.
CodeArgument = Annotated[
    str | None,
    typer.Argument(
        metavar=_("CODE"),
        help=_("Code of the measure, such as JJ03."),
        autocompletion=offering("codes"),
        show_default=False,
    ),
]


def whose_of(owner: str | None, support: str | None, leader: str | None) -> Whose:
    """Return whose measures the three options ask for."""
    return Whose(owner or "", support or "", leader or "")


def with_reason(do: Callable[[str], _T], reason: str, question: str) -> _T:
    """Return what `do` returns, a person being asked for a reason that is left out once all else is checked.

    Raises ReasonLeftOut in a script.
    """
    try:
        return do(reason.strip())
    except ReasonLeftOut:
        if not may_ask():
            raise
    from nanhu_kpi.cli.prompts import ask_needed

    return do(ask_needed(question))


@cache
def common_options() -> tuple[click.Parameter, ...]:
    """Return the options that every command takes, as Typer makes them of a function."""
    app = typer.Typer(add_completion=False)
    app.command()(_common)
    return tuple(get_command(app).params)


def _common(
    db: Annotated[
        str | None,
        typer.Option(
            metavar=_("FILE"), expose_value=False, is_eager=True, callback=keep_common,
            help=_("Database file. Default: NANHU_DB, else data/nanhu.db here, else the one in the data folder."),
        ),
    ] = None,
    lang: Annotated[
        Literal["zh", "en"] | None,
        typer.Option(
            expose_value=False, is_eager=True, help=_("Language. Default: NANHU_LANG, else the locale, else Chinese."),
        ),
    ] = None,
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet", "-q", expose_value=False, is_eager=True, callback=keep_common,
            help=_("No hints, and no echo of what was recorded."),
        ),
    ] = False,
    no_pager: Annotated[
        bool,
        typer.Option(
            "--no-pager", expose_value=False, is_eager=True, callback=keep_common,
            help=_("Print what is taller than the screen without a pager (PAGER, else less)."),
        ),
    ] = False,
) -> None:  # fmt: skip
    """Declare what every command takes."""


def span_shown(
    today: Callable[[], date],
    as_of: str | None = None,
    week: str | None = None,
    month: str | None = None,
    quarter: str | None = None,
) -> Span | None:
    """Return the days of the week, month or quarter at whose end to look. Raises ONE_DAY_WANTED for two of them."""
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
    """Return the days of a week, month or quarter to list. Raises ONE_RANGE_WANTED where a range is given twice."""
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
        return parsed_month(month, today)
    return parsed_quarter(quarter, today) if quarter is not None else None
