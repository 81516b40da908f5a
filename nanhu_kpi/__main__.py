"""The program: `main` for a command inside a process, `run` for a process of its own.

Nothing is imported at the top but what Python has loaded already: until `run` is reached, Ctrl-C is a traceback.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # as typing says it, which is not loaded for that alone
if TYPE_CHECKING:
    from collections.abc import Sequence

    from nanhu_kpi.days import Clock

_RARELY = 50_000
_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None, *, clock: Clock | None = None) -> int:
    """Run one command and return its exit code. `clock` tells the time, in UTC."""
    from nanhu_kpi.cli.main import answered
    from nanhu_kpi.days import utc_now

    return answered(list(sys.argv[1:] if argv is None else argv), clock or utc_now)


def run() -> None:
    """Run as a process of its own, and leave at once: the file is closed, and there is nothing to tidy."""
    code = _INTERRUPTED
    sys.unraisablehook = _leave_where_interrupted
    try:
        _open_standard_streams()
        code = _ended()
        for stream in (sys.stdout, sys.stderr):
            try:  # noqa: SIM105 - without another module
                stream.flush()
            except (OSError, ValueError):
                pass  # the reader has gone, or the writer of a workbook has closed the stream
    except KeyboardInterrupt:
        pass  # there are no words for it yet, or they have been said
    os._exit(code)


def _ended() -> int:
    import gc

    from nanhu_kpi.signals import tidied_when_stopped

    # A short command ends before it would collect; a long one keeps its memory.
    gc.set_threshold(_RARELY)
    try:
        with tidied_when_stopped():
            return main()
    except SystemExit as leaving:  # shell completion leaves this way, and a signal
        return leaving.code if isinstance(leaving.code, int) else 0


def _leave_where_interrupted(passed_over: sys.UnraisableHookArgs) -> None:
    """Leave where Ctrl-C was heard in a callback of the first imports: nothing is open yet, and it would be lost."""
    if passed_over.exc_type is KeyboardInterrupt:
        os._exit(_INTERRUPTED)
    sys.__unraisablehook__(passed_over)


def _open_standard_streams() -> None:
    """Open what the caller closed (`>&-`): the database must not become file 1, and printing must find a stream."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "r" if number == 0 else "w", closefd=False))


if __name__ == "__main__":
    run()
