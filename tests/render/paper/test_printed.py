"""The sheet as it is printed: on A4 by a browser and by an office suite, and on the screen of a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from nanhu_kpi.render.paper.html import html_of
from tests.support.papers import HOSTILE, cells_of, docx_of, full_paper
from tests.support.printers import A4_LANDSCAPE, Screen, bare, converted

if TYPE_CHECKING:
    from nanhu_kpi.render.paper.blocks import Paper
    from tests.support.printers import Browser, Page

pytestmark = pytest.mark.slow
# What the stylesheet says of tables; a page that is too wide for its paper is printed smaller as a whole.
TABLE_TYPE = 9.0
PHONE, SMALL_PHONE, TABLET, SCREEN = 390, 320, 768, 1280
# The width between the margins of an A4 page upright and on its side, at 96 to the inch.
UPRIGHT, LANDSCAPE = 650, 1009
# Words enough that rows stand six lines high and would be cut.
TALL = ("the site is not handed over yet, the owner asks for another survey " * 6, "ask the district office")
TEXTS = {"tame": TALL, "hostile": (*HOSTILE, "end"), "long": ("W" * 500, "长" * 500)}
PARTS = {UPRIGHT: "section:not(.wide)", LANDSCAPE: "section.wide"}
SCREENS = (SMALL_PHONE, PHONE, TABLET, SCREEN)


@pytest.fixture(scope="module")
def seen(browser: Browser) -> dict[tuple[str, int], dict[str, Any]]:
    """How papers with texts of every sort lie between the margins of A4 and on screens, by texts and width."""
    screens = {}
    for sort, texts in TEXTS.items():
        page = html_of([full_paper(texts, count=8)])
        on_paper = page.replace("@media print", "@media all")
        screens.update({(sort, width): Screen(on_paper, width, part) for width, part in PARTS.items()})
        screens.update({(sort, width): Screen(page, width) for width in SCREENS})
    found = browser.measured([*screens.values()])
    return dict(zip(screens, found, strict=True))


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[list[Page]]:
    """Two documents as an office suite prints them: one of tall rows, and one of any text."""
    papers = full_paper(TALL), full_paper(TEXTS["hostile"], count=8)
    return converted([docx_of(each) for each in papers], tmp_path_factory.mktemp("documents"))


def pages_with(words: str, pages: list[Page]) -> list[int]:
    """Return on which pages the words stand."""
    return [number for number, page in enumerate(pages) if bare(words) in page.text]


def assert_whole(paper: Paper, pages: list[Page]) -> None:
    """Hold that every row stands on one page with all its cells, under the head of its table."""
    for table in cells_of(paper):
        head = "".join(table.head)
        for row in table.rows:
            on = pages_with("".join(row), pages)
            assert on, row
            assert all(bare(head) in pages[page].text for page in on), row


def test_a_page_prints_on_a4_with_rows_whole_heads_repeated_and_pages_numbered(browser: Browser) -> None:
    paper = full_paper(TALL)
    pages = browser.printed(html_of([paper]))
    assert len(pages) > 3
    assert {page.size for page in pages} == {A4_LANDSCAPE}
    assert_whole(paper, pages)
    for number, page in enumerate(pages, start=1):
        assert f"—{number}—" in page.text
    headed = pages_with("".join(cells_of(paper)[0].head), pages)
    assert len(headed) > 1
    assert all(TABLE_TYPE in pages[number].type_sizes for number in headed)


def test_any_text_prints_and_does_not_make_the_sheet_smaller(browser: Browser) -> None:
    pages = browser.printed(html_of([full_paper([*HOSTILE, "end"], count=20)]))
    assert {page.size for page in pages} == {A4_LANDSCAPE}
    assert TABLE_TYPE in {size for page in pages for size in page.type_sizes}
    assert bare("<script>alert(1)</script>") in "".join(page.text for page in pages)


@pytest.mark.parametrize("texts", TEXTS)
def test_nothing_sticks_out_between_the_margins_of_a4(seen: dict[tuple[str, int], dict[str, Any]], texts: str) -> None:
    assert [seen[texts, width]["out"] for width in PARTS] == [[], []]


@pytest.mark.parametrize("texts", TEXTS)
def test_no_screen_scrolls_sideways_and_no_word_is_cut(seen: dict[tuple[str, int], dict[str, Any]], texts: str) -> None:
    for width in SCREENS:
        screen = seen[texts, width]
        assert screen["wide"] == screen["asked"] == width
        assert (screen["scrolls"], screen["out"]) == (width, []), screen


def test_a_document_prints_on_a4_with_rows_whole_heads_repeated_and_pages_numbered(
    documents: list[list[Page]],
) -> None:
    paper, pages = full_paper(TALL), documents[0]
    assert len(pages) > 3
    assert {page.size for page in pages} == {A4_LANDSCAPE}
    assert_whole(paper, pages)
    for number, page in enumerate(pages, start=1):
        assert f"—{number}—" in page.text
    assert {22.0, 16.0} <= pages[0].type_sizes


def test_a_document_of_any_text_opens(documents: list[list[Page]]) -> None:
    pages = documents[1]
    assert {page.size for page in pages} == {A4_LANDSCAPE}
    assert bare("<script>alert(1)</script>") in "".join(page.text for page in pages)
