"""A paper as a document that the office edits in WPS or Word: real headings, styles and table heads.

The only place that makes documents through python-docx, an extra; it is loaded when one is asked for.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time
from itertools import zip_longest
from typing import TYPE_CHECKING

from nanhu_kpi.i18n import language
from nanhu_kpi.render.paper.blocks import Bars, Curves, Heading, Items, Paragraph, Signatures, Table, runs
from nanhu_kpi.render.paper.docx_styles import lay, lay_brief, new_section, official_document, text_width, tighten
from nanhu_kpi.render.paper.docx_tables import add_table
from nanhu_kpi.text import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import BinaryIO, TextIO

    from docx.document import Document
    from docx.text.paragraph import Paragraph as Line

    from nanhu_kpi.render.paper.blocks import Block, Paper
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
    for number, paper in enumerate(papers):
        rows = _rows_by_columns(paper.every)
        pages: list[tuple[bool, Sequence[Block]]] = [(False, paper.brief)] if paper.brief else []
        pages += runs(paper.blocks)
        for run, (lies_wide, blocks) in enumerate(pages):
            is_brief = bool(paper.brief) and not run
            section = new_section(document) if number + run else document.sections[-1]
            lay(section, wide=lies_wide)
            wide = lies_wide
            if is_brief:
                lay_brief(section)
            start = len(document.paragraphs)
            if not run:
                _add_head(document, paper)
            for block, following in zip_longest(blocks, blocks[1:]):
                first = len(document.paragraphs)
                if is_brief and isinstance(block, Signatures):
                    _add(document, Signatures((_side_by_side(block.lines),)), rows, wide=wide)
                else:
                    _add(document, block, rows, wide=wide)
                if isinstance(following, Table | Signatures) and isinstance(block, Paragraph | Items):
                    _keep_with_next(document.paragraphs[first:][-1:])
            if is_brief:
                tighten(document.paragraphs[start:])
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


def _add_head(document: Document, paper: Paper) -> None:
    document.add_paragraph(visible(paper.title), "Title")
    lines = [paper.issue, paper.office, paper.days, paper.printed]
    if paper.brief:
        lines = [_side_by_side(lines[::2]), _side_by_side(lines[1::2])]
    for line in lines:
        if line:
            document.add_paragraph(visible(line), "Subtitle")


def _side_by_side(words: Sequence[str]) -> str:
    """Return words in one line, apart by em quads, which no office suite stretches."""
    return ("\u2001" * 4).join(filter(None, words))


def _rows_by_columns(blocks: Sequence[Block]) -> dict[tuple[SheetColumn, ...], list[Row]]:
    """Return the rows of all tables with the same columns, by which all of them are as wide."""
    rows: dict[tuple[SheetColumn, ...], list[Row]] = {}
    for block in blocks:
        if isinstance(block, Table):
            rows.setdefault(block.columns, []).extend(row for section in block.sections for row in section.rows)
    return rows


def _add(
    document: Document, block: Block, rows: Mapping[tuple[SheetColumn, ...], Sequence[Row]], *, wide: bool
) -> None:
    match block:
        case Heading(text, level):
            document.add_heading(visible(text), level)
        case Paragraph(text):
            document.add_paragraph(visible_lines(text), "Body Text")
        case Items(lines):
            for line in lines:
                document.add_paragraph(visible_lines(line), "Body Text")
        case Table(columns, sections):
            for section in sections:
                if section.heading:
                    document.add_heading(visible(section.heading), 2)
                add_table(document, columns, section, rows[columns], text_width(wide=wide))
        case Bars(bars):
            for bar in bars:
                _add_labelled(document, bar.label, bar.text)
        case Curves():
            pass  # the table above them has their figures
        case Signatures(lines):
            for line in lines:
                document.add_paragraph(visible(line), "Signature")


def _keep_with_next(lines: Sequence[Line]) -> None:
    """Keep lines whole on the page of what follows: a sentence with its table, the last note with the signatures."""
    for line in lines:
        line.paragraph_format.keep_with_next = line.paragraph_format.keep_together = True


def _add_labelled(document: Document, label: str, text: str) -> None:
    """Add in words what other formats draw."""
    paragraph = document.add_paragraph(style="Body Text")
    paragraph.add_run(visible(label)).bold = True
    paragraph.add_run(f" {visible(text)}")


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
