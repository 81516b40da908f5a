"""The commands, put together. Imported after the language is set: help is made at import.

A command's module is imported when it is called, or when the help lists it, so that `log` does not pay for the rest.
"""

# Annotations are evaluated here, and not kept as text: Typer would compile each of them twice at every start.

from importlib import import_module
from typing import Annotated

import click
import typer
from typer.main import get_command, get_group

from nanhu_kpi import __version__
from nanhu_kpi.cli.completion import install_completion, know_shells, show_completion
from nanhu_kpi.cli.frame import Group, examples, framed
from nanhu_kpi.i18n import _

# The module below `commands` that registers each command, in the order in which help lists them.
_MODULES = {
    "status": "status",
    "show": "show",
    "why": "why",
    "log": "log",
    "due": "due",
    "issues": "issues",
    "weekly": "weekly",
    "monthly": "weekly",
    "quarterly": "weekly",
    "yearly": "weekly",
    "trend": "trend",
    "entries": "entries",
    "undo": "undo",
    "void": "undo",
    "import": "imports.import_",
    "export": "export",
    "target": "targets.target",
    "area": "definitions.goal",
    "goal": "definitions.goal",
    "measure": "definitions.measure",
    "period": "period",
    "config": "config",
    "merge": "merge",
    "rollup": "rollup",
    "db": "db",
    "help": "help",
}


class Root(Group):
    """The lazy group of click's documentation: it imports a command's module when the command is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now."""
        if cmd_name not in self.commands and cmd_name in _MODULES:
            module = import_module(f"nanhu_kpi.cli.commands.{_MODULES[cmd_name]}")
            self.commands[cmd_name] = framed(get_group(module.app).commands[cmd_name])
        return self.commands.get(cmd_name)


app = typer.Typer(
    name="nanhu-kpi",
    cls=Root,
    help=_("Goals, targets and progress of Nanhu Subdistrict. Without a command: the year at a glance."),
    epilog=examples(
        "nanhu-kpi log JJ09+3",
        _("Three companies more, as of today."),
        "nanhu-kpi due",
        _("What should have been reported by today and was not."),
        _("nanhu-kpi weekly -o sheet.html"),
        _("The sheet of last week as a file to open and print."),
    ),
    invoke_without_command=True,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
    add_completion=False,
    rich_markup_mode=None,
    suggest_commands=False,
)


def _show_version(value: bool) -> None:
    if value:
        click.echo(f"nanhu-kpi {__version__}")
        raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    install: Annotated[
        bool,
        typer.Option(
            "--install-completion",
            expose_value=False,
            callback=install_completion,
            help=_("Install completion for the current shell."),
        ),
    ] = False,
    show: Annotated[
        bool,
        typer.Option(
            "--show-completion",
            expose_value=False,
            callback=show_completion,
            help=_("Show completion for the current shell, to copy it or customize the installation."),
        ),
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", expose_value=False, is_eager=True, callback=_show_version, help=_("Show the version.")
        ),
    ] = False,
) -> None:
    """Show the year at a glance where no command is named."""
    if ctx.invoked_subcommand is None and not ctx.resilient_parsing:
        from nanhu_kpi.cli.commands.overview import show_overview

        show_overview(ctx)


know_shells()
command = framed(get_command(app))
