"""`why`: how a measure's row is derived."""

from __future__ import annotations

from typing import Annotated

import typer  # noqa: TC002 - Typer reads the annotations of a command

from nanhu_kpi.cli.context import ledger_of
from nanhu_kpi.cli.frame import commands, examples
from nanhu_kpi.cli.options import (
    AsOfOption,
    KnownOption,
    MonthOption,
    NamedCodeArgument,
    OutputOption,
    QuarterOption,
    WeekOption,
    YearOption,
    offered,
    span_shown,
)
from nanhu_kpi.cli.output import print_sheets
from nanhu_kpi.exchange.formats import FileFormat, format_asked
from nanhu_kpi.i18n import _
from nanhu_kpi.service.why import why as why_of

app = commands()


@app.command(
    "why",
    help=_("Show how a measure's figures are calculated, step by step."),
    epilog=examples(
        "nanhu-kpi why JJ03",
        _("Which entries count, and how each figure comes about."),
        "nanhu-kpi why CQ81 --as-of 2024-06-30",
        _("A ratio, by both its parts, as of a day."),
    ),
)
def why(
    ctx: typer.Context,
    code: NamedCodeArgument,
    year: YearOption = None,
    as_of: AsOfOption = None,
    week: WeekOption = None,
    month: MonthOption = None,
    quarter: QuarterOption = None,
    known: KnownOption = None,
    format_: Annotated[
        str | None,
        offered(
            "text_formats", "--format", "-f", help_=_("table or plain. Default: table on screen and plain elsewhere.")
        ),
    ] = None,
    output: OutputOption = None,
) -> None:
    from nanhu_kpi.render.sheets.why import why_sheets

    shape = format_asked(format_, output, known=(FileFormat.TABLE, FileFormat.PLAIN))
    ledger = ledger_of(ctx)
    span = span_shown(lambda: ledger.today(known), as_of, week, month, quarter)
    explanation = why_of(ledger, code, year=year, as_of=as_of, span=span, known=known)
    print_sheets(
        ctx,
        why_sheets(explanation.derived, explanation.parts, explanation.revisions, explanation.settings.zone),
        shape,
        output,
    )
