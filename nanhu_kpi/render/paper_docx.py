"""A paper as a document that the office edits in WPS or Word: real headings, styles and table heads.

The only place that makes documents through python-docx, an extra; it is loaded when one is asked for.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from nanhu_kpi.i18n import language
from nanhu_kpi.render.paper import Bars, Curves, Heading, Items, Paragraph, Signatures, Table
from nanhu_kpi.render.paper_docx_styles import lay, new_section, official_document, text_width
from nanhu_kpi.render.paper_docx_tables import add_table
from nanhu_kpi.render.paper_pages import runs
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from docx.document import Document

    from nanhu_kpi.render.paper import Block, Paper

# The earliest moment a zip can tell; the paper's own day stands in the document's properties.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
# The format takes no more; the document itself says it whole.
_LONGEST_PROPERTY = 255


def write_docx(papers: Sequence[Paper], stream: BinaryIO) -> None:
    """Write the papers as one document, each from a new page; the same papers give the same bytes."""
    document = official_document()
    _describe(document, papers[0])
    wide = False
    for number, paper in enumerate(papers):
        for run, (lies_wide, blocks) in enumerate(runs(paper.blocks)):
            if number + run and (lies_wide != wide or not run):
                lay(new_section(document), wide=lies_wide)
            elif lies_wide != wide:
                lay(document.sections[-1], wide=lies_wide)
            wide = lies_wide
            if not run:
                _add_head(document, paper)
            for block in blocks:
                _add(document, block, wide=wide)
    _write_stable(document, stream)


def _describe(document: Document, paper: Paper) -> None:
    """Set the document's properties from the paper, and nothing from the machine or its clock."""
    moment = datetime.combine(paper.day, time(), UTC)
    told = document.core_properties
    told.title = _property(f"{paper.title} {paper.issue}")
    told.author = told.last_modified_by = _property(paper.office)
    told.created = told.modified = moment.replace(tzinfo=None)
    told.comments, told.keywords, told.subject = "", "", _property(paper.days)
    told.language = "zh-CN" if language() == "zh" else "en"


def _property(text: str) -> str:
    return visible(text)[:_LONGEST_PROPERTY]


def _add_head(document: Document, paper: Paper) -> None:
    document.add_paragraph(visible(paper.title), "Title")
    for line in (paper.issue, paper.office, paper.days, paper.printed):
        if line:
            document.add_paragraph(visible(line), "Subtitle")


def _add(document: Document, block: Block, *, wide: bool) -> None:
    match block:
        case Heading(text, level):
            document.add_heading(visible(text), level)
        case Paragraph(text):
            document.add_paragraph(visible(text), "Body Text")
        case Items(rows):
            for row in rows:
                document.add_paragraph(visible(row), "Body Text")
        case Table(columns, sections):
            for section in sections:
                if section.heading:
                    document.add_heading(visible(section.heading), 2)
                add_table(document, columns, section, text_width(wide=wide))
        case Bars(bars):
            for bar in bars:
                _add_told(document, bar.label, bar.text)
        case Curves(curves):
            for curve in curves:
                _add_told(document, curve.label, curve.text)
        case Signatures(lines):
            for line in lines:
                document.add_paragraph(visible(line), "Signature")


def _add_told(document: Document, label: str, told: str) -> None:
    """Add in words what other formats draw."""
    paragraph = document.add_paragraph(style="Body Text")
    paragraph.add_run(visible(label)).bold = True
    paragraph.add_run(f" {visible(told)}")


def _write_stable(document: Document, stream: BinaryIO) -> None:
    """Write the document with one time on all its parts: the library stamps them with the clock."""
    drawn = io.BytesIO()
    document.save(drawn)
    with zipfile.ZipFile(drawn) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _ZIP_EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
