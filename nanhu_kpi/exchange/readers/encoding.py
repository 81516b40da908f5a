"""The encoding of a file: the one that is named, or found by its bytes."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO, NamedTuple

from nanhu_kpi.errors import BadInput, Usage
from nanhu_kpi.errors.imports import SEVERAL_ENCODINGS, SEVERAL_IN_ONE, UNDECODABLE, UNKNOWN_ENCODING

_READ = 1 << 20
_START = 1 << 12


class Encoding(NamedTuple):
    """How people name an encoding, how Python does, and how many bytes of its mark Python would take for text."""

    shown: str
    codec: str
    mark: int = 0


# The longest first: a mark of UTF-32 begins as one of UTF-16 does.
_MARKED = (
    (codecs.BOM_UTF32_LE, Encoding("UTF-32", "utf-32")),
    (codecs.BOM_UTF32_BE, Encoding("UTF-32", "utf-32")),
    (b"\x84\x31\x95\x33", Encoding("GB18030", "gb18030", 4)),
    (codecs.BOM_UTF8, Encoding("UTF-8", "utf-8", 3)),
    (codecs.BOM_UTF16_LE, Encoding("UTF-16", "utf-16")),
    (codecs.BOM_UTF16_BE, Encoding("UTF-16", "utf-16")),
)
_UTF8, _GB, _BIG5 = Encoding("UTF-8", "utf-8"), Encoding("GB18030", "gb18030"), Encoding("Big5", "big5hkscs")
_UNMARKED = (_UTF8, _GB)
# By the name that Python has for what is typed, however that is written.
_NAMED = {
    "utf-8": _UTF8,
    **dict.fromkeys(("gb18030", "gbk", "gb2312"), _GB),
    **dict.fromkeys(("big5", "big5hkscs", "cp950"), _BIG5),
    **{name: Encoding(name.upper(), name) for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32")},
}
# Without a mark: every other byte of digits, Latin letters and separators is a NUL.
_UTF16 = (Encoding("UTF-16", "utf-16-be"), Encoding("UTF-16", "utf-16-le"))
_FEW_NULS = 8  # altogether, and one in so many signs
# Chinese words in UTF-8 between signs of ASCII; in GB 2312 these bytes are no words.
_WORDS_IN_UTF8 = re.compile(
    rb"(?<![\x80-\xff])(?:(?:[\xe4-\xe9][\x80-\xbf]|\xe3\x80|\xef[\xbc\xbd])[\x80-\xbf]){2,}(?![\x80-\xff])"
)
_CHOICES = ("UTF-8", "GB18030", "Big5", "UTF-16")
# Signs that stand alone in a text without Chinese, as in m².
_SIGNS_ALONE = re.compile(r"(?<![\x80-\uffff])[²³°±×÷µ](?![\x80-\uffff])")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_LETTERS_OF_ONE_SCRIPT = re.compile(
    r"[\u00c0-\u024f]+|[\u0370-\u03ff]+|[\u0400-\u04ff]+|[\u0590-\u05ff]+|[\u0600-\u06ff]+"
)
# Two bytes of a character: those of GB 2312 with its punctuation, and the frequent ones of Big5 with theirs.
_PAIRS = re.compile(rb"[\x81-\xfe][\x40-\xfe]")
_GB2312 = re.compile(rb"[\xa1\xa3\xb0-\xf7][\xa1-\xfe]")
_BIG5_FREQUENT = re.compile(rb"[\xa1-\xc6][\x40-\x7e\xa1-\xfe]")
# How an export begins, which is UTF-8 whatever its texts look like.
_EXPORT = re.compile(rb'id[,\t]batch[,\t]|\{\s*"(?:schema|id)":')
_SHOWN = 20
_MOSTLY = 0.9


def encoding_of(path: str, raw: BinaryIO, named: str) -> Encoding:
    """Return the encoding that a whole file is in: the named one, else by its mark, else UTF-8, GB18030 or Big5 by what
    its text allows. Raises UNKNOWN_ENCODING, UNDECODABLE, SEVERAL_ENCODINGS where the text is one in each of them, or
    SEVERAL_IN_ONE where a part of it is in another.
    """
    raw.seek(0)
    start = raw.read(_START)
    marked = [encoding for mark, encoding in _MARKED if start.startswith(mark)]
    if start.startswith(codecs.BOM_UTF8 * 2):  # a program has put a mark before a marked text
        text = start
        while text.startswith(codecs.BOM_UTF8):
            text = text.removeprefix(codecs.BOM_UTF8)
        marked = [marked[0]._replace(mark=len(start) - len(text))]
    if named:
        chosen = _named(named)
        candidates: tuple[Encoding, ...] = tuple(each for each in marked[:1] if each.codec == chosen.codec) or (chosen,)
    else:
        candidates = tuple(marked[:1]) or _in_pairs(start) or _UNMARKED
    faults = []
    for encoding in candidates:
        fault = _fault(raw, encoding.codec)
        if fault is None:
            return encoding if named or marked or encoding in _UTF16 else _told_apart(path, encoding, raw)
        faults.append(fault)
    # Of an encoding that the file is not in, nearly any byte is a fault: the other one shows the one that is broken.
    offset, line = max(faults)
    if not named and not marked and _fault(raw, _BIG5.codec) is None:
        return _BIG5
    raise BadInput(
        UNDECODABLE, path=path, encoding=" / ".join(each.shown for each in candidates), offset=offset, line=line
    )


def _named(name: str) -> Encoding:
    try:
        known = _NAMED.get(codecs.lookup(name.strip()).name)
    except LookupError:
        known = None
    if known is None:
        raise Usage(UNKNOWN_ENCODING, text=name, known=_CHOICES)
    return known


def _told_apart(path: str, found: Encoding, raw: BinaryIO) -> Encoding:
    """Return the encoding of a text that can be read in the one that was found: that one or a likelier one."""
    sample = _sample(raw)
    if found == _UTF8:
        if _EXPORT.match(sample):
            return found
        text = sample.decode("utf-8")
        runs = _NOT_ASCII.findall(_SIGNS_ALONE.sub("", text))
        # Chinese in UTF-8 has three bytes a sign; text of two bytes each may be that of GB 2312.
        if not runs or any(char > "\u07ff" for run in runs for char in run):
            return found
        if not all(_GB2312.fullmatch(char.encode()) for run in runs for char in run):
            return found
        if any(len(run) > 1 and not _LETTERS_OF_ONE_SCRIPT.fullmatch(run) for run in runs):
            return _GB
        raise _several(path, sample, (_UTF8, _GB))
    _refuse_mixed(path, raw)
    pairs_found = _PAIRS.findall(sample)
    try:
        sample.decode(_BIG5.codec)
    except UnicodeDecodeError:
        return found
    if not pairs_found:
        return found
    gb, big5 = (
        sum(bool(form.fullmatch(pair)) for pair in pairs_found) / len(pairs_found) for form in (_GB2312, _BIG5_FREQUENT)
    )
    if gb == 1 or big5 <= gb:
        return found
    if big5 >= _MOSTLY and gb < _MOSTLY:
        return _BIG5
    raise _several(path, sample, (_GB, _BIG5))


def _in_pairs(start: bytes) -> tuple[Encoding, ...]:
    """Return UTF-16 in the order of bytes that a text without a mark is in; none where it is of single bytes."""
    nuls = [start[parity::2].count(0) for parity in (0, 1)]
    most = max(nuls)
    if most < _FEW_NULS or most * _FEW_NULS * 2 < len(start) or min(nuls) * 4 > most:
        return ()
    return (_UTF16[nuls.index(most)],)


def _refuse_mixed(path: str, raw: BinaryIO) -> None:
    """Refuse a text of GB18030 that has words of UTF-8 in it, as of two files put together."""
    raw.seek(0)
    for number, line in enumerate(raw, start=1):
        if not line.isascii() and _WORDS_IN_UTF8.search(line):
            raise BadInput(SEVERAL_IN_ONE, path=path, encoding=_GB.shown, line=number)


def _several(path: str, sample: bytes, encodings: tuple[Encoding, ...]) -> BadInput:
    """Return the refusal that shows the first words as each of the encodings has them."""
    words = {each.shown: _first_words(sample.decode(each.codec)) for each in encodings}
    return BadInput(
        SEVERAL_ENCODINGS, path=path, readings=[f"{name} “{text}”" for name, text in words.items()], known=list(words)
    )


def _first_words(text: str) -> str:
    beyond_ascii = _NOT_ASCII.search(text)
    return text[beyond_ascii.start() : beyond_ascii.start() + _SHOWN].splitlines()[0] if beyond_ascii else ""


def _sample(raw: BinaryIO) -> bytes:
    """Return the first piece of a file, in whole lines, that has more than ASCII in it, or b''."""
    raw.seek(0)
    while lines := raw.readlines(_READ):
        piece = b"".join(lines)
        if not piece.isascii():
            return piece
    return b""


def _fault(raw: BinaryIO, codec: str) -> tuple[int, int] | None:
    """Return the offset and the line of the first byte that an encoding cannot take, or None."""
    raw.seek(0)
    # With its mark left in, so that offsets are those of the file.
    decoder = codecs.getincrementaldecoder(codec)()
    offset, lines = 0, 1
    while True:
        piece = raw.read(_READ)
        before = decoder.getstate()
        pending = len(before[0])
        try:
            lines += decoder.decode(piece, final=not piece).count("\n")
        except UnicodeDecodeError as error:
            decoder.setstate(before)
            sound = decoder.decode(piece[: max(0, error.start - pending)])
            return offset - pending + error.start, lines + sound.count("\n")
        if not piece:
            return None
        offset += len(piece)
