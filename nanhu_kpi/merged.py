"""What a merge brought and where two copies disagree, as frozen data."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from nanhu_kpi.model import Actual, Batch, Entry, Target


class Count(NamedTuple):
    """Of one table: how many rows of the other copy came in, and how many were there already."""

    table: str
    came: int
    shared: int


class Claim(NamedTuple):
    """What one change says of a field: the value before and after, who, when and with which batch; `after` is the
    change that it starts from."""

    id: bytes
    batch: bytes
    old: str | None
    new: str | None
    officer: str
    logged_at: datetime
    after: bytes | None


class Dispute(NamedTuple):
    """A field of a definition that was changed on two sides, neither knowing of the other.

    `standing` is what holds meanwhile: the newest of the claims, which stand oldest first.
    """

    subject: str
    code: str
    field: str
    standing: str
    claims: tuple[Claim, ...]


class KeyConflict(NamedTuple):
    """Live entries under one key that do not say the same: all of them count."""

    key: str
    entries: tuple[tuple[Entry, Batch], ...]


class ImportedTwice(NamedTuple):
    """Imports of one file, each with how many of its rows bear no key and count."""

    batches: tuple[tuple[Batch, int], ...]


class Revised(NamedTuple):
    """A measure's year whose target was revised on both sides: the newest revision of each, and whether ours holds."""

    measure: str
    year: int
    ours: tuple[Target, Batch]
    theirs: tuple[Target, Batch]


class ClosedLate(NamedTuple):
    """A closed month, by whom and when, and how many entries and voids of it the closing side did not know of."""

    month: str
    officer: str
    logged_at: datetime
    rows: int


class Hidden(NamedTuple):
    """A stated total of one side, and the entries of the other that it hides: how many, whose, from which day through
    which."""

    measure: str
    day: date
    total: Actual
    batch: Batch
    rows: int
    officers: tuple[str, ...]
    first: date
    last: date


class Merged(NamedTuple):
    """What a merge did: rows by table, entries that became one, fields that took another value; and what it met."""

    counts: tuple[Count, ...]
    twins: int
    fields: int
    disputes: tuple[Dispute, ...]
    keys: tuple[KeyConflict, ...]
    targets: tuple[Revised, ...]
    months: tuple[ClosedLate, ...]
    imports: tuple[ImportedTwice, ...]
    hidden: tuple[Hidden, ...]

    @property
    def changes_anything(self) -> bool:
        """Whether anything came in."""
        return self.twins > 0 or self.fields > 0 or any(count.came for count in self.counts)

    @property
    def has_conflicts(self) -> bool:
        """Whether somebody has to settle something: two values of a field, two contents under a key, or a file that
        counts twice."""
        return bool(self.disputes or self.keys or self.imports)


def said(value: str | None) -> str:
    """Return a field's value as it is compared: a text that is not there is an empty one."""
    return value or ""


def open_claims(changes: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return those of one field's changes, given in the order of their ids, that no other change starts from.

    A change starts from the one that held at its desk, so that one which nobody started from is the last word of a
    desk. Rows of one batch with one value are one decision, which may start from several; the last of them is returned.
    More than one value among the open claims is a dispute; it is over when one batch starts from every open claim,
    which is what an edit, or a confirmation of the standing value, then writes.
    """
    every = list(changes)
    started_from = {change.after for change in every}
    over = {_decision(change) for change in every if change.id in started_from}
    last = {_decision(change): change for change in every}
    return tuple(sorted(change for decision, change in last.items() if decision not in over))


def _decision(change: Claim) -> tuple[bytes, str]:
    return change.batch, said(change.new)


def values_of(claims: Iterable[Claim]) -> set[str]:
    """Return the values that are claimed."""
    return {said(claim.new) for claim in claims}
