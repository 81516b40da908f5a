"""Opening the file: to read it and leave it as it is, or to write it under its lock from the start."""

from __future__ import annotations

import os
import sqlite3
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nanhu_kpi.errors import DatabaseRefuses, reason_of
from nanhu_kpi.errors.database import (
    IS_A_FOLDER,
    OLDER_FILE,
    CannotOpenFile,
    ForeignFile,
    MissingFile,
    NewerFile,
    ReadOnlyFile,
)
from nanhu_kpi.half_made import half_made
from nanhu_kpi.paths import is_file, is_folder, is_there
from nanhu_kpi.store.connection import (
    APPLICATION_ID,
    PATIENCE,
    VERSION,
    Connection,
    connect,
    explained,
    interruptible,
    locked,
    may_write,
    mode_to_read,
    takes_no_index,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def reading(path: Path, *, upgrades: bool = True, foreign: Path | None = None) -> Iterator[Connection]:
    """Open `path` for one consistent look that leaves the file, its mtime and its folder as they were.

    A file of an earlier version is brought up to date first, unless `upgrades` is false. The work that a `foreign`
    one, named so, makes is bounded. Raises one of the refusals of
    `errors` where the file cannot be read or is not ours.
    """
    with _opened(path, writes=False, upgrades=upgrades, foreign=foreign) as conn:
        conn.execute("BEGIN")
        yield conn


@contextmanager
def writing(
    path: Path, on_wait: Callable[[Path], None] = lambda _path: None, patience: float = PATIENCE, *, keep: bool = True
) -> Iterator[Connection]:
    """Open `path` for one transaction: all of the block is recorded, or none of it; without `keep` it is only tried.

    The write lock is taken at the start, so what is read inside the block is what the write rests on. Where another
    process holds it, `on_wait` is called once and the lock waited for, up to `patience` seconds. Raises LockedFile,
    ReadOnlyFile or another refusal of `errors`.
    """
    with _opened(path, writes=True) as conn, locked(conn, path, on_wait, patience, keep=keep):
        yield conn


@contextmanager
def preparing(path: Path) -> Iterator[Connection]:
    """Open `path` to look at it and prepare a large write in temporary tables; nothing is locked.

    `locked` is what then writes. Raises what `writing` raises, but for LockedFile.
    """
    with _opened(path, writes=True) as conn:
        yield conn


@contextmanager
def inspecting(path: Path) -> Iterator[Connection]:
    """Open `path` to read it as it stands, of whatever version: nothing is upgraded, and nothing is left beside it.

    Raises ForeignFile, NewerFile, DamagedFile or another refusal of `errors`.
    """
    with _opened(path, writes=False, upgrades=False) as conn:
        yield conn


@contextmanager
def replacing(path: Path) -> Iterator[Connection]:
    """Open `path` to write all of it anew, whatever it holds. Raises ReadOnlyFile or another refusal."""
    with _opened(path, writes=True, upgrades=False, ours=False) as conn:
        yield conn


@contextmanager
def _opened(
    path: Path, *, writes: bool, upgrades: bool = True, ours: bool = True, foreign: Path | None = None
) -> Iterator[Connection]:
    """Open `path`; without `ours`, whatever program and version it is of."""
    stack = ExitStack()
    with explained(path):
        with _system_explained(path):
            refuse_what_is_no_file(path)
            if writes:
                _refuse_what_is_read_only(path)
            if upgrades:
                upgrade_if_older(path)
            conn = stack.enter_context(closing(connect(path, "rw")) if writes else _connected_to_read(path))
        with stack:
            if ours:
                refuse_what_is_not_ours(conn, path)
            with interruptible(conn, foreign):
                yield conn


def upgraded(path: Path) -> Path | None:
    """Bring a file of an earlier version up to date and return the backup taken of it, or None for any other file."""
    with explained(path), _system_explained(path):
        return upgrade_if_older(path) if is_file(path) and os.access(path, os.R_OK) else None


def upgrade_if_older(path: Path) -> Path | None:
    """Bring a file of an earlier version up to date and return the backup taken of it.

    Looks at nothing but the header of one that is not older.
    """
    # Bytes 60-63 hold user_version, 68-71 application_id.
    with path.open("rb") as file:
        header = file.read(100)
    ours = int.from_bytes(header[68:72], "big") == APPLICATION_ID
    if ours and 0 < int.from_bytes(header[60:64], "big") < VERSION:
        from nanhu_kpi.store.schema.create import upgrade

        if not may_write(path):
            raise DatabaseRefuses(OLDER_FILE, path=path)
        return upgrade(path)
    return None


@contextmanager
def _connected_to_read(path: Path) -> Iterator[Connection]:
    """Connect to read `path`, also where the disk is full and takes no index of its log."""
    mode = mode_to_read(path)
    with ExitStack() as stack:
        try:
            conn = stack.enter_context(closing(connect(path, mode)))
            conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.OperationalError as error:
            if "immutable" in mode or not takes_no_index(error):
                raise
            place = path if mode == "rw" else stack.enter_context(_copied_elsewhere(path))
            conn = stack.enter_context(closing(connect(place, "ro&immutable=1" if place == path else "rw")))
        if mode == "rw":
            conn.execute("PRAGMA query_only = ON")
        yield conn


@contextmanager
def _copied_elsewhere(path: Path) -> Iterator[Path]:
    """Copy a database with its log to where temporary files are, for the block: only there can the log be read."""
    import shutil
    import tempfile

    with half_made(Path(tempfile.gettempdir(), path.name)) as copy:
        shutil.copyfile(path, copy)
        shutil.copyfile(f"{os.path.realpath(path)}-wal", f"{copy}-wal")
        yield copy


def refuse_what_is_no_file(path: Path) -> None:
    """Refuse a folder, a pipe, or what is not there or may not be read."""
    if is_folder(path):
        raise DatabaseRefuses(IS_A_FOLDER, path=path)
    if not is_there(path):
        raise MissingFile(path=path)
    if not is_file(path):
        raise CannotOpenFile(path=path, reason="not a file")
    if not os.access(path, os.R_OK):
        raise CannotOpenFile(path=path, reason="permission denied")


def _refuse_what_is_read_only(path: Path) -> None:
    # SQLite begins a write on a read-only file as a read, and needs the folder for its -wal.
    if not may_write(path):
        raise ReadOnlyFile(path=path, reason="permission denied")


def refuse_what_is_not_ours(conn: Connection, path: Path) -> None:
    """Raise ForeignFile for a file of another program, and NewerFile for one of a later version."""
    if conn.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise ForeignFile(path=path)
    version = conn.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise NewerFile(path=path, version=version, known=VERSION)


@contextmanager
def _system_explained(path: Path) -> Iterator[None]:
    """Turn what the system says while opening into a refusal; what a caller's block meets later is not ours."""
    try:
        yield
    except OSError as error:
        raise CannotOpenFile(path=path, reason=reason_of(error)) from error
