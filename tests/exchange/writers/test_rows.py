"""Exports of any text and of any length: quoting that every reader undoes, and memory that does not grow."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from nanhu_kpi.exchange.columns import COLUMNS
from nanhu_kpi.exchange.formats import FileFormat
from nanhu_kpi.exchange.tsv import QuotedLines
from nanhu_kpi.exchange.writers.rows import write_rows
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import reading, writing
from nanhu_kpi.store.entries import add_entries
from nanhu_kpi.store.export import rows_of
from tests.support.builders import SUM, batch, entry
from tests.support.views import environment, run

NAMES = [column.name for column in COLUMNS["entries"]]
AWKWARD = st.sampled_from(list('",;\t\n\r\\\'=+-@ \x01\x1b\x7f\x85\u2028\u2029\u202e\ufeff𠮷😀e\u0301，"“'))
NOTES = st.text(AWKWARD | st.characters(codec="utf-8"), min_size=1, max_size=30)


@hypothesis_settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(notes=st.lists(NOTES, min_size=1, max_size=5))
@example(notes=['"', "\n", "\r", "\r\n", "\t"])
@example(notes=['=HYPERLINK("http://x")', "+1", "-1", "@SUM(1)"])
@example(notes=["null", "0", " ", '""', "\\N"])
def test_any_text_reads_back_from_every_format(_built_empty: Path, tmp_path: Path, notes: list[str]) -> None:
    db = Path(shutil.copy2(_built_empty, tmp_path / "texts.db"))
    with writing(db) as conn:
        add_batch(conn, batch(0))
        add_entries(conn, [entry(n, SUM, "2024-06-30", "add", n, note=note) for n, note in enumerate(notes, start=1)])
    told = {}
    for format_ in (FileFormat.CSV, FileFormat.TSV, FileFormat.JSON, FileFormat.JSONL):
        stream = io.StringIO(newline="")
        with reading(db) as conn:
            write_rows(stream, format_, "entries", COLUMNS["entries"], rows_of(conn, "entries", NAMES))
        told[format_] = stream.getvalue()
    rows = csv.DictReader(io.StringIO(told[FileFormat.CSV], newline=""), strict=True)
    assert [row["note"] for row in rows] == notes
    lines = io.StringIO(told[FileFormat.TSV], newline="")
    assert all(line.count("\t") == len(NAMES) - 1 for line in told[FileFormat.TSV].split("\n") if line)
    plain = csv.DictReader(QuotedLines(lines), delimiter="\t", strict=True)
    assert [row["note"] for row in plain] == notes
    assert [row["note"] for row in json.loads(told[FileFormat.JSON])["rows"]] == notes
    objects = told[FileFormat.JSONL].removesuffix("\n").split("\n")
    assert [json.loads(line)["note"] for line in objects] == notes


@pytest.mark.parametrize("note", ['说 "好",\n第二行', "=1+1", "a\tb", "𠮷😀", "a\rb", "\\", "'; DROP TABLE entry; --"])
def test_a_note_typed_comes_out_of_the_export_as_it_was_typed(empty_db: Path, note: str) -> None:
    assert run(empty_db, "log", "JJ01+1", "--note", note, on="2024-06-30").code == 0
    assert [row["note"] for row in run(empty_db, "export", "entries", on="2024-06-30").rows] == [note]


@hypothesis_settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(-(10**16) + 1, 10**16 - 1), min_size=1, max_size=8))
@example(amounts=[0, 1, -1, 9999, 10000, -10000, 10001, 10**16 - 1, 1 - 10**16, 5 * 10**15])
def test_json_numbers_keep_every_digit(_built_empty: Path, tmp_path: Path, amounts: list[int]) -> None:
    db = Path(shutil.copy2(_built_empty, tmp_path / "figures.db"))
    values = [Decimal(amount).scaleb(-4) for amount in amounts]
    with writing(db) as conn:
        add_batch(conn, batch(0))
        add_entries(conn, [entry(n, SUM, date(2024, 1, n), "set", v) for n, v in enumerate(values, start=1)])
    stream = io.StringIO()
    with reading(db) as conn:
        write_rows(stream, FileFormat.JSON, "entries", COLUMNS["entries"], rows_of(conn, "entries", NAMES))
    document = json.loads(stream.getvalue(), parse_float=Decimal, parse_int=Decimal)
    assert [row["value"] for row in document["rows"]] == values


MANY = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)
INSERT INTO entry (id, batch, measure, day, type, amount, note)
SELECT id_of(i), (SELECT min(id) FROM batch), 'JJ03', date('2024-01-01', (i % 366) || ' days'), 'add', i, 'no. ' || i
FROM n ORDER BY i
"""
PEAKS = """
import sys
from nanhu_kpi.__main__ import main
for words in sys.argv[2:]:
    assert main(["--db", sys.argv[1], "export", "entries", "--quiet", *words.split()]) == 0
    # getrusage would tell of the process that this one was forked from, which is larger.
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
"""


def filled(db: Path, many: int) -> Path:
    """Return a copy of `db` with so many more entries; what rolls them up is left out, for speed."""
    copy = Path(shutil.copy2(db, db.with_name(f"{many}.db")))
    with closing(sqlite3.connect(copy)) as conn:
        for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            conn.execute(f"DROP TRIGGER {name}")
        conn.create_function("id_of", 1, lambda i: b"\x7f" + i.to_bytes(15, "big"), deterministic=True)
        with conn:
            conn.execute(MANY, {"many": many})
    return copy


def peaks_in_megabytes(db: Path, *exports: str) -> list[float]:
    """Return the most memory that a process had needed after each of its exports."""
    with (db.parent / "out").open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-c", PEAKS, str(db), *exports],
            stdout=out, stderr=subprocess.PIPE, env=environment(), check=True,
        )  # fmt: skip
    return [int(line) / 1024 for line in done.stderr.split()]


@pytest.mark.slow
def test_a_long_record_streams_out_in_constant_memory(seeded_db: Path) -> None:
    forms = ("-f csv", "-f json", f"-o {seeded_db.parent}/out.tsv", "--excel", f"-o {seeded_db.parent}/out.xlsx")
    small, large = (peaks_in_megabytes(filled(seeded_db, many), *forms) for many in (1_000, 14_000))
    assert len(large) == len(forms)
    assert [form for form, few, many in zip(forms, small, large, strict=True) if many - few >= 3] == []
