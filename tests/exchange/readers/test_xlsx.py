"""Workbooks as Excel, WPS and other programs write them, sound or damaged."""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import recorded, run
from tests.support.files import altered, read_path, workbook

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"


def test_a_workbook_is_read_as_excel_shows_it(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [None, None],
        ["编码", "日期", "数值", "说明", None],
        ["JJ01", dt.date(2024, 6, 30), 12, "走访_x000D_二"],
        ["JJ01", dt.datetime(2024, 6, 30, 8, 15), 0.1 + 0.2, True],  # noqa: DTZ001 - a workbook knows no zones
        [],
        ["JJ02", "2024-06-30", 0.985, None],
        ["JJ02", "2024-06-30", 38.17, None],
        formats={"C6": "0.0%", "C7": '0.0"%"'},
    )
    found = read_path(str(path))
    assert found.header == ["编码", "日期", "数值", "说明"]
    assert found.rows == {
        3: ["JJ01", "2024-06-30", "12", "走访\r二"],
        4: ["JJ01", "2024-06-30 08:15:00", "0.3", "TRUE"],
        6: ["JJ02", "2024-06-30", "98.5%", ""],
        7: ["JJ02", "2024-06-30", "38.17", ""],
    }


def test_a_formula_that_was_never_calculated_is_a_problem_and_not_an_empty_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["a", "b"], ["x", "=1+1"], ["y", 2])
    found = read_path(str(path))
    assert (found.rows, found.problems) == ({3: ["y", "2"]}, [(2, "b", "NOT_CALCULATED")])


def test_a_title_above_the_header_is_passed_over_and_told(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, [None], ["2024年6月报表", None], ["", ""], ["编码", "数值"], ["JJ01", "=1+1"], ["JJ02", 2]
    )
    found = read_path(str(path))
    assert (found.above, found.header) == ([(2, "2024年6月报表")], ["编码", "数值"])
    assert (found.rows, found.problems) == ({6: ["JJ02", "2"]}, [(5, "数值", "NOT_CALCULATED")])


def test_a_cell_beyond_the_header_is_a_problem_and_never_lost(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["a", "b", None], ["x", 1, " "], ["y", 2, None, "仅供参考"])
    found = read_path(str(path))
    assert (found.rows, found.problems) == ({2: ["x", "1"]}, [(3, "", "CELLS_MISSING")])


def test_a_formula_whose_result_is_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["a", "b"], ["x", '=IF(F3="","",F3)'], ["y", '=IF(F4="","",F4)'])
    altered(path, SHEET, lambda content: content.replace(b'<c r="B2">', b'<c r="B2" t="str">'))
    found = read_path(str(path))
    assert (found.rows, found.problems) == ({2: ["x", ""]}, [(3, "b", "NOT_CALCULATED")])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"</row></sheetData>", b"</row"),  # cut short
        (b"<v>7</v>", b"<v>abc</v>"),
        (b'<c r="D1400" t="n"><v>7', b'<c r="D1400" t="s"><v>9999'),  # a text that is not among the texts
        (b"<f>1+1</f>", b'<f t="dataTable" nonsense="1">1+1</f>'),  # broken in formulas alone
    ],
)
def test_a_workbook_damaged_anywhere_is_refused(empty_db: Path, old: bytes, new: bytes) -> None:
    rows = [["JJ01", dt.date(2024, 6, 30), "add", 7] for _ in range(1499)]
    rows[700][3] = "=1+1"
    path = workbook(empty_db.parent, ["measure", "day", "type", "value"], *rows)

    def damaged(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new)

    ran = run(empty_db, "import", str(altered(path, SHEET, damaged)), "--yes")
    assert (ran.code, ran.out) == (4, "")
    assert "in.xlsx is not an .xlsx workbook, or is damaged" in ran.err


def test_what_the_library_warns_of_does_not_reach_the_screen(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["a", "day"], ["x", 1e9], formats={"B2": "yyyy-mm-dd"})
    altered(path, SHEET, lambda content: content.replace(
        b"</worksheet>", b"<headerFooter><oddHeader>&amp;Q</oddHeader></headerFooter></worksheet>"
    ))  # fmt: skip
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        found = read_path(str(path))
    assert (found.rows, found.problems) == ({}, [(2, "day", "ERROR_CELL")])
    assert warned == []


def test_an_error_value_is_a_problem_in_every_column_and_a_text_like_one_is_not(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, ["编码", "数值", "说明"], ["JJ01", 1, "#REF!"], ["JJ01", 2, "#1号楼"], ["JJ01", "#DIV/0!", "x"]
    )
    found = read_path(str(path))
    assert found.rows == {3: ["JJ01", "2", "#1号楼"]}
    assert found.problems == [(2, "说明", "ERROR_CELL"), (4, "数值", "ERROR_CELL")]


def test_a_format_that_scales_is_a_problem_and_a_share_is_not(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, ["编码", "数值"], ["JJ01", 12345678], ["JJ01", 0.985], ["JJ01", 12],
        formats={"B2": '0!.0,"万"', "B3": "0.0%", "B4": '0"家"'},
    )  # fmt: skip
    found = read_path(str(path))
    assert (found.rows, found.problems) == ({3: ["JJ01", "98.5%"], 4: ["JJ01", "12"]}, [(2, "数值", "SCALED_CELL")])


def strict(content: bytes) -> bytes:
    """Give a part the names of Strict Open XML."""
    return (
        content.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    )  # fmt: skip


def test_a_workbook_of_strict_open_xml_says_what_the_ordinary_one_says(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, ["编码", "日期", "数值"], ["JJ01", dt.date(2024, 6, 30), 12], ["JJ01", dt.date(2024, 7, 1), 3]
    )
    ordinary = read_path(str(path))
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET, "xl/styles.xml", "_rels/.rels"):
        altered(path, part, strict)
    assert read_path(str(path)) == ordinary
    assert ordinary.rows == {2: ["JJ01", "2024-06-30", "12"], 3: ["JJ01", "2024-07-01", "3"]}


def test_rows_that_a_filter_hides_are_read_and_named(empty_db: Path) -> None:
    path = workbook(empty_db.parent, ["measure", "day", "type", "value"], *(
        ["JJ01", dt.date(2024, 6, day), "add", day] for day in (3, 4, 5)
    ))  # fmt: skip
    altered(path, SHEET, lambda content: content.replace(b'<row r="3"', b'<row r="3" hidden="1"'))
    ran = run(empty_db, "import", str(path), "--yes")
    assert (ran.code, "Hidden rows, read as well: 3\n" in ran.err) == (0, True)
    assert [row["value"] for row in recorded(empty_db)] == ["3", "4", "5"]


def test_a_workbook_whose_book_has_another_name_is_read_as_any_other(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["编码", "数值"], ["JJ01", 12])
    ordinary = read_path(str(path))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            renamed = name.replace("xl/workbook.xml", "xl/book.xml").replace("rels/workbook.xml", "rels/book.xml")
            archive.writestr(renamed, content.replace(b"xl/workbook.xml", b"xl/book.xml"))
    assert read_path(str(path)) == ordinary
