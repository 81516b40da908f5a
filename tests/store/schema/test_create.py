"""A new file comes from the catalogue, whole or not at all; an older one is brought up to date after a backup."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.days import utc_now
from nanhu_kpi.errors.database import CANNOT_WRITE_FILE, FileExists, NewerFile
from nanhu_kpi.settings import Settings
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.connection import APPLICATION_ID, VERSION, connect
from nanhu_kpi.store.database import reading, writing
from nanhu_kpi.store.definitions import read_areas, read_goals, read_measures, read_settings
from nanhu_kpi.store.entries import add_entries, newest_entries
from nanhu_kpi.store.schema.create import create, upgrade
from nanhu_kpi.store.schema.seed import seed_batch
from nanhu_kpi.store.targets import target_revisions
from tests.support.builders import SUM, batch, entry, small_catalogue
from tests.support.processes import LEAVES_A_LOG, child, run
from tests.support.refusals import refused
from tests.support.versions import first_version, steps, tables_and_version
from tests.support.views import run as ran

if TYPE_CHECKING:
    from pathlib import Path

    from nanhu_kpi.model import Catalogue


def dump(path: Path) -> list[str]:
    with closing(connect(path, "ro&immutable=1")) as conn:
        return list(conn.iterdump())


def test_a_new_file_says_what_it_is(empty_db: Path) -> None:
    with reading(empty_db) as conn:
        marks = [conn.execute(f"PRAGMA {name}").fetchone()[0]
                 for name in ("application_id", "user_version", "journal_mode", "integrity_check")]  # fmt: skip
    assert marks == [APPLICATION_ID, VERSION, "wal", "ok"]


def test_a_new_file_holds_the_catalogue(seeded_db: Path, catalogue: Catalogue) -> None:
    with reading(seeded_db) as conn:
        assert read_areas(conn) == catalogue.areas
        assert set(read_goals(conn)) == set(catalogue.goals)
        assert set(read_measures(conn).values()) == set(catalogue.measures)
        assert read_settings(conn) == Settings()
        recorded, total = newest_entries(conn)
        targets = [target for code in read_measures(conn) for target in target_revisions(conn, code)]
    assert {(e.measure, e.day.year, e.value, e.qualifier) for e, _, _ in recorded} == {
        (fact.measure, fact.year, fact.value, fact.qualifier) for fact in catalogue.facts
    }
    assert total == len(catalogue.facts)
    assert {(e.day, e.type) for e, _, _ in recorded} == {(date(2023, 12, 31), "set")}
    assert {(t.measure, t.year, t.value, t.origin, t.start, t.due, t.effective_on) for t in targets} == {
        (plan.measure, plan.year, plan.value, plan.origin, date(plan.year, 1, 1), date(plan.year, 12, 31),
         date(plan.year, 1, 1))
        for plan in catalogue.plans
    }  # fmt: skip
    assert len(targets) == len(catalogue.plans)


def test_the_catalogues_rows_are_one_batch_an_edition_with_a_fixed_host_and_time(seeded_db: Path) -> None:
    with closing(connect(seeded_db, "ro&immutable=1")) as conn:
        assert conn.execute(
            "SELECT id, officer, host, command, logged_at, logged_on FROM batch ORDER BY command"
        ).fetchall() == [
            (seed_batch(edition), "catalogue", "catalogue", command, "2024-01-01T00:00:00Z", "2024-01-01")
            for edition, command in ((1, "report-2023"), (2, "report-2023 edition 2"))
        ]
        assert (
            conn.execute("SELECT applied_at FROM _sqlite_migrations").fetchall()
            == [("2024-01-01T00:00:00Z",)] * VERSION
        )


def test_two_files_built_at_different_times_are_equal(seeded_db: Path, tmp_path: Path, catalogue: Catalogue) -> None:
    create(tmp_path / "later.db", catalogue, Settings())
    later = dump(tmp_path / "later.db")
    assert later == dump(seeded_db)
    assert not [line for line in later if utc_now().date().isoformat() in line]


def test_an_office_of_its_own_settings_keeps_them(tmp_path: Path) -> None:
    create(tmp_path / "deep" / "er" / "nanhu.db", small_catalogue(), Settings(office_code="CUIZHU", time_zone="UTC"))
    with reading(tmp_path / "deep" / "er" / "nanhu.db") as conn:
        assert read_settings(conn) == Settings(office_code="CUIZHU", time_zone="UTC")


@pytest.mark.parametrize("content", [b"", b"minutes of the meeting"])
def test_a_name_that_is_taken_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "nanhu.db"
    path.write_bytes(content)
    before = path.stat().st_mtime_ns
    with pytest.raises(FileExists, match="was not changed"):
        create(path, small_catalogue(), Settings())
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (content, before)
    assert list(tmp_path.iterdir()) == [path]


def test_a_database_that_is_there_is_left_as_it_is(empty_db: Path) -> None:
    with writing(empty_db) as conn:
        add_batch(conn, batch(0))
        add_entries(conn, [entry(1, SUM, "2024-06-30", "add", 12)])
    before = empty_db.read_bytes()
    with pytest.raises(FileExists):
        create(empty_db, small_catalogue(), Settings())
    assert empty_db.read_bytes() == before


CREATES = """
from nanhu_kpi.settings import Settings
from nanhu_kpi.store.schema.create import create, upgrade
from tests.support.builders import small_catalogue
"""


def test_a_folder_that_may_not_be_written_is_refused_without_litter(tmp_path: Path) -> None:
    for name in ("nanhu.db", "new/nanhu.db"):
        tmp_path.chmod(0o555)
        try:
            told = run(CREATES + "create(path, small_catalogue(), Settings())", tmp_path / name, mortal=True)
        finally:
            tmp_path.chmod(0o755)
        assert told.startswith("CANNOT_WRITE_FILE"), told
        assert not list(tmp_path.iterdir())


def test_a_place_below_a_file_is_refused_as_no_folder(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("minutes")
    with refused(CANNOT_WRITE_FILE):
        create(tmp_path / "notes.txt" / "nanhu.db", small_catalogue(), Settings())


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    small = small_catalogue()
    twice = type(small)(small.areas, small.goals, (*small.measures, small.measures[0]), small.facts, small.plans)
    with pytest.raises(sqlite3.IntegrityError):
        create(tmp_path / "nanhu.db", twice, Settings())
    assert not list(tmp_path.iterdir())


def test_of_several_that_build_at_once_one_succeeds_and_the_others_find_its_file(tmp_path: Path) -> None:
    build = f"""{CREATES}
from nanhu_kpi.errors.database import FileExists
sys.stdin.readline()
try:
    create(path, small_catalogue(), Settings())
    print("made")
except FileExists:
    print("there")
"""
    with ExitStack() as running:
        builders = [running.enter_context(child(build, tmp_path / "nanhu.db")) for _ in range(4)]
        for builder in builders:
            builder.stdin.write("go\n")
            builder.stdin.flush()
        told = sorted(builder.stdout.readline() for builder in builders)
    assert told == ["made\n", "there\n", "there\n", "there\n"]
    assert [path.name for path in tmp_path.iterdir()] == ["nanhu.db"]


def test_an_older_file_is_upgraded_after_a_backup_of_the_old_version(seeded_db: Path) -> None:
    before = dump(seeded_db)
    backup = upgrade(seeded_db, steps(), VERSION + 1)
    assert backup
    assert tables_and_version(seeded_db) == (True, VERSION + 1)
    assert [line for line in before if line.startswith('INSERT INTO "entry"')] == [
        line for line in dump(seeded_db) if line.startswith('INSERT INTO "entry"')
    ]
    assert tables_and_version(backup) == (False, VERSION)
    assert dump(backup) == before
    with reading(backup) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert backup.parent == seeded_db.parent
    with pytest.raises(NewerFile), reading(seeded_db):
        pass


def test_a_backup_holds_what_a_killed_writer_committed(empty_db: Path) -> None:
    with child(LEAVES_A_LOG, empty_db):
        pass
    backup = upgrade(empty_db, steps(), VERSION + 1)
    assert backup
    with reading(backup) as conn:
        assert newest_entries(conn)[1] == 1


def test_a_step_that_fails_leaves_the_old_version(seeded_db: Path) -> None:
    before = dump(seeded_db)
    with pytest.raises(ArithmeticError):
        upgrade(seeded_db, steps(failing=True), VERSION + 1)
    assert tables_and_version(seeded_db) == (False, VERSION)
    assert dump(seeded_db) == before
    upgrade(seeded_db, steps(), VERSION + 1)
    assert tables_and_version(seeded_db) == (True, VERSION + 1)


def test_an_upgraded_file_is_not_upgraded_again(seeded_db: Path) -> None:
    upgrade(seeded_db, steps(), VERSION + 1)
    before = dump(seeded_db)
    upgrade(seeded_db, steps(), VERSION + 1)
    assert dump(seeded_db) == before


def test_two_that_upgrade_at_once_both_find_the_new_version(empty_db: Path) -> None:
    both = f"""{CREATES}
from nanhu_kpi.store.connection import VERSION
from tests.support.versions import steps, tables_and_version
print("ready", flush=True)
sys.stdin.readline()
upgrade(path, steps(), VERSION + 1)
print(tables_and_version(path) == (True, VERSION + 1), flush=True)
"""
    with ExitStack() as running:
        upgraders = [running.enter_context(child(both, empty_db)) for _ in range(4)]
        assert [upgrader.stdout.readline() for upgrader in upgraders] == ["ready\n"] * 4
        for upgrader in upgraders:
            upgrader.stdin.write("go\n")
            upgrader.stdin.flush()
        assert [upgrader.stdout.readline() for upgrader in upgraders] == ["True\n"] * 4


def test_a_file_of_the_first_version_becomes_what_is_built_now(tmp_path: Path, seeded_db: Path) -> None:
    old = first_version(tmp_path / "v1.db")
    backup = upgrade(old)
    assert backup == tmp_path / "v1.db.v1.bak"
    assert tables_and_version(old) == (False, VERSION)
    assert structure(old) == structure(seeded_db)
    assert ran(old, "db", "update").code == 0
    rows = [line for line in dump(seeded_db) if line.startswith('INSERT INTO "entry"')]
    assert [line for line in dump(old) if line.startswith('INSERT INTO "entry"')] == rows
    with reading(old) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []


def structure(path: Path) -> list[object]:
    """Return a file's columns, indexes, triggers and views: an added column is written elsewhere in a table's SQL."""
    with closing(connect(path, "ro&immutable=1")) as conn:
        names = conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
        others = "SELECT type, name, sql FROM sqlite_schema WHERE type <> 'table' ORDER BY name"
        return [*((name, conn.execute(f"PRAGMA table_info({name})").fetchall(),
                   conn.execute(f"PRAGMA foreign_key_list({name})").fetchall()) for (name,) in names),
                *conn.execute(others).fetchall()]  # fmt: skip
