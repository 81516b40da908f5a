"""Targets for a year proposed from the year before: its actuals adopted, or its unfinished business carried over."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import clamped, year_end, year_start
from nanhu_kpi.errors import N_, BadInput, Usage
from nanhu_kpi.errors.targets import PROPOSAL_CHANGED
from nanhu_kpi.errors.usage import UNFIT_FACTOR, YEARS_REVERSED
from nanhu_kpi.model import NO_DATA, Batch, Direction, Measure, Origin, Pace, Target
from nanhu_kpi.quantity import amount_of, floored, parsed_quantity, plain
from nanhu_kpi.scorecard.facts import Days, Standing
from nanhu_kpi.scorecard.kinds import RULES, default_pace
from nanhu_kpi.scorecard.results import Proposal
from nanhu_kpi.service.lookup import chosen, selected
from nanhu_kpi.service.periods import refuse_target_of_closed
from nanhu_kpi.service.standings import gathered
from nanhu_kpi.service.status.status import readable_year
from nanhu_kpi.service.targets.guard import refuse_unexplained
from nanhu_kpi.service.targets.revise import default_effective_day, is_retired
from nanhu_kpi.store.definitions import read_measures
from nanhu_kpi.store.rollups import last_readings_before
from nanhu_kpi.store.targets import add_targets, recorded_targets, targets_in_force

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nanhu_kpi.service.ledger import Ledger, Reading, Writing

# What somebody stated for a year goes on into the next; a full mark that the report implied, or an actual that was
# adopted, says nothing about it.
_STATED = (Origin.REPORT, Origin.OFFICER, Origin.CARRIED)

HAS_ONE = N_("has a target in {year}")
IS_RETIRED = N_("retired")
IS_COMPLETED = N_("completed")
NOT_STATED = N_("in {source} not a stated target, but a full mark or an adopted actual")
NO_TARGET = N_("no target in {source}")
NO_ACTUAL = N_("no actual in {source}")
NOT_EVERY_YEAR = N_("a milestone, not reached again every year")
ROUNDED_AWAY = N_("rounding would make it 0")


class Renewal(NamedTuple):
    """What is asked for: targets of `year` from the actuals (`BASELINE`) or the targets (`CARRIED`) of `source`;
    actuals `times` a factor, rounded to a multiple of `step`, by default to as many places as they have."""

    origin: Origin
    source: int
    year: int
    words: tuple[str, ...] = ()
    reason: str = ""
    document: str = ""
    times: Decimal = Decimal(1)
    step: Decimal | None = None

    @property
    def command(self) -> str:
        """The command that asks for it, without its reason."""
        if self.origin is Origin.CARRIED:
            words = ["target", "carry", str(self.source), str(self.year), *self.words]
        else:
            words = ["target", "adopt", str(self.year), *self.words]
            words += ["--from", str(self.source)] if self.source != self.year - 1 else []
            words += ["--times", plain(self.times)] if self.times != 1 else []
            words += ["--round", plain(self.step)] if self.step is not None else []
        return " ".join(words)


class LeftOut(NamedTuple):
    """A measure that gets no target, and why: one of the reasons above."""

    measure: Measure
    why: str


class Proposed(NamedTuple):
    """Every target that would be set, and the measures that get none. `ongoing` says that the source year is not over
    yet, and `untargeted` that it has no target at all."""

    renewal: Renewal
    proposals: tuple[Proposal, ...]
    ongoing: bool
    left_out: tuple[LeftOut, ...] = ()
    untargeted: bool = False


def proposed(ledger: Ledger, renewal: Renewal) -> Proposed:
    """Return what a renewal would set. Raises UNREADABLE_YEAR, YEARS_REVERSED or UNKNOWN_SELECTION."""
    with ledger.look() as reading:
        return _proposed(reading, renewal)


def refuse_unfit(ledger: Ledger, shown: Proposed, reason: str = "") -> None:
    """Raise what `renew` would raise of what is shown: ReasonWanted, or TARGET_OF_CLOSED_MONTH."""
    with ledger.look() as reading:
        _refuse_unfit(reading, shown, _explained(shown, reason))


def renew(ledger: Ledger, shown: Proposed, reason: str = "") -> Batch:
    """Record what was shown, as one batch; `reason` is one that was given after it was shown.

    Raises PROPOSAL_CHANGED where the file says something else by now, ReasonWanted, or TARGET_OF_CLOSED_MONTH.
    """
    renewal = shown.renewal
    with ledger.write() as writing:
        if _proposed(writing, renewal) != shown:
            raise BadInput(PROPOSAL_CHANGED)
        batch = writing.begin_batch(renewal.command)
        targets = [target._replace(id=writing.ids.next_id()) for target in _explained(shown, reason)]
        _refuse_unfit(writing, shown, targets)
        add_targets(writing.conn, batch.id, targets)
        return batch


def _explained(shown: Proposed, reason: str) -> list[Target]:
    return [proposal.target._replace(reason=proposal.target.reason or reason.strip()) for proposal in shown.proposals]


def _refuse_unfit(reading: Reading | Writing, shown: Proposed, targets: Sequence[Target]) -> None:
    for target in targets:
        refuse_target_of_closed(reading, target.effective_on, year_end(target.year))
    measures = {proposal.measure.code: proposal.measure for proposal in shown.proposals}
    refuse_unexplained(reading.conn, reading.today, measures, targets)


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
    wanted = chosen(measures, selection)
    why: dict[str, str] = {}
    for code, measure in wanted.items():
        if is_retired(measure, year, reading.today):
            why[code] = IS_RETIRED
        elif code in taken:
            why[code] = HAS_ONE
    free = {code: measure for code, measure in wanted.items() if code not in why}
    revised = {target.measure for target, _, void in recorded_targets(reading.conn, year=year) if void is None}
    # A milestone may have been reached in a year between.
    readings = last_readings_before(reading.conn, year_start(year))
    proposals = []
    for standing in gathered(reading.conn, Days(source, clamped(reading.today, source), reading.today), free):
        code = standing.measure.code
        renewed = (
            _adopted(standing, renewal)
            if renewal.origin is Origin.BASELINE
            else _carried(standing, readings.get(standing.measure.code, NO_DATA).value)
        )
        if isinstance(renewed, str):
            why[code] = renewed
            continue
        value, pace = renewed
        target = Target(
            b"", code, year, value, year_start(year), year_end(year), pace, renewal.origin,
            default_effective_day(year, reading.today, first=code not in revised),
            reason=renewal.reason.strip(), document=renewal.document.strip(),
        )  # fmt: skip
        proposals.append(Proposal(standing.measure, standing.actual, target))
    untargeted = all(void is not None for _, _, void in recorded_targets(reading.conn, year=source))
    return Proposed(renewal, tuple(proposals), reading.today <= year_end(source), _left_out(wanted, why), untargeted)


def factor(text: str, option: str) -> Decimal:
    """Return a number above 0 that an option is given. Raises UNFIT_FACTOR, or what `parsed_quantity` raises."""
    value, qualifier = parsed_quantity(text, "")
    if qualifier or value <= 0:
        raise Usage(UNFIT_FACTOR, text=text, option=option)
    return value


def _left_out(wanted: Mapping[str, Measure], why: Mapping[str, str]) -> tuple[LeftOut, ...]:
    """Return the measures that get no target, in the report's order."""
    return tuple(LeftOut(measure, why[code]) for code, measure in wanted.items() if code in why)


def _adopted(standing: Standing, renewal: Renewal) -> tuple[Decimal, Pace] | str:
    """Return the actual as a target, or why there is none; a milestone is not reached again every year.

    Of a ratio that the file cannot keep exactly it is the nearest value that the same performance reaches.
    """
    measure, value, exact = standing.measure, standing.actual.value, standing.actual.exact
    if RULES[measure.kind].full_mark is not None:
        return NOT_EVERY_YEAR
    if value is None:
        return NO_ACTUAL
    if exact is not None:
        value = floored(exact) if measure.direction is Direction.AT_LEAST else -floored(-exact)
    if renewal.times != 1 or renewal.step is not None:
        places = len(plain(value).partition(".")[2])
        step = renewal.step or Decimal(1).scaleb(-places)
        rounded = (value * renewal.times / step).quantize(Decimal(1), ROUND_HALF_UP) * step
        if value and not rounded:
            return ROUNDED_AWAY
        amount_of(rounded)  # refuses what is beyond the range
        value = rounded
    return value, default_pace(measure.kind, measure.direction)


def _carried(standing: Standing, latest: Decimal | None) -> tuple[Decimal, Pace] | str:
    """Return the target that goes on into the next year, an unmet milestone's or one that somebody stated; or why none
    does.

    `latest` is a milestone's last reading before that year. A schedule's days are those of its own year.
    """
    target = standing.target
    if target is None or target.value is None:
        return NO_TARGET
    if RULES[standing.measure.kind].full_mark is not None:
        reading = standing.carried if standing.actual.value is None else standing.actual.value
        if any(known is not None and known >= target.value for known in (reading, latest)):
            return IS_COMPLETED
    elif target.origin not in _STATED:
        return NOT_STATED
    usual = default_pace(standing.measure.kind, standing.measure.direction)
    return target.value, usual if target.pace is Pace.SCHEDULE else target.pace
