"""Days, numbers and remarks as the week's sheet writes them: for paper, without a word of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _, clauses, joined, language, listed
from nanhu_kpi.quantity import signed
from nanhu_kpi.render.paper.layout import half_signs
from nanhu_kpi.render.weekly.cadences import words_of
from nanhu_kpi.render.words import name_of, people_words
from nanhu_kpi.text import visible, visible_lines

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from nanhu_kpi.model import Area, Entry, Measure
    from nanhu_kpi.scorecard.facts import Told
    from nanhu_kpi.scorecard.period_sheet import PeriodSheet, Selected, Unseen

_NUMBERS = "一二三四五六七八九"
# Full-width signs that the annexes print of a name, of an officer and of what people wrote.
NAME, OWNER, OFFICER, TOLD, WORDS = 15, 12, 8, 30, 40


def day_in_full(day: date) -> str:
    """Return `2024年7月1日`."""
    return _("{year:04}-{month:02}-{day:02}").format(year=day.year, month=day.month, day=day.day)


def day_of_year(day: date) -> str:
    """Return `7月1日`, where the year is clear."""
    return _("{month:02}-{day:02}").format(month=day.month, day=day.day)


def numbered(number: int, heading: str) -> str:
    """Return the heading of a part: `一、总体情况`."""
    return f"{_NUMBERS[number - 1]}、{heading}" if language() == "zh" else f"{number}. {heading}"


def numbered_area(number: int, area: Area) -> str:
    """Return the heading of an area in a part: `（一）党建引领 DJ`."""
    name = f"{name_of(area)} {area.code}"
    return f"（{_NUMBERS[number - 1]}）{name}" if language() == "zh" else f"({number}) {name}"


def annexed(number: int, heading: str) -> str:
    """Return the heading of an annex: `附件1　需要关注的指标`."""
    return _("Annex {number}. {heading}").format(number=number, heading=heading)


def short_name_of(measure: Measure, most: int = NAME) -> str:
    """Return a measure's name, or as much of its beginning as paper has room for: English takes more."""
    return short(name_of(measure), most if language() == "zh" else 2 * most)


def short(text: str, most: int) -> str:
    """Return a text, or as much of its beginning as takes `most` full-width signs."""
    if half_signs(text) <= 2 * most:
        return text
    taken, shown = half_signs("..."), ""
    for sign in text:
        taken += half_signs(sign)
        if taken > 2 * most:
            break
        shown += sign
    return f"{shown.rstrip()}..."


def told_by_one(told: Told | None, sheet: PeriodSheet, most: int = TOLD) -> str:
    """Return issue and next step of one entry with its day, which is marked where it lies before the sheet's days."""
    if told is None:
        return _("not filled in")
    said = [_("issue: {text}").format(text=short(visible(told.issue), most))] if told.issue else []
    if told.next:
        said.append(_("next step: {text}").format(text=short(visible(told.next), most)))
    form = _(words_of(sheet).told_before) if told.day < sheet.span.first else _("{words} ({day})")
    return form.format(words=clauses(said), day=day_of_year(told.day))


def sentence(words: str) -> str:
    """Return words with their full stop."""
    return f"{words}。" if language() == "zh" else f"{words}."


def part_remark(selected: Selected, shown: int) -> str:
    """Return what a sheet of some measures was asked for, and how many of how many these are."""
    parts = []
    if selected.words:
        parts.append(_("selected {words}").format(words=listed([visible(word) for word in selected.words])))
    parts += people_words(selected.people)
    return _("Only some measures ({wish}): {shown} of {count}.").format(
        wish=joined(parts), shown=shown, count=selected.among
    )


def since_remark(since: Unseen) -> str:
    """Return how much an earlier print of this sheet could not know."""
    return _("Recorded or voided after {day}, counted here: {entries} entries, {targets} target revisions.").format(
        day=day_in_full(since.day), entries=since.entries, targets=since.targets
    )


def left_out_remark(since: Unseen) -> str:
    """Return how much was recorded after the day that the sheet knows."""
    return _("Recorded or voided after {day}, not counted here: {entries} entries, {targets} target revisions.").format(
        day=day_in_full(since.day), entries=since.entries, targets=since.targets
    )


def told_word(entry: Entry) -> str:
    """Return what an entry tells in words: its note, its issue and its next step, or the beginning of each."""
    said = [short(visible_lines(entry.note), WORDS)] if entry.note else []
    if entry.issue:
        said.append(_("issue: {text}").format(text=short(visible_lines(entry.issue), WORDS)))
    if entry.next:
        said.append(_("next step: {text}").format(text=short(visible_lines(entry.next), WORDS)))
    return clauses(said)


def signed_word(value: Decimal | None) -> str:
    """Return a change with its sign, nothing for none."""
    return "" if value is None else signed(value)
