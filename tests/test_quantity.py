"""Values as officers type them, as the file keeps them and as tables print them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.values import TOO_LARGE, TOO_MANY_PLACES, TOO_MANY_PLACES_IN_UNIT, UnreadableValue
from nanhu_kpi.quantity import (
    OVER,
    UNDER,
    amount_of,
    floored,
    parsed_quantity,
    percent,
    plain,
    rounded,
    signed,
    value_of,
)
from tests.support.refusals import refused

# Any amount, and round ones, whose zeros must stay.
amounts = st.integers(-(10**16) + 1, 10**16 - 1) | st.integers(-(10**6), 10**6).map(lambda ten: ten * 10**5)
shares = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("152", "次", "152"),
        ("98.5", "%", "98.5"),
        (".5", "", "0.5"),
        ("0", "次", "0"),
        ("-0", "次", "0"),
        ("+12", "家", "12"),
        ("-3", "家", "-3"),
        ("0012", "家", "12"),
        (" 12 ", "家", "12"),
        ("1,200", "次", "1200"),
        ("33,197", "件", "33197"),
        ("1,234,567.89", "万元", "1234567.89"),
        ("1.2万", "次", "12000"),
        ("2.7万", "条", "27000"),
        ("2.7 万", "条", "27000"),
        ("1.2345万", "条", "12345"),
        ("3亿", "人", "300000000"),
        ("0.0001", "%", "0.0001"),
        ("0.00001万", "次", "0.1"),
        ("１５２", "次", "152"),
        ("９８．５", "%", "98.5"),
        ("１，２００", "次", "1200"),
        ("＋１２", "家", "12"),
        ("－３", "家", "-3"),
        ("１．２万", "次", "12000"),
        ("999999999999.9999", "", "999999999999.9999"),
        ("-999999999999.9999", "", "-999999999999.9999"),
        ("1.50000", "", "1.5"),
    ],
)
def test_a_value_reads_as_an_officer_means_it(text: str, unit: str, value: str) -> None:
    assert parsed_quantity(text, unit) == (Decimal(value), 0)


@pytest.mark.parametrize(
    ("text", "unit", "value", "qualifier"),
    [
        ("350余", "次", "350", OVER),
        ("350余次", "次", "350", OVER),
        ("50多家", "家", "50", OVER),
        ("超3万", "人/日", "30000", OVER),
        ("超过3万", "人/日", "30000", OVER),
        ("1.2万余", "次", "12000", OVER),
        ("1.2万多次", "次", "12000", OVER),
        ("近100%", "%", "100", UNDER),
        ("近1亿", "人", "100000000", UNDER),
        ("200余万元", "万元", "200", OVER),
        ("-近3", "家", "-3", UNDER),
    ],
)
def test_a_qualifier_is_kept_beside_the_value(text: str, unit: str, value: str, qualifier: int) -> None:
    assert parsed_quantity(text, unit) == (Decimal(value), qualifier)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12家", "家", "12"),
        ("12 家", "家", "12"),
        ("1.2万家", "家", "12000"),
        ("1.2万 家", "家", "12000"),
        ("99.99％", "%", "99.99"),
        ("10.44万平方米", "平方米", "104400"),
    ],
)
def test_the_measures_unit_may_follow(text: str, unit: str, value: str) -> None:
    assert parsed_quantity(text, unit) == (Decimal(value), 0)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("38.17", "亿元", "38.17"),
        ("38.17亿", "亿元", "38.17"),
        ("38.17亿元", "亿元", "38.17"),
        ("3817万", "亿元", "0.3817"),
        ("5000万元", "亿元", "0.5"),
        ("1920", "万元", "1920"),
        ("1920万", "万元", "1920"),
        ("1920万元", "万元", "1920"),
        ("1,920万元", "万元", "1920"),
        ("0.5亿", "万元", "5000"),
        ("3817万", "元", "38170000"),
    ],
)
def test_wan_and_yi_are_converted_to_a_unit_that_is_itself_in_them(text: str, unit: str, value: str) -> None:
    assert parsed_quantity(text, unit) == (Decimal(value), 0)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", "家"),
        ("   ", "家"),
        ("-", "家"),
        ("超", "家"),
        ("万", "家"),
        ("家", "家"),
        ("1e5", "家"),
        ("1E5", "家"),
        ("NaN", "家"),
        ("nan", "家"),
        ("inf", "家"),
        ("Infinity", "家"),
        ("0x10", "家"),
        ("1_000", "家"),
        ("1.", "家"),
        ("1.2.3", "家"),
        ("--3", "家"),
        ("+-3", "家"),
        ("1,20", "家"),
        ("1,2000", "家"),
        ("12,34,567", "家"),
        (",100", "家"),
        ("1 000", "家"),
        ("12次", "家"),
        ("12家家", "家"),
        ("12家", ""),
        ("3万亿", "家"),
        ("超350余", "次"),
        ("近350余", "次"),
        ("十二", "家"),
        ("12;DROP", "家"),
        ("12\n13", "家"),
        ("1/2", "家"),
        ("1" * 61, "家"),
    ],
)
def test_what_is_no_value_is_refused(text: str, unit: str) -> None:
    with pytest.raises(UnreadableValue) as refused:
        parsed_quantity(text, unit)
    assert refused.value.facts == {"text": text}


@pytest.mark.parametrize(("text", "unit"), [("1920元", "万元"), ("38.17元", "亿元"), ("3亿元", "家")])
def test_a_unit_that_is_not_the_measures_is_refused(text: str, unit: str) -> None:
    with pytest.raises(UnreadableValue):
        parsed_quantity(text, unit)


@pytest.mark.parametrize("text", ["5万万元", "1亿万元"])
def test_two_multiples_in_a_row_are_refused_and_not_read_as_one(text: str) -> None:
    with pytest.raises(UnreadableValue):
        parsed_quantity(text, "万元")


@pytest.mark.parametrize("text", ["10²", "①", "1₂"])
def test_a_raised_lowered_or_circled_digit_is_not_a_digit(text: str) -> None:
    with pytest.raises(UnreadableValue):
        parsed_quantity(text, "家")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("0.00001", "家"),
        ("1.23456", "家"),
        ("123456789012.00000000000000000001", "家"),
        ("0." + "0" * 40 + "1", "家"),
    ],
)
def test_a_fifth_decimal_is_refused_and_never_rounded_away(text: str, unit: str) -> None:
    with refused(TOO_MANY_PLACES):
        parsed_quantity(text, unit)


@pytest.mark.parametrize(("text", "value", "unit"), [("1.2万", "0.00012", "亿元"), ("38.17万元", "0.003817", "亿元")])
def test_a_fifth_decimal_that_comes_of_the_unit_names_what_was_typed(text: str, value: str, unit: str) -> None:
    with refused(TOO_MANY_PLACES_IN_UNIT) as caught:
        parsed_quantity(text, unit)
    assert caught.value.facts == {"text": text, "value": value, "unit": unit}


@pytest.mark.parametrize("text", ["1000000000000", "-1000000000000", "10000亿", "9" * 40])
def test_a_value_beyond_the_range_is_refused(text: str) -> None:
    with refused(TOO_LARGE):
        parsed_quantity(text, "家")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("-1234567890123456789012345678.12345", "-1234567890123456789012345678.12345"),
        ("0.12345678901234567890123456789012345", "0.12345678901234567890123456789012345"),
    ],
)
def test_a_value_that_is_refused_is_shown_with_every_digit(text: str, shown: str) -> None:
    with pytest.raises(BadInput) as caught:
        parsed_quantity(text)
    assert caught.value.msgid in (TOO_LARGE, TOO_MANY_PLACES, TOO_MANY_PLACES_IN_UNIT)
    assert caught.value.facts["value"] == shown


@given(amount=amounts)
def test_an_amount_survives_the_way_out_and_back(amount: int) -> None:
    assert amount_of(value_of(amount)) == amount


@given(amount=amounts)
def test_what_is_printed_plainly_reads_back_as_the_same_amount(amount: int) -> None:
    assert amount_of(parsed_quantity(plain(value_of(amount))).value) == amount


@given(amount=amounts)
def test_half_an_amount_is_no_amount(amount: int) -> None:
    with refused(TOO_MANY_PLACES):
        amount_of(value_of(amount) + Decimal("0.00005"))


@given(text=st.text(max_size=70), unit=st.sampled_from(["", "家", "万元", "%"]))
def test_any_text_is_a_value_in_range_or_a_refusal(text: str, unit: str) -> None:
    try:
        value, qualifier = parsed_quantity(text, unit)
    except BadInput as refusal:
        assert isinstance(refusal, UnreadableValue) or refusal.msgid in (
            TOO_MANY_PLACES,
            TOO_MANY_PLACES_IN_UNIT,
            TOO_LARGE,
        )
        return
    assert abs(value) < 10**12
    assert value_of(amount_of(value)) == value
    assert qualifier in (0, OVER, UNDER)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("152", "152"),
        ("152.0000", "152"),
        ("0.5000", "0.5"),
        ("-3.2500", "-3.25"),
        ("100", "100"),
        ("1E+3", "1000"),
        ("0", "0"),
        ("0.0000", "0"),
        ("-0.0", "0"),
        ("0E+2", "0"),
        ("0.0001", "0.0001"),
        ("999999999999.9999", "999999999999.9999"),
    ],
)
def test_a_plain_value_has_no_exponent_and_no_trailing_zeros(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


@pytest.mark.parametrize(("value", "text"), [("12", "+12"), ("0.50", "+0.5"), ("0", "0"), ("-3", "-3")])
def test_a_signed_value_shows_its_plus_above_zero_only(value: str, text: str) -> None:
    assert signed(Decimal(value)) == text


@pytest.mark.parametrize(
    ("share", "places", "text"),
    [
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(5, 100_000), 4, "0.0001"),
        (Fraction(499, 10_000_000), 4, "0.0000"),
        (Fraction(-5, 100_000), 4, "-0.0001"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(7, 2), 0, "4"),
        (Fraction(1), 4, "1.0000"),
    ],
)
def test_a_half_is_rounded_away_from_zero(share: Fraction, places: int, text: str) -> None:
    assert str(rounded(share, places)) == text


def test_what_the_file_cannot_keep_is_floored_to_the_value_below() -> None:
    thirds = (Fraction(1, 3), Fraction(-1, 3), Fraction(2, 3), Fraction(5, 2), Fraction(-7))
    assert [str(floored(value)) for value in thirds] == ["0.3333", "-0.3334", "0.6666", "2.5000", "-7.0000"]


@given(share=shares, places=st.integers(0, 6))
def test_rounding_moves_a_share_by_half_a_step_at_most(share: Fraction, places: int) -> None:
    assert abs(Fraction(rounded(share, places)) - share) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(
    ("share", "places", "text"),
    [
        ("0.7879", 1, "78.8%"),
        ("0.9994", 1, "99.9%"),
        ("0.9999", 1, "99.9%"),
        ("0.9950", 0, "99%"),
        ("0.9999", 0, "99%"),
        ("0.9999", 2, "99.99%"),
        ("1.0000", 1, "100.0%"),
        ("1.0000", 0, "100%"),
        ("1.0004", 1, "100.0%"),
        ("1.5250", 1, "152.5%"),
        ("0", 1, "0.0%"),
        ("-0.0500", 1, "-5.0%"),
        ("-0.0004", 1, "0.0%"),
    ],
)
def test_a_percentage_is_rounded_half_up_but_not_to_100(share: str, places: int, text: str) -> None:
    assert percent(Decimal(share), places) == text


@given(ten_thousandths=st.integers(-10_000, 30_000) | st.integers(9_900, 10_100), places=st.integers(0, 3))
def test_a_percentage_prints_100_or_more_exactly_when_the_share_is_1_or_more(ten_thousandths: int, places: int) -> None:
    share = Decimal(ten_thousandths).scaleb(-4)
    assert (Decimal(percent(share, places).removesuffix("%")) >= 100) is (share >= 1)


def test_a_share_is_rounded_once() -> None:
    assert percent(Fraction(6, 132), 1) == "4.5%"  # as four places it would be 0.0455, and then 4.6%
    assert percent(Fraction(9999, 10000), 1) == "99.9%"
    assert percent(Fraction(1), 1) == "100.0%"


def test_a_value_is_written_in_no_more_than_60_characters() -> None:
    assert parsed_quantity("1" + " " * 58 + "家", "家").value == 1
    with pytest.raises(UnreadableValue):
        parsed_quantity("1" + " " * 59 + "家", "家")
