"""A paper as a document that the office edits in WPS or Word: real headings, styles and table heads.

The only place that makes documents through python-docx, an extra; it is loaded when one is asked for.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time
from itertools import zip_longest
from typing import TYPE_CHECKING, BinaryIO, TextIO

from docx.enum.text import WD_LINE_SPACING

from nanhu_kpi.i18n import language
from nanhu_kpi.render.paper.blocks import (
    Bars,
    Block,
    Curve,
    Curves,
    Heading,
    Items,
    Paper,
    Paragraph,
    Signatures,
    Table,
)
from nanhu_kpi.render.paper.docx_styles import (
    lay,
    lay_dense,
    new_section,
    number_pages,
    official_document,
    spread_over,
    text_width,
    tighten,
)
from nanhu_kpi.render.paper.docx_tables import add_bars, add_table, draw_curve
from nanhu_kpi.text import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docx.document import Document
    from docx.shared import Length
    from docx.text.paragraph import Paragraph as Line

    from nanhu_kpi.render.paper.formats import PaperLayout
    from nanhu_kpi.render.sheet import Row, SheetColumn

# The earliest moment a zip can tell; the paper's own day stands in the document's properties.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
# The format takes no more; the document itself says it whole.
_LONGEST_PROPERTY = 255


def write_docx(papers: Sequence[Paper], stream: BinaryIO) -> None:
    """Write the papers as one document, each from a new page; the same papers give the same bytes."""
    document = official_document()
    _describe(document, papers[0])
    lay_across: bool | None = None
    for number, paper in enumerate(papers):
        pages: list[tuple[bool, Sequence[Block]]] = [(False, paper.brief)] if paper.brief else []
        if paper.blocks or not paper.brief:
            pages.append((paper.lies_wide, paper.blocks))
        for page, (wide, blocks) in enumerate(pages):
            section = new_section(document) if number + page else document.sections[-1]
            lay(section, wide=wide)
            if paper.brief:
                lay_dense(section, wide=wide)
            if wide is not lay_across:
                number_pages(section, wide=wide)
            lay_across = wide
            first, width = len(document.paragraphs), text_width(section)
            if not page:
                _add_head(document, paper, width)
            _add_blocks(document, blocks, _rows_by_columns(paper.every), width)
            if page == len(pages) - 1:
                _add_foot(document, paper)
            if paper.brief:
                tighten(document.paragraphs[first:])
    _write_stable(document, stream)


def _describe(document: Document, paper: Paper) -> None:
    """Set the document's properties from the paper, and nothing from the machine or its clock."""
    moment = datetime.combine(paper.day, time(), UTC)
    properties = document.core_properties
    properties.title = _property(f"{paper.title} {paper.issue}")
    properties.author = properties.last_modified_by = _property(paper.office)
    properties.created = properties.modified = moment.replace(tzinfo=None)
    properties.comments, properties.keywords, properties.subject = "", "", _property(paper.days)
    properties.language = "zh-CN" if language() == "zh" else "en"


def _property(text: str) -> str:
    return visible(text)[:_LONGEST_PROPERTY]


def _add_head(document: Document, paper: Paper, width: Length) -> None:
    """Add the head: title, issue and days, then office and day over a rule; or a letterhead with its red name."""
    imprint = "\t".join(map(visible, (paper.office, paper.printed)))
    if paper.letterhead:
        document.add_paragraph(visible(paper.letterhead.name), "Letterhead")
        document.add_paragraph(visible(paper.issue), "Subtitle")
        spread_over(document.add_paragraph(imprint, "Letterhead Imprint"), width)
        document.add_paragraph(visible(paper.title), "Title")
        document.add_paragraph(visible(paper.days), "Subtitle")
        return
    document.add_paragraph(visible(paper.title), "Title")
    document.add_paragraph("  ".join(visible(words) for words in (paper.issue, paper.days) if words), "Subtitle")
    spread_over(document.add_paragraph(imprint, "Imprint"), width)


def _add_foot(document: Document, paper: Paper) -> None:
    for line in paper.foot:
        document.add_paragraph(visible(line), "Foot")


def _rows_by_columns(blocks: Sequence[Block]) -> dict[tuple[SheetColumn, ...], list[Row]]:
    """Return the rows of all tables with the same columns, by which all of them are as wide."""
    rows: dict[tuple[SheetColumn, ...], list[Row]] = {}
    for block in blocks:
        if isinstance(block, Table):
            rows.setdefault(block.columns, []).extend(block.rows)
    return rows


def _add_blocks(
    document: Document, blocks: Sequence[Block], rows: Mapping[tuple[SheetColumn, ...], Sequence[Row]], width: Length
) -> None:
    for block, following in zip_longest(blocks, blocks[1:]):
        first = len(document.paragraphs)
        _add(document, block, rows, width)
        if isinstance(following, Table | Signatures):
            _keep_with_next(document.paragraphs[first:][-1:])


def _add(
    document: Document, block: Block, rows: Mapping[tuple[SheetColumn, ...], Sequence[Row]], width: Length
) -> None:
    match block:
        case Heading(text, level):
            document.add_heading(visible(text), level)
        case Paragraph(text):
            document.add_paragraph(visible_lines(text), "Body Text")
        case Items(lines):
            for line in lines:
                document.add_paragraph(visible_lines(line), "Body Text")
        case Table():
            add_table(document, block, rows[block.columns], width)
        case Bars(bars):
            add_bars(document, bars, width)
        case Curves(large):
            for curve in large:
                _add_labelled(document, curve)
        case Signatures(lines):
            signed = document.add_paragraph("\t".join(map(visible, lines)), "Signature")
            spread_over(signed, width, len(lines))


def _keep_with_next(lines: Sequence[Line]) -> None:
    """Keep lines whole on the page of what follows: a sentence with its table, the last note with the signatures."""
    for line in lines:
        line.paragraph_format.keep_with_next = line.paragraph_format.keep_together = True


def _add_labelled(document: Document, curve: Curve) -> None:
    """Add a curve with its label, and in words what it shows."""
    words = document.add_paragraph(style="Table Text")
    words.add_run(visible(curve.label)).bold = True
    words.add_run(f" {visible(curve.text)}")
    words.paragraph_format.keep_with_next = True
    drawn = document.add_paragraph(style="Table Text")
    drawn.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    draw_curve(drawn.add_run(), curve, large=True)


def _write_stable(document: Document, stream: BinaryIO) -> None:
    """Write the document with one time on all its parts: the library stamps them with the clock."""
    drawn = io.BytesIO()
    document.save(drawn)
    with zipfile.ZipFile(drawn) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _ZIP_EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))


def write(papers: Sequence[Paper], stream: TextIO, _layout: PaperLayout) -> list[str]:
    """Write the papers to `stream`, and return the headers of the columns that found no room."""
    write_docx(papers, stream.buffer)
    return []
