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


def test_a_row_without_height_and_a_hidden_column_are_read_and_named(empty_db: Path) -> None:
    rows = [["JJ01", dt.date(2024, 6, day), "add", day] for day in (3, 4)]
    path = workbook(empty_db.parent, ["measure", "day", "type", "value"], *rows)
    altered(path, SHEET, lambda content: content.replace(b'<row r="3"', b'<row r="3" ht="0" customHeight="1"').replace(
        b"<sheetData>", b'<cols><col min="2" max="3" width="9" hidden="1"/><col min="9" max="16384" hidden="1"/></cols>'
        b"<sheetData>",
    ))  # fmt: skip
    ran = run(empty_db, "import", str(path), "--yes")
    assert [row["value"] for row in recorded(empty_db)] == ["3", "4"]
    assert "Hidden rows, read as well: 3\nHidden columns, read as well: day, type\n" in ran.err


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<row r="3"', b'<row r="2"'),  # a row twice
        (b'<row r="3"', b'<row r="1"'),
        (b'<c r="D2"', b'<c r="A2"'),
        (b'<c r="B3"', b'<c r="D3"'),
    ],
)
def test_a_row_or_a_cell_that_stands_out_of_order_is_never_passed_over(empty_db: Path, old: bytes, new: bytes) -> None:
    rows = [["JJ01", dt.date(2024, 6, day), "add", day] for day in (3, 4)]
    path = workbook(empty_db.parent, ["measure", "day", "type", "value"], *rows)

    def changed(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new)

    ran = run(empty_db, "import", str(altered(path, SHEET, changed)), "--yes")
    assert (ran.code, "in.xlsx is not an .xlsx workbook, or is damaged" in ran.err) == (4, True)
    assert recorded(empty_db) == []


@pytest.mark.parametrize("number", [27, 31, 57, 58])
def test_a_day_in_a_format_that_chinese_programs_name_by_its_number_is_a_day(tmp_path: Path, number: int) -> None:
    path = workbook(tmp_path, ["编码", "日期", "数值"], ["JJ01", dt.date(2024, 6, 30), 45473], ["JJ02", "文字", 1.5])
    altered(path, "xl/styles.xml", lambda content: content.replace(b'numFmtId="14"', f'numFmtId="{number}"'.encode()))
    assert read_path(str(path)).rows == {2: ["JJ01", "2024-06-30", "45473"], 3: ["JJ02", "文字", "1.5"]}


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


RELATIONS = "xl/_rels/workbook.xml.rels"
TEXTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/styles.xml", b'<patternFill patternType="gray125"', b'<patternFill patternType="bogus"'),
        ("xl/styles.xml", b'<family val="2"', b'<family val="99"'),
        ("docProps/core.xml", b"Z</dcterms:created>", b" or so</dcterms:created>"),
        (RELATIONS, b"/xl/worksheets/", b"worksheets\\"),
        (RELATIONS, b"/xl/worksheets/", b"/xl/WorkSheets/"),
        (RELATIONS, b"/xl/worksheets/", b"./worksheets/"),
        (RELATIONS, b"/xl/worksheets/", b"worksheets/"),
        (
            "xl/workbook.xml",
            b"</sheets>",
            f'<sheet name="x" sheetId="9" r:id="no" xmlns:r="{MAIN}"/></sheets>'.encode(),
        ),
        (SHEET, b"<dimension ", b"<dimensions "),
        ("[Content_Types].xml", b"</Types>", f'<Override PartName="/xl/x" ContentType="{TEXTS}"/></Types>'.encode()),
    ],
)
def test_what_an_office_suite_passes_over_does_not_keep_a_workbook_from_being_read(
    tmp_path: Path, part: str, old: bytes, new: bytes
) -> None:
    path = workbook(tmp_path, ["编码", "日期", "数值"], ["JJ01", dt.date(2024, 6, 30), 0.5], formats={"C2": "0.0%"})
    ordinary = read_path(str(path))

    def changed(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new)

    assert read_path(str(altered(path, part, changed))) == ordinary
    assert ordinary.rows == {2: ["JJ01", "2024-06-30", "50%"]}


def test_a_cell_of_a_style_that_the_workbook_lacks_is_what_it_holds(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["编码", "数值"], ["JJ01", 0.5], formats={"B2": "0.0%"})
    altered(path, SHEET, lambda content: content.replace(b's="1"', b's="77"'))
    assert read_path(str(path)).rows == {2: ["JJ01", "0.5"]}


@pytest.mark.parametrize(
    ("serial", "day"),
    [(b"45472.99999999998", "2024-06-30"), (b"45473.0000002", "2024-06-30"), (b"45473.999988", "2024-06-30 23:59:59")],
)
def test_a_serial_number_off_by_a_hair_is_its_day(tmp_path: Path, serial: bytes, day: str) -> None:
    path = workbook(tmp_path, ["编码", "日期"], ["JJ01", dt.date(2024, 6, 30)])
    altered(path, SHEET, lambda content: content.replace(b"<v>45473</v>", b"<v>" + serial + b"</v>"))
    assert read_path(str(path)).rows == {2: ["JJ01", day]}


def test_a_number_of_more_than_fifteen_digits_is_shown_so_and_one_with_zeros_before_it_too(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ["流水号", "编号"],
        [202406030000012000, 7],
        [123456789012345, 12345],
        formats={"B2": "0000", "B3": "0000"},
    )
    assert read_path(str(path)).rows == {2: ["2.02406030000012E+17", "0007"], 3: ["123456789012345", "12345"]}


def test_a_formula_without_a_result_is_found_whatever_its_name_is_prefixed_with(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["a", "b"], ["x", "=1+1"])
    altered(path, SHEET, lambda content: content.replace(b"<f>", b"<x:f>").replace(b"</f>", b"</x:f>").replace(
        b"<worksheet ", b'<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    ))  # fmt: skip
    assert read_path(str(path)).problems == [(2, "b", "NOT_CALCULATED")]
