"""Who has not reported: measures without an entry since the start of the last period of their cadence."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import Span, coming_day, last_complete, year_end, year_start
from nanhu_kpi.model import NO_DATA, Measure, Target
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.service.lookup import refuse_unknown_owner, selected
from nanhu_kpi.store.definitions import read_measures
from nanhu_kpi.store.rollups import actuals, last_entry_days
from nanhu_kpi.store.targets import targets_in_force
from nanhu_kpi.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nanhu_kpi.service.ledger import Ledger
    from nanhu_kpi.settings import Settings
    from nanhu_kpi.store.connection import Connection

NO_TARGETS: Mapping[str, Target] = MappingProxyType({})


class DueMeasure(NamedTuple):
    """A measure that was to be reported: the day of its latest entry, if any, and the period it missed."""

    measure: Measure
    last_entry: date | None
    missed: Span


class DueReport(NamedTuple):
    """What is due on `day`, oldest first, out of the `watched` measures that have a target in force; `whole` where
    nothing was selected."""

    day: date
    today: date
    dues: tuple[DueMeasure, ...]
    watched: int
    settings: Settings
    whole: bool


def due(ledger: Ledger, words: Sequence[str] = (), *, owner: str = "", by: str | None = None) -> DueReport:
    """Return what has not been reported within its cadence by a day, by default today; in January also what the year
    before lacks in its last periods, against the targets of that year.

    Raises UNKNOWN_SELECTION, UNKNOWN_OWNER or UnreadableDay.
    """
    with ledger.look() as reading:
        measures = read_measures(reading.conn)
        selection = selected(words, measures)
        refuse_unknown_owner(owner, measures)
        day = coming_day(by, reading.today) if by is not None else reading.today
        wanted = [
            measure
            for code, measure in measures.items()
            if (selection is None or code in selection.codes) and folded(owner.strip()) in folded(measure.owner)
        ]
        targets = targets_in_force(reading.conn, day.year, day)
        earlier = earlier_targets(reading.conn, day)
        dues = dues_on(reading.conn, day, wanted, targets, earlier)
        watched = sum(measure.code in {*targets, *earlier} for measure in wanted)
        return DueReport(day, reading.today, dues, watched, reading.settings, whole=not words and not owner.strip())


def earlier_targets(conn: Connection, day: date) -> dict[str, Target]:
    """Return the targets of the year before whose last periods are still looked at on a day: in January."""
    before = day.year - 1
    return targets_in_force(conn, before, year_end(before)) if day.month == 1 else {}


def dues_on(
    conn: Connection,
    day: date,
    measures: Iterable[Measure],
    targets: Mapping[str, Target],
    earlier: Mapping[str, Target] = NO_TARGETS,
    over_by: date | None = None,
) -> tuple[DueMeasure, ...]:
    """Return what of the measures is due on a day, oldest first; one that was never reported is the oldest of all.

    `earlier` are the targets of the year before, whose last periods are looked at as well. `over_by` is the day that
    finds a period complete, by default the same.
    """
    current, latest = actuals(conn, day), last_entry_days(conn, day)
    before = actuals(conn, year_end(day.year - 1)) if earlier else {}
    dues = []
    for measure in measures:
        code, last_entry, is_finished = measure.code, latest.get(measure.code), RULES[measure.kind].is_finished
        finished = is_finished(current.get(code, NO_DATA).value)
        missed = missed_period(measure, targets.get(code), last_entry, day, finished=finished, over_by=over_by)
        if not missed:
            finished = finished or is_finished(before.get(code, NO_DATA).value)
            missed = missed_period(measure, earlier.get(code), last_entry, day, finished=finished, over_by=over_by)
        if missed:
            dues.append(DueMeasure(measure, last_entry, missed))
    return tuple(sorted(dues, key=lambda each: (each.last_entry or date.min, each.missed.first)))


def missed_period(
    measure: Measure,
    target: Target | None,
    last_entry: date | None,
    day: date,
    *,
    finished: bool = False,
    over_by: date | None = None,
) -> Span | None:
    """Return the period that a measure should have been reported in or after, or None where nothing is due on `day`.

    It is the last complete period of its cadence that began on or after the later of 1 January and the target's start,
    and of a target of the year before one that ended in that year. `last_entry` is the day of the latest entry of any
    type; words alone are a report too. A sheet of a week lists what was missed through its last day: the next day,
    `over_by`, finds that day's period over.
    """
    if target is None or target.value is None or finished or RULES[measure.kind].is_computed:
        return None
    if measure.retired_on is not None and measure.retired_on <= day:
        return None
    period = last_complete(measure.cadence, over_by or day)
    if period.first < max(year_start(target.year), target.start):
        return None
    if target.year < day.year and period.last > year_end(target.year):
        return None
    return period if last_entry is None or last_entry < period.first else None
