"""What no command writes: `db check` names it, and no merge and no restore takes it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from nanhu_kpi.store.soundness import MOST_UNDER_A_KEY
from tests.support.commands import did, recorded, run
from tests.support.desks import content
from tests.support.hostile import damaged, spoiled
from tests.support.versions import first_version
from tests.support.views import names_in

_ENTRY = "INSERT INTO entry (id, batch, measure, day, type, amount, note, key) SELECT {0} FROM entry LIMIT 1"


def entry_with(*, id: str = "made_id(9)", day: str = "'2024-06-01'", amount: str = "10000", note: str = "NULL") -> str:
    return _ENTRY.format(f"{id}, batch, 'JJ09', {day}, 'add', {amount}, {note}, NULL")


def target_with(schedule: str, pace: str = "schedule") -> str:
    return f"""INSERT INTO target (id, batch, measure, year, amount, start, due, pace, schedule, origin, effective_on)
        SELECT made_id(9), batch, 'JJ03', 2024, 100000, '2024-01-01', '2024-12-31', '{pace}', '{schedule}',
        'officer', '2024-01-01' FROM target LIMIT 1"""


def batch_at(moment: str, on: str = "2024-06-30") -> str:
    return f"INSERT INTO batch VALUES (made_id(9), 'li', 'desk', 'log', '{moment}', '{on}', NULL)"


def entries_numbered(last: int, amount_and_key: str) -> str:
    return f"""WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < {last})
        INSERT INTO entry (id, batch, measure, day, type, amount, key) SELECT made_id(9 + i),
        (SELECT batch FROM entry LIMIT 1), 'JJ09', '2024-06-01', 'add', {amount_and_key} FROM n"""


def change_of(field: str, new: str) -> str:
    return f"""INSERT INTO change (id, batch, subject, code, field, new)
        SELECT made_id(9), batch, 'measure', 'JJ09', '{field}', '{new}' FROM entry LIMIT 1"""


UNSOUND = {
    "a schedule that is none": (target_with("x"), "target"),
    "a schedule beyond every number": (target_with("2026-12-31=1e999999"), "target"),
    "a schedule that ends before the due day": (target_with("2024-06-30=10"), "target"),
    "a schedule that ends short of the target": (target_with("2024-12-31=9"), "target"),
    "a schedule whose days fall": (target_with("2024-08-31=3;2024-06-30=5;2024-12-31=10"), "target"),
    "a schedule on a day that is none": (target_with("2024-02-30=5;2024-12-31=10"), "target"),
    "a schedule of another pace": (target_with("2024-12-31=10", pace="linear"), "target"),
    "an id beyond every time": (entry_with(id="x'ffffffffffffffffffffffffffffffff'"), "entry"),
    "an id of a year far ahead": (entry_with(id="x'1fffffffffff7000800000000000abcd'"), "entry"),
    "an id of another version": (entry_with(id="x'018d00000000400080000000000000ab'"), "entry"),
    "a moment at the end of time": (batch_at("9999-12-31T23:59:59Z", "9999-12-31"), "batch"),
    "a moment of another day": (batch_at("2024-06-30T01:00:00Z", "2024-06-28"), "batch"),
    "a note of other bytes": (entry_with(note="CAST(x'cdcbc1' AS TEXT)"), "entry"),
    "a note with a NUL": (entry_with(note="'a' || char(0) || 'b'"), "entry"),
    "a day before every year": (entry_with(day="'-001-06-30'"), "damaged"),
    "a day beyond the last year": (entry_with(day="'9999-12-31'"), "entry"),
    "amounts whose sum is beyond the range": (entries_numbered(1000, "9999999999999999, NULL"), "measure JJ09"),
    "more entries under a key than anybody records": (entries_numbered(MOST_UNDER_A_KEY, "10000, 'k'"), "entry"),
    "a code that a terminal obeys": (
        "INSERT INTO goal SELECT 'JJ-G9' || char(27), area, 'x', 'x', 'x', NULL, batch FROM goal LIMIT 1", "goal",
    ),
    "a code that a shell runs": (
        "INSERT INTO goal SELECT 'JJ-G9`id`', area, 'x', 'x', 'x', NULL, batch FROM goal LIMIT 1", "goal",
    ),
    "a zone that is none": ("INSERT OR REPLACE INTO setting VALUES ('time_zone', '../../passwd')", "setting time_zone"),
    "a threshold that is no number": ("INSERT OR REPLACE INTO setting VALUES ('behind', 'NaN')", "setting behind"),
    "a change of a field that is none": (
        change_of("colour", "red"), "change",
    ),
    "a change to a kind that is none": (
        change_of("kind", "mean"), "change",
    ),
}  # fmt: skip


@pytest.fixture
def other(seeded_db: Path, tmp_path: Path) -> Path:
    """Another copy of the seeded database."""
    return Path(shutil.copy(seeded_db, tmp_path / "other.db"))


@pytest.mark.parametrize("kind", UNSOUND)
def test_a_row_that_no_command_writes_is_neither_merged_nor_restored_and_is_a_finding(
    kind: str, seeded_db: Path, other: Path
) -> None:
    statement, row = UNSOUND[kind]
    spoiled(other, statement)
    before = content(seeded_db)
    merged = run(seeded_db, "merge", str(other))
    assert (merged.code, merged.out) == (5, ""), merged
    assert f"{row}" in merged.err
    assert "Traceback" not in merged.err
    restored = run(seeded_db, "db", "restore", str(other), "--yes")
    assert (restored.code, restored.out) == (5, ""), restored
    assert content(seeded_db) == before
    found = run(other, "db", "check")
    assert found.code == 10, found
    assert row.split()[-1] in found.out
    assert "Traceback" not in found.err


def test_what_the_product_itself_wrote_is_sound(half_year_db: Path) -> None:
    ran = run(half_year_db, "db", "check", "--quiet")
    assert (ran.code, ran.out) == (0, ""), ran


HOSTILE = (
    """CREATE TRIGGER "IF EXISTS x" AFTER UPDATE ON change BEGIN
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n; END""",
    """CREATE TRIGGER "a ""quoted"" name" AFTER INSERT ON void BEGIN SELECT RAISE(ABORT, 'no'); END""",
    'CREATE INDEX "my idx" ON entry (note)',
    "CREATE VIEW harmless AS SELECT load_extension('x') AS x",
)


@pytest.mark.parametrize("statement", HOSTILE)
def test_objects_of_an_older_copy_are_out_of_the_way_before_it_is_brought_up_to_date(
    statement: str, tmp_path: Path, seeded_db: Path
) -> None:
    old = first_version(tmp_path / "old.db")
    with closing(sqlite3.connect(old)) as conn, conn:
        conn.execute(statement)
    before = old.read_bytes()
    merged = run(seeded_db, "merge", str(old))
    assert merged.code == 0, merged
    assert old.read_bytes() == before
    upgraded = run(old, "status", "-f", "csv")
    assert upgraded.code == 0, upgraded
    assert run(old, "db", "check", "--quiet").code == 0


@pytest.mark.parametrize("statement", HOSTILE)
def test_objects_that_the_product_did_not_make_are_findings_and_no_merge_runs_them(
    statement: str, seeded_db: Path, other: Path
) -> None:
    with closing(sqlite3.connect(other)) as conn, conn:
        conn.execute(statement)
    found = run(other, "db", "check")
    assert (found.code, found.out.count("\n")) == (10, 1), found
    assert "does not belong in the file" in found.out
    assert run(seeded_db, "merge", str(other)).code == 0
    did(seeded_db, "db", "restore", str(other), "--yes")
    assert run(seeded_db, "db", "check", "--quiet").code == 0


@pytest.mark.parametrize(
    "statements",
    [
        ("ALTER TABLE period RENAME TO period_", "CREATE VIEW period AS SELECT * FROM period_"),
        ("DROP TABLE period", "CREATE VIRTUAL TABLE period USING fts5 (id, batch, month, closed, reason)"),
        ("ALTER TABLE setting ADD COLUMN x TEXT AS (printf('%.*c', 9999999, 'x'))",),
        ("DROP TABLE rollup_late", "CREATE TABLE rollup_late (logged_on TEXT, day TEXT, n INTEGER)"),
    ],
)
def test_tables_that_only_look_like_ours_are_refused(statements: tuple[str, ...], seeded_db: Path, other: Path) -> None:
    with closing(sqlite3.connect(other)) as conn, conn:
        for statement in statements:
            conn.execute(statement)
    before = content(seeded_db)
    for words in (("merge", str(other)), ("db", "restore", str(other), "--yes")):
        ran = run(seeded_db, *words)
        assert (ran.code, ran.out) == (5, ""), ran
        assert "Traceback" not in ran.err
    assert content(seeded_db) == before
    assert run(other, "db", "check").code == 10


COMMANDS = (
    ("status",), ("show", "JJ09"), ("entries",), ("due",), ("weekly",), ("export", "status"), ("export", "entries"),
    ("export", "changes"), ("db", "check"), ("log", "JJ09+1"), ("target", "list"), ("measure", "list"),
    ("config", "list"), ("period", "list"), ("undo",), ("status", "--known", "2024-06-15"),
)  # fmt: skip


@pytest.mark.slow
def test_a_damaged_file_is_a_sentence_whatever_is_asked_of_it(half_year_db: Path, tmp_path: Path) -> None:
    chance = Random(20240630)
    whole = half_year_db.read_bytes()
    folder = tmp_path / "damaged"
    for round_ in range(40):
        data = damaged(whole, chance)
        for words in chance.sample(COMMANDS, 5):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            (folder / "nanhu.db").write_bytes(data)
            ran = run(folder / "nanhu.db", *words)
            assert ran.code in (0, 2, 3, 4, 5, 10), (round_, words, ran)
            assert "Traceback" not in ran.err, (round_, words, ran)
            assert ran.code != 5 or ran.err.strip(), (round_, words)
            assert not [name for name in names_in(folder) if ".new-" in name]


@pytest.mark.parametrize("kind", ["a note of other bytes", "an id beyond every time", "a schedule that is none"])
def test_repair_restores_what_is_sound_and_lists_the_rest(kind: str, seeded_db: Path, other: Path) -> None:
    did(other, "log", "JJ09+3", "--note", "sound")
    statement, table = UNSOUND[kind]
    spoiled(other, statement, "DELETE FROM measure WHERE code = 'DJ09'")
    told = run(seeded_db, "db", "restore", str(other), "--repair", "--yes")
    assert told.code == 0, told
    assert "rows were not sound and were left out" in told.err
    assert run(seeded_db, "db", "check", "--quiet").code == 0
    assert [row["note"] for row in recorded(seeded_db)] == ["sound"]
    (report,) = seeded_db.parent.glob("nanhu.db.rejected-*.csv")
    rows = [line.split(",") for line in report.read_text(encoding="utf-8-sig").splitlines()]
    assert rows[0] == ["table", "row", "reason"]
    assert table in {row[0] for row in rows}
    assert {"entry", "FOREIGN KEY constraint failed"} <= {cell for row in rows for cell in row}


def test_repair_of_a_sound_backup_restores_it_whole(half_year_db: Path) -> None:
    restored = half_year_db.with_name("restored.db")
    did(restored, "db", "restore", str(half_year_db), "--repair", "--yes")
    assert exports_of(restored) == exports_of(half_year_db)
    assert not list(restored.parent.glob("*.rejected-*"))


@pytest.mark.slow
def test_repair_of_a_damaged_file_leaves_a_sound_one_or_refuses(half_year_db: Path, tmp_path: Path) -> None:
    chance, whole = Random(7), half_year_db.read_bytes()
    for number in range(12):
        backup = tmp_path / f"damaged-{number}.db"
        backup.write_bytes(damaged(whole, chance))
        into = tmp_path / f"restored-{number}.db"
        ran = run(into, "db", "restore", str(backup), "--repair", "--yes")
        assert ran.code in (0, 5), ran
        assert "Traceback" not in ran.err
        if ran.code == 0:
            assert not [line for line in run(into, "db", "check").out.splitlines() if "damaged" in line.lower()]


def exports_of(db: Path) -> list[str]:
    return [did(db, "export", what).out for what in ("entries", "targets", "changes", "periods", "measures", "status")]
