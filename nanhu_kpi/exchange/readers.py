"""Files in: found in their encoding and format, and read row by row. Nothing is known here of what a row means."""

from __future__ import annotations

import codecs
import hashlib
import io
import sys
import tempfile
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors.importing import (
    CannotReadInput,
    DatabaseGiven,
    EmptyInput,
    OldOrLockedXlsx,
    SheetOfNoWorkbook,
    Undecodable,
    XlsxWanted,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO, TextIO

    from nanhu_kpi.exchange.chunks import Table

_READ = 1 << 20
_SAMPLE = 16
_ZIP, _OLE, _SQLITE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"SQLite format 3\0"
_GB18030 = b"\x84\x31\x95\x33"
# The longest first: one of UTF-32 begins as one of UTF-16 does.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (_GB18030, "gb18030"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SHOWN = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-32": "UTF-32", "gb18030": "GB18030"}


class InputFormat(StrEnum):
    """What can be read."""

    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    XLSX = "xlsx"


_ENDINGS = {f".{format_}": format_ for format_ in InputFormat}


def format_of(path: Path) -> InputFormat | None:
    """Return the format that a file's ending says, or None."""
    return _ENDINGS.get(path.suffix.lower())


class Input(NamedTuple):
    """A file being read: its table, the encoding it was found in ('' for a workbook), the SHA-256 of its bytes (and the
    sheet that was chosen of several), and how many of them have been read."""

    table: Table
    encoding: str
    digest: str
    size: int
    position: Callable[[], int]


@contextmanager
def opened_input(path: str, format_: InputFormat | None, sheet: str = "") -> Iterator[Input]:
    """Open a file (`-`: standard input) and find out what it is. The format is the one given, else what its first
    bytes or its ending say, else CSV. Of a workbook, `sheet` names the sheet to read.

    Raises CannotReadInput, EmptyInput, Undecodable, SheetOfNoWorkbook, or what the format's own reader refuses.
    """
    try:
        with _rewindable(path) as raw:
            start = raw.read(_SAMPLE)
            if not start:
                raise EmptyInput(path=path)
            if start.startswith(_SQLITE):
                raise DatabaseGiven(path=path)
            if start.startswith(_OLE):
                raise OldOrLockedXlsx(path=path)
            if start.startswith(_ZIP) and format_ is None:
                format_ = InputFormat.XLSX
            format_ = format_ or format_of(Path(path)) or InputFormat.CSV
            raw.seek(0)
            if format_ is InputFormat.XLSX:
                digest, size = _digest(raw)
                raw.seek(0)
                table = _whole(path, _workbook(path, raw, sheet))
                yield Input(table, "", f"{digest} sheet={table.part}" if table.part else digest, size, raw.tell)
                return
            if sheet:
                raise SheetOfNoWorkbook(path=path)
            found = _examined(path, raw, start)
            table = _whole(path, _table(path, raw, start, format_, found.encoding))
            yield Input(table, _SHOWN[found.encoding], found.digest, found.size, raw.tell)
    except OSError as error:
        raise CannotReadInput(path=path, reason=error.strerror or str(error)) from error


@contextmanager
def _rewindable(path: str) -> Iterator[BinaryIO]:
    """Open a file that can be read twice: what comes down a pipe is kept aside first."""
    if path != "-":
        with Path(path).open("rb") as file:
            if file.seekable():
                yield file
                return
            with _kept(file) as copy:
                yield copy
        return
    with _kept(sys.stdin.buffer) as copy:
        yield copy


@contextmanager
def _kept(stream: BinaryIO) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as copy:
        while piece := stream.read(_READ):
            copy.write(piece)
        copy.seek(0)
        yield copy


class _Found(NamedTuple):
    encoding: str
    digest: str
    size: int


def _examined(path: str, raw: BinaryIO, start: bytes) -> _Found:
    """Return the encoding that the whole file is in: by its BOM, else UTF-8, else GB18030. Raises Undecodable."""
    marked = next((encoding for bom, encoding in _BOMS if start.startswith(bom)), None)
    digest, size = _digest(raw)
    candidates = (marked,) if marked else ("utf-8", "gb18030")
    faults = []
    for encoding in candidates:
        fault = _fault(raw, encoding)
        if fault is None:
            return _Found(encoding, digest, size)
        faults.append(fault)
    # Of an encoding that the file is not in, nearly any byte is a fault: the other one shows the one that is broken.
    offset, line = max(faults)
    raise Undecodable(path=path, encoding=" / ".join(_SHOWN[each] for each in candidates), offset=offset, line=line)


def _digest(raw: BinaryIO) -> tuple[str, int]:
    raw.seek(0)
    digest = hashlib.sha256()
    size = 0
    while piece := raw.read(_READ):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _fault(raw: BinaryIO, encoding: str) -> tuple[int, int] | None:
    """Return the offset and the line of the first byte that an encoding cannot take, or None."""
    raw.seek(0)
    # With the BOM left in, so that offsets are those of the file.
    decoder = codecs.getincrementaldecoder("utf-8" if encoding == "utf-8-sig" else encoding)()
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


def _table(path: str, raw: BinaryIO, start: bytes, format_: InputFormat, encoding: str) -> Table | None:
    def opened(newline: str) -> TextIO:
        # Python strips the other marks itself.
        raw.seek(len(_GB18030) if encoding == "gb18030" and start.startswith(_GB18030) else 0)
        return _Kept(raw, encoding=encoding, newline=newline)

    if format_ in (InputFormat.CSV, InputFormat.TSV):
        from nanhu_kpi.exchange.readers_csv import read_separated

        known = {InputFormat.TSV: "\t"}.get(format_)
        return read_separated(lambda: opened(""), known)
    from nanhu_kpi.exchange.readers_json import read_json, read_jsonl

    # Only a line feed ends a JSON line: its texts may hold every other sign of a line's end.
    read = read_jsonl if format_ is InputFormat.JSONL else read_json
    return read(path, lambda: opened("\n"))


class _Kept(io.TextIOWrapper):
    """Text over bytes that stay open when the text is let go."""

    def close(self) -> None:
        """Let the bytes go."""
        if self.buffer is not None:
            self.detach()

    def __del__(self) -> None:
        """Leave the bytes open."""


def _workbook(path: str, raw: BinaryIO, sheet: str) -> Table | None:
    try:
        from nanhu_kpi.exchange.readers_xlsx import read_xlsx
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("openpyxl", "et_xmlfile"):
            raise
        raise XlsxWanted() from error
    return read_xlsx(path, raw, sheet)


def _whole(path: str, table: Table | None) -> Table:
    if table is None:
        raise EmptyInput(path=path)
    return table
