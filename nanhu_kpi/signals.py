"""Stopping when told to: what is half made is taken away first."""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOLD = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_heard: list[int] = []
_SHORTLY = 0.01  # seconds, in which a callback ends


@contextmanager
def tidied_when_stopped() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the block as an exception does, so that all in it take away what they have half made.

    Raises SystemExit with 128 and the signal's number, as a shell tells it. A signal that is ignored stays so (nohup).
    One that comes where Python passes over what is raised, Ctrl-C too, is raised again a moment later.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears signals
        return
    heard = [number for number in _TOLD if signal.getsignal(number) is signal.SIG_DFL]
    for number in heard:
        signal.signal(number, _stop)
    before, sys.unraisablehook = sys.unraisablehook, _again
    try:
        yield
    finally:
        sys.unraisablehook = before
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


def _again(passed_over: sys.UnraisableHookArgs) -> None:
    """Raise a signal again that was heard in a callback or a finalizer: Python would print it, and go on."""
    if isinstance(passed_over.exc_value, KeyboardInterrupt):
        number = int(signal.SIGINT)
    elif isinstance(passed_over.exc_value, SystemExit) and _heard:
        number = _heard.pop()
        signal.signal(number, _stop)
    else:
        sys.__unraisablehook__(passed_over)
        return
    threading.Timer(_SHORTLY, _tell_main_thread, [number]).start()


def _tell_main_thread(number: int) -> None:
    ident = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and ident:
        signal.pthread_kill(ident, number)  # which wakes it, too, where it waits
    else:
        signal.raise_signal(number)
