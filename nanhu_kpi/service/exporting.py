"""Figures for scripts: the same columns for years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.exchange.columns import COLUMNS
from nanhu_kpi.exchange.rows import status_rows
from nanhu_kpi.exchange.writers import write_rows
from nanhu_kpi.store.streams import rows_of, rows_of_entries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from nanhu_kpi.exchange.writers import Format
    from nanhu_kpi.service.desk import Desk
    from nanhu_kpi.service.standing import Status
    from nanhu_kpi.store.records import Recorded


def export(desk: Desk, what: str, format_: Format, stream: TextIO) -> None:
    """Write goals, measures, entries or targets to `stream`, row by row."""
    columns = COLUMNS[what]
    with desk.look() as look:
        write_rows(stream, format_, what, columns, rows_of(look.conn, what, [column.name for column in columns]))


def write_status(found: Status, format_: Format, stream: TextIO) -> None:
    """Write a standing to `stream`."""
    write_rows(stream, format_, "status", COLUMNS["status"], status_rows(found.card))


def write_entries(desk: Desk, format_: Format, stream: TextIO, entries: Sequence[Recorded]) -> None:
    """Write some entries to `stream`, with the columns of all."""
    columns = COLUMNS["entries"]
    with desk.look() as look:
        ids = [entry.id for entry, _, _ in entries]
        rows = rows_of_entries(look.conn, ids, [column.name for column in columns])
        write_rows(stream, format_, "entries", columns, rows)
