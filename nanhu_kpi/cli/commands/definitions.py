"""`area list`, `goal list` and `measure list`: where an officer finds a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from nanhu_kpi.cli.context import desk
from nanhu_kpi.cli.output import print_sheets
from nanhu_kpi.cli.typed import Command, Group
from nanhu_kpi.cli.typed_options import SelectArgument
from nanhu_kpi.i18n import _
from nanhu_kpi.service.entries import Definitions, definitions

if TYPE_CHECKING:
    from collections.abc import Callable

    from nanhu_kpi.render.sheet import Sheet

area = typer.Typer(
    cls=Group, add_completion=False, help=_("The five work areas."), no_args_is_help=True, rich_markup_mode=None
)
goal = typer.Typer(
    cls=Group, add_completion=False, help=_("The goals of the report."), no_args_is_help=True, rich_markup_mode=None
)
measure = typer.Typer(
    cls=Group,
    add_completion=False,
    help=_("The measures and their codes."),
    no_args_is_help=True,
    rich_markup_mode=None,
)


@area.command("list", cls=Command, help=_("The five work areas."))
def area_list(ctx: typer.Context) -> None:
    """List the areas."""
    from nanhu_kpi.render.sheets.definitions import areas_sheet

    _print(ctx, [], lambda found: areas_sheet(found.areas, found.goals, found.measures))


@goal.command("list", cls=Command, help=_("The goals, an area a section."))
def goal_list(ctx: typer.Context, select: SelectArgument = None) -> None:
    """List the goals."""
    from nanhu_kpi.render.sheets.definitions import goals_sheet

    _print(ctx, select, lambda found: goals_sheet(found.areas, found.goals, found.measures))


@measure.command("list", cls=Command, help=_("The measures and their codes, an area a section."))
def measure_list(ctx: typer.Context, select: SelectArgument = None) -> None:
    """List the measures."""
    from nanhu_kpi.render.sheets.definitions import measures_sheet

    _print(ctx, select, lambda found: measures_sheet(found.areas, found.measures))


def _print(ctx: typer.Context, select: list[str] | None, sheet: Callable[[Definitions], Sheet]) -> None:
    found = definitions(desk(ctx), select or [])
    print_sheets(ctx, [sheet(found)])
