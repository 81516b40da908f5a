"""One command: the language, then the command line, then an exit code. Errors become sentences here."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import TYPE_CHECKING

from nanhu_kpi.errors import BUG, INTERRUPTED, OK, BadInput, Refusal, reason_of
from nanhu_kpi.errors.database import CannotOpenFile
from nanhu_kpi.errors.values import BROKEN_TEXT, CANNOT_PRINT
from nanhu_kpi.i18n import _, activate, chosen_language
from nanhu_kpi.text import is_encodable, visible

if TYPE_CHECKING:
    from nanhu_kpi.cli.context import Surroundings
    from nanhu_kpi.days import Clock

_STDOUT_TROUBLE = (errno.ENOSPC, errno.EBADF, errno.EIO)
_CLOSED_PLACES = (errno.EACCES, errno.EPERM, errno.ELOOP, errno.ENAMETOOLONG, errno.ENOTDIR)


def answered(words: list[str], clock: Clock) -> int:
    """Run one command and return its exit code."""
    activate(chosen_language(words, os.environ))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a character that the locale lacks crashes nothing
    from nanhu_kpi.cli.context import Surroundings  # whose libraries ask for their words as they are loaded

    around = Surroundings(clock)
    try:
        return _run(words, around)
    except Refusal as refusal:
        return _refused(refusal)
    except KeyboardInterrupt:
        if around.asking and not around.recorded:
            _complain(_("Interrupted; nothing was recorded."))
        else:
            _complain(_("Interrupted; nothing more was recorded. To check: nanhu-kpi entries"))
        return INTERRUPTED
    except OSError as error:
        if error.filename is not None and error.errno in _CLOSED_PLACES:
            return _refused(CannotOpenFile(path=error.filename, reason=reason_of(error)))
        if error.errno not in _STDOUT_TROUBLE:
            return _fault(around)
        _silence_stdout()
        return _refused(BadInput(CANNOT_PRINT, reason=reason_of(error)))
    except Exception:
        return _fault(around)


def _run(words: list[str], around: Surroundings) -> int:
    for word in words:
        if not is_encodable(word) or "\0" in word:
            raise BadInput(BROKEN_TEXT, text=word)
    import click

    from nanhu_kpi.cli.app import command

    try:
        result = command.main(args=words, prog_name="nanhu-kpi", standalone_mode=False, obj=around)
        sys.stdout.flush()
    except click.Abort:
        raise KeyboardInterrupt from None
    except BrokenPipeError:
        _silence_stdout()
        return around.exit_code
    except OSError as error:
        if not around.recorded or error.errno not in _STDOUT_TROUBLE:
            raise
        # A script that took this for a failure would record it twice.
        _silence_stdout()
        _complain(
            _("It is recorded; only the answer could not be shown: {reason}. Do not record it again.").format(
                reason=_(error.strerror or "")
            )
        )
        return OK
    except SystemExit as leaving:
        if not isinstance(leaving.__context__, BrokenPipeError):  # click leaves with 1 where the reader has gone
            raise
        _silence_stdout()
        return around.exit_code
    except click.ClickException as error:
        from nanhu_kpi.cli.frame import show_usage_error

        show_usage_error(error)
        return error.exit_code
    if result == INTERRUPTED:  # Typer leaves a command that is interrupted without a word
        click.echo(err=True)  # the terminal shows ^C and stays on its line
        raise KeyboardInterrupt
    return result if isinstance(result, int) and result != OK else around.exit_code


def _refused(refusal: Refusal) -> int:
    """Say why something is refused, and return the exit code of that."""
    from nanhu_kpi.render.refusals import sentence

    _complain(sentence(refusal))
    return refusal.exit_code


def _fault(around: Surroundings) -> int:
    """Say that the program is at fault; or the file, where it holds what cannot be read, and return its exit code."""
    if around.path is not None:
        from nanhu_kpi.service.check import fault_of

        if refusal := fault_of(around.path, around.clock().date()):
            return _refused(refusal)
    import traceback

    traceback.print_exc()
    _complain(_("This is a fault of nanhu-kpi, not yours. Please report it with the lines above."))
    return BUG


def _complain(sentence: str) -> None:
    with contextlib.suppress(OSError):
        print(visible(sentence), file=sys.stderr)  # noqa: T201


def _silence_stdout() -> None:
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
