"""`trend`: periods side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nanhu_kpi.cli.context import ledger_of
from nanhu_kpi.cli.frame import commands, examples
from nanhu_kpi.cli.options import (
    AsOfOption,
    EveryOption,
    KnownOption,
    LeaderOption,
    OutputOption,
    OwnerOption,
    SelectArgument,
    ShapeOption,
    SupportOption,
    YearOption,
    offered,
    whose_of,
)
from nanhu_kpi.cli.output import drawing_encoding, emit, is_on_screen
from nanhu_kpi.exchange.formats import FOR_SCRIPTS, format_asked
from nanhu_kpi.i18n import _
from nanhu_kpi.service.export import write_trend
from nanhu_kpi.service.trend import parsed_step, refuse_years_before
from nanhu_kpi.service.trend import trend as trend_of
from nanhu_kpi.text import is_carried

if TYPE_CHECKING:
    from nanhu_kpi.render.sheet import Sheet

app = commands()


@app.command(
    "trend",
    help=_("Show periods side by side: weeks, months, quarters or years."),
    epilog=examples(
        "nanhu-kpi trend JJ",
        _("What each month added, of one area."),
        "nanhu-kpi trend JJ03 --by quarter --with-last-year",
        _("Quarters, and those of the year before under them."),
        _("nanhu-kpi trend --by week --cumulative -o trend.csv"),
        _("Every week's figures for a spreadsheet, a line a measure and week."),
    ),
)
def trend(
    ctx: typer.Context,
    select: SelectArgument = None,
    by: Annotated[str, offered("steps", "--by", help_=_("week, month, quarter or year."))] = "month",
    year: YearOption = None,
    as_of: AsOfOption = None,
    known: KnownOption = None,
    cumulative: Annotated[
        bool, typer.Option("--cumulative", "-c", help=_("The actual at the end of each period, not what it added."))
    ] = False,
    with_last_year: Annotated[
        bool, typer.Option("--with-last-year", help=_("The same periods of the year before under each measure."))
    ] = False,
    owner: OwnerOption = None,
    support: SupportOption = None,
    leader: LeaderOption = None,
    every: EveryOption = False,
    format_: ShapeOption = None,
    output: OutputOption = None,
) -> None:
    step = parsed_step(by)
    refuse_years_before(step, with_last_year)
    shape = format_asked(format_, output)
    report = trend_of(
        ledger_of(ctx), select or (), step=step, year=year, as_of=as_of, known=known, every=every,
        whose=whose_of(owner, support, leader), year_before=with_last_year or shape in FOR_SCRIPTS,
    )  # fmt: skip

    def sheets() -> list[Sheet]:
        from nanhu_kpi.render.sheets.trend import SPARK_SAMPLE, trend_sheet

        rows = [row for row in report.rows if every or not row.is_empty or row.measure.code in report.named]
        sparks = is_on_screen(shape, output) and is_carried(SPARK_SAMPLE, drawing_encoding())
        return [
            trend_sheet(
                rows, report.step, report.spans, report.days, report.settings, cumulative=cumulative, sparks=sparks,
                left_out=len(report.rows) - len(rows),
            )
        ]  # fmt: skip

    emit(ctx, shape, output, sheets, lambda fmt, stream: write_trend(report, fmt, stream))
