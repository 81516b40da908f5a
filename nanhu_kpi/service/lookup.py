"""What people type, looked up: codes in any shape, areas, goals, words of a name, the last digits of an id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors import Unknown
from nanhu_kpi.errors.unknown import (
    AMBIGUOUS_ID,
    NOT_A_MEASURE,
    NOT_A_SELECTION,
    UNKNOWN_CODE,
    UNKNOWN_CODE_NEAR,
    UNKNOWN_SELECTION,
    IdOfAnEntry,
    UnknownId,
)
from nanhu_kpi.service.whose import ANYONE, Whose, role_of
from nanhu_kpi.store.batches import batches_named
from nanhu_kpi.store.definitions import read_areas, read_goals
from nanhu_kpi.store.entries import entries_named
from nanhu_kpi.text import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nanhu_kpi.model import Area, Batch, Goal, Measure
    from nanhu_kpi.store.connection import Connection

_CODE = re.compile(r"([a-z]{2})[-_ ]?(\d{1,2})")
_GOAL = re.compile(r"([a-z]{2})[-_ ]?g(\d{1,2})")
_TAIL = re.compile(r"[0-9a-f]{4,32}")
_CANDIDATES = 8


def normal_code(text: str) -> str:
    """Return a code as the file keeps it, from `jj3`, `JJ-03` or `ＪＪ０３`; other texts come back in upper case."""
    match = _CODE.fullmatch(folded(text).strip())
    return f"{match[1].upper()}{int(match[2]):02}" if match else folded(text).strip().upper()


def measure_named(text: str, measures: Mapping[str, Measure]) -> Measure:
    """Return the measure of a code, or of a name written out. Raises UNKNOWN_CODE, with what comes near, or
    NOT_A_MEASURE for an area or a goal."""
    measure = measures.get(normal_code(text))
    if measure is not None:
        return measure
    plain = folded(text).strip()
    called = [each for each in measures.values() if plain and plain in (folded(each.name_zh), folded(each.name_en))]
    if len(called) == 1:
        return called[0]
    if any(_stands_for(plain, each) for each in measures.values()):
        raise Unknown(NOT_A_MEASURE, text=plain.upper())
    near = [measures[code] for code in nearest_codes(text, measures)]
    if not near:
        raise Unknown(UNKNOWN_CODE, text=text)
    raise Unknown(UNKNOWN_CODE_NEAR, text=text, near=near)


# No name is longer, and what is compared with each of them takes its time.
_LONGEST = 200


def nearest_codes(text: str, measures: Mapping[str, Measure]) -> list[str]:
    """Return up to three codes that come near: by words of the name, else by the shape of the code."""
    import difflib

    text = text[:_LONGEST]
    by_name = [code for code, measure in measures.items() if matches(text, measure)]
    if by_name:
        return by_name[:3]

    typed = normal_code(text)
    swapped = [code for code in measures if sorted(code) == sorted(typed)]
    return list(dict.fromkeys(swapped + difflib.get_close_matches(typed, list(measures), n=3, cutoff=0.7)))[:3]


class Selection(NamedTuple):
    """What a SELECT picks: its codes in the report's order, and those of them that were named one by one."""

    codes: tuple[str, ...]
    named: frozenset[str]


def selected(
    words: Sequence[str], measures: Mapping[str, Measure], groups: Sequence[Area | Goal] = ()
) -> Selection | None:
    """Return what any of `words` selects, or None for no words at all.

    Each is an area, a goal, a code, or words of a name, tried in that order; the name may be that of one of `groups`,
    which selects all it holds. Raises UNKNOWN_SELECTION for one that matches nothing, or NOT_A_SELECTION where it names
    an owner, a supporting unit or a leader.
    """
    if not words:
        return None
    chosen: set[str] = set()
    named: set[str] = set()
    for word in words:
        plain = folded(word).strip()
        codes = {code for code, measure in measures.items() if _stands_for(plain, measure)}
        if _CODE.fullmatch(plain):
            named |= codes
        if not codes:
            held = {group.code for group in groups if matches(word, group)}
            codes = {
                code
                for code, measure in measures.items()
                if matches(word, measure) or measure.area in held or measure.goal in held
            }
        if not codes:
            field = role_of(word, measures)
            if field:
                raise Unknown(NOT_A_SELECTION, text=word, field=field, option=f"--{field}")
            raise Unknown(UNKNOWN_SELECTION, text=word)
        chosen |= codes
    return Selection(tuple(code for code in measures if code in chosen), frozenset(named))


def selected_in(conn: Connection, words: Sequence[str], measures: Mapping[str, Measure]) -> Selection | None:
    """Return what any of `words` selects, names of areas and goals among them. Raises what `selected` raises."""
    return selected(words, measures, (*read_areas(conn), *read_goals(conn)))


def chosen(measures: Mapping[str, Measure], selection: Selection | None, whose: Whose = ANYONE) -> dict[str, Measure]:
    """Return the measures of a selection, or all of them for none, that are somebody's."""
    codes = selection.codes if selection else measures
    return {code: measures[code] for code in codes if whose.has(measures[code])}


def selected_goals(
    words: Sequence[str], goals: Sequence[Goal], areas: Sequence[Area], measures: Mapping[str, Measure]
) -> frozenset[str]:
    """Return the codes of the goals that any of `words` selects: goals by code, area or name, and those of measures.

    Raises UNKNOWN_SELECTION for one that matches nothing.
    """
    chosen: set[str] = set()
    for word in words:
        plain = folded(word).strip()
        held = {area.code for area in areas if plain == area.code.lower() or matches(word, area)}
        number = _GOAL.fullmatch(plain)
        code = f"{number[1].upper()}-G{int(number[2])}" if number else ""
        own = {goal.code for goal in goals if goal.code == code or goal.area in held or matches(word, goal)}
        if not own:
            picked = selected([word], measures, (*areas, *goals))
            own = {measures[each].goal for each in picked.codes} if picked else set()
        chosen |= own
    return frozenset(chosen)


def matches(text: str, thing: Measure | Goal | Area) -> bool:
    """Return whether every word of `text` stands in a thing's names."""
    names = folded(f"{thing.name_zh}\n{thing.name_en}")
    words = folded(text).split()
    return bool(words) and all(word in names for word in words)


def batch_named(conn: Connection, named: str) -> Batch:
    """Return the batch of a short name or an id. Raises UnknownId, IdOfAnEntry or AMBIGUOUS_ID."""
    batches = batches_named(conn, tail_of(named))
    if not batches:
        if entries_named(conn, tail_of(named)):
            raise IdOfAnEntry(text=named)
        raise UnknownId(text=named)
    if len(batches) > 1:
        raise ambiguous(named, [batch.id for batch in batches])
    return batches[0]


def tail_of(named: str) -> str:
    """Return the hex digits of `#9f31c4` or a whole id. Raises UnknownId where it is neither."""
    tail = named.strip().removeprefix("#").replace("-", "").lower()
    if not _TAIL.fullmatch(tail):
        raise UnknownId(text=named)
    return tail


def ambiguous(named: str, ids: Sequence[bytes]) -> Unknown:
    """Return the refusal of a short name that several ids end in."""
    return Unknown(AMBIGUOUS_ID, text=named, count=len(ids), candidates=[id_.hex()[-12:] for id_ in ids[:_CANDIDATES]])


def _stands_for(plain: str, measure: Measure) -> bool:
    if goal := _GOAL.fullmatch(plain):
        return measure.goal == f"{goal[1].upper()}-G{int(goal[2])}"
    return plain == measure.area.lower() or (_CODE.fullmatch(plain) is not None and measure.code == normal_code(plain))
