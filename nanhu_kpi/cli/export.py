"""`export`: the same columns for years."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from nanhu_kpi.cli.output import OutputOption, Shape, emit, shape_of
from nanhu_kpi.cli.standing import AsOfOption, YearOption
from nanhu_kpi.cli.surroundings import desk
from nanhu_kpi.i18n import _
from nanhu_kpi.service.exporting import export as export_rows
from nanhu_kpi.service.exporting import write_status
from nanhu_kpi.service.standing import status

if TYPE_CHECKING:
    from typing import TextIO

    from nanhu_kpi.exchange.writers import Format


class What(StrEnum):
    """What can be exported."""

    GOALS = "goals"
    MEASURES = "measures"
    ENTRIES = "entries"
    TARGETS = "targets"
    STATUS = "status"


def export(
    ctx: typer.Context,
    what: Annotated[What, typer.Argument(metavar=_("WHAT"), help=_("goals, measures, entries, targets or status."))],
    format_: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar=_("FORMAT"), help=_("csv, tsv, json or jsonl.")),
    ] = None,
    output: OutputOption = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    every: Annotated[bool, typer.Option("--all", "-a", help=_("Also measures with nothing in the year."))] = False,
) -> None:
    """Figures for scripts: exact decimals, ISO days, English headers. Empty means no data."""
    shape = shape_of(format_, output, default=Shape.CSV, known=[shape for shape in Shape if shape.for_scripts])
    at = desk(ctx)

    def rows(fmt: Format, stream: TextIO) -> None:
        if what is What.STATUS:
            write_status(status(at, year=year, as_of=as_of, every=every), fmt, stream)
        else:
            export_rows(at, what, fmt, stream)

    emit(ctx, shape, output, tuple, rows)
