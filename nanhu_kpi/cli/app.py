"""The commands, put together. Imported after the language is set: help is made at import."""

from __future__ import annotations

import typer
from typer.main import get_command

from nanhu_kpi.cli import db, definitions, export, log, record, standing
from nanhu_kpi.cli.root import translate_completion, version_option
from nanhu_kpi.cli.surroundings import Command, Group
from nanhu_kpi.i18n import _

_HELP = {"help_option_names": ["--help", "-h"], "max_content_width": 100}
# A minus is a value here (JJ03 -1), not an option; what looks like one is refused by name.
_VALUES = {"ignore_unknown_options": True}

app = typer.Typer(
    name="nanhu-kpi",
    cls=Group,
    help=_("Goals, targets and progress of Nanhu Subdistrict. Without a command: status."),
    invoke_without_command=True,
    suggest_commands=False,  # click suggests in the language in force, typer in English
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_HELP,
)


@app.callback()
def root(ctx: typer.Context) -> None:
    """Show the status where no command is named."""
    if ctx.invoked_subcommand is None and not ctx.resilient_parsing:
        standing.show_status(ctx, [])


app.command(cls=Command, help=_("Targets against actuals, the five areas in the report's order."))(standing.status)
app.command(cls=Command, help=_("One measure: its numbers, its history and its source."))(standing.show)
app.command(
    cls=Command,
    context_settings=_VALUES,
    help=_("Record progress. All of one command is recorded, or none; without words it asks."),
)(log.log)
app.command(cls=Command, help=_("The record: who recorded what and when, and what was taken back."))(record.entries)
app.command(cls=Command, help=_("Take back one command as a whole; what came later stays."))(record.undo)
app.command(cls=Command, help=_("Take back one entry, for good and with a reason."))(record.void)
app.command(
    cls=Command, help=_("Figures for scripts: exact decimals, ISO days, English headers. Empty means no data.")
)(export.export)
app.add_typer(definitions.area, name="area")
app.add_typer(definitions.goal, name="goal")
app.add_typer(definitions.measure, name="measure")
app.add_typer(db.app, name="db")

command = get_command(app)
command.params.append(version_option())
translate_completion(command)
