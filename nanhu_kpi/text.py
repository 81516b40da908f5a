"""Texts that people typed: made safe to show, and made alike to search."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
# So much of a text shows which one it is.
SHORT = 40
# What a line may be broken between: blanks, a wide sign with the marks that may not be parted from it, or a word.
_PIECES = rf"\s+|\d+ [{_WIDE}][，。；：、）”！？]*|[（“]*[{_WIDE}][，。；：、）”！？]*|[^\s{_WIDE}]+"


def visible(text: str) -> str:
    """Return `text` on one line with every control, direction and unencodable character spelled out, not obeyed.

    A line break becomes `\\n`, an escape `\\x1b`, a right-to-left override `\\u202e`: a note cannot paint the screen.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\u3000" else _spelled(char) for char in text)


def _spelled(char: str) -> str:
    if unicodedata.category(char) == "Zs":
        return " "
    return char.encode("unicode_escape").decode("ascii")


def shortened(text: str, most: int = SHORT) -> str:
    """Return `text`, or as much of its beginning as shows what it is."""
    return text if len(text) <= most else f"{text[:most]}..."


def short_name(id_: bytes) -> str:
    """Return an id's last six hex digits: the first ones hardly change within weeks."""
    return id_.hex()[-6:]


def folded(text: str) -> str:
    """Return `text` as a search sees it: full-width and half-width, upper and lower case alike."""
    return unicodedata.normalize("NFKC", text).casefold()


def is_encodable(text: str) -> bool:
    """Return whether `text` can be written at all: bytes of another encoding arrive as lone surrogates."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def wrapped(text: str, width: int, cells: Callable[[str], int]) -> list[str]:
    """Return `text` in lines of at most `width` cells, as `cells` counts them: Chinese breaks anywhere, words do not.

    A word wider than a line is broken where the line ends. Nothing but spaces at a line's end is left out.
    """
    lines = [""]
    for piece in re.findall(_PIECES, text):
        if cells(lines[-1] + piece.rstrip()) > width:
            lines[-1] = lines[-1].rstrip()
            if lines[-1]:
                lines.append("")
            if cells(piece) > width:
                for char in piece:
                    if cells(lines[-1] + char) > width:
                        lines.append("")
                    lines[-1] += char
                continue
            if piece.isspace():
                continue
        lines[-1] += piece
    return [line.rstrip() for line in lines if line.strip()] or [""]
