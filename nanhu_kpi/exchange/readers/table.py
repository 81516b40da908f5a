"""Rows of a file that comes in, some hundreds at a time: a million of them in constant memory."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.import_rows import NO_TEXT, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

SIZE = 1000


class Chunk(NamedTuple):
    """Rows by the number that the file gives them, each as many cells as the header, and what cannot be read.

    Cells that a row lacks at its end are empty; `short` says of such a row how many it has.
    """

    numbers: Sequence[int]
    rows: Sequence[Sequence[str]]
    problems: Sequence[Problem] = ()
    short: Mapping[int, int] = MappingProxyType({})


class OutOfSight(NamedTuple):
    """The numbers of the rows and columns of a sheet that nobody sees."""

    rows: Sequence[int]
    columns: Sequence[int]


class OpenTable(NamedTuple):
    """A file's header, and its rows, read as they are asked for.

    `above` is what stands in rows above the header, by number, and is passed over. Of a workbook also the hidden
    sheets that were passed over though something is in them, and, where more than this one sheet could have been meant,
    its name; and the rows and columns of the table that a filter or a person has hidden, which are read all the same.
    """

    header: Sequence[str]
    chunks: Iterator[Chunk]
    above: Sequence[tuple[int, str]] = ()
    hidden: Sequence[str] = ()
    part: str = ""
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()


def without_nul(chunk: Chunk, header: Sequence[str], places: Collection[int]) -> Chunk:
    """Return a chunk without the rows that hold a NUL in one of these columns, which each become a problem."""
    if "\0" not in "".join(map("".join, chunk.rows)):
        return chunk
    with_nul = [
        Problem(number, header[place].strip(), row[place], BadInput(NO_TEXT))
        for number, row in zip(chunk.numbers, chunk.rows, strict=True)
        for place in sorted(places)
        if "\0" in row[place]
    ]
    wrong = {problem.row for problem in with_nul}
    sound = [(number, row) for number, row in zip(chunk.numbers, chunk.rows, strict=True) if number not in wrong]
    return chunk._replace(
        numbers=[number for number, _ in sound], rows=[row for _, row in sound], problems=[*chunk.problems, *with_nul]
    )
