"""Which group needs attention most, in cases that an officer can check by hand."""

from __future__ import annotations

from nanhu_kpi.model import Light, Status
from nanhu_kpi.scorecard.ranks import ranked
from tests.support.standings import DAY_1, row

AHEAD, BEHIND, FAR_BEHIND = row("60", "100"), row("30", "100"), row("0", "100")
SILENT, SILENT_FROM_THE_START = row(None, "100"), row(None, "100", as_of=DAY_1)
OWNERS = {
    "甲": (AHEAD, BEHIND),
    "乙": (AHEAD, AHEAD),
    "丙": (AHEAD, SILENT_FROM_THE_START),
    "丁": (AHEAD, SILENT),
    "戊": (AHEAD, FAR_BEHIND),
    "": (FAR_BEHIND,),
}


def test_the_rows_are_what_their_names_say() -> None:
    assert [(each.status, each.light) for each in (AHEAD, BEHIND, FAR_BEHIND, SILENT, SILENT_FROM_THE_START)] == [
        (Status.AHEAD, Light.GREEN),
        (Status.BEHIND, Light.YELLOW),
        (Status.FAR_BEHIND, Light.RED),
        (Status.UNREPORTED, Light.RED),
        (Status.UNREPORTED, None),
    ]


def test_groups_rank_by_red_then_by_what_else_is_behind_or_silent_and_equal_shares_share_a_rank() -> None:
    scores = [
        each._replace(measure=each.measure._replace(owner=owner)) for owner, own in OWNERS.items() for each in own
    ]
    found = {group.key: group for group in ranked(scores, lambda measure: [measure.owner])}
    # A red row counts once, silent or not; what belongs to none has no rank, takes none and stands last.
    assert {key: group.rank for key, group in found.items()} == {"丁": 4, "戊": 4, "甲": 2, "丙": 2, "乙": 1, "": None}
    assert [*found][-2:] == ["乙", ""]
    assert {*[*found][:2]} == {"丁", "戊"}
    assert (found["丁"].silent, found["丁"].lit(Light.RED), found["丁"].lit(None)) == (1, 1, 0)
    assert found["甲"].having(Status.AHEAD, Status.BEHIND) == 2


def test_nobody_ranks_where_nothing_has_a_target() -> None:
    bare = row("60", None)
    scores = [bare._replace(measure=bare.measure._replace(owner=owner)) for owner in ("甲", "乙")]
    assert [group.rank for group in ranked(scores, lambda measure: [measure.owner])] == [None, None]
    planned = scores[0]._replace(target=AHEAD.target)
    assert [group.rank for group in ranked([planned, scores[1]], lambda measure: [measure.owner])] == [1, 1]
