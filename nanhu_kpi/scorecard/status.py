"""Status and light: derived, never typed in. The first rule that holds decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.model import Actual, Direction, Light, Pace, Status, Target
from nanhu_kpi.scorecard.attainment import reached
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.scorecard.pace import is_over, silent_periods

if TYPE_CHECKING:
    from decimal import Decimal

    from nanhu_kpi.scorecard.facts import Days, Standing, Thresholds

# Of what is unreported, once a period of reporting is over, it is the light that a reported 0 would have.
LIGHTS = {
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


def status_of(
    standing: Standing, target: Target | None, actual: Actual, gap: Decimal | None, days: Days, thresholds: Thresholds
) -> Status:
    """Return the first status that holds; `actual` has what was carried over New Year, which is not reported."""
    measure, reported, exact = standing.measure, standing.actual.value, actual.exact_value
    rules = RULES[measure.kind]
    if target is None or target.value is None:
        return Status.MET if rules.is_finished(reported) else Status.NO_TARGET
    over = is_over(target.due, days)
    if reported is None or exact is None or gap is None:
        return Status.OVERDUE if over and not standing.office_silent else Status.UNREPORTED
    done = reached(exact, target.value, measure.direction)
    if rules.adds_up and measure.direction is Direction.AT_MOST:
        if not done:
            return Status.EXCEEDED
        if over:
            return Status.MET
    elif done:
        return Status.MET
    elif over:
        return Status.OVERDUE
    if not rules.accumulates and target.pace is Pace.NONE and not done:
        # A reading short of its target is never green: a step lower than the same gap of what accumulates.
        return Status.BEHIND if gap >= thresholds.behind else Status.FAR_BEHIND
    if gap < thresholds.far_behind:
        return Status.FAR_BEHIND
    if gap < thresholds.behind:
        return Status.BEHIND
    return Status.AHEAD if gap > 0 else Status.ON_TRACK


def silence_is_seen(standing: Standing, target: Target, days: Days) -> bool:
    """Return whether a measure without a value has a light: its first period of reporting is over, in a year in which
    the office has recorded anything. Of a retired one no report is awaited."""
    awaited = not standing.office_silent and not standing.measure.is_retired_on(days.as_of)
    return awaited and silent_periods(standing.measure, target, None, days) > 0


def is_stale(standing: Standing, target: Target | None, days: Days) -> bool:
    """Return whether a measure was reported in the year and has then been silent for two of its periods."""
    measure, actual = standing.measure, standing.actual
    if target is None or actual.value is None or measure.is_retired_on(days.as_of):
        return False
    finished = RULES[measure.kind].is_finished(actual.value)
    return not finished and silent_periods(measure, target, actual.last_day, days) > 1
