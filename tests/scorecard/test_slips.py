"""What wants a note or a reason, both sides of every bound: cases that an officer can check by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nanhu_kpi.model import EntryType, Kind
from nanhu_kpi.scorecard.slips import Slip, TargetSlip, slip, target_slip
from tests.support.builders import measure

ADD, SET, WORDS = EntryType.ADD, EntryType.SET, EntryType.WORDS


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("kind", "type_", "value", "before", "shares", "odd"),
    [
        (Kind.SUM, ADD, "-1", "5", (None, None), Slip.MINUS),
        (Kind.SUM, ADD, "0", "5", (None, None), None),
        (Kind.SUM, SET, "4", "5", (None, None), Slip.LOWER),
        (Kind.SUM, SET, "5", "5", (None, None), None),
        (Kind.SUM, SET, "-4", None, (None, None), None),
        (Kind.MILESTONE, SET, "4", "5", (None, None), Slip.LOWER),
        (Kind.MILESTONE, SET, "50", "5", (None, None), None),
        (Kind.LAST, SET, "4", "5", (None, None), None),
        (Kind.SUM, ADD, "1", "5", (None, "1.5001"), Slip.JUMP),
        (Kind.SUM, ADD, "1", "5", ("1.5", "1.5001"), Slip.JUMP),
        (Kind.SUM, ADD, "1", "5", ("1.2", "1.5"), None),
        (Kind.SUM, ADD, "1", "5", ("1.5001", "9"), None),
        (Kind.LAST, SET, "9", "5", ("1", "2"), Slip.JUMP),
        (Kind.SUM, WORDS, None, "5", ("1", "1"), None),
    ],
)
def test_a_minus_a_lower_total_and_a_jump_past_150_percent_want_a_note(
    *,
    kind: Kind,
    type_: EntryType,
    value: str | None,
    before: str | None,
    shares: tuple[str | None, str | None],
    odd: Slip | None,
) -> None:
    odd_ = slip(
        measure("JJ90", "JJ-G1", kind), type_, number(value), number(before), None,
        shares=lambda: (number(shares[0]), number(shares[1])), was_whole=lambda: True,
        stood_above=lambda most: False,
    )  # fmt: skip
    assert odd_ is odd


@pytest.mark.parametrize(
    ("kind", "unit", "value", "before", "goal", "odd"),
    [
        (Kind.LAST, "%", "0.996", "99.5", None, Slip.SHARE),
        (Kind.LAST, "%", "0.996", None, "99", Slip.SHARE),
        (Kind.MILESTONE, "%", "0.6", None, "100", Slip.SHARE),
        (Kind.MILESTONE, "%", "0.6", "40", "100", Slip.SHARE),
        (Kind.LAST, "%", "0.9999", None, "10.0001", Slip.SHARE),
        (Kind.LAST, "%", "0.9999", "10.0001", None, Slip.SHARE),
        (Kind.LAST, "%", "1", None, "100", None),
        (Kind.LAST, "%", "0", None, "100", None),
        (Kind.LAST, "%", "0.9999", None, "10", None),
        (Kind.LAST, "%", "0.6", None, None, None),
        (Kind.LAST, "名次", "0.5", None, "12", None),
        (Kind.SUM, "%", "0.6", None, "100", None),
    ],
)
def test_a_percentage_below_1_where_others_stand_above_10_wants_a_note(
    *, kind: Kind, unit: str, value: str, before: str | None, goal: str | None, odd: Slip | None
) -> None:
    of = measure("JJ90", "JJ-G1", kind)._replace(unit=unit)
    nothing = (None, None)
    found = slip(
        of,
        SET,
        Decimal(value),
        number(before),
        number(goal),
        shares=lambda: nothing,
        was_whole=lambda: False,
        stood_above=lambda most: Decimal(before or "0") > most,
    )
    assert found is odd


@pytest.mark.parametrize(
    ("value", "before", "is_far"),
    [("50", "10", True), ("49.9999", "10", False), ("2", "10", True), ("2.0001", "10", False), ("0", "10", True),
     ("10", "0", False), ("10", None, False), ("-5", "-1", False)],
)  # fmt: skip
def test_a_reading_of_five_times_or_a_fifth_of_the_last_wants_a_note(
    *, value: str, before: str | None, is_far: bool
) -> None:
    of = measure("JJ90", "JJ-G1", Kind.LAST)
    found = slip(
        of,
        SET,
        Decimal(value),
        number(before),
        None,
        shares=lambda: (None, None),
        was_whole=lambda: False,
        stood_above=lambda most: False,
    )
    assert found is (Slip.FAR if is_far else None)


@pytest.mark.parametrize(
    ("unit", "value", "goal", "was_whole", "odd"),
    [
        ("家", "1.5", None, True, Slip.FRACTION),
        ("家", "1.5", "20", True, Slip.FRACTION),
        ("家", "2", "20", True, None),
        ("家", "1.5", "20.5", True, None),
        ("家", "1.5", "20", False, None),
        ("%", "1.5", "20", True, None),
    ],
)
def test_a_fraction_of_what_was_always_whole_wants_a_note(
    *, unit: str, value: str, goal: str | None, was_whole: bool, odd: Slip | None
) -> None:
    of = measure("JJ90", "JJ-G1", Kind.SUM)._replace(unit=unit)
    found = slip(
        of,
        ADD,
        Decimal(value),
        None,
        number(goal),
        shares=lambda: (None, None),
        was_whole=lambda: was_whole,
        stood_above=lambda most: False,
    )
    assert found is odd


def test_amounts_in_ten_thousandths_are_held_to_the_same_bounds() -> None:
    of = measure("JJ90", "JJ-G1", Kind.LAST)._replace(unit="%")

    def odd(value: int, before: int | None) -> Slip | None:
        return slip(of, SET, value, before, None, shares=lambda: (None, None), was_whole=lambda: True,
                    stood_above=lambda most: (before or 0) > most * 10_000, one=10_000)  # fmt: skip

    found = [odd(*each) for each in ((9_960, 995_000), (10_001, None), (500_000, 100_000), (499_999, 100_000))]
    assert found == [Slip.SHARE, None, Slip.FAR, None]


def test_a_percentage_that_stood_above_100_is_a_growth_rate_and_may_be_anything() -> None:
    of = measure("JJ90", "JJ-G1", Kind.LAST)._replace(unit="%")

    def odd(highest: int) -> Slip | None:
        return slip(of, SET, Decimal("0.58"), Decimal("98.5"), None, shares=lambda: (None, None),
                    was_whole=lambda: False, stood_above=lambda most: highest > most)  # fmt: skip

    assert [odd(highest) for highest in (158, 101, 100, 98)] == [None, None, Slip.SHARE, Slip.SHARE]


@pytest.mark.parametrize(
    ("unit", "value", "figure", "odd"),
    [
        ("件", "-0.0001", None, TargetSlip.BELOW_ZERO),
        ("件", "0", None, None),
        ("%", "100.0001", None, TargetSlip.ABOVE_FULL),
        ("%", "100", None, None),
        ("件", "101", None, None),
        ("件", "50.0001", "10", TargetSlip.FAR_ABOVE),
        ("件", "50", "10", None),
        ("件", "1.9999", "10", TargetSlip.FAR_BELOW),
        ("件", "2", "10", None),
        ("件", "50", "0", None),
        ("件", "50", "-1", None),
    ],
)
def test_a_target_below_0_above_a_full_share_or_far_from_the_figure_beside_it_wants_a_reason(
    unit: str, value: str, figure: str | None, odd: TargetSlip | None
) -> None:
    own = measure("JJ03", "JJ-G1", Kind.SUM)._replace(unit=unit)
    assert target_slip(own, Decimal(value), number(figure)) is odd
