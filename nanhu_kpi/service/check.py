"""`db check`: whether the file is sound, and what an officer should look at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import CLOCK_SLACK, office_day, office_time, year_start
from nanhu_kpi.errors import Condition, DatabaseRefuses, Refusal, reason_of
from nanhu_kpi.errors.database import UNSOUND_FILE, DamagedFile
from nanhu_kpi.errors.facts import Claimed
from nanhu_kpi.errors.findings import (
    BATCH_AHEAD,
    DANGLING,
    DISPUTED,
    DISPUTED_SETTING,
    EVIDENCE_CHANGED,
    EVIDENCE_GONE,
    FOREIGN_OBJECT,
    MEASURE_THRESHOLDS_CROSS,
    NAME_OF_SEVERAL,
    OFFICE_THRESHOLDS_CROSS,
    RECORDED_AFTER_RETIREMENT,
    RED_WITHOUT_STEP,
    ROWS_IMPORTED_TWICE,
    SHARED_KEY,
    UNFIT_ENTRY,
    WRONG_ROLLUP,
    Damage,
    RuleMissing,
    UnsoundContent,
)
from nanhu_kpi.merge_result import Dispute, shared_names
from nanhu_kpi.model import Light
from nanhu_kpi.paths import sha256_of
from nanhu_kpi.service.status.status import status
from nanhu_kpi.store.batches import batches_after
from nanhu_kpi.store.checks import (
    damages,
    dangling,
    measures_with_next_step,
    proofs,
    recorded_after_retirement,
    shared_keys,
    unfit_entries,
)
from nanhu_kpi.store.connection import Connection, as_damage, unseen
from nanhu_kpi.store.database import inspecting, reading, upgraded
from nanhu_kpi.store.definitions import read_goals, read_measures, read_settings
from nanhu_kpi.store.disputes import disputes
from nanhu_kpi.store.merge.duplicates import imported_twice
from nanhu_kpi.store.recount import wrong_rollups
from nanhu_kpi.store.schema.shape import shape_of
from nanhu_kpi.store.schema.tables import TABLE_NAMES
from nanhu_kpi.store.soundness import unsound_rows
from nanhu_kpi.text import short_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from nanhu_kpi.service.ledger import Ledger


class Checked(NamedTuple):
    """What was found: `faults` that make figures wrong or the file unfit, and `warnings` for an officer.

    `elsewhere` counts the evidence recorded on other machines, which cannot be looked at here.
    """

    faults: tuple[Condition, ...]
    warnings: tuple[Condition, ...] = ()
    elsewhere: int = 0


def check(ledger: Ledger) -> Checked:
    """Put the file to the test. Raises only where it is no database of ours, or cannot be opened."""
    try:
        return _checked(ledger)
    except DamagedFile as damaged:
        return Checked((Damage(reason=damaged.facts["reason"]),))


def _checked(ledger: Ledger) -> Checked:
    if backup := upgraded(ledger.path):
        ledger.on_upgraded(ledger.path, backup)
    with reading(ledger.path) as conn:
        with as_damage(ledger.path):
            faults = tuple(unsound(conn, ledger.clock().date(), lambda done, of: ledger.on_step(done, of + 3)))
        if any(isinstance(fault, (Damage, RuleMissing, UnsoundContent)) for fault in faults):
            return Checked(faults)
        faults += (*_contradictions(conn), *_ahead(conn, ledger))
        ledger.on_step(_QUESTIONS + 1, _QUESTIONS + 3)
        late = tuple(_after_retirement(conn))
        ledger.on_step(_QUESTIONS + 2, _QUESTIONS + 3)
        evidence, elsewhere = _evidence(conn, ledger.host)
    return Checked(faults, (*late, *evidence, *_red_without_step(ledger)), elsewhere)


_QUESTIONS = 6


def unsound(conn: Connection, today: date, on_step: Callable[[int, int], None] = unseen) -> Iterator[Condition]:
    """Yield what makes a file unfit to work on: its bytes, its tables, its rows, its references and its roll-ups.

    Of a file that is damaged, lacks a table, or has rows that no command writes, what comes after cannot be asked.
    `on_step` is told how many of the questions are answered.
    """
    questions = (
        (Damage(reason=reason) for reason in damages(conn)),
        (RuleMissing(name=name) for name in shape_of(conn).missing if name in TABLE_NAMES),
        (UnsoundContent(table=row.table, name=row.name, reason=row.reason) for row in unsound_rows(conn, today)),
        _unfit(conn),
        _dangling(conn),
        _wrong_rollups(conn),
    )
    for number, faults in enumerate(questions):
        on_step(number, _QUESTIONS)
        found = False
        for fault in faults:
            found = True
            yield fault
        if found:
            return


def fault_of(path: Path, today: date) -> Refusal | None:
    """Return why a command could not make sense of the file in use, or None where the file is not to blame."""
    try:
        with inspecting(path) as conn, as_damage(path):
            fault = next(unsound(conn, today), None) or next(_misshapen(conn), None)
        if isinstance(fault, Damage):
            return DamagedFile(path=path, reason=fault.facts["reason"])
        return DatabaseRefuses(UNSOUND_FILE, path=path) if fault else None
    except Refusal as refusal:
        return refusal


def _contradictions(conn: Connection) -> Iterator[Condition]:
    """Yield what is wrong with what a sound file says; merged copies may disagree."""
    yield from _misshapen(conn)
    yield from _shared_keys(conn)
    yield from _imported_twice(conn)
    yield from _misnamed(conn)
    for each in read_settings(conn).crossing:
        facts = {"behind": each.behind, "far_behind": each.far_behind}
        yield (
            Condition(MEASURE_THRESHOLDS_CROSS, code=each.code, **facts)
            if each.code
            else Condition(OFFICE_THRESHOLDS_CROSS, **facts)
        )
    yield from _disputed(conn)


def _misshapen(conn: Connection) -> Iterator[Condition]:
    shape = shape_of(conn)
    yield from (RuleMissing(name=name) for name in shape.missing)
    yield from (Condition(FOREIGN_OBJECT, name=name) for name in shape.foreign)


def _disputed(conn: Connection) -> Iterator[Condition]:
    zone = read_settings(conn).zone
    for each in disputes(conn):
        claims = tuple(
            Claimed(each.field, claim.new, claim.officer, office_day(claim.logged_at, zone)) for claim in each.claims
        )
        facts = {"code": each.code, "claims": claims, "command": _settling(each)}
        yield (
            Condition(DISPUTED_SETTING, **facts)
            if each.subject == "setting"
            else Condition(DISPUTED, field=each.field, **facts)
        )


def _settling(dispute: Dispute) -> str:
    """Return the command that gives a disputed field its value."""
    if dispute.subject == "setting":
        key, _, measure = dispute.code.partition("/")
        return f"config set {key} … {measure}".rstrip()
    if dispute.field == "retired_on":
        return f"{dispute.subject} retire {dispute.code} --from … / --back"
    return f"{dispute.subject} edit {dispute.code} --{dispute.field.replace('_', '-')} …"


def _dangling(conn: Connection) -> Iterator[Condition]:
    for table, parent, count in dangling(conn):
        yield Condition(DANGLING, table=table, parent=parent, count=count)


def _wrong_rollups(conn: Connection) -> Iterator[Condition]:
    for table, (first, second) in wrong_rollups(conn):
        yield Condition(WRONG_ROLLUP, table=table, first=first, second=second)


def _unfit(conn: Connection) -> Iterator[Condition]:
    for entry, kind, type_ in unfit_entries(conn):
        yield Condition(
            UNFIT_ENTRY,
            id=short_name(entry.id),
            day=entry.day,
            code=entry.measure,
            kind=kind,
            type=type_,
            value=entry.value,
        )


def _shared_keys(conn: Connection) -> Iterator[Condition]:
    for key, entries in shared_keys(conn).items():
        words = [f"#{short_name(entry.id)} {entry.measure} {entry.day} {entry.value}".rstrip() for entry in entries]
        yield Condition(SHARED_KEY, key=key, entries=words)


def _misnamed(conn: Connection) -> Iterator[Condition]:
    measures = read_measures(conn)
    for each in shared_names(read_goals(conn), measures.values()):
        subject = "measure" if each.codes[0] in measures else "goal"
        yield Condition(NAME_OF_SEVERAL, name=each.name, codes=list(each.codes), subject=subject)


def _ahead(conn: Connection, ledger: Ledger) -> Iterator[Condition]:
    zone = read_settings(conn).zone
    for batch in batches_after(conn, ledger.clock() + CLOCK_SLACK):
        at = office_time(batch.logged_at, zone)
        yield Condition(
            BATCH_AHEAD, batch=short_name(batch.id), command=batch.command, officer=batch.officer, host=batch.host,
            logged_at=at,
        )  # fmt: skip


def _after_retirement(conn: Connection) -> Iterator[Condition]:
    measures = read_measures(conn)
    for code, day, count in recorded_after_retirement(conn):
        yield Condition(RECORDED_AFTER_RETIREMENT, code=code, name=measures[code], day=day, count=count)


def _imported_twice(conn: Connection) -> Iterator[Condition]:
    zone = read_settings(conn).zone
    for each in imported_twice(conn):
        words = [
            f"#{short_name(batch.id)} {batch.officer} {office_time(batch.logged_at, zone)} ({rows})"
            for batch, rows in each.batches
        ]
        yield Condition(ROWS_IMPORTED_TWICE, batches=words)


def _evidence(conn: Connection, host: str) -> tuple[list[Condition], int]:
    """Return what is wrong with the evidence that was recorded on this machine, and how much was on others."""
    conditions: list[Condition] = []
    elsewhere = 0
    digests: dict[str, str | OSError] = {}
    for proof in proofs(conn):
        if proof.host != host:
            elsewhere += 1
            continue
        if proof.path not in digests:
            digests[proof.path] = _digest(Path(proof.path))
        digest = digests[proof.path]
        facts = {"id": short_name(proof.id), "code": proof.measure, "day": proof.day, "path": proof.path}
        if isinstance(digest, OSError):
            conditions.append(Condition(EVIDENCE_GONE, **facts, reason=reason_of(digest)))
        elif digest != proof.sha256:
            conditions.append(Condition(EVIDENCE_CHANGED, **facts))
    return conditions, elsewhere


def _digest(path: Path) -> str | OSError:
    try:
        return sha256_of(path)
    except OSError as error:
        return error


def _red_without_step(ledger: Ledger) -> Iterator[Condition]:
    report = status(ledger)
    days = report.card.days
    # What nobody reported is told by `due`: of that there is no next step yet, but a first one.
    red = [score for score in report.card.scores if score.light is Light.RED and score.reported]
    if not red:
        return
    with ledger.look() as opened:
        with_step = measures_with_next_step(opened.conn, year_start(days.year), days.as_of)
    for score in red:
        if score.measure.code not in with_step:
            yield Condition(RED_WITHOUT_STEP, code=score.measure.code, name=score.measure, year=days.year)
