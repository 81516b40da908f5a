"""`export`: the same columns for years."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from nanhu_kpi.cli.context import is_quiet, ledger_of
from nanhu_kpi.cli.frame import commands, examples
from nanhu_kpi.cli.options import (
    AsOfOption,
    EveryOption,
    KnownOption,
    LeaderOption,
    MonthOption,
    OutputOption,
    OwnerOption,
    QuarterOption,
    SupportOption,
    WeekOption,
    offered,
    offered_argument,
    span_shown,
    whose_of,
)
from nanhu_kpi.cli.output import emit
from nanhu_kpi.cli.progress import Progress
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.export import NOT_FOR_EXCEL, NOT_OF_THIS_EXPORT
from nanhu_kpi.exchange.formats import FOR_SCRIPTS, FileFormat, format_asked
from nanhu_kpi.i18n import _
from nanhu_kpi.service.export import Extract, write_schema, write_status
from nanhu_kpi.service.export import export as export_rows
from nanhu_kpi.service.status.status import status
from nanhu_kpi.service.status.status_filter import Wish

if TYPE_CHECKING:
    from collections.abc import Mapping

app = commands()


class What(StrEnum):
    """What can be exported."""

    GOALS = "goals"
    MEASURES = "measures"
    ENTRIES = "entries"
    TARGETS = "targets"
    CHANGES = "changes"
    PERIODS = "periods"
    STATUS = "status"
    SCHEMA = "schema"


_DATED = (What.ENTRIES, What.TARGETS, What.STATUS)
_OWNED = (What.MEASURES, *_DATED)
_SELECTED = (What.GOALS, *_OWNED)
_RECORDED = (What.ENTRIES, What.TARGETS, What.CHANGES, What.PERIODS)
_ROWS = tuple(what for what in What if what is not What.SCHEMA)


@app.command(
    "export",
    help=_("Export data for other programs. Decimals are exact, dates ISO, headers English; empty means no data."),
    epilog=examples(
        "nanhu-kpi export status -o status.csv",
        _("The status of every measure, as a file."),
        "nanhu-kpi export entries JJ DJ09 --year 2024 -f json",
        _("The entries of one area and one measure."),
        _("nanhu-kpi export entries --excel -o entries.csv"),
        _("For Excel, with Chinese headers."),
    ),
)
def export(
    ctx: typer.Context,
    what: Annotated[
        What,
        typer.Argument(
            metavar=_("WHAT"),
            help=_("goals, measures, entries, targets, changes, periods or status; schema describes the columns."),
        ),
    ],
    select: Annotated[
        list[str] | None,
        offered_argument(
            "selection",
            help_=_(
                "An area (JJ), a goal (JJ-G2), a code (JJ03) or words of a name; not for changes or periods. "
                "Default: all."
            ),
        ),
    ] = None,
    format_: Annotated[
        str | None,
        offered(
            "export_formats",
            "--format",
            "-f",
            help_=_(
                "csv, tsv, json, jsonl or xlsx; for schema json or datapackage. Default: by the ending of FILE, else "
                "csv or json."
            ),
        ),
    ] = None,
    output: OutputOption = None,
    excel: Annotated[
        bool, typer.Option("--excel", help=_("CSV or TSV for Excel: Chinese headers, no text taken for a formula."))
    ] = False,
    year: Annotated[
        int | None,
        offered("years", "--year", "-y", help_=_("Entries and targets of that year; for status, the year shown.")),
    ] = None,
    since: Annotated[
        str | None,
        offered(
            "since",
            "--since",
            help_=_(
                "Only what was recorded or voided from DAY on, or after BATCH; for entries, targets, changes, periods."
            ),
        ),
    ] = None,
    as_of: AsOfOption = None,
    week: WeekOption = None,
    month: MonthOption = None,
    quarter: QuarterOption = None,
    known: KnownOption = None,
    every: EveryOption = False,
    owner: OwnerOption = None,
    support: SupportOption = None,
    leader: LeaderOption = None,
) -> None:
    if what is What.SCHEMA:
        known_shapes = [FileFormat.JSON, FileFormat.DATAPACKAGE]
        shape = format_asked(format_, output, default=FileFormat.JSON, known=known_shapes)
    else:
        shape = format_asked(format_, output, default=FileFormat.CSV, known=FOR_SCRIPTS)
    _refuse_strangers(what, {
        _("SELECT"): (select, _SELECTED), "--year": (year, _DATED), "--since": (since, _RECORDED),
        "--as-of": (as_of, (What.STATUS,)), "--week": (week, (What.STATUS,)), "--month": (month, (What.STATUS,)),
        "--quarter": (quarter, (What.STATUS,)), "--known": (known, (What.STATUS,)),
        "--all": (every or None, (What.STATUS,)), "--owner": (owner, _OWNED), "--support": (support, _OWNED),
        "--leader": (leader, _OWNED), "--excel": (excel or None, _ROWS),
    })  # fmt: skip
    if excel and shape not in (FileFormat.CSV, FileFormat.TSV):
        raise Usage(NOT_FOR_EXCEL, format=shape)
    # Rows that run over the screen show for themselves how far they are.
    progress = Progress(is_quiet(ctx) or (output is None and sys.stdout.isatty()))
    ledger = ledger_of(ctx)
    if progress.shows:
        ledger = ledger._replace(on_step=progress.step)
    span = span_shown(lambda: ledger.today(known), as_of, week, month, quarter)
    words, whose = tuple(select or ()), whose_of(owner, support, leader)

    def rows(fmt: FileFormat, stream: TextIO) -> int | None:
        fmt = (fmt.for_excel or fmt) if excel else fmt
        if what is What.SCHEMA:
            write_schema(fmt, stream)
            return None
        if what is What.STATUS:
            report = status(
                ledger, words, year=year, as_of=as_of, span=span, known=known, every=every, wish=Wish(whose), turns=True
            )
            return write_status(report, fmt, stream)
        return export_rows(ledger, what, fmt, stream, Extract(words, year, since, whose))

    emit(ctx, shape, output, tuple, rows, progress=progress)


def _refuse_strangers(what: What, given: Mapping[str, tuple[object, tuple[What, ...]]]) -> None:
    """Refuse what would be passed over, which each export's own say nothing about. Raises NOT_OF_THIS_EXPORT."""
    for option, (value, known) in given.items():
        if value is not None and value != [] and what not in known:
            raise Usage(NOT_OF_THIS_EXPORT, option=option, what=what, known=known)
