"""What the file itself refuses, whoever writes to it: the record is append-only and definitions keep their history."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.definitions import read_settings
from nanhu_kpi.store.entries import add_entries, add_void
from nanhu_kpi.store.periods import add_closure
from nanhu_kpi.store.schema.tables import TABLES
from nanhu_kpi.store.schema.triggers import GUARDS
from tests.support.builders import LAST, SUM, batch, entry, made_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

COMMAND, ENTRY, TARGET, VOID, CHANGE, PERIOD = (made_id(number) for number in range(6))
TARGET_ROW = {
    "id": made_id(90), "batch": COMMAND, "measure": SUM, "year": 2024, "amount": 10000, "start": "2024-01-01",
    "due": "2024-12-31", "pace": "linear", "origin": "officer", "effective_on": "2024-01-01",
}  # fmt: skip
CHANGE_ROW = {"id": made_id(92), "batch": COMMAND, "subject": "goal", "code": "JJ-G1", "field": "source"}


def insert(conn: sqlite3.Connection, table: str, row: Mapping[str, object]) -> None:
    conn.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))


@pytest.fixture
def conn(empty_db: Path) -> Iterator[sqlite3.Connection]:
    """A file with one row in every table of the record."""
    with closing(connect(empty_db, "rw")) as conn:
        add_batch(conn, batch(0))
        add_entries(conn, [entry(1, SUM, "2024-06-30", "add", 12)])
        insert(conn, "target", {**TARGET_ROW, "id": TARGET})
        add_void(conn, VOID, COMMAND, ENTRY, "typed twice")
        insert(conn, "change", {**CHANGE_ROW, "id": CHANGE, "old": "1.1.1", "new": "1.1.2"})
        add_closure(conn, PERIOD, COMMAND, "2024-05", closed=True, reason="audited")
        yield conn


def everything(conn: sqlite3.Connection) -> list[str]:
    return list(conn.iterdump())


@pytest.mark.parametrize("table", ["batch", "entry", "target", "void", "change", "period"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET {last} = {last}",
        "UPDATE {table} SET id = x'018cc251f40070008000000000000fff'",
        "UPDATE OR IGNORE {table} SET {last} = NULL",
        "DELETE FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
    ],
)
def test_a_recorded_row_is_neither_changed_nor_deleted_nor_replaced(
    conn: sqlite3.Connection, table: str, statement: str
) -> None:
    last = conn.execute(f"SELECT name FROM pragma_table_info('{table}') ORDER BY cid DESC").fetchone()[0]
    before = everything(conn)
    with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
        conn.execute(statement.format(table=table, last=last))
    assert everything(conn) == before


@pytest.mark.parametrize("table", ["area", "goal", "measure", "setting"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"])
def test_a_definition_is_never_deleted(conn: sqlite3.Connection, table: str, statement: str) -> None:
    before = everything(conn)
    with pytest.raises(sqlite3.IntegrityError, match=r"is never deleted|is added only together"):
        conn.execute(statement.format(table))
    assert everything(conn) == before


def columns_of(*tables: str) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:")) as conn:
        for statement in TABLES:
            conn.execute(statement)
        return [
            (table, row[0])
            for table in tables
            for row in conn.execute("SELECT name FROM pragma_table_info(?)", (table,))
        ]


@pytest.mark.parametrize(("table", "column"), columns_of("goal", "measure", "setting"))
def test_no_part_of_a_definition_changes_without_a_change_row(
    conn: sqlite3.Connection, table: str, column: str
) -> None:
    # Another value that the column's own check allows, so that only the rule can refuse it.
    others: dict[str, object] = {
        "area": "MS", "goal": "MS-G1", "kind": "milestone", "direction": "at_most", "cadence": "yearly",
        "retired_on": "2024-06-30", "numerator": SUM, "denominator": SUM, "batch": COMMAND,
    }  # fmt: skip
    key = "key" if table == "setting" else "code"
    row = {"goal": "JJ-G1", "measure": LAST, "setting": "office_code"}[table]
    conn.execute("PRAGMA foreign_keys = OFF")  # renaming a code would break references first
    before = everything(conn)
    with pytest.raises(sqlite3.IntegrityError, match=r"change row|never changed"):
        conn.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (others.get(column, "JJ09"), row))
    assert everything(conn) == before


MATCHING = {"subject": "measure", "code": LAST, "field": "owner", "old": "", "new": "经济办"}


def record_change(conn: sqlite3.Connection, number: int, **row: str | None) -> None:
    insert(conn, "change", {"id": made_id(100 + number), "batch": COMMAND, **row})


@pytest.mark.parametrize(
    ("subject", "code", "field", "new"),
    [
        *(("goal", "JJ-G1", field, new) for field, new in [
            ("name_zh", "新名"), ("name_en", "New"), ("source", "2.3.2"), ("retired_on", "2024-06-30"),
        ]),
        *(("measure", LAST, field, new) for field, new in [
            ("name_zh", "新名"), ("name_en", "New"), ("unit", "家"), ("kind", "sum"),
            ("direction", "at_most"), ("cadence", "yearly"), ("owner", "经济办"), ("support", "党建办"),
            ("leader", "某主任"), ("source", "2.3.2"), ("retired_on", "2024-06-30"),
        ]),
        ("setting", "far_behind", "value", "-40"),
    ],
)  # fmt: skip
def test_a_definition_changes_together_with_its_change_row(
    conn: sqlite3.Connection, subject: str, code: str, field: str, new: str
) -> None:
    where = f"{'key' if subject == 'setting' else 'code'} = '{code}'"
    old = conn.execute(f"SELECT {field} FROM {subject} WHERE {where}").fetchone()[0]
    record_change(conn, 0, subject=subject, code=code, field=field, old=old, new=new)
    conn.execute(f"UPDATE {subject} SET {field} = ? WHERE {where}", (new,))
    assert conn.execute(f"SELECT {field} FROM {subject} WHERE {where}").fetchone()[0] == new


@pytest.mark.parametrize(
    "differing",
    [{"subject": "goal"}, {"code": SUM}, {"field": "support"}, {"old": "党建办"}, {"old": None}, {"new": "党建办"}],
)
def test_a_change_row_that_says_something_else_allows_nothing(
    conn: sqlite3.Connection, differing: dict[str, str | None]
) -> None:
    record_change(conn, 0, **{**MATCHING, **differing})
    with pytest.raises(sqlite3.IntegrityError, match="only together with a change row"):
        conn.execute("UPDATE measure SET owner = '经济办' WHERE code = ?", (LAST,))


def test_a_change_row_is_used_up_by_the_next_one(conn: sqlite3.Connection) -> None:
    owner = "UPDATE measure SET owner = ? WHERE code = ?"
    for number, (old, new) in enumerate([("", "经济办"), ("经济办", "")]):
        record_change(conn, number, **{**MATCHING, "old": old, "new": new})
        conn.execute(owner, (new, LAST))
    with pytest.raises(sqlite3.IntegrityError, match="only together with a change row"):
        conn.execute(owner, ("经济办", LAST))


def test_writing_the_same_definition_again_needs_no_change_row(conn: sqlite3.Connection) -> None:
    before = everything(conn)
    assert conn.execute("UPDATE measure SET owner = owner, kind = kind, code = code").rowcount == 4
    assert everything(conn) == before


def set_to(key: str, old: str | None, new: str) -> dict[str, str | None]:
    return {"subject": "setting", "code": key, "field": "value", "old": old, "new": new}


SETTING = "INSERT INTO setting (key, value) VALUES ('behind/JJ02', '-5')"
SAID_OTHERWISE = [
    {"subject": "measure"}, {"code": "behind/JJ01"}, {"field": "key"}, {"new": "-6"}, {"new": None},
]  # fmt: skip


def test_a_setting_is_added_together_with_its_change_row(conn: sqlite3.Connection) -> None:
    record_change(conn, 0, **set_to("behind/JJ02", None, "-5"))
    conn.execute(SETTING)
    assert read_settings(conn).threshold("behind", LAST) == -5
    assert read_settings(conn).threshold("behind", SUM) == -10


def test_a_setting_is_not_added_without_a_change_row(conn: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="added only together with a change row"):
        conn.execute(SETTING)


@pytest.mark.parametrize("differing", SAID_OTHERWISE)
def test_a_change_row_that_says_something_else_adds_no_setting(
    conn: sqlite3.Connection, differing: dict[str, str | None]
) -> None:
    record_change(conn, 0, **{**set_to("behind/JJ02", None, "-5"), **differing})
    with pytest.raises(sqlite3.IntegrityError, match="added only together with a change row"):
        conn.execute(SETTING)


def test_only_the_newest_change_of_a_setting_adds_it(conn: sqlite3.Connection) -> None:
    record_change(conn, 0, **set_to("behind/JJ02", None, "-5"))
    record_change(conn, 1, **set_to("behind/JJ02", None, "-8"))
    with pytest.raises(sqlite3.IntegrityError, match="added only together with a change row"):
        conn.execute(SETTING)


def test_a_setting_with_a_change_row_is_replaced_by_none_but_an_update(conn: sqlite3.Connection) -> None:
    record_change(conn, 0, **set_to("behind", "-10", "-5"))
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        conn.execute("INSERT OR REPLACE INTO setting (key, value) VALUES ('behind', '-5')")
    conn.execute("INSERT INTO setting VALUES ('behind', '-5') ON CONFLICT (key) DO UPDATE SET value = excluded.value")
    assert read_settings(conn).behind == -5


@pytest.mark.parametrize(("field", "new"), [("kind", "last"), ("unit", "家"), ("direction", "at_most")])
def test_what_a_measure_means_is_fixed_once_it_has_entries_even_voided_ones(
    conn: sqlite3.Connection, field: str, new: str
) -> None:
    old = conn.execute(f"SELECT {field} FROM measure WHERE code = ?", (SUM,)).fetchone()[0]
    record_change(conn, 0, subject="measure", code=SUM, field=field, old=old, new=new)
    with pytest.raises(sqlite3.IntegrityError, match="fixed once a measure has entries"):
        conn.execute(f"UPDATE measure SET {field} = ? WHERE code = ?", (new, SUM))


@pytest.mark.parametrize("table", ["area", "goal", "measure"])
def test_a_code_is_never_changed(conn: sqlite3.Connection, table: str) -> None:
    conn.execute("PRAGMA foreign_keys = OFF")
    with pytest.raises(sqlite3.IntegrityError, match=r"never changed|code, kind, unit and direction are fixed"):
        conn.execute(f"UPDATE {table} SET code = code || '9'")


def test_only_the_newest_change_of_a_field_allows_it(conn: sqlite3.Connection) -> None:
    record_change(conn, 0, **MATCHING)
    record_change(conn, 1, **{**MATCHING, "new": "党建办"})
    with pytest.raises(sqlite3.IntegrityError, match="only together with a change row"):
        conn.execute("UPDATE measure SET owner = '经济办' WHERE code = ?", (LAST,))


def test_the_newest_change_is_that_of_the_field_itself(conn: sqlite3.Connection) -> None:
    record_change(conn, 0, **MATCHING)
    record_change(conn, 1, **{**MATCHING, "field": "support"})
    record_change(conn, 2, **{**MATCHING, "code": SUM})
    conn.execute("UPDATE measure SET owner = '经济办' WHERE code = ?", (LAST,))
    assert conn.execute("SELECT owner FROM measure WHERE code = ?", (LAST,)).fetchone() == ("经济办",)


def test_the_newest_change_of_a_setting_is_that_of_the_setting_itself(conn: sqlite3.Connection) -> None:
    record_change(conn, 0, **set_to("behind/JJ02", None, "-5"))
    record_change(conn, 1, **set_to("behind/JJ01", None, "-8"))
    record_change(conn, 2, **{**set_to("behind/JJ02", None, "-9"), "subject": "measure"})
    record_change(conn, 3, **{**set_to("behind/JJ02", None, "-9"), "field": "key"})
    conn.execute(SETTING)
    assert read_settings(conn).threshold("behind", LAST) == -5


def test_a_setting_of_a_new_file_needs_no_change_row(conn: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(":memory:")) as fresh:
        for statement in (*TABLES, *GUARDS):
            fresh.execute(statement)
        fresh.execute(SETTING)
        assert fresh.execute("SELECT * FROM setting").fetchall() == [("behind/JJ02", "-5")]
