"""Files by their bytes: encodings, quotes, ragged rows, JSON; what is broken is named and hides nothing else."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.errors import Refusal
from nanhu_kpi.exchange.formats import FileFormat
from nanhu_kpi.exchange.readers.open_input import opened_input
from tests.support.commands import run
from tests.support.files import read, read_path
from tests.support.refusals import sentence_name

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("encoding", "bom", "shown"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", b"\xef\xbb\xbf", "UTF-8"),
        ("utf-16-le", b"\xff\xfe", "UTF-16"),
        ("utf-16-be", b"\xfe\xff", "UTF-16"),
        ("utf-32-le", b"\xff\xfe\x00\x00", "UTF-32"),
        ("utf-32-be", b"\x00\x00\xfe\xff", "UTF-32"),
        ("gb18030", b"\x84\x31\x95\x33", "GB18030"),
        ("gb18030", b"", "GB18030"),
        ("gbk", b"", "GB18030"),
    ],
)
def test_an_encoding_is_found_by_its_bytes(tmp_path: Path, encoding: str, bom: bytes, shown: str) -> None:
    found = read(tmp_path, bom + "编码,说明\r\nJJ01,走访企业\r\n".encode(encoding))
    assert (found.header, found.rows, found.encoding) == (["编码", "说明"], {2: ["JJ01", "走访企业"]}, shown)


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("陆路", "gbk", "GB18030"),  # valid UTF-8 by chance
        ("完成 聊陆路", "gbk", "GB18030"),
        ("12 m², ±3", "utf-8", "UTF-8"),
        ("中文", "utf-8", "UTF-8"),
        ("党建", "gbk", "GB18030"),
        ("朱镕基、㙟", "gb18030", "GB18030"),
        ("社區服務中心開展活動", "big5", "Big5"),
        ("已完成，參與人數眾多", "big5", "Big5"),
        ("Москва, Санкт-Петербург", "utf-8", "UTF-8"),
        ("走访", "utf-16-le", "UTF-16"),  # without a mark
        ("一一一一", "utf-16-be", "UTF-16"),
    ],
)
def test_a_short_text_is_read_in_the_encoding_that_it_is_likely_in(
    tmp_path: Path, text: str, encoding: str, shown: str
) -> None:
    found = read(tmp_path, f'code,note\nJJ01,"{text}"\n'.encode(encoding))
    assert (found.encoding, found.rows) == (shown, {2: ["JJ01", text]})


@pytest.mark.parametrize("content", ["5路".encode("gbk"), "αβ".encode(), "a·b".encode()])
def test_a_text_that_is_one_in_two_encodings_wants_the_name_of_one(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, b"code,note\nJJ01," + content)
    assert sentence_name(refused.value) == "SEVERAL_ENCODINGS"


@pytest.mark.parametrize(
    ("content", "name", "note"),
    [
        ("5路".encode("gbk"), "GBK", "5路"),
        ("αβ".encode(), "utf8", "αβ"),
        ("社區".encode("big5"), "Big5", "社區"),
        ("走访".encode("gbk"), "gb2312", "走访"),
    ],
)
def test_a_named_encoding_is_taken_at_its_word(empty_db: Path, content: bytes, name: str, note: str) -> None:
    file = empty_db.parent / "in.csv"
    file.write_bytes(b"measure,day,type,value,note\nJJ01,2024-06-30,add,1," + content)
    ran = run(empty_db, "import", str(file), "--encoding", name, "--dry-run")
    assert (ran.code, f"Its first texts: “{note}”\n" in ran.err) == (0, True)


def test_a_mark_that_stands_twice_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    found = read(tmp_path, b"\xef\xbb\xbf" * 2 + '"编码",数值\nJJ01,1\n'.encode())
    assert (found.header, found.rows) == (["编码", "数值"], {2: ["JJ01", "1"]})


@pytest.mark.parametrize("text", ["登记", "走访企业"])
def test_two_files_put_together_in_two_encodings_are_refused_with_the_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, "编码,数值,说明\nJJ01,1,完成\n".encode("gbk") + f"JJ01,2,{text}\n".encode())
    assert (sentence_name(refused.value), refused.value.facts["line"]) == ("SEVERAL_IN_ONE", 3)


def test_an_encoding_that_is_none_or_does_not_fit_is_refused(empty_db: Path) -> None:
    file = empty_db.parent / "in.csv"
    file.write_bytes("measure,day,note\nJJ01,2024-06-30,走访".encode("gbk"))
    ran = run(empty_db, "import", str(file), "--yes", "--encoding", "klingon")
    assert (ran.code, "Choose from: UTF-8, GB18030, Big5, UTF-16" in ran.err) == (2, True)
    ran = run(empty_db, "import", str(file), "--yes", "--encoding", "utf-8")
    assert (ran.code, "cannot be read as UTF-8" in ran.err) == (4, True)


@pytest.mark.parametrize(
    ("content", "offset", "line"),
    [
        (b"a,b\n1,\x80\xff\n", 6, 2),
        (b"\xef\xbb\xbfa\n\xff\n", 5, 2),
        ("a\n走访".encode() + b"\xff", 8, 2),
        (b"a\n" * 600_000 + b"\xff\xff", 1_200_000, 600_001),
        (b"\xff\xfea\x00\x00\xd8", 4, 1),
        (b"\xff\xfe" + "上\n上".encode("utf-16-le") + b"\x00\xd8", 8, 2),
        ("编码\n走访企业\n".encode("gbk") + b"\xff\n", 14, 3),
        ("编码\n走访企业\n".encode() + b"\xff\n", 20, 3),
        (("编" * 600_000 + "\n").encode("gbk") + b"\n\xff", 1_200_002, 3),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_their_place(
    tmp_path: Path, content: bytes, offset: int, line: int
) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, content)
    assert sentence_name(refused.value) == "UNDECODABLE"
    assert (refused.value.facts["offset"], refused.value.facts["line"]) == (offset, line)


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"a,b\n1,2\n", {2: ["1", "2"]}),
        (b"a,b\r\n1,2", {2: ["1", "2"]}),
        (b"a,b\r1,2\r", {2: ["1", "2"]}),
        (b"a\tb\n1\t2\n", {2: ["1", "2"]}),
        (b"\n,\na,b\n1,2\n", {4: ["1", "2"]}),
        (b"a,b\n\n1,2\n,\n3,4\n", {3: ["1", "2"], 4: ["", ""], 5: ["3", "4"]}),
        (b'a,b\n"1,\n\r""x",2\n3,4\n', {2: ['1,\n\r"x', "2"], 3: ["3", "4"]}),
        (b"a,b\n1,2,,\n", {2: ["1", "2"]}),
        (b"a,b\n1,x\0y\n", {2: ["1", "x\0y"]}),
    ],
)
def test_rows_of_csv_are_counted_as_a_spreadsheet_counts_them(
    tmp_path: Path, content: bytes, rows: dict[int, list[str]]
) -> None:
    found = read(tmp_path, content)
    assert (found.rows, found.problems) == (rows, [])


@pytest.mark.parametrize(
    ("content", "above", "header", "rows"),
    [
        (
            "2024年6月报表,,\n\n编码,日期,数值\nx,y,z\n",
            [(1, "2024年6月报表")],
            ["编码", "日期", "数值"],
            {4: ["x", "y", "z"]},
        ),
        ("sep=,\nmeasure,value\nx,1\n", [(1, "sep=")], ["measure", "value"], {3: ["x", "1"]}),
        ("6月,报表\n编码\t日期\nx\ty\n", [(1, "6月,报表")], ["编码", "日期"], {3: ["x", "y"]}),
        ('"6月\n报表"\n名称,说明\nx,y\n', [(1, "6月\n报表")], ["名称", "说明"], {3: ["x", "y"]}),
        ("编码,日期\n编码,日期\n", [], ["编码", "日期"], {2: ["编码", "日期"]}),
        ("a,b\n" * 10 + "编码,日期\n", [], ["a", "b"], {**{n: ["a", "b"] for n in range(2, 11)}, 11: ["编码", "日期"]}),
    ],
)
def test_a_title_above_the_header_is_passed_over_and_told(
    tmp_path: Path, content: str, above: list[tuple[int, str]], header: list[str], rows: dict[int, list[str]]
) -> None:
    found = read(tmp_path, content.encode())
    assert (found.above, found.header, found.rows, found.problems) == (above, header, rows, [])


def test_a_quotation_mark_left_open_in_the_header_swallows_no_row(tmp_path: Path) -> None:
    found = read(tmp_path, b'a,"b\n1,2\n3,4\n')
    assert (found.header, found.rows) == (["a", '"b'], {2: ["1", "2"], 3: ["3", "4"]})


@pytest.mark.parametrize(
    ("content", "rows", "problems"),
    [
        (b"a,b\n1\n1,2,3\n4,5\n", {2: ["1", ""], 4: ["4", "5"]}, [(3, "", "CELLS_MISSING")]),
        (b'a,b\n"1,2\n3,4\n', {3: ["3", "4"]}, [(2, "", "QUOTE_OPEN")]),
        (b'a,b\n"1"x,2\n3,4\n', {3: ["3", "4"]}, [(2, "", "QUOTE_OPEN")]),
        (b'a,b\n1,2\n"3,4\n5,6\n"7",8\n', {2: ["1", "2"], 4: ["5", "6"], 5: ["7", "8"]}, [(3, "", "QUOTE_OPEN")]),
        (b"a,b\n1,x\ry\n3,4\n", {2: ["1", "x"], 3: ["y", ""], 4: ["3", "4"]}, []),
    ],
)
def test_a_row_of_csv_that_is_broken_hides_no_other(
    tmp_path: Path, content: bytes, rows: dict[int, list[str]], problems: list[tuple[int, str, str]]
) -> None:
    found = read(tmp_path, content)
    assert (found.rows, found.problems) == (rows, problems)


def test_a_quotation_mark_never_closed_does_not_swallow_the_rows_after_it(tmp_path: Path) -> None:
    rows = b"".join(b"%d,x\n" % number for number in range(3000))
    found = read(tmp_path, b'a,b\n1,"x\n' + rows)
    assert found.problems == [(2, "", "QUOTE_OPEN")]
    assert found.rows == {number + 3: [str(number), "x"] for number in range(3000)}


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", "EMPTY_INPUT"),
        (b"\n \n", "EMPTY_INPUT"),
        (b"\xef\xbb\xbf", "EMPTY_INPUT"),
        (b"SQLite format 3\0 ...", "DATABASE_GIVEN"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ...", "NOT_XLS"),
        (b"PK\x03\x04 no workbook", "NOT_XLSX"),
    ],
)
def test_a_file_without_rows_is_refused(tmp_path: Path, content: bytes, refusal: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, content)
    assert sentence_name(refused.value) == refusal


def test_a_place_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.csv"):
        with pytest.raises(Refusal) as refused:
            read_path(str(path))
        assert sentence_name(refused.value) == "CANNOT_READ_INPUT"


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ('[{"a": "x", "b": 1.50}]', {1: ["x", "1.50"]}),
        ('[{"b": 1, "a": null}, {"c": "z"}]', {1: ["1", "", ""], 2: ["", "", "z"]}),
        ('{"schema": 1, "what": "entries", "rows": [\n{"a": "]", "b": 123456789012.0001}\n]}\n',
         {1: ["]", "123456789012.0001"]}),
        ('{"of": {"rows": [{"c": 1}]}, "rows": [{"a": "x", "b": 1}], "count": 1}', {1: ["x", "1"]}),
        ('[{"a": 1e3, "b": -2E-3}]', {1: ["1000", "-0.002"]}),
        ('[{"a": "\\u0000", "b": "\\ud83d\\ude00"}]', {1: ["\0", "😀"]}),
        (json.dumps([{"a": "x" * 200_000, "b": "y"}] * 2), {1: ["x" * 200_000, "y"], 2: ["x" * 200_000, "y"]}),
    ],
)  # fmt: skip
def test_json_is_an_array_of_objects_or_our_own_export(
    tmp_path: Path, content: str, rows: dict[int, list[str]]
) -> None:
    found = read(tmp_path, content.encode(), "in.json")
    assert (found.rows, found.problems) == (rows, [])


@pytest.mark.parametrize(
    ("content", "rows", "problems"),
    [
        ('[{"a": [1]}, {"a": true}, {"a": 2}]', {3: ["2"]}, [(1, "a", "NO_JSON_CELL"), (2, "a", "NO_JSON_CELL")]),
        ('[{"a": 1, "a": 2}, 5, {"a": 3}]', {3: ["3"]}, [(1, "a", "JSON_KEY_TWICE"), (2, "", "NO_JSON_OBJECT")]),
        ('[{"a": "\\ud800"}, {"a": 3}]', {2: ["3"]}, [(1, "a", "NO_TEXT")]),
        ('[{"a": 1}, {"a": }, {"a": 3}]', {1: ["1"]}, [(2, "", "BROKEN_JSON")]),
        ('[{"a": 1}', {1: ["1"]}, [(2, "", "BROKEN_JSON")]),
        ('[{"a": 1},]', {1: ["1"]}, [(2, "", "BROKEN_JSON")]),
        ('[{"a": 1} {"a": 2}]', {1: ["1"]}, [(2, "", "BROKEN_JSON")]),
        ('[{"a": 1}, ' + "[" * 100_000, {1: ["1"]}, [(2, "", "BROKEN_JSON")]),
        ('[{"a": 1}]\n[{"a": 2}]', {1: ["1"]}, [(2, "", "JSON_GOES_ON")]),
        ('[{"a": 1}] trailing', {1: ["1"]}, [(2, "", "JSON_GOES_ON")]),
        ('{"rows": [{"a": 1}], "rows": [{"a": 2}]}', {1: ["1"]}, [(2, "", "JSON_GOES_ON")]),
        ('{"rows": [{"a": 1}]} {"rows": []}', {1: ["1"]}, [(2, "", "JSON_GOES_ON")]),
        ('{"rows": [{"a": 1}]', {1: ["1"]}, [(2, "", "BROKEN_JSON")]),
        ('{"rows": [{"a": 1}], "x"}', {1: ["1"]}, [(2, "", "BROKEN_JSON")]),
    ],
)
def test_what_is_broken_in_json_is_named(
    tmp_path: Path, content: str, rows: dict[int, list[str]], problems: list[tuple[int, str, str]]
) -> None:
    found = read(tmp_path, content.encode(), "in.json")
    assert (found.rows, found.problems) == (rows, problems)


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        ("5", 1, 1),
        ('\n {"a": 1}', 2, 2),
        ('{"a": {"rows": [{"b": 1}]}}', 1, 1),
        ('{"rows": 5}', 1, 10),
        ('"text"', 1, 1),
        ("a,b\n1,2", 1, 1),
        ("{", 1, 2),
        ("[1,\n2]", 1, 2),
        ('[\n{"a": \n}]', 3, 1),
        ("[" * 100_000, 1, 2),
    ],
)
def test_json_of_another_shape_is_refused_with_its_place(tmp_path: Path, content: str, line: int, column: int) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, content.encode(), "in.json")
    assert sentence_name(refused.value) == "NOT_JSON"
    assert (refused.value.facts["line"], refused.value.facts["column"]) == (line, column)


def test_lines_of_json_without_an_object_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, b"\n1\n2\n", "in.jsonl")
    assert sentence_name(refused.value) == "NOT_JSON_LINES"
    assert refused.value.facts["line"] == 2


def test_a_broken_value_of_json_is_named_by_its_own_place(tmp_path: Path) -> None:
    path = tmp_path / "in.json"
    path.write_text('[{"a": 1},\n{"a": "x",\n "b": }]', encoding="utf-8")
    with opened_input(str(path), None) as found:
        ((problem,),) = (chunk.problems for chunk in found.table.chunks)
    assert str(problem.refusal) == "The JSON is broken at line 3, column 7; the rest was not read."


def test_a_broken_line_of_jsonl_hides_no_other(tmp_path: Path) -> None:
    content = '{"a": "x\u2028y"}\r\n\n{"a": \n[1]\n{"a": 4}\n'
    found = read(tmp_path, content.encode(), "in.jsonl")
    assert found.rows == {1: ["x\u2028y"], 5: ["4"]}
    assert found.problems == [(3, "", "BROKEN_JSON_LINE"), (4, "", "NO_JSON_OBJECT")]


def test_standard_input_is_read_as_a_file_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("编码\tb\nJJ01\t2\n".encode("gb18030"))))
    found = read_path("-")
    assert (found.header, found.rows, found.encoding) == (["编码", "b"], {2: ["JJ01", "2"]}, "GB18030")


def test_the_format_asked_for_comes_before_the_ending(tmp_path: Path) -> None:
    found = read(tmp_path, b'{"a": 1}\n', "in.csv", FileFormat.JSONL)
    assert found.rows == {1: ["1"]}


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ('\n [{"a": 1},\n{"a": 2}]', {1: ["1"], 2: ["2"]}),
        ('{"schema": 1, "rows": [\n{"a": 1}\n]}\n', {1: ["1"]}),
        ('{"schema": 1, "rows": [{"a": 1}]}', {1: ["1"]}),
        ('{"a": 1}\n{"a": 2}\n', {1: ["1"], 2: ["2"]}),
        ('{"a": 1}', {1: ["1"]}),
    ],
)
@pytest.mark.parametrize("name", ["in", "in.txt", "-"])
def test_json_is_known_by_its_beginning_where_no_ending_says_the_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str, rows: dict[int, list[str]]
) -> None:
    if name == "-":
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
        assert read_path("-").rows == rows
    else:
        assert read(tmp_path, content.encode("gb18030"), name).rows == rows


def test_an_ending_comes_before_what_a_file_begins_as(tmp_path: Path) -> None:
    assert read(tmp_path, b"[a,b\n1,2\n", "in.csv").header == ["[a", "b"]


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
@pytest.mark.parametrize("name", ["in.csv", "in.tsv", "in.txt"])
def test_cells_are_separated_by_what_makes_a_header_of_a_row(tmp_path: Path, mark: str, name: str) -> None:
    file = tmp_path / name
    file.write_text(f"编码{mark}日期{mark}数值{mark}说明\nJJ01{mark}2024-06-30{mark}1{mark}走访，登记、完成\n")
    found = read_path(str(file))
    assert (found.header[3], found.rows) == ("说明", {2: ["JJ01", "2024-06-30", "1", "走访，登记、完成"]})


def test_a_line_that_tells_excel_the_separator_is_no_row(tmp_path: Path) -> None:
    found = read(tmp_path, "sep=;\r\n编码;数值\r\nJJ01;1\r\n".encode())
    assert (found.header, found.rows) == (["编码", "数值"], {3: ["JJ01", "1"]})


@pytest.mark.parametrize("mark", ["，", "；", "、"])
def test_separators_that_a_text_may_hold_too_are_refused(tmp_path: Path, mark: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, f"编码{mark}数值{mark}说明\nJJ01{mark}1{mark}走访，登记\n".encode())
    assert (sentence_name(refused.value), refused.value.facts["mark"]) == ("LOOKALIKE_DELIMITER", mark)


def test_blanks_between_a_comma_and_a_quotation_mark_belong_to_no_cell(tmp_path: Path) -> None:
    found = read(tmp_path, '"编码", "数值", "说明"\n"JJ01", "1", "走访, 登记"\n'.encode())
    assert (found.header, found.rows) == (["编码", "数值", "说明"], {2: ["JJ01", "1", "走访, 登记"]})


def test_the_sign_by_which_dos_ends_a_file_is_no_row(tmp_path: Path) -> None:
    assert read(tmp_path, "编码,数值\r\nJJ01,1\r\n\x1a".encode()).rows == {2: ["JJ01", "1"]}


@pytest.mark.parametrize(
    ("lines", "header"),
    [
        (["指标,,时间,数据,", "编码,名称,日期,数值,说明"], ["编码", "名称", "日期", "数值", "说明"]),
        (["指标编码,日期,数值,", ",,本期新增,累计"], ["指标编码", "日期", "本期新增", "累计"]),
        (["编码,日期,数值,说明", "JJ02,2024-06-01,累计,说明"], ["编码", "日期", "数值", "说明"]),
    ],
)
def test_a_header_under_merged_cells_has_its_names_in_two_lines(
    tmp_path: Path, lines: list[str], header: list[str]
) -> None:
    found = read(tmp_path, "\n".join([*lines, "JJ01,2024-06-30,1,走访"]).encode())
    assert found.header == header


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("in.csv", b"<!DOCTYPE html><html>", "MARKUP_GIVEN"),
        ("in.xml", b'\xef\xbb\xbf<?xml version="1.0"?>', "MARKUP_GIVEN"),
        ("in.xlsx", b"%PDF-1.7\n", "OTHER_FILE_GIVEN"),
        ("in.csv.gz", b"\x1f\x8b\x08\0", "OTHER_FILE_GIVEN"),
        ("in.xls", b"MIME-Version: 1.0\r\n", "OTHER_FILE_GIVEN"),
    ],
)
def test_what_is_no_table_is_said_to_be_what_it_is(tmp_path: Path, name: str, content: bytes, refusal: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refusal) as refused:
        read_path(str(tmp_path / name))
    assert sentence_name(refused.value) == refusal


def test_a_text_that_is_named_like_a_workbook_is_read_as_the_text_that_it_is(tmp_path: Path) -> None:
    (tmp_path / "in.xlsx").write_text("编码,数值\nJJ01,1\n")
    assert read_path(str(tmp_path / "in.xlsx")).rows == {2: ["JJ01", "1"]}
