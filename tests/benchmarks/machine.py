"""What a benchmark ran on, and a command of ours as a process of its own: its seconds and its memory."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# What the system says of a child's memory may be its parent's, from which it was forked: it says it itself.
_CHILD = """
import sys
from nanhu_kpi.__main__ import main
code = main()
print("peak", next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
sys.exit(code)
"""


def machine() -> str:
    """Return the machine in a line: a figure without one means nothing."""
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def ours(db: Path, *words: str) -> tuple[float, int]:
    """Run a command on a database; return its seconds and its peak of memory in MB."""
    environ = {**os.environ, "NANHU_DB": str(db), "NANHU_LANG": "en", "NANHU_BY": "li"}
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, *words],
        env=environ,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    return time.perf_counter() - started, int(done.stderr.split()[-1]) // 1024
