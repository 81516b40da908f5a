"""How long a light lasts, held to the rule itself, a day at a time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import event, given
from hypothesis import strategies as st

from nanhu_kpi.days import year_end
from nanhu_kpi.model import Actual, Cadence, Direction, Kind, Light, Origin, Pace, Target
from nanhu_kpi.scorecard.card import scored, with_turn
from nanhu_kpi.scorecard.facts import Days, Standing, Thresholds
from nanhu_kpi.scorecard.turn import Turn
from tests.support.builders import measure

NEW_YEAR = date(2024, 1, 1)
days_of_2024 = st.integers(0, 365).map(lambda number: NEW_YEAR + timedelta(days=number))
numbers = (st.integers(1, 120) | st.integers(-20, 120)).map(Decimal)


@st.composite
def targets(draw: st.DrawFn, direction: Direction, effective: date = NEW_YEAR) -> Target:
    """Return any revision that the file may hold, with any pace, and now and then a withdrawal."""
    start, due = sorted((draw(days_of_2024), draw(days_of_2024)))
    pace = draw(st.sampled_from(Pace)) if direction is Direction.AT_LEAST else Pace.NONE
    value: Decimal | None = draw(numbers)
    schedule: tuple[tuple[date, Decimal], ...] = ()
    if pace is Pace.SCHEDULE:
        through = sorted({due, *draw(st.lists(st.dates(start, due), max_size=3))})
        totals = sorted(draw(st.lists(st.integers(1, 100), min_size=len(through), max_size=len(through))))
        schedule = tuple(zip(through, map(Decimal, totals), strict=True))
        value = schedule[-1][1]
    elif effective > NEW_YEAR and draw(st.integers(0, 4)) == 0:
        value = None
    return Target(bytes(16), "JJ03", 2024, value, start, due, pace, Origin.OFFICER, effective, schedule)


@st.composite
def standings(draw: st.DrawFn, as_of: date) -> Standing:
    kind = draw(st.sampled_from(Kind))
    direction = Direction.AT_LEAST if kind is Kind.MILESTONE else draw(st.sampled_from(Direction))
    retired = draw(st.none() | st.none() | st.dates(as_of + timedelta(days=1), date(2025, 3, 1)))
    own = measure("JJ03", "JJ-G1", kind, direction=direction)._replace(
        cadence=draw(st.sampled_from(Cadence)), retired_on=retired
    )
    target = draw(targets(direction))
    # Near what the day expects, where a light is about to turn.
    passed = (as_of - NEW_YEAR).days + 1
    near = st.integers(-30, 30).map(lambda points: (target.value or Decimal(0)) * (passed * 100 // 366 + points) / 100)
    actual = draw(st.none() | numbers | near | near | near)
    coming = sorted(draw(st.lists(st.dates(as_of, date(2024, 12, 31)), max_size=2)))
    return Standing(
        own,
        target,
        Actual() if actual is None else Actual(actual, 0, 1, NEW_YEAR, 1),
        carried=draw(st.none() | st.integers(0, 99).map(Decimal)) if kind is Kind.MILESTONE else None,
        coming=tuple(draw(targets(direction, day)) for day in coming if day > as_of),
    )


@given(data=st.data(), as_of=days_of_2024, ahead=st.integers(-40, 400), behind=st.integers(-40, 0))
def test_a_light_turns_on_the_day_on_which_status_gives_another(
    data: st.DataObject, as_of: date, ahead: int, behind: int
) -> None:
    standing = data.draw(standings(as_of))
    days = Days(2024, as_of, as_of + timedelta(days=ahead))
    thresholds = Thresholds(Decimal(behind), Decimal(behind - 20))
    held_to_every_day(standing, days, thresholds)


def held_to_every_day(standing: Standing, days: Days, thresholds: Thresholds) -> None:
    row = with_turn(scored(standing, days, thresholds), standing, days, thresholds)
    last = year_end(2024) + timedelta(days=1)
    if standing.measure.retired_on:
        last = min(last, standing.measure.retired_on - timedelta(days=1))
    expected = None
    day = days.as_of + timedelta(days=1)
    while expected is None and day <= last and row.light in (Light.GREEN, Light.YELLOW):
        in_force = [target for target in standing.coming if target.effective_on <= day]
        then = standing._replace(target=in_force[-1] if in_force else standing.target)
        light = scored(then, Days(2024, min(day, year_end(2024)), max(day, days.today)), thresholds).light
        if light is not row.light:
            expected = Turn((day - days.as_of).days, day, light)
        day += timedelta(days=1)
    event(f"{row.light} to {expected.light if expected else 'the end'}")
    assert row.turn == expected


def agreed(value: int, due: date = date(2024, 12, 31), pace: Pace = Pace.LINEAR) -> Target:
    return Target(bytes(16), "JJ03", 2024, Decimal(value), NEW_YEAR, due, pace, Origin.OFFICER, NEW_YEAR)


def turn(actual: int | None, target: Target, as_of: date, kind: Kind = Kind.SUM) -> Turn | None:
    reported = Actual() if actual is None else Actual(Decimal(actual), 0, 1, NEW_YEAR, 1)
    standing, days = Standing(measure("JJ03", "JJ-G1", kind), target, reported), Days(2024, as_of, as_of)
    return with_turn(scored(standing, days, Thresholds()), standing, days, Thresholds()).turn


def test_of_366_days_a_count_of_50_percent_is_yellow_from_the_day_that_expects_more_than_60() -> None:
    # 220 of 366 days are 60.11 %, 219 are 59.84 %.
    assert turn(183, agreed(366), date(2024, 7, 1)) == Turn(37, date(2024, 8, 7), Light.YELLOW)
    # 293 days are 80.05 %: more than 30 points behind.
    assert turn(183, agreed(366), date(2024, 8, 7)) == Turn(73, date(2024, 10, 19), Light.RED)


def test_what_is_short_on_31_december_turns_red_on_new_years_day() -> None:
    assert turn(350, agreed(366), date(2024, 12, 31)) == Turn(1, date(2025, 1, 1), Light.RED)


def test_what_is_reached_does_not_turn() -> None:
    assert turn(366, agreed(366), date(2024, 7, 1)) is None


def test_a_red_light_and_none_do_not_turn() -> None:
    assert turn(0, agreed(366), date(2024, 7, 1)) is None
    assert turn(None, agreed(366), date(2024, 1, 3)) is None


def test_a_reading_short_of_its_target_turns_red_when_its_due_day_is_over() -> None:
    target = agreed(100, date(2024, 9, 30), Pace.NONE)
    assert turn(95, target, date(2024, 7, 1), Kind.LAST) == Turn(92, date(2024, 10, 1), Light.RED)


def test_a_light_turns_on_the_last_day_of_a_measure_and_on_none_after() -> None:
    own = measure("JJ03", "JJ-G1", Kind.SUM)._replace(cadence=Cadence.YEARLY)
    standing = Standing(own, agreed(366), Actual(Decimal(100), 0, 1, NEW_YEAR, 1))
    days = Days(2024, date(2024, 4, 1), date(2024, 4, 1))

    def turn_before(retired: date | None) -> Turn | None:
        left = standing._replace(measure=own._replace(retired_on=retired))
        return with_turn(scored(left, days, Thresholds()), left, days, Thresholds()).turn

    natural = turn_before(None)
    assert natural
    assert turn_before(natural.day + timedelta(days=1)) == natural
    assert turn_before(natural.day) is None
