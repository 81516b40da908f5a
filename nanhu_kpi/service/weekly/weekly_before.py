"""The last sheet: the one before of the same kind, as it was known at the end of the Monday on which it was prepared.

A figure of Friday that is recorded on that Monday is on it. What is recorded later, of days through its last, is
reported late on the next.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import year_end, year_start
from nanhu_kpi.model import NO_DATA, Actual
from nanhu_kpi.scorecard.card import Score, scorecard_of
from nanhu_kpi.scorecard.facts import Days
from nanhu_kpi.scorecard.kinds import parts_of, with_ratios
from nanhu_kpi.service.standings import gathered, thresholds_by
from nanhu_kpi.service.status.status import reported, rows_with
from nanhu_kpi.service.status.status_filter import Wish, answered
from nanhu_kpi.store.as_known import as_known
from nanhu_kpi.store.definitions import read_measures, read_settings
from nanhu_kpi.store.recorded_since import reported_ahead, touched_since

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from nanhu_kpi.service.lookup import Selection
    from nanhu_kpi.store.connection import Connection


class LastSheet(NamedTuple):
    """What the last sheet held: its `rows`, None for a year's first sheet; and of every measure that was known, on
    the sheet or not, what it stood at, where last year had ended, and its target, if any."""

    rows: tuple[Score, ...] | None
    actuals: Mapping[str, Actual]
    baselines: Mapping[str, Actual]
    targets: Mapping[str, Decimal | None]

    def actual(self, code: str) -> Actual:
        """Return what a measure stood at."""
        return self.actuals.get(code, NO_DATA)

    def baseline(self, code: str) -> Actual:
        """Return what a measure had ended last year at."""
        return self.baselines.get(code, NO_DATA)


def last_sheet(
    conn: Connection, year: int, eve: date, printed: date, selection: Selection | None, wish: Wish
) -> LastSheet:
    """Return the sheet that ended on `eve` and was prepared on the day `printed`, as one of `year`.

    Targets, thresholds and definitions are those known then. Only the entries of measures that were touched since are
    read again; the roll-ups tell the others.
    """
    touched = touched_since(conn, printed, printed)
    with closing(as_known(conn, printed, year, ())) as definitions:
        known = read_measures(definitions)
    stale = with_ratios(touched, known.values())
    read_again = touched.union(*(parts_of(known[code]) for code in stale - touched))
    days = Days(year, max(eve, year_start(year)), printed)
    with closing(as_known(conn, printed, year, read_again)) as copy:
        measures = read_measures(copy)
        then = {standing.measure.code: standing for standing in gathered(copy, days, measures)}
        standings = [
            then[now.measure.code] if now.measure.code in stale else now._replace(target=then[now.measure.code].target)
            for now in gathered(conn, days, measures)
        ]
        silent = not any(standing.actual.entries for standing in standings)
        standings = [standing._replace(office_silent=silent) for standing in standings]
        every = measures.values()
        ahead = with_ratios(reported_ahead(conn, printed, year_end(year)), every)
        in_year = reported(copy, year_end(year), every) & stale | (reported(conn, printed, every) | ahead) - stale
        card = scorecard_of(standings, days, thresholds_by(read_settings(copy)))
    baselines = {standing.measure.code: standing.baseline for standing in standings}
    if eve.year < year:
        return LastSheet(None, {}, baselines, {})
    named = selection.named if selection else ()
    rows = {standing.measure.code for standing in rows_with(days, standings, in_year, named)}
    if selection:
        rows.intersection_update(selection.codes)
    return LastSheet(
        rows=tuple(score for score in answered(card, wish).scores if score.measure.code in rows),
        actuals={score.measure.code: score.actual for score in card.scores},
        baselines=baselines,
        targets={score.measure.code: score.target_value for score in card.scores},
    )
