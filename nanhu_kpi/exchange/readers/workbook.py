"""One sheet of a workbook, row by row, whichever library has opened it."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import warnings
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.import_rows import CELLS_MISSING, ERROR_CELL, NOT_CALCULATED, SCALED_CELL, Problem
from nanhu_kpi.errors.imports import NO_SUCH_SHEET, SHEET_TOO_LONG, SHEET_WANTED, SHEETS_HIDDEN, TOO_MANY_SHEETS
from nanhu_kpi.exchange.readers.headers import HeadingRow, heading
from nanhu_kpi.exchange.readers.number_formats import shown_otherwise
from nanhu_kpi.exchange.readers.table import SIZE, Chunk, OpenTable
from nanhu_kpi.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nanhu_kpi.exchange.readers.table import OutOfSight

    Cells = Sequence["Cell"]

_MOST_ROWS = 1 << 20
# Each is looked into for what it holds; one part may stand for a thousand of them.
_MOST_SHEETS = 200
# How a workbook writes what XML cannot carry.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r'"[^"]*"|\\.')
_ZEROS = re.compile(r"0{2,15}")
# A spreadsheet keeps fifteen digits. A number of more is shown as it shows it, so that it is not taken for a text of
# digits: the last of them may be lost.
_EXACT = Decimal(10) ** 15
_HALF_A_SECOND = dt.timedelta(milliseconds=500)


class Cell(Protocol):
    """A cell: its value, `e` for an error value and `str` for a text that a formula gave, and its number format."""

    @property
    def value(self) -> Any: ...
    @property
    def data_type(self) -> str: ...
    @property
    def number_format(self) -> str: ...


class BookSheet(Protocol):
    """A sheet with its title, whether it is `visible`, and its rows."""

    @property
    def title(self) -> str: ...
    @property
    def sheet_state(self) -> str: ...
    def iter_rows(self) -> Iterator[Cells]: ...


class OpenBook(Protocol):
    """A workbook: its sheets, and the same with formulas in place of their results where they can be told."""

    @property
    def sheets(self) -> Sequence[BookSheet]: ...
    @property
    def written(self) -> Sequence[BookSheet]: ...

    def guarded(self) -> AbstractContextManager[None]:
        """Refuse the workbook for whatever goes wrong in the block."""

    def formulas(self, at: int) -> Iterator[tuple[int, int]]:
        """Yield the row and place of every formula of a sheet."""

    def hidden(self, at: int) -> OutOfSight:
        """Return the rows and columns that are hidden in a sheet."""


@contextmanager
def refusing(path: object, sentence: str) -> Iterator[None]:
    """Refuse the workbook for whatever goes wrong in the block, and keep the library's warnings from the screen."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except BadInput:
        raise
    except Exception as error:  # a workbook may be broken in as many ways as it has parts
        raise BadInput(sentence, path=path) from error


def rows_of(path: object, sheet: BookSheet) -> Iterator[Cells]:
    """Yield the rows of a sheet. Raises SHEET_TOO_LONG where it says it has more than the format allows."""
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > _MOST_ROWS:
            raise BadInput(SHEET_TOO_LONG, path=path, most=_MOST_ROWS)
        yield cells


def table_of(path: object, book: OpenBook, name: str) -> OpenTable | None:
    """Return the table of the sheet so named, or of the one visible sheet with anything in it; None where all is empty.

    Raises TOO_MANY_SHEETS, NO_SUCH_SHEET, SHEET_WANTED or SHEETS_HIDDEN, and what the book refuses, also as it is read.
    """
    if len(book.sheets) > _MOST_SHEETS:
        raise BadInput(TOO_MANY_SHEETS, path=path, most=_MOST_SHEETS)
    filled = [
        at for at, sheet in enumerate(book.written) if any(map(_says_anything, _in_lots(book, rows_of(path, sheet))))
    ]
    chosen = _chosen(path, book.sheets, filled, name)
    if chosen is None:
        return None
    sheet = book.sheets[chosen]
    rows = _in_lots(book, enumerate(rows_of(path, sheet), start=1))
    looked_at: list[tuple[int, Cells]] = []
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
    after = head.number
    formulas = (each for each in _in_lots(book, book.formulas(chosen)) if each[0] > after)
    hidden = [book.sheets[each].title for each in filled if not _is_visible(book.sheets[each]) and each != chosen]
    is_all = [each for each in filled if _is_visible(book.sheets[each])] == [chosen]
    with book.guarded():
        unseen = book.hidden(chosen)
    unseen_rows = [number for number in unseen.rows if number > after]
    columns = frozenset(unseen.columns)
    unseen_columns = [name.strip() for place, name in enumerate(names, start=1) if place in columns and name.strip()]
    part = "" if is_all else sheet.title
    return OpenTable(names, _chunks(rows, names, formulas), head.above, hidden, part, unseen_rows, unseen_columns)


def _chosen(path: object, sheets: Sequence[BookSheet], filled: Sequence[int], name: str) -> int | None:
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


def _is_visible(sheet: BookSheet) -> bool:
    return sheet.sheet_state == "visible"


def _says_anything(cells: Cells) -> bool:
    return any(cell.value is not None and str(cell.value).strip() for cell in cells)


def _in_lots(book: OpenBook, items: Iterator[Any]) -> Iterator[Any]:
    """Yield what is read out of the workbook, some of it ahead: a block that waits would keep others' warnings too."""
    while True:
        with book.guarded():
            lot = list(itertools.islice(items, SIZE))
        if not lot:
            return
        yield from lot


def _texts(rows: Iterator[tuple[int, Cells]], looked_at: list[tuple[int, Cells]]) -> Iterator[tuple[int, list[str]]]:
    """Yield rows as texts, and keep those that say anything."""
    for number, cells in rows:
        if _says_anything(cells):
            looked_at.append((number, cells))
            yield number, [_text(cell) for cell in cells]


def _chunks(
    rows: Iterator[tuple[int, Cells]], names: list[str], formulas: Iterator[tuple[int, int]]
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


def _beyond(number: int, cells: Cells, width: int) -> list[Problem]:
    """Return the problem of a row that goes on where the header has ended."""
    count = max((place for place, cell in enumerate(cells, start=1) if _says_anything([cell])), default=0)
    return [Problem(number, "", "", BadInput(CELLS_MISSING, count=count, wanted=width))] if count > width else []


def _misleading(cell: Cell) -> BadInput | None:
    """Return what is wrong with a cell that holds an error, or that shows another number than it holds."""
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "e":
        return BadInput(ERROR_CELL, text=str(value))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        exact = _exact(value)
        if shown := shown_otherwise(exact, _format(cell)):
            return BadInput(SCALED_CELL, shown=shown, value=_digits(exact))
    return None


def _is_calculated(cell: Cell) -> bool:
    # A result that is an empty text has no value either, and only its type says so.
    return cell.value is not None or cell.data_type == "str"


def _format(cell: Cell) -> str:
    try:
        return cell.number_format or ""
    except (IndexError, KeyError):  # of a style that the workbook does not have, as an office suite shows it
        return ""


def _text(cell: Cell) -> str:
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
        if abs(exact) >= _EXACT:
            return format(exact.normalize(), "E")
        number_format = _format(cell)
        if "%" in _QUOTED.sub("", number_format):
            return f"{_digits(exact * 100)}%"
        digits = _digits(exact)
        return digits.zfill(len(number_format)) if digits.isdigit() and _ZEROS.fullmatch(number_format) else digits
    if isinstance(value, dt.datetime):
        # A serial number off by a hair is a moment's fraction before its day or after it.
        moment = (value + _HALF_A_SECOND).replace(microsecond=0)
        return moment.date().isoformat() if moment.time() == dt.time() else moment.isoformat(sep=" ")
    return str(value)


def _exact(value: float) -> Decimal:
    # Excel keeps fifteen digits; the rest is how a computer writes a tenth.
    return Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)


def _digits(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
