"""A file may be huge, endless or a bomb: it is refused in a sentence, within seconds and a bound of memory."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import run
from tests.support.files import workbook

if TYPE_CHECKING:
    from pathlib import Path

ROWS = (("measure", "day", "type", "value"), ("JJ01", "2024-06-01", "add", 1))


def with_part(book: Path, name: str, old: bytes, new: bytes) -> Path:
    """Write a workbook again with a part changed."""
    changed = book.with_name("changed.xlsx")
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as made:
        for each in source.namelist():
            data = source.read(each)
            made.writestr(each, data.replace(old, new) if each == name else data)
    return changed


def refused(db: Path, file: object, sentence: str) -> None:
    ran = run(db, "import", str(file), "--yes")
    assert (ran.code, ran.out) == (4, ""), ran
    assert sentence in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.slow
def test_a_row_beyond_what_a_worksheet_may_have_is_refused(empty_db: Path) -> None:
    book = with_part(workbook(empty_db.parent, *ROWS), "xl/worksheets/sheet1.xml", b'r="2"', b'r="2000000000"')
    refused(empty_db, book, "has rows beyond 1048576")


def test_a_workbook_that_says_it_is_huge_is_still_read_by_its_rows(empty_db: Path) -> None:
    name = "xl/worksheets/sheet1.xml"
    book = with_part(workbook(empty_db.parent, *ROWS), name, b"A1:D2", b"A1:XFD1048576")
    assert run(empty_db, "import", str(book), "--yes").code == 0


def test_a_workbook_that_unpacks_to_more_than_two_gigabytes_is_refused(empty_db: Path) -> None:
    book = workbook(empty_db.parent, *ROWS)
    data = bytearray(book.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (3 << 30).to_bytes(4, "little")  # the size that the archive's list tells
    book.write_bytes(data)
    refused(empty_db, book, "unpacks to more than 2 GB")


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom"])
def test_a_device_without_an_end_is_no_file(empty_db: Path, device: str) -> None:
    refused(empty_db, device, "not a file")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("deep.json", b"[" * 500 + b"]" * 500),
        ("deeper.json", b"[" * 200_000),
        ("wide.json", b'[{"measure": ' + b'{"a": ' * 500 + b"1" + b"}" * 500 + b"}]"),
        ("many.csv", b"measure,day,type,value\nJJ01,2024-06-01,add,1e9999999999\n"),
        ("long.csv", b"measure,day,type,value\nJJ01,2024-06-01,add," + b"9" * 100_000 + b"\n"),
        ("quote.csv", b'measure,day,type,value\n"' + b"x\n" * 20_000),
    ],
)
def test_what_is_nested_or_long_beyond_use_is_refused(empty_db: Path, name: str, content: bytes) -> None:
    file = empty_db.with_name(name)
    file.write_bytes(content)
    refused(empty_db, file, "")


@pytest.mark.parametrize(
    "words",
    [
        ("weekly", "--week", "9998-12-30"), ("weekly", "--week", "9999-W52"), ("status", "--as-of", "9998-12-31"),
        ("status", "--as-of", "1900-01-01"), ("status", "--year", "9999"), ("entries", "--from", "1900-01-01"),
        ("entries", "--to", "9998-12-31"), ("due", "--as-of", "9998-12-31"), ("log", "JJ01+1e9999999999"),
        ("log", "JJ01+" + "9" * 5000), ("log", "JJ01\0+1"), ("export", "entries", "--since", "9998-12-31"),
        ("show", "JJ01", "--as-of", "9998-12-31"), ("period", "close", "9998-12", "--reason", "r"),
        ("import", "a\0b.csv"), ("entries", "--from", "0000-01-01"), ("target", "list", "--year", "99999999999"),
    ],
)  # fmt: skip
def test_words_at_the_edge_of_what_can_be_are_answered(empty_db: Path, words: tuple[str, ...]) -> None:
    ran = run(empty_db, *words)
    assert ran.code in (0, 2, 3, 4, 5), ran
    assert "Traceback" not in ran.err
    assert ran.out or ran.err


def test_a_workbook_of_very_many_sheets_is_refused(empty_db: Path) -> None:
    # One part may stand for all of them, so that a small file asks for much work.
    name = "xl/workbook.xml"
    book = workbook(empty_db.parent, *ROWS)
    with zipfile.ZipFile(book) as archive:
        sheet = re.search(rb"<sheet [^>]*>", archive.read(name))
    assert sheet
    refused(empty_db, with_part(book, name, sheet[0], sheet[0] * 201), "has more than 200 sheets")
