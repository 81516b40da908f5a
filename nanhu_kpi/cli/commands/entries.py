"""`entries`: the record, who recorded what and when."""

from __future__ import annotations

import re
import shlex
import sys
from typing import Annotated

import typer

from nanhu_kpi.cli.context import ledger_of, say
from nanhu_kpi.cli.frame import commands, examples
from nanhu_kpi.cli.options import (
    InMonthOption,
    InQuarterOption,
    InWeekOption,
    LeaderOption,
    OutputOption,
    OwnerOption,
    SelectArgument,
    ShapeOption,
    SupportOption,
    offered,
    span_listed,
    whose_of,
)
from nanhu_kpi.cli.output import emit, print_sheets
from nanhu_kpi.exchange.formats import FOR_SCRIPTS, FileFormat, format_asked
from nanhu_kpi.i18n import _
from nanhu_kpi.service.entries import Wanted
from nanhu_kpi.service.entries import entries as entries_of
from nanhu_kpi.service.export import export_entries
from nanhu_kpi.text import visible

app = commands()

_SCREENFUL = 50
_PRINTABLE = 1000
_NO_FILTERS = ("newest", "format_", "output")
# A word that means itself in a shell; shlex would put every Chinese one between quotes.
_PLAIN = r"[\w@%+=:,./-]+"


@app.command(
    "entries",
    help=_("Entries: who recorded what and when, and what was voided."),
    epilog=examples(
        "nanhu-kpi entries JJ --from 2024-06-01",
        _("What was recorded of one area since 1 June."),
        _("nanhu-kpi entries --search owner"),
        _("Entries whose note, issue or next step has a word in it."),
    ),
)
def entries(
    ctx: typer.Context,
    select: SelectArgument = None,
    first: Annotated[str | None, offered("days", "--from", help_=_("First day, such as 2024-06-01."))] = None,
    last: Annotated[str | None, offered("days", "--to", help_=_("Last day, such as 2024-06-30."))] = None,
    week: InWeekOption = None,
    month: InMonthOption = None,
    quarter: InQuarterOption = None,
    by: Annotated[str | None, offered("officers", "--by", help_=_("Only entries of this officer."))] = None,
    owner: OwnerOption = None,
    support: SupportOption = None,
    leader: LeaderOption = None,
    search: Annotated[
        str,
        typer.Option(
            "--search",
            "-s",
            metavar=_("WORDS"),
            help=_("Only entries with these words in their note, issue or next step."),
            show_default=False,
        ),
    ] = "",
    newest: Annotated[
        int | None,
        typer.Option(
            "--last",
            "-n",
            min=0,
            metavar=_("N"),
            help=_("Only the newest N; 0 for all. Default: 50, or 1000 into a pipe."),
        ),
    ] = None,
    format_: ShapeOption = None,
    output: OutputOption = None,
) -> None:
    ledger = ledger_of(ctx)
    if span := span_listed(ledger.today, first, last, week, month, quarter):
        first, last = (day.isoformat() for day in span)
    shape = format_asked(format_, output)
    most = min(newest or 0, sys.maxsize) or None  # more than the file can hold is all
    wanted = Wanted(tuple(select or ()), first, last, by, most, search, whose_of(owner, support, leader))
    if shape in FOR_SCRIPTS:
        emit(ctx, shape, output, tuple, lambda fmt, stream: export_entries(ledger, fmt, stream, wanted))
        return
    if newest is None:
        on_screen = shape is FileFormat.TABLE and sys.stdout.isatty()
        wanted = wanted._replace(limit=_SCREENFUL if on_screen else _PRINTABLE)
    record = entries_of(ledger, wanted)
    if record.entries:
        from nanhu_kpi.render.sheets.entries import entries_sheet

        print_sheets(ctx, [entries_sheet(record.entries, record.measures, record.settings.zone)], shape, output)
    if not record.entries:
        say(ctx, _("No entries match."))
    elif record.total > len(record.entries):
        say(
            ctx,
            _("Showing the newest {shown} of {count} entries. To show all: {command}").format(
                shown=len(record.entries),
                count=record.total,
                command=" ".join(["nanhu-kpi entries", *_filters_typed(ctx), "--last 0"]),
            ),
        )


def _filters_typed(ctx: typer.Context) -> list[str]:
    """Return the filters as they were typed, for a shell."""
    words: list[str] = []
    for param in ctx.command.params:
        value = ctx.params.get(param.name or "")
        if not value or param.name in _NO_FILTERS:
            continue
        words += value if param.param_type_name == "argument" else [param.opts[0], value]
    return [visible(word if re.fullmatch(_PLAIN, word) else shlex.quote(word)) for word in words]
