"""The package away from its clone: installed into an environment of its own, it carries all it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_an_installed_package_works_away_from_the_clone(tmp_path: Path) -> None:
    environment = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    # The pip of this environment installs into that one: to put one there takes as long as all the rest.
    into = [sys.executable, "-m", "pip", "--python", str(environment), "--disable-pip-version-check"]
    subprocess.run([*into, "install", "--quiet", "--no-compile", str(ROOT)], check=True, capture_output=True)
    desk, home = tmp_path / "desk", tmp_path / "home"
    desk.mkdir()
    home.mkdir()

    def nanhu(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(environment / "bin" / "nanhu-kpi"), *words],
            cwd=desk, env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    first = nanhu("log", "JJ09+3", "--lang", "en")
    assert (first.returncode, first.stderr.count("\n")) == (0, 1)
    assert "Created " in first.stderr
    assert "no data → 3 units" in first.stdout
    second = nanhu("status", "--year", "2024")
    assert (second.returncode, second.stderr.count("\n")) == (0, 1)
    assert "招引旅游企业" in second.stdout
    assert "recording" in nanhu("help", "--lang", "en").stdout
    pages = environment / "share" / "man"
    assert (pages / "man1" / "nanhu-kpi.1").read_text(encoding="utf-8").count("\n.SH nanhu\\-kpi ") > 30
    assert (pages / "zh_CN" / "man1" / "nanhu-kpi-recording.1").exists()
    assert list(desk.iterdir()) == []
