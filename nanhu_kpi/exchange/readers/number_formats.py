"""What a number format of a workbook shows of a number, where it shows another one than the cell holds."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING

from nanhu_kpi.quantity import rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# A quoted text, an escaped character, a space as wide as a character, a colour or condition.
_PART = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[[^\]]*\]|(.)', re.DOTALL)
_SCALING_WORDS = re.compile(r"[万亿百千]")
_PLACES = "0#?"
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lt, ">": gt, "<=": le, ">=": ge, "=": eq, "<>": ne,
}  # fmt: skip


def _section(value: Decimal, sections: Sequence[str]) -> str:
    """Return the section of a format that a number is shown by: the first whose condition holds, else by its sign."""
    of_numbers = [section for section in sections if "@" not in section] or list(sections)
    conditions = [_CONDITION.search(section) for section in of_numbers]
    for section, condition in zip(of_numbers, conditions, strict=True):
        if condition and _HOLDS[condition[1]](value, Decimal(condition[2])):
            return section
    if not any(conditions):
        return of_numbers[1] if value < 0 and len(of_numbers) > 1 else of_numbers[0]
    return of_numbers[-1]


def shown_otherwise(value: Decimal, number_format: str) -> str:
    """Return what a cell shows of `value` where its format scales it, else ''.

    A format scales by commas after the last digit, each a thousandth; by a decimal point put in as a text; or by a
    word such as 万 that stands in it.
    """
    section = _section(value, number_format.split(";"))
    parts = [
        (char or "", literal if literal is not None else escaped)
        for literal, escaped, char in (found.groups() for found in _PART.finditer(section))
    ]
    signs = "".join(char for char, _ in parts)
    if not any(place in signs for place in _PLACES) or any(sign in signs for sign in "%E"):
        return ""
    last = max(at for at, (char, _) in enumerate(parts) if char and char in _PLACES)
    first = min(at for at, (char, _) in enumerate(parts) if char and char in _PLACES)
    commas = 0
    while last + commas + 1 < len(parts) and parts[last + commas + 1][0] == ",":
        commas += 1
    inside = [at for at in range(first, last) if parts[at][1] in (".", "．")]
    words = "".join(text or "" for _, text in parts)
    # A word may also stand in the format without quotation marks.
    words += "".join(char for char, _ in parts if _SCALING_WORDS.match(char))
    if not commas and not inside and not _SCALING_WORDS.search(words):
        return ""
    point = next((at for at, (char, _) in enumerate(parts) if char == "."), last)
    places = sum(char in _PLACES for char, _ in parts[point + 1 :] if char) if point < last else 0
    digits = format(rounded(Fraction(abs(value)) / 1000**commas, places), "f")
    if inside:
        behind = sum(char in _PLACES for char, _ in parts[inside[-1] + 1 : point + 1] if char)
        digits = digits.rjust(behind + 1, "0")
        digits = f"{digits[: len(digits) - behind]}.{digits[len(digits) - behind :]}"
    before = "".join(text if text is not None else char for char, text in parts[:first])
    after = "".join(text if text is not None else char for char, text in parts[last + commas + 1 :])
    return f"{'-' if value < 0 else ''}{before.strip()}{digits}{after.strip()}"
