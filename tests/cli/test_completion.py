"""Completion offers names as they are; no shell runs or interprets what stands in one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from tests.support.commands import did
from tests.support.hostile import spoiled
from tests.support.views import environment, names_in

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {
    "JJ04": "semi; touch ran & | < > #",
    "JJ05": "Firms \\$(touch ran) `touch ran` $(touch ran)",
    "JJ06": 'it\'s "quoted" c:o:l [/key] [v2] back\\slash \\\\two $HOME %d * ? (p)',
}


@pytest.fixture
def named(seeded_db: Path) -> Path:
    """A database in which somebody gave measures names that a shell would obey."""
    for code, name in NAMES.items():
        did(seeded_db, "measure", "edit", code, "--name-en", name)
    return seeded_db


def offered(db: Path, shell: str) -> str:
    """Return what the program hands to a shell for `nanhu-kpi show JJ0`."""
    asked = {
        "_NANHU_KPI_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": "nanhu-kpi show JJ0",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "NANHU_DB": str(db),
        "NANHU_LANG": "en",
    }
    done = subprocess.run(
        [sys.executable, "-c", "from nanhu_kpi.__main__ import run; import sys; sys.argv = ['nanhu-kpi']; run()"],
        capture_output=True, text=True, check=False, env=environment() | asked,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_fish_is_offered_names_as_they_are(named: Path) -> None:
    rows = dict(line.split("\t") for line in offered(named, "fish").splitlines())
    assert {code: rows[code] for code in NAMES} == NAMES


def test_a_line_break_or_an_escape_in_a_name_is_shown_and_not_obeyed(seeded_db: Path) -> None:
    spoiled(seeded_db, "UPDATE measure SET name_en = 'a' || char(10) || 'b' || char(27) WHERE code = 'JJ05'")
    for shell in ("fish", "zsh"):
        told = offered(seeded_db, shell)
        assert "\x1b" not in told
        assert "↵b" in told


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh_shows_names_as_they_are_and_runs_nothing(named: Path, tmp_path: Path) -> None:
    folder = tmp_path / "zsh"
    folder.mkdir()
    (folder / "set-up").write_text(
        f"""autoload -U compinit; compinit -u -d {folder}/dump
        _nanhu() {{
            eval $(cd {folder}; env _TYPER_COMPLETE_ARGS="${{words[1,$CURRENT]}}" _NANHU_KPI_COMPLETE=complete_zsh \
                {sys.executable} -c "import sys; sys.argv = ['nanhu-kpi']; from nanhu_kpi.__main__ import run; run()")
        }}
        compdef _nanhu nanhu-kpi
        """
    )
    around = {**os.environ, **environment(), "NANHU_DB": str(named), "NANHU_LANG": "en", "TERM": "xterm", "PS1": "> "}
    child = pexpect.spawn(
        "zsh", ["-f", "-i"], cwd=str(folder), env=around, dimensions=(40, 160), encoding="utf-8", timeout=20
    )
    child.sendline("source ./set-up; print ready-$((1 + 1))")
    child.expect_exact("ready-2")
    child.send("nanhu-kpi show JJ0\t")
    for code, name in sorted(NAMES.items()):
        child.expect_exact(f"{code}  -- {name}")
    child.sendcontrol("u")
    child.sendline("exit")
    child.close(force=True)
    assert names_in(folder) == ["dump", "set-up"]
