"""Days, numbers and remarks as the week's sheet writes them: for paper, without a word of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _, language, listed
from nanhu_kpi.quantity import signed
from nanhu_kpi.render.words import name_of, people_words
from nanhu_kpi.text import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from nanhu_kpi.model import Area, Entry
    from nanhu_kpi.scorecard.week import Selected, Unseen

_NUMBERS = "一二三四五六七八九"


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


def joined(words: Sequence[str]) -> str:
    """Return the parts of a sentence in a row."""
    return ("，" if language() == "zh" else ", ").join(words)


def clauses(words: Sequence[str]) -> str:
    """Return what stands side by side in a cell."""
    return ("；" if language() == "zh" else "; ").join(words)


def sentence(words: str) -> str:
    """Return words with their full stop."""
    return f"{words}。" if language() == "zh" else f"{words}."


def sentences(*told: str) -> str:
    """Return sentences in a row."""
    return ("" if language() == "zh" else " ").join(told)


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
    """Return what an entry tells in words: its note, its issue and its next step."""
    said = [visible_lines(entry.note)] if entry.note else []
    if entry.issue:
        said.append(_("issue: {text}").format(text=visible_lines(entry.issue)))
    if entry.next:
        said.append(_("next step: {text}").format(text=visible_lines(entry.next)))
    return clauses(said)


def signed_word(value: Decimal | None) -> str:
    """Return a change with its sign, nothing for none."""
    return "" if value is None else signed(value)
