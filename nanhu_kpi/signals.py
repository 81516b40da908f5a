"""Stopping when told to: what is half made is taken away first."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOLD = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_heard: list[int] = []


@contextmanager
def tidied_when_stopped() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the block as an exception does, so that all in it take away what they have half made.

    Raises SystemExit with 128 and the signal's number, as a shell tells it. A signal that is ignored stays so (nohup).
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears signals
        return
    heard = [number for number in _TOLD if signal.getsignal(number) is signal.SIG_DFL]
    for number in heard:
        signal.signal(number, _stop)
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, signal.SIG_DFL)


@contextmanager
def unheard(number: int) -> Iterator[None]:
    """Leave a signal to the process that the block waits for."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(number, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(number, before)


def interruption() -> BaseException:
    """Return what a signal raised that a library heard and swallowed: SystemExit if it was one of those above, else
    KeyboardInterrupt."""
    return SystemExit(128 + _heard[-1]) if _heard else KeyboardInterrupt()


def _stop(number: int, _frame: object) -> None:
    signal.signal(number, signal.SIG_IGN)  # a second one does not interrupt the tidying
    _heard.append(number)
    raise SystemExit(128 + number)
