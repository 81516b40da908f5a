"""`import` at the command line: previewed, confirmed, recorded whole or not at all, and taken back as one batch."""

from __future__ import annotations

import io
import re
import sys
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from nanhu_kpi.store.database import reading
from tests.support.commands import NOW, actual, did, exported, recorded, run
from tests.support.files import HEADER, csv_file, imported, problems_of, workbook

if TYPE_CHECKING:
    from pathlib import Path

ROWS = ("JJ01,2024-05-31,add,3,走访,k1", "JJ01,2024-06-30,add,4,,k2", "JJ02,2024-06-30,set,98.5,,k3")


def test_a_file_is_one_batch_and_undo_takes_it_back(empty_db: Path) -> None:
    did(empty_db, "log", "JJ01+10", "--date", "2024-01-05")
    ran = imported(empty_db, csv_file(empty_db.parent, *ROWS))
    assert re.search(r"Recorded 3 entries  #([0-9a-f]{6})  To undo: nanhu-kpi undo \1\n$", ran.out)
    assert len({row["batch"] for row in recorded(empty_db)}) == 2
    assert (actual(empty_db, "JJ01"), actual(empty_db, "JJ02")) == ("17", "98.5")
    did(empty_db, "undo", "--yes")
    assert (actual(empty_db, "JJ01"), actual(empty_db, "JJ02")) == ("10", "")


def test_the_batch_says_the_file_and_its_bytes(empty_db: Path) -> None:
    imported(empty_db, csv_file(empty_db.parent, *ROWS, name="6月.csv"), officer="wang")
    with reading(empty_db) as conn:
        officer, command = conn.execute("SELECT officer, command FROM batch ORDER BY id DESC LIMIT 1").fetchone()
    assert officer == "wang"
    assert re.fullmatch(r"import 6月\.csv sha256=[0-9a-f]{64}", command)


def test_entries_keep_the_order_of_the_file_and_are_newer_than_all_others(empty_db: Path) -> None:
    did(empty_db, "log", "JJ01+1")
    imported(empty_db, csv_file(empty_db.parent, *[f"JJ01,2024-06-30,add,{n},,k{n}" for n in range(1, 200)]))
    rows = recorded(empty_db)
    assert [row["value"] for row in rows] == ["1", *map(str, range(1, 200))]
    assert len({row["id"][-6:] for row in rows}) > 190
    did(empty_db, "log", "JJ01+7")
    assert recorded(empty_db)[-1]["value"] == "7"


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "3 entries to record; nothing was recorded. To record them, leave out --dry-run."),
        ("zh", "待登记 3 条，现未登记。登记请去掉 --dry-run。"),
    ],
)
def test_a_dry_run_shows_what_each_measure_would_become_and_records_nothing(
    empty_db: Path, lang: str, expected: str
) -> None:
    did(empty_db, "log", "JJ01+10", "--date", "2024-01-05")
    before = empty_db.read_bytes()
    ran = did(empty_db, "import", str(csv_file(empty_db.parent, *ROWS)), "--dry-run", lang=lang)
    assert [re.sub(r" +", " ", line) for line in ran.out.splitlines()[2:]] == (
        ["JJ01 Measure JJ01 2 10 17 cases 2024-07-01", "JJ02 Measure JJ02 1 no data 98.5 cases 2024-07-01"]
        if lang == "en"
        else ["JJ01 指标JJ01 2 10 17 件 2024-07-01", "JJ02 指标JJ02 1 无数据 98.5 件 2024-07-01"]
    )
    assert expected in ran.err
    assert len(recorded(empty_db)) == 1
    assert empty_db.read_bytes() == before


def test_a_script_says_yes_or_is_refused(empty_db: Path) -> None:
    ran = run(empty_db, "import", str(csv_file(empty_db.parent, *ROWS)))
    assert (ran.code, ran.out) == (2, "")
    assert "3 entries to record, none recorded yet" in ran.err
    assert recorded(empty_db) == []


def test_quiet_says_nothing_of_what_was_recorded(empty_db: Path) -> None:
    ran = imported(empty_db, csv_file(empty_db.parent, *ROWS), "--quiet")
    assert (ran.out, ran.err, len(recorded(empty_db))) == ("", "", 3)


def test_the_first_problems_are_listed_and_all_of_them_written(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, *[f"JJ99,2024-06-30,add,{n},," for n in range(30)])
    ran = run(empty_db, "import", str(file), "--yes", "--problems", str(empty_db.parent / "p.csv"))
    assert ran.code == 4
    assert ran.err.count("No measure has the code JJ99") == 20
    assert "... and 10 more." in ran.err
    assert f"{file} has 30 problems; nothing was recorded" in ran.err
    lines = (empty_db.parent / "p.csv").read_text(encoding="utf-8").splitlines()
    assert (len(lines), lines[0]) == (31, "\ufeffrow,column,value,reason,near")


def test_the_list_of_problems_opens_in_a_spreadsheet_in_chinese_and_holds_no_formula(empty_db: Path) -> None:
    listed = empty_db.parent / "p.csv"
    file = csv_file(empty_db.parent, "=1+1,2024-06-30,add,1,,")
    run(empty_db, "import", str(file), "--yes", "--problems", str(listed), lang="zh")
    head, line = listed.read_bytes().decode("utf-8-sig").removesuffix("\r\n").split("\r\n")
    assert head == "行,列,内容,原因,相近编码"
    assert line.startswith("2,measure,'=1+1,")


@pytest.mark.parametrize(
    ("header", "reasons"),
    [("measure,day,colour,value", ["in.csv has unknown columns: colour. Rename"]), (HEADER, [])],
)
def test_the_list_of_problems_is_never_that_of_an_earlier_run(
    empty_db: Path, monkeypatch: pytest.MonkeyPatch, header: str, reasons: list[str]
) -> None:
    monkeypatch.chdir(empty_db.parent)
    listed = empty_db.parent / "p.csv"
    listed.write_text("of an earlier run", encoding="utf-8")
    csv_file(empty_db.parent, ROWS[0], header=header)
    run(empty_db, "import", "in.csv", "--yes", "--problems", "p.csv")
    head, *written = listed.read_text(encoding="utf-8").splitlines()
    assert (head, len(written)) == ("\ufeffrow,column,value,reason,near", len(reasons))
    assert all(reason in line and line.startswith(",,,") for reason, line in zip(reasons, written, strict=True))


@pytest.mark.parametrize(
    ("header", "reason"), [(HEADER, "No measure has the code JJ99"), ("colour", "lacks the columns")]
)
def test_problems_are_told_though_their_file_cannot_be_written(empty_db: Path, header: str, reason: str) -> None:
    file = csv_file(empty_db.parent, "JJ99,2024-06-30,add,1,,", header=header)
    ran = run(empty_db, "import", str(file), "--yes", "--problems", str(empty_db.parent / "gone" / "p.csv"))
    assert ran.code == 4
    assert "p.csv: No such file or directory. Nothing was written." in ran.err
    assert reason in ran.err


def test_the_list_of_problems_never_replaces_the_file_that_it_is_about(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, *ROWS)
    before = file.read_bytes()
    ran = run(empty_db, "import", str(file), "--yes", "--problems", str(file))
    assert (ran.code, "is the file to import" in ran.err, file.read_bytes()) == (2, True, before)


def test_a_long_text_is_shortened_on_the_screen_and_bounded_in_the_file(empty_db: Path) -> None:
    long = "长" * 3000
    file = csv_file(
        empty_db.parent,
        f"{long},{long},add,1,,",
        f"JJ01,2024-06-30,{long},1,,",
        "JJ02,2024-06-30,,x" + "9" * 3000 + ",,",
    )
    listed = empty_db.parent / "p.csv"
    ran = run(empty_db, "import", str(file), "--yes", "--problems", str(listed))
    assert f"“{'长' * 40}...” is not a type" in ran.err
    assert max(map(len, ran.err.splitlines())) < 300
    assert f"“{'长' * 1000}...” is not a type" in listed.read_text(encoding="utf-8")
    assert max(map(len, listed.read_text(encoding="utf-8").splitlines())) < 2500


def test_of_many_or_long_columns_the_first_are_named(empty_db: Path) -> None:
    header = f"measure,day,value,{'长' * 3000},{','.join(f'c{n}' for n in range(2000))}"
    ran = run(empty_db, "import", str(csv_file(empty_db.parent, header=header)), "--yes")
    assert f"unknown columns: {'长' * 40}..., c0, c1," in ran.err
    assert "c18, .... Rename them" in ran.err
    file = csv_file(empty_db.parent, "JJ02,2024-06-30,5" + "," * 2001, header=header)
    assert len(imported(empty_db, file, "--ignore-extra").err) < 300


def test_problems_are_told_in_the_language_and_name_the_nearest_codes(empty_db: Path) -> None:
    ran = run(empty_db, "import", str(csv_file(empty_db.parent, "JJ04,2024-06-30,add,1,,")), "--yes", lang="zh")
    assert "行  列       值    原因" in ran.err
    assert "JJ01 指标JJ01" in ran.err


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("measure,day,value,序号,colour", "has unknown columns: 序号, colour"),
        ("measure,day,日期,value", "has more than one column for day: day, 日期"),
        ("day,value", "lacks the columns: measure (指标编码)"),
        ("measure,value", "lacks the columns: day (日期)"),
        ("measure,day", "lacks the columns: value (数值)"),
        ("measure,day,value,officer", "has unknown columns: officer"),
    ],
)
def test_a_header_that_cannot_be_read_is_refused(empty_db: Path, header: str, sentence: str) -> None:
    ran = run(empty_db, "import", str(csv_file(empty_db.parent, "a,b,c,d,e", header=header)), "--yes")
    assert ran.code == 4
    assert sentence in ran.err


@pytest.mark.parametrize(
    "header",
    [
        "编码,日期,方式,数值",
        "指标,填报日期,类型,数量",
        " Measure , DAY ,Type,VALUE",
        "指标 编码,日期*,方式,数值",
        "code,date,type,amount",
    ],
)
def test_a_header_names_its_columns_in_either_language(empty_db: Path, header: str) -> None:
    imported(empty_db, csv_file(empty_db.parent, "JJ01,2024-06-30,add,3", header=header))
    assert recorded(empty_db)[0]["value"] == "3"


def test_a_title_above_the_header_is_passed_over_and_named(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, HEADER, ROWS[0], header="2024年6月报表,,,,,")
    assert "Skipped rows above the header: 1 “2024年6月报表”" in imported(empty_db, file).err


def test_a_file_without_a_header_is_told_so_and_not_to_rename_its_columns(empty_db: Path) -> None:
    ran = run(empty_db, "import", str(csv_file(empty_db.parent, *ROWS, header="2024年6月报表")), "--yes")
    assert (ran.code, "lacks the columns: measure (指标编码), day (日期), value (数值)" in ran.err) == (4, True)


def test_rows_are_named_as_a_spreadsheet_counts_them(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, "", ",,,", "measure,day,type,value", "JJ09,2024-06-30,add,x", header="")
    assert {row for row, _, _ in problems_of(empty_db, file)} == {"5"}


def test_extra_columns_are_passed_over_where_asked_and_named(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, "x,3,2024-06-30,JJ01,add", header="序号,value,day,measure,type")
    assert "Skipped columns: 序号" in imported(empty_db, file, "--ignore-extra").err


def test_a_column_without_a_name_is_one_problem_if_anything_stands_in_it(empty_db: Path) -> None:
    rows = (
        "0,JJ01,2024-06-30,add,3,",
        ",JJ01,2024-06-30,add,3,",
        "1,JJ01,2024-06-30,add,3,x",
        "2,JJ01,2024-06-30,add,4,y",
    )
    reason = "Column {} has cells but no name in the header. Name it, or skip it with --ignore-extra."
    file = csv_file(empty_db.parent, *rows, header=",measure,day,type,value,")
    assert problems_of(empty_db, file) == [("2", "", reason.format(1)), ("4", "", reason.format(6))]
    assert "Skipped columns: #1, #6\n" in imported(empty_db, file, "--ignore-extra").err
    assert [row["value"] for row in recorded(empty_db)] == ["3", "3", "3", "4"]


def test_an_empty_column_without_a_name_says_nothing(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, "JJ01,2024-06-30,add,3, ", header="measure,day,type,value,")
    assert imported(empty_db, file).err == ""


def test_a_file_that_is_not_utf_8_is_named(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, "JJ01,2024-06-30,新增,3,走访企业,", encoding="gb18030")
    assert "The file is read as GB18030, not as UTF-8." in imported(empty_db, file).err
    assert recorded(empty_db)[0]["note"] == "走访企业"


def test_a_workbook_is_imported(empty_db: Path) -> None:
    file = workbook(empty_db.parent, ["编码", "日期", "方式", "数值"], ["JJ01", NOW.date(), "新增", 12.5])
    imported(empty_db, file)
    assert [(row["day"], row["value"]) for row in recorded(empty_db)] == [("2024-07-01", "12.5")]


def test_a_workbook_without_its_library_says_what_to_install(empty_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = workbook(empty_db.parent, ["measure"], ["JJ01"])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.delitem(sys.modules, "nanhu_kpi.exchange.readers.xlsx", raising=False)
    ran = run(empty_db, "import", str(file), "--yes")
    assert (ran.code, "pip install 'nanhu-kpi[xlsx]'" in ran.err) == (2, True)


def test_standard_input_is_imported(empty_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{HEADER}\n{ROWS[0]}\n".encode())))
    did(empty_db, "import", "-", "--yes")
    assert [row["value"] for row in recorded(empty_db)] == ["3"]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((), 2, "Name a file to import"),
        (("gone.csv", "--yes"), 4, "Cannot read gone.csv: No such file or directory."),
        (("x", "--format", "ods"), 2, "“ods” is not a format. Choose from: csv, tsv, json, jsonl, xlsx, xls"),
    ],
)
def test_what_is_no_file_is_refused(empty_db: Path, words: tuple[str, ...], code: int, sentence: str) -> None:
    ran = run(empty_db, "import", *words)
    assert (ran.code, sentence in ran.err) == (code, True)


@pytest.mark.parametrize("header", [HEADER, f"{HEADER}\n\n,,,,,"])
def test_a_header_alone_is_refused(empty_db: Path, header: str) -> None:
    ran = run(empty_db, "import", str(csv_file(empty_db.parent, header=header)), "--yes")
    assert (ran.code, "has a header and no rows" in ran.err) == (4, True)


ZH = "\ufeff指标编码,指标名称,单位,目标值,现有实绩,日期,方式,数值,说明,存在问题,下一步,佐证,流水号\r\n"
EN = "measure,name,unit,target,actual_before,day,type,value,note,issue,next,evidence,key\n"


@pytest.mark.parametrize(
    ("lang", "header", "row"),
    [
        ("zh", ZH, "JJ09,招引旅游企业,家,20,15,2024-06-30,,,,,,,\r\n"),
        ("en", EN, "JJ09,Tourism companies attracted,家,20,15,2024-06-30,,,,,,,\n"),
    ],
)
def test_the_template_tells_what_is_known_and_comes_back_through_import(
    seeded_db: Path, lang: str, header: str, row: str
) -> None:
    did(seeded_db, "log", "JJ09+15", "-d", "2024-06-29")
    path = seeded_db.parent / "模板.csv"
    said = did(seeded_db, "import", "--template", str(path), "JJ09", "JJ28", "-d", "2024-06-30", lang=lang)
    assert said.err.endswith("(2 rows)\n" if lang == "en" else "（2 行）\n")
    assert path.read_bytes().decode().startswith(header + row)
    ran = run(seeded_db, "import", str(path), "--yes")
    assert (ran.code, "no rows that are filled in" in ran.err) == (4, True)
    text = path.read_bytes().decode().replace("2024-06-30,,,,,,,", "2024-06-30,新增,3,,,,,", 1)
    path.write_bytes(text.encode())
    assert "Skipped 1 row that was not filled in: 3" in imported(seeded_db, path).err
    assert [(row["measure"], row["type"], row["value"]) for row in recorded(seeded_db)] == [
        ("JJ09", "add", "15"), ("JJ09", "add", "3"),
    ]  # fmt: skip


def test_a_template_is_of_an_owner_or_a_selection_and_else_of_what_is_left_to_do(seeded_db: Path) -> None:
    did(seeded_db, "measure", "edit", "JJ09", "JJ28", "--owner", "经济办")

    def codes(*words: str) -> list[str]:
        return [row["measure"] for row in exported(seeded_db, "import", "--template", *words)]

    assert codes("--owner", "经济") == ["JJ09", "JJ28"]
    assert codes("JJ09", "JJ01", "-d", "2024-06-30") == ["JJ09"]
    assert codes("招引旅游") == ["JJ09"]
    did(seeded_db, "log", "JJ28", "--done", "-d", "2024-06-30")
    assert {"JJ09", "DJ23"} <= set(codes()) and not {"JJ28", "JJ01"} & set(codes())
    assert run(seeded_db, "import", "--template", "--owner", "nobody").code == 3
    assert run(seeded_db, "import", "x.csv", "--owner", "经济").code == 2
    assert run(seeded_db, "import", "x.csv", "y.csv").code == 2


@pytest.mark.parametrize("words", [("t.tsv",), ("t.txt", "-f", "tsv")])
def test_the_template_is_of_the_format_that_is_named(seeded_db: Path, words: tuple[str, ...]) -> None:
    name, *rest = words
    path = seeded_db.parent / name
    did(seeded_db, "import", "--template", str(path), *rest)
    assert path.read_bytes().startswith(EN.replace(",", "\t").encode())


def test_json_has_no_template(empty_db: Path) -> None:
    path = empty_db.parent / "t.json"
    ran = run(empty_db, "import", "--template", str(path))
    assert (ran.code, path.exists()) == (2, False)
    assert "There is no template in json" in ran.err


def test_problems_are_not_written_over_the_file_they_are_of(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, "JJ99,2024-05-31,add,3,,k1")
    before = file.read_bytes()
    ran = run(empty_db, "import", str(file), "--yes", "--problems", str(file.parent / "." / file.name))
    assert (ran.code, file.read_bytes()) == (2, before)


def test_evidence_is_looked_for_beside_the_file(empty_db: Path) -> None:
    folder = empty_db.parent / "from"
    folder.mkdir()
    (folder / "合同.pdf").write_bytes(b"signed")
    imported(empty_db, csv_file(folder, "JJ01,2024-05-31,add,3,合同.pdf", header="measure,day,type,value,evidence"))
    assert recorded(empty_db)[0]["evidence"] == str(folder / "合同.pdf")


def test_a_template_is_never_written_over_a_file(empty_db: Path) -> None:
    path = csv_file(empty_db.parent, *ROWS)
    before = path.read_bytes()
    ran = run(empty_db, "import", "--template", str(path))
    assert (ran.code, path.read_bytes()) == (4, before)


def test_the_template_can_be_a_workbook_whose_known_columns_are_locked(seeded_db: Path) -> None:
    path = seeded_db.parent / "t.xlsx"
    did(seeded_db, "import", "--template", str(path), "JJ09", "JJ28", "-d", "2024-06-30", lang="zh")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ZH.strip("\ufeff\r\n").split(",")
    assert (sheet.protection.sheet, sheet.protection.password, sheet.freeze_panes) == (True, None, "C2")
    assert [cell.protection.locked for cell in sheet[2]] == [True] * 5 + [False] * 8
    choices = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert choices == {"G2": '"新增,累计,文字"', "G3": '"累计,文字"'}
    sheet["G2"], sheet["H2"] = "新增", 3
    book.save(path)
    imported(seeded_db, path)
    assert [(row["measure"], row["value"], row["day"]) for row in recorded(seeded_db)] == [("JJ09", "3", "2024-06-30")]
