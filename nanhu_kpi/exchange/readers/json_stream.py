"""A stream of JSON, read a value at a time: an array of millions needs no more memory than its longest element."""

from __future__ import annotations

import json
import re
from typing import Any, TextIO

_READ = 1 << 16
_LONGEST = 1 << 24
_BLANK = re.compile(r"\s*")


class Number(str):
    """A number as it is written."""


class Object(list[tuple[str, Any]]):
    """An object's names and values."""


DECODER = json.JSONDecoder(
    object_pairs_hook=Object, parse_int=Number, parse_float=Number, parse_constant=Number, strict=False
)


class Broken(Exception):
    """What cannot be read as JSON, or not as what is wanted, and where it stands."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__(line, column)
        self.line = line
        self.column = column


class JsonStream:
    """A stream of text, as much of it as the next value needs. Lines are counted where they are asked for."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._text = ""
        self._at = 0
        self._began = 0
        # Where the text that is held begins.
        self._line = 1
        self._column = 1

    def skip_blanks(self) -> None:
        """Go past blanks."""
        while True:
            blank = _BLANK.match(self._text, self._at)
            assert blank
            self._at = blank.end()
            if self._at < len(self._text) or not self._more():
                return

    def at(self, sign: str) -> bool:
        """Return whether a sign comes next, after blanks."""
        self.skip_blanks()
        return self._text.startswith(sign, self._at)

    def passed(self, sign: str) -> bool:
        """Go past a sign and return True, if it comes next."""
        if not self.at(sign):
            return False
        self._at += len(sign)
        return True

    def pass_over(self, sign: str) -> None:
        """Go past a sign. Raises Broken where another one comes next."""
        if not self.passed(sign):
            raise Broken(*self.place())

    def is_at_end(self) -> bool:
        """Return whether nothing but blanks is left."""
        self.skip_blanks()
        return self._at == len(self._text)

    def place(self) -> tuple[int, int]:
        """Return the line and column that come next."""
        return self._place_of(self._at)

    def place_of_value(self) -> tuple[int, int]:
        """Return the line and column at which the value that was read last began."""
        return self._place_of(self._began)

    def name(self) -> str:
        """Return the next name of an object, and go past its colon. Raises Broken."""
        if not self.at('"'):
            raise Broken(*self.place())
        name = self.value()
        self.pass_over(":")
        return str(name)

    def value(self) -> Any:
        """Return the next value. Raises Broken."""
        self.skip_blanks()
        self._began = self._at
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                wrong = error.pos - self._at
                if len(self._text) - self._at > _LONGEST or not self._more():
                    self._at += wrong
                    raise Broken(*self.place()) from error
                continue
            except RecursionError as error:
                raise Broken(*self.place()) from error
            if end == len(self._text):
                began = self._at
                if self._more():  # a number at the end of what was read may go on
                    continue
                end -= began
            self._at = end
            return value

    def _place_of(self, at: int) -> tuple[int, int]:
        lines = self._text.count("\n", 0, at)
        if not lines:
            return self._line, self._column + at
        return self._line + lines, at - self._text.rindex("\n", 0, at)

    def _more(self) -> bool:
        # Twice as much each time, so that a long element is not tried too often.
        more = self._stream.read(max(_READ, len(self._text) - self._at))
        self._line, self._column = self.place()
        self._text = self._text[self._at :] + more
        self._at = self._began = 0
        return bool(more)
