"""What two copies say differently, as a sheet."""

from __future__ import annotations

from decimal import Decimal

from nanhu_kpi.i18n import activate
from nanhu_kpi.model import Kind
from nanhu_kpi.render.sheets.merge_conflicts import crossing_sheet
from nanhu_kpi.settings import Crossing
from tests.support.builders import SUM, measure


def test_thresholds_that_cross_are_those_of_a_measure_by_its_name_or_of_all() -> None:
    activate("en")
    crossing = [Crossing(code, Decimal(-30), Decimal(-10)) for code in ("", SUM)]
    sheet = crossing_sheet(crossing, {SUM: measure(SUM, "JJ-G1", Kind.SUM)})
    assert [row.cells for section in sheet.sections for row in section.rows] == [
        ("", "all measures", "-30", "-10"), (SUM, f"Measure {SUM}", "-30", "-10"),
    ]  # fmt: skip
