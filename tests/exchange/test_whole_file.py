"""Files that a command writes: what a shell has opened is written to as it stands."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def shell(db: Path, line: str) -> str:
    """Run a line of bash in which `kpi` is the program, and return what it printed."""
    program = f'kpi() {{ {shlex.quote(sys.executable)} -m nanhu_kpi "$@"; }}\n{line}'
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", program], cwd=db.parent, capture_output=True, text=True, check=False,
        env={**os.environ, "NANHU_DB": str(db), "NANHU_LANG": "en"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def goals(seeded_db: Path) -> str:
    return shell(seeded_db, "kpi export goals")


@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_a_stream_that_is_named_is_written_to(seeded_db: Path, goals: str, name: str) -> None:
    assert shell(seeded_db, f"kpi export goals -f csv -o {name}") == goals


def test_a_substituted_process_gets_all_of_it(seeded_db: Path, goals: str) -> None:
    assert shell(seeded_db, "kpi export goals -f csv -o >(cat > other.csv); wait $!; cat other.csv") == goals


def test_what_is_appended_to_keeps_what_it_holds(seeded_db: Path, goals: str) -> None:
    assert (
        shell(seeded_db, "echo kept > c.txt; kpi export goals -f csv -o /dev/stdout >> c.txt; cat c.txt")
        == f"kept\n{goals}"
    )


def test_a_stream_that_is_not_open_is_a_sentence(seeded_db: Path) -> None:
    said = shell(seeded_db, "kpi export goals -f csv -o /dev/fd/77 2>&1 || echo $?")
    assert said.splitlines()[-1] == "4"
    assert "Traceback" not in said
