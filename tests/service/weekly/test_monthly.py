"""The sheets of a month, a quarter and a year reckon as the week's does, each against the one before of its kind."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nanhu_kpi.model import NO_DATA, Cadence
from nanhu_kpi.service.weekly.weekly import sheets_of
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.entries import add_entries, add_void
from tests.support.builders import CEILING, SUM, batch, made_id, replay
from tests.support.commands import desk_at
from tests.support.histories import NEXT, histories, picks
from tests.support.views import logged, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nanhu_kpi.model import Actual, Entry
    from nanhu_kpi.scorecard.period_sheet import PeriodSheet

# With the day on which each is prepared: the first Monday after it. The histories crowd on the days around them.
PERIODS = {
    ("monthly", "2024-01"): "2024-02-05",
    ("monthly", "2024-02"): "2024-03-04",
    ("monthly", "2024-06"): "2024-07-01",
    ("quarterly", "2024Q2"): "2024-07-01",
    ("yearly", "2024"): "2025-01-06",
}
BEFORE = {"2024-01": "2024-01-01", "2024-02": "2024-02-05", "2024-06": "2024-06-03", "2024Q2": "2024-04-01",
          "2024": "2024-01-01"}  # fmt: skip
LOGGED = [
    date(2023, 12, 25), date(2024, 1, 1), date(2024, 1, 31), date(2024, 2, 5), date(2024, 2, 6), date(2024, 3, 4),
    date(2024, 4, 1), date(2024, 6, 17), date(2025, 1, 6), date(2025, 1, 7),
]  # fmt: skip


@pytest.fixture
def emptied(_built_empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield Path(shutil.copy(_built_empty, tmp_path_factory.mktemp("monthly")))


def value(actual: Actual) -> Decimal:
    return actual.value or Decimal(0)


def sheet_of(db: Path, cadence: str, period: str, on: str, *words: str) -> PeriodSheet:
    now = datetime.fromisoformat(f"{on}T02:00:00+00:00")
    (sheet,) = sheets_of(desk_at(db, now=now), Cadence(cadence), words, period=period)
    return sheet


def row_of(db: Path, code: str, *words: str, on: str) -> tuple[str, str, str, str]:
    """Return last sheet, late, change and actual of a measure's row."""
    (row,) = run(db, words[0], code, *words[1:], "-f", "csv", on=on).rows
    return row["last_sheet"], row["late"], row["change"], row["actual"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), voids=picks, days=st.lists(st.sampled_from(LOGGED), min_size=4, max_size=4),
       asked=st.sampled_from(sorted(PERIODS)))  # fmt: skip
def test_the_change_is_the_actual_less_that_of_the_end_before_and_the_sums_reckon(
    emptied: Path, tmp_path_factory: pytest.TempPathFactory, history: list[Entry], voids: set[int], days: list[date],
    asked: tuple[str, str],
) -> None:  # fmt: skip
    db = Path(shutil.copy(emptied, tmp_path_factory.mktemp("law") / "month.db"))
    with writing(db) as conn:
        for number, day in enumerate(days):
            add_batch(conn, batch(number, on=day))
        add_entries(conn, history)
        for at in sorted(voids):
            if at < len(history):
                add_void(conn, made_id(NEXT + at), made_id(3), history[at].id, "typed twice")
    on = dict(zip([made_id(number) for number in range(4)], days, strict=True))
    cadence, period = asked

    def known_on(day: date, as_of: date) -> dict[str, Actual]:
        known = [each for each in history if on[each.batch] <= day]
        voided = {history[at].id for at in voids if at < len(history)} if days[3] <= day else set()
        return replay(known, as_of, voided)

    sheet = sheet_of(db, cadence, period, "2025-06-02", "JJ")
    eve, last = sheet.span.first - timedelta(days=1), sheet.span.last
    printed, before = date.fromisoformat(PERIODS[asked]), date.fromisoformat(BEFORE[period])
    assert (sheet.printed, sheet.last_printed) == (printed, before)
    for line in sheet.lines:
        code = line.score.measure.code
        if code not in (SUM, CEILING):
            continue
        total = known_on(printed, last).get(code, NO_DATA)
        opening = known_on(printed, eve).get(code, NO_DATA) if eve.year == last.year else NO_DATA
        on_last_sheet = known_on(before, eve).get(code, NO_DATA) if eve.year == last.year else NO_DATA
        moved = line.score.week_change or Decimal(0)
        assert line.score.actual.value == total.value
        assert moved == value(total) - value(opening)
        assert value(line.before) == value(on_last_sheet)
        assert value(line.before) + (line.late or 0) + moved == value(total)


def test_a_month_reckons_by_hand(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", "--date", "2024-04-30", on="2024-05-02")
    logged(seeded_db, "JJ09+3", on="2024-05-15")
    logged(seeded_db, "JJ09+1", "--date", "2024-05-31", on="2024-06-03")  # on the Monday of May's sheet
    logged(seeded_db, "JJ09+2", "--date", "2024-05-20", on="2024-06-04")  # after it
    logged(seeded_db, "JJ09+5", on="2024-06-20")
    assert row_of(seeded_db, "JJ09", "monthly", "--month", "2024-05", on="2024-09-02") == ("4", "0", "4", "8")
    assert row_of(seeded_db, "JJ09", "monthly", "--month", "2024-06", on="2024-09-02") == ("8", "2", "5", "15")
    assert row_of(seeded_db, "JJ09", "quarterly", "--quarter", "2024Q2", on="2024-09-02") == ("", "", "15", "15")
    # As it was known before the late one came, June's sheet had nothing late.
    known = row_of(seeded_db, "JJ09", "monthly", "--month", "this", "--known", "2024-06-03", on="2024-09-02")
    assert known == ("8", "0", "", "8")


@pytest.mark.parametrize(
    ("command", "on", "first", "last"),
    [
        ("monthly", "2024-03-01", "2024-02-01", "2024-02-29"),
        ("monthly", "2023-03-31", "2023-02-01", "2023-02-28"),
        ("monthly", "2024-01-31", "2023-12-01", "2023-12-31"),
        ("quarterly", "2024-04-01", "2024-01-01", "2024-03-31"),
        ("quarterly", "2024-01-01", "2023-10-01", "2023-12-31"),
        ("yearly", "2024-12-31", "2023-01-01", "2023-12-31"),
        ("yearly", "2025-01-01", "2024-01-01", "2024-12-31"),
    ],
)
def test_the_last_full_period_is_the_default(seeded_db: Path, command: str, on: str, first: str, last: str) -> None:
    rows = run(seeded_db, command, "-f", "csv", on=on).rows
    assert {(row["first_day"], row["last_day"]) for row in rows} == {(first, last)}


def test_a_period_is_named_as_people_name_it(seeded_db: Path) -> None:
    def issues(*words: str) -> set[str]:
        return {row["issue"] for row in run(seeded_db, *words, "-f", "csv", on="2024-07-03").rows}

    for month in ("2024-6", "6", "6月", "last", "上月", "2024-06-15"):
        assert issues("monthly", "--month", month) == {"2024-06"}
    for quarter in ("2024Q2", "Q2", "二季度", "last", "上季度"):
        assert issues("quarterly", "--quarter", quarter) == {"2024Q2"}
    for year in ("2023", "last", "去年"):
        assert issues("yearly", "--year", year) == {"2023"}
    assert issues("monthly", "--month", "上月", "--known", "2024-06-26") == {"2024-05"}


def test_what_is_recorded_through_the_first_monday_is_on_the_sheet_and_what_comes_later_is_late(
    seeded_db: Path,
) -> None:
    # September 2024 ends on a Monday: its sheet is prepared a week later.
    logged(seeded_db, "JJ09+4", "--date", "2024-09-28", on="2024-10-07")
    assert row_of(seeded_db, "JJ09", "monthly", "--month", "2024-09", on="2024-10-07") == ("", "", "4", "4")
    logged(seeded_db, "JJ09+2", "--date", "2024-09-29", on="2024-10-08")
    assert row_of(seeded_db, "JJ09", "monthly", "--month", "2024-09", on="2025-03-03") == ("", "", "4", "4")
    assert row_of(seeded_db, "JJ09", "monthly", "--month", "2024-10", on="2024-11-04") == ("4", "2", "", "6")
    told = run(seeded_db, "monthly", "--month", "2024-10", on="2024-11-04", lang="zh").out
    assert "10月7日" in told


def test_a_past_month_comes_out_as_it_was_printed(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", "JJ28=60", on="2024-06-26")
    forms = ("plain", "markdown", "html", "csv", "json")

    def printed(on: str) -> dict[str, str]:
        words = ("monthly", "--month", "2024-06")
        return {form: run(seeded_db, *words, "-f", form, on=on, lang="zh").out for form in forms}

    monday = printed("2024-07-01")
    assert "制表日期：2024年7月1日" in monday["plain"]
    assert printed("2024-09-02") == monday
    logged(seeded_db, "JJ09+1", "--date", "2024-06-28", on="2024-07-02")
    assert run(seeded_db, "target", "set", "JJ09", "30", "--reason", "调整", on="2024-07-04").code == 0
    said = "2024年7月1日以后登记或作废、未计入本期的：进展记录1条，目标值调整1次。"
    later = printed("2025-03-03")
    assert (later["csv"], later["json"]) == (monday["csv"], monday["json"])
    for form in ("plain", "markdown", "html"):
        lines = [line for line in later[form].splitlines() if line]
        assert [line for line in lines if said not in line] == [line for line in monday[form].splitlines() if line]
        assert any(said in line for line in lines)


def test_the_first_sheet_of_a_year_has_none_before_it_and_tells_what_came_late_of_the_year_before(
    seeded_db: Path,
) -> None:
    logged(seeded_db, "JJ09+4", "--date", "2024-12-30", on="2024-12-30")
    logged(seeded_db, "JJ09+2", "--date", "2024-12-31", on="2025-01-06")  # on the sheet of 2024
    logged(seeded_db, "JJ09+7", "--date", "2024-12-31", on="2025-01-07")
    logged(seeded_db, "JJ09+1", "--date", "2025-01-20", on="2025-01-20")
    for cadence, period, on in (
        ("monthly", "2025-01", "2025-02-03"),
        ("quarterly", "2025Q1", "2025-04-07"),
        ("yearly", "2025", "2026-01-05"),
    ):
        sheet = sheet_of(seeded_db, cadence, period, on, "JJ09")
        assert sheet.rows_before is None
        assert sheet.late_entries == ()
        ((_measure, before, after, change),) = sheet.earlier
        assert [before.value, after.value, change] == [6, 13, 7]
    assert row_of(seeded_db, "JJ09", "yearly", "--year", "2024", on="2026-01-05") == ("", "", "6", "6")


def test_a_red_measure_counts_the_sheets_of_its_kind(seeded_db: Path) -> None:
    assert run(seeded_db, "target", "set", "JJ09", "120", "--reason", "r", "--from", "2024-01-01",
               on="2024-01-02").code == 0  # fmt: skip
    logged(seeded_db, "JJ09+10", on="2024-01-31")  # as much as is expected, and nothing since
    told = {}
    for cadence, period, on in (
        ("monthly", "2024-06", "2024-07-01"), ("quarterly", "2024Q2", "2024-07-01"), ("yearly", "2024", "2025-01-06"),
    ):  # fmt: skip
        (each,) = sheet_of(seeded_db, cadence, period, on, "JJ09").attention
        told[cadence] = each.red_in_a_row
    # Expected is 41.3 % on 31 May and 33.1 % on 30 April: red from May on.
    assert told == {"monthly": 2, "quarterly": 1, "yearly": 1}


def test_the_figures_are_those_of_the_exported_status(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", "JJ28=60", "DJ02=超180", on="2024-05-20")
    logged(seeded_db, "JJ09+3", "JJ30=30", on="2024-06-20")
    for words, on, day in (
        (("monthly", "--month", "2024-05"), "2024-06-03", "2024-05-31"),
        (("quarterly", "--quarter", "2024Q2"), "2024-07-01", "2024-06-30"),
        (("yearly", "--year", "2024"), "2025-01-06", "2024-12-31"),
    ):
        exported = run(seeded_db, "export", "status", "--as-of", day, "--known", on, on=on).by_code
        rows = run(seeded_db, *words, "-f", "csv", on=on).rows
        assert [row["code"] for row in rows] == list(exported)
        for row in rows:
            status = exported[row["code"]]
            for key in ("target", "actual", "actual_qualifier", "attainment", "expected", "gap", "status", "light",
                        "baseline", "baseline_to_date"):  # fmt: skip
                assert row[key] == status[key], (words, row)


def test_a_week_that_runs_on_past_the_month_is_not_due(seeded_db: Path) -> None:
    # July 2024 ends on a Wednesday. Its sheet, of the Monday after, asks for no week that was not over.
    assert run(seeded_db, "measure", "edit", "JJ09", "--cadence", "weekly", on="2024-07-01").code == 0
    logged(seeded_db, "JJ09+1", on="2024-07-26")
    logged(seeded_db, "JJ09+1", on="2024-08-02")
    sheet = sheet_of(seeded_db, "monthly", "2024-07", "2024-08-05", "JJ09")
    assert sheet.dues == ()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["monthly", "--month", "2024-08"], 4, "2024-08-01 to 2024-08-31 has not begun"),
        (["quarterly", "--quarter", "2024Q4"], 4, "Give an earlier --quarter."),
        (["yearly", "--year", "2025"], 4, "Give an earlier --year."),
        (["yearly", "--year", "24"], 4, "“24” is not a year."),
        (["monthly", "--month", "13"], 4, "“13” is not a month."),
        (["monthly", "--month", "2024-07", "--known", "2024-06-20"], 4, "had not begun on 2024-06-20 (--known)"),
        (["monthly", "--printed", "2024-05-31"], 4, "is before the sheet's first day, 2024-06-01"),
        (["monthly", "-f", "csv", "--brief"], 2, "--brief"),
        (["monthly", "--week", "26"], 2, "--week"),
        (["monthly", "ZZ99"], 3, "ZZ99"),
    ],
)
def test_what_cannot_be_printed_is_refused(seeded_db: Path, words: list[str], code: int, told: str) -> None:
    outcome = run(seeded_db, *words, on="2024-07-01")
    assert (outcome.code, outcome.out) == (code, "")
    assert told in outcome.err
