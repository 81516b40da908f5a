"""Files that cannot be merged are refused before a row is written, with the reason and what to do."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from commands import did
from desks import content
from views import run

ON = "2024-07-01"
both_languages = pytest.mark.parametrize("lang", ["en", "zh"])


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


def spoiled(path: Path, *statements: str) -> None:
    """Change a file behind its rules, which are put back afterwards."""
    with closing(sqlite3.connect(path)) as conn, conn:
        rules = conn.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in rules:
            conn.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            conn.execute(statement)
        for _, sql in rules:
            conn.execute(sql)


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
    assert "its tables are not those of its version" in refused(seeded_db, other)
    assert "其数据表与所标版本不符" in refused(seeded_db, other, lang="zh")


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
