"""The scorecard in cases that an officer can check by hand. Most run over 100 days: 1 January to 9 April 2024."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nanhu_kpi.model import NO_DATA, Actual, Direction, Kind, Light, Status
from nanhu_kpi.scorecard.card import counts, scorecard_of, scored
from nanhu_kpi.scorecard.facts import Standing, Thresholds
from tests.support.builders import measure
from tests.support.standings import (
    AT_LEAST,
    AT_MOST,
    DAY_1,
    DAY_50,
    DUE,
    LAST,
    LINEAR,
    MILESTONE,
    NONE,
    SUM,
    TODAY,
    agreed,
    on,
    row,
    told,
)  # fmt: skip


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
        (None, date(2024, 4, 10), TODAY, Status.OVERDUE, Light.RED),
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
    ("actual", "as_of", "today", "status", "light"),
    [
        (None, DAY_50, DAY_50, Status.UNREPORTED, Light.GREEN),
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
    assert (found.status, found.light, found.attainment, found.remaining) == (Status.UNREPORTED, Light.RED, None, None)
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
    assert (found.status, found.light) == (Status.UNREPORTED, Light.RED)


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


def test_a_scorecard_keeps_the_order_and_counts_by_status_and_targets() -> None:
    standings = [
        Standing(measure("JJ03", "JJ-G1", SUM), agreed("100"), Actual(Decimal(50), 0, 4, DAY_1)),
        Standing(measure("JJ01", "JJ-G1", SUM), agreed("100"), NO_DATA),
        Standing(measure("JJ02", "JJ-G1", SUM), agreed(None), Actual(Decimal(3), 0, 2, DAY_1)),
        Standing(measure("JJ04", "JJ-G1", SUM), agreed("100"), Actual(Decimal(45), 0, 1, DAY_1)),
    ]
    card = scorecard_of(standings, on(DAY_50), lambda _code: Thresholds())
    assert [score.measure.code for score in card.scores] == ["JJ03", "JJ01", "JJ02", "JJ04"]
    assert {status: number for status, number in counts(card.scores).items() if number} == {
        Status.NO_TARGET: 1,
        Status.UNREPORTED: 1,
        Status.ON_TRACK: 2,
    }
    assert (card.targets, card.silent) == (3, False)


@pytest.mark.parametrize(("as_of", "foreseen"), [("2024-04-08", False), ("2024-04-09", False), ("2024-04-10", True)])
def test_only_a_day_after_today_is_foreseen(as_of: str, foreseen: bool) -> None:
    assert on(date.fromisoformat(as_of), DUE).foreseen is foreseen


def test_the_row_carries_what_was_known_of_the_year_before() -> None:
    baseline, to_date = Actual(Decimal(140), 1, 12, DAY_1), told("70")
    standing = Standing(measure("JJ03", "JJ-G1", SUM), baseline=baseline, baseline_to_date=to_date)
    found = scored(standing, on(DAY_50), Thresholds())
    assert (found.baseline, found.baseline_to_date) == (baseline, to_date)


def test_a_carried_reading_is_exact_unless_it_was_told_with_a_qualifier() -> None:
    carried = Standing(measure("JJ03", "JJ-G1", MILESTONE), carried=Decimal(40))
    assert scored(carried, on(DAY_1), Thresholds()).actual.qualifier == 0
    assert scored(carried._replace(carried_qualifier=2), on(DAY_1), Thresholds()).actual.qualifier == 2


@pytest.mark.parametrize(
    ("kind", "now", "then", "growth"),
    [
        (SUM, Actual(Decimal(18)), Actual(Decimal(15)), "0.2000"),
        (SUM, Actual(Decimal(0)), Actual(Decimal(15)), "-1.0000"),
        (SUM, Actual(Decimal(18)), Actual(Decimal(0)), None),
        (SUM, Actual(Decimal(18)), NO_DATA, None),
        (SUM, Actual(Decimal(18)), Actual(Decimal(-15)), None),
        (SUM, Actual(Decimal(18), 1), Actual(Decimal(15)), None),
        (SUM, Actual(Decimal(18)), Actual(Decimal(15), 1), None),
        (LAST, Actual(Decimal(18)), Actual(Decimal(15)), None),
    ],
)
def test_only_an_exact_sum_is_compared_with_one_above_0_of_the_year_before(
    kind: Kind, now: Actual, then: Actual, growth: str | None
) -> None:
    standing = Standing(measure("JJ03", "JJ-G1", kind), actual=now, baseline_to_date=then)
    grown = scored(standing, on(DAY_50), Thresholds()).year_on_year
    assert grown == (None if growth is None else Decimal(growth))


@pytest.mark.parametrize(
    ("kind", "actual", "a_week_ago", "carried", "as_of", "change"),
    [
        (SUM, "12", "10", None, DAY_50, "2"),
        (SUM, "12", "12", None, DAY_50, "0"),
        (SUM, "12", None, None, DAY_50, "12"),  # nothing in the year before is 0
        (LAST, "97", "98", None, DAY_50, "-1"),
        (LAST, "97", None, None, DAY_50, None),  # and a first reading changes nothing
        (MILESTONE, "45", None, "40", DAY_50, "5"),
        (MILESTONE, "45", None, "40", date(2024, 1, 6), None),  # a week ago was last year
    ],
)
def test_the_weeks_change_is_counted_within_the_year(
    kind: Kind, actual: str, a_week_ago: str | None, carried: str | None, as_of: date, change: str | None
) -> None:
    before = NO_DATA if a_week_ago is None else Actual(Decimal(a_week_ago), 0, 1, DAY_1, 1)
    now = Actual(Decimal(actual), 0, 2, as_of, before.value_days + 1)
    standing = Standing(
        measure("JJ03", "JJ-G1", kind), agreed("100"), now, week_ago=before,
        carried=None if carried is None else Decimal(carried),
    )  # fmt: skip
    found = scored(standing, on(as_of), Thresholds()).week_change
    assert found == (None if change is None else Decimal(change))
    silent = standing._replace(actual=now._replace(value_days=before.value_days))
    assert scored(silent, on(as_of), Thresholds()).week_change is None
