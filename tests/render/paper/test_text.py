"""A paper as text, on a printer or in a terminal: no figure that the sheet owes is left out for want of width."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import wcswidth

from nanhu_kpi.i18n import activate
from nanhu_kpi.render.formats.layout import wrapped_row
from nanhu_kpi.render.paper.blocks import Paper, Table
from nanhu_kpi.render.paper.layout import fitted_on_paper, fitted_tables
from nanhu_kpi.render.paper.text import text_of
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, section_of
from nanhu_kpi.render.weekly.paper import paper_of
from nanhu_kpi.text import visible
from tests.support.commands import NOW, desk_at
from tests.support.papers import any_paper, area_table, paper
from tests.support.views import logged, run
from tests.support.weeks import MONDAY_AFTER, WEEK, weekly

if TYPE_CHECKING:
    from pathlib import Path

    from nanhu_kpi.i18n import Language

LEFT_OUT = re.compile(r"Hidden to fit|因宽度不足略去")
LANGUAGES: tuple[Language, ...] = ("zh", "en")
both_languages = pytest.mark.parametrize("lang", LANGUAGES)
OWED = SheetColumn("figure", "Year target", "right")
COLUMNS = (
    SheetColumn("number", "No.", "right", drop=1),
    SheetColumn("code", "Code"),
    SheetColumn("name", "Measure", wraps=True),
    SheetColumn("unit", "Unit", under="name"),
    OWED,
    SheetColumn("status", "Status"),
    SheetColumn("owner", "Owner", wraps=True, under="name"),
)
CELLS = ("17", "JJ17", "Companies attracted and settled", "households", "12345.25", "red far behind", "Economy office")


def sheet_of(*rows: tuple[str, ...]) -> Sheet:
    return Sheet("", "", COLUMNS, (section_of("", [Row(row) for row in rows]),))


def sheet_text(db: Path, lang: str, width: int, form: str = "plain") -> tuple[str, str]:
    words = ("weekly", "--week", WEEK, "-f", form, *(("--width", str(width)) if form == "plain" else ()))
    outcome = run(db, *words, on=MONDAY_AFTER, lang=lang, width=width)
    assert outcome.code == 0, outcome.err
    return outcome.out, outcome.err


@both_languages
@pytest.mark.parametrize("form", ["plain", "table"])
def test_nothing_is_left_out_of_a_wide_sheet(half_year_db: Path, form: str, lang: str) -> None:
    told, talk = sheet_text(half_year_db, lang, 132, form)
    assert not LEFT_OUT.search(told + talk)


@both_languages
@pytest.mark.parametrize("form", ["plain", "table"])
def test_on_eighty_columns_only_what_looks_ahead_or_back_may_go(half_year_db: Path, form: str, lang: str) -> None:
    told, talk = sheet_text(half_year_db, lang, 80, form)
    left_out = re.findall(r"(?:Hidden to fit the width|因宽度不足略去)[^:：]*[:：] *([^.。]*)", told + talk)
    gone = {name for names in left_out for name in re.split("、|, ", names)}
    assert gone <= ({"Owner", "Forecast", "Expected"} if lang == "en" else {"牵头单位", "年末预测"})


@both_languages
def test_on_eighty_columns_a_row_takes_three_lines_at_most_and_no_status_is_broken(
    half_year_db: Path, lang: Language
) -> None:
    activate(lang)
    day = NOW.replace(2024, 7, 1)
    (sheet,) = weekly(desk_at(half_year_db, now=day), week=WEEK)
    given_paper = paper_of(sheet)
    seen = 0
    for fitted in fitted_tables(given_paper.every, 80, wcswidth):
        for row in (row for section in fitted.sheet.sections for row in section.rows):
            lines = wrapped_row(row.cells, fitted.widths, wcswidth)
            assert lang == "en" or len(lines[0]) <= 3, row
            for column, text, size in zip(fitted.sheet.columns, row.cells, fitted.widths, strict=True):
                if column.key == "status":
                    assert all(wcswidth(line) <= size for line in text.split("\n")), text
                    seen += 1
    assert seen > 100


@both_languages
@pytest.mark.parametrize("form", ["plain", "table"])
@pytest.mark.parametrize("width", [60, 80, 97, 140])
def test_no_line_is_wider_than_the_paper(half_year_db: Path, width: int, form: str, lang: str) -> None:
    logged(half_year_db, "JJ09=超999999999999.9999", "--note", "W" * 300, "--issue", "长" * 300, on="2024-06-28")
    told, _talk = sheet_text(half_year_db, lang, width, form)
    assert max(map(cell_len, told.splitlines())) <= width


@pytest.mark.parametrize("width", [80, 132])
def test_tables_with_the_same_columns_stand_alike(width: int) -> None:
    activate("en")
    told = text_of([paper(area_table(4), area_table(2, "an owner of a much longer name"))], width)
    heads = [line for line in told.splitlines() if "Code" in line]
    assert len(heads) == 2
    assert len(set(heads)) == 1


@pytest.mark.parametrize("width", [60, 80])
def test_the_line_of_a_group_stands_over_its_rows(width: int) -> None:
    lines = text_of([paper(area_table(4))], width).splitlines()
    at = [next(at for at, line in enumerate(lines) if word in line) for word in ("JJ-G1", "JJ01", "JJ-G2", "JJ03")]
    assert at == sorted(at)
    assert lines[at[2]] == "JJ-G2  Trade"


@pytest.mark.parametrize(
    ("width", "headers", "gap"),
    [
        (110, ["No.", "Code", "Measure", "Unit", "Year target", "Status", "Owner"], 2),
        (72, ["No.", "Code", "Measure\nOwner", "Unit", "Year target", "Status"], 2),
        (58, ["No.", "Code", "Measure\nOwner", "Unit", "Year target", "Status"], 1),
        (49, ["No.", "Code", "Measure\nUnit; Owner", "Year target", "Status"], 1),
        (43, ["Code", "Measure\nUnit; Owner", "Year target", "Status"], 1),
    ],
)
def test_columns_move_under_others_before_any_is_left_out(width: int, headers: list[str], gap: int) -> None:
    activate("en")
    fitted = fitted_on_paper(sheet_of(CELLS), width, wcswidth)
    assert [column.header for column in fitted.sheet.columns] == headers
    assert fitted.gap == gap
    assert fitted.dropped == (() if "No." in headers else ("No.",))
    assert sum(fitted.widths) + gap * (len(headers) - 1) <= width


def test_a_figure_and_a_code_stay_on_one_line_while_heads_and_names_wrap() -> None:
    activate("en")
    fitted = fitted_on_paper(sheet_of(CELLS), 49, wcswidth)
    (row,) = fitted.sheet.sections[0].rows
    lines = dict(zip((column.key for column in fitted.sheet.columns), wrapped_row(row.cells, fitted.widths, wcswidth),
                     strict=True))  # fmt: skip
    assert [line for line in lines["figure"] if line] == ["12345.25"]
    assert [line for line in lines["code"] if line] == ["JJ17"]
    assert [line for line in lines["status"] if line] == ["red far behind"]
    assert lines["name"][-2:] == ["households;", "Economy office"]


@settings(max_examples=40)
@given(given_paper=any_paper(), width=st.integers(60, 140), lang=st.sampled_from(LANGUAGES))
def test_any_paper_keeps_to_its_width_and_loses_no_sign(given_paper: Paper, width: int, lang: Language) -> None:
    activate(lang)
    tables = [block for block in given_paper.blocks if isinstance(block, Table)]
    shown = paper(*(_shown(table) for table in tables))
    told = text_of([shown], width)
    assert max(map(wcswidth, told.splitlines())) <= width
    squeezed = sorted("".join(told.split()))
    for table in shown.blocks:
        assert isinstance(table, Table)
        for row in table.rows:
            for cell in row.cells:
                assert not (set("".join(cell.split())) - set(squeezed))


def _shown(table: Table) -> Table:
    """Return a table as the sheets make them: what people typed is made visible first."""
    columns = tuple(column._replace(header=visible(column.header)) for column in table.columns)
    groups = tuple(
        group._replace(rows=tuple(row._replace(cells=tuple(map(visible, row.cells))) for row in group.rows))
        for group in table.groups
    )
    return Table(columns, groups)
