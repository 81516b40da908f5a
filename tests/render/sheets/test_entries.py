"""How an entry is written wherever it is shown."""

from __future__ import annotations

from datetime import date

import pytest

from nanhu_kpi.render.sheets.entries import recorded_figure
from tests.support.builders import SUM, entry


@pytest.mark.parametrize(
    ("type_", "value", "told"),
    [
        ("add", 12, "+12"),
        ("add", 0, "+0"),
        ("add", -3, "-3"),
        ("set", 152, "=152"),
        ("set", 0, "=0"),
        ("words", None, ""),
    ],
)
def test_an_increment_has_its_sign_and_a_total_its_equals_sign(type_: str, value: int | None, told: str) -> None:
    assert recorded_figure(entry(1, SUM, date(2024, 6, 30), type_, value)) == told
