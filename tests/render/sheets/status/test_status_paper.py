"""A standing and a measure on paper hold, cell by cell, what the screen shows and the export says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.papers import Markup, docx_tables
from tests.support.views import logged, run, tables

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.papers import TableRead

WORDS = "[b]红[/b] | `x` <b>&amp; ]]> \\| *a* _b_ 𠮷 \x1b[31m"


@pytest.fixture
def half_year(seeded_db: Path) -> Path:
    """Half a year with every light, hostile words and an entry taken back."""
    logged(seeded_db, "JJ09+4", "JJ28=60", "JJ30=30", "--note", WORDS, "--issue", WORDS, on="2024-05-20")
    logged(seeded_db, "JJ29=5", "--next", "催办", on="2024-06-20")
    logged(seeded_db, "JJ09+2", "DJ02=超180", on="2024-06-26")
    return seeded_db


def papers_of(db: Path, tmp_path: Path, *words: str, lang: str = "en", on: str = "2024-07-01") -> list[list[TableRead]]:
    """Return the tables of a page and of a document."""
    page = run(db, *words, "-f", "html", on=on, lang=lang).out
    place = tmp_path / "sheet.docx"
    assert run(db, *words, "-o", str(place), on=on, lang=lang).code == 0
    return [Markup(page).tables, [*docx_tables(place.read_bytes())]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_standing_on_paper_holds_the_cells_of_the_screen(half_year: Path, tmp_path: Path, lang: str) -> None:
    page, document = papers_of(half_year, tmp_path, "status", lang=lang)
    assert page == document
    assert len(page) == 5
    told = run(half_year, "status", on="2024-07-01", lang=lang).out
    for table, shown in zip(page, tables(told, page[0].head), strict=True):
        # What runs over all columns is a goal with its counts.
        assert [[cell.split("\n")[0] for cell in row] for row in table.rows if len(row) > 1] == shown
    markdown = run(half_year, "status", "-f", "markdown", on="2024-07-01", lang=lang).out
    assert len(re.findall(r"^\| [A-Z]{2}\d\d \|", markdown, re.MULTILINE)) == sum(
        len(row) > 1 for t in page for row in t.rows
    )


def test_the_figures_on_paper_are_those_of_the_export(half_year: Path, tmp_path: Path) -> None:
    page, _document = papers_of(half_year, tmp_path, "status", "JJ")
    exported = run(half_year, "export", "status", "JJ", on="2024-07-01").by_code
    rows = [dict(zip(table.head, row, strict=True)) for table in page for row in table.rows if len(row) > 1]
    assert sorted(row["Code"] for row in rows) == sorted(exported)
    for row in rows:
        status = exported[row["Code"]]
        assert (row["Target"], re.sub(r"^\D+", "", row["Actual"])) == (status["target"], status["actual"])
        assert row["Status"].endswith({"met": "met", "far_behind": "far behind"}.get(status["status"], ""))


@pytest.mark.parametrize("order", ["urgency", "code"])
def test_a_standing_in_another_order_is_one_part(half_year: Path, tmp_path: Path, order: str) -> None:
    (table,), _document = papers_of(half_year, tmp_path, "status", "JJ", "--sort", order)
    codes = [row[0] for row in table.rows]
    assert (codes == sorted(codes)) is (order == "code")
    assert len(codes) > 40


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_measure_on_paper_holds_figures_curve_history_and_source(half_year: Path, tmp_path: Path, lang: str) -> None:
    assert run(half_year, "target", "set", "JJ09", "18", "--reason", WORDS, on="2024-07-01").code == 0
    page, document = papers_of(half_year, tmp_path, "show", "JJ09", lang=lang)
    assert page == document
    facts, targets, entries = page
    screen = run(half_year, "show", "JJ09", on="2024-07-01", lang=lang).out
    for name, value in facts.rows:
        assert re.search(rf"^{re.escape(name)} +{re.escape(value)}$", screen, re.MULTILINE), name
    assert [row[1].split(" ")[0] for row in targets.rows] == ["20", "18"]
    assert [row[1].split(" ")[0] for row in entries.rows][1:] == ["+4", "+2"]
    html = run(half_year, "show", "JJ09", "--as-of", "2024-06-20", "-f", "html", on="2024-07-01", lang=lang).out
    assert "<figure>" in html
    assert "--known" not in html  # a paper has no word of the command line


def test_a_measure_without_target_and_entry_has_no_curve(seeded_db: Path) -> None:
    page = run(seeded_db, "show", "JJ10", "--year", "2024", "-f", "html", on="2024-07-01").out
    assert "<figure>" not in page


def test_an_old_paper_comes_out_again_as_it_was(half_year: Path) -> None:
    for words in (("status", "JJ"), ("show", "JJ09")):
        asked = (*words, "--known", "2024-06-21", "--as-of", "2024-06-20", "-f", "html")
        before = run(half_year, *asked, on="2024-06-30").out
        logged(half_year, "JJ09+1", "--date", "2024-06-19", on="2024-07-02")
        assert run(half_year, *asked, on="2024-09-02").out == before


def test_a_measure_without_an_entry_has_its_pace_drawn_and_no_list_of_entries(seeded_db: Path, tmp_path: Path) -> None:
    page, text = tmp_path / "JJ28.html", tmp_path / "JJ28.md"
    for place in (page, text):
        assert run(seeded_db, "show", "JJ28", "--year", "2024", "-o", str(place), on="2024-06-30").code == 0
    drawn = page.read_text(encoding="utf-8")
    assert ("<path" in drawn, "<circle" in drawn) == (True, False)
    headings = [line for line in text.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]
    assert [heading.split(". ")[1] for heading in headings] == [
        "Figures and source", "Course of the year", "Targets", "How to read it",
    ]  # fmt: skip
