"""An empty document laid out as official documents are: paper, margins, fonts, styles, page numbers.

Source: GB/T 9704-2012, 5 (paper, margins, 22 lines a page) and 7 (title, headings, body, page number).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.section import Section, _Footer
    from docx.text.paragraph import Paragraph

_STYLES = Path(__file__).with_name("docx_styles.xml")
_FONTS = Path(__file__).with_name("docx_fonts.xml")
_SHORT, _LONG = Mm(210), Mm(297)
_BRIEF_EDGE, _BRIEF_TEXT = Mm(18), Pt(10)
_BRIEF_SIZES = {"Title": Pt(18), "Heading 1": Pt(11)}
_TOP, _BOTTOM, _LEFT, _RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
# The dashes of the page number stand seven millimetres below the text; from there half its line reaches down.
_BELOW_TEXT = Mm(10)


def official_document() -> Document:
    """Return an empty document with one upright section, the styles of `docx_styles.xml` and page numbers."""
    document = docx.Document()
    _forget_template(document)
    styles = document.styles.element
    styles[:] = list(parse_xml(_STYLES.read_bytes()))
    lay(document.sections[0], wide=False)
    _number_pages(document)
    return document


def lay(section: Section, *, wide: bool) -> None:
    """Lay a section's page upright or on its side; turned, its upper edge is the one that is bound."""
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if wide else (_SHORT, _LONG)
    top, right, bottom, left = (_LEFT, _TOP, _RIGHT, _BOTTOM) if wide else (_TOP, _RIGHT, _BOTTOM, _LEFT)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = top, right, bottom, left
    section.footer_distance = Length(bottom - _BELOW_TEXT)


def lay_brief(section: Section) -> None:
    """Lay a section's page as one that holds as much as it can."""
    section.top_margin = section.bottom_margin = _BRIEF_EDGE
    section.footer_distance = Mm(8)


def tighten(lines: Sequence[Paragraph]) -> None:
    """Set a brief's lines smaller than the standard sets a text, so that one page takes them."""
    for line in lines:
        size = _BRIEF_SIZES.get(line.style.name if line.style else "", _BRIEF_TEXT)
        line.paragraph_format.line_spacing = Length(size + Pt(4))
        for run in line.runs:
            run.font.size = size


def new_section(document: Document) -> Section:
    """Return a new section on a new page; the one before it ends with its last line, not with a blank one."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    closing = document.paragraphs[-1]
    last = closing._p.getprevious()
    if last is not None and last.tag == qn("w:p"):
        last.get_or_add_pPr().append(closing._p.get_or_add_pPr().sectPr)
        closing._p.getparent().remove(closing._p)
    else:
        closing.style = "Table End"
    return section


def text_width(*, wide: bool) -> Length:
    """Return the width between the margins."""
    return Length(_LONG - _TOP - _BOTTOM if wide else _SHORT - _LEFT - _RIGHT)


def _forget_template(document: Document) -> None:
    """Leave out what the library's template carries of its own: its fonts, a picture of another document, lists."""
    package = document.part.package
    assert package is not None
    unused = ("/thumbnail", "/stylesWithEffects", "/customXml", "/numbering")
    for holder in (package, document.part):
        for key in [key for key, rel in holder.rels.items() if rel.reltype.endswith(unused)]:
            del holder.rels[key]
    for rel in document.part.rels.values():
        if rel.reltype.endswith("/fontTable"):
            rel.target_part._blob = _FONTS.read_bytes()
    for languages in document.settings.element.iter(qn("w:themeFontLang")):
        languages.set(qn("w:eastAsia"), "zh-CN")


def _number_pages(document: Document) -> None:
    """Number the pages as the standard does: on the outer side, one sign from the edge, between two dashes."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    _number(section.footer, "Footer")
    _number(section.even_page_footer, "Footer Even")


def _number(footer: _Footer, style: str) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.style = style
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple", {qn("w:instr"): "PAGE"})
    shown = OxmlElement("w:r")
    number = OxmlElement("w:t")
    number.text = "1"
    shown.append(number)
    field.append(shown)
    paragraph._p.append(field)
    paragraph.add_run(" —")
