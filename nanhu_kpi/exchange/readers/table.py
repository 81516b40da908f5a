"""Rows of a file that comes in, some hundreds at a time: a million of them in constant memory."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nanhu_kpi.errors.import_rows import Problem

SIZE = 1000


class Chunk(NamedTuple):
    """Rows by the number that the file gives them, each as many cells as the header, and what cannot be read.

    Cells that a row lacks at its end are empty; `short` says of such a row how many it has.
    """

    numbers: Sequence[int]
    rows: Sequence[Sequence[str]]
    problems: Sequence[Problem] = ()
    short: Mapping[int, int] = MappingProxyType({})


class OpenTable(NamedTuple):
    """A file's header, and its rows, read as they are asked for.

    `above` is what stands in rows above the header, by number, and is passed over. Of a workbook also the hidden
    sheets that were passed over though something is in them, and, where more than this one sheet could have been meant,
    its name; and the rows of the table that a filter or a person has hidden, which are read all the same.
    """

    header: Sequence[str]
    chunks: Iterator[Chunk]
    above: Sequence[tuple[int, str]] = ()
    hidden: Sequence[str] = ()
    part: str = ""
    hidden_rows: Sequence[int] = ()
