"""`target adopt` and `target carry`: a year's targets proposed from the year before, shown, and set once confirmed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from nanhu_kpi.cli.context import asking_why, is_quiet, ledger_of, may_ask, say, say_refusal
from nanhu_kpi.cli.options import ByOption, ReasonOption, SelectArgument, offered, offered_argument
from nanhu_kpi.cli.output import print_done, print_sheets
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.targets import ReasonWanted
from nanhu_kpi.errors.usage import TARGETS_NOT_CONFIRMED
from nanhu_kpi.i18n import _, listed, ngettext
from nanhu_kpi.model import Origin
from nanhu_kpi.service.targets.renew import (
    NO_ACTUAL,
    NO_TARGET,
    Proposed,
    Renewal,
    factor,
    proposed,
    refuse_unfit,
    renew,
)

if TYPE_CHECKING:
    import click

    from nanhu_kpi.service.ledger import Ledger

DocumentOption = Annotated[
    str,
    typer.Option("--document", metavar=_("DOCUMENT"), help=_("Document that the target is based on.")),
]
YesOption = Annotated[bool, typer.Option("--yes", help=_("Set without asking."))]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help=_("Show what would be set; nothing is set."))]


def adopt(
    ctx: typer.Context,
    year: Annotated[int, offered_argument("years", help_=_("Year to set the targets for."))],
    select: SelectArgument = None,
    source: Annotated[
        int | None, offered("years", "--from", help_=_("Year of the actuals. Default: the year before."))
    ] = None,
    times: Annotated[
        str | None, typer.Option("--times", metavar=_("FACTOR"), help=_("Multiply the actuals, such as by 1.05."))
    ] = None,
    step: Annotated[
        str | None,
        typer.Option(
            "--round",
            metavar=_("NUMBER"),
            help=_("Round to a multiple, such as of 10. Default: to as many decimals as the actual has."),
        ),
    ] = None,
    reason: ReasonOption = "",
    document: DocumentOption = "",
    yes: YesOption = False,
    dry_run: DryRunOption = False,
    by: ByOption = None,
) -> None:
    """Adopt an earlier year's actuals."""
    renewal = Renewal(
        Origin.BASELINE, year - 1 if source is None else source, year, tuple(select or ()), reason, document,
        Decimal(1) if times is None else factor(times, "--times"), None if step is None else factor(step, "--round"),
    )  # fmt: skip
    _renew(ctx, ledger_of(ctx, by), renewal, yes=yes, dry_run=dry_run)


def carry(
    ctx: typer.Context,
    source: Annotated[
        int, offered_argument("years", help_=_("Year to carry the targets over from."), metavar=_("FROM_YEAR"))
    ],
    year: Annotated[int, offered_argument("years", help_=_("Year to set the targets for."))],
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


def _renew(ctx: click.Context, ledger: Ledger, renewal: Renewal, *, yes: bool, dry_run: bool) -> None:
    """Show what a renewal would set, and set it once that is confirmed."""
    plan = proposed(ledger, renewal)
    count = len(plan.proposals)
    if not count:
        say(ctx, _nothing(plan))
        _tell_left_out(ctx, plan)
        return
    if not (yes or dry_run or may_ask()):
        raise Usage(TARGETS_NOT_CONFIRMED, year=renewal.year, count=count)
    if dry_run or not yes or not is_quiet(ctx):
        _print_proposed(ctx, plan)
    _tell_left_out(ctx, plan)
    if plan.ongoing:
        say(ctx, _("{year} is not over: its actuals are as of today.").format(year=renewal.source))
    if dry_run:
        try:
            refuse_unfit(ledger, plan)
        except ReasonWanted as refusal:  # a dry run may be looked at first, and explained when it is done
            say_refusal(refusal)
        say(ctx, tried_word(count))
        return
    reason = renewal.reason
    if not yes:
        from nanhu_kpi.cli.prompts import confirm

        def explained(why: str) -> str:
            refuse_unfit(ledger, plan, why)
            return why

        reason = asking_why(explained, reason)
        question = ngettext("Set this target of {year}?", "Set these {count} targets of {year}?", count)
        confirm(question.format(year=renewal.year, count=count))
    batch = asking_why(lambda why: renew(ledger, plan, why), reason)
    done = ngettext("Set {count} target of {year}", "Set {count} targets of {year}", count)
    print_done(ctx, done.format(year=renewal.year, count=count), batch.id)


def tried_word(count: int) -> str:
    """Return how many targets a dry run has not set."""
    return ngettext(
        "{count} target to set; nothing was set. To set it, leave out --dry-run.",
        "{count} targets to set; nothing was set. To set them, leave out --dry-run.",
        count,
    ).format(count=count)


def _print_proposed(ctx: click.Context, plan: Proposed) -> None:
    from nanhu_kpi.render.sheets.targets import proposals_sheet

    renewal = plan.renewal
    print_sheets(ctx, [proposals_sheet(plan.proposals, renewal.source, renewal.year, renewal.origin)])


def _tell_left_out(ctx: click.Context, plan: Proposed) -> None:
    """Say which measures get no target, by the reason. What had nothing to take over is not named unless asked for."""
    renewal = plan.renewal
    by_reason: dict[str, list[str]] = {}
    for each in plan.left_out:
        if renewal.words or each.why not in (NO_TARGET, NO_ACTUAL):
            by_reason.setdefault(each.why, []).append(each.measure.code)
    for why, codes in by_reason.items():
        reason = _(why).format(year=renewal.year, source=renewal.source)
        told = _("Left out ({count}), {reason}: {codes}")
        say(ctx, told.format(count=len(codes), reason=reason, codes=listed(codes)))


def _nothing(plan: Proposed) -> str:
    renewal = plan.renewal
    if renewal.origin is Origin.BASELINE:
        sentence = _("Nothing to adopt: no measure without a target in {year} has an actual of {source}.")
    elif plan.untargeted:
        sentence = _("Nothing to carry: {source} has no target.")
    else:
        sentence = _("Nothing to carry: {year} already has every target that carries over from {source}.")
    return sentence.format(source=renewal.source, year=renewal.year)
