"""No target, measure or threshold is changed without a line on the week's sheet that says so."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.commands import NOW, desk_at
from tests.support.views import logged, run
from tests.support.weeks import weekly

if TYPE_CHECKING:
    from nanhu_kpi.scorecard.period_sheet import PeriodSheet

HEADING = "目标值和指标的调整"


def done(db: Path, *words: str, on: str) -> None:
    outcome = run(db, *words, on=on)
    assert outcome.code == 0, outcome.err


def sheet_of(db: Path, week: str) -> PeriodSheet:
    (sheet,) = weekly(desk_at(db, now=NOW.replace(2024, 9, 2)), week=week)
    return sheet


def test_a_revised_target_stands_on_its_weeks_sheet_with_reason_document_and_officer(seeded_db: Path) -> None:
    done(seeded_db, "target", "set", "JJ09", "15", "--reason", "任务调减", "--document", "南街办〔2024〕8号",
         on="2024-07-03")  # fmt: skip
    told = run(seeded_db, "weekly", "--week", "2024-W27", "--width", "132", on="2024-07-08", lang="zh").out
    assert HEADING in told
    assert "2024-07-03 起 15 任务调减 南街办〔2024〕8号 li" in " ".join(told.split())
    (moved,) = sheet_of(seeded_db, "2024-W27").moved_targets
    assert (moved.measure.code, moved.before, moved.after) == ("JJ09", Decimal(20), Decimal(15))
    for week in ("2024-W26", "2024-W28"):
        assert sheet_of(seeded_db, week).moved_targets == ()
    assert HEADING not in run(seeded_db, "weekly", "--week", "2024-W28", on="2024-07-15", lang="zh").out


def test_a_target_lowered_on_the_monday_stands_on_the_sheet_that_it_lowers(seeded_db: Path) -> None:
    done(seeded_db, "target", "set", "JJ09", "15", "--from", "2024-01-01", "--reason", "调减", on="2024-07-01")
    (moved,) = sheet_of(seeded_db, "2024-W26").moved_targets
    assert (moved.before, moved.after) == (Decimal(20), Decimal(15))


@pytest.mark.parametrize(("week", "lines"), [("2024-W26", 1), ("2024-W27", 1), ("2024-W28", 0)])
def test_a_revision_that_is_undone_on_the_first_day_of_a_week_stands_on_its_sheet(
    seeded_db: Path, week: str, lines: int
) -> None:
    done(seeded_db, "target", "set", "JJ09", "15", "--reason", "调减", on="2024-06-20")
    done(seeded_db, "undo", "--yes", on="2024-07-01")
    moved = [each for each in sheet_of(seeded_db, week).moved_targets if each.revisions]
    assert len(moved) == lines


def test_measures_and_thresholds_changed_in_the_week_stand_on_its_sheet(seeded_db: Path) -> None:
    logged(seeded_db, "JJ09+1", on="2024-06-20")
    done(seeded_db, "measure", "retire", "JJ03", "--from", "2024-07-02", "--reason", "不再统计", on="2024-07-02")
    done(seeded_db, "measure", "edit", "JJ09", "--cadence", "yearly", on="2024-07-03")
    done(seeded_db, "config", "set", "behind", "-20", on="2024-07-04")
    done(seeded_db, "measure", "add", "JJ60", "--goal", "JJ-G1", "--name-zh", "新指标", "--name-en", "New", "--unit",
         "件", "--kind", "sum", on="2024-07-05")  # fmt: skip
    told = run(seeded_db, "weekly", "--week", "2024-W27", "-f", "markdown", on="2024-07-08", lang="zh").out
    for line in ("2024-07-02  JJ03", "2024-07-03  JJ09", "2024-07-04  红黄灯界限 behind", "2024-07-05  JJ60 新指标"):
        assert line in told.replace("\\", ""), line
    assert HEADING not in run(seeded_db, "weekly", "--week", "2024-W26", on="2024-07-15", lang="zh").out


@pytest.mark.parametrize("again", [True, False])
def test_a_first_target_of_the_year_is_no_revision(seeded_db: Path, again: bool) -> None:
    done(seeded_db, "target", "set", "JJ03", "150", "--reason", "年度计划", on="2024-07-02")
    if again:
        done(seeded_db, "target", "set", "JJ03", "140", "--reason", "调减", on="2024-07-03")
    assert [each.measure.code for each in sheet_of(seeded_db, "2024-W27").moved_targets] == ["JJ03"] * again


STEPS = st.lists(
    st.tuples(st.sampled_from(["01", "02", "05", "07", "08"]), st.sampled_from(["12", "15", "20", "30", "undo"]),
              st.sampled_from(["2024-01-01", "2024-06-28", "2024-07-03"])),
    min_size=1, max_size=4,
).map(sorted)  # fmt: skip


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS)
def test_no_sequence_of_revisions_lowers_a_target_without_a_line(
    seeded_db: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, str]]
) -> None:
    db = Path(shutil.copy(seeded_db, tmp_path_factory.mktemp("law") / "week.db"))
    for day, value, first in steps:
        words = ["undo", "--yes"] if value == "undo" else ["target", "set", "JJ09", value, "--reason", "调整",
                                                           "--from", first]  # fmt: skip
        run(db, *words, on=f"2024-07-{day}")
    targets = {"2024-W25": Decimal(20)}
    for last, week in (("2024-W25", "2024-W26"), ("2024-W26", "2024-W27"), ("2024-W27", "2024-W28")):
        sheet = sheet_of(db, week)
        (line,) = (each for each in sheet.lines if each.score.measure.code == "JJ09")
        targets[week] = line.score.target_value or Decimal(0)
        if targets[week] < targets[last]:
            assert [(each.before, each.after) for each in sheet.moved_targets] == [(targets[last], targets[week])]
