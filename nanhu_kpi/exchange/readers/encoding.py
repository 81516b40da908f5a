"""The encoding of a file, found by its bytes."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.imports import UNDECODABLE

if TYPE_CHECKING:
    from typing import BinaryIO

_READ = 1 << 20


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
_UNMARKED = (Encoding("UTF-8", "utf-8"), Encoding("GB18030", "gb18030"))


def encoding_of(path: str, raw: BinaryIO) -> Encoding:
    """Return the encoding that a whole file is in: by its mark, else UTF-8, else GB18030. Raises UNDECODABLE."""
    raw.seek(0)
    start = raw.read(4)
    marked = [encoding for mark, encoding in _MARKED if start.startswith(mark)]
    candidates = marked[:1] or _UNMARKED
    faults = []
    for encoding in candidates:
        fault = _fault(raw, encoding.codec)
        if fault is None:
            return encoding
        faults.append(fault)
    # Of an encoding that the file is not in, nearly any byte is a fault: the other one shows the one that is broken.
    offset, line = max(faults)
    raise BadInput(
        UNDECODABLE, path=path, encoding=" / ".join(each.shown for each in candidates), offset=offset, line=line
    )


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
