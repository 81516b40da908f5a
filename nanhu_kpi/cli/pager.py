"""What is taller than the screen, a screen at a time: through the reader's own pager, else `less`."""

from __future__ import annotations

import io
import os
import shlex
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from nanhu_kpi.signals import unheard

if TYPE_CHECKING:
    from collections.abc import Mapping

# Colours are kept, what fits the screen is printed and done with, and what was read stays on the screen.
_LESS = "RFX"
_INTERRUPTED = (-signal.SIGINT, 128 + signal.SIGINT)


class Screen(io.StringIO):
    """What goes to a terminal once its height is known: it is coloured as for one."""

    def isatty(self) -> bool:
        """Say where the text ends up."""
        return True


def shows(text: str) -> bool:
    """Return whether the pager has shown `text`: it was taller than the terminal, and the pager ended well.

    Nothing was shown by one that is missing; one that fails may have shown a part.
    """
    if text.count("\n") < shutil.get_terminal_size().lines or os.environ.get("TERM", "dumb") == "dumb":
        return False
    encoding = sys.stdout.encoding
    sys.stdout.flush()
    try:
        command = _command(os.environ)
        if not command:
            return False
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=_surroundings(os.environ, encoding))
    except (OSError, ValueError):  # no such program, or a quote that is not closed
        return False
    with unheard(signal.SIGINT):  # Ctrl-C is the pager's
        process.communicate(text.encode(encoding, "backslashreplace"))
    return process.returncode == 0 or process.returncode in _INTERRUPTED


def _command(environ: Mapping[str, str]) -> list[str]:
    return shlex.split(environ.get("PAGER", f"less -{_LESS}"))


def _surroundings(environ: Mapping[str, str], encoding: str) -> dict[str, str]:
    """Return the environment, with what `less` needs said where nobody has: PAGER may name it alone."""
    added = {"LESS": _LESS}
    if encoding.lower().replace("-", "") == "utf8":
        added["LESSCHARSET"] = "utf-8"
    return {**added, **environ}
