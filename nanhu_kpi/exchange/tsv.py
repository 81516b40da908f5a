"""Tab-separated rows as other programs read them: no quotes, and what would break a row is escaped.

Source: linear TSV, as Miller and the IANA registration of text/tab-separated-values have it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_MEANT = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}


class Lines(Protocol):
    """What a reader of separated rows asks of a stream."""

    def __iter__(self) -> Iterator[str]:
        """Return what yields the lines."""

    def readline(self) -> str:
        """Return the next line, or '' at the end."""


def tsv_line(cells: Sequence[object]) -> str:
    """Return a row of cells as one line; None is an empty cell."""
    return "\t".join("" if cell is None else str(cell).translate(_ESCAPES) for cell in cells) + "\n"


class QuotedLines:
    """The lines that `tsv_line` wrote, as a reader of quoted cells takes them: each cell quoted, a row a line."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    def __iter__(self) -> Iterator[str]:
        """Yield the rows that are left."""
        return iter(self.readline, "")

    def readline(self) -> str:
        """Return the next row, or '' at the end."""
        line = self._lines.readline()
        if not line:
            return ""
        cells = (re.sub(r"\\[\\tnr]", lambda found: _MEANT[found[0]], cell) for cell in line.rstrip("\r\n").split("\t"))
        return "\t".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"
