"""How much of an upright page blocks take when they are printed, told generously: what has to fit a page does.

Heights are in points, of the type in which a brief is set: ten points for words, nine for tables. Each is what the
form takes that takes more, a page of HTML or a document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.render.paper.blocks import Bars, Block, Heading, Items, Letterhead, Paragraph, Signatures, Table
from nanhu_kpi.render.paper.layout import EDGES, columns_on_page, half_signs
from nanhu_kpi.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


# What is left between the margins of a brief below its head, and a line to be safe.
UPRIGHT_PAGE = 703.0
# Half signs in a line of words, in a row of a table and in the label of a bar.
_LINE, _ROW, _LABEL = 92, 108, 20
_LEADING, _TABLE_LEADING, _BAR = 14.0, 10.7, 13.2
# What stands between two paragraphs, and what the edges of a row take.
_BETWEEN, _EDGES = 1.8, 2.8
_HEADING, _RED_NAME = 20.2, 48.0
# What stands above the foot of a letterhead, and what the rule of each of its lines takes.
_FOOT, _RULE = 14.0, 4.4


def height(blocks: Iterable[Block]) -> float:
    """Return how many points of an upright page the blocks take."""
    return sum(map(_height, blocks))


def official_height(letterhead: Letterhead | None) -> float:
    """Return how many points a letterhead takes at the head and the foot of a page."""
    if letterhead is None:
        return 0
    lines = [*letterhead.recipients, letterhead.copies]
    return _RED_NAME + _FOOT + _words(lines) + _RULE * len(lines)


def _height(block: Block) -> float:
    match block:
        case Heading():
            return _HEADING
        case Paragraph(text):
            return _words([text])
        case Items(rows):
            return _words(rows)
        case Table():
            return _table(block)
        case Bars(bars):
            return _BAR * (sum(len(wrapped(bar.label, _LABEL, half_signs)) for bar in bars) + 1)
        case Signatures():
            return _HEADING
    return UPRIGHT_PAGE


def _words(texts: Sequence[str]) -> float:
    return sum(_LEADING * len(wrapped(text, _LINE, half_signs)) + _BETWEEN for text in texts)


def _table(table: Table) -> float:
    widths = [size - EDGES for size in columns_on_page(table.columns, table.rows, _ROW)]
    return _EDGES + sum(
        _TABLE_LEADING
        * max(
            sum(len(wrapped(line, size, half_signs)) for line in text.split("\n"))
            for text, size in zip(row, widths, strict=True)
        )
        + _EDGES
        for row in ([column.header for column in table.columns], *(row.cells for row in table.rows))
    )
