"""Periods side by side: what each added, the readings it ended with, and where the year stood."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import Span, period_of, same_day_last_year, year_end, year_start
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import UNKNOWN_STEP, YEARS_STAND_SIDE_BY_SIDE
from nanhu_kpi.i18n import language
from nanhu_kpi.model import NO_DATA, Actual, Cadence, Measure
from nanhu_kpi.scorecard.attainment import ratio
from nanhu_kpi.scorecard.card import actual_of
from nanhu_kpi.scorecard.facts import Days, Standing
from nanhu_kpi.scorecard.kinds import RULES, parts_of
from nanhu_kpi.scorecard.results import PeriodActual, TrendRow
from nanhu_kpi.service.lookup import chosen, selected_in
from nanhu_kpi.service.standings import gathered
from nanhu_kpi.service.status.status import days_shown, rows_asked_for
from nanhu_kpi.service.whose import ANYONE, Whose, refuse_unknown_people
from nanhu_kpi.store.definitions import read_measures
from nanhu_kpi.store.rollups import oldest_year_with_entry
from nanhu_kpi.text import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nanhu_kpi.service.ledger import Ledger, Reading
    from nanhu_kpi.settings import Settings

_ONE_DAY = timedelta(days=1)
_STEPS = {
    "week": Cadence.WEEKLY, "month": Cadence.MONTHLY, "quarter": Cadence.QUARTERLY, "year": Cadence.YEARLY,
}  # fmt: skip
_OTHER_WORDS = {
    "周": "week", "月": "month", "季": "quarter", "季度": "quarter", "年": "year",
    **{str(cadence): step for step, cadence in _STEPS.items()},
}  # fmt: skip
STEPS = tuple(_STEPS)


class TrendReport(NamedTuple):
    """Measures by the periods of a year through a day, or by years; a period that runs ends on that day. `named` are
    the measures that were asked for by their codes."""

    step: str
    days: Days
    spans: tuple[Span, ...]
    rows: tuple[TrendRow, ...]
    settings: Settings
    named: frozenset[str]


def parsed_step(text: str) -> str:
    """Return the length of a period as typed, in either language; monthly is a month. Raises UNKNOWN_STEP."""
    word = folded(text.strip())
    step = _OTHER_WORDS.get(word, word)
    if step not in _STEPS:
        raise Usage(UNKNOWN_STEP, text=text, known=[*("周", "月", "季", "年")] if language() == "zh" else STEPS)
    return step


def cadence_of(step: str) -> Cadence:
    """Return the cadence whose periods are of a length."""
    return _STEPS[step]


def trend(
    ledger: Ledger,
    words: Sequence[str] = (),
    *,
    step: str = "month",
    year: int | None = None,
    as_of: str | None = None,
    known: str | None = None,
    every: bool = False,
    whose: Whose = ANYONE,
    year_before: bool = False,
) -> TrendReport:
    """Return the selected measures by period of a year, through a day; by year, every year with entries through it.

    Raises UNKNOWN_SELECTION, UNKNOWN_PERSON, TWO_YEARS or UNREADABLE_YEAR.
    """
    with ledger.look(known) as reading:
        conn = reading.conn
        measures = read_measures(conn)
        refuse_unknown_people(whose, measures)
        selection = selected_in(conn, words, measures)
        days = days_shown(reading, year, as_of)
        standings = gathered(conn, days, chosen(measures, selection, whose), of_the_day=True)
        if not every:
            standings = rows_asked_for(conn, days, standings, selection)
        spans = _spans(reading, step, days)
        before = tuple(_same_period_before(step, span) for span in spans) if year_before else ()
        at = _looking(reading, days, measures, [standing.measure for standing in standings])
        rows = tuple(
            TrendRow(
                standing.measure,
                tuple(_in_period(standing.measure, span, at) for span in spans),
                tuple(_in_period(standing.measure, span, at) if span else PeriodActual() for span in before),
            )
            for standing in standings
        )
        return TrendReport(step, days, spans, rows, reading.settings, selection.named if selection else frozenset())


def refuse_years_before(step: str, year_before: bool) -> None:
    """Refuse the year before under each of several years. Raises YEARS_STAND_SIDE_BY_SIDE."""
    if year_before and step == "year":
        raise Usage(YEARS_STAND_SIDE_BY_SIDE)


def _spans(reading: Reading, step: str, days: Days) -> tuple[Span, ...]:
    """Return the periods of the year through the day, cut at New Year and at the day; or the years through it."""
    first = year_start(days.year)
    if step == "year":
        oldest = oldest_year_with_entry(reading.conn)
        first = year_start(min(oldest or days.year, days.year))
    spans, day = [], first
    while day <= days.as_of:
        last = min(period_of(cadence_of(step), day).last, year_end(day.year), days.as_of)
        spans.append(Span(day, last))
        day = last + _ONE_DAY
    return tuple(spans)


def _same_period_before(step: str, span: Span) -> Span | None:
    """Return the same period of the year before, cut as this one is; of a week 53 there may be none."""
    year = span.first.year - 1
    if step != "week":
        whole = period_of(cadence_of(step), span.last)
        first, cut = same_day_last_year(span.first), span.last < min(whole.last, year_end(span.last.year))
        return Span(first, same_day_last_year(span.last) if cut else period_of(cadence_of(step), first).last)
    whole = period_of(Cadence.WEEKLY, span.first)
    iso = whole.first.isocalendar()
    try:
        monday = date.fromisocalendar(iso.year - 1, iso.week, 1)
    except ValueError:
        return None
    cut = span.last < min(whole.last, year_end(span.last.year))
    last = monday + (span.last - whole.first if cut else timedelta(days=6))
    first, last = max(monday, year_start(year)), min(last, year_end(year))
    return Span(first, last) if first <= last else None


def _looking(
    reading: Reading, days: Days, measures: Mapping[str, Measure], shown: Sequence[Measure]
) -> Callable[[date], Mapping[str, Standing]]:
    """Return a function that gives the standings of the measures that are shown, and of their parts, on a day: read
    once from the roll-ups, by the rule of `status`."""
    codes = {code for one in shown for code in (one.code, *parts_of(one))}
    needed = {code: measure for code, measure in measures.items() if code in codes}
    read: dict[date, Mapping[str, Standing]] = {}

    def at(day: date) -> Mapping[str, Standing]:
        if day not in read:
            standings = gathered(reading.conn, Days(day.year, day, days.today), needed, of_the_day=True)
            read[day] = {standing.measure.code: standing for standing in standings}
        return read[day]

    return at


def _in_period(measure: Measure, span: Span, at: Callable[[date], Mapping[str, Standing]]) -> PeriodActual:
    eve, end = span.first - _ONE_DAY, at(span.last)
    start: Mapping[str, Standing] = at(eve) if eve.year == span.last.year else {}

    def own(code: str, *, adds_up: bool) -> Actual:
        now = end[code].actual
        then = start[code].actual if code in start else NO_DATA
        if now.value is None or now.value_days == then.value_days:
            return NO_DATA
        if not adds_up:
            return Actual(now.value, now.qualifier)
        return Actual(now.value - (then.value or 0), now.qualifier if then.value is None else 0)

    if RULES[measure.kind].is_computed:
        parts = [own(code, adds_up=RULES[end[code].measure.kind].adds_up) for code in parts_of(measure)]
        change = ratio(parts[0], parts[1], measure.unit)
    else:
        change = own(measure.code, adds_up=RULES[measure.kind].adds_up)
    return PeriodActual(change, actual_of(end[measure.code]))
