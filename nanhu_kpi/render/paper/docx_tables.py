"""A table of a paper in a document: a head that repeats, rows that stay whole, widths by what the cells hold."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor

from nanhu_kpi.i18n import _
from nanhu_kpi.render.paper.layout import EDGES, columns_on_page, half_signs, head_lines
from nanhu_kpi.render.paper.png import LARGE, png_of
from nanhu_kpi.text import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table as DocxTable
    from docx.table import _Cell, _Row
    from docx.text.run import Run

    from nanhu_kpi.render.paper.blocks import Bar, Curve, Table
    from nanhu_kpi.render.sheet import Row, SheetColumn

_STYLE = {"left": "Table Text", "right": "Table Figure"}
# Pale enough to stay under black print; the word of the light stands in the cell.
_SHADES = {"yellow": "FFF2CC", "red": "F4CCCC"}
# On bars the shades tell lights apart in black and white too; none is blank.
_BARS: dict[str, str] = {"red": "A31515", "yellow": "F2C66D", "green": "D5EBDC", "dim": "FFFFFF", "": "FFFFFF"}
# A curve's width and height.
_CURVE, _LARGE_CURVE = (Mm(19), Mm(3.3)), (Mm(150), Mm(35))
# Half a sign of nine points.
_HALF_SIGN = Pt(4.5)


def add_table(document: Document, given: Table, measured: Sequence[Row], width: Length) -> None:
    """Add a table, each group under a row of its own that runs over all columns, its curves as
    pictures in a last column.

    The columns are as wide as the rows `measured` want, so that tables with the same ones stand alike.
    """
    columns, curves = given.columns, given.curves
    lines: list[str | Row] = []
    for group in given.groups:
        lines += [*([group.heading] if group.heading else []), *group.rows]
    table = _new_table(document, 1 + len(lines), len(columns) + bool(curves))
    labels = [f"{curve.begins}{curve.ends}" for curve in curves if curve]
    drawn = Length(max(map(half_signs, labels), default=0) * _HALF_SIGN + _CURVE[0] + Mm(8)) if curves else Length(0)
    sizes = columns_on_page(columns, measured, int((width - drawn) / _HALF_SIGN))
    widths = [Length(int((width - drawn) * size / sum(sizes))) for size in sizes]
    widths += [drawn] if curves else []
    for column, measure in zip(table.columns, widths, strict=True):
        column.width = measure
    head, *rows = table.rows
    heads = [visible(column.header) for column in columns]
    _fill_head(
        head, [*heads, *([_("Course of the year")] if curves else [])], widths, [*sizes, *([1000] if curves else [])]
    )
    pictures = iter(curves)
    for row, line in zip(rows, lines, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if isinstance(line, str):
            _fill_group(row, line)
        else:
            _fill(row, columns, line, widths)
            curve = next(pictures, None)
            if curve:
                _draw(row.cells[-1], curve)
    _keep_groups(rows, lines)


def _new_table(document: Document, rows: int, columns: int, style: str = "Table Grid") -> DocxTable:
    # Tables that touch are one table to Word.
    if len(document.element.body) > 1 and document.element.body[-2].tag == qn("w:tbl"):
        document.add_paragraph(style="Table End")
    table: DocxTable = document.add_table(rows, columns, style)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    return table


def _draw(cell: _Cell, curve: Curve) -> None:
    """Draw a curve between the labels of its ends."""
    paragraph = cell.paragraphs[0]
    paragraph.style = "Table Text"
    paragraph.add_run(f"{visible(curve.begins)} ")
    draw_curve(paragraph.add_run(), curve)
    paragraph.add_run(f" {visible(curve.ends)}")


def draw_curve(run: Run, curve: Curve, *, large: bool = False) -> None:
    """Add the picture of a curve, described to whom does not see it."""
    drawn, size = (png_of(curve, LARGE), _LARGE_CURVE) if large else (png_of(curve), _CURVE)
    picture = run.add_picture(io.BytesIO(drawn), *size)
    picture._inline.docPr.set("descr", visible(f"{curve.label} {curve.text}"))


def add_bars(document: Document, bars: Sequence[Bar], width: Length) -> None:
    """Add bars as shaded cells on one scale, a row a bar, and in a last row what the shades mean."""
    longest = max((bar.whole for bar in bars), default=0) or 1
    labels = max((half_signs(visible(bar.label)) for bar in bars), default=0) + 4
    label = Length(min(labels * _HALF_SIGN, width // 3))
    table = _new_table(document, len(bars), 1 + longest, "Normal Table")
    unit = Length((width - label) // longest)
    for place, column in enumerate(table.columns):
        column.width = unit if place else label
    for row, bar in zip(table.rows, bars, strict=True):
        cells = row.cells
        cells[0].width = label
        _write(cells[0], visible(bar.label), "Table Text")
        place = 1
        for part in bar.parts:
            cell = cells[place].merge(cells[place + part.number - 1])
            cell.width = Length(unit * part.number)
            _shade(cell, _BARS[part.style])
            _frame(cell)
            _write(cell, str(part.number), "Table Bar")
            if part.style == "red":
                cell.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)
            place += part.number
    legend = document.add_paragraph(style="Table Text")
    for word, style in {part.word: part.style for bar in bars for part in bar.parts}.items():
        sample = legend.add_run("\u3000")
        sample._r.get_or_add_rPr().append(_shading(_BARS[style]))
        legend.add_run(f" {visible(word)}    ")


def _frame(cell: _Cell) -> None:
    """Draw a line around a part of a bar, without which a white one would not be seen."""
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        borders.append(OxmlElement(f"w:{side}", {qn("w:val"): "single", qn("w:sz"): "4", qn("w:color"): "auto"}))
    properties = cell._tc.get_or_add_tcPr()
    properties.insert(len(properties) - 1, borders)


def _keep_groups(rows: Sequence[_Row], lines: Sequence[str | Row]) -> None:
    """Keep the line of a group on the page of its first row."""
    for row, line in zip(rows, lines, strict=True):
        if isinstance(line, str):
            row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True


def _shading(fill: str) -> BaseOxmlElement:
    return OxmlElement("w:shd", {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): fill})


def _shade(cell: _Cell, fill: str) -> None:
    cell._tc.get_or_add_tcPr().append(_shading(fill))


def _fill_head(row: _Row, heads: Sequence[str], widths: Sequence[Length], sizes: Sequence[int]) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))
    for cell, head, width, size in zip(row.cells, heads, widths, sizes, strict=True):
        cell.width = width
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _write(cell, head, "Table Head", size - EDGES)


def _fill_group(row: _Row, heading: str) -> None:
    cells = row.cells
    whole = cells[0].merge(cells[-1])
    _write(whole, visible(heading), "Table Group")


def _fill(row: _Row, columns: Sequence[SheetColumn], given: Row, widths: Sequence[Length]) -> None:
    cells = row.cells
    for cell, width in zip(cells, widths, strict=True):
        cell.width = width
    for cell, column, text in zip(cells, columns, given.cells, strict=False):
        _write(cell, text, _STYLE[column.align])
        if given.mark == column.key and given.style in _SHADES:
            _shade(cell, _SHADES[given.style])
            if given.style == "red":
                cell.paragraphs[0].runs[0].bold = True


def _write(cell: _Cell, text: str, style: str, size: int = 0) -> None:
    """Write a text into a cell, a Chinese head in even lines."""
    paragraph = cell.paragraphs[0]
    # By its id, the name without blanks: told the name, the library looks through all styles for each cell.
    paragraph._p.style = style.replace(" ", "")
    shown = visible_lines(text)
    run = paragraph.add_run()
    for number, line in enumerate(head_lines(shown, size, half_signs) if size else shown.split("\n")):
        if number:
            run.add_break()
        run.add_text(line)
