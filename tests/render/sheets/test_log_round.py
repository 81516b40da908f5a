"""What a round through the measures says at each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.i18n import activate
from nanhu_kpi.render.sheets.log_round import stop_lines
from nanhu_kpi.scorecard.facts import Told
from nanhu_kpi.scorecard.results import Stop
from tests.support.standings import DAY_1, row

if TYPE_CHECKING:
    from datetime import date

INDENT = "\n     "


@pytest.mark.parametrize(
    ("note", "words", "told"),
    [
        ("", None, ""),
        ("halfway", None, f"{INDENT}Note: halfway"),
        ("", (DAY_1, "no land", ""), f"{INDENT}Issue: no land"),
        ("halfway", (DAY_1, "no land", "ask"), f"{INDENT}Note: halfway{INDENT}Issue: no land{INDENT}Next step: ask"),
    ],
)
def test_a_stop_tells_where_a_measure_stands_and_what_was_last_said_of_it(
    note: str, words: tuple[date, str, str] | None, told: str
) -> None:
    activate("en")
    standing = "Target: 100 cases by 2024-04-09  Actual: 40 cases  2024-01-01  attainment 40.0%  expected 50.0%"
    name, *rest = stop_lines(Stop(row("40", "100"), note, Told(*words) if words else None)).split(INDENT)
    assert name.startswith("JJ03 ")
    assert INDENT.join(rest) == f"{standing}  green on track{told}"


def test_a_stop_without_a_target_or_a_value_says_so() -> None:
    activate("en")
    assert stop_lines(Stop(row(None, None), "", None)).split(INDENT)[1] == "no target  Actual: no data  no target"
