"""The sheets of a month, a quarter and a year name their own period, and hold the same cells in every form."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.i18n import activate
from nanhu_kpi.model import Cadence
from nanhu_kpi.render.paper.html import html_of
from nanhu_kpi.render.paper.markdown import escaped, markdown_of
from nanhu_kpi.render.paper.text import text_of
from nanhu_kpi.render.weekly.paper import paper_of
from nanhu_kpi.service.weekly.weekly import sheets_of
from tests.support.commands import desk_at
from tests.support.papers import Markup, cells_of, docx_of, docx_tables
from tests.support.views import run

if TYPE_CHECKING:
    from pathlib import Path

    from nanhu_kpi.render.paper.blocks import Paper
    from nanhu_kpi.scorecard.period_sheet import PeriodSheet

# A period of each sort, and the day on which its sheet is printed.
ASKED = {
    "monthly": ("--month", "2024-06", "2024-07-01"),
    "quarterly": ("--quarter", "2024Q2", "2024-07-01"),
    "yearly": ("--year", "2024", "2025-01-06"),
}
every_cadence = pytest.mark.parametrize("cadence", ASKED)


@pytest.fixture
def half_year(_built_worked: Path) -> Path:
    """Half a year of an office, which no test changes."""
    return _built_worked


@cache
def sheet_of(db: Path, cadence: str, *words: str) -> PeriodSheet:
    _option, period, on = ASKED[cadence]
    desk = desk_at(db, now=datetime.fromisoformat(f"{on}T02:00:00+00:00"))
    (sheet,) = sheets_of(desk, Cadence(cadence), words, period=period)
    return sheet


def words_in(paper: Paper) -> str:
    return text_of([paper], 400)


@every_cadence
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_form_holds_the_cells_of_the_same_paper(half_year: Path, cadence: str, lang: str) -> None:
    activate("zh" if lang == "zh" else "en")
    paper = paper_of(sheet_of(half_year, cadence))
    cells = cells_of(paper)
    page = Markup(html_of([paper])).tables
    assert [[row[: len(table.head)] for row in table.rows] for table in cells] == [
        [row[: len(table.head)] for row in read.rows] for table, read in zip(cells, page, strict=True)
    ]
    document = [table for table in docx_tables(docx_of(paper)) if table.head[0] == cells[0].head[0] or table.rows]
    assert {row[0] for table in cells for row in table.rows} <= {row[0] for table in document for row in table.rows}
    told = markdown_of([paper])
    for table in cells:
        for row in table.rows:
            if len(row) > 1:
                assert f"| {' | '.join(escaped(cell) for cell in row)} |" in told


@every_cadence
def test_the_rows_on_paper_are_those_of_the_csv(half_year: Path, cadence: str) -> None:
    option, period, on = ASKED[cadence]
    rows = run(half_year, cadence, option, period, "-f", "csv", on=on).by_code
    activate("en")
    tables = cells_of(paper_of(sheet_of(half_year, cadence)))
    (table,) = [table for table in tables if "Target of the year" in table.head]
    shown = [dict(zip(table.head, row, strict=True)) for row in table.rows if len(row) > 1]
    assert {row["Code"] for row in shown} <= set(rows)
    for row in shown:
        status = rows[row["Code"]]
        percent = f"{100 * Decimal(status['attainment']):.2f}%" if status["attainment"] else ""
        actual = row["Actual"] if cadence == "yearly" else row["To date"]
        assert (row["Target of the year"], row["Attainment"]) == (status["target"], percent)
        assert re.sub(r"^(over|nearly|about) ", "", actual) == status["actual"]
        assert row["Status"].startswith(status["light"])
        if cadence == "yearly":
            assert re.sub(r"^(over|nearly|about) ", "", row["2023 actual"]) == status["baseline"]
            grown = f"{100 * Decimal(status['year_on_year']):+.1f}%" if status["year_on_year"] else ""
            assert row["Year on year"] == grown.replace("+0.0%", "0.0%")
        else:
            change = Decimal(status["change"]) if status["change"] else None
            heading = "This month" if cadence == "monthly" else "This quarter"
            assert row[heading] == ("" if change is None else f"{change:+f}" if change else "0")


@pytest.mark.parametrize(
    ("cadence", "words"),
    [
        ("monthly", ["目标任务进展月报", "2024年第6期", "本月新增/变动", "本月进展", "连红月数", "本月新增；完成率"]),
        ("quarterly", ["目标任务进展季报", "2024年第2期", "本季新增/变动", "本季进展", "连红季数"]),
        ("yearly", ["目标任务进展年报", "2024年度", "年终对照表", "本年进展", "同比"]),
    ],
)
def test_a_sheet_names_its_period_and_no_week(half_year: Path, cadence: str, words: list[str]) -> None:
    sheet = sheet_of(half_year, cadence)
    activate("zh")
    told = words_in(paper_of(sheet))
    assert [word for word in words if word not in told] == []
    assert re.findall("本周|周报|次周|连红周", told) == []
    activate("en")
    assert re.findall("(?i)this week|the week|weekly progress|weeks red", words_in(paper_of(sheet))) == []


@every_cadence
def test_the_brief_alone_is_the_first_page_of_the_whole(half_year: Path, cadence: str) -> None:
    activate("zh")
    sheet = sheet_of(half_year, cadence)
    whole, alone = paper_of(sheet), paper_of(sheet, brief_alone=True)
    assert alone.brief == whole.brief
    assert alone.blocks == ()


def test_a_running_period_says_that_it_is_not_over(half_year: Path) -> None:
    for words, told in (
        (("monthly", "--month", "this"), "2024年6月1日至6月27日（本月未结束）"),
        (("quarterly", "--quarter", "this"), "2024年4月1日至6月27日（本季度未结束）"),
        (("yearly", "--year", "this"), "2024年1月1日至6月27日（本年未结束）"),
    ):
        assert told in run(half_year, *words, "--brief", on="2024-06-27", lang="zh").out


def test_the_years_comparison_has_a_line_a_measure_and_the_counts_of_every_goal(half_year: Path) -> None:
    activate("en")
    sheet = sheet_of(half_year, "yearly", "JJ")
    (table,) = [table for table in cells_of(paper_of(sheet)) if "Year on year" in table.head]
    codes = [row[0] for row in table.rows if len(row) > 1]
    assert sorted(codes) == sorted(score.measure.code for score in sheet.card.scores)
    counts = {
        heading.split("  ")[0]: sum(map(int, re.findall(r"\d+ ", heading.rpartition("(")[2].replace(",", " "))))
        for (heading, *cells) in table.rows
        if not cells and heading.startswith("JJ-G")
    }
    goals = [score.measure.goal for score in sheet.card.scores]
    assert counts == {goal: goals.count(goal) for goal in goals}


def test_the_years_comparison_says_whether_it_is_of_all_measures_or_of_those_selected(half_year: Path) -> None:
    activate("en")
    for words, told in (((), "The year of all {} measures"), (("JJ",), "The year of the {} measures selected")):
        sheet = sheet_of(half_year, "yearly", *words)
        assert told.format(len(sheet.card.scores)) in words_in(paper_of(sheet))


def test_a_quarter_lists_of_each_measure_the_last_entry_and_a_month_lists_all(half_year: Path) -> None:
    activate("en")
    month, quarter = (cells_of(paper_of(sheet_of(half_year, cadence, "JJ09"))) for cadence in ("monthly", "quarterly"))
    (listed,) = [table for table in month if "Note" in table.head and "Day" in table.head and len(table.head) == 6]
    assert [row[0] for row in listed.rows if len(row) > 1] == ["2024-06-12", "2024-06-18", "2024-06-26"]
    (last,) = [table for table in quarter if "Entries" in table.head]
    assert [row[2:5] for row in last.rows if len(row) > 1] == [["3", "2024-06-26", "+3.5 units"]]
