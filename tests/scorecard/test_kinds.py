"""Kinds and profiles in cases that an officer can check by hand. A target is due on 9 April, halfway is 19 February."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from nanhu_kpi.model import Direction, Kind, Light, Status
from nanhu_kpi.scorecard.card import scorecard_of, scored
from nanhu_kpi.scorecard.facts import Standing, Thresholds
from nanhu_kpi.settings import Settings, settings_from
from tests.support.builders import measure
from tests.support.standings import (
    AT_LEAST,
    AT_MOST,
    DAY_50,
    DUE,
    LAST,
    LINEAR,
    MILESTONE,
    RATIO,
    SCHEDULE,
    SUM,
    TODAY,
    agreed,
    day_number,
    on,
    row,
    told,
)  # fmt: skip

AFTER = date(2024, 4, 10)


@pytest.mark.parametrize(
    ("above", "below", "target", "direction", "shares", "status"),
    [
        # 90 %, 45 of 50, where 90 % was agreed; then less and less.
        (45, 50, "90", AT_LEAST, ("1.0000", "0.00"), Status.MET),
        (44, 50, "90", AT_LEAST, ("0.9778", "-2.22"), Status.BEHIND),
        (81, 100, "90", AT_LEAST, ("0.9000", "-10.00"), Status.BEHIND),
        (80, 100, "90", AT_LEAST, ("0.8889", "-11.11"), Status.FAR_BEHIND),
        (36, 50, "90", AT_LEAST, ("0.8000", "-20.00"), Status.FAR_BEHIND),
        (2, 3, "66.67", AT_LEAST, ("0.9999", "-0.01"), Status.BEHIND),
        (2, 3, "66.6667", AT_LEAST, ("0.9999", "-0.01"), Status.BEHIND),
        (2, 3, "66.66", AT_LEAST, ("1.0001", "0.01"), Status.MET),
        # At most 5 of 100 complaints may come twice.
        (5, 100, "5", AT_MOST, ("1.0000", "0.00"), Status.MET),
        (0, 100, "5", AT_MOST, ("1.0000", "0.00"), Status.MET),
        (21, 400, "5", AT_MOST, ("0.9524", "-4.76"), Status.BEHIND),
        (6, 100, "5", AT_MOST, ("0.8333", "-16.67"), Status.FAR_BEHIND),
        (8, 100, "5", AT_MOST, ("0.6250", "-37.50"), Status.FAR_BEHIND),
        (1, 3, "33.33", AT_MOST, ("0.9999", "-0.01"), Status.BEHIND),
        (1, 3, "33.3333", AT_MOST, ("0.9999", "-0.01"), Status.BEHIND),
        (1, 3, "33.34", AT_MOST, ("1.0000", "0.00"), Status.MET),
    ],
)
def test_a_ratio_short_of_its_target_is_never_green(
    *, above: int, below: int, target: str, direction: Direction, shares: tuple[str, str], status: Status
) -> None:
    found = row(Fraction(100 * above, below), target, kind=RATIO, direction=direction)
    assert (str(found.attainment), f"{found.gap:.2f}", found.status) == (*shares, status)


def test_a_ratio_with_an_even_pace_may_be_ahead_of_it() -> None:
    assert row(Fraction(60), "100", kind=RATIO, pace=LINEAR).status is Status.AHEAD


@pytest.mark.parametrize(
    ("rank", "as_of", "share", "remaining", "status", "light"),
    [
        ("1", DAY_50, "1.0000", "9", Status.MET, Light.GREEN),
        ("10", DAY_50, "1.0000", "0", Status.MET, Light.GREEN),
        ("11", DAY_50, "0.9091", "-1", Status.BEHIND, Light.YELLOW),
        ("12", DAY_50, "0.8333", "-2", Status.FAR_BEHIND, Light.RED),
        ("40", DAY_50, "0.2500", "-30", Status.FAR_BEHIND, Light.RED),
        ("10", AFTER, "1.0000", "0", Status.MET, Light.GREEN),
        ("11", AFTER, "0.9091", "-1", Status.OVERDUE, Light.RED),
    ],
)
def test_a_rank_among_the_first_10_is_better_the_smaller_it_is(
    *, rank: str, as_of: date, share: str, remaining: str, status: Status, light: Light
) -> None:
    found = row(rank, "10", kind=LAST, direction=AT_MOST, as_of=as_of)
    assert (str(found.attainment), found.remaining, found.status, found.light) == (
        share,
        Decimal(remaining),
        status,
        light,
    )
    assert found.expected == 1
    assert found.required_per_week is None


@pytest.mark.parametrize(
    ("kind", "direction", "target", "actual", "share", "status", "status_after"),
    [
        # No accident at all.
        (SUM, AT_MOST, "0", "0", "1", Status.ON_TRACK, Status.MET),
        (SUM, AT_MOST, "0", "1", "0", Status.EXCEEDED, Status.EXCEEDED),
        (LAST, AT_MOST, "0", "0", "1", Status.MET, Status.MET),
        (LAST, AT_MOST, "0", "0.0001", "0", Status.FAR_BEHIND, Status.OVERDUE),
        (RATIO, AT_MOST, "0", "0", "1", Status.MET, Status.MET),
        (RATIO, AT_MOST, "0", "2", "0", Status.FAR_BEHIND, Status.OVERDUE),
        # Growth, if only none.
        (SUM, AT_LEAST, "0", "0", "1", Status.MET, Status.MET),
        (SUM, AT_LEAST, "0", "7", "1", Status.MET, Status.MET),
        (SUM, AT_LEAST, "0", "-1", "0", Status.FAR_BEHIND, Status.OVERDUE),
        (LAST, AT_LEAST, "0", "0", "1", Status.MET, Status.MET),
        (LAST, AT_LEAST, "0", "-0.1", "0", Status.FAR_BEHIND, Status.OVERDUE),
        (RATIO, AT_LEAST, "0", "-0.1", "0", Status.FAR_BEHIND, Status.OVERDUE),
        # A fall of 3 at most, and a fall of 3 or more.
        (SUM, AT_LEAST, "-3", "-2", "1", Status.MET, Status.MET),
        (SUM, AT_LEAST, "-3", "-3", "1", Status.MET, Status.MET),
        (SUM, AT_LEAST, "-3", "-4", "0", Status.FAR_BEHIND, Status.OVERDUE),
        (LAST, AT_MOST, "-3", "-4", "1", Status.MET, Status.MET),
        (LAST, AT_MOST, "-3", "-2", "0", Status.FAR_BEHIND, Status.OVERDUE),
        (SUM, AT_MOST, "-3", "-4", "1", Status.ON_TRACK, Status.MET),
        (SUM, AT_MOST, "-3", "-2", "0", Status.EXCEEDED, Status.EXCEEDED),
    ],
)
def test_a_target_of_0_or_below_is_reached_or_not_and_nothing_between(
    *, kind: Kind, direction: Direction, target: str, actual: str, share: str, status: Status, status_after: Status
) -> None:
    halfway, after = (row(actual, target, kind=kind, direction=direction, as_of=day) for day in (DAY_50, AFTER))
    assert halfway.attainment == after.attainment == Decimal(share)
    assert (halfway.status, after.status) == (status, status_after)
    assert halfway.remaining == Decimal(target) - Decimal(actual)


@pytest.mark.parametrize(
    ("kind", "before_due", "once_over"),
    [(SUM, Status.ON_TRACK, Status.MET), (LAST, Status.MET, Status.MET), (RATIO, Status.MET, Status.MET)],
)
def test_of_all_that_is_to_stay_low_only_a_sum_waits_for_its_due_day_to_be_met(
    kind: Kind, before_due: Status, once_over: Status
) -> None:
    found = [row("8", "10", kind=kind, direction=AT_MOST, as_of=day).status for day in (DAY_50, AFTER)]
    assert found == [before_due, once_over]


@pytest.mark.parametrize(
    ("kind", "as_of", "status"),
    [
        (SUM, DAY_50, Status.EXCEEDED),
        (SUM, AFTER, Status.EXCEEDED),
        (LAST, DAY_50, Status.BEHIND),
        (LAST, AFTER, Status.OVERDUE),
        (RATIO, DAY_50, Status.BEHIND),
        (RATIO, AFTER, Status.OVERDUE),
    ],
)
def test_of_all_that_is_to_stay_low_only_a_sum_cannot_come_back_below(kind: Kind, as_of: date, status: Status) -> None:
    assert row("11", "10", kind=kind, direction=AT_MOST, as_of=as_of).status is status


# Brought over New Year at 40, the work is expected to go on evenly to 100 on 9 April: 0.6 a day.
@pytest.mark.parametrize(
    ("reading", "as_of", "shown", "expected", "gap", "status"),
    [
        (None, date(2024, 1, 1), "40", "0.4060", "-0.60", Status.UNREPORTED),
        (None, DAY_50, "40", "0.7000", "-30.00", Status.UNREPORTED),
        (None, AFTER, "40", "1.0000", "-60.00", Status.OVERDUE),
        ("40", date(2024, 1, 1), "40", "0.4060", "-0.60", Status.ON_TRACK),
        ("41", date(2024, 1, 1), "41", "0.4060", "0.40", Status.AHEAD),
        ("30", date(2024, 1, 1), "30", "0.4060", "-10.60", Status.BEHIND),
        ("55", date(2024, 1, 25), "55", "0.5500", "0.00", Status.ON_TRACK),
        ("55", DAY_50, "55", "0.7000", "-15.00", Status.BEHIND),
        ("55", AFTER, "55", "1.0000", "-45.00", Status.OVERDUE),
        ("0", DAY_50, "0", "0.7000", "-70.00", Status.FAR_BEHIND),
        ("100", date(2024, 1, 2), "100", "0.4120", "58.80", Status.MET),
        ("100", AFTER, "100", "1.0000", "0.00", Status.MET),
    ],
)
def test_an_unfinished_milestone_goes_on_over_new_year_from_the_reading_it_had(
    *, reading: str | None, as_of: date, shown: str, expected: str, gap: str, status: Status
) -> None:
    found = row(reading, "100", kind=MILESTONE, carried="40", as_of=as_of)
    assert (found.actual.value, str(found.expected), f"{found.gap:.2f}") == (Decimal(shown), expected, gap)
    assert found.status is status
    assert (found.light is None) is (reading is None and as_of == date(2024, 1, 1))


def test_a_finished_milestone_starts_the_new_year_with_no_data() -> None:
    found = row(None, "100", kind=MILESTONE)
    assert (found.actual.value, found.expected, found.status) == (None, Decimal("0.5"), Status.UNREPORTED)


def test_a_scheduled_milestone_is_held_against_its_schedule() -> None:
    # A scheme is drafted by day 20, adopted by day 50, carried out by day 100.
    points = [(day_number(20), "20"), (day_number(50), "60"), (day_number(100), "100")]
    target = agreed("100", SCHEDULE, schedule=points)
    for reading, status in (("61", Status.AHEAD), ("60", Status.ON_TRACK), ("49", Status.BEHIND), ("100", Status.MET)):
        standing = Standing(measure("JJ03", "JJ-G1", MILESTONE), target, told(reading), carried=Decimal(40))
        assert scored(standing, on(DAY_50), Thresholds()).status is status


def test_a_scheduled_reading_may_be_ahead_of_its_step_and_is_behind_below_it() -> None:
    target = agreed("95", SCHEDULE, schedule=[(day_number(20), "80"), (DUE, "95")])
    expected = []
    for reading in ("81", "80", "79", "70", "50", "95"):
        standing = Standing(measure("JJ02", "JJ-G1", LAST), target, told(reading))
        expected.append(scored(standing, on(DAY_50), Thresholds()).status)
    assert expected == [
        Status.AHEAD, Status.ON_TRACK, Status.ON_TRACK, Status.BEHIND, Status.FAR_BEHIND, Status.MET,
    ]  # fmt: skip


def test_a_measure_may_have_thresholds_of_its_own() -> None:
    settings = settings_from({"behind": "-15", "behind/JJ02": "-5", "far_behind/JJ03": "-12"})
    standings = [
        Standing(measure(code, "JJ-G1", SUM), agreed("100"), told(actual))
        for code, actual in (("JJ01", "37"), ("JJ01", "34"), ("JJ02", "44"), ("JJ02", "19"), ("JJ03", "37"))
    ]  # gaps of -13, -16, -6, -31 and -13 points, halfway

    def thresholds(code: str) -> Thresholds:
        return Thresholds(settings.threshold("behind", code), settings.threshold("far_behind", code))

    card = scorecard_of(standings, on(DAY_50, TODAY), thresholds)
    assert [score.status for score in card.scores] == [
        Status.ON_TRACK, Status.BEHIND, Status.BEHIND, Status.FAR_BEHIND, Status.FAR_BEHIND,
    ]  # fmt: skip


def test_a_threshold_taken_back_gives_way_to_the_offices_own() -> None:
    settings = settings_from({"behind": "", "behind/JJ02": "", "far_behind/JJ02": "-12", "colour/JJ02": "5", "x": "y"})
    assert settings == Settings(overrides={"far_behind/JJ02": Decimal(-12)})
    assert [settings.threshold("behind", code) for code in ("JJ01", "JJ02")] == [-10, -10]
    assert [settings.threshold("far_behind", code) for code in ("JJ01", "JJ02")] == [-30, -12]
