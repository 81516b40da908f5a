"""How wide the columns of the weekly sheet are, from a narrow screen to a page that lies across."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from wcwidth import wcswidth

from nanhu_kpi.i18n import activate
from nanhu_kpi.render.paper.blocks import Table
from nanhu_kpi.render.paper.layout import columns_on_page, fitted_on_paper
from nanhu_kpi.render.sheet import Row, Section, Sheet, SheetColumn, section_of
from nanhu_kpi.render.weekly.paper import paper_of
from tests.support.commands import NOW, desk_at
from tests.support.goldens import holds
from tests.support.weeks import WEEK, weekly

if TYPE_CHECKING:
    from pathlib import Path

    from nanhu_kpi.i18n import Language

ON_SCREEN = (30, 44, 52, 60, 72, 80, 97, 132)
ON_PAGES = (60, 84, 112, 150)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_columns_of_the_weekly_sheet_at_every_width(half_year_db: Path, lang: Language) -> None:
    activate(lang)
    (sheet,) = weekly(desk_at(half_year_db, now=NOW.replace(2024, 7, 1)), week=WEEK)
    tables = {block.columns: block for block in paper_of(sheet).every if isinstance(block, Table)}
    told = []
    for columns, table in tables.items():
        told.append(", ".join(column.header for column in columns))
        for width in ON_SCREEN:
            fitted = fitted_on_paper(Sheet("", "", columns, (Section("", table.groups),)), width, wcswidth)
            heads = [column.header.replace("\n", "/") for column in fitted.sheet.columns]
            each = ", ".join(f"{head} {size}" for head, size in zip(heads, fitted.widths, strict=True))
            told.append(f"  {width}, gap {fitted.gap}: {each}; without {', '.join(fitted.dropped) or '-'}")
        told += [f"  page {room}: {columns_on_page(columns, table.rows, room)}" for room in ON_PAGES]
    holds(f"widths-{lang}", "".join(f"{line}\n" for line in told))


def test_what_is_left_of_a_close_room_goes_to_the_tallest_sentences_until_no_row_takes_more_than_three_lines() -> None:
    columns = (SheetColumn("code", "Code"), SheetColumn("name", "", wraps=True), SheetColumn("next", "", wraps=True))
    sheet = Sheet("", "", columns, (section_of("", [Row(("JJ09", "长" * 45, "短" * 30))]),))
    assert fitted_on_paper(sheet, 56, wcswidth)[1:3] == ((4, 30, 20), 1)


def test_where_nothing_helps_a_code_stays_whole_longer_than_a_figure() -> None:
    columns = (SheetColumn("code", "Code"), SheetColumn("actual", "Actual", "right"))
    sheet = Sheet("", "", columns, (section_of("", [Row(("JJ-2024-0009", "999999999999.99"))]),))
    assert fitted_on_paper(sheet, 24, wcswidth)[1:3] == ((12, 11), 1)
