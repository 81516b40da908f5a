"""Files in: found in their encoding and format, and read row by row. Nothing is known here of what a row means."""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TextIO

from nanhu_kpi.errors import BadInput, Usage, reason_of
from nanhu_kpi.errors.imports import (
    CANNOT_READ_INPUT,
    DATABASE_GIVEN,
    EMPTY_INPUT,
    ENCODING_OF_WORKBOOK,
    INPUT_TOO_LARGE,
    MARKUP_GIVEN,
    OTHER_FILE_GIVEN,
    SHEET_OF_NO_WORKBOOK,
    XLS_WANTED,
    XLSX_WANTED,
)
from nanhu_kpi.exchange.formats import FileFormat, format_of
from nanhu_kpi.exchange.readers.encoding import Encoding, encoding_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nanhu_kpi.exchange.readers.table import OpenTable

_MOST_BYTES = 1 << 31
_READ = 1 << 20
_SAMPLE = 16
_ZIP, _SQLITE = b"PK\x03\x04", b"SQLite format 3\0"
# Workbooks of Excel 5 to 2003, and of Excel 2, 3 and 4.
_OLD_EXCEL = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\0\x04\0", b"\x09\x02\x06\0", b"\x09\x04\x06\0")
_MARKUP = re.compile(rb"[\xef\xbb\xbf\s]*<(?:[?!]|html|table|workbook)", re.IGNORECASE)
_OTHERS = {
    b"%PDF": "PDF", b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip", b"MIME-Version": "MHTML",
    b"{\\rtf": "RTF",
}  # fmt: skip


class Input(NamedTuple):
    """A file being read: its table, the encoding it was found in ('' for a workbook), the SHA-256 of its bytes (and the
    sheet that was chosen of several), and how many of them have been read."""

    table: OpenTable
    encoding: str
    digest: str
    size: int
    position: Callable[[], int]


@contextmanager
def opened_input(path: str, format_: FileFormat | None, sheet: str = "", encoding: str = "") -> Iterator[Input]:
    """Open a file (`-`: standard input) and find out what it is. The format is the one given, else what its first
    bytes or its ending say, else JSON where it begins so, else CSV. Of a workbook, `sheet` names the sheet to read; of
    any other file, `encoding` the encoding that it is in.

    Raises CANNOT_READ_INPUT, EMPTY_INPUT, MARKUP_GIVEN, OTHER_FILE_GIVEN, SHEET_OF_NO_WORKBOOK, ENCODING_OF_WORKBOOK,
    what `encoding_of` raises, or what the format's own reader refuses.
    """
    try:
        with _rewindable(path) as raw:
            start = raw.read(_SAMPLE)
            if not start:
                raise BadInput(EMPTY_INPUT, path=path)
            if start.startswith(_SQLITE):
                raise BadInput(DATABASE_GIVEN, path=path)
            if start.startswith(_OLD_EXCEL):
                format_ = FileFormat.XLS  # whatever its name says
            elif start.startswith(_ZIP) and format_ in (None, FileFormat.XLS):
                format_ = FileFormat.XLSX
            elif format_ is None:
                _refuse_others(path, start)
                # A text is read as one though its name says a workbook.
                format_ = FileFormat.CSV if _is_text_named_workbook(path, start) else format_of(Path(path))
            digest, size = _digest(raw)
            if format_ in (FileFormat.XLSX, FileFormat.XLS):
                if encoding:
                    raise Usage(ENCODING_OF_WORKBOOK, path=path)
                raw.seek(0)
                table = _whole(path, _workbook(path, raw, sheet, format_))
                yield Input(table, "", f"{digest} sheet={table.part}" if table.part else digest, size, raw.tell)
                return
            if sheet:
                raise Usage(SHEET_OF_NO_WORKBOOK, path=path)
            read_as = encoding_of(path, raw, encoding)
            table = _whole(path, _table(path, raw, format_, read_as))
            yield Input(table, read_as.shown, digest, size, raw.tell)
    except OSError as error:
        raise BadInput(CANNOT_READ_INPUT, path=path, reason=reason_of(error)) from error


def _refuse_others(path: str, start: bytes) -> None:
    """Refuse what is no table. Raises MARKUP_GIVEN or OTHER_FILE_GIVEN."""
    if _MARKUP.match(start):
        raise BadInput(MARKUP_GIVEN, path=path)
    for mark, kind in _OTHERS.items():
        if start.startswith(mark):
            raise BadInput(OTHER_FILE_GIVEN, path=path, kind=kind)


def _is_text_named_workbook(path: str, start: bytes) -> bool:
    return format_of(Path(path)) is FileFormat.XLSX and not any(byte < ord("\t") for byte in start)


@contextmanager
def _rewindable(path: str) -> Iterator[BinaryIO]:
    """Open a file that can be read twice: what comes down a pipe is kept aside first."""
    if path != "-":
        with Path(path).open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if stat.S_ISBLK(mode) or (stat.S_ISCHR(mode) and not file.isatty() and path != os.devnull):
                raise BadInput(CANNOT_READ_INPUT, path=path, reason="not a file")  # it may never end
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
            if copy.tell() > _MOST_BYTES:
                raise BadInput(INPUT_TOO_LARGE, path=getattr(stream, "name", "-"))
        copy.seek(0)
        yield copy


def _digest(raw: BinaryIO) -> tuple[str, int]:
    raw.seek(0)
    digest = hashlib.sha256()
    size = 0
    while piece := raw.read(_READ):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _table(path: str, raw: BinaryIO, format_: FileFormat | None, encoding: Encoding) -> OpenTable | None:
    def opened(newline: str = "\n") -> TextIO:
        raw.seek(encoding.mark)
        return _Kept(raw, encoding=encoding.codec, newline=newline)

    if format_ is None:
        format_ = _begun_as(opened())
    if format_ in (FileFormat.CSV, FileFormat.TSV):
        from nanhu_kpi.exchange.readers.csv import read_separated

        known = {FileFormat.TSV: "\t"}.get(format_)
        return read_separated(lambda: opened(""), known)
    from nanhu_kpi.exchange.readers.json import read_json, read_jsonl

    # Only a line feed ends a JSON line: its texts may hold every other sign of a line's end.
    return (read_jsonl if format_ is FileFormat.JSONL else read_json)(path, opened)


def _begun_as(stream: TextIO) -> FileFormat:
    """Return the format that a file begins as."""
    first = stream.readline(_READ)
    while first and not first.strip():
        first = stream.readline(_READ)
    if first.lstrip()[:1] not in ("[", "{"):
        return FileFormat.CSV
    from nanhu_kpi.exchange.readers.json import is_line_of_json

    return FileFormat.JSONL if is_line_of_json(first) else FileFormat.JSON


class _Kept(io.TextIOWrapper):
    """Text over bytes that stay open when the text is let go."""

    def close(self) -> None:
        """Let the bytes go."""
        if self.buffer is not None:
            self.detach()

    def __del__(self) -> None:
        """Leave the bytes open."""


def _workbook(path: str, raw: BinaryIO, sheet: str, format_: FileFormat) -> OpenTable | None:
    try:
        if format_ is FileFormat.XLS:
            from nanhu_kpi.exchange.readers.xls import read_xls as read
        else:
            from nanhu_kpi.exchange.readers.xlsx import read_xlsx as read
    except ModuleNotFoundError as error:
        wanted = {"xlrd": XLS_WANTED, "openpyxl": XLSX_WANTED, "et_xmlfile": XLSX_WANTED}
        sentence = wanted.get((error.name or "").partition(".")[0])
        if sentence is None:
            raise
        raise Usage(sentence) from error
    return read(path, raw, sheet)


def _whole(path: str, table: OpenTable | None) -> OpenTable:
    if table is None:
        raise BadInput(EMPTY_INPUT, path=path)
    return table
