"""The scorecard in cases that an officer can check by hand. Most run over 100 days: 1 January to 9 April 2024."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from builders import measure

from nanhu_kpi.model import NO_DATA, Actual, Direction, Kind, Light, Origin, Pace, Status, Target, default_pace
from nanhu_kpi.scorecard import (
    Days,
    Score,
    Standing,
    Thresholds,
    attainment,
    counts,
    due_day_is_over,
    expected_share,
    reached,
    scorecard_of,
    scored,
)

SUM, LAST, MILESTONE = Kind.SUM, Kind.LAST, Kind.MILESTONE
AT_LEAST, AT_MOST = Direction.AT_LEAST, Direction.AT_MOST
LINEAR, NONE = Pace.LINEAR, Pace.NONE

START, DUE = date(2024, 1, 1), date(2024, 4, 9)
DAY_1, DAY_50, DAY_99 = date(2024, 1, 1), date(2024, 2, 19), date(2024, 4, 8)
TODAY = date(2024, 12, 31)


def agreed(value: str | None, pace: Pace = LINEAR, *, start: date = START, due: date = DUE) -> Target:
    """Return a target for 2024."""
    number = None if value is None else Decimal(value)
    return Target(bytes(16), "JJ03", 2024, number, start, due, pace, Origin.OFFICER, START)


def on(as_of: date, today: date = TODAY, year: int = 2024) -> Days:
    """Return the days of a scorecard of 2024."""
    return Days(year, as_of, today)


def told(value: str | None) -> Actual:
    """Return an actual of one entry, or no data."""
    return NO_DATA if value is None else Actual(Decimal(value), 0, 1, DAY_1)


def row(
    actual: str | None,
    target: str | None,
    *,
    kind: Kind = SUM,
    direction: Direction = AT_LEAST,
    pace: Pace | None = None,
    as_of: date = DAY_50,
    today: date = TODAY,
    carried: str | None = None,
    thresholds: Thresholds | None = None,
) -> Score:
    """Return the row of a measure whose target, where it has one, is due on 9 April with the default pace."""
    standing = Standing(
        measure("JJ03", "JJ-G1", kind, direction=direction),
        None if target is None else agreed(target, pace or default_pace(kind, direction)),
        told(actual),
        carried=None if carried is None else Decimal(carried),
    )
    return scored(standing, on(as_of, today), thresholds or Thresholds())


@pytest.mark.parametrize(
    ("direction", "actual", "target", "share"),
    [
        (AT_LEAST, "52", "66", "0.7879"),
        (AT_LEAST, "0", "66", "0.0000"),
        (AT_LEAST, "66", "66", "1.0000"),
        (AT_LEAST, "99", "66", "1.5000"),
        (AT_LEAST, "-33", "66", "-0.5000"),
        (AT_LEAST, "1", "3", "0.3333"),
        (AT_LEAST, "2", "3", "0.6667"),
        (AT_LEAST, "7999", "20000", "0.4000"),
        (AT_LEAST, "999999.9999", "1000000", "0.9999"),
        (AT_LEAST, "1000000.0001", "1000000", "1.0000"),
        (AT_MOST, "2", "2", "1.0000"),
        (AT_MOST, "1", "2", "1.0000"),
        (AT_MOST, "0", "2", "1.0000"),
        (AT_MOST, "3", "2", "0.6667"),
        (AT_MOST, "8", "2", "0.2500"),
        (AT_MOST, "1000000.0001", "1000000", "0.9999"),
        (AT_LEAST, "0", "0", "1.0000"),
        (AT_LEAST, "5", "0", "1.0000"),
        (AT_LEAST, "-1", "0", "0.0000"),
        (AT_LEAST, "-2", "-3", "1.0000"),
        (AT_LEAST, "-4", "-3", "0.0000"),
        (AT_MOST, "0", "0", "1.0000"),
        (AT_MOST, "1", "0", "0.0000"),
        (AT_MOST, "-4", "-3", "1.0000"),
        (AT_MOST, "-2", "-3", "0.0000"),
    ],
)
def test_attainment_is_actual_against_target_and_1_only_when_reached(
    direction: Direction, actual: str, target: str, share: str
) -> None:
    value = attainment(Decimal(actual), Decimal(target), direction)
    assert str(value) == share
    assert (value >= 1) is reached(Decimal(actual), Decimal(target), direction)


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
    assert str(expected_share(agreed("66", pace), on(as_of))) == share


def test_a_linear_pace_expects_nothing_before_its_start() -> None:
    target = agreed("66", start=date(2024, 3, 1), due=date(2024, 3, 10))
    shares = [expected_share(target, on(date(2024, month, day))) for month, day in [(2, 29), (3, 1), (3, 10)]]
    assert shares == [0, Decimal("0.1"), 1]


@pytest.mark.parametrize(
    ("carried", "as_of", "share"),
    [
        ("40", date(2024, 1, 1), "0.4060"),
        ("40", date(2024, 2, 19), "0.7000"),
        ("40", date(2024, 4, 9), "1.0000"),
        ("40", date(2023, 12, 31), "0.0000"),
        ("0", date(2024, 2, 19), "0.5000"),
    ],
)
def test_a_milestone_carried_over_new_year_is_expected_to_go_on_from_its_reading(
    carried: str, as_of: date, share: str
) -> None:
    assert str(expected_share(agreed("100"), on(as_of), Decimal(carried))) == share


def test_a_carried_milestone_goes_on_from_its_reading_only_once_its_start_has_come() -> None:
    target = agreed("100", start=date(2024, 3, 1), due=date(2024, 3, 10))
    assert str(expected_share(target, on(date(2024, 2, 29)), Decimal(40))) == "0.4000"


@pytest.mark.parametrize(
    ("actual", "target", "gap", "status", "light"),
    [
        ("100", "100", "50", Status.MET, Light.GREEN),
        ("101", "100", "51", Status.MET, Light.GREEN),
        ("99.9999", "100", "49.99", Status.AHEAD, Light.GREEN),
        ("5001", "10000", "0.01", Status.AHEAD, Light.GREEN),
        ("50", "100", "0", Status.ON_TRACK, Light.GREEN),
        ("4999", "10000", "-0.01", Status.ON_TRACK, Light.GREEN),
        ("40", "100", "-10", Status.ON_TRACK, Light.GREEN),
        ("7999", "20000", "-10", Status.ON_TRACK, Light.GREEN),
        ("3999", "10000", "-10.01", Status.BEHIND, Light.YELLOW),
        ("20", "100", "-30", Status.BEHIND, Light.YELLOW),
        ("1999", "10000", "-30.01", Status.FAR_BEHIND, Light.RED),
        ("0", "100", "-50", Status.FAR_BEHIND, Light.RED),
        ("-5", "100", "-55", Status.FAR_BEHIND, Light.RED),
    ],
)
def test_halfway_the_gap_to_50_percent_gives_the_status_and_its_light(
    actual: str, target: str, gap: str, status: Status, light: Light
) -> None:
    found = row(actual, target)
    assert (found.gap, found.status, found.light) == (Decimal(gap), status, light)


@pytest.mark.parametrize(
    ("gap_allowed", "actual", "status"),
    [
        (("-5", "-20"), "45", Status.ON_TRACK),
        (("-5", "-20"), "44", Status.BEHIND),
        (("-5", "-20"), "30", Status.BEHIND),
        (("-5", "-20"), "29", Status.FAR_BEHIND),
        (("0", "0"), "50", Status.ON_TRACK),
        (("0", "0"), "49", Status.FAR_BEHIND),
    ],
)
def test_the_thresholds_are_those_given(gap_allowed: tuple[str, str], actual: str, status: Status) -> None:
    behind, far_behind = map(Decimal, gap_allowed)
    assert row(actual, "100", thresholds=Thresholds(behind, far_behind)).status is status


@pytest.mark.parametrize(
    ("actual", "as_of", "today", "status", "light"),
    [
        ("100", date(2024, 4, 10), TODAY, Status.MET, Light.GREEN),
        ("99.9999", date(2024, 4, 10), TODAY, Status.OVERDUE, Light.RED),
        ("0", date(2024, 4, 10), TODAY, Status.OVERDUE, Light.RED),
        (None, date(2024, 4, 10), TODAY, Status.UNREPORTED, None),
        ("95", date(2024, 4, 9), date(2024, 4, 9), Status.ON_TRACK, Light.GREEN),
        ("95", date(2024, 4, 9), date(2024, 4, 10), Status.OVERDUE, Light.RED),
        ("95", date(2024, 4, 9), date(2024, 4, 8), Status.ON_TRACK, Light.GREEN),
        ("95", date(2024, 4, 10), date(2024, 4, 8), Status.OVERDUE, Light.RED),
    ],
)
def test_short_of_its_target_a_measure_is_overdue_once_the_due_day_is_over(
    actual: str | None, as_of: date, today: date, status: Status, light: Light | None
) -> None:
    found = row(actual, "100", as_of=as_of, today=today)
    assert (found.status, found.light) == (status, light)


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
    assert due_day_is_over(DUE, on(date.fromisoformat(as_of), date.fromisoformat(today))) is over


@pytest.mark.parametrize(
    ("actual", "as_of", "today", "status", "light"),
    [
        (None, DAY_50, DAY_50, Status.UNREPORTED, None),
        ("0", DAY_50, DAY_50, Status.ON_TRACK, Light.GREEN),
        ("10", DAY_50, DAY_50, Status.ON_TRACK, Light.GREEN),
        ("10.0001", DAY_50, DAY_50, Status.EXCEEDED, Light.RED),
        ("11", DAY_50, DAY_50, Status.EXCEEDED, Light.RED),
        ("11", date(2024, 4, 10), TODAY, Status.EXCEEDED, Light.RED),
        ("10", DUE, DUE, Status.ON_TRACK, Light.GREEN),
        ("10", DUE, date(2024, 4, 10), Status.MET, Light.GREEN),
        ("10", date(2024, 4, 10), date(2024, 4, 10), Status.MET, Light.GREEN),
    ],
)
def test_a_sum_to_keep_below_10_is_met_only_once_its_due_day_is_over(
    actual: str | None, as_of: date, today: date, status: Status, light: Light | None
) -> None:
    found = row(actual, "10", direction=AT_MOST, as_of=as_of, today=today)
    assert (found.status, found.light) == (status, light)


@pytest.mark.parametrize(
    ("direction", "actual", "target", "gap", "status", "light"),
    [
        (AT_LEAST, "100", "100", "0", Status.MET, Light.GREEN),
        (AT_LEAST, "99.9999", "100", "-0.01", Status.BEHIND, Light.YELLOW),
        (AT_LEAST, "90", "100", "-10", Status.BEHIND, Light.YELLOW),
        (AT_LEAST, "89.99", "100", "-10.01", Status.FAR_BEHIND, Light.RED),
        (AT_LEAST, "70", "100", "-30", Status.FAR_BEHIND, Light.RED),
        (AT_LEAST, "69.99", "100", "-30.01", Status.FAR_BEHIND, Light.RED),
        (AT_MOST, "2", "2", "0", Status.MET, Light.GREEN),
        (AT_MOST, "10.0001", "10", "-0.01", Status.BEHIND, Light.YELLOW),
        (AT_MOST, "11", "10", "-9.09", Status.BEHIND, Light.YELLOW),
        (AT_MOST, "3", "2", "-33.33", Status.FAR_BEHIND, Light.RED),
    ],
)
def test_a_reading_short_of_a_target_without_pace_is_never_green(
    *, direction: Direction, actual: str, target: str, gap: str, status: Status, light: Light
) -> None:
    found = row(actual, target, kind=LAST, direction=direction)
    assert (found.gap, found.status, found.light) == (Decimal(gap), status, light)


def test_a_reading_with_an_even_pace_may_be_ahead_of_it() -> None:
    assert row("60", "100", kind=LAST, pace=LINEAR).status is Status.AHEAD


def test_a_sum_without_pace_and_within_10_points_is_on_track() -> None:
    assert row("90", "100", pace=NONE).status is Status.ON_TRACK


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("actual", [None, "0", "99.9999"])
def test_without_a_target_a_measure_has_neither_shares_nor_light(kind: Kind, actual: str | None) -> None:
    found = row(actual, None, kind=kind)
    assert (found.status, found.light) == (Status.NO_TARGET, None)
    assert (found.attainment, found.expected, found.gap, found.remaining, found.required_per_week) == (None,) * 5


@pytest.mark.parametrize(
    ("kind", "status"), [(MILESTONE, Status.MET), (SUM, Status.NO_TARGET), (LAST, Status.NO_TARGET)]
)
def test_a_bare_milestone_at_100_is_met_without_a_target(kind: Kind, status: Status) -> None:
    assert row("100", None, kind=kind).status is status


def test_a_withdrawn_target_is_no_target() -> None:
    standing = Standing(measure("JJ03", "JJ-G1", SUM), agreed(None), told("50"))
    found = scored(standing, on(DAY_50), Thresholds())
    assert (found.status, found.target, found.target_value, found.expected) == (Status.NO_TARGET, None, None, None)


def test_words_alone_leave_a_measure_unreported() -> None:
    standing = Standing(measure("JJ03", "JJ-G1", SUM), agreed("100"), Actual(None, 0, 3, DAY_1))
    found = scored(standing, on(DAY_50), Thresholds())
    assert (found.status, found.light, found.attainment, found.remaining) == (Status.UNREPORTED, None, None, None)
    assert (found.expected, found.actual.entries) == (Decimal("0.5"), 3)


def test_a_reported_0_is_a_value_and_a_target_of_0_is_a_target() -> None:
    assert row("0", "100").attainment == 0
    assert row("0", "100").remaining == 100
    assert row("0", "0").target_value == 0
    assert row("0", "0").status is Status.MET


@pytest.mark.parametrize("actual", ["0", "50", "100"])
def test_in_a_year_not_begun_expected_is_0_and_nothing_has_a_light(actual: str) -> None:
    found = row(actual, "100", as_of=date(2023, 12, 31), today=date(2023, 12, 31))
    assert found.expected == 0
    assert found.light is None


def test_an_unfinished_milestone_keeps_its_reading_but_is_unreported_until_the_year_has_one() -> None:
    found = row(None, "100", kind=MILESTONE, carried="40")
    assert (found.actual.value, found.remaining) == (Decimal(40), Decimal(60))
    assert (found.attainment, found.expected, found.gap) == (Decimal("0.4"), Decimal("0.7"), Decimal(-30))
    assert (found.status, found.light) == (Status.UNREPORTED, None)


@pytest.mark.parametrize(
    ("actual", "gap", "status"),
    [
        ("100", "30", Status.MET),
        ("75", "5", Status.AHEAD),
        ("70", "0", Status.ON_TRACK),
        ("60", "-10", Status.ON_TRACK),
        ("59.99", "-10.01", Status.BEHIND),
        ("40", "-30", Status.BEHIND),
        ("39.99", "-30.01", Status.FAR_BEHIND),
    ],
)
def test_halfway_a_milestone_brought_over_at_40_is_expected_at_70(actual: str, gap: str, status: Status) -> None:
    found = row(actual, "100", kind=MILESTONE, carried="40")
    assert (found.expected, found.gap, found.status) == (Decimal("0.7"), Decimal(gap), status)


def test_a_carried_milestone_without_a_target_has_none() -> None:
    assert row(None, None, kind=MILESTONE, carried="40").status is Status.NO_TARGET


@pytest.mark.parametrize(
    ("kind", "actual", "week_ago", "carried", "as_of", "change"),
    [
        (SUM, "152", "140", None, DAY_50, "12"),
        (SUM, "140", "152", None, DAY_50, "-12"),
        (SUM, "5", None, None, DAY_50, "5"),
        (SUM, "5", None, None, date(2024, 1, 3), "5"),
        (SUM, "0", None, None, DAY_50, "0"),
        (SUM, None, None, None, DAY_50, None),
        (LAST, "98.5", "97", None, DAY_50, "1.5"),
        (LAST, "98.5", None, None, DAY_50, None),
        (MILESTONE, "60", "40", None, DAY_50, "20"),
        (MILESTONE, "60", None, None, DAY_50, None),
        (MILESTONE, "60", None, "40", date(2024, 1, 8), "20"),
        (MILESTONE, "60", None, "40", date(2024, 1, 7), None),
        (MILESTONE, None, None, "40", DAY_50, "0"),
    ],
)
def test_the_change_of_a_week_stays_inside_the_year_where_a_sum_begins_at_0(
    *, kind: Kind, actual: str | None, week_ago: str | None, carried: str | None, as_of: date, change: str | None
) -> None:
    standing = Standing(
        measure("JJ03", "JJ-G1", kind),
        actual=told(actual),
        week_ago=told(week_ago),
        carried=None if carried is None else Decimal(carried),
    )
    assert scored(standing, on(as_of), Thresholds()).week_change == (None if change is None else Decimal(change))


@pytest.mark.parametrize(
    ("kind", "direction", "actual", "as_of", "remaining", "weekly"),
    [
        (SUM, AT_LEAST, "50", DAY_50, "50", "7.0000"),
        (SUM, AT_LEAST, "0", DAY_50, "100", "14.0000"),
        (SUM, AT_LEAST, "70", date(2024, 3, 10), "30", "7.0000"),
        (SUM, AT_LEAST, "90", date(2024, 3, 10), "10", "2.3333"),
        (SUM, AT_LEAST, "97", DAY_99, "3", "21.0000"),
        (SUM, AT_LEAST, "97", DUE, "3", None),
        (SUM, AT_LEAST, "97", date(2024, 4, 10), "3", None),
        (SUM, AT_LEAST, "100", DAY_50, "0", None),
        (SUM, AT_LEAST, "120", DAY_50, "-20", None),
        (SUM, AT_LEAST, None, DAY_50, None, None),
        (MILESTONE, AT_LEAST, "70", DAY_50, "30", "4.2000"),
        (LAST, AT_LEAST, "70", DAY_50, "30", None),
        (SUM, AT_MOST, "70", DAY_50, "30", None),
        (SUM, AT_MOST, "130", DAY_50, "-30", None),
    ],
)
def test_what_remains_of_100_is_spread_over_the_weeks_left(
    *, kind: Kind, direction: Direction, actual: str | None, as_of: date, remaining: str | None, weekly: str | None
) -> None:
    found = row(actual, "100", kind=kind, direction=direction, as_of=as_of)
    assert found.remaining == (None if remaining is None else Decimal(remaining))
    assert (found.required_per_week and str(found.required_per_week)) == weekly


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


def test_a_scorecard_keeps_the_order_and_counts_by_status_targets_and_entries() -> None:
    standings = [
        Standing(measure("JJ03", "JJ-G1", SUM), agreed("100"), Actual(Decimal(50), 0, 4, DAY_1)),
        Standing(measure("JJ01", "JJ-G1", SUM), agreed("100"), NO_DATA),
        Standing(measure("JJ02", "JJ-G1", SUM), agreed(None), Actual(Decimal(3), 0, 2, DAY_1)),
        Standing(measure("JJ04", "JJ-G1", SUM), agreed("100"), Actual(Decimal(45), 0, 1, DAY_1)),
    ]
    card = scorecard_of(standings, on(DAY_50), Thresholds())
    assert [score.measure.code for score in card.scores] == ["JJ03", "JJ01", "JJ02", "JJ04"]
    assert {status: number for status, number in counts(card.scores).items() if number} == {
        Status.NO_TARGET: 1,
        Status.UNREPORTED: 1,
        Status.ON_TRACK: 2,
    }
    assert (card.targets, card.entries) == (3, 7)


@pytest.mark.parametrize(("as_of", "foreseen"), [("2024-04-08", False), ("2024-04-09", False), ("2024-04-10", True)])
def test_only_a_day_after_today_is_foreseen(as_of: str, foreseen: bool) -> None:
    assert on(date.fromisoformat(as_of), DUE).foreseen is foreseen


def test_the_row_carries_what_was_known_of_the_year_before() -> None:
    baseline, to_date = Actual(Decimal(140), 1, 12, DAY_1), told("70")
    standing = Standing(measure("JJ03", "JJ-G1", SUM), baseline=baseline, baseline_to_date=to_date)
    found = scored(standing, on(DAY_50), Thresholds())
    assert (found.baseline, found.baseline_to_date) == (baseline, to_date)
