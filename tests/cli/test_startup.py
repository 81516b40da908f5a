"""What each command loads: a short command pays for no library that it does not use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Of the standard library, what nothing that these commands do needs.
IDLE = {"secrets", "importlib.metadata", "email", "zipfile", "random", "dataclasses"}
HEAVY = {"rich", "tabulate", "sqlite_utils", "pydantic", "docx", "lxml", "openpyxl", "xlrd"}
# After each command: the command, and whatever has been imported since the start.
PROGRAM = """
import json, sys
from nanhu_kpi.__main__ import main
for command in sys.argv[1:]:
    assert main(command.split()) == 0
    print(json.dumps({command: list(sys.modules)}), file=sys.stderr)
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
    (loaded_modules,) = imported(seeded_db, "log JJ03+12").values()
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
    assert stderr_of(seeded_db, IMPOSTORS, *quiet).split() == []


def test_a_short_command_loads_nothing_that_it_does_not_use(seeded_db: Path) -> None:
    # What this Python and Typer load by themselves differs from version to version.
    theirs = set(stderr_of(seeded_db, "import sys, sqlite3, typer; print(*sys.modules, file=sys.stderr)").split())
    for command, names in imported(seeded_db, "log JJ03+12", "status -f csv").items():
        assert (IDLE & names) - theirs == set(), command


def stderr_of(db: Path, program: str, *commands: str) -> str:
    """Return what a process of its own says on stderr that runs commands, one after another, into a pipe."""
    done = subprocess.run(
        [sys.executable, "-c", program, *commands],
        env={**os.environ, "NANHU_DB": str(db), "NANHU_LANG": "en"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stderr


def imported(db: Path, *commands: str) -> dict[str, set[str]]:
    """Return what a process has imported after each of its commands."""
    told: dict[str, set[str]] = {}
    for line in stderr_of(db, PROGRAM, *commands).splitlines():
        if line.startswith('{"'):
            told |= {command: set(names) for command, names in json.loads(line).items()}
    assert tuple(told) == commands
    return told


def heavy(db: Path, *commands: str) -> dict[str, set[str]]:
    """Return the heavy libraries that a process has loaded after each of its commands."""
    told = imported(db, *commands)
    return {command: HEAVY & {name.partition(".")[0] for name in names} for command, names in told.items()}


def test_what_records_takes_back_or_writes_for_scripts_loads_no_heavy_library(seeded_db: Path) -> None:
    file = seeded_db.parent / "in.csv"
    file.write_text("measure,day,type,value\nJJ09,2024-06-30,add,1\n", encoding="utf-8")
    commands = (
        "log --help", "log JJ03+12", "log JJ03=12 JJ04+1 --note n", "log JJ28 --done --quiet", "undo",
        f"import {file} --yes --quiet", "status -f csv", "export goals", "export measures", "export entries",
        "export targets", "export changes", "export status", "export schema",
    )  # fmt: skip
    assert heavy(seeded_db, *commands) == {command: set() for command in commands}


def test_a_sheet_down_a_pipe_loads_tabulate_alone(seeded_db: Path) -> None:
    file = seeded_db.parent / "in.csv"
    file.write_text("measure,day,type,value\nJJ09,2024-06-30,add,1\n", encoding="utf-8")
    commands = (
        "status", "status JJ --year 2023", "show JJ03", "why JJ03", "entries", f"import {file} --dry-run",
    )  # fmt: skip
    assert heavy(seeded_db, *commands) == {command: {"tabulate"} for command in commands}


def test_a_sheet_for_a_terminal_loads_rich_alone(seeded_db: Path) -> None:
    commands = ("status -f table", "entries -f table")
    assert heavy(seeded_db, *commands) == {command: {"rich"} for command in commands}
