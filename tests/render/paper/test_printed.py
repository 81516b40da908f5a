"""The sheet as it is printed: on A4 by a browser and by an office suite, and on the screen of a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.render.paper.html import html_of
from tests.support.papers import HOSTILE, cells_of, docx_of, full_paper
from tests.support.printers import A4_LANDSCAPE, A4_UPRIGHT, bare, converted, measured, printed

if TYPE_CHECKING:
    from pathlib import Path

    from nanhu_kpi.render.paper.blocks import Paper
    from tests.support.printers import Page

pytestmark = pytest.mark.slow
# What the stylesheet says of tables; a page that is too wide for its paper is printed smaller as a whole.
TABLE_TYPE = 9.0
PHONE, SMALL_PHONE, TABLET, SCREEN = 390, 320, 768, 1280
# The width between the margins of an A4 page upright and on its side, at 96 to the inch.
UPRIGHT, LANDSCAPE = 650, 1009
# Words enough that rows stand six lines high and would be cut.
TALL = ("the site is not handed over yet, the owner asks for another survey " * 6, "ask the district office")
texts_of_all_sorts = pytest.mark.parametrize(
    "texts", [TALL, [*HOSTILE, "end"], ["W" * 500, "长" * 500]], ids=["tame", "hostile", "long"]
)


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


def test_a_page_prints_on_a4_with_rows_whole_heads_repeated_and_pages_numbered(tmp_path: Path) -> None:
    paper = full_paper(TALL)
    pages = printed(html_of([paper]), tmp_path)
    sizes = [page.size for page in pages]
    wide = sizes.count(A4_LANDSCAPE)
    assert wide > 1
    assert sizes == [A4_UPRIGHT, *[A4_LANDSCAPE] * wide, *[A4_UPRIGHT] * (len(pages) - 1 - wide)]
    assert_whole(paper, pages)
    for number, page in enumerate(pages, start=1):
        assert f"—{number}—" in page.text
    headed = pages_with("".join(cells_of(paper)[0].head), pages)
    assert len(headed) > 1
    assert all(TABLE_TYPE in pages[number].type_sizes for number in headed)


def test_any_text_prints_and_does_not_make_the_sheet_smaller(tmp_path: Path) -> None:
    pages = printed(html_of([full_paper([*HOSTILE, "end"], count=20)]), tmp_path)
    assert {page.size for page in pages} == {A4_UPRIGHT, A4_LANDSCAPE}
    assert TABLE_TYPE in {size for page in pages for size in page.type_sizes}
    assert bare("<script>alert(1)</script>") in "".join(page.text for page in pages)


@texts_of_all_sorts
def test_nothing_sticks_out_between_the_margins_of_a4(tmp_path: Path, texts: list[str]) -> None:
    page = html_of([full_paper(texts, count=8)]).replace("@media print", "@media all")
    (upright,) = measured(page, tmp_path, [UPRIGHT], within="section:not(.wide)")
    (wide,) = measured(page, tmp_path, [LANDSCAPE], within="section.wide")
    assert (upright["out"], wide["out"]) == ([], [])


@texts_of_all_sorts
def test_no_screen_scrolls_sideways_and_no_word_is_cut(tmp_path: Path, texts: list[str]) -> None:
    page = html_of([full_paper(texts, count=8)])
    for seen in measured(page, tmp_path, [SMALL_PHONE, PHONE, TABLET, SCREEN]):
        assert seen["wide"] == seen["asked"]
        assert (seen["scrolls"], seen["out"]) == (seen["wide"], []), seen


def test_a_document_prints_on_a4_with_rows_whole_heads_repeated_and_pages_numbered(tmp_path: Path) -> None:
    paper = full_paper(TALL)
    pages = converted(docx_of(paper), tmp_path)
    sizes = [page.size for page in pages]
    wide = sizes.count(A4_LANDSCAPE)
    assert wide > 1
    upright = sizes.index(A4_LANDSCAPE)
    assert sizes == [*[A4_UPRIGHT] * upright, *[A4_LANDSCAPE] * wide, *[A4_UPRIGHT] * (len(pages) - upright - wide)]
    assert_whole(paper, pages)
    for number, page in enumerate(pages, start=1):
        assert f"—{number}—" in page.text
    assert pages[0].type_sizes == {22.0, 16.0, 14.0}


def test_a_document_of_any_text_opens(tmp_path: Path) -> None:
    pages = converted(docx_of(full_paper([*HOSTILE, "end"], count=8)), tmp_path)
    assert {page.size for page in pages} == {A4_UPRIGHT, A4_LANDSCAPE}
    assert bare("<script>alert(1)</script>") in "".join(page.text for page in pages)
