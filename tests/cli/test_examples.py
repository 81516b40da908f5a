"""Every command's help ends with examples, and each of them runs as it stands there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.support.help_texts import commands_in, desk_with_files, lines_run
from tests.support.views import run


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_ends_its_help_with_two_or_three_examples(language: str) -> None:
    found = {name: helped.examples for name, helped in commands_in(language).items()}
    assert len(found) > 40
    assert [name for name, lines in found.items() if not 2 <= len(lines) <= 3 or len(dict(lines)) != len(lines)] == []
    assert [
        line for lines in found.values() for line, meaning in lines if not line.startswith("nanhu-kpi ") or not meaning
    ] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_examples_of_a_command_are_of_that_command(language: str) -> None:
    for name, helped in commands_in(language).items():
        assert any(re.match(rf"nanhu-kpi (--db \S+ )?{name}", line) for line, _ in helped.examples), name


@pytest.mark.parametrize("name", commands_in("en"))
def test_the_examples_of_a_command_run(name: str, demo_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk_with_files(demo_db))
    by_lines = {tuple(line for line, _ in commands_in(language)[name].examples): language for language in ("zh", "en")}
    for lines, language in by_lines.items():
        db = Path(shutil.copy2(demo_db, demo_db.with_name("tried.db")))
        if name == "undo":
            assert run(db, "log", "JJ09+1", on="2024-07-01").code == 0
        assert lines_run(db, lines, language) == []
