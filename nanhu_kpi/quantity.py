"""Exact values: how they are typed, kept and printed.

A value is a decimal of at most four places with |value| < 10**12. The file keeps it as an `amount`, a whole number of
ten-thousandths.
"""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.values import TOO_LARGE, TOO_MANY_PLACES, TOO_MANY_PLACES_IN_UNIT, UnreadableValue
from nanhu_kpi.text import as_typed, misreads, normal

PLACES = 4
SCALE = 10**PLACES
LIMIT = 10**12
_MULTIPLES = {"万": 10**4, "亿": 10**8}

OVER = 1
UNDER = 2

_VALUE = re.compile(
    r"(?P<sign>[+-]?)(?P<before>超过|超|近)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"\s*(?P<within>余|多)?(?P<multiple>[万亿]?)(?P<after>余|多)?\s*(?P<unit>.*)"
)


class Quantity(NamedTuple):
    """A value as typed, and the qualifier bits it was typed with (`OVER`, `UNDER` or 0)."""

    value: Decimal
    qualifier: int


def amount_of(value: Decimal) -> int:
    """Return `value` in ten-thousandths. Raises TOO_MANY_PLACES or TOO_LARGE: nothing is rounded away in silence."""
    if not value.is_finite():
        raise UnreadableValue(text=str(value))
    return _exact_amount(Fraction(value))


def value_of(amount: int) -> Decimal:
    """Return the exact decimal of an amount."""
    return Decimal(amount).scaleb(-PLACES)


def plain(value: Decimal) -> str:
    """Return `value` in digits, exact, without exponent or trailing zeros: `152`, `0.5`, `-3.25`."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def places_of(value: Decimal) -> int:
    """Return how many decimals `plain` shows of a value."""
    return len(plain(value).partition(".")[2])


def signed(value: Decimal) -> str:
    """Return `plain`, with a plus sign where it is above 0."""
    return f"+{plain(value)}" if value > 0 else plain(value)


def rounded(share: Fraction, places: int = PLACES) -> Decimal:
    """Return `share` rounded half up (away from zero) to `places` decimals, exactly so many."""
    return divided(share.numerator, share.denominator, places)


def divided(above: int, below: int, places: int = PLACES) -> Decimal:
    """Return `above` by `below`, which is above 0, rounded half up (away from zero) to exactly so many decimals."""
    # Whole numbers: a sheet rounds tens of thousands of shares, and fractions look for a common divisor at each step.
    whole = (2 * abs(above) * 10**places + below) // (2 * below)
    return Decimal(-whole if above < 0 else whole).scaleb(-places)


def floored(value: Fraction) -> Decimal:
    """Return `value`, or the nearest value below it that the file can keep."""
    return Decimal(value * SCALE // 1).scaleb(-PLACES)


def percent(share: Decimal | Fraction, places: int) -> str:
    """Return a share as a percentage of so many decimals; one short of 1 never prints as 100 %."""
    step = Decimal(1).scaleb(-places)
    shown = rounded(Fraction(share) * 100, places)
    if share < 1 and shown >= 100:
        shown = 100 - step
    return f"{shown}%"


def parsed_quantity(text: str, unit: str = "") -> Quantity:
    """Return the value that `text` states, as an officer types it for a measure in `unit`.

    Full-width digits, thousands separators, 万 and 亿 (`1.2万` is 12000), 余/多 and 超/近 as qualifiers, and the unit
    itself may follow. Where the unit is itself in 万 or 亿, so is what is meant: `38.17亿` of a measure in 亿元 is
    38.17, and `5000万` is 0.5.

    Raises UnreadableValue, TOO_MANY_PLACES, TOO_MANY_PLACES_IN_UNIT or TOO_LARGE.
    """
    written = as_typed(text)
    parts = _VALUE.fullmatch(written)
    if not parts or len(written) > 60 or misreads(text):
        raise UnreadableValue(text=text)
    unit = normal(unit)
    unit_multiple = _MULTIPLES.get(unit[:1], 1)
    bare_unit = unit[1:] if unit_multiple > 1 else unit
    tail = parts["unit"].strip()
    fitting = {"", bare_unit} if parts["multiple"] else {"", unit}
    if tail not in fitting:
        raise UnreadableValue(text=text)
    value = Fraction(Decimal(parts["sign"] + parts["digits"].replace(",", "")))
    if parts["multiple"]:
        value = value * _MULTIPLES[parts["multiple"]] / unit_multiple
        if unit and (value * SCALE).denominator != 1:
            raise BadInput(TOO_MANY_PLACES_IN_UNIT, text=text, value=_shown(value), unit=unit)
    more, less = parts["before"] in ("超", "超过"), parts["before"] == "近"
    more_after = bool(parts["within"] or parts["after"])
    if more_after and parts["before"]:
        raise UnreadableValue(text=text)
    return Quantity(value_of(_exact_amount(value)), OVER if more or more_after else UNDER if less else 0)


def _exact_amount(value: Fraction) -> int:
    # Fractions, because Decimal rounds a product to its context's 28 digits.
    scaled = value * SCALE
    if scaled.denominator != 1:
        raise BadInput(TOO_MANY_PLACES, value=_shown(value))
    if abs(value) >= LIMIT:
        raise BadInput(TOO_LARGE, value=_shown(value))
    return int(scaled)


def _shown(value: Fraction) -> str:
    # Its denominator divides a power of ten, so that it ends, if not within the 28 digits that Decimal divides to.
    with localcontext(prec=1000):
        return plain(Decimal(value.numerator) / Decimal(value.denominator))


__all__ = [
    "LIMIT", "OVER", "PLACES", "SCALE", "UNDER", "Quantity", "amount_of", "divided", "floored", "parsed_quantity",
    "percent", "places_of", "plain", "rounded", "signed", "value_of",
]  # fmt: skip
