"""A paper as a document: laid out by GB/T 9704-2012 in styles, whole rows, the same bytes for the same paper."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Length, Mm, RGBColor
from hypothesis import given, settings

from nanhu_kpi.render.paper.blocks import (
    Bar,
    Bars,
    Curve,
    Heading,
    Items,
    Letterhead,
    Paper,
    Paragraph,
    Part,
    Signatures,
    Table,
)
from nanhu_kpi.render.paper.docx_styles import spread_over
from nanhu_kpi.render.sheet import Row, RowGroup, SheetColumn
from nanhu_kpi.text import visible
from tests.support.papers import (
    HOSTILE,
    any_paper,
    area_table,
    cells_of,
    docx_of,
    docx_tables,
    full_paper,
    in_document,
    paper,
    words_table,
)
from tests.support.views import run
from tests.support.weeks import MONDAY_AFTER, WEEK

if TYPE_CHECKING:
    from pathlib import Path


@settings(max_examples=15)
@given(given_paper=any_paper())
def test_the_tables_of_a_document_hold_the_papers_cells(given_paper: Paper) -> None:
    assert list(docx_tables(docx_of(given_paper))) == cells_of(given_paper)


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert docx_of(full_paper()) == docx_of(full_paper())


def test_a_document_says_nothing_of_the_machine_or_its_clock() -> None:
    document = docx_of(full_paper())
    told = docx.Document(io.BytesIO(document)).core_properties
    assert told.title == "Weekly status No. 26 of 2024"
    assert told.author == told.last_modified_by == "short of hands"
    assert [told.created, told.modified] == [datetime.fromisoformat("2024-07-01T00:00:00+00:00")] * 2
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_paper_is_that_of_the_standard() -> None:
    given_papers = paper(Paragraph("x")), full_paper()
    sections = list(docx.Document(io.BytesIO(docx_of(*given_papers))).sections)
    assert [section.orientation for section in sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    for section in sections:
        edges = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
        told = [round(edge.mm) for edge in (section.page_width, section.page_height, *edges) if edge is not None]
        upright = section.orientation is WD_ORIENT.PORTRAIT
        assert told == ([210, 297, 37, 26, 35, 28] if upright else [297, 210, 28, 37, 26, 35])


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Body Text", "仿宋_GB2312", 16),
        ("Footer", "SimSun", 14),
        ("Table Text", "SimSun", 9),
    ],
)
def test_the_type_is_that_of_the_standard(style: str, font: str, points: float) -> None:
    found = docx.Document(io.BytesIO(docx_of(paper()))).styles[style].element
    styles = found.getparent()
    chain = [found]
    while (based := chain[-1].find(qn("w:basedOn"))) is not None:
        chain.append(next(one for one in styles if one.get(qn("w:styleId")) == based.get(qn("w:val"))))
    chain.append(styles.find(qn("w:docDefaults")))
    fonts = [one.get(qn("w:eastAsia")) for step in chain for one in step.iter(qn("w:rFonts"))]
    sizes = [int(one.get(qn("w:val"))) / 2 for step in chain for one in step.iter(qn("w:sz"))]
    assert (fonts[0], sizes[0]) == (font, points)


def test_the_page_number_stands_on_the_outer_side_between_dashes() -> None:
    document = docx.Document(io.BytesIO(docx_of(paper(Paragraph("x")), paper(Paragraph("y")))))
    assert document.settings.odd_and_even_pages_header_footer
    first = document.sections[0]
    for footer, style in ((first.footer, "footer"), (first.even_page_footer, "Footer Even")):
        (line,) = footer.paragraphs
        assert line.style is not None
        assert (line.style.name or "").casefold() == style.casefold()
        assert "".join(t.text or "" for t in line._p.iter(qn("w:t"))) == "— 1 —"
        assert [field.get(qn("w:instr")) for field in line._p.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert all(section.footer.is_linked_to_previous for section in list(document.sections)[1:])


def test_pages_that_lie_across_are_numbered_at_their_left_edge_turned() -> None:
    document = docx.Document(io.BytesIO(docx_of(paper(Paragraph("x"))._replace(brief=(Paragraph("y"),)))))
    upright, across = document.sections
    assert upright.orientation is WD_ORIENT.PORTRAIT
    places = []
    for footer in (across.footer, across.even_page_footer):
        assert not footer.is_linked_to_previous
        (box,) = (one for one in footer._element.iter() if one.tag.endswith("}bodyPr"))
        assert box.get("vert") == "vert"
        assert [field.get(qn("w:instr")) for field in footer._element.iter(qn("w:fldSimple"))] == ["PAGE"]
        x, y = (Length(int(one.text)) for one in footer._element.iter() if one.tag.endswith("}posOffset"))
        (extent,) = (one for one in footer._element.iter() if one.tag.endswith("}extent"))
        width, height = Length(int(extent.get("cx"))), Length(int(extent.get("cy")))
        places.append([round(edge.mm) for edge in (x, Length(x + width), y, Length(y + height))])
    # Left of the text, which begins 17 mm from the edge and reaches from 15 to 197 mm.
    assert places == [[5, 12, 167, 197], [5, 12, 15, 45]]  # the odd ones below


def test_a_sheet_that_has_to_hold_much_is_set_small_and_near_the_edges() -> None:
    head = Letterhead("简报", (), "")
    blocks = (Heading("1. Areas", 1), Heading("(1) Economy", 2), Paragraph("x"))
    given_paper = paper(area_table(1))._replace(letterhead=head, brief=blocks)
    document = docx.Document(io.BytesIO(docx_of(given_paper)))
    sizes = {line.style.name: run.font.size.pt for line in document.paragraphs if line.style
             for run in line.runs if run.font.size}  # fmt: skip
    assert sizes == {
        "Letterhead": 26, "Subtitle": 10, "Letterhead Imprint": 10, "Title": 18, "Heading 1": 11, "Heading 2": 10.5,
        "Body Text": 10,
    }  # fmt: skip
    for section, told in zip(document.sections, ([12, 18, 15, 20], [15, 13, 13, 17]), strict=True):
        edges = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
        assert [round(edge.mm) for edge in edges if edge is not None] == told


def test_the_fonts_that_stand_in_are_of_the_same_family() -> None:
    with zipfile.ZipFile(io.BytesIO(docx_of(paper()))) as parts:
        fonts = parse_xml(parts.read("word/fontTable.xml"))
        assert b"<Application>nanhu-kpi</Application>" in parts.read("docProps/app.xml")
        named = {one.get(qn("w:eastAsia")) for one in parse_xml(parts.read("word/styles.xml")).iter(qn("w:rFonts"))}
    told = {one.get(qn("w:name")): one for one in fonts}
    assert named - {None} <= told.keys()
    for name in ("方正小标宋简体", "仿宋_GB2312", "SimSun"):
        assert told[name].find(qn("w:family")).get(qn("w:val")) == "roman"
        assert "Noto Serif CJK SC" in told[name].find(qn("w:altName")).get(qn("w:val")).split(",")
    assert told["黑体"].find(qn("w:family")).get(qn("w:val")) == "swiss"


def test_a_small_curve_is_a_picture_between_its_labels_that_says_what_it_shows() -> None:
    curve = Curve("JJ09 Jobs", ((date(2024, 3, 1), Decimal(4)),), ((date(2024, 1, 1), Decimal(0)),), "4", "0", "4 / 20")
    given_paper = paper(words_table(["x"])._replace(curves=(curve,)))
    document = docx_of(given_paper)
    assert list(docx_tables(document)) == cells_of(given_paper, in_document)
    (table,) = docx.Document(io.BytesIO(document)).tables
    (told,) = (one.get("descr") for one in table._tbl.iter() if one.tag.endswith("}docPr"))
    assert told == "JJ09 Jobs 4"
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        (picture,) = (name for name in parts.namelist() if name.endswith(".png"))
        assert {b"\x00\x00\x00\xff", b"\xff\xff\xff\xff"} & {bytes(pixel) for pixel in pixels(parts.read(picture))}


def pixels(png: bytes) -> set[bytes]:
    """Return the shades of a picture of one channel."""
    at, data = 8, b""
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        data += png[at + 8 : at + 8 + length] if png[at + 4 : at + 8] == b"IDAT" else b""
        at += 12 + length
    return {bytes([shade] * 3 + [255]) for shade in set(zlib.decompress(data))}


def test_bars_are_shaded_cells_on_one_scale() -> None:
    parts = (Part("red", "red", 3), Part("green", "green", 1))
    document = docx.Document(io.BytesIO(docx_of(paper(Bars((Bar("A", parts, ""), Bar("B", parts[1:], "")))))))
    (table,) = document.tables
    rows = [[(cell.grid_span, cell) for cell in row._tr.tc_lst] for row in table.rows]
    assert [[span for span, _cell in row[1:]][:2] for row in rows] == [[3, 1], [1, 1]]
    fills = [[one.get(qn("w:fill")) for one in cell.iter(qn("w:shd"))] for _span, cell in rows[0][1:]]
    assert fills == [["A31515"], ["D5EBDC"]]
    colours = [[run.font.color.rgb for run in cell.paragraphs[0].runs] for cell in table.rows[0].cells[1:]]
    assert colours == [[RGBColor(255, 255, 255)]] * 3 + [[None]]  # the merged cell of red stands thrice


def test_a_letterhead_is_red_and_its_recipients_stand_at_the_end() -> None:
    head = Letterhead("简报", ("报：区委",), "共印30份")
    lines = docx.Document(io.BytesIO(docx_of(paper(Paragraph("x"))._replace(letterhead=head)))).paragraphs
    styles = [(line.style.name if line.style else "", line.text) for line in lines]
    assert styles[0] == ("Letterhead", "简报")
    assert styles[-2:] == [("Foot", "报：区委"), ("Foot", "共印30份")]
    assert ("Letterhead Imprint", "Nanhu\tPrinted on 2024-07-01") in styles


def test_the_type_of_a_text_is_its_style() -> None:
    document = docx.Document(io.BytesIO(docx_of(full_paper())))
    direct = [run.text for part in document.paragraphs for run in part.runs if run.font.size or run.font.name]
    assert direct == []
    headings = [
        (line.style.name, line.text) for line in document.paragraphs if line.style and "Head" in (line.style.name or "")
    ]
    assert headings == [
        ("Heading 1", "1. Areas"),
        ("Heading 2", "(1) Economy"),
        ("Heading 1", "2. Attention"),
        ("Heading 1", "3. Signed"),
    ]


def test_every_table_repeats_its_head_and_cuts_no_row() -> None:
    _bars, *tables = docx.Document(io.BytesIO(docx_of(full_paper(count=5)))).tables
    assert len(tables) == 2
    for table in tables:
        marks = [{mark.tag for mark in row._tr.iter(qn("w:cantSplit"), qn("w:tblHeader"))} for row in table.rows]
        assert marks == [{qn("w:cantSplit"), qn("w:tblHeader")}, *[{qn("w:cantSplit")}] * (len(marks) - 1)]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_stands_in_a_document_as_it_may_be_shown(text: str) -> None:
    given_paper = full_paper([text, "b"], count=4)
    document = docx_of(given_paper)
    assert list(docx_tables(document)) == cells_of(given_paper)
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        for name in (name for name in parts.namelist() if not name.endswith(".png")):
            parse_xml(parts.read(name))
    told = [line.text for line in docx.Document(io.BytesIO(document)).paragraphs]
    assert [line.replace("\n", "↵") for line in told].count(visible(text)) == 3  # title, item, paragraph


def test_a_paper_with_a_wide_table_lies_on_its_side_and_what_stands_behind_a_brief_does() -> None:
    upright = paper(Heading("1. Notes"), words_table(["x"]))
    wide = paper(Heading("1. Areas"), area_table(1))
    briefed = upright._replace(brief=(Paragraph("x"),))
    document = docx.Document(io.BytesIO(docx_of(upright, wide, briefed)))
    lies_wide = [section.orientation is WD_ORIENT.LANDSCAPE for section in document.sections]
    assert lies_wide == [False, True, False, True]


def test_the_widths_of_a_tables_columns_fill_the_page() -> None:
    (table,) = docx.Document(io.BytesIO(docx_of(paper(area_table(3))))).tables
    widths = [column.width.mm for column in table.columns if column.width]
    assert len(widths) == 9
    assert 120 < sum(widths) <= 225.1


def weekly_document(db: Path, folder: Path, lang: str) -> bytes:
    """Return the week's sheet as the command writes it."""
    target = folder / f"sheet-{lang}.docx"
    assert run(db, "weekly", "--week", WEEK, "-o", str(target), on=MONDAY_AFTER, lang=lang).code == 0
    return target.read_bytes()


@pytest.mark.parametrize(
    ("style", "points"),
    [("Title", 36), ("Heading 1", 28.95), ("Heading 2", 28.95), ("Body Text", 28.95), ("Table Text", 10.7)],
)
def test_lines_stand_a_fixed_distance_apart(style: str, points: float) -> None:
    found = docx.Document(io.BytesIO(docx_of(paper()))).styles[style].element
    styles = found.getparent()
    while found.find(f"{qn('w:pPr')}/{qn('w:spacing')}[@{qn('w:line')}]") is None:
        found = next(one for one in styles if one.get(qn("w:styleId")) == found.find(qn("w:basedOn")).get(qn("w:val")))
    spacing = found.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
    assert (spacing.get(qn("w:lineRule")), int(spacing.get(qn("w:line"))) / 20) == ("exact", points)


def test_twenty_two_lines_of_twenty_eight_signs_fill_a_page() -> None:
    (section,) = docx.Document(io.BytesIO(docx_of(paper(Paragraph("x"))))).sections
    edges = (section.page_height, section.top_margin, section.bottom_margin, section.page_width, section.left_margin)
    height, top, bottom, width, left = (edge.pt for edge in edges if edge is not None)
    assert section.right_margin is not None
    assert (height - top - bottom) // 28.95 == 22
    assert round((width - left - section.right_margin.pt) / 16) == 28


def test_the_weeks_sheet_is_laid_out_in_styles_and_turns_once(half_year_db: Path, tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(weekly_document(half_year_db, tmp_path, "zh")))
    styles = [(line.style.name if line.style else "", line.text) for line in document.paragraphs if line.text]
    assert styles[0] == ("Title", "南湖街道目标任务进展周报")
    headings = [text for style, text in styles if style == "Heading 1"]
    assert [text[:3] for text in headings[3:]] == [f"附件{number}" for number in range(1, 7)]
    assert {style for style, _text in styles} == {
        "Title", "Subtitle", "Imprint", "Heading 1", "Body Text", "Signature", "Table Text",
    }  # fmt: skip
    _bars, *tables = document.tables
    for table in tables:
        head, *rows = table._tbl.tr_lst
        assert head.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in (head, *rows))
    lies_wide = [section.orientation is WD_ORIENT.LANDSCAPE for section in document.sections]
    assert lies_wide == [False, True]


@pytest.mark.parametrize(("lang", "narrowest"), [("zh", 33), ("en", 27)])
def test_names_get_room_and_figures_no_more_than_they_need(
    half_year_db: Path, tmp_path: Path, lang: str, narrowest: float
) -> None:
    document = docx.Document(io.BytesIO(weekly_document(half_year_db, tmp_path, lang)))
    table = max(
        document.tables, key=lambda table: len(table.rows) if table.style and "Grid" in str(table.style.name) else 0
    )
    widths = [column.width.mm for column in table.columns if column.width]
    unit, name, attainment = widths[2], widths[1], widths[6]
    assert name >= narrowest
    assert max(unit, attainment) < 23


def test_a_chinese_head_that_is_too_long_for_a_line_is_parted_evenly() -> None:
    columns = (SheetColumn("n", "年度目标", "right"), *(SheetColumn(f"w{at}", "词", wraps=True) for at in range(8)))
    rows = (Row(("7", *["某某单位" * 20] * 8)),)
    document = docx.Document(io.BytesIO(docx_of(paper(Table(columns, (RowGroup("", tuple(rows)),))))))
    head = document.tables[0].rows[0].cells[0]
    assert head.text == "年度\n目标"


def test_a_sentence_stays_with_its_table_and_the_last_note_with_the_signatures() -> None:
    blocks = (
        Heading("1. Areas"),
        Paragraph("Measures 1."),
        area_table(1),
        Items(("first", "last")),
        Signatures(("A", "B")),
    )
    lines = docx.Document(io.BytesIO(docx_of(paper(*blocks)))).paragraphs
    kept = {line.text: line.paragraph_format.keep_with_next for line in lines}
    assert (kept["Measures 1."], kept["first"], kept["last"]) == (True, None, True)
    styles = {line.text: line.style for line in lines}
    assert (heading := styles["1. Areas"])
    assert heading.paragraph_format.keep_with_next
    assert "A\tB" in styles


def test_tables_do_not_touch_and_no_blank_line_ends_a_section() -> None:
    given_paper = paper(Heading("1. Areas"), area_table(1), area_table(1), Heading("2. Rule"), Paragraph("last"))
    body = docx.Document(io.BytesIO(docx_of(given_paper, given_paper))).element.body
    assert [one.tag for one in body].count(qn("w:tbl")) == 4
    assert all((one.tag, after.tag) != (qn("w:tbl"), qn("w:tbl")) for one, after in pairwise(body))
    blank = [one for one in body.iter(qn("w:p")) if not "".join(text.text or "" for text in one.iter(qn("w:t")))]
    styles = {one.pPr.pStyle.val for one in blank}
    assert styles == {"TableEnd"}
    assert sum(len(list(one.iter(qn("w:sectPr")))) for one in body) == 2


def test_words_spread_over_a_line_stand_at_both_its_ends_and_evenly_between() -> None:
    line = docx.Document().add_paragraph()
    spread_over(line, Mm(150), 4)
    stops = [(round(stop.position.mm), stop.alignment) for stop in line.paragraph_format.tab_stops]
    centred, right = WD_TAB_ALIGNMENT.CENTER, WD_TAB_ALIGNMENT.RIGHT
    assert stops == [(50, centred), (100, centred), (150, right)]
