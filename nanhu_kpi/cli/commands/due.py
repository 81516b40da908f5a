"""`due`: what was not reported within its cadence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nanhu_kpi.cli.context import end_with_finding, ledger_of, say
from nanhu_kpi.cli.frame import commands, examples
from nanhu_kpi.cli.options import (
    LeaderOption,
    OutputOption,
    OwnerOption,
    SelectArgument,
    ShapeOption,
    SupportOption,
    offered,
    whose_of,
)
from nanhu_kpi.cli.output import emit, people_stream, say_written
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import REMINDER_IS_TEXT
from nanhu_kpi.exchange.formats import FOR_SCRIPTS, format_asked
from nanhu_kpi.i18n import _
from nanhu_kpi.service.due import due as due_of
from nanhu_kpi.service.export import write_due

if TYPE_CHECKING:
    from nanhu_kpi.render.sheet import Sheet

app = commands()


@app.command(
    "due",
    help=_("List the measures that are due and not reported, oldest first."),
    epilog=examples(
        "nanhu-kpi due",
        _("What should have been reported by today and was not."),
        "nanhu-kpi due --remind",
        _("A text for each owner, to paste into a chat."),
        "nanhu-kpi due JJ --by 07-31",
        _("What is due in one area by the end of July."),
    ),
)
def due(
    ctx: typer.Context,
    select: SelectArgument = None,
    owner: OwnerOption = None,
    support: SupportOption = None,
    leader: LeaderOption = None,
    by: Annotated[
        str | None, offered("days", "--by", help_=_("What is due by this day; 12-31 is the next one. Default: today."))
    ] = None,
    remind: Annotated[
        bool, typer.Option("--remind", help=_("A text for each owner instead, to paste into a chat."))
    ] = False,
    fail: Annotated[bool, typer.Option("--fail", help=_("Exit with 10 if anything is due."))] = False,
    format_: ShapeOption = None,
    output: OutputOption = None,
) -> None:
    shape = format_asked(format_, output)
    if remind and shape in FOR_SCRIPTS:
        raise Usage(REMINDER_IS_TEXT, format=str(shape))
    report = due_of(ledger_of(ctx), select or [], whose=whose_of(owner, support, leader), by=by)

    def sheets() -> list[Sheet]:
        from nanhu_kpi.render.sheets.due import due_sheet

        return [due_sheet(report.dues, report.day, report.today, report.watched, report.settings, whole=report.whole)]

    if fail and report.dues:
        end_with_finding(ctx)
    if remind:
        from nanhu_kpi.render.sheets.due import due_headline, reminder

        if not report.dues:
            say(ctx, due_headline(0, report.watched, report.day, whole=report.whole))
        with people_stream(output) as stream:
            stream.write(reminder(report.dues, report.day, report.today))
        say_written(ctx, output, len(report.dues))
        return
    emit(ctx, shape, output, sheets, lambda fmt, stream: write_due(report, fmt, stream))
