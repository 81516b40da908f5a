"""Files to import, written as departments write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from commands import Ran, run
from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

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


def problems_of(db: Path, file: Path, *words: str, lang: str = "en") -> list[tuple[str, str, str]]:
    """Import a file with problems; return row, column and reason of each, in the order they are listed."""
    import csv

    listed = file.with_suffix(".problems")
    ran = run(db, "import", str(file), "--yes", "--problems", str(listed), *words, lang=lang)
    assert ran.code == 4, ran
    with listed.open(encoding="utf-8", newline="") as stream:
        return [(row["row"], row["column"], row["reason"]) for row in csv.DictReader(stream)]


def imported(db: Path, file: Path, *words: str, **around: Any) -> Ran:
    """Import a file that must be taken."""
    ran = run(db, "import", str(file), "--yes", *words, **around)
    assert ran.code == 0, ran
    return ran
