"""A paper as a page: nothing runs, nothing is fetched, and no text of any officer gets out of its place."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings

from nanhu_kpi.i18n import Language, activate
from nanhu_kpi.render.paper.blocks import Bar, Bars, Curve, Heading, Letterhead, Paper, Paragraph, Part, Table
from nanhu_kpi.render.paper.html import html_of
from nanhu_kpi.render.sheet import Row, RowGroup, SheetColumn, Style
from nanhu_kpi.text import visible
from tests.support.goldens import holds
from tests.support.papers import HOSTILE, Markup, any_paper, area_table, cells_of, full_paper, paper, words_table


@settings(max_examples=30)
@given(given_paper=any_paper())
def test_the_tables_of_a_page_hold_the_papers_cells(given_paper: Paper) -> None:
    assert Markup(html_of([given_paper])).tables == cells_of(given_paper)


def test_nothing_in_a_page_runs_or_is_fetched() -> None:
    page = html_of([full_paper()])
    read = Markup(page)
    assert read.tags.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "base", "form"})
    assert [name for name, _value in read.attributes if name.startswith("on") or name == "src"] == []
    assert all(value.startswith("#") for name, value in read.attributes if name == "href")
    assert "://" not in page
    assert "@import" not in page
    assert page.count("url(") == page.count("url(#fill-")
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:") in read.attributes
    assert page.index("Content-Security-Policy") < page.index("<style>")


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_stands_in_a_page_as_it_may_be_shown(text: str) -> None:
    tame, wild = Markup(html_of([full_paper([text, "b"])])), full_paper([text, "b"])
    assert tame.tags == Markup(html_of([full_paper(["a", "b"])])).tags
    shown = "".join(tame.words)
    # The title, the bar and its picture, the owner of 60 rows, an item, a cell, a curve and its picture, a paragraph
    # and a signature.
    assert shown.replace("\n", "↵").count(visible(text.strip("\r\n"))) >= 69
    assert tame.tables == cells_of(wild)


def test_a_page_is_one_utf_8_text_without_control_characters() -> None:
    page = html_of([full_paper(HOSTILE)])
    assert page.encode("utf-8")
    assert [char for char in page if not char.isprintable() and char not in "\n\u3000"] == []


@pytest.mark.parametrize(("lang", "told"), [("zh", "zh-CN"), ("en", "en")])
def test_a_page_is_the_same_bytes_every_time_and_says_its_language(lang: Language, told: str) -> None:
    activate(lang)
    page = html_of([full_paper([HOSTILE[0], "第二段", HOSTILE[2]], count=4)])
    assert f'<html lang="{told}">' in page
    holds(f"paper-html-{lang}", page)


def test_a_light_is_a_word_with_a_shape_of_its_own() -> None:
    page = html_of([paper(area_table(4))])
    assert '<span class="light yellow">yellow behind</span>' in page
    assert '<span class="light red">red far behind</span>' in page
    assert '<span class="light green">green ahead</span>' in page
    assert ">unreported<" in page
    for shape in (".green::before { border:", ".yellow::before { border:", ".red::before { border:"):
        assert page.count(shape) == 1


def test_a_table_says_what_its_heads_are_of() -> None:
    read = Markup(html_of([paper(area_table(2))]))
    scopes = [value for name, value in read.attributes if name == "scope"]
    assert scopes == ["col"] * 9 + ["rowgroup", "row"] * 2


def test_what_stands_behind_a_brief_lies_across_and_is_listed_with_anchors() -> None:
    given_paper = paper(
        Heading("Annex 1. Attention"), words_table(["x"]), Heading("Annex 2. Notes"), Paragraph("last")
    )._replace(brief=(Paragraph("first"),))
    page = html_of([given_paper])
    brief, rest = page.split('<nav class="contents"')
    assert '<section class="brief">' in brief
    assert "<h1>" in brief
    assert '<a href="#part-1">Annex 1. Attention</a>' in rest
    assert '<h2 id="part-2">Annex 2. Notes</h2>' in rest
    assert rest.count('<section class="wide">') == 1
    alone = given_paper._replace(blocks=given_paper.blocks[:2])
    assert '<nav class="contents"' not in html_of([alone])
    assert html_of([given_paper._replace(blocks=())]).count("<section") == 1
    assert html_of([paper()]).count("<h1>") == 1
    two = html_of([given_paper, given_paper])
    assert two.count('id="sheet-1-part-1"') == two.count('id="sheet-2-part-1"') == 1


def test_a_code_leads_to_its_row_where_that_stands() -> None:
    columns = (SheetColumn("code", "Code"), SheetColumn("name", "Measure"))
    row = Row(("JJ09", "Companies"))
    first = Table(columns, (RowGroup("", (row, Row(("JJ10", "Streets")))),), leads_to="measure")
    page = html_of([paper(first, Table(columns, (RowGroup("", (row,)),), anchor="measure"))])
    assert '<a href="#measure-JJ09">JJ09</a>' in page
    assert page.count('<tr id="measure-JJ09">') == 1
    assert "JJ10</a>" not in page


def test_what_needs_no_attention_can_be_folded_and_what_does_cannot() -> None:
    page = html_of([paper(area_table(4))])
    folded = re.findall(r"<details><summary>Measure number (\d)", page)
    assert folded == ["3", "4"]  # of yellow, red, unreported and green
    assert page.count('class="whole status"') == 4


def test_a_small_curve_stands_in_its_row_between_its_labels() -> None:
    curve = Curve("JJ09 Jobs", ((date(2024, 3, 1), Decimal(4)),), ((date(2024, 1, 1), Decimal(0)),), "4", "0", "4 / 20")
    page = html_of([paper(words_table(["x"])._replace(curves=(curve,)))])
    assert re.search(
        r"<span>0</span><svg[^>]*><title>JJ09 Jobs 4</title>.*</svg><span>4 / 20</span></td>", page, re.DOTALL
    )


def test_a_letterhead_has_a_red_name_and_says_at_the_foot_whom_the_sheet_goes_to() -> None:
    head = Letterhead("简报", ("报：区委", "发：各社区"), "共印30份")
    page = html_of([paper(Paragraph("x"))._replace(letterhead=head)])
    assert page.index('<p class="name">简报</p>') < page.index("<h1>")
    assert page.index("<p>报：区委</p>") < page.index("<p>发：各社区</p>") < page.index("<p>共印30份</p>")
    assert "letterhead" not in html_of([paper(Paragraph("x"))]).split("</style>")[1]


def test_every_picture_says_in_words_what_it_shows() -> None:
    page = html_of([full_paper(["Jobs found"])])
    pictures = page.split('<svg role="img"')[1:]
    assert len(pictures) == 2
    assert "<title>Jobs found red 1, yellow 2, green 3, no light 1</title>" in pictures[0]
    assert "<title>Jobs found actual 15, expected 29.83, target 60</title>" in pictures[1]
    assert "stroke-dasharray" in pictures[1]


def test_two_papers_are_one_page_with_an_article_each() -> None:
    page = html_of([paper(Paragraph("old year")), paper(Paragraph("new year"))])
    assert page.count("<article>") == page.count("<h1>") == 2
    assert page.index("old year") < page.index("new year")


def test_bars_are_on_one_scale_and_every_light_has_a_filling_of_its_own_that_the_legend_names() -> None:
    styles: tuple[Style, ...] = ("red", "yellow", "green", "dim")
    parts = tuple(Part(style or "none", style, 10) for style in styles)
    page = html_of([paper(Bars((Bar("Jobs", parts, "all"), Bar("Streets", parts[:2], "some"))))])
    jobs, rest = page.split('<svg role="img"')[1:]
    streets, legend = rest.split('<p class="legend">')
    drawn = [re.findall(r'width="([\d.]+)" height="16" fill="([^"]+)"', each) for each in (jobs, streets)]
    assert [len(each) for each in drawn] == [4, 2]
    assert {width for each in drawn for width, _fill in each} == {"160"}
    fills = [fill for _width, fill in drawn[0]]
    assert len(set(fills)) == 4
    assert re.findall(r'fill="([^"]+)"[^>]*/></svg>([^<]+)<', legend) == list(zip(fills, styles, strict=True))


def test_a_sentence_before_a_table_is_its_caption() -> None:
    page = html_of([paper(Paragraph("alone"), Paragraph("Measures 1."), area_table(1))])
    assert "<p>alone</p>" in page
    assert "<caption>Measures 1.</caption>" in page
    assert "h2, h3, caption { break-after: avoid; }" in page
