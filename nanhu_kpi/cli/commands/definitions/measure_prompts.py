"""Questions about goals and measures: an answer that does not do is asked for again, so that none is typed twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nanhu_kpi.cli.context import say_refusal
from nanhu_kpi.cli.prompts import ask, asked_until_right, say_needed
from nanhu_kpi.errors import N_, Refusal
from nanhu_kpi.i18n import _
from nanhu_kpi.model import Cadence, Direction, Goal, Kind, Measure
from nanhu_kpi.render.sheets.definitions import field_value, field_word
from nanhu_kpi.render.words import name_of, word
from nanhu_kpi.service.definitions.definition_rules import (
    Book,
    Subject,
    checked,
    free_goal,
    free_measure,
    goal_code,
    measure_code,
    refuse_unfit_part,
)
from nanhu_kpi.service.lookup import normal_code

if TYPE_CHECKING:
    from collections.abc import Sequence


_QUESTIONS = {
    "goal": N_("Goal (a code above)"),
    "name_zh": N_("Chinese name"),
    "name_en": N_("English name (empty for the Chinese one)"),
    "unit": N_("Unit of the values"),
    "kind": N_("Kind (one of the words or numbers above)"),
    "numerator": N_("Numerator (code)"),
    "denominator": N_("Denominator (code)"),
    "direction": N_("Direction (empty for at_least)"),
    "cadence": N_("Cadence (empty for monthly)"),
    "owner": N_("Owner (may be empty)"),
}
_CHOICES: dict[str, tuple[Kind | Direction | Cadence, ...]] = {
    "kind": tuple(Kind),
    "direction": tuple(Direction),
    "cadence": tuple(Cadence),
}
_OPTIONAL = ("name_en", "direction", "cadence", "owner")


def ask_new_code(book: Book, subject: Subject, goal: str = "") -> str:
    """Return the code of a new goal or measure: one that is typed, or the next free one of an area. That of the area
    of `goal` is proposed. Raises click.Abort on no answer."""
    free, read = (free_goal, goal_code) if subject == "goal" else (free_measure, measure_code)
    proposed = free(book, book.goal(goal).area) if goal else ""
    if not goal:
        for area in book.areas:
            click.echo(f"{area.code}  {name_of(area)}", err=True)
    question = (
        _("Code (empty for {code})").format(code=proposed) if goal else _("Code, or an area for its next free code")
    )
    while True:
        answer = ask(question) or proposed
        if not answer:
            raise click.Abort
        try:
            if answer.upper() in {area.code for area in book.areas}:
                answer = free(book, answer.upper())
                click.echo(answer, err=True)
            return read(answer, book)
        except Refusal as refusal:
            say_refusal(refusal)


def ask_known_goal(book: Book) -> Goal:
    """Return the goal of a code that is asked for. Raises click.Abort on no answer."""
    for goal in book.goals.values():
        click.echo(f"{goal.code}  {name_of(goal)}", err=True)

    def read(answer: str) -> Goal:
        if not answer:
            raise click.Abort
        return book.goal(answer)

    return asked_until_right(_(_QUESTIONS["goal"]), read)


def ask_goal(book: Book, code: str, given: dict[str, str]) -> dict[str, str]:
    """Return the fields of a new goal, those that were not given asked for."""
    taken = goal_code(code, book)
    fields = dict(given)
    for field in ("name_zh", "name_en"):
        if field not in fields and (answer := _answer(book, "goal", taken, field)):
            fields[field] = answer
    return fields


def ask_measure_fields(book: Book, code: str, given: dict[str, str]) -> dict[str, str]:
    """Return the fields of a new measure, those that were not given asked for."""
    taken = measure_code(code, book)
    fields = dict(given)
    for field in ("goal", "name_zh", "name_en", "kind", "numerator", "denominator", "unit", *_OPTIONAL[1:]):
        if field in fields or not _is_wanted(field, fields.get("kind", "")):
            continue
        _list_choices(field, book, taken[:2])
        parts = (fields.get("numerator", ""), fields.get("denominator", ""))
        other = normal_code(next(filter(None, parts), ""))
        if answer := _answer(book, "measure", taken, field, other):
            fields[field] = answer
    return fields


def ask_changes(
    book: Book, subject: Subject, things: Sequence[Goal | Measure], fields: Sequence[str]
) -> dict[str, str]:
    """Return the fields that were answered; an empty answer keeps what is there."""
    changed = {}
    for field in fields:
        values = {str(getattr(thing, field)) for thing in things}
        now = field_value(field, values.pop()) if len(values) == 1 else _("(various)")
        question = _("{field}: {value} (empty to keep)").format(field=field_word(field), value=now)
        _list_choices(field, book, "")
        if answer := _checked_answer(book, subject, things[0].code, field, question):
            changed[field] = answer
    return changed


def _is_wanted(field: str, kind: str) -> bool:
    if field in ("numerator", "denominator"):
        return kind == Kind.RATIO
    return kind != Kind.MILESTONE or field not in ("unit", "direction")


def _answer(book: Book, subject: Subject, code: str, field: str, other: str = "") -> str:
    while True:
        answer = _checked_answer(book, subject, code, field, _(_QUESTIONS[field]), other)
        if answer or field in _OPTIONAL:
            return answer
        say_needed()


def _checked_answer(book: Book, subject: Subject, code: str, field: str, question: str, other: str = "") -> str:
    """Return an answer that does, or ''; `other` is the other part of a ratio, where that is known."""
    while True:
        answer = ask(question)
        if not answer:
            return ""
        if field in _CHOICES:
            if chosen := _chosen(field, answer):
                return chosen
            click.echo(_("Choose one of these."), err=True)
            _list_choices(field, book, code[:2])
            continue
        try:
            value = checked(field, answer, book, subject, code)
            if field in ("numerator", "denominator"):
                refuse_unfit_part(value, other, book, code)
            return value
        except Refusal as refusal:
            say_refusal(refusal)


def _chosen(field: str, answer: str) -> str:
    members = [str(member.value) for member in _CHOICES[field]]
    if answer.isdecimal() and 1 <= int(answer) <= len(members):
        return members[int(answer) - 1]
    return answer.lower() if answer.lower() in members else ""


def _list_choices(field: str, book: Book, area: str) -> None:
    if field == "goal":
        for goal in book.goals_of(area):
            click.echo(f"{goal.code}  {name_of(goal)}", err=True)
    if field in _CHOICES:
        for number, member in enumerate(_CHOICES[field], start=1):
            click.echo(f"{number:>3}  {member.value}  {word(member)}", err=True)
