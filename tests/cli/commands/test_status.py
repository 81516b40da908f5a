"""`status` on the command line: which year and day it shows, and which rows."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from nanhu_kpi.model import Catalogue, Kind
from tests.support.builders import CEILING
from tests.support.views import Outcome, agree, logged, run

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
    assert {code: row["actual"] for code, row in rows.items() if row["actual"]} == {
        fact.measure: str(fact.value.normalize().__format__("f")) for fact in catalogue.facts if fact.year == 2023
    }
    assert {row["status"] for row in rows.values()} == {"met", "no_target"}
    assert lines(run(seeded_db, "status", "--year", "2023"))[0].endswith("2023 targets, as of 2023-12-31")
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
    outcome = run(seeded_db, "status", on=LATER)
    shown = lines(outcome)
    assert shown[0].endswith("2024 targets, as of 2024-12-31")
    assert shown[1] == "2024: 50 targets, no entries yet"
    assert not re.search(r"\b(red|yellow|green)  *(overdue|behind|far|met)", outcome.out)
    assert outcome.err.count("\n") == 1
    assert "2026 has no targets and no entries yet, so 2024 is shown" in outcome.err
    assert "nanhu-kpi log CODE+VALUE" in outcome.err
    assert "--date 2024-12-31" in outcome.err
    rows = run(seeded_db, "status", *CSV, on=LATER).rows
    assert {row["light"] for row in rows} == {""}
    assert {row["status"] for row in rows} == {"unreported", "no_target"}
    assert run(seeded_db, "status", "--quiet", on=LATER).err == ""


def test_a_plan_without_progress_says_how_to_log_into_it(seeded_db: Path) -> None:
    assert run(seeded_db, "status", on="2024-06-30").err == (
        "To record progress of 2024: nanhu-kpi log CODE+VALUE --date 2024-06-30\n"
    )


def test_todays_year_is_shown_once_it_has_a_target_or_an_entry(seeded_db: Path) -> None:
    assert run(seeded_db, "status", *CSV, on=LATER).rows[0]["year"] == "2024"
    logged(seeded_db, "JJ03+1", on=LATER)
    outcome = run(seeded_db, "status", *CSV, on=LATER)
    assert {(row["year"], row["as_of"]) for row in outcome.rows} == {("2026", LATER)}
    assert outcome.err == (
        "2026 has no targets yet. To see those of 2024: nanhu-kpi status --year 2024\n"
        "To carry them over to 2026: nanhu-kpi target carry 2024 2026\n"
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
    assert outcome.err.startswith("--as-of 2024-05-31 is in 2024, not in 2023.")


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
    assert run(seeded_db, "undo", "--yes", "--by", "li", on="2024-06-20").code == 0
    assert "JJ21" not in run(seeded_db, "status", *CSV).by_code


def test_a_retired_measure_without_target_or_entry_leaves(seeded_db: Path) -> None:
    with closing(sqlite3.connect(seeded_db)) as conn, conn:
        batch = conn.execute("SELECT id FROM batch").fetchone()[0]
        conn.execute(
            "INSERT INTO change VALUES (?, ?, 'measure', 'JJ03', 'retired_on', NULL, '2024-02-01', NULL, NULL)",
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


@pytest.mark.parametrize("year", ["1900", "9998"])
def test_the_first_and_the_last_year_of_the_calendar_can_be_shown(seeded_db: Path, year: str) -> None:
    outcome = run(seeded_db, "status", "--year", year)
    assert outcome.code == 0
    assert f"{year}: no measure has a target or an entry" in outcome.out


def test_a_code_asked_for_beside_one_with_figures_is_listed_without_any(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", on="2031-03-03")
    rows = run(seeded_db, "status", "JJ09", "JJ21", "-f", "csv", on="2031-03-04").rows
    assert [(row["code"], row["actual"]) for row in rows] == [("JJ09", "4"), ("JJ21", "")]


def finished(catalogue: Catalogue) -> set[str]:
    """Return the milestones that the report says were reached in 2023."""
    milestones = {measure.code for measure in catalogue.measures if measure.kind is Kind.MILESTONE}
    return milestones & {fact.measure for fact in catalogue.facts if fact.year == 2023}


def test_the_first_entry_of_a_new_database_hides_no_row(seeded_db: Path, catalogue: Catalogue) -> None:
    before = set(run(seeded_db, "status", *CSV, on="2026-03-02").by_code)
    logged(seeded_db, "JJ03+12", on="2026-03-02")
    assert set(run(seeded_db, "export", "status", on="2026-03-02").by_code) == before
    table = run(seeded_db, "status", on="2026-03-02").out
    assert all(code in table for code in before)
    rows = run(seeded_db, "status", *CSV, on="2026-03-02").by_code
    assert {row["year"] for row in rows.values()} == {"2026"}
    assert set(rows) == {measure.code for measure in catalogue.measures} - finished(catalogue)


@pytest.mark.parametrize("year", ["2023", "2024", "2025", "2030"])
def test_a_years_rows_are_all_figures_and_what_is_unfinished_with_or_without_a_target(
    seeded_db: Path, catalogue: Catalogue, year: str
) -> None:
    every = {measure.code for measure in catalogue.measures}
    rows = set(run(seeded_db, "status", "--year", year, *CSV).by_code)
    assert rows == (every if year == "2023" else every - finished(catalogue))
    assert set(run(seeded_db, "status", "--year", year, "--all", *CSV).by_code) == every


def test_a_finished_milestone_is_a_row_again_when_it_has_an_entry_in_the_year(seeded_db: Path) -> None:
    assert run(seeded_db, "status", *CSV, on="2024-06-30").by_code.get("JJ21") is None
    logged(seeded_db, "JJ21=30", on="2024-06-30")
    assert run(seeded_db, "status", *CSV, on="2024-06-30").by_code["JJ21"]["actual"] == "30"


def test_a_year_with_targets_and_no_entry_of_the_office_has_no_light_and_says_so(seeded_db: Path) -> None:
    at_year_end = run(seeded_db, "status", *CSV, "--year", "2024", on="2025-03-01").by_code
    planned = [row for row in at_year_end.values() if row["target"]]
    assert {(row["status"], row["light"]) for row in planned} == {("unreported", "")}
    assert lines(run(seeded_db, "status", on="2025-03-01"))[1].endswith("targets, no entries yet")
    # One entry, of a measure without a target: now silence is seen, and an area without entries shows its counts.
    logged(seeded_db, "JJ03+1", on="2024-12-31")
    rows = run(seeded_db, "status", *CSV, on="2025-03-01").by_code
    assert {(row["status"], row["light"]) for row in rows.values() if row["target"]} == {("overdue", "red")}
    shown = lines(run(seeded_db, "status", "MS", on="2025-03-01"))
    assert "overdue" in shown[1]
    assert any(line.endswith("red overdue, unreported") for line in shown)
    one = run(seeded_db, "show", "JJ09", "--year", "2024", on="2025-03-01").out
    assert re.search(r"^Status +red overdue, unreported$", one, re.MULTILINE)


def test_a_rank_is_told_as_one_and_a_ceiling_by_how_much_it_is_broken(empty_db: Path) -> None:
    agree(empty_db, CEILING, 2024, 10, pace="none")
    logged(empty_db, f"{CEILING}=11", on="2024-06-29")
    told = run(empty_db, "show", CEILING, on="2024-06-30").out
    assert re.search(r"^Status +red over limit$", told, re.MULTILINE)
    assert re.search(r"^Remaining +over by 1 cases$", told, re.MULTILINE)
    assert "超 1 件" in run(empty_db, "show", CEILING, on="2024-06-30", lang="zh").out
    (row,) = run(empty_db, "status", CEILING, *CSV, on="2024-06-30").rows
    assert row["remaining"] == "-1"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_silent_for_two_periods_says_so_beside_its_colour_within_80_columns(seeded_db: Path, lang: str) -> None:
    logged(seeded_db, "JJ28=40", on="2024-02-01")
    shown = run(seeded_db, "status", "JJ", "-f", "table", on="2024-12-01", lang=lang, width=80)
    assert {"zh": "久未更新", "en": "stale"}[lang] in next(line for line in shown.out.splitlines() if "JJ28" in line)
    assert max(map(cell_len, shown.out.splitlines())) <= 80
    rows = run(seeded_db, "export", "status", on="2024-12-01").by_code
    assert (rows["JJ28"]["light"], rows["JJ28"]["stale"]) == ("red", "true")
    assert {row["stale"] for code, row in rows.items() if code != "JJ28"} == {"false"}


def test_a_script_hears_of_silence_before_and_after_the_due_day(seeded_db: Path) -> None:
    logged(seeded_db, "JJ03+1", on="2024-01-02")
    for day, status in (("2024-06-30", "unreported"), ("2025-03-01", "overdue")):
        found = run(seeded_db, "status", "JJ09", "--year", "2024", "--fail-on", "unreported", *CSV, on=day)
        assert (found.code, "unreported" in found.err) == (10, True)
        assert f",{status}," in found.out


def test_a_rank_is_a_number_2_and_no_2_places(seeded_db: Path) -> None:
    (rank,) = [row["code"] for row in run(seeded_db, "export", "status", "--all").rows if row["unit"] == "名次"]
    echo = run(seeded_db, "log", f"{rank}=3", on="2024-06-30", lang="zh")
    assert echo.code == 0, echo.err
    assert "无数据 → 第3名" in echo.out
    told = run(seeded_db, "show", rank, on="2024-06-30", lang="zh").out
    assert re.search(r"^实绩 +第3名$", told, re.MULTILINE)
    assert "=第3名" in told
    assert "No. 3" in run(seeded_db, "show", rank, on="2024-06-30").out


def test_a_year_without_targets_names_the_year_before_where_that_has_some(seeded_db: Path) -> None:
    logged(seeded_db, "JJ03+1", on="2025-01-08")
    assert run(seeded_db, "status", on="2025-01-08").err == (
        "2025 has no targets yet. To see those of 2024: nanhu-kpi status --year 2024\n"
        "To carry them over to 2025: nanhu-kpi target carry 2024 2025\n"
    )
    assert run(seeded_db, "status", "JJ", on="2025-01-08").err == ""


def test_a_measure_leaves_on_the_day_from_which_it_is_retired(seeded_db: Path) -> None:
    words = ("measure", "retire", "JJ03", "--from", "2024-06-15", "--reason", "不再统计")
    assert run(seeded_db, *words, on="2024-06-20").code == 0

    def listed(day: str) -> bool:
        return "JJ03" in run(seeded_db, "status", "--as-of", day, *CSV, on="2024-06-20").by_code

    assert [listed(day) for day in ("2024-06-14", "2024-06-15", "2024-06-16")] == [True, False, False]
