"""CSV and TSV as Excel and our own exports write them. A row that cannot be read does not hide the next."""

from __future__ import annotations

import csv
import itertools
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.import_rows import CELL_TOO_LONG, CELLS_MISSING, QUOTE_OPEN, Problem
from nanhu_kpi.errors.imports import LOOKALIKE_DELIMITER
from nanhu_kpi.exchange.readers.headers import HeadingRow, heading
from nanhu_kpi.exchange.readers.table import SIZE, Chunk, OpenTable
from nanhu_kpi.exchange.tsv import Lines, QuotedLines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


# A quotation mark that is never closed would swallow the rest of the file into memory.
LONGEST = 1 << 22
_DELIMITERS = (",", "\t", ";", "|")
# What people type in their place; a text may hold it too, so that rows are not told apart by it.
_LOOKALIKES = ("，", "；", "、")
# The end of a file, as DOS and what is as old mark it.
_END = "\x1a"


class _Form(NamedTuple):
    """What stands between cells, and whether blanks before a quotation mark belong to it."""

    delimiter: str
    skips_blanks: bool


def read_separated(opened: Callable[[], Lines], delimiter: str | None) -> OpenTable | None:
    """Return the table of a file, or None where it holds nothing. `opened` opens it again, without newline translation.

    The delimiter is the one that makes a header of a row: the given one before others, else the first row's own, a
    tab or a comma. Where none does, it is that one all the same. Raises LOOKALIKE_DELIMITER.
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
    for each in dict.fromkeys((own, *_DELIMITERS)):
        form = _Form(each, skips_blanks=f'{each} "' in first)
        if head := _heading(opened, form):
            stream, waiting = opened(), deque[str]()
            for _ in itertools.islice(_careful(waiting, stream, form), head.number):
                pass  # it was looked at a row beyond the header
            return OpenTable(head.names, _chunks(waiting, stream, form, head), head.above)
    for mark in _LOOKALIKES:
        if _heading(opened, _Form(mark, skips_blanks=False)):
            raise BadInput(LOOKALIKE_DELIMITER, mark=mark)
    stream, waiting, form = opened(), deque[str](), _Form(own, skips_blanks=False)
    for number, row in enumerate(_careful(waiting, stream, form), start=1):
        if isinstance(row, csv.Error):
            row = first.rstrip("\r\n").split(own)  # noqa: PLW2901 - the line as it stands
        if any(cell.strip() for cell in row):
            head = HeadingRow(number, row)
            return OpenTable(row, _chunks(waiting, stream, form, head))
    return None


def _heading(opened: Callable[[], Lines], form: _Form) -> HeadingRow | None:
    return heading(_before_fault(enumerate(_careful(deque(), opened(), form), start=1)))


def _reader(lines: Iterable[str], form: _Form) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=form.delimiter, skipinitialspace=form.skips_blanks, strict=True)


def _before_fault(records: Iterator[tuple[int, list[str] | csv.Error]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in records:
        if isinstance(row, csv.Error):
            return
        yield number, row


def _chunks(waiting: deque[str], stream: Lines, form: _Form, head: HeadingRow) -> Iterator[Chunk]:
    width, number = len(head.names), head.number + 1
    if waiting:
        rows = list(_until_read(waiting, stream, form))
        yield _sorted_out(rows, number, width)
        number += len(rows)
    while lines := list(itertools.islice(stream, SIZE)):
        try:
            rows = list(_reader(lines, form))
        except csv.Error:
            # The last record goes on in the next lines, or one cannot be read: they are taken a record at a time.
            rows = list(_until_read(deque(lines), stream, form))
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
        elif (len(row) < width and not any(cell.strip() for cell in row)) or row == [_END]:
            continue
        elif not any(row[width:]):  # cells that a row lacks at its end are empty, as in a workbook
            numbers.append(at)
            taken.append(row[:width] + [""] * (width - len(row)))
            if len(row) < width:
                short[at] = len(row)
        else:
            problems.append(Problem(at, "", "", BadInput(CELLS_MISSING, count=len(row), wanted=width)))
    return Chunk(numbers, taken, problems, short)


def _until_read(waiting: deque[str], stream: Lines, form: _Form) -> Iterator[list[str] | csv.Error]:
    """Yield the records of the waiting lines, and of the lines after them that the last one needs."""
    records = _careful(waiting, stream, form)
    while waiting:
        yield next(records)


def _careful(waiting: deque[str], stream: Lines, form: _Form) -> Iterator[list[str] | csv.Error]:
    """Yield each record, or its error; after an error it goes on with the line after the one it began on."""
    while True:
        taken: list[str] = []

        def lines(taken: list[str] = taken) -> Iterator[str]:
            while line := waiting.popleft() if waiting else stream.readline():
                taken.append(line)
                yield line

        try:
            row = next(_reader(lines(), form), None)
        except csv.Error as error:
            waiting.extendleft(reversed(taken[1:]))
            yield error
        else:
            if row is None:
                return
            yield row
