"""`period`: months closed to new entries and voids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import click
import typer  # noqa: TC002 - Typer reads the annotations

from nanhu_kpi.cli.context import is_quiet, ledger_of, say
from nanhu_kpi.cli.frame import command_group, commands, examples
from nanhu_kpi.cli.options import ByOption, OutputOption, ReasonOption, ShapeOption, offered_argument, with_reason
from nanhu_kpi.cli.output import emit
from nanhu_kpi.exchange.formats import format_asked
from nanhu_kpi.i18n import _
from nanhu_kpi.service.export import Extract, export
from nanhu_kpi.service.periods import close, every_closure, reopen

if TYPE_CHECKING:
    from collections.abc import Callable

    from nanhu_kpi.model import Closure
    from nanhu_kpi.render.sheet import Sheet
    from nanhu_kpi.service.ledger import Ledger

app = commands()
period = command_group(app, "period", _("Months: close, reopen, list."))

MonthArgument = Annotated[str, offered_argument("months", help_=_("Month, such as 2024-06."))]


@period.command(
    "close",
    help=_("Close a month: nothing in it can be recorded, undone or voided."),
    epilog=examples(
        _("nanhu-kpi period close 2024-05 --reason reported"),
        _("Nothing of May can be recorded or voided from now on."),
        _("nanhu-kpi period close 2024-04 --reason reported --by li"),
        _("Close it in another officer's name."),
    ),
)
def period_close(ctx: typer.Context, month: MonthArgument, reason: ReasonOption = "", by: ByOption = None) -> None:
    _print(ctx, _with_reason(close, ledger_of(ctx, by), month, reason))


@period.command(
    "reopen",
    help=_("Reopen a closed month."),
    epilog=examples(
        _('nanhu-kpi period reopen 2024-03 --reason "figures corrected"'),
        _("March can be recorded again."),
        _("nanhu-kpi period reopen 2024-02 --reason audit"),
        _("A month that was reported may be needed again."),
    ),
)
def period_reopen(ctx: typer.Context, month: MonthArgument, reason: ReasonOption = "", by: ByOption = None) -> None:
    _print(ctx, _with_reason(reopen, ledger_of(ctx, by), month, reason))


@period.command(
    "list",
    help=_("List what was closed and reopened, by whom, when and why."),
    epilog=examples(
        "nanhu-kpi period list",
        _("What was closed, when and why."),
        "nanhu-kpi export periods -f json",
        _("The same for a program."),
    ),
)
def period_list(ctx: typer.Context, format_: ShapeOption = None, output: OutputOption = None) -> None:
    ledger, shape = ledger_of(ctx), format_asked(format_, output)
    record = every_closure(ledger)

    def sheets() -> list[Sheet]:
        from nanhu_kpi.render.sheets.periods import periods_sheet

        return [periods_sheet(record.closures, record.settings.zone)] if record.closures else []

    if not record.closures:
        say(ctx, _("No month has been closed."))
    emit(ctx, shape, output, sheets, lambda fmt, stream: export(ledger, "periods", fmt, stream, Extract()))


def _with_reason(decide: Callable[..., Closure], ledger: Ledger, month: str, reason: str) -> Closure:
    return with_reason(lambda why: decide(ledger, month, reason=why), reason, _("Reason (Ctrl-C cancels)"))


def _print(ctx: click.Context, closure: Closure) -> None:
    if is_quiet(ctx):
        return
    from nanhu_kpi.render.sheets.periods import closure_line

    click.echo(closure_line(closure))
