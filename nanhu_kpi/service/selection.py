"""Finding measures by what people type: codes in any shape, areas, goals, words of a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors import UnknownCode, UnknownCodeNear, UnknownSelection
from nanhu_kpi.text import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nanhu_kpi.model import Measure

_CODE = re.compile(r"([a-z]{2})[-_ ]?(\d{1,2})")
_GOAL = re.compile(r"([a-z]{2})[-_ ]?g(\d{1,2})")


def normal_code(text: str) -> str:
    """Return a code as the file keeps it, from `jj3`, `JJ-03` or `ＪＪ０３`; other texts come back in upper case."""
    found = _CODE.fullmatch(folded(text).strip())
    return f"{found[1].upper()}{int(found[2]):02}" if found else folded(text).strip().upper()


def measure_named(text: str, measures: Mapping[str, Measure]) -> Measure:
    """Return the measure of a code. Raises UnknownCode, with what comes near."""
    measure = measures.get(normal_code(text))
    if measure is None:
        raise unknown_code(text, measures)
    return measure


def unknown_code(text: str, measures: Mapping[str, Measure]) -> UnknownCode:
    """Return the refusal of a code that is not there, naming up to three that come near."""
    near = [measures[code] for code in nearest_codes(text, measures)]
    if not near:
        return UnknownCode(text=text)
    return UnknownCodeNear(text=text, near=near)


def nearest_codes(text: str, measures: Mapping[str, Measure]) -> list[str]:
    """Return up to three codes that come near: by words of the name, else by the shape of the code."""
    by_name = [code for code, measure in measures.items() if matches(text, measure)]
    if by_name:
        return by_name[:3]
    import difflib

    typed = normal_code(text)
    swapped = [code for code in measures if sorted(code) == sorted(typed)]
    return list(dict.fromkeys(swapped + difflib.get_close_matches(typed, list(measures), n=3, cutoff=0.7)))[:3]


class Selection(NamedTuple):
    """What a SELECT picks: its codes in the report's order, and those of them that were named one by one."""

    codes: tuple[str, ...]
    named: frozenset[str]


def selected(words: Sequence[str], measures: Mapping[str, Measure]) -> Selection | None:
    """Return what any of `words` selects, or None for no words at all.

    Each is an area, a goal, a code, or words of a name, tried in that order. Raises UnknownSelection for one that
    matches nothing.
    """
    if not words:
        return None
    chosen: set[str] = set()
    named: set[str] = set()
    for word in words:
        plain = folded(word).strip()
        found = {code for code, measure in measures.items() if _stands_for(plain, measure)}
        if _CODE.fullmatch(plain):
            named |= found
        if not found:
            found = {code for code, measure in measures.items() if matches(word, measure)}
        if not found:
            raise UnknownSelection(text=word)
        chosen |= found
    return Selection(tuple(code for code in measures if code in chosen), frozenset(named))


def matches(text: str, measure: Measure) -> bool:
    """Return whether every word of `text` stands in the measure's names."""
    names = folded(f"{measure.name_zh}\n{measure.name_en}")
    words = folded(text).split()
    return bool(words) and all(word in names for word in words)


def _stands_for(plain: str, measure: Measure) -> bool:
    if goal := _GOAL.fullmatch(plain):
        return measure.goal == f"{goal[1].upper()}-G{int(goal[2])}"
    return plain == measure.area.lower() or (_CODE.fullmatch(plain) is not None and measure.code == normal_code(plain))
