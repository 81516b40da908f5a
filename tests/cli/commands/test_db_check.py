"""`db check`: silent where all is well, a line for each thing that is not."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.errors.findings import EVIDENCE_GONE
from nanhu_kpi.service.check import check
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.entries import add_entries
from tests.support.builders import MILESTONE, SUM, batch, entry
from tests.support.commands import desk_at, did, run
from tests.support.hostile import spoiled
from tests.support.views import agree, at_rest

if TYPE_CHECKING:
    from pathlib import Path

both_languages = pytest.mark.parametrize("lang", ["en", "zh"])


def findings(db: Path, *words: str, code: int = 10) -> list[str]:
    ran = run(db, "db", "check", *words)
    assert ran.code == code, ran
    return ran.out.splitlines()


@both_languages
def test_a_clean_file_is_silent_and_stays_as_it_is(seeded_db: Path, lang: str) -> None:
    before = at_rest(seeded_db)
    ran = run(seeded_db, "db", "check", "--strict", lang=lang)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert at_rest(seeded_db) == before


def test_a_worked_file_is_clean(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+5", "JJ28=60")
    did(seeded_db, "log", "JJ09=4", "--note", "n")
    did(seeded_db, "undo", "--yes")
    did(seeded_db, "target", "set", "JJ03", "150")
    assert findings(seeded_db, code=0) == []


def test_a_damaged_file_is_a_finding(seeded_db: Path) -> None:
    content = bytearray(seeded_db.read_bytes())
    content[4096 * 20 :] = bytes(len(content) - 4096 * 20)
    seeded_db.write_bytes(content)
    ran = run(seeded_db, "db", "check")
    assert ran.code == 10
    assert all(line.startswith("The file is damaged: ") for line in ran.out.splitlines())
    assert ran.err == "To restore a backup: nanhu-kpi db restore BACKUP\n"


def test_a_file_that_cannot_be_opened_is_refused(seeded_db: Path) -> None:
    seeded_db.write_bytes(seeded_db.read_bytes()[:5000])
    assert run(seeded_db, "db", "check").code in (5, 10)
    seeded_db.write_text("no database", encoding="utf-8")
    ran = run(seeded_db, "db", "check")
    assert (ran.code, ran.out) == (5, "")


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("DROP TRIGGER entry_refuses_update", "entry_refuses_update"),
        ("DROP INDEX entry_by_day", "entry_by_day"),
        ("DROP VIEW changes", "changes"),
        ("DROP TABLE rollup_late", "rollup_late"),
    ],
)
def test_a_rule_that_is_gone_is_a_finding(seeded_db: Path, statement: str, name: str) -> None:
    with closing(sqlite3.connect(seeded_db)) as conn:
        conn.execute(statement)
    assert (
        f"{name} is missing from the file, or was changed: what it protects or counts cannot be trusted."
        in findings(seeded_db)
    )


def test_a_rule_that_was_changed_is_a_finding(seeded_db: Path) -> None:
    with closing(sqlite3.connect(seeded_db)) as conn:
        conn.execute("DROP TRIGGER entry_refuses_update")
        conn.execute("CREATE TRIGGER entry_refuses_update BEFORE UPDATE ON entry BEGIN SELECT 1; END")
    assert [line.partition(" ")[0] for line in findings(seeded_db)] == ["entry_refuses_update"]


def test_tables_of_other_programs_are_none_of_its_business(seeded_db: Path) -> None:
    with closing(sqlite3.connect(seeded_db)) as conn:
        conn.execute("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)")
    assert findings(seeded_db, code=0) == []


def test_rows_that_name_what_is_not_there_are_a_finding(seeded_db: Path) -> None:
    spoiled(seeded_db, "DELETE FROM measure WHERE code = 'JJ09'")
    assert "1 row of entry refers to a measure that does not exist." in findings(seeded_db)


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("UPDATE rollup_day SET amount = amount + 1 WHERE measure = 'JJ09'", "rollup_day of JJ09, 2023-12-31"),
        ("DELETE FROM rollup_month WHERE measure = 'JJ09'", "rollup_month of JJ09, 2023-12"),
        ("INSERT INTO rollup_late VALUES ('2024-01-02', '2024-01-01', 1)", "rollup_late of 2024-01-02, 2024-01-01"),
    ],
)
def test_a_roll_up_that_is_not_what_a_recount_gives_is_a_finding(seeded_db: Path, statement: str, line: str) -> None:
    with closing(sqlite3.connect(seeded_db)) as conn, conn:
        conn.execute(statement)
    assert [found.partition(" does not match")[0] for found in findings(seeded_db)] == [line]


def test_an_entry_changed_behind_the_rules_is_a_finding(seeded_db: Path) -> None:
    spoiled(seeded_db, "UPDATE entry SET amount = amount + 10000 WHERE measure = 'JJ09'")
    assert findings(seeded_db)[0].startswith("rollup_day of JJ09, 2023-12-31 does not match its entries")


def test_an_entry_that_its_measure_cannot_have_is_a_finding(empty_db: Path) -> None:
    with writing(empty_db) as conn:
        add_batch(conn, batch(0))
        add_entries(conn, [entry(1, MILESTONE, "2024-06-30", "set", 40)])
    spoiled(
        empty_db, "UPDATE entry SET amount = 1500000", "UPDATE rollup_day SET amount = 1500000",
        "UPDATE rollup_month SET amount = 1500000",
    )  # fmt: skip
    assert findings(empty_db) == ["Entry #000001 of 2024-06-30 does not fit JJ03, a measure of kind milestone: set 150"]


@both_languages
def test_live_entries_under_one_key_are_a_finding(empty_db: Path, lang: str) -> None:
    with writing(empty_db) as conn:
        add_batch(conn, batch(0))
        rows = [entry(n, SUM, "2024-06-30", "add", n) for n in (1, 2, 3, 4)]
        add_entries(conn, rows)
    spoiled(
        empty_db,
        "UPDATE entry SET key = '一\x1b[31m' WHERE amount < 40000",
        "UPDATE entry SET key = 'alone' WHERE amount > 30000",
    )
    did(empty_db, "void", "000002", "--reason", "r")
    ran = run(empty_db, "db", "check", lang=lang)
    assert ran.code == 10
    (line,) = ran.out.splitlines()
    assert "一\\x1b[31m" in line
    assert "#000001 JJ01 2024-06-30 1" in line
    assert "#000003 JJ01 2024-06-30 3" in line
    assert "000002" not in line


# Warnings.


@pytest.fixture
def proof(seeded_db: Path) -> Path:
    """A file that an entry names as its evidence."""
    path = seeded_db.with_name("proof.pdf")
    path.write_text("证明", encoding="utf-8")
    did(seeded_db, "log", "JJ09+5", "--evidence", str(path), "--next", "n")
    did(seeded_db, "log", "JJ09+5", "--evidence", "https://example.org/x", "--next", "n")
    return path


def warnings(db: Path) -> list[str]:
    ran = run(db, "db", "check")
    assert (ran.code, ran.out) == (0, "")
    return ran.err.splitlines()


def test_evidence_that_is_gone_or_changed_is_a_warning(seeded_db: Path, proof: Path) -> None:
    assert warnings(seeded_db) == []
    proof.write_text("别的", encoding="utf-8")
    (line,) = warnings(seeded_db)
    assert line.startswith("Warning: The evidence of #")
    assert line.endswith(f" (JJ09, 2024-07-01) has changed since it was recorded: {proof}")
    proof.unlink()
    assert warnings(seeded_db)[0].endswith(f" (JJ09, 2024-07-01) is missing: {proof} (No such file or directory)")
    proof.mkdir()
    assert warnings(seeded_db)[0].endswith(f"{proof} (not a file)")


def test_a_warning_is_a_finding_where_it_is_asked_to_be(seeded_db: Path, proof: Path) -> None:
    proof.unlink()
    ran = run(seeded_db, "db", "check", "--strict")
    assert (ran.code, ran.out.count("\n"), ran.err) == (10, 1, "")
    assert ran.out.startswith("The evidence of #")
    assert run(seeded_db, "db", "check", "--quiet").err == ""


def test_evidence_of_what_was_taken_back_is_not_looked_for(seeded_db: Path, proof: Path) -> None:
    proof.unlink()
    did(seeded_db, "undo", "--yes")
    did(seeded_db, "undo", "--yes")
    assert warnings(seeded_db) == []


def test_evidence_recorded_on_another_machine_is_counted_alone(seeded_db: Path, proof: Path) -> None:
    proof.unlink()
    found = check(desk_at(seeded_db, host="elsewhere"))
    assert ([each.msgid for each in found.warnings], found.elsewhere) == ([], 1)
    spoiled(seeded_db, "UPDATE batch SET host = 'elsewhere' WHERE host <> 'catalogue'")
    assert warnings(seeded_db) == []
    ran = run(seeded_db, "db", "check", "--strict")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "1 piece of evidence was recorded on another computer and not checked.\n"
    found = check(desk_at(seeded_db, host="elsewhere"))
    assert ([each.msgid for each in found.warnings], found.elsewhere) == ([EVIDENCE_GONE], 0)


def test_evidence_is_what_was_kept_of_it(seeded_db: Path, proof: Path) -> None:
    with closing(sqlite3.connect(seeded_db)) as conn:
        kept = conn.execute("SELECT evidence_sha256 FROM entry WHERE evidence_sha256 IS NOT NULL").fetchone()[0]
    assert kept == hashlib.sha256(proof.read_bytes()).hexdigest()


@both_languages
def test_a_red_measure_without_a_next_step_is_a_warning(empty_db: Path, lang: str) -> None:
    agree(empty_db, "JJ01", 2024, 100)
    did(empty_db, "log", "JJ01+1", "--date", "2024-05-01", "--next", "去年的", "--note", "n")
    first = run(empty_db, "db", "check", lang=lang)
    assert (first.code, first.out, first.err) == (0, "", "")
    did(empty_db, "undo", "--yes")
    did(empty_db, "log", "JJ01+1")
    ran = run(empty_db, "db", "check", lang=lang)
    assert (ran.code, ran.out) == (0, "")
    assert "JJ01" in ran.err
    assert "nanhu-kpi log JJ01 --next" in ran.err
    did(empty_db, "log", "JJ01", "--next", "加快招商")
    assert run(empty_db, "db", "check", lang=lang).err == ""
