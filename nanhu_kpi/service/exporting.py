"""Figures for scripts: the same columns for years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.exchange.columns import COLUMNS
from nanhu_kpi.exchange.rows import due_rows, status_rows, weekly_rows
from nanhu_kpi.exchange.writers import write_rows
from nanhu_kpi.service.browsing import entry_filter
from nanhu_kpi.store.definitions import read_measures
from nanhu_kpi.store.streams import rows_of, rows_of_entries, rows_of_targets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from nanhu_kpi.exchange.writers import Format
    from nanhu_kpi.scorecard.week import WeekSheet
    from nanhu_kpi.service.browsing import Wanted
    from nanhu_kpi.service.desk import Desk
    from nanhu_kpi.service.due import Dues
    from nanhu_kpi.service.standing import Status
    from nanhu_kpi.store.targets import Revision


def export(desk: Desk, what: str, format_: Format, stream: TextIO) -> None:
    """Write goals, measures, entries, targets or changes to `stream`, row by row."""
    columns = COLUMNS[what]
    with desk.look() as look:
        write_rows(stream, format_, what, columns, rows_of(look.conn, what, [column.name for column in columns]))


def write_status(found: Status, format_: Format, stream: TextIO) -> None:
    """Write a standing to `stream`."""
    write_rows(stream, format_, "status", COLUMNS["status"], status_rows(found.card))


def write_weekly(sheets: Sequence[WeekSheet], format_: Format, stream: TextIO) -> None:
    """Write the rows of a week's sheets to `stream`."""
    rows = (row for sheet in sheets for row in weekly_rows(sheet))
    write_rows(stream, format_, "weekly", COLUMNS["weekly"], rows)


def write_due(found: Dues, format_: Format, stream: TextIO) -> None:
    """Write what is due to `stream`."""
    write_rows(stream, format_, "due", COLUMNS["due"], due_rows(found.dues, found.day))


def export_entries(desk: Desk, format_: Format, stream: TextIO, wanted: Wanted) -> None:
    """Write the entries that are asked for to `stream`, row by row, with the columns of all."""
    columns = COLUMNS["entries"]
    with desk.look() as look:
        passing = entry_filter(look, wanted, read_measures(look.conn))
        rows = rows_of_entries(look.conn, [column.name for column in columns], passing, wanted.limit)
        write_rows(stream, format_, "entries", columns, rows)


def write_targets(desk: Desk, format_: Format, stream: TextIO, revisions: Sequence[Revision]) -> None:
    """Write some target revisions to `stream`, with the columns of all."""
    columns = COLUMNS["targets"]
    with desk.look() as look:
        ids = [target.id for target, _, _ in revisions]
        rows = rows_of_targets(look.conn, ids, [column.name for column in columns])
        write_rows(stream, format_, "targets", columns, rows)
