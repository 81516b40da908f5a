"""`issues`: what stands in the way, until somebody says that it is solved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nanhu_kpi.cli.context import is_quiet, ledger_of, say
from nanhu_kpi.cli.frame import commands, examples
from nanhu_kpi.cli.options import (
    AsOfOption,
    ByOption,
    LeaderOption,
    LightsOption,
    OutputOption,
    OwnerOption,
    ShapeOption,
    SupportOption,
    offered,
    offered_argument,
    options_given,
    whose_of,
    with_reason,
)
from nanhu_kpi.cli.output import emit
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import NOT_WITH_SOLVED, ONLY_WITH_SOLVED
from nanhu_kpi.exchange.formats import format_asked
from nanhu_kpi.i18n import _
from nanhu_kpi.service.export import write_filled
from nanhu_kpi.service.issues import issues as issues_of
from nanhu_kpi.service.issues import solve
from nanhu_kpi.service.status.status_filter import parsed_wish

if TYPE_CHECKING:
    from nanhu_kpi.render.sheet import Sheet

app = commands()


@app.command(
    "issues",
    help=_("List the issues that stand, the most urgent first, or say that some are solved."),
    epilog=examples(
        "nanhu-kpi issues JJ --light red,yellow",
        _("What stands in the way of one area's measures that are behind."),
        _('nanhu-kpi issues --solved JJ47 --note "lease ended"'),
        _("Record that the issue of a measure is solved, and how."),
    ),
)
def issues(
    ctx: typer.Context,
    select: Annotated[
        list[str] | None,
        offered_argument(
            "codes",
            help_=_("Areas, goals, codes or words of a name. With --solved: codes, or ids of entries that told it."),
            metavar=_("[SELECT ...]"),
        ),
    ] = None,
    owner: OwnerOption = None,
    support: SupportOption = None,
    leader: LeaderOption = None,
    lights: LightsOption = None,
    as_of: AsOfOption = None,
    solved: Annotated[
        bool, typer.Option("--solved", help=_("Record that what is named is solved, as an entry of words."))
    ] = False,
    note: Annotated[
        str, typer.Option("--note", "-n", metavar=_("NOTE"), help=_("With --solved: what solved it."))
    ] = "",
    date: Annotated[
        str | None, offered("days", "--date", "-d", help_=_("With --solved: day of the entry. Default: today."))
    ] = None,
    by: ByOption = None,
    format_: ShapeOption = None,
    output: OutputOption = None,
) -> None:
    listing = {
        "--owner": owner, "--support": support, "--leader": leader, "--light": lights, "--as-of": as_of,
        "--format": format_, "--output": output,
    }  # fmt: skip
    if solved:
        if given := options_given(listing):
            raise Usage(NOT_WITH_SOLVED, options=given)
        ledger = ledger_of(ctx, by)
        question = _("What solved it (Ctrl-C cancels)")
        receipt = with_reason(lambda said: solve(ledger, select or [], note=said, day=date), note, question)
        if not is_quiet(ctx):
            from nanhu_kpi.cli.commands.log import print_receipt

            print_receipt(receipt)
        return
    if given := options_given({"--note": note or None, "--date": date}):
        raise Usage(ONLY_WITH_SOLVED, options=given)
    shape = format_asked(format_, output)
    wish = parsed_wish(whose_of(owner, support, leader), (), lights or ())
    report = issues_of(ledger_of(ctx), select or [], whose=wish.whose, lights=wish.lights, as_of=as_of)

    def sheets() -> list[Sheet]:
        from nanhu_kpi.render.sheets.issues import issues_sheet

        return [issues_sheet(report.issues, report.day)] if report.issues else []

    emit(ctx, shape, output, sheets, lambda fmt, stream: write_filled("issues", report.issues, fmt, stream))
    if report.issues:
        say(ctx, _("Once solved: nanhu-kpi issues --solved CODE --note NOTE"))
    else:
        say(ctx, _("No issue stands.") if report.whole else _("No issue of these stands."))
