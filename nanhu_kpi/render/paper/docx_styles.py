"""An empty document laid out as official documents are: paper, margins, fonts, styles, page numbers.

Source: GB/T 9704-2012, 5 (paper, margins, 22 lines a page) and 7 (title, headings, body, page number).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap, qn
from docx.shared import Length, Mm, Pt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.text.paragraph import Paragraph

_STYLES = Path(__file__).with_name("docx_styles.xml")
_FONTS = Path(__file__).with_name("docx_fonts.xml")
# What wrote the document: the library's template names another program.
_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>nanhu-kpi</Application></Properties>"
)
_SHORT, _LONG = Mm(210), Mm(297)
# What has to hold much, a brief and its annexes: upright or across, its upper, right, lower and left edge.
_DENSE = {False: (Mm(12), Mm(18), Mm(15), Mm(20)), True: (Mm(15), Mm(13), Mm(13), Mm(17))}
_DENSE_TEXT = Pt(10)
_DENSE_SIZES = {"Title": Pt(18), "Heading 1": Pt(11), "Heading 2": Pt(10.5), "Letterhead": Pt(26)}
_KEPT = ("Table End", "Table Text", "Table Figure", "Table Head", "Table Group")
_TOP, _BOTTOM, _LEFT, _RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
# The dashes of the page number stand seven millimetres below the text; from there half its line reaches down.
_BELOW_TEXT = Mm(10)


def official_document() -> Document:
    """Return an empty document with the styles of `docx_styles.xml`, its section yet to be laid out."""
    document = docx.Document()
    _forget_template(document)
    styles = document.styles.element
    styles[:] = list(parse_xml(_STYLES.read_bytes()))
    document.settings.odd_and_even_pages_header_footer = True
    return document


def lay(section: Section, *, wide: bool) -> None:
    """Lay a section's page upright or on its side; turned, its upper edge is the one that is bound."""
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if wide else (_SHORT, _LONG)
    top, right, bottom, left = (_LEFT, _TOP, _RIGHT, _BOTTOM) if wide else (_TOP, _RIGHT, _BOTTOM, _LEFT)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = top, right, bottom, left
    section.footer_distance = Length(bottom - _BELOW_TEXT)


def lay_dense(section: Section, *, wide: bool) -> None:
    """Lay a section's page as one that holds as much as it can."""
    edges = _DENSE[wide]
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = edges
    section.footer_distance = Mm(6)


def tighten(lines: Sequence[Paragraph]) -> None:
    """Set lines smaller than the standard sets a text."""
    for line in lines:
        name = (line.style.name or "") if line.style else ""
        if name in _KEPT:
            continue
        size = _DENSE_SIZES.get(name, _DENSE_TEXT)
        line.paragraph_format.line_spacing = Length(size + Pt(4))
        for run in line.runs:
            run.font.size = size


def spread_over(line: Paragraph, width: Length, words: int = 2) -> None:
    """Let the words of a line, parted by tabs, stand at both its ends and evenly between."""
    for number in range(1, words):
        last = number == words - 1
        align = WD_TAB_ALIGNMENT.RIGHT if last else WD_TAB_ALIGNMENT.CENTER
        line.paragraph_format.tab_stops.add_tab_stop(Length(width * number // (words - 1)), align)


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


def text_width(section: Section) -> Length:
    """Return the width between a section's margins."""
    width, left, right = section.page_width, section.left_margin, section.right_margin
    return Length((width or 0) - (left or 0) - (right or 0))


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
    for part in package.iter_parts():
        if part.partname == "/docProps/app.xml":
            part._blob = _PROPERTIES
    for languages in document.settings.element.iter(qn("w:themeFontLang")):
        languages.set(qn("w:eastAsia"), "zh-CN")


def number_pages(section: Section, *, wide: bool) -> None:
    """Number a section's pages as the standard does, between two dashes: on the outer side, one sign from the edge.

    Where pages lie across, they are numbered where they would be if they were upright: at the left edge, turned, the
    odd ones below and the even ones above.
    """
    for footer, odd in ((section.footer, True), (section.even_page_footer, False)):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.style = "Footer" if odd else "Footer Even"
        if wide:
            line._p.append(_beside_the_text(section, _number_runs(), odd=odd))
        else:
            for run in _number_runs():
                line._p.append(run)


def _number_runs() -> list[BaseOxmlElement]:
    words = '<w:r xmlns:w="{w}"><w:t xml:space="preserve">{text}</w:t></w:r>'
    field = '<w:fldSimple xmlns:w="{w}" w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    forms = (words.format(w=nsmap["w"], text="— "), field.format(w=nsmap["w"]), words.format(w=nsmap["w"], text=" —"))
    return [parse_xml(form) for form in forms]


def _beside_the_text(section: Section, runs: Sequence[BaseOxmlElement], *, odd: bool) -> BaseOxmlElement:
    """Return a box of turned words in the left margin, seven millimetres from the text and one sign from its end."""
    height, foot = section.page_height or 0, section.bottom_margin or 0
    across = (section.left_margin or 0) - _AWAY - _BOX[0]
    down = height - foot - _BOX[1] if odd else section.top_margin or 0
    box: BaseOxmlElement = parse_xml(
        _TURNED.format(x=across, y=down, cx=_BOX[0], cy=_BOX[1], style="Footer" if odd else "FooterEven", **_NAMES)
    )
    (line,) = box.iter(qn("w:p"))
    line.extend(runs)
    return box


_AWAY, _BOX = Mm(5), (Mm(7), Mm(30))
_NAMES = {
    "w": nsmap["w"],
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
_TURNED = """
<w:r xmlns:w="{w}" xmlns:wp="{wp}" xmlns:a="{a}" xmlns:wps="{wps}" xmlns:mc="{mc}"><mc:AlternateContent>
<mc:Choice Requires="wps"><w:drawing><wp:anchor behindDoc="0" distT="0" distB="0" distL="0" distR="0" simplePos="0"
 relativeHeight="2" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>
<wp:extent cx="{cx}" cy="{cy}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>
<wp:docPr id="1" name="Page number"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{wps}"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p></w:txbxContent></wps:txbx>
<wps:bodyPr vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/></wps:bodyPr>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>
"""
