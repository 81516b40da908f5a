"""A week at the office: where its measures stand, what moved in it, what came late, what needs attention.

The figures are those of `status` as of the week's last day. For every sum

    last week's sheet + this week + reported late = to date

holds exactly, where last week's sheet is what was known at the end of the day before the week, this week is the change
from that day on as it is known now, and reported late is what rows recorded since then changed of that day's figure.
"""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from nanhu_kpi.errors.weekly import FutureWeek, PrintedTooSoon, WeekNotKnown
from nanhu_kpi.model import NO_DATA, Actual, Kind, Light
from nanhu_kpi.period import Span, elapsed_share, parsed_day, parsed_week, week_of, year_end, year_start
from nanhu_kpi.quantity import rounded
from nanhu_kpi.scorecard import Days, Scorecard, scorecard_of
from nanhu_kpi.scorecard.week import Attention, Line, Recorded, WeekSheet, tallies
from nanhu_kpi.service.asking import Wish, answered
from nanhu_kpi.service.curve import curve_of
from nanhu_kpi.service.desk import Known
from nanhu_kpi.service.due import dues_on
from nanhu_kpi.service.gathering import gathered, stage_of, thresholds_by
from nanhu_kpi.service.selection import selected
from nanhu_kpi.service.standing import rows_of_the_year
from nanhu_kpi.store.definitions import read_areas, read_goals, read_measures
from nanhu_kpi.store.known import as_known
from nanhu_kpi.store.records import EntryFilter, latest_text, newest_entries, recorded_since
from nanhu_kpi.store.rollups import actuals, recorded_late
from nanhu_kpi.store.targets import targets_in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nanhu_kpi.scorecard import Standing
    from nanhu_kpi.service.desk import Desk, Look
    from nanhu_kpi.store.connection import Connection

_ONE_DAY = timedelta(days=1)
_NOTHING = Decimal(0)


def weekly(
    desk: Desk,
    words: Sequence[str] = (),
    *,
    week: str | None = None,
    owner: str = "",
    known: str | None = None,
    printed: str | None = None,
) -> tuple[WeekSheet, ...]:
    """Return the sheet of a week, by default the last full one; of a week across New Year two, the old year first.

    Raises UnreadableWeek, FutureWeek, WeekNotKnown, PrintedTooSoon, UnknownSelection or FutureDay.
    """
    asked = parsed_week(week, lambda: desk.today(known)) if week is not None else None
    with desk.look(Known(known, span=asked) if known is not None else None) as look:
        span = asked or _last_full_week(look.today)
        if span.first > look.today:
            if known is not None:
                raise WeekNotKnown(first=span.first, last=span.last, known=look.today)
            raise FutureWeek(first=span.first, last=span.last, today=look.today)
        day = parsed_day(printed, look.today) if printed is not None else look.today
        if day < span.first:
            raise PrintedTooSoon(day=day, first=span.first)
        through = min(span.last, look.today)
        years = sorted({span.first.year, through.year})
        parted = span.first.year != span.last.year
        return tuple(
            _sheet(
                look, words, Wish(owner.strip()), span,
                Span(max(span.first, year_start(year)), min(through, year_end(year))),
                part=number if parted else 0, printed=day, officer=desk.officer,
            )
            for number, year in enumerate(years, 1)
        )  # fmt: skip


def _last_full_week(today: date) -> Span:
    return week_of(week_of(today).first - _ONE_DAY)


def _sheet(
    look: Look, words: Sequence[str], wish: Wish, week: Span, span: Span, *, part: int, printed: date, officer: str
) -> WeekSheet:
    conn, year, eve = look.conn, span.first.year, span.first - _ONE_DAY
    measures, areas, goals = read_measures(conn), read_areas(conn), read_goals(conn)
    selection = selected(words, measures, (*areas, *goals))
    days = Days(year, span.last, look.today, eve)
    asked = {code: measures[code] for code in selection.codes} if selection else measures
    named = selection.named if selection else frozenset()
    thresholds = thresholds_by(look.settings)
    standings = rows_of_the_year(conn, days, gathered(conn, days, asked), named)
    card = answered(scorecard_of(standings, days, thresholds), wish)
    shown = {score.measure.code: score.measure for score in card.scores}
    standings = [standing for standing in standings if standing.measure.code in shown]
    eve_days = Days(year, eve, look.today)
    before = scorecard_of(gathered(conn, eve_days, shown), eve_days, thresholds) if eve.year == year else None
    late_entries = [each for each in _late(conn, span) if each[0].measure in shown]
    own = EntryFilter(tuple(shown), span.first, span.last)
    return WeekSheet(
        week=week,
        span=span,
        part=part,
        printed=printed,
        card=card,
        lines=tuple(_lines(conn, card, standings, eve, {entry.measure for entry, _, _ in late_entries})),
        tallies=tallies(card.scores, before.scores if before else None),
        elapsed=rounded(elapsed_share(year_start(year), year_end(year), span.last)),
        entries=tuple(each for each in newest_entries(conn, own)[0] if each[2] is None),
        late_entries=tuple(late_entries),
        attention=tuple(_attention(conn, card, standings)),
        dues=dues_on(
            conn,
            span.last,
            shown.values(),
            targets_in_force(conn, year, span.last),
            min(span.last + _ONE_DAY, look.today),
        ),
        areas=areas,
        goals=goals,
        measures=measures,
        settings=look.settings,
        officer=officer,
        whole=selection is None and not wish.narrows,
        since=recorded_late(conn, span.last) if span.last < look.today else 0,
    )


def _late(conn: Connection, span: Span) -> list[Recorded]:
    """Return what last week's sheet could not know of the year's days before the week."""
    eve = span.first - _ONE_DAY
    return recorded_since(conn, eve, year_start(span.first.year), eve) if eve.year == span.first.year else []


def _lines(
    conn: Connection, card: Scorecard, standings: Iterable[Standing], eve: date, touched: set[str]
) -> Iterable[Line]:
    now = {standing.measure.code: standing for standing in standings}
    then: dict[str, Actual] = {}
    if touched:
        with closing(as_known(conn, eve, eve.year, touched)) as copy:
            then = actuals(copy, eve)
    for score in card.scores:
        standing = now[score.measure.code]
        before = then.get(score.measure.code, NO_DATA) if score.measure.code in touched else standing.week_ago
        late = _change(score.measure.kind, before, standing.week_ago)
        yield Line(score, stage_of(conn, standing, card.days), before, late)


def _change(kind: Kind, before: Actual, after: Actual) -> Decimal | None:
    """Return what changed from one to the other; a sum without a value stands at 0."""
    if before.value is None and after.value is None:
        return None
    if kind is not Kind.SUM and (before.value is None or after.value is None):
        return None
    return (after.value or _NOTHING) - (before.value or _NOTHING)


def _attention(conn: Connection, card: Scorecard, standings: Iterable[Standing]) -> Iterable[Attention]:
    """Yield the yellow and red measures, red first, the largest gap first."""
    by_code = {standing.measure.code: standing for standing in standings}
    marked = [score for score in card.scores if score.light in (Light.RED, Light.YELLOW)]
    first, last = year_start(card.days.year), card.days.as_of
    for score in sorted(marked, key=lambda each: (each.light is not Light.RED, each.gap or 0)):
        code = score.measure.code
        yield Attention(
            score,
            rounded(Fraction(score.expected or 0) * Fraction(score.target_value or 0), 2),
            latest_text(conn, code, first, last, "issue"),
            latest_text(conn, code, first, last, "next"),
            *curve_of(conn, by_code[code], card.days),
        )
