"""What each column of the file takes, and the plain numbers and texts that its views show."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanhu_kpi.quantity import value_of
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.entries import add_entries, add_void
from nanhu_kpi.store.schema.views import number
from tests.support.builders import LAST, SUM, batch, entry, made_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Row = dict[str, object]
COMMAND = made_id(0)
NEW = f"id = '{uuid.UUID(bytes=made_id(2))}'"
BATCH: Row = {
    "id": made_id(9),
    "officer": "li",
    "host": "desk-1",
    "command": "log",
    "logged_at": "2024-06-30T01:00:00Z",
    "logged_on": "2024-06-30",
}
ENTRY: Row = {"id": made_id(9), "batch": COMMAND, "measure": SUM, "day": "2024-06-30", "type": "add", "amount": 10000}
TARGET: Row = {
    "id": made_id(9), "batch": COMMAND, "measure": SUM, "year": 2024, "amount": 10000, "start": "2024-01-01",
    "due": "2024-12-31", "pace": "linear", "origin": "officer", "effective_on": "2024-01-01",
}  # fmt: skip
VOID: Row = {"id": made_id(9), "batch": COMMAND, "entry": made_id(1), "reason": "typed twice"}
CHANGE: Row = {"id": made_id(9), "batch": COMMAND, "subject": "goal", "code": "JJ-G1", "field": "source"}
PERIOD: Row = {"id": made_id(9), "batch": COMMAND, "month": "2024-06", "closed": 1, "reason": "audited"}
ROWS = {"batch": BATCH, "entry": ENTRY, "target": TARGET, "void": VOID, "change": CHANGE, "period": PERIOD}


@pytest.fixture
def conn(empty_db: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(empty_db, "rw")) as conn:
        add_batch(conn, batch(0))
        add_entries(conn, [entry(1, LAST, "2024-06-29", "set", 7)])
        yield conn


def insert(conn: sqlite3.Connection, table: str, given: Row) -> None:
    row = {**ROWS[table], **given}
    conn.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))


@pytest.mark.parametrize(
    ("table", "given"),
    [
        *((table, {}) for table in ROWS),
        ("entry", {"amount": 10**16 - 1}),
        ("entry", {"amount": 1 - 10**16}),
        ("entry", {"amount": 0, "type": "set", "qualifier": 2}),
        ("entry", {"amount": None, "type": "words", "note": "开工"}),
        ("entry", {"day": "2024-02-29"}),
        ("entry", {"evidence_sha256": "0" * 64}),
        ("target", {"amount": None}),
        ("target", {"start": "2024-12-31"}),
        ("period", {"closed": 0}),
        ("period", {"month": "2024-12"}),
    ],
)
def test_a_sound_row_is_taken(conn: sqlite3.Connection, table: str, given: Row) -> None:
    insert(conn, table, given)


@pytest.mark.parametrize("table", ROWS)
@pytest.mark.parametrize("id_", [None, b"", b"123456789012345", b"12345678901234567", "0123456789abcdef", 7])
def test_an_id_is_sixteen_bytes(conn: sqlite3.Connection, table: str, id_: object) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        insert(conn, table, {"id": id_})


@pytest.mark.parametrize(
    ("table", "given"),
    [
        *(("entry", {"day": day}) for day in (
            "2024-02-30", "2023-02-29", "2024-13-01", "2024-6-30", "20240630", "2024-06-30T00:00:00", "now", "", None,
            45473,
        )),
        ("target", {"start": "2024-02-30"}),
        ("target", {"due": "2024-06-31"}),
        ("target", {"effective_on": "yesterday"}),
        ("entry", {"type": "words"}),
        ("entry", {"type": "words", "amount": 0}),
        ("entry", {"type": "add", "amount": None}),
        ("entry", {"type": "set", "amount": None}),
        ("entry", {"type": "total"}),
        ("entry", {"type": None}),
        ("entry", {"amount": 10**16}),
        ("entry", {"amount": -(10**16)}),
        ("entry", {"qualifier": 3}),
        ("entry", {"qualifier": -1}),
        ("entry", {"qualifier": None}),
        ("entry", {"evidence_sha256": "9f31c4"}),
        ("target", {"amount": 10**16}),
        ("target", {"pace": "steady"}),
        ("target", {"origin": "guess"}),
        ("target", {"start": "2024-07-01", "due": "2024-06-30"}),
        ("target", {"start": "2023-12-31"}),
        ("target", {"due": "2025-01-01"}),
        ("target", {"year": 24}),
        ("void", {"entry": None}),
        ("void", {"entry": made_id(1), "target": made_id(2)}),
        ("void", {"reason": None}),
        ("change", {"subject": "entry"}),
        *(("period", {"month": month}) for month in ("2024-13", "2024-00", "2024-6", "202406", "2024-06-30", "", None)),
        ("period", {"closed": 2}),
        ("period", {"closed": None}),
        ("period", {"reason": None}),
        ("period", {"batch": made_id(77)}),
        *(("batch", {"logged_on": day}) for day in ("2024-02-30", "2024-6-30", "2024-06-30T01:00:00Z", "", None)),
        ("entry", {"measure": "JJ99"}),
        ("entry", {"batch": made_id(77)}),
        ("target", {"measure": "JJ99"}),
    ],
)  # fmt: skip
def test_an_unsound_row_is_refused(conn: sqlite3.Connection, table: str, given: Row) -> None:
    with pytest.raises(sqlite3.DatabaseError):
        insert(conn, table, given)


@pytest.mark.parametrize(
    ("table", "given"),
    [
        ("entry", {"amount": 1.5}),
        ("entry", {"amount": "twelve"}),
        ("entry", {"note": b"\x00\x01"}),
        ("target", {"year": "next"}),
        ("batch", {"officer": b"li"}),
        ("void", {"entry": "1"}),
        ("period", {"closed": "yes"}),
    ],
)
def test_a_column_takes_its_own_type_alone(conn: sqlite3.Connection, table: str, given: Row) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="cannot store"):
        insert(conn, table, given)


def test_every_table_of_ours_is_strict(conn: sqlite3.Connection) -> None:
    loose = conn.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict")
    assert {row[0] for row in loose} <= {"sqlite_schema", "_sqlite_migrations"}


def test_a_void_of_what_is_not_there_is_not_recorded(empty_db: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), writing(empty_db) as conn:
        add_batch(conn, batch(0))
        add_void(conn, made_id(2), COMMAND, made_id(1), "typed twice")
    with closing(connect(empty_db, "ro")) as conn:
        assert conn.execute("SELECT count(*) FROM void").fetchone() == (0,)


VALUE = "SELECT typeof(value), CAST(value AS TEXT) FROM"


@pytest.mark.parametrize(
    ("text", "type_", "shown"),
    [
        *((text, "integer", text) for text in ("0", "12000", "-12000", "100", "999999999999")),
        *((text, "real", text) for text in ("0.5", "-0.5", "-3.25", "1.05", "10.001", "38.17", "999999999.9999")),
        ("0.0001", "real", "0.0001"), ("-0.0001", "real", "-0.0001"),
        # Of a REAL of more digits some SQLite prints another last one.
        *((text, "text", text) for text in ("999999999999.9999", "-999999999999.9999", "1000000000.0001")),
    ],
)  # fmt: skip
def test_a_view_shows_a_number_that_prints_the_exact_decimal(
    conn: sqlite3.Connection, text: str, type_: str, shown: str
) -> None:
    add_entries(conn, [entry(2, SUM, "2024-06-30", "add", text)])
    amount = conn.execute("SELECT amount FROM entry WHERE id = ?", (made_id(2),)).fetchone()[0]
    insert(conn, "target", {"amount": amount})
    assert conn.execute(f"{VALUE} entries WHERE {NEW}").fetchone() == (type_, shown)
    assert conn.execute(f"{VALUE} targets").fetchone() == (type_, shown)


@given(st.integers(-(10**15) + 1, 10**15 - 1) | st.integers(-(10**13) + 1, 10**13 - 1))
def test_a_view_shows_the_decimal_of_every_amount(amount: int) -> None:
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.execute("CREATE TABLE x (amount INTEGER)")
        conn.execute("INSERT INTO x VALUES (?)", (amount,))
        (shown,) = conn.execute(f"SELECT CAST({number('amount')} AS TEXT) FROM x").fetchone()
    assert Decimal(shown) == value_of(amount)


def test_no_view_shows_bytes(conn: sqlite3.Connection) -> None:
    add_entries(conn, [entry(2, SUM, "2024-06-30", "add", "1.5")])
    insert(conn, "target", {"amount": 15000})
    for view in ("entries", "targets", "changes", "scorecard"):
        rows = conn.execute(f"SELECT * FROM {view}").fetchall()
        assert rows or view == "changes"
        assert not [cell for row in rows for cell in row if isinstance(cell, bytes)]


def test_a_view_shows_no_number_where_there_is_none(conn: sqlite3.Connection) -> None:
    add_entries(conn, [entry(2, SUM, "2024-06-30", "words", note="开工")])
    insert(conn, "target", {"amount": None})
    assert conn.execute(f"SELECT value, note FROM entries WHERE {NEW}").fetchone() == (None, "开工")
    assert conn.execute("SELECT value FROM targets").fetchone() == (None,)


@pytest.mark.parametrize(("qualifier", "word"), [(0, None), (1, "over"), (2, "under")])
def test_a_view_shows_a_qualifier_as_a_word(conn: sqlite3.Connection, qualifier: int, word: str | None) -> None:
    add_entries(conn, [entry(2, SUM, "2024-06-30", "add", 350, qualifier=qualifier)])
    assert conn.execute(f"SELECT qualifier FROM entries WHERE {NEW}").fetchone() == (word,)


def test_a_view_shows_ids_as_uuid_texts_and_who_recorded_and_took_back(conn: sqlite3.Connection) -> None:
    add_batch(conn, batch(3, officer="wang"))
    add_void(conn, made_id(5), made_id(3), made_id(1), "the second void")
    add_void(conn, made_id(4), COMMAND, made_id(1), "the first void")
    row = conn.execute(
        "SELECT id, batch, day, type, officer, host, logged_at, voided_at, voided_by, void_reason FROM entries"
    ).fetchall()
    assert row == [
        (str(uuid.UUID(bytes=made_id(1))), str(uuid.UUID(bytes=COMMAND)), "2024-06-29", "set", "li", "desk-1",
         "2024-06-30T01:00:00Z", "2024-06-30T01:00:00Z", "li", "the first void")
    ]  # fmt: skip
