"""Files to import, written as departments write them."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

from openpyxl import Workbook

from nanhu_kpi.exchange.readers.open_input import opened_input
from tests.support.commands import Ran, run
from tests.support.refusals import sentence_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from nanhu_kpi.exchange.formats import FileFormat

HEADER = "measure,day,type,value,note,key"


def csv_file(folder: Path, *rows: str, header: str = HEADER, encoding: str = "utf-8", name: str = "in.csv") -> Path:
    """Write a header and rows, one a line."""
    path = folder / name
    path.write_bytes("".join(f"{row}\n" for row in (header, *rows)).encode(encoding))
    return path


def workbook(folder: Path, *rows: Sequence[Any], formats: dict[str, str] | None = None) -> Path:
    """Write a workbook of one sheet, with the number formats of some cells."""
    path = folder / "in.xlsx"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for place, how in (formats or {}).items():
        sheet[place].number_format = how
    book.save(path)
    return path


def workbook_of(folder: Path, sheets: Mapping[str, Sequence[Sequence[Any]]], hidden: Sequence[str] = ()) -> Path:
    """Write a workbook of several sheets, some of them hidden."""
    path = folder / "sheets.xlsx"
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def altered(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Change one part of a workbook, as a damaged disk or another program would have written it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


class Read(NamedTuple):
    """A file's header and rows by number, and its problems as (row, column, kind)."""

    header: list[str]
    rows: dict[int, list[str]]
    problems: list[tuple[int, str, str]]
    encoding: str
    above: list[tuple[int, str]]


def read(folder: Path, content: bytes, name: str = "in.csv", format_: FileFormat | None = None) -> Read:
    path = folder / name
    path.write_bytes(content)
    return read_path(str(path), format_)


def read_path(path: str, format_: FileFormat | None = None) -> Read:
    rows, problems = {}, []
    with opened_input(path, format_) as found:
        for chunk in found.table.chunks:
            rows.update(dict(zip(chunk.numbers, map(list, chunk.rows), strict=True)))
            problems += [(each.row, each.column, sentence_name(each.refusal)) for each in chunk.problems]
    return Read(list(found.table.header), rows, problems, found.encoding, list(found.table.above))


def problems_of(db: Path, file: Path, *words: str, lang: str = "en") -> list[tuple[str, str, str]]:
    """Import a file with problems; return row, column and reason of each, in the order they are listed."""
    import csv

    listed = file.with_suffix(".problems")
    ran = run(db, "import", str(file), "--yes", "--problems", str(listed), *words, lang=lang)
    assert ran.code == 4, ran
    with listed.open(encoding="utf-8-sig", newline="") as stream:
        return [(row, column, reason) for row, column, _, reason, _ in list(csv.reader(stream))[1:]]


def imported(db: Path, file: Path, *words: str, **around: Any) -> Ran:
    """Import a file that must be taken."""
    ran = run(db, "import", str(file), "--yes", *words, **around)
    assert ran.code == 0, ran
    return ran
