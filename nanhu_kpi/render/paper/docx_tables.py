"""A table of a paper in a document: a head that repeats, rows that stay whole, widths by what the cells hold."""

from __future__ import annotations

from functools import cache
from math import ceil
from typing import TYPE_CHECKING

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from wcwidth import wcswidth

from nanhu_kpi.render.paper.layout import head_lines, widths_on_page
from nanhu_kpi.render.sheet import Sheet, section_of
from nanhu_kpi.text import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.table import _Cell, _Row

    from nanhu_kpi.render.sheet import Row, Section, SheetColumn

_STYLE = {"left": "Table Text", "right": "Table Figure"}
# Pale enough to stay under black print; the word of the light stands in the cell.
_SHADES = {"yellow": "FFF2CC", "red": "F4CCCC"}
# Half a sign of nine points, and what the cell's edges take on both sides, in such halves.
_HALF_SIGN = Pt(4.5)
_EDGES = 1
_THIN = "iljtfr .,;:'|!()-"
_LETTER, _CAPITAL = 1.25, 1.75


def add_table(
    document: Document, columns: Sequence[SheetColumn], section: Section, measured: Sequence[Row], width: Length
) -> None:
    """Add a section's rows as one table, each group under a row of its own that runs over all columns.

    The columns are as wide as the rows `measured` want, so that tables with the same ones stand alike.
    """
    # Tables that touch are one table to Word.
    if len(document.element.body) > 1 and document.element.body[-2].tag == qn("w:tbl"):
        document.add_paragraph(style="Table End")
    lines: list[str | Row] = []
    for group in section.groups:
        lines += [*([group.heading] if group.heading else []), *group.rows]
    table = document.add_table(1 + len(lines), len(columns), "Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    sizes = column_widths(columns, measured, int(width / _HALF_SIGN))
    widths = [Length(int(width * size / sum(sizes))) for size in sizes]
    for column, measure in zip(table.columns, widths, strict=True):
        column.width = measure
    head, *rows = table.rows
    _fill_head(head, columns, widths, sizes)
    for row, line in zip(rows, lines, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if isinstance(line, str):
            _fill_group(row, line)
        else:
            _fill(row, columns, line, widths)


def column_widths(columns: Sequence[SheetColumn], rows: Sequence[Row], room: int) -> list[int]:
    """Return the columns' widths in half signs, edges included: figures and words whole, names on few lines.

    Where that is too wide, the sum stays above `room` and the caller narrows all alike.
    """
    sheet = Sheet("", "", tuple(columns), (section_of("", rows),))
    return [size + _EDGES for size in widths_on_page(sheet, room - _EDGES * len(columns), half_signs)]


def half_signs(text: str) -> int:
    """Return how wide a text of a table is in half signs, generously: what stands in for a missing font is wider."""
    return ceil(sum(map(_half_signs, text)))


@cache
def _half_signs(char: str) -> float:
    if wcswidth(char) > 1:
        return 2
    if char in _THIN:
        return 0.8
    return _CAPITAL if char.isupper() or char in "mw%" else _LETTER


def _fill_head(row: _Row, columns: Sequence[SheetColumn], widths: Sequence[Length], sizes: Sequence[int]) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))
    for cell, column, width, size in zip(row.cells, columns, widths, sizes, strict=True):
        cell.width = width
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _write(cell, visible(column.header), "Table Head", size - _EDGES)


def _fill_group(row: _Row, heading: str) -> None:
    cells = row.cells
    whole = cells[0].merge(cells[-1])
    _write(whole, visible(heading), "Table Group")


def _fill(row: _Row, columns: Sequence[SheetColumn], given: Row, widths: Sequence[Length]) -> None:
    for cell, column, text, width in zip(row.cells, columns, given.cells, widths, strict=True):
        cell.width = width
        _write(cell, text, _STYLE[column.align])
        if given.mark == column.key and given.style in _SHADES:
            shade = {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): _SHADES[given.style]}
            cell._tc.get_or_add_tcPr().append(OxmlElement("w:shd", shade))
            if given.style == "red":
                cell.paragraphs[0].runs[0].bold = True


def _write(cell: _Cell, text: str, style: str, size: int = 0) -> None:
    """Write a text into a cell, a Chinese head in even lines."""
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    shown = visible_lines(text)
    run = paragraph.add_run()
    for number, line in enumerate(head_lines(shown, size, half_signs) if size else shown.split("\n")):
        if number:
            run.add_break()
        run.add_text(line)
