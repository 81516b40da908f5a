"""Taking back: a whole command, or one entry with a reason. Nothing is deleted; what stays is recomputed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import office_time, year_end
from nanhu_kpi.errors import BadInput, Unknown
from nanhu_kpi.errors.log import ALREADY_VOIDED, BATCH_ALREADY_UNDONE, CATALOGUE_BATCH, NOT_UNDONE
from nanhu_kpi.errors.unknown import ID_OF_A_BATCH, NOTHING_TO_UNDO, UnknownId
from nanhu_kpi.errors.usage import REASON_WANTED, ConfirmationWanted, ReasonLeftOut
from nanhu_kpi.model import CATALOGUE, Actual, Batch, Entry, Measure, Target
from nanhu_kpi.service.lookup import ambiguous, batch_named, tail_of
from nanhu_kpi.service.periods import refuse_closed
from nanhu_kpi.store.batches import batches, batches_named, newest_live_batch
from nanhu_kpi.store.definitions import changed_by, read_measures
from nanhu_kpi.store.entries import entries_named, live_rows_of, void_entries
from nanhu_kpi.store.periods import decided_by
from nanhu_kpi.store.rollups import actuals
from nanhu_kpi.store.targets import recorded_targets, targets_in_force, void_targets
from nanhu_kpi.store.twins import heir_of
from nanhu_kpi.text import short_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nanhu_kpi.service.ledger import Ledger, Writing
    from nanhu_kpi.store.connection import Connection

_FRESH = timedelta(days=1)
_WAYS = 5


class Changed(NamedTuple):
    """What taking back did to one measure: its actual as of `day`, before and after."""

    measure: Measure
    day: date
    before: Actual
    after: Actual


class Retargeted(NamedTuple):
    """What taking back did to one measure's target of a year: what is in force on `day`, before and after."""

    measure: Measure
    revision: Target
    day: date
    before: Target | None
    after: Target | None


class TakenOver(NamedTuple):
    """An entry that was taken back and the one that counts instead: the same row, recorded apart under the same key."""

    entry: Entry
    heir: bytes
    batch: Batch


class TakenBack(NamedTuple):
    """What one `undo` or `void` took back."""

    batch: Batch
    entries: tuple[Entry, ...]
    changed: tuple[Changed, ...]
    targets: tuple[Retargeted, ...] = ()
    taken_over: tuple[TakenOver, ...] = ()


def undo(ledger: Ledger, named: str | None, *, reason: str, confirmed: bool = False) -> TakenBack:
    """Void the live rows of a batch, by default the newest live one of this officer on this host.

    Raises ConfirmationWanted where it is older than a day and nobody confirmed, UnknownId, AMBIGUOUS_ID,
    NOTHING_TO_UNDO, BATCH_ALREADY_UNDONE, NOT_UNDONE or CATALOGUE_BATCH.
    """
    with ledger.write() as writing:
        batch = _batch_to_undo(writing.conn, ledger, named)
        entries, targets = live_rows_of(writing.conn, batch.id)
        if not entries and not targets:
            if how := _ways_back(writing.conn, batch):
                raise BadInput(NOT_UNDONE, batch=short_name(batch.id), command=batch.command, how=how)
            raise BadInput(BATCH_ALREADY_UNDONE, batch=short_name(batch.id))
        if not confirmed and ledger.clock() - batch.logged_at > _FRESH:
            raise ConfirmationWanted(
                batch=short_name(batch.id),
                batch_id=batch.id.hex(),
                logged_at=office_time(batch.logged_at, writing.settings.zone),
            )
        changed, retargeted = _voided(writing, f"undo {short_name(batch.id)}", entries, targets, reason)
        return TakenBack(batch, tuple(entries), changed, retargeted, _taken_over(writing.conn, entries))


def void(ledger: Ledger, named: str, *, reason: str) -> TakenBack:
    """Void one entry, named by the last digits of its id.

    Raises UnknownId, AMBIGUOUS_ID, ALREADY_VOIDED or CLOSED_MONTH, and after all of these ReasonLeftOut.
    """
    with ledger.write() as writing:
        entries = entries_named(writing.conn, tail_of(named))
        if not entries:
            if batches_named(writing.conn, tail_of(named)):
                raise Unknown(ID_OF_A_BATCH, text=named)
            raise UnknownId(text=named)
        if len(entries) > 1:
            raise ambiguous(named, [entry.id for entry, _, _ in entries])
        entry, batch, before = entries[0]
        if before is not None and before.twin is None:
            raise BadInput(ALREADY_VOIDED,
                id=short_name(entry.id), officer=before.officer,
                logged_at=office_time(before.logged_at, writing.settings.zone),
                reason=before.reason,
            )  # fmt: skip
        refuse_closed(writing, [entry.day])
        if not reason:
            raise ReasonLeftOut(REASON_WANTED)
        changed, _ = _voided(writing, f"void {short_name(entry.id)}", [entry], [], reason)
        return TakenBack(batch, (entry,), changed, taken_over=_taken_over(writing.conn, [entry]))


def _voided(
    writing: Writing, command: str, entries: Sequence[Entry], targets: Sequence[bytes], reason: str
) -> tuple[tuple[Changed, ...], tuple[Retargeted, ...]]:
    refuse_closed(writing, [entry.day for entry in entries])
    measures = read_measures(writing.conn)
    touched = sorted({(entry.measure, entry.day.year) for entry in entries})
    days = [(code, min(writing.today, year_end(year))) for code, year in touched]
    before = [_actual(writing.conn, code, day) for code, day in days]
    revisions = [target for target, _, _ in recorded_targets(writing.conn, ids=targets)]
    # One that has yet to take effect changes nothing before its day.
    target_days = [max(target.effective_on, min(writing.today, year_end(target.year))) for target in revisions]
    targets_before = _in_force(writing.conn, revisions, target_days)
    batch = writing.begin_batch(command)
    # In ascending id: the newest first would recount the same day's totals again and again.
    void_entries(writing.conn, batch.id, [(writing.ids.next_id(), entry) for entry in entries], reason)
    void_targets(writing.conn, [(writing.ids.next_id(), batch.id, target, reason) for target in targets])
    changed = tuple(
        Changed(measures[code], day, was, _actual(writing.conn, code, day))
        for (code, day), was in zip(days, before, strict=True)
    )
    retargeted = tuple(
        Retargeted(measures[target.measure], target, day, was, now)
        for target, day, was, now in zip(
            revisions, target_days, targets_before, _in_force(writing.conn, revisions, target_days), strict=True
        )
    )
    return changed, retargeted


def _taken_over(conn: Connection, entries: Sequence[Entry]) -> tuple[TakenOver, ...]:
    heirs = [(entry, heir) for entry in entries if (heir := heir_of(conn, entry.id))]
    by_id = batches(conn, [batch for _, (_, batch) in heirs])
    return tuple(TakenOver(entry, heir, by_id[batch]) for entry, (heir, batch) in heirs)


def _batch_to_undo(conn: Connection, ledger: Ledger, named: str | None) -> Batch:
    if named is None:
        newest = newest_live_batch(conn, ledger.officer, ledger.host)
        if newest is None:
            raise Unknown(NOTHING_TO_UNDO, officer=ledger.officer, host=ledger.host)
        return newest
    batch = batch_named(conn, named)
    if batch.officer == batch.host == CATALOGUE:
        raise BadInput(CATALOGUE_BATCH, batch=short_name(batch.id))
    return batch


def _ways_back(conn: Connection, batch: Batch) -> list[str]:
    """Return the commands that set back what a batch changed or closed."""
    ways = [
        f"nanhu-kpi period {'reopen' if closed else 'close'} {month}" for month, closed in decided_by(conn, batch.id)
    ]
    for subject, code, made in changed_by(conn, batch.id):
        if subject == "setting":
            ways.append(f"nanhu-kpi config set {' VALUE '.join(code.split('/'))}{'' if '/' in code else ' VALUE'}")
        elif subject == "measure" and (made or batch.command.startswith("measure retire")):
            back = "" if made or "--back" in batch.command else " --back"
            ways.append(f"nanhu-kpi measure retire {code}{back}")
        else:
            ways.append(f"nanhu-kpi {subject} edit {code}")
    return ways[:_WAYS]


def _actual(conn: Connection, code: str, day: date) -> Actual:
    return actuals(conn, day, code).get(code, Actual())


def _in_force(conn: Connection, revisions: Sequence[Target], days: Sequence[date]) -> list[Target | None]:
    """Return what is in force of each revision's measure and year on its day."""
    asked = [(target.year, day) for target, day in zip(revisions, days, strict=True)]
    in_force = {(year, day): targets_in_force(conn, year, day) for year, day in set(asked)}
    return [in_force[key].get(target.measure) for target, key in zip(revisions, asked, strict=True)]
