"""`target`: what the office answers for in a year, set and revised, never overwritten."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, TextIO, TypeVar

import click
import typer

from nanhu_kpi.cli.commands.targets.target_import import import_targets
from nanhu_kpi.cli.commands.targets.target_renew import DocumentOption, adopt, carry
from nanhu_kpi.cli.context import asking_why, is_quiet, ledger_of, may_ask, say
from nanhu_kpi.cli.frame import command_group, commands, examples, no_such_option, refuse_extra
from nanhu_kpi.cli.options import (
    ByOption,
    CodeArgument,
    OutputOption,
    ReasonOption,
    SelectArgument,
    ShapeOption,
    offered,
    offered_argument,
)
from nanhu_kpi.cli.output import emit
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import POINTS_WANTED, TARGET_NOT_NAMED, UNREADABLE_TARGET, WITHDRAWAL_STANDS_ALONE
from nanhu_kpi.exchange.formats import FileFormat, format_asked
from nanhu_kpi.i18n import _
from nanhu_kpi.model import Measure, Pace
from nanhu_kpi.scorecard.results import Agreed
from nanhu_kpi.service.export import write_targets
from nanhu_kpi.service.log import measure_for_log, measures_known
from nanhu_kpi.service.targets.revise import Terms, agreements, set_targets, stated_value, withdraw_target
from nanhu_kpi.service.targets.schedule import point_reader, schedule_target
from nanhu_kpi.text import short_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nanhu_kpi.render.sheet import Sheet
    from nanhu_kpi.service.ledger import Ledger

_T = TypeVar("_T")

app = commands()
target = command_group(app, "target", _("Targets: set, revise, list."))

YearOption = Annotated[int | None, offered("years", "--year", "-y", help_=_("Year of the target. Default: this year."))]
StartOption = Annotated[
    str | None,
    offered(
        "days", "--start", help_=_("First day, such as 03-01 of the target's year. Default: as before, or 1 January.")
    ),
]
FromOption = Annotated[
    str | None,
    offered(
        "days", "--from", help_=_("Day it takes effect. Default: 1 January for a year's first target, else today.")
    ),
]


@target.command(
    "set",
    # A minus is a value here, not an option; what looks like one is refused by name.
    context_settings={"ignore_unknown_options": True},
    help=_("Set, revise or withdraw a measure's target from a day on; earlier targets are kept."),
    epilog=examples(
        _('nanhu-kpi target set JJ03 155 --reason "agreed with the district"'),
        _("Revise one target from today on."),
        "nanhu-kpi target set MS01=200 MS02=55 --year 2025",
        _("Set several of another year at once."),
        _('nanhu-kpi target set JJ06 --withdraw --reason "no longer counted"'),
        _("Withdraw a target from today on."),
    ),
)
def set_(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        offered_argument(
            "codes",
            help_=_("A code and its target, such as JJ03 150; or several: JJ03=160 JJ09=20, all of them or none."),
            metavar=_("CODE VALUE | CODE=VALUE ..."),
        ),
    ] = None,
    year: YearOption = None,
    start: StartOption = None,
    due: Annotated[
        str | None,
        offered(
            "days", "--due", help_=_("Due day, such as 11-30 of the target's year. Default: as before, or 31 December.")
        ),
    ] = None,
    pace: Annotated[
        str | None,
        typer.Option(
            "--pace",
            click_type=click.Choice([Pace.LINEAR.value, Pace.NONE.value]),
            help=_(
                "Pace: linear, evenly over its days; none, in full on any day. For a schedule: nanhu-kpi target "
                "schedule"
            ),
        ),
    ] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help=_("Withdraw the target from that day on."))] = False,
    reason: ReasonOption = "",
    document: DocumentOption = "",
    effective: FromOption = None,
    by: ByOption = None,
) -> None:
    _refuse_options(ctx, *words or ())
    ledger = ledger_of(ctx, by)
    terms = Terms(year, start, due, Pace(pace) if pace else None, reason, document, effective)
    if not withdraw and (values := _values(words or ())):
        _say_agreed(ctx, *asking_why(lambda why: set_targets(ledger, values, terms._replace(reason=why)), reason))
        return
    code, value = [*(words or ()), None, None][:2]
    if extra := (words or [])[2:]:
        refuse_extra(ctx, extra)
    if withdraw:
        if any(given is not None for given in (value, start, due, pace)):
            raise Usage(WITHDRAWAL_STANDS_ALONE)
        code = _measure(ledger, code, Usage(TARGET_NOT_NAMED)).code
        _say_agreed(ctx, asking_why(lambda why: withdraw_target(ledger, code, terms._replace(reason=why)), reason))
        return
    measure = _measure(ledger, code, Usage(TARGET_NOT_NAMED))
    if value is None:
        value = _answer(measure, _("target"), Usage(TARGET_NOT_NAMED), lambda: lambda text: _as_typed(measure, text))
    values = [(measure.code, value)]
    _say_agreed(ctx, *asking_why(lambda why: set_targets(ledger, values, terms._replace(reason=why)), reason))


@target.command(
    "schedule",
    help=_("Set a target with a schedule. Each point is a total to reach by a day; the last is the target itself."),
    epilog=examples(
        _('nanhu-kpi target schedule CQ25 06-30=45 12-31=100 --reason "works plan"'),
        _("45% by the end of June, all of it by the end of the year."),
        "nanhu-kpi target schedule MS01 2025-03-31=40 2025-06-30=95 2025-12-31=190 --year 2025",
        _("Totals to reach by three days; the last is the target."),
    ),
)
def schedule(
    ctx: typer.Context,
    code: CodeArgument = None,
    points: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=_("DAY=TOTAL ..."), help=_("Points, such as 03-31=30 06-30=60 12-31=100."), show_default=False
        ),
    ] = None,
    year: YearOption = None,
    start: StartOption = None,
    reason: ReasonOption = "",
    document: DocumentOption = "",
    effective: FromOption = None,
    by: ByOption = None,
) -> None:
    ledger = ledger_of(ctx, by)
    measure = _measure(ledger, code, Usage(POINTS_WANTED))
    terms = Terms(year=year, start=start, reason=reason, document=document, effective=effective)
    if not points:
        points = _answer(
            measure, _("points, such as 06-30=60 12-31=100"), Usage(POINTS_WANTED),
            lambda: point_reader(ledger, measure.code, terms),
        )  # fmt: skip
    _say_agreed(
        ctx, asking_why(lambda why: schedule_target(ledger, measure.code, points, terms._replace(reason=why)), reason)
    )


@target.command(
    "list",
    help=_("List the targets in force today, or every revision of them."),
    epilog=examples(
        "nanhu-kpi target list JJ",
        _("The targets of one area that are in force."),
        "nanhu-kpi target list JJ03 --history",
        _("Every revision of one target, with its reason."),
    ),
)
def list_(
    ctx: typer.Context,
    select: SelectArgument = None,
    year: Annotated[
        int | None,
        offered(
            "years",
            "--year",
            "-y",
            help_=_("Year of the targets. Default: the year of status; with --history, every year."),
        ),
    ] = None,
    history: Annotated[
        bool, typer.Option("--history", help=_("Every revision, with those withdrawn and voided."))
    ] = False,
    format_: ShapeOption = None,
    output: OutputOption = None,
) -> None:
    ledger = ledger_of(ctx)
    shape = format_asked(format_, output)
    agreed = agreements(ledger, select or [], year=year, history=history)
    revisions = agreed.revisions

    def sheets() -> list[Sheet]:
        from nanhu_kpi.render.sheets.targets import revisions_sheet, targets_in_force_sheet

        if not revisions:
            return []
        zone = agreed.settings.zone
        if history:
            return [revisions_sheet(revisions, agreed.measures, zone)]
        return [targets_in_force_sheet(revisions, agreed.measures, zone, agreed.year, agreed.day)]

    def rows(fmt: FileFormat, stream: TextIO) -> int:
        return write_targets(ledger, fmt, stream, revisions)

    emit(ctx, shape, output, sheets, rows)
    if agreed.fell_back:
        say(ctx, _("{year} is shown, the newest year with targets or entries.").format(year=agreed.year))
    if not revisions and history:
        say(ctx, _("No target has been set. To set one: nanhu-kpi target set CODE VALUE"))
    elif not revisions:
        say(
            ctx,
            _("No target of {year} is in force. To set one: nanhu-kpi target set CODE VALUE --year {year}").format(
                year=agreed.year
            ),
        )


target.command(
    "import",
    help=_("Set the targets in a file: all of them or none."),
    epilog=examples(
        _("nanhu-kpi target import targets.csv --dry-run"),
        _("Check a file of targets; set nothing."),
        _("nanhu-kpi target import targets.csv --yes"),
        _("Set all of them, without being asked."),
    ),
)(import_targets)
target.command(
    "adopt",
    help=_("Adopt an earlier year's actuals as targets of YEAR. Only for measures without a target; no milestones."),
    epilog=examples(
        "nanhu-kpi target adopt 2025 PA --dry-run",
        _("What the actuals of the year before would be as targets of one area."),
        _('nanhu-kpi target adopt 2025 PA --reason "as last year" --yes'),
        _("Set them."),
    ),
)(adopt)
target.command(
    "carry",
    help=_("Carry unmet milestones and stated targets over to a later year. Only for measures without a target there."),
    epilog=examples(
        "nanhu-kpi target carry 2024 2025 --dry-run",
        _("What was not finished in 2024 and would go on."),
        "nanhu-kpi target carry 2024 2025 CQ --yes",
        _("Carry over those of one area."),
    ),
)(carry)


def _measure(ledger: Ledger, code: str | None, missing: Usage) -> Measure:
    """Return the measure of a code, asking a person for it where there is none."""
    if code is not None:
        return measure_for_log(ledger, code)
    if not may_ask():
        raise missing
    from nanhu_kpi.cli.prompts import ask_measure

    return ask_measure(measures_known(ledger))


def _answer(measure: Measure, what: str, missing: Usage, reader: Callable[[], Callable[[str], _T]]) -> _T:
    """Return what the reader makes of a person's answer about a measure."""
    if not may_ask():
        raise missing
    from nanhu_kpi.cli.prompts import asked_until_right
    from nanhu_kpi.render.words import name_of, unit_of

    return asked_until_right(f"{measure.code} {name_of(measure)} [{unit_of(measure)}] {what}", reader(), needed=True)


def _as_typed(measure: Measure, text: str) -> str:
    stated_value(measure, text)
    return text


def _values(words: Sequence[str]) -> list[tuple[str, str]]:
    """Return the code and value of each `JJ03=160`, a space around the sign left out; nothing where no word has the
    sign. Raises UNREADABLE_TARGET."""
    line = " ".join(words).replace("＝", "=")
    if "=" not in line:
        return []
    values = []
    for word in re.sub(r"\s*=\s*", "=", line).split():
        code, sign, value = word.partition("=")
        if not (code and sign and value):
            raise Usage(UNREADABLE_TARGET, text=word)
        values.append((code, value))
    return values


def _refuse_options(ctx: click.Context, *words: str) -> None:
    """Refuse what looks like an option that is not there: unknown ones arrive as arguments, for a minus's sake."""
    for word in words:
        if word.startswith("--") or (word.startswith("-") and not word[1:2].isdecimal() and word[1:2] != "."):
            raise no_such_option(word, ctx)


def _say_agreed(ctx: click.Context, *agreed: Agreed) -> None:
    if is_quiet(ctx):
        return
    from nanhu_kpi.render.sheets.echo import undo_hint
    from nanhu_kpi.render.sheets.targets import agreed_line, until_line

    batch = short_name(agreed[0].batch.id)
    for each in agreed:
        line = agreed_line(each.measure, each.before, each.after, batch)
        click.echo(f"{line}  {undo_hint(batch)}" if each is agreed[-1] else line)
        if each.until is not None:
            click.echo(until_line(each.measure, each.until), err=True)
