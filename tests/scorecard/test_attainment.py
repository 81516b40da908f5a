"""Actual against target, and ratios of two measures, in cases that an officer can check by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from nanhu_kpi.model import NO_DATA, Actual, Direction
from nanhu_kpi.quantity import OVER, UNDER
from nanhu_kpi.scorecard.attainment import attainment, ratio, reached
from tests.support.builders import entry, replay
from tests.support.standings import AT_LEAST, AT_MOST

ABOUT = OVER | UNDER


def part(value: str | None, qualifier: int = 0) -> Actual:
    """Return what one side of a ratio came to, with one entry."""
    return NO_DATA if value is None else Actual(Decimal(value), qualifier, 1, date(2024, 6, 30))


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
    assert (value >= 1) is reached(Fraction(actual), Fraction(target), direction)


@pytest.mark.parametrize(
    ("above", "below", "unit", "value"),
    [
        ("45", "50", "%", "90.0000"),
        ("2", "3", "%", "66.6667"),
        ("1", "3", "%", "33.3333"),
        ("2", "3", "件/户", "0.6667"),
        ("152", "8", "件/户", "19.0000"),
        ("51", "50", "%", "102.0000"),
        ("0", "50", "%", "0.0000"),
        ("-1", "3", "%", "-33.3333"),
        ("0.0001", "1000000", "%", "0.0000"),
        ("5", "0", "%", None),
        ("0", "0", "%", None),
        ("5", None, "%", None),
        (None, "5", "%", None),
        (None, None, "%", None),
    ],
)
def test_a_ratio_divides_two_actuals_times_100_where_its_unit_is_percent(
    above: str | None, below: str | None, unit: str, value: str | None
) -> None:
    found = ratio(part(above), part(below), unit)
    assert (None if found.value is None else str(found.value)) == value
    assert (found.exact is None) is (value is None)


def test_both_parts_are_rolled_up_before_they_are_divided_and_percentages_never_averaged() -> None:
    # January: 1 of 2, 50 %. February: 90 of 100, 90 %. Together 91 of 102, and not the 70 % between them.
    entries = [
        entry(1, "JJ01", "2024-01-31", "add", 1), entry(2, "JJ02", "2024-01-31", "add", 2),
        entry(3, "JJ01", "2024-02-29", "add", 90), entry(4, "JJ02", "2024-02-29", "add", 100),
    ]  # fmt: skip
    parts = replay(entries, date(2024, 2, 29))
    assert ratio(parts["JJ01"], parts["JJ02"], "%").value == Decimal("89.2157")


def test_a_ratio_counts_the_entries_of_both_parts_and_their_latest_day_with_or_without_a_value() -> None:
    above, below = Actual(Decimal(4), 0, 3, date(2024, 6, 3)), Actual(Decimal(0), 0, 2, date(2024, 5, 31))
    for bottom, value in ((below, None), (Actual(Decimal(8), 0, 2, date(2024, 5, 31)), Decimal(50))):
        found = ratio(above, bottom, "%")
        assert (found.value, found.entries, found.last_day) == (value, 5, date(2024, 6, 3))
    assert ratio(NO_DATA, NO_DATA, "%") == NO_DATA


@pytest.mark.parametrize(
    ("above", "below", "together"),
    [
        (0, 0, 0),
        (OVER, 0, OVER),
        (UNDER, 0, UNDER),
        (0, OVER, UNDER),  # more than 50 below the line: the share is less
        (0, UNDER, OVER),
        (OVER, UNDER, OVER),
        (UNDER, OVER, UNDER),
        (OVER, OVER, ABOUT),
        (UNDER, UNDER, ABOUT),
        (ABOUT, 0, ABOUT),
        (0, ABOUT, ABOUT),
    ],
)
def test_a_qualifier_below_the_line_turns_about(above: int, below: int, together: int) -> None:
    assert ratio(part("45", above), part("50", below), "%").qualifier == together


def test_a_ratio_without_a_value_has_no_qualifier() -> None:
    assert ratio(part("45", OVER), part("0", UNDER), "%").qualifier == 0


@pytest.mark.parametrize(
    ("direction", "above", "below", "target", "done", "share"),
    [
        # 2 of 3 is 66.66… %, shown as 66.6667 %.
        (AT_LEAST, 2, 3, "66.66", True, "1.0001"),
        (AT_LEAST, 2, 3, "66.6666", True, "1.0000"),
        (AT_LEAST, 2, 3, "66.6667", False, "0.9999"),
        (AT_LEAST, 2, 3, "66.67", False, "0.9999"),
        (AT_MOST, 2, 3, "66.67", True, "1.0000"),
        (AT_MOST, 2, 3, "66.6667", True, "1.0000"),
        (AT_MOST, 2, 3, "66.6666", False, "0.9999"),
        (AT_MOST, 2, 3, "66.66", False, "0.9999"),
        # 1 of 3 is 33.33… %, shown as 33.3333 %.
        (AT_LEAST, 1, 3, "33.3333", True, "1.0000"),
        (AT_LEAST, 1, 3, "33.3334", False, "0.9999"),
        (AT_MOST, 1, 3, "33.3333", False, "0.9999"),
        (AT_MOST, 1, 3, "33.3334", True, "1.0000"),
    ],
)
def test_whether_a_ratio_reaches_its_target_is_decided_before_it_is_rounded(
    *, direction: Direction, above: int, below: int, target: str, done: bool, share: str
) -> None:
    exact = ratio(part(str(above)), part(str(below)), "%").exact_value
    assert exact is not None
    assert reached(exact, Fraction(target), direction) is done
    assert str(attainment(exact, Decimal(target), direction)) == share


def test_the_exact_value_of_what_is_no_ratio_is_its_value() -> None:
    assert part("98.5").exact_value == Fraction(197, 2)
    assert NO_DATA.exact_value is None
