"""What was reported late: of the year, what it changes of last week's sheet; of the year before, what of its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _, listed
from nanhu_kpi.render.paper.blocks import Heading, Paragraph
from nanhu_kpi.render.weekly.late_tables import late_table, reckoning_table, revised_table
from nanhu_kpi.render.weekly.tables import in_order
from nanhu_kpi.render.weekly.words import day_in_full, day_of_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nanhu_kpi.render.paper.blocks import Block
    from nanhu_kpi.scorecard.week import WeekSheet


def late(sheet: WeekSheet) -> Iterator[Block]:
    """Yield what was recorded or taken back for earlier days since last week's sheet was printed."""
    if sheet.part == 2:
        yield Paragraph(_("What was reported late for {year} is on the first sheet.").format(year=_last_year(sheet)))
        return
    if not sheet.late_lines and not sheet.earlier:
        yield Paragraph(_("Nothing was recorded or taken back for earlier days."))
        return
    if sheet.late_lines:
        yield from _of_the_year(sheet)
    if sheet.earlier:
        yield from _of_the_year_before(sheet)


def _of_the_year(sheet: WeekSheet) -> Iterator[Block]:
    yield Paragraph(
        _(
            "Recorded or taken back after {day}, when last week's sheet was printed, for earlier days; what it changes "
            "of that sheet:"
        ).format(day=day_of_year(sheet.span.first))
    )
    yield reckoning_table(sheet.late_lines)
    shown = {line.score.measure.code for line in sheet.lines}
    gone = [line.score.measure.code for line in sheet.late_lines if line.score.measure.code not in shown]
    if gone:
        yield Paragraph(_("No longer in the tables by area: {codes}.").format(codes=listed(gone)))
    if sheet.late_entries:
        yield late_table(in_order(sheet.late_entries), sheet.measures, sheet.settings.zone)


def _of_the_year_before(sheet: WeekSheet) -> Iterator[Block]:
    year = _last_year(sheet)
    yield Heading(_("Reported late for the year before"), 2)
    yield Paragraph(
        _(
            "Recorded or taken back after {day} for {year}; it adds nothing to this year. What it changes of {year}:"
        ).format(day=day_in_full(sheet.span.first), year=year)
    )
    yield revised_table(sheet.earlier, year)
    if sheet.earlier_entries:
        yield late_table(in_order(sheet.earlier_entries), sheet.measures, sheet.settings.zone)


def _last_year(sheet: WeekSheet) -> int:
    return sheet.span.first.year - 1
