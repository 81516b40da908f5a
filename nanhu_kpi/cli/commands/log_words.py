"""The words of `log`: `JJ03+12`, `JJ03 =152`, `jj-3 98.5` as codes, forms and values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nanhu_kpi.errors import BadInput, Usage
from nanhu_kpi.errors.log import ITEM_MISWRITTEN
from nanhu_kpi.errors.usage import ONE_CODE_WANTED, UNREADABLE_ITEM, NoSuchOption
from nanhu_kpi.errors.values import UnreadableValue
from nanhu_kpi.service.log import EntryForm, Item
from nanhu_kpi.text import as_typed, misreads

if TYPE_CHECKING:
    from collections.abc import Sequence

# A code takes its hyphen first, so that JJ03-1 is JJ03 minus one and JJ-03-1 is the same.
_CODED = re.compile(r"([A-Za-z]{2}[-_]?[Gg]?\d{1,2})(?=[-+=\s]|$)\s*(.*)", re.DOTALL)
_BEGUN = re.compile(r"([A-Za-z]{2}[-_]?[Gg]?\d{1,2})([^A-Za-z0-9_\s+=-].*|[+=-])", re.DOTALL)
_NUMBER = re.compile(r"\d[\d.,]*[万亿]?|$")
_NAMED = re.compile(r"([^-+=\d.][^-+=]*)([-+=].*)?", re.DOTALL)
_VALUED = re.compile(r"[-+=]?\s*[\d.超近].*", re.DOTALL)
_SIGNS = ("+", "-", "=")


def parsed_items(words: Sequence[str]) -> tuple[Item, ...]:
    """Return the items that the words of a command name. Raises UNREADABLE_ITEM, ITEM_MISWRITTEN or
    NoSuchOption.

    A word that is no code is kept as one, so that it can be answered with the codes that come near.
    """
    left = _joined([_halved(word) for word in words])
    items = []
    while left:
        word = left.pop(0)
        if word.startswith("--"):
            raise NoSuchOption(text=word.partition("=")[0])
        if begun := _BEGUN.fullmatch(word):
            number = _NUMBER.search(begun[2])
            raise BadInput(ITEM_MISWRITTEN, text=word, code=begun[1], value=(number and number[0]) or "12")
        item = _CODED.fullmatch(word) or _NAMED.fullmatch(word)
        if not item:
            raise Usage(UNREADABLE_ITEM, text=word)
        code, value = item[1].strip(), item[2] or ""
        if not value and left and _VALUED.fullmatch(left[0]):
            value = left.pop(0)
        items.append(item_of(code, value))
    return tuple(items)


def item_of(code: str, value: str) -> Item:
    """Return the item of a code and a value as typed: `+12`, `-1`, `=152`, a bare number, or nothing.

    Raises UnreadableValue for a sign written twice.
    """
    value = _halved(value)
    if value.startswith(("++", "--", "==")):
        raise UnreadableValue(text=value[1:])
    if not value:
        return Item(code, EntryForm.WORDS)
    if value.startswith("="):
        return Item(code, EntryForm.SET, value[1:].strip())
    if value.startswith("+"):
        return Item(code, EntryForm.ADD, value[1:].strip())
    if value.startswith("-"):
        return Item(code, EntryForm.ADD, f"-{value[1:].strip()}")
    return Item(code, EntryForm.BARE, value)


def _halved(text: str) -> str:
    """Return full-width signs as half-width ones. Raises UnreadableValue where that would change a number: 10² is not
    102."""
    if misreads(text):
        raise UnreadableValue(text=text)
    return as_typed(text)


def with_long_form(
    items: tuple[Item, ...], add: str | None, total: str | None, reading: str | None, done: bool
) -> tuple[Item, ...]:
    """Return the items with the value of a long form in its place. Raises ONE_CODE_WANTED."""
    given = [
        (form, text)
        for form, text in ((EntryForm.ADD, add), (EntryForm.TOTAL, total), (EntryForm.READING, reading))
        if text is not None
    ]
    if done:
        given.append((EntryForm.DONE, ""))
    if not given:
        return items
    if len(given) != 1 or len(items) != 1 or items[0].form is not EntryForm.WORDS:
        raise Usage(ONE_CODE_WANTED)
    form, text = given[0]
    return (Item(items[0].code, form, text.removeprefix("+") if form is EntryForm.ADD else text),)


def _joined(words: list[str]) -> list[str]:
    """Return the words with a sign that stands apart put before what it belongs to: `JJ03 + 12`, `JJ03+ 12`."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1].endswith(_SIGNS):
            joined[-1] += word
        elif word:
            joined.append(word)
    return joined
