"""What the rows of a file mean, a chunk at a time.

Most rows of a large file are plain: a code, a day, a type, digits. Those are taken column by column, since what each
cell means is remembered; any other row is looked at on its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.import_rows import CELLS_MISSING, HEADER_AGAIN, Problem
from nanhu_kpi.exchange.readers.headers import Header, found_nameless, is_header_again
from nanhu_kpi.exchange.readers.table import Chunk, without_nul
from nanhu_kpi.model import EntryType
from nanhu_kpi.service.imports.cells import Cells, odd_keys
from nanhu_kpi.service.imports.rows import COMMANDED, DIGEST, ORIGIN, TEXTS, VOID, RowIn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_VALUES: dict[str, EntryType | None] = {"value": None, "added": EntryType.ADD, "stated": EntryType.SET}
# Columns that tell of more than a plain row holds.
_SPECIAL = ("name", "unit")
_SAID = (*TEXTS, "evidence_sha256", "key")


class Staged(NamedTuple):
    """Rows as the store keeps them aside, and the columns that they have."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class Incoming:
    """Understands the rows of one file; `blank` are those of a form that were left empty."""

    def __init__(self, header: Header, cells: Cells, *, day: str, note: str) -> None:
        self._header = header
        self._cells = cells
        self._day = day
        self._note = note
        self._nameless = set(header.nameless)
        self.blank: list[int] = []
        self._last_value_place = max((header.places[name] for name in _VALUES if name in header.places), default=0)
        self._value_column = _value_column(header)
        self._said_columns = tuple(name for name in _SAID if name in header.places)
        # An entry that is restored says what it said when it was recorded.
        self._note_of_plain = "" if header.restores else note
        if self._note_of_plain and "note" not in self._said_columns:
            self._said_columns += ("note",)
        self._all_columns: tuple[str, ...] = ("n", "measure", "day", "type", "amount", "qualifier", *_SAID)
        self._plain_columns: tuple[str, ...] = ("n", "measure", "day", "type", "amount", *self._said_columns)
        if header.restores:
            self._all_columns += (*ORIGIN, *VOID, *COMMANDED)
            self._plain_columns += ("qualifier", *ORIGIN, *(name for name in COMMANDED if name in header.places))

    def understood(self, chunk: Chunk) -> tuple[list[Staged], list[Problem]]:
        """Return the entries that a chunk holds, as the store takes them, and everything that is wrong in it."""
        chunk = without_nul(chunk, self._header.names, self._header.places.values())
        problems = list(chunk.problems)
        taken: list[tuple[Any, ...]] = []
        plain: list[tuple[Any, ...]] = []
        others: Iterable[int] = range(len(chunk.rows))
        if chunk.rows and self._value_column:
            plain, others = self._plain_rows(chunk)
        for at in others:
            row = chunk.rows[at]
            if not any(cell.strip() for cell in row):
                continue
            if is_header_again(self._header.names, row):
                problems.append(Problem(chunk.numbers[at], "", "", BadInput(HEADER_AGAIN)))
                continue
            problems += found_nameless(self._nameless, chunk.numbers[at], row)
            alone = RowIn(chunk.numbers[at], row, self._header, self._cells)
            if alone.is_blank:
                ends = chunk.short.get(chunk.numbers[at])
                if ends is None or ends > self._last_value_place:
                    self.blank.append(chunk.numbers[at])
                    continue
                reason = BadInput(CELLS_MISSING, count=ends, wanted=len(row))
                problems.append(Problem(chunk.numbers[at], "", "", reason))
                continue
            entry = alone.restored_entry() if alone.is_restored else alone.new_entry(self._day, self._note)
            problems += alone.problems
            if not alone.problems:
                taken.append(entry)
        return [Staged(self._plain_columns, plain), Staged(self._all_columns, taken)], problems

    def _plain_rows(self, chunk: Chunk) -> tuple[list[tuple[Any, ...]], list[int]]:
        """Return the plain rows of a chunk, and the places of the others."""
        columns = list(zip(*chunk.rows, strict=True))
        places, cells, size = self._header.places, self._cells, len(chunk.rows)
        codes = list(map(cells.codes.__getitem__, columns[places["measure"]]))
        told = cells.told_days if self._header.restores else cells.days
        days = list(map(told.__getitem__, columns[places["day"]]))
        amounts = list(map(cells.amounts.__getitem__, columns[places[self._value_column]]))
        types: Sequence[Any] = [_VALUES[self._value_column]] * size
        if "type" in places:
            types = list(map(cells.types.__getitem__, columns[places["type"]]))
        fits = list(map(cells.fits.__getitem__, zip(codes, types, strict=True)))
        nothing: Sequence[Any] = (None,) * size
        said: dict[str, Sequence[Any]] = dict.fromkeys(self._said_columns, nothing)
        others = set()
        for name in self._said_columns:
            column = columns[places[name]] if name in places else ()
            if not any(column):
                continue
            said[name] = self._said(name, column)
            if name == "evidence_sha256":
                others |= {place for place, text in enumerate(said[name]) if text and not DIGEST.fullmatch(text)}
            if name == "key" and not self._header.restores:
                others |= odd_keys(said[name])
            if name == "evidence" and not self._header.restores:  # a file, to be looked at
                others |= {place for place, text in enumerate(said[name]) if text}
        if self._note_of_plain:
            said["note"] = [text or self._note_of_plain for text in said["note"]]
        origins = self._origins(columns, size) if self._header.restores else []
        for name in VOID if self._header.restores else ():
            others |= {at for at, text in enumerate(columns[places[name]]) if text} if name in places else set()
        if self._header.restores and "logged_on" in places:
            in_utc = (text[:10] for text in columns[places["logged_at"]])
            logged = zip(in_utc, columns[places["logged_on"]], strict=True)
            others |= {at for at, days_said in enumerate(logged) if not cells.same_day[days_said]}
        looked_at: list[Sequence[Any]] = [codes, days, amounts, fits, *origins]
        for each in looked_at:
            if None in each:
                others |= {at for at, value in enumerate(each) if value is None}
        rows = list(zip(chunk.numbers, codes, days, fits, amounts, *said.values(), *origins, strict=True))
        if not others:
            return rows, []
        return [row for at, row in enumerate(rows) if at not in others], sorted(others)

    def _said(self, name: str, column: Sequence[str]) -> Sequence[str | None]:
        if self._header.restores:
            return [text or None for text in column]
        if name == "key":
            return [text.strip() or None for text in column]
        return [text if text and not text.isspace() else None for text in column]

    def _origins(self, columns: Sequence[Sequence[str]], size: int) -> list[Sequence[Any]]:
        """Return the qualifiers and the columns that say whose entries they are."""
        places, cells = self._header.places, self._cells
        qualifiers = columns[places["qualifier"]] if "qualifier" in places else [""] * size
        ids, batches, officers, hosts, moments = (columns[places[name]] for name in ORIGIN)
        # Cells that are empty say nothing, as in a row that is looked at on its own.
        commanded = [[text or None for text in columns[places[name]]] for name in COMMANDED if name in places]
        if "logged_on" in places:
            commanded[-1] = [cells.told_days[text] if text else None for text in columns[places["logged_on"]]]
        return [
            list(map(cells.qualifiers.__getitem__, qualifiers)),
            list(map(cells.plain_id, ids)),
            list(map(cells.ids.__getitem__, batches)),
            officers,
            hosts,
            list(map(cells.moments.__getitem__, moments)),
            *commanded,
        ]


def _value_column(header: Header) -> str:
    """Return the one column that values stand in, or '' where rows have to be looked at one at a time."""
    places = header.places
    values = [name for name in _VALUES if name in places]
    special = any(name in places for name in _SPECIAL) or bool(header.nameless)
    if not header.restores:
        special = special or any(name in places for name in ("qualifier", "evidence_sha256"))
    if special or len(values) != 1 or "measure" not in places or "day" not in places:
        return ""
    if values[0] != "value" and "type" in places:
        return ""
    return values[0]
