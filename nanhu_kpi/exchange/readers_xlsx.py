"""The first sheet of an .xlsx workbook, row by row. Loaded only for such a file."""

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

from nanhu_kpi.errors.importing import NotCalculated, NotXlsx, Problem
from nanhu_kpi.exchange.chunks import SIZE, Chunk, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

# How a workbook writes what XML cannot carry.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r'"[^"]*"|\\.')


def read_xlsx(path: object, stream: BinaryIO) -> Table | None:
    """Return the table of a workbook's first sheet, or None where it is empty. Raises NotXlsx, also as it is read."""
    with _reading(path):
        has_formulas = _has_formulas(stream)
        sheet = _first_sheet(stream, data_only=True)
        formulas = _first_sheet(stream, data_only=False) if has_formulas else None
    rows = _in_lots(path, enumerate(sheet.iter_rows(), start=1))
    header = next(((number, cells) for number, cells in rows if any(cells)), None)
    if header is None:
        return None
    names = [_text(cell) for cell in header[1]]
    while names and not names[-1].strip():
        names.pop()
    written = _in_lots(path, _formulas(formulas, header[0])) if formulas else iter(())
    return Table(names, _chunks(rows, names, written))


@contextmanager
def _reading(path: object) -> Iterator[None]:
    """Refuse the workbook for whatever goes wrong in the block, and keep the library's warnings from the screen."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Exception as error:  # a workbook is a folder of XML, and what is wrong with it shows in as many ways
        raise NotXlsx(path=path) from error


def _in_lots(path: object, items: Iterator[Any]) -> Iterator[Any]:
    """Yield what is read out of the workbook, some of it ahead: a block that waits would keep others' warnings too."""
    while True:
        with _reading(path):
            lot = list(itertools.islice(items, SIZE))
        if not lot:
            return
        yield from lot


def _first_sheet(stream: BinaryIO, *, data_only: bool) -> Any:
    workbook = load_workbook(stream, read_only=True, data_only=data_only, keep_links=False)
    sheet = workbook.worksheets[0]
    sheet.reset_dimensions()  # some programs write wrong ones
    return sheet


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
            wrong = []
            while formula and formula[0] <= number:
                if formula[0] == number and formula[1] < width and not _is_calculated(cells[formula[1]]):
                    wrong.append(Problem(number, names[formula[1]], "", NotCalculated()))
                formula = next(formulas, None)
            problems += wrong
            if any(texts) and not wrong:
                numbers.append(number)
                taken.append(texts)
        yield Chunk(numbers, taken, problems)


def _is_calculated(cell: Any) -> bool:
    # A result that is an empty text has no value either, and only its type says so.
    return cell.value is not None or cell.data_type == "str"


def _text(cell: Any) -> str:
    """Return a cell as a person reads it: days in ISO, numbers in digits, shares with their percent sign."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        # Excel keeps fifteen digits; the rest is how a computer writes a tenth.
        exact = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
        if "%" in _QUOTED.sub("", cell.number_format or ""):
            return f"{_digits(exact * 100)}%"
        return _digits(exact)
    if isinstance(value, dt.datetime):
        whole = value.time() == dt.time()
        return value.date().isoformat() if whole else value.isoformat(sep=" ")
    return str(value)


def _digits(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
