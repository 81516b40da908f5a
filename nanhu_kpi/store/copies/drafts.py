"""Database files made under another name first: whole under their own, or not there at all."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import sqlite3
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nanhu_kpi.errors import DatabaseRefuses, reason_of
from nanhu_kpi.errors.backup import CANNOT_WRITE_COPY
from nanhu_kpi.errors.database import STALE_LOG, DiskTrouble, ReadOnlyFile
from nanhu_kpi.half_made import half_made
from nanhu_kpi.paths import LOGS, is_there
from nanhu_kpi.store.connection import unseen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGES_AT_ONCE = 4000
_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)


@contextmanager
def draft_beside(path: Path) -> Iterator[Path]:
    """Make an empty draft beside the database in use, which goes with the block. Raises ReadOnlyFile or DiskTrouble."""
    with ExitStack() as stack:
        try:
            draft = stack.enter_context(half_made(path))
        except OSError as error:
            refusal = ReadOnlyFile if error.errno in _CLOSED else DiskTrouble
            raise refusal(path=path, reason=reason_of(error)) from error
        yield draft


def copy_whole(conn: sqlite3.Connection, draft: Path, to: Path, on_step: Callable[[int, int], None] = unseen) -> None:
    """Copy what `conn` reads to the empty draft of `to`; `on_step` is told of the pages. Raises CANNOT_WRITE_COPY."""
    conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # in a transaction the look begins here
    try:
        with closing(sqlite3.connect(draft)) as copy:
            # In steps, so that Ctrl-C and SIGTERM are heard between them.
            conn.backup(copy, pages=PAGES_AT_ONCE, progress=lambda _status, left, pages: on_step(pages - left, pages))
    except OSError as error:
        raise DatabaseRefuses(CANNOT_WRITE_COPY, path=to, reason=reason_of(error)) from error
    except sqlite3.OperationalError as error:
        raise DatabaseRefuses(CANNOT_WRITE_COPY, path=to, reason=str(error)) from error


def original_of(conn: sqlite3.Connection) -> Path:
    """Return the file that `conn` reads."""
    return Path(conn.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0])


def move_into_place(draft: Path, path: Path) -> None:
    """Give a closed draft its name. Raises FileExistsError where it is taken, or STALE_LOG."""
    for log in logs_beside(path):
        # Another process may have been first, and its database is in use: the log is its own.
        if os.path.lexists(path):
            raise FileExistsError
        raise DatabaseRefuses(STALE_LOG, path=log, database=path)
    # A link fails where the name is taken, which a rename does not; some file systems know no links.
    try:
        if not hasattr(os, "link"):
            raise NotImplementedError
        os.link(draft, path)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        if is_there(path):
            raise FileExistsError from None
        draft.rename(path)
    _sync_names(path.parent)


def logs_beside(path: Path) -> list[Path]:
    """Return the logs under a database's name; where that is gone, SQLite would read them into the next one there."""
    logs = (path.with_name(path.name + ending) for ending in LOGS)
    return [log for log in logs if os.path.lexists(log)]


def free_name(path: Path) -> Path:
    """Return `path`, or where that or a log of it is there the same with the first number that is free."""
    names = itertools.chain([path], (path.with_name(f"{path.name}-{number}") for number in itertools.count(2)))
    return next(name for name in names if not os.path.lexists(name) and not logs_beside(name))


def set_aside(path: Path, aside: Path) -> None:
    """Rename a database that cannot be opened, or is gone, with the logs that belong to it."""
    for ending in ("", *LOGS):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    _sync_names(path.parent)


def _sync_names(folder: Path) -> None:
    """Put a folder's names on the disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
