"""A table of a paper in a document: a head that repeats, rows that stay whole, widths by what the cells hold."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from wcwidth import wcswidth

from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.table import _Cell, _Row

    from nanhu_kpi.render.sheet import Column, Row, Section

_STYLE = {"left": "Table Text", "right": "Table Figure"}
# Pale enough to stay under black print; the word of the light stands in the cell.
_SHADES = {"yellow": "FFF2CC", "red": "F4CCCC"}
# Half a sign of nine points, and what the cell's edges take on both sides, in such halves.
_HALF_SIGN = Pt(4.5)
_EDGES = 2
_LETTER, _CAPITAL = 1.3, 1.7
_COMFORT, _NARROWEST = 26, 14
_LONGEST = 80


def add_table(document: Document, columns: Sequence[Column], section: Section, width: Length) -> None:
    """Add a section's rows as one table, each group under a row of its own that runs over all columns."""
    # Tables that touch are one table to Word.
    if len(document.element.body) > 1 and document.element.body[-2].tag == qn("w:tbl"):
        document.add_paragraph(style="Table End")
    lines: list[str | Row] = []
    for group in section.groups:
        lines += [*([group.heading] if group.heading else []), *group.rows]
    table = document.add_table(1 + len(lines), len(columns), "Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    sizes = column_widths(columns, section.rows, int(width / _HALF_SIGN))
    widths = [Length(int(width * size / sum(sizes))) for size in sizes]
    for column, measure in zip(table.columns, widths, strict=True):
        column.width = measure
    head, *rows = table.rows
    _fill_head(head, columns, widths)
    for row, line in zip(rows, lines, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if isinstance(line, str):
            _fill_group(row, line)
        else:
            _fill(row, columns, line, widths)


def column_widths(columns: Sequence[Column], rows: Sequence[Row], room: int) -> list[int]:
    """Return the columns' widths in half signs: figures and codes whole, the room left over to texts that wrap.

    Where room is short, heads take two lines first, then texts that wrap grow narrow, then other words. Where even that
    is too wide, the sum stays above `room` and the caller narrows all alike.
    """
    cells = [[row.cells[at] for row in rows] for at in range(len(columns))]
    for on_two_lines in (False, True):
        natural = [_natural(column, cells[at], on_two_lines=on_two_lines) for at, column in enumerate(columns)]
        widths = [min(size, _COMFORT) if column.wraps else size for column, size in zip(columns, natural, strict=True)]
        if sum(widths) <= room:
            break
    wrapping = [at for at, column in enumerate(columns) if column.wraps]
    words = [at for at, column in enumerate(columns) if column.align == "left"]
    for places in (wrapping, words):
        while sum(widths) > room and max((widths[at] for at in places), default=0) > _NARROWEST:
            widths[max(places, key=lambda at: widths[at])] -= 1
    short = [size - width for size, width in zip(natural, widths, strict=True)]
    left = room - sum(widths)
    if left > 0 and any(short):
        widths = [width + min(left * lacks // sum(short), lacks) for width, lacks in zip(widths, short, strict=True)]
    return widths


def _natural(column: Column, cells: Sequence[str], *, on_two_lines: bool) -> int:
    """Return the width of a column's widest cell, edges included; a head may stand `on_two_lines`."""
    head = _size(column.header)
    if on_two_lines:
        words = max((_size(word) for word in column.header.split()), default=0)
        head = words if column.header.isascii() else max(words // 2, 4)
    return min(max([head, *map(_size, cells)]), _LONGEST) + _EDGES


def _size(text: str) -> int:
    """Return the width of a text in half signs, generously: what stands in for a missing font is often wider."""
    return ceil(sum(2 if wcswidth(char) > 1 else _CAPITAL if char.isupper() else _LETTER for char in text))


def _fill_head(row: _Row, columns: Sequence[Column], widths: Sequence[Length]) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))
    for cell, column, width in zip(row.cells, columns, widths, strict=True):
        cell.width = width
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _write(cell, column.header, "Table Head")


def _fill_group(row: _Row, heading: str) -> None:
    cells = row.cells
    whole = cells[0].merge(cells[-1])
    _write(whole, heading, "Table Group")


def _fill(row: _Row, columns: Sequence[Column], given: Row, widths: Sequence[Length]) -> None:
    for cell, column, text, width in zip(row.cells, columns, given.cells, widths, strict=True):
        cell.width = width
        _write(cell, text, _STYLE[column.align])
        if given.mark == column.key and given.style in _SHADES:
            shade = {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): _SHADES[given.style]}
            cell._tc.get_or_add_tcPr().append(OxmlElement("w:shd", shade))
            if given.style == "red":
                cell.paragraphs[0].runs[0].bold = True


def _write(cell: _Cell, text: str, style: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(visible(text))
