"""What was reported late: of the year, what it changes of last week's sheet; of the year before, what of its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _, listed
from nanhu_kpi.render.paper.blocks import Block, Heading, Paragraph, Table, table_of
from nanhu_kpi.render.sheet import RowGroup, Section, Sheet, SheetColumn, rows_of, sheet_of
from nanhu_kpi.render.sheets.entries import recorded_value, void_word
from nanhu_kpi.render.weekly.cadences import words_of
from nanhu_kpi.render.weekly.tables import in_order, officer_of
from nanhu_kpi.render.weekly.words import (
    WORDS,
    day_in_full,
    day_of_year,
    short,
    short_name_of,
    signed_word,
    told_word,
)
from nanhu_kpi.render.words import actual_word, day_word, unit_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nanhu_kpi.model import Recorded
    from nanhu_kpi.scorecard.period_sheet import PeriodSheet, RevisedYearEnd


def late(sheet: PeriodSheet) -> Iterator[Block]:
    """Yield what was recorded or voided for earlier days since the last sheet was prepared, nothing where nothing
    was."""
    if sheet.part == 2:
        yield Paragraph(_("What was reported late for {year} is on the first sheet.").format(year=_last_year(sheet)))
        return
    if sheet.late_lines:
        yield from _of_the_year(sheet)
    if sheet.earlier:
        yield from _of_the_year_before(sheet)


def _of_the_year(sheet: PeriodSheet) -> Iterator[Block]:
    yield Paragraph(
        _(
            "Recorded or voided after {day}, when the last sheet was prepared, for earlier days, and the change of "
            "that sheet:"
        ).format(day=day_of_year(sheet.last_printed))
    )
    yield reckoning_table(sheet)
    shown = {line.score.measure.code for line in sheet.lines}
    gone = [line.score.measure.code for line in sheet.late_lines if line.score.measure.code not in shown]
    if gone:
        yield Paragraph(_("No longer in the tables by area: {codes}.").format(codes=listed(gone)))
    if sheet.late_entries:
        yield late_table(in_order(sheet.late_entries), sheet)


def _of_the_year_before(sheet: PeriodSheet) -> Iterator[Block]:
    year = _last_year(sheet)
    yield Heading(_("Reported late for the year before"), 2)
    yield Paragraph(
        _("Recorded or voided after {day} for {year}, not counted in this year, and the change of {year}:").format(
            day=day_in_full(sheet.last_printed), year=year
        )
    )
    yield revised_table(sheet.earlier, year)
    if sheet.earlier_entries:
        yield late_table(in_order(sheet.earlier_entries), sheet)


def _last_year(sheet: PeriodSheet) -> int:
    return sheet.span.first.year - 1


def late_table(entries: Iterable[Recorded], sheet: PeriodSheet) -> Table:
    """Return the table of what was recorded late, and of what was voided."""
    columns: list[tuple[SheetColumn, Callable[[Recorded], str]]] = [
        (SheetColumn("day", _("Day")), lambda each: day_word(each[0].day)),
        (SheetColumn("code", _("Code")), lambda each: each[0].measure),
        (
            SheetColumn("value", _("Recorded"), "right"),
            lambda each: recorded_value(each[0], sheet.measures[each[0].measure]),
        ),
        (SheetColumn("note", _("Note"), wraps=True), lambda each: told_word(each[0])),
        (SheetColumn("logged_on", _("Recorded on")), lambda each: day_word(each[1].logged_on)),
        (SheetColumn("officer", _("Officer"), drop=1, wraps=True), officer_of),
        (
            SheetColumn("voided", _("Voided"), drop=2, wraps=True),
            lambda each: short(void_word(each[2], sheet.settings.zone), WORDS),
        ),
    ]
    every = list(entries)
    parts = (
        (_("Reported late"), rows_of((each for each in every if not each[2]), columns)),
        (_("Corrected"), rows_of((each for each in every if each[2]), columns, lambda _each: ("dim", "value"))),
    )
    groups = tuple(RowGroup(word, tuple(rows)) for word, rows in parts if rows)
    laid = Sheet("", "", tuple(head for head, _cell in columns), (Section("", groups),))
    return table_of(laid.without_empty("voided"), leads_to="measure")


def reckoning_table(sheet: PeriodSheet) -> Table:
    """Return the table that reckons from the last sheet to this one."""
    laid = sheet_of(
        sheet.late_lines,
        (SheetColumn("code", _("Code")), lambda line: line.score.measure.code),
        (SheetColumn("name", _("Measure"), wraps=True), lambda line: short_name_of(line.score.measure)),
        (SheetColumn("unit", _("Unit"), under="name"), lambda line: unit_of(line.score.measure)),
        (SheetColumn("before", _("Last sheet"), "right"), lambda line: actual_word(line.before)),
        (SheetColumn("late", _("Reported late"), "right"), lambda line: signed_word(line.late)),
        (SheetColumn("week", _(words_of(sheet).change), "right"), lambda line: signed_word(line.score.week_change)),
        (SheetColumn("actual", _("To date"), "right"), lambda line: actual_word(line.score.actual)),
    )
    return table_of(laid, leads_to="measure")


def revised_table(revised: Iterable[RevisedYearEnd], year: int) -> Table:
    """Return the table of what was reported late for the year before."""
    laid = sheet_of(
        revised,
        (SheetColumn("code", _("Code")), lambda each: each.measure.code),
        (SheetColumn("name", _("Measure"), wraps=True), lambda each: short_name_of(each.measure)),
        (SheetColumn("unit", _("Unit"), under="name"), lambda each: unit_of(each.measure)),
        (SheetColumn("before", _("{year} before").format(year=year), "right"), lambda each: actual_word(each.before)),
        (SheetColumn("late", _("Reported late"), "right"), lambda each: signed_word(each.change)),
        (SheetColumn("after", _("{year} now").format(year=year), "right"), lambda each: actual_word(each.after)),
    )
    return table_of(laid, leads_to="measure")
