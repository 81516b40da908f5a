"""A paper as text, on a printer or in a terminal: no figure that the sheet owes is left out for want of width."""

from __future__ import annotations

import io
import os
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import wcswidth

from nanhu_kpi.i18n import activate
from nanhu_kpi.model import Cadence
from nanhu_kpi.render.formats.layout import wrapped_row
from nanhu_kpi.render.paper.blocks import Paper, Table
from nanhu_kpi.render.paper.formats import PAPER_FORMATS, PaperLayout
from nanhu_kpi.render.paper.layout import fitted_on_paper
from nanhu_kpi.render.paper.text import text_of
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, section_of
from nanhu_kpi.render.weekly.paper import paper_of
from nanhu_kpi.service.weekly import sheets_of
from nanhu_kpi.text import visible
from tests.support.commands import desk_at
from tests.support.papers import any_paper, paper
from tests.support.views import logged
from tests.support.weeks import MONDAY_AFTER, WEEK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nanhu_kpi.i18n import Language
    from nanhu_kpi.scorecard.week import WeekSheet

PRINTED = datetime.fromisoformat(f"{MONDAY_AFTER}T01:00:00").replace(tzinfo=UTC)
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


def sheet_text(sheets: Sequence[WeekSheet], lang: Language, width: int, form: str = "plain") -> tuple[str, list[str]]:
    """Return a week's sheets on paper or in a terminal of a width, and the headers of what was left out."""
    activate(lang)
    (shape,) = (each for each in PAPER_FORMATS if each.name == form)
    stream = io.StringIO()
    with patch.dict(os.environ, COLUMNS=str(width)):
        left_out = shape.loaded()([paper_of(sheet) for sheet in sheets], stream, PaperLayout(width, form_feeds=False))
    return stream.getvalue(), left_out


@pytest.fixture(scope="module")
def sheets(_built_worked: Path) -> Sequence[WeekSheet]:
    """The sheet of half a year of work."""
    return sheets_of(desk_at(_built_worked, now=PRINTED), Cadence.WEEKLY, period=WEEK)


@pytest.fixture(scope="module")
def long_sheets(_built_worked: Path, tmp_path_factory: pytest.TempPathFactory) -> Sequence[WeekSheet]:
    """The same with the longest number, and texts without a place to break."""
    db = Path(shutil.copy2(_built_worked, tmp_path_factory.mktemp("long")))
    logged(db, "JJ09=超999999999999.9999", "--note", "W" * 300, "--issue", "长" * 300, on="2024-06-28")
    return sheets_of(desk_at(db, now=PRINTED), Cadence.WEEKLY, period=WEEK)


@both_languages
@pytest.mark.parametrize("form", ["plain", "table"])
def test_nothing_is_left_out_of_a_wide_sheet(sheets: Sequence[WeekSheet], form: str, lang: Language) -> None:
    _told, left_out = sheet_text(sheets, lang, 132, form)
    assert left_out == []


@both_languages
@pytest.mark.parametrize("form", ["plain", "table"])
def test_on_eighty_columns_only_what_stands_elsewhere_too_may_go(
    sheets: Sequence[WeekSheet], form: str, lang: Language
) -> None:
    _told, left_out = sheet_text(sheets, lang, 80, form)
    # The number of a row, and of the first page what the area's table has as well.
    assert set(left_out) <= ({"No.", "Expected"} if lang == "en" else set()), left_out


@both_languages
@pytest.mark.parametrize("form", ["plain", "table"])
@pytest.mark.parametrize("width", [60, 80, 97, 140])
def test_no_line_is_wider_than_the_paper(
    long_sheets: Sequence[WeekSheet], width: int, form: str, lang: Language
) -> None:
    told, _left_out = sheet_text(long_sheets, lang, width, form)
    assert max(map(cell_len, told.splitlines())) <= width


@both_languages
def test_tables_with_the_same_columns_stand_alike(sheets: Sequence[WeekSheet], lang: Language) -> None:
    for width in (80, 132):
        told, _left_out = sheet_text(sheets, lang, width)
        heads = {line for line in told.splitlines() if re.match(r" *(序|No\.|Code).*(Status|状态)", line)}
        areas = {line for line in heads if "Issue" not in line and "存在问题" not in line}
        assert len(areas) == 1, areas


@pytest.mark.parametrize(
    ("width", "headers", "gap"),
    [
        (110, ["No.", "Code", "Measure", "Unit", "Year target", "Status", "Owner"], 2),
        (72, ["No.", "Code", "Measure\nOwner", "Unit", "Year target", "Status"], 2),
        (54, ["No.", "Code", "Measure\nOwner", "Unit", "Year target", "Status"], 1),
        (44, ["No.", "Code", "Measure\nUnit; Owner", "Year target", "Status"], 1),
        (36, ["Code", "Measure\nUnit; Owner", "Year target", "Status"], 1),
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
    fitted = fitted_on_paper(sheet_of(CELLS), 44, wcswidth)
    (row,) = fitted.sheet.sections[0].rows
    lines = dict(zip((column.key for column in fitted.sheet.columns), wrapped_row(row.cells, fitted.widths, wcswidth),
                     strict=True))  # fmt: skip
    assert [line for line in lines["figure"] if line] == ["12345.25"]
    assert [line for line in lines["code"] if line] == ["JJ17"]
    assert [line for line in lines["status"] if line] == ["red far", "behind"]
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
        for row in (row for section in table.sections for row in section.rows):
            for cell in row.cells:
                assert not (set("".join(cell.split())) - set(squeezed))


def _shown(table: Table) -> Table:
    """Return a table as the sheets make them: what people typed is made visible first."""
    columns = tuple(column._replace(header=visible(column.header)) for column in table.columns)
    sections = tuple(
        section._replace(
            heading=visible(section.heading),
            groups=tuple(
                group._replace(rows=tuple(row._replace(cells=tuple(map(visible, row.cells))) for row in group.rows))
                for group in section.groups
            ),
        )
        for section in table.sections
    )
    return Table(columns, sections)
