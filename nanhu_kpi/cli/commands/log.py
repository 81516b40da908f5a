"""`log`: record progress."""

# Annotations are evaluated here, and not kept as text: Typer would compile each of them twice at every start.

from typing import TYPE_CHECKING, Annotated

import click
import typer

from nanhu_kpi.cli.commands.log_words import parsed_items, with_long_form
from nanhu_kpi.cli.context import is_quiet, ledger_of, may_ask, say, say_refusal, say_tried
from nanhu_kpi.cli.frame import commands, examples, no_such_option
from nanhu_kpi.cli.options import ByOption, OwnerOption, offered, offered_argument
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.log import BareNumber, NoteWanted, RecordedAlready
from nanhu_kpi.errors.usage import NO_SUCH_OPTION_NEAR, NOTHING_NAMED, ROUND_ALONE, NoSuchOption, NothingToLog
from nanhu_kpi.errors.values import DistantDay
from nanhu_kpi.i18n import _
from nanhu_kpi.service.ledger import Ledger
from nanhu_kpi.service.log import Item, Receipt, Remarks, measure_for_log, record
from nanhu_kpi.service.whose import Whose
from nanhu_kpi.text import short_name

if TYPE_CHECKING:
    from nanhu_kpi.service.rounds import Round

app = commands()


@app.command(
    "log",
    # A minus is a value here (JJ03 -1), not an option; what looks like one is refused by name.
    context_settings={"ignore_unknown_options": True},
    help=_("Record progress: all of a command or none of it; without codes it asks about one measure after another."),
    epilog=examples(
        "nanhu-kpi log JJ09+3 JJ42=60",
        _("Three companies more, and a milestone at 60%: both or neither."),
        "nanhu-kpi log JJ09=18 --date 06-28",
        _("A total of 18 as of 28 June."),
        _('nanhu-kpi log JJ47 --issue "lease not ended" --next "talk to the owner"'),
        _("What stands in the way and what comes next, without a number."),
    ),
)
def log(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        offered_argument(
            "codes",
            help_=_(
                "JJ03+12 adds 12; JJ03=152 is the total or the reading. A space between code and value is allowed."
            ),
            metavar=_("CODE+VALUE | CODE=VALUE ..."),
        ),
    ] = None,
    add: Annotated[str | None, typer.Option("--add", metavar=_("VALUE"), help=_("Amount to add, such as 12."))] = None,
    total: Annotated[
        str | None, typer.Option("--total", metavar=_("VALUE"), help=_("Total to date, such as 152."))
    ] = None,
    reading: Annotated[
        str | None,
        typer.Option("--reading", metavar=_("VALUE"), help=_("Reading such as 98.5, or a milestone's progress.")),
    ] = None,
    done: Annotated[bool, typer.Option("--done", help=_("The milestone is completed (100%)."))] = False,
    date: Annotated[
        str | None,
        offered(
            "days",
            "--date",
            "-d",
            help_=_("Day of the entry: 06-30, 2024-06-30, yesterday, last Friday or -1. Default: today."),
        ),
    ] = None,
    note: Annotated[str, typer.Option("--note", "-n", metavar=_("NOTE"), help=_("Note: what was done."))] = "",
    issue: Annotated[str, typer.Option("--issue", metavar=_("ISSUE"), help=_("Issue: what is in the way."))] = "",
    next_: Annotated[str, typer.Option("--next", metavar=_("STEP"), help=_("The next step."))] = "",
    evidence: Annotated[
        str,
        typer.Option(
            "--evidence",
            metavar=_("FILE or URL"),
            help=_("Evidence: a file or a web address; a file's SHA-256 is kept."),
        ),
    ] = "",
    due: Annotated[
        bool, typer.Option("--due", help=_("Without codes: go through what is due and not reported, oldest first."))
    ] = False,
    owner: OwnerOption = None,
    by: ByOption = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be recorded; nothing is recorded."))
    ] = False,
) -> None:
    ledger = ledger_of(ctx, by)
    remarks = Remarks(note, issue, next_, evidence)
    try:
        parsed = parsed_items(words or ())
    except NoSuchOption as refusal:
        near = no_such_option(str(refusal.facts["text"]), ctx).possibilities
        raise NoSuchOption(NO_SUCH_OPTION_NEAR, near=near, **refusal.facts) if near else refusal from None
    items = with_long_form(parsed, add, total, reading, done)
    if items and (due or owner is not None):
        raise Usage(ROUND_ALONE)
    if not items:
        if not may_ask():
            raise Usage(NOTHING_NAMED)
        items, date = _gone_round(ctx, ledger, remarks, date, due=due, whose=Whose(owner or ""))
    receipt = _recorded(ledger, items, date, remarks, keep=not dry_run)
    if dry_run:
        print_receipt(receipt, kept=False)
        say_tried(ctx, len(receipt.echoes))
    elif not is_quiet(ctx):
        print_receipt(receipt)


def _recorded(ledger: Ledger, items: tuple[Item, ...], date: str | None, remarks: Remarks, *, keep: bool) -> Receipt:
    """Record, putting to a person what a script would be refused for. Nothing is held open while asking."""
    may_repeat = not (keep and may_ask())
    while True:
        try:
            return record(ledger, items, day=date, remarks=remarks, may_repeat=may_repeat, keep=keep)
        except (BareNumber, NothingToLog, NoteWanted) as refusal:
            if not may_ask():
                raise
            items, remarks = _settled(ledger, refusal, items, remarks)
        except (DistantDay, RecordedAlready) as refusal:
            if not may_ask():
                raise
            _confirm(refusal)
            if isinstance(refusal, DistantDay):
                date = str(refusal.facts["day"])
            else:
                may_repeat = True


def _confirm(refusal: DistantDay | RecordedAlready) -> None:
    from nanhu_kpi.cli.prompts import confirm

    say_refusal(refusal)
    if isinstance(refusal, DistantDay):
        confirm(_("Record it for {day}?").format(day=refusal.facts["day"]))
    else:
        confirm(_("Record it once more?"))


def _settled(
    ledger: Ledger, refusal: BareNumber | NothingToLog | NoteWanted, items: tuple[Item, ...], remarks: Remarks
) -> tuple[tuple[Item, ...], Remarks]:
    from nanhu_kpi.cli.prompts import ask_needed, ask_reading_of, ask_value, ask_why

    if isinstance(refusal, NoteWanted):
        note = ask_why(refusal)
        its = [item for item in items if item.said is not None and item.code == refusal.facts["code"]]
        if its:  # of a round, where each measure has its own note
            return tuple(
                item._replace(said=remarks._replace(note=note)) if item in its else item for item in items
            ), remarks
        return items, remarks._replace(note=note)
    if isinstance(refusal, BareNumber):
        meant = refusal.facts["item"]
        answer = ask_reading_of(refusal)
        return tuple(answer if item is meant else item for item in items), remarks
    measure = measure_for_log(ledger, str(refusal.facts["code"]))
    answer = ask_value(measure)
    if not answer.text:
        return items, remarks._replace(note=ask_needed(_("Note without a value (Ctrl-C cancels)")))
    return tuple(answer if measure_for_log(ledger, item.code) == measure else item for item in items), remarks


def _gone_round(
    ctx: click.Context, ledger: Ledger, remarks: Remarks, date: str | None, *, due: bool, whose: Whose
) -> tuple[tuple[Item, ...], str]:
    """Return what was answered in a round through the measures, and its day."""
    from nanhu_kpi.cli.commands.log_round import ask_day, go_round
    from nanhu_kpi.service.rounds import round_of

    def begun(day: str | None) -> "Round":
        return round_of(ledger, day=day or None, due=due, whose=whose)

    try:
        round_ = ask_day(ctx, begun) if date is None else begun(date)
    except DistantDay as refusal:
        _confirm(refusal)
        round_ = begun(str(refusal.facts["day"]))
    if not round_.codes:
        say(ctx, _("Nothing is due.") if due else _("There is nothing left to record here."))
        raise click.exceptions.Exit
    return go_round(ctx, ledger, round_, remarks), round_.day.isoformat()


def print_receipt(receipt: Receipt, *, kept: bool = True) -> None:
    """Print what was recorded, an entry a line, the last with how to undo it."""
    from nanhu_kpi.render.refusals import sentence
    from nanhu_kpi.render.sheets.echo import echo_line, hidden_line, undo_hint

    batch = short_name(receipt.batch.id)
    last = len(receipt.echoes) - 1
    for number, echo in enumerate(receipt.echoes):
        line = echo_line(echo.entry, echo.before, echo.score, batch if kept else "", echo.latest)
        click.echo(f"{line}  {undo_hint(batch)}" if kept and number == last else line)
        if echo.repeats is not None:
            said = sentence(echo.repeats)
            click.echo(f"{said} {undo_hint(batch)}" if kept else said, err=True)
        if echo.hidden_by is not None:
            click.echo(hidden_line(echo.score.measure, *echo.hidden_by), err=True)
