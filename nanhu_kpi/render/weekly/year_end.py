"""The tables of a long period, a line a measure: the year's comparison, and what was recorded last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _
from nanhu_kpi.render.paper.blocks import Table, table_of
from nanhu_kpi.render.sheet import Row, RowGroup, Section, Sheet, SheetColumn, rows_of
from nanhu_kpi.render.sheets.entries import recorded_value
from nanhu_kpi.render.sheets.status.status import counted, goal_heading, score_cells, style_of
from nanhu_kpi.render.weekly.brief import by_area
from nanhu_kpi.render.weekly.tables import growth_word, in_order, status_lines
from nanhu_kpi.render.weekly.words import numbered_area, short_name_of, told_word
from nanhu_kpi.render.words import day_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nanhu_kpi.model import Recorded
    from nanhu_kpi.scorecard.card import Score
    from nanhu_kpi.scorecard.period_sheet import PeriodSheet


def year_end_table(sheet: PeriodSheet) -> Table:
    """Return the table that holds every measure's year against its target and against the year before, an area
    and a goal with their counts a line of their own."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("unit", _("Unit"), under="name"),
        SheetColumn("target", _("Target of the year"), "right"),
        SheetColumn("actual", _("Actual"), "right"),
        SheetColumn("attainment", _("Attainment"), "right"),
        SheetColumn("baseline", _("{year} actual").format(year=sheet.span.first.year - 1), "right"),
        SheetColumn("growth", _("Year on year"), "right"),
        SheetColumn("status", _("Status")),
    )
    groups = []
    printed = [(area, scores) for area, scores in by_area(sheet) if scores]
    for number, (area, scores) in enumerate(printed, 1):
        heading = _("{area}  {counts}").format(area=numbered_area(number, area), counts=counted(scores))
        groups += [RowGroup(heading, ()), *_goals(scores, sheet, columns)]
    laid = Sheet("", "", columns, (Section("", tuple(groups)),)).without_empty("baseline", "growth")
    return table_of(laid, anchor="measure")


def _goals(scores: Sequence[Score], sheet: PeriodSheet, columns: Sequence[SheetColumn]) -> Iterator[RowGroup]:
    for goal in sheet.goals:
        own = [score for score in scores if score.measure.goal == goal.code]
        if own:
            yield RowGroup(goal_heading(goal, own), tuple(_row(score, columns) for score in own))


def _row(score: Score, columns: Sequence[SheetColumn]) -> Row:
    cells = score_cells(score) | {
        "name": short_name_of(score.measure),
        "growth": growth_word(score),
        "status": status_lines(score).partition("\n")[0],
    }
    return Row(tuple(cells[column.key] for column in columns), style_of(score), "status")


def last_entry_table(sheet: PeriodSheet) -> Table:
    """Return the table of what was recorded in a quarter or a year, a group an area, a line a measure: how many
    entries, and the last of them."""
    columns: list[tuple[SheetColumn, Callable[[Sequence[Recorded]], str]]] = [
        (SheetColumn("code", _("Code")), lambda own: own[-1][0].measure),
        (SheetColumn("name", _("Measure"), wraps=True), lambda own: short_name_of(sheet.measures[own[-1][0].measure])),
        (SheetColumn("entries", _("Entries"), "right"), lambda own: str(len(own))),
        (SheetColumn("day", _("Last entry")), lambda own: day_word(own[-1][0].day)),
        (
            SheetColumn("value", _("Recorded"), "right"),
            lambda own: recorded_value(own[-1][0], sheet.measures[own[-1][0].measure]),
        ),
        (SheetColumn("note", _("Note"), wraps=True), lambda own: told_word(own[-1][0])),
    ]
    of_measure: dict[str, list[Recorded]] = {}
    for each in in_order(sheet.entries):
        of_measure.setdefault(each[0].measure, []).append(each)
    groups = []
    moved = {sheet.measures[code].area for code in of_measure}
    for number, area in enumerate((area for area in sheet.areas if area.code in moved), 1):
        own = [
            of_measure[each.code]
            for each in sheet.measures.values()
            if each.area == area.code and each.code in of_measure
        ]
        groups.append(RowGroup(numbered_area(number, area), tuple(rows_of(own, columns))))
    return Table(tuple(head for head, _cell in columns), tuple(groups), leads_to="measure")
