"""The rows of a file that is set whole: targets, and definitions of measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.import_rows import HEADER_AGAIN, Problem
from nanhu_kpi.errors.imports import HEADER_ALONE
from nanhu_kpi.exchange.readers.headers import Header, found_nameless, is_header_again
from nanhu_kpi.exchange.readers.open_input import opened_input
from nanhu_kpi.exchange.readers.table import without_nul

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nanhu_kpi.exchange.formats import FileFormat


class FileRows(NamedTuple):
    """The rows of a file by number, each its cells by column, and what could not be read; what was passed over above
    the header, in hidden sheets and in ignored columns, and the rows and columns that a filter or a person has hidden.

    `header` is None for rows that name what they were exported from: `import` restores them.
    """

    path: str
    header: Header | None
    rows: Sequence[tuple[int, Mapping[str, str]]] = ()
    problems: Sequence[Problem] = ()
    above: Sequence[tuple[int, str]] = ()
    hidden_sheets: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()


def file_rows(
    path: str, format_: FileFormat | None, sheet: str, read_header: Callable[[Sequence[str]], Header | None]
) -> FileRows:
    """Return the rows of a file. Raises HEADER_ALONE, and what `read_header` and `opened_input` raise."""
    with opened_input(path, format_, sheet) as source:
        table = source.table
        header = read_header(table.header)
        if header is None:
            return FileRows(path, None)
        nameless = set(header.nameless)
        rows: list[tuple[int, Mapping[str, str]]] = []
        problems: list[Problem] = []
        for read in table.chunks:
            chunk = without_nul(read, header.names, header.places.values())
            problems += chunk.problems
            for number, row in zip(chunk.numbers, chunk.rows, strict=True):
                if is_header_again(header.names, row):
                    problems.append(Problem(number, "", "", BadInput(HEADER_AGAIN)))
                    continue
                problems += found_nameless(nameless, number, row)
                cells = {name: row[place].strip() for name, place in header.places.items()}
                if any(cells.values()):
                    rows.append((number, cells))
    if not rows and not problems:
        raise BadInput(HEADER_ALONE, path=path)
    hidden = (table.hidden, table.hidden_rows, table.hidden_columns)
    return FileRows(path, header, rows, problems, table.above, *hidden)
