"""Files in: every row is read and understood beside the record, and all of them are recorded, or none."""

from __future__ import annotations

import pickle
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import office_day, office_time, utc_moment, year_end
from nanhu_kpi.errors import BadInput, DatabaseRefuses
from nanhu_kpi.errors.import_rows import Problem
from nanhu_kpi.errors.imports import CHANGED_MEANWHILE, HEADER_ALONE, IMPORTED_BEFORE
from nanhu_kpi.exchange.readers.headers import read_header
from nanhu_kpi.exchange.readers.open_input import opened_input
from nanhu_kpi.model import Actual, Batch, Measure
from nanhu_kpi.service.imports.cells import Cells
from nanhu_kpi.service.imports.chunks import Incoming
from nanhu_kpi.service.imports.compare import compared
from nanhu_kpi.service.imports.restore import RESTORING, RestoredExport, exported_as, restored_void
from nanhu_kpi.store.definitions import read_measures
from nanhu_kpi.store.entries import add_batch
from nanhu_kpi.store.imports import append, staging
from nanhu_kpi.store.rollups import actuals
from nanhu_kpi.text import short_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from nanhu_kpi.exchange.formats import FileFormat
    from nanhu_kpi.exchange.readers.headers import Header
    from nanhu_kpi.exchange.readers.open_input import Input
    from nanhu_kpi.service.ledger import Ledger, Staging, Writing


class Asked(NamedTuple):
    """What is to be imported, and how: `day` and `note` are for the rows that have none, `again` takes a file without
    keys a second time, `sheet` names one of a workbook."""

    path: str
    format: FileFormat | None = None
    day: str = ""
    note: str = ""
    ignore_extra: bool = False
    again: bool = False
    sheet: str = ""


class ImportEffect(NamedTuple):
    """What an import makes of one measure as of `day`: entries to add, entries there already, before and after."""

    measure: Measure
    day: date
    added: int
    there: int
    before: Actual
    after: Actual


class Review:
    """A file that was read, with the transaction that could record it not yet begun."""

    def __init__(self, draft: Staging, asked: Asked, header: Header, found: Input) -> None:
        self.encoding = found.encoding
        self.ignored = header.ignored
        self.above = found.table.above
        self.hidden_sheets = found.table.hidden
        self._draft = draft
        self._asked = asked
        self._header = header
        self._digest = found.digest
        self._version = 0
        self._compare()

    @property
    def count(self) -> int:
        """How many entries would be added."""
        return self._counts[0]

    @property
    def there(self) -> int:
        """How many rows are in the record already."""
        return self._counts[1]

    @property
    def voids(self) -> int:
        """How many entries the file says were taken back, and the record does not."""
        return self._voids

    @property
    def problem_count(self) -> int:
        """How many problems were found."""
        return staging.count_flaws(self._draft.conn)

    def problems(self) -> Iterator[Problem]:
        """Yield every problem, by row."""
        return (_restored(flaw) for flaw in staging.flaws(self._draft.conn))

    def effects(self) -> tuple[ImportEffect, ...]:
        """Return what the import would make of each measure: it is tried, and taken back at once."""
        version = self._version
        with self._draft.write(keep=False) as write:
            effects = self._recorded(write, with_effects=True)[1]
        # What was compared inside the trial went with it.
        self._version = version
        return effects

    def record(self, *, with_effects: bool) -> tuple[Batch | None, tuple[ImportEffect, ...]]:
        """Record all of it, and return the batch (None where only what an export holds was restored) and, if wanted,
        what it made of each measure.

        Raises ChangedMeanwhile or ImportedBefore where somebody else was quicker.
        """
        with self._draft.write() as write:
            return self._recorded(write, with_effects=with_effects)

    def _compare(self) -> None:
        conn = self._draft.conn
        conn.execute("BEGIN")
        try:
            self._compare_inside()
        finally:
            conn.execute("COMMIT")

    def _compare_inside(self) -> None:
        conn = self._draft.conn
        self._version = staging.version_of(conn)
        staging.forget_late_flaws(conn)
        measures = read_measures(conn)
        flaws = compared(self._draft, self._header, measures)
        staging.note_flaws(conn, _kept(flaws), late=True)
        self._measures = measures
        self._counts = staging.counts(conn)
        self._voids = append.count_voids_told(conn) if self._header.restores else 0
        self._refuse_same_bytes()

    def _refuse_same_bytes(self) -> None:
        if self._asked.again or not self._counts[2] or self.problem_count:
            return
        before = staging.live_batch_with(self._draft.conn, f" sha256={self._digest}")
        if before:
            id_, officer, logged_at = before
            raise BadInput(IMPORTED_BEFORE,
                batch=short_name(id_), officer=officer,
                logged_at=office_time(utc_moment(logged_at), self._draft.settings.zone),
            )  # fmt: skip

    def _recorded(self, write: Writing, *, with_effects: bool) -> tuple[Batch | None, tuple[ImportEffect, ...]]:
        conn = write.conn
        if staging.version_of(conn) != self._version:
            self._compare_inside()
        if self.problem_count or not append.all_fit(conn):
            raise DatabaseRefuses(CHANGED_MEANWHILE, path=self._asked.path, count=max(1, self.problem_count))
        before = self._standing(write) if with_effects else {}
        batch = None
        # What is new, and neither restored nor there, makes a batch of this command's.
        if self.count > staging.count_restored(conn):
            again = " --again" if self._asked.again else ""  # so that it is no finding of `db check`
            command = f"import {Path(self._asked.path).name or self._asked.path}{again} sha256={self._digest}"
            ledger = self._draft.ledger
            batch = Batch(write.ids.next_id(), ledger.officer, ledger.host, command, ledger.clock(), write.today)
            add_batch(conn, batch)
        self._add_restored(write)
        if newest := staging.newest_id(conn):
            write.ids.go_above(newest)
        id_at = write.ids.next_ids(staging.last_number(conn))
        append.add_fresh(conn, batch.id if batch else None, id_at)
        return batch, self._effects(write, before) if with_effects else ()

    def _add_restored(self, write: Writing) -> None:
        """Add the batches that restored rows belong to, and what took them back."""
        if not self._header.restores:
            return
        conn, zone = write.conn, write.settings.zone

        def on(logged_at: str) -> str:
            return office_day(utc_moment(logged_at), zone).isoformat()

        append.add_batches(
            conn,
            [
                (id_, officer, host, command or RESTORING, at, day or on(at))
                for id_, officer, host, at, command, day in append.batches_told(conn)
            ],
        )
        voids, batches = [], {}
        for entry, at, officer, reason in append.voids_told(conn):
            batch, void = restored_void(entry, at, officer, reason, zone)
            batches[batch[0]] = batch
            voids.append(void)
        append.add_batches(conn, batches.values())
        append.stage_voids(conn, voids)

    def _standing(self, write: Writing) -> dict[tuple[str, int], tuple[date, Actual]]:
        """Return each touched measure's actual as of today, or of 31 December of a past year."""
        found = {}
        for year, codes in staging.years_touched(write.conn).items():
            day = min(write.today, year_end(year))
            at = actuals(write.conn, day)
            found.update({(code, year): (day, at.get(code, Actual())) for code in codes})
        return found

    def _effects(self, write: Writing, before: dict[tuple[str, int], tuple[date, Actual]]) -> tuple[ImportEffect, ...]:
        after = self._standing(write)
        tally = staging.tally(write.conn)
        order = {code: at for at, code in enumerate(self._measures)}
        return tuple(
            ImportEffect(self._measures[code], day, *tally.get((code, year), (0, 0)), was, after[code, year][1])
            for (code, year), (day, was) in sorted(before.items(), key=lambda each: (order[each[0][0]], each[0][1]))
        )


@contextmanager
def reviewed(
    ledger: Ledger, asked: Asked, on_progress: Callable[[int, int], None] = lambda _read, _size: None
) -> Iterator[Review | RestoredExport]:
    """Read a file whole, and hold every row against the record; nothing is locked. An export of target revisions or of
    changes is known by its header.

    `on_progress` is told how many bytes of how many are read. Raises what keeps the file from being read at all.
    """
    with ledger.draft() as draft, opened_input(asked.path, asked.format, asked.sheet) as found:
        # A path is of the folder that the file came in with its evidence.
        folder = Path(asked.path).parent if asked.path != "-" else Path()
        cells = Cells(read_measures(draft.conn), draft.today, draft.ledger.clock(), folder)
        if what := exported_as(found.table.header):
            yield RestoredExport(draft, asked.path, what, found, cells)
            return
        staging.prepare(draft.conn)
        header = read_header(asked.path, found.table.header, ignore_extra=asked.ignore_extra, with_day=bool(asked.day))
        _stage(draft, asked, header, found, cells, on_progress)
        if not staging.anything(draft.conn):
            raise BadInput(HEADER_ALONE, path=asked.path)
        yield Review(draft, asked, header, found)


def _stage(
    draft: Staging, asked: Asked, header: Header, found: Input, cells: Cells, on_progress: Callable[[int, int], None]
) -> None:
    conn = draft.conn
    day = cells.day(asked.day) if asked.day else ""
    incoming = Incoming(header, cells, day=day, note=asked.note)
    conn.execute("BEGIN")
    for chunk in found.table.chunks:
        staged, problems = incoming.understood(chunk.unguarded() if header.is_for_excel else chunk)
        for columns, rows in staged:
            staging.stage(conn, columns, rows)
        if problems:
            staging.note_flaws(conn, _kept(problems))
        on_progress(found.position(), found.size)
    conn.execute("COMMIT")


def _kept(problems: Iterable[Problem]) -> Iterator[tuple[int, bytes]]:
    """Yield problems as bytes to keep aside: a file may have more of them than memory holds."""
    for row, column, value, refusal in problems:
        yield row, pickle.dumps((row, column, value, type(refusal), refusal.msgid, refusal.facts))


def _restored(kept: bytes) -> Problem:
    row, column, value, kind, sentence, facts = pickle.loads(kept)
    return Problem(row, column, value, kind(sentence, **facts))
