"""Opening the file: to read it and leave it as it is, or to write it under its lock from the start.

Source: the traps named in the comments were measured on SQLite 3.40 (benchmarks/README.md says how to see them again).
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from nanhu_kpi.errors.database import (
    CannotOpenFile,
    DamagedFile,
    DiskTrouble,
    ForeignFile,
    IsAFolder,
    LockedFile,
    MissingFile,
    NewerFile,
    OlderFile,
    ReadOnlyFile,
)
from nanhu_kpi.store.version import APPLICATION_ID, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Connection = sqlite3.Connection
PATIENCE = 30.0
_READ_PATIENCE = 5
_FIRST_WAIT = 0.5
_NAP = 0.25


@contextmanager
def reading(path: Path, *, upgrades: bool = True) -> Iterator[Connection]:
    """Open `path` for one consistent look that leaves the file, its mtime and its folder as they were.

    A file of an earlier version is brought up to date first, unless `upgrades` is false. Raises one of the refusals of
    `errors` where the file cannot be read or is not ours.
    """
    with explained(path):
        with _system_explained(path):
            _refuse_what_is_no_file(path)
            if upgrades:
                upgrade_if_older(path)
            conn = _connect_to_read(path)
        with closing(conn):
            _refuse_what_is_not_ours(conn, path)
            conn.execute("BEGIN")
            yield conn


@contextmanager
def writing(
    path: Path, on_wait: Callable[[Path], None] = lambda _path: None, patience: float = PATIENCE
) -> Iterator[Connection]:
    """Open `path` for one transaction: all of the block is recorded, or none of it.

    The write lock is taken at the start, so what is read inside the block is what the write rests on. Where another
    process holds it, `on_wait` is called once and the lock waited for, up to `patience` seconds. Raises LockedFile,
    ReadOnlyFile or another refusal of `errors`.
    """
    with explained(path):
        with _system_explained(path):
            _refuse_what_is_no_file(path)
            _refuse_what_is_read_only(path)
            upgrade_if_older(path)
            conn = connect(path, "rw")
        with closing(conn):
            _refuse_what_is_not_ours(conn, path)
            with locked(conn, path, on_wait, patience):
                yield conn


@contextmanager
def preparing(path: Path) -> Iterator[Connection]:
    """Open `path` to look at it and prepare a large write in temporary tables; nothing is locked.

    `locked` is what then writes. Raises what `writing` raises, but for LockedFile.
    """
    with explained(path):
        with _system_explained(path):
            _refuse_what_is_no_file(path)
            _refuse_what_is_read_only(path)
            upgrade_if_older(path)
            conn = connect(path, "rw")
        with closing(conn):
            _refuse_what_is_not_ours(conn, path)
            yield conn


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


@contextmanager
def inspecting(path: Path) -> Iterator[Connection]:
    """Open `path` to read it as it stands, of whatever version: nothing is upgraded, and nothing is left beside it.

    Raises ForeignFile, NewerFile, DamagedFile or another refusal of `errors`.
    """
    with explained(path):
        with _system_explained(path):
            _refuse_what_is_no_file(path)
            conn = _connect_to_read(path)
        with closing(conn):
            _refuse_what_is_not_ours(conn, path)
            yield conn


@contextmanager
def replacing(path: Path) -> Iterator[Connection]:
    """Open `path` to write all of it anew, whatever version it is of. Raises ReadOnlyFile or another refusal."""
    with explained(path):
        with _system_explained(path):
            _refuse_what_is_no_file(path)
            _refuse_what_is_read_only(path)
            conn = connect(path, "rw")
        with closing(conn):
            yield conn


def upgraded(path: Path) -> Path | None:
    """Bring a file of an earlier version up to date and return the backup taken of it, or None for any other file."""
    with explained(path), _system_explained(path):
        return upgrade_if_older(path) if path.is_file() and os.access(path, os.R_OK) else None


def connect(path: Path, mode: str) -> Connection:
    """Return a connection in a URI mode (`rw`, `ro`, `rwc`, `ro&immutable=1`) with the guards that writes need."""
    conn = sqlite3.connect(uri_of(path, mode), uri=True, isolation_level=None, timeout=_READ_PATIENCE)
    try:
        conn.execute("PRAGMA foreign_keys = ON")
        # Without it INSERT OR REPLACE deletes a row past its BEFORE DELETE trigger.
        conn.execute("PRAGMA recursive_triggers = ON")
        conn.execute("PRAGMA synchronous = FULL")
    except BaseException:
        conn.close()
        raise
    return conn


def uri_of(path: Path, mode: str) -> str:
    """Return what opens `path` in a URI mode."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def upgrade_if_older(path: Path) -> Path | None:
    """Bring a file of an earlier version up to date and return the backup taken of it.

    Looks at nothing but the header of one that is not older.
    """
    # Bytes 60-63 hold user_version, 68-71 application_id.
    with path.open("rb") as file:
        header = file.read(100)
    ours = int.from_bytes(header[68:72], "big") == APPLICATION_ID
    if ours and 0 < int.from_bytes(header[60:64], "big") < VERSION:
        from nanhu_kpi.store.building import upgrade

        if not _may_write(path):
            raise OlderFile(path=path)
        return upgrade(path)
    return None


def take_write_lock(
    conn: Connection,
    path: Path,
    on_wait: Callable[[Path], None] = lambda _path: None,
    patience: float = PATIENCE,
) -> None:
    """Begin a write transaction, trying in short naps so that Ctrl-C is heard while waiting. Raises LockedFile."""
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
                raise LockedFile(path=path, seconds=max(1, round(waited))) from None
            if not told and waited >= _FIRST_WAIT:
                told = True
                on_wait(path)
        else:
            return


def mode_to_read(path: Path) -> str:
    """Return the URI mode in which `path` can be read and stays as it is; in `rw`, together with `query_only`."""
    # mode=ro on a resting WAL file leaves -wal and -shm beside it; read-write with query_only cleans up after itself
    # and leaves the mtime alone, but would checkpoint what a killed writer left; immutable misses frames in a -wal.
    real = path.resolve()
    wal = real.with_name(real.name + "-wal")
    pending = wal.exists() and wal.stat().st_size > 0
    if pending:
        return "ro"
    return "rw" if _may_write(path) else "ro&immutable=1"


def _connect_to_read(path: Path) -> Connection:
    mode = mode_to_read(path)
    conn = connect(path, mode)
    if mode == "rw":
        conn.execute("PRAGMA query_only = ON")
    return conn


def _refuse_what_is_no_file(path: Path) -> None:
    if path.is_dir():
        raise IsAFolder(path=path)
    if not path.exists():
        raise MissingFile(path=path)
    if not path.is_file():
        raise CannotOpenFile(path=path, reason="not a file")
    if not os.access(path, os.R_OK):
        raise CannotOpenFile(path=path, reason="permission denied")


def _refuse_what_is_read_only(path: Path) -> None:
    # SQLite begins a write on a read-only file as a read, and needs the folder for its -wal.
    if not _may_write(path):
        raise ReadOnlyFile(path=path, reason="permission denied")


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def _refuse_what_is_not_ours(conn: Connection, path: Path) -> None:
    if conn.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise ForeignFile(path=path)
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise NewerFile(path=path, version=version, known=VERSION)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system say of a file into a refusal that names the cause."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:  # raised by the module itself, such as a wrong number of bindings: our bug
            raise
        refusal = _REFUSALS.get(code & 0xFF)
        if refusal is LockedFile:
            raise LockedFile(path=path, seconds=_READ_PATIENCE) from error
        if refusal is None:
            raise
        raise refusal(path=path, reason=str(error)) from error


@contextmanager
def _system_explained(path: Path) -> Iterator[None]:
    """Turn what the system says while opening into a refusal; what a caller's block meets later is not ours."""
    try:
        yield
    except OSError as error:
        raise CannotOpenFile(path=path, reason=error.strerror or str(error)) from error


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
