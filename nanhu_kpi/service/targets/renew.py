"""Targets for a year proposed from the year before: its actuals adopted, or its unfinished business carried over."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import year_end, year_start
from nanhu_kpi.errors import BadInput, Usage
from nanhu_kpi.errors.targets import PROPOSAL_CHANGED
from nanhu_kpi.errors.usage import YEARS_REVERSED
from nanhu_kpi.model import NO_DATA, Actual, Batch, Direction, Measure, Origin, Pace, Target
from nanhu_kpi.quantity import floored
from nanhu_kpi.scorecard.facts import Days, Standing
from nanhu_kpi.scorecard.kinds import RULES, default_pace
from nanhu_kpi.service.lookup import selected
from nanhu_kpi.service.periods import refuse_target_of_closed
from nanhu_kpi.service.standings import gathered
from nanhu_kpi.service.targets.guard import refuse_unexplained
from nanhu_kpi.service.targets.revise import clamped, default_effective_day, is_retired, readable_year
from nanhu_kpi.store.definitions import read_measures
from nanhu_kpi.store.rollups import last_readings_before
from nanhu_kpi.store.targets import add_targets, recorded_targets, targets_in_force

if TYPE_CHECKING:
    from decimal import Decimal

    from nanhu_kpi.service.ledger import Ledger, Reading, Writing

# What somebody stated for a year goes on into the next; a full mark that the report implied, or an actual that was
# adopted, says nothing about it.
_STATED = (Origin.REPORT, Origin.OFFICER, Origin.CARRIED)


class Renewal(NamedTuple):
    """What is asked for: targets of `year` from the actuals (`BASELINE`) or the targets (`CARRIED`) of `source`."""

    origin: Origin
    source: int
    year: int
    words: tuple[str, ...] = ()
    reason: str = ""
    document: str = ""


class Proposal(NamedTuple):
    """One target that would be set, beside what its measure came to in the source year; its id is made when it is."""

    measure: Measure
    actual: Actual
    target: Target


class Proposed(NamedTuple):
    """Every target that would be set. `ongoing` says that the source year is not over yet."""

    renewal: Renewal
    proposals: tuple[Proposal, ...]
    ongoing: bool


def proposed(ledger: Ledger, renewal: Renewal) -> Proposed:
    """Return what a renewal would set. Raises UNREADABLE_YEAR, YEARS_REVERSED or UNKNOWN_SELECTION."""
    with ledger.look() as reading:
        return _proposed(reading, renewal)


def renew(ledger: Ledger, shown: Proposed, reason: str = "") -> Batch:
    """Record what was shown, as one batch; `reason` is one that was given after it was shown.

    Raises PROPOSAL_CHANGED where the file says something else by now, ReasonWanted, or TARGET_OF_CLOSED_MONTH.
    """
    renewal = shown.renewal
    with ledger.write() as writing:
        if _proposed(writing, renewal) != shown:
            raise BadInput(PROPOSAL_CHANGED)
        years = (
            f"adopt {renewal.year}" if renewal.origin is Origin.BASELINE else f"carry {renewal.source} {renewal.year}"
        )
        command = " ".join(("target", years, *renewal.words))
        batch = writing.begin_batch(command)
        targets = [
            proposal.target._replace(id=writing.ids.next_id(), reason=proposal.target.reason or reason.strip())
            for proposal in shown.proposals
        ]
        for target in targets:
            refuse_target_of_closed(writing, target.effective_on, year_end(target.year))
        measures = {proposal.measure.code: proposal.measure for proposal in shown.proposals}
        refuse_unexplained(writing.conn, writing.today, measures, targets)
        add_targets(writing.conn, batch.id, targets)
        return batch


def _proposed(reading: Reading | Writing, renewal: Renewal) -> Proposed:
    year, source = readable_year(renewal.year), readable_year(renewal.source)
    if source >= year:
        raise Usage(YEARS_REVERSED, source=source, year=year)
    measures = read_measures(reading.conn)
    selection = selected(renewal.words, measures)
    # A target that comes later in the year is one too.
    taken = {
        code
        for day in (clamped(reading.today, year), year_end(year))
        for code in targets_in_force(reading.conn, year, day)
    }
    free = {
        code: measures[code]
        for code in (selection.codes if selection else measures)
        if code not in taken and not is_retired(measures[code], year, reading.today)
    }
    revised = {target.measure for target, _, void in recorded_targets(reading.conn, year=year) if void is None}
    # A milestone may have been reached in a year between.
    readings = last_readings_before(reading.conn, year_start(year))
    proposals = []
    for standing in gathered(reading.conn, Days(source, clamped(reading.today, source), reading.today), free):
        renewed = (
            _adopted(standing)
            if renewal.origin is Origin.BASELINE
            else _carried(standing, readings.get(standing.measure.code, NO_DATA).value)
        )
        if renewed is None:
            continue
        value, pace = renewed
        code = standing.measure.code
        target = Target(
            b"", code, year, value, year_start(year), year_end(year), pace, renewal.origin,
            default_effective_day(year, reading.today, first=code not in revised),
            reason=renewal.reason.strip(), document=renewal.document.strip(),
        )  # fmt: skip
        proposals.append(Proposal(standing.measure, standing.actual, target))
    return Proposed(renewal, tuple(proposals), reading.today <= year_end(source))


def _adopted(standing: Standing) -> tuple[Decimal, Pace] | None:
    """Return the actual as a target; a milestone is not reached again every year.

    Of a ratio that the file cannot keep exactly it is the nearest value that the same performance reaches.
    """
    measure, value, exact = standing.measure, standing.actual.value, standing.actual.exact
    if RULES[measure.kind].full_mark is not None or value is None:
        return None
    if exact is not None:
        value = floored(exact) if measure.direction is Direction.AT_LEAST else -floored(-exact)
    return value, default_pace(measure.kind, measure.direction)


def _carried(standing: Standing, latest: Decimal | None) -> tuple[Decimal, Pace] | None:
    """Return the target that goes on into the next year: an unmet milestone's, or one that somebody stated.

    `latest` is a milestone's last reading before that year. A schedule's days are those of its own year.
    """
    target = standing.target
    if target is None or target.value is None:
        return None
    if RULES[standing.measure.kind].full_mark is not None:
        reading = standing.carried if standing.actual.value is None else standing.actual.value
        if any(known is not None and known >= target.value for known in (reading, latest)):
            return None
    elif target.origin not in _STATED:
        return None
    usual = default_pace(standing.measure.kind, standing.measure.direction)
    return target.value, usual if target.pace is Pace.SCHEDULE else target.pace
