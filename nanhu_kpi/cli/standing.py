"""`status` and `show`: targets against actuals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nanhu_kpi.cli.log import complete_codes
from nanhu_kpi.cli.output import OutputOption, ShapeOption, emit, shape_of
from nanhu_kpi.cli.surroundings import desk, say
from nanhu_kpi.i18n import _
from nanhu_kpi.service.exporting import write_status
from nanhu_kpi.service.standing import Status
from nanhu_kpi.service.standing import closeup as closeup_of
from nanhu_kpi.service.standing import status as status_of

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    import click

    from nanhu_kpi.exchange.writers import Format
    from nanhu_kpi.render.sheet import Sheet

SelectArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar=_("[SELECT ...]"),
        help=_("An area (JJ), a goal (JJ-G2), a code (JJ03) or words of a name; several are joined by “or”."),
        autocompletion=complete_codes,
        show_default=False,
    ),
]
YearOption = Annotated[
    int | None, typer.Option("--year", "-y", metavar=_("YEAR"), help=_("Else this year, or the newest with data."))
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar=_("DAY"), help=_("Else today, or 31 December of a past year.")),
]


def status(
    ctx: typer.Context,
    select: SelectArgument = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    every: Annotated[bool, typer.Option("--all", "-a", help=_("Also measures with nothing in the year."))] = False,
    format_: ShapeOption = None,
    output: OutputOption = None,
) -> None:
    """Targets against actuals, the five areas in the report's order."""
    show_status(ctx, select or [], year, as_of, every, format_, output)


def show_status(
    ctx: typer.Context,
    select: list[str],
    year: int | None = None,
    as_of: str | None = None,
    every: bool = False,
    format_: str | None = None,
    output: Path | None = None,
) -> None:
    """Print the standing: what `status` does, and `nanhu-kpi` alone."""
    shape = shape_of(format_, output)
    found = status_of(desk(ctx), select, year=year, as_of=as_of, every=every)

    def sheets() -> list[Sheet]:
        from nanhu_kpi.render.status_sheet import status_sheet

        return [status_sheet(found.card, found.areas, found.goals, found.settings, whole=found.whole)]

    emit(ctx, shape, output, sheets, lambda fmt, stream: write_status(found, fmt, stream))
    _say_what_next(ctx, found)


def show(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar=_("CODE"), help=_("Such as JJ03."), autocompletion=complete_codes)],
    year: YearOption = None,
    as_of: AsOfOption = None,
    format_: ShapeOption = None,
    output: OutputOption = None,
) -> None:
    """One measure: its numbers, its history and its source."""
    at = desk(ctx)
    shape = shape_of(format_, output)
    found = closeup_of(at, code, year=year, as_of=as_of)

    def sheets() -> tuple[Sheet, ...]:
        from nanhu_kpi.render.show_sheet import show_sheets

        return show_sheets(
            found.score, found.days, found.thresholds, area=found.area, goal=found.goal, stage=found.stage,
            revisions=found.revisions, entries=found.entries, zone=found.settings.zone,
        )  # fmt: skip

    def rows(fmt: Format, stream: TextIO) -> None:
        write_status(
            status_of(at, [found.score.measure.code], year=None if as_of else found.days.year, as_of=as_of), fmt, stream
        )

    emit(ctx, shape, output, sheets, rows)
    if found.entry_count > len(found.entries):
        say(
            ctx,
            _("The newest {shown} of {count} entries are shown. All of them: nanhu-kpi entries {code}").format(
                shown=len(found.entries), count=found.entry_count, code=found.score.measure.code
            ),
        )


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
    elif card.targets and not card.entries and found.whole and days.begun:
        say(
            ctx,
            _("Record progress of {year} with: nanhu-kpi log CODE+VALUE --date {day}").format(
                year=days.year, day=min(days.as_of, days.today).isoformat()
            ),
        )
