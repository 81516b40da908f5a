"""`db restore`: checked first, asked about, atomic, and never at the cost of what was there."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.store.connection import connect
from tests.support.commands import did, recorded, run
from tests.support.processes import HOLDS_THE_LOCK, child
from tests.support.rollups import assert_rolled_up
from tests.support.terminals import answers, terminal
from tests.support.versions import first_version
from tests.support.views import at_rest, names_in

if TYPE_CHECKING:
    from pathlib import Path

ASIDE = "nanhu.db.replaced-20240701-100000"
DIFFERENCE = [
    "Now: 3 entries, last recorded: 2024-07-01 10:00.",
    "In the backup: 1 entry, last recorded: 2024-07-01 10:00.",
    "Restoring removes 2 records and adds 0.",
]
both_languages = pytest.mark.parametrize("lang", ["en", "zh"])


def values(db: Path) -> list[str]:
    return [row["value"] for row in recorded(db)]


@pytest.fixture
def kept(empty_db: Path) -> Path:
    """A backup with one entry, of a database that has had two more since."""
    did(empty_db, "log", "JJ01+1")
    copy = empty_db.with_name("backup.db")
    did(empty_db, "db", "backup", str(copy))
    did(empty_db, "log", "JJ01+2", "JJ02=3")
    return copy


def test_the_database_holds_what_the_backup_holds_and_the_rest_is_kept_aside(empty_db: Path, kept: Path) -> None:
    before = kept.read_bytes()
    ran = did(empty_db, "db", "restore", str(kept), "--yes")
    assert ran.out == ""
    assert ran.err.splitlines() == [
        *DIFFERENCE,
        f"Restored {empty_db} from {kept}.",
        f"The previous file is kept as {empty_db.parent / ASIDE}",
    ]
    assert (values(empty_db), values(empty_db.with_name(ASIDE))) == (["1"], ["1", "2", "3"])
    assert kept.read_bytes() == before
    assert names_in(empty_db.parent) == ["backup.db", "nanhu.db", ASIDE]
    assert did(empty_db, "db", "check").err == ""
    did(empty_db, "log", "JJ01+9")
    assert values(empty_db) == ["1", "9"]
    with closing(sqlite3.connect(empty_db)) as conn:
        assert conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_what_was_kept_aside_can_be_put_back(empty_db: Path, kept: Path) -> None:
    did(empty_db, "db", "restore", str(kept), "--yes")
    did(empty_db, "db", "restore", str(empty_db.with_name(ASIDE)), "--yes")
    assert values(empty_db) == ["1", "2", "3"]
    assert names_in(empty_db.parent) == ["backup.db", "nanhu.db", ASIDE, f"{ASIDE}-2"]


@both_languages
def test_a_script_must_say_yes(empty_db: Path, kept: Path, lang: str) -> None:
    before = at_rest(empty_db)
    ran = run(empty_db, "db", "restore", str(kept), lang=lang)
    assert (ran.code, ran.out) == (2, "")
    assert "--yes" in ran.err
    assert at_rest(empty_db) == before


@pytest.mark.parametrize(("answer", "code", "left"), [("y", 0, ["1"]), ("", 0, ["1", "2", "3"])])
def test_a_person_is_asked(empty_db: Path, kept: Path, answer: str, code: int, left: list[str]) -> None:
    with terminal(empty_db, "db", "restore", str(kept), code=code) as told:
        told.expect_exact("Restoring removes 2 records and adds 0.")
        answers(told, (f"Replace {empty_db}? [y/N]", answer))
    assert values(empty_db) == left
    assert not list(empty_db.parent.glob(".*"))


def test_a_database_that_is_not_there_is_made_from_the_backup(empty_db: Path, kept: Path) -> None:
    empty_db.unlink()
    ran = did(empty_db, "db", "restore", str(kept))
    assert ran.err == f"Restored {empty_db} from {kept}.\n"
    assert values(empty_db) == ["1"]
    assert names_in(empty_db.parent) == ["backup.db", "nanhu.db"]


@pytest.mark.parametrize("whole", [True, False])
def test_a_database_that_is_none_any_more_is_put_aside_as_it_is(empty_db: Path, kept: Path, whole: bool) -> None:
    content = b"no database" if whole else empty_db.read_bytes()[:100] + bytes(8092)
    empty_db.write_bytes(content)
    did(empty_db, "db", "restore", str(kept), "--yes")
    assert values(empty_db) == ["1"]
    assert empty_db.with_name(ASIDE).read_bytes() == content


def test_an_empty_file_is_restored_into(empty_db: Path, kept: Path) -> None:
    empty_db.write_bytes(b"")
    did(empty_db, "db", "restore", str(kept), "--yes")
    assert values(empty_db) == ["1"]


def test_a_damaged_database_is_restored_and_kept_with_its_damage(seeded_db: Path) -> None:
    did(seeded_db, "db", "backup", str(seeded_db.with_name("backup.db")))
    content = bytearray(seeded_db.read_bytes())
    content[4096 * 20 :] = bytes(len(content) - 4096 * 20)
    seeded_db.write_bytes(content)
    did(seeded_db, "db", "restore", str(seeded_db.with_name("backup.db")), "--yes")
    assert run(seeded_db, "db", "check").code == 0
    assert run(seeded_db.with_name(ASIDE), "db", "check").code == 10


def test_a_database_without_one_of_its_tables_is_restored(empty_db: Path, kept: Path) -> None:
    with closing(sqlite3.connect(empty_db)) as conn:
        conn.execute("DROP TABLE period")
    ran = did(empty_db, "db", "restore", str(kept), "--yes")
    assert ran.err.startswith("The current database cannot be read: ")
    assert values(empty_db) == ["1"]
    assert run(empty_db.with_name(ASIDE), "db", "check").out.startswith("period is missing from the file")


def test_what_merged_copies_disagree_about_keeps_no_backup_from_being_restored(empty_db: Path, kept: Path) -> None:
    did(kept, "log", "JJ01+1")
    with closing(sqlite3.connect(kept)) as conn, conn:
        conn.execute("DROP TRIGGER entry_refuses_update")
        conn.execute("UPDATE entry SET key = 'k'")
    assert run(kept, "db", "check").code == 10
    did(empty_db, "db", "restore", str(kept), "--yes")
    assert values(empty_db) == ["1", "1"]


def test_the_database_of_another_program_is_never_replaced(empty_db: Path, kept: Path) -> None:
    empty_db.unlink()
    with closing(sqlite3.connect(empty_db)) as conn:
        conn.execute("CREATE TABLE theirs (x)")
    before = at_rest(empty_db)
    ran = run(empty_db, "db", "restore", str(kept), "--yes")
    assert (ran.code, "is not a nanhu-kpi database" in ran.err) == (5, True)
    assert at_rest(empty_db) == before


def _text(path: Path) -> None:
    path.write_text("no database", encoding="utf-8")


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA user_version = 99")


def _torn(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 10 : 4096 * 11] = bytes(4096)
    path.write_bytes(content)


def _miscounted(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("UPDATE rollup_day SET amount = amount + 1")


def _dangling(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("DROP TRIGGER measure_is_never_deleted")
        conn.execute("DELETE FROM measure WHERE code = 'JJ01'")


@pytest.mark.parametrize("spoil", [_text, _newer, _torn, _miscounted, _dangling])
def test_a_backup_that_is_not_sound_changes_nothing(empty_db: Path, kept: Path, spoil: object) -> None:
    assert callable(spoil)
    spoil(kept)
    before = at_rest(empty_db)
    ran = run(empty_db, "db", "restore", str(kept), "--yes")
    assert (ran.code, ran.out, ran.err.count("\n")) == (5, "", 1)
    assert str(kept) in ran.err
    assert ".new-" not in ran.err
    assert "NANHU_DB" not in ran.err
    assert at_rest(empty_db) == before


def test_rules_that_a_backup_lacks_are_renewed_and_named(empty_db: Path, kept: Path) -> None:
    with closing(sqlite3.connect(kept)) as conn:
        conn.execute("DROP TRIGGER entry_refuses_update")
        conn.execute("DROP INDEX entry_by_day")
        conn.execute("DROP VIEW changes")
    before = kept.read_bytes()
    ran = did(empty_db, "db", "restore", str(kept), "--yes")
    assert ran.err.splitlines()[0] == (
        "These triggers, indexes or views were missing or different in the backup and were recreated: "
        "changes, entry_by_day, entry_refuses_update"
    )
    assert values(empty_db) == ["1"]
    assert run(empty_db, "db", "check").out == ""
    assert kept.read_bytes() == before


def test_what_is_not_there_and_the_database_itself_are_refused(empty_db: Path) -> None:
    missing = empty_db.with_name("none.db")
    ran = run(empty_db, "db", "restore", str(missing), "--yes")
    assert (ran.code, ran.err) == (
        5, f"No file at {missing}. Name a backup. To make one: nanhu-kpi db backup\n"
    )  # fmt: skip
    empty_db.with_name("link.db").symlink_to(empty_db)
    for name in ("nanhu.db", "link.db"):
        ran = run(empty_db, "db", "restore", str(empty_db.with_name(name)), "--yes")
        assert (ran.code, "is the database itself" in ran.err) == (2, True)


def test_an_older_backup_is_upgraded_and_stays_as_it_was(seeded_db: Path, tmp_path: Path) -> None:
    old = first_version(tmp_path / "v1.db")
    before = old.read_bytes()
    did(seeded_db, "db", "restore", str(old), "--yes")
    assert did(seeded_db, "db", "check", "-q").err == ""
    assert old.read_bytes() == before
    assert names_in(tmp_path) == ["nanhu.db", ASIDE, "v1.db"]


def test_a_backup_with_pages_of_another_size_fits(empty_db: Path, kept: Path) -> None:
    with closing(sqlite3.connect(kept)) as conn:
        conn.execute("PRAGMA journal_mode = DELETE")
        conn.execute("PRAGMA page_size = 1024")
        conn.execute("VACUUM")
    did(empty_db, "db", "restore", str(kept), "--yes")
    assert values(empty_db) == ["1"]


def test_a_link_goes_on_pointing_at_the_database(empty_db: Path, kept: Path) -> None:
    link = empty_db.with_name("link")
    link.symlink_to(empty_db)
    did(link, "db", "restore", str(kept), "--yes")
    assert link.is_symlink()
    assert values(empty_db) == ["1"]


def test_a_backup_of_another_office_is_named(empty_db: Path, kept: Path) -> None:
    did(kept, "config", "set", "office_code", "GUIYUAN")
    ran = did(empty_db, "db", "restore", str(kept), "--yes")
    assert "The backup belongs to another office: GUIYUAN, not NANHU." in ran.err


# Others at work.

STAYS_OPEN = """
conn = connect(path, "rw")
conn.execute("SELECT count(*) FROM entry").fetchone()
print("ready", flush=True)
sys.stdin.readline()
print(conn.execute("SELECT count(*) FROM entry").fetchone()[0], flush=True)
conn.execute("BEGIN IMMEDIATE")
log_one(conn, 7)
conn.commit()
conn.close()
"""
RESTORES = """
from nanhu_kpi.store.copies.backup import put_in_place
print("ready", flush=True)
put_in_place(path.with_name("draft.db"), path, path.with_name("aside.db"), lambda _path: None)
"""


def test_a_program_with_the_file_open_goes_on_in_what_was_restored(empty_db: Path, kept: Path) -> None:
    with child(STAYS_OPEN, empty_db) as other:
        assert other.stdout.readline() == "ready\n"
        did(empty_db, "db", "restore", str(kept), "--yes")
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.stdout.readline() == "1\n"
    assert sorted(values(empty_db)) == ["1", "12"]
    assert values(empty_db.with_name(ASIDE)) == ["1", "2", "3"]
    assert run(empty_db, "db", "check").code == 0


def test_what_another_is_writing_is_waited_for_and_kept(empty_db: Path, kept: Path) -> None:
    with child(HOLDS_THE_LOCK, empty_db) as other:
        assert other.stdout.readline() == "ready\n"
        ran = did(empty_db, "db", "restore", str(kept), "--yes")
    assert "Waiting for another program" in ran.err
    assert values(empty_db) == ["1"]
    assert sorted(values(empty_db.with_name(ASIDE))) == ["1", "12", "2", "3"]


@pytest.mark.slow
def test_a_restore_killed_at_any_moment_leaves_the_old_or_the_new(seeded_db: Path) -> None:
    chance = random.Random(2024)
    draft, aside = seeded_db.with_name("draft.db"), seeded_db.with_name("aside.db")
    shutil.copy2(seeded_db, draft)
    did(draft, "log", "JJ09+1")
    for _ in range(8):
        aside.unlink(missing_ok=True)
        before = len(recorded(seeded_db))
        with child(RESTORES, seeded_db) as restorer:
            assert restorer.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0, 0.05))
            restorer.process.kill()
        with closing(connect(seeded_db, "rw")) as conn:
            assert_rolled_up(conn)
        assert len(recorded(seeded_db)) in (before, 1)


@pytest.mark.parametrize("mode", [0o777, 0o700, 0o444])
def test_a_database_made_from_a_copy_has_the_modes_of_a_new_one(empty_db: Path, kept: Path, mode: int) -> None:
    kept.chmod(mode)  # as a stick shows its files
    made, new = empty_db.with_name("made.db"), empty_db.with_name("new.db")
    did(made, "db", "restore", str(kept), "--yes")
    did(new, "db", "init")
    assert made.stat().st_mode == new.stat().st_mode


def test_a_database_that_is_damaged_keeps_its_mode_when_a_copy_takes_its_place(empty_db: Path, kept: Path) -> None:
    empty_db.write_bytes(b"damaged")
    empty_db.chmod(0o640)
    did(empty_db, "db", "restore", str(kept), "--yes")
    assert empty_db.stat().st_mode & 0o777 == 0o640
