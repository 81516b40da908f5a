"""The commands, put together. Imported after the language is set: help is made at import.

A command's module is imported when it is called, or when the help lists it, so that `log` does not pay for the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from nanhu_kpi.cli.frame import Group
from nanhu_kpi.cli.root import answer_shell, completion_options, version_option
from nanhu_kpi.i18n import _

if TYPE_CHECKING:
    from collections.abc import MutableMapping


class Place(NamedTuple):
    """Where a command is: one of click's, a function with its help, or an app of Typer's, in a module here."""

    module: str
    name: str
    help: str = ""
    settings: dict[str, Any] | None = None


# In the order in which help lists them.
_PLACES = {
    "status": Place("status", "command"),
    "show": Place("show", "show", _("One measure: its numbers, its history and its source.")),
    "log": Place("log", "command"),
    "due": Place("due", "due", _("Measures not reported within their cadence, oldest first.")),
    "weekly": Place("weekly", "weekly", _("The week's sheet for the leadership: on screen, on paper, in a file.")),
    "entries": Place("record", "entries", _("The record: who recorded what and when, and what was taken back.")),
    "undo": Place("record", "undo", _("Take back one command as a whole; what came later stays.")),
    "void": Place("record", "void", _("Take back one entry, for good and with a reason.")),
    "import": Place("import_", "import_file", _("Record the rows of a file: all of them, or none.")),
    "export": Place(
        "export", "export", _("Figures for scripts: exact decimals, ISO days, English headers. Empty means no data.")
    ),
    "target": Place("target", "app"),
    "area": Place("definitions", "area"),
    "goal": Place("defining", "goal"),
    "measure": Place("defining", "measure"),
    "period": Place("period", "app"),
    "config": Place("config", "app"),
    "merge": Place("merge", "merge", _("Take over what another copy of the database has: the union of both.")),
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

    def _main_shell_completion(
        self, ctx_args: MutableMapping[str, Any], prog_name: str, complete_var: str | None = None
    ) -> None:
        answer_shell(self, ctx_args, prog_name)


def _built(name: str, place: Place) -> click.Command:
    found = getattr(import_module(f"nanhu_kpi.cli.commands.{place.module}"), place.name)
    if isinstance(found, click.Command):
        return found
    from nanhu_kpi.cli.typed import command_of, group_of

    return command_of(name, found, place.help, place.settings) if place.help else group_of(name, found)


@click.pass_context
def _root(ctx: click.Context) -> None:
    """Show the status where no command is named."""
    if ctx.invoked_subcommand is None and not ctx.resilient_parsing:
        from nanhu_kpi.cli.commands.status import show_status

        show_status(ctx)


command = Root(
    "nanhu-kpi",
    callback=_root,
    help=_("Goals, targets and progress of Nanhu Subdistrict. Without a command: status."),
    invoke_without_command=True,
    params=[*completion_options(), version_option()],
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)
