"""The man pages: every command and every topic, in both languages, as roff that nothing warns of."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.render.manual import TOPICS
from tests.support.help_texts import commands_in
from tests.support.views import environment

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_there_is_a_page_of_the_commands_and_one_of_each_topic(language: str, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "nanhu_kpi.cli.man", language, str(tmp_path)]
    subprocess.run(words, check=True, env=environment(PYTHONUTF8="1"))
    pages = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert set(pages) == {"nanhu-kpi.1", *(f"nanhu-kpi-{topic.name}.1" for topic in TOPICS)}
    commands = pages["nanhu-kpi.1"].replace("\\-", "-")
    helped = commands_in(language)
    leaves = [name for name in helped if not any(other.startswith(f"{name} ") for other in helped)]
    assert [name for name in leaves if name and f"\n.SH nanhu-kpi {name}\n" not in commands] == []
    assert all(line in commands.replace("\\e", "\\") for name in leaves for line, _ in helped[name].examples)
    if shutil.which("groff"):
        for name in pages:
            shown = subprocess.run(
                ["groff", "-ww", "-man", "-Kutf8", "-Tutf8", str(tmp_path / name)],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
            assert shown.stderr == ""
