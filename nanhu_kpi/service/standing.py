"""Where the measures stand: the facts of a year gathered for the scorecard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors.usage import TwoYears, UnreadableYear, YearBesideSpan
from nanhu_kpi.model import NO_DATA, Actual, Area, Goal, Kind, Measure, Target
from nanhu_kpi.period import FIRST_YEAR, LAST_YEAR, a_week_before, parsed_day, same_day_last_year, year_end, year_start
from nanhu_kpi.scorecard import FULL_MARK, Days, Score, Scorecard, Standing, Thresholds, ratio, scorecard_of, scored
from nanhu_kpi.service.asking import EVERYTHING, answered
from nanhu_kpi.service.curve import Curve, curve_of
from nanhu_kpi.service.desk import Known
from nanhu_kpi.service.selection import measure_named, selected
from nanhu_kpi.store.changes import changes_of
from nanhu_kpi.store.definitions import read_areas, read_goals, read_measures
from nanhu_kpi.store.records import EntryFilter, Recorded, latest_stage, newest_entries
from nanhu_kpi.store.rollups import actuals, last_readings_before, newest_year_with_entry, recorded_late
from nanhu_kpi.store.targets import newest_year_with_target, target_revisions, targets_in_force

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from nanhu_kpi.period import Span
    from nanhu_kpi.service.asking import Wish
    from nanhu_kpi.service.desk import Desk, Look
    from nanhu_kpi.settings import Settings
    from nanhu_kpi.store.changes import Changed
    from nanhu_kpi.store.connection import Connection

SHOWN_ENTRIES = 20


@dataclass(frozen=True)
class Status:
    """A scorecard with the goals and areas that its rows belong to.

    `fell_back` says that today's year has nothing yet and an earlier one is shown; `late` counts the entries that were
    recorded or voided after the day looked at; `wish` picked the rows out of `count`.
    """

    card: Scorecard
    areas: tuple[Area, ...]
    goals: tuple[Goal, ...]
    settings: Settings
    fell_back: bool
    whole: bool
    late: int = 0
    planned: int | None = None
    wish: Wish = EVERYTHING
    count: int = 0


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


def status(
    desk: Desk,
    words: Sequence[str] = (),
    *,
    year: int | None = None,
    as_of: str | None = None,
    span: Span | None = None,
    known: str | None = None,
    every: bool = False,
    wish: Wish = EVERYTHING,
) -> Status:
    """Return the standing of the selected measures in a year, as of a day, as known today or on an earlier day."""
    with desk.look(Known(known, year, as_of, span) if known is not None else None) as look:
        measures = read_measures(look.conn)
        areas, goals = read_areas(look.conn), read_goals(look.conn)
        selection = selected(words, measures, (*areas, *goals))
        days = days_shown(look, year, as_of, span)
        rows = {code: measures[code] for code in selection.codes} if selection else measures
        standings = gathered(look.conn, days, rows)
        if not every:
            # A selection with nothing in the year is shown all the same: it was asked for.
            named = selection.named if selection else frozenset()
            standings = _rows_of_the_year(look.conn, days, standings, named) or (standings if selection else [])
        card = scorecard_of(standings, days, thresholds_by(look.settings))
        return Status(
            card=answered(card, wish),
            areas=areas,
            goals=goals,
            settings=look.settings,
            fell_back=year is None and as_of is None and span is None and days.year != look.today.year,
            whole=selection is None and not wish.narrows,
            late=recorded_late(look.conn, days.as_of) if days.as_of < days.today else 0,
            wish=wish,
            count=len(card.scores),
            planned=None if card.targets else newest_year_with_target(look.conn, days.year - 1),
        )


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
            stage=_stage(conn, standing, days),
            revisions=target_revisions(conn, measure.code),
            entries=tuple(entries),
            entry_count=count,
            settings=look.settings,
            curve=curve_of(conn, standing, days) if drawn else None,
            changes=tuple(changes_of(conn, "measure", measure.code)),
        )


def thresholds_of(settings: Settings, code: str) -> Thresholds:
    """Return the thresholds that hold for a measure."""
    return Thresholds(settings.threshold("behind", code), settings.threshold("far_behind", code))


def thresholds_by(settings: Settings) -> Callable[[str], Thresholds]:
    """Return what knows the thresholds of each code."""
    return lambda code: thresholds_of(settings, code)


def days_shown(look: Look, year: int | None, as_of: str | None, span: Span | None = None) -> Days:
    """Return the year and day to show.

    Without either, today's year if it has a target or an entry, else the newest earlier year that has. Without a day,
    today, or 31 December of a past year. Of a week, month or quarter it is the last day, of one that runs today. Raises
    TwoYears, YearBesideSpan or UnreadableYear.
    """
    today = look.today
    if span is not None:
        day = today if span.first <= today <= span.last else span.last
        if year is not None and year != day.year:
            raise YearBesideSpan(day=day, year=year)
        return Days(day.year, day, today)
    if as_of is not None:
        day = parsed_day(as_of, today)
        if year is not None and year != day.year:
            raise TwoYears(as_of=day, year=year)
        return Days(day.year, day, today)
    if year is None:
        year = _default_year(look.conn, today.year)
    elif not FIRST_YEAR <= year <= LAST_YEAR:
        raise UnreadableYear(year=year)
    return Days(year, min(today, year_end(year)), today)


def gathered(conn: Connection, days: Days, measures: Mapping[str, Measure]) -> list[Standing]:
    """Return what the file knows of each measure on the day."""
    only = next(iter(measures)) if len(measures) == 1 and not _any_ratio(measures) else None
    opening = year_start(days.year)
    week_ago_day = a_week_before(days.as_of)
    targets = targets_in_force(conn, days.year, max(days.as_of, opening))
    divided = _divided(measures)
    current = divided(actuals(conn, days.as_of, only)) if days.begun else {}
    week_ago = divided(actuals(conn, week_ago_day, only)) if week_ago_day >= opening else {}
    last_year = divided(actuals(conn, year_end(days.year - 1), only))
    same_day = same_day_last_year(days.as_of)
    if same_day == year_end(days.year - 1):
        to_date = last_year
    else:
        to_date = divided(actuals(conn, same_day, only)) if days.begun else {}
    readings = last_readings_before(conn, opening)
    return [
        Standing(
            measure=measure,
            target=targets.get(code),
            actual=current.get(code, NO_DATA),
            week_ago=week_ago.get(code, NO_DATA),
            baseline=_baseline(last_year.get(code, NO_DATA), readings.get(code)),
            baseline_to_date=to_date.get(code, NO_DATA),
            carried=_unfinished(readings.get(code)),
            carried_qualifier=readings.get(code, NO_DATA).qualifier,
        )
        for code, measure in measures.items()
    ]


def _any_ratio(measures: Mapping[str, Measure]) -> bool:
    return any(measure.kind is Kind.RATIO for measure in measures.values())


def _divided(measures: Mapping[str, Measure]) -> Callable[[dict[str, Actual]], dict[str, Actual]]:
    """Return what adds the ratios to rolled-up actuals: each part is rolled up first."""
    ratios = [measure for measure in measures.values() if measure.kind is Kind.RATIO]

    def add(found: dict[str, Actual]) -> dict[str, Actual]:
        for measure in ratios:
            parts = (found.get(measure.numerator, NO_DATA), found.get(measure.denominator, NO_DATA))
            if any(part.entries for part in parts):
                found[measure.code] = ratio(*parts, measure.unit)
        return found

    return add


def _stage(conn: Connection, standing: Standing, days: Days) -> str:
    """Return a milestone's stage in words; a finished one of an earlier year starts anew."""
    if standing.measure.kind is not Kind.MILESTONE:
        return ""
    first = None if standing.carried is not None else year_start(days.year)
    return latest_stage(conn, standing.measure.code, first, days.as_of)


def _rows_of_the_year(conn: Connection, days: Days, standings: list[Standing], named: frozenset[str]) -> list[Standing]:
    """Keep the measures with a target or an entry in the year, figures and unfinished milestones of the last, none of
    them retired by the day, and those that were asked for by their codes."""
    in_year = _divided({standing.measure.code: standing.measure for standing in standings})(
        actuals(conn, year_end(days.year))
    )

    def belongs(standing: Standing) -> bool:
        measure = standing.measure
        if measure.code in named:
            return True
        if measure.retired_on is not None and measure.retired_on <= days.as_of:
            return False
        if standing.target is not None or measure.code in in_year:
            return True
        finished = measure.kind is Kind.MILESTONE and (standing.baseline.value or 0) >= FULL_MARK
        return standing.baseline.entries > 0 and not finished

    return [standing for standing in standings if belongs(standing)]


def _default_year(conn: Connection, this_year: int) -> int:
    found = (newest_year_with_entry(conn, this_year), newest_year_with_target(conn, this_year))
    return max((year for year in found if year is not None), default=this_year)


def _baseline(last_year: Actual, reading: Actual | None) -> Actual:
    """Return last year's actual; an unfinished milestone not reported in it had the reading it brought along."""
    if last_year.value is None and reading is not None and _unfinished(reading) is not None:
        return Actual(reading.value, reading.qualifier, last_year.entries, last_year.last_day)
    return last_year


def _unfinished(reading: Actual | None) -> Decimal | None:
    if reading is None or reading.value is None or reading.value >= FULL_MARK:
        return None
    return reading.value
