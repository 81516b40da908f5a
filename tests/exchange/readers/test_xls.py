"""Workbooks as Excel wrote them up to 2003, and what is only named like one."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING, Any

import pytest
import xlwt

from tests.support.commands import recorded, run
from tests.support.files import problems_of, read, read_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

HEADER = ("measure", "day", "type", "value", "note", "key")
DAY = "yyyy-mm-dd"


def old_workbook(
    folder: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], formats: Mapping[tuple[int, int], str] | None = None
) -> Path:
    """Write an .xls workbook, with the number formats of some cells by row and place."""
    book = xlwt.Workbook(encoding="utf-8")
    for title, rows in sheets.items():
        sheet = book.add_sheet(title)
        for row, cells in enumerate(rows):
            for place, value in enumerate(cells):
                style = xlwt.easyxf(num_format_str=(formats or {}).get((row, place), "General"))
                if value is not None:
                    sheet.write(row, place, value, style)
    path = folder / "old.xls"
    book.save(str(path))
    return path


def test_an_old_workbook_is_read_as_excel_shows_it(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["2024年6月报表"],
        ["编码", "日期", "数值", "说明", "流水号"],
        ["JJ01", dt.date(2024, 6, 30), 12, "走访\n二", 7],
        ["JJ02", 45472.99999999, 0.985, True, "007"],
        [],
        ["JJ02", 45473.35, 0.1 + 0.2, None, 7],
    ]
    formats = {(2, 1): DAY, (3, 1): DAY, (3, 2): "0.0%", (5, 1): DAY, (5, 4): "000"}
    found = read_path(str(old_workbook(tmp_path, {"6月": rows}, formats)))
    assert (found.header, found.above) == (rows[1], [(1, "2024年6月报表")])
    assert found.rows == {
        3: ["JJ01", "2024-06-30", "12", "走访\n二", "7"],
        4: ["JJ02", "2024-06-30", "98.5%", "TRUE", "007"],
        6: ["JJ02", "2024-06-30 08:24:00", "0.3", "", "007"],
    }


def test_an_error_a_scaled_number_and_a_cell_beyond_the_header_are_problems_of_an_old_workbook_too(
    tmp_path: Path,
) -> None:
    rows: list[list[Any]] = [["编码", "数值"], ["JJ01", 12345678], ["JJ01", 2], ["JJ01", 3, "仅供参考"]]
    path = old_workbook(tmp_path, {"a": rows}, {(1, 1): '0!.0,"万"'})
    found = read_path(str(path))
    assert found.rows == {3: ["JJ01", "2"]}
    assert found.problems == [(2, "数值", "SCALED_CELL"), (4, "", "CELLS_MISSING")]


def test_an_error_value_of_an_old_workbook_is_a_problem(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for place, name in enumerate(("编码", "数值", "说明")):
        sheet.write(0, place, name)
    sheet.write(1, 0, "JJ01")
    sheet.row(1).set_cell_error(1, "#REF!")
    sheet.row(1).set_cell_boolean(2, 0)
    book.save(str(tmp_path / "old.xls"))
    found = read_path(str(tmp_path / "old.xls"))
    assert (found.rows, found.problems) == ({}, [(2, "数值", "ERROR_CELL")])


def test_hidden_rows_and_sheets_of_an_old_workbook_are_named(empty_db: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    for title in ("资料", "6月"):
        sheet = book.add_sheet(title)
        for place, name in enumerate(("measure", "day", "type", "value")):
            sheet.write(0, place, name)
        for row, value in enumerate((3, 4), start=1):
            for place, cell in enumerate(("JJ01", "2024-06-03", "add", value)):
                sheet.write(row, place, cell)
    book.get_sheet(0).visibility = 2
    book.set_active_sheet(1)
    book.get_sheet(1).row(2).hidden = True
    book.get_sheet(1).col(1).hidden = True
    path = empty_db.parent / "old.xls"
    book.save(str(path))
    ran = run(empty_db, "import", str(path), "--yes")
    assert (ran.code, [row["value"] for row in recorded(empty_db)]) == (0, ["3", "4"])
    assert "Skipped hidden worksheets: 资料\n" in ran.err
    assert "Hidden rows, read as well: 3\nHidden columns, read as well: day\n" in ran.err


def test_two_filled_sheets_of_an_old_workbook_want_a_name(empty_db: Path) -> None:
    rows = [HEADER, ("JJ01", "2024-06-03", "add", 3)]
    path = old_workbook(empty_db.parent, {"5月": rows, "6月": rows})
    assert "several sheets that are not empty: 5月, 6月" in run(empty_db, "import", str(path), "--yes").err
    assert run(empty_db, "import", str(path), "--yes", "--sheet", "6月").code == 0


@pytest.mark.parametrize("cut", [600, 2000])
def test_a_damaged_old_workbook_is_refused(empty_db: Path, cut: int) -> None:
    path = old_workbook(empty_db.parent, {"a": [HEADER, ("JJ01", "2024-06-03", "add", 3)]})
    path.write_bytes(path.read_bytes()[:cut])
    ran = run(empty_db, "import", str(path), "--yes")
    assert (ran.code, ran.out) == (4, "")
    assert "old.xls is not an .xls workbook, or is damaged" in ran.err


def test_without_its_library_an_old_workbook_says_how_to_get_it(
    empty_db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = old_workbook(empty_db.parent, {"a": [HEADER]})
    monkeypatch.setitem(sys.modules, "xlrd", None)
    monkeypatch.delitem(sys.modules, "nanhu_kpi.exchange.readers.xls", raising=False)
    ran = run(empty_db, "import", str(path), "--yes")
    assert (ran.code, "pip install 'nanhu-kpi[xls]'" in ran.err) == (2, True)


def test_what_is_named_like_an_old_workbook_is_read_as_what_it_is(empty_db: Path) -> None:
    content = "measure\tday\ttype\tvalue\nJJ01\t2024-06-03\tadd\t3\n"
    assert read(empty_db.parent, content.encode("gb18030"), "old.xls").rows == {2: ["JJ01", "2024-06-03", "add", "3"]}
    page = empty_db.parent / "page.xls"
    page.write_text("<html><table><tr><td>JJ01</td></tr></table></html>", encoding="utf-8")
    ran = run(empty_db, "import", str(page), "--yes")
    assert (ran.code, "page.xls is a web page or other XML" in ran.err) == (4, True)


def test_a_key_that_lost_digits_in_an_old_workbook_is_a_problem(empty_db: Path) -> None:
    rows = [HEADER, ("JJ01", "2024-06-03", "add", 3, None, 202406030000012345)]
    path = old_workbook(empty_db.parent, {"a": rows}, {(1, 5): "0"})
    ((row, column, reason),) = problems_of(empty_db, path)
    assert (row, column, "lost digits of this key" in reason) == ("2", "key", True)
