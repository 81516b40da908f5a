"""`target adopt` and `target carry`: a year's targets proposed from the year before, shown, and set once confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import click
import typer

from nanhu_kpi.cli.completion import offering
from nanhu_kpi.cli.context import asking_why, is_quiet, ledger_of, may_ask, say
from nanhu_kpi.cli.options import ByOption, ReasonOption, SelectArgument
from nanhu_kpi.cli.output import print_sheets
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import TARGETS_NOT_CONFIRMED
from nanhu_kpi.i18n import _, ngettext
from nanhu_kpi.model import Origin
from nanhu_kpi.service.targets.renew import Proposed, Renewal, proposed, renew

if TYPE_CHECKING:
    from nanhu_kpi.service.ledger import Ledger

DocumentOption = Annotated[
    str,
    typer.Option("--document", metavar=_("DOCUMENT"), help=_("Document that the target is based on.")),
]
YesOption = Annotated[bool, typer.Option("--yes", help=_("Set without asking."))]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help=_("Show what would be set; nothing is set."))]


def adopt(
    ctx: typer.Context,
    year: Annotated[
        int, typer.Argument(autocompletion=offering("years"), metavar=_("YEAR"), help=_("Year to set the targets for."))
    ],
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
    source: Annotated[
        int,
        typer.Argument(
            autocompletion=offering("years"), metavar=_("FROM_YEAR"), help=_("Year to carry the targets over from.")
        ),
    ],
    year: Annotated[
        int, typer.Argument(autocompletion=offering("years"), metavar=_("YEAR"), help=_("Year to set the targets for."))
    ],
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
        told = ngettext(
            "{count} target to set; nothing was set. To set it, leave out --dry-run.",
            "{count} targets to set; nothing was set. To set them, leave out --dry-run.",
            count,
        )
        say(ctx, told.format(count=count))
        return
    if not yes:
        from nanhu_kpi.cli.prompts import confirm

        question = ngettext("Set this target of {year}?", "Set these {count} targets of {year}?", count)
        confirm(question.format(year=renewal.year, count=count))
    batch = asking_why(lambda why: renew(at, found, why), renewal.reason).id.hex()[-6:]
    if not is_quiet(ctx):
        from nanhu_kpi.render.sheets.echo import undo_hint

        done = ngettext("Set {count} target of {year}", "Set {count} targets of {year}", count)
        click.echo(f"\n{done.format(year=renewal.year, count=count)}  #{batch}  {undo_hint(batch)}")


def _print_proposed(ctx: click.Context, found: Proposed) -> None:
    from nanhu_kpi.render.sheets.targets import proposals_sheet

    renewal = found.renewal
    shown = [(proposal.measure, proposal.actual, proposal.target) for proposal in found.proposals]
    print_sheets(ctx, [proposals_sheet(shown, renewal.source, renewal.year, renewal.origin)])


def _nothing(renewal: Renewal) -> str:
    if renewal.origin is Origin.BASELINE:
        sentence = _("Nothing to adopt: no measure without a target in {year} has an actual of {source}.")
    else:
        sentence = _("Nothing to carry: {year} already has every target that carries over from {source}.")
    return sentence.format(source=renewal.source, year=renewal.year)
