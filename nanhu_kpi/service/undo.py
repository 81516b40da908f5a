"""Taking back: a whole command, or one entry with a reason. Nothing is deleted; what stays is recomputed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import last_shown, office_time, year_end
from nanhu_kpi.errors import BadInput, Unknown
from nanhu_kpi.errors.log import (
    ALREADY_VOIDED,
    BATCH_ALREADY_UNDONE,
    CATALOGUE_BATCH,
    FINAL_BATCH,
    RESTS_ON_FINAL,
    SETTLED_NOT_UNDONE,
    RestsOn,
)
from nanhu_kpi.errors.unknown import ID_OF_A_BATCH, NOTHING_TO_UNDO, UnknownId
from nanhu_kpi.errors.usage import REASON_WANTED, ConfirmationWanted, ReasonLeftOut
from nanhu_kpi.model import CATALOGUE, Batch, Change, Entry, Goal, Measure, Target
from nanhu_kpi.scorecard.results import Effect
from nanhu_kpi.service.lookup import ambiguous, batch_named, tail_of
from nanhu_kpi.service.periods import refuse_closed, refuse_target_of_closed
from nanhu_kpi.store.batches import Doings, batches, batches_named, newest_batches, newest_live_batch
from nanhu_kpi.store.definitions import Step, read_goals, read_measures, read_settings, steps_of, take_change_back
from nanhu_kpi.store.dependents import Dependent, dependents, newest_threshold
from nanhu_kpi.store.disputes import is_disputed
from nanhu_kpi.store.entries import entries_named, live_rows_of, void_entries
from nanhu_kpi.store.periods import Decided, add_closure, decided_by
from nanhu_kpi.store.rollups import actual_of_one
from nanhu_kpi.store.targets import recorded_targets, targets_in_force, void_targets
from nanhu_kpi.store.twins import heir_of
from nanhu_kpi.text import short_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nanhu_kpi.service.ledger import Ledger, Writing
    from nanhu_kpi.settings import Settings
    from nanhu_kpi.store.connection import Connection

# A person is asked from an hour on, a script is stopped from a day on.
_FRESH, _RECENT = timedelta(hours=1), timedelta(days=1)
_LISTED = 10
_WAYS = 5


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


class Restored(NamedTuple):
    """A field that went back, of a goal, a measure or a setting; `made` where the whole definition was taken out."""

    thing: Goal | Measure | None
    change: Change
    made: bool


class TakenBack(NamedTuple):
    """What one `undo` or `void` took back."""

    batch: Batch
    entries: tuple[Entry, ...] = ()
    changed: tuple[Effect, ...] = ()
    targets: tuple[Retargeted, ...] = ()
    taken_over: tuple[TakenOver, ...] = ()
    restored: tuple[Restored, ...] = ()
    months: tuple[Decided, ...] = ()


def undo(ledger: Ledger, named: str | None, *, reason: str, confirmed: bool = False, asks: bool = False) -> TakenBack:
    """Take back what stands of a batch, by default the newest of this officer on this host: the whole or nothing.

    Unless it is confirmed, raises ConfirmationWanted where it is older than a day, or for one who can be asked where it
    is older than an hour or holds more than entries. Raises RestsOn or RESTS_ON_FINAL where something later rests on
    it, UnknownId, AMBIGUOUS_ID, NOTHING_TO_UNDO, BATCH_ALREADY_UNDONE, FINAL_BATCH, SETTLED_NOT_UNDONE,
    CATALOGUE_BATCH, CLOSED_MONTH or TARGET_OF_CLOSED_MONTH.
    """
    with ledger.write() as writing:
        conn = writing.conn
        batch = _batch_to_undo(conn, ledger, named)
        entries, targets = live_rows_of(conn, batch.id)
        steps, months = steps_of(conn, batch.id), decided_by(conn, batch.id)
        if not (entries or targets or steps or months):
            if batch.command.split()[0] in ("undo", "void", "merge"):
                raise BadInput(FINAL_BATCH, batch=short_name(batch.id), command=batch.command)
            raise BadInput(BATCH_ALREADY_UNDONE, batch=short_name(batch.id))
        revisions = [target for target, _, _ in recorded_targets(conn, ids=targets)] if targets else []
        _refuse_settled(conn, batch, steps)
        for later in dependents(conn, batch.id, steps, months, revisions):
            raise _resting(writing, batch, later)
        for target in revisions:
            refuse_target_of_closed(writing, target.effective_on, year_end(target.year))
        age = ledger.clock() - batch.logged_at
        fresh = age <= _FRESH and not (targets or steps or months) if asks else age <= _RECENT
        if not (confirmed or fresh):
            refuse_closed(writing, [entry.day for entry in entries])
            raise ConfirmationWanted(
                batch=short_name(batch.id),
                batch_id=batch.id.hex(),
                command=batch.command,
                logged_at=office_time(batch.logged_at, writing.settings.zone),
            )
        undoing, changed, retargeted = _voided(writing, f"undo {short_name(batch.id)}", entries, targets, reason)
        restored = _restored(writing, undoing, batch, steps)
        for month in months:
            add_closure(
                conn, writing.ids.next_id(), undoing.id, month.month,
                closed=month.was_closed, reason=reason, undoes=month.id,
            )  # fmt: skip
        taken_over = _taken_over(conn, entries)
        return TakenBack(batch, tuple(entries), changed, retargeted, taken_over, restored, tuple(months))


def recent(ledger: Ledger) -> Recent:
    """Return the last commands of this officer on this host, newest first."""
    with ledger.look() as reading:
        return Recent(tuple(newest_batches(reading.conn, ledger.officer, ledger.host, _LISTED)), reading.settings)


class Recent(NamedTuple):
    """The last commands of an officer, newest first, with what each did."""

    batches: tuple[tuple[Batch, Doings], ...]
    settings: Settings


def _refuse_settled(conn: Connection, batch: Batch, steps: Sequence[Step]) -> None:
    """Refuse to take back a change of a field that copies changed apart, or that settled it: that state is over."""
    fields = [step.change[:3] for step in steps if not step.made]
    for subject, code, field in fields:
        if fields.count((subject, code, field)) > 1 or is_disputed(conn, subject, code, field):
            how = _ways_back(conn, batch)
            raise BadInput(SETTLED_NOT_UNDONE, batch=short_name(batch.id), code=code, how=how)


def _resting(writing: Writing, batch: Batch, later: Dependent) -> BadInput:
    resting = batches(writing.conn, [later.batch])[later.batch]
    facts = {
        "batch": short_name(batch.id),
        "on": later.on,
        "command": resting.command,
        "officer": resting.officer,
        "logged_at": office_time(resting.logged_at, writing.settings.zone),
    }
    if later.final or resting.officer == CATALOGUE:
        return BadInput(RESTS_ON_FINAL, **facts, how=_ways_back(writing.conn, batch))
    return RestsOn(**facts, later=short_name(resting.id))


def _restored(writing: Writing, undoing: Batch, batch: Batch, steps: Sequence[Step]) -> tuple[Restored, ...]:
    """Take changes back, the newest first. Raises RestsOn where the thresholds that result cross."""
    conn = writing.conn
    if not steps:
        return ()
    things: dict[str, Goal | Measure] = {goal.code: goal for goal in read_goals(conn)}
    things |= read_measures(conn)
    restored = [
        Restored(things.get(step.change.code), take_change_back(conn, writing.ids, undoing.id, step), step.made)
        for step in reversed(steps)
    ]
    if set(read_settings(conn).crossing) - set(writing.settings.crossing) and (
        later := newest_threshold(conn, batch.id)
    ):
        raise _resting(writing, batch, later)
    return tuple(reversed(restored))


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
        _, changed, _ = _voided(writing, f"void {short_name(entry.id)}", [entry], [], reason)
        return TakenBack(batch, (entry,), changed, taken_over=_taken_over(writing.conn, [entry]))


def _voided(
    writing: Writing, command: str, entries: Sequence[Entry], targets: Sequence[bytes], reason: str
) -> tuple[Batch, tuple[Effect, ...], tuple[Retargeted, ...]]:
    refuse_closed(writing, [entry.day for entry in entries])
    measures = read_measures(writing.conn, undone=True)
    touched = sorted({(entry.measure, entry.day.year) for entry in entries})
    days = [(code, last_shown(year, writing.today)) for code, year in touched]
    before = [actual_of_one(writing.conn, code, day) for code, day in days]
    revisions = [target for target, _, _ in recorded_targets(writing.conn, ids=targets)]
    # One that has yet to take effect changes nothing before its day.
    target_days = [max(target.effective_on, last_shown(target.year, writing.today)) for target in revisions]
    targets_before = _in_force(writing.conn, revisions, target_days)
    batch = writing.begin_batch(command)
    # In ascending id: the newest first would recount the same day's totals again and again.
    void_entries(writing.conn, batch.id, [(writing.ids.next_id(), entry) for entry in entries], reason)
    void_targets(writing.conn, [(writing.ids.next_id(), batch.id, target, reason) for target in targets])
    changed = tuple(
        Effect(measures[code], day, was, actual_of_one(writing.conn, code, day))
        for (code, day), was in zip(days, before, strict=True)
    )
    retargeted = tuple(
        Retargeted(measures[target.measure], target, day, was, now)
        for target, day, was, now in zip(
            revisions, target_days, targets_before, _in_force(writing.conn, revisions, target_days), strict=True
        )
    )
    return batch, changed, retargeted


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
        f"nanhu-kpi period {'reopen' if month.closed else 'close'} {month.month}"
        for month in decided_by(conn, batch.id)
    ]
    for step in steps_of(conn, batch.id):
        subject, code, field, old, _new = step.change
        if subject == "setting":
            ways.append(f"nanhu-kpi config set {' VALUE '.join(code.split('/'))}{'' if '/' in code else ' VALUE'}")
        elif subject == "measure" and (step.made or field == "retired_on"):
            ways.append(f"nanhu-kpi measure retire {code}{'' if step.made or old else ' --back'}")
        else:
            ways.append(f"nanhu-kpi {subject} edit {code}")
    return list(dict.fromkeys(ways))[:_WAYS]


def _in_force(conn: Connection, revisions: Sequence[Target], days: Sequence[date]) -> list[Target | None]:
    """Return what is in force of each revision's measure and year on its day."""
    asked = [(target.year, day) for target, day in zip(revisions, days, strict=True)]
    in_force = {(year, day): targets_in_force(conn, year, day) for year, day in set(asked)}
    return [in_force[key].get(target.measure) for target, key in zip(revisions, asked, strict=True)]
