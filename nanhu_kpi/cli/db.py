"""`db`: the file itself."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import click
import typer

from nanhu_kpi.cli.surroundings import desk, say
from nanhu_kpi.cli.typed import Command, Group
from nanhu_kpi.i18n import _
from nanhu_kpi.service.desk import create_database

app = typer.Typer(
    cls=Group, add_completion=False, help=_("The database file."), no_args_is_help=True, rich_markup_mode=None
)


@app.command("init", cls=Command, help=_("Create a database from the 2023 work report."))
def init(
    ctx: typer.Context,
    path: Annotated[
        Path | None, typer.Argument(metavar=_("[FILE]"), help=_("Else the one that --db names."), show_default=False)
    ] = None,
) -> None:
    """Create a database."""
    place = path or desk(ctx).path
    create_database(place)
    say(ctx, _("Created {path} from the 2023 work report.").format(path=place))


@app.command("path", cls=Command, help=_("Where the database is."))
def path(ctx: typer.Context) -> None:
    """Print the path."""
    place = desk(ctx).path
    with contextlib.suppress(OSError):  # the current folder may be gone
        place = place.absolute()
    click.echo(str(place))
