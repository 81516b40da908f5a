"""Which file a command works on, how the user's own comes to be, and what each file that will not do is told."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.views import Outcome, at_rest, environment, logged, names_in, run, spawned

if TYPE_CHECKING:
    from collections.abc import Callable

CREATED = "Created {} from the 2023 work report.\n"
both_languages = pytest.mark.parametrize("lang", ["en", "zh"])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder; commands run in an empty folder beside it."""
    (tmp_path / "home").mkdir()
    (tmp_path / "work").mkdir()
    return tmp_path / "home"


def surroundings(home: Path, **settings: str) -> dict[str, str]:
    return environment(HOME=str(home), XDG_DATA_HOME=str(home / "share"), NANHU_LANG="en", **settings)


def in_work(home: Path, *words: str, **settings: str) -> Outcome:
    return spawned(*words, cwd=home.parent / "work", env=surroundings(home, **settings))


def own(home: Path) -> Path:
    return home / "share" / "nanhu-kpi" / "nanhu.db"


# Which file.


def test_the_place_is_db_then_nanhu_db_then_data_below_the_folder_then_the_users_own(home: Path) -> None:
    def named(*words: str, **settings: str) -> str:
        outcome = in_work(home, "db", "path", *words, **settings)
        assert (outcome.code, outcome.err) == (0, "")
        return outcome.out.removesuffix("\n")

    assert named() == str(own(home))
    here = home.parent / "work" / "data" / "nanhu.db"
    here.parent.mkdir()
    here.touch()
    assert named() == str(here)
    assert named(NANHU_DB="/env.db") == "/env.db"
    assert named("--db", "/option.db", NANHU_DB="/env.db") == "/option.db"
    assert named(NANHU_DB="~/mine.db") == str(home / "mine.db")
    assert not own(home).exists()


@pytest.mark.parametrize("words", [(), ("status",), ("export", "goals"), ("log", "JJ03+1"), ("measure", "list")])
def test_first_use_creates_the_users_own_with_one_line(home: Path, words: tuple[str, ...]) -> None:
    first = in_work(home, *words)
    assert first.code == 0, first.err
    said = first.err.splitlines(keepends=True)
    assert said[0] == CREATED.format(own(home))
    assert sum(str(own(home)) in line for line in said) == 1
    assert names_in(own(home).parent) == ["nanhu.db"]
    second = in_work(home, *words)
    assert second.code == 0
    assert "Created" not in second.err


@pytest.mark.parametrize("words", [("--db", "{}"), ()])
def test_a_named_file_is_never_created_by_use(home: Path, words: tuple[str, ...]) -> None:
    named = home / "typo.db"
    outcome = in_work(
        home, *(word.format(named) for word in words), "status", **({} if words else {"NANHU_DB": str(named)})
    )
    assert outcome.code == 5
    assert outcome.err == f"No database at {named}. To create one: nanhu-kpi db init {named}\n"
    assert names_in(home) == []


def test_two_first_uses_at_once_all_succeed(home: Path) -> None:
    command = [sys.executable, "-m", "nanhu_kpi", "log", "JJ03+1"]
    racing = [
        subprocess.Popen(
            command, cwd=home.parent / "work", env=surroundings(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(4)
    ]
    told = [process.communicate(timeout=60) for process in racing]
    assert [process.returncode for process in racing] == [0] * 4, told
    assert sum(err.decode().count("Created") for _, err in told) == 1
    assert names_in(own(home).parent) == ["nanhu.db"]
    rows = in_work(home, "status", "JJ03", "-f", "csv").rows
    assert [row["actual"] for row in rows] == ["4"]


# What will not do.


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA user_version = 99")


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE entry (id)")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _damaged(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (path.stat().st_size - 4096))


REFUSALS: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "missing": (Path.unlink, "No database at", "db init"),
    "folder": (_folder, "is a folder", "nanhu.db"),
    "text": (lambda path: path.write_text("code,value\nJJ03,12\n" * 99), "is not a nanhu-kpi database", "NANHU_DB"),
    "empty": (lambda path: path.write_bytes(b""), "is not a nanhu-kpi database", "NANHU_DB"),
    "foreign": (_foreign, "is not a nanhu-kpi database", "NANHU_DB"),
    "newer": (_newer, "newer nanhu-kpi (format 99", "nanhu-kpi"),
    "damaged": (_damaged, "is damaged", ""),
}


@both_languages
@pytest.mark.parametrize("words", [("status",), ("show", "JJ09"), ("export", "entries"), ("log", "JJ03+1")])
@pytest.mark.parametrize("what", REFUSALS)
def test_each_file_that_will_not_do_has_its_own_refusal(
    seeded_db: Path, what: str, words: tuple[str, ...], lang: str
) -> None:
    spoil, cause, advice = REFUSALS[what]
    spoil(seeded_db)
    before = seeded_db.read_bytes() if seeded_db.is_file() else b""
    outcome = run(seeded_db, *words, lang=lang)
    assert (outcome.code, outcome.out) == (5, "")
    assert outcome.err.count("\n") == 1
    assert str(seeded_db) in outcome.err
    assert advice in outcome.err
    assert (cause in outcome.err) is (lang == "en"), outcome.err
    assert (seeded_db.read_bytes() if seeded_db.is_file() else b"") == before
    assert names_in(seeded_db.parent) == ([] if what == "missing" else ["nanhu.db"])


@both_languages
@pytest.mark.parametrize("alone", [True, False])
def test_a_write_into_what_can_only_be_read_is_refused(seeded_db: Path, lang: str, alone: bool) -> None:
    seeded_db.chmod(0o444)
    if not alone:
        seeded_db.parent.chmod(0o555)
    before = at_rest(seeded_db)
    try:
        refused = spawned("--db", str(seeded_db), "--lang", lang, "log", "JJ03+1", mortal=True)
        read = spawned("--db", str(seeded_db), "--lang", lang, "status", "--year", "2023", mortal=True)
    finally:
        seeded_db.parent.chmod(0o755)
    assert (refused.code, refused.out) == (5, ""), refused.err
    assert str(seeded_db) in refused.err
    assert "Traceback" not in refused.err
    assert refused.err.count("\n") == 1
    assert (read.code, read.err) == (0, "")
    assert at_rest(seeded_db) == before


def test_an_own_folder_that_cannot_be_made_is_refused(home: Path) -> None:
    (home / "share").write_text("a file where a folder should be", encoding="utf-8")
    outcome = in_work(home, "status")
    assert (outcome.code, outcome.out) == (5, "")
    assert outcome.err.startswith(f"Cannot create {own(home)}: ")
    assert "Traceback" not in outcome.err


# db init.


@both_languages
def test_init_creates_what_is_not_there_and_refuses_what_is(tmp_path: Path, lang: str) -> None:
    place = tmp_path / "office" / "nanhu.db"
    made = run(tmp_path / "unused.db", "db", "init", str(place), lang=lang)
    assert (made.code, made.out) == (0, "")
    assert str(place) in made.err
    before = at_rest(place)
    refused = run(tmp_path / "unused.db", "db", "init", str(place), lang=lang)
    assert (refused.code, refused.out) == (5, "")
    assert str(place) in refused.err
    assert at_rest(place) == before
    assert run(place, "status", "--year", "2023", lang=lang).code == 0


def test_init_without_a_name_takes_the_one_of_db(tmp_path: Path) -> None:
    assert run(tmp_path / "mine.db", "db", "init").err == CREATED.format(tmp_path / "mine.db")
    assert names_in(tmp_path) == ["mine.db"]


# Reading leaves it alone.

READERS = [
    (), ("status", "--all"), ("status", "-f", "csv"), ("show", "JJ09"), ("entries",), ("entries", "-f", "json"),
    ("export", "goals"), ("export", "measures"), ("export", "entries"), ("export", "targets"), ("export", "status"),
    ("area", "list"), ("goal", "list"), ("measure", "list"), ("db", "path"), ("status", "nothing like it"),
]  # fmt: skip


@pytest.mark.parametrize("words", READERS, ids=" ".join)
def test_a_reading_command_leaves_the_file_its_time_and_its_folder(seeded_db: Path, words: tuple[str, ...]) -> None:
    logged(seeded_db, "JJ03+12", on="2024-06-01")
    os.utime(seeded_db, (1_700_000_000, 1_700_000_000))
    before = at_rest(seeded_db)
    assert run(seeded_db, *words).code in (0, 3)
    assert at_rest(seeded_db) == before


def test_a_reading_process_leaves_a_copy_beside_it_alone_too(seeded_db: Path, tmp_path: Path) -> None:
    place = Path(shutil.copy2(seeded_db, tmp_path / "with space %25 中文?#.db"))
    before = at_rest(place)
    outcome = spawned("--db", str(place), "--lang", "en", "status", "--year", "2023")
    assert (outcome.code, outcome.err) == (0, "")
    assert at_rest(place) == before
