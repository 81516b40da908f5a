"""Two Monday sheets in a row never contradict each other: what the first could not know is on the second."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nanhu_kpi.errors.unknown import UNKNOWN_PERSON
from nanhu_kpi.i18n import activate
from nanhu_kpi.render.paper.blocks import Heading, Paragraph, Table
from nanhu_kpi.render.weekly.paper import paper_of
from nanhu_kpi.service.whose import Whose
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.definitions import change_field, define_measure
from nanhu_kpi.store.entries import add_entries, add_void
from nanhu_kpi.store.ids import id_source
from tests.support.builders import CEILING, LAST, MILESTONE, SUM, batch, made_id, ratio_of
from tests.support.commands import NOW, desk_at
from tests.support.histories import NEXT, histories, picks
from tests.support.refusals import refused
from tests.support.views import agree, logged, run
from tests.support.weeks import weekly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nanhu_kpi.model import Entry
    from nanhu_kpi.scorecard.period_sheet import Line, PeriodSheet

LOGGED = [
    date(2023, 12, 25), date(2024, 1, 2), date(2024, 2, 6), date(2024, 6, 15), date(2024, 6, 17), date(2024, 6, 18),
    date(2025, 1, 1),
]  # fmt: skip
MONDAYS = [date(2024, 1, 8), date(2024, 2, 5), date(2024, 6, 17), date(2024, 6, 24)]


@pytest.fixture
def emptied(_built_empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield Path(shutil.copy(_built_empty, tmp_path_factory.mktemp("late")))


def sheets(db: Path, week: str, on: str, *words: str) -> tuple[PeriodSheet, ...]:
    day = date.fromisoformat(on)
    return weekly(desk_at(db, now=NOW.replace(day.year, day.month, day.day)), words, week=week)


def line_of(sheet: PeriodSheet, code: str) -> Line:
    return next(line for line in sheet.lines if line.score.measure.code == code)


def late_line_of(sheet: PeriodSheet, code: str) -> Line:
    return next(line for line in sheet.late_lines if line.score.measure.code == code)


def reckoned(line: Line) -> list[object]:
    return [line.before.value, line.late, line.score.week_change, line.score.actual.value]


def paragraphs(sheet: PeriodSheet) -> list[str]:
    return [block.text for block in paper_of(sheet).blocks if isinstance(block, Paragraph | Heading)]


def void(db: Path, code: str, day: str, *, on: str) -> None:
    *_, row = run(db, "entries", code, "--from", day, "--to", day, "-f", "csv", on=on).rows
    assert run(db, "void", row["id"].replace("-", ""), "--reason", "重复登记", on=on).code == 0


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), voids=picks, days=st.lists(st.sampled_from(LOGGED), min_size=4, max_size=4),
       monday=st.sampled_from(MONDAYS), revised=st.sampled_from(LOGGED), owned=st.booleans())  # fmt: skip
def test_the_next_sheet_begins_where_the_printed_one_ended(
    emptied: Path, tmp_path_factory: pytest.TempPathFactory, history: list[Entry], voids: set[int], days: list[date],
    monday: date, revised: date, owned: bool,
) -> None:  # fmt: skip
    db = Path(shutil.copy(emptied, tmp_path_factory.mktemp("law") / "week.db"))
    for code, target in ((SUM, 90), (LAST, 3), (MILESTONE, 100), (CEILING, 5)):
        agree(db, code, 2024, target)
    with writing(db) as conn:
        for number, day in enumerate(days):
            add_batch(conn, batch(number, on=day))
        add_entries(conn, history)
        for at in sorted(voids):
            if at < len(history):
                add_void(conn, made_id(NEXT + at), made_id(3), history[at].id, "typed twice")
        add_batch(conn, batch(2000, on=revised))
        ids = id_source(conn, NOW)
        define_measure(conn, ids, made_id(2000), ratio_of("JJ60", SUM, LAST))
        change_field(conn, ids, made_id(2000), "measure", SUM, "owner", "甲")
        change_field(conn, ids, made_id(2000), "setting", "behind", "value", "-1")
    owner = "甲" if owned else ""
    now = NOW.replace(year=2025, month=6)
    week = (monday - timedelta(days=7)).isoformat()
    if owned and revised > monday:  # nobody had an owner yet, so that no sheet was printed
        with refused(UNKNOWN_PERSON):
            weekly(desk_at(db, now=now), week=week, known=monday.isoformat(), whose=Whose(owner))
        return
    last = weekly(desk_at(db, now=now), week=week, known=monday.isoformat(), whose=Whose(owner))[-1]
    this = weekly(desk_at(db, now=now), week=monday.isoformat(), whose=Whose(owner))[0]
    printed = {line.score.measure.code: line.score.actual for line in last.lines}
    for line in (*this.lines, *this.late_lines):
        code = line.score.measure.code
        if code in printed:
            assert line.before == printed[code]
    counted = {tally.status: tally.number for tally in last.tallies}
    for tally in this.tallies:
        assert tally.change == tally.number - counted.get(tally.status, 0)
    # What the printed sheet showed and this one does not is told, not passed over.
    told = {line.score.measure.code for line in (*this.lines, *this.late_lines)}
    owned_now = {code for code, measure in this.measures.items() if owner in measure.owner}
    assert {code for code, actual in printed.items() if actual.value is not None} & owned_now <= told


def test_fridays_figure_recorded_on_monday_morning_is_on_mondays_sheet_alone(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", on="2024-06-18")
    logged(seeded_db, "JJ09+3", "--date", "2024-06-21", on="2024-06-24")
    (printed,) = sheets(seeded_db, "2024-W25", "2024-06-24")
    assert line_of(printed, "JJ09").score.actual.value == 7
    logged(seeded_db, "JJ09+1", on="2024-06-26")
    (following,) = sheets(seeded_db, "2024-W26", "2024-07-01")
    assert reckoned(line_of(following, "JJ09")) == [7, 0, 1, 8]
    assert (following.late_lines, following.late_entries) == ((), ())
    # On Tuesday it would have come too late for that sheet.
    logged(seeded_db, "JJ09+2", "--date", "2024-06-21", on="2024-06-25")
    (following,) = sheets(seeded_db, "2024-W26", "2024-07-01")
    assert reckoned(late_line_of(following, "JJ09")) == [7, 2, 1, 10]


def test_the_headlines_change_is_that_from_the_printed_sheet(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=60", on="2024-06-18")
    logged(seeded_db, "JJ28=5", "--date", "2024-06-20", "--note", "核减", on="2024-06-27")
    (sheet,) = sheets(seeded_db, "2024-W26", "2024-07-01")
    changes = {tally.status: tally.change for tally in sheet.tallies if tally.change}
    assert changes == {"ahead": -1, "far_behind": 1}


def test_the_headlines_change_sees_a_threshold_that_has_moved(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=35", on="2024-06-18")  # 48 % are expected
    assert run(seeded_db, "config", "set", "behind", "-20", on="2024-06-26").code == 0
    (sheet,) = sheets(seeded_db, "2024-W26", "2024-07-01")
    assert {tally.status: tally.change for tally in sheet.tallies if tally.change} == {"behind": -1, "on_track": 1}


def test_a_ratio_is_reckoned_from_the_printed_sheet_too(seeded_db: Path) -> None:
    words = ["--goal", "JJ-G1", "--name-zh", "外区企业占比", "--name-en", "Share", "--unit", "%", "--kind", "ratio"]
    parts = ["--numerator", "JJ04", "--denominator", "JJ03"]
    assert run(seeded_db, "measure", "add", "JJ60", *words, *parts, on="2024-06-03").code == 0
    logged(seeded_db, "JJ03+10", "JJ04+2", on="2024-06-18")
    logged(seeded_db, "JJ04+3", "--date", "2024-06-20", on="2024-06-26")
    (sheet,) = sheets(seeded_db, "2024-W26", "2024-07-01")
    assert reckoned(late_line_of(sheet, "JJ60")) == [20, 30, None, 50]
    (row,) = run(seeded_db, "weekly", "JJ60", "--week", "2024-W26", "-f", "csv", on="2024-07-01").rows
    assert (row["last_sheet"], row["late"], row["actual"]) == ("20", "30", "50")
    # Its parts are not on a sheet of its own, and still it is told.
    (alone,) = sheets(seeded_db, "2024-W26", "2024-07-01", "JJ60")
    assert [line.score.measure.code for line in alone.late_lines] == ["JJ60"]


def test_a_finished_milestone_whose_only_row_of_the_year_was_taken_back_is_told_as_late(seeded_db: Path) -> None:
    logged(seeded_db, "JJ03+7", "JJ21=30", on="2031-01-07")
    void(seeded_db, "JJ03", "2031-01-07", on="2031-01-14")
    void(seeded_db, "JJ21", "2031-01-07", on="2031-01-14")
    (sheet,) = sheets(seeded_db, "2031-W03", "2031-01-20")
    assert reckoned(late_line_of(sheet, "JJ03")) == [7, -7, None, None]
    assert "JJ21" not in {line.score.measure.code for line in sheet.lines}
    assert reckoned(late_line_of(sheet, "JJ21")) == [30, None, None, None]
    activate("zh")
    assert "已不在各领域表中的指标：JJ21。" in paragraphs(sheet)


def test_the_figure_that_was_taken_back_is_dim_and_what_was_reported_late_is_not(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", on="2024-06-12")
    void(seeded_db, "JJ09", "2024-06-12", on="2024-06-26")
    logged(seeded_db, "JJ09+1", "--date", "2024-06-13", on="2024-06-27")
    (sheet,) = sheets(seeded_db, "2024-W26", "2024-07-01")
    activate("en")
    (table,) = (
        block for block in paper_of(sheet).blocks
        if isinstance(block, Table) and {"voided", "logged_on"} <= {column.key for column in block.columns}
    )  # fmt: skip
    assert {group.heading: [(row.style, row.mark) for row in group.rows] for group in table.groups} == {
        "Reported late": [("", "")],
        "Corrected": [("dim", "value")],
    }


def test_what_comes_late_of_last_year_is_listed_apart(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", on="2024-12-20")
    logged(seeded_db, "JJ09+3", "--date", "2024-12-30", on="2025-01-08")
    logged(seeded_db, "JJ03+2", on="2025-01-09")
    (sheet,) = sheets(seeded_db, "2025-W02", "2025-01-13")
    (revised,) = sheet.earlier
    assert revised.measure.code == "JJ09"
    assert [revised.before.value, revised.change, revised.after.value] == list(map(Decimal, (4, 3, 7)))
    assert [entry.measure for entry, _batch, _void in sheet.earlier_entries] == ["JJ09"]
    assert sheet.late_lines == ()
    activate("zh")
    told = paragraphs(sheet)
    assert "上年度补报" in told
    assert "没有补报和更正。" not in told
    assert any("不计入本年" in text for text in told)
    # The next sheet has it behind it.
    (later,) = sheets(seeded_db, "2025-W03", "2025-01-20")
    assert later.earlier == ()
    assert "没有补报和更正。" in paragraphs(later)


def test_the_first_week_of_a_year_that_begins_on_monday_lists_last_years_late_rows(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+5", "--date", "2023-12-31", on="2024-01-01")  # on the sheet of that Monday
    logged(seeded_db, "JJ09+1", "--date", "2023-12-31", on="2024-01-03")
    (sheet,) = sheets(seeded_db, "2024-W01", "2024-01-08")
    assert sheet.part == 0
    (revised,) = sheet.earlier
    assert (revised.measure.code, revised.change) == ("JJ09", Decimal(1))


def test_of_two_new_year_sheets_the_old_years_own_tells_what_came_late_of_it(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+4", "--date", "2024-12-27", on="2025-01-02")
    old, new = sheets(seeded_db, "2025-W01", "2025-01-06")
    assert reckoned(late_line_of(old, "JJ09")) == [None, 4, None, 4]
    assert (new.earlier, new.late_lines) == ((), ())
    activate("zh")
    assert "2024年的补报见第1张。" in paragraphs(new)


def test_the_reports_results_are_on_every_sheet_of_their_year(seeded_db: Path) -> None:
    (sheet,) = sheets(seeded_db, "2023-W40", "2023-10-09")
    assert {tally.change for tally in sheet.tallies} == {0}
