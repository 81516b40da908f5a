"""How a measure's row is derived: the entries, the target's revisions, and the row itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import Span, year_end, year_start
from nanhu_kpi.model import NO_DATA, Revision
from nanhu_kpi.scorecard.kinds import parts_of
from nanhu_kpi.scorecard.why import Derivation, WeighedPart, derivation, weighed
from nanhu_kpi.service.lookup import measure_named
from nanhu_kpi.service.standings import gathered, thresholds_of
from nanhu_kpi.service.status.status import days_shown
from nanhu_kpi.store.definitions import read_measures
from nanhu_kpi.store.entries import EntryFilter, newest_entries
from nanhu_kpi.store.rollups import actuals
from nanhu_kpi.store.targets import recorded_targets

if TYPE_CHECKING:
    from nanhu_kpi.service.ledger import Ledger
    from nanhu_kpi.settings import Settings


class Explanation(NamedTuple):
    """One measure's row with all that it rests on. Of a ratio `parts` are numerator and denominator, else itself;
    `revisions` are the year's, voided ones included."""

    derived: Derivation
    parts: tuple[WeighedPart, ...]
    revisions: tuple[Revision, ...]
    settings: Settings


def why(
    ledger: Ledger,
    code: str,
    *,
    year: int | None = None,
    as_of: str | None = None,
    span: Span | None = None,
    known: str | None = None,
) -> Explanation:
    """Return how one measure's row is derived. Raises UNKNOWN_CODE."""
    with ledger.look(known, year=year, as_of=as_of, span=span) as reading:
        conn = reading.conn
        measures = read_measures(conn)
        measure = measure_named(code, measures)
        days = days_shown(reading, year, as_of, span)
        (standing,) = gathered(conn, days, {measure.code: measure})
        logged = parts_of(measure) or (measure.code,)
        rolled_up = actuals(conn, days.as_of) if days.begun else {}
        parts = []
        for part in logged:
            own = EntryFilter(measures=(part,), first=year_start(days.year), last=year_end(days.year))
            recorded = [(entry, void) for entry, _batch, void in newest_entries(conn, own)[0]]
            parts.append(WeighedPart(measures[part], weighed(recorded, days.as_of), rolled_up.get(part, NO_DATA)))
        return Explanation(
            derived=derivation(standing, days, thresholds_of(reading.settings, measure.code)),
            parts=tuple(parts),
            revisions=tuple(recorded_targets(conn, measures=[measure.code], year=days.year)),
            settings=reading.settings,
        )
