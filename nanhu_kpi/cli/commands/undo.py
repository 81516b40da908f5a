"""`undo` and `void`: what is taken back of the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click
import typer

from nanhu_kpi.cli.context import is_quiet, ledger_of, may_ask
from nanhu_kpi.cli.frame import commands, examples
from nanhu_kpi.cli.options import ByOption, OutputOption, ShapeOption, offered_argument, with_reason
from nanhu_kpi.cli.output import emit
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import FORM_OF_LIST, ConfirmationWanted
from nanhu_kpi.exchange.formats import format_asked
from nanhu_kpi.i18n import _, ngettext
from nanhu_kpi.model import UNDO_REASON
from nanhu_kpi.service.undo import Recent, TakenBack, recent
from nanhu_kpi.service.undo import undo as take_back
from nanhu_kpi.service.undo import void as void_entry

if TYPE_CHECKING:
    from nanhu_kpi.render.sheet import Sheet

app = commands()

_LISTED = 20


@app.command(
    "undo",
    help=_("Undo a batch: all that one command did; what came later stays."),
    epilog=examples(
        "nanhu-kpi undo --list",
        _("Your last ten commands on this computer."),
        "nanhu-kpi undo",
        _("Undo the last of them."),
    ),
)
def undo(
    ctx: typer.Context,
    batch: Annotated[
        str | None,
        offered_argument("batches", help_=_("Short name of the batch. Default: the newest of this officer.")),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar=_("REASON"), help=_("Reason."), show_default=False)
    ] = UNDO_REASON,
    yes: Annotated[bool, typer.Option("--yes", help=_("Undo without asking."))] = False,
    listed: Annotated[
        bool,
        typer.Option("--list", help=_("List this officer's last ten commands on this computer; nothing is undone.")),
    ] = False,
    by: ByOption = None,
    format_: ShapeOption = None,
    output: OutputOption = None,
) -> None:
    ledger = ledger_of(ctx, by)
    if listed:
        _list(ctx, recent(ledger), format_, output)
        return
    if format_ is not None or output is not None:
        raise Usage(FORM_OF_LIST)
    try:
        taken = take_back(ledger, batch, reason=reason, confirmed=yes, asks=may_ask())
    except ConfirmationWanted as refusal:
        if not may_ask():
            raise
        from nanhu_kpi.cli.prompts import confirm

        confirm(_("Undo batch {batch}, “{command}” of {logged_at}?").format(**refusal.facts))
        taken = take_back(ledger, str(refusal.facts["batch_id"]), reason=reason, confirmed=True)
    _print(ctx, taken)


def _list(ctx: typer.Context, found: Recent, format_: str | None, output: Path | None) -> None:
    from nanhu_kpi.service.export import write_batches

    def sheets() -> list[Sheet]:
        from nanhu_kpi.render.sheets.undo import recent_sheet

        return [recent_sheet(found.batches, found.settings.zone)]

    emit(ctx, format_asked(format_, output), output, sheets, lambda fmt, stream: write_batches(found, fmt, stream))


@app.command(
    "void",
    help=_("Void an entry, with a reason; this is final."),
    epilog=examples(
        _('nanhu-kpi void 3fa2c1 --reason "recorded twice"'),
        _("Void one entry, by the short name that entries shows."),
        _("nanhu-kpi void 3fa2c1 --reason error --by li"),
        _("Void it in another officer's name."),
    ),
)
def void(
    ctx: typer.Context,
    entry: Annotated[
        str, offered_argument("entries", help_=_("Short name of the entry. To find it: nanhu-kpi entries"))
    ],
    reason: Annotated[
        str, typer.Option("--reason", "-r", metavar=_("REASON"), help=_("Reason; a void is final."))
    ] = "",
    by: ByOption = None,
) -> None:
    ledger = ledger_of(ctx, by)
    question = _("Reason for voiding {id} (Ctrl-C cancels)").format(id=entry)
    _print(ctx, with_reason(lambda why: void_entry(ledger, entry, reason=why), reason, question))


def _more(count: int) -> str:
    return ngettext("... and {count} more entry", "... and {count} more entries", count).format(count=count)


def _print(ctx: click.Context, taken: TakenBack) -> None:
    if is_quiet(ctx):
        return
    from nanhu_kpi.render.sheets.echo import changed_line, taken_over_line, voided_line
    from nanhu_kpi.render.sheets.targets import changed_target_line, voided_target_line

    measures = {change.measure.code: change.measure for change in taken.changed}
    for entry in taken.entries[:_LISTED]:
        click.echo(voided_line(entry, measures[entry.measure]))
    if len(taken.entries) > _LISTED:
        click.echo(_more(len(taken.entries) - _LISTED))
    for each in taken.taken_over[:_LISTED]:
        click.echo(taken_over_line(each.entry, measures[each.entry.measure], each.heir, each.batch))
    if len(taken.taken_over) > _LISTED:
        click.echo(_more(len(taken.taken_over) - _LISTED))
    for target in taken.targets:
        click.echo(voided_target_line(target.revision, target.measure))
    if taken.restored or taken.months:
        from nanhu_kpi.render.sheets.undo import month_back_line, restored_line

        for each_field in taken.restored:
            click.echo(restored_line(each_field.thing, each_field.change, made=each_field.made))
        for month in taken.months:
            click.echo(month_back_line(month.month, closed=month.was_closed))
    for change in taken.changed:
        click.echo(changed_line(change.measure, change.day, change.before, change.after))
    for target in taken.targets:
        click.echo(changed_target_line(target.measure, target.revision.year, target.day, target.before, target.after))
