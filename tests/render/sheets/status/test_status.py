"""The words of a row and of the notes under a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.i18n import activate
from nanhu_kpi.model import RecordedLater
from nanhu_kpi.render.sheets.status.status import remaining_word
from nanhu_kpi.render.sheets.status.status_notes import since_remark
from tests.support.standings import AT_LEAST, AT_MOST, DAY_50, row

if TYPE_CHECKING:
    from nanhu_kpi.model import Direction


@pytest.mark.parametrize(
    ("actual", "target", "direction", "told"),
    [
        ("40", "100", AT_LEAST, "60"),
        ("120", "100", AT_LEAST, "-20"),
        ("8", "10", AT_MOST, "2"),
        ("12", "10", AT_MOST, "over by 2"),
        (None, "10", AT_MOST, ""),
    ],
)
def test_what_goes_beyond_a_ceiling_is_over_and_beyond_a_target_is_less_than_nothing(
    actual: str | None, target: str, direction: Direction, told: str
) -> None:
    activate("en")
    assert remaining_word(row(actual, target, direction=direction)) == told


def test_how_to_see_a_sheet_as_it_was_is_said_on_a_screen_and_not_on_paper() -> None:
    activate("en")
    told, printed = (since_remark(RecordedLater(entries=2), DAY_50, on_paper=on_paper) for on_paper in (False, True))
    assert printed == "Entries recorded or voided since 2024-02-19: 2."
    assert told == f"{printed} To see it as known then: --known 2024-02-19"
    assert since_remark(RecordedLater(), DAY_50) == ""
