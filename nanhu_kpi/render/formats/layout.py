"""Which columns of a sheet fit a width, and how wide each of them is; `cells` counts what a text takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nanhu_kpi.render.sheet import Sheet

    Cells = Callable[[str], int]

GAP = 2
NARROWEST = 8
_COMFORT = 26


def fitted_to(sheet: Sheet, width: int, cells: Cells) -> tuple[Sheet, tuple[str, ...]]:
    """Return the sheet without the columns that do not fit into `width`, and their headers.

    A column that wraps needs no more than a comfortable width; what may be dropped goes in the order of `drop`.
    """
    natural = _natural(sheet, cells)
    needed = [
        min(size, max(_COMFORT, cells(column.header))) if column.wraps else size
        for column, size in zip(sheet.columns, natural, strict=True)
    ]
    kept = list(range(len(sheet.columns)))
    order = sorted((column.drop, at) for at, column in enumerate(sheet.columns) if column.drop is not None)
    dropped = []
    for _, at in order:
        if sum(needed[place] for place in kept) + GAP * (len(kept) - 1) <= width:
            break
        kept.remove(at)
        dropped.append(sheet.columns[at].header)
    return sheet.keeping(kept), tuple(dropped)


def _natural(sheet: Sheet, cells: Cells) -> list[int]:
    """Return how wide each column's widest cell is."""
    rows = [row for section in sheet.sections for row in section.rows]
    return [
        max([cells(column.header), *(cells(row.cells[at]) for row in rows)]) for at, column in enumerate(sheet.columns)
    ]


def widths_in(sheet: Sheet, width: int, cells: Cells) -> list[int]:
    """Return the columns' widths within `width`: those that wrap give way first, then any but the codes."""
    widths = _natural(sheet, cells)
    wrapping = [at for at, column in enumerate(sheet.columns) if column.wraps]
    for places, narrowest in ((wrapping, NARROWEST), (range(1, len(widths)), NARROWEST - 2)):
        while places and sum(widths) + GAP * (len(widths) - 1) > width:
            widest = max(places, key=lambda at: widths[at])
            if widths[widest] <= narrowest:
                break
            widths[widest] -= 1
    return widths


def wrapped_row(texts: Sequence[str], widths: Sequence[int], cells: Cells) -> list[list[str]]:
    """Return each cell's lines, as many for all of them; a line break in a cell stays one."""
    lines = [
        [line for part in text.split("\n") for line in wrapped(part, size, cells)]
        for text, size in zip(texts, widths, strict=True)
    ]
    height = max(len(cell) for cell in lines)
    return [[*cell, *[""] * (height - len(cell))] for cell in lines]
