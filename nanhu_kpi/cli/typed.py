"""Typer's commands on the frame of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

from nanhu_kpi.cli.framing import Framed, FramedGroup

if TYPE_CHECKING:
    from collections.abc import Callable

    import click


class Command(Framed, TyperCommand):
    """A command of Typer's."""


class Group(FramedGroup, TyperGroup):
    """A group of Typer's."""


def group_of(name: str, app: typer.Typer) -> click.Command:
    """Return the click group that an app comes to."""
    group = get_group(app)
    group.name = name
    return group


def command_of(name: str, function: Callable[..., Any], help_: str, settings: dict[str, Any] | None) -> click.Command:
    """Return the click command that a function comes to."""
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    alone.command(name, cls=Command, help=help_, context_settings=settings)(function)
    return get_command(alone)
