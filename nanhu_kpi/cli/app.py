"""The commands, put together. Imported after the language is set: help is made at import.

A command's module is imported when it is called, or when the help lists it, so that `log` does not pay for the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import typer
from typer.main import get_command, get_group

from nanhu_kpi.cli.root import translate_completion, version_option
from nanhu_kpi.cli.surroundings import Command, Group
from nanhu_kpi.i18n import _

if TYPE_CHECKING:
    import click


class Place(NamedTuple):
    """Where a command is: a function of a module here, with its help, or a group of commands with its own."""

    module: str
    name: str
    help: str = ""
    settings: dict[str, Any] | None = None


# In the order in which help lists them.
_PLACES = {
    "status": Place("standing", "status", _("Targets against actuals, the five areas in the report's order.")),
    "show": Place("standing", "show", _("One measure: its numbers, its history and its source.")),
    "log": Place(
        "log",
        "log",
        _("Record progress. All of one command is recorded, or none; without words it asks."),
        # A minus is a value here (JJ03 -1), not an option; what looks like one is refused by name.
        {"ignore_unknown_options": True},
    ),
    "due": Place("due", "due", _("Measures not reported within their cadence, oldest first.")),
    "entries": Place("record", "entries", _("The record: who recorded what and when, and what was taken back.")),
    "undo": Place("record", "undo", _("Take back one command as a whole; what came later stays.")),
    "void": Place("record", "void", _("Take back one entry, for good and with a reason.")),
    "export": Place(
        "export", "export", _("Figures for scripts: exact decimals, ISO days, English headers. Empty means no data.")
    ),
    "target": Place("target", "app"),
    "area": Place("definitions", "area"),
    "goal": Place("defining", "goal"),
    "measure": Place("defining", "measure"),
    "period": Place("period", "app"),
    "config": Place("config", "app"),
    "db": Place("db", "app"),
}


class Root(Group):
    """The root group: it knows where each command is, and fetches the one that is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(_PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now."""
        if cmd_name not in self.commands and cmd_name in _PLACES:
            self.commands[cmd_name] = _built(cmd_name, _PLACES[cmd_name])
        return self.commands.get(cmd_name)


app = typer.Typer(
    name="nanhu-kpi",
    cls=Root,
    help=_("Goals, targets and progress of Nanhu Subdistrict. Without a command: status."),
    invoke_without_command=True,
    suggest_commands=False,  # click suggests in the language in force, typer in English
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)


@app.callback()
def root(ctx: typer.Context) -> None:
    """Show the status where no command is named."""
    if ctx.invoked_subcommand is None and not ctx.resilient_parsing:
        from nanhu_kpi.cli.standing import show_status

        show_status(ctx)


def _built(name: str, place: Place) -> click.Command:
    found = getattr(import_module(f"nanhu_kpi.cli.{place.module}"), place.name)
    if isinstance(found, typer.Typer):
        group = get_group(found)
        group.name = name
        return group
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    alone.command(name, cls=Command, help=place.help, context_settings=place.settings)(found)
    return get_command(alone)


command = get_command(app)
command.params.append(version_option())
translate_completion(command)
