"""Files that cannot be merged are refused before a row is written, with the reason and what to do."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.builders import made_id
from tests.support.commands import did
from tests.support.desks import content
from tests.support.hostile import spoiled
from tests.support.views import run

ON = "2024-07-01"
both_languages = pytest.mark.parametrize("lang", ["en", "zh"])

BLOB = f"x'{made_id(1).hex()}'"


@pytest.fixture
def other(seeded_db: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(seeded_db, tmp_path / "other.db"))


def refused(db: Path, other: Path, *, lang: str = "en", code: int = 5) -> str:
    """Merge what must be refused and leave the database as it is; return the sentence."""
    before = content(db)
    outcome = run(db, "merge", str(other), on=ON, lang=lang)
    assert (outcome.code, outcome.out) == (code, ""), outcome
    assert content(db) == before
    return outcome.err


def test_tables_of_another_program_keep_no_copy_from_being_merged(seeded_db: Path, other: Path) -> None:
    did(other, "log", "JJ09+3")
    for db, number in ((seeded_db, 1), (other, 2)):
        with closing(sqlite3.connect(db)) as conn:
            conn.execute(f"CREATE TABLE _litestream_seq{number} (id INTEGER PRIMARY KEY, seq INTEGER)")
    assert run(seeded_db, "merge", str(other), on=ON).code == 0


@pytest.mark.parametrize(
    "statement", ["DROP TABLE period", "ALTER TABLE setting ADD COLUMN x TEXT", "ALTER TABLE setting RENAME value TO x"]
)
def test_a_copy_with_other_tables_than_its_version_has_is_refused(seeded_db: Path, other: Path, statement: str) -> None:
    with closing(sqlite3.connect(other)) as conn:
        for name in ("setting_value_is_recorded", "setting_added_is_recorded"):
            conn.execute(f"DROP TRIGGER {name}")
        conn.execute(statement)
    assert "its tables do not match its version" in refused(seeded_db, other)
    assert "数据表与所标版本不符" in refused(seeded_db, other, lang="zh")


def test_a_damaged_copy_is_refused_in_words_that_name_no_schema(seeded_db: Path, other: Path) -> None:
    pages = bytearray(other.read_bytes())
    pages[4096 * 20 : 4096 * 20 + 2000] = bytes(2000)
    other.write_bytes(pages)
    told = refused(seeded_db, other)
    assert told.startswith(f"{other} is damaged (")
    assert "*" not in told


def added(db: Path, name: str, *, entry: bool) -> None:
    did(db, "measure", "add", "JJ90", "--goal", "JJ-G1", "--kind", "sum", "--unit", "件", "--name-zh", name,
        "--name-en", "New", officer=name)  # fmt: skip
    if entry:
        did(db, "log", "JJ90+5", officer=name)


@both_languages
def test_two_measures_added_under_one_code_are_not_added_up(seeded_db: Path, other: Path, lang: str) -> None:
    added(seeded_db, "培训场次", entry=True)
    added(other, "走访企业", entry=True)
    told = refused(seeded_db, other, lang=lang, code=4)
    for word in ("JJ90", "培训场次", "走访企业", f"nanhu-kpi --db {other} measure edit JJ90"):
        assert word in told
    did(other, "measure", "edit", "JJ90", "--name-zh", "培训场次")
    assert run(seeded_db, "merge", str(other), on=ON).code == 0
    assert run(seeded_db, "merge", str(other), on=ON).code == 0


def test_two_added_under_one_code_of_which_one_has_no_entry_are_a_dispute(seeded_db: Path, other: Path) -> None:
    added(seeded_db, "培训场次", entry=True)
    added(other, "走访企业", entry=False)
    outcome = run(seeded_db, "merge", str(other), on=ON, width=160)
    assert outcome.code == 0
    assert "走访企业" in outcome.out


# What was altered behind the rules.

LAST = "(SELECT id FROM {0} ORDER BY id DESC LIMIT 1)"


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("batch", "officer", "'x'"), ("entry", "amount", "12340000"), ("entry", "note", "'x'"),
        ("target", "reason", "'x'"), ("void", "reason", "'x'"), ("change", "new", "'x'"), ("change", "after", "NULL"),
        ("period", "reason", "'x'"),
    ],
)  # fmt: skip
def test_a_row_of_any_table_that_was_altered_is_refused_and_named(
    seeded_db: Path, tmp_path: Path, table: str, column: str, value: str
) -> None:
    did(seeded_db, "log", "JJ09+1")
    did(seeded_db, "undo", "--yes")
    did(seeded_db, "target", "set", "JJ09", "25", "--reason", "r")
    for owner in ("甲", "乙"):
        did(seeded_db, "measure", "edit", "JJ09", "--owner", owner)
    did(seeded_db, "period", "close", "2024-05", "--reason", "r")
    other = Path(shutil.copy(seeded_db, tmp_path / "other.db"))
    spoiled(other, f"UPDATE {table} SET {column} = {value} WHERE id = {LAST.format(table)}")
    told = refused(seeded_db, other)
    assert "1 of its rows has an id of this database but other content" in told
    assert [line for line in told.splitlines() if line.startswith(f"{table} ") and f" {column}: " in line]


def test_of_many_altered_rows_fifty_are_named_and_the_rest_counted(seeded_db: Path, other: Path) -> None:
    spoiled(other, "UPDATE entry SET note = 'x'")
    told = refused(seeded_db, other).splitlines()
    assert len(told) == 52
    assert told[0].startswith("entry ")
    assert told[50] == "... and 71 more"
    assert told[51].startswith(f"{other} was not merged: 121 of its rows")


@both_languages
@pytest.mark.parametrize("here", [True, False])
def test_a_definition_that_was_altered_is_refused_with_the_file_named(
    seeded_db: Path, other: Path, here: bool, lang: str
) -> None:
    did(seeded_db, "measure", "edit", "JJ09", "--owner", "甲")
    shutil.copy(seeded_db, other)
    altered = seeded_db if here else other
    spoiled(altered, "UPDATE measure SET owner = '乙' WHERE code = 'JJ09'")
    told = refused(seeded_db, other, lang=lang).splitlines()
    assert told[0] == "measure JJ09 owner: “乙” ≠ “甲”"
    assert str(altered) in told[1]
    assert str(seeded_db if not here else other) not in told[1]


def test_a_definition_altered_before_any_change_of_it_is_refused(seeded_db: Path, other: Path) -> None:
    spoiled(other, "UPDATE goal SET name_zh = '乙' WHERE code = 'JJ-G1'")
    told = refused(seeded_db, other)
    assert "goal JJ-G1 name_zh: " in told
    assert "1 of its fields differs from this database" in told


@both_languages
def test_another_office_is_refused_with_the_way_to_make_it_one(seeded_db: Path, other: Path, lang: str) -> None:
    did(other, "config", "set", "office_code", "GUIYUAN")
    told = refused(seeded_db, other, lang=lang, code=4)
    assert "GUIYUAN" in told
    assert f"nanhu-kpi --db {other} config set office_code NANHU" in told
    did(other, "config", "set", "office_code", "NANHU")
    assert run(seeded_db, "merge", str(other), on=ON).code == 0


def test_rows_that_refer_to_what_is_not_there_are_refused(seeded_db: Path, other: Path) -> None:
    spoiled(other, "DELETE FROM measure WHERE code = 'JJ09'")
    told = refused(seeded_db, other)
    assert "some of its rows refer to rows it lacks (entry " in told
    assert ": measure" in told


@both_languages
def test_changes_of_fields_that_are_none_are_refused(seeded_db: Path, other: Path, lang: str) -> None:
    spoiled(
        other,
        f"""INSERT INTO change (id, batch, subject, code, field, old, new)
            SELECT {BLOB}, id, 'measure', 'JJ09', 'colour', '', 'red' FROM batch LIMIT 1""",
    )
    told = refused(seeded_db, other, lang=lang)
    assert f"change {made_id(1).hex()[-6:]}" in told
    assert {"en": "changes of fields that do not exist", "zh": "有不存在的字段的修改记录"}[lang] in told


@both_languages
def test_rows_that_a_rule_refuses_are_refused_in_words(seeded_db: Path, other: Path, lang: str) -> None:
    spoiled(
        other,
        f"""INSERT INTO entry (id, batch, measure, day, type, amount)
           SELECT {BLOB}, id, 'JJ28', '2024-06-01', 'add', 10000 FROM batch LIMIT 1""",
    )
    told = refused(seeded_db, other, lang=lang)
    assert {"en": "an entry fits the kind of its measure", "zh": "有的进展记录与指标的汇总方式不符"}[lang] in told


def test_one_code_counted_in_two_ways_is_refused_where_one_has_entries(seeded_db: Path, other: Path) -> None:
    for db, kind in ((seeded_db, "sum"), (other, "last")):
        did(db, "measure", "add", "JJ90", "--goal", "JJ-G1", "--kind", kind, "--unit", "件", "--name-zh", "新",
            "--name-en", "New")  # fmt: skip
    did(other, "log", "JJ90=5")
    told = refused(seeded_db, other, code=4)
    assert "JJ90 is “sum / 件 / at_least” in this database and “last / 件 / at_least” in the copy" in told


def test_a_file_of_a_later_version_is_refused(seeded_db: Path, other: Path) -> None:
    with closing(sqlite3.connect(other)) as conn:
        conn.execute("PRAGMA user_version = 99")
    assert f"{other} was written by a newer nanhu-kpi" in refused(seeded_db, other)


def test_roll_ups_that_were_altered_in_the_copy_do_no_harm(seeded_db: Path, other: Path) -> None:
    did(other, "log", "JJ09+3", "--date", "2024-06-20")
    with closing(sqlite3.connect(other)) as conn, conn:
        conn.execute("UPDATE rollup_day SET amount = 7")
        conn.execute("DELETE FROM rollup_month")
    assert run(seeded_db, "merge", str(other), on=ON).code == 0
    content(seeded_db)
    assert (
        run(seeded_db, "status", "JJ09", "--as-of", "2024-06-30", "-f", "csv", on=ON).by_code["JJ09"]["actual"] == "3"
    )
