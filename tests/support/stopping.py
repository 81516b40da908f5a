"""Commands that are ended while they write: at a statement that the test chooses, on any machine, however fast."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from tests.support.views import environment

if TYPE_CHECKING:
    import signal
    from pathlib import Path

# The connection stops telling before the signal comes: what a handler raises inside a callback of SQLite's is lost.
_PROGRAM = """
import os, sqlite3, sys, threading
told, how, at, delay = open(sys.argv[1], "w"), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
del sys.argv[1:5]
plainly, writing, seen = sqlite3.connect, False, 0
def connect(*words, **options):
    conn = plainly(*words, **options)
    def count(statement):
        global writing, seen
        writing = (writing or statement == "BEGIN IMMEDIATE") and statement != "COMMIT"
        if not writing:
            return
        seen += 1
        print(seen, file=told, flush=True)
        if seen == at:
            conn.set_trace_callback(None)
            threading.Timer(delay, os.kill, (os.getpid(), how)).start()
    conn.set_trace_callback(count)
    return conn
sqlite3.connect = connect
from nanhu_kpi.__main__ import run
run()
"""


class Ended(NamedTuple):
    """How a command ended, what it said, and how many statements it had begun under the write lock."""

    code: int
    err: str
    begun: int


def ended(db: Path, *words: str, how: signal.Signals, at: int = 0, delay: float = 0) -> Ended:
    """Run a command, and send it a signal so many seconds after it began its statement `at` under the write lock."""
    told = db.with_name("told")
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(told), str(int(how)), str(at), str(delay), *words],
        capture_output=True, text=True, env=environment(NANHU_DB=str(db), NANHU_LANG="en"), check=False,
    )  # fmt: skip
    return Ended(done.returncode, done.stderr.strip(), len(told.read_text(encoding="utf-8").splitlines()))
