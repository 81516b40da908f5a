"""The printed sheets of a week, a month, a quarter or a year at the office: where its measures stand, what moved, what
came late, what needs attention.

The figures are those of `status` as of the sheet's last day. For every sum

    the last sheet + reported late + this week = to date

holds exactly, where the last sheet is the one before of the same kind, as it was known at the end of the Monday on
which it was prepared; reported late is what rows recorded since then changed of that figure; and this week (month,
quarter, year) is the change from the day before the sheet's first on, as it is known now.
"""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import (
    Span,
    elapsed_share,
    last_complete,
    office_day,
    parsed_day,
    parsed_month,
    parsed_quarter,
    parsed_week,
    parsed_year,
    period_of,
    sheet_day,
    year_end,
    year_start,
)
from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.weekly import FUTURE_PERIOD, PERIOD_NOT_KNOWN, PRINTED_TOO_SOON
from nanhu_kpi.model import Cadence, Kind, Light, Recorded, Revision
from nanhu_kpi.quantity import rounded
from nanhu_kpi.scorecard.card import Score, Scorecard, judged, scorecard_of
from nanhu_kpi.scorecard.facts import Days, Standing
from nanhu_kpi.scorecard.kinds import RULES, with_ratios
from nanhu_kpi.scorecard.period_sheet import (
    Attention,
    ChangedDefinition,
    Line,
    MovedTarget,
    PeriodSheet,
    RevisedYearEnd,
    Selected,
    Unseen,
    tallies,
)
from nanhu_kpi.service.due import dues_on
from nanhu_kpi.service.ledger import Ledger, Reading, known_day
from nanhu_kpi.service.lookup import selected
from nanhu_kpi.service.show.curve import curve_of
from nanhu_kpi.service.standings import gathered, stage_of, thresholds_by, words_told
from nanhu_kpi.service.status.status import rows_of_the_year
from nanhu_kpi.service.status.status_filter import Wish, answered
from nanhu_kpi.service.weekly.weekly_before import LastSheet, last_sheet
from nanhu_kpi.service.whose import ANYONE, Whose, refuse_unknown_people
from nanhu_kpi.settings import THRESHOLDS
from nanhu_kpi.store.definitions import read_areas, read_goals, read_measures
from nanhu_kpi.store.entries import EntryFilter, newest_entries, recorded_since
from nanhu_kpi.store.recorded_since import definitions_changed, entries_since, targets_since
from nanhu_kpi.store.targets import recorded_targets

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from nanhu_kpi.store.connection import Connection

_ONE_DAY = timedelta(days=1)
_NOTHING = Decimal(0)


class _Asking(NamedTuple):
    """How a period of a cadence is asked for: by which option, and who reads what is typed."""

    option: str
    parsed: Callable[[str, Callable[[], date]], Span]


_ASKING = {
    Cadence.WEEKLY: _Asking("--week", parsed_week),
    Cadence.MONTHLY: _Asking("--month", parsed_month),
    Cadence.QUARTERLY: _Asking("--quarter", parsed_quarter),
    Cadence.YEARLY: _Asking("--year", parsed_year),
}


class _Asked(NamedTuple):
    """What every sheet of a command shares; `present` is the file as it is now, where a sheet says what came since."""

    cadence: Cadence
    words: tuple[str, ...]
    wish: Wish
    period: Span
    printed: date
    officer: str
    present: Connection | None


def sheets_of(
    ledger: Ledger,
    cadence: Cadence,
    words: Sequence[str] = (),
    *,
    period: str | None = None,
    whose: Whose = ANYONE,
    known: str | None = None,
    printed: str | None = None,
) -> tuple[PeriodSheet, ...]:
    """Return the sheet of a week, month, quarter or year, by default the last full one; of a week across New Year two,
    the old year first.

    It is what was known at the end of the first Monday after its days, or of the day `known`; until then what is known
    now. Raises UNREADABLE_WEEK and its like, FUTURE_PERIOD, PERIOD_NOT_KNOWN, PRINTED_TOO_SOON, UNKNOWN_SELECTION,
    UNKNOWN_PERSON or FUTURE_DAY.
    """
    asking = _ASKING[cadence]
    with ledger.look() as present:
        today = known_day(known, present.today) if known is not None else present.today
        span = asking.parsed(period, lambda: today) if period is not None else last_complete(cadence, today)
        if span.first > today:
            if known is not None:
                raise BadInput(PERIOD_NOT_KNOWN, first=span.first, last=span.last, known=today, option=asking.option)
            raise BadInput(FUTURE_PERIOD, first=span.first, last=span.last, today=today, option=asking.option)
        monday = sheet_day(cadence, span.last)
        by_rule = known is None and present.today > monday
        day = monday if by_rule else today
        with nullcontext(present) if day == present.today else present.as_known(day, span.first.year) as reading:
            prepared = parsed_day(printed, present.today) if printed is not None else reading.today
            if prepared < span.first:
                raise BadInput(PRINTED_TOO_SOON, day=prepared, first=span.first)
            through = min(span.last, reading.today)
            years = sorted({span.first.year, through.year})
            asked = _Asked(
                cadence, tuple(words), Wish(whose), span, prepared, ledger.officer, present.conn if by_rule else None
            )
            return tuple(
                _sheet(
                    reading, asked, Span(max(span.first, year_start(year)), min(through, year_end(year))),
                    part=number if len(years) > 1 else 0,
                )
                for number, year in enumerate(years, 1)
            )  # fmt: skip


def _sheet(reading: Reading, asked: _Asked, span: Span, *, part: int) -> PeriodSheet:
    conn, year, eve = reading.conn, span.first.year, span.first - _ONE_DAY
    measures, areas, goals = read_measures(conn), read_areas(conn), read_goals(conn)
    refuse_unknown_people(asked.wish.whose, measures)
    selection = selected(asked.words, measures, (*areas, *goals))
    last_printed = sheet_day(asked.cadence, eve)
    days = Days(year, span.last, reading.today, eve)
    standings = {standing.measure.code: standing for standing in gathered(conn, days, measures)}
    every = scorecard_of(standings.values(), days, thresholds_by(reading.settings))
    wanted = {
        score.measure.code
        for score in answered(every, asked.wish).scores
        if selection is None or score.measure.code in selection.codes
    }
    rows = {each.measure.code for each in rows_of_the_year(conn, days, standings.values(), selection)}
    card = every._replace(scores=tuple(score for score in every.scores if score.measure.code in wanted & rows))
    before = last_sheet(conn, year, eve, last_printed, selection, asked.wish)
    late = _late(reading, year_start(year), eve, last_printed) if before.rows is not None else []
    # The old year's own sheet of the same week tells what came late of it.
    earlier = _late(reading, year_start(year - 1), year_end(year - 1), last_printed) if part < 2 else []
    lines = {
        score.measure.code: _line(conn, score, standings[score.measure.code], before, days) for score in every.scores
    }
    left = {score.measure.code for score in before.rows or () if score.actual.value is not None} - rows
    late_codes = (with_ratios({each[0].measure for each in late}, measures.values()) | left) & wanted
    earlier_codes = with_ratios({each[0].measure for each in earlier}, measures.values()) & wanted
    over_by = min(span.last + _ONE_DAY, reading.today)
    dues, _watched, fallen_due = dues_on(conn, span.last, [score.measure for score in card.scores], over_by)
    narrowed = wanted if selection or asked.wish.narrows else None
    return PeriodSheet(
        cadence=asked.cadence,
        period=asked.period,
        span=span,
        part=part,
        printed=asked.printed,
        last_printed=last_printed,
        card=card,
        lines=tuple(lines[score.measure.code] for score in card.scores),
        tallies=tallies(card.scores, before.rows),
        elapsed=elapsed_share(year_start(year), year_end(year), span.last),
        entries=_live(newest_entries(conn, EntryFilter(tuple(wanted), span.first, span.last))[0]),
        late_lines=tuple(line for code, line in lines.items() if code in late_codes),
        late_entries=tuple(each for each in late if each[0].measure in wanted),
        earlier=tuple(_revised(standings[code], before) for code in standings if code in earlier_codes),
        earlier_entries=tuple(each for each in earlier if each[0].measure in wanted),
        attention=tuple(_attention(reading, asked.cadence, card, standings, before)),
        dues=dues,
        fallen_due=fallen_due,
        areas=areas,
        goals=goals,
        measures=measures,
        settings=reading.settings,
        officer=asked.officer,
        selected=Selected(asked.words, asked.wish.whose.named, len(rows)),
        moved_targets=tuple(_moved_targets(reading, span, every.scores, wanted, before)),
        changed_definitions=tuple(
            ChangedDefinition(*each)
            for each in definitions_changed(conn, span.first)
            if (each[2].code.partition("/")[2] or each[2].code) in {*wanted, *THRESHOLDS}
        ),
        counted=_recorded_after(conn, sheet_day(asked.cadence, asked.period.last), span.last, narrowed),
        rows_before=before.rows,
        left_out=_recorded_after(asked.present or conn, reading.today, span.last, narrowed),
    )


def _live(entries: Iterable[Recorded]) -> tuple[Recorded, ...]:
    return tuple(each for each in entries if each[2] is None)


def _late(reading: Reading, first: date, last: date, printed: date) -> list[Recorded]:
    """Return what of some days was recorded or voided since the sheet before was printed, without what was undone on
    the day on which it was recorded: nobody has seen it."""
    return [
        (entry, batch, void)
        for entry, batch, void in recorded_since(reading.conn, printed, first, last)
        if void is None or office_day(void.logged_at, reading.settings.zone) != batch.logged_on
    ]


def _line(conn: Connection, score: Score, standing: Standing, before: LastSheet, days: Days) -> Line:
    on_eve = standing.week_ago.value
    if on_eve is None and days.week_ago.year == days.year:
        on_eve = standing.carried
    then = before.actual(score.measure.code)
    late = _change(score.measure.kind, then.value, on_eve)
    return Line(score, stage_of(conn, standing, days), then, late)


def _revised(standing: Standing, before: LastSheet) -> RevisedYearEnd:
    measure, then, now = standing.measure, before.baseline(standing.measure.code), standing.baseline
    return RevisedYearEnd(measure, then, now, _change(measure.kind, then.value, now.value))


def _change(kind: Kind, before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """Return the change from one value to the other; a sum without a value stands at 0."""
    if before is None and after is None:
        return None
    if not RULES[kind].adds_up and (before is None or after is None):
        return None
    return (after or _NOTHING) - (before or _NOTHING)


def _moved_targets(
    reading: Reading, span: Span, scores: Iterable[Score], wanted: Collection[str], before: LastSheet
) -> Iterable[MovedTarget]:
    """Yield the targets that differ from the last sheet or were revised since this one's days began; a year's first
    target of a measure is no revision."""
    revisions: dict[str, list[Revision]] = {}
    for each in recorded_targets(reading.conn, year=span.first.year):
        revisions.setdefault(each[0].measure, []).append(each)
    for score in scores:
        code, own = score.measure.code, sorted(revisions.get(score.measure.code, ()), key=lambda each: each[0].id)
        then, now = before.targets.get(code), score.target_value
        told = tuple(each for each in own[then is None :] if _is_of_the_days(each, span, reading.settings.zone))
        if code in wanted and (told or (then is not None and then != now)):
            yield MovedTarget(score.measure, then, now, told)


def _is_of_the_days(revision: Revision, span: Span, zone: ZoneInfo) -> bool:
    target, batch, void = revision
    recorded = batch.host != "catalogue" and batch.logged_on >= span.first
    voided = void is not None and office_day(void.logged_at, zone) >= span.first
    return recorded or voided or span.first <= target.effective_on <= span.last


def _recorded_after(conn: Connection, known: date, last: date, measures: Collection[str] | None) -> Unseen:
    """Return what a sheet through a day, as known on the day `known`, could not know."""
    return Unseen(
        known,
        entries_since(conn, known, last, measures),
        targets_since(conn, known, last.year, measures),
    )


def _attention(
    reading: Reading, cadence: Cadence, card: Scorecard, standings: Mapping[str, Standing], before: LastSheet
) -> Iterable[Attention]:
    """Yield the yellow and red measures, red first, the largest gap first."""
    conn = reading.conn
    marked = [score for score in card.scores if score.light in (Light.RED, Light.YELLOW)]
    in_a_row = _red_in_a_row(reading, cadence, card, before)
    for score in sorted(marked, key=lambda each: (each.light is not Light.RED, each.gap or 0)):
        standing = standings[score.measure.code]
        yield Attention(
            score,
            rounded(Fraction(score.expected or 0) * Fraction(score.target_value or 0), 2),
            *curve_of(conn, standing, card.days),
            told=words_told(conn, standing, card.days),
            red_in_a_row=in_a_row.get(score.measure.code, 0),
        )


def _red_in_a_row(reading: Reading, cadence: Cadence, card: Scorecard, before: LastSheet) -> dict[str, int]:
    """Return how many weeks (months, quarters) of the year in a row, this one included, each red measure ended red, as
    is known now; one that was not red on the last sheet is red for the first time."""
    in_a_row = {score.measure.code: 1 for score in card.scores if score.light is Light.RED}
    red = set(in_a_row) & {score.measure.code for score in before.rows or () if score.light is Light.RED}
    measures, thresholds = read_measures(reading.conn), thresholds_by(reading.settings)
    last = period_of(cadence, card.days.as_of).first - _ONE_DAY
    while red and last.year == card.days.year:
        days = Days(card.days.year, last, reading.today)
        former = gathered(reading.conn, days, {code: measures[code] for code in red}, of_the_day=True)
        red = {
            each.measure.code for each in former if judged(each, days, thresholds(each.measure.code)).light is Light.RED
        }
        for code in red:
            in_a_row[code] += 1
        last = period_of(cadence, last).first - _ONE_DAY
    return in_a_row
