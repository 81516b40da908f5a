"""`log` without codes: a round through the measures, one after another, recorded as one batch at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, NoReturn

import click

from nanhu_kpi.cli.commands.log_words import item_of
from nanhu_kpi.cli.context import say, say_refusal
from nanhu_kpi.cli.output import print_sheets
from nanhu_kpi.cli.prompts import YES, ask, ask_reading_of, how_typed, measure_found, say_needed
from nanhu_kpi.errors import OK, Refusal
from nanhu_kpi.errors.log import BareNumber, NoteWanted
from nanhu_kpi.errors.values import DistantDay, UnreadableValue
from nanhu_kpi.i18n import _, ngettext
from nanhu_kpi.model import Light
from nanhu_kpi.quantity import parsed_quantity
from nanhu_kpi.render.sheets.log_round import answers_sheet, explained, stop_lines
from nanhu_kpi.service.log import EntryForm, Item, Receipt, Remarks, quantity_of, record
from nanhu_kpi.service.lookup import matches, normal_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from nanhu_kpi.service.ledger import Ledger
    from nanhu_kpi.service.rounds import Round

_EXPLAIN, _BACK, _END, _WORDS, _DROP = ("?", "？"), ("u", "U"), ("q", "Q"), ("n", "N"), ("x", "X")
_NO = ("n", "no", "否", "不")


class Answered(NamedTuple):
    """What was answered of a measure, and what it was understood as."""

    item: Item
    receipt: Receipt


class _Back(Exception):
    """Somebody wants to answer the question before once more."""


class _End(Exception):
    """Somebody ends the round."""


def ask_day(ctx: click.Context, begun: Callable[[str | None], Round]) -> Round:
    """Return the round of the day that is asked for, today for nothing typed. Leaves the command where it is ended."""
    while True:
        answer = ask(_("Day of these entries (empty for today, ? explains)"))
        if answer in _END:
            _leave(ctx)
        if answer in _EXPLAIN:
            click.echo(_("Type 06-30, 2024-06-30, yesterday, last Friday or -1; Enter is today, q ends."), err=True)
            continue
        try:
            return begun(answer or None)
        except DistantDay:
            raise
        except Refusal as refusal:
            say_refusal(refusal)


def _leave(ctx: click.Context) -> NoReturn:
    say(ctx, _("Nothing was answered; nothing was recorded."))
    raise click.exceptions.Exit(OK)


def go_round(ctx: click.Context, ledger: Ledger, round_: Round, remarks: Remarks) -> tuple[Item, ...]:
    """Return what was answered, measure after measure, once it was confirmed. Leaves the command where there is nothing
    to record. Raises click.Abort on Ctrl-C or the end of input."""
    walk = _Walk(ledger, round_, remarks)
    while True:
        walk.through()
        if not walk.answers:
            _leave(ctx)
        echoes = [answered.receipt.echoes[0] for answered in walk.answers.values()]
        print_sheets(ctx, [answers_sheet(echoes, round_.day)])
        if _confirmed(len(echoes)):
            return tuple(answered.item for answered in walk.answers.values())
        walk.resume()


def _confirmed(count: int) -> bool:
    """Return whether the answers are to be recorded, or False to go back. Leaves the command on a no."""
    question = ngettext("Record this entry? [y/n, u: back]", "Record these {count} entries? [y/n, u: back]", count)
    while True:
        answer = ask(question.format(count=count)).lower()
        if answer in YES:
            return True
        if answer in _BACK:
            return False
        if answer in _NO:
            click.echo(_("Not confirmed; nothing was recorded."), err=True)
            raise click.exceptions.Exit(OK)
        say_needed()


class _Walk:
    """Where a round stands: the codes in their order, which of them comes next, and what was answered."""

    def __init__(self, ledger: Ledger, round_: Round, remarks: Remarks) -> None:
        self.answers: dict[str, Answered] = {}
        self._ledger = ledger
        self._round = round_
        self._remarks = remarks
        self._codes = list(round_.codes)
        self._next = 0
        self._measures = {code: stop.score.measure for code, stop in round_.stops.items()}

    def through(self) -> None:
        """Ask about one measure after another, until the last or until somebody ends it."""
        while self._next < len(self._codes):
            code = self._codes[self._next]
            stop = self._round.stops[code]
            click.echo(f"\n{self._next + 1}/{len(self._codes)}  {stop_lines(stop)}", err=True)
            if answered := self.answers.get(code):
                click.echo(_("Answered: {line}").format(line=_line(answered)), err=True)
            try:
                if not self._visited(code):
                    return
            except _End:
                return

    def resume(self) -> None:
        """Go on where the round was left; from its end, with the last measure."""
        self._next = min(self._next, len(self._codes) - 1)

    def _visited(self, code: str) -> bool:
        """Ask for the value of a measure, and do what is answered. Return whether the round goes on."""
        measure = self._measures[code]
        keeps = _("Enter keeps it, x drops it") if code in self.answers else _("Enter skips, ? explains")
        while True:
            answer = ask(f"{how_typed(measure)} ({keeps})")
            if answer in _EXPLAIN:
                click.echo(explained(measure), err=True)
            elif answer in _BACK:
                self._next = max(0, self._next - 1)
                return True
            elif answer in _END:
                return False
            elif not answer or (answer in _DROP and code in self.answers):
                if answer:
                    del self.answers[code]
                self._next += 1
                return True
            elif jump := self._jump(answer):
                self._next = self._codes.index(jump)
                return True
            elif self._took(code, answer):
                self._next += 1
                return True

    def _jump(self, answer: str) -> str:
        """Return the code of another measure that is named by its code or by words of its name; '' where none is."""
        measure = self._measures.get(normal_code(answer))
        if measure is None:
            if answer in _WORDS or _reads_as_value(answer):
                return ""
            if not any(matches(answer, each) for each in self._measures.values()):
                return ""
            measure = measure_found(self._measures, answer)
        if measure is None:
            return ""
        if measure.code not in self._codes:
            self._codes.insert(self._next, measure.code)
        return measure.code

    def _took(self, code: str, answer: str) -> bool:
        """Take an answer as a value, asking what goes with it. Return whether it was taken."""
        try:
            item = item_of(code, "" if answer in _WORDS else answer)
            if item.form is not EntryForm.WORDS:
                quantity_of(item, self._measures[code])
            self.answers[code] = self._settled(item)
        except _Back:
            return False
        except UnreadableValue as refusal:
            say_refusal(refusal)
            click.echo(_("? explains what can be typed."), err=True)
            return False
        except Refusal as refusal:
            say_refusal(refusal)
            return False
        click.echo(_line(self.answers[code]), err=True)
        return True

    def _settled(self, item: Item) -> Answered:
        """Return an item with all that `log` wants of it: it is tried, and what it is refused for is asked."""
        said = self._remarks
        if item.form is EntryForm.WORDS and not said.note.strip():
            said = said._replace(note=_needed(_("Note")))
        while True:
            try:
                receipt = self._tried(item._replace(said=said))
                break
            except BareNumber as refusal:
                item = ask_reading_of(refusal, _needed)
            except NoteWanted as refusal:
                say_refusal(refusal)
                said = said._replace(note=_needed(_("Reason")))
        (echo,) = receipt.echoes
        if echo.repeats is not None:
            say_refusal(echo.repeats)
            if _asked(_("Record it once more? [y/N]")).lower() not in YES:
                raise _Back
        if not said.note.strip():
            said = said._replace(note=_asked(_("Note (may be empty)")))
        if echo.score.light in (Light.YELLOW, Light.RED):
            if not said.issue.strip():
                said = said._replace(issue=_asked(_("Issue (may be empty)")))
            if not said.next.strip():
                said = said._replace(next=_asked(_("Next step (may be empty)")))
        item = item._replace(said=said)
        return Answered(item, self._tried(item))

    def _tried(self, item: Item) -> Receipt:
        return record(self._ledger, (item,), day=self._round.day.isoformat(), remarks=self._remarks, keep=False)


def _reads_as_value(answer: str) -> bool:
    try:
        parsed_quantity(item_of("", answer).text, "")
    except Refusal:
        return answer[:1] in "+-=＋－＝"
    return True


def _line(answered: Answered) -> str:
    from nanhu_kpi.render.sheets.echo import echo_line

    (echo,) = answered.receipt.echoes
    return echo_line(echo.entry, echo.before, echo.score, latest=echo.latest)


def _asked(question: str) -> str:
    """Return an answer. Raises _Back for one that goes back, and _End for one that ends the round."""
    answer = ask(question)
    if answer in _BACK:
        raise _Back
    if answer in _END:
        raise _End
    return answer


def _needed(question: str) -> str:
    while not (answer := _asked(question)):
        say_needed()
    return answer
