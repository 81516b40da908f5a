"""`target list`, `target adopt` and `target carry`: what is in force, and one year's targets from another's."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.errors.targets import PROPOSAL_CHANGED
from nanhu_kpi.exchange.columns import COLUMNS
from nanhu_kpi.model import Origin
from nanhu_kpi.service.targets.renew import Renewal, proposed, renew
from tests.support.commands import desk_at, did, exported, run
from tests.support.refusals import refused
from tests.support.targets import add_closing_rate, retire, standing
from tests.support.terminals import answers, terminal
from tests.support.views import tables

if TYPE_CHECKING:
    from pathlib import Path

NO = "Not confirmed; nothing was changed."
NEW_YEAR = datetime(2025, 1, 8, 2, 0, tzinfo=UTC)


def listed(db: Path, *words: str) -> list[str]:
    """Return the rows of `target list` as `JJ09 2024 20`."""
    rows = exported(db, "target", "list", *words, "-f", "csv")
    return [f"{row['measure']} {row['year']} {row['value']}".rstrip() for row in rows]


def in_year(db: Path, year: int, origin: str) -> dict[str, tuple[str, str, str, str]]:
    """Return the live targets of a year of one origin: value, pace, start and due day by code."""
    return {
        row["measure"]: (row["value"], row["pace"], row["start"], row["due"])
        for row in exported(db, "export", "targets")
        if (row["year"], row["origin"], row["voided_at"]) == (str(year), origin, "")
    }


def test_list_shows_what_is_in_force_today_and_no_withdrawn_or_later_target(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ03", "150")
    did(seeded_db, "target", "set", "JJ03", "160", "--reason", "plan")
    did(seeded_db, "target", "set", "JJ04", "30", "--from", "09-01")
    did(seeded_db, "target", "set", "JJ09", "--withdraw", "--reason", "plan")
    assert listed(seeded_db, "JJ03", "JJ04", "JJ09", "JJ28") == ["JJ03 2024 160", "JJ28 2024 100"]
    assert len(listed(seeded_db)) == 50


def test_list_of_another_year_stands_on_the_nearest_day_of_it(seeded_db: Path) -> None:
    assert listed(seeded_db, "--year", "2023") == ["DJ08 2023 100", "CQ03 2023 100", "MS11 2023 100", "MS14 2023 100"]
    did(seeded_db, "target", "set", "JJ03", "150", "--year", "2025")
    did(seeded_db, "target", "set", "JJ04", "30", "--year", "2025", "--from", "02-01")
    assert listed(seeded_db, "--year", "2025") == ["JJ03 2025 150"]


def test_list_prints_what_was_agreed_by_whom_and_when(seeded_db: Path) -> None:
    batch = did(
        seeded_db, "target", "schedule", "JJ03", "06-30=60", "11-30=150", "--start", "03-01", "--reason", "district",
        "--document", "南街办〔2024〕9号", "--by", "王",
    ).batch  # fmt: skip
    ran = did(seeded_db, "target", "list", "JJ03")
    assert ran.out.splitlines()[0] == "Targets for 2024 in force on 2024-07-01"
    headers = [
        "Code", "Measure", "Target", "In force from", "Start", "Due", "Pace", "Origin", "Document", "Reason",
        "Officer", "Recorded at", "Batch",
    ]  # fmt: skip
    assert list(tables(ran.out, headers)) == [[[
        "JJ03", "Companies attracted and settled", "150 units", "2024-01-01", "2024-03-01", "2024-11-30",
        "by schedule 06-30=60 11-30=150", "set by an officer", "南街办〔2024〕9号", "district", "王",
        "2024-07-01 10:00", batch,
    ]]]  # fmt: skip


def test_history_shows_every_revision_and_marks_the_withdrawn_and_the_voided(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ09", "30", "--reason", "plan")
    did(seeded_db, "undo", "--yes")
    did(seeded_db, "target", "set", "JJ09", "--withdraw", "--reason", "plan")
    did(seeded_db, "target", "set", "JJ09", "25", "--year", "2025")
    out = did(seeded_db, "target", "list", "JJ09", "--history").out
    lines = [line for line in out.splitlines() if line.startswith("JJ09")]
    assert [" ".join(line.split()[4:7]) for line in lines] == [
        "2024 20 units", "2024 30 units", "2024 withdrawn 2024-07-01", "2025 25 units",
    ]  # fmt: skip
    assert [line.endswith("2024-07-01 10:00 by li: undone") for line in lines] == [False, True, False, False]
    assert listed(seeded_db, "JJ09", "--history", "--year", "2024") == ["JJ09 2024 20", "JJ09 2024 30", "JJ09 2024"]


def test_list_gives_scripts_the_columns_of_the_targets_export(seeded_db: Path, tmp_path: Path) -> None:
    names = [column.name for column in COLUMNS["targets"]]
    assert did(seeded_db, "target", "list", "-f", "csv").out.splitlines()[0] == ",".join(names)
    assert did(seeded_db, "target", "list", "-f", "csv", "JJ03").out.splitlines() == [",".join(names)]
    did(seeded_db, "target", "list", "JJ09", "-o", str(tmp_path / "targets.json"))
    told = json.loads((tmp_path / "targets.json").read_text(encoding="utf-8"))
    assert (told["what"], [row["value"] for row in told["rows"]]) == ("targets", [20])


def test_list_says_where_there_is_nothing_to_show_or_another_year_is_shown(seeded_db: Path) -> None:
    ran = did(seeded_db, "target", "list", "JJ03")
    assert (ran.out, ran.err) == (
        "", "No target of 2024 is in force. To set one: nanhu-kpi target set CODE VALUE --year 2024\n",
    )  # fmt: skip
    assert "No target has been set." in did(seeded_db, "target", "list", "JJ03", "--history").err
    ran = did(seeded_db, "target", "list", "JJ09", now=NEW_YEAR)
    assert ran.err == "2024 is shown, the newest year with targets or entries.\n"
    assert run(seeded_db, "target", "list", "JJ99").code == 3
    assert run(seeded_db, "target", "list", "--year", "1").code == 2


def test_adopt_takes_last_years_actuals_of_figures_that_have_no_target(seeded_db: Path) -> None:
    add_closing_rate(seeded_db)
    did(seeded_db, "target", "adopt", "2024", "--yes", "--reason", "plan")
    adopted = in_year(seeded_db, 2024, "baseline")
    year = ("2024-01-01", "2024-12-31")
    assert adopted["JJ03"] == ("140", "linear", *year)
    assert adopted["JJ02"] == ("200", "linear", *year)  # over 200: a target is exact
    assert adopted["MS01"] == ("189.7", "linear", *year)
    assert adopted["MS13"] == ("99.99", "none", *year)
    assert adopted["CQ07"] == ("2", "none", *year)  # a rank, to stay within
    assert adopted["CQ60"] == ("66.6666", "none", *year)  # 2 of 3 cases, a ratio, which 2 of 3 reach again
    assert "JJ09" not in adopted  # 20 are agreed
    assert not [code for code in adopted if code in ("CQ24", "JJ28", "DJ15")]  # milestones are not reached again
    # 80 figures have an actual of 2023, and one of them, JJ09, a target of 2024; the ratio comes on top.
    assert len(adopted) == 80
    assert standing(seeded_db, "JJ03", "2024-01-01")[0] == "140"


def test_adopt_shows_what_it_sets_and_one_undo_takes_it_back(seeded_db: Path) -> None:
    ran = did(seeded_db, "target", "adopt", "2024", "JJ02", "MS13", "--yes", "--reason", "no plan yet")
    headers = ["Code", "Measure", "2023 actual", "2024 target", "Pace", "In force from"]
    assert list(tables(ran.out, headers)) == [[
        ["JJ02", "Companies visited for investment", "over 200 units", "200 units", "evenly over its days",
         "2024-01-01"],
        ["MS13", "Government service satisfaction rate", "99.99 %", "99.99 %", "in full on any day", "2024-01-01"],
    ]]  # fmt: skip
    assert ran.out.splitlines()[-1] == f"Set 2 targets of 2024  #{ran.batch}  To undo: nanhu-kpi undo {ran.batch}"
    assert did(seeded_db, "undo", "--yes").out.splitlines() == [
        "Undone: JJ02 Companies visited for investment, 2024 target 200 units in force from 2024-01-01",
        "Undone: MS13 Government service satisfaction rate, 2024 target 99.99 % in force from 2024-01-01",
        "JJ02 Companies visited for investment  2024 target 200 → none  2024-07-01",
        "MS13 Government service satisfaction rate  2024 target 99.99 → none  2024-07-01",
    ]
    assert in_year(seeded_db, 2024, "baseline") == {}


@pytest.mark.parametrize("words", [["adopt", "2024", "JJ02", "JJ03"], ["carry", "2024", "2025", "JJ09", "JJ28"]])
def test_a_script_sets_many_only_with_yes_and_dry_run_only_shows(seeded_db: Path, words: list[str]) -> None:
    before = exported(seeded_db, "export", "targets")
    ran = run(seeded_db, "target", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ", none recorded yet. Check with --dry-run, then add --yes." in ran.err
    ran = did(seeded_db, "target", *words, "--dry-run", "--yes")
    assert [line.split()[0] for line in ran.out.splitlines()[3:]] == words[-2:]
    assert "2 targets to set; nothing was set." in ran.err
    assert exported(seeded_db, "export", "targets") == before
    assert did(seeded_db, "target", *words, "--yes", "--quiet") == (0, "", "")
    assert len(exported(seeded_db, "export", "targets")) == len(before) + 2


def test_adopt_leaves_alone_what_is_retired_or_gets_a_target_later_in_the_year(seeded_db: Path) -> None:
    retire(seeded_db, "JJ03", "2024-06-01")
    did(seeded_db, "target", "set", "JJ04", "30", "--from", "09-01")
    did(seeded_db, "target", "set", "JJ05", "30")
    did(seeded_db, "target", "set", "JJ05", "--withdraw", "--reason", "plan")
    did(seeded_db, "target", "adopt", "2024", "JJ03", "JJ04", "JJ05", "--yes", "--reason", "plan")
    assert list(in_year(seeded_db, 2024, "baseline")) == ["JJ05"]
    assert standing(seeded_db, "JJ05", "2024-07-01")[0] == "20"


def test_adopt_before_the_year_is_over_says_so(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ03+60", "--date", "06-30")
    ran = did(seeded_db, "target", "adopt", "2025", "JJ03", "--yes")
    assert ran.err == "2024 is not over: its actuals are as of today.\n"
    assert in_year(seeded_db, 2025, "baseline")["JJ03"][0] == "60"


def test_adopt_with_nothing_to_adopt_says_so(seeded_db: Path) -> None:
    for words in (["2024", "JJ09"], ["2024", "CQ24"], ["2026"]):
        ran = did(seeded_db, "target", "adopt", *words)
        assert ran.out == ""
        assert ran.err.startswith("Nothing to adopt: no measure without a target in ")
    assert run(seeded_db, "target", "adopt", "1900").code == 2
    assert run(seeded_db, "target", "adopt", "2024", "JJ99").code == 3
    assert run(seeded_db, "target", "adopt", "soon").code == 2


def test_carry_takes_unmet_milestones_and_stated_targets_into_the_next_year(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ28=100", "JJ29=40", "JJ09+25", "--note", "done")
    did(seeded_db, "target", "schedule", "JJ03", "06-30=60", "11-30=150", "--start", "03-01")
    did(seeded_db, "target", "set", "CQ07", "3")
    did(seeded_db, "target", "adopt", "2024", "MS01", "--yes")
    ran = did(seeded_db, "target", "carry", "2024", "2025", "--yes", now=NEW_YEAR)
    assert ran.err == (
        "Left out (1), completed: JJ28\n"
        "Left out (1), in 2024 not a stated target, but a full mark or an adopted actual: MS01\n"
    )
    carried = in_year(seeded_db, 2025, "carried")
    year = ("2025-01-01", "2025-12-31")
    assert "JJ28" not in carried  # reached
    assert carried["JJ29"] == ("100", "linear", *year)
    assert carried["JJ30"] == ("100", "linear", *year)  # never reported
    assert carried["JJ09"] == ("20", "linear", *year)  # agreed anew each year, reached or not
    assert carried["JJ03"] == ("150", "linear", *year)  # a schedule's days are those of its year
    assert carried["CQ07"] == ("3", "none", *year)
    assert "MS01" not in carried  # a baseline is adopted anew
    assert len(carried) == 49 - 1 + 3  # 48 milestones, one of them reached, and three figures
    assert standing(seeded_db, "JJ29", "2025-01-08")[0] == "100"
    did(seeded_db, "undo", "--yes", now=NEW_YEAR)
    assert in_year(seeded_db, 2025, "carried") == {}


def test_carry_goes_on_from_what_was_carried_and_leaves_a_target_that_is_there(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ09", "25", "--year", "2025")
    did(seeded_db, "target", "carry", "2024", "2025", "JJ09", "JJ28", "--yes")
    assert list(in_year(seeded_db, 2025, "carried")) == ["JJ28"]
    did(seeded_db, "target", "carry", "2025", "2026", "JJ09", "JJ28", "--yes")
    assert in_year(seeded_db, 2026, "carried").keys() == {"JJ09", "JJ28"}
    assert did(seeded_db, "target", "carry", "2024", "2025", "JJ09").err == (
        "Nothing to carry: 2025 already has every target that carries over from 2024.\n"
        "Left out (1), has a target in 2025: JJ09\n"
    )


@pytest.mark.parametrize(
    ("options", "value"),
    [
        ([], "140"),
        (["--times", "1.05"], "147"),
        (["--times", "1.05", "--round", "10"], "150"),
        (["--round", "100"], "100"),
    ],
)
def test_adopted_actuals_are_multiplied_and_rounded_half_up(seeded_db: Path, options: list[str], value: str) -> None:
    did(seeded_db, "target", "adopt", "2026", "JJ03", "--from", "2023", *options, "--yes")
    assert in_year(seeded_db, 2026, "baseline")["JJ03"][0] == value
    command = exported(seeded_db, "export", "targets")[-1]["command"]
    assert command == " ".join(["target adopt 2026 JJ03 --from 2023", *options])


def test_an_adopted_actual_keeps_its_decimals_and_is_not_rounded_to_nothing(seeded_db: Path) -> None:
    did(seeded_db, "target", "adopt", "2024", "JJ07", "--times", "1.05", "--yes")
    assert in_year(seeded_db, 2024, "baseline")["JJ07"][0] == "40.08"  # 38.17 × 1.05 = 40.0785
    ran = did(seeded_db, "target", "adopt", "2024", "JJ10", "JJ28", "JJ09", "JJ06", "--round", "10", "--dry-run")
    assert "Left out (1), rounding would make it 0: JJ10\n" in ran.err
    assert "Left out (1), a milestone, not reached again every year: JJ28\n" in ran.err or "JJ28" in ran.err
    assert "has a target in 2024: JJ09" in ran.err


@pytest.mark.parametrize("options", [["--times", "0"], ["--times", "-1"], ["--round", "0"], ["--round", "超10"]])
def test_a_factor_is_an_exact_number_above_0(seeded_db: Path, options: list[str]) -> None:
    assert run(seeded_db, "target", "adopt", "2024", "JJ03", *options, "--yes").code == 2
    assert in_year(seeded_db, 2024, "baseline") == {}


def test_carry_leaves_a_milestone_that_was_reached_in_a_year_between(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ42=60", "JJ28=60", "--date", "2024-06-30")
    later = datetime(2026, 1, 8, 2, 0, tzinfo=UTC)
    did(seeded_db, "log", "JJ42=100", "JJ28=99", "--date", "2025-03-01", now=later)
    did(seeded_db, "target", "carry", "2024", "2026", "JJ42", "JJ28", "--yes", now=later)
    assert list(in_year(seeded_db, 2026, "carried")) == ["JJ28"]


def test_carry_shows_the_days_that_a_target_gets(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ03", "150", "--start", "03-01", "--due", "11-30")
    out = did(seeded_db, "target", "carry", "2024", "2025", "JJ03", "--dry-run").out
    headers = ["Code", "Measure", "2024 actual", "2025 target", "Start", "Due", "Pace", "In force from"]
    ((row,),) = tables(out, headers)
    assert row[3:6] == ["150 units", "2025-01-01", "2025-12-31"]


def test_carry_gives_what_had_a_schedule_the_usual_pace_of_its_kind(seeded_db: Path) -> None:
    did(seeded_db, "target", "schedule", "MS13", "03-31=50", "06-30=80")
    did(seeded_db, "target", "schedule", "JJ03", "03-31=50", "06-30=80")
    did(seeded_db, "target", "carry", "2024", "2025", "MS13", "JJ03", "--yes")
    carried = in_year(seeded_db, 2025, "carried")
    assert {code: target[1] for code, target in carried.items()} == {"JJ03": "linear", "MS13": "none"}


@pytest.mark.parametrize(("direction", "value"), [("at_least", "66.6666"), ("at_most", "66.6667")])
def test_an_adopted_ratio_is_met_by_the_same_performance(seeded_db: Path, direction: str, value: str) -> None:
    ratio = ("--unit", "%", "--kind", "ratio", "--direction", direction, "--numerator", "CQ05", "--denominator", "CQ04")
    did(seeded_db, "measure", "add", "CQ60", "--goal", "CQ-G1", "--name-zh", "结案率", "--name-en", "Closed", *ratio)
    for year in ("2023", "2024"):
        did(seeded_db, "log", "CQ05=2", "CQ04=3", "--date", f"{year}-06-30", "--note", "a")
        did(seeded_db, "log", "CQ05=2", "CQ04=3", "--date", f"{year}-12-31", "--note", "a", now=NEW_YEAR)
    did(seeded_db, "target", "adopt", "2024", "CQ60", "--yes")
    assert standing(seeded_db, "CQ60", "2024-06-30")[0::4] == (value, "met")


def test_carry_takes_no_full_mark_that_the_report_implied(seeded_db: Path) -> None:
    assert did(seeded_db, "target", "carry", "2023", "2024").err.startswith("Nothing to carry")


@pytest.mark.parametrize("years", [("2024", "2024"), ("2025", "2024")])
def test_carry_goes_forward_only(seeded_db: Path, years: tuple[str, str]) -> None:
    ran = run(seeded_db, "target", "carry", *years, "--yes")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"Targets can only be carried into a later year, and {years[1]} is not after {years[0]}.\n"


def test_what_changes_between_the_question_and_the_answer_is_not_set(seeded_db: Path) -> None:
    shown = proposed(desk_at(seeded_db), Renewal(Origin.BASELINE, 2023, 2024, ("JJ02", "JJ03")))
    did(seeded_db, "target", "set", "JJ03", "150")
    with refused(PROPOSAL_CHANGED):
        renew(desk_at(seeded_db), shown)
    assert in_year(seeded_db, 2024, "baseline") == {}


@pytest.mark.parametrize(
    ("answer", "told", "set_"), [("y", "Set 1 target of 2024", ["JJ02"]), ("", NO, []), ("n", NO, [])]
)
def test_a_person_sees_the_table_and_is_asked(seeded_db: Path, answer: str, told: str, set_: list[str]) -> None:
    with terminal(seeded_db, "target", "adopt", "2024", "JJ02") as child:
        child.expect_exact("over 200 units")
        answers(child, ("Set this target of 2024? [y/N]: ", answer))
        child.expect_exact(told)
    assert list(in_year(seeded_db, 2024, "baseline")) == set_


def test_a_closed_month_is_said_before_the_question_with_what_opens_it(seeded_db: Path) -> None:
    did(seeded_db, "period", "close", "2024-06", "--reason", "reported")
    words = ("target", "adopt", "2024", "JJ02")
    for option in ("--dry-run", "--yes"):
        ran = run(seeded_db, *words, option)
        assert (ran.code, "--from" in ran.err) == (5, False)
        assert "To reopen the month: nanhu-kpi period reopen 2024-06 --reason REASON" in ran.err
    with terminal(seeded_db, *words, code=5) as child:
        child.expect_exact("2024-06 was closed by li")
        assert "y/N" not in str(child.before)


def test_carry_from_a_year_without_targets_says_that_it_has_none(seeded_db: Path) -> None:
    for done in ((), ("target", "set", "JJ03", "150", "--year", "2026")):
        if done:
            did(seeded_db, *done)
            did(seeded_db, "undo", "--yes")
        ran = did(seeded_db, "target", "carry", "2026", "2027")
        assert (ran.out, ran.err) == ("", "Nothing to carry: 2026 has no target.\n")
    assert did(seeded_db, "target", "carry", "2026", "2027", lang="zh").err.startswith(
        "没有可结转的目标值：2026年没有目标值。"
    )
