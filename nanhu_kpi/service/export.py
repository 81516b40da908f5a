"""Figures for scripts: the same columns for years."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple, TextIO

from nanhu_kpi.days import past_day, period_name
from nanhu_kpi.errors import Unknown
from nanhu_kpi.errors.export import UNKNOWN_SINCE
from nanhu_kpi.errors.unknown import IdOfAnEntry, UnknownId
from nanhu_kpi.errors.values import UnreadableDay
from nanhu_kpi.exchange.columns import (
    COLUMNS,
    TYPES,
    AreaRow,
    BatchRow,
    Column,
    DueRow,
    GroupRow,
    MeasureOfficeRow,
    MeasureStandingRow,
    OfficeStandingRow,
    SheetRow,
    StatusRow,
    TrendRowOfPeriod,
    filled,
)
from nanhu_kpi.exchange.data_package import data_package
from nanhu_kpi.exchange.formats import FileFormat
from nanhu_kpi.exchange.writers.rows import SCHEMA, write_rows
from nanhu_kpi.service.entries import Definitions, Wanted, entry_filter
from nanhu_kpi.service.lookup import batch_named, chosen, selected, selected_goals
from nanhu_kpi.service.status.status import StandingReport, readable_year
from nanhu_kpi.service.status.status_by import By, counted_by
from nanhu_kpi.service.trend import TrendReport, cadence_of
from nanhu_kpi.service.whose import ANYONE, Whose, refuse_unknown_people
from nanhu_kpi.store.connection import unseen
from nanhu_kpi.store.definitions import read_areas, read_goals, read_measures
from nanhu_kpi.store.export import Cutoff, RowFilter, row_count, rows_of, rows_of_entries, rows_of_targets

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from nanhu_kpi.model import Cadence, Revision
    from nanhu_kpi.rollup_result import RollupReport
    from nanhu_kpi.scorecard.period_sheet import PeriodSheet
    from nanhu_kpi.service.due import DueReport
    from nanhu_kpi.service.ledger import Ledger, Reading
    from nanhu_kpi.service.undo import Recent

_TOLD_AFTER = 1000


class Extract(NamedTuple):
    """Which rows of an export are asked for, as typed: SELECT words, a year, the day or batch since which, and whose
    measures."""

    words: tuple[str, ...] = ()
    year: int | None = None
    since: str | None = None
    whose: Whose = ANYONE


def export(ledger: Ledger, what: str, format_: FileFormat, stream: TextIO, extract: Extract) -> int:
    """Write goals, measures, entries, targets, changes or periods to `stream`, row by row, and return how many.

    Raises UNKNOWN_SELECTION, UNREADABLE_YEAR, FUTURE_DAY, UNKNOWN_SINCE, UNKNOWN_PERSON or AMBIGUOUS_ID.
    """
    columns = COLUMNS[what]
    with ledger.look() as reading:
        wanted = _row_filter(reading, what, extract)
        rows: Iterable[Sequence[object]] = rows_of(reading.conn, what, [column.name for column in columns], wanted)
        if ledger.on_step is not unseen:
            rows = _stepping(rows, row_count(reading.conn, what, wanted), ledger.on_step)
        return write_rows(stream, format_, what, columns, rows, reading.settings.zone)


def _stepping(
    rows: Iterable[Sequence[object]], total: int, on_step: Callable[[int, int], None]
) -> Iterator[Sequence[object]]:
    """Yield rows, telling after every thousand how many of how many they were."""
    for number, row in enumerate(rows):
        if number % _TOLD_AFTER == 0:
            on_step(number, total)
        yield row


def write_schema(format_: FileFormat, stream: TextIO) -> None:
    """Write what every export holds, as JSON: its columns in order, what they are and mean; or as a Data Package."""
    if format_ is FileFormat.DATAPACKAGE:
        stream.write(json.dumps(data_package(), ensure_ascii=False, indent=2) + "\n")
        return
    exports = {what: {"columns": [_described(column) for column in columns]} for what, columns in COLUMNS.items()}
    document = {"schema": SCHEMA, "what": "schema", "types": TYPES, "exports": exports}
    stream.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _described(column: Column) -> dict[str, object]:
    described: dict[str, object] = {"name": column.name, "type": column.type, "meaning": column.meaning}
    if column.values:
        described["values"] = list(column.values)
    return {**described, "header_zh": column.header_zh}


def _row_filter(reading: Reading, what: str, extract: Extract) -> RowFilter:
    codes: Collection[str] | None = None
    if extract.words or extract.whose.named:
        measures, areas, goals = read_measures(reading.conn), read_areas(reading.conn), read_goals(reading.conn)
        refuse_unknown_people(extract.whose, measures)
        if what == "goals":
            codes = selected_goals(extract.words, goals, areas, measures)
        else:
            selection = selected(extract.words, measures, (*areas, *goals))
            codes = chosen(measures, selection, extract.whose)
    year = readable_year(extract.year) if extract.year is not None else None
    return RowFilter(codes, year, _since(reading, extract.since) if extract.since is not None else None)


def _since(reading: Reading, text: str) -> Cutoff:
    """Return from where on rows are exported: a day, or a batch. What reads as a day is one; `#20240630` is a batch."""
    try:
        return Cutoff(day=past_day(text, reading.today))
    except UnreadableDay:
        pass
    try:
        return Cutoff(batch=batch_named(reading.conn, text).id)
    except (UnknownId, IdOfAnEntry):
        raise Unknown(UNKNOWN_SINCE, text=text) from None


def write_status(report: StandingReport, format_: FileFormat, stream: TextIO) -> int:
    """Write a standing to `stream`, and return how many rows."""
    rows = (StatusRow(score.measure, score, report.card.days) for score in report.card.scores)
    return write_filled("status", rows, format_, stream)


def write_status_by(report: StandingReport, by: By, format_: FileFormat, stream: TextIO) -> int:
    """Write a standing counted by group to `stream`, and return how many rows."""
    rows = (GroupRow(*each, report.card.days) for each in counted_by(report, by))
    return write_filled("status_by", rows, format_, stream)


def write_trend(report: TrendReport, format_: FileFormat, stream: TextIO) -> int:
    """Write measures by period to `stream`, a row a measure and period, and return how many rows."""
    cadence = cadence_of(report.step)
    rows = (
        TrendRowOfPeriod(row.measure, report.step, period_name(cadence, span.first), span, *this, *before)
        for row in report.rows
        for span, this, before in zip(report.spans, row.periods, row.year_before, strict=True)
    )
    return write_filled("trend", rows, format_, stream)


def write_sheets(cadence: Cadence, sheets: Sequence[PeriodSheet], format_: FileFormat, stream: TextIO) -> int:
    """Write the rows of the sheets of a week, month, quarter or year to `stream`, and return how many."""
    rows = (SheetRow(line.score.measure, line.score, line, sheet) for sheet in sheets for line in sheet.lines)
    return write_filled(cadence, rows, format_, stream)


def write_due(report: DueReport, format_: FileFormat, stream: TextIO) -> int:
    """Write what is due to `stream`, and return how many rows."""
    rows = (DueRow(*each, report.day) for each in report.dues)
    return write_filled("due", rows, format_, stream)


def write_areas(found: Definitions, format_: FileFormat, stream: TextIO) -> int:
    """Write the areas to `stream`, and return how many."""
    rows = (
        AreaRow(
            area,
            sum(goal.area == area.code for goal in found.goals),
            sum(measure.area == area.code for measure in found.measures),
        )
        for area in found.areas
    )
    return write_filled("areas", rows, format_, stream)


def write_batches(found: Recent, format_: FileFormat, stream: TextIO) -> int:
    """Write the last commands of an officer to `stream`, and return how many."""
    return write_filled("batches", (BatchRow(batch, *doings) for batch, doings in found.batches), format_, stream)


def write_rollup(report: RollupReport, what: str, format_: FileFormat, stream: TextIO) -> int:
    """Write a table of a rollup to `stream`, `rollup_offices`, `rollup_measures` or `rollup_measure`; return how many
    rows."""
    rows: Iterable[object]
    match what:
        case "rollup_offices":
            rows = (OfficeStandingRow(office, report.as_of) for office in report.offices)
        case "rollup_measures":
            rows = (MeasureStandingRow(each.definition, each, report.as_of) for each in report.measures)
        case _:
            rows = (MeasureOfficeRow(each.definition, each, report.as_of) for each in report.of_measure)
    return write_filled(what, rows, format_, stream)


def write_filled(what: str, rows: Iterable[object], format_: FileFormat, stream: TextIO) -> int:
    """Write the rows of a calculated export to `stream`, and return how many."""
    return write_rows(stream, format_, what, COLUMNS[what], filled(what, rows))


def export_entries(ledger: Ledger, format_: FileFormat, stream: TextIO, wanted: Wanted) -> int:
    """Write the entries that are asked for to `stream`, row by row, with the columns of all, and return how many."""
    columns = COLUMNS["entries"]
    with ledger.look() as reading:
        passing = entry_filter(reading, wanted, read_measures(reading.conn))
        rows = rows_of_entries(reading.conn, [column.name for column in columns], passing, wanted.limit)
        return write_rows(stream, format_, "entries", columns, rows)


def write_targets(ledger: Ledger, format_: FileFormat, stream: TextIO, revisions: Sequence[Revision]) -> int:
    """Write some target revisions to `stream`, with the columns of all, and return how many."""
    columns = COLUMNS["targets"]
    with ledger.look() as reading:
        ids = [target.id for target, _, _ in revisions]
        rows = rows_of_targets(reading.conn, ids, [column.name for column in columns])
        return write_rows(stream, format_, "targets", columns, rows)
