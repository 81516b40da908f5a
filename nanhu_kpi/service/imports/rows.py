"""One row of a file that comes in, looked at cell by cell: an entry, or everything that is wrong with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from nanhu_kpi.errors import BadInput, Refusal
from nanhu_kpi.errors.import_rows import (
    CELL_MISSING,
    HALF_RESTORED,
    HALF_VOIDED,
    KEY_DAMAGED,
    NEVER_WRITTEN,
    NOTHING_IN_ROW,
    OTHER_NAME,
    OTHER_UNIT,
    TWO_READINGS,
    TYPE_CONTRADICTS,
    UNFIT_DIGEST,
    UNKNOWN_QUALIFIER,
    VALUE_TWICE,
    WORDS_WITH_VALUE,
    Problem,
)
from nanhu_kpi.errors.log import INCREMENT_ON_READING, OUTSIDE_MILESTONE, RATIO_NOT_LOGGED
from nanhu_kpi.errors.reasons import MOMENT_BEYOND_RANGE
from nanhu_kpi.errors.values import UnreadableValue
from nanhu_kpi.exchange.formulas import unguarded
from nanhu_kpi.model import EntryType, Measure
from nanhu_kpi.quantity import Quantity, amount_of, parsed_quantity, plain
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.service.imports.cells import DAMAGED_KEY, NO_KEYS, Cells, unmarked
from nanhu_kpi.text import as_typed, folded, misreads, seen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nanhu_kpi.exchange.readers.headers import Header

TEXTS = ("note", "issue", "next", "evidence")
ORIGIN = ("id", "batch", "officer", "host", "logged_at")
VOID = ("voided_at", "voided_by", "void_reason")
COMMANDED = ("command", "logged_on")
_TYPED_COLUMNS = {"added": EntryType.ADD, "stated": EntryType.SET}
_SIGNS = {"+": EntryType.ADD, "=": EntryType.SET}
_SAYING = ("type", "value", *_TYPED_COLUMNS, *TEXTS, "evidence_sha256", *ORIGIN, *VOID, *COMMANDED)
# Cells that are no texts of people, and may have been marked as texts for a spreadsheet.
_MARKABLE = frozenset(("measure", "name", "day", "type", "value", *_TYPED_COLUMNS, "unit", "qualifier", "key"))
DIGEST = re.compile(r"[0-9a-f]{64}")


class RowIn:
    """A row and what is wrong with it, found out by `new_entry` or `restored_entry`."""

    def __init__(self, number: int, row: Sequence[str], header: Header, cells: Cells) -> None:
        self.problems: list[Problem] = []
        self._number = number
        self._row = row
        self._header = header
        self._cells = cells

    @property
    def is_restored(self) -> bool:
        """Whether the row says which entry it was exported from."""
        return self._header.restores and bool(self._cell("id").strip())

    @property
    def is_blank(self) -> bool:
        """Whether a form was left empty here: the row names a measure, and says nothing of it."""
        return not any(self._cell(name).strip() for name in _SAYING)

    def new_entry(self, default_day: str, default_note: str) -> tuple[Any, ...]:
        """Return the columns of a new entry; they mean nothing where there are problems."""
        if any(self._cell(name).strip() for name in (*ORIGIN, *VOID, *COMMANDED)):
            self._wrong("id", BadInput(HALF_RESTORED))
        measure = self._measure()
        day = self._day(default_day, self._cells.day)
        texts = [self._cell(name) if self._cell(name).strip() else None for name in TEXTS]
        type_, quantity = self._value(measure, any(texts)) if measure else (None, None)
        evidence, digest = self._evidence(texts[3])
        key = seen(self._cell("key")).strip() or None
        if key in NO_KEYS:
            key = None
        if key and DAMAGED_KEY.fullmatch(key):
            self._wrong("key", BadInput(KEY_DAMAGED, text=key))
        return (
            self._number, measure.code if measure else None, day, type_,
            amount_of(quantity.value) if quantity else None, quantity.qualifier if quantity else 0,
            texts[0] or default_note or None, texts[1], texts[2], evidence, digest, key,
            *([None] * 10 if self._header.restores else ()),
        )  # fmt: skip

    def restored_entry(self) -> tuple[Any, ...]:
        """Return the columns of an entry as it was exported, to the letter."""
        for name in ("batch", "logged_at"):
            if not self._cell(name).strip():
                self._wrong(name, BadInput(HALF_RESTORED))
        measure = self._measure()
        type_ = self._read("type", self._cells.type)
        quantity = None
        value = self._cell("value").strip()
        if type_ is None:
            if not self._type_is_wrong():
                self._wrong("type", BadInput(CELL_MISSING))
        elif type_ is EntryType.WORDS:
            if value:
                self._wrong("value", BadInput(WORDS_WITH_VALUE))
        elif measure:
            quantity = self._quantity(measure, type_, value) if value else None
            if not value:
                self._wrong("value", BadInput(CELL_MISSING))
        voided = [self._cell(name) for name in VOID]
        if voided[0]:
            self._read("voided_at", self._cells.moment)
        elif any(voided):
            self._wrong("voided_at", BadInput(HALF_VOIDED))
        self._read("evidence_sha256", _as_digest)
        moment, logged_on = self._read("logged_at", self._cells.moment), self._read("logged_on", self._cells.told_day)
        if moment and logged_on and not self._cells.same_day[moment[:10], logged_on]:
            self._wrong("logged_on", BadInput(NEVER_WRITTEN, reason=MOMENT_BEYOND_RANGE))
        return (
            self._number, measure.code if measure else None, self._day("", self._cells.told_day), type_,
            amount_of(quantity.value) if quantity else None, quantity.qualifier if quantity else 0,
            *(self._cell(name) or None for name in (*TEXTS, "evidence_sha256", "key")),
            self._read("id", self._cells.id), self._read("batch", self._cells.id), self._cell("officer"),
            self._cell("host"), moment,
            *(voided if voided[0] else (None, None, None)), self._cell("command") or None,
            logged_on,
        )  # fmt: skip

    def _cell(self, name: str) -> str:
        place = self._header.places.get(name)
        if place is None:
            return ""
        is_marked = name in _MARKABLE and not self._header.restores
        return unmarked(self._row[place]) if is_marked else self._row[place]

    def _wrong(self, name: str, refusal: Refusal) -> None:
        column = self._header.name(name) if name else ""
        self.problems.append(Problem(self._number, column, self._cell(name), refusal.alone()))

    def _type_is_wrong(self) -> bool:
        return any(problem.column == self._header.name("type") for problem in self.problems)

    def _read(self, name: str, read: Any) -> Any:
        if not self._cell(name).strip() and name != "type":
            return None
        try:
            return read(self._cell(name))
        except Refusal as refusal:
            self._wrong(name, refusal)
            return None

    def _measure(self) -> Measure | None:
        column = "measure" if self._cell("measure").strip() else "name"
        text = self._cell(column).strip()
        if not text:
            self._wrong("measure", BadInput(CELL_MISSING))
            return None
        measure: Measure | None = self._read(column, lambda _: self._cells.measure(text))
        name = unguarded(self._cell("name").strip())
        if measure and name and folded(name) not in (folded(measure.name_zh), folded(measure.name_en)):
            self._wrong("name", BadInput(OTHER_NAME, code=measure.code, name=measure))
        return measure

    def _day(self, default: str, read: Callable[[str], str]) -> str | None:
        if not self._cell("day").strip():
            if not default:
                self._wrong("day", BadInput(CELL_MISSING))
            return default
        return self._read("day", read)  # type: ignore[no-any-return]

    def _evidence(self, text: str | None) -> tuple[str | None, str | None]:
        digest = self._cell("evidence_sha256").strip().lower()
        if digest:
            return text, self._read("evidence_sha256", lambda _: _as_digest(digest))
        evidence = self._read("evidence", self._cells.evidence) if text else None
        return (evidence.place, evidence.digest or None) if evidence else (None, None)

    def _value(self, measure: Measure, has_text: bool) -> tuple[EntryType | None, Quantity | None]:
        """Return the type of a new entry and its value, however the row says them."""
        given = [name for name in ("value", "added", "stated") if self._cell(name).strip()]
        type_ = self._read("type", self._cells.type)
        if self._type_is_wrong():
            return None, None
        if len(given) > 1:
            self._wrong(given[1], BadInput(VALUE_TWICE))
            return None, None
        column = given[0] if given else "value" if "value" in self._header.places else "added"
        if not given:
            if type_ in (EntryType.ADD, EntryType.SET):
                self._wrong(column, BadInput(CELL_MISSING))
            elif not has_text:
                self._wrong("", BadInput(NOTHING_IN_ROW))
            return EntryType.WORDS, None
        if type_ is EntryType.WORDS:
            self._wrong(column, BadInput(WORDS_WITH_VALUE))
            return None, None
        text = as_typed(self._cell(column))
        signed = _SIGNS.get(text[0])
        stated = _TYPED_COLUMNS.get(column) or signed
        if (stated and type_ and stated is not type_) or (signed and stated is not signed):
            self._wrong(column, BadInput(TYPE_CONTRADICTS, text=text, type=self._cell("type").strip() or column))
            return None, None
        type_ = stated or type_
        if type_ is None and text.startswith("-") and RULES[measure.kind].adds_up:
            type_ = EntryType.ADD
        if type_ is None and RULES[measure.kind].adds_up:
            # What is no number has no reading at all.
            if self._quantity(measure, EntryType.SET, text, column) is not None:
                self._wrong(column, BadInput(TWO_READINGS, code=measure.code, text=text))
            return None, None
        return type_ or EntryType.SET, self._quantity(measure, type_ or EntryType.SET, text, column)

    def _quantity(self, measure: Measure, type_: EntryType, text: str, column: str = "value") -> Quantity | None:
        facts = {"code": measure.code, "name": measure}
        try:
            rules = RULES[measure.kind]
            if rules.is_computed:
                raise BadInput(RATIO_NOT_LOGGED, **facts, numerator=measure.numerator, denominator=measure.denominator)
            if type_ is EntryType.ADD and not rules.adds_up:
                raise BadInput(INCREMENT_ON_READING, **facts, text=text.removeprefix("+"))
            quantity = self._exact(measure, self._unsigned(column, text))
            if not rules.admits(quantity.value):
                raise BadInput(OUTSIDE_MILESTONE, **facts, value=plain(quantity.value))
        except Refusal as refusal:
            self._wrong(column, refusal)
            return None
        return self._qualified(quantity)

    def _unsigned(self, column: str, text: str) -> str:
        """Return a value without the sign that says its type. Raises UnreadableValue for two signs."""
        if misreads(self._cell(column)):
            raise UnreadableValue(text=self._cell(column))
        rest = text[1:].strip() if text[:1] in _SIGNS else text
        if rest is not text and rest[:1] in ("+", "="):
            raise UnreadableValue(text=text)
        return rest

    def _exact(self, measure: Measure, text: str) -> Quantity:
        unit = self._cell("unit").strip()
        if not unit or folded(unit) == folded(measure.unit):
            return parsed_quantity(text, measure.unit)
        quantity = parsed_quantity(text, measure.unit)
        try:
            return parsed_quantity(text + unit, measure.unit)
        except UnreadableValue:
            self._wrong("unit", BadInput(OTHER_UNIT, code=measure.code, name=measure, unit=measure.unit, text=unit))
            return quantity

    def _qualified(self, quantity: Quantity) -> Quantity:
        text = self._cell("qualifier")
        said = self._read("qualifier", self._cells.qualifier) if text.strip() else 0
        if said and quantity.qualifier and said != quantity.qualifier:
            self._wrong("qualifier", BadInput(UNKNOWN_QUALIFIER, text=text))
        return Quantity(quantity.value, said or quantity.qualifier)


def _as_digest(text: str) -> str:
    if not DIGEST.fullmatch(text):
        raise BadInput(UNFIT_DIGEST, text=text)
    return text
