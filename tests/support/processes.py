"""Other processes on the same file: writers that wait, writers that die, and readers without root's powers."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where a process looks for modules first: in this tree, and for what it is not to load.
MODULES = os.pathsep.join(map(str, (Path(__file__).parents[2], Path(__file__).with_name("absent"))))
# What loads sqlite-utils or pytest takes longer to import than all of this does: who needs it names it.
PREAMBLE = """
import os, signal, sys
from datetime import date, timedelta
from pathlib import Path
from tests.support.builders import SUM, batch, entry
from nanhu_kpi.model import Batch
from nanhu_kpi.days import utc_now
from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.database import reading, writing
from nanhu_kpi.store.definitions import read_measures
from nanhu_kpi.store.ids import id_source
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.entries import add_entries, newest_entries
def log_one(conn, number):
    add_batch(conn, batch(number))
    add_entries(conn, [entry(number, SUM, "2024-06-30", "add", 12, batch=number)])
path, number = Path(sys.argv[1]), int(sys.argv[2])
"""
KEEPS_WRITING = """
day = date(2024, 1, 1)
print("ready", flush=True)
while True:
    with writing(path) as conn:
        source = id_source(conn, utc_now())
        command = source.next_id()
        add_batch(conn, Batch(command, "li", "desk", "log", utc_now(), utc_now().date()))
        for step in range(10):
            row = entry(0, SUM, day + timedelta(days=step), "set" if step == 5 else "add", step)
            add_entries(conn, [row._replace(id=source.next_id(), batch=command)])
    print("recorded", flush=True)
"""
HOLDS_THE_LOCK = """
import time
with writing(path) as conn:
    print("ready", flush=True)
    log_one(conn, 7)
    time.sleep(1)
"""
LEAVES_A_LOG = "conn = connect(path, 'rw'); log_one(conn, 0); os.kill(os.getpid(), signal.SIGKILL)"
# Root reads and writes what it likes; a test of permissions has to put that power down.
_MORTAL = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]


class Child(NamedTuple):
    """A running process and its ends."""

    process: subprocess.Popen[str]
    stdin: IO[str]
    stdout: IO[str]


@contextmanager
def child(code: str, path: Path, number: int = 0) -> Iterator[Child]:
    """Run `code` on `path` beside the block; it must end well by itself, or have been killed by the block."""
    process = subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + code, str(path), str(number)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_environment(),
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    with process:
        try:
            yield Child(process, process.stdin, process.stdout)
        except BaseException:
            process.kill()
            raise
    assert process.returncode in (0, -9), process.returncode


def run(code: str, path: Path, *, mortal: bool = False) -> str:
    """Run `code` on `path` to its end and return what it printed, or the name and sentence of what it raised."""
    told = "\ntry:\n" + "\n".join("    " + line for line in code.strip().splitlines())
    told += (
        "\nexcept Exception as error:\n"
        "    from tests.support.refusals import sentence_name\n"
        "    print(sentence_name(error), error)\n"
    )
    done = subprocess.run(
        [*(before_mortals() if mortal else []), sys.executable, "-c", PREAMBLE + told, str(path), "0"],
        capture_output=True, text=True, env=_environment(), check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def before_mortals() -> list[str]:
    """Return what stands before a command for it to run without root's powers."""
    return _MORTAL if os.geteuid() == 0 else []


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": MODULES}
