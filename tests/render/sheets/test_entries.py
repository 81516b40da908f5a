"""How an entry is written wherever it is shown."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from nanhu_kpi.i18n import activate
from nanhu_kpi.model import Void
from nanhu_kpi.render.sheets.entries import recorded_figure, void_word
from tests.support.builders import MORNING, SUM, entry, made_id


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


def test_a_row_that_was_taken_back_says_when_and_by_whom_or_which_row_says_the_same() -> None:
    activate("en")
    undone, twin = Void("li", MORNING, "typed twice"), Void("merge", MORNING, "same as 00002a", made_id(42))
    told = [void_word(void, ZoneInfo("Asia/Shanghai")) for void in (None, undone, twin)]
    day = f"{MORNING.astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M}"
    assert told == ["", f"{day} by li: typed twice", f"{day}: the same as {made_id(42).hex()[-6:]}"]
