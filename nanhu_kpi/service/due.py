"""Who has not reported: measures without an entry since the start of the last period of their cadence.

`due` and the week's sheet ask the same function, so that they agree to the day.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import Span, coming_day, first_from, last_complete, year_end, year_start
from nanhu_kpi.model import NO_DATA, Measure, Target
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.scorecard.period_sheet import Unreported
from nanhu_kpi.service.lookup import chosen, selected
from nanhu_kpi.service.whose import ANYONE, Whose, refuse_unknown_people
from nanhu_kpi.store.definitions import read_measures
from nanhu_kpi.store.rollups import actuals, last_entry_days
from nanhu_kpi.store.targets import targets_in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nanhu_kpi.service.ledger import Ledger
    from nanhu_kpi.settings import Settings
    from nanhu_kpi.store.connection import Connection

_ONE_DAY = timedelta(days=1)


class DueReport(NamedTuple):
    """What is due on `day`, oldest first, out of the `watched` measures that have a target in force; `whole` where
    nothing was selected."""

    day: date
    today: date
    dues: tuple[Unreported, ...]
    watched: int
    settings: Settings
    whole: bool


def due(ledger: Ledger, words: Sequence[str] = (), *, whose: Whose = ANYONE, by: str | None = None) -> DueReport:
    """Return what has not been reported within its cadence by a day, by default today; in January also what the year
    before lacks in its last periods, against the targets of that year.

    Raises UNKNOWN_SELECTION, UNKNOWN_PERSON or UnreadableDay.
    """
    with ledger.look() as reading:
        measures = read_measures(reading.conn)
        selection = selected(words, measures)
        refuse_unknown_people(whose, measures)
        day = coming_day(by, reading.today) if by is not None else reading.today
        wanted = chosen(measures, selection, whose).values()
        dues, watched, _fallen_due = dues_on(reading.conn, day, wanted)
        return DueReport(day, reading.today, dues, watched, reading.settings, whole=not words and not whose.named)


def dues_on(
    conn: Connection, day: date, measures: Iterable[Measure], over_by: date | None = None
) -> tuple[tuple[Unreported, ...], int, bool]:
    """Return what of the measures is due on a day, oldest first; how many of them, retired ones aside, have a target;
    and whether any period of theirs is over by then.

    One that was never reported is the oldest of all. In January the last periods of the year before are looked at as
    well, against its targets. `over_by` is the day that finds a period complete and to which days are counted, by
    default the same: a week's sheet takes entries through its Sunday, and is made on the Monday.
    """
    over_by = over_by or day
    targets = targets_in_force(conn, day.year, day)
    earlier = targets_in_force(conn, day.year - 1, year_end(day.year - 1)) if day.month == 1 else {}
    current, latest = actuals(conn, day), last_entry_days(conn, day)
    before = actuals(conn, year_end(day.year - 1)) if earlier else {}
    dues = []
    watched, fallen_due = 0, False
    for measure in measures:
        code = measure.code
        agreed = [target for target in (targets.get(code), earlier.get(code)) if target]
        if not agreed or measure.is_retired_on(day):
            continue
        watched += 1
        last_entry, finished = latest.get(code), False
        for target in agreed:
            actual = (current if target.year == day.year else before).get(code, NO_DATA)
            finished = finished or RULES[measure.kind].is_finished(actual.value)
            fallen_due = fallen_due or missed_periods(measure, target, None, over_by) is not None
            missed = None if finished else missed_periods(measure, target, last_entry, over_by)
            if missed:
                dues.append(Unreported(measure, last_entry, missed, (over_by - (last_entry or target.start)).days))
                break
    dues.sort(key=lambda each: (each.last_entry or date.min, each.missed.first))
    return tuple(dues), watched, fallen_due


def missed_periods(measure: Measure, target: Target, last_entry: date | None, over_by: date) -> Span | None:
    """Return the days from the first period that a measure was not reported in through the last one that is over when
    `over_by` begins; None where none is missing.

    The first begins on or after the later of 1 January and the target's start, and after the latest entry, of any type:
    words alone are a report too. A target of the year before looks at periods that ended in that year.
    """
    if RULES[measure.kind].is_computed:
        return None
    begun = max(year_start(target.year), target.start, (last_entry or date.min) + _ONE_DAY)
    first, last = first_from(measure.cadence, begun), last_complete(measure.cadence, over_by)
    if last.first < first.first or last.last > year_end(target.year):
        return None
    return Span(first.first, last.last)
