"""What some systems lack is not taken for granted: links, user numbers, locks and signals of POSIX."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.views import environment

if TYPE_CHECKING:
    from pathlib import Path

# Taken away before the program is loaded, as if this were a system that has none of it.
BARE = """
import os, signal, sys
import subprocess, tempfile, shutil  # the standard library asks for them while it is loaded, the program does later
for name in ("link", "getuid", "geteuid", "fork", "setsid", "O_NOFOLLOW", "O_CLOEXEC"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGHUP", "SIGUSR1", "SIGALRM", "setitimer", "pthread_sigmask"):
    if hasattr(signal, name):
        delattr(signal, name)
for name in ("fcntl", "pwd", "grp", "termios", "tty", "resource"):
    sys.modules[name] = None
"""
RUN = f"{BARE}\nfrom nanhu_kpi.__main__ import run\nrun()"
IMPORTS = f"""{BARE}
import importlib, pkgutil, nanhu_kpi
for module in pkgutil.walk_packages(nanhu_kpi.__path__, "nanhu_kpi."):
    if module.name != "nanhu_kpi.__main__":
        importlib.import_module(module.name)
"""
COMMANDS = (
    "log JJ03+12 --by li", "status", "show JJ03", "entries", "weekly", "export entries -o entries.csv",
    "export entries -o entries.xlsx", "db backup copy.db", "db restore copy.db --yes", "merge copy.db",
    "import entries.csv --dry-run", "undo --yes --by li", "db check",
)  # fmt: skip


def _run(code: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    around = environment(NANHU_DB=str(folder / "nanhu.db"), NANHU_LANG="en", LOGNAME="li", HOME=str(folder))
    return subprocess.run(
        [sys.executable, "-c", code, *words], env=around, cwd=folder, capture_output=True, text=True, check=False
    )


def test_every_module_is_loaded_on_a_bare_system(tmp_path: Path) -> None:
    done = _run(IMPORTS, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_the_common_commands_work_on_a_bare_system(seeded_db: Path) -> None:
    for command in COMMANDS:
        done = _run(RUN, seeded_db.parent, *command.split())
        assert done.returncode == 0, (command, done)
        assert "Traceback" not in done.stderr
    assert not [place for place in seeded_db.parent.iterdir() if ".new-" in place.name]
