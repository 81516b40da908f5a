"""What a definition may say: codes, names, goals and kinds, checked against what is defined already."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

from nanhu_kpi.errors import BadInput, Unknown
from nanhu_kpi.errors.definitions import (
    CODE_IN_USE,
    CODE_UNDONE,
    GOAL_ELSEWHERE,
    MEANING_AGREED,
    MEANING_FIXED,
    MILESTONE_SHAPE,
    NAME_IN_USE,
    NO_CODE_LEFT,
    PARTS_OF_NO_RATIO,
    RATIO_PARTS,
    RATIO_STAYS,
    TEXT_TOO_LONG,
    UNFIT_CODE,
    UNFIT_PART,
    UNFIT_TEXT,
)
from nanhu_kpi.errors.unknown import UNKNOWN_AREA, UNKNOWN_GOAL
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.service.lookup import measure_named, normal_code
from nanhu_kpi.text import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nanhu_kpi.model import Area, Goal, Measure

Subject = Literal["goal", "measure"]

_MEASURE_CODE = re.compile(r"([A-Z]{2})\d{2}")
_GOAL_CODE = re.compile(r"([A-Z]{2})[-_ ]?G0?(\d{1,2})")
_LAST = 99
# The most characters of a text, and whether it has to say something.
_TEXTS = {
    "name_zh": (30, True), "name_en": (80, False), "unit": (10, True),
    "owner": (60, False), "support": (120, False), "leader": (60, False), "source": (120, False),
}  # fmt: skip


class Book(NamedTuple):
    """Everything that is defined, retired measures too; `undone` are the codes that were added and undone."""

    areas: tuple[Area, ...]
    goals: Mapping[str, Goal]
    measures: Mapping[str, Measure]
    undone: frozenset[str] = frozenset()

    def goal(self, text: str) -> Goal:
        """Return the goal of a code. Raises UNKNOWN_GOAL."""
        goal = self.goals.get(normal_goal(text))
        if goal is None:
            raise Unknown(UNKNOWN_GOAL, text=text)
        return goal

    def goals_of(self, area: str) -> list[Goal]:
        """Return an area's goals."""
        return [goal for goal in self.goals.values() if goal.area == area]


def normal_goal(text: str) -> str:
    """Return a goal's code as the file keeps it: `JJ-G7` from `jj-g7` or `JJG07`."""
    typed = folded(text).strip().upper()
    match = _GOAL_CODE.fullmatch(typed)
    return f"{match[1]}-G{int(match[2])}" if match else typed


def measure_code(text: str, book: Book) -> str:
    """Return a new measure's code: its area's two letters and two digits, never given before.

    Raises UNKNOWN_AREA, UNFIT_CODE, CODE_IN_USE or NO_CODE_LEFT.
    """
    code = normal_code(text)
    free = free_measure(book, _area(code, text, book))
    is_fit = _MEASURE_CODE.fullmatch(code) is not None and not code.endswith("00")
    return _free_code(text, code, book, free, is_fit=is_fit)


def goal_code(text: str, book: Book) -> str:
    """Return a new goal's code: its area, -G and a number, never given before. Raises as `measure_code` does."""
    code = normal_goal(text)
    free = free_goal(book, _area(code, text, book))
    is_fit = _GOAL_CODE.fullmatch(code) is not None and not code.endswith("-G0")
    return _free_code(text, code, book, free, is_fit=is_fit)


def free_measure(book: Book, area: str) -> str:
    """Return the code of an area's next measure. Raises NO_CODE_LEFT."""
    return f"{area}{_free(_given(book, area), area):02}"


def free_goal(book: Book, area: str) -> str:
    """Return the code of an area's next goal. Raises NO_CODE_LEFT."""
    return f"{area}-G{_free(_given(book, f'{area}-G'), area)}"


def cleaned(fields: Mapping[str, str], book: Book, subject: Subject, code: str) -> dict[str, str]:
    """Return the fields of a goal or a measure as the file keeps them. Raises as `checked` does."""
    return {field: checked(field, text, book, subject, code) for field, text in fields.items()}


def checked(field: str, text: str, book: Book, subject: Subject, code: str) -> str:
    """Return one field as the file keeps it: codes in their form, texts without blanks around them.

    Raises UNFIT_TEXT, TEXT_TOO_LONG, NAME_IN_USE, UNKNOWN_GOAL, GOAL_ELSEWHERE or UNKNOWN_CODE.
    """
    value = text.strip()
    if field == "goal":
        return _goal_of_area(value, code[:2], book)
    if field in ("numerator", "denominator"):
        return measure_named(value, book.measures).code
    if field in _TEXTS:
        most, needed = _TEXTS[field]
        if len(value) > most or (value and not value.isprintable()) or (needed and not value):
            sentence = UNFIT_TEXT if needed else TEXT_TOO_LONG
            raise BadInput(sentence, text=text, option=f"--{field.replace('_', '-')}", most=most)
    if field in ("name_zh", "name_en") and value:
        _refuse_name_in_use(field, value, book, subject, code)
    return value


def refuse_unfit_part(part: str, other: str, book: Book, code: str) -> None:
    """Refuse a numerator or denominator that cannot be one of the ratio `code` beside the other. Raises UNFIT_PART."""
    if part in (code, other) or RULES[book.measures[part].kind].is_computed:
        raise BadInput(UNFIT_PART, part=part)


def refuse_unsound(measure: Measure, book: Book) -> None:
    """Refuse a milestone or a ratio that is not shaped as one.

    Raises MILESTONE_SHAPE, RATIO_PARTS or PARTS_OF_NO_RATIO.
    """
    rules = RULES[measure.kind]
    if rules.shape is not None and (measure.unit, measure.direction) != rules.shape:
        raise BadInput(MILESTONE_SHAPE, code=measure.code)
    parts = (measure.numerator, measure.denominator)
    if not rules.is_computed:
        if any(parts):
            raise BadInput(PARTS_OF_NO_RATIO, code=measure.code)
        return
    others = [book.measures[part] for part in parts if part and part != measure.code]
    if len(others) != 2 or others[0] == others[1] or any(RULES[other.kind].is_computed for other in others):
        raise BadInput(RATIO_PARTS, code=measure.code)


def refuse_other_meaning(before: Measure, after: Measure, *, has_entries: bool, years: Sequence[int]) -> None:
    """Refuse another kind, unit or direction of a measure with entries or with targets in some `years`, and a kind that
    turns into or from a ratio."""
    if has_entries:
        raise BadInput(MEANING_FIXED, code=before.code, name=before)
    if before.kind is not after.kind and any(RULES[each.kind].is_computed for each in (before, after)):
        raise BadInput(RATIO_STAYS, code=before.code, name=before)
    if years:
        raise BadInput(MEANING_AGREED, code=before.code, name=before, years=list(years), year=years[0])


def _area(code: str, text: str, book: Book) -> str:
    if code[:2] not in {area.code for area in book.areas}:
        raise Unknown(UNKNOWN_AREA, text=text, areas=[area.code for area in book.areas])
    return code[:2]


def _free_code(text: str, code: str, book: Book, free: str, *, is_fit: bool) -> str:
    """Return `code`, refused with a `free` one as the example where it is not shaped as one, or taken."""
    if not is_fit:
        raise BadInput(UNFIT_CODE, text=text, example=free)
    if code in book.undone:
        raise BadInput(CODE_UNDONE, code=code, example=free)
    if thing := book.measures.get(code) or book.goals.get(code):
        raise BadInput(CODE_IN_USE, code=code, name=thing, example=free)
    return code


def _given(book: Book, prefix: str) -> set[int]:
    """Return the numbers that were given after a prefix, those of what was undone too."""
    codes = (code for code in (*book.measures, *book.goals, *book.undone) if code.startswith(prefix))
    return {int(code[len(prefix) :]) for code in codes if code[len(prefix) :].isdecimal()}


def _free(given: set[int], area: str) -> int:
    """Return the number to propose: the one after the last, since nobody remembers it for anything else."""
    last = max(given, default=0)
    for number in chain(range(last + 1, _LAST + 1), range(1, last)):
        if number not in given:
            return number
    raise BadInput(NO_CODE_LEFT, area=area)


def _goal_of_area(text: str, area: str, book: Book) -> str:
    goal = book.goal(text)
    if goal.area != area:
        raise BadInput(GOAL_ELSEWHERE, goal=goal.code, area=area, goals=[each.code for each in book.goals_of(area)])
    return goal.code


def _refuse_name_in_use(field: str, name: str, book: Book, subject: Subject, code: str) -> None:
    things: Mapping[str, Goal | Measure] = book.goals if subject == "goal" else book.measures
    for other in things.values():
        if other.code != code and folded(getattr(other, field)) == folded(name):
            raise BadInput(NAME_IN_USE, text=name, code=other.code)
