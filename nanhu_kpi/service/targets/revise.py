"""What the office answers for: targets set, paced by a schedule, withdrawn and looked up. Every one is a revision."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import clamped, parsed_day, year_end, year_start
from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.log import MEASURE_TWICE
from nanhu_kpi.errors.targets import (
    NOTHING_TO_WITHDRAW,
    PACE_FORBIDDEN,
    QUALIFIED_TARGET,
    RETIRED_TAKES_NO_TARGET,
    SCHEDULE_STANDS,
    START_AFTER_DUE,
    DayOutsideYear,
    TargetOutsideMilestone,
)
from nanhu_kpi.errors.values import UnreadableDay
from nanhu_kpi.model import Batch, Direction, Measure, Origin, Pace, Revision, Target
from nanhu_kpi.quantity import parsed_quantity, plain
from nanhu_kpi.scorecard.kinds import RULES, default_pace
from nanhu_kpi.scorecard.results import Agreed
from nanhu_kpi.service.lookup import measure_named, selected
from nanhu_kpi.service.periods import refuse_target_of_closed
from nanhu_kpi.service.status.status import days_shown, readable_year
from nanhu_kpi.service.targets.guard import in_force, refuse_unexplained
from nanhu_kpi.store.definitions import read_measures
from nanhu_kpi.store.targets import add_targets, recorded_targets, target_revisions, targets_in_force
from nanhu_kpi.text import normal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from nanhu_kpi.service.ledger import Ledger, Reading, Writing
    from nanhu_kpi.settings import Settings

_NO_YEAR = re.compile(r"\d{1,2}(?:[-/.]|月)")


class Terms(NamedTuple):
    """What is said of a target beside its value, days as typed.

    A start, due day or pace that is not given stays as it is in force, or takes its default.
    """

    year: int | None = None
    start: str | None = None
    due: str | None = None
    pace: Pace | None = None
    reason: str = ""
    document: str = ""
    effective: str | None = None


class Case(NamedTuple):
    """What a revision is made of: its measure and year, its id and effective day, and the target in force on that."""

    id: bytes
    measure: Measure
    year: int
    today: date
    effective_on: date
    before: Target | None

    def day(self, text: str | None, option: str) -> date | None:
        """Return the day of the target's year that `text` names, or None for no text. Raises DayOutsideYear."""
        return None if text is None else day_of_year(text, self.year, self.today, option)

    def start(self, terms: Terms) -> date:
        """Return the start that holds: as given, else as in force, else 1 January."""
        standing = self.before.start if self.before else year_start(self.year)
        return self.day(terms.start, "--start") or standing

    def target(
        self,
        terms: Terms,
        value: Decimal | None,
        start: date,
        due: date,
        pace: Pace,
        schedule: tuple[tuple[date, Decimal], ...] = (),
    ) -> Target:
        """Return the revision that an officer makes of it."""
        return Target(
            self.id, self.measure.code, self.year, value, start, due, pace, Origin.OFFICER, self.effective_on, schedule,
            reason=terms.reason.strip(), document=terms.document.strip(),
        )  # fmt: skip


class Agreements(NamedTuple):
    """Revisions in the report's order: those in force on `day`, or all of them."""

    revisions: tuple[Revision, ...]
    measures: Mapping[str, Measure]
    settings: Settings
    year: int
    day: date
    fell_back: bool


def set_targets(ledger: Ledger, values: Sequence[tuple[str, str]], terms: Terms) -> tuple[Agreed, ...]:
    """Record targets, a code and a value each, as one batch: all of them or none.

    Raises MEASURE_TWICE, and the refusal of the first that does not fit its measure, its year or its schedule.
    """
    with ledger.write() as writing:
        cases = [case_of(writing, code, terms) for code, _ in values]
        codes = [case.measure.code for case in cases]
        for code in codes:
            if codes.count(code) > 1:
                raise BadInput(MEASURE_TWICE, code=code)
        sign = " " if len(values) == 1 else "="
        said = " ".join(f"{code}{sign}{value}" for code, value in values)
        batch = writing.begin_batch(f"target set {said} --year {cases[0].year}")

        def agreed(case: Case, value: str) -> Agreed:
            return revised(writing, case, batch, lambda case: stated(case, value, terms))

        return tuple(agreed(case, value) for case, (_, value) in zip(cases, values, strict=True))


def withdraw_target(ledger: Ledger, code: str, terms: Terms) -> Agreed:
    """Record that a measure has no target from a day on. Raises NOTHING_TO_WITHDRAW."""
    return revise(ledger, code, terms, f"target set {code} --withdraw", lambda case: _withdrawn(case, terms))


def revise(ledger: Ledger, code: str, terms: Terms, command: str, make: Callable[[Case], Target]) -> Agreed:
    """Record the revision that `make` makes, as one batch, and return what was understood.

    Raises LATER_TARGET_WANTED where it would be in force on a day of a closed month, and ReasonWanted, beside what
    `make` raises.
    """
    with ledger.write() as writing:
        case = case_of(writing, code, terms)
        return revised(writing, case, writing.begin_batch(f"{command} --year {case.year}"), make)


def revised(writing: Writing, case: Case, batch: Batch, make: Callable[[Case], Target]) -> Agreed:
    """Add to a batch the revision that `make` makes of a case."""
    measure, year = case.measure, case.year
    target = make(case._replace(id=writing.ids.next_id()))
    later = (other.effective_on for other in _of_year(writing, measure, year) if other.effective_on > case.effective_on)
    until = min(later, default=None)
    last = until - timedelta(days=1) if until else year_end(year)
    refuse_target_of_closed(writing, case.effective_on, last, option="--from")
    refuse_unexplained(writing.conn, writing.today, {measure.code: measure}, [target])
    add_targets(writing.conn, batch.id, [target])
    return Agreed(batch, measure, case.before, target, until)


def case_of(reading: Reading | Writing, code: str, terms: Terms) -> Case:
    """Return what a revision would be made of, but for its id. Raises the refusal of a code, a year or a day."""
    measure = measure_named(code, read_measures(reading.conn))
    year = readable_year(reading.today.year if terms.year is None else terms.year)
    revisions = _of_year(reading, measure, year)
    if terms.effective is not None:
        effective_on = day_of_year(terms.effective, year, reading.today, "--from")
    else:
        effective_on = default_effective_day(year, reading.today, first=not revisions)
    return Case(b"", measure, year, reading.today, effective_on, in_force(revisions, effective_on))


def agreements(ledger: Ledger, words: Sequence[str], *, year: int | None, history: bool) -> Agreements:
    """Return the targets of the selected measures that are in force today, today taken into the year.

    With `history` every revision instead, voided ones too, of `year` or of all years.
    """
    with ledger.look() as reading:
        measures = read_measures(reading.conn, undone=True)
        selection = selected(words, measures)
        days = days_shown(reading, year, None)
        day = max(days.as_of, year_start(days.year))
        every = recorded_targets(reading.conn, year=year if history else days.year)
        if not history:
            live = {target.id for target in targets_in_force(reading.conn, days.year, day).values()}
            every = [revision for revision in every if revision[0].id in live]
        codes = list(selection.codes if selection else measures)
        place = {code: position for position, code in enumerate(codes)}
        chosen = [revision for revision in every if revision[0].measure in place]
        return Agreements(
            revisions=tuple(sorted(chosen, key=lambda revision: place[revision[0].measure])),
            measures=measures,
            settings=reading.settings,
            year=days.year,
            day=day,
            fell_back=year is None and not history and days.year != reading.today.year,
        )


def stated_value(measure: Measure, text: str) -> Decimal:
    """Return the exact number that a target or a point of a schedule states.

    Raises QUALIFIED_TARGET, TargetOutsideMilestone, or what `parsed_quantity` raises.
    """
    value, qualifier = parsed_quantity(text, measure.unit)
    if qualifier:
        raise BadInput(QUALIFIED_TARGET, text=text)
    if not RULES[measure.kind].admits(value):
        raise TargetOutsideMilestone(code=measure.code, name=measure, value=plain(value))
    return value


def day_of_year(text: str, year: int, today: date, option: str) -> date:
    """Return the day of `year` that `text` names; `03-01` is always that year's. Raises DayOutsideYear."""
    if _NO_YEAR.match(normal(text).strip()):
        day = parsed_day(text, year_end(year))  # the most recent such day, and so this year's where it has one
        if day.year != year:
            raise UnreadableDay(text=text)
        return day
    day = parsed_day(text, today)
    if day.year != year:
        raise DayOutsideYear(option=option, day=day, year=year)
    return day


def default_effective_day(year: int, today: date, *, first: bool) -> date:
    """Return 1 January for the first revision of a year, else today taken into the year."""
    return year_start(year) if first else clamped(today, year)


def is_retired(measure: Measure, year: int, today: date) -> bool:
    """Return whether a measure is retired as far as targets of `year` go: an earlier year keeps its own."""
    return measure.is_retired_on(clamped(today, year))


def refuse_retired(case: Case) -> None:
    """Raise RETIRED_TAKES_NO_TARGET where the measure is retired by today, or by the end of an earlier year."""
    if is_retired(case.measure, case.year, case.today):
        raise BadInput(RETIRED_TAKES_NO_TARGET, code=case.measure.code, name=case.measure, day=case.measure.retired_on)


def _of_year(reading: Reading | Writing, measure: Measure, year: int) -> list[Target]:
    return [target for target in target_revisions(reading.conn, measure.code) if target.year == year]


def stated(case: Case, text: str, terms: Terms) -> Target:
    """Return the revision that a value makes of a case. Raises the refusal of what does not fit it."""
    refuse_retired(case)
    measure, before = case.measure, case.before
    value = stated_value(measure, text)
    start = case.start(terms)
    due = case.day(terms.due, "--due") or (before.due if before else year_end(case.year))
    if start > due:
        raise BadInput(START_AFTER_DUE, start=start, due=due)
    pace = terms.pace or _standing_pace(measure, before)
    if measure.direction is Direction.AT_MOST and pace is not Pace.NONE:
        raise BadInput(PACE_FORBIDDEN, code=measure.code, name=measure)
    schedule = before.schedule if before and pace is Pace.SCHEDULE else ()
    if before and schedule and ((value, due) != (before.value, before.due) or start > schedule[0][0]):
        raise BadInput(SCHEDULE_STANDS, code=measure.code, name=measure, value=plain(schedule[-1][1]), due=before.due)
    return case.target(terms, value, start, due, pace, schedule)


def _standing_pace(measure: Measure, before: Target | None) -> Pace:
    """Return the pace of the target before, or the usual one where there is none or the measure takes it no more."""
    if before and (measure.direction is Direction.AT_LEAST or before.pace is Pace.NONE):
        return before.pace
    return default_pace(measure.kind, measure.direction)


def _withdrawn(case: Case, terms: Terms) -> Target:
    measure, before = case.measure, case.before
    if before is None:
        raise BadInput(NOTHING_TO_WITHDRAW, code=measure.code, name=measure, year=case.year, day=case.effective_on)
    return case.target(terms, None, before.start, before.due, default_pace(measure.kind, measure.direction))
