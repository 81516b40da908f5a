"""One measure from near: its numbers, history and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.period import year_start
from nanhu_kpi.scorecard import Days, Score, Thresholds, scored
from nanhu_kpi.service.curve import Curve, curve_of
from nanhu_kpi.service.desk import Known
from nanhu_kpi.service.gathering import gathered, stage_of, thresholds_of
from nanhu_kpi.service.selection import measure_named
from nanhu_kpi.service.standing import days_shown
from nanhu_kpi.store.changes import changes_of
from nanhu_kpi.store.definitions import read_areas, read_goals, read_measures
from nanhu_kpi.store.records import EntryFilter, Recorded, newest_entries
from nanhu_kpi.store.targets import target_revisions

if TYPE_CHECKING:
    from nanhu_kpi.model import Area, Goal, Target
    from nanhu_kpi.period import Span
    from nanhu_kpi.service.desk import Desk
    from nanhu_kpi.settings import Settings
    from nanhu_kpi.store.changes import Changed

SHOWN_ENTRIES = 20


class Closeup(NamedTuple):
    """One measure as `show` presents it; `entries` are the newest of `entry_count`, voided ones included."""

    score: Score
    days: Days
    thresholds: Thresholds
    area: Area
    goal: Goal
    stage: str
    revisions: tuple[Target, ...]
    entries: tuple[Recorded, ...]
    entry_count: int
    settings: Settings
    curve: Curve | None = None
    changes: tuple[Changed, ...] = ()


def closeup(
    desk: Desk,
    code: str,
    *,
    year: int | None = None,
    as_of: str | None = None,
    span: Span | None = None,
    known: str | None = None,
    drawn: bool = False,
) -> Closeup:
    """Return one measure's numbers, history and source, with its curve where it is to be drawn. Raises UnknownCode."""
    # The history goes back to the first entry, so nothing may be left out of what was known.
    with desk.look(Known(known) if known is not None else None) as look:
        conn = look.conn
        measures = read_measures(conn)
        measure = measure_named(code, measures)
        days = days_shown(look, year, as_of, span)
        (standing,) = gathered(conn, days, {measure.code: measure})
        own = EntryFilter(measures=(measure.code,), last=max(days.as_of, year_start(days.year)))
        entries, count = newest_entries(conn, own, SHOWN_ENTRIES)
        return Closeup(
            score=scored(standing, days, thresholds_of(look.settings, measure.code)),
            days=days,
            thresholds=thresholds_of(look.settings, measure.code),
            area=next(area for area in read_areas(conn) if area.code == measure.area),
            goal=next(goal for goal in read_goals(conn) if goal.code == measure.goal),
            stage=stage_of(conn, standing, days),
            revisions=target_revisions(conn, measure.code),
            entries=tuple(entries),
            entry_count=count,
            settings=look.settings,
            curve=curve_of(conn, standing, days) if drawn else None,
            changes=tuple(changes_of(conn, "measure", measure.code)),
        )
