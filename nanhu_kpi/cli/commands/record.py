"""`entries`, `undo` and `void`: the record, and what is taken back of it."""

from __future__ import annotations

import sys
from typing import Annotated

import click
import typer

from nanhu_kpi.cli.context import desk, is_quiet, may_ask, say
from nanhu_kpi.cli.days import span_listed
from nanhu_kpi.cli.output import emit, print_sheets
from nanhu_kpi.cli.typed_options import (
    ByOption,
    InMonthOption,
    InQuarterOption,
    InWeekOption,
    OutputOption,
    SelectArgument,
    ShapeOption,
)
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import REASON_WANTED, ConfirmationWanted
from nanhu_kpi.exchange.formats import FOR_SCRIPTS, FileFormat, format_asked
from nanhu_kpi.i18n import _
from nanhu_kpi.model import UNDO_REASON
from nanhu_kpi.service.entries import Wanted
from nanhu_kpi.service.entries import entries as entries_of
from nanhu_kpi.service.export import export_entries
from nanhu_kpi.service.undo import TakenBack
from nanhu_kpi.service.undo import undo as take_back
from nanhu_kpi.service.undo import void as void_entry

_SCREENFUL = 50
_LISTED = 20
_PRINTABLE = 1000


def entries(
    ctx: typer.Context,
    select: SelectArgument = None,
    first: Annotated[str | None, typer.Option("--from", metavar=_("DAY"), help=_("First day, included."))] = None,
    last: Annotated[str | None, typer.Option("--to", metavar=_("DAY"), help=_("Last day, included."))] = None,
    week: InWeekOption = None,
    month: InMonthOption = None,
    quarter: InQuarterOption = None,
    by: Annotated[str | None, typer.Option("--by", metavar=_("NAME"), help=_("Entries of this officer."))] = None,
    newest: Annotated[
        int | None,
        typer.Option(
            "--last",
            "-n",
            min=0,
            metavar=_("N"),
            help=_("The newest N; 0 for all. Default 50, or 1000 into a pipe."),
        ),
    ] = None,
    format_: ShapeOption = None,
    output: OutputOption = None,
) -> None:
    """The record: who recorded what and when, and what was taken back."""
    at = desk(ctx)
    if span := span_listed(at.today, first, last, week, month, quarter):
        first, last = (day.isoformat() for day in span)
    shape = format_asked(format_, output)
    wanted = Wanted(tuple(select or ()), first, last, by, newest or None)
    if shape in FOR_SCRIPTS:
        emit(ctx, shape, output, tuple, lambda fmt, stream: export_entries(at, fmt, stream, wanted))
        return
    if newest is None:
        on_screen = shape is FileFormat.TABLE and sys.stdout.isatty()
        wanted = wanted._replace(limit=_SCREENFUL if on_screen else _PRINTABLE)
    found = entries_of(at, wanted)
    if found.entries:
        from nanhu_kpi.render.sheets.entries import entries_sheet

        print_sheets(ctx, [entries_sheet(found.entries, found.measures, found.settings.zone)], shape, output)
    if not found.entries:
        say(ctx, _("No entry matches."))
    elif found.total > len(found.entries):
        say(
            ctx,
            _("The newest {shown} of {count} are shown. All of them: --last 0").format(
                shown=len(found.entries), count=found.total
            ),
        )


def undo(
    ctx: typer.Context,
    batch: Annotated[
        str | None,
        typer.Argument(metavar=_("[BATCH]"), help=_("Its short name; else your newest."), show_default=False),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar=_("TEXT"), help=_("Why."), show_default=False)
    ] = UNDO_REASON,
    yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask, even when it is older than a day."))] = False,
    by: ByOption = None,
) -> None:
    """Take back one command as a whole. Later entries stay and are recomputed."""
    at = desk(ctx, by)
    try:
        taken = take_back(at, batch, reason=reason, confirmed=yes)
    except ConfirmationWanted as refusal:
        if not may_ask():
            raise
        from nanhu_kpi.cli.prompts import confirm

        confirm(_("Batch {batch} was recorded at {logged_at}. Take it back?").format(**refusal.facts))
        taken = take_back(at, str(refusal.facts["batch_id"]), reason=reason, confirmed=True)
    _print(ctx, taken)


def void(
    ctx: typer.Context,
    entry: Annotated[str, typer.Argument(metavar=_("ID"), help=_("The entry's short name, from: nanhu-kpi entries"))],
    reason: Annotated[str, typer.Option("--reason", "-r", metavar=_("TEXT"), help=_("Why; it is final."))] = "",
    by: ByOption = None,
) -> None:
    """Take back one entry, for good and with a reason."""
    if not reason.strip():
        if not may_ask():
            raise Usage(REASON_WANTED)
        from nanhu_kpi.cli.prompts import ask

        reason = ask(_("Why is {id} taken back (empty to cancel)").format(id=entry))
        if not reason:
            raise click.Abort
    _print(ctx, void_entry(desk(ctx, by), entry, reason=reason.strip()))


def _print(ctx: click.Context, taken: TakenBack) -> None:
    if is_quiet(ctx):
        return
    from nanhu_kpi.render.sheets.echo import changed_line, taken_over_line, voided_line
    from nanhu_kpi.render.sheets.targets import changed_target_line, voided_target_line

    measures = {change.measure.code: change.measure for change in taken.changed}
    for entry in taken.entries[:_LISTED]:
        click.echo(voided_line(entry, measures[entry.measure]))
    if len(taken.entries) > _LISTED:
        click.echo(_("... and {count} more entries").format(count=len(taken.entries) - _LISTED))
    for each in taken.taken_over[:_LISTED]:
        click.echo(taken_over_line(each.entry, measures[each.entry.measure], each.heir, each.batch))
    if len(taken.taken_over) > _LISTED:
        click.echo(_("... and {count} more entries").format(count=len(taken.taken_over) - _LISTED))
    for target in taken.targets:
        click.echo(voided_target_line(target.revision, target.measure))
    for change in taken.changed:
        click.echo(changed_line(change.measure, change.day, change.before, change.after))
    for target in taken.targets:
        click.echo(changed_target_line(target.measure, target.revision.year, target.day, target.before, target.after))
