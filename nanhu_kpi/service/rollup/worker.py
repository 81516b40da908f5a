"""A worker of the pool: `python -m nanhu_kpi.service.rollup.worker MODULE:FUNCTION IN OUT`, with two open pipes.

It runs the function on one chunk after another until its pipe is closed.
"""

from __future__ import annotations

import gc
import signal
import sys
from importlib import import_module
from multiprocessing.connection import Connection

READY = b"ready"
_RARELY = 50_000  # nothing that is read of a file refers to itself


def main() -> None:
    """Answer chunk after chunk."""
    gc.set_threshold(_RARELY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever is asked to stop closes the pipe
    task, chunks_in, answers_out = sys.argv[1:]
    module, _, name = task.partition(":")
    run = getattr(import_module(module), name)
    chunks = Connection(int(chunks_in), writable=False)
    answers = Connection(int(answers_out), readable=False)
    answers.send_bytes(READY)
    while True:
        try:
            chunk = chunks.recv_bytes()
        except EOFError:
            return
        try:
            answers.send_bytes(run(chunk))
        except BrokenPipeError:
            return


if __name__ == "__main__":
    main()
