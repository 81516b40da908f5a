"""`export`: the same columns for years."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from nanhu_kpi.cli.days import span_shown
from nanhu_kpi.cli.output import Shape, emit, shape_of
from nanhu_kpi.cli.surroundings import desk
from nanhu_kpi.cli.typed_options import (
    AsOfOption,
    KnownOption,
    MonthOption,
    OutputOption,
    QuarterOption,
    WeekOption,
    YearOption,
)
from nanhu_kpi.errors.usage import OnlyOfStatus
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
    CHANGES = "changes"
    STATUS = "status"


def export(
    ctx: typer.Context,
    what: Annotated[
        What, typer.Argument(metavar=_("WHAT"), help=_("goals, measures, entries, targets, changes or status."))
    ],
    format_: Annotated[
        str | None,
        typer.Option("--format", "-f", metavar=_("FORMAT"), help=_("csv, tsv, json or jsonl.")),
    ] = None,
    output: OutputOption = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    week: WeekOption = None,
    month: MonthOption = None,
    quarter: QuarterOption = None,
    known: KnownOption = None,
    every: Annotated[bool, typer.Option("--all", "-a", help=_("Also measures with nothing in the year."))] = False,
) -> None:
    """Figures for scripts: exact decimals, ISO days, English headers. Empty means no data."""
    shape = shape_of(format_, output, default=Shape.CSV, known=[shape for shape in Shape if shape.for_scripts])
    if what is not What.STATUS:
        _refuse_days(what, {"--year": year, "--as-of": as_of, "--week": week, "--month": month, "--quarter": quarter,
                            "--known": known, "--all": every or None})  # fmt: skip
    span = span_shown(as_of, week, month, quarter)
    at = desk(ctx)

    def rows(fmt: Format, stream: TextIO) -> None:
        if what is What.STATUS:
            write_status(status(at, year=year, as_of=as_of, span=span, known=known, every=every), fmt, stream)
        else:
            export_rows(at, what, fmt, stream)

    emit(ctx, shape, output, tuple, rows)


def _refuse_days(what: What, options: dict[str, object]) -> None:
    """Refuse what would be passed over: other exports hold every day. Raises OnlyOfStatus."""
    for option, value in options.items():
        if value is not None:
            raise OnlyOfStatus(option=option, what=str(what))
