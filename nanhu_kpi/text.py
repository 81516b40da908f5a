"""Texts that people typed: made safe to show, and made alike to search."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_BREAK = re.compile("\r\n|[\n\r\u2028\u2029]")
_BETWEEN = re.compile(r"[,，、;；]")
# Signs that nobody sees, copied along from pages and chats. Those that turn the order of others are not among them.
_UNSEEN = re.compile("[\u200b-\u200e\u2060\ufeff]")
# So many signs are put in order at once.
_AT_ONCE = 1000
# So much of a text shows which one it is.
SHORT = 40
# Marks that may not be parted from what they open or close: no line ends with the first or begins with the others.
_OPENING = r"（“《〈「『【〔(\["
_CLOSING = r"，。；：、）”！？》〉」』】〕),.;:!?%\]"
_COUNT = r"(?<![^\W\d_A-Za-z])[^\W\d_A-Za-z]{1,6} \d+ 项"
# What a line may be broken between: blanks; a sign, or a number with its unit and the short name of what is counted
# before it, or a word, with the marks around them; marks. A set of wide signs costs a millisecond at the first use.
_PIECES = (
    rf"\s+|[{_OPENING}]*+(?:{_COUNT}|(?:\d+ |(?![{_CLOSING}]))[{_WIDE}])[{_CLOSING}]*"
    rf"|(?:[{_OPENING}]*(?![{_CLOSING}])|[{_CLOSING}]+)[^\s{_WIDE}]+[{_CLOSING}]*|[{_OPENING}]*[{_CLOSING}]+|[{_OPENING}]+"
)
# The same for a word that is wider than a line.
_SIGNS = rf"[{_OPENING}]*.[{_CLOSING}]*"


def visible(text: str) -> str:
    """Return `text` on one line with every control, direction and unencodable character spelled out, not obeyed.

    A line break becomes ↵, an escape `\\x1b`, a right-to-left override `\\u202e`: a note cannot paint the screen.
    """
    if text.isprintable():
        return text
    text = _BREAK.sub("↵", text)
    return "".join(char if char.isprintable() or char == "\u3000" else _spelled(char) for char in text)


def visible_lines(text: str) -> str:
    """Return `text` as `visible` does, but with its line breaks, each as one line feed: for paper."""
    return "\n".join(map(visible, _BREAK.split(text.strip("\r\n"))))


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


def full_name(id_: bytes) -> str:
    """Return an id as exports write it, a UUID."""
    text = id_.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def normal(text: str) -> str:
    """Return `text` with full-width and half-width signs alike (NFKC), and without signs that nobody sees.

    Of a long text a part at a time: to put very many marks above one sign in order takes the square of their number.
    """
    if text.isascii():
        return text
    text = seen(text)
    if len(text) <= _AT_ONCE:
        return unicodedata.normalize("NFKC", text)
    return "".join(unicodedata.normalize("NFKC", text[at : at + _AT_ONCE]) for at in range(0, len(text), _AT_ONCE))


def misreads(text: str) -> bool:
    """Return whether `normal` would make a number of what is none: 10² is not 102, and ① is not 1."""
    return any(char.isdigit() and not char.isdecimal() for char in text)


def as_typed(text: str) -> str:
    """Return a number or a day as patterns read it: half-width, without blanks around it, a minus sign a hyphen."""
    return normal(text).strip().replace("\u2212", "-")


def parted(text: str) -> list[str]:
    """Return what stands between the commas and semicolons of a list, Chinese ones too."""
    return [part.strip() for part in _BETWEEN.split(text)]


def folded(text: str) -> str:
    """Return `text` as a search sees it: full-width and half-width, upper and lower case alike."""
    return normal(text).casefold()


def seen(text: str) -> str:
    """Return `text` without signs that nobody sees."""
    return _UNSEEN.sub("", text)


def is_encodable(text: str) -> bool:
    """Return whether `text` can be written at all: bytes of another encoding arrive as lone surrogates."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def is_carried(text: str, encoding: str | None) -> bool:
    """Return whether an encoding carries a text; None is one of which nothing is known."""
    try:
        text.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def wrapped(text: str, width: int, cells: Callable[[str], int]) -> list[str]:
    """Return `text` in lines of at most `width` cells, as `cells` counts them: Chinese breaks anywhere, words do not.

    A word wider than a line is broken where the line ends; no line begins with a mark that closes something, unless the
    marks alone are wider than it. Nothing but spaces at a line's end is left out.
    """
    if cells(text) <= width:
        return [text.rstrip()]
    lines = [""]
    for piece in re.findall(_PIECES, text):
        if cells(lines[-1] + piece.rstrip()) > width:
            lines[-1] = lines[-1].rstrip()
            if lines[-1]:
                lines.append("")
            if cells(piece) > width:
                for sign in _narrow(re.findall(_SIGNS, piece, re.DOTALL), width, cells):
                    if lines[-1] and cells(lines[-1] + sign) > width:
                        lines.append("")
                    lines[-1] += "" if not lines[-1] and sign.isspace() else sign
                continue
            if piece.isspace():
                continue
        lines[-1] += piece
    return [line.rstrip() for line in lines if line.strip()] or [""]


def _narrow(signs: Iterable[str], width: int, cells: Callable[[str], int]) -> Iterator[str]:
    for sign in signs:
        yield from [sign] if cells(sign) <= width else sign
