"""Another copy of the database beside the one in use: read only, and left as it is."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from nanhu_kpi.errors import DatabaseRefuses, reason_of
from nanhu_kpi.errors.database import CannotOpenFile, DamagedFile, DiskTrouble
from nanhu_kpi.errors.merge import UNSOUND_ROWS
from nanhu_kpi.errors.reasons import OTHER_TABLES
from nanhu_kpi.paths import is_there
from nanhu_kpi.store.checks import said_of_damage
from nanhu_kpi.store.connection import VERSION, as_damage, explained, may_write, mode_to_read, takes_no_index, uri_of
from nanhu_kpi.store.copies.drafts import copy_whole, draft_beside
from nanhu_kpi.store.database import reading
from nanhu_kpi.store.schema.shape import foreign_tables, shape_of
from nanhu_kpi.store.schema.tables import TABLE_NAMES
from nanhu_kpi.store.soundness import unsound_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_READ_PATIENCE = 5000
MOST_TOLD = 50


@contextmanager
def readable(path: Path, today: date, beside: Path) -> Iterator[Path]:
    """Hold `path` open and yield it, looked through; where it is of an earlier version, an upgraded copy `beside` the
    database in use that goes with the block.

    The file is data: no trigger, view or virtual table of its own is ever run. Whoever attaches the yielded file lets
    go of it inside the block: the one who holds it last clears up after a file in WAL mode, and that is this one.
    Raises a refusal of `errors` where the file cannot be read, is not ours, or holds rows that no command writes.
    """
    with at_hand(path, beside) as place, reading(place, upgrades=False, foreign=path) as conn:
        if foreign_tables(conn):
            raise DamagedFile(path=path, reason=OTHER_TABLES)
        if conn.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            _look_through(conn, path, today)
            yield place
            return
        from nanhu_kpi.store.schema.create import upgrade

        with draft_beside(beside) as copy:
            copy_whole(conn, copy, beside)
            if backup := upgrade(copy):
                backup.unlink()
            with reading(copy) as upgraded:
                _look_through(upgraded, path, today)
                yield copy


def _look_through(conn: sqlite3.Connection, path: Path, today: date) -> None:
    """Refuse a file that is broken, lacks a table, or has a row that no command writes."""
    with as_damage(path):
        (verdict,) = conn.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise DamagedFile(path=path, reason=" ".join(said_of_damage(verdict)[:1]))
        if broken := [name for name in shape_of(conn).missing if name in TABLE_NAMES]:
            raise DamagedFile(path=path, reason=OTHER_TABLES, tables=broken)
        if rows := list(islice(unsound_rows(conn, today), MOST_TOLD)):
            raise DatabaseRefuses(UNSOUND_ROWS, path=path, rows=rows)


@contextmanager
def at_hand(path: Path, beside: Path) -> Iterator[Path]:
    """Yield `path`; where its log cannot be read, since its folder takes no index of one, a copy of both `beside` the
    database in use that goes with the block.

    Raises CannotOpenFile, ReadOnlyFile or DiskTrouble.
    """
    log = Path(f"{os.path.realpath(path)}-wal")
    if may_write(path) or not is_there(log) or not log.stat().st_size:
        yield path
        return
    with draft_beside(beside) as copy:
        try:
            shutil.copyfile(path, copy)
            shutil.copyfile(log, f"{copy}-wal")
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise DiskTrouble(path=beside, reason=error.strerror) from error
            raise CannotOpenFile(path=path, reason=reason_of(error)) from error
        try:
            yield copy
        except DatabaseRefuses as refusal:
            if refusal.facts["path"] != copy:
                raise
            raise refusal.again(path=path) from refusal


def attach_to_read(conn: sqlite3.Connection, place: Path, path: Path) -> None:
    """Make `place`, which was asked for as `path` and looked through, the schema `other` of a connection.

    Raises LockedFile or another refusal.
    """
    conn.execute(f"PRAGMA busy_timeout = {_READ_PATIENCE}")
    with explained(path):
        mode = mode_to_read(place)
        # The file is attached to one that is written: query_only would hold for both, `ro` holds for this one.
        try:
            conn.execute("ATTACH ? AS other", (uri_of(place, "ro" if mode == "rw" else mode),))
            conn.execute("SELECT count(*) FROM other.sqlite_schema").fetchone()
        except sqlite3.OperationalError as error:
            if mode != "rw" or not takes_no_index(error):
                raise
            conn.execute("DETACH other")
            conn.execute("ATTACH ? AS other", (uri_of(place, "ro&immutable=1"),))
