"""Workbooks: texts that stay texts, numbers that stay exactly themselves, and nothing cut off."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from nanhu_kpi.errors.export import TOO_MANY_ROWS, WORKBOOK_CELL_TOO_LONG
from nanhu_kpi.exchange.columns import Column
from nanhu_kpi.exchange.writers import xlsx as workbook
from nanhu_kpi.exchange.writers.xlsx import write_workbook
from nanhu_kpi.quantity import plain
from tests.support.commands import did
from tests.support.refusals import refused
from tests.support.terminals import terminal
from tests.support.views import environment, run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TEXT = Column("note", "text", "说明", "A text.")
NUMBER = Column("value", "number", "数值", "A number.")
DAY = Column("day", "day", "日期", "A day.")
AWKWARD = st.sampled_from(list("=+-@'\"\t\n\r \x00\x01\x0b\x1f\x7f\x85\u2028\ufeff\ufffe\uffff𠮷😀_x5F0D&<>"))
both_languages = pytest.mark.parametrize("lang", ["en", "zh"])


def written(columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> bytes:
    stream = io.BytesIO()
    write_workbook(stream, "entries", columns, rows)
    return stream.getvalue()


def cells(content: bytes) -> list[list[tuple[object, str]]]:
    """Return the value and type of every cell below the header, as the library reads them."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=2)]


def unescaped(cell: object) -> str:
    """Return a text as every reader of workbooks takes it: _xHHHH_ is a character."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), str(cell))


@hypothesis_settings(max_examples=40)
@given(st.text(AWKWARD | st.characters(codec="utf-8"), min_size=1, max_size=20))
@example("=1+1")
@example('=HYPERLINK("http://x")')
@example("#N/A")
@example("_x000D_")
@example("_x005F_x000D_")
@example("a\rb\r\nc")
@example(" lead and trail ")
@example("\n")
def test_any_text_reads_back_as_the_text_that_it_was(text: str) -> None:
    (((value, type_),),) = cells(written([TEXT], [(text,)]))
    assert (unescaped(value), type_) == (text, "s")


@given(st.dates())
@example(date(1900, 2, 28))
@example(date(1900, 3, 1))
def test_a_day_reads_back_as_that_day_and_finds_room(day: date) -> None:
    content = written([TEXT, DAY], [("", day.isoformat())])
    ((_, (value, type_)),) = cells(content)
    # The format takes 1900 for a leap year, so that its earliest days are texts.
    assert (value, type_) == (
        (datetime.combine(day, time()), "d") if day >= date(1900, 3, 1) else (day.isoformat(), "s")
    )
    assert load_workbook(io.BytesIO(content)).worksheets[0].column_dimensions["B"].width > len("2024-06-30")


@hypothesis_settings(max_examples=40)
@given(st.integers(-(10**16) + 1, 10**16 - 1))
@example(99500)  # 9.95: as a double of sixteen digits it would read 9.949999999999999
@example(10**15)
@example(10**16 - 1)
@example(-(10**15) - 1)
def test_a_number_is_a_number_of_its_digits_and_one_of_more_than_fifteen_a_text(amount: int) -> None:
    text = plain(Decimal(amount).scaleb(-4))
    (((value, type_),),) = cells(written([NUMBER], [(text,)]))
    digits = len(text.lstrip("-").replace(".", "").strip("0"))
    assert type_ == ("n" if digits <= 15 else "s")
    assert Decimal(str(value)) == Decimal(text)


def test_an_empty_cell_is_empty() -> None:
    assert cells(written([TEXT, NUMBER], [(None, ""), ("x", "0")])) == [
        [(None, "n"), (None, "n")],
        [("x", "s"), (0, "n")],
    ]


def test_the_same_rows_are_the_same_bytes(seeded_db: Path, tmp_path: Path) -> None:
    places = [tmp_path / name for name in ("a.xlsx", "b.xlsx")]
    for place in places:
        did(seeded_db, "export", "entries", "-o", str(place))
    first, second = (place.read_bytes() for place in places)
    assert first == second
    assert b"1980" not in first.split(b"docProps/app.xml")[0]


def test_a_text_that_a_cell_would_cut_off_is_refused(seeded_db: Path, tmp_path: Path) -> None:
    assert cells(written([TEXT], [("长" * 32_767,)])) == [[("长" * 32_767, "s")]]
    with refused(WORKBOOK_CELL_TOO_LONG):
        written([TEXT], [("𠮷" * 16_384,)])  # two units each
    did(seeded_db, "log", "JJ09+1", "--note", "长" * 32_768)
    place = tmp_path / "out.xlsx"
    outcome = run(seeded_db, "export", "entries", "-o", str(place))
    assert (outcome.code, place.exists()) == (4, False)
    assert outcome.err.startswith("A cell of an .xlsx file has at most 32767 characters, and “长长")
    assert list(tmp_path.glob(".out*")) == []


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_ROWS", 3)
    assert len(cells(written([TEXT], [("x",)] * 2))) == 2
    with refused(TOO_MANY_ROWS):
        written([TEXT], [("x",)] * 3)


def test_what_the_library_collects_its_rows_in_goes_away(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    written([TEXT], [("x",)])
    with refused(WORKBOOK_CELL_TOO_LONG):
        written([TEXT], [("x",), ("长" * 40_000,)])
    assert list(tmp_path.iterdir()) == []


@both_languages
def test_without_the_library_it_says_how_to_get_it(seeded_db: Path, tmp_path: Path, lang: str) -> None:
    code = "import sys; sys.modules['openpyxl'] = None\nfrom nanhu_kpi.__main__ import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "--db", str(seeded_db), "--lang", lang,
         "export", "goals", "-o", str(tmp_path / "a.xlsx")],
        capture_output=True, text=True, env=environment(PYTHONUTF8="1"), check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'nanhu-kpi[xlsx]'" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["nanhu.db"]


def test_a_terminal_is_not_poured_over_with_a_workbook(seeded_db: Path) -> None:
    with terminal(seeded_db, "export", "goals", "-f", "xlsx", code=2) as child:
        child.expect_exact("This format cannot be shown in a terminal. Write it to a file: -o export.xlsx")


def test_a_pipe_takes_a_workbook(seeded_db: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nanhu_kpi", "--db", str(seeded_db), "status", "-f", "xlsx"],
        capture_output=True, env=environment(), check=True,
    )  # fmt: skip
    sheet = load_workbook(io.BytesIO(done.stdout)).worksheets[0]
    assert sheet.title == "status"
    assert [cell.value for cell in sheet[1]][:3] == ["area", "goal", "code"]
