"""What a merge brought and where two copies disagree, as frozen data."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from nanhu_kpi.model import Actual, Batch, Closure, Entry, Goal, Measure, Target
    from nanhu_kpi.settings import Crossing


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
    """Imports that have rows in common, each with how many of these it has."""

    batches: tuple[tuple[Batch, int], ...]


class SharedName(NamedTuple):
    """One name that several goals, or several measures, bear."""

    name: str
    codes: tuple[str, ...]


class RevisedApart(NamedTuple):
    """A measure's year whose target was revised on both sides: the revision of each that would hold without the
    other's, and the id of the one that holds in the end, which may be neither."""

    measure: str
    year: int
    ours: tuple[Target, Batch]
    theirs: tuple[Target, Batch]
    holds: bytes


class Reclosed(NamedTuple):
    """A month that both sides closed or opened again: the last word of each, and whether ours, the newer, holds."""

    month: str
    ours: Closure
    theirs: Closure
    ours_holds: bool


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


class RetiredLate(NamedTuple):
    """A measure that one side retired, from which day, by whom and when, and how many entries from that day on the
    other recorded."""

    measure: str
    retired_on: date
    batch: Batch
    rows: int


class PassedOn(NamedTuple):
    """A key whose entry one side took back while the other has one that counts: which was taken back by what, and
    which counts."""

    key: str
    voided: bytes
    by: Batch
    entry: Entry
    batch: Batch


class Merged(NamedTuple):
    """What a merge did: rows by table, entries that became one, fields that took another value; and what it met."""

    counts: tuple[Count, ...]
    twins: int
    fields: int
    disputes: tuple[Dispute, ...]
    keys: tuple[KeyConflict, ...]
    targets: tuple[RevisedApart, ...]
    months: tuple[ClosedLate, ...]
    imports: tuple[ImportedTwice, ...]
    names: tuple[SharedName, ...]
    crossing: tuple[Crossing, ...]
    hidden: tuple[Hidden, ...]
    retired: tuple[RetiredLate, ...]
    reclosed: tuple[Reclosed, ...]
    passed_on: tuple[PassedOn, ...]

    @property
    def changes_anything(self) -> bool:
        """Whether anything came in."""
        return self.twins > 0 or self.fields > 0 or any(count.came for count in self.counts)

    @property
    def has_conflicts(self) -> bool:
        """Whether somebody has to settle something, of which `db check` goes on speaking until it is."""
        return bool(self.disputes or self.keys or self.imports or self.names or self.crossing)


def shared_names(goals: Iterable[Goal], measures: Iterable[Measure]) -> tuple[SharedName, ...]:
    """Return the names that more than one goal, or more than one measure, bears: no command gives such."""
    shared = []
    for things in (list(goals), list(measures)):
        for field in ("name_zh", "name_en"):
            bearers: dict[str, list[Goal | Measure]] = {}
            for thing in things:
                bearers.setdefault(folded(getattr(thing, field)), []).append(thing)
            bearers.pop("", None)  # an English name may be left out
            shared += [
                SharedName(getattr(each[0], field), tuple(sorted(thing.code for thing in each)))
                for each in bearers.values()
                if len(each) > 1
            ]
    return tuple(shared)


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
