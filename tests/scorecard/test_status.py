"""What a status may rest on, and what a change of scale may not touch, whatever was agreed and reported."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nanhu_kpi.model import Actual, Cadence, Direction, Entry, Kind, Origin, Pace
from nanhu_kpi.quantity import rounded, value_of
from nanhu_kpi.scorecard.attainment import attainment, ratio
from nanhu_kpi.scorecard.card import Score, scored
from nanhu_kpi.scorecard.facts import Days, Standing, Thresholds
from nanhu_kpi.scorecard.pace import is_over
from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.entries import add_entries
from nanhu_kpi.store.rollups import actuals
from tests.support.builders import CEILING, LAST, MILESTONE, SUM, measure
from tests.support.histories import days as some_days
from tests.support.histories import histories, nothing_kept
from tests.support.standings import AT_LEAST, AT_MOST, agreed, day_number, told

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

# What the status rests on, agreed first; the shares crowd where it turns.
DECISIVE = [
    "0",
    "0",
    "0",
    "0.1999",
    "0.2",
    "0.3999",
    "0.4",
    "0.5",
    "0.5001",
    "0.6999",
    "0.7",
    "0.8999",
    "0.9",
    "0.9999",
    "1",
    "1",
]
whole = st.integers(1, 10**6)
anything = st.integers(-(10**9), 10**9).map(value_of)
texts = st.sampled_from(["", "甲", "乙"])


class Agreed(NamedTuple):
    """What two standings have in common."""

    kind: Kind
    direction: Direction
    pace: Pace
    due: date
    share: Decimal
    steps: list[tuple[date, int]]
    brought: int | None


@st.composite
def in_common(draw: st.DrawFn) -> Agreed:
    kind = draw(st.sampled_from(Kind))
    direction = AT_LEAST if kind is Kind.MILESTONE else draw(st.sampled_from(Direction))
    pace = Pace.NONE if direction is AT_MOST else draw(st.sampled_from(Pace))
    due = draw(st.integers(1, 366))
    any_share = st.integers(0, 20_000).map(value_of)
    share = draw(st.sampled_from(DECISIVE).map(Decimal) | (any_share if direction is AT_LEAST else st.nothing()))
    at = sorted(draw(st.sets(st.integers(1, due), max_size=3)) - {due})
    planned = sorted(draw(st.lists(st.integers(0, 100), min_size=len(at), max_size=len(at))))
    steps = [(day_number(number), percent) for number, percent in zip([*at, due], [*planned, 100], strict=True)]
    brought = draw(st.none() | st.integers(0, 99)) if kind is Kind.MILESTONE else None
    return Agreed(kind, direction, pace, day_number(due), share, steps if pace is Pace.SCHEDULE else [], brought)


@st.composite
def of_its_own(draw: st.DrawFn, common: Agreed, start: date, code: str) -> Standing:
    """Return a standing with what was agreed, and everything else its own."""
    value, goal = draw(figures_at(common))
    target = agreed(str(goal), common.pace, start=start, due=common.due)._replace(
        schedule=tuple((day, goal * percent / 100) for day, percent in common.steps),
        id=draw(st.binary(min_size=16, max_size=16)),
        origin=draw(st.sampled_from(Origin)), effective_on=draw(some_days), reason=draw(texts), document=draw(texts),
    )  # fmt: skip
    kept = measure(code, draw(st.sampled_from(["JJ-G1", "MS-G1"])), common.kind, direction=common.direction)
    return Standing(
        kept._replace(unit=draw(st.sampled_from(["%", "件", "万元"])), cadence=draw(st.sampled_from(Cadence)),
            owner=draw(texts), support=draw(texts), leader=draw(texts), name_zh=draw(texts), source=draw(texts),
            numerator=draw(texts), denominator=draw(texts), retired_on=draw(st.none() | some_days),
        ),
        target,
        Actual(
            rounded(Fraction(value)), draw(st.integers(0, 3)), draw(st.integers(1, 9)), draw(some_days),
            draw(st.integers(0, 9)), Fraction(value) if common.kind is Kind.RATIO else None,
        ),
        week_ago=draw(st.builds(told, st.none() | anything.map(str))),
        baseline=draw(st.builds(told, st.none() | anything.map(str))),
        baseline_to_date=draw(st.builds(told, st.none() | anything.map(str))),
        carried=None if common.brought is None else goal * common.brought / 100,
    )  # fmt: skip


def figures_at(common: Agreed) -> st.SearchStrategy[tuple[Decimal, Decimal]]:
    """Values and targets whose attainment is the share agreed: 3 of 4, 75 of 100; where it is 1 or 0, targets below 0
    too, since those are reached or not."""
    share, may_fall = common.share, common.kind is not Kind.MILESTONE and common.pace is not Pace.SCHEDULE
    side = 1 if (common.direction is AT_LEAST) is (share == 1) else -1
    nearest = 0 if share == 1 else 1
    below = st.tuples(st.integers(nearest, 10**9).map(value_of), st.integers(-(10**9), 0).map(value_of)).map(
        lambda of: (of[1] + side * of[0], of[1])
    )
    if common.direction is AT_LEAST:
        fitting = whole.map(lambda target: (share * target, Decimal(target)))
    elif share == 1:
        fitting = st.tuples(whole, st.integers(0, 10**6)).map(lambda of: (Decimal(of[0] - of[1]), Decimal(of[0])))
    elif share == 0:
        return below
    else:
        fitting = whole.map(lambda number: (Decimal(10_000 * number), share * 10_000 * number))
    return fitting | below if may_fall and share in (0, 1) else fitting


def rests_on(score: Score, days: Days) -> tuple[object, ...]:
    """Return all that a status may rest on, but for the thresholds."""
    target = score.target
    assert target
    kind, direction = score.measure.kind, score.measure.direction
    over = is_over(target.due, days)
    return (score.attainment, score.expected, kind, direction, target.pace, target.due, over)


@settings(max_examples=150)
@given(
    data=st.data(), common=in_common(), start=st.integers(1, 366), moved=st.integers(1, 366),
    around=st.tuples(*[st.dates(date(2023, 12, 25), date(2025, 1, 5))] * 4),
    gaps=st.tuples(st.integers(-60, 0), st.integers(-40, 0)),
)  # fmt: skip
def test_two_measures_with_the_same_shares_kind_direction_pace_due_day_and_thresholds_have_the_same_status(
    data: st.DataObject, common: Agreed, start: int, moved: int, around: tuple[date, ...], gaps: tuple[int, int]
) -> None:
    as_of, today, other_as_of, other_today = around
    begins = min(day_number(start), common.due)
    # Where the pace asks for all at once, start and day may differ too.
    free = common.pace is Pace.NONE
    one_days = Days(2024, as_of, today)
    other_days = Days(2024, other_as_of if free else as_of, other_today)
    assume(one_days.begun is other_days.begun)
    assume(is_over(common.due, one_days) is is_over(common.due, other_days))
    one = data.draw(of_its_own(common, begins, "JJ03"))
    other = data.draw(of_its_own(common, min(day_number(moved), common.due) if free else begins, "MS09"))

    thresholds = Thresholds(Decimal(max(gaps)), Decimal(min(gaps)))
    scores = scored(one, one_days, thresholds), scored(other, other_days, thresholds)
    assert rests_on(scores[0], one_days) == rests_on(scores[1], other_days)
    assert scores[0].attainment == common.share
    assert (scores[0].status, scores[0].light) == (scores[1].status, scores[1].light)


@pytest.fixture(scope="module")
def conn(_built_empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """One connection for all examples; nothing is ever committed on it."""
    path = Path(shutil.copy(_built_empty, tmp_path_factory.mktemp("scale")))
    with closing(connect(path, "rw")) as conn:
        yield conn


@given(
    history=histories(),
    day=some_days,
    target=anything,
    direction=st.sampled_from(Direction),
    scale=st.integers(2, 1000),
)
def test_scaling_target_and_entries_together_leaves_attainment_unchanged(
    conn: sqlite3.Connection, history: list[Entry], day: date, target: Decimal, direction: Direction, scale: int
) -> None:
    history = [e for e in history if e.measure != MILESTONE]  # which always ends at 100
    with nothing_kept(conn):
        add_entries(conn, history)
        before = actuals(conn, day)
    with nothing_kept(conn):
        add_entries(conn, [e._replace(value=None if e.value is None else e.value * scale) for e in history])
        after = actuals(conn, day)
    for code in (SUM, LAST, CEILING):
        was, now = before.get(code), after.get(code)
        if was and now and was.value is not None and now.value is not None:
            assert attainment(now.value, target * scale, direction) == attainment(was.value, target, direction)
        else:
            assert was == now


@given(
    above=anything, below=anything, target=anything, direction=st.sampled_from(Direction), scale=st.integers(2, 1000)
)
def test_scaling_a_ratios_upper_part_and_target_together_leaves_its_attainment_unchanged(
    above: Decimal, below: Decimal, target: Decimal, direction: Direction, scale: int
) -> None:
    assume(below != 0)
    was = ratio(told(str(above)), told(str(below)), "%").exact_value
    now = ratio(told(str(above * scale)), told(str(below)), "%").exact_value
    assert was is not None
    assert now is not None
    assert attainment(now, target * scale, direction) == attainment(was, target, direction)


@given(above=anything, below=anything, scale=st.integers(2, 1000))
def test_scaling_both_parts_of_a_ratio_leaves_it_as_it_is(above: Decimal, below: Decimal, scale: int) -> None:
    once = ratio(told(str(above)), told(str(below)), "%")
    assert ratio(told(str(above * scale)), told(str(below * scale)), "%") == once
