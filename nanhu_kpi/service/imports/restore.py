"""Exports of target revisions and of changes, taken back in as they were: a copy is made of them, and merged."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nanhu_kpi.days import FIRST_YEAR, LAST_YEAR, office_day, utc_moment, year_end
from nanhu_kpi.errors import BadInput, Refusal
from nanhu_kpi.errors.import_rows import HALF_VOIDED, NEVER_WRITTEN, OTHER_ROW, UNFIT_CELL, Problem
from nanhu_kpi.errors.imports import FOLLOWS_FROM_OTHERS, HEADER_ALONE
from nanhu_kpi.exchange.columns import COLUMNS, FORMER_HEADERS, Column
from nanhu_kpi.exchange.excel import from_excel
from nanhu_kpi.exchange.readers.table import Chunk, without_nul
from nanhu_kpi.quantity import amount_of
from nanhu_kpi.service.periods import refuse_target_of_closed
from nanhu_kpi.store.ids import id_for
from nanhu_kpi.store.imports.restore import ROW_COLUMNS, add_copied, begin_copy, clashes, setting_keys, voids_there
from nanhu_kpi.store.merge.merge import merge_attached
from nanhu_kpi.store.schema.fields import NULLABLE
from nanhu_kpi.store.soundness import unsound_rows
from nanhu_kpi.store.targets import recorded_targets
from nanhu_kpi.text import short_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from nanhu_kpi.exchange.readers.open_input import Input
    from nanhu_kpi.service.imports.cells import Cells
    from nanhu_kpi.service.ledger import Staging

RESTORING = "import"  # the command of voids, whose own is not exported
TABLE = {"targets": "target", "changes": "change", "periods": "period"}
_EMPTY = (
    "host", "value", "schedule", "reason", "document", "old", "new", "voided_at", "voided_by", "void_reason", "after",
    "undoes",
)  # fmt: skip
_LATER = {"undoes"}  # columns that exports of earlier versions lack
_YEAR = re.compile(r"[0-9]{4}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,4})?", re.ASCII)
_POINTS = re.compile(r"\d{4}-\d{2}-\d{2}=-?[0-9.]+(;\d{4}-\d{2}-\d{2}=-?[0-9.]+)*", re.ASCII)


def exported_as(header: Sequence[str]) -> str:
    """Return which export but that of entries has this header, in English or as for Excel, or '' for none."""
    names = set(_present_names(header))
    for what, columns in COLUMNS.items():
        for headers in ({each.name: each.name for each in columns}, {each.name: each.header_zh for each in columns}):
            missing = [name for name, title in headers.items() if title not in names]
            if names <= set(headers.values()) and set(missing) <= _LATER:
                return "" if what == "entries" else what
    return ""


def _present_names(header: Sequence[str]) -> list[str]:
    return [FORMER_HEADERS.get(name.strip(), name.strip()) for name in header]


def restored_void(
    row: bytes, at: str, officer: str, reason: str, zone: ZoneInfo
) -> tuple[tuple[bytes, str, str, str, str, str], tuple[bytes, bytes, bytes, str]]:
    """Return the batch and the void that take a restored row back; both follow from what the export says of it."""
    moment = utc_moment(at)
    batch = id_for(moment, f"batch {RESTORING} {officer}")
    void = id_for(moment, f"void {row.hex()} {officer} {reason}")
    return (
        (batch, officer, "", RESTORING, at, office_day(moment, zone).isoformat()),
        (void, batch, row, reason),
    )


class ReadFile:
    """A file that was read, with the transaction that could record it not yet begun.

    `count` rows would be added, `there` are in the record already, and `voids` say that something was taken back that
    the record does not. Of days with a total and other values, `rows_in_turn` are the rows in the order in which they
    count, from below in a file that is newest first, and `rows_in_totals` those that a total after them holds already.
    `rows_typed` are those of the same measure, day, type and value as a live entry that somebody typed, with it.
    """

    ignored: Sequence[str] = ()
    blank_rows: Sequence[int] = ()
    count = there = voids = 0
    is_newest_first = False
    first_texts: Sequence[str] = ()
    rows_in_turn: Sequence[int] = ()
    rows_in_totals: Sequence[int] = ()
    rows_typed: Sequence[tuple[int, bytes, str]] = ()

    def __init__(self, staging: Staging, source: Input) -> None:
        self.encoding = source.encoding
        self.above = source.table.above
        self.hidden_sheets = source.table.hidden
        self.hidden_rows = source.table.hidden_rows
        self.hidden_columns = source.table.hidden_columns
        self._staging = staging


class RestoredExport(ReadFile):
    """An export of target revisions, changes or closed months that was read."""

    def __init__(self, staging: Staging, path: str, what: str, source: Input, cells: Cells) -> None:
        """Read and check it. Raises FOLLOWS_FROM_OTHERS for the export of figures, or HEADER_ALONE."""
        if what not in TABLE:
            raise BadInput(FOLLOWS_FROM_OTHERS, path=path, what=what)
        super().__init__(staging, source)
        self._path = path
        self._table = TABLE[what]
        self._reading = _Reading(what, source.table.header, cells, setting_keys(staging.conn), staging.settings.zone)
        for chunk in source.table.chunks:
            self._reading.take(chunk)
        if not self._reading.rows and not self._reading.problems:
            raise BadInput(HEADER_ALONE, path=path)
        if not self._reading.problems:
            self._copy()

    @property
    def problem_count(self) -> int:
        """How many problems were found."""
        return len(self._reading.problems)

    def problems(self) -> Iterator[Problem]:
        """Yield every problem, by row."""
        return iter(self._reading.problems)

    def effects(self) -> tuple[()]:
        """Return nothing: a target or a definition is no figure."""
        return ()

    def record(self, *, with_effects: bool) -> tuple[None, tuple[()]]:
        """Record all of it. Raises what a merge raises."""
        with self._staging.write() as writing:
            merge_attached(writing.conn, Path(self._path), None)
        return None, ()

    def _copy(self) -> None:
        conn, read = self._staging.conn, self._reading
        rows = [row for _, row in read.rows]
        altered, strange = clashes(conn, self._table, rows, read.batches.values())
        for number, row in read.rows:
            if row[0] in altered or row[1] in strange:
                read.problems.append(
                    Problem(number, "id", short_name(row[0]), BadInput(OTHER_ROW, id=short_name(row[0])))
                )
        if self._table == "target":
            read.problems += self._in_closed_months()
        if read.problems:
            return
        numbers = {(self._table, row[0]): number for number, row in read.rows}
        numbers |= {("batch", row[1]): number for number, row in read.rows}
        if self._table == "change":
            numbers |= {(subject, code.encode()): number for number, (_, _, subject, code, *_) in read.rows}
        known = voids_there(conn) if read.voids else set()
        batches, voids = dict(read.batches), []
        for target, at, officer, reason in read.voids:
            if (target, at, officer, reason) in known:
                continue
            batch, void = restored_void(target, at, officer, reason, self._staging.settings.zone)
            batches[batch[0]] = batch
            numbers["batch", batch[0]] = numbers[self._table, target]
            voids.append(void)
        begin_copy(conn)
        self.voids = len(voids)
        self.count, self.there = add_copied(conn, self._path, self._table, rows, batches.values(), voids)
        read.problems += [
            Problem(numbers[each.table, each.key], "", each.name, BadInput(NEVER_WRITTEN, reason=each.reason))
            for each in unsound_rows(conn, self._staging.today, "other")
            if (each.table, each.key) in numbers
        ]

    def _in_closed_months(self) -> Iterator[Problem]:
        """Yield the revisions that would come into force, or be taken back, on a day of a closed month."""
        taken_back = {void[0] for void in self._reading.voids}
        rows = [(number, dict(zip(ROW_COLUMNS["target"], row, strict=True))) for number, row in self._reading.rows]
        recorded = {target.id: (target, void) for target, _, void in recorded_targets(self._staging.conn)}
        starts: dict[tuple[str, int], set[date]] = defaultdict(set)
        for target, void in recorded.values():
            if void is None:
                starts[target.measure, target.year].add(target.effective_on)
        for _, row in rows:
            if row["id"] not in taken_back:
                starts[row["measure"], row["year"]].add(date.fromisoformat(row["effective_on"]))
        for number, row in rows:
            there = recorded.get(row["id"])
            changes = there is None or there[1] is None
            if (there is None) == (row["id"] in taken_back) or not changes:
                continue
            first = date.fromisoformat(row["effective_on"])
            later = [on for on in starts[row["measure"], row["year"]] if on > first]
            last = min(later) - timedelta(days=1) if later else year_end(row["year"])
            column = "effective_on" if there is None else "voided_at"
            try:
                refuse_target_of_closed(self._staging, first, last)
            except Refusal as refusal:
                yield Problem(number, column, row["effective_on"], refusal.again())


class _Reading:
    """The rows of an export as the store keeps them, their batches and voids, and what is wrong with them."""

    def __init__(self, what: str, header: Sequence[str], cells: Cells, settings: set[str], zone: ZoneInfo) -> None:
        self.rows: list[tuple[int, tuple[Any, ...]]] = []
        self.batches: dict[bytes, tuple[Any, ...]] = {}
        self.voids: list[tuple[bytes, str, str, str]] = []
        self.problems: list[Problem] = []
        self._cells = cells
        self._what = what
        self._header = header
        self._zone = zone
        self._is_for_excel = not header[0].isascii()
        names = _present_names(header)
        titles = {each.name: each.header_zh if self._is_for_excel else each.name for each in COLUMNS[what]}
        self._places = {name: names.index(title) for name, title in titles.items() if title in names}
        self._settings = settings
        self._made: dict[tuple[str, str], str] = {}

    def take(self, chunk: Chunk) -> None:
        """Take in some rows."""
        chunk = without_nul(chunk, self._header, self._places.values())
        self.problems += chunk.problems
        if self._is_for_excel:
            chunk = from_excel(chunk, self._header, self._what, self._zone)
        for number, cells in zip(chunk.numbers, chunk.rows, strict=True):
            self._take_row(number, {name: cells[place] for name, place in self._places.items()})

    def _take_row(self, number: int, cells: Mapping[str, str]) -> None:
        read: dict[str, Any] = {}
        before = len(self.problems)
        for column in COLUMNS[self._what]:
            text = cells.get(column.name, "")
            try:
                read[column.name] = self._read(column, text)
            except Refusal as refusal:
                self.problems.append(Problem(number, column.name, text, refusal))
        if read.get("voided_at") is None and any(read.get(name) for name in ("voided_by", "void_reason")):
            self.problems.append(Problem(number, "voided_at", "", BadInput(HALF_VOIDED)))
        if len(self.problems) > before:
            return
        id_, batch = read["id"], read["batch"]
        told = (batch, read["officer"], cells["host"], cells["command"], read["logged_at"], read["logged_on"])
        if self.batches.setdefault(batch, told) != told:
            self.problems.append(Problem(number, "batch", cells["batch"], BadInput(OTHER_ROW, id=short_name(batch))))
        if self._what == "targets":
            row = tuple(read["value" if name == "amount" else name] for name in ROW_COLUMNS["target"])
            if read["voided_at"]:
                self.voids.append((id_, read["voided_at"], cells["voided_by"], cells["void_reason"]))
        elif self._what == "periods":
            row = (id_, batch, read["month"], read["closed"] == "true", read["reason"], read["undoes"])
        else:
            row = (
                id_,
                batch,
                read["subject"],
                read["code"],
                read["field"],
                *self._sides(cells),
                read["after"],
                read["undoes"],
            )
        self.rows.append((number, row))

    def _read(self, column: Column, text: str) -> Any:
        """Return a cell as the store keeps it. Raises UNFIT_CELL, or what the cell's own kind raises."""
        if not text:
            if column.name in _EMPTY:
                return None
            raise BadInput(UNFIT_CELL, text=text)
        if column.values:
            if text not in column.values:
                raise BadInput(UNFIT_CELL, text=text)
            return text
        match column.type:
            case "id":
                return self._cells.id(text)
            case "moment":
                return self._cells.moment(text)
            case "day":
                return _day(text)
            case "month":
                return _day(f"{text}-01")[:-3]
            case "integer" if _YEAR.fullmatch(text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
                return int(text)
            case "number" if _NUMBER.fullmatch(text):
                return amount_of(Decimal(text))
            case "code":
                return self._cells.measure(text).code
            case "text" if column.name != "schedule" or _POINTS.fullmatch(text):
                return text
        raise BadInput(UNFIT_CELL, text=text)

    def _sides(self, cells: Mapping[str, str]) -> tuple[str | None, str | None]:
        """Return what a change found and left.

        An empty cell is no value where the field may have none, and where the command made the goal, the measure or the
        setting itself; else it is an empty text.
        """
        subject, code, field, batch = (cells[name] for name in ("subject", "code", "field", "batch"))
        old, new = cells["old"], cells["new"]
        if subject == "setting":
            makes = code not in self._settings
            self._settings.add(code)
        else:
            # Every new goal and measure begins with its area, which no edit finds empty.
            if field == "area" and not old:
                self._made[subject, code] = batch
            makes = self._made.get((subject, code)) == batch
        missing = field in NULLABLE
        return old or (None if missing or makes else ""), new or (None if missing else "")


def _day(text: str) -> str:
    try:
        if date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise BadInput(UNFIT_CELL, text=text)
