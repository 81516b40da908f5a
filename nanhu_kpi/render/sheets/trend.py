"""Periods side by side as a sheet: a row a measure, the year before under it, and its course at the end."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from nanhu_kpi.days import Span, number_of_quarter
from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _, ngettext
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, section_of
from nanhu_kpi.render.words import actual_word, name_of, office_name, unit_of, with_foreseen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nanhu_kpi.model import Actual
    from nanhu_kpi.scorecard.facts import Days
    from nanhu_kpi.scorecard.results import PeriodActual, TrendRow
    from nanhu_kpi.settings import Settings


_TITLES = {
    "week": N_("{office}: {year} by week, as of {as_of}"),
    "month": N_("{office}: {year} by month, as of {as_of}"),
    "quarter": N_("{office}: {year} by quarter, as of {as_of}"),
    "year": N_("{office}: by year, as of {as_of}"),
}
# Dots of a braille sign from below: a period takes one of its two columns. A sign takes one cell in every terminal.
_LEFT, _RIGHT = (0, 0x40, 0x44, 0x46, 0x47), (0, 0x80, 0xA0, 0xB0, 0xB8)
_BRAILLE, _LEVELS = 0x2800, 4
SPARK_SAMPLE = chr(_BRAILLE + _LEFT[1] + _RIGHT[_LEVELS])


def trend_sheet(
    rows: Sequence[TrendRow],
    step: str,
    spans: Sequence[Span],
    days: Days,
    settings: Settings,
    *,
    cumulative: bool,
    sparks: bool,
    left_out: int,
) -> Sheet:
    """Return the sheet of measures by period: what each added and the last readings, or with `cumulative` the actual at
    its end. On narrow screens the oldest periods go first. `left_out` measures have nothing in any period."""
    periods = tuple(
        SheetColumn(f"period{number}", _period_head(step, span), "right", drop=number)
        for number, span in enumerate(spans, 1)
    )
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("unit", _("Unit"), drop=len(spans) + 1),
        *periods,
        *([SheetColumn("spark", _("Course"))] if sparks else []),
    )
    lines = []
    for measure, this, before in rows:
        lines.append(_row((measure.code, name_of(measure), unit_of(measure)), this, cumulative, sparks))
        if before:
            year = _("{year}, same period").format(year=days.year - 1)
            lines.append(_row(("", year, ""), before, cumulative, sparks, dim=True))
    told = _(_TITLES[step]).format(office=office_name(settings), year=days.year, as_of=days.as_of.isoformat())
    title = with_foreseen(told, days.foreseen)
    meaning = (
        _("The actual of the year at the end of each period.")
        if cumulative
        else _("What each period added; of readings and milestones the last in it, of ratios that of its own figures.")
    )
    notes = [meaning]
    if left_out:
        notes.append(
            ngettext(
                "{count} measure has nothing in these periods and is left out; --all shows it.",
                "{count} measures have nothing in these periods and are left out; --all shows them.",
                left_out,
            ).format(count=left_out)
        )
    headline = "" if lines else _("Nothing was reported in these periods.")
    return Sheet(title, headline, columns, (section_of("", lines),) if lines else (), tuple(notes))


def _row(
    head: tuple[str, str, str], periods: Sequence[PeriodActual], cumulative: bool, sparks: bool, *, dim: bool = False
) -> Row:
    values = [each.total if cumulative else each.own for each in periods]
    cells = (*head, *(actual_word(value) for value in values), *([spark(values)] if sparks else []))
    return Row(cells, "dim" if dim else "", "name" if dim else "")


def spark(values: Sequence[Actual]) -> str:
    """Return values as a line of bars, two to a sign, from the lowest or 0 to the highest; nothing for no data."""
    known = [Fraction(each.value) for each in values if each.value is not None]
    if not known:
        return ""
    low, high = min(*known, Fraction(0)), max(known)
    step = (high - low) / (_LEVELS - 1) or Fraction(1)
    levels = [0 if each.value is None else 1 + round((Fraction(each.value) - low) / step) for each in values]
    levels += [0] * (len(levels) % 2)
    return "".join(
        chr(_BRAILLE + _LEFT[left] + _RIGHT[right]) for left, right in zip(levels[::2], levels[1::2], strict=True)
    )


def _period_head(step: str, span: Span) -> str:
    match step:
        case "week":
            return f"W{span.first.isocalendar().week:02}"
        case "month":
            return f"{span.first:%m}"
        case "quarter":
            return f"Q{number_of_quarter(span.first)}"
    return f"{span.first:%Y}"
