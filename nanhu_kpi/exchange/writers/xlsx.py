"""Rows to an .xlsx workbook. Loaded only for one: it is the library's module that takes the time."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
import zipfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from nanhu_kpi.errors import BadInput, Usage

try:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import PatternFill, Protection
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet import _writer
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.writer.excel import ExcelWriter
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] not in ("openpyxl", "et_xmlfile"):
        raise
    from nanhu_kpi.errors.export import WORKBOOK_LIBRARY_MISSING

    raise Usage(WORKBOOK_LIBRARY_MISSING) from error

from nanhu_kpi.errors.export import TOO_MANY_ROWS, WORKBOOK_CELL_TOO_LONG
from nanhu_kpi.half_made import half_made_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nanhu_kpi.exchange.columns import Column

# The limits of the format itself.
_ROWS = 1_048_576
_CHARACTERS = 32_767
# A spreadsheet keeps a number as a double: of more digits than these it would make another number.
_DIGITS = 15

# What XML cannot carry, or gives back as something else, is written as _xHHHH_; so is an underscore that would be read
# as the beginning of such an escape.
_ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

# Days count from here. The format has a 29 February 1900, so that those before it are texts.
_EPOCH, _FIRST_DAY = dt.date(1899, 12, 30), "1900-02-28"
_DAY_WIDTH = 12
_FORM_WIDTHS = {"name": 32, "note": 32, "issue": 32, "next": 32}
# The same rows are the same bytes: no clock, and the oldest date that the archive knows.
_MADE = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - the format knows no zones


def write_workbook(stream: BinaryIO, what: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
    """Write a workbook of one sheet: texts are texts and never formulas, days are days, numbers are numbers of
    exactly their digits.

    A number of more than fifteen digits is a text. Raises TOO_MANY_ROWS or WORKBOOK_CELL_TOO_LONG: nothing is cut off.
    """
    with _made_without_traces() as book:
        sheet = book.create_sheet(what)
        sheet.freeze_panes = "A2"
        for place, column in enumerate(columns, start=1):
            if column.type == "day":  # a day that finds no room is shown as ####
                sheet.column_dimensions[get_column_letter(place)].width = _DAY_WIDTH
        sheet.append([_cell(sheet, "s", column.name) for column in columns])
        for number, row in enumerate(rows, start=2):
            if number > _ROWS:
                raise BadInput(TOO_MANY_ROWS, most=_ROWS - 1)
            sheet.append(
                [_filled(sheet, column, str(cell)) if cell is not None and cell != "" else None
                 for column, cell in zip(columns, row, strict=True)]
            )  # fmt: skip
        with _Archive(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).save()


def write_form(
    stream: BinaryIO,
    what: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    locked: int,
    choices: Sequence[tuple[str, ...]],
    choosing: int,
) -> None:
    """Write a form to fill in: its first `locked` columns are grey and cannot be changed, the others are open, and the
    one at `choosing` offers what each row's `choices` are. The sheet is protected without a password."""
    grey, open_ = PatternFill("solid", start_color="FFD9D9D9"), Protection(locked=False)
    with _made_without_traces() as book:
        sheet = book.create_sheet(what)
        sheet.freeze_panes = "C2"
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False  # False allows it
        for place, column in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = _FORM_WIDTHS.get(column.name, _DAY_WIDTH)
        offered: dict[tuple[str, ...], DataValidation] = {}
        for number, chosen in enumerate(choices, start=2):
            if chosen not in offered:
                offered[chosen] = DataValidation(
                    "list", formula1=f'"{",".join(chosen)}"', allow_blank=True, showErrorMessage=True
                )
                sheet.data_validations.append(offered[chosen])
            offered[chosen].add(f"{get_column_letter(choosing + 1)}{number}")
        header = [_cell(sheet, "s", column.header_zh or column.name) for column in columns]
        for cell in header:
            cell.fill = grey
        sheet.append(header)
        for row in rows:
            cells = []
            for place, (column, text) in enumerate(zip(columns, row, strict=True)):
                cell = _filled(sheet, column, text) if text else WriteOnlyCell(sheet)
                if place < locked:
                    cell.fill = grey
                else:
                    cell.protection = open_
                cells.append(cell)
            sheet.append(cells)
        with _Archive(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).save()


def _filled(sheet: Any, column: Column, text: str) -> Any:
    if column.is_number and len(text.lstrip("-").replace(".", "").strip("0")) <= _DIGITS:
        return _cell(sheet, "n", text)
    if column.type == "day" and text > _FIRST_DAY:
        cell = _cell(sheet, "n", str((dt.date.fromisoformat(text) - _EPOCH).days))
        cell.number_format = "yyyy-mm-dd"
        return cell
    if len(text) * 2 > _CHARACTERS and len(text.encode("utf-16-le")) > _CHARACTERS * 2:
        raise BadInput(WORKBOOK_CELL_TOO_LONG, column=column.name, most=_CHARACTERS, text=f"{text[:20]}…")
    return _cell(sheet, "s", _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text))


def _cell(sheet: Any, type_: str, text: str) -> Any:
    # Setting `value` would guess: a formula of "=1+1", an error of "#N/A", a double of a number's digits.
    cell: Any = WriteOnlyCell(sheet)
    cell._value, cell.data_type = text, type_
    return cell


class _Archive(zipfile.ZipFile):
    """An archive whose parts bear no time."""

    def writestr(
        self, zinfo_or_arcname: Any, data: Any, compress_type: int | None = None, compresslevel: int | None = None
    ) -> None:
        with self.open(_part(zinfo_or_arcname), "w") as part:
            part.write(data.encode() if isinstance(data, str) else data)

    def write(
        self, filename: Any, arcname: Any = None, compress_type: int | None = None, compresslevel: int | None = None
    ) -> None:
        with Path(filename).open("rb") as source, self.open(_part(arcname), "w", force_zip64=True) as part:
            while piece := source.read(1 << 20):
                part.write(piece)


def _part(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _MADE.timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


@contextmanager
def _made_without_traces() -> Iterator[Workbook]:
    """Open a workbook that is written a row at a time; the file that it is collected in goes away with the block."""
    before, folder_before = set(_writer.ALL_TEMP_FILES), tempfile.tempdir
    with half_made_folder(Path(tempfile.gettempdir(), "nanhu-kpi")) as folder:
        tempfile.tempdir = str(folder)  # where the library makes files, which a killed process leaves
        book = Workbook(write_only=True)
        book.properties.created = book.properties.modified = _MADE
        book.properties.creator = "nanhu-kpi"
        try:
            yield book
        finally:
            tempfile.tempdir = folder_before
            # A sheet that is left in the middle would complain when it is collected.
            for sheet in book.worksheets:
                if isinstance(sheet, WriteOnlyWorksheet) and not sheet.closed:
                    with suppress(OSError):
                        sheet.close()
            for left in set(_writer.ALL_TEMP_FILES) - before:
                _writer.ALL_TEMP_FILES.remove(left)  # else it is looked for as the process ends
