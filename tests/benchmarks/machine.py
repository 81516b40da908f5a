"""What a benchmark ran on."""

from __future__ import annotations

import os
import platform
import sqlite3


def machine() -> str:
    """Return the machine in a line: a figure without one means nothing."""
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )
