"""What a row of a file means: codes, days, types and values as officers write them, and every rule of `log`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.commands import actual, did, recorded
from tests.support.files import HEADER, csv_file, imported, problems_of

if TYPE_CHECKING:
    from pathlib import Path

# The small catalogue: a sum, a reading, a milestone, and a sum with a ceiling.
SUM, LAST, MILESTONE = "JJ01", "JJ02", "JJ03"


def taken(db: Path, *rows: str, header: str = HEADER, words: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Return measure, day, type, value and qualifier of what rows were recorded as."""
    imported(db, csv_file(db.parent, *rows, header=header), *words)
    return [tuple(row[name] for name in ("measure", "day", "type", "value", "qualifier")) for row in recorded(db)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("JJ01,2024-06-30,add,12,,", (SUM, "2024-06-30", "add", "12", "")),
        ("jj1,2024/6/30,ADD,12,,", (SUM, "2024-06-30", "add", "12", "")),
        ("ＪＪ－０１,2024.6.30,新增,１２,,", (SUM, "2024-06-30", "add", "12", "")),
        ("指标JJ01,2024年6月30日,累计,12,,", (SUM, "2024-06-30", "set", "12", "")),
        ("Measure JJ01,20240630,set,1.2万,,", (SUM, "2024-06-30", "set", "12000", "")),
        ('JJ01,2024-06-30 00:00:00,set,"3,000",,', (SUM, "2024-06-30", "set", "3000", "")),
        ("JJ01,2024-06-30,,+12,,", (SUM, "2024-06-30", "add", "12", "")),
        ("JJ01,2024-06-30,,=12,,", (SUM, "2024-06-30", "set", "12", "")),
        ("JJ01,2024-06-30,add,+12,,", (SUM, "2024-06-30", "add", "12", "")),
        ("JJ01,2024-06-30,,-3,退回三件,", (SUM, "2024-06-30", "add", "-3", "")),
        ("JJ01,2024-06-30,新增,350余,,", (SUM, "2024-06-30", "add", "350", "over")),
        ("JJ01,2024-06-30,新增,近100,,", (SUM, "2024-06-30", "add", "100", "under")),
        ("JJ02,2024-06-30,,98.5,,", (LAST, "2024-06-30", "set", "98.5", "")),
        ("JJ02,2024-06-30,,-1.25,,", (LAST, "2024-06-30", "set", "-1.25", "")),
        ("JJ03,2024-06-30,,40%,主体封顶,", (MILESTONE, "2024-06-30", "set", "40", "")),
        ("JJ01,2024-06-30,,,只有文字,", (SUM, "2024-06-30", "words", "", "")),
        ("JJ01,2024-06-30,文字,,只有文字,", (SUM, "2024-06-30", "words", "", "")),
        (" JJ01 , 2024-06-30 , 新增 , 12 ,,", (SUM, "2024-06-30", "add", "12", "")),
        # Signs that nobody sees, copied along from a page, a chat or the window of a clock.
        ("JJ01\u200b,\u200e2024/\u200e6/\u200e30,新增\u2060,\ufeff12,,", (SUM, "2024-06-30", "add", "12", "")),
        # What makes a text of a number for a spreadsheet.
        ("'JJ01,'2024-06-30,'新增,'12,,", (SUM, "2024-06-30", "add", "12", "")),
        ('"=""JJ01""","=""2024-06-30""",新增,"=""12""",,', (SUM, "2024-06-30", "add", "12", "")),
    ],
)
def test_a_cell_is_read_as_officers_write_it(empty_db: Path, row: str, expected: tuple[str, ...]) -> None:
    assert taken(empty_db, row) == [expected]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("JJ10,2024-06-30,add,1,,", "measure", "No measure has the code JJ10. Similar: JJ01 Measure JJ01, "),
        ("XX77,2024-06-30,add,1,,", "measure", "No measure has the code XX77. To find codes"),
        ("JJ,2024-06-30,add,1,,", "measure", "JJ is an area or a goal"),
        (",2024-06-30,add,1,,", "measure", "empty"),
        ("JJ01,,add,1,,", "day", "empty"),
        *((f"JJ01,{day},add,1,,", "day", f"“{day}” is not a day with its year") for day in (
            "昨天", "yesterday", "-1", "06-30", "6月30日", "2024-02-30", "2024", "45473", "2024-06-30 25:15",
            "2024-06-30 星期六", "2024-06-30至07-02", "202406301.0",
        )),
        *((f"JJ01,{day},add,1,,", "day", f"{day} is what a spreadsheet shows of an empty cell") for day in (
            "1900-01-06", "1904-01-07",
        )),
        ("JJ01,\u202e2024-06-30,add,1,,", "day", "is not a day"),  # not in the order that it is shown in
        ("JJ01,2024-06-30,add,\u202e12,,", "value", "is not a value"),
        ("JJ01,2024-07-02,add,1,,", "day", "2024-07-02 is after today (2024-07-01)"),
        ("JJ01,2024-06-30,often,1,,", "type", "“often” is not a type"),
        ("JJ02,2024-06-30,often,1,,", "type", "“often” is not a type"),
        ("JJ01,2024-06-30,,12,,", "value", "JJ01 12: add or total? Add: +12 (or type add)"),
        ("JJ01,2024-06-30,add,=12,,", "value", "=12 does not fit the type add"),
        ("JJ01,2024-06-30,set,+12,,", "value", "+12 does not fit the type set"),
        ("JJ01,2024-06-30,words,12,,", "value", "The type is words"),
        ("JJ01,2024-06-30,add,,,", "value", "empty"),
        ("JJ01,2024-06-30,words,,,", "", "The row has neither a value nor a text"),
        ("JJ01,2024-06-30,add,twelve,,", "value", "“twelve” is not a value"),
        ("JJ01,2024-06-30,add,10²,,", "value", "“10²” is not a value"),
        ("JJ01,2024-06-30,,++1,,", "value", "“++1” is not a value"),
        ("JJ01,2024-06-30,add,NaN,,", "value", "“NaN” is not a value"),
        ("JJ01,2024-06-30,add,1.23456,,", "value", "1.23456 has more than four decimals"),
        ("JJ01,2024-06-30,add,1000000000000,,", "value", "1000000000000 is too large"),
        ("JJ02,2024-06-30,add,5,,", "value", "JJ02 Measure JJ02 is a reading and cannot be added to"),
        ("JJ02,2024-06-30,,+5,,", "value", "JJ02 Measure JJ02 is a reading and cannot be added to"),
        ("JJ03,2024-06-30,,101,,", "value", "its reading must be from 0 to 100, not 101"),
        ("JJ03,2024-06-30,,-1,,", "value", "its reading must be from 0 to 100, not -1"),
        ("JJ01,2024-06-30,add,-3,,", "value", "a negative amount needs a reason"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_taken_is_named_with_its_reason(
    empty_db: Path, row: str, column: str, reason: str
) -> None:
    ((number, found, said),) = problems_of(empty_db, csv_file(empty_db.parent, row))
    assert (number, found) == ("2", column)
    assert reason in said
    assert recorded(empty_db) == []


def test_every_cell_of_a_row_that_is_wrong_is_listed_and_no_row_hides_another(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, "JJ99,soon,add,x,,", "JJ01,2024-06-30,add,1,,", "JJ01,later,add,1,,")
    assert [problem[:2] for problem in problems_of(empty_db, file)] == [
        ("2", "measure"), ("2", "day"), ("4", "day"),
    ]  # fmt: skip
    assert recorded(empty_db) == []


def test_columns_of_increments_and_totals_say_the_type_themselves(empty_db: Path) -> None:
    header = "指标编码,日期,本期新增,累计,说明"
    rows = ("JJ01,2024-06-28,3,,", "JJ01,2024-06-29,,15,", "JJ01,2024-06-30,,,无进展")
    assert [row[2:4] for row in taken(empty_db, *rows, header=header)] == [("add", "3"), ("set", "15"), ("words", "")]
    both = csv_file(empty_db.parent, "JJ01,2024-06-30,3,18,", header=header)
    assert [problem[1] for problem in problems_of(empty_db, both)] == ["累计"]


@pytest.mark.parametrize(
    ("unit", "value"), [("件", "1.5"), ("", "1.5"), ("万件", "15000"), ("万", "15000"), (" 件 ", "1.5")]
)
def test_a_unit_beside_the_value_is_held_to_the_measures_own(empty_db: Path, unit: str, value: str) -> None:
    assert taken(empty_db, f"JJ01,2024-06-30,add,1.5,{unit}", header="measure,day,type,value,单位")[0][3] == value


def test_another_unit_is_refused(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, "JJ01,2024-06-30,add,1.5,元", header="measure,day,type,value,单位")
    ((_, column, reason),) = problems_of(empty_db, file)
    assert (column, "is 件; 元 cannot be converted" in reason) == ("单位", True)


def test_a_name_beside_the_code_has_to_be_its_own(empty_db: Path) -> None:
    header = "指标编码,指标名称,日期,方式,数值"
    assert taken(empty_db, "JJ01,指标JJ01,2024-06-30,新增,1", header=header)
    wrong = csv_file(empty_db.parent, "JJ01,指标JJ02,2024-06-30,新增,1", header=header)
    ((_, column, reason),) = problems_of(empty_db, wrong)
    assert (column, reason) == ("指标名称", "JJ01 is Measure JJ01: the code and the name do not match.")


def test_a_day_and_a_note_for_the_rows_that_have_none(empty_db: Path) -> None:
    words = ("--date", "2024-05-31", "--note", "补报")
    assert taken(empty_db, "JJ01,,add,-1,,", "JJ01,2024-06-30,add,2,自有,", words=words)
    assert [(row["day"], row["note"]) for row in recorded(empty_db)] == [("2024-05-31", "补报"), ("2024-06-30", "自有")]


def test_texts_are_kept_as_they_stand_and_blanks_say_nothing(empty_db: Path) -> None:
    header = "measure,day,type,value,note,issue,next,evidence"
    file = csv_file(
        empty_db.parent, 'JJ01,2024-06-30,add,1," 第一行\n第二行 ",  ,=1+1,https://example.org/a', header=header
    )
    imported(empty_db, file)
    (row,) = recorded(empty_db)
    assert [row[name] for name in ("note", "issue", "next", "evidence")] == [
        " 第一行\n第二行 ", "", "=1+1", "https://example.org/a",
    ]  # fmt: skip


def test_evidence_has_to_be_there_unless_its_sha256_stands_beside_it(empty_db: Path) -> None:
    header = "measure,day,type,value,evidence,evidence_sha256"
    file = csv_file(empty_db.parent, "JJ01,2024-06-30,add,1,gone.pdf,", header=header)
    assert [problem[1] for problem in problems_of(empty_db, file)] == ["evidence"]
    file = csv_file(empty_db.parent, f"JJ01,2024-06-30,add,1,gone.pdf,{'a1' * 32}", header=header)
    imported(empty_db, file)
    assert recorded(empty_db)[0]["evidence_sha256"] == "a1" * 32


def test_a_total_lower_than_before_wants_a_note(empty_db: Path) -> None:
    did(empty_db, "log", "JJ01=100", "--date", "2024-06-01")
    file = csv_file(empty_db.parent, "JJ01,2024-06-20,set,90,,", "JJ01,2024-05-20,set,50,,")
    ((row, _, reason),) = problems_of(empty_db, file)
    assert row == "2"
    assert "90 is lower than the previous 100" in reason
    imported(empty_db, csv_file(empty_db.parent, "JJ01,2024-06-20,set,90,核减,", "JJ01,2024-05-20,set,50,,"))


def test_rows_are_held_against_each_other_in_the_order_of_their_days(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, "JJ01,2024-06-20,set,30,,", "JJ01,2024-06-10,set,20,,", "JJ01,2024-06-30,set,10,,")
    ((row, _, reason),) = problems_of(empty_db, file)
    assert (row, "10 is lower than the previous 30" in reason) == ("4", True)


def test_a_file_that_has_its_newest_day_first_counts_from_below_and_says_so(empty_db: Path) -> None:
    rows = ("JJ01,2024-06-20,add,3,,", "JJ01,2024-06-20,add,4,,", "JJ01,2024-06-20,set,30,,", "JJ01,2024-06-10,add,2,,")
    ran = imported(empty_db, csv_file(empty_db.parent, *rows))
    assert actual(empty_db, "JJ01") == "37"
    assert "The newest day comes first in the file, so rows of one day count from the bottom up: 4, 3, 2\n" in ran.err
    assert "part of a total" not in ran.err
    assert [row["value"] for row in recorded(empty_db)] == ["2", "30", "4", "3"]


def test_the_newest_reading_of_a_day_is_the_uppermost_where_days_fall(empty_db: Path) -> None:
    rows = ("JJ02,2024-06-20,,97,复核,", "JJ02,2024-06-20,,98,,", "JJ02,2024-06-10,,96,,")
    imported(empty_db, csv_file(empty_db.parent, *rows))
    assert actual(empty_db, "JJ02") == "97"


@pytest.mark.parametrize("last_day", ["2024-06-10", "2024-06-30"])
def test_an_increment_that_a_total_of_its_day_holds_already_is_named(empty_db: Path, last_day: str) -> None:
    rows = ("JJ01,2024-06-20,add,3,,", "JJ01,2024-06-20,set,30,,", "JJ01,2024-06-20,add,4,,", "JJ01,2024-06-15,add,5,,",
            f"JJ01,{last_day},add,1,,")  # fmt: skip
    ran = imported(empty_db, csv_file(empty_db.parent, *rows))
    # Days that only fall count from below, and all others as they stand.
    held, total = ("4", "33") if last_day == "2024-06-10" else ("2", "34")
    assert f"Rows contained in a total of the same day and not added to it: {held}\n" in ran.err
    assert actual(empty_db, "JJ01", "2024-06-20") == total


def test_a_jump_past_the_target_wants_a_note_and_only_the_row_that_jumps(empty_db: Path) -> None:
    did(empty_db, "target", "set", "JJ01", "100", "--year", "2024", "--reason", "plan")
    rows = [f"JJ01,2024-06-{day},add,60,," for day in (10, 11, 12, 13)]
    ((row, _, reason),) = problems_of(empty_db, csv_file(empty_db.parent, *rows))
    assert (row, "120 → 180 brings the attainment to 180.0%" in reason) == ("4", True)
    rows[2] = "JJ01,2024-06-12,add,60,集中签约,"
    imported(empty_db, csv_file(empty_db.parent, *rows))


def test_what_leaves_the_range_of_values_together_is_refused(empty_db: Path) -> None:
    rows = [f"JJ01,2024-06-{day},add,600000000000,大," for day in (10, 11)]
    ((row, _, reason),) = problems_of(empty_db, csv_file(empty_db.parent, *rows))
    assert (row, "would be 1,000,000,000,000 or more" in reason) == ("3", True)


def test_a_closed_month_names_who_closed_it_and_a_retired_measure_its_day(empty_db: Path) -> None:
    did(empty_db, "period", "close", "2024-05", "--reason", "已上报", officer="wang")
    did(empty_db, "measure", "retire", "JJ02", "--from", "2024-06-15", "--reason", "不再统计")
    file = csv_file(
        empty_db.parent, "JJ01,2024-05-31,add,1,,", "JJ01,2024-06-01,add,1,,", "JJ02,2024-06-14,,5,,",
        "JJ02,2024-06-15,,5,,",
    )  # fmt: skip
    closed, retired = problems_of(empty_db, file)
    assert closed[:2] == ("2", "day")
    assert "2024-05 was closed by wang" in closed[2]
    assert retired[:2] == ("5", "measure")
    assert "is retired from 2024-06-15: " in retired[2]


@pytest.mark.parametrize("value", ["12", "twelve"])
def test_a_ratio_is_computed_and_not_imported(seeded_db: Path, value: str) -> None:
    did(seeded_db, "measure", "add", "JJ80", "--goal", "JJ-G1", "--name-zh", "比例", "--name-en", "Share",
        "--unit", "%", "--kind", "ratio", "--direction", "at_least", "--cadence", "monthly", "--numerator", "JJ09",
        "--denominator", "JJ10")  # fmt: skip
    ((_, column, reason),) = problems_of(seeded_db, csv_file(seeded_db.parent, f"JJ80,2024-06-30,set,{value},,"))
    assert (column, "is calculated from JJ09 and JJ10" in reason) == ("value", True)


def test_blank_rows_of_a_form_are_passed_over_and_counted(empty_db: Path) -> None:
    file = csv_file(
        empty_db.parent, "JJ01,2024-06-30,add,3,,", "JJ01,2024-06-30,,,,k", "JJ03,,,,,", "JJ02,2024-06-30,,0,,"
    )
    ran = did(empty_db, "import", str(file), "--yes")
    assert "Skipped 2 rows that were not filled in: 3, 4\n" in ran.err
    assert [(row["measure"], row["value"]) for row in recorded(empty_db)] == [("JJ01", "3"), ("JJ02", "0")]


def test_cells_missing_at_the_end_of_a_row_are_empty_and_before_its_value_a_problem(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, "JJ01,2024-06-30,add,3", "JJ01,2024-06-30,add,4,note")
    imported(empty_db, file)
    assert [(row["value"], row["note"]) for row in recorded(empty_db)] == [("3", ""), ("4", "note")]
    cut = csv_file(empty_db.parent, "JJ01,2024-06-30,add,5,,", "JJ01,2024-06", header=HEADER, name="cut.csv")
    ((row, _, reason),) = problems_of(empty_db, cut)
    assert (row, reason) == ("3", "The row has 2 cells, the header 6.")


@pytest.mark.parametrize("text", ["N/A", "n.a.", "—", "无", "Yes", "二十", "≥5", "20."])
def test_what_is_no_number_is_said_to_be_none_and_not_to_have_two_readings(empty_db: Path, text: str) -> None:
    ((_, column, reason),) = problems_of(empty_db, csv_file(empty_db.parent, f"JJ01,2024-06-30,,{text},,"))
    assert (column, reason.startswith(f"“{text}” is not a value")) == ("value", True)


def test_a_minus_as_word_processors_set_it_is_a_minus(empty_db: Path) -> None:
    assert taken(empty_db, "JJ01,2024-06-30,,\u221220,退回,") == [(SUM, "2024-06-30", "add", "-20", "")]


def test_a_digest_that_is_none_is_refused(empty_db: Path) -> None:
    header = "measure,day,type,value,evidence,evidence_sha256"
    for digest in ("a1" * 31, "a1" * 33, "g1" * 32):
        file = csv_file(empty_db.parent, f"JJ01,2024-06-30,add,1,gone.pdf,{digest}", header=header)
        ((_, column, reason),) = problems_of(empty_db, file)
        assert (column, reason) == ("evidence_sha256", f"“{digest}” is not a SHA-256: 64 hexadecimal digits.")
    assert recorded(empty_db) == []


def test_a_digest_is_kept_in_lower_case(empty_db: Path) -> None:
    header = "measure,day,type,value,evidence,evidence_sha256"
    imported(empty_db, csv_file(empty_db.parent, f"JJ01,2024-06-30,add,1,gone.pdf,{'A1' * 32}", header=header))
    assert recorded(empty_db)[0]["evidence_sha256"] == "a1" * 32


def test_a_qualifier_of_its_own_may_stand_beside_a_value(empty_db: Path) -> None:
    header = "measure,day,type,value,qualifier"
    rows = ("JJ01,2024-06-01,add,350,over", "JJ01,2024-06-02,add,近100,under", "JJ01,2024-06-03,add,350余,")
    assert [row[3:] for row in taken(empty_db, *rows, header=header)] == [
        ("350", "over"), ("100", "under"), ("350", "over"),
    ]  # fmt: skip


def test_two_qualifiers_that_contradict_each_other_are_refused(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, "JJ01,2024-06-30,add,350余,under", header="measure,day,type,value,qualifier")
    ((_, column, reason),) = problems_of(empty_db, file)
    assert (column, "“under” is not a qualifier of this value" in reason) == ("qualifier", True)
    assert recorded(empty_db) == []


@pytest.mark.parametrize(
    "key",
    [
        "2.02403E+15",
        "1e+16",
        "2,02403E+15",
        "-1.5E+20",
        "#N/A",
        "#REF!",
        "#DIV/0!",
        "####",
        "Err:502",
        "2.024E15",
        "1.23E-05",
        "202406300001.0",
        "2024.00",
    ],
)
def test_a_key_whose_digits_a_spreadsheet_has_damaged_is_a_problem_and_no_match(empty_db: Path, key: str) -> None:
    file = csv_file(empty_db.parent, f'JJ01,2024-06-30,add,1,,"{key}"', "JJ01,2024-06-30,add,2,,k2")
    ((row, column, reason),) = problems_of(empty_db, file)
    assert (row, column, "lost digits of this key" in reason) == ("2", "key", True)


def test_other_keys_with_such_signs_are_keys(empty_db: Path) -> None:
    keys = ["12E05", "#A001", "E+15", "202403000000000123456", "3+4", "#", "1.2.3", "3.0", "2024.06"]
    imported(empty_db, csv_file(empty_db.parent, *(f"JJ01,2024-06-30,add,1,,{key}" for key in keys)))
    assert [row["key"] for row in recorded(empty_db)] == keys


@pytest.mark.parametrize("key", ["'0012", '"=""0012"""', "0012\u200b", "\ufeff0012", " 0012 "])
def test_a_key_is_the_same_however_a_spreadsheet_was_told_that_it_is_a_text(empty_db: Path, key: str) -> None:
    imported(empty_db, csv_file(empty_db.parent, f"JJ01,2024-06-30,add,1,,{key}"))
    assert [row["key"] for row in recorded(empty_db)] == ["0012"]


@pytest.mark.parametrize("key", ["-", "/", "无", "N/A", "nan", "NULL"])
def test_a_word_for_no_key_is_no_key_that_two_rows_share(empty_db: Path, key: str) -> None:
    row = f"JJ01,2024-06-30,add,1,,{key}"
    imported(empty_db, csv_file(empty_db.parent, row, row))
    assert [(entry["value"], entry["key"]) for entry in recorded(empty_db)] == [("1", ""), ("1", "")]


@pytest.mark.parametrize("number", ["20240300000000012345.0", "2.02403E+15", "2024030000000001234567e0"])
def test_a_number_of_more_digits_than_a_float_keeps_is_no_key_in_json(empty_db: Path, number: str) -> None:
    file = empty_db.parent / "in.json"
    file.write_text(f'[{{"measure": "JJ01", "day": "2024-06-30", "type": "add", "value": 1, "key": {number}}}]')
    assert [problem[:2] for problem in problems_of(empty_db, file)] == [("1", "key")]


@pytest.mark.parametrize(
    "day",
    [
        "2024-06-30 08:15", "2024/6/30 8:15:00", "2024-06-30T23:59:59.999", "2024年6月30日 0:00", "20240630 23:59",
        "2024/6/30 上午 8:15:00", "2024/6/30 下午8:15", "2024/6/30 8:15:00 PM",
    ],
)  # fmt: skip
def test_a_day_with_a_time_is_its_day(empty_db: Path, day: str) -> None:
    assert taken(empty_db, f"JJ01,{day},add,1,,")[0][1] == "2024-06-30"


@pytest.mark.parametrize(
    "day",
    ["2024年6月30日 星期日", "2024/6/30（周日）", "2024-06-30星期天", "2024年 6月 30日", "2024. 6. 30", "20240630.0"],
)
def test_a_day_as_a_spreadsheet_or_another_program_dresses_it_is_its_day(empty_db: Path, day: str) -> None:
    assert taken(empty_db, f"JJ01,{day},add,1,,")[0][1] == "2024-06-30"


@pytest.mark.parametrize(
    "day", ["2024-06-30 24:00", "2024-06-30 8", "2024-06-30T23:00:00Z", "2024-06-30 08:15:00+08:00"]
)
def test_what_may_be_another_day_at_the_office_is_no_day(empty_db: Path, day: str) -> None:
    assert [each[:2] for each in problems_of(empty_db, csv_file(empty_db.parent, f"JJ01,{day},add,1,,"))] == [
        ("2", "day")
    ]


@pytest.mark.parametrize("again", [HEADER, f"\ufeff{HEADER}"])
def test_a_header_that_stands_again_in_the_middle_is_said_to_be_one(empty_db: Path, again: str) -> None:
    file = csv_file(empty_db.parent, "JJ01,2024-06-29,add,1,,", again, "JJ01,2024-06-30,add,2,,")
    assert problems_of(empty_db, file) == [("3", "", "The names of the columns stand here again. Delete the row.")]


def test_what_a_form_puts_around_the_name_of_a_column_is_no_part_of_it(empty_db: Path) -> None:
    header = "*指标编码,日期：,方式（必填）,数值 *,说明(选填)"
    assert taken(empty_db, "JJ01,2024-06-30,add,12,", header=header)[0][3] == "12"
