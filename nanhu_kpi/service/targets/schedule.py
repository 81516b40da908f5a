"""Targets paced by a schedule: cumulative values by day, each point checked and named where it does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.targets import (
    POINT_BEFORE_START,
    POINT_FALLS,
    POINT_OUTSIDE_MILESTONE,
    POINT_OUTSIDE_YEAR,
    POINTS_OUT_OF_ORDER,
    SCHEDULE_FORBIDDEN,
    SCHEDULE_NOT_ABOVE_ZERO,
    UNREADABLE_POINT,
    DayOutsideYear,
    TargetOutsideMilestone,
)
from nanhu_kpi.errors.values import UnreadableDay, UnreadableValue
from nanhu_kpi.model import Direction, Pace, Target
from nanhu_kpi.quantity import plain
from nanhu_kpi.service.targets.revise import Case, Terms, case_of, refuse_retired, revise, stated_value
from nanhu_kpi.text import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from decimal import Decimal

    from nanhu_kpi.scorecard.results import Agreed
    from nanhu_kpi.service.ledger import Ledger


def schedule_target(ledger: Ledger, code: str, points: Sequence[str], terms: Terms) -> Agreed:
    """Record a target paced by points such as `06-30=60`, the last of which is the target itself and its due day.

    Raises the refusal of the first point that does not fit.
    """
    command = f"target schedule {code} {' '.join(points)}"
    return revise(ledger, code, terms, command, lambda case: scheduled(case, points, terms))


def point_reader(ledger: Ledger, code: str, terms: Terms) -> Callable[[str], list[str]]:
    """Return a function that splits the points of a typed line, and refuses those that do not fit.

    Raises at once the refusal of what no points would mend.
    """
    with ledger.look() as reading:
        case = case_of(reading, code, terms)
    _start(case, terms)

    def read(text: str) -> list[str]:
        points = text.split()
        scheduled(case, points, terms)
        return points

    return read


def _start(case: Case, terms: Terms) -> date:
    """Return the start of a schedule. Raises RETIRED_TAKES_NO_TARGET, SCHEDULE_FORBIDDEN or DayOutsideYear."""
    refuse_retired(case)
    if case.measure.direction is Direction.AT_MOST:
        raise BadInput(SCHEDULE_FORBIDDEN, code=case.measure.code, name=case.measure)
    return case.start(terms)


def scheduled(case: Case, points: Sequence[str], terms: Terms) -> Target:
    """Return the revision that points make of a case. Raises the refusal of the first that does not fit."""
    start, measure = _start(case, terms), case.measure
    schedule: list[tuple[date, Decimal]] = []
    for text in points:
        day, value = _point(case, text)
        _refuse_misfit(text, day, value, start, schedule)
        schedule.append((day, value))
    due, value = schedule[-1]
    if value <= 0:
        raise BadInput(SCHEDULE_NOT_ABOVE_ZERO, code=measure.code, name=measure, point=points[-1], value=plain(value))
    return case.target(terms, value, start, due, Pace.SCHEDULE, tuple(schedule))


def _point(case: Case, text: str) -> tuple[date, Decimal]:
    day_text, sign, value_text = folded(text).partition("=")
    if not sign or not day_text.strip():
        raise BadInput(UNREADABLE_POINT, point=text)
    try:
        day = case.day(day_text, "")
        value = stated_value(case.measure, value_text)
    except (UnreadableDay, UnreadableValue) as error:
        raise BadInput(UNREADABLE_POINT, point=text) from error
    except DayOutsideYear as error:
        raise BadInput(POINT_OUTSIDE_YEAR, point=text, year=case.year) from error
    except TargetOutsideMilestone as error:
        raise BadInput(POINT_OUTSIDE_MILESTONE, point=text, **error.facts) from error
    assert day is not None
    return day, value


def _refuse_misfit(text: str, day: date, value: Decimal, start: date, before: Sequence[tuple[date, Decimal]]) -> None:
    """Refuse a point that does not go on from the ones before it."""
    if before and day <= before[-1][0]:
        raise BadInput(POINTS_OUT_OF_ORDER, point=text, before=before[-1][0])
    if day < start:
        raise BadInput(POINT_BEFORE_START, point=text, start=start)
    highest = before[-1][1] if before else 0
    if value < highest:
        raise BadInput(POINT_FALLS, point=text, before=plain(before[-1][1]) if before else "0")
