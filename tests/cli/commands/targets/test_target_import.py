"""`target import`: the targets of a file, all of them or none, under the rules of `target set`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import did, exported, run
from tests.support.terminals import answers, terminal

if TYPE_CHECKING:
    from pathlib import Path


def file_of(db: Path, *lines: str) -> str:
    path = db.parent / "targets.csv"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


def of_officers(db: Path) -> list[tuple[str, str, str, str]]:
    rows = exported(db, "export", "targets")
    return [(r["measure"], r["year"], r["value"], r["reason"]) for r in rows if r["officer"] != "catalogue"]


def problems(db: Path, *lines: str) -> list[tuple[str, str, str]]:
    """Import a file with problems, and return row, column and reason of each; nothing is recorded."""
    before, listed = of_officers(db), db.parent / "problems.csv"
    ran = run(db, "target", "import", file_of(db, *lines), "--yes", "--problems", str(listed))
    assert ran.code == 4, ran
    assert of_officers(db) == before
    import csv

    with listed.open(encoding="utf-8-sig", newline="") as stream:
        return [(row["row"], row["column"], row["reason"]) for row in csv.DictReader(stream)]


@pytest.mark.parametrize("header", ["measure,year,value", "指标,年度,目标值", "指标编码,年份,目标值"])
def test_measure_year_and_value_are_enough(seeded_db: Path, header: str) -> None:
    ran = did(seeded_db, "target", "import", file_of(seeded_db, header, "jj3,2025,150家", "MS13,2025,99"), "--yes")
    assert ran.out.splitlines()[-1] == f"Set 2 targets  #{ran.batch}  To undo: nanhu-kpi undo {ran.batch}"
    assert of_officers(seeded_db) == [("JJ03", "2025", "150", ""), ("MS13", "2025", "99", "")]
    did(seeded_db, "undo", "--yes")
    assert run(seeded_db, "target", "list", "JJ03", "MS13", "--year", "2025", "-f", "csv").out.count("\n") == 1


def test_every_term_may_have_its_column(seeded_db: Path) -> None:
    header = "measure,year,value,start,due,pace,schedule,reason,document,effective_on"
    rows = ("JJ03,2025,150,03-01,2025-11-30,none,,plan,No. 3,2025-02-01", "CQ24,2025,100,,,,06-30=60;12-31=100,,,")
    did(seeded_db, "target", "import", file_of(seeded_db, header, *rows), "--yes")
    found = [row for row in exported(seeded_db, "export", "targets") if row["year"] == "2025"]
    said = [[row[name] for name in header.split(",")[2:]] for row in found]
    assert said == [
        ["150", "2025-03-01", "2025-11-30", "none", "", "plan", "No. 3", "2025-02-01"],
        ["100", "2025-01-01", "2025-12-31", "schedule", "2025-06-30=60;2025-12-31=100", "", "", "2025-01-01"],
    ]


def test_every_problem_is_named_by_row_and_column_and_nothing_is_set(seeded_db: Path) -> None:
    did(seeded_db, "period", "close", "2024-05", "--reason", "sent in")
    found = problems(
        seeded_db, "measure,year,value,start,effective_on,reason", "JJ03,2025,150,,,", "JJ99,2025,1,,,",
        "JJ04,later,1,,,", "JJ04,2025,many,,,", "JJ04,2025,,,,", "JJ04,2025,30,2024-01-01,,",
        "JJ09,2024,21,,2024-07-01,", "JJ03,2025,160,,,", "JJ05,2024,30,,2024-05-01,plan",
    )  # fmt: skip
    assert [(row, column) for row, column, _ in found] == [
        ("3", "measure"), ("4", "year"), ("5", "value"), ("6", "value"), ("7", "start"), ("8", "reason"),
        ("9", "reason"), ("10", "effective_on"),
    ]  # fmt: skip
    reasons = [reason for _, _, reason in found]
    assert "already has a target of 2024 (20)" in reasons[5]
    assert "already has a target of 2025 (150)" in reasons[6]
    assert "2024-05 was closed by" in reasons[7]


def test_a_schedule_leads_to_the_value_of_its_row(seeded_db: Path) -> None:
    ((_, column, reason),) = problems(seeded_db, "measure,year,value,schedule", "CQ24,2025,100,06-30=60;12-31=90")
    assert column == "value"
    assert reason == "The schedule ends with 90, but the target is 100. Make them equal."


def test_a_pace_is_one_of_three(seeded_db: Path) -> None:
    ((_, column, reason),) = problems(seeded_db, "measure,year,value,pace", "JJ03,2025,100,fast")
    assert (column, reason) == ("pace", "“fast” is not a pace. Choose from: linear, schedule, none")


def test_a_target_far_off_wants_its_reason_in_the_row(seeded_db: Path) -> None:
    ((_, column, reason),) = problems(seeded_db, "measure,year,value", "JJ03,2024,1.2万")
    assert (column, "more than five times last year's actual, 140" in reason) == ("reason", True)
    did(seeded_db, "target", "import", file_of(seeded_db, "measure,year,value,reason", "JJ03,2024,1.2万,plan"), "--yes")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["measure,year,value,colour", "JJ03,2025,1,red"], "has unknown columns: colour"),
        (["measure,value", "JJ03,1"], "lacks the columns: year"),
        (["measure,year,value"], "has a header and no rows"),
        (["measure,year,value,目标值", "JJ03,2025,1,2"], "has more than one column for value: value, 目标值"),
    ],
)
def test_a_file_that_is_none_is_refused(seeded_db: Path, lines: list[str], said: str) -> None:
    ran = run(seeded_db, "target", "import", file_of(seeded_db, *lines), "--yes")
    assert (ran.code, said in ran.err) == (4, True), ran


def test_titles_and_columns_asked_for_are_skipped_and_said(seeded_db: Path) -> None:
    file = file_of(seeded_db, "南湖街道2025年目标", "指标,牵头科室,年度,目标值", "JJ03,经服办,2025,150")
    assert run(seeded_db, "target", "import", file, "--yes").code == 4
    ran = did(seeded_db, "target", "import", file, "--ignore-extra", "--yes")
    assert "Skipped rows above the header: 1 “南湖街道2025年目标”" in ran.err
    assert "Skipped columns: 牵头科室" in ran.err
    assert of_officers(seeded_db) == [("JJ03", "2025", "150", "")]


def test_a_cell_without_a_column_and_a_problem_are_named_as_in_the_file(seeded_db: Path) -> None:
    found = problems(seeded_db, "指标,年度,目标值,", "JJ03,2025,150,160", "JJ04,2025,many,", f"JJ05,{'1' * 5000},1,")
    assert [(row, column) for row, column, _ in found] == [("2", ""), ("3", "目标值"), ("4", "年度")]
    assert "Column 4 has cells but no name in the header" in found[0][2]


def test_a_text_that_no_command_would_record_is_a_problem(seeded_db: Path) -> None:
    file = seeded_db.parent / "targets.json"
    file.write_text(json.dumps([{"measure": "JJ03", "year": 2025, "value": 150, "reason": "a\0b"}]), encoding="utf-8")
    ran = run(seeded_db, "target", "import", str(file), "--yes")
    assert (ran.code, "1  reason" in ran.err, "The text contains an invalid character" in ran.err) == (4, True, True)
    assert of_officers(seeded_db) == []


def test_a_script_confirms_and_a_dry_run_sets_nothing(seeded_db: Path) -> None:
    file = file_of(seeded_db, "measure,year,value", "JJ03,2025,150")
    assert run(seeded_db, "target", "import", file).code == 2
    ran = did(seeded_db, "target", "import", file, "--dry-run")
    assert "JJ03" in ran.out
    assert of_officers(seeded_db) == []
    with terminal(seeded_db, "target", "import", file) as child:
        answers(child, ("Set this target? [y/N]: ", "y"))
    assert of_officers(seeded_db) == [("JJ03", "2025", "150", "")]


def test_an_export_of_targets_is_restored_and_not_guarded_anew(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ03", "150")
    did(seeded_db, "target", "set", "JJ03", "1.2万", "--reason", "plan")
    export, copy = seeded_db.parent / "export.csv", seeded_db.parent / "copy.db"
    did(seeded_db, "export", "targets", "-o", str(export))
    did(copy, "db", "init", str(copy))
    did(copy, "target", "import", str(export), "--yes")
    assert of_officers(copy) == of_officers(seeded_db)


def test_a_restored_target_of_a_closed_month_is_a_problem_of_its_row(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ03", "150", "--from", "06-01")
    did(seeded_db, "target", "set", "JJ04", "30", "--from", "04-01")
    export, copy = seeded_db.parent / "export.csv", seeded_db.parent / "copy.db"
    did(seeded_db, "export", "targets", "-o", str(export))
    did(copy, "db", "init", str(copy))
    did(copy, "period", "close", "2024-05", "--reason", "sent in")
    ran = run(copy, "import", str(export), "--yes")
    assert (ran.code, ran.err.count("2024-05 was closed by")) == (4, 1)
    assert of_officers(copy) == []
    did(copy, "period", "reopen", "2024-05", "--reason", "a target came late")
    did(copy, "import", str(export), "--yes")
    did(seeded_db, "undo", "--yes")
    did(seeded_db, "export", "targets", "-o", str(export))
    did(copy, "period", "close", "2024-05", "--reason", "sent in")
    ran = run(copy, "import", str(export), "--yes")
    assert (ran.code, ran.err.count("2024-05 was closed by")) == (4, 1)


def test_a_closed_month_names_the_column_that_gives_a_later_day(seeded_db: Path) -> None:
    did(seeded_db, "period", "close", "2024-06", "--reason", "reported")
    ((row, column, reason),) = problems(seeded_db, "measure,year,value,effective_on", "JJ03,2024,150,2024-05-01")
    assert (row, column) == ("2", "effective_on")
    assert "Give a later day with the column “effective_on”." in reason
