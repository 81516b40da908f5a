"""Another office's file, which is only ever read: nothing in it, beside it or about it changes, not even for a moment.

It is opened as one that nobody writes, and looked at again afterwards: where somebody did write meanwhile, it is read
once more. A log beside it is taken into account through a copy of both. A file of an earlier version is brought up to
date in memory. Nothing that the file itself holds is run: no trigger, no view, no virtual table.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from zlib import crc32

from nanhu_kpi.days import utc_text
from nanhu_kpi.errors.database import DamagedFile
from nanhu_kpi.errors.reasons import OTHER_TABLES, UNFIT_VALUE
from nanhu_kpi.errors.rollup import ChangingFile, EmptyFile, OtherChecksum
from nanhu_kpi.half_made import half_made_folder
from nanhu_kpi.paths import is_there
from nanhu_kpi.settings import is_fit
from nanhu_kpi.store.connection import VERSION, Connection, connect, connect_to_bytes, explained, interruptible
from nanhu_kpi.store.database import refuse_what_is_no_file, refuse_what_is_not_ours
from nanhu_kpi.store.ids import RECORDED, newest_moment
from nanhu_kpi.store.schema.shape import foreign_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


_T = TypeVar("_T")
_TRIES = 5
_LOGS = ("-wal", "-journal")
_HEADER = 100
_MOST_TAGS = 8192


class FileRecord(NamedTuple):
    """What a file's record comes to, to be compared with that of another copy: when its newest row was made, how many
    rows it has, and a tag of four bytes for each of its commands, in order.

    Of more than so many commands only every second, fourth ... is kept, `halved` times: the same ones in every copy.
    """

    moment: str
    rows: int
    halved: int
    tags: bytes


def read_at_rest(path: Path, read: Callable[[Connection], _T], sha256: str = "") -> _T:
    """Return what `read` makes of a file on this machine, which has not changed meanwhile.

    Raises EmptyFile, OtherChecksum, ChangingFile or another refusal of `errors`, and whatever `read` raises.
    """
    for _ in range(_TRIES):
        refuse_what_is_no_file(path)
        before = _trace(path)
        if not before[0][1]:
            raise EmptyFile(path=path)
        try:
            if sha256:
                refuse_other_bytes(path, path.read_bytes(), sha256)
            with _opened(path, pending=any(size for _, size, *_ in before[1:])) as conn:
                result = read(conn)
        except Exception:
            if _trace(path) == before:
                raise
        else:
            if _trace(path) == before:
                return result
    raise ChangingFile(path=path)


def read_bytes(path: Path, data: bytes, read: Callable[[Connection], _T], log: bytes = b"") -> _T:
    """Return what `read` makes of the bytes of a file, `path` to whoever asks, and of its log."""
    if not data:
        raise EmptyFile(path=path)
    if log:
        with half_made_folder(Path(tempfile.gettempdir(), "nanhu-kpi")) as folder:
            copy = folder / "office.db"
            copy.write_bytes(data)
            Path(f"{copy}-wal").write_bytes(log)
            with explained(path), closing(connect(copy, "rw")) as conn, _ours(conn, path) as ours:
                return read(ours)
    with explained(path), closing(connect_to_bytes(data)) as conn, _ours(conn, path) as ours:
        return read(ours)


def refuse_other_bytes(path: Path, data: bytes, sha256: str) -> None:
    """Raise OtherChecksum where the bytes are not those that the sender's checksum is of."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise OtherChecksum(path=path)


def record_of(conn: Connection) -> FileRecord:
    """Return what the record of a file comes to."""
    rows = sum(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in RECORDED)
    tags = sorted(crc32(id_) for (id_,) in conn.execute("SELECT id FROM batch"))
    halved = 0
    while len(tags) > _MOST_TAGS:
        halved += 1
        tags = [tag for tag in tags if not tag & (1 << halved) - 1]
    moment = newest_moment(conn)
    written = utc_text(moment.astimezone(UTC)) if moment else ""
    return FileRecord(written, rows, halved, b"".join(tag.to_bytes(4, "big") for tag in tags))


def unfit_settings(conn: Connection) -> list[str]:
    """Return the settings that no command writes."""
    return [key for key, value in conn.execute("SELECT key, value FROM setting") if not is_fit(key, value)]


@contextmanager
def _opened(path: Path, *, pending: bool) -> Iterator[Connection]:
    if not pending:
        with explained(path), closing(connect(path, "ro&immutable=1")) as conn, _ours(conn, path) as ours:
            yield ours
        return
    with half_made_folder(Path(tempfile.gettempdir(), "nanhu-kpi")) as folder:
        copy = folder / "office.db"
        shutil.copyfile(path, copy)
        for log in _logs_of(path):
            if is_there(log):
                shutil.copyfile(log, f"{copy}{log.name.removeprefix(path.name)}")
        with explained(path), closing(connect(copy, "rw")) as conn, _ours(conn, path) as ours:
            yield ours


@contextmanager
def _ours(conn: Connection, path: Path) -> Iterator[Connection]:
    """Yield a connection whose tables are those of this version: the one given, or one to an upgraded copy in memory.

    Work is bounded. Raises ForeignFile, NewerFile or DamagedFile.
    """
    with interruptible(conn, path):
        refuse_what_is_not_ours(conn, path)
        if foreign_tables(conn):
            raise DamagedFile(path=path, reason=OTHER_TABLES)
        if conn.execute("PRAGMA user_version").fetchone()[0] == VERSION:
            if unfit_settings(conn):
                raise DamagedFile(path=path, reason=UNFIT_VALUE)
            yield conn
            return
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
            conn.backup(copy)
            with interruptible(copy, path):
                _upgrade(copy)
                if unfit_settings(copy):
                    raise DamagedFile(path=path, reason=UNFIT_VALUE)
                yield copy


def _upgrade(conn: Connection) -> None:
    from nanhu_kpi.store.schema import migrations

    conn.execute("PRAGMA trusted_schema = OFF")
    conn.execute("BEGIN")
    migrations.strip(conn)  # before a step that a foreign trigger would hear
    migrations.apply(conn)
    conn.execute("COMMIT")


def _trace(path: Path) -> list[tuple[bytes, int, int, int]]:
    """Return what changes where somebody writes: head, size, time and number of the file and of its logs, which may
    not be there."""
    return [_trace_of(path), *(_trace_of(log) for log in _logs_of(path))]


def _trace_of(path: Path) -> tuple[bytes, int, int, int]:
    try:
        stat = path.stat()
        with path.open("rb") as file:
            return file.read(_HEADER), stat.st_size, stat.st_mtime_ns, stat.st_ino
    except FileNotFoundError:
        return b"", 0, 0, 0


def _logs_of(path: Path) -> Sequence[Path]:
    return [path.with_name(path.name + ending) for ending in _LOGS]
