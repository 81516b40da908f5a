"""An .xlsx workbook. Loaded only for such a file."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils.datetime import from_excel

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.imports import NOT_XLSX, UNPACKS_TOO_LARGE
from nanhu_kpi.exchange.readers.workbook import refusing, rows_of, table_of
from nanhu_kpi.exchange.readers.workbook_parts import (
    CHINESE_DAYS,
    count_sheets,
    has_chinese_days,
    mended,
    sheet_layout,
    transitional,
    unpacked_size,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from nanhu_kpi.exchange.readers.table import OpenTable, OutOfSight

_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_LONGEST_NAME = 64
# Parts that name formulas of their own, and are no sheets.
_DRAWN = ("/charts/", "/drawings/")


_MOST_BYTES = 1 << 31


def read_xlsx(path: object, stream: BinaryIO, name: str = "") -> OpenTable | None:
    """Return the table of the sheet so named, or of the one visible sheet with anything in it; None where all is empty.

    Raises NOT_XLSX, also as it is read, and what `table_of` raises.
    """
    with refusing(path, NOT_XLSX):
        if unpacked_size(stream) > _MOST_BYTES:
            raise BadInput(UNPACKS_TOO_LARGE, path=path)
        book = _opened(path, transitional(stream))
    return table_of(path, book, name)


def _opened(path: object, stream: BinaryIO) -> _Xlsx:
    try:
        book = _Xlsx(path, stream)
        if len(book.sheets) >= count_sheets(stream):
            return book
    except Exception:  # it is broken in one of many ways, some of which an office suite passes over
        pass
    return _Xlsx(path, mended(stream))


class _Xlsx:
    """A workbook as openpyxl reads it."""

    def __init__(self, path: object, stream: BinaryIO) -> None:
        self._path = path
        self._stream = stream
        self._has_formulas = _has_formulas(stream)
        self.sheets = _sheets(stream, data_only=True)
        self.written = _sheets(stream, data_only=False) if self._has_formulas else self.sheets
        if has_chinese_days(stream):
            self.sheets = [_WithChineseDays(sheet) for sheet in self.sheets]

    def guarded(self) -> AbstractContextManager[None]:
        return refusing(self._path, NOT_XLSX)

    def formulas(self, at: int) -> Iterator[tuple[int, int]]:
        for number, cells in enumerate(rows_of(self._path, self.written[at]), start=1) if self._has_formulas else ():
            for place, cell in enumerate(cells):
                if cell.data_type == "f":
                    yield number, place

    def hidden(self, at: int) -> OutOfSight:
        layout = sheet_layout(self._stream, self.sheets[at].title)
        if not layout.is_in_order:  # the library would pass over some of it
            raise BadInput(NOT_XLSX, path=self._path)
        return layout.hidden


class _Day(NamedTuple):
    """A cell with a day."""

    value: dt.datetime | dt.date | dt.time | dt.timedelta
    data_type: str = "d"
    number_format: str = ""


class _WithChineseDays:
    """A sheet in which the library does not know the formats of days that Chinese programs name by a number alone."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self.title = sheet.title
        self.sheet_state = sheet.sheet_state

    def iter_rows(self) -> Iterator[tuple[Any, ...]]:
        for cells in self._sheet.iter_rows():
            yield tuple(map(self._with_day, cells))

    def _with_day(self, cell: Any) -> Any:
        if not isinstance(cell.value, (int, float)) or isinstance(cell.value, bool):
            return cell
        try:
            if cell.style_array.numFmtId in CHINESE_DAYS:
                day = from_excel(cell.value, self._sheet.parent.epoch)
                return cell if day is None else _Day(day)
        except (IndexError, ValueError, OverflowError):  # a style that the workbook lacks, a number that is no day
            pass
        return cell


def _sheets(stream: BinaryIO, *, data_only: bool) -> list[Any]:
    workbook: Any = load_workbook(stream, read_only=True, data_only=data_only, keep_links=False)
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()  # some programs write wrong ones
    return list(workbook.worksheets)


def _has_formulas(stream: BinaryIO) -> bool:
    with zipfile.ZipFile(stream) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and not any(drawn in name for drawn in _DRAWN):
                with archive.open(name) as part:
                    tail = b""
                    while piece := part.read(1 << 20):
                        if _FORMULA.search(tail + piece):
                            return True
                        tail = piece[-_LONGEST_NAME:]
    return False
