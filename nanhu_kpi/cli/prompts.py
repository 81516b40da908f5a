"""Questions put to a person in a terminal. They go to stderr; an empty answer takes nothing for granted."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import click

from nanhu_kpi.cli.commands.log_words import item_of
from nanhu_kpi.cli.context import asking, say_refusal
from nanhu_kpi.errors import N_, OK, Refusal
from nanhu_kpi.errors.log import BareNumber
from nanhu_kpi.i18n import _
from nanhu_kpi.model import Kind, Measure
from nanhu_kpi.render.refusals import shown_facts
from nanhu_kpi.render.words import name_of, unit_of
from nanhu_kpi.service.log import EntryForm, Item, quantity_of
from nanhu_kpi.service.lookup import matches, normal_code
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


_T = TypeVar("_T")
YES = ("y", "yes", "是", "对", "好")
_LISTED = 15
_HOW = {
    Kind.SUM: N_("+12 adds, =152 is the total"),
    Kind.LAST: N_("the reading"),
    Kind.MILESTONE: N_("progress from 0 to 100"),
}
_READINGS = {
    EntryForm.ADD: ("+", "＋", "add", "新增", "增加"),
    EntryForm.SET: ("=", "＝", "total", "累计", "总数"),
}


def ask(question: str) -> str:
    """Return what was answered, '' for nothing. Raises click.Abort on Ctrl-C or the end of input."""
    with asking():
        answer: str = click.prompt(question, default="", show_default=False, err=True, prompt_suffix=_(": "))
    return answer.strip()


def ask_needed(question: str) -> str:
    """Return what was answered, asking again where that is nothing: no slip of the Enter key loses what was answered
    before. Raises click.Abort on Ctrl-C."""
    while not (answer := ask(question)):
        say_needed()
    return answer


def say_needed() -> None:
    """Say that an answer cannot be left out, and how to leave."""
    click.echo(_("An answer is needed here; Ctrl-C cancels."), err=True)


def confirmed(question: str) -> bool:
    """Return whether a question was answered with yes; nothing typed is no."""
    return ask(_("{question} [y/N]").format(question=question)).lower() in YES


def confirm(question: str) -> None:
    """Return where a question is answered with yes; else say that nothing was done, and leave the command."""
    if not confirmed(question):
        click.echo(_("Not confirmed; nothing was changed."), err=True)
        raise click.exceptions.Exit(OK)


def ask_why(refusal: Refusal) -> str:
    """Return why something unusual is so, having said what it is."""
    say_refusal(refusal)
    return ask_needed(_("Reason (Ctrl-C cancels)"))


def ask_measure(measures: Mapping[str, Measure]) -> Measure:
    """Return the measure that is found by typing its code or words of its name. Raises click.Abort on no answer."""
    if measure := measure_found(measures, ask(_("Measure (code or words of its name)"))):
        return measure
    raise click.Abort


def measure_found(measures: Mapping[str, Measure], answer: str) -> Measure | None:
    """Return the measure of a code or of words of its name, asking on while several bear them; None for no answer."""
    listed: list[Measure] = []
    while answer:
        if listed and answer.isdecimal() and 1 <= int(answer) <= len(listed):
            return listed[int(answer) - 1]
        if (exact := measures.get(normal_code(answer))) is not None:
            return exact
        hits = [measure for measure in measures.values() if matches(answer, measure)]
        if len(hits) == 1:
            return hits[0]
        listed = hits[:_LISTED]
        for number, measure in enumerate(listed, start=1):
            click.echo(f"{number:>3}  {measure.code}  {name_of(measure)}  {unit_of(measure)}", err=True)
        if not hits:
            click.echo(_("No measure has “{text}” in its name.").format(text=answer), err=True)
        elif len(hits) > _LISTED:
            click.echo(_("... and {count} more; type more of the name.").format(count=len(hits) - _LISTED), err=True)
        answer = ask(
            _("Measure (code, words, or a number above)") if listed else _("Measure (code or words of its name)")
        )
    return None


def asked_until_right(question: str, read: Callable[[str], _T], *, needed: bool = False) -> _T:
    """Return what `read` makes of an answer, saying what is wrong and asking again until it takes one."""
    while True:
        answer = ask_needed(question) if needed else ask(question)
        try:
            return read(answer)
        except Refusal as refusal:
            say_refusal(refusal)


def ask_value(measure: Measure) -> Item:
    """Return the item of a value asked for; nothing typed means words alone."""

    def read(answer: str) -> Item:
        item = item_of(measure.code, answer)
        if item.form is not EntryForm.WORDS:
            quantity_of(item, measure)
        return item

    return asked_until_right(f"{measure.code} {name_of(measure)} [{unit_of(measure)}] {how_typed(measure)}", read)


def how_typed(measure: Measure) -> str:
    """Return how the value of a measure is typed."""
    return _(_HOW[measure.kind])


def ask_reading_of(refusal: BareNumber, ask_one: Callable[[str], str] = ask_needed) -> Item:
    """Return the item that a bare number was meant as; `ask_one` puts the question."""
    item = refusal.facts["item"]
    assert isinstance(item, Item)
    facts = shown_facts(refusal)
    click.echo(_("{code} {text}: add or total?").format(**facts), err=True)
    click.echo(_("  +  add {text} ({before} → {added})").format(**facts), err=True)
    click.echo(_("  =  total ({before} → {stated})").format(**facts), err=True)
    while True:
        answer = ask_one(_("+ or ="))
        for form, said in _READINGS.items():
            if answer.lower() in said or answer[0] in said:
                return Item(item.code, form, item.text)
        click.echo(_("“{text}” is neither. Type + to add, or = for the total.").format(text=visible(answer)), err=True)
