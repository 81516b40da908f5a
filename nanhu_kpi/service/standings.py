"""The facts of a year, gathered from the file for the scorecard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import same_day_last_year, year_end, year_start
from nanhu_kpi.model import NO_DATA, Actual, Measure, Target, ends_issue
from nanhu_kpi.scorecard.attainment import ratio
from nanhu_kpi.scorecard.card import Score, scored
from nanhu_kpi.scorecard.facts import Days, Standing, Thresholds, Told
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.store.entries import TextColumn, latest_text, latest_words
from nanhu_kpi.store.rollups import actuals, last_readings_before, with_entry_of_the_year
from nanhu_kpi.store.targets import targets_coming, targets_in_force

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from nanhu_kpi.service.ledger import Reading, Writing
    from nanhu_kpi.settings import Settings
    from nanhu_kpi.store.connection import Connection


def gathered(
    conn: Connection, days: Days, measures: Mapping[str, Measure], *, of_the_day: bool = False
) -> list[Standing]:
    """Return what the file knows of each measure on the day; with `of_the_day` only what its status and its light rest
    on, and nothing of a week or a year before or of days ahead."""
    only = next(iter(measures)) if len(measures) == 1 and not _any_ratio(measures) else None
    opening = year_start(days.year)
    in_force_on = max(days.as_of, opening)
    targets = targets_in_force(conn, days.year, in_force_on, only)
    divided = dividing(measures)
    current = divided(actuals(conn, days.as_of, only)) if days.begun else {}
    silent = not current and not (only and days.begun and any(with_entry_of_the_year(conn, days.as_of)))
    readings = last_readings_before(conn, opening)
    week_ago: dict[str, Actual] = {}
    last_year, to_date, by_today = week_ago, week_ago, week_ago
    coming: dict[str, tuple[Target, ...]] = {}
    if not of_the_day:
        coming = targets_coming(conn, days.year, in_force_on)
        if days.week_ago >= opening:
            week_ago = divided(actuals(conn, days.week_ago, only))
        last_year = divided(actuals(conn, year_end(days.year - 1), only))
        same_day = same_day_last_year(days.as_of)
        if same_day == year_end(days.year - 1):
            to_date = last_year
        elif days.begun:
            to_date = divided(actuals(conn, same_day, only))
        if days.foreseen:
            by_today = divided(actuals(conn, same_day_last_year(days.today), only))
    standings = []
    for code, measure in measures.items():
        reading = readings.get(code, NO_DATA)
        finished = RULES[measure.kind].is_finished(reading.value)
        standings.append(
            Standing(
                measure=measure,
                target=targets.get(code),
                actual=current.get(code, NO_DATA),
                week_ago=week_ago.get(code, NO_DATA),
                baseline=_baseline(last_year.get(code, NO_DATA), NO_DATA if finished else reading),
                baseline_to_date=to_date.get(code, NO_DATA),
                carried=None if finished else reading.value,
                carried_qualifier=reading.qualifier,
                baseline_by_today=by_today.get(code, NO_DATA),
                finished_before=finished,
                office_silent=silent,
                coming=coming.get(code, ()),
            )
        )
    return standings


def scores_of(opened: Reading | Writing, days: Days, measures: Mapping[str, Measure]) -> list[tuple[Standing, Score]]:
    """Return what the file knows of each measure on the day, and the row that it makes."""
    thresholds = thresholds_by(opened.settings)
    return [
        (standing, scored(standing, days, thresholds(standing.measure.code)))
        for standing in gathered(opened.conn, days, measures)
    ]


def _any_ratio(measures: Mapping[str, Measure]) -> bool:
    return any(RULES[measure.kind].is_computed for measure in measures.values())


def dividing(measures: Mapping[str, Measure]) -> Callable[[dict[str, Actual]], dict[str, Actual]]:
    """Return a function that adds to rolled-up actuals those of the ratios among the measures."""
    ratios = [measure for measure in measures.values() if RULES[measure.kind].is_computed]

    def add(rolled_up: dict[str, Actual]) -> dict[str, Actual]:
        for measure in ratios:
            parts = (rolled_up.get(measure.numerator, NO_DATA), rolled_up.get(measure.denominator, NO_DATA))
            if any(part.entries for part in parts):
                rolled_up[measure.code] = ratio(*parts, measure.unit)
        return rolled_up

    return add


def stage_of(conn: Connection, standing: Standing, days: Days) -> str:
    """Return a milestone's stage in words; a finished one of an earlier year starts anew."""
    if RULES[standing.measure.kind].full_mark is None:
        return ""
    return last_told(conn, standing, days, "note")


def last_told(conn: Connection, standing: Standing, days: Days, column: TextColumn) -> str:
    """Return the text last recorded of a measure in the year, of an issue that was solved nothing; an unfinished
    milestone brings its own over New Year."""
    text = latest_text(conn, standing.measure.code, _told_from(standing, days), days.as_of, column)
    return "" if column == "issue" and ends_issue(text) else text


def words_told(conn: Connection, standing: Standing, days: Days) -> Told | None:
    """Return day, issue and next step of the entry that last told either, as `last_told` looks for texts; None where
    that says that an issue is solved and tells no next step."""
    told = latest_words(conn, standing.measure.code, _told_from(standing, days), days.as_of)
    if told is None:
        return None
    day, issue, next_ = told
    if ends_issue(issue):
        return Told(day, "", next_) if next_ else None
    return Told(day, issue, next_)


def _told_from(standing: Standing, days: Days) -> date | None:
    return None if standing.carried is not None else year_start(days.year)


def thresholds_of(settings: Settings, code: str) -> Thresholds:
    """Return the thresholds that hold for a measure."""
    return Thresholds(settings.threshold("behind", code), settings.threshold("far_behind", code))


def thresholds_by(settings: Settings) -> Callable[[str], Thresholds]:
    """Return a function that gives the thresholds of a measure by its code."""
    office = thresholds_of(settings, "")
    return lambda code: thresholds_of(settings, code) if settings.overrides else office


def _baseline(last_year: Actual, brought: Actual) -> Actual:
    """Return last year's actual; an unfinished milestone not reported in it had the reading it brought along."""
    if last_year.value is None and brought.value is not None:
        return last_year._replace(value=brought.value, qualifier=brought.qualifier)
    return last_year
