"""One sheet of an .xlsx workbook, row by row. Loaded only for such a file."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import warnings
import zipfile
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.import_rows import CELLS_MISSING, ERROR_CELL, NOT_CALCULATED, SCALED_CELL, Problem
from nanhu_kpi.errors.imports import NO_SUCH_SHEET, NOT_XLSX, SHEET_WANTED, SHEETS_HIDDEN
from nanhu_kpi.exchange.readers.headers import HeadingRow, heading
from nanhu_kpi.exchange.readers.number_formats import shown_otherwise
from nanhu_kpi.exchange.readers.table import SIZE, Chunk, OpenTable
from nanhu_kpi.exchange.readers.workbook_parts import hidden_rows, transitional
from nanhu_kpi.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

# How a workbook writes what XML cannot carry.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r'"[^"]*"|\\.')


def read_xlsx(path: object, stream: BinaryIO, name: str = "") -> OpenTable | None:
    """Return the table of the sheet so named, or of the one visible sheet with anything in it; None where all is empty.

    Raises NOT_XLSX, also as it is read, NO_SUCH_SHEET, SHEET_WANTED or SHEETS_HIDDEN.
    """
    with _reading(path):
        stream = transitional(stream)
        has_formulas = _has_formulas(stream)
        sheets = _sheets(stream, data_only=True)
        written = _sheets(stream, data_only=False) if has_formulas else sheets
    filled = [at for at, sheet in enumerate(written) if any(map(_says_anything, _in_lots(path, sheet.iter_rows())))]
    chosen = _chosen(path, sheets, filled, name)
    if chosen is None:
        return None
    rows = _in_lots(path, enumerate(sheets[chosen].iter_rows(), start=1))
    looked_at: list[tuple[int, tuple[Any, ...]]] = []
    head = heading(_texts(rows, looked_at))
    if head is None:
        if not looked_at:
            return None
        number, cells = looked_at[0]
        head = HeadingRow(number, [_text(cell) for cell in cells])
    names = list(head.names)
    while names and not names[-1].strip():
        names.pop()
    rows = itertools.chain((each for each in looked_at if each[0] > head.number), rows)
    formulas = _in_lots(path, _formulas(written[chosen], head.number)) if has_formulas else iter(())
    hidden = [sheets[each].title for each in filled if not _is_visible(sheets[each]) and each != chosen]
    is_all = [each for each in filled if _is_visible(sheets[each])] == [chosen]
    part = "" if is_all else sheets[chosen].title
    with _reading(path):
        unseen = [number for number in hidden_rows(stream, sheets[chosen].title) if number > head.number]
    return OpenTable(names, _chunks(rows, names, formulas), head.above, hidden, part, unseen)


def _chosen(path: object, sheets: Sequence[Any], filled: Sequence[int], name: str) -> int | None:
    """Return which sheet to read; None where none has anything in it. Nothing is left out unasked."""
    if name:
        named = next((at for at, sheet in enumerate(sheets) if folded(sheet.title) == folded(name)), None)
        if named is None:
            raise BadInput(NO_SUCH_SHEET, path=path, name=name, sheets=[sheet.title for sheet in sheets])
        return named
    visible = [at for at in filled if _is_visible(sheets[at])]
    if len(visible) > 1:
        raise BadInput(SHEET_WANTED, path=path, sheets=[sheets[at].title for at in visible])
    if filled and not visible:
        raise BadInput(SHEETS_HIDDEN, path=path, sheets=[sheets[at].title for at in filled])
    return visible[0] if visible else None


def _is_visible(sheet: Any) -> bool:
    return bool(sheet.sheet_state == "visible")


def _says_anything(cells: Sequence[Any]) -> bool:
    return any(cell.value is not None and str(cell.value).strip() for cell in cells)


@contextmanager
def _reading(path: object) -> Iterator[None]:
    """Refuse the workbook for whatever goes wrong in the block, and keep the library's warnings from the screen."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Exception as error:  # a workbook is a folder of XML, and what is wrong with it shows in as many ways
        raise BadInput(NOT_XLSX, path=path) from error


def _in_lots(path: object, items: Iterator[Any]) -> Iterator[Any]:
    """Yield what is read out of the workbook, some of it ahead: a block that waits would keep others' warnings too."""
    while True:
        with _reading(path):
            lot = list(itertools.islice(items, SIZE))
        if not lot:
            return
        yield from lot


def _sheets(stream: BinaryIO, *, data_only: bool) -> list[Any]:
    workbook: Any = load_workbook(stream, read_only=True, data_only=data_only, keep_links=False)
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()  # some programs write wrong ones
    return list(workbook.worksheets)


def _has_formulas(stream: BinaryIO) -> bool:
    with zipfile.ZipFile(stream) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with archive.open(name) as part:
                    tail = b""
                    while piece := part.read(1 << 20):
                        if b"<f>" in tail + piece or b"<f " in tail + piece:
                            return True
                        tail = piece[-2:]
    return False


def _texts(
    rows: Iterator[tuple[int, tuple[Any, ...]]], looked_at: list[tuple[int, tuple[Any, ...]]]
) -> Iterator[tuple[int, list[str]]]:
    """Yield rows as texts, and keep those that say anything."""
    for number, cells in rows:
        if _says_anything(cells):
            looked_at.append((number, cells))
            yield number, [_text(cell) for cell in cells]


def _formulas(sheet: Any, header: int) -> Iterator[tuple[int, int]]:
    """Yield the row and place of every formula."""
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > header:
            for place, cell in enumerate(cells):
                if cell.data_type == "f":
                    yield number, place


def _chunks(
    rows: Iterator[tuple[int, tuple[Any, ...]]], names: list[str], formulas: Iterator[tuple[int, int]]
) -> Iterator[Chunk]:
    width = len(names)
    formula = next(formulas, None)
    while chunk := list(itertools.islice(rows, SIZE)):
        numbers: list[int] = []
        taken: list[list[str]] = []
        problems: list[Problem] = []
        for number, cells in chunk:
            texts = [_text(cell) for cell in cells[:width]]
            texts += [""] * (width - len(texts))
            wrong = _beyond(number, cells, width)
            wrong += [
                Problem(number, names[place], texts[place], refusal)
                for place, cell in enumerate(cells[:width])
                if (refusal := _misleading(cell))
            ]
            while formula and formula[0] <= number:
                if formula[0] == number and formula[1] < width and not _is_calculated(cells[formula[1]]):
                    wrong.append(Problem(number, names[formula[1]], "", BadInput(NOT_CALCULATED)))
                formula = next(formulas, None)
            problems += wrong
            if any(texts) and not wrong:
                numbers.append(number)
                taken.append(texts)
        yield Chunk(numbers, taken, problems)


def _beyond(number: int, cells: tuple[Any, ...], width: int) -> list[Problem]:
    """Return the problem of a row that goes on where the header has ended."""
    count = max((place for place, cell in enumerate(cells, start=1) if _says_anything([cell])), default=0)
    return [Problem(number, "", "", BadInput(CELLS_MISSING, count=count, wanted=width))] if count > width else []


def _misleading(cell: Any) -> BadInput | None:
    """Return what is wrong with a cell that holds an error, or that shows another number than it holds."""
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "e":
        return BadInput(ERROR_CELL, text=str(value))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        exact = _exact(value)
        if shown := shown_otherwise(exact, cell.number_format or ""):
            return BadInput(SCALED_CELL, shown=shown, value=_digits(exact))
    return None


def _is_calculated(cell: Any) -> bool:
    # A result that is an empty text has no value either, and only its type says so.
    return cell.value is not None or cell.data_type == "str"


def _text(cell: Any) -> str:
    """Return a cell as a person reads it: days in ISO, numbers in digits, shares with their percent sign."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        exact = _exact(value)
        if "%" in _QUOTED.sub("", cell.number_format or ""):
            return f"{_digits(exact * 100)}%"
        return _digits(exact)
    if isinstance(value, dt.datetime):
        whole = value.time() == dt.time()
        return value.date().isoformat() if whole else value.isoformat(sep=" ")
    return str(value)


def _exact(value: float) -> Decimal:
    # Excel keeps fifteen digits; the rest is how a computer writes a tenth.
    return Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)


def _digits(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
