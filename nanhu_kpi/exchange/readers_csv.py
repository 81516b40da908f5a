"""CSV and TSV as Excel and our own exports write them. A row that cannot be read does not hide the next."""

from __future__ import annotations

import csv
import itertools
from collections import deque
from typing import TYPE_CHECKING

from nanhu_kpi.errors.importing import CellsMissing, CellTooLong, Problem, QuoteOpen
from nanhu_kpi.exchange.chunks import SIZE, Chunk, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

# A quotation mark that is never closed would swallow the rest of the file into memory.
LONGEST = 1 << 22


def read_separated(stream: TextIO, delimiter: str | None) -> Table | None:
    """Return the table of a stream opened without newline translation, or None where it holds nothing.

    Where no delimiter is given, the header's own decides: a tab, else a comma.
    """
    csv.field_size_limit(LONGEST)
    first = stream.readline()
    while first and not first.strip("\r\n\t, "):
        first = stream.readline()
    if not first:
        return None
    if delimiter is None:
        delimiter = "\t" if "\t" in first and "," not in first else ","
    rows = _careful(deque([first]), stream, delimiter)
    header = next(rows)
    if isinstance(header, Exception):
        header = first.rstrip("\r\n").split(delimiter)
    return Table(header, _chunks(stream, delimiter, len(header)))


def _chunks(stream: TextIO, delimiter: str, width: int) -> Iterator[Chunk]:
    held: list[str] = []

    def lines() -> Iterator[str]:
        for line in stream:
            held.append(line)
            yield line

    number = 2
    reader = csv.reader(lines(), delimiter=delimiter, strict=True)
    while True:
        held.clear()
        try:
            rows: list[list[str] | csv.Error] = list(itertools.islice(reader, SIZE))
        except csv.Error:
            # What was read so far is looked at again, a record at a time.
            rows = list(_until_read(deque(held), stream, delimiter))
            reader = csv.reader(lines(), delimiter=delimiter, strict=True)
        if not rows:
            return
        yield _sorted_out(rows, number, width)
        number += len(rows)


def _sorted_out(rows: list[list[str] | csv.Error], number: int, width: int) -> Chunk:
    """Return the rows that have the header's length, and what is wrong with the others; empty ones are passed over."""
    sound = [row for row in rows if not isinstance(row, csv.Error)]
    if len(sound) == len(rows) and set(map(len, sound)) == {width}:
        return Chunk(range(number, number + len(rows)), sound)
    numbers, taken, problems = [], [], []
    for at, row in enumerate(rows, start=number):
        if isinstance(row, csv.Error):
            reason = CellTooLong(most=LONGEST) if "field limit" in str(row) else QuoteOpen()
            problems.append(Problem(at, "", "", reason))
        elif len(row) == width or (len(row) > width and not any(row[width:])):
            numbers.append(at)
            taken.append(row[:width])
        elif any(cell.strip() for cell in row):
            problems.append(Problem(at, "", "", CellsMissing(count=len(row), wanted=width)))
    return Chunk(numbers, taken, problems)


def _until_read(waiting: deque[str], stream: TextIO, delimiter: str) -> Iterator[list[str] | csv.Error]:
    """Yield the records of the waiting lines, and of the lines after them that the last one needs."""
    records = _careful(waiting, stream, delimiter)
    while waiting:
        yield next(records)


def _careful(waiting: deque[str], stream: TextIO, delimiter: str) -> Iterator[list[str] | csv.Error]:
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
