"""Recording progress: every word of `log` understood and checked inside the transaction that records it."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import last_shown, office_time, past_day, recorded_day, year_end, year_start
from nanhu_kpi.errors import BadInput, reason_of
from nanhu_kpi.errors.definitions import MEASURE_RETIRED
from nanhu_kpi.errors.log import (
    EVIDENCE_MISSING,
    FAR_WANTS_NOTE,
    FRACTION_WANTS_NOTE,
    INCREMENT_ON_READING,
    JUMP_WANTS_NOTE,
    LOWER_WANTS_NOTE,
    MEASURE_TWICE,
    MINUS_WANTS_NOTE,
    OUTSIDE_MILESTONE,
    RATIO_NOT_LOGGED,
    SHARE_WANTS_NOTE,
    WRONG_FORM,
    BareNumber,
    NoteWanted,
    RecordedAlready,
)
from nanhu_kpi.errors.usage import NothingToLog
from nanhu_kpi.model import Actual, Batch, Entry, EntryType, Measure
from nanhu_kpi.paths import sha256_of
from nanhu_kpi.quantity import SCALE, Quantity, amount_of, parsed_quantity, plain
from nanhu_kpi.scorecard.facts import Days
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.scorecard.results import Echo
from nanhu_kpi.scorecard.slips import Slip, slip
from nanhu_kpi.service.lookup import measure_named
from nanhu_kpi.service.periods import refuse_closed
from nanhu_kpi.service.standings import scores_of
from nanhu_kpi.store.definitions import read_measures
from nanhu_kpi.store.entries import add_entries, always_whole, live_like, stood_above
from nanhu_kpi.store.rollups import actual_of_one, next_total_after
from nanhu_kpi.text import short_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from nanhu_kpi.scorecard.card import Score
    from nanhu_kpi.service.ledger import Ledger, Writing


class EntryForm(StrEnum):
    """How a value was given: `JJ03+12`, `JJ03=152`, `JJ03 152`, a long form, or not at all."""

    ADD = "+"
    SET = "="
    BARE = ""
    TOTAL = "--total"
    READING = "--reading"
    DONE = "--done"
    WORDS = "words"


class Item(NamedTuple):
    """One measure of a command: its code and value as typed, and what is said of it apart from the others."""

    code: str
    form: EntryForm
    text: str = ""
    said: Remarks | None = None


class Remarks(NamedTuple):
    """What is said beside the values, for every entry of the command. `evidence` is a path or a URL."""

    note: str = ""
    issue: str = ""
    next: str = ""
    evidence: str = ""

    @property
    def any(self) -> bool:
        """Whether anything was said."""
        return any(text.strip() for text in (self.note, self.issue, self.next, self.evidence))


class Receipt(NamedTuple):
    """What one command recorded."""

    batch: Batch
    echoes: tuple[Echo, ...]


def record(
    ledger: Ledger,
    items: Sequence[Item],
    *,
    day: str | None = None,
    remarks: Remarks | None = None,
    may_repeat: bool = True,
    keep: bool = True,
    command: str = "",
) -> Receipt:
    """Record one batch, all of it or none, and return what was understood; without `keep` it is only tried.

    Raises the refusal of the first item that cannot be taken as it stands: BareNumber, DistantDay, the NoteWanted
    family, and RecordedAlready where nothing `may_repeat` what is recorded, can be put to a person and tried again.
    """
    of_all = remarks or Remarks()
    evidence, digest = evidence_of(of_all.evidence)
    with ledger.write(keep=keep) as writing:
        measures = read_measures(writing.conn)
        on = writing.today if day is None else day_to_log(day, writing.today)
        refuse_closed(writing, [on])
        batch = writing.begin_batch(command or _command(items))
        checked: list[tuple[Measure, Score, Entry]] = []
        for item, measure in _resolved(items, measures):
            if measure.is_retired_on(on):
                raise BadInput(MEASURE_RETIRED, code=measure.code, name=measure, day=measure.retired_on)
            before = _score(writing, measure, on)
            said = item.said or of_all
            type_, quantity = _understood(item, measure, before, said)
            entry = Entry(
                id=writing.ids.next_id(), batch=batch.id, measure=measure.code, day=on, type=type_,
                value=quantity.value if quantity else None, qualifier=quantity.qualifier if quantity else 0,
                note=_said(said.note), issue=_said(said.issue), next=_said(said.next),
                evidence=evidence, evidence_sha256=digest,
            )  # fmt: skip
            checked.append((measure, before, entry))
        repeats = [_repeats(writing, measure, entry) for measure, _, entry in checked]
        add_entries(writing.conn, [entry for _, _, entry in checked])
        echoes = [_echo(writing, *each, like) for each, like in zip(checked, repeats, strict=True)]
        for echo in echoes:
            _refuse_beyond_range(writing, echo)
        for echo, (_, before, entry) in zip(echoes, checked, strict=True):
            if not entry.note:
                _refuse_surprises(writing, echo, before)
        for like in repeats:
            if like is not None and not may_repeat:
                raise like
    return Receipt(batch, tuple(echoes))


def measure_for_log(ledger: Ledger, code: str) -> Measure:
    """Return the measure of a code, to ask about it. Raises UNKNOWN_CODE."""
    with ledger.look() as reading:
        return measure_named(code, read_measures(reading.conn))


def measures_known(ledger: Ledger) -> dict[str, Measure]:
    """Return every measure by its code, in the report's order."""
    with ledger.look() as reading:
        return read_measures(reading.conn)


def day_to_log(text: str, today: date) -> date:
    """Return the day that is named, if something can be recorded of it. Raises UnreadableDay, FUTURE_DAY or
    DistantDay."""
    past_day(text, today)
    return recorded_day(text, today)


def _resolved(items: Sequence[Item], measures: Mapping[str, Measure]) -> list[tuple[Item, Measure]]:
    """Return each item with its measure. A measure's own unit may stand apart from its value: `JJ09+3 家`."""
    resolved: list[tuple[Item, Measure]] = []
    for item in items:
        if resolved and item.form is EntryForm.WORDS and item.code == resolved[-1][1].unit and resolved[-1][0].text:
            continue
        measure = measure_named(item.code, measures)
        if any(measure is other for _, other in resolved):
            raise BadInput(MEASURE_TWICE, code=measure.code)
        resolved.append((item, measure))
    return resolved


def _understood(item: Item, measure: Measure, before: Score, said: Remarks) -> tuple[EntryType, Quantity | None]:
    """Return the type of entry an item makes and its value, or refuse what the kind of measure does not take."""
    if item.form is EntryForm.WORDS:
        if not said.any:
            raise NothingToLog(code=measure.code, example=RULES[measure.kind].example.format(code=measure.code))
        return EntryType.WORDS, None
    quantity = quantity_of(item, measure)
    if item.form is EntryForm.BARE and RULES[measure.kind].adds_up:
        had = before.actual
        added = Actual((had.value or 0) + quantity.value, had.qualifier | quantity.qualifier)
        raise BareNumber(
            code=measure.code, text=item.text, before=had, added=added, stated=Actual(*quantity), item=item
        )
    return (EntryType.ADD if item.form is EntryForm.ADD else EntryType.SET), quantity


def quantity_of(item: Item, measure: Measure) -> Quantity:
    """Return the value of an item as its kind of measure takes it. Raises what is wrong with it."""
    facts = {"code": measure.code, "name": measure}
    rules = RULES[measure.kind]
    if rules.is_computed:
        raise BadInput(RATIO_NOT_LOGGED, **facts, numerator=measure.numerator, denominator=measure.denominator)
    if item.form not in (EntryForm.ADD, EntryForm.SET, EntryForm.BARE, *rules.long_forms):
        raise BadInput(WRONG_FORM, **facts, option=str(item.form), fitting=rules.long_forms)
    if item.form is EntryForm.DONE and rules.full_mark is not None:
        return Quantity(rules.full_mark, 0)
    quantity = parsed_quantity(item.text, measure.unit)
    if item.form is EntryForm.ADD and not rules.adds_up:
        raise BadInput(INCREMENT_ON_READING, **facts, text=plain(quantity.value))
    if not rules.admits(quantity.value):
        raise BadInput(OUTSIDE_MILESTONE, **facts, value=plain(quantity.value))
    return quantity


def _refuse_beyond_range(writing: Writing, echo: Echo) -> None:
    """Refuse what takes the actual of its day or of its year out of the range of values."""
    measure, day = echo.score.measure, echo.entry.day
    in_year = actual_of_one(writing.conn, measure.code, year_end(day.year))
    for actual in (echo.score.actual, in_year):
        amount_of(actual.value or Decimal(0))


def _refuse_surprises(writing: Writing, echo: Echo, before: Score) -> None:
    """Refuse, without a note, what is more often a slip than meant."""
    entry, after, measure = echo.entry, echo.score, echo.score.measure
    facts = {"code": measure.code, "name": measure, "before": before.actual, "after": after.actual}
    shares = (before.attainment, after.attainment)
    value = plain(entry.value or Decimal(0))
    odd = slip(
        measure, entry.type, entry.value, before.actual.value, after.target_value,
        shares=lambda: shares,
        # A total may be of another count than last year's; an increment is of the same.
        was_whole=lambda: always_whole(
            writing.conn, measure.code, year_start(entry.day.year) if entry.type is EntryType.SET else None, entry.id
        ),
        stood_above=lambda most: stood_above(writing.conn, measure.code, most * SCALE, entry.id),
    )  # fmt: skip
    match odd:
        case Slip.MINUS:
            raise NoteWanted(MINUS_WANTS_NOTE, **facts, text=value)
        case Slip.SHARE:
            raise NoteWanted(SHARE_WANTS_NOTE, **facts, value=value, percent=plain(Decimal(value) * 100))
        case Slip.FAR:
            raise NoteWanted(FAR_WANTS_NOTE, **facts)
        case Slip.FRACTION:
            raise NoteWanted(FRACTION_WANTS_NOTE, **facts, value=value)
        case Slip.LOWER:
            raise NoteWanted(LOWER_WANTS_NOTE, **facts)
        case Slip.JUMP:
            raise NoteWanted(JUMP_WANTS_NOTE, **facts, attainment=after.attainment)


def _repeats(writing: Writing, measure: Measure, entry: Entry) -> RecordedAlready | None:
    """Return what to say of a live entry of the same day, type and value."""
    if (like := live_like(writing.conn, entry)) is None:
        return None
    id_, batch = like
    value = plain(entry.value or Decimal(0))
    return RecordedAlready(
        code=measure.code, name=measure, value=f"+{value}" if entry.type is EntryType.ADD else f"={value}",
        day=entry.day, officer=batch.officer, logged_at=office_time(batch.logged_at, writing.settings.zone),
        id=short_name(id_),
    )  # fmt: skip


def _echo(writing: Writing, measure: Measure, before: Score, entry: Entry, repeats: RecordedAlready | None) -> Echo:
    # A later reading is simply the later reading.
    counts = entry.value is not None and RULES[measure.kind].adds_up
    hidden_by = next_total_after(writing.conn, measure.code, entry.day) if counts else None
    until = last_shown(entry.day.year, writing.today)
    late = entry.value is not None and entry.day < until
    latest = (until, actual_of_one(writing.conn, measure.code, until)) if late else None
    return Echo(entry, before.actual, _score(writing, measure, entry.day), hidden_by, repeats, latest)


def _score(writing: Writing, measure: Measure, day: date) -> Score:
    days = Days(day.year, day, writing.today)
    ((_standing, score),) = scores_of(writing, days, {measure.code: measure})
    return score


def _said(text: str) -> str:
    """Return a text as typed; blanks alone say nothing."""
    return text if text.strip() else ""


def _command(items: Sequence[Item]) -> str:
    words = (f"{item.code}{'' if item.form is EntryForm.WORDS else item.form}{item.text}" for item in items)
    return f"log {' '.join(words)}"


def evidence_of(named: str, folder: Path | None = None) -> tuple[str, str]:
    """Return the evidence as it is kept, a path made absolute, and the SHA-256 of a file.

    A path is one from `folder` on, by default the current one. Raises EVIDENCE_MISSING.
    """
    if not named.strip() or "://" in named:
        return named.strip(), ""
    try:
        path = (folder or Path()).joinpath(Path(named).expanduser()).absolute()
        return str(path), sha256_of(path)
    except (OSError, ValueError, RuntimeError) as error:
        raise BadInput(EVIDENCE_MISSING, path=named, reason=reason_of(error)) from error
