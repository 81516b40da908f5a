"""Workbooks of several sheets: the one that is meant is read, and no other is left out unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.commands import recorded, run
from tests.support.files import csv_file, imported, workbook_of

if TYPE_CHECKING:
    from pathlib import Path

Rows = list[list[object]]
HEADER: list[object] = ["编码", "日期", "方式", "数值"]
JUNE: Rows = [HEADER, ["JJ01", "2024-06-30", "新增", 3]]
MAY: Rows = [HEADER, ["JJ01", "2024-05-31", "新增", 5]]
LISTS: Rows = [["新增"], ["累计"]]


def values(db: Path) -> list[str]:
    return [row["value"] for row in recorded(db)]


def test_the_one_visible_sheet_with_something_in_it_is_read(empty_db: Path) -> None:
    file = workbook_of(empty_db.parent, {"Sheet1": [], "空": [[None, " "]], "6月": JUNE})
    assert imported(empty_db, file).err == ""
    assert values(empty_db) == ["3"]


def test_a_hidden_sheet_is_passed_over_and_named_if_something_is_in_it(empty_db: Path) -> None:
    file = workbook_of(empty_db.parent, {"选项": LISTS, "空": [], "6月": JUNE}, hidden=("选项", "空"))
    assert imported(empty_db, file).err == "Skipped hidden worksheets: 选项\n"
    assert values(empty_db) == ["3"]


@pytest.mark.parametrize(
    ("hidden", "reason"),
    [
        ((), "sheets.xlsx has several sheets that are not empty: 5月, 6月. Choose one: --sheet NAME"),
        (("5月", "6月"), "sheets.xlsx has only hidden sheets that are not empty: 5月, 6月. Choose one"),
    ],
)
def test_where_several_could_be_meant_nothing_is_read(empty_db: Path, hidden: tuple[str, ...], reason: str) -> None:
    file = workbook_of(empty_db.parent, {"5月": MAY, "6月": JUNE, "Sheet3": []}, hidden=hidden)
    ran = run(empty_db, "import", str(file), "--yes")
    assert (ran.code, reason in ran.err) == (4, True)


@pytest.mark.parametrize("hidden", [(), ("6月",)])
def test_a_sheet_is_read_by_its_name(empty_db: Path, hidden: tuple[str, ...]) -> None:
    file = workbook_of(empty_db.parent, {"5月": MAY, "6月": JUNE}, hidden=hidden)
    imported(empty_db, file, "--sheet", "6月")
    assert values(empty_db) == ["3"]
    ran = run(empty_db, "import", str(file), "--yes", "--sheet", "7月")
    assert (ran.code, "has no sheet “7月”. Choose from: 5月, 6月" in ran.err) == (4, True)


def test_each_sheet_of_a_workbook_is_imported_once(empty_db: Path) -> None:
    file = workbook_of(empty_db.parent, {"5月": MAY, "6月": JUNE})
    imported(empty_db, file, "--sheet", "5月")
    imported(empty_db, file, "--sheet", "6月")
    for sheet in ("5月", "6月"):
        ran = run(empty_db, "import", str(file), "--yes", "--sheet", sheet)
        assert (ran.code, "imported before" in ran.err) == (4, True)


def test_naming_the_only_sheet_makes_no_other_file_of_it(empty_db: Path) -> None:
    file = workbook_of(empty_db.parent, {"6月": JUNE, "Sheet2": []})
    imported(empty_db, file)
    assert "imported before" in run(empty_db, "import", str(file), "--yes", "--sheet", "6月").err


def test_a_sheet_of_what_is_no_workbook_is_a_usage_error(empty_db: Path) -> None:
    ran = run(empty_db, "import", str(csv_file(empty_db.parent, "JJ01,2024-06-30,add,3,,")), "--sheet", "6月")
    assert (ran.code, "has no sheets. Leave out --sheet" in ran.err) == (2, True)
