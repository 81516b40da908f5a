"""JSON arrays of objects, as our own exports write them, and JSON lines. Numbers keep every digit."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from nanhu_kpi.errors.importing import JsonKeyTwice, NoJsonCell, NoJsonObject, NoText, NotJson, Problem
from nanhu_kpi.exchange.chunks import SIZE, Chunk, Table
from nanhu_kpi.text import is_encodable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

_READ = 1 << 16
_LONGEST = 1 << 24
_BLANK = re.compile(r"\s*")
# Our own export wraps its rows: they follow this name.
_ROWS = re.compile(r'"rows"\s*:\s*\[')
_POWERS = 30


class _Element(NamedTuple):
    """What stands at one place: its number, and its names and values, or where it is broken."""

    number: int
    pairs: list[tuple[str, Any]] | None
    line: int
    column: int


class _Number(str):
    """A number as it is written."""


class _Object(list[tuple[str, Any]]):
    """An object's names and values."""


_DECODER = json.JSONDecoder(
    object_pairs_hook=_Object, parse_int=_Number, parse_float=_Number, parse_constant=_Number, strict=False
)


def read_json(path: object, opened: Callable[[], TextIO]) -> Table | None:
    """Return the table of an array of objects, or None where it holds no element. `opened` opens the file again.

    Raises NotJson.
    """
    return _table(lambda: _elements(path, opened()))


def read_jsonl(opened: Callable[[], TextIO]) -> Table | None:
    """Return the table of JSON lines, or None where there is none."""
    return _table(lambda: _lines(opened()))


def _table(elements: Callable[[], Iterator[_Element]]) -> Table | None:
    # Objects may name their cells in any order, and leave some out: all are looked at before the first is taken.
    names: dict[str, None] = {}
    found = False
    for element in elements():
        found = True
        names.update((name, None) for name, _ in element.pairs or ())
    return Table(list(names), _chunks(elements(), tuple(names))) if found else None


def _chunks(elements: Iterator[_Element], names: tuple[str, ...]) -> Iterator[Chunk]:
    numbers: list[int] = []
    rows: list[list[str]] = []
    problems: list[Problem] = []
    for element in elements:
        if element.pairs is None:
            broken = NoJsonObject(line=element.line, column=element.column)
            problems.append(Problem(element.number, "", "", broken))
        else:
            wrong = [
                Problem(element.number, name, _shown(value), reason)
                for name, value, reason in _wrong_cells(element.pairs)
            ]
            problems += wrong
            if not wrong:
                cells = dict(element.pairs)
                numbers.append(element.number)
                rows.append([_text(cells.get(name)) for name in names])
        if len(rows) + len(problems) >= SIZE:
            yield Chunk(numbers, rows, problems)
            numbers, rows, problems = [], [], []
    if numbers or problems:
        yield Chunk(numbers, rows, problems)


def _wrong_cells(pairs: list[tuple[str, Any]]) -> Iterator[tuple[str, Any, JsonKeyTwice | NoJsonCell | NoText]]:
    seen = set()
    for name, value in pairs:
        if name in seen:
            yield name, value, JsonKeyTwice()
        seen.add(name)
        if value is not None and not isinstance(value, str):
            yield name, value, NoJsonCell(text=_shown(value))
        elif value is not None and not is_encodable(value):
            yield name, value, NoText()


def _shown(value: object) -> str:
    return str(value) if isinstance(value, str) else json.dumps(value)[:60]


def _text(value: str | None) -> str:
    if value is None:
        return ""
    if isinstance(value, _Number) and "e" in value.lower():
        exact = Decimal(value)
        return format(exact, "f") if abs(exact.adjusted()) <= _POWERS else str(value)
    return value


def _lines(stream: TextIO) -> Iterator[_Element]:
    with stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                element = _DECODER.decode(line)
            except (json.JSONDecodeError, RecursionError) as error:
                yield _Element(number, None, number, getattr(error, "colno", 1))
                continue
            yield _Element(number, element if isinstance(element, _Object) else None, number, 1)


def _elements(path: object, stream: TextIO) -> Iterator[_Element]:
    """Yield the elements of the array in turn; what is broken ends it, since nothing after it can be told apart."""
    with stream:
        text = _Text(stream)
        text.begin(path)
        number = 0
        while True:
            text.skip_blanks()
            if text.at("]"):
                return
            number += 1
            line, column = text.place()
            try:
                element = text.element()
            except (json.JSONDecodeError, RecursionError):
                yield _Element(number, None, line, column)
                return
            yield _Element(number, element if isinstance(element, _Object) else None, line, column)
            text.skip_blanks()
            if not text.at("]") and not text.passed(","):
                yield _Element(number + 1, None, *text.place())
                return


class _Text:
    """A stream of text, as much of it as the next element needs."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._text = ""
        self._at = 0
        self._line = 1
        self._column = 1

    def begin(self, path: object) -> None:
        """Go to the first element of the array, or of the rows of our own export. Raises NotJson."""
        self.skip_blanks()
        if self.passed("["):
            return
        if self.at("{"):
            while not (found := _ROWS.search(self._text, self._at)) and len(self._text) < _READ and self._more():
                pass
            if found:
                self._go(found.end())
                return
        line, column = self.place()
        raise NotJson(path=path, line=line, column=column)

    def skip_blanks(self) -> None:
        """Go past blanks."""
        while True:
            found = _BLANK.match(self._text, self._at)
            assert found
            self._go(found.end())
            if self._at < len(self._text) or not self._more():
                return

    def at(self, sign: str) -> bool:
        """Return whether a sign comes next."""
        return self._text.startswith(sign, self._at)

    def passed(self, sign: str) -> bool:
        """Go past a sign and return True, if it comes next."""
        if not self.at(sign):
            return False
        self._go(self._at + len(sign))
        return True

    def place(self) -> tuple[int, int]:
        """Return the line and column that come next."""
        return self._line, self._column

    def element(self) -> Any:
        """Return the next element. Raises JSONDecodeError."""
        while True:
            try:
                found, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                if len(self._text) - self._at > _LONGEST or not self._more():
                    raise
                continue
            # A number at the end of what was read may go on.
            if end == len(self._text) and self._more():
                continue
            self._go(end)
            return found

    def _go(self, end: int) -> None:
        lines = self._text.count("\n", self._at, end)
        if lines:
            self._line += lines
            self._column = end - self._text.rindex("\n", self._at, end)
        else:
            self._column += end - self._at
        self._at = end

    def _more(self) -> bool:
        # Twice as much each time, so that a long element is not tried too often.
        more = self._stream.read(max(_READ, len(self._text) - self._at))
        self._text = self._text[self._at :] + more
        self._at = 0
        return bool(more)
