"""Backups: a copy of the file beside it or elsewhere, and a copy put back."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import office_time, utc_moment
from nanhu_kpi.errors import DatabaseRefuses, Refusal, Usage
from nanhu_kpi.errors.backup import NO_BACKUP_FOLDER, NO_BACKUP_THERE, NOT_A_BACKUP, SAME_FILE, UNSOUND_BACKUP
from nanhu_kpi.errors.database import DamagedFile, ForeignFile, MissingFile, NewerFile
from nanhu_kpi.errors.reasons import OTHER_TABLES
from nanhu_kpi.paths import is_folder, is_there
from nanhu_kpi.service.check import unsound
from nanhu_kpi.settings import Settings
from nanhu_kpi.store.connection import as_damage
from nanhu_kpi.store.copies.backup import Holding, back_up, compared, holding_of, put_in_place, take_copy
from nanhu_kpi.store.copies.drafts import draft_beside, free_name
from nanhu_kpi.store.copies.other_copy import at_hand
from nanhu_kpi.store.copies.repair import rebuild
from nanhu_kpi.store.database import inspecting, reading
from nanhu_kpi.store.definitions import read_settings
from nanhu_kpi.store.schema.shape import foreign_tables, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from nanhu_kpi.errors.facts import UnsoundRow
    from nanhu_kpi.service.ledger import Ledger

_STAMP = "%Y%m%d-%H%M%S"


class Side(NamedTuple):
    """What a file holds, its newest record told in the office's time; '' where no officer has recorded anything."""

    office: str
    entries: int
    newest: str


class Backup(NamedTuple):
    """A copy that was made: where it is and what it holds."""

    path: Path
    holds: Side


class RestorePlan(NamedTuple):
    """A copy that is sound and ready: what is `here` (None where nothing is, or `refusal` says why it cannot be read),
    what is `there`, how many rows of the record would go and come, and which rules (triggers, indexes, views) the copy
    lacked, which it now has."""

    here: Side | None
    refusal: Refusal | None
    there: Side
    lost: int
    gained: int
    renewed: tuple[str, ...]
    draft: Path
    path: Path
    aside: Path
    rejected: tuple[UnsoundRow, ...] = ()

    def put_in_place(self, ledger: Ledger) -> list[Path]:
        """Make the database hold what the copy holds, and return the files that keep what it held."""
        return put_in_place(self.draft, self.path, self.aside, ledger.on_wait)


def make_backup(ledger: Ledger, to: Path | None) -> Backup:
    """Copy the database to `to`, a file or a folder, by default beside it under the office's time.

    Raises FileExists, NO_BACKUP_FOLDER, CANNOT_WRITE_COPY or DamagedFile.
    """
    with ledger.look() as opened:
        holds = _side(holding_of(opened.conn), opened.settings.zone)
        name = f"{ledger.path.stem}-{_stamp(ledger, opened.settings)}{ledger.path.suffix}"
        if to is None:
            to = ledger.path.with_name(name)
        elif is_folder(to):
            to = to / name
        elif not os.path.lexists(to.parent):
            raise DatabaseRefuses(NO_BACKUP_FOLDER, path=to)
        back_up(opened.conn, to, on_step=ledger.on_step)
        return Backup(to, holds)


@contextmanager
def restoration(ledger: Ledger, source: Path, *, repair: bool) -> Iterator[RestorePlan]:
    """Make `source` ready beside the database, and tell what putting it in place would change; nothing is yet.

    With `repair` the rows that pass every check are put into a new file, and the others are told.
    Raises UNSOUND_BACKUP, SAME_FILE, NO_BACKUP_THERE, NOT_A_BACKUP, or what a file that cannot be read is refused with.
    """
    path = ledger.path
    if is_there(path) and is_there(source) and path.samefile(source):
        raise Usage(SAME_FILE, path=path)
    path = Path(os.path.realpath(path))  # a link goes on pointing at the database
    with draft_beside(path) as draft:
        with _told_of(source, draft):
            rejected = tuple(_rebuilt(ledger, source, draft)) if repair else ()
            if not repair:
                take_copy(source, draft, path, ledger.on_step)
            with reading(draft) as conn:
                if next(unsound(conn, ledger.clock().date(), ledger.on_step), None):
                    raise DatabaseRefuses(UNSOUND_BACKUP, path=source)
                settings, shape = read_settings(conn), shape_of(conn)
                there = _side(holding_of(conn), settings.zone)
                renewed = tuple(sorted({*shape.missing, *shape.foreign}))
            if renewed:
                from nanhu_kpi.store.schema.create import renew_rules

                renew_rules(draft)
        here, refusal, lost, gained = None, None, 0, 0
        if is_there(path):
            try:
                holding, lost, gained = compared(path, draft)
                here = _side(holding, settings.zone)
            except (DamagedFile, ForeignFile, NewerFile) as error:
                refusal = error
        aside = free_name(path.with_name(f"{path.name}.replaced-{_stamp(ledger, settings)}"))
        yield RestorePlan(here, refusal, there, lost, gained, renewed, draft, path, aside, rejected)


def _rebuilt(ledger: Ledger, source: Path, draft: Path) -> list[UnsoundRow]:
    with at_hand(source, ledger.path) as place, inspecting(place) as conn, as_damage(source):
        if foreign_tables(conn):
            raise DamagedFile(path=source, reason=OTHER_TABLES)
        return rebuild(conn, draft, ledger.clock().date())


@contextmanager
def _told_of(source: Path, draft: Path) -> Iterator[None]:
    """Say of the backup, in words that fit one, what is found of it or of the draft, which nobody knows by name."""
    try:
        yield
    except DatabaseRefuses as refusal:
        if refusal.facts["path"] not in (source, draft):
            raise
        if isinstance(refusal, MissingFile):
            raise DatabaseRefuses(NO_BACKUP_THERE, path=source) from refusal
        if isinstance(refusal, ForeignFile):
            raise DatabaseRefuses(NOT_A_BACKUP, path=source) from refusal
        raise refusal.again(path=source) from refusal


def _stamp(ledger: Ledger, settings: Settings) -> str:
    return ledger.clock().astimezone(settings.zone).strftime(_STAMP)


def _side(holding: Holding, zone: tzinfo) -> Side:
    newest = office_time(utc_moment(holding.newest), zone) if holding.newest else ""
    return Side(holding.office or Settings().office_code, holding.entries, newest)
