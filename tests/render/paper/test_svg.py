"""Curves as drawings: what stands at the ends of their lines can be read."""

from __future__ import annotations

from nanhu_kpi.render.paper.svg import _parted


def test_labels_that_would_cover_each_other_are_moved_apart_and_others_stay() -> None:
    near, far = (
        _parted([((1.0, 12.0), "upper"), ((1.0, 13.0), "lower")]),
        _parted([((1.0, 80.0), "b"), ((1.0, 20.0), "a")]),
    )
    ((_x, upper), first), ((_x, lower), second) = near
    assert (first, second, lower - upper >= 10) == ("upper", "lower", True)
    assert far == [((1.0, 23.0), "a"), ((1.0, 83.0), "b")]
