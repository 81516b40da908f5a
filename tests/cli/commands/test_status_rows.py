"""`status` row by row: counts that agree with the rows, SELECT, and what is carried over New Year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.support.views import AREA_LINE, GOAL_LINE, agree, logged, run

if TYPE_CHECKING:
    from pathlib import Path

CSV = ("-f", "csv")
Selects = Callable[[dict[str, str]], bool]
# As of 2024-06-30 half of the year is expected: one measure of each light, and words alone.
PROGRESS = (
    ("2024-03-01", ("JJ09+20",)),
    ("2024-04-01", ("JJ28=60",)),
    ("2024-05-01", ("JJ29=45",)),
    ("2024-05-02", ("JJ30=30",)),
    ("2024-05-03", ("JJ31=5",)),
    ("2024-06-01", ("JJ03+12", "DJ09+1")),
    ("2024-06-02", ("JJ32", "--note", "no figure yet")),
)


@pytest.fixture
def worked_db(seeded_db: Path) -> Path:
    """The report's database with progress of the first half of 2024."""
    for day, words in PROGRESS:
        logged(seeded_db, *words, on=day)
    return seeded_db


def counted(text: str) -> dict[str, int]:
    """Return `1 met, 14 no target` as counts by status word."""
    return {word: int(count) for count, word in re.findall(r"(\d+) ([a-z][a-z ]*)(?:, |$)", text)}


def statuses(rows: list[dict[str, str]]) -> dict[str, int]:
    return dict(Counter(row["status"].replace("_", " ") for row in rows))


# Counts.


@pytest.mark.parametrize("words", [(), ("--year", "2023"), ("--all",), ("JJ", "社区"), ("--as-of", "2024-12-31")])
def test_the_headline_counts_the_rows(worked_db: Path, words: tuple[str, ...]) -> None:
    rows = run(worked_db, "status", *words, *CSV).rows
    head, parts = run(worked_db, "status", *words).out.splitlines()[1].split(": ")
    assert head == f"{len(rows)} measures"
    assert counted(parts) == statuses(rows)


@pytest.mark.parametrize("words", [(), ("--year", "2023"), ("--all",), ("JJ09", "DJ-G2")])
def test_areas_and_goals_count_their_rows(worked_db: Path, words: tuple[str, ...]) -> None:
    rows = run(worked_db, "status", *words, *CSV).rows
    printed = run(worked_db, "status", *words).out.splitlines()
    areas = {found[1]: (int(found[2]), counted(found[3])) for line in printed if (found := AREA_LINE.fullmatch(line))}
    goals = {found[1]: counted(found[2]) for line in printed if (found := GOAL_LINE.match(line))}
    assert areas == {
        area: (len(own), statuses(own))
        for area in dict.fromkeys(row["area"] for row in rows)
        if (own := [row for row in rows if row["area"] == area])
    }
    assert list(areas) == [area for area in ("DJ", "JJ", "CQ", "PA", "MS") if area in areas]
    assert goals == {
        goal: statuses([row for row in rows if row["goal"] == goal]) for goal in {row["goal"] for row in rows}
    }


def test_every_status_of_the_half_year_has_its_light(worked_db: Path) -> None:
    rows = run(worked_db, "status", *CSV).by_code
    # 2024 has 366 days and 182 of them are over: 49.73 % is expected.
    assert {
        code: tuple(rows[code][key] for key in ("attainment", "gap", "status", "light"))
        for code in ("JJ09", "JJ28", "JJ29", "JJ30", "JJ31", "JJ32", "JJ03", "JJ01")
    } == {
        "JJ09": ("1.0000", "50.27", "met", "green"),
        "JJ28": ("0.6000", "10.27", "ahead", "green"),
        "JJ29": ("0.4500", "-4.73", "on_track", "green"),
        "JJ30": ("0.3000", "-19.73", "behind", "yellow"),
        "JJ31": ("0.0500", "-44.73", "far_behind", "red"),
        "JJ32": ("", "", "unreported", "red"),
        "JJ03": ("", "", "no_target", ""),
        "JJ01": ("", "", "no_target", ""),
    }
    assert (rows["JJ32"]["entries"], rows["JJ32"]["actual"], rows["JJ32"]["last_day"]) == ("1", "", "2024-06-02")


# SELECT.


@pytest.mark.parametrize(
    ("words", "selects"),
    [
        (("JJ",), lambda row: row["area"] == "JJ"),
        (("jj",), lambda row: row["area"] == "JJ"),
        (("JJ-G2",), lambda row: row["goal"] == "JJ-G2"),
        (("jjg2",), lambda row: row["goal"] == "JJ-G2"),
        (("ＪＪ－Ｇ２",), lambda row: row["goal"] == "JJ-G2"),
        (("jj3",), lambda row: row["code"] == "JJ03"),
        (("JJ-03",), lambda row: row["code"] == "JJ03"),
        (("旅游企业",), lambda row: "旅游企业" in row["name_zh"]),
        (("tourism PARK",), lambda row: "ourism" in row["name_en"] and "park" in row["name_en"]),
        (("JJ03", "DJ", "MS-G1"), lambda row: row["code"] == "JJ03" or row["area"] == "DJ" or row["goal"] == "MS-G1"),
    ],
)
def test_select_takes_areas_goals_codes_and_words_joined_by_or(
    seeded_db: Path, words: tuple[str, ...], selects: Selects
) -> None:
    every = run(seeded_db, "status", "--all", *CSV).rows
    wanted = [row for row in every if selects(row)]
    assert wanted
    assert run(seeded_db, "status", "--all", *words, *CSV).rows == wanted


def test_a_code_that_is_asked_for_is_shown_with_or_without_data(seeded_db: Path) -> None:
    assert list(run(seeded_db, "status", "JJ21", *CSV).by_code) == ["JJ21"]


@pytest.mark.parametrize("word", ["ZZ", "JJ99", "JJ-G99", "没有这个", " ", "JJ03%", "_"])
def test_a_selection_that_matches_nothing_is_refused_and_named(seeded_db: Path, word: str) -> None:
    outcome = run(seeded_db, "status", "JJ03", word, *CSV)
    assert (outcome.code, outcome.out) == (3, ""), outcome.out[:200]
    assert outcome.err.startswith(f"No area, goal, code or name matches “{word}”"), outcome.err


# Week change, baseline, carrying over.


def test_week_change_is_what_the_last_seven_days_brought(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+5", "DJ08=90", on="2024-06-22")
    logged(seeded_db, "JJ09+2", "DJ08=95.5", "JJ28=10", on="2024-06-24")
    rows = run(seeded_db, "status", *CSV, on="2024-06-30").by_code
    assert (rows["JJ09"]["actual"], rows["JJ09"]["week_change"]) == ("7", "2")
    assert rows["DJ08"]["week_change"] == "5.5"
    assert rows["JJ28"]["week_change"] == ""  # no reading a week before
    assert run(seeded_db, "status", *CSV, on="2024-06-29").by_code["JJ09"]["week_change"] == "2"
    assert run(seeded_db, "status", *CSV, on="2024-07-01").by_code["JJ09"]["week_change"] == ""


def test_a_week_change_of_0_is_a_reported_one(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+5", "JJ03+5", "JJ04+5", "DJ08=90", on="2024-06-20")
    logged(seeded_db, "JJ28=10", on="2023-12-20")
    logged(seeded_db, "JJ03+0", "DJ08=90", on="2024-06-27")
    logged(seeded_db, "JJ04+1", on="2024-06-26")
    logged(seeded_db, "JJ04-1", "--note", "更正", on="2024-06-27")
    logged(seeded_db, "JJ09", "JJ10", "--note", "推进中", on="2024-06-27")
    rows = run(seeded_db, "status", *CSV, on="2024-06-30").by_code
    changes = {code: rows[code]["week_change"] for code in ("JJ03", "JJ04", "DJ08", "JJ09", "JJ10", "JJ28")}
    # A 0, a net 0 and the same reading again; words alone, twice; a milestone brought over New Year.
    assert changes == {"JJ03": "0", "JJ04": "0", "DJ08": "0", "JJ09": "", "JJ10": "", "JJ28": ""}
    sheet = {row["code"]: row["week"] for row in run(seeded_db, "weekly", "-f", "csv", on="2024-07-01").rows}
    assert {code: sheet[code] for code in changes} == changes


def test_the_heading_of_a_weeks_change_is_that_of_its_kinds(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+5", "DJ08=90", on="2024-06-20")
    logged(seeded_db, "JJ09+5", "DJ08=91", on="2024-06-27")

    def head(*codes: str, lang: str = "zh") -> str:
        return run(seeded_db, "status", *codes, on="2024-06-30", lang=lang).out

    assert "本周新增 " in head("JJ09")
    assert "本周变动 " in head("DJ08")
    assert "本周新增/变动 " in head("JJ09", "DJ08")
    assert "Added this week" in head("JJ09", lang="en")


def test_week_change_of_the_first_days_starts_from_an_empty_year(seeded_db: Path) -> None:
    logged(seeded_db, "JJ03+9", "DJ08=97", on="2024-12-30")
    logged(seeded_db, "JJ03+4", "DJ08=98", on="2025-01-02")
    rows = run(seeded_db, "status", *CSV, on="2025-01-03").by_code
    assert (rows["JJ03"]["actual"], rows["JJ03"]["week_change"]) == ("4", "4")
    assert (rows["DJ08"]["actual"], rows["DJ08"]["week_change"]) == ("98", "")


def test_a_year_starts_with_no_data_and_last_year_as_baseline(seeded_db: Path) -> None:
    logged(seeded_db, "JJ03+9", "DJ08=97", on="2024-03-01")
    logged(seeded_db, "JJ03+6", on="2024-09-01")
    rows = run(seeded_db, "status", "--year", "2025", *CSV, on="2025-06-30").by_code
    assert (rows["JJ03"]["actual"], rows["JJ03"]["baseline"], rows["JJ03"]["baseline_to_date"]) == ("", "15", "9")
    assert (rows["DJ08"]["actual"], rows["DJ08"]["baseline"]) == ("", "97")


def test_an_unfinished_milestone_keeps_its_reading_over_new_year_and_goes_on_from_it(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=40", on="2024-11-01")
    agree(seeded_db, "JJ28", 2025, 100)
    row = run(seeded_db, "status", *CSV, on="2025-03-14").by_code["JJ28"]  # 73 of 365 days: a fifth
    assert (row["actual"], row["baseline"], row["expected"]) == ("40", "40", "0.5200")  # 0.4 + 0.6 / 5
    assert (row["status"], row["light"], row["entries"]) == ("unreported", "", "0")
    logged(seeded_db, "JJ28=55", on="2025-03-14")
    row = run(seeded_db, "status", *CSV, on="2025-03-14").by_code["JJ28"]
    assert (row["actual"], row["week_change"], row["gap"], row["status"]) == ("55", "15", "3.00", "ahead")


def test_a_finished_milestone_starts_anew(seeded_db: Path) -> None:
    agree(seeded_db, "JJ21", 2024, 100)  # reached in 2023
    row = run(seeded_db, "status", *CSV, on="2024-06-30").by_code["JJ21"]
    assert (row["actual"], row["baseline"], row["expected"], row["status"]) == ("", "100", "0.4973", "unreported")


def test_an_unfinished_milestone_without_a_report_last_year_still_brings_its_reading(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=40", on="2024-11-01")
    logged(seeded_db, "JJ03+1", on="2026-01-05")
    row = run(seeded_db, "status", "JJ28", *CSV, on="2026-01-05").by_code["JJ28"]
    assert (row["actual"], row["baseline"]) == ("40", "40")


def test_a_carried_reading_keeps_its_qualifier(seeded_db: Path) -> None:
    logged(seeded_db, "JJ42=近40", on="2024-03-01")
    row = run(seeded_db, "status", "--as-of", "2025-02-01", *CSV, on="2025-02-01").by_code["JJ42"]
    assert (row["actual"], row["actual_qualifier"], row["status"]) == ("40", "under", "no_target")


def test_a_milestone_of_words_alone_goes_on_into_the_next_year(seeded_db: Path) -> None:
    logged(seeded_db, "JJ42", "--note", "筹备", on="2024-05-01")
    assert "JJ42" in run(seeded_db, "status", "--as-of", "2025-02-01", *CSV, on="2025-02-01").by_code


def test_a_ratio_is_a_row_whether_or_not_its_parts_have_entries_and_is_shown_alone_too(seeded_db: Path) -> None:
    words = ("--goal", "JJ-G1", "--name-zh", "占比", "--name-en", "Share", "--unit", "%", "--kind", "ratio")
    parts = ("--numerator", "JJ04", "--denominator", "JJ03")
    assert run(seeded_db, "measure", "add", "JJ60", *words, *parts, on="2031-01-02").code == 0
    logged(seeded_db, "JJ09+1", on="2031-01-03")
    assert run(seeded_db, "status", *CSV, on="2031-01-10").by_code["JJ60"]["actual"] == ""
    logged(seeded_db, "JJ04+3", on="2031-01-11")
    found = run(seeded_db, "status", *CSV, on="2031-01-11").by_code
    assert [found[code]["actual"] for code in ("JJ04", "JJ09", "JJ60")] == ["3", "1", ""]
    logged(seeded_db, "JJ03+12", on="2031-01-12")
    assert run(seeded_db, "status", "JJ60", *CSV, on="2031-01-12").by_code["JJ60"]["actual"] == "25"
