"""The whole file copied while others write, and a copy put back in its place.

A copy is put back through SQLite, into the file that is there and in one transaction under its write lock. Were it
renamed into place, a program with the old file open would go on writing into a file without a name; so it waits, and
then finds the other content. A power cut leaves the one or the other.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors import DatabaseRefuses, reason_of
from nanhu_kpi.errors.backup import CANNOT_WRITE_COPY
from nanhu_kpi.errors.database import DamagedFile, FileExists, ForeignFile, LockedFile
from nanhu_kpi.half_made import give_mode_of, half_made
from nanhu_kpi.paths import is_there
from nanhu_kpi.store.connection import APPLICATION_ID, PATIENCE, connect, unseen, uri_of
from nanhu_kpi.store.copies.drafts import (
    PAGES_AT_ONCE,
    copy_whole,
    logs_beside,
    move_into_place,
    original_of,
    set_aside,
)
from nanhu_kpi.store.copies.other_copy import at_hand
from nanhu_kpi.store.database import inspecting, replacing, upgraded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_NAP = 0.25
_RECORD = ("entry", "target", "void", "change", "period")
_MAGIC = b"SQLite format 3\0"


class Holding(NamedTuple):
    """What a file holds: its office, how many entries, and when an officer last recorded anything (UTC text)."""

    office: str
    entries: int
    newest: str | None


def holding_of(conn: sqlite3.Connection) -> Holding:
    """Return what a file holds."""
    office = conn.execute("SELECT value FROM setting WHERE key = 'office_code'").fetchone()
    entries = conn.execute("SELECT count(*) FROM entry").fetchone()[0]
    newest = conn.execute("SELECT max(logged_at) FROM batch WHERE host <> 'catalogue'").fetchone()[0]
    return Holding(office[0] if office else "", entries, newest)


def back_up(
    conn: sqlite3.Connection,
    to: Path,
    *,
    checked: bool = True,
    on_step: Callable[[int, int], None] = unseen,
) -> None:
    """Copy the file that `conn` reads to the new file `to`, as of `conn`'s transaction, whole or not at all.

    It gets its name once it is on the disk and, if `checked`, SQLite finds it sound. Others may write meanwhile.
    Raises FileExists, STALE_LOG, CANNOT_WRITE_COPY or DamagedFile.
    """
    if is_there(to):
        raise FileExists(path=to)
    try:
        with half_made(to) as draft:
            copy_whole(conn, draft, to, on_step)
            give_mode_of(original_of(conn), draft)  # only those may read it who may read the original
            if checked and (fault := _fault(draft)):
                raise DamagedFile(path=original_of(conn), reason=fault)
            move_into_place(draft, to)
    except FileExistsError as error:
        raise FileExists(path=to) from error
    except OSError as error:
        raise DatabaseRefuses(CANNOT_WRITE_COPY, path=to, reason=reason_of(error)) from error


def take_copy(source: Path, draft: Path, to: Path, on_step: Callable[[int, int], None]) -> None:
    """Copy the database `source` to `draft`, a draft of `to`, brought up to this version; `source` stays as it is.

    Raises ForeignFile, NewerFile, DamagedFile, CANNOT_WRITE_COPY or another refusal of `errors`.
    """
    with at_hand(source, to) as place, inspecting(place) as conn:
        conn.execute("BEGIN")
        copy_whole(conn, draft, to, on_step)
    if backup := upgraded(draft):
        backup.unlink()


def compared(path: Path, draft: Path) -> tuple[Holding, int, int]:
    """Return what `path` holds, how many rows of the record it has and `draft` has not, and the other way round.

    Raises ForeignFile, NewerFile, DamagedFile or another refusal of `errors`.
    """
    with inspecting(path) as conn:
        try:
            conn.execute("ATTACH ? AS other", (uri_of(draft, "ro&immutable=1"),))
            return holding_of(conn), _rows_apart(conn, "main", "other"), _rows_apart(conn, "other", "main")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise
            raise DamagedFile(path=path, reason=str(error)) from error  # a table is gone


def _rows_apart(conn: sqlite3.Connection, one: str, other: str) -> int:
    apart = (
        f"""SELECT count(*) AS n FROM {one}.{table} x
            WHERE NOT EXISTS (SELECT 1 FROM {other}.{table} y WHERE y.id = x.id)"""
        for table in _RECORD
    )
    return int(conn.execute(f"SELECT sum(n) FROM ({' UNION ALL '.join(apart)})").fetchone()[0])


def put_in_place(
    draft: Path, path: Path, aside: Path, on_wait: Callable[[Path], None], patience: float = PATIENCE
) -> list[Path]:
    """Make `path` hold what `draft` holds, and keep what it held in `aside`; return the files that are kept.

    What is no database any more is renamed to `aside`, since nobody can be writing to it, and so are the logs of one
    that is gone. Raises ForeignFile for the
    database of another program, LockedFile, FileExists or another refusal of `errors`.
    """
    if is_there(aside):
        raise FileExists(path=aside)
    try:
        give_mode_of(path, draft)
        if is_there(path) and _is_of_another_program(path):
            raise ForeignFile(path=path)
        if is_there(path):
            try:
                _overwrite(draft, path, aside, on_wait, patience)
                return [aside]
            except (DamagedFile, ForeignFile):
                set_aside(path, aside)
        elif logs_beside(path):
            set_aside(path, aside)
        move_into_place(draft, path)
    except FileExistsError as error:
        raise FileExists(path=path) from error
    except OSError as error:
        raise DatabaseRefuses(CANNOT_WRITE_COPY, path=path, reason=reason_of(error)) from error
    return [aside] if is_there(aside) else logs_beside(aside)


def _overwrite(draft: Path, path: Path, aside: Path, on_wait: Callable[[Path], None], patience: float) -> None:
    started = time.monotonic()
    announced = kept = False

    def under_lock(status: int, _remaining: int, _total: int) -> None:
        """Keep the file aside once the first pages are in: from then on the write lock is held, and nothing is lost."""
        nonlocal announced, kept
        if status & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            waited = time.monotonic() - started
            if waited >= patience:
                raise LockedFile(path=path, seconds=max(1, round(waited)))
            if not announced:
                announced = True
                on_wait(path)
        elif not kept:
            with closing(connect(path, "ro")) as before:
                before.execute("BEGIN")
                back_up(before, aside, checked=False)
            kept = True

    with replacing(path) as conn:
        conn.execute("PRAGMA journal_mode = WAL")  # a reader beside the writer sees what was before
        _fit_pages(draft, conn.execute("PRAGMA page_size").fetchone()[0])
        conn.execute("PRAGMA busy_timeout = 0")
        with closing(connect(draft, "ro&immutable=1")) as source:
            pages = source.execute("PRAGMA page_count").fetchone()[0]
            # Never all of them in the first step, which would end the transaction before anything is kept.
            source.backup(conn, pages=max(1, min(PAGES_AT_ONCE, pages - 1)), progress=under_lock, sleep=_NAP)


def _fit_pages(draft: Path, size: int) -> None:
    """Give a draft pages of the size that the file has: in WAL mode the size is fixed."""
    with closing(connect(draft, "rw")) as conn:
        if conn.execute("PRAGMA page_size").fetchone()[0] != size:
            conn.execute("PRAGMA journal_mode = DELETE")
            conn.execute(f"PRAGMA page_size = {size:d}")
            conn.execute("VACUUM")
            conn.execute("PRAGMA journal_mode = WAL")


def _fault(draft: Path) -> str:
    """Return what SQLite finds wrong with a file, or ''."""
    try:
        with closing(connect(draft, "rw")) as conn:
            verdict = str(conn.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if verdict == "ok" else verdict.splitlines()[-1]


def _is_of_another_program(path: Path) -> bool:
    with path.open("rb") as file:
        header = file.read(100)
    return header.startswith(_MAGIC) and int.from_bytes(header[68:72], "big") != APPLICATION_ID
