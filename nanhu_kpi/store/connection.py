"""Opening the file: to read it and leave it as it is, or to write it under its lock from the start.

Source: the traps named in the comments were measured on SQLite 3.40 (benchmarks/README.md says how to see them again).
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from nanhu_kpi.errors import (
    CannotOpenFile,
    DamagedFile,
    DiskTrouble,
    ForeignFile,
    IsAFolder,
    LockedFile,
    MissingFile,
    NewerFile,
    ReadOnlyFile,
)
from nanhu_kpi.store.schema import APPLICATION_ID, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Connection = sqlite3.Connection
PATIENCE = 30.0
_FIRST_WAIT = 0.5
_NAP = 0.25


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open `path` for one consistent look that leaves the file, its mtime and its folder as they were.

    Raises one of the refusals of `errors` where the file cannot be read or is not ours.
    """
    _refuse_what_is_no_file(path)
    with _explained(path):
        _upgrade_if_older(path)
        with closing(_connect_to_read(path)) as conn:
            _refuse_what_is_not_ours(conn, path)
            conn.execute("BEGIN")
            yield conn


@contextmanager
def writing(
    path: Path, on_wait: Callable[[Path], None] = lambda _path: None, patience: float = PATIENCE
) -> Iterator[sqlite3.Connection]:
    """Open `path` for one transaction: all of the block is recorded, or none of it.

    The write lock is taken at the start, so what is read inside the block is what the write rests on. Where another
    process holds it, `on_wait` is called once and the lock waited for, up to `patience` seconds. Raises LockedFile,
    ReadOnlyFile or another refusal of `errors`.
    """
    _refuse_what_is_no_file(path)
    with _explained(path):
        _upgrade_if_older(path)
        with closing(connect(path, "rw")) as conn:
            _refuse_what_is_not_ours(conn, path)
            _take_write_lock(conn, path, on_wait, patience)
            try:
                yield conn
            except BaseException:
                conn.rollback()
                raise
            conn.commit()


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Return a connection in a URI mode (`rw`, `ro`, `rwc`, `ro&immutable=1`) with the guards that writes need."""
    conn = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=5)
    conn.execute("PRAGMA foreign_keys = ON")
    # Without it INSERT OR REPLACE deletes a row past its BEFORE DELETE trigger.
    conn.execute("PRAGMA recursive_triggers = ON")
    conn.execute("PRAGMA synchronous = FULL")
    return conn


def _connect_to_read(path: Path) -> sqlite3.Connection:
    # mode=ro on a resting WAL file leaves -wal and -shm beside it; read-write with query_only cleans up after itself
    # and leaves the mtime alone, but would checkpoint what a killed writer left; immutable misses frames in a -wal.
    wal = path.with_name(path.name + "-wal")
    pending = wal.exists() and wal.stat().st_size > 0
    if pending:
        return connect(path, "ro")
    if not (os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)):
        return connect(path, "ro&immutable=1")
    conn = connect(path, "rw")
    conn.execute("PRAGMA query_only = ON")
    return conn


def _refuse_what_is_no_file(path: Path) -> None:
    if path.is_dir():
        raise IsAFolder(path=path)
    if not path.exists():
        raise MissingFile(path=path)
    if not os.access(path, os.R_OK):
        raise CannotOpenFile(path=path, reason="permission denied")


def _refuse_what_is_not_ours(conn: sqlite3.Connection, path: Path) -> None:
    if conn.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise ForeignFile(path=path)
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise NewerFile(path=path, version=version, known=VERSION)


def _upgrade_if_older(path: Path) -> None:
    # The version is read from the header, where SQLite keeps it (bytes 60-63 user_version, 68-71 application_id):
    # a look at every start that opens nothing.
    with path.open("rb") as file:
        header = file.read(100)
    ours = int.from_bytes(header[68:72], "big") == APPLICATION_ID
    if ours and 0 < int.from_bytes(header[60:64], "big") < VERSION:
        from nanhu_kpi.store.building import upgrade

        upgrade(path)


def _take_write_lock(conn: sqlite3.Connection, path: Path, on_wait: Callable[[Path], None], patience: float) -> None:
    """Take the lock in short naps, so that Ctrl-C is heard while waiting."""
    started = time.monotonic()
    told = False
    conn.execute(f"PRAGMA busy_timeout = {int(min(_NAP, patience) * 1000)}")
    while True:
        try:
            conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            waited = time.monotonic() - started
            if waited >= patience:
                raise LockedFile(path=path, seconds=round(patience)) from None
            if not told and waited >= _FIRST_WAIT:
                told = True
                on_wait(path)
        else:
            return


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say of a file into a refusal that names the cause."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:  # raised by the module itself, such as a wrong number of bindings: our bug
            raise
        refusal = _REFUSALS.get(code & 0xFF)
        if refusal is LockedFile:
            raise LockedFile(path=path, seconds=round(PATIENCE)) from error
        if refusal is None:
            raise
        raise refusal(path=path, reason=str(error)) from error
    except PermissionError as error:
        raise CannotOpenFile(path=path, reason=error.strerror or "") from error


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
