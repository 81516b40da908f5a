"""CSV and TSV as Excel and our own exports write them. A row that cannot be read does not hide the next."""

from __future__ import annotations

import csv
import itertools
from collections import deque
from typing import TYPE_CHECKING

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.import_rows import CELL_TOO_LONG, CELLS_MISSING, QUOTE_OPEN, Problem
from nanhu_kpi.exchange.readers.headers import HeadingRow, heading
from nanhu_kpi.exchange.readers.table import SIZE, Chunk, OpenTable
from nanhu_kpi.exchange.tsv import Lines, QuotedLines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


# A quotation mark that is never closed would swallow the rest of the file into memory.
LONGEST = 1 << 22


def read_separated(opened: Callable[[], Lines], delimiter: str | None) -> OpenTable | None:
    """Return the table of a file, or None where it holds nothing. `opened` opens it again, without newline translation.

    Where no delimiter is given it is the one that makes a header of a row, else the first row's own: a tab, else a
    comma.
    """
    csv.field_size_limit(LONGEST)
    first = next((line for line in opened() if line.strip("\r\n\t, ")), "")
    if not first:
        return None
    if first.startswith("id\tbatch\t") and delimiter != ",":
        return _table_of(lambda: QuotedLines(opened()), "\t", first)
    return _table_of(opened, delimiter, first)


def _table_of(opened: Callable[[], Lines], delimiter: str | None, first: str) -> OpenTable | None:
    own = delimiter or ("\t" if "\t" in first and "," not in first else ",")
    for each in (own,) if delimiter else (own, *{",", "\t"} - {own}):
        stream, waiting = opened(), deque[str]()
        records = enumerate(_careful(waiting, stream, each), start=1)
        head = heading(_before_fault(records))
        if head:
            return OpenTable(head.names, _chunks(waiting, stream, each, head), head.above)
    stream, waiting = opened(), deque[str]()
    for number, row in enumerate(_careful(waiting, stream, own), start=1):
        if isinstance(row, csv.Error):
            row = first.rstrip("\r\n").split(own)  # noqa: PLW2901 - the line as it stands
        if any(cell.strip() for cell in row):
            head = HeadingRow(number, row)
            return OpenTable(row, _chunks(waiting, stream, own, head))
    return None


def _before_fault(records: Iterator[tuple[int, list[str] | csv.Error]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in records:
        if isinstance(row, csv.Error):
            return
        yield number, row


def _chunks(waiting: deque[str], stream: Lines, delimiter: str, head: HeadingRow) -> Iterator[Chunk]:
    width, number = len(head.names), head.number + 1
    if waiting:
        rows = list(_until_read(waiting, stream, delimiter))
        yield _sorted_out(rows, number, width)
        number += len(rows)
    while lines := list(itertools.islice(stream, SIZE)):
        try:
            rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
        except csv.Error:
            # The last record goes on in the next lines, or one cannot be read: they are taken a record at a time.
            rows = list(_until_read(deque(lines), stream, delimiter))
        yield _sorted_out(rows, number, width)
        number += len(rows)


def _sorted_out(rows: list[list[str] | csv.Error], number: int, width: int) -> Chunk:
    """Return the rows, as long as the header, and what is wrong with the longer ones and those that cannot be read."""
    sound = [row for row in rows if not isinstance(row, csv.Error)]
    if len(sound) == len(rows) and set(map(len, sound)) == {width}:
        return Chunk(range(number, number + len(rows)), sound)
    numbers: list[int] = []
    taken: list[list[str]] = []
    problems: list[Problem] = []
    short: dict[int, int] = {}
    for at, row in enumerate(rows, start=number):
        if isinstance(row, csv.Error):
            reason = BadInput(CELL_TOO_LONG, most=LONGEST) if "field limit" in str(row) else BadInput(QUOTE_OPEN)
            problems.append(Problem(at, "", "", reason))
        elif len(row) < width and not any(cell.strip() for cell in row):
            continue
        elif not any(row[width:]):  # cells that a row lacks at its end are empty, as in a workbook
            numbers.append(at)
            taken.append(row[:width] + [""] * (width - len(row)))
            if len(row) < width:
                short[at] = len(row)
        else:
            problems.append(Problem(at, "", "", BadInput(CELLS_MISSING, count=len(row), wanted=width)))
    return Chunk(numbers, taken, problems, short)


def _until_read(waiting: deque[str], stream: Lines, delimiter: str) -> Iterator[list[str] | csv.Error]:
    """Yield the records of the waiting lines, and of the lines after them that the last one needs."""
    records = _careful(waiting, stream, delimiter)
    while waiting:
        yield next(records)


def _careful(waiting: deque[str], stream: Lines, delimiter: str) -> Iterator[list[str] | csv.Error]:
    """Yield each record, or its error; after an error it goes on with the line after the one it began on."""
    while True:
        taken: list[str] = []

        def lines(taken: list[str] = taken) -> Iterator[str]:
            while line := waiting.popleft() if waiting else stream.readline():
                taken.append(line)
                yield line

        try:
            row = next(csv.reader(lines(), delimiter=delimiter, strict=True), None)
        except csv.Error as error:
            waiting.extendleft(reversed(taken[1:]))
            yield error
        else:
            if row is None:
                return
            yield row
