"""`status`: targets against actuals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from nanhu_kpi.cli.context import end_with_finding, ledger_of, say
from nanhu_kpi.cli.frame import commands, examples
from nanhu_kpi.cli.options import (
    AsOfOption,
    EveryOption,
    KnownOption,
    LeaderOption,
    LightsOption,
    MonthOption,
    OutputOption,
    OwnerOption,
    QuarterOption,
    SelectArgument,
    SupportOption,
    WeekOption,
    YearOption,
    offered,
    span_shown,
    whose_of,
)
from nanhu_kpi.cli.output import emit
from nanhu_kpi.cli.paper_output import PaperFormatOption, form_asked, paper_format, refuse_on_terminal, write_papers
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import COUNTS_ALONE
from nanhu_kpi.exchange.formats import FOR_SCRIPTS, FileFormat
from nanhu_kpi.i18n import _, listed
from nanhu_kpi.model import Kind, Light, Status
from nanhu_kpi.service.status.status import StandingReport
from nanhu_kpi.service.status.status import status as standing_of
from nanhu_kpi.service.status.status_by import By, counted_by, parsed_by
from nanhu_kpi.service.status.status_filter import Alarm, holding, parsed_conditions, parsed_wish

if TYPE_CHECKING:
    from pathlib import Path

    import click

    from nanhu_kpi.render.sheet import Sheet


app = commands()


@app.command(
    "status",
    help=_("Compare targets with actuals, area by area in the report's order."),
    epilog=examples(
        _("nanhu-kpi status JJ --light red,yellow --sort urgency"),
        _("What is behind in one area, the most urgent first."),
        "nanhu-kpi status --week 2024-W26",
        _("Every measure as of the end of a week."),
        "nanhu-kpi status --as-of 2024-06-30 -f csv",
        _("The same for a program, as of a day."),
    ),
)
def status(
    ctx: typer.Context,
    select: SelectArgument = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    week: WeekOption = None,
    month: MonthOption = None,
    quarter: QuarterOption = None,
    known: KnownOption = None,
    owner: OwnerOption = None,
    support: SupportOption = None,
    leader: LeaderOption = None,
    statuses: Annotated[
        list[str] | None, offered("statuses", "--status", help_=_("Only these statuses, such as behind,far_behind."))
    ] = None,
    lights: LightsOption = None,
    order: Annotated[
        str | None, offered("orders", "--sort", help_=_("Order: urgency, code or gap. Default: the report's."))
    ] = None,
    by: Annotated[
        str | None,
        offered(
            "groupings", "--by", help_=_("Count lights by owner, leader, support, area or goal, with their ranks.")
        ),
    ] = None,
    every: EveryOption = False,
    wide: Annotated[
        bool,
        typer.Option(
            "--wide",
            "-w",
            help=_("Also show forecast and its method, last year to date, owner, and when the light turns."),
        ),
    ] = False,
    fail_on: Annotated[
        list[str] | None,
        offered(
            "conditions", "--fail-on", help_=_("Exit with 10 if any measure shown is red or unreported, as asked for.")
        ),
    ] = None,
    format_: PaperFormatOption = None,
    output: OutputOption = None,
) -> None:
    ledger = ledger_of(ctx)
    span = span_shown(lambda: ledger.today(known), as_of, week, month, quarter)
    wish = parsed_wish(whose_of(owner, support, leader), statuses or (), lights or (), order)
    conditions = parsed_conditions(fail_on or ())
    form = form_asked(format_, output)
    refuse_on_terminal(form, output, "status")
    grouping = None if by is None else parsed_by(by)
    for option, given in (("--sort", order), ("--wide", wide), (f"-f {form}", paper_format(form))):
        if grouping and given:
            raise Usage(COUNTS_ALONE, option=option)
    report = standing_of(
        ledger, select or (), year=year, as_of=as_of, span=span, known=known, every=every, wish=wish,
        turns=wide or form in FOR_SCRIPTS,
    )  # fmt: skip
    held = holding(report.card, conditions)
    if held:
        end_with_finding(ctx)
    if grouping:
        print_counts(ctx, report, grouping, FileFormat(form), output)
    else:
        print_status(ctx, report, form, output, wide=wide)
    if held:
        from nanhu_kpi.render.words import light_word, status_word

        words = {Alarm.RED: light_word(Light.RED), Alarm.UNREPORTED: status_word(Status.UNREPORTED, Kind.SUM)}
        found_words = [f"{words[each]} {count}" for each, count in held.items()]
        say(ctx, _("Found: {conditions}.").format(conditions=listed(found_words)))


def print_status(
    ctx: click.Context, report: StandingReport, form: str, output: Path | None, *, wide: bool = False
) -> None:
    """Print a standing for people or scripts, and say on stderr what to do next."""
    card, wish, on_paper = report.card, report.wish, paper_format(form)

    def sheets() -> list[Sheet]:
        from nanhu_kpi.render.sheets.status.status import status_sheet

        return [
            status_sheet(
                card, report.areas, report.goals, report.settings, whole=report.whole, wide=wide,
                order=wish.order or "", narrowed=wish.narrows, remarks=_remarks(report, on_paper=on_paper is not None),
            )
        ]  # fmt: skip

    def write(format_: FileFormat, stream: TextIO) -> int:
        from nanhu_kpi.service.export import write_status

        return write_status(report, format_, stream)

    if on_paper:
        from nanhu_kpi.render.sheets.status.status_paper import status_paper

        (sheet,) = sheets()
        paper = status_paper(sheet, card, report.areas, report.settings, order=wish.order or "")
        write_papers(ctx, [paper], on_paper, output)
    else:
        emit(ctx, FileFormat(form), output, sheets, write)
    _say_what_next(ctx, report)


def print_counts(ctx: click.Context, report: StandingReport, by: By, shape: FileFormat, output: Path | None) -> None:
    """Print a standing counted by group for people or scripts."""

    def sheets() -> list[Sheet]:
        from nanhu_kpi.render.sheets.status.status_by import status_by_sheet

        return [status_by_sheet(report.card, by, counted_by(report, by), report.settings, remarks=_remarks(report))]

    def write(format_: FileFormat, stream: TextIO) -> int:
        from nanhu_kpi.service.export import write_status_by

        return write_status_by(report, by, format_, stream)

    emit(ctx, shape, output, sheets, write)
    _say_what_next(ctx, report)


def _remarks(report: StandingReport, *, on_paper: bool = False) -> list[str]:
    """Return what came since the day looked at, and how many rows of how many are shown."""
    from nanhu_kpi.render.sheets.status.status_notes import narrowed_remark, since_remark

    since, wish = since_remark(report.since, report.card.days.as_of, on_paper=on_paper), report.wish
    remarks = [since] if since else []
    if wish.narrows:
        remarks.append(
            narrowed_remark(
                len(report.card.scores), report.row_count, people=wish.whose.named, statuses=wish.statuses,
                readings=wish.readings, lights=wish.lights,
            )
        )  # fmt: skip
    return remarks


def _say_what_next(ctx: click.Context, report: StandingReport) -> None:
    days, card = report.card.days, report.card
    if report.fell_back:
        say(
            ctx,
            _(
                "{this_year} has no targets and no entries yet, so {year} is shown. For {year} add --date "
                "{year}-12-31. To record: nanhu-kpi log CODE+VALUE"
            ).format(this_year=days.today.year, year=days.year),
        )
    elif report.planned is not None and report.whole and days.year == days.today.year:
        for hint in (
            _("{year} has no targets yet. To see those of {planned}: nanhu-kpi status --year {planned}"),
            _("To carry them over to {year}: nanhu-kpi target carry {planned} {year}"),
        ):
            say(ctx, hint.format(year=days.year, planned=report.planned))
    elif card.targets and card.silent and report.whole and days.begun:
        say(
            ctx,
            _("To record progress of {year}: nanhu-kpi log CODE+VALUE --date {day}").format(
                year=days.year, day=min(days.as_of, days.today).isoformat()
            ),
        )
