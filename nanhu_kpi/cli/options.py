"""Options and arguments that several commands share, declared once, and what those that pick days come to."""

# Annotations are evaluated here, and not kept as text: Typer would compile each of them twice at every start.

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import click
import typer
from typer.main import get_command
from typer.models import ArgumentInfo, OptionInfo

from nanhu_kpi.cli.completion import offering
from nanhu_kpi.cli.context import keep_common, may_ask
from nanhu_kpi.days import Span, parsed_month, parsed_quarter, parsed_week
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import ONE_DAY_WANTED, ONE_RANGE_WANTED, ReasonLeftOut
from nanhu_kpi.i18n import _
from nanhu_kpi.service.whose import Whose

_T = TypeVar("_T")

# What a value is called in the help, by what a shell is offered for it.
_METAVARS = {
    "days": _("DAY"), "weeks": _("WEEK"), "months": _("MONTH"), "quarters": _("QUARTER"),
    "years": _("YEAR"), "steps": _("PERIOD"), "since": _("DAY|BATCH"), "codes": _("CODE"), "goals": _("CODE"),
    "officers": _("OFFICER"), "owners": _("NAME"), "support": _("NAME"), "leaders": _("NAME"), "encodings": _("NAME"),
    "units": _("UNIT"), "lights": _("LIGHT,..."), "statuses": _("STATUS,..."), "orders": _("ORDER"),
    "groupings": _("GROUP"), "conditions": _("CONDITION"), "problems": _("CONDITION"), "rollup_tables": _("TABLE"),
    "rollup_groups": _("DIGITS"), "formats": _("FORMAT"), "text_formats": _("FORMAT"), "paper_formats": _("FORMAT"),
    "export_formats": _("FORMAT"), "input_formats": _("FORMAT"), "selection": _("[SELECT ...]"), "keys": _("KEY"),
    "batches": _("[BATCH]"), "entries": _("ID"), "topics": _("[COMMAND|TOPIC]"),
}  # fmt: skip


def offered(what: str, *names: str, help_: str, envvar: str | None = None) -> OptionInfo:
    """Return an option for whose value a shell is offered days, owners or whatever `what` says."""
    option: OptionInfo = typer.Option(
        *names, envvar=envvar, autocompletion=offering(what), metavar=_METAVARS[what], help=help_
    )
    return option


def offered_argument(what: str, *, help_: str, metavar: str = "") -> ArgumentInfo:
    """Return an argument for whose value a shell is offered what `what` says."""
    argument: ArgumentInfo = typer.Argument(
        metavar=metavar or _METAVARS[what], help=help_, autocompletion=offering(what), show_default=False
    )
    return argument


ByOption = Annotated[
    str | None,
    offered("officers", "--by", help_=_("Officer who records it. Default: the login name."), envvar="NANHU_BY"),
]
YearOption = Annotated[
    int | None, offered("years", "--year", "-y", help_=_("Year. Default: this year, or the newest with data."))
]
AsOfOption = Annotated[
    str | None,
    offered(
        "days", "--as-of", help_=_("Day to look at, such as 2024-06-30. Default: today, or 31 December of a past year.")
    ),
]
KnownOption = Annotated[
    str | None, offered("days", "--known", help_=_("Leave out what was recorded after DAY, as an old sheet showed it."))
]
WeekOption = Annotated[
    str | None,
    offered("weeks", "--week", help_=_("As of the end of a week: 2024-W26, 26, last, this, or a day in it.")),
]
MonthOption = Annotated[
    str | None,
    offered("months", "--month", help_=_("As of the end of a month: 2024-06, 6, last, this, or a day in it.")),
]
QuarterOption = Annotated[
    str | None,
    offered("quarters", "--quarter", help_=_("As of the end of a quarter: 2024Q2, Q2, last, this, or a day in it.")),
]
InWeekOption = Annotated[
    str | None, offered("weeks", "--week", help_=_("The days of a week: 2024-W26, 26, last, this, or a day in it."))
]
InMonthOption = Annotated[
    str | None, offered("months", "--month", help_=_("The days of a month: 2024-06, 6, last, this, or a day in it."))
]
InQuarterOption = Annotated[
    str | None,
    offered("quarters", "--quarter", help_=_("The days of a quarter: 2024Q2, Q2, last, this, or a day in it.")),
]
OwnerOption = Annotated[
    str | None, offered("owners", "--owner", help_=_("Only measures whose owner contains this text."))
]
SupportOption = Annotated[
    str | None, offered("support", "--support", help_=_("Only measures whose supporting units contain this text."))
]
LeaderOption = Annotated[
    str | None, offered("leaders", "--leader", help_=_("Only measures whose leader contains this text."))
]
LightsOption = Annotated[
    list[str] | None,
    offered("lights", "--light", help_=_("Only these lights: red, yellow, green, with commas between.")),
]
EveryOption = Annotated[
    bool, typer.Option("--all", "-a", help=_("Also the measures left out by default, such as retired ones."))
]
ShapeOption = Annotated[
    str | None,
    offered(
        "formats",
        "--format",
        "-f",
        help_=_(
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
    offered(
        "input_formats",
        "--format",
        "-f",
        help_=_("csv, tsv, json, jsonl, xlsx or xls. Default: by the file's ending or content."),
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
    offered_argument(
        "selection",
        help_=_(
            "Areas (JJ), goals (JJ-G2), codes (JJ03) or words of a name; a match with any is enough. Default: all."
        ),
    ),
]
NamedCodeArgument = Annotated[str, offered_argument("codes", help_=_("Code of the measure, such as JJ03."))]
# A person is asked for a code that is left out; a script is refused.
CodeArgument = Annotated[str | None, offered_argument("codes", help_=_("Code of the measure, such as JJ03."))]


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
    given = options_given({"--as-of": as_of, "--week": week, "--month": month, "--quarter": quarter})
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
    given = options_given({"--week": week, "--month": month, "--quarter": quarter})
    if len(given) > 1 or (given and (first is not None or last is not None)):
        raise Usage(ONE_RANGE_WANTED, options=[*given, *options_given({"--from": first, "--to": last})])
    return _span(today, week, month, quarter)


def options_given(options: Mapping[str, object]) -> list[str]:
    """Return which of some options were given: those that have a value."""
    return [option for option, text in options.items() if text is not None]


def _span(today: Callable[[], date], week: str | None, month: str | None, quarter: str | None) -> Span | None:
    if week is not None:
        return parsed_week(week, today)
    if month is not None:
        return parsed_month(month, today)
    return parsed_quarter(quarter, today) if quarter is not None else None
