"""Every format of a file: the same rows say the same as they do in plain CSV, and are refused for the same reasons."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlwt
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.support.commands import run
from tests.support.files import workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADER = ("measure", "day", "type", "value", "note", "key")
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["JJ01", "jj-2", "MS05", "JJ99", ""]),
        st.sampled_from(["2024-06-29", "2024/6/30", "20240628", "2024-02-30", "2025-01-01", "06-30", ""]),
        st.sampled_from(["add", "累计", "=", "x", ""]),
        st.sampled_from(["1", "12", "-3", "0.5", "0.25", "1,234", "2万", "50%", "二十", "N/A", "−20", "1.23456", ""]),
        st.sampled_from(["走访企业", 'a "b", c;d', "一\n二", "\t", "'x", ""]),
        st.sampled_from(["k1", "007", "2.02403E+15", ""]),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


def cell(text: str) -> str | int | float:
    """Return a plain number as one, as a spreadsheet or a program keeps it."""
    return json.loads(text) if re.fullmatch(r"-?[1-9]\d*|0\.\d*[1-9]", text) else text


def written(folder: Path, ending: str, rows: Sequence[Sequence[str]]) -> Path:
    """Write a header and the rows in a format."""
    path = folder / f"in.{ending}"
    typed = [[cell(text) for text in row] for row in rows]
    items = [dict(zip(HEADER, row, strict=True)) for row in typed]
    if ending == "xlsx":
        return workbook(folder, HEADER, *typed)
    if ending == "xls":
        book = xlwt.Workbook(encoding="utf-8")
        sheet = book.add_sheet("1")
        for at, row in enumerate((HEADER, *typed)):
            for place, value in enumerate(row):
                sheet.write(at, place, value)
        book.save(str(path))
    elif ending == "json":
        path.write_text(json.dumps(items), encoding="utf-8")
    elif ending == "jsonl":
        path.write_text("".join(f"{json.dumps(item)}\n" for item in items), encoding="utf-8")
    else:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter="," if ending == "csv" else "\t", lineterminator="\n").writerows((HEADER, *rows))
        path.write_bytes(text.getvalue().encode())
    return path


def said_of(db: Path, ending: str, rows: Sequence[Sequence[str]]) -> tuple[object, ...]:
    """Return what an import would record, or every problem as (row below the header, column, value, reason)."""
    with tempfile.TemporaryDirectory() as name:
        listed = Path(name, "problems.csv")
        ran = run(db, "import", str(written(Path(name), ending, rows)), "--dry-run", "--problems", str(listed))
        problems = list(csv.reader(io.StringIO(listed.read_text("utf-8-sig"), newline=""))) if listed.exists() else []
        first = 1 if ending in ("json", "jsonl") else 2
        told = [
            (int(row) - first if row else "all", column, value, below(reason, first), *said)
            for row, column, value, reason, *said in problems[1:]
        ]
        return ran.code, ran.out, told


def below(reason: str, first: int) -> str:
    """Return a reason with the other row that it names counted from below the header, and the file without its name."""
    reason = re.sub(r"\S+/in\.\w+", "the file", reason)
    return re.sub(r"(?<= in row )\d+", lambda number: str(int(number[0]) - first), reason)


@pytest.mark.parametrize("ending", ["tsv", "xlsx", "xls", "json", "jsonl"])
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
@example(rows=[("JJ01", "2024-06-29", "", "", "\t", "k1")])
def test_the_same_rows_say_the_same_in_every_format(empty_db: Path, ending: str, rows: list[tuple[str, ...]]) -> None:
    assert said_of(empty_db, ending, rows) == said_of(empty_db, "csv", rows)
