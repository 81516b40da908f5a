"""What `goal` and `measure` have in common: options, what a script lacks, and the echo of a change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import click
import typer

from nanhu_kpi.cli.context import is_quiet, ledger_of, may_ask
from nanhu_kpi.cli.output import emit, print_sheets
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import OPTIONS_WANTED
from nanhu_kpi.exchange.formats import FileFormat, format_asked
from nanhu_kpi.i18n import _, listed, ngettext
from nanhu_kpi.service.definitions.definitions import Edited
from nanhu_kpi.service.entries import definitions
from nanhu_kpi.service.export import Extract, export, write_areas

if TYPE_CHECKING:
    from nanhu_kpi.render.sheet import Sheet

ZhOption = Annotated[str | None, typer.Option("--name-zh", metavar=_("NAME"), help=_("A short Chinese name."))]
EnOption = Annotated[
    str | None, typer.Option("--name-en", metavar=_("NAME"), help=_("A short English name. Default: the Chinese one."))
]
SourceOption = Annotated[
    str | None,
    typer.Option(
        "--source", metavar=_("SOURCE"), help=_("Source: a section of the report such as 2.3.2, or a document.")
    ),
]
# Without a default they could not be asked for: a script that leaves them out is refused all the same.
NewCode = Annotated[
    str | None,
    typer.Argument(metavar=_("CODE"), help=_("A new code. Codes are never reused."), show_default=False),
]


def emit_definitions(
    ctx: typer.Context,
    what: Literal["areas", "goals", "measures"],
    select: list[str] | None,
    format_: str | None,
    output: Path | None,
) -> None:
    """Print or write the areas, goals or measures of a selection."""
    ledger, shape = ledger_of(ctx), format_asked(format_, output)
    areas, goals, measures = selected = definitions(ledger, select or [])

    def sheets() -> list[Sheet]:
        from nanhu_kpi.render.sheets.definitions import areas_sheet, goals_sheet, measures_sheet

        match what:
            case "areas":
                return [areas_sheet(areas, goals, measures)]
            case "goals":
                return [goals_sheet(areas, goals, measures)]
        return [measures_sheet(areas, measures)]

    def rows(fmt: FileFormat, stream: TextIO) -> int:
        if what == "areas":
            return write_areas(selected, fmt, stream)
        return export(ledger, what, fmt, stream, Extract(tuple(select or ())))

    emit(ctx, shape, output, sheets, rows)


def refuse_a_script_without(ctx: click.Context, name: str) -> None:
    """Refuse what a person would be asked for. Raises MissingParameter in a script."""
    if not may_ask():
        param = next(each for each in ctx.command.params if each.name == name)
        raise click.MissingParameter(ctx=ctx, param=param)


def given(**fields: str | None) -> dict[str, str]:
    """Return the fields that were given, as text."""
    return {field: str(value) for field, value in fields.items() if value is not None}


def refuse_a_script(command: str, lacking: list[str]) -> None:
    """Refuse a new definition that lacks fields which a person would be asked for. Raises OPTIONS_WANTED."""
    if not may_ask():
        raise Usage(OPTIONS_WANTED, command=command, options=[f"--{field.replace('_', '-')}" for field in lacking])


def print_edited(ctx: click.Context, edited: Edited) -> None:
    """Print what an edit changed, of several things as a table, or that nothing did."""
    if is_quiet(ctx):
        return
    if len({change.code for change in edited.changes}) > 1:
        from nanhu_kpi.render.sheets.definitions import edited_sheet

        print_sheets(ctx, [edited_sheet(edited.things, edited.changes)])
        return
    from nanhu_kpi.render.sheets.definitions import definition_line

    for change in edited.changes:
        click.echo(definition_line(edited.things[change.code], change))
    if not edited.changes:
        sentence = ngettext(
            "Nothing to change: {codes} already has these values.",
            "Nothing to change: {codes} already have these values.",
            len(edited.things),
        )
        click.echo(sentence.format(codes=listed(list(edited.things))))
