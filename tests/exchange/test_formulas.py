"""`export --excel`: bytes that Excel opens as a table, in which no text is a formula and numbers are numbers."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.exchange.columns import COLUMNS
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.entries import add_entries
from tests.support.builders import SUM, batch, entry
from tests.support.commands import did
from tests.support.goldens import holds
from tests.support.views import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def worked_db(empty_db: Path) -> Path:
    """Three entries with every sign that could begin a formula, a minus among the numbers."""
    with writing(empty_db) as conn:
        add_batch(conn, batch(0, officer="@li"))
        add_entries(conn, [
            entry(1, SUM, "2024-06-28", "add", "-12.5", note='=HYPERLINK("http://x","点")'),
            entry(2, SUM, "2024-06-29", "set", 1200, note="-3 家\n第二行"),
            entry(3, SUM, "2024-06-30", "words", note="\r＝1"),
        ])  # fmt: skip
    return empty_db


def test_the_bytes_for_excel(worked_db: Path) -> None:
    holds("export-entries-excel", run(worked_db, "export", "entries", "--excel").out)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("format_", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_headers_are_chinese_and_lines_end_as_in_windows(
    worked_db: Path, tmp_path: Path, lang: str, format_: str, delimiter: str
) -> None:
    place = tmp_path / f"out.{format_}"
    did(worked_db, "export", "entries", "--excel", "-o", str(place), lang=lang)
    content = place.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    assert header == [column.header_zh for column in COLUMNS["entries"]]
    assert [row[6] for row in rows] == ["-12.5", "1200", ""]
    assert [row[8] for row in rows] == ['\'=HYPERLINK("http://x","点")', "'-3 家\n第二行", "'\r＝1"]
    assert {row[13] for row in rows} == {"'@li"}
    assert content.count(b"\r\n") == 4


@pytest.mark.parametrize("sign", list("=+-@\t\r\n＝＋－＠"))
def test_no_text_begins_like_a_formula(empty_db: Path, sign: str) -> None:
    with writing(empty_db) as conn:
        add_batch(conn, batch(0))
        add_entries(
            conn,
            [
                entry(1, SUM, "2024-06-30", "words", note=f"{sign}1"),
                entry(2, SUM, "2024-06-30", "words", note=f"a{sign}"),
            ],
        )
    out = run(empty_db, "export", "entries", "--excel").out.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert [row["说明"] for row in rows] == [f"'{sign}1", f"a{sign}"]


@pytest.mark.parametrize("what", COLUMNS)
def test_every_column_has_a_chinese_header_of_its_own(what: str) -> None:
    headers = [column.header_zh for column in COLUMNS[what]]
    assert len(set(headers)) == len(headers)
    assert all("\u4e00" <= header[0] <= "\u9fff" for header in headers)


@pytest.mark.parametrize("words", [("-f", "json"), ("-f", "jsonl"), ("-f", "xlsx"), ("-o", "{folder}/out.xlsx")])
def test_other_formats_are_refused(empty_db: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    outcome = run(empty_db, "export", "goals", "--excel", *(word.format(folder=tmp_path) for word in words))
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("--excel works only with csv and tsv, not with ")
