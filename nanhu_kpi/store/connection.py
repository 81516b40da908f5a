"""A connection to the file: its guards, its write lock, the mode that leaves a resting file alone, and what SQLite's
errors mean.

Source: the traps named in the comments were measured on SQLite 3.40.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote_from_bytes

from nanhu_kpi.errors.database import CannotOpenFile, DamagedFile, DiskTrouble, ForeignFile, LockedFile, ReadOnlyFile
from nanhu_kpi.errors.reasons import ENDLESS_WORK, TEXT_OF_OTHER_BYTES
from nanhu_kpi.signals import interruption
from nanhu_kpi.text import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Connection = sqlite3.Connection
APPLICATION_ID = 0x4E48_4B50  # "NHKP": the mark of a file of ours
VERSION = 4  # of the schema
PATIENCE = 30.0
_READ_PATIENCE = 5
_FIRST_WAIT = 0.5
_NAP = 0.25
_STEPS = 1_000_000
_LEAST_WORK = 1_000_000_000
_WORK_A_PAGE = 1_000_000


@contextmanager
def locked(
    conn: Connection,
    path: Path,
    on_wait: Callable[[Path], None] = lambda _path: None,
    patience: float = PATIENCE,
    *,
    keep: bool = True,
) -> Iterator[None]:
    """Run the block as one transaction under the write lock; without `keep` it is only tried, and nothing of it stays.

    Raises LockedFile.
    """
    take_write_lock(conn, path, on_wait, patience)
    try:
        yield
    except BaseException:
        conn.rollback()
        raise
    if keep:
        conn.commit()
    else:
        conn.rollback()


def unseen(_done: int, _total: int) -> None:
    """Take in how much of how much is done, where nobody looks."""


def version_of(conn: Connection) -> int:
    """Return a number that changes whenever another connection has recorded something."""
    return int(conn.execute("PRAGMA data_version").fetchone()[0])


def connect(path: Path, mode: str) -> Connection:
    """Return a connection in a URI mode (`rw`, `ro`, `rwc`, `ro&immutable=1`) with the guards that writes need."""
    return _guarded(sqlite3.connect(uri_of(path, mode), uri=True, isolation_level=None, timeout=_READ_PATIENCE))


def connect_to_bytes(data: bytes) -> Connection:
    """Return a connection to the bytes of a whole file, in memory."""
    conn = sqlite3.connect(":memory:", isolation_level=None)
    try:
        # In memory there is no write-ahead log, and SQLite does not open a file that says it has one.
        conn.deserialize(data[:18] + b"\x01\x01" + data[20:] if data[18:20] == b"\x02\x02" else data)
    except BaseException:
        conn.close()
        raise
    return _guarded(conn)


def _guarded(conn: Connection) -> Connection:
    try:
        conn.execute("PRAGMA foreign_keys = ON")
        conn.create_function("folded", 1, _folded, deterministic=True)  # what searches texts
        # Without it INSERT OR REPLACE deletes a row past its BEFORE DELETE trigger.
        conn.execute("PRAGMA recursive_triggers = ON")
        conn.execute("PRAGMA synchronous = FULL")
        conn.execute("PRAGMA trusted_schema = OFF")  # what the schema of a foreign file calls is not to be trusted
    except BaseException:
        conn.close()
        raise
    return conn


def _folded(text: bytes) -> str:
    """Return a text as a search sees it, whatever bytes it is of: reading it says whether it is one."""
    return folded(text.decode(errors="replace"))


def uri_of(path: Path, mode: str) -> str:
    """Return what opens `path` in a URI mode."""
    # What `as_uri` does, which loads an HTTP client for it from Python 3.14 on.
    place = path.absolute().as_posix()
    return f"file://{'' if place.startswith('/') else '/'}{quote_from_bytes(os.fsencode(place), safe='/:')}?mode={mode}"


def take_write_lock(
    conn: Connection, path: Path, on_wait: Callable[[Path], None] = lambda _path: None, patience: float = PATIENCE
) -> None:
    """Begin a write transaction, trying in short naps so that Ctrl-C is heard while waiting. Raises LockedFile."""
    started = time.monotonic()
    announced = False
    conn.execute(f"PRAGMA busy_timeout = {int(min(_NAP, patience) * 1000)}")
    while True:
        try:
            conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            waited = time.monotonic() - started
            if waited >= patience:
                raise LockedFile(path=path, seconds=max(1, round(waited))) from None
            if not announced and waited >= _FIRST_WAIT:
                announced = True
                on_wait(path)
        else:
            return


def mode_to_read(path: Path) -> str:
    """Return the URI mode in which `path` can be read and stays as it is; in `rw`, together with `query_only`."""
    # mode=ro on a resting WAL file leaves -wal and -shm beside it; read-write with query_only cleans up after itself
    # and leaves the mtime alone, but would checkpoint what a killed writer left; immutable misses frames in a -wal.
    real = Path(os.path.realpath(path))
    wal = real.with_name(real.name + "-wal")
    with contextlib.suppress(FileNotFoundError):  # looked at once: whoever writes may be gone, and it with them
        if wal.stat().st_size > 0:
            return "ro"
    return "rw" if may_write(path) else "ro&immutable=1"


@contextmanager
def interruptible(conn: Connection, path: Path | None) -> Iterator[None]:
    """Hear Ctrl-C and SIGTERM inside long statements: SQLite looks up every million steps of its own.

    With `path`, a file of somebody else, work is bounded too: what takes many more steps than its size explains is not
    waited for. Raises KeyboardInterrupt, SystemExit or DamagedFile.
    """
    heard: list[BaseException] = []
    left = inf if path is None else _LEAST_WORK + _WORK_A_PAGE * conn.execute("PRAGMA page_count").fetchone()[0]

    def look_up() -> int:
        nonlocal left
        try:
            left -= _STEPS
            return left < 0
        except BaseException as signalled:  # a handler runs in here; SQLite takes what it raises for a mere stop
            heard.append(signalled)
            return 1

    conn.set_progress_handler(look_up, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if heard:
            raise heard[0] from None
        if path is not None and left < 0:
            raise DamagedFile(path=path, reason=ENDLESS_WORK) from error
        # A function of ours that is interrupted is said to have raised something.
        if is_interruption(error) or str(error) == "user-defined function raised exception":
            raise interruption() from None
        raise
    finally:
        conn.set_progress_handler(None, 0)


def is_interruption(error: Exception) -> bool:
    """Return whether a statement was stopped by a signal, or by the bound on its work."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT


def takes_no_index(error: sqlite3.OperationalError) -> bool:
    """Return whether a file in WAL mode could not be read since there is no room for the index beside it."""
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN)


def may_write(path: Path) -> bool:
    """Return whether the file and its folder, which has to hold the log, can be written."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say of a file into a refusal that names the cause."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None and "decode" in str(error):
            raise DamagedFile(path=path, reason=TEXT_OF_OTHER_BYTES) from error
        if code is None:  # raised by the module itself, such as a wrong number of bindings: our bug
            raise
        refusal = _REFUSALS.get(code & 0xFF)
        if refusal is LockedFile:
            raise LockedFile(path=path, seconds=_READ_PATIENCE) from error
        if refusal is None:
            raise
        raise refusal(path=path, reason=str(error)) from error
    except UnicodeDecodeError as error:  # what SQLite quotes of the file in its own message
        raise DamagedFile(path=path, reason=TEXT_OF_OTHER_BYTES) from error


@contextmanager
def as_damage(path: Path) -> Iterator[None]:
    """Say of a file whose content SQLite or Python cannot make sense of that it is damaged. Raises DamagedFile.

    Only for blocks that do nothing but read: there is nothing else that could be wrong.
    """
    try:
        with explained(path):
            yield
    except (sqlite3.DatabaseError, ValueError, TypeError, OverflowError) as error:
        if is_interruption(error):
            raise
        raise DamagedFile(path=path, reason=str(error)) from error


_REFUSALS = {
    sqlite3.SQLITE_NOTADB: ForeignFile,
    sqlite3.SQLITE_CORRUPT: DamagedFile,
    sqlite3.SQLITE_BUSY: LockedFile,
    sqlite3.SQLITE_LOCKED: LockedFile,
    sqlite3.SQLITE_READONLY: ReadOnlyFile,
    sqlite3.SQLITE_CANTOPEN: CannotOpenFile,
    sqlite3.SQLITE_PERM: CannotOpenFile,
    sqlite3.SQLITE_FULL: DiskTrouble,
    sqlite3.SQLITE_IOERR: DiskTrouble,
}


@contextmanager
def one_look(conn: Connection) -> Iterator[None]:
    """See the file as of one moment in the whole block; what the block keeps in tables of its own stays."""
    conn.execute("BEGIN")
    try:
        yield
    finally:
        if conn.in_transaction:  # an interrupted statement may have ended it
            conn.execute("COMMIT")
