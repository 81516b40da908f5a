"""Looking through the record and the definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import parsed_day
from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.values import DAYS_REVERSED
from nanhu_kpi.service.lookup import chosen, selected_in
from nanhu_kpi.service.whose import ANYONE, Whose, refuse_unknown_people
from nanhu_kpi.store.definitions import read_areas, read_goals, read_measures
from nanhu_kpi.store.entries import EntryFilter, newest_entries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nanhu_kpi.model import Area, Goal, Measure, Recorded
    from nanhu_kpi.service.ledger import Ledger, Reading
    from nanhu_kpi.settings import Settings


class Record(NamedTuple):
    """The newest `entries` of the `total` that pass the filters, oldest first, voided ones included."""

    entries: tuple[Recorded, ...]
    total: int
    measures: Mapping[str, Measure]
    settings: Settings


class Definitions(NamedTuple):
    """Areas, goals and measures, in the report's order."""

    areas: tuple[Area, ...]
    goals: tuple[Goal, ...]
    measures: tuple[Measure, ...]


class Wanted(NamedTuple):
    """Which entries are asked for, as typed: SELECT words, a range of days (both included), an officer, the newest
    `limit` of them, words of their texts, whose measures."""

    words: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    officer: str | None = None
    limit: int | None = None
    search: str = ""
    whose: Whose = ANYONE


def entries(ledger: Ledger, wanted: Wanted) -> Record:
    """Return the record that is asked for. Raises what `entry_filter` raises."""
    with ledger.look() as reading:
        measures = read_measures(reading.conn, undone=True)
        found, total = newest_entries(reading.conn, entry_filter(reading, wanted, measures), wanted.limit)
        return Record(tuple(found), total, measures, reading.settings)


def entry_filter(reading: Reading, wanted: Wanted, measures: Mapping[str, Measure]) -> EntryFilter:
    """Return what is asked for as codes and days.

    Raises UNKNOWN_SELECTION, UNKNOWN_PERSON, UnreadableDay or DAYS_REVERSED.
    """
    begin = parsed_day(wanted.first, reading.today) if wanted.first is not None else None
    end = parsed_day(wanted.last, reading.today) if wanted.last is not None else None
    if begin and end and begin > end:
        raise BadInput(DAYS_REVERSED, first=begin, last=end)
    selection = selected_in(reading.conn, wanted.words, measures)
    refuse_unknown_people(wanted.whose, measures)
    narrowed = selection or wanted.whose.named
    codes = tuple(chosen(measures, selection, wanted.whose)) if narrowed else None
    return EntryFilter(codes, begin, end, wanted.officer, tuple(wanted.search.split()))


def definitions(ledger: Ledger, words: Sequence[str] = ()) -> Definitions:
    """Return the selected measures with their goals and areas; all of them for no words."""
    with ledger.look() as reading:
        measures = read_measures(reading.conn)
        selection = selected_in(reading.conn, words, measures)
        kept = tuple(chosen(measures, selection).values())
        goals = {measure.goal for measure in kept}
        areas = {measure.area for measure in kept}
        return Definitions(
            tuple(area for area in read_areas(reading.conn) if area.code in areas or selection is None),
            tuple(goal for goal in read_goals(reading.conn) if goal.code in goals or selection is None),
            kept,
        )
