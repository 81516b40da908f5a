"""Rows to csv, tsv, json, jsonl and xlsx, one at a time: a million of them in constant memory."""

from __future__ import annotations

import csv
import io
import itertools
import json
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, TextIO

from nanhu_kpi.exchange.formats import FileFormat
from nanhu_kpi.exchange.tsv import tsv_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nanhu_kpi.exchange.columns import Column

SCHEMA = 1
_CHUNK = 500
_BOM = "\ufeff"


def write_rows(
    stream: TextIO,
    format_: FileFormat,
    what: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    zone: tzinfo = UTC,
) -> int:
    """Write a header and rows to `stream`, and return how many rows; None and '' are empty cells, and null in JSON
    numbers and texts alike.

    CSV is UTF-8 with a line feed, quoted only where needed; TSV is never quoted. JSON numbers keep every digit: read
    them as decimals. For Excel moments are in the time of `zone`. A workbook goes to the stream's `buffer`; of one that
    cannot hold the rows, raises TOO_MANY_ROWS or WORKBOOK_CELL_TOO_LONG.
    """
    counted = itertools.count()
    rows = (row for row, _number in zip(rows, counted, strict=False))
    match format_:
        case FileFormat.CSV:
            _write_csv(stream, columns, rows)
        case FileFormat.TSV:
            stream.write(tsv_line([column.name for column in columns]))
            stream.writelines(map(tsv_line, rows))
        case FileFormat.EXCEL_CSV | FileFormat.EXCEL_TSV:
            _write_for_excel(stream, "," if format_ is FileFormat.EXCEL_CSV else "\t", columns, rows, zone)
        case FileFormat.JSONL:
            stream.writelines(f"{line}\n" for line in _objects(columns, rows))
        case FileFormat.JSON:
            _write_json(stream, what, columns, rows)
        case FileFormat.XLSX:
            from nanhu_kpi.exchange.writers.xlsx import write_workbook

            write_workbook(stream.buffer, what, columns, rows)
    return next(counted)


def _write_csv(stream: TextIO, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
    # csv.writer quotes a lone carriage return only where it is part of the line's end, and readers split the row at
    # it. So a chunk is looked at as text, and written again with every cell quoted in the rare case.
    left = itertools.chain([[column.name for column in columns]], rows)
    while chunk := list(itertools.islice(left, _CHUNK)):
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(chunk)
        if "\r" in text.getvalue():
            text = io.StringIO(newline="")
            plain = csv.writer(text, lineterminator="\n")
            quoted = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
            for row in chunk:
                (quoted if any("\r" in str(cell) for cell in row) else plain).writerow(row)
        stream.write(text.getvalue())


def _write_for_excel(
    stream: TextIO, delimiter: str, columns: Sequence[Column], rows: Iterable[Sequence[object]], zone: tzinfo
) -> None:
    """Write with a mark of its encoding, Chinese headers and words, and `\\r\\n`; no text is a formula."""
    from nanhu_kpi.exchange.excel import rows_for_excel

    stream.write(_BOM)
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([column.header_zh for column in columns])
    writer.writerows(rows_for_excel(columns, iter(rows), zone))


def _write_json(stream: TextIO, what: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
    stream.write(f'{{"schema": {SCHEMA}, "what": {json.dumps(what)}, "rows": [')
    for number, line in enumerate(_objects(columns, rows)):
        stream.write(f"{',' if number else ''}\n{line}")
    stream.write("\n]}\n")


def _objects(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    names = [json.dumps(column.name) for column in columns]
    numeric = [column.is_number for column in columns]
    for row in rows:
        cells = (
            f"{name}: {_literal(cell, is_number)}" for name, cell, is_number in zip(names, row, numeric, strict=True)
        )
        yield f"{{{', '.join(cells)}}}"


def _literal(cell: object, is_number: bool) -> str:
    if cell is None or cell == "":
        return "null"
    return str(cell) if is_number else json.dumps(cell, ensure_ascii=False)
