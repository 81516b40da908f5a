"""Targets that want a reason: what is more often a slip than meant, and every further one of a measure and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import clamped, year_end
from nanhu_kpi.errors.reasons import ACTUAL_SO_FAR, LAST_ACTUAL, TARGET_BEFORE
from nanhu_kpi.errors.targets import (
    SECOND_TARGET,
    TARGET_ABOVE_FULL,
    TARGET_BELOW_ZERO,
    TARGET_FAR_ABOVE,
    TARGET_FAR_BELOW,
    ReasonWanted,
)
from nanhu_kpi.model import Actual, Measure, Origin, Target
from nanhu_kpi.scorecard.facts import Days, Standing
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.scorecard.slips import TargetSlip, target_slip
from nanhu_kpi.service.standings import gathered
from nanhu_kpi.store.targets import recorded_targets, targets_in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from nanhu_kpi.store.connection import Connection

_SENTENCES = {
    TargetSlip.BELOW_ZERO: TARGET_BELOW_ZERO,
    TargetSlip.ABOVE_FULL: TARGET_ABOVE_FULL,
    TargetSlip.FAR_ABOVE: TARGET_FAR_ABOVE,
    TargetSlip.FAR_BELOW: TARGET_FAR_BELOW,
}


def refuse_unexplained(
    conn: Connection, today: date, measures: Mapping[str, Measure], targets: Sequence[Target]
) -> None:
    """Raise ReasonWanted for the first of some targets of one year that wants a reason and has none."""
    for refusal in wanting_reason(conn, today, measures, targets):
        if refusal is not None:
            raise refusal


def wanting_reason(
    conn: Connection, today: date, measures: Mapping[str, Measure], targets: Sequence[Target]
) -> Iterable[ReasonWanted | None]:
    """Yield for each of some targets of one year why it wants a reason, or None where it wants none or has one.

    Each is held against what is recorded, and against those before it.
    """
    if not targets:
        return
    year = targets[0].year
    wanted = {target.measure: measures[target.measure] for target in targets}
    revisions = [target for target, _, void in recorded_targets(conn, measures=wanted, year=year) if void is None]
    last_targets = targets_in_force(conn, year - 1, year_end(year - 1))
    as_of = clamped(today, year)
    standings = {standing.measure.code: standing for standing in gathered(conn, Days(year, as_of, today), wanted)}
    for target in targets:
        of_measure = [each for each in revisions if each.measure == target.measure]
        before = in_force(of_measure, target.effective_on)
        odd = _odd(target, standings[target.measure], before or last_targets.get(target.measure))
        if odd is None and of_measure:
            odd = ReasonWanted(
                SECOND_TARGET, code=target.measure, name=wanted[target.measure], year=year,
                before=Actual(before.value if before else None),
            )  # fmt: skip
        yield None if target.reason else odd
        revisions.append(target)


def _odd(target: Target, standing: Standing, before: Target | None) -> ReasonWanted | None:
    measure = standing.measure
    if target.value is None:
        return None
    beside: list[tuple[str, Decimal | None]] = [(TARGET_BEFORE, before.value if before else None)]
    if RULES[measure.kind].full_mark is None:  # how far the work has come says nothing about its end
        beside.append((LAST_ACTUAL, standing.baseline.value))
        if target.origin is not Origin.CARRIED:  # which repeats what was agreed, however little of it is done
            beside.append((ACTUAL_SO_FAR, standing.actual.value))
    for what, figure in beside:
        if found := target_slip(measure, target.value, figure):
            return ReasonWanted(
                _SENTENCES[found], code=measure.code, name=measure, value=target.value, what=what, figure=figure
            )
    return None


def in_force(revisions: Iterable[Target], day: date) -> Target | None:
    """Return the revision of a measure and year that is in force on a day: of one effective day the last given."""
    due = sorted((target for target in revisions if target.effective_on <= day), key=lambda each: each.effective_on)
    return due[-1] if due and due[-1].value is not None else None
