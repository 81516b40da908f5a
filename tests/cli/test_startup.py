"""What each command loads: a short command pays for no library that it does not use."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

# Of the standard library, what nothing that these commands do needs.
IDLE = {"secrets", "importlib.metadata", "email", "zipfile", "random", "dataclasses"}
HEAVY = {"rich", "tabulate", "sqlite_utils", "pydantic", "docx", "lxml", "openpyxl", "xlrd"}
PROGRAM = """
import sys
from nanhu_kpi.__main__ import main
code = main()
print(*{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
sys.exit(code)
"""
# Modules of ours under a name that is not, and modules of the standard library that its import system did not make or
# that something of ours was put into.
IMPOSTORS = """
import sys
from pathlib import Path
from types import ModuleType
import nanhu_kpi
from nanhu_kpi.__main__ import main

ours = Path(nanhu_kpi.__file__).parent


def is_ours(value):
    return str(getattr(value, "__module__", None) or "").partition(".")[0] == "nanhu_kpi"


def is_impostor(name, module):
    top = name.partition(".")[0]
    if top == "nanhu_kpi":
        return module.__spec__.name != name
    if is_ours(type(module)) or ours in Path(getattr(module, "__file__", None) or "/").parents:
        return True
    if top not in sys.stdlib_module_names or not isinstance(module, ModuleType):
        return False
    return module.__spec__ is None or any(map(is_ours, vars(module).values()))


for command in sys.argv[1:]:
    assert main(command.split()) == 0
    print(*[name for name, module in list(sys.modules.items()) if is_impostor(name, module)], file=sys.stderr)
"""


def test_a_command_imports_no_other_command(seeded_db: Path) -> None:
    program = PROGRAM.replace('name.partition(".")[0]', "name")
    loaded_modules = loaded_names(seeded_db, program, "log", "JJ03+12")
    assert {name for name in loaded_modules if name.startswith("nanhu_kpi.cli.commands.")} == {
        "nanhu_kpi.cli.commands.log",
        "nanhu_kpi.cli.commands.log_words",
    }


def test_after_any_command_no_module_of_ours_stands_under_another_name(seeded_db: Path) -> None:
    commands = [
        "log JJ03+12", "status", "status -f table", "show JJ03", "why JJ03", "entries", "weekly", "export status",
        "target list", "import --template", "db check", "--help",
    ]  # fmt: skip
    quiet = [f"{command} --quiet" for command in commands]
    assert loaded_names(seeded_db, IMPOSTORS, *quiet) == set()


@pytest.mark.parametrize("words", [["log", "JJ03+12"], ["status", "-f", "csv"]])
def test_a_short_command_loads_nothing_that_it_does_not_use(seeded_db: Path, words: list[str]) -> None:
    program = PROGRAM.replace('name.partition(".")[0]', "name")
    assert IDLE & loaded_names(seeded_db, program, *words) == set()


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


@pytest.mark.parametrize(
    "words", [["status"], ["status", "JJ", "--year", "2023"], ["show", "JJ03"], ["why", "JJ03"], ["entries"]]
)
def test_a_sheet_down_a_pipe_loads_tabulate_alone(seeded_db: Path, words: list[str]) -> None:
    assert loaded(seeded_db, *words) == {"tabulate"}


def test_the_first_screen_down_a_pipe_loads_no_heavy_library(seeded_db: Path) -> None:
    assert loaded(seeded_db) == set()


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
