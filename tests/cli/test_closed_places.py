"""Places that the system does not let one look at: every command that takes a path says so."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import run
from tests.support.processes import before_mortals

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = {
    "status": ("--db", "{place}", "status"),
    "db check": ("--db", "{place}", "db", "check"),
    "db init": ("--db", "{place}", "db", "init"),
    "log": ("--db", "{place}", "log", "JJ03=1"),
    "import": ("import", "{place}"),
    "problems": ("import", "{rows}", "--problems", "{place}"),
    "export": ("export", "entries", "-o", "{place}"),
    "weekly": ("weekly", "-o", "{place}"),
    "merge": ("merge", "{place}"),
    "db backup": ("db", "backup", "{place}"),
    "db restore": ("db", "restore", "{place}"),
    "evidence": ("log", "JJ03", "1", "--evidence", "{place}"),
}

REASONS = {
    "loop": "Too many levels of symbolic links",
    "name too long": "File name too long",
    "below a file": "Not a directory",
}  # fmt: skip
# The code and the sentence, whatever keeps one from looking.
_READING = (4, "Cannot read {place}: {reason}.")
_WRITING = (4, "Cannot write {place}: {reason}. Nothing was written.")
_OPENING = (5, "Cannot open {place}: {reason}. Check the permissions of the file and of its folder.")
_MISSING = (5, "No database at {place}. To create one: nanhu-kpi db init {place}")
_NO_COPY = (5, "No file at {place}. Name a copy of the database.")
_NO_BACKUP = (5, "No file at {place}. Name a backup. To make one: nanhu-kpi db backup")
SENTENCES = {
    "import": _READING, "problems": _WRITING, "export": _WRITING, "weekly": _WRITING,
    "evidence": (4, "Cannot read the evidence {place}: {reason}. Check the path, or give a web address."),
    **dict.fromkeys(("status", "db check", "log", "merge", "db backup", "db restore"), _OPENING),
    "db init": (5, "Cannot create {place}: {reason}. Choose another place with --db or NANHU_DB."),
}  # fmt: skip
# What can be told to be no file is said to be missing, or taken.
OTHERS = {
    **{(kind, command): _MISSING for kind in ("loop", "below a file") for command in ("status", "db check", "log")},
    **dict.fromkeys([("loop", "merge"), ("below a file", "merge")], _NO_COPY),
    **dict.fromkeys([("loop", "db restore"), ("below a file", "db restore")], _NO_BACKUP),
    ("loop", "db backup"): (5, "{place} already exists and was not changed. Choose another name."),
    ("below a file", "db backup"): (
        5, "Cannot write {place}: {reason}. No backup was made. Choose another place, or free some space.",
    ),
    ("below a file", "db init"): (
        5, "Cannot create {place}: File exists. Choose another place with --db or NANHU_DB.",
    ),
    ("name too long", "db init"): _OPENING,
}  # fmt: skip


def _words(command: str, place: Path) -> list[str]:
    return [word.format(place=place, rows=place.parent / "rows.csv") for word in COMMANDS[command]]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", ["loop", "name too long", "below a file"])
def test_a_place_that_cannot_be_looked_at_is_a_sentence(
    seeded_db: Path, tmp_path: Path, kind: str, command: str
) -> None:
    (tmp_path / "rows.csv").write_text("code,day\nJJ03,x\n")
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    place = {
        "loop": loop, "name too long": tmp_path / f"{'x' * 300}.csv", "below a file": tmp_path / "rows.csv" / "x.csv",
    }[kind]  # fmt: skip

    ran = run(seeded_db, *_words(command, place))

    code, sentence = OTHERS.get((kind, command), SENTENCES[command])
    assert (ran.code, ran.err.splitlines()[0]) == (code, sentence.format(place=place, reason=REASONS[kind]))


@pytest.mark.parametrize("command", ["status", "import", "merge", "db backup", "db restore", "export"])
def test_a_folder_of_somebody_else_is_a_sentence(seeded_db: Path, tmp_path: Path, command: str) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    place = closed / "x.csv"
    words = _words(command, place)

    own = [] if "--db" in words else ["--db", str(seeded_db)]
    ran = subprocess.run(
        [*before_mortals(), sys.executable, "-m", "nanhu_kpi", "--lang", "en", *own, *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    code, sentence = SENTENCES[command]
    assert (ran.returncode, ran.stderr) == (code, f"{sentence.format(place=place, reason='Permission denied')}\n")
