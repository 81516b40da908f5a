"""A number format that scales: what the cell shows is told beside what it holds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nanhu_kpi.exchange.readers.number_formats import shown_otherwise


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        ("12345678", '0!.0,"万"', "1234.6万"),
        ("12345678", r"0\.0,", "1234.6"),
        ("12345678", '0"."0,', "1234.6"),
        ("12345678", '0.0,,"百万"', "12.3百万"),
        ("12345", "#,##0,", "12"),
        ("12345", '0,"千"', "12千"),
        ("5", '0"万元"', "5万元"),
        ("-12345", "#,##0,;(#,##0,)", "-(12)"),
        ("300", '0!.00,"亿"', "0.00亿"),
        ("12345", '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', "1.2万"),
        ("123456789", '[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', "1.23亿"),
        ("-12345", '0!.0,"万";@', "-1.2万"),
    ],
)
def test_a_format_that_scales_shows_another_number(value: str, number_format: str, shown: str) -> None:
    assert shown_otherwise(Decimal(value), number_format) == shown


@pytest.mark.parametrize(
    "number_format",
    [
        "General",
        "",
        "0",
        "0.00",
        "#,##0",
        "#,##0.00",
        "0.0%",
        '0"家"',
        "[Red]0.0",
        "0.00E+00",
        "@",
        "#,##0_ ",
        "yyyy-mm-dd",
    ],
)
def test_a_format_that_does_not_scale_shows_the_number_itself(number_format: str) -> None:
    assert shown_otherwise(Decimal("12345.5"), number_format) == ""


@pytest.mark.parametrize("number_format", ['[>=100000000]0!.00,,"亿";[>=10000]0!.0,"万";0', '[<1000]0;0!.0,"万"'])
def test_a_format_that_scales_large_numbers_alone_shows_a_small_one_itself(number_format: str) -> None:
    assert shown_otherwise(Decimal(345), number_format) == ""


def test_a_number_of_any_size_is_shown_and_crashes_nothing() -> None:
    assert shown_otherwise(Decimal("1e300"), "#,##0,").startswith("1000")
