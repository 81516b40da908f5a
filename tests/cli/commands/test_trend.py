"""`trend`: periods side by side, on screen, as text and for scripts."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.model import Actual
from nanhu_kpi.quantity import value_of
from nanhu_kpi.render.sheets.trend import spark
from tests.support.builders import CEILING, LAST, SUM
from tests.support.terminals import spawn
from tests.support.views import environment, logged, run, tables

if TYPE_CHECKING:
    from pathlib import Path

ON = "2024-07-03"
HEAD = ["Code", "Measure", "Unit"]


@pytest.fixture
def moved_db(empty_db: Path) -> Path:
    """A count that a total corrects in March, a reading of February and June, and a year before."""
    for code, day in ((f"{SUM}+100", "2023-01-31"), (f"{SUM}+50", "2023-06-30"), (f"{LAST}=7", "2023-02-01")):
        logged(empty_db, code, on=day)
    for code, day in ((f"{SUM}=超10", "2024-01-10"), (f"{SUM}+5", "2024-01-31"), (f"{LAST}=3.5", "2024-02-29")):
        logged(empty_db, code, on=day)
    logged(empty_db, f"{SUM}=12", "--note", "corrected", on="2024-03-31")
    logged(empty_db, f"{SUM}+0", on="2024-04-02")
    logged(empty_db, f"{LAST}=4", f"{SUM}+8", on="2024-06-30")
    return empty_db


def cells(db: Path, heads: list[str], *words: str, on: str = ON) -> list[list[str]]:
    (rows,) = tables(run(db, "trend", *words, on=on).out, [*HEAD, *heads])
    return [[row[0], *row[3:]] for row in rows]


def test_months_show_what_each_added_and_the_last_reading_in_it(moved_db: Path) -> None:
    heads = [f"{month:02}" for month in range(1, 8)]
    assert cells(moved_db, heads) == [
        [SUM, "over 15", "", "-3", "0", "", "8", ""], [LAST, "", "3.5", "", "", "", "4", ""],
    ]  # fmt: skip
    assert cells(moved_db, heads, "--cumulative") == [
        [SUM, "over 15", "over 15", "12", "12", "12", "20", "20"], [LAST, "", "3.5", "3.5", "3.5", "3.5", "4", "4"],
    ]  # fmt: skip


def test_the_year_before_stands_under_each_measure(moved_db: Path) -> None:
    rows = cells(moved_db, ["Q1", "Q2", "Q3"], "--by", "quarter", "--with-last-year")
    assert rows == [
        [SUM, "12", "8", ""], ["", "100", "50", ""], [LAST, "3.5", "4", ""], ["", "7", "", ""],
    ]  # fmt: skip
    assert "2023, same period" in run(moved_db, "trend", "--with-last-year", on=ON).out
    assert "2023年同期" in run(moved_db, "trend", "--with-last-year", on=ON, lang="zh").out
    years = cells(moved_db, ["2023", "2024"], "--by", "年")
    assert years == [[SUM, "150", "20"], [LAST, "7", "4"]]


def test_a_running_period_is_compared_with_the_same_days_of_the_year_before(moved_db: Path) -> None:
    for day, value in (("2023-06-10", "1"), ("2023-06-20", "2")):
        logged(moved_db, f"{CEILING}+{value}", on=day)
    logged(moved_db, f"{CEILING}+5", on="2024-06-05")
    words = ("trend", CEILING, "--as-of", "2024-06-15", "-f", "csv")
    months = run(moved_db, *words, on=ON).rows
    assert [(row["period"], row["last_day"], row["value"], row["value_before"]) for row in months[-2:]] == [
        ("2024-05", "2024-05-31", "", ""), ("2024-06", "2024-06-15", "5", "1"),
    ]  # fmt: skip
    quarter = run(moved_db, *words, "--by", "quarter", on=ON).rows[-1]
    assert (quarter["value"], quarter["value_before"]) == ("5", "1")


def test_weeks_are_cut_at_new_year_and_compared_by_their_number(moved_db: Path) -> None:
    logged(moved_db, f"{CEILING}+2", on="2023-01-04")
    logged(moved_db, f"{CEILING}+3", on="2024-01-03")
    rows = run(moved_db, "trend", CEILING, "--by", "week", "-f", "csv", on=ON).rows
    assert (rows[0]["period"], rows[0]["first_day"], rows[0]["last_day"]) == ("2024-W01", "2024-01-01", "2024-01-07")
    assert (rows[0]["value"], rows[0]["value_before"]) == ("3", "2")
    assert (rows[-1]["period"], rows[-1]["last_day"]) == ("2024-W27", ON)
    last = run(moved_db, "trend", CEILING, "--by", "week", "--year", "2023", "-f", "csv", on=ON).rows
    assert (last[0]["period"], last[0]["last_day"], last[-1]["last_day"]) == ("2022-W52", "2023-01-01", "2023-12-31")


def test_every_format_holds_the_same_rows(moved_db: Path, tmp_path: Path) -> None:
    rows = run(moved_db, "trend", "--by", "quarter", "-f", "csv", on=ON).rows
    assert len(rows) == 4 * 3
    for ending in ("tsv", "json", "jsonl", "xlsx", "txt"):
        place = tmp_path / f"trend.{ending}"
        assert run(moved_db, "trend", "--by", "quarter", "-o", str(place), on=ON).code == 0
        assert place.stat().st_size > 0
    assert rows[0]["actual_qualifier"] == ""
    assert run(moved_db, "trend", SUM, "-f", "csv", on=ON).rows[0]["value_qualifier"] == "over"


def test_what_has_nothing_in_the_periods_is_left_out_and_counted_unless_it_was_named(moved_db: Path) -> None:
    told = run(moved_db, "trend", on=ON).out
    assert CEILING not in told
    assert "2 measures have nothing in these periods and are left out; --all shows them." in told
    assert CEILING in run(moved_db, "trend", CEILING, on=ON).out
    assert CEILING in run(moved_db, "trend", "--all", on=ON).out
    nothing = run(moved_db, "trend", "--year", "2022", on=ON)
    assert (nothing.code, nothing.out.splitlines()[1]) == (0, "Nothing was reported in these periods.")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--by", "decade"], 2, "“decade” is no length of a period. Choose from: week, month, quarter, year\n"),
        (["--by", "year", "--with-last-year"], 2, "--by year shows the years side by side."),
        (["QQ"], 3, "No area, goal, code or name matches “QQ”."),
        (["--owner", "QQ"], 3, "Owner: no measure has “QQ”."),
        (["--year", "99999"], 2, "99999 is not valid as a year."),
        (["-f", "docx"], 2, "“docx” is not a format."),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused(moved_db: Path, words: list[str], code: int, told: str) -> None:
    outcome = run(moved_db, "trend", *words, on=ON)
    assert (outcome.code, outcome.out) == (code, "")
    assert outcome.err.startswith(told)


def test_a_past_day_is_shown_as_it_was_known(moved_db: Path) -> None:
    assert cells(moved_db, ["01", "02"], "--as-of", "2024-02-10", "--known", "2024-02-10") == [[SUM, "over 15", ""]]


def in_terminal(db: Path, *words: str, **around: str) -> str:
    env = environment(
        **{"NANHU_DB": str(db), "NANHU_LANG": "en", "TERM": "xterm", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", **around}
    )
    child = spawn(sys.executable, ["-m", "nanhu_kpi", "trend", *words], env, rows=40, width=80)
    told = child.read()
    child.close()
    assert child.exitstatus == 0, told
    return told


def test_in_a_narrow_terminal_the_oldest_periods_go_first_and_are_counted(moved_db: Path) -> None:
    told = in_terminal(moved_db, "--by", "week", "--as-of", "2024-06-30")
    gone = re.search(r"Hidden to fit the width \((\d+)\): W01, W02, W03, \.\.\., W(\d+)\.", told)
    assert gone
    assert gone[1] == gone[2].lstrip("0")
    heads = re.findall(r"W\d\d", told.split("Course")[0])
    assert heads == [f"W{week:02}" for week in range(int(gone[1]) + 1, 27)]


def test_a_terminal_ends_each_row_with_its_course_and_a_pipe_does_not(moved_db: Path) -> None:
    assert "Course" in in_terminal(moved_db)
    assert re.search("[\u2840-\u28ff]", in_terminal(moved_db))
    assert "Course" not in run(moved_db, "trend", on=ON).out
    assert "Course" not in in_terminal(moved_db, PYTHONIOENCODING="ascii")


def test_a_course_rises_from_the_lowest_to_the_highest_and_is_blank_for_no_data() -> None:
    def drawn(*values: int | None) -> str:
        return spark([Actual() if value is None else Actual(value_of(value)) for value in values])

    assert drawn(0, 1, 2, 3) == "\u28e0\u28fe"
    assert drawn(None, 5) == "\u28b8"
    assert drawn(0) == "\u2840"
    assert drawn(-3, 0) == "\u28f8"
    assert drawn(None, None) == ""
