"""A file written whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from nanhu_kpi.errors import reason_of
from nanhu_kpi.errors.values import CannotWriteOutput
from nanhu_kpi.half_made import give_mode_of, half_made
from nanhu_kpi.paths import LOGS, is_file, is_folder, is_there

if TYPE_CHECKING:
    from collections.abc import Iterator


_SQLITE = b"SQLite format 3\0"
_STREAMS = {"-": 1, "/dev/stdout": 1, "/dev/stderr": 2}
_DESCRIPTOR = re.compile(r"/(?:dev|proc/self)/fd/(\d{1,9})")


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open `path` for UTF-8 text; it is replaced when the block ends, and left as it was where the block fails.

    What is not text goes to the stream's `buffer`. A link is followed. What a shell has opened (`-`, /dev/stdout,
    /dev/fd/63 and the like) is written to from where it stands: nothing that is appended to is replaced. So is what is
    no file of bytes at rest (a device, a pipe). Raises CannotWriteOutput.
    """
    if (descriptor := _opened_by_shell(path)) is not None:
        try:
            with os.fdopen(os.dup(descriptor), "w", encoding="utf-8", newline="") as stream:
                yield stream
        except OSError as error:
            raise CannotWriteOutput(path=path, reason=reason_of(error)) from error
        return
    try:
        target = Path(os.path.realpath(path))
        if target.is_symlink():  # a loop has no end to write to
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        if is_there(target) and not is_file(target) and not is_folder(target):
            with target.open("w", encoding="utf-8", newline="") as stream:
                yield stream
            return
        if is_folder(target):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if _is_of_a_database(target):
            raise CannotWriteOutput(path=path, reason="it is a database")
    except OSError as error:
        raise CannotWriteOutput(path=path, reason=reason_of(error)) from error
    with _replaced(path, target) as stream:
        yield stream


def is_left_behind(path: Path) -> bool:
    """Return whether `path`, once written, is a file that stays: not what a shell has opened, a device or a pipe."""
    try:
        return _opened_by_shell(path) is None and is_file(path)
    except OSError:
        return False


@contextmanager
def _replaced(path: Path, target: Path) -> Iterator[TextIO]:
    try:
        with half_made(target) as draft:
            with draft.open("w", encoding="utf-8", newline="") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            give_mode_of(target, draft)
            draft.replace(target)
    except OSError as error:
        raise CannotWriteOutput(path=path, reason=reason_of(error)) from error


def _opened_by_shell(path: Path) -> int | None:
    """Return the number of the open file that a path names, None where it is a path like any other."""
    named = _DESCRIPTOR.fullmatch(str(path))
    descriptor = int(named[1]) if named else _STREAMS.get(str(path))
    for stream in (sys.stdout, sys.stderr) if descriptor is not None else ():
        stream.flush()
    return descriptor


def _is_of_a_database(target: Path) -> bool:
    """Return whether `target` is an SQLite file, or the log of one: a slip of -o must not cost the record."""
    for ending in LOGS:
        if target.name.endswith(ending):
            target = target.with_name(target.name.removesuffix(ending))
    if not is_file(target):
        return False
    with target.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE
