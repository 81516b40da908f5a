"""`status` and `show`: targets against actuals."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from nanhu_kpi.cli.days import (
    AsOfOption,
    KnownOption,
    MonthOption,
    QuarterOption,
    WeekOption,
    YearOption,
    span_shown,
)
from nanhu_kpi.cli.log import complete_codes
from nanhu_kpi.cli.output import OutputOption, Shape, ShapeOption, emit, shape_of
from nanhu_kpi.cli.surroundings import desk, say
from nanhu_kpi.errors import FOUND
from nanhu_kpi.i18n import _, listed
from nanhu_kpi.service.asking import holding, parsed_conditions, parsed_wish
from nanhu_kpi.service.closeup import closeup as closeup_of
from nanhu_kpi.service.exporting import write_status
from nanhu_kpi.service.standing import Status
from nanhu_kpi.service.standing import status as status_of

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    import click

    from nanhu_kpi.exchange.writers import Format
    from nanhu_kpi.render.sheet import Sheet
    from nanhu_kpi.service.curve import Curve

SelectArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar=_("[SELECT ...]"),
        help=_("An area (JJ), a goal (JJ-G2), a code (JJ03) or words of a name; several are joined by “or”."),
        autocompletion=complete_codes,
        show_default=False,
    ),
]
WideOption = Annotated[
    bool, typer.Option("--wide", "-w", help=_("Also forecast and its method, last year to date, and owner."))
]
OwnerOption = Annotated[
    str | None, typer.Option("--owner", metavar=_("NAME"), help=_("Measures whose owner has this in its name."))
]


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
    statuses: Annotated[
        list[str] | None,
        typer.Option("--status", metavar=_("STATUS,..."), help=_("Only these, such as behind,far_behind.")),
    ] = None,
    lights: Annotated[
        list[str] | None, typer.Option("--light", metavar=_("LIGHT,..."), help=_("Only red, yellow or green."))
    ] = None,
    order: Annotated[
        str | None, typer.Option("--sort", metavar=_("ORDER"), help=_("urgency, code or gap; else the report's."))
    ] = None,
    every: Annotated[bool, typer.Option("--all", "-a", help=_("Also measures with nothing in the year."))] = False,
    wide: WideOption = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option("--fail-on", metavar=_("CONDITION"), help=_("Exit with 10 if any measure is red or unreported.")),
    ] = None,
    format_: ShapeOption = None,
    output: OutputOption = None,
) -> None:
    """Targets against actuals, the five areas in the report's order."""
    span = span_shown(as_of, week, month, quarter)
    wish = parsed_wish(owner, statuses or [], lights or [], order)
    conditions = parsed_conditions(fail_on or [])
    shape = shape_of(format_, output)
    found = status_of(desk(ctx), select or [], year=year, as_of=as_of, span=span, known=known, every=every, wish=wish)
    print_status(ctx, found, shape, output, wide=wide)
    if held := holding(found.card, conditions):
        say(ctx, _("Found: {conditions}.").format(conditions=listed([f"{each} {held[each]}" for each in held])))
        ctx.exit(FOUND)


def show_status(ctx: click.Context) -> None:
    """Print the standing of the year: what `nanhu-kpi` alone does."""
    print_status(ctx, status_of(desk(ctx)), shape_of(None, None), None)


def print_status(ctx: click.Context, found: Status, shape: Shape, output: Path | None, *, wide: bool = False) -> None:
    """Print a standing for people or scripts, and say on stderr what to do next."""
    card, wish = found.card, found.wish

    def sheets() -> list[Sheet]:
        from nanhu_kpi.render.status_remarks import late_remark, narrowed_remark
        from nanhu_kpi.render.status_sheet import status_sheet

        remarks = [late_remark(found.late, card.days.as_of)] if found.late else []
        if wish.narrows:
            shown = len(card.scores)
            remarks.append(
                narrowed_remark(shown, found.row_count, owner=wish.owner, statuses=wish.statuses, lights=wish.lights)
            )
        return [
            status_sheet(
                card, found.areas, found.goals, found.settings, whole=found.whole, wide=wide, order=wish.order or "",
                narrowed=wish.narrows, remarks=remarks,
            )
        ]  # fmt: skip

    emit(ctx, shape, output, sheets, lambda fmt, stream: write_status(found, fmt, stream))
    _say_what_next(ctx, found)


def show(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar=_("CODE"), help=_("Such as JJ03."), autocompletion=complete_codes)],
    year: YearOption = None,
    as_of: AsOfOption = None,
    week: WeekOption = None,
    month: MonthOption = None,
    quarter: QuarterOption = None,
    known: KnownOption = None,
    format_: ShapeOption = None,
    output: OutputOption = None,
) -> None:
    """One measure: its numbers, its history and its source."""
    at = desk(ctx)
    span = span_shown(as_of, week, month, quarter)
    shape = shape_of(format_, output)
    on_screen = shape is Shape.TABLE and output is None and sys.stdout.isatty()
    found = closeup_of(at, code, year=year, as_of=as_of, span=span, known=known, drawn=on_screen)

    def sheets() -> tuple[Sheet, ...]:
        from nanhu_kpi.render.show_sheet import show_sheets

        return show_sheets(
            found.score, found.days, found.thresholds, area=found.area, goal=found.goal, stage=found.stage,
            revisions=found.revisions, entries=found.entries, zone=found.settings.zone, changes=found.changes,
        )  # fmt: skip

    def rows(fmt: Format, stream: TextIO) -> None:
        only = found.days.year if as_of is None and span is None else None
        code = found.score.measure.code
        write_status(status_of(at, [code], year=only, as_of=as_of, span=span, known=known), fmt, stream)

    drawing = _drawing(ctx, found.curve, found.days.year) if found.curve else ""
    emit(ctx, shape, output, sheets, rows, drawing=drawing)
    if found.entry_count > len(found.entries):
        say(
            ctx,
            _("The newest {shown} of {count} entries are shown. All of them: nanhu-kpi entries {code}").format(
                shown=len(found.entries), count=found.entry_count, code=found.score.measure.code
            ),
        )


def _drawing(ctx: click.Context, curve: Curve, year: int) -> str:
    """Return the curve as wide as the terminal; '' where there is nothing to draw, or no room."""
    if not (curve.actual or curve.pace):
        return ""
    from nanhu_kpi.render.curve import NARROWEST, curve_text

    width = shutil.get_terminal_size().columns
    if width < NARROWEST:
        say(ctx, _("The curve needs {columns} columns. Widen the window to see it.").format(columns=NARROWEST))
        return ""
    return curve_text(curve.actual, curve.pace, year, width, sys.stdout.encoding)


def _say_what_next(ctx: click.Context, found: Status) -> None:
    days, card = found.card.days, found.card
    if found.fell_back:
        say(
            ctx,
            _(
                "{this_year} has no target and no entry yet, so {year} is shown. Record progress with: nanhu-kpi log "
                "CODE+VALUE (for {year}, add --date {year}-12-31)"
            ).format(this_year=days.today.year, year=days.year),
        )
    elif found.planned is not None and found.whole and days.year == days.today.year:
        say(
            ctx,
            _(
                "{year} has no targets yet. Those of {planned}: nanhu-kpi status --year {planned}; "
                "to carry them on: nanhu-kpi target carry {planned} {year}"
            ).format(year=days.year, planned=found.planned),
        )
    elif card.targets and not card.entries and found.whole and days.begun:
        say(
            ctx,
            _("Record progress of {year} with: nanhu-kpi log CODE+VALUE --date {day}").format(
                year=days.year, day=min(days.as_of, days.today).isoformat()
            ),
        )
