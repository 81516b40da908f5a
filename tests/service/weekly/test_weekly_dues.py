"""What a week's sheet lists as not reported is what `due` lists on its Monday."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import NOW, desk_at
from tests.support.views import logged, run
from tests.support.weeks import weekly

if TYPE_CHECKING:
    from pathlib import Path

    from nanhu_kpi.scorecard.period_sheet import PeriodSheet


def sheets(db: Path, week: str, on: str, *words: str) -> tuple[PeriodSheet, ...]:
    day = date.fromisoformat(on)
    return weekly(desk_at(db, now=NOW.replace(day.year, day.month, day.day)), words, week=week)


def missed(sheet: PeriodSheet) -> dict[str, tuple[str, str]]:
    return {due.measure.code: (due.missed.first.isoformat(), str(due.days)) for due in sheet.dues}


@pytest.mark.parametrize(("week", "on"), [("2024-W26", "2024-07-01"), ("2024-W27", "2024-07-03")])
def test_a_week_lists_what_is_due_on_the_day_it_is_printed(seeded_db: Path, week: str, on: str) -> None:
    logged(seeded_db, "JJ28=30", on="2024-05-20")
    logged(seeded_db, "JJ29=30", on="2024-06-20")
    (sheet,) = sheets(seeded_db, week, on)
    listed = run(seeded_db, "due", "-f", "csv", on=on).rows
    assert missed(sheet) == {row["code"]: (row["missed_first"], row["days"]) for row in listed}
    assert missed(sheet)["JJ28"][0] == "2024-06-01"


def test_the_old_years_last_sheet_lists_december(seeded_db: Path) -> None:
    logged(seeded_db, "JJ28=30", on="2024-11-20")
    old, _new = sheets(seeded_db, "2025-W01", "2025-01-06")
    assert missed(old)["JJ28"] == ("2024-12-01", "42")


def test_a_part_lists_its_own_dues(seeded_db: Path) -> None:
    (sheet,) = sheets(seeded_db, "2024-W26", "2024-07-01", "JJ28", "JJ29")
    assert list(missed(sheet)) == ["JJ28", "JJ29"]
