"""`status` on the command line: which year and day it shows, and which rows."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.model import Catalogue, Kind
from tests.support.views import Outcome, logged, run

if TYPE_CHECKING:
    from pathlib import Path

CSV = ("-f", "csv")
LATER = "2026-11-22"


def lines(outcome: Outcome) -> list[str]:
    assert outcome.code == 0, outcome.err
    return outcome.out.splitlines()


# Years and days.


def test_2023_shows_every_result_of_the_report_and_nothing_red(seeded_db: Path, catalogue: Catalogue) -> None:
    rows = run(seeded_db, "status", "--year", "2023", *CSV).by_code
    assert {code: row["actual"] for code, row in rows.items()} == {
        fact.measure: str(fact.value.normalize().__format__("f")) for fact in catalogue.facts if fact.year == 2023
    }
    assert {row["status"] for row in rows.values()} == {"met", "no_target"}
    assert lines(run(seeded_db, "status", "--year", "2023"))[0].endswith("2023, as of 2023-12-31")
    assert (rows["JJ02"]["actual"], rows["JJ02"]["actual_qualifier"]) == ("200", "over")
    assert (rows["JJ21"]["status"], rows["JJ21"]["light"], rows["JJ21"]["target"]) == ("met", "green", "")


def test_2024_shows_the_plan_with_2023_as_baseline(seeded_db: Path, catalogue: Catalogue) -> None:
    rows = run(seeded_db, "status", *CSV, on="2024-06-30").by_code
    plan = {plan.measure for plan in catalogue.plans if plan.year == 2024}
    assert {code for code, row in rows.items() if row["target"]} == plan
    assert {row["status"] for code, row in rows.items() if code in plan} == {"unreported"}
    results = {fact.measure: fact.value for fact in catalogue.facts if fact.year == 2023}
    baselines = {code: row["baseline"] for code, row in rows.items() if row["baseline"]}
    assert {code: float(results[code]) for code in baselines} == {code: float(b) for code, b in baselines.items()}
    assert (rows["JJ09"]["baseline"], rows["JJ09"]["baseline_qualifier"]) == ("50", "over")
    assert rows["JJ09"]["target"] == "20"


def test_a_first_run_years_later_shows_the_newest_plan_without_red_and_says_what_to_do(seeded_db: Path) -> None:
    outcome = run(seeded_db, on=LATER)
    shown = lines(outcome)
    assert shown[0].endswith("2024, as of 2024-12-31")
    assert shown[1] == "2024: 50 targets, no entries yet"
    assert not re.search(r"\b(red|yellow|green)  *(overdue|behind|far|met)", outcome.out)
    assert outcome.err.count("\n") == 1
    assert "2026 has no target and no entry yet, so 2024 is shown" in outcome.err
    assert "nanhu-kpi log CODE+VALUE" in outcome.err
    assert "--date 2024-12-31" in outcome.err
    rows = run(seeded_db, "status", *CSV, on=LATER).rows
    assert {row["light"] for row in rows} == {""}
    assert {row["status"] for row in rows} == {"unreported", "no_target"}
    assert run(seeded_db, "--quiet", on=LATER).err == ""


def test_a_plan_without_progress_says_how_to_log_into_it(seeded_db: Path) -> None:
    assert run(seeded_db, on="2024-06-30").err == (
        "Record progress of 2024 with: nanhu-kpi log CODE+VALUE --date 2024-06-30\n"
    )


def test_todays_year_is_shown_once_it_has_a_target_or_an_entry(seeded_db: Path) -> None:
    assert run(seeded_db, "status", *CSV, on=LATER).rows[0]["year"] == "2024"
    logged(seeded_db, "JJ03+1", on=LATER)
    outcome = run(seeded_db, "status", *CSV, on=LATER)
    assert {(row["year"], row["as_of"]) for row in outcome.rows} == {("2026", LATER)}
    assert outcome.err == (
        "2026 has no targets yet. Those of 2024: nanhu-kpi status --year 2024; "
        "to carry them on: nanhu-kpi target carry 2024 2026\n"
    )


def test_a_day_picks_its_own_year(seeded_db: Path) -> None:
    logged(seeded_db, "JJ03+12", on="2024-06-01")
    rows = run(seeded_db, "status", "--as-of", "2024-05-31", *CSV, on=LATER).by_code
    assert {(row["year"], row["as_of"]) for row in rows.values()} == {("2024", "2024-05-31")}
    assert rows["JJ03"]["actual"] == ""
    assert run(seeded_db, "status", "--as-of", "2024-05-31", "--year", "2024", *CSV, on=LATER).by_code == rows


def test_another_year_beside_a_day_is_a_usage_error(seeded_db: Path) -> None:
    outcome = run(seeded_db, "status", "--as-of", "2024-05-31", "--year", "2023")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("--as-of 2024-05-31 lies in 2024, not in 2023.")


@pytest.mark.parametrize("year", ["1899", "9999", "0", "-1"])
def test_a_year_out_of_range_is_a_usage_error(seeded_db: Path, year: str) -> None:
    assert run(seeded_db, "status", "--year", year).code == 2


@pytest.mark.parametrize("day", ["2024-02-30", "0000-01-01", "9999-99-99", "soon", ""])
def test_a_day_that_is_none_is_bad_input(seeded_db: Path, day: str) -> None:
    outcome = run(seeded_db, "status", "--as-of", day)
    assert (outcome.code, outcome.out) == (4, ""), outcome.err


def test_a_future_day_is_labelled(seeded_db: Path) -> None:
    assert lines(run(seeded_db, "status", "--as-of", "2024-12-31"))[0].endswith("as of 2024-12-31 (foreseen)")
    assert lines(run(seeded_db, "status", "--as-of", "2024-06-30"))[0].endswith("as of 2024-06-30")


def test_a_year_not_begun_expects_nothing_and_gives_no_light(seeded_db: Path) -> None:
    rows = run(seeded_db, "status", "--year", "2024", *CSV, on="2023-11-05").by_code
    assert {row["expected"] for row in rows.values()} == {"0.0000", ""}
    assert rows["JJ09"]["expected"] == "0.0000"
    assert {row["light"] for row in rows.values()} == {""}
    assert {row["as_of"] for row in rows.values()} == {"2023-11-05"}


# Rows.


def test_rows_are_the_plan_and_last_years_figures_but_not_its_finished_milestones(
    seeded_db: Path, catalogue: Catalogue
) -> None:
    kinds = {measure.code: measure.kind for measure in catalogue.measures}
    shown = set(run(seeded_db, "status", *CSV).by_code)
    plan = {plan.measure for plan in catalogue.plans if plan.year == 2024}
    figures = {fact.measure for fact in catalogue.facts if kinds[fact.measure] is not Kind.MILESTONE}
    assert shown == plan | figures


def test_all_shows_every_measure_in_the_reports_order(seeded_db: Path, catalogue: Catalogue) -> None:
    shown = [row["code"] for row in run(seeded_db, "status", "--all", *CSV).rows]
    assert shown == [measure.code for measure in catalogue.measures]


def test_an_unfinished_milestone_stays_and_a_finished_one_leaves(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=40", "JJ29=100", on="2024-11-01")
    shown = run(seeded_db, "status", "--year", "2025", *CSV, on="2025-01-03").by_code
    assert "JJ28" in shown
    assert "JJ29" not in shown


def test_an_entry_later_in_the_year_makes_a_row_without_data(seeded_db: Path) -> None:
    logged(seeded_db, "JJ21=10", on="2024-06-20")
    rows = run(seeded_db, "status", "--as-of", "2024-06-01", *CSV).by_code
    assert (rows["JJ21"]["actual"], rows["JJ21"]["entries"]) == ("", "0")


def test_an_entry_taken_back_makes_no_row(seeded_db: Path) -> None:
    logged(seeded_db, "JJ21=10", on="2024-06-20")
    assert run(seeded_db, "undo", "--by", "li", on="2024-06-20").code == 0
    assert "JJ21" not in run(seeded_db, "status", *CSV).by_code


def test_a_retired_measure_without_target_or_entry_leaves(seeded_db: Path) -> None:
    with closing(sqlite3.connect(seeded_db)) as conn, conn:
        batch = conn.execute("SELECT id FROM batch").fetchone()[0]
        conn.execute(
            "INSERT INTO change VALUES (?, ?, 'measure', 'JJ03', 'retired_on', NULL, '2024-02-01', NULL)",
            (b"c" * 16, batch),
        )
        conn.execute("UPDATE measure SET retired_on = '2024-02-01' WHERE code = 'JJ03'")
    assert "JJ03" not in run(seeded_db, "status", *CSV).by_code
    assert "JJ03" in run(seeded_db, "status", "--as-of", "2024-01-31", *CSV).by_code
    assert "JJ03" in run(seeded_db, "status", "--all", *CSV).by_code


def test_a_measure_logged_in_a_new_year_stands_beside_last_years_figures(seeded_db: Path) -> None:
    logged(seeded_db, "JJ03=150", "JJ04=3", on="2024-12-31")
    logged(seeded_db, "JJ03+12", on="2025-02-01")
    rows = run(seeded_db, "status", *CSV, on="2025-02-01").by_code
    assert (rows["JJ03"]["actual"], rows["JJ03"]["baseline"]) == ("12", "150")
    assert (rows["JJ04"]["actual"], rows["JJ04"]["baseline"]) == ("", "3")
    assert set(rows) == {"JJ03", "JJ04"}


@pytest.mark.parametrize("year", ["1900", "9998"])
def test_the_first_and_the_last_year_of_the_calendar_can_be_shown(seeded_db: Path, year: str) -> None:
    outcome = run(seeded_db, "status", "--year", year)
    assert outcome.code == 0
    assert f"{year}: no measure has a target or an entry" in outcome.out


def test_a_code_asked_for_beside_one_with_figures_is_listed_without_any(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", on="2031-03-03")
    rows = run(seeded_db, "status", "JJ09", "JJ21", "-f", "csv", on="2031-03-04").rows
    assert [(row["code"], row["actual"]) for row in rows] == [("JJ09", "4"), ("JJ21", "")]


def test_an_area_asked_for_lists_only_what_has_something_in_the_year(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", on="2031-03-03")
    assert [row["code"] for row in run(seeded_db, "status", "JJ", "-f", "csv", on="2031-03-04").rows] == ["JJ09"]


def test_a_year_without_targets_names_the_year_before_where_that_has_some(seeded_db: Path) -> None:
    logged(seeded_db, "JJ03+1", on="2025-01-08")
    assert run(seeded_db, "status", on="2025-01-08").err == (
        "2025 has no targets yet. Those of 2024: nanhu-kpi status --year 2024; "
        "to carry them on: nanhu-kpi target carry 2024 2025\n"
    )
    assert run(seeded_db, "status", "JJ", on="2025-01-08").err == ""


def test_a_measure_leaves_on_the_day_from_which_it_is_retired(seeded_db: Path) -> None:
    words = ("measure", "retire", "JJ03", "--from", "2024-06-15", "--reason", "不再统计")
    assert run(seeded_db, *words, on="2024-06-20").code == 0

    def listed(day: str) -> bool:
        return "JJ03" in run(seeded_db, "status", "--as-of", day, *CSV, on="2024-06-20").by_code

    assert [listed(day) for day in ("2024-06-14", "2024-06-15", "2024-06-16")] == [True, False, False]


def test_without_a_command_the_status_is_shown(seeded_db: Path) -> None:
    logged(seeded_db, "JJ03+1", on="2024-06-20")
    assert run(seeded_db, on="2024-06-20") == run(seeded_db, "status", on="2024-06-20")
