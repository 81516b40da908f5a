"""The year at a glance: what the first screen shows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import elapsed_share, year_end, year_start
from nanhu_kpi.model import Light, Measure
from nanhu_kpi.scorecard.card import Score, Scorecard, judged, scorecard_of
from nanhu_kpi.scorecard.facts import Days, Standing
from nanhu_kpi.scorecard.results import Concern, Glance
from nanhu_kpi.service.due import dues_on
from nanhu_kpi.service.standings import gathered, last_told, thresholds_by
from nanhu_kpi.service.status.status import days_shown, rows_of_the_year
from nanhu_kpi.service.status.status_filter import Order, Wish, answered, turns_soon
from nanhu_kpi.store.connection import may_write
from nanhu_kpi.store.definitions import read_areas, read_measures
from nanhu_kpi.store.entries import latest_recorded
from nanhu_kpi.store.targets import newest_year_with_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nanhu_kpi.service.ledger import Ledger, Reading

_NAMED, _RECENT = 8, 3


class Overview(NamedTuple):
    """A year at a glance, and what can be done: `planned` is the newest year with targets where the year shown has
    none."""

    glance: Glance
    planned: int | None
    writable: bool


def overview(ledger: Ledger) -> Overview:
    """Return the year at a glance: today's, or the newest with data."""
    with ledger.look() as reading:
        conn = reading.conn
        measures, days = read_measures(conn), days_shown(reading, None, None)
        standings = {
            standing.measure.code: standing for standing in rows_of_the_year(conn, days, gathered(conn, days, measures))
        }
        card = scorecard_of(standings.values(), days, thresholds_by(reading.settings), turns=True)
        urgent = answered(card, Wish(order=Order.URGENCY)).scores
        troubled = [score for score in urgent if score.light in (Light.RED, Light.YELLOW)]
        running = days.as_of == days.today
        glance = Glance(
            card=card,
            areas=read_areas(conn),
            measures=measures,
            settings=reading.settings,
            elapsed=elapsed_share(year_start(days.year), year_end(days.year), days.as_of),
            lights_before=_lights_before(reading, days, standings) if running else None,
            concerns=tuple(Concern(score, _issue(reading, standings, score, days)) for score in troubled[:_NAMED]),
            trouble_count=len(troubled),
            turning=tuple(score for score in urgent if turns_soon(score)),
            silent=_silent(reading, card, days) if card.targets and not card.silent else (),
            recent=tuple(latest_recorded(conn, _RECENT)),
        )
        planned = None if card.targets else newest_year_with_target(conn, days.year - 1)
        return Overview(glance, planned, may_write(ledger.path))


def _lights_before(
    reading: Reading, days: Days, standings: Mapping[str, Standing]
) -> Mapping[Light | None, int] | None:
    before = Days(days.year, days.week_ago, reading.today)
    if not before.begun:
        return None
    thresholds = thresholds_by(reading.settings)
    measures = {code: standing.measure for code, standing in standings.items()}
    then = gathered(reading.conn, before, measures, of_the_day=True)
    return Counter(judged(standing, before, thresholds(standing.measure.code)).light for standing in then)


def _issue(reading: Reading, standings: Mapping[str, Standing], score: Score, days: Days) -> str:
    return last_told(reading.conn, standings[score.measure.code], days, "issue")


def _silent(reading: Reading, card: Scorecard, days: Days) -> tuple[Measure, ...]:
    if days.as_of == days.today:
        dues, _watched, _fallen_due = dues_on(reading.conn, days.as_of, [score.measure for score in card.scores])
        return tuple(due.measure for due in dues)
    return tuple(score.measure for score in card.scores if score.unreported)
