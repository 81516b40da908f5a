"""`show CODE`: one measure's numbers, history and source, in words and for scripts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.support.builders import SUM
from tests.support.views import Outcome, agree, logged, run, tables

if TYPE_CHECKING:
    from pathlib import Path

REVISIONS = ["Year", "Target", "Start", "Due", "Pace", "Origin", "In force from", "Officer", "Recorded on"]
HISTORY = ["Id", "Day", "Recorded", "Officer", "Recorded at", "Batch"]


def facts(outcome: Outcome) -> dict[str, str]:
    """Return the labels and values that stand before the first blank line after them."""
    assert outcome.code == 0, outcome.err
    block = outcome.out.split("\n\n")[1]
    return dict(re.split(r"  +", line, maxsplit=1) for line in block.splitlines())


def short_id(db: Path, code: str, day: str) -> str:
    (row,) = run(db, "entries", code, "--from", day, "--to", day, "-f", "csv").rows
    return row["id"][-6:]


def test_the_numbers_are_those_that_paper_gives(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+5", on="2024-03-01")
    logged(seeded_db, "JJ09+3", on="2024-06-27")
    outcome = run(seeded_db, "show", "jj9", on="2024-06-30")
    assert outcome.out.startswith("JJ09 Tourism companies attracted\n\n")
    assert facts(outcome) == {
        "Area": "JJ Economy",
        "Goal": "JJ-G1 Investment and industrial upgrading",
        "Kind": "adds up over the year, at least the target",
        "Cadence": "monthly",
        "Owner": "not named",
        "Source": "work report 1.2.1;2.3.2",
        "As of": "2024-06-30",
        "Status": "green on track",
        "Light turns": "yellow in 2 days, on 2024-07-02, if nothing more is recorded",  # 184 of 366 are 50.27%
        "Target": "20 units (2024-01-01 to 2024-12-31)  evenly over its days",
        "Actual": "8 units",
        "Attainment": "40.00%",  # 8 of 20
        "Expected": "49.73%",  # 182 of 366 days
        "Gap": "-9.73 points",
        "Remaining": "12 units",
        "Needed per week": "1 units",  # 12 in the 184 days from 1 July are 0.4565 a week
        "Added this week": "+3 units",
        "2023 actual": "over 50 units",
        "Forecast": "16 units (at this year's rate)",  # 8 in 182 of 366 days are 16.0879
        "Entries this year": "2",
        "Last entry": "2024-06-27",
    }
    assert outcome.err == ""


def test_the_history_lists_entries_oldest_first_with_who_and_when(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+5", on="2024-03-01")
    logged(seeded_db, "JJ09=7", on="2024-06-27")
    (history,) = tables(run(seeded_db, "show", "JJ09", on="2024-06-30").out, HISTORY)
    assert [[row[1], row[2], row[3], row[4]] for row in history] == [
        ["2023-12-31", "=over 50 units", "work report", "2024-01-01 08:00"],
        ["2024-03-01", "+5 units", "li", "2024-03-01 09:00"],
        ["2024-06-27", "=7 units", "li", "2024-06-27 09:00"],
    ]


def test_a_long_history_is_cut_to_the_newest_and_says_where_the_rest_is(seeded_db: Path) -> None:
    for day in range(1, 26):
        half = ["--note", "half of a joint one"] if day == 1 else []
        logged(seeded_db, "JJ09+0.5", *half, on=f"2024-06-{day:02}")
    outcome = run(seeded_db, "show", "JJ09", on="2024-06-30")
    (history,) = tables(outcome.out, HISTORY)
    assert [row[1] for row in history] == [f"2024-06-{day:02}" for day in range(6, 26)]
    assert outcome.err == "Showing the newest 20 of 26 entries. To show all: nanhu-kpi entries JJ09 --last 0\n"


def test_an_entry_taken_back_stays_in_the_history_and_says_so(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+5", on="2024-06-01")
    logged(seeded_db, "JJ09+6", on="2024-06-02")
    voided = run(
        seeded_db, "void", short_id(seeded_db, "JJ09", "2024-06-01"), "--reason", "typed twice", on="2024-06-03"
    )
    assert voided.code == 0, voided.err
    outcome = run(seeded_db, "show", "JJ09", on="2024-06-30")
    (history,) = tables(outcome.out, [*HISTORY, "Voided"])
    assert {row[1]: row[-1] for row in history} == {
        "2023-12-31": "",
        "2024-06-01": "2024-06-03 09:00 by li: typed twice",
        "2024-06-02": "",
    }
    assert facts(outcome)["Actual"] == "6 units"
    assert facts(outcome)["Entries this year"] == "1"


def test_revisions_of_the_target_are_listed_and_the_last_one_holds(seeded_db: Path) -> None:
    agree(seeded_db, "JJ09", 2024, 24)
    agree(seeded_db, "JJ09", 2025, 30)
    outcome = run(seeded_db, "show", "JJ09", on="2024-06-30")
    (revisions,) = tables(outcome.out, [*REVISIONS, "Document"])
    assert [[row[0], row[1], row[5]] for row in revisions] == [
        ["2024", "20 units", "given in the report"],
        ["2024", "24 units", "set by an officer"],
        ["2025", "30 units", "set by an officer"],
    ]
    assert facts(outcome)["Target"].startswith("24 units")


def test_a_revision_says_who_recorded_it_when_and_whether_it_was_taken_back(seeded_db: Path) -> None:
    for words in (["set", "JJ03", "150"], ["set", "JJ03", "160", "--reason", "plan"]):
        assert run(seeded_db, "target", *words, on="2024-06-28").code == 0
    assert run(seeded_db, "undo", "--yes", on="2024-06-28").code == 0
    words = ["--withdraw", "--reason", "merged", "--by", "王"]
    assert run(seeded_db, "target", "set", "JJ03", *words, on="2024-06-29").code == 0
    (revisions,) = tables(run(seeded_db, "show", "JJ03", width=200).out, [*REVISIONS, "Reason", "Voided"])
    assert [[row[1], row[4], *row[6:]] for row in revisions] == [
        ["150 units", "evenly over its days", "2024-01-01", "li", "2024-06-28", "", ""],
        ["160 units (voided)", "evenly over its days", "2024-06-28", "li", "2024-06-28", "plan",
         "2024-06-28 09:00 by li: undone"],
        ["withdrawn", "", "2024-06-29", "王", "2024-06-29", "merged", ""],
    ]  # fmt: skip


def test_the_target_names_its_pace_and_the_points_of_a_schedule(seeded_db: Path) -> None:
    assert run(seeded_db, "target", "schedule", "CQ24", "06-30=60", "11-30=100", "--reason", "plan").code == 0
    assert facts(run(seeded_db, "show", "CQ24"))["Target"] == (
        "100 % (2024-01-01 to 2024-11-30)  by schedule: 60 by 06-30, 100 by 11-30"
    )
    assert facts(run(seeded_db, "show", "CQ24", lang="zh"))["目标值"] == (
        "100 % (2024-01-01至2024-11-30)  分节点推进：06-30 达到 60、11-30 达到 100"
    )


def test_owner_support_and_leader_are_named(seeded_db: Path) -> None:
    words = ("--owner", "经济办", "--support", "城建办", "--leader", "王")
    assert run(seeded_db, "measure", "edit", "JJ09", *words).code == 0
    shown = facts(run(seeded_db, "show", "JJ09"))
    assert [shown[label] for label in ("Owner", "Supporting units", "Leader")] == ["经济办", "城建办", "王"]


def test_a_ratio_shows_its_parts_and_their_entries(seeded_db: Path) -> None:
    ratio = ("--unit", "%", "--kind", "ratio", "--numerator", "JJ04", "--denominator", "JJ03")
    names = ("--name-zh", "落地率", "--name-en", "Landing rate")
    assert run(seeded_db, "measure", "add", "JJ50", "--goal", "JJ-G1", *names, *ratio).code == 0
    logged(seeded_db, "JJ04+30", on="2024-06-01")
    shown = facts(run(seeded_db, "show", "JJ50"))
    assert (shown["Actual"], shown["Denominator"]) == ("no data", "JJ03 Companies attracted and settled  no data")
    logged(seeded_db, "JJ03+120", on="2024-06-02")
    outcome = run(seeded_db, "show", "JJ50")
    shown = facts(outcome)
    assert [shown[label].split("  ")[-1] for label in ("Actual", "Numerator", "Denominator")] == [
        "25 %", "30 units", "120 units",
    ]  # fmt: skip
    (history,) = tables(outcome.out, ["Id", "Day", "Code", *HISTORY[2:]])
    assert [row[1:4] for row in history][-2:] == [
        ["2024-06-01", "JJ04", "+30 units"], ["2024-06-02", "JJ03", "+120 units"],
    ]  # fmt: skip


def test_entries_dated_later_than_the_day_looked_at_are_left_out(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+5", on="2024-06-01")
    logged(seeded_db, "JJ09+6", on="2024-06-20")
    (history,) = tables(run(seeded_db, "show", "JJ09", "--as-of", "2024-06-10").out, HISTORY)
    assert [row[1] for row in history] == ["2023-12-31", "2024-06-01"]


def test_the_stage_of_a_milestone_that_was_finished_is_gone_in_the_new_year(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=100", "--note", "opened", on="2024-05-01")
    logged(seeded_db, "JJ29=90", "--note", "works begun", on="2024-05-01")
    assert facts(run(seeded_db, "show", "JJ28", "--as-of", "2024-12-31", on="2025-01-08"))["Stage"] == "opened"
    assert "Stage" not in facts(run(seeded_db, "show", "JJ28", "--as-of", "2025-01-08", on="2025-01-08"))
    assert facts(run(seeded_db, "show", "JJ29", "--as-of", "2025-01-08", on="2025-01-08"))["Stage"] == "works begun"


def test_a_past_day_says_what_was_recorded_of_the_measure_since(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+5", "JJ03+1", "--date", "2024-06-01", on="2024-06-20")
    assert run(seeded_db, "target", "set", "JJ09", "25", "--reason", "plan", on="2024-06-21").code == 0
    assert (
        "\nEntries recorded or voided since 2024-06-10: 1. "
        "Target revisions recorded or voided since 2024-06-10: 1. To see it as known then: --known 2024-06-10\n"
    ) in run(seeded_db, "show", "JJ09", "--as-of", "2024-06-10").out
    assert "since 2024-06-10" not in run(seeded_db, "show", "JJ04", "--as-of", "2024-06-10").out


def test_thresholds_of_its_own_stand_under_the_rule(seeded_db: Path) -> None:
    for key, points in (("far_behind", "-70"), ("behind", "-60")):
        assert run(seeded_db, "config", "set", key, points, "JJ42").code == 0
    assert "\nJJ42: yellow if more than 60 points behind, red if more than 70\n" in run(seeded_db, "show", "JJ42").out
    assert "JJ42: yellow" not in run(seeded_db, "show", "JJ09").out


def test_a_milestones_stage_is_the_note_of_its_latest_noted_entry(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=20", "--note", "tender published", on="2024-03-01")
    logged(seeded_db, "JJ28=40", "--note", "works begun", on="2024-05-01")
    logged(seeded_db, "JJ28=45", on="2024-06-01")
    assert facts(run(seeded_db, "show", "JJ28"))["Stage"] == "works begun"
    assert facts(run(seeded_db, "show", "JJ28", "--as-of", "2024-04-30"))["Stage"] == "tender published"
    assert "Stage" not in facts(run(seeded_db, "show", "JJ28", "--as-of", "2024-02-01"))
    logged(seeded_db, "JJ09+1", "--note", "no stage of a sum", on="2024-06-01")
    assert "Stage" not in facts(run(seeded_db, "show", "JJ09"))


def test_no_data_is_not_zero(seeded_db: Path) -> None:
    assert facts(run(seeded_db, "show", "JJ09"))["Actual"] == "no data"
    assert "Attainment" not in facts(run(seeded_db, "show", "JJ09"))
    logged(seeded_db, "JJ09+0", on="2024-06-29")
    shown = facts(run(seeded_db, "show", "JJ09"))
    assert (shown["Actual"], shown["Attainment"], shown["Remaining"]) == ("0 units", "0.00%", "20 units")


def test_a_past_year_and_a_future_day_can_be_looked_at(seeded_db: Path) -> None:
    shown = facts(run(seeded_db, "show", "JJ09", "--year", "2023"))
    assert (shown["As of"], shown["Actual"], shown["Status"]) == ("2023-12-31", "over 50 units", "no target")
    assert facts(run(seeded_db, "show", "JJ09", "--as-of", "2024-09-30"))["As of"] == "2024-09-30 (foreseen)"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_unknown_code_is_refused_with_what_comes_near(seeded_db: Path, lang: str) -> None:
    outcome = run(seeded_db, "show", "JJ90", lang=lang)
    assert (outcome.code, outcome.out) == (3, "")
    assert len(re.findall(r"JJ\d\d \S", outcome.err.split("JJ90", 1)[1])) == 3
    assert outcome.err.count("\n") == 1
    by_name = run(seeded_db, "show", "旅游企业", lang=lang)
    assert by_name.code == 3
    assert "JJ09" in by_name.err


def test_an_unknown_code_with_nothing_near_says_where_codes_are(seeded_db: Path) -> None:
    outcome = run(seeded_db, "show", "qqqqqq")
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err == "No measure has the code qqqqqq. To find codes: nanhu-kpi measure list\n"


@pytest.mark.parametrize("words", [(), ("--year", "2023"), ("--as-of", "2024-05-31")])
def test_the_json_of_show_is_the_row_of_status(seeded_db: Path, words: tuple[str, ...]) -> None:
    logged(seeded_db, "JJ09+5", on="2024-06-01")
    shown = run(seeded_db, "show", "JJ09", *words, "-f", "json")
    assert shown.out == run(seeded_db, "status", "JJ09", *words, "-f", "json").out
    document = json.loads(shown.out)
    assert document["schema"] == 1
    assert [row["code"] for row in document["rows"]] == ["JJ09"]


@pytest.mark.parametrize(
    ("span", "actual"), [("--week=2024-W18", "4"), ("--month=2024-05", "9"), ("--quarter=2024-Q1", "no")]
)
def test_of_a_week_a_month_or_a_quarter_the_last_day_is_shown(empty_db: Path, span: str, actual: str) -> None:
    for day in ("2024-05-01", "2024-05-31", "2024-06-10"):
        logged(empty_db, f"{SUM}+{4 if day < '2024-05-31' else 5}", on=day)
    told = facts(run(empty_db, "show", SUM, span, on="2024-06-30"))
    assert told["Actual"].split()[0] == actual, told
