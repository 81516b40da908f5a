"""Texts that people typed: made safe to show, and made alike to search."""

from __future__ import annotations

import unicodedata


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
