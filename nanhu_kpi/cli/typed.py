"""Typer's commands on the frame of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

from nanhu_kpi.cli.frame import Framed, FramedGroup, no_such_option

if TYPE_CHECKING:
    from collections.abc import Callable


class Command(Framed, TyperCommand):
    """A command of Typer's."""


class MinusCommand(Command):
    """A command that takes a minus for a value, and so what it does not know for an argument: if that is one too many,
    it is refused by its name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words of a command. Raises NoSuchOption where an unknown option is one of too many arguments."""
        given = list(args)
        known = {name for param in self.get_params(ctx) for name in param.opts}
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            for word in given:
                unknown = word.startswith("--") and word[2:] and word.partition("=")[0] not in known
                if unknown and type(error) is click.UsageError:
                    raise no_such_option(word, ctx) from None
            raise


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
