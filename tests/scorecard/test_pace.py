"""What a pace expects by a day, in cases that an officer can check by hand. Day 1 is 1 January, day 100 is 9 April."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanhu_kpi.days import year_end
from nanhu_kpi.model import Direction, Kind, Pace
from nanhu_kpi.scorecard.kinds import default_pace
from nanhu_kpi.scorecard.pace import expected_share, is_over, planned
from tests.support.builders import measure
from tests.support.standings import (
    AT_LEAST,
    AT_MOST,
    DUE,
    LAST,
    LINEAR,
    MILESTONE,
    NONE,
    RATIO,
    SCHEDULE,
    SUM,
    agreed,
    day_number,
    on,
)  # fmt: skip

MEASURES = {kind: measure("JJ03", "JJ-G1", kind) for kind in Kind}
COUNTED = MEASURES[SUM]
# 40 by 20 January, 70 by 19 February, 100 by 9 April.
STEPS = [(day_number(20), "40"), (day_number(50), "70"), (day_number(100), "100")]


@pytest.mark.parametrize(
    ("pace", "as_of", "share"),
    [
        (LINEAR, date(2024, 1, 1), "0.0100"),
        (LINEAR, date(2024, 2, 19), "0.5000"),
        (LINEAR, date(2024, 4, 8), "0.9900"),
        (LINEAR, date(2024, 4, 9), "1.0000"),
        (LINEAR, date(2024, 4, 10), "1.0000"),
        (LINEAR, date(2025, 1, 1), "1.0000"),
        (LINEAR, date(2023, 12, 31), "0.0000"),
        (NONE, date(2024, 1, 1), "1.0000"),
        (NONE, date(2024, 4, 10), "1.0000"),
        (NONE, date(2023, 12, 31), "0.0000"),
    ],
)
def test_the_pace_expects_its_share_of_the_days_or_all_at_once_and_nothing_before_the_year(
    pace: Pace, as_of: date, share: str
) -> None:
    assert str(expected_share(COUNTED, agreed("66", pace), on(as_of))) == share


def test_a_linear_pace_expects_nothing_before_its_start() -> None:
    target = agreed("66", start=date(2024, 3, 1), due=date(2024, 3, 10))
    shares = [expected_share(COUNTED, target, on(date(2024, month, day))) for month, day in [(2, 29), (3, 1), (3, 10)]]
    assert shares == [0, Decimal("0.1"), 1]


@pytest.mark.parametrize(
    ("carried", "as_of", "share"),
    [
        ("40", date(2024, 1, 1), "0.4060"),
        ("40", date(2024, 2, 19), "0.7000"),
        ("40", date(2024, 4, 9), "1.0000"),
        ("40", date(2023, 12, 31), "0.0000"),
        ("0", date(2024, 2, 19), "0.5000"),
        # More than the target was brought: no more than all of it is expected.
        ("130", date(2024, 1, 1), "1.0000"),
        ("130", date(2024, 4, 8), "1.0000"),
    ],
)
def test_a_milestone_carried_over_new_year_is_expected_to_go_on_from_its_reading(
    carried: str, as_of: date, share: str
) -> None:
    assert str(expected_share(COUNTED, agreed("100"), on(as_of), Decimal(carried))) == share


def test_a_carried_milestone_goes_on_from_its_reading_only_once_its_start_has_come() -> None:
    target = agreed("100", start=date(2024, 3, 1), due=date(2024, 3, 10))
    assert str(expected_share(COUNTED, target, on(date(2024, 2, 29)), Decimal(40))) == "0.4000"


@pytest.mark.parametrize(
    ("as_of", "today", "over"),
    [
        ("2024-04-08", "2024-06-01", False),
        ("2024-04-09", "2024-04-08", False),
        ("2024-04-09", "2024-04-09", False),
        ("2024-04-09", "2024-04-10", True),
        ("2024-04-10", "2024-04-10", True),
        ("2024-04-10", "2024-04-01", True),
    ],
)
def test_the_due_day_is_over_after_it_or_on_it_when_today_is_later(as_of: str, today: str, over: bool) -> None:
    assert is_over(DUE, on(date.fromisoformat(as_of), date.fromisoformat(today))) is over


@pytest.mark.parametrize(
    ("kind", "direction", "pace"),
    [
        (SUM, AT_LEAST, LINEAR),
        (SUM, AT_MOST, NONE),
        (LAST, AT_LEAST, NONE),
        (LAST, AT_MOST, NONE),
        (MILESTONE, AT_LEAST, LINEAR),
    ],
)
def test_what_accumulates_has_an_even_pace_and_the_rest_none(kind: Kind, direction: Direction, pace: Pace) -> None:
    assert default_pace(kind, direction) is pace


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (0, "0.0000"),
        (1, "0.0200"),
        (10, "0.2000"),
        (19, "0.3800"),
        (20, "0.4000"),
        (21, "0.4100"),
        (35, "0.5500"),
        (50, "0.7000"),
        (75, "0.8500"),
        (99, "0.9940"),
        (100, "1.0000"),
        (101, "1.0000"),
        (366, "1.0000"),
    ],
)
@pytest.mark.parametrize("kind", [SUM, MILESTONE])
def test_a_schedule_rises_straight_from_0_to_its_first_point_between_points_and_is_flat_after_the_last(
    kind: Kind, day: int, share: str
) -> None:
    target = agreed("100", SCHEDULE, schedule=STEPS)
    assert str(expected_share(MEASURES[kind], target, on(day_number(day)))) == share


@pytest.mark.parametrize(
    ("day", "share"),
    [(1, "0.0000"), (19, "0.0000"), (20, "0.4000"), (21, "0.4000"), (49, "0.4000"), (50, "0.7000"), (99, "0.7000"),
     (100, "1.0000"), (101, "1.0000")],
)  # fmt: skip
@pytest.mark.parametrize("kind", [LAST, RATIO])
def test_of_readings_a_schedule_is_a_staircase(kind: Kind, day: int, share: str) -> None:
    target = agreed("100", SCHEDULE, schedule=STEPS)
    assert str(expected_share(MEASURES[kind], target, on(day_number(day)))) == share


@pytest.mark.parametrize(
    ("day", "share"), [(9, "0.0000"), (10, "0.0000"), (11, "0.0400"), (15, "0.2000"), (20, "0.4000"), (35, "0.5500")]
)
def test_a_schedule_is_at_0_through_the_day_before_its_start(day: int, share: str) -> None:
    target = agreed("100", SCHEDULE, start=day_number(11), schedule=STEPS)
    assert str(expected_share(COUNTED, target, on(day_number(day)))) == share


def test_a_first_point_on_the_start_day_is_expected_whole_on_that_day() -> None:
    target = agreed("100", SCHEDULE, start=day_number(20), schedule=STEPS)
    assert [expected_share(COUNTED, target, on(day_number(day))) for day in (19, 20)] == [0, Decimal("0.4")]


@pytest.mark.parametrize(
    ("target", "points", "day", "share"),
    [
        ("200", [(20, "50"), (100, "200")], 20, "0.2500"),
        ("200", [(20, "50"), (100, "200")], 60, "0.6250"),
        ("3", [(20, "1"), (50, "2"), (100, "3")], 20, "0.3333"),
        ("3", [(20, "1"), (50, "2"), (100, "3")], 50, "0.6667"),
        ("3", [(20, "0"), (100, "3")], 20, "0.0000"),
        ("3", [(20, "0"), (100, "3")], 60, "0.5000"),
        ("38.17", [(50, "0"), (100, "38.17")], 75, "0.5000"),
        ("100", [(20, "40"), (50, "40"), (100, "100")], 35, "0.4000"),
        ("-100", [(50, "-40"), (100, "-100")], 25, "0.2000"),
        ("-100", [(50, "-40"), (100, "-100")], 50, "0.4000"),
    ],
)
def test_a_schedule_expects_its_planned_value_as_a_share_of_the_target(
    target: str, points: list[tuple[int, str]], day: int, share: str
) -> None:
    schedule = [(day_number(number), value) for number, value in points]
    assert str(expected_share(COUNTED, agreed(target, SCHEDULE, schedule=schedule), on(day_number(day)))) == share


def test_a_schedule_plans_values_between_its_points_exactly() -> None:
    target = agreed("3", SCHEDULE, schedule=[(day_number(3), "1"), (day_number(100), "3")])
    assert [planned(SUM, target, day_number(day)) for day in (0, 1, 2, 3)] == [0, Fraction(1, 3), Fraction(2, 3), 1]
    assert [planned(LAST, target, day_number(day)) for day in (0, 1, 2, 3)] == [0, 0, 0, 1]


def test_a_scheduled_milestone_keeps_to_its_schedule_whatever_it_brought_over_new_year() -> None:
    target = agreed("100", SCHEDULE, schedule=STEPS)
    assert expected_share(MEASURES[MILESTONE], target, on(day_number(10)), Decimal(40)) == Decimal("0.2")


amounts = st.integers(1, 10**7).map(lambda amount: Decimal(amount).scaleb(-4))


@given(value=amounts, start=st.integers(1, 366), length=st.integers(0, 365), day=st.integers(-10, 400))
def test_a_schedule_of_one_point_is_the_even_pace(value: Decimal, start: int, length: int, day: int) -> None:
    due = min(start + length, 366)
    first, last = day_number(start), day_number(due)
    scheduled = agreed(str(value), SCHEDULE, start=first, due=last, schedule=[(last, str(value))])
    even = agreed(str(value), LINEAR, start=first, due=last)
    assert expected_share(COUNTED, scheduled, on(day_number(day))) == expected_share(COUNTED, even, on(day_number(day)))


@given(
    points=st.dictionaries(st.integers(1, 366), amounts, min_size=1, max_size=6), kind=st.sampled_from(Kind),
    lead=st.integers(0, 365), day=st.integers(-10, 400),
)  # fmt: skip
def test_a_rising_schedule_never_falls_and_meets_its_points(
    points: dict[int, Decimal], kind: Kind, lead: int, day: int
) -> None:
    numbers, values = sorted(points), sorted(points.values())
    start = max(1, numbers[0] - lead)
    schedule = [(day_number(number), str(value)) for number, value in zip(numbers, values, strict=True)]
    target = agreed(str(values[-1]), SCHEDULE, start=day_number(start), due=day_number(numbers[-1]), schedule=schedule)
    expected = [expected_share(MEASURES[kind], target, on(day_number(number))) for number in (day, day + 1)]
    assert 0 <= expected[0] <= expected[1] <= 1
    for point_day, value in schedule:
        assert planned(kind, target, point_day) == Fraction(value)
    assert planned(kind, target, day_number(start - 1)) == 0
    assert planned(kind, target, year_end(2024)) == Fraction(values[-1])
    assert expected_share(MEASURES[kind], target, on(date(2023, 12, 31))) == 0


def test_a_milestone_carried_above_its_target_is_expected_at_all_of_it() -> None:
    for day in (date(2024, 1, 1), DUE):
        assert expected_share(MEASURES[MILESTONE], agreed("80"), on(day), Decimal(90)) == 1
