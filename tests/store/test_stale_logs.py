"""A log that a deleted database left behind is never read into the one that takes its name."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from nanhu_kpi.store.connection import connect
from tests.support.commands import did, recorded, run
from tests.support.versions import first_version
from tests.support.views import names_in

ASIDE = "nanhu.db.replaced-20240701-100000"


def values(db: Path) -> list[str]:
    return [row["value"] for row in recorded(db)]


@pytest.fixture
def kept(empty_db: Path) -> Path:
    """A backup with one entry."""
    did(empty_db, "log", "JJ01+1")
    copy = empty_db.with_name("backup.db")
    did(empty_db, "db", "backup", str(copy))
    return copy


def leave_log(db: Path, name: Path, ending: str = "-wal") -> Path:
    """Put under a name what is left of a database like `db` whose writer was killed and which was then deleted."""
    died = db.with_name("died.db")
    shutil.copy(db, died)
    with closing(connect(died, "rw")) as conn:
        conn.execute("DROP TRIGGER entry_refuses_delete")
        conn.execute("DELETE FROM entry")
        conn.execute("PRAGMA application_id = 7")
        shutil.copy(f"{died}-wal", f"{name}{ending}")
    died.unlink()
    return Path(f"{name}{ending}")


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_a_restore_puts_the_log_of_a_deleted_database_aside_and_says_so(
    empty_db: Path, kept: Path, ending: str
) -> None:
    log = leave_log(empty_db, empty_db, ending)
    empty_db.unlink()
    content = log.read_bytes()
    ran = did(empty_db, "db", "restore", str(kept))
    assert values(empty_db) == ["1"]
    aside = empty_db.with_name(ASIDE + ending)
    assert ran.err.splitlines()[-1] == f"A log left by a deleted database was there; it is kept as {aside}"
    assert aside.read_bytes() == content
    assert names_in(empty_db.parent) == ["backup.db", "nanhu.db", aside.name]
    assert did(empty_db, "db", "check").err == ""


def test_what_is_kept_aside_gets_a_name_without_a_log(empty_db: Path, kept: Path) -> None:
    log = leave_log(empty_db, empty_db.with_name(ASIDE))
    did(empty_db, "db", "restore", str(kept), "--yes")
    assert values(empty_db.with_name(f"{ASIDE}-2")) == ["1"]
    assert names_in(empty_db.parent) == ["backup.db", "nanhu.db", f"{ASIDE}-2", log.name]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
def test_a_backup_is_not_made_beside_the_log_of_a_deleted_one(empty_db: Path, ending: str, lang: str) -> None:
    log = leave_log(empty_db, empty_db.with_name("copy.db"), ending)
    ran = run(empty_db, "db", "backup", str(empty_db.with_name("copy.db")), lang=lang)
    assert (ran.code, ran.out, ran.err.count("\n")) == (5, "", 1)
    assert str(log) in ran.err
    assert names_in(empty_db.parent) == [log.name, "nanhu.db"]


def test_a_database_is_not_made_beside_the_log_of_a_deleted_one(empty_db: Path, tmp_path: Path) -> None:
    log = leave_log(empty_db, tmp_path / "new.db")
    ran = run(empty_db, "db", "init", str(tmp_path / "new.db"))
    assert (ran.code, ran.out) == (5, "")
    assert str(log) in ran.err
    assert names_in(tmp_path) == ["nanhu.db", log.name]


@pytest.mark.parametrize("taken", ["nanhu.db.v1.bak", "nanhu.db.v1.bak-wal"])
def test_the_backup_before_an_upgrade_takes_a_name_that_nothing_has(tmp_path: Path, taken: str) -> None:
    db = first_version(tmp_path / "nanhu.db")
    (tmp_path / taken).write_bytes(b"older")
    ran = did(db, "export", "goals")
    assert ran.err.splitlines()[0] == (
        f"Upgraded {db} to this version's format; the previous file is kept as {db}.v1.bak-2."
    )
    assert (tmp_path / taken).read_bytes() == b"older"
    with closing(sqlite3.connect(f"{db}.v1.bak-2")) as conn:
        assert conn.execute("PRAGMA user_version").fetchone() == (1,)
