"""How a row comes about: which entries count, which rule decides, and the numbers between them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.model import Actual, Direction, Entry, EntryType, Measure, Pace, Status, Target, Void
from nanhu_kpi.scorecard.card import REPORTED_0, Score, scored, with_turn
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.scorecard.outlook import Course, course_of
from nanhu_kpi.scorecard.pace import Point, stretch
from nanhu_kpi.scorecard.status import silence_is_seen
from nanhu_kpi.scorecard.turn import later

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from nanhu_kpi.scorecard.facts import Days, Standing, Thresholds


class Fate(StrEnum):
    """Whether an entry counts on a day, and if not, why."""

    COUNTS = "counts"
    WORDS = "words"
    REPLACED = "replaced"
    VOIDED = "voided"
    LATER = "later"


class WeighedEntry(NamedTuple):
    """An entry with its fate; `by` is the total that replaced it, and `total` the actual after one that counts."""

    entry: Entry
    void: Void | None
    fate: Fate
    by: Entry | None = None
    total: Decimal | None = None


class Rule(StrEnum):
    """The rule that decided a status or, of what is unreported, its light."""

    NO_TARGET = "no_target"
    FINISHED = "finished"
    EXCEEDED = "exceeded"
    KEPT = "kept"
    REACHED = "reached"
    DUE_OVER = "due_over"
    SILENT_WHEN_DUE = "silent_when_due"
    NOT_BEGUN = "not_begun"
    OFFICE_SILENT = "office_silent"
    FIRST_PERIOD = "first_period"
    READING_SILENT = "reading_silent"
    AS_ZERO = "as_zero"
    READING_SHORT = "reading_short"
    READING_FAR = "reading_far"
    AHEAD = "ahead"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"


class WeighedPart(NamedTuple):
    """A measure that is logged, the year's entries of it, and its actual on the day."""

    measure: Measure
    entries: tuple[WeighedEntry, ...]
    actual: Actual


class Derivation(NamedTuple):
    """A row with what it was computed from.

    `passed` of `whole` days are over, of the target's pace or between two points of its schedule, which are `between`;
    `days_left` lead to the due day, and the week's change was counted from `week_before`;
    `as_zero` is the row that a reported 0 would have, where that gives the light; `turned` is the row on the day on
    which the light turns if nothing more is recorded.
    """

    score: Score
    standing: Standing
    days: Days
    thresholds: Thresholds
    rule: Rule
    passed: int = 0
    whole: int = 0
    days_left: int = 0
    week_before: Decimal | None = None
    between: tuple[Point, Point | None] | None = None
    course: Course | None = None
    as_zero: Derivation | None = None
    turned: Derivation | None = None


def weighed(recorded: Iterable[tuple[Entry, Void | None]], as_of: date) -> tuple[WeighedEntry, ...]:
    """Return a year's entries in the order in which they count, by day and id, with their fates on a day.

    The latest total or reading replaces every value before it, and increments after it add.
    """
    ordered = sorted(recorded, key=lambda pair: (pair[0].day, pair[0].id))
    fates = {entry.id: _fate(entry, void, as_of) for entry, void in ordered}
    stated = [entry for entry, _void in ordered if fates[entry.id] is Fate.COUNTS and entry.type is EntryType.SET]
    last = stated[-1] if stated else None
    rows, total = [], None
    for entry, void in ordered:
        fate = fates[entry.id]
        if fate is not Fate.COUNTS or entry.value is None:
            rows.append(WeighedEntry(entry, void, fate))
        elif last is not None and (entry.day, entry.id) < (last.day, last.id):
            rows.append(WeighedEntry(entry, void, Fate.REPLACED, by=last))
        else:
            total = entry.value if total is None else total + entry.value
            rows.append(WeighedEntry(entry, void, fate, total=total))
    return tuple(rows)


def derivation(standing: Standing, days: Days, thresholds: Thresholds) -> Derivation:
    """Return a measure's row with how it was computed, and that of the day on which its light turns."""
    derived = _derived(standing, days, thresholds)
    score = with_turn(derived.score, standing, days, thresholds)
    if score.turn is None:
        return derived
    return derived._replace(score=score, turned=_derived(*later(standing, days, score.turn.day), thresholds))


def _derived(standing: Standing, days: Days, thresholds: Thresholds) -> Derivation:
    score = scored(standing, days, thresholds)
    rule = _rule(score, standing, days)
    zero = standing._replace(actual=REPORTED_0)
    value, change = score.actual.value, score.week_change
    derived = Derivation(
        score,
        standing,
        days,
        thresholds,
        rule,
        week_before=None if value is None or change is None else value - change,
        course=course_of(standing, days),
        as_zero=_derived(zero, days, thresholds) if rule is Rule.AS_ZERO else None,
    )
    return derived if score.target is None else _paced(derived, score.target)


def _paced(derived: Derivation, target: Target) -> Derivation:
    """Add how far the target's pace is on the day."""
    as_of = derived.days.as_of
    derived = derived._replace(days_left=(target.due - as_of).days)
    if target.pace is Pace.SCHEDULE and target.value:
        before, point = between = stretch(target, as_of)
        passed = (as_of - before[0]).days
        return derived._replace(between=between, passed=passed, whole=(point[0] - before[0]).days if point else 0)
    if target.pace is Pace.NONE:
        return derived
    whole = (target.due - target.start).days + 1
    return derived._replace(passed=min(max((as_of - target.start).days + 1, 0), whole), whole=whole)


def _fate(entry: Entry, void: Void | None, as_of: date) -> Fate:
    if void is not None:
        return Fate.VOIDED
    if entry.day > as_of:
        return Fate.LATER
    return Fate.WORDS if entry.value is None else Fate.COUNTS


def _rule(score: Score, standing: Standing, days: Days) -> Rule:
    measure, target = score.measure, score.target
    rules = RULES[measure.kind]
    match score.status:
        case Status.NO_TARGET:
            return Rule.NO_TARGET
        case Status.MET if target is None:
            return Rule.FINISHED
        case Status.MET if rules.adds_up and measure.direction is Direction.AT_MOST:
            return Rule.KEPT
        case Status.MET:
            return Rule.REACHED
        case Status.OVERDUE:
            return Rule.DUE_OVER if score.reported else Rule.SILENT_WHEN_DUE
        case Status.UNREPORTED:
            return _silence(standing, target, days)
        case Status.BEHIND | Status.FAR_BEHIND if not rules.accumulates and target and target.pace is Pace.NONE:
            return Rule.READING_SHORT if score.status is Status.BEHIND else Rule.READING_FAR
    return Rule(score.status)


def _silence(standing: Standing, target: Target | None, days: Days) -> Rule:
    """Return what gives an unreported measure its light, or leaves it without one."""
    if not days.begun:
        return Rule.NOT_BEGUN
    if standing.office_silent:
        return Rule.OFFICE_SILENT
    if target is None or not silence_is_seen(standing, target, days):
        return Rule.FIRST_PERIOD
    return Rule.AS_ZERO if RULES[standing.measure.kind].accumulates else Rule.READING_SILENT
