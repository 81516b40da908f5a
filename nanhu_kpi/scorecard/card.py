"""A measure's row and a year's scorecard: every number that the facts allow."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.model import Actual, Light, Measure, Status, Target
from nanhu_kpi.quantity import rounded
from nanhu_kpi.scorecard.attainment import attainment
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.scorecard.outlook import Forecast, forecast, required_per_week
from nanhu_kpi.scorecard.pace import expected_share
from nanhu_kpi.scorecard.status import LIGHTS, is_stale, silence_is_seen, status_of
from nanhu_kpi.scorecard.turn import Turn, turn_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from nanhu_kpi.scorecard.facts import Days, Standing, Thresholds

REPORTED_0 = Actual(Decimal(0), entries=1)


class Score(NamedTuple):
    """One measure's row: shares have four places, `gap` is in percentage points with two, the rest in its unit.

    `reported` says that it has a value of this year, and `stale` that it has been silent since, for two of its periods.
    `turn` is when the light turns if nothing more is recorded, where that was asked for.
    """

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
    forecast: Forecast | None
    status: Status
    light: Light | None
    reported: bool
    stale: bool
    turn: Turn | None = None

    @property
    def unreported(self) -> bool:
        """Whether it has a target and no value in the year: 未报 and 逾期未报."""
        return self.target is not None and not self.reported

    @property
    def year_on_year(self) -> Decimal | None:
        """How much a sum has grown since the same day of last year, as a share; None where nothing says so exactly."""
        now, then = self.actual, self.baseline_to_date
        if not RULES[self.measure.kind].adds_up or now.value is None or not then.value or then.value < 0:
            return None
        if now.qualifier or then.qualifier:
            return None
        return rounded(Fraction(now.value) / Fraction(then.value) - 1, 4)

    @property
    def target_value(self) -> Decimal | None:
        """The target in force, if there is one."""
        return self.target.value if self.target else None


class Scorecard(NamedTuple):
    """A year's rows on a day, in the order of the report; `silent` where the office has recorded nothing at all."""

    days: Days
    scores: tuple[Score, ...]
    silent: bool

    @property
    def targets(self) -> int:
        """How many measures have a target in force."""
        return sum(score.target is not None for score in self.scores)


class Verdict(NamedTuple):
    """How one measure stands on the day, without looking back or ahead: what its status and its light rest on.

    `actual` has the reading that an unfinished milestone brought over New Year; `reported` is of this year alone.
    """

    target: Target | None
    actual: Actual
    attainment: Decimal | None
    expected: Decimal | None
    gap: Decimal | None
    status: Status
    light: Light | None
    reported: bool


def judged(standing: Standing, days: Days, thresholds: Thresholds) -> Verdict:
    """Return how a measure stands: its status and its light, and the figures that decide them."""
    measure, actual = standing.measure, actual_of(standing)
    exact = actual.exact_value
    target = standing.target if standing.target and standing.target.value is not None else None
    share = gap = expected = None
    if target and target.value is not None:
        expected = expected_share(measure, target, days, standing.carried)
        if exact is not None:
            share = attainment(exact, target.value, measure.direction)
            gap = (share - expected) * 100
    status = status_of(standing, target, actual, gap, days, thresholds)
    light = _light(standing, target, status, days, thresholds)
    return Verdict(target, actual, share, expected, gap, status, light, standing.actual.value is not None)


def scored(standing: Standing, days: Days, thresholds: Thresholds) -> Score:
    """Return the measure's row: every number that its facts allow, its status and its light."""
    measure = standing.measure
    target, actual, share, expected, gap, status, light, reported = judged(standing, days, thresholds)
    remaining = None
    if target and target.value is not None and actual.value is not None:
        remaining = target.value - actual.value
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
        required_per_week=required_per_week(measure, target, remaining, days),
        week_change=_week_change(standing, actual, days),
        forecast=forecast(standing, days),
        status=status,
        light=light,
        reported=reported,
        stale=is_stale(standing, target, days),
    )


def _light(
    standing: Standing, target: Target | None, status: Status, days: Days, thresholds: Thresholds
) -> Light | None:
    """Return the light of a status; of what is unreported, once its silence is seen, that of a reported 0, and yellow
    where a 0 would be a reading as good as any."""
    if not days.begun:
        return None
    if status is not Status.UNREPORTED or target is None or not silence_is_seen(standing, target, days):
        return LIGHTS[status]
    if not RULES[standing.measure.kind].accumulates:
        return Light.YELLOW
    return judged(standing._replace(actual=REPORTED_0), days, thresholds).light


def with_turn(score: Score, standing: Standing, days: Days, thresholds: Thresholds) -> Score:
    """Return the row with the day on which its light turns if nothing more is recorded."""
    turn = turn_of(standing, days, score.light, lambda then, on: judged(then, on, thresholds).light)
    return score._replace(turn=turn)


def scorecard_of(
    standings: Iterable[Standing], days: Days, thresholds: Callable[[str], Thresholds], *, turns: bool = False
) -> Scorecard:
    """Return the scorecard of measures in the order given, with `turns` how long each light lasts; `thresholds` gives
    those of a code."""
    known = tuple(standings)
    scores = []
    for standing in known:
        own = thresholds(standing.measure.code)
        score = scored(standing, days, own)
        scores.append(with_turn(score, standing, days, own) if turns else score)
    return Scorecard(days, tuple(scores), silent=any(standing.office_silent for standing in known))


def counts(scores: Iterable[Score]) -> Mapping[Status, int]:
    """Return how many rows have each status, every status named, in the order of the rules.

    Goals and areas are counted, never averaged.
    """
    numbers = Counter(score.status for score in scores)
    return {status: numbers[status] for status in Status}


def actual_of(standing: Standing) -> Actual:
    """Return a measure's actual; an unfinished milestone without a reading this year keeps the one it brought along."""
    actual = standing.actual
    if standing.carried is None or actual.value is not None:
        return actual
    return actual._replace(value=standing.carried, qualifier=standing.carried_qualifier)


def _week_change(standing: Standing, actual: Actual, days: Days) -> Decimal | None:
    """Return the change within the year, None where no value was reported in its days: only a reported 0 is 0.

    Before 1 January a sum is 0, and a reading has none.
    """
    if actual.value is None or actual.value_days == standing.week_ago.value_days:
        return None
    before = standing.week_ago.value
    if before is None and RULES[standing.measure.kind].adds_up:
        before = Decimal(0)
    elif before is None and days.week_ago.year == days.year:
        before = standing.carried
    return None if before is None else actual.value - before
