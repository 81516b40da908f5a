"""JSON arrays of objects, as our own exports write them, and JSON lines. Numbers keep every digit."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from nanhu_kpi.errors import BadInput, Refusal
from nanhu_kpi.errors.import_rows import (
    BROKEN_JSON,
    BROKEN_JSON_LINE,
    JSON_GOES_ON,
    JSON_KEY_TWICE,
    NO_JSON_CELL,
    NO_JSON_OBJECT,
    NO_TEXT,
    Problem,
)
from nanhu_kpi.errors.imports import NOT_JSON, NOT_JSON_LINES
from nanhu_kpi.exchange.readers.json_stream import DECODER, Broken, JsonStream, Number, Object
from nanhu_kpi.exchange.readers.table import SIZE, Chunk, OpenTable
from nanhu_kpi.text import is_encodable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


_POWERS = 30
# A program that writes a point or a power of ten keeps no more digits than these.
_EXACT_DIGITS = 15
# Our own export wraps its rows: they follow this name.
_ROWS = "rows"


class _Element(NamedTuple):
    """What stands at one place: its number, and its names and values, or why it has none."""

    number: int
    pairs: list[tuple[str, Any]]
    refusal: Refusal | None = None


def read_json(path: object, opened: Callable[[], TextIO]) -> OpenTable | None:
    """Return the table of an array of objects, or None where it holds no element. `opened` opens the file again.

    Raises NOT_JSON.
    """
    return _table(path, NOT_JSON, lambda: _elements(path, opened()))


def read_jsonl(path: object, opened: Callable[[], TextIO]) -> OpenTable | None:
    """Return the table of JSON lines, or None where there is none. Raises NOT_JSON_LINES."""
    return _table(path, NOT_JSON_LINES, lambda: _lines(opened()))


def is_line_of_json(line: str) -> bool:
    """Return whether a file's first line is a whole object, and not our own export on one line."""
    try:
        document = DECODER.decode(line)
    except (json.JSONDecodeError, RecursionError):
        return False
    return isinstance(document, Object) and not any(
        name == _ROWS and isinstance(value, list) for name, value in document
    )


def _table(path: object, no_object: str, elements: Callable[[], Iterator[_Element]]) -> OpenTable | None:
    # Objects may name their cells in any order, and leave some out: all are looked at before the first is taken.
    names: dict[str, None] = {}
    first: _Element | None = None
    for element in elements():
        first = first or element
        names.update((name, None) for name, _ in element.pairs)
    if first is None:
        return None
    if first.refusal and not names:
        raise BadInput(no_object, path=path, **first.refusal.facts)
    return OpenTable(list(names), _chunks(elements(), tuple(names)))


def _chunks(elements: Iterator[_Element], names: tuple[str, ...]) -> Iterator[Chunk]:
    numbers: list[int] = []
    rows: list[list[str]] = []
    problems: list[Problem] = []
    for element in elements:
        if element.refusal:
            problems.append(Problem(element.number, "", "", element.refusal))
        else:
            cells = dict(element.pairs)
            wrong = [] if _is_plain(element.pairs, cells) else list(_problems(element))
            problems += wrong
            if not wrong:
                numbers.append(element.number)
                rows.append([_text(cells.get(name)) for name in names])
        if len(rows) + len(problems) >= SIZE:
            yield Chunk(numbers, rows, problems)
            numbers, rows, problems = [], [], []
    if numbers or problems:
        yield Chunk(numbers, rows, problems)


def _is_plain(pairs: list[tuple[str, Any]], cells: dict[str, Any]) -> bool:
    """Return whether nothing is wrong with an object, which few have: this is asked of every one."""
    return len(pairs) == len(cells) and all(
        value is None or (isinstance(value, str) and (value.isascii() or is_encodable(value)))
        for value in cells.values()
    )


def _problems(element: _Element) -> Iterator[Problem]:
    for name, value, reason in _wrong_cells(element.pairs):
        yield Problem(element.number, name, _shown(value), reason)


def _wrong_cells(pairs: list[tuple[str, Any]]) -> Iterator[tuple[str, Any, Refusal]]:
    seen = set()
    for name, value in pairs:
        if name in seen:
            yield name, value, BadInput(JSON_KEY_TWICE)
        seen.add(name)
        if value is not None and not isinstance(value, str):
            yield name, value, BadInput(NO_JSON_CELL, text=_shown(value))
        elif value is not None and not is_encodable(value):
            yield name, value, BadInput(NO_TEXT)


def _shown(value: object) -> str:
    return str(value) if isinstance(value, str) else json.dumps(value)[:60]


def _text(value: str | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Number) and ("e" in value.lower() or "." in value):
        exact = Decimal(value)
        if _EXACT_DIGITS <= exact.adjusted() <= _POWERS:
            return format(exact.normalize(), "E")
        return format(exact, "f") if abs(exact.adjusted()) <= _POWERS else str(value)
    return value


def _lines(stream: TextIO) -> Iterator[_Element]:
    with stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                element = DECODER.decode(line)
            except (json.JSONDecodeError, RecursionError) as error:
                column = min(getattr(error, "pos", 0), len(line.rstrip())) + 1
                yield _Element(number, [], BadInput(BROKEN_JSON_LINE, line=number, column=column))
                continue
            yield _found(number, element, (number, 1))


def _elements(path: object, stream: TextIO) -> Iterator[_Element]:
    """Yield the elements of the array in turn, and what is broken: nothing after that can be told apart."""
    with stream:
        text = JsonStream(stream)
        try:
            is_wrapped = _go_to_rows(text)
        except Broken as broken:
            raise BadInput(NOT_JSON, path=path, line=broken.line, column=broken.column) from broken
        number = 0
        try:
            while not text.passed("]"):
                number += 1
                if number > 1:
                    text.pass_over(",")
                element = text.value()
                yield _found(number, element, (0, 0) if isinstance(element, Object) else text.place_of_value())
            number += 1
            goes_on = _place_behind(text, is_wrapped)
        except Broken as broken:
            yield _Element(number, [], BadInput(BROKEN_JSON, line=broken.line, column=broken.column))
            return
        if goes_on:
            line, column = goes_on
            yield _Element(number, [], BadInput(JSON_GOES_ON, line=line, column=column))


def _found(number: int, element: Any, place: tuple[int, int]) -> _Element:
    if isinstance(element, Object):
        return _Element(number, element)
    line, column = place
    return _Element(number, [], BadInput(NO_JSON_OBJECT, line=line, column=column))


def _go_to_rows(text: JsonStream) -> bool:
    """Go to the first element of the array, or of the rows of our own export; return whether it is the latter.

    Raises Broken.
    """
    if text.passed("["):
        return False
    place = text.place()
    text.pass_over("{")
    while not text.at("}"):
        if text.name() == _ROWS:
            text.pass_over("[")
            return True
        text.value()
        if not text.passed(","):
            break
    raise Broken(*place)


def _place_behind(text: JsonStream, is_wrapped: bool) -> tuple[int, int] | None:
    """Go on behind the array; return the place of what is neither blank nor the rest of our own export, if it is there.

    Raises Broken.
    """
    while is_wrapped and not text.passed("}"):
        text.pass_over(",")
        text.skip_blanks()
        place = text.place()
        if text.name() == _ROWS:
            return place
        text.value()
    return None if text.is_at_end() else text.place()
