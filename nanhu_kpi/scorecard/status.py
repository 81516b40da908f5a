"""Status and light: derived, never typed in. The first rule that holds decides."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from nanhu_kpi.model import Actual, Direction, Light, Pace, Status, Target
from nanhu_kpi.scorecard.attainment import reached
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.scorecard.pace import due_day_is_over

if TYPE_CHECKING:
    from decimal import Decimal

    from nanhu_kpi.scorecard.facts import Days, Standing, Thresholds

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
    measure, reported = standing.measure, standing.actual.value
    rules = RULES[measure.kind]
    if target is None or target.value is None:
        return Status.MET if rules.is_finished(reported) else Status.NO_TARGET
    if reported is None or actual.value is None or gap is None:
        return Status.UNREPORTED
    done = reached(actual.exact_value or Fraction(0), Fraction(target.value), measure.direction)
    over = due_day_is_over(target.due, days)
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
