"""`target adopt` and `target carry`: a year's targets proposed from the year before, shown, and set once confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import click
import typer

from nanhu_kpi.cli.context import asking_why, is_quiet, ledger_of, may_ask, say
from nanhu_kpi.cli.options import ByOption, ReasonOption, SelectArgument
from nanhu_kpi.cli.output import print_sheets
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import TARGETS_NOT_CONFIRMED
from nanhu_kpi.i18n import _
from nanhu_kpi.model import Origin
from nanhu_kpi.service.targets.renew import Proposed, Renewal, proposed, renew

if TYPE_CHECKING:
    from nanhu_kpi.service.ledger import Ledger

DocumentOption = Annotated[
    str,
    typer.Option("--document", metavar=_("TEXT"), help=_("The document that it rests on.")),
]
YesOption = Annotated[bool, typer.Option("--yes", help=_("Do not ask."))]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help=_("Show what would be set, and set nothing."))]


def adopt(
    ctx: typer.Context,
    year: Annotated[int, typer.Argument(metavar=_("YEAR"), help=_("The year that gets the targets."))],
    select: SelectArgument = None,
    reason: ReasonOption = "",
    document: DocumentOption = "",
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    by: ByOption = None,
) -> None:
    """Adopt last year's actuals."""
    renewal = Renewal(Origin.BASELINE, year - 1, year, tuple(select or ()), reason, document)
    _renew(ctx, ledger_of(ctx, by), renewal, yes=yes, dry_run=dry_run)


def carry(
    ctx: typer.Context,
    source: Annotated[int, typer.Argument(metavar=_("FROM_YEAR"), help=_("The year whose targets go on."))],
    year: Annotated[int, typer.Argument(metavar=_("YEAR"), help=_("The year that gets the targets."))],
    select: SelectArgument = None,
    reason: ReasonOption = "",
    document: DocumentOption = "",
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    by: ByOption = None,
) -> None:
    """Carry targets over."""
    renewal = Renewal(Origin.CARRIED, source, year, tuple(select or ()), reason, document)
    _renew(ctx, ledger_of(ctx, by), renewal, yes=yes, dry_run=dry_run)


def _renew(ctx: click.Context, at: Ledger, renewal: Renewal, *, yes: bool, dry_run: bool) -> None:
    """Show what a renewal would set, and set it once that is confirmed."""
    found = proposed(at, renewal)
    count = len(found.proposals)
    if not count:
        say(ctx, _nothing(renewal))
        return
    if not (yes or dry_run or may_ask()):
        raise Usage(TARGETS_NOT_CONFIRMED, year=renewal.year, count=count)
    if dry_run or not yes or not is_quiet(ctx):
        _print_proposed(ctx, found)
    if found.ongoing:
        say(ctx, _("{year} is not over: its actuals are as of today.").format(year=renewal.source))
    if dry_run:
        say(ctx, _("Nothing was recorded. Without --dry-run these are set: {count}").format(count=count))
        return
    if not yes:
        from nanhu_kpi.cli.prompts import confirm

        confirm(_("Set these targets of {year} ({count})?").format(year=renewal.year, count=count))
    batch = asking_why(lambda why: renew(at, found, why), renewal.reason).id.hex()[-6:]
    if not is_quiet(ctx):
        from nanhu_kpi.render.sheets.echo import undo_hint

        done = _("Targets of {year} set: {count}").format(year=renewal.year, count=count)
        click.echo(f"\n{done}  #{batch}  {undo_hint(batch)}")


def _print_proposed(ctx: click.Context, found: Proposed) -> None:
    from nanhu_kpi.render.sheets.targets import proposals_sheet

    renewal = found.renewal
    shown = [(proposal.measure, proposal.actual, proposal.target) for proposal in found.proposals]
    print_sheets(ctx, [proposals_sheet(shown, renewal.source, renewal.year, renewal.origin)])


def _nothing(renewal: Renewal) -> str:
    if renewal.origin is Origin.BASELINE:
        sentence = _("Nothing to adopt: no measure without a target in {year} has an actual of {source}.")
    else:
        sentence = _("Nothing to carry: no target of {source} goes on into {year} that is not there already.")
    return sentence.format(source=renewal.source, year=renewal.year)
