"""A round of `log`: which measures are asked about, one after another, and what an officer has to know of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.scorecard.facts import Days
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.scorecard.results import Stop
from nanhu_kpi.service.due import dues_on
from nanhu_kpi.service.log import day_to_log
from nanhu_kpi.service.lookup import chosen, selected_in
from nanhu_kpi.service.periods import refuse_closed
from nanhu_kpi.service.standings import last_told, scores_of, words_told
from nanhu_kpi.service.whose import Whose, refuse_unknown_people
from nanhu_kpi.store.definitions import read_measures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from nanhu_kpi.service.ledger import Ledger


class Round(NamedTuple):
    """The measures that a round asks about, by code and in their order, and every other that can be logged."""

    day: date
    codes: tuple[str, ...]
    stops: Mapping[str, Stop]


def round_of(ledger: Ledger, words: Sequence[str] = (), *, day: str | None, due: bool = False, whose: Whose) -> Round:
    """Return a round: the measures with a target on the day and work left, in the report's order, or what is due,
    oldest first; of a selection and of whose are asked for. Where none of them has a target, all that can be logged.

    Raises UNKNOWN_SELECTION, UNKNOWN_PERSON, CLOSED_MONTH and what is wrong with the day.
    """
    with ledger.look() as reading:
        on = reading.today if day is None else day_to_log(day, reading.today)
        refuse_closed(reading, [on])
        measures = read_measures(reading.conn)
        refuse_unknown_people(whose, measures)
        selection = selected_in(reading.conn, words, measures)
        asked = chosen(measures, selection, whose)
        loggable = {
            code: measure
            for code, measure in measures.items()
            if not RULES[measure.kind].is_computed and not measure.is_retired_on(on)
        }
        days = Days(on.year, on, reading.today)
        stops = {
            standing.measure.code: Stop(
                score,
                last_told(reading.conn, standing, days, "note"),
                words_told(reading.conn, standing, days),
            )
            for standing, score in scores_of(reading, days, loggable)
            if not standing.finished_before
        }
        mine = {code: measure for code, measure in loggable.items() if code in stops and code in asked}
        if due:
            dues = dues_on(reading.conn, on, mine.values())[0]
            return Round(on, tuple(each.measure.code for each in dues), stops)
        targeted = [code for code in mine if stops[code].score.target is not None]
        left = [
            code for code in targeted or mine if not RULES[mine[code].kind].is_finished(stops[code].score.actual.value)
        ]
        return Round(on, tuple(left), stops)
