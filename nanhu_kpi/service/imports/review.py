"""Files in: every row is read and understood beside the record, and all of them are recorded, or none."""

from __future__ import annotations

import pickle
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import last_shown, office_day, office_time, utc_moment
from nanhu_kpi.errors import BadInput, DatabaseRefuses
from nanhu_kpi.errors.import_rows import Problem
from nanhu_kpi.errors.imports import CHANGED_MEANWHILE, HEADER_ALONE, ROWS_IMPORTED_BEFORE
from nanhu_kpi.exchange.excel import from_excel
from nanhu_kpi.exchange.readers.headers import Header, read_header
from nanhu_kpi.exchange.readers.open_input import Input, opened_input
from nanhu_kpi.model import NO_DATA, Actual, Batch
from nanhu_kpi.scorecard.results import Effect
from nanhu_kpi.service.imports.cells import Cells
from nanhu_kpi.service.imports.chunks import Incoming
from nanhu_kpi.service.imports.compare import compared, compared_later
from nanhu_kpi.service.imports.restore import RESTORING, ReadFile, RestoredExport, exported_as, restored_void
from nanhu_kpi.store.batches import batches
from nanhu_kpi.store.connection import one_look, version_of
from nanhu_kpi.store.definitions import read_measures
from nanhu_kpi.store.imports import append
from nanhu_kpi.store.imports.compare import imported_already, typed_already
from nanhu_kpi.store.imports.staging import (
    anything,
    beside_a_total,
    count_flaws,
    count_restored,
    counts,
    first_texts,
    flaws,
    forget_late_flaws,
    last_number,
    newest_id,
    note_flaws,
    prepare,
    stage,
    tally,
    turn_if_falling,
    years_touched,
)
from nanhu_kpi.store.rollups import actuals
from nanhu_kpi.text import short_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from nanhu_kpi.exchange.formats import FileFormat
    from nanhu_kpi.service.ledger import Ledger, Staging, Writing


class Asked(NamedTuple):
    """What is to be imported, and how: `day` and `note` are for the rows that have none, `again` takes
    rows without keys a second time, `sheet` names one of a workbook, `encoding` that of a text."""

    path: str
    format: FileFormat | None = None
    day: str = ""
    note: str = ""
    ignore_extra: bool = False
    again: bool = False
    sheet: str = ""
    encoding: str = ""


class Review(ReadFile):
    """A file of entries that was read, and compared with the record."""

    def __init__(
        self, staging: Staging, asked: Asked, header: Header, source: Input, blank_rows: Sequence[int]
    ) -> None:
        super().__init__(staging, source)
        self.ignored = header.ignored
        self.blank_rows = blank_rows
        self.first_texts = first_texts(staging.conn)
        self.is_newest_first = not header.restores and turn_if_falling(staging.conn)
        self._asked = asked
        self._header = header
        self._digest = source.digest
        self._version = 0
        self._compare()

    @property
    def problem_count(self) -> int:
        """How many problems were found."""
        return count_flaws(self._staging.conn)

    def problems(self) -> Iterator[Problem]:
        """Yield every problem, by row."""
        return (_restored(flaw) for flaw in flaws(self._staging.conn))

    def effects(self) -> tuple[Effect, ...]:
        """Return what the import would make of each measure: it is tried, and taken back at once."""
        version = self._version
        with self._staging.write(keep=False) as writing:
            effects = self._recorded(writing, with_effects=True)[1]
        # What was compared inside the trial went with it.
        self._version = version
        return effects

    def record(self, *, with_effects: bool) -> tuple[Batch | None, tuple[Effect, ...]]:
        """Record all of it, and return the batch (None where only what an export holds was restored) and, if wanted,
        what it made of each measure.

        Raises CHANGED_MEANWHILE or ROWS_IMPORTED_BEFORE where somebody else was quicker.
        """
        with one_look(self._staging.conn):
            self._compare_later()  # while nobody has to wait for it
        with self._staging.write() as writing:
            return self._recorded(writing, with_effects=with_effects)

    def _compare(self) -> None:
        with one_look(self._staging.conn):
            self._compare_inside()

    def _compare_later(self) -> None:
        """Compare what others have recorded since, if anything."""
        conn = self._staging.conn
        if (version := version_of(conn)) == self._version:
            return
        problems = compared_later(self._staging, self._header, self._measures)
        if problems is None:
            self._compare_inside()
        else:
            note_flaws(conn, _kept(problems), late=True)
            self._version = version

    def _compare_inside(self) -> None:
        conn = self._staging.conn
        self._version = version_of(conn)
        forget_late_flaws(conn)
        measures = read_measures(conn, undone=True)
        problems = compared(self._staging, self._header, measures)
        note_flaws(conn, _kept(problems), late=True)
        self._measures = measures
        self._all_fit = append.all_fit(conn)
        self.count, self.there, self._keyless = counts(conn)
        self.voids = append.count_voids_told(conn) if self._header.restores else 0
        if not self._header.restores and not self.problem_count:
            self.rows_in_turn, self.rows_in_totals = beside_a_total(conn)
            self.rows_typed = typed_already(conn)
        self._refuse_same_rows()

    def _refuse_same_rows(self) -> None:
        if self._asked.again or not self._keyless or self.problem_count:
            return
        conn = self._staging.conn
        if found := imported_already(conn):
            newest = max(batch for _, batch in found)
            batch = batches(conn, [newest])[newest]
            at = office_time(batch.logged_at, self._staging.settings.zone)
            facts = {"batch": short_name(newest), "officer": batch.officer, "logged_at": at}
            rows = [n for n, _ in found]
            raise BadInput(ROWS_IMPORTED_BEFORE, path=self._asked.path, rows=rows, count=len(rows), **facts)

    def _recorded(self, writing: Writing, *, with_effects: bool) -> tuple[Batch | None, tuple[Effect, ...]]:
        conn = writing.conn
        self._compare_later()
        if self.problem_count or not self._all_fit:
            raise DatabaseRefuses(CHANGED_MEANWHILE, path=self._asked.path, count=max(1, self.problem_count))
        before = self._standing(writing) if with_effects else {}
        batch = None
        # What is new, and neither restored nor there, makes a batch of this command's.
        if self.count > count_restored(conn):
            again = " --again" if self._asked.again else ""  # so that it is no finding of `db check`
            command = f"import {Path(self._asked.path).name or self._asked.path}{again} sha256={self._digest}"
            batch = writing.begin_batch(command)
        self._add_restored(writing)
        if newest := newest_id(conn):
            writing.ids.go_above(newest)
        last = last_number(conn)
        id_at = writing.ids.next_ids(last)
        in_turn = (lambda n: id_at(last + 1 - n)) if self.is_newest_first else id_at
        append.add_fresh(conn, batch.id if batch else None, in_turn)
        return batch, self._effects(writing, before) if with_effects else ()

    def _add_restored(self, writing: Writing) -> None:
        """Add the batches that restored rows belong to, and what took them back."""
        if not self._header.restores:
            return
        conn, zone = writing.conn, writing.settings.zone

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

    def _standing(self, writing: Writing) -> dict[tuple[str, int], tuple[date, Actual]]:
        """Return each touched measure's actual as of today, or of 31 December of a past year."""
        standing = {}
        for year, codes in years_touched(writing.conn).items():
            day = last_shown(year, writing.today)
            actuals_then = actuals(writing.conn, day)
            standing.update({(code, year): (day, actuals_then.get(code, NO_DATA)) for code in codes})
        return standing

    def _effects(self, writing: Writing, before: dict[tuple[str, int], tuple[date, Actual]]) -> tuple[Effect, ...]:
        after = self._standing(writing)
        tallies = tally(writing.conn)
        order = {code: position for position, code in enumerate(self._measures)}
        return tuple(
            Effect(self._measures[code], day, was, after[code, year][1], *tallies.get((code, year), (0, 0)))
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
    with ledger.draft() as staging, opened_input(asked.path, asked.format, asked.sheet, asked.encoding) as source:
        # A path is of the folder that the file came in with its evidence.
        folder = Path(asked.path).parent if asked.path != "-" else Path()
        cells = Cells(read_measures(staging.conn, undone=True), staging.today, folder)
        if what := exported_as(source.table.header):
            yield RestoredExport(staging, asked.path, what, source, cells)
            return
        prepare(staging.conn)
        header = read_header(asked.path, source.table.header, ignore_extra=asked.ignore_extra, with_day=bool(asked.day))
        blank = _stage(staging, asked, header, source, cells, on_progress)
        if not anything(staging.conn):
            raise BadInput(HEADER_ALONE, path=asked.path)
        yield Review(staging, asked, header, source, blank)


def _stage(
    staging: Staging, asked: Asked, header: Header, source: Input, cells: Cells, on_progress: Callable[[int, int], None]
) -> Sequence[int]:
    """Keep the rows and their problems aside, and return which rows of a form were left empty."""
    conn = staging.conn
    day = cells.day(asked.day) if asked.day else ""
    incoming = Incoming(header, cells, day=day, note=asked.note)
    conn.execute("BEGIN")
    for chunk in source.table.chunks:
        if header.is_for_excel:
            chunk = from_excel(chunk, header.names, "entries", staging.settings.zone)  # noqa: PLW2901 - the same rows
        staged, problems = incoming.understood(chunk)
        for columns, rows in staged:
            stage(conn, columns, rows)
        if problems:
            note_flaws(conn, _kept(problems))
        on_progress(source.position(), source.size)
    conn.execute("COMMIT")
    return incoming.blank


def _kept(problems: Iterable[Problem]) -> Iterator[tuple[int, bytes]]:
    """Yield problems as bytes to keep aside: a file may have more of them than memory holds."""
    for row, column, value, refusal in problems:
        yield row, pickle.dumps((row, column, value, type(refusal), refusal.msgid, refusal.facts))


def _restored(kept: bytes) -> Problem:
    row, column, value, kind, sentence, facts = pickle.loads(kept)
    return Problem(row, column, value, kind(sentence, **facts))
