"""The curve of a year: where it begins, and what it brings over New Year."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.service.show.show import closeup
from tests.support.builders import MILESTONE
from tests.support.commands import desk_at
from tests.support.views import agree, logged

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("readings", "points"),
    [
        ((), [("01-01", 40), ("06-30", 40)]),
        ((("01-01", 45),), [("01-01", 45), ("06-30", 45)]),
        ((("01-01", 45), ("03-01", 60)), [("01-01", 45), ("03-01", 60), ("06-30", 60)]),
        ((("03-01", 60),), [("01-01", 40), ("03-01", 60), ("06-30", 60)]),
    ],
)
def test_a_milestone_begins_where_the_last_year_left_it_unless_new_year_itself_was_reported(
    empty_db: Path, readings: tuple[tuple[str, int], ...], points: list[tuple[str, int]]
) -> None:
    agree(empty_db, MILESTONE, 2024, 100)
    logged(empty_db, f"{MILESTONE}=40", on="2023-12-01")
    for day, value in readings:
        logged(empty_db, f"{MILESTONE}={value}", on=f"2024-{day}")
    found = closeup(
        desk_at(empty_db), MILESTONE, year=None, as_of="2024-06-30", span=None, known=None, drawn=True, beside=False
    )
    assert found.curve is not None
    assert [(f"{day:%m-%d}", value) for day, value in found.curve.actual] == [
        (day, Decimal(value)) for day, value in points
    ]
