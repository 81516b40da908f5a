"""How much of an upright page blocks take when they are printed, told generously: what has to fit a page does.

Heights are in points, of the type in which a brief is set: ten points for words, nine for tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.render.paper.blocks import Bars, Heading, Items, Paragraph, Signatures, Table
from nanhu_kpi.render.paper.layout import EDGES, columns_on_page, half_signs
from nanhu_kpi.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nanhu_kpi.render.paper.blocks import Block, Letterhead

# What is left between the margins of a brief below its head.
UPRIGHT_PAGE = 700.0
# Half signs in a line of words and in a row of a table.
_LINE, _ROW = 92, 106
_LEADING, _TABLE_LEADING, _BETWEEN = 14.0, 12.0, 3.0
_HEADING, _BAR, _RED_NAME = 22.0, 15.0, 60.0


def height(blocks: Iterable[Block]) -> float:
    """Return how many points of an upright page the blocks take."""
    return sum(map(_height, blocks))


def official_height(letterhead: Letterhead | None) -> float:
    """Return how many points a letterhead takes at the head and the foot of a page."""
    if letterhead is None:
        return 0
    return _RED_NAME + _words([*letterhead.recipients, letterhead.copies])


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
            return _BAR * (len(bars) + 1) + _BETWEEN
        case Signatures():
            return _HEADING
    return UPRIGHT_PAGE


def _words(texts: Sequence[str]) -> float:
    return sum(_LEADING * len(wrapped(text, _LINE, half_signs)) + _BETWEEN for text in texts)


def _table(table: Table) -> float:
    rows = [row for section in table.sections for row in section.rows]
    widths = [size - EDGES for size in columns_on_page(table.columns, rows, _ROW)]
    return _BETWEEN + sum(
        _TABLE_LEADING * max(len(wrapped(text, size, half_signs)) for text, size in zip(row, widths, strict=True))
        + _BETWEEN
        for row in ([column.header for column in table.columns], *(row.cells for row in rows))
    )
