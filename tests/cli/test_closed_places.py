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

    assert ran.code in (4, 5), ran
    assert "Traceback" not in ran.err, ran


@pytest.mark.parametrize("command", ["status", "import", "merge", "db backup", "db restore", "export"])
def test_a_folder_of_somebody_else_is_a_sentence(seeded_db: Path, tmp_path: Path, command: str) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    words = _words(command, closed / "x.csv")

    own = [] if "--db" in words else ["--db", str(seeded_db)]
    ran = subprocess.run(
        [*before_mortals(), sys.executable, "-m", "nanhu_kpi", *own, *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ran.returncode in (4, 5), ran
    assert "Traceback" not in ran.stderr, ran
