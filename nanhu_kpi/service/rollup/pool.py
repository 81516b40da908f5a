"""Processes on this machine that read chunks: each has pipes of its own, so that it is known which chunk one died of.

They are started anew where one died, and end when this process does, however that happens: their pipe is closed then.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, NamedTuple, Self

from nanhu_kpi.errors import DatabaseRefuses, reason_of
from nanhu_kpi.errors.rollup import WORKERS_DO_NOT_START
from nanhu_kpi.service.rollup.worker import READY

if TYPE_CHECKING:
    from types import TracebackType

READ_CHUNK = "nanhu_kpi.service.rollup.office:read_chunk"
_PATIENCE = 5


class Hand(NamedTuple):
    """A worker: its process, the pipe its chunks go through, and the one its answers come through."""

    process: subprocess.Popen[bytes]
    chunks: Connection
    answers: Connection


class Pool:
    """A crew of processes on this machine, which run `task` (`module:function`)."""

    tries = 2

    def __init__(self, workers: int, task: str = READ_CHUNK) -> None:
        self.room = workers
        self._task = task
        self._idle: list[Hand] = []
        self._busy: dict[Connection, tuple[Hand, int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        every = [*self._idle, *(hand for hand, _ in self._busy.values())]
        for hand in every:
            hand.chunks.close()
            if kind is not None:
                hand.process.kill()
        for hand in every:
            _part_with(hand)

    def begin(self, number: int, chunk: bytes) -> None:
        """Give a chunk to a worker that has none."""
        hand = self._idle.pop() if self._idle else self._started()
        with suppress(OSError):  # it died while it waited: its answer says so
            hand.chunks.send_bytes(chunk)
        self._busy[hand.answers] = hand, number

    def answer(self) -> tuple[int, bytes | None]:
        """Wait for the first answer, or the first death."""
        answers, *_ = wait(list(self._busy))
        assert isinstance(answers, Connection)
        hand, number = self._busy.pop(answers)
        try:
            answer = answers.recv_bytes()
        except (EOFError, OSError):
            hand.chunks.close()
            _part_with(hand)
            return number, None
        self._idle.append(hand)
        return number, answer

    def _started(self) -> Hand:
        """Return a worker that has said it is ready. Raises WORKERS_DO_NOT_START."""
        theirs, ours = os.pipe()
        mine, their_answers = os.pipe()
        # What it finds is what this process finds, and nothing of the folder that it happens to stand in.
        around = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        words = [sys.executable, "-P", "-m", "nanhu_kpi.service.rollup.worker", self._task]
        chunks, answers = Connection(ours, readable=False), Connection(mine, writable=False)
        try:
            process = subprocess.Popen(
                [*words, str(theirs), str(their_answers)], pass_fds=(theirs, their_answers), env=around,
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except OSError as error:
            chunks.close()
            answers.close()
            raise DatabaseRefuses(WORKERS_DO_NOT_START, reason=reason_of(error)) from error
        finally:
            os.close(theirs)
            os.close(their_answers)
        hand = Hand(process, chunks, answers)
        try:
            if answers.recv_bytes() != READY:
                raise EOFError
        except (EOFError, OSError) as error:
            hand.chunks.close()
            hand.process.kill()
            _part_with(hand)
            raise DatabaseRefuses(WORKERS_DO_NOT_START, reason=f"exit code {process.returncode}") from error
        except BaseException:
            hand.process.kill()
            _part_with(hand)
            raise
        return hand


def _part_with(hand: Hand) -> None:
    hand.answers.close()
    try:
        hand.process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        hand.process.kill()
        hand.process.wait()


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
