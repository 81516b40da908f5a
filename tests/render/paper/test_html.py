"""A paper as a page: nothing runs, nothing is fetched, and no text of any officer gets out of its place."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings

from nanhu_kpi.i18n import Language, activate
from nanhu_kpi.model import Kind
from nanhu_kpi.render.paper.blocks import Bar, Bars, Heading, Paper, Paragraph, Part
from nanhu_kpi.render.paper.html import html_of
from nanhu_kpi.render.sheets.status import COUNTED, STYLES
from nanhu_kpi.render.words import status_word
from nanhu_kpi.scorecard.status import LIGHTS
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
    assert read.tags.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "base", "form", "a"})
    assert [name for name, _value in read.attributes if name.startswith("on") or name in ("src", "href")] == []
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


def test_a_part_with_a_wide_table_lies_on_its_side_as_a_whole() -> None:
    page = html_of(
        [
            paper(
                Paragraph("first"), Heading("1. Areas"), area_table(2), Paragraph("nothing in Safety"), area_table(1),
                Heading("2. Attention"), words_table(["x"]), Heading("3. Rule"), Paragraph("last"),
            )
        ]
    )  # fmt: skip
    upright, wide, rest = page.split("<section")[1:]
    assert (upright.startswith(">"), wide.startswith(' class="wide">'), rest.startswith(">")) == (True, True, True)
    assert "nothing in Safety" in wide
    assert "2. Attention" in rest
    assert "last" in rest


def test_every_picture_says_in_words_what_it_shows() -> None:
    page = html_of([full_paper(["Jobs found"])])
    pictures = page.split('<svg role="img"')[1:]
    assert len(pictures) == 2
    assert "<title>Jobs found met 3, behind 2, overdue 1, unreported 1; expected 49.73%</title>" in pictures[0]
    assert "<title>Jobs found actual 15, expected 29.83, target 60</title>" in pictures[1]
    assert "stroke-dasharray" in pictures[1]


def test_two_papers_are_one_page_with_an_article_each() -> None:
    page = html_of([paper(Paragraph("old year")), paper(Paragraph("new year"))])
    assert page.count("<article>") == page.count("<h1>") == 2
    assert page.index("old year") < page.index("new year")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_status_of_a_bar_has_a_pattern_of_its_own_that_the_legend_names(lang: Language) -> None:
    activate(lang)
    words = [status_word(status, Kind.SUM) for status in COUNTED]
    parts = tuple(
        Part(word, STYLES[LIGHTS[status]], 1, Decimal(1) / 9) for status, word in zip(COUNTED, words, strict=True)
    )
    page = html_of([paper(Bars((Bar("Jobs", parts, Decimal("0.4973"), "all"),)))])
    drawn, legend = page.split('<svg role="img"')[1].split('<p class="legend">')
    fills = re.findall(r'height="20" fill="([^"]+)"', drawn)
    assert len(set(fills)) == len(COUNTED) == 9
    assert re.findall(r'fill="([^"]+)"[^>]*/></svg>([^<]+)<', legend) == list(zip(fills, words, strict=True))
    assert "▼ " in legend.split("</p>")[0]
    named = {fill[len("url(#") : -1] for fill in fills if fill.startswith("url")}
    assert named <= set(re.findall(r'<pattern id="([^"]+)"', page))


def test_a_sentence_stays_with_its_table_on_paper() -> None:
    page = html_of([paper(Paragraph("alone"), Paragraph("Measures 1."), area_table(1))])
    assert "<p>alone</p>" in page
    assert '<p class="lead">Measures 1.</p>' in page
    assert ".lead { break-after: avoid; }" in page
