"""Target against actual: pure. It knows no file, no screen and no language.

Source: the office's own rules (README, "How it computes"): the first status that holds is the status.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from nanhu_kpi.model import NO_DATA, Actual, Direction, Kind, Light, Measure, Pace, Status, Target
from nanhu_kpi.period import a_week_before, elapsed_share
from nanhu_kpi.quantity import rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

_LIGHTS = {
    Status.NO_TARGET: None,
    Status.UNREPORTED: None,
    Status.EXCEEDED: Light.RED,
    Status.MET: Light.GREEN,
    Status.OVERDUE: Light.RED,
    Status.AHEAD: Light.GREEN,
    Status.ON_TRACK: Light.GREEN,
    Status.BEHIND: Light.YELLOW,
    Status.FAR_BEHIND: Light.RED,
}
_JUST_SHORT = Decimal("0.9999")
FULL_MARK = Decimal(100)


@dataclass(frozen=True)
class Thresholds:
    """Gaps in percentage points below which a measure is behind, and far behind."""

    behind: Decimal = Decimal(-10)
    far_behind: Decimal = Decimal(-30)


@dataclass(frozen=True)
class Days:
    """The days a scorecard stands on: its year, the day looked at, and the office's today."""

    year: int
    as_of: date
    today: date

    @property
    def begun(self) -> bool:
        """Whether the year has begun on the day looked at."""
        return self.as_of.year >= self.year

    @property
    def foreseen(self) -> bool:
        """Whether the day looked at lies ahead of today."""
        return self.as_of > self.today


@dataclass(frozen=True)
class Standing:
    """What is known of one measure on a day: the facts that a score is computed from.

    `carried` is the reading that an unfinished milestone brought over New Year.
    """

    measure: Measure
    target: Target | None = None
    actual: Actual = NO_DATA
    week_ago: Actual = NO_DATA
    baseline: Actual = NO_DATA
    baseline_to_date: Actual = NO_DATA
    carried: Decimal | None = None


@dataclass(frozen=True)
class Score:
    """One measure's row: shares have four places, `gap` is in percentage points with two, the rest in its unit."""

    measure: Measure
    target: Target | None
    actual: Actual
    baseline: Actual
    baseline_to_date: Actual
    attainment: Decimal | None
    expected: Decimal | None
    gap: Decimal | None
    remaining: Decimal | None
    required_per_week: Decimal | None
    week_change: Decimal | None
    status: Status
    light: Light | None

    @property
    def target_value(self) -> Decimal | None:
        """The target in force, if there is one."""
        return self.target.value if self.target else None


@dataclass(frozen=True)
class Scorecard:
    """A year's rows on a day, in the order of the report."""

    days: Days
    scores: tuple[Score, ...]
    thresholds: Thresholds

    @property
    def targets(self) -> int:
        """How many measures have a target in force."""
        return sum(score.target is not None for score in self.scores)

    @property
    def entries(self) -> int:
        """How many entries the rows rest on."""
        return sum(score.actual.entries for score in self.scores)


def reached(value: Decimal, target: Decimal, direction: Direction) -> bool:
    """Return whether `value` reaches `target`, decided on exact values."""
    return value >= target if direction is Direction.AT_LEAST else value <= target


def attainment(value: Decimal, target: Decimal, direction: Direction) -> Decimal:
    """Return actual against target as a share of four places, not clamped above; short of the target never 1.

    `at_most`: 1 while the value is within the target, else target over value. For a target of 0 or below: 1 when
    reached, else 0.
    """
    done = reached(value, target, direction)
    if target <= 0:
        return rounded(Fraction(int(done)))
    if direction is Direction.AT_MOST:
        share = rounded(Fraction(1) if done else Fraction(target) / Fraction(value))
    else:
        share = rounded(Fraction(value) / Fraction(target))
    return share if done else min(share, _JUST_SHORT)


def expected_share(target: Target, days: Days, carried: Decimal | None = None) -> Decimal:
    """Return the attainment that the pace expects by the day.

    A milestone carried over New Year is expected to go on from its reading, evenly, to the full mark.
    """
    if not days.begun:
        return rounded(Fraction(0))
    if target.pace is Pace.NONE:
        return rounded(Fraction(1))
    elapsed = elapsed_share(target.start, target.due, days.as_of)
    if carried is not None and target.value:
        brought = min(Fraction(carried) / Fraction(target.value), Fraction(1))
        return rounded(brought + (1 - brought) * elapsed)
    return rounded(elapsed)


def due_day_is_over(due: date, days: Days) -> bool:
    """Return whether the due day is over: it lies before the day looked at, or both are one day before today."""
    return due < days.as_of or (due == days.as_of < days.today)


def scored(standing: Standing, days: Days, thresholds: Thresholds) -> Score:
    """Return the measure's row: every number that its facts allow, its status and its light."""
    measure, actual = standing.measure, _carried_over(standing)
    target = standing.target if standing.target and standing.target.value is not None else None
    share = gap = expected = remaining = None
    if target and target.value is not None:
        expected = expected_share(target, days, standing.carried)
        if actual.value is not None:
            share = attainment(actual.value, target.value, measure.direction)
            gap = (share - expected) * 100
            remaining = target.value - actual.value
    status = _status(standing, target, actual, gap, days, thresholds)
    return Score(
        measure=measure,
        target=target,
        actual=actual,
        baseline=standing.baseline,
        baseline_to_date=standing.baseline_to_date,
        attainment=share,
        expected=expected,
        gap=gap,
        remaining=remaining,
        required_per_week=_required_per_week(measure, target, remaining, days),
        week_change=_week_change(standing, actual, days),
        status=status,
        light=_LIGHTS[status] if days.begun else None,
    )


def scorecard_of(standings: Iterable[Standing], days: Days, thresholds: Thresholds) -> Scorecard:
    """Return the scorecard of measures in the order given."""
    return Scorecard(days, tuple(scored(standing, days, thresholds) for standing in standings), thresholds)


def counts(scores: Iterable[Score]) -> Mapping[Status, int]:
    """Return how many rows have each status, every status named, in the order of the rules.

    Goals and areas are counted, never averaged.
    """
    found = Counter(score.status for score in scores)
    return {status: found[status] for status in Status}


def _carried_over(standing: Standing) -> Actual:
    """Return the actual; an unfinished milestone without a reading this year keeps the one it brought along."""
    actual = standing.actual
    if standing.carried is None or actual.value is not None:
        return actual
    return Actual(standing.carried, actual.qualifier, actual.entries, actual.last_day)


def _status(
    standing: Standing, target: Target | None, actual: Actual, gap: Decimal | None, days: Days, thresholds: Thresholds
) -> Status:
    measure, reported = standing.measure, standing.actual.value
    finished = measure.kind is Kind.MILESTONE and reported is not None and reported >= FULL_MARK
    if target is None or target.value is None:
        return Status.MET if finished else Status.NO_TARGET
    if reported is None or actual.value is None or gap is None:
        return Status.UNREPORTED
    done = reached(actual.value, target.value, measure.direction)
    over = due_day_is_over(target.due, days)
    if measure.kind is Kind.SUM and measure.direction is Direction.AT_MOST:
        if not done:
            return Status.EXCEEDED
        if over:
            return Status.MET
    elif done:
        return Status.MET
    elif over:
        return Status.OVERDUE
    if measure.kind is Kind.LAST and target.pace is Pace.NONE and not done:
        # A reading short of its target is never green: a step lower than the same gap of what accumulates.
        return Status.BEHIND if gap >= thresholds.behind else Status.FAR_BEHIND
    if gap < thresholds.far_behind:
        return Status.FAR_BEHIND
    if gap < thresholds.behind:
        return Status.BEHIND
    return Status.AHEAD if gap > 0 else Status.ON_TRACK


def _required_per_week(
    measure: Measure, target: Target | None, remaining: Decimal | None, days: Days
) -> Decimal | None:
    counted = measure.kind in (Kind.SUM, Kind.MILESTONE) and measure.direction is Direction.AT_LEAST
    if target is None or remaining is None or remaining <= 0 or not counted:
        return None
    days_left = (target.due - days.as_of).days
    return rounded(Fraction(remaining) * 7 / days_left) if days_left > 0 else None


def _week_change(standing: Standing, actual: Actual, days: Days) -> Decimal | None:
    """Return the change within the year: before 1 January a sum is 0, and a reading has none."""
    if actual.value is None:
        return None
    before = standing.week_ago.value
    if before is None and standing.measure.kind is Kind.SUM:
        before = Decimal(0)
    elif before is None and a_week_before(days.as_of).year == days.year:
        before = standing.carried
    return None if before is None else actual.value - before
