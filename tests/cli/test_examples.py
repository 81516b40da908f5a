"""Every command's help ends with examples, and each of them runs as it stands there."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.support.help_texts import examples_by_command
from tests.support.views import Outcome, run

_ENTRIES = "measure,day,type,value\nJJ09,2024-06-30,add,1\n"
_TARGETS = "measure,year,value\nDJ03,2025,12\n"
_SOMEBODYS_ID = "3fa2c1"


@pytest.fixture
def desk(demo_db: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the examples speak of; the database of the demonstration lies above it."""
    folder = demo_db.with_name("desk")
    (folder / "backups").mkdir(parents=True)
    monkeypatch.chdir(folder)
    for name in ("june.csv", "6月.csv"):
        (folder / name).write_text(_ENTRIES, encoding="utf-8")
    for name in ("targets.csv", "目标值.csv"):
        (folder / name).write_text(_TARGETS, encoding="utf-8")
    for name in ("copy.db", "带回.db", "backup.db", "备份.db", "new.db", "新库.db", "示例.db"):
        shutil.copy2(demo_db, folder / name)
    return demo_db


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_ends_its_help_with_two_or_three_examples(language: str) -> None:
    found = examples_by_command(language)
    assert len(found) > 40
    assert [name for name, lines in found.items() if not 2 <= len(lines) <= 3 or len(dict(lines)) != len(lines)] == []
    assert [
        line for lines in found.values() for line, meaning in lines if not line.startswith("nanhu-kpi ") or not meaning
    ] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_examples_of_a_command_are_of_that_command(language: str) -> None:
    for name, lines in examples_by_command(language).items():
        assert any(re.match(rf"nanhu-kpi (--db \S+ )?{name}", line) for line, _ in lines), name


@pytest.mark.parametrize("name", examples_by_command("en"))
def test_the_examples_of_a_command_run(name: str, desk: Path) -> None:
    lines = {tuple(line for line, _ in examples_by_command(language)[name]) for language in ("zh", "en")}
    for each in lines:
        db = Path(shutil.copy2(desk, desk.with_name("tried.db")))
        if name == "undo":
            assert run(db, "log", "JJ09+1", on="2024-07-01").code == 0
        for line in each:
            outcome = _outcome(db, line)
            fine = (0, 10) if line.startswith("nanhu-kpi db check") else (0,)
            assert outcome.code in fine, (line, outcome)


def _outcome(db: Path, line: str) -> Outcome:
    """Return what comes of an example. An id stands for any, and the demonstration of a few days for a longer one."""
    if _SOMEBODYS_ID in line:
        rows = run(db, "export", "entries", "JJ", "--year", "2024").rows
        line = line.replace(_SOMEBODYS_ID, next(row["id"][-6:] for row in reversed(rows) if not row["voided_at"]))
    words = shlex.split(line)[1:]
    if words[:2] in (["db", "demo"], ["db", "init"]):
        Path(words[2]).unlink(missing_ok=True)
        return run(db, *words, on="2024-01-06")
    return run(db, *words, on="2024-07-01")
