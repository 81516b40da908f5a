"""`show`: one measure from near."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, TextIO

import typer  # noqa: TC002 - Typer reads the annotations

from nanhu_kpi.cli.context import ledger_of, say
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
    span_shown,
)
from nanhu_kpi.cli.output import drawing_encoding, emit, is_on_screen
from nanhu_kpi.cli.paper_output import PaperFormatOption, form_asked, paper_format, refuse_on_terminal, write_papers
from nanhu_kpi.exchange.formats import FileFormat
from nanhu_kpi.i18n import _
from nanhu_kpi.service.export import write_status
from nanhu_kpi.service.show.show import closeup as closeup_of
from nanhu_kpi.service.status.status import status as status_of

if TYPE_CHECKING:
    import click

    from nanhu_kpi.render.sheet import Sheet
    from nanhu_kpi.service.show.curve import YearCurve

app = commands()


@app.command(
    "show",
    help=_("Show one measure: its figures, its history and its source."),
    epilog=examples(
        "nanhu-kpi show JJ03",
        _("One measure: figures, curve, history and source."),
        "nanhu-kpi show JJ03 --as-of 2024-03-31",
        _("As it stood at the end of March."),
    ),
)
def show(
    ctx: typer.Context,
    code: NamedCodeArgument,
    year: YearOption = None,
    as_of: AsOfOption = None,
    week: WeekOption = None,
    month: MonthOption = None,
    quarter: QuarterOption = None,
    known: KnownOption = None,
    format_: PaperFormatOption = None,
    output: OutputOption = None,
) -> None:
    ledger = ledger_of(ctx)
    span = span_shown(lambda: ledger.today(known), as_of, week, month, quarter)
    form = form_asked(format_, output)
    refuse_on_terminal(form, output, "show")
    on_paper = paper_format(form)
    on_screen = is_on_screen(form, output)
    closeup = closeup_of(
        ledger, code, year=year, as_of=as_of, span=span, known=known, drawn=on_screen or on_paper is not None,
        beside=on_screen,
    )  # fmt: skip

    def sheets() -> tuple[Sheet, ...]:
        from nanhu_kpi.render.sheets.show.show import show_sheets

        return show_sheets(
            closeup.score, closeup.days, closeup.settings, area=closeup.area, goal=closeup.goal, stage=closeup.stage,
            revisions=closeup.revisions, entries=closeup.entries, changes=closeup.changes, parts=closeup.parts,
            since=closeup.since, on_paper=on_paper is not None,
        )  # fmt: skip

    def rows(fmt: FileFormat, stream: TextIO) -> int:
        only = closeup.days.year if as_of is None and span is None else None
        code = closeup.score.measure.code
        return write_status(
            status_of(ledger, [code], year=only, as_of=as_of, span=span, known=known, turns=True), fmt, stream
        )

    if on_paper:
        from nanhu_kpi.render.sheets.show.show_paper import show_paper

        actual, pace = closeup.curve or ((), ())
        paper = show_paper(sheets(), closeup.score, closeup.days, closeup.settings, actual=actual, pace=pace)
        write_papers(ctx, [paper], on_paper, output)
    else:
        drawing = _drawing(ctx, closeup.curve, closeup.days.year) if closeup.curve else ""
        emit(ctx, FileFormat(form), output, sheets, rows, drawing=drawing)
    if closeup.entry_count > len(closeup.entries):
        say(
            ctx,
            _("Showing the newest {shown} of {count} entries. To show all: nanhu-kpi entries {code} --last 0").format(
                shown=len(closeup.entries), count=closeup.entry_count, code=closeup.score.measure.code
            ),
        )


def _drawing(ctx: click.Context, curve: YearCurve, year: int) -> str:
    """Return the curve as wide as the terminal; '' where there is nothing to draw, or no room."""
    if not (curve.actual or curve.pace):
        return ""
    from nanhu_kpi.render.sheets.show.show_curve import NARROWEST, curve_text

    width = shutil.get_terminal_size().columns
    if width < NARROWEST:
        say(ctx, _("The curve is {columns} characters wide. Widen the window to see it.").format(columns=NARROWEST))
        return ""
    return curve_text(curve.actual, curve.pace, year, width, drawing_encoding())
