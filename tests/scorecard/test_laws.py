"""What holds for every scorecard, whatever was agreed and reported."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from nanhu_kpi.model import NO_DATA, Actual, Direction, Kind, Light, Origin, Pace, Status, Target
from nanhu_kpi.quantity import value_of
from nanhu_kpi.scorecard.attainment import attainment
from nanhu_kpi.scorecard.card import counts, scorecard_of, scored
from nanhu_kpi.scorecard.facts import Days, Standing, Thresholds
from nanhu_kpi.scorecard.pace import expected_share, is_over
from tests.support.builders import measure

AT_LEAST, AT_MOST = Direction.AT_LEAST, Direction.AT_MOST
NEW_YEAR, END_OF_FIRST_WEEK = date(2024, 1, 1), date(2024, 1, 7)
BEST_FIRST = [Status.MET, Status.AHEAD, Status.ON_TRACK, Status.BEHIND, Status.FAR_BEHIND, Status.OVERDUE]

values = (st.integers(-50_000, 50_000) | st.integers(-(10**9), 10**13)).map(value_of)
positives = (st.integers(1, 50_000) | st.integers(1, 10**13)).map(value_of)
increments = st.integers(0, 10**12).map(value_of)
days_of_2024 = st.integers(0, 365).map(lambda number: NEW_YEAR + timedelta(days=number))
around = st.integers(-9, 9).map(lambda number: timedelta(days=number))
directions = st.sampled_from(Direction)
COUNTED = measure("JJ03", "JJ-G1", Kind.SUM)


def told(value: Decimal | int | str | None) -> Actual:
    """Return an actual of one entry, or no data."""
    return NO_DATA if value is None else Actual(Decimal(value), 0, 1, NEW_YEAR)


def agreed(value: Decimal | int | str, pace: Pace = Pace.LINEAR, due: date = date(2024, 12, 31)) -> Target:
    """Return a target for 2024 from 1 January."""
    return Target(bytes(16), "JJ03", 2024, Decimal(value), NEW_YEAR, due, pace, Origin.OFFICER, NEW_YEAR)


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """Return a measure of 2024 with any target and any actual, either of them missing at times."""
    kind = draw(st.sampled_from(Kind))
    direction = AT_LEAST if kind is Kind.MILESTONE else draw(directions)
    fitting = st.integers(0, 10**6).map(value_of) if kind is Kind.MILESTONE else values
    paces = [Pace.NONE] if (kind, direction) == (Kind.SUM, AT_MOST) else list(Pace)
    value = draw(fitting)
    # Any actual, and one near the target, where a status turns.
    most = 20 if kind is Kind.MILESTONE else 21
    near = st.integers(17, most).map(lambda twentieths: value * twentieths / 20)
    target = st.builds(agreed, st.just(value), st.sampled_from(paces), days_of_2024)
    actual = st.builds(told, st.none() | fitting | near)
    return Standing(measure("JJ03", "JJ-G1", kind, direction=direction), draw(st.none() | target), draw(actual))


@st.composite
def some_days(draw: st.DrawFn) -> Days:
    """Return days of 2024's scorecard, in the year before, in it, ahead of today or long after."""
    numbers = st.integers(-12, 375) | st.integers(-3, 3)
    return Days(2024, *(NEW_YEAR + timedelta(days=draw(numbers)) for _ in range(2)))


@given(target=st.integers(-5, 5) | st.integers(-(10**9), 10**13), steps=st.integers(-3, 3), direction=directions)
def test_attainment_is_1_or_more_exactly_when_the_target_is_reached(
    target: int, steps: int, direction: Direction
) -> None:
    # A few ten-thousandths beside the target, where rounding would take one for the other.
    is_there = steps >= 0 if direction is AT_LEAST else steps <= 0
    assert (attainment(value_of(target + steps), value_of(target), direction) >= 1) is is_there


@given(value=values, target=values, more=increments)
def test_attainment_never_falls_when_an_increment_is_added(value: Decimal, target: Decimal, more: Decimal) -> None:
    assert attainment(value + more, target, AT_LEAST) >= attainment(value, target, AT_LEAST)


@given(value=values, target=values, more=increments)
def test_attainment_under_a_ceiling_never_rises_when_an_increment_is_added(
    value: Decimal, target: Decimal, more: Decimal
) -> None:
    assert attainment(value + more, target, AT_MOST) <= attainment(value, target, AT_MOST) <= 1


@given(value=values, target=values, direction=directions, power=st.integers(1, 4))
def test_a_unit_ten_times_smaller_leaves_attainment_as_it_is(
    value: Decimal, target: Decimal, direction: Direction, power: int
) -> None:
    scale = 10**power
    assert attainment(value * scale, target * scale, direction) == attainment(value, target, direction)


@given(value=values, target=positives)
def test_attainment_is_within_a_ten_thousandth_of_the_exact_share(value: Decimal, target: Decimal) -> None:
    share = attainment(value, target, AT_LEAST)
    assert abs(Fraction(share) - Fraction(value) / Fraction(target)) <= Fraction(1, 10_000)
    assert share.as_tuple().exponent == -4


@given(standing=standings(), days=some_days())
def test_the_gap_is_a_hundred_times_the_difference_exactly(standing: Standing, days: Days) -> None:
    score = scored(standing, days, Thresholds())
    if score.gap is not None and score.attainment is not None and score.expected is not None:
        assert Fraction(score.gap) == 100 * (Fraction(score.attainment) - Fraction(score.expected))
    else:
        assert standing.target is None or standing.actual.value is None


# A milestone may be carried over New Year with more than this year's target.
@given(carried=st.none() | st.integers(0, 200).map(Decimal), due=days_of_2024, looked=st.integers(-10, 380))
def test_what_is_expected_of_an_even_pace_lies_between_0_and_1_and_never_falls(
    carried: Decimal | None, due: date, looked: int
) -> None:
    target = agreed(100, due=due)
    as_of = NEW_YEAR + timedelta(days=looked)
    days, tomorrow = Days(2024, as_of, as_of), Days(2024, as_of + timedelta(days=1), as_of)
    assert (
        0 <= expected_share(COUNTED, target, days, carried) <= expected_share(COUNTED, target, tomorrow, carried) <= 1
    )


@given(standing=standings(), days=some_days(), other=values)
def test_the_status_rests_on_nothing_but_target_value_pace_and_days(
    standing: Standing, days: Days, other: Decimal
) -> None:
    changed = standing._replace(
        measure=standing.measure._replace(code="MS09", area="MS", goal="MS-G1", unit="名", owner="民政", source="0"),
        actual=standing.actual._replace(qualifier=3, entries=99, last_day=date(2024, 5, 5)),
        week_ago=told(other),
        baseline=told(other),
        baseline_to_date=told(other),
    )
    before, after = scored(standing, days, Thresholds()), scored(changed, days, Thresholds())
    assert (before.status, before.light) == (after.status, after.light)


@given(standing=standings(), days=some_days(), power=st.integers(1, 4))
def test_the_status_of_a_sum_or_reading_does_not_change_with_its_unit(
    standing: Standing, days: Days, power: int
) -> None:
    if standing.measure.kind is Kind.MILESTONE or standing.target is None or standing.actual.value is None:
        return
    assert standing.target.value is not None
    scaled = standing._replace(
        target=standing.target._replace(value=standing.target.value * 10**power),
        actual=standing.actual._replace(value=standing.actual.value * 10**power),
    )
    assert scored(scaled, days, Thresholds()).status is scored(standing, days, Thresholds()).status


@given(standing=standings(), days=some_days())
def test_there_is_no_light_without_target_data_and_a_begun_year(standing: Standing, days: Days) -> None:
    score = scored(standing, days, Thresholds())
    # The first week of reporting is that of 1 January 2024, a Monday.
    first_week_over = days.as_of > END_OF_FIRST_WEEK or days.as_of == END_OF_FIRST_WEEK < days.today
    waited_for = score.status is Status.UNREPORTED and not first_week_over
    assert (score.light is None) is (score.status is Status.NO_TARGET or waited_for or days.as_of < NEW_YEAR)


@given(standing=standings(), days=some_days())
def test_reporting_a_0_where_nothing_was_reported_changes_no_light_until_the_due_day_is_over(
    standing: Standing, days: Days
) -> None:
    silent = standing._replace(actual=NO_DATA)
    score = scored(silent, days, Thresholds())
    if score.status is not Status.UNREPORTED or score.light is None:
        return
    # A reading of 0 may be the best or the worst there is: that nobody gave one is yellow.
    accumulates = standing.measure.kind in (Kind.SUM, Kind.MILESTONE)
    with_0 = scored(silent._replace(actual=told(0)), days, Thresholds()).light
    assert score.light is (with_0 if accumulates else Light.YELLOW)


@given(standing=standings(), days=some_days())
def test_when_the_due_day_is_over_silence_is_red_whatever_was_agreed(standing: Standing, days: Days) -> None:
    score = scored(standing._replace(actual=NO_DATA), days, Thresholds())
    if standing.target and is_over(standing.target.due, days):
        assert (score.status, score.light) == (Status.OVERDUE, Light.RED)
    else:
        assert score.status in (Status.NO_TARGET, Status.UNREPORTED)


@given(standing=standings(), days=some_days())
def test_in_a_year_in_which_nothing_was_recorded_nothing_has_a_light(standing: Standing, days: Days) -> None:
    score = scored(standing._replace(actual=NO_DATA, office_silent=True), days, Thresholds())
    assert score.light is None
    assert score.status is (Status.UNREPORTED if standing.target else Status.NO_TARGET)


@given(percent=st.integers(80, 120), hundredth=positives, direction=directions, due=days_of_2024, days=some_days())
def test_without_pace_a_reading_is_green_only_when_it_has_reached_its_target(
    percent: int, hundredth: Decimal, direction: Direction, due: date, days: Days
) -> None:
    reading = measure("JJ03", "JJ-G1", Kind.LAST, direction=direction)
    score = scored(
        Standing(reading, agreed(100 * hundredth, Pace.NONE, due), told(percent * hundredth)), days, Thresholds()
    )
    assert score.light is not Light.GREEN or score.status is Status.MET


@given(
    percent=st.integers(0, 110), more=st.integers(1, 30), hundredth=positives, due=days_of_2024,
    looked=st.integers(-10, 380),
)  # fmt: skip
def test_more_of_a_sum_never_makes_its_status_worse(
    percent: int, more: int, hundredth: Decimal, due: date, looked: int
) -> None:
    days = Days(2024, NEW_YEAR + timedelta(days=looked), NEW_YEAR + timedelta(days=looked))
    standing = Standing(measure("JJ03", "JJ-G1", Kind.SUM), agreed(100 * hundredth, due=due), told(percent * hundredth))
    before = scored(standing, days, Thresholds()).status
    after = scored(standing._replace(actual=told((percent + more) * hundredth)), days, Thresholds()).status
    assert BEST_FIRST.index(after) <= BEST_FIRST.index(before)


@given(
    tenths=st.integers(0, 12), tenth=positives, due=days_of_2024, looked=around, today=around, wait=st.integers(1, 9)
)
def test_waiting_without_progress_never_makes_a_status_better(
    tenths: int, tenth: Decimal, due: date, looked: timedelta, today: timedelta, wait: int
) -> None:
    # Around the due day, where a status turns.
    days = Days(2024, due + looked, due + today)
    standing = Standing(measure("JJ03", "JJ-G1", Kind.SUM), agreed(10 * tenth, due=due), told(tenths * tenth))
    later = days._replace(as_of=days.as_of + timedelta(days=wait))
    before, after = (scored(standing, day, Thresholds()).status for day in (days, later))
    assert BEST_FIRST.index(after) >= BEST_FIRST.index(before)


@given(standing=standings(), days=some_days())
def test_what_is_required_each_week_makes_up_what_remains_and_is_never_more(standing: Standing, days: Days) -> None:
    score = scored(standing, days, Thresholds())
    if score.required_per_week is None or score.remaining is None or score.target is None:
        return
    weeks = max(Fraction((score.target.due - days.as_of).days, 7), Fraction(1))
    assert score.remaining > 0
    assert score.required_per_week <= score.remaining.quantize(Decimal("0.0001"), ROUND_CEILING)  # as far as is shown
    assert abs(Fraction(score.required_per_week) * weeks - Fraction(score.remaining)) <= weeks / 20_000


@given(rows=st.lists(standings(), max_size=8), days=some_days())
def test_counts_name_every_status_and_add_up_to_the_rows(rows: list[Standing], days: Days) -> None:
    card = scorecard_of(rows, days, lambda _code: Thresholds())
    found = counts(card.scores)
    assert list(found) == list(Status)
    assert sum(found.values()) == len(rows)
    assert [score.measure for score in card.scores] == [standing.measure for standing in rows]
