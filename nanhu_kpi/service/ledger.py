"""The ledger a command works on: which file, who, from which host, at what moment; read or written."""

from __future__ import annotations

import os
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import CLOCK_SLACK, FIRST_YEAR, office_day, office_time, parsed_day
from nanhu_kpi.errors import BadInput, DatabaseRefuses, Usage, reason_of
from nanhu_kpi.errors.database import IS_A_FOLDER, CannotOpenFile, FileExists
from nanhu_kpi.errors.definitions import UNFIT_CATALOGUE, BrokenCatalogue
from nanhu_kpi.errors.usage import EMPTY_NAME
from nanhu_kpi.errors.values import BROKEN_TEXT, KNOWN_TOO_LATE
from nanhu_kpi.half_made import sweep
from nanhu_kpi.model import Batch
from nanhu_kpi.paths import is_folder, is_there
from nanhu_kpi.settings import Settings
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.connection import Connection, locked, unseen
from nanhu_kpi.store.database import preparing, reading, upgraded, writing
from nanhu_kpi.store.definitions import read_settings
from nanhu_kpi.store.ids import IdSource, id_source, newest_moment
from nanhu_kpi.text import is_encodable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date, datetime

    from nanhu_kpi.days import Clock, Span

IN_FOLDER = Path("data", "nanhu.db")


class Ledger(NamedTuple):
    """One command's surroundings. `on_created` and `on_wait` are told of the file in question, `on_upgraded` also of
    its backup; `on_recorded` is called when a transaction stands, and `on_ahead` is told the moment of the newest row
    of the file, and now, where that row lies ahead of the clock. `ids` makes the ids of what is written;
    `on_step` is told how much of how much of long work is done."""

    path: Path
    clock: Clock
    officer: str
    host: str
    may_create: bool
    on_created: Callable[[Path], None] = lambda _path: None
    on_wait: Callable[[Path], None] = lambda _path: None
    on_recorded: Callable[[], None] = lambda: None
    on_upgraded: Callable[[Path, Path], None] = lambda _path, _backup: None
    on_ahead: Callable[[str, str], None] = lambda _newest, _now: None
    on_step: Callable[[int, int], None] = unseen
    ids: Callable[[Connection, datetime], IdSource] = id_source

    @contextmanager
    def look(
        self, known: str | None = None, *, year: int | None = None, as_of: str | None = None, span: Span | None = None
    ) -> Iterator[Reading]:
        """Open the file to read it, creating the user's own at its first use.

        With `known`, as typed, it is read as it was known at the end of that day, which is then the office's today; the
        year or days that the sheet is of say how far back. Raises KNOWN_TOO_LATE for a day that has not been.
        """
        self._ensure_file()
        with reading(self.path) as conn:
            settings = read_settings(conn)
            present = Reading(conn, settings, office_day(self.clock(), settings.zone))
            if known is None:
                yield present
                return
            day = known_day(known, present.today)
            if as_of is not None:
                year = parsed_day(as_of, day).year
            elif span is not None:
                year = span.first.year
            with present.as_known(day, FIRST_YEAR if year is None else year) as past:
                yield past

    def today(self, known: str | None = None) -> date:
        """Return the office's day, or the day `known`, as typed. Raises KNOWN_TOO_LATE."""
        with self.look() as opened:
            return opened.today if known is None else known_day(known, opened.today)

    @contextmanager
    def write(self, *, keep: bool = True) -> Iterator[Writing]:
        """Open the file for one transaction: all of the block is recorded, or none of it; without `keep` it is only
        tried."""
        self._ensure_file()
        with writing(self.path, self.on_wait, keep=keep) as conn:
            yield (opened := _writing(conn, self))
            ahead = _ahead(opened)
        if keep:
            self._recorded(ahead)

    @contextmanager
    def draft(self) -> Iterator[Staging]:
        """Open the file to prepare a large write beside it. Nothing is locked until `Staging.write`."""
        self._ensure_file()
        with preparing(self.path) as conn:
            settings = read_settings(conn)
            yield Staging(conn, settings, office_day(self.clock(), settings.zone), self)

    def _recorded(self, ahead: tuple[str, str] | None) -> None:
        self.on_recorded()
        sweep(self.path.parent)
        if ahead:
            self.on_ahead(*ahead)

    def _ensure_file(self) -> None:
        if backup := upgraded(self.path):
            self.on_upgraded(self.path, backup)
        if not self.may_create:
            return
        try:
            if is_there(self.path):
                return
            create_database(self.path)
        except FileExists:
            return  # another command was first
        except OSError as error:
            raise CannotOpenFile(path=self.path, reason=reason_of(error)) from error
        self.on_created(self.path)


class Reading(NamedTuple):
    """An open file at rest: its connection, the office's settings and the office's day."""

    conn: Connection
    settings: Settings
    today: date

    @contextmanager
    def as_known(self, day: date, year: int) -> Iterator[Reading]:
        """Open what was known at the end of a day, which is then the office's today, for sheets of `year`."""
        from nanhu_kpi.store.as_known import as_known

        with closing(as_known(self.conn, day, year)) as copy:
            yield Reading(copy, read_settings(copy), day)


class Writing(NamedTuple):
    """An open transaction: what a reading has, the source of its ids, and the ledger that it is of."""

    conn: Connection
    settings: Settings
    today: date
    ids: IdSource
    ledger: Ledger

    def begin_batch(self, command: str) -> Batch:
        """Record that this command was given, and return the batch that all it records belongs to."""
        ledger = self.ledger
        batch = Batch(self.ids.next_id(), ledger.officer, ledger.host, command, ledger.clock(), self.today)
        add_batch(self.conn, batch)
        return batch


class Staging(NamedTuple):
    """An open file with a write being prepared: what a reading has, and the ledger that it is of."""

    conn: Connection
    settings: Settings
    today: date
    ledger: Ledger

    @contextmanager
    def write(self, *, keep: bool = True) -> Iterator[Writing]:
        """Open one transaction: all of the block is recorded, or none of it; without `keep` it is only tried."""
        with locked(self.conn, self.ledger.path, self.ledger.on_wait, keep=keep):
            yield (opened := _writing(self.conn, self.ledger))
            ahead = _ahead(opened)
        if keep:
            self.ledger._recorded(ahead)


def _writing(conn: Connection, ledger: Ledger) -> Writing:
    settings = read_settings(conn)
    moment = ledger.clock()
    return Writing(conn, settings, office_day(moment, settings.zone), ledger.ids(conn, moment), ledger)


def _ahead(opened: Writing) -> tuple[str, str] | None:
    """Return the moment of the file's newest row and now, as the office reads them, where the row lies ahead."""
    newest, now = newest_moment(opened.conn), opened.ledger.clock()
    if newest is None or newest <= now + CLOCK_SLACK:
        return None
    return office_time(newest, opened.settings.zone), office_time(now, opened.settings.zone)


def known_day(text: str, today: date) -> date:
    """Return the day `--known` as typed. Raises KNOWN_TOO_LATE for one that has not been."""
    day = parsed_day(text, today)
    if day > today:
        raise BadInput(KNOWN_TOO_LATE, day=day, today=today)
    return day


def create_database(path: Path, folder: Path | None = None) -> None:
    """Create a database from the report's catalogue, or from the one in a folder.

    Raises FileExists, IS_A_FOLDER, CANNOT_WRITE_FILE or UNFIT_CATALOGUE.
    """
    if is_folder(path):
        raise DatabaseRefuses(IS_A_FOLDER, path=path)
    from nanhu_kpi.catalogue.loader import load_catalogue, load_own_catalogue
    from nanhu_kpi.store.schema.create import create

    if folder is None:
        create(path, load_catalogue(), Settings())
        return
    try:
        catalogue = load_own_catalogue(folder)
    except BrokenCatalogue as broken:
        raise BadInput(UNFIT_CATALOGUE, **broken.facts) from broken
    create(path, catalogue, Settings())


def database_place(option: str | None, environ: Mapping[str, str]) -> tuple[Path, bool]:
    """Return the database's path, and whether it may be created where it is missing.

    `--db`, then NANHU_DB, then `data/nanhu.db` below the current folder if it is there, then the user's data folder,
    the only one of them that first use creates. Raises EMPTY_NAME, or CannotOpenFile for a place that cannot be looked
    at.
    """
    if option is not None and not option.strip():
        raise Usage(EMPTY_NAME)
    named = option or environ.get("NANHU_DB")
    try:
        if named:
            return Path(named).expanduser(), False
        if is_there(IN_FOLDER):
            return IN_FOLDER, False
        import platformdirs

        return Path(platformdirs.user_data_dir("nanhu-kpi", appauthor=False)) / "nanhu.db", True
    except OSError as error:
        raise CannotOpenFile(path=named or IN_FOLDER, reason=reason_of(error)) from error
    except RuntimeError as error:  # a home that is not known
        raise CannotOpenFile(path=named or "~", reason=str(error)) from error


def this_officer(option: str | None) -> str:
    """Return `--by`, or the name this person is logged in with."""
    try:
        name = option.strip() if option and option.strip() else _login_name()
        if not is_encodable(name):
            raise BadInput(BROKEN_TEXT, text=name)
        return name
    except (KeyError, OSError):  # a container's user without a name
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"


def _login_name() -> str:
    # What getpass would ask first, without importing it and the terminal with it.
    if name := os.environ.get("LOGNAME") or os.environ.get("USER"):
        return name
    import getpass

    return getpass.getuser()


def this_host() -> str:
    """Return the name of this machine."""
    if hasattr(os, "uname"):
        return os.uname().nodename
    import socket

    return socket.gethostname()
