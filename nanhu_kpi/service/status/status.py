"""Where the measures stand in a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import FIRST_YEAR, LAST_YEAR, Span, last_shown, parsed_day, year_end
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import TWO_YEARS, UNREADABLE_YEAR, YEAR_BESIDE_SPAN
from nanhu_kpi.model import Area, Goal, Measure, RecordedLater
from nanhu_kpi.scorecard.card import Scorecard, scorecard_of
from nanhu_kpi.scorecard.facts import Days, Standing
from nanhu_kpi.scorecard.kinds import parts_of, with_ratios
from nanhu_kpi.service.lookup import Selection, chosen, selected
from nanhu_kpi.service.standings import gathered, thresholds_by
from nanhu_kpi.service.status.status_filter import EVERYTHING, Order, Wish, answered
from nanhu_kpi.service.whose import refuse_unknown_people
from nanhu_kpi.store.definitions import read_areas, read_goals, read_measures
from nanhu_kpi.store.recorded_since import recorded_after
from nanhu_kpi.store.rollups import newest_year_with_entry, with_entry_of_the_year
from nanhu_kpi.store.targets import newest_year_with_target

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from nanhu_kpi.service.ledger import Ledger, Reading
    from nanhu_kpi.settings import Settings
    from nanhu_kpi.store.connection import Connection

NOTHING_SINCE = RecordedLater()


class StandingReport(NamedTuple):
    """A scorecard with the goals and areas that its rows belong to.

    `fell_back` says that today's year has nothing yet and an earlier one is shown; `since` counts what was recorded or
    taken back after the day looked at; `wish` picked the rows out of `row_count`.
    """

    card: Scorecard
    areas: tuple[Area, ...]
    goals: tuple[Goal, ...]
    settings: Settings
    fell_back: bool
    whole: bool
    since: RecordedLater = NOTHING_SINCE
    planned: int | None = None
    wish: Wish = EVERYTHING
    row_count: int = 0


def status(
    ledger: Ledger,
    words: Sequence[str] = (),
    *,
    year: int | None = None,
    as_of: str | None = None,
    span: Span | None = None,
    known: str | None = None,
    every: bool = False,
    wish: Wish = EVERYTHING,
    turns: bool = False,
) -> StandingReport:
    """Return the standing of the selected measures in a year, as of a day, as known today or on an earlier day; with
    `turns`, and where the most urgent come first, how long each light lasts."""
    with ledger.look(known, year=year, as_of=as_of, span=span) as reading:
        measures = read_measures(reading.conn)
        refuse_unknown_people(wish.whose, measures)
        areas, goals = read_areas(reading.conn), read_goals(reading.conn)
        selection = selected(words, measures, (*areas, *goals))
        days = days_shown(reading, year, as_of, span)
        standings = gathered(reading.conn, days, chosen(measures, selection))
        if not every:
            standings = rows_asked_for(reading.conn, days, standings, selection)
        turns = turns or wish.order is Order.URGENCY
        card = scorecard_of(standings, days, thresholds_by(reading.settings), turns=turns)
        asked = answered(card, wish)
        shown = None if selection is None else [measures[code] for code in selection.codes]
        if wish.narrows:
            shown = [score.measure for score in asked.scores]
        return StandingReport(
            card=asked,
            areas=areas,
            goals=goals,
            settings=reading.settings,
            fell_back=year is None and as_of is None and span is None and days.year != reading.today.year,
            whole=selection is None and not wish.narrows,
            since=since(reading.conn, days, shown),
            wish=wish,
            row_count=len(card.scores),
            planned=None if card.targets else newest_year_with_target(reading.conn, days.year - 1),
        )


def days_shown(reading: Reading, year: int | None, as_of: str | None, span: Span | None = None) -> Days:
    """Return the year and day to show.

    Without either, today's year if it has a target or an entry, else the newest earlier year that has. Without a day,
    today, or 31 December of a past year. Of a week, month or quarter it is the last day, of one that runs today. Raises
    TWO_YEARS, YEAR_BESIDE_SPAN or UNREADABLE_YEAR.
    """
    today = reading.today
    if span is not None:
        day = today if span.first <= today <= span.last else span.last
        if year is not None and year != day.year:
            raise Usage(YEAR_BESIDE_SPAN, day=day, year=year)
        return Days(day.year, day, today)
    if as_of is not None:
        day = parsed_day(as_of, today)
        if year is not None and year != day.year:
            raise Usage(TWO_YEARS, as_of=day, year=year)
        return Days(day.year, day, today)
    year = _default_year(reading.conn, today.year) if year is None else readable_year(year)
    return Days(year, last_shown(year, today), today)


def readable_year(year: int) -> int:
    """Return `year`. Raises UNREADABLE_YEAR for one that no sheet can show."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Usage(UNREADABLE_YEAR, year=year)
    return year


def since(conn: Connection, days: Days, measures: Iterable[Measure] | None = None) -> RecordedLater:
    """Return what was recorded or taken back after the day looked at, of the measures and the parts of ratios among
    them, or of all; nothing where that day is today or ahead."""
    if days.as_of >= days.today:
        return NOTHING_SINCE
    if measures is None:
        return recorded_after(conn, days.as_of)
    own = ((measure.code, *parts_of(measure)) for measure in measures)
    return recorded_after(conn, days.as_of, {code for codes in own for code in codes})


def reported(conn: Connection, day: date, measures: Iterable[Measure]) -> set[str]:
    """Return the measures with an entry in the year through a day; a ratio is with either of its parts."""
    return with_ratios(set(with_entry_of_the_year(conn, day)), measures)


def rows_of_the_year(
    conn: Connection, days: Days, standings: Collection[Standing], selection: Selection | None = None
) -> list[Standing]:
    """Keep what `rows_with` keeps, given what the file has of the year."""
    in_year = reported(conn, year_end(days.year), [standing.measure for standing in standings])
    return rows_with(days, standings, in_year, selection.named if selection else ())


def rows_asked_for(
    conn: Connection, days: Days, standings: list[Standing], selection: Selection | None
) -> list[Standing]:
    """Keep the rows of the year; of a selection with nothing in the year all, since it was asked for."""
    return rows_of_the_year(conn, days, standings, selection) or (standings if selection else [])


def rows_with(
    days: Days, standings: Iterable[Standing], in_year: Collection[str], named: Collection[str] = ()
) -> list[Standing]:
    """Keep the figures and the unfinished milestones, and whatever has a target or an entry in the year, none of them
    retired by the day, and those that were asked for by their codes."""

    def belongs(standing: Standing) -> bool:
        measure = standing.measure
        if measure.code in named:
            return True
        if measure.is_retired_on(days.as_of):
            return False
        return not standing.finished_before or standing.target is not None or measure.code in in_year

    return [standing for standing in standings if belongs(standing)]


def _default_year(conn: Connection, this_year: int) -> int:
    years = (newest_year_with_entry(conn, this_year), newest_year_with_target(conn, this_year))
    return max((year for year in years if year is not None), default=this_year)
