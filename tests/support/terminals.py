"""Commands in a terminal of their own, as a person sits before one: questions, answers, Ctrl-C and Ctrl-D."""

from __future__ import annotations

import os
import sys
import time
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pexpect

from tests.support.processes import MODULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PATIENCE = 30  # seconds for one answer; none takes one on an idle machine


def spawn(
    command: str, words: list[str], env: Mapping[str, str], *, rows: int = 40, width: int = 200, pager: str = "cat"
) -> pexpect.spawn[str]:
    """Start a program in a terminal of this size."""
    with warnings.catch_warnings():
        # Threads and forks do not mix, but this child becomes another program at once.
        warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
        child: pexpect.spawn[str] = pexpect.spawn(
            command, words, env={**env, "PAGER": pager}, encoding="utf-8", timeout=PATIENCE, dimensions=(rows, width),
            echo=False,
        )  # fmt: skip
    # A terminal keeps what is typed ahead, and who has left is waited for: neither needs the library's pauses.
    child.delaybeforesend = None
    child.ptyproc.delayafterclose = 0  # type: ignore[attr-defined]
    return child


@contextmanager
def terminal(db: Path, *words: str, code: int = 0, lang: str = "en") -> Iterator[pexpect.spawn[str]]:
    """Run a command in a terminal of its own beside the block, and hold it to its exit code."""
    around = {
        "NANHU_DB": str(db), "NANHU_LANG": lang, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm",
        "LOGNAME": "li", "NANHU_BY": "", "PYTHONPATH": MODULES,
    }  # fmt: skip
    child = spawn(sys.executable, ["-m", "nanhu_kpi", *words], {**os.environ, **around})
    try:
        yield child
        rest = child.read()
        assert "Traceback" not in rest
        child.wait()
        assert child.exitstatus == code, rest
    finally:
        child.close(force=True)


def answers(child: pexpect.spawn[str], *exchanges: tuple[str, str]) -> None:
    """Wait for each question and answer it."""
    for question, answer in exchanges:
        child.expect_exact(question)
        child.sendline(answer)


def leaves(child: pexpect.spawn[str], sign: str = "sendintr") -> None:
    """Send Ctrl-C or Ctrl-D once and hold that the command leaves.

    `input` of Python shows the question first and reads then. A Ctrl-C between the two is kept until something is
    typed, so the sign is sent as by a person: after the command has begun to wait.
    """
    assert child.pid
    until_it_waits(child.pid)
    getattr(child, sign)()
    child.expect_exact("Interrupted; nothing was recorded.")


def until_it_waits(pid: int) -> None:
    """Wait until a process sleeps, as one does that waits for what is typed."""
    deadline = time.monotonic() + PATIENCE
    while Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "S":
        assert time.monotonic() < deadline, "still at work"
