"""One measure from near: its numbers, history and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import Span, year_start
from nanhu_kpi.model import NO_DATA, Actual, Area, Goal, Measure, Recorded, RecordedChange, RecordedLater, Revision
from nanhu_kpi.scorecard.card import Score, scored, with_turn
from nanhu_kpi.scorecard.kinds import parts_of
from nanhu_kpi.service.lookup import measure_named
from nanhu_kpi.service.show.curve import YearCurve, curve_of
from nanhu_kpi.service.standings import gathered, stage_of, thresholds_of
from nanhu_kpi.service.status.status import NOTHING_SINCE, days_shown, since
from nanhu_kpi.store.definitions import changes_of, read_areas, read_goals, read_measures
from nanhu_kpi.store.entries import EntryFilter, newest_entries
from nanhu_kpi.store.rollups import actuals
from nanhu_kpi.store.targets import recorded_targets

if TYPE_CHECKING:
    from nanhu_kpi.scorecard.facts import Days
    from nanhu_kpi.service.ledger import Ledger
    from nanhu_kpi.settings import Settings

SHOWN_ENTRIES = 20
# Beside a curve, so that numbers, curve and history are one screen.
_BESIDE_A_CURVE = 6


class Closeup(NamedTuple):
    """One measure as `show` presents it; `entries` are the newest of `entry_count`, voided ones included, as are
    `revisions`. Of a ratio the entries are those of its `parts`, numerator and denominator, each with its actual."""

    score: Score
    days: Days
    area: Area
    goal: Goal
    stage: str
    revisions: tuple[Revision, ...]
    entries: tuple[Recorded, ...]
    entry_count: int
    settings: Settings
    curve: YearCurve | None = None
    changes: tuple[RecordedChange, ...] = ()
    parts: tuple[tuple[Measure, Actual], ...] = ()
    since: RecordedLater = NOTHING_SINCE


def closeup(
    ledger: Ledger,
    code: str,
    *,
    year: int | None,
    as_of: str | None,
    span: Span | None,
    known: str | None,
    drawn: bool,
    beside: bool,
) -> Closeup:
    """Return one measure's numbers, history and source, with its curve where it is to be drawn, and with `beside` so
    few entries that all of it is one screen. Raises UNKNOWN_CODE."""
    # The history goes back to the first entry, so nothing may be left out of what was known.
    with ledger.look(known) as reading:
        conn = reading.conn
        measures = read_measures(conn)
        measure = measure_named(code, measures)
        days = days_shown(reading, year, as_of, span)
        (standing,) = gathered(conn, days, {measure.code: measure})
        logged = parts_of(measure) or (measure.code,)
        rolled_up = actuals(conn, days.as_of) if days.begun and parts_of(measure) else {}
        own = EntryFilter(measures=logged, last=max(days.as_of, year_start(days.year)))
        thresholds = thresholds_of(reading.settings, measure.code)
        entries, count = newest_entries(conn, own, _BESIDE_A_CURVE if beside else SHOWN_ENTRIES)
        return Closeup(
            score=with_turn(scored(standing, days, thresholds), standing, days, thresholds),
            days=days,
            area=next(area for area in read_areas(conn) if area.code == measure.area),
            goal=next(goal for goal in read_goals(conn) if goal.code == measure.goal),
            stage=stage_of(conn, standing, days),
            revisions=tuple(recorded_targets(conn, measures=[measure.code])),
            entries=tuple(entries),
            entry_count=count,
            settings=reading.settings,
            curve=curve_of(conn, standing, days) if drawn else None,
            changes=tuple(changes_of(conn, measure.code)),
            parts=tuple((measures[code], rolled_up.get(code, NO_DATA)) for code in parts_of(measure)),
            since=since(conn, days, [measure]),
        )
