"""An .xls workbook, as Excel wrote them up to 2003. Loaded only for such a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import xlrd
from xlrd.biffh import XLRDError

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.imports import LOCKED_WORKBOOK, NOT_XLS
from nanhu_kpi.exchange.readers.table import OutOfSight
from nanhu_kpi.exchange.readers.workbook import refusing, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from nanhu_kpi.exchange.readers.table import OpenTable

_LOCKED = ("encrypted", "Can't find workbook in OLE2")


def read_xls(path: object, stream: BinaryIO, name: str = "") -> OpenTable | None:
    """Return the table of the sheet so named, or of the one visible sheet with anything in it; None where all is empty.

    Raises NOT_XLS, LOCKED_WORKBOOK and what `table_of` raises.
    """
    with refusing(path, NOT_XLS):
        return table_of(path, _Xls(path, stream.read()), name)


class _Xls:
    """A workbook as xlrd reads it: whole, for the format has room for 65,536 rows a sheet. It tells no formulas."""

    def __init__(self, path: object, content: bytes) -> None:
        self._path = path
        with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - it takes what is printed
            try:
                book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=nowhere)
            except XLRDError as error:
                if any(sign in str(error) for sign in _LOCKED):
                    raise BadInput(LOCKED_WORKBOOK, path=path) from error
                raise
            self.sheets = self.written = [_XlsSheet(book, sheet) for sheet in book.sheets()]

    def guarded(self) -> AbstractContextManager[None]:
        return refusing(self._path, NOT_XLS)

    def formulas(self, _at: int) -> Iterator[tuple[int, int]]:
        return iter(())

    def hidden(self, at: int) -> OutOfSight:
        return self.sheets[at].hidden


class _XlsCell(NamedTuple):
    """A cell in the words of the reader."""

    value: Any
    data_type: str = ""
    number_format: str = ""


_EMPTY = _XlsCell(None)


class _XlsSheet:
    """A sheet with its title and rows."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self.title = str(sheet.name)
        self.sheet_state = "hidden" if sheet.visibility else "visible"
        self.hidden = OutOfSight(
            sorted(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
            sorted(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden),
        )
        self._book = book
        self._sheet = sheet

    def iter_rows(self) -> Iterator[tuple[_XlsCell, ...]]:
        for row in range(self._sheet.nrows):
            yield tuple(self._cell(cell) for cell in self._sheet.row(row))

    def _cell(self, cell: Any) -> _XlsCell:
        match cell.ctype:
            case xlrd.XL_CELL_TEXT:
                return _XlsCell(cell.value)
            case xlrd.XL_CELL_NUMBER:
                return _XlsCell(cell.value, "n", self._format(cell))
            case xlrd.XL_CELL_DATE:
                try:
                    return _XlsCell(xlrd.xldate_as_datetime(cell.value, self._book.datemode))
                except (ValueError, OverflowError):  # a number that is no day
                    return _XlsCell("#VALUE!", "e")
            case xlrd.XL_CELL_BOOLEAN:
                return _XlsCell(bool(cell.value), "b")
            case xlrd.XL_CELL_ERROR:
                return _XlsCell(xlrd.error_text_from_code.get(cell.value, "#N/A"), "e")
        return _EMPTY

    def _format(self, cell: Any) -> str:
        try:
            return str(self._book.format_map[self._book.xf_list[cell.xf_index].format_key].format_str)
        except (IndexError, KeyError, TypeError):  # of a style that the workbook does not have
            return ""
