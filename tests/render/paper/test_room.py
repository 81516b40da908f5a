"""How much room a page has is told generously: whatever is printed on it is counted."""

from __future__ import annotations

from nanhu_kpi.render.paper.blocks import Letterhead, Paragraph
from nanhu_kpi.render.paper.room import height, official_height


def test_a_letterhead_takes_its_name_and_a_ruled_line_for_each_recipient() -> None:
    line = height([Paragraph("报：区委")])

    def taken(*recipients: str) -> float:
        return official_height(Letterhead("简报", recipients, "共印30份"))

    assert official_height(None) == 0
    assert taken() > 2 * line
    assert taken("报：区委") - taken() > line
    assert taken("报：区委", "送：区政府", "发：各科室") - taken("报：区委") > 2 * line
