"""A running Dask cluster as the crew: who started it, and where, does not matter.

The only place that knows dask and distributed, an extra. A client of theirs only connects, and listens nowhere. A
scheduler unpickles what clients send, so that beyond this machine it has to be one that knows its clients by their
certificates, which Dask's own configuration names.
"""

from __future__ import annotations

import logging
import re
from asyncio import CancelledError
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self

from nanhu_kpi.errors import DatabaseRefuses, Usage
from nanhu_kpi.errors.rollup import CLUSTER_LIBRARY_MISSING, CLUSTER_LOST, CLUSTER_OUT_OF_REACH, UNFIT_SCHEDULER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

_TLS = re.compile(r"tls://[^\s/]+:\d{1,5}/?")
_ONLY_HERE = re.compile(r"tcp://(127(\.\d{1,3}){3}|localhost|\[::1\]):\d{1,5}/?")
_PATIENCE = "10s"
_AHEAD = 4  # chunks for each worker, so that none waits for the next


class Cluster:
    """A crew of the workers of a Dask cluster."""

    tries = 0  # the scheduler itself has tried it on several workers

    def __init__(self, address: str, task: Callable[[bytes], bytes], patience: str = _PATIENCE) -> None:
        """Connect. Raises UNFIT_SCHEDULER, CLUSTER_LIBRARY_MISSING or CLUSTER_OUT_OF_REACH."""
        if not _TLS.fullmatch(address) and not _ONLY_HERE.fullmatch(address):
            raise Usage(UNFIT_SCHEDULER, address=address)
        try:
            from distributed import Client, as_completed
        except ModuleNotFoundError as error:
            raise Usage(CLUSTER_LIBRARY_MISSING) from error
        # It tells of lost connections in its own words, and what matters of them is said here.
        for name in ("distributed", "distributed.client"):  # each with a level of its own
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            connect: Any = Client  # it carries no types
            self._client: Any = connect(address, timeout=patience, set_as_default=False)
        except Exception as error:  # what a socket, a certificate or a configuration raises
            raise DatabaseRefuses(CLUSTER_OUT_OF_REACH, address=address, reason=_reason(error)) from error
        self._task = task
        self._numbers: dict[str, int] = {}
        in_turn: Any = as_completed
        self._done: Any = in_turn(loop=self._client.loop)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(Exception):  # it may be gone
            self._client.close(timeout=2)

    @property
    def room(self) -> int:
        """How many chunks it takes at a time: some for each thread of the workers that are there now."""
        with _lost_explained():
            threads: dict[str, int] = self._client.nthreads()
        return _AHEAD * max(1, sum(threads.values()))

    def begin(self, number: int, chunk: bytes) -> None:
        """Give a chunk to the scheduler. Raises CLUSTER_LOST."""
        with _lost_explained():
            future = self._client.submit(self._task, chunk, pure=False)
            self._numbers[future.key] = number
            self._done.add(future)

    def answer(self) -> tuple[int, bytes | None]:
        """Wait for the first answer. Raises CLUSTER_LOST."""
        from distributed import KilledWorker

        with _lost_explained():
            future = next(self._done)
            number = self._numbers.pop(future.key)
            try:
                answer: bytes = future.result()
            except KilledWorker:
                return number, None
            return number, answer


@contextmanager
def _lost_explained() -> Iterator[None]:
    """Say that the scheduler is gone, or that a worker lacks this product. Raises CLUSTER_LOST."""
    try:
        yield
    except (Exception, CancelledError) as error:
        raise DatabaseRefuses(CLUSTER_LOST, reason=_reason(error)) from error


def _reason(error: BaseException) -> str:
    """Return what an error says in a line; of a chunk that was given up why, and not which."""
    told = str(getattr(error, "reason", "") or error).partition("\n")[0].rstrip(".")
    return f"{type(error).__name__}: {told}" if told else type(error).__name__
