"""The law of files: what is exported, imported into an empty database and exported again is the same, byte for byte."""

from __future__ import annotations

import io
import shutil
import uuid
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from nanhu_kpi.exchange.formats import FOR_SCRIPTS, FileFormat
from nanhu_kpi.exchange.readers.headers import read_header
from nanhu_kpi.exchange.readers.table import Chunk
from nanhu_kpi.service.export import Extract, export
from nanhu_kpi.service.imports.cells import Cells
from nanhu_kpi.service.imports.chunks import Incoming
from nanhu_kpi.service.imports.review import Asked, reviewed
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.database import reading, writing
from nanhu_kpi.store.definitions import read_measures
from nanhu_kpi.store.entries import add_entries, add_void
from nanhu_kpi.store.recount import wrong_rollups
from tests.support.builders import batch, made_id
from tests.support.commands import desk_at
from tests.support.files import csv_file, problems_of
from tests.support.histories import histories

if TYPE_CHECKING:
    from nanhu_kpi.model import Entry

LATER = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
AWKWARD = st.sampled_from(list('",;\t\n\r\\\'=+-@ \x01\x1b\x7f\x85\u2028\ufeff\U00020bb7😀，"“_x'))
# No NUL: no argument and no prompt can hold one, and an import refuses it.
TEXTS = st.text(AWKWARD | st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


# Each form that is written, and as what it is read.
READ_AS = {
    **{each: each for each in FOR_SCRIPTS},
    FileFormat.EXCEL_CSV: FileFormat.CSV,
    FileFormat.EXCEL_TSV: FileFormat.TSV,
}


class Said(NamedTuple):
    """What goes with an entry: its texts, its key, and why it was taken back ('-' for not)."""

    note: str
    issue: str
    next: str
    evidence: str
    key: str
    void: str


SAID = st.builds(Said, *([TEXTS] * 5), st.just("-") | TEXTS)
PLAIN = Said("", "", "", "", "", "-")


def recorded_in(path: Path, history: list[Entry], said: list[Said], officer: str) -> None:
    """Record a history whose entries carry texts, keys and voids; a key is held by one live entry at most."""
    keys: set[str] = set()
    with writing(path) as conn:
        for number in range(3):
            add_batch(conn, batch(number, officer=officer if number else "li"))
        for each, words in zip(history, [*said, *[PLAIN] * len(history)], strict=False):
            entry = each._replace(note=words.note, issue=words.issue, next=words.next, evidence=words.evidence)
            add_entries(conn, [entry])
            key = words.key if words.key not in keys or words.void != "-" else ""
            if words.void == "-":
                keys.add(key)
            if key:
                # Keys come with imports alone, and rows are never changed: this one is put right before the triggers.
                conn.execute("DROP TRIGGER entry_refuses_update")
                conn.execute("UPDATE entry SET key = ? WHERE id = ?", (key, entry.id))
            if words.void != "-":
                add_void(conn, made_id(500 + int.from_bytes(entry.id[-2:], "big")), made_id(1), entry.id, words.void)
            if key:
                conn.execute(
                    "CREATE TRIGGER entry_refuses_update BEFORE UPDATE ON entry "
                    "BEGIN SELECT RAISE(ABORT, 'entry is append-only'); END"
                )


def exported_bytes(path: Path, format_: FileFormat) -> bytes:
    held = io.BytesIO()
    stream = io.TextIOWrapper(held, encoding="utf-8", newline="")
    export(desk_at(path, now=LATER), "entries", format_, stream, Extract())
    stream.flush()
    return held.getvalue()


def imported(path: Path, file: Path, format_: FileFormat) -> int:
    with reviewed(desk_at(path, now=LATER), Asked(str(file), format_)) as review:
        assert list(review.problems()) == []
        review.record(with_effects=False)
        return review.count


@pytest.mark.parametrize("format_", READ_AS)
@hypothesis_settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), said=st.lists(SAID, max_size=25), officer=TEXTS)
@example(history=[], said=[], officer="li")
def test_an_export_imported_into_an_empty_database_comes_out_again_byte_for_byte(
    _built_empty: Path, tmp_path: Path, format_: FileFormat, history: list[Entry], said: list[Said], officer: str
) -> None:
    first, second = (Path(shutil.copy2(_built_empty, tmp_path / name)) for name in ("first.db", "second.db"))
    recorded_in(first, history, said, officer)
    told = exported_bytes(first, format_)
    file = tmp_path / f"entries.{READ_AS[format_]}"
    file.write_bytes(told)
    if not history:
        return
    assert imported(second, file, READ_AS[format_]) == len(history)
    assert exported_bytes(second, format_) == told
    assert imported(second, file, READ_AS[format_]) == 0
    with closing(connect(second, "rw")) as conn:
        assert list(wrong_rollups(conn)) == []
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []


HEADERS = [
    ("measure", "day", "type", "value", "note", "key"),
    ("measure", "day", "value", "evidence"),
    ("measure", "day", "added", "note"),
    ("measure", "day", "type", "value", "qualifier", "note", "key", "id", "batch", "officer", "host", "logged_at",
     "voided_at", "voided_by", "void_reason"),
    ("measure", "day", "type", "value", "id", "batch", "officer", "host", "logged_at", "command", "logged_on"),
]  # fmt: skip
CELLS = {
    "measure": st.sampled_from(["JJ01"] * 4 + ["jj1", "JJ02", "JJ03", "MS01", "JJ99", ""]),
    "day": st.sampled_from(["2024-06-30"] * 4 + ["2024/6/30", "06-30", "2027-01-01", ""]),
    "type": st.sampled_from(["add"] * 4 + ["set", "words", "新增", "often", ""]),
    "qualifier": st.sampled_from(["", "over", "under", "much"]),
    "evidence": st.sampled_from(["", "https://example.org", "gone.pdf"]),
    "id": st.sampled_from([str(uuid.UUID(bytes=made_id(number))) for number in range(4)] + ["", "12"]),
    "batch": st.sampled_from([str(uuid.UUID(bytes=made_id(9))), "", "x"]),
    "logged_at": st.sampled_from(["2024-06-30T01:00:00Z", "2027-06-30T01:00:00Z", ""]),
    "voided_at": st.sampled_from(["", "", "2024-06-30T01:00:00Z"]),
    "logged_on": st.sampled_from(["2024-06-30", "", "soon"]),
}
VALUES = st.sampled_from(
    ["1"] * 6 + ["-2", "+3", "=4", "1.25", "1.23456", "1万", "350余", "999999999999.9999", "x", ""]
)
ANY_TEXT = st.sampled_from(["", " ", "走访", "a\0b", "-1"])


def test_a_word_that_is_no_type_is_refused_where_the_kind_would_say_the_type(empty_db: Path) -> None:
    assert problems_of(empty_db, csv_file(empty_db.parent, "JJ02,2024-06-30,often,1,,")) == [
        ("2", "type", "“often” is not a type. Write add, set or words (新增, 累计, 文字).")
    ]


@hypothesis_settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_rows_taken_by_column_are_those_taken_one_at_a_time(_built_empty: Path, data: st.DataObject) -> None:
    names = data.draw(st.sampled_from(HEADERS))
    values = dict.fromkeys(("value", "added", "stated"), VALUES)
    columns = [(CELLS | values).get(name, ANY_TEXT) for name in names]
    rows = data.draw(st.lists(st.tuples(*columns), max_size=6))
    note = data.draw(st.sampled_from(["", "补报"]))
    with reading(_built_empty) as conn:
        measures = read_measures(conn)
    header = read_header("in.csv", names, ignore_extra=False, with_day=False)
    told = []
    for chunks in ([rows], [[row] for row in rows]):
        for by_column in (True, False):
            incoming = Incoming(header, Cells(measures, LATER.date(), Path()), day="", note=note)
            if not by_column:
                incoming._value_column = ""
            told.append(understood(incoming, chunks))
    assert told[0] == told[1] == told[2] == told[3]


def understood(incoming: Incoming, chunks: list[list[tuple[str, ...]]]) -> tuple[object, object]:
    """Return what chunks are understood as: what each row says, and its problems, both by their number."""
    said, wrong, number = {}, [], 2
    for chunk in chunks:
        staged, problems = incoming.understood(Chunk(range(number, number + len(chunk)), chunk))
        number += len(chunk)
        for columns, rows in staged:
            for row in rows:
                named = dict(zip(columns, row, strict=True))
                said[named.pop("n")] = {name: value for name, value in named.items() if value}
        wrong += [(each.row, each.column, each.value, str(each.refusal)) for each in problems]
    return said, sorted(wrong)
