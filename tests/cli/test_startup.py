"""What each command loads: a short command pays for no library that it does not use."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = {"rich", "tabulate", "sqlite_utils", "pydantic", "docx", "lxml", "openpyxl"}
PROGRAM = """
import sys
from nanhu_kpi.__main__ import main
code = main()
print(*{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
sys.exit(code)
"""


def loaded(db: Path, *words: str) -> set[str]:
    """Return the heavy libraries that a process of its own has loaded after one command into a pipe."""
    return HEAVY & loaded_names(db, PROGRAM, *words)


def loaded_names(db: Path, program: str, *words: str) -> set[str]:
    """Return what a process of its own says on stderr after one command into a pipe."""
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        env={**os.environ, "NANHU_DB": str(db), "NANHU_LANG": "en"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "words", [["JJ03+12"], ["JJ03=12", "JJ04+1", "--note", "n"], ["JJ28", "--done", "--quiet"], ["--help"]]
)
def test_log_loads_no_heavy_library(seeded_db: Path, words: list[str]) -> None:
    assert loaded(seeded_db, "log", *words) == set()


def test_undo_loads_no_heavy_library(seeded_db: Path) -> None:
    assert loaded(seeded_db, "log", "JJ03+12") == set()
    assert loaded(seeded_db, "undo") == set()


@pytest.mark.parametrize("words", [[], ["status"], ["status", "JJ", "--year", "2023"], ["show", "JJ03"], ["entries"]])
def test_a_sheet_down_a_pipe_loads_tabulate_alone(seeded_db: Path, words: list[str]) -> None:
    assert loaded(seeded_db, *words) == {"tabulate"}


@pytest.mark.parametrize("command", ["status", "entries"])
def test_a_sheet_for_a_terminal_loads_rich_alone(seeded_db: Path, command: str) -> None:
    assert loaded(seeded_db, command, "-f", "table") == {"rich"}


def test_import_into_a_pipe_loads_tabulate_for_its_table_and_nothing_when_quiet(seeded_db: Path) -> None:
    file = seeded_db.parent / "in.csv"
    file.write_text("measure,day,type,value\nJJ09,2024-06-30,add,1\n", encoding="utf-8")
    assert loaded(seeded_db, "import", str(file), "--dry-run") == {"tabulate"}
    assert loaded(seeded_db, "import", str(file), "--yes", "--quiet") == set()


@pytest.mark.parametrize("what", ["goals", "measures", "entries", "targets", "changes", "status", "schema"])
def test_export_loads_no_heavy_library(seeded_db: Path, what: str) -> None:
    assert loaded(seeded_db, "export", what) == set()


def test_status_for_scripts_loads_no_heavy_library(seeded_db: Path) -> None:
    assert loaded(seeded_db, "status", "-f", "csv") == set()
