"""A scorecard as export rows: exact figures, English words, empty for no data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.quantity import OVER, UNDER, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from decimal import Decimal

    from nanhu_kpi.days import Span
    from nanhu_kpi.model import Measure
    from nanhu_kpi.scorecard.card import Scorecard
    from nanhu_kpi.scorecard.week import WeekSheet

QUALIFIER_WORDS = {0: "", OVER: "over", UNDER: "under", OVER | UNDER: "about"}


def status_rows(card: Scorecard) -> Iterator[tuple[str, ...]]:
    """Yield a row a measure, its cells in the order of the `status` columns."""
    days = card.days
    for score in card.scores:
        measure, target = score.measure, score.target
        yield (
            measure.area,
            measure.goal,
            measure.code,
            measure.name_zh,
            measure.name_en,
            measure.unit,
            measure.kind,
            measure.direction,
            measure.owner,
            str(days.year),
            days.as_of.isoformat(),
            _number(score.baseline.value),
            _number(score.target_value),
            _day(target.due if target else None),
            _number(score.actual.value),
            _places(score.attainment),
            _places(score.expected),
            _gap(score.gap),
            _number(score.remaining),
            _number(score.required_per_week),
            _number(score.forecast.value if score.forecast else None),
            _number(score.week_change),
            score.status,
            score.light or "",
            _day(score.actual.last_day),
            str(score.actual.entries),
            _number(score.baseline_to_date.value),
            QUALIFIER_WORDS[score.baseline.qualifier],
            QUALIFIER_WORDS[score.actual.qualifier],
            _day(target.start if target else None),
            target.pace if target else "",
            score.forecast.method if score.forecast else "",
        )


def weekly_rows(sheet: WeekSheet) -> Iterator[tuple[str, ...]]:
    """Yield a row a measure of a week's sheet, its cells in the order of the `weekly` columns."""
    year, week, _weekday = sheet.week.first.isocalendar()
    for line in sheet.lines:
        score = line.score
        measure = score.measure
        yield (
            f"{year:04}-W{week:02}",
            _day(sheet.span.first),
            _day(sheet.span.last),
            measure.area,
            measure.code,
            measure.name_zh,
            measure.name_en,
            measure.unit,
            measure.kind,
            measure.owner,
            line.stage,
            _number(score.target_value),
            _number(line.before.value),
            _number(line.late),
            _number(score.week_change),
            _number(score.actual.value),
            QUALIFIER_WORDS[score.actual.qualifier],
            _places(score.attainment),
            _places(score.expected),
            _gap(score.gap),
            score.status,
            score.light or "",
        )


def due_rows(dues: Iterable[tuple[Measure, date | None, Span]], day: date) -> Iterator[tuple[str, ...]]:
    """Yield a row a measure that is due, its cells in the order of the `due` columns."""
    for measure, last_entry, missed in dues:
        yield (
            measure.code,
            measure.name_zh,
            measure.name_en,
            measure.owner,
            measure.cadence,
            _day(last_entry),
            str((day - last_entry).days) if last_entry else "",
            missed.first.isoformat(),
            missed.last.isoformat(),
            day.isoformat(),
        )


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def _places(share: Decimal | None) -> str:
    return "" if share is None else f"{share:.4f}"


def _gap(gap: Decimal | None) -> str:
    return "" if gap is None else f"{gap:.2f}"


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
