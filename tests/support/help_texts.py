"""What help tells people to type: the commands with their examples and options, and a desk to try the lines at.

Help is made at import, so that each language is asked for in a process of its own.
"""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.support.views import ROOT, Outcome, environment, run

if TYPE_CHECKING:
    from collections.abc import Iterable

_ENTRIES = "measure,day,type,value\nJJ09,2024-06-30,add,1\n"
_TARGETS = "measure,year,value\nDJ03,2025,12\n"
_SOMEBODYS_ID = "3fa2c1"

_DRIVER = """
import json, sys
import click
from nanhu_kpi.i18n import activate
activate(sys.argv[1])
from nanhu_kpi.cli.app import command
from nanhu_kpi.cli.frame import examples_of

def commands(command, path):
    yield command, path
    context = click.Context(command)
    for name in command.list_commands(context) if isinstance(command, click.Group) else []:
        yield from commands(command.get_command(context, name), [*path, name])

json.dump(
    {
        " ".join(path): [examples_of(command), [name for param in command.params for name in param.opts]]
        for command, path in commands(command, [])
    },
    sys.stdout,
)
"""


class Helped(NamedTuple):
    """What is typed of one command: the lines that its help ends with, each with what it is for, and its options."""

    examples: list[tuple[str, str]]
    options: set[str]


@cache
def commands_in(language: str) -> dict[str, Helped]:
    """Return every command by the words that name it."""
    done = subprocess.run(
        [sys.executable, "-c", _DRIVER, language],
        env=environment(PYTHONUTF8="1"), capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return {
        name: Helped([(line, meaning) for line, meaning in lines], {each for each in options if each.startswith("-")})
        for name, (lines, options) in json.loads(done.stdout).items()
    }


def lines_run(db: Path, lines: Iterable[str], language: str) -> list[tuple[str, Outcome]]:
    """Return what came of lines that a person may type, one after another on one database, where it was not success.

    An id stands for any entry, and the demonstration of a few days for a longer one. `db check` may find something.
    """
    outcomes = [(line, _outcome(db, line, language)) for line in lines]
    return [
        (line, outcome)
        for line, outcome in outcomes
        if outcome.code and not (outcome.code == 10 and line.startswith("nanhu-kpi db check"))
    ]


def _outcome(db: Path, line: str, language: str) -> Outcome:
    if _SOMEBODYS_ID in line:
        rows = run(db, "export", "entries", "JJ", "--year", "2024").rows
        line = line.replace(_SOMEBODYS_ID, next(row["id"][-6:] for row in reversed(rows) if not row["voided_at"]))
    words = shlex.split(line)[1:]
    if words[:2] in (["db", "demo"], ["db", "init"]):
        Path(words[2]).unlink(missing_ok=True)
        return run(db, *words, on="2024-01-06", lang=language)
    return run(db, *words, on="2024-07-01", lang=language)


def desk_with_files(demo: Path) -> Path:
    """Return a folder beside a database with the files that examples speak of."""
    folder = demo.with_name("desk")
    (folder / "backups").mkdir(parents=True)
    for name in ("june.csv", "6月.csv"):
        (folder / name).write_text(_ENTRIES, encoding="utf-8")
    for name in ("targets.csv", "目标值.csv"):
        (folder / name).write_text(_TARGETS, encoding="utf-8")
    for name in ("owners.csv", "分工表.csv"):
        (folder / name).write_text("measure,owner\nJJ03,经济服务办公室\n", encoding="utf-8")
    for name in ("copy.db", "带回.db", "backup.db", "备份.db", "new.db", "新库.db", "demo.db", "示例.db"):
        shutil.copy2(demo, folder / name)
    for name in ("目录", "catalogue"):
        shutil.copytree(ROOT / "nanhu_kpi" / "catalogue", folder / name, ignore=shutil.ignore_patterns("*.py*"))
    return folder
