"""Rows to csv, tsv, json and jsonl, one at a time: a million of them in constant memory."""

from __future__ import annotations

import csv
import io
import itertools
import json
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from nanhu_kpi.exchange.columns import Column

SCHEMA = 1
_CHUNK = 500


class Format(StrEnum):
    """What scripts read."""

    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"


def write_rows(
    stream: TextIO, format_: Format, what: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]
) -> None:
    """Write a header and rows to `stream`; None and '' are empty cells, and null in JSON numbers and texts alike.

    CSV is UTF-8 with `\\n`, quoted only where needed. JSON numbers keep every digit: read them as decimals.
    """
    if format_ is Format.CSV or format_ is Format.TSV:
        _write_separated(stream, "," if format_ is Format.CSV else "\t", columns, rows)
        return
    objects = _objects(columns, rows)
    if format_ is Format.JSONL:
        stream.writelines(f"{line}\n" for line in objects)
        return
    stream.write(f'{{"schema": {SCHEMA}, "what": {json.dumps(what)}, "rows": [')
    for number, line in enumerate(objects):
        stream.write(f"{',' if number else ''}\n{line}")
    stream.write("\n]}\n")


def _write_separated(
    stream: TextIO, delimiter: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]
) -> None:
    # csv.writer quotes a lone carriage return only where it is part of the line's end, and readers split the row at
    # it. So a chunk is looked at as text, and written again with every cell quoted in the rare case.
    left = itertools.chain([[column.name for column in columns]], rows)
    while chunk := list(itertools.islice(left, _CHUNK)):
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(chunk)
        if "\r" in text.getvalue():
            text = io.StringIO(newline="")
            plain = csv.writer(text, delimiter=delimiter, lineterminator="\n")
            quoted = csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
            for row in chunk:
                (quoted if any("\r" in str(cell) for cell in row) else plain).writerow(row)
        stream.write(text.getvalue())


def _objects(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    names = [json.dumps(column.name) for column in columns]
    numeric = [column.type == "number" for column in columns]
    for row in rows:
        cells = (
            f"{name}: {_literal(cell, is_number)}" for name, cell, is_number in zip(names, row, numeric, strict=True)
        )
        yield f"{{{', '.join(cells)}}}"


def _literal(cell: object, is_number: bool) -> str:
    if cell is None or cell == "":
        return "null"
    return str(cell) if is_number else json.dumps(cell, ensure_ascii=False)
