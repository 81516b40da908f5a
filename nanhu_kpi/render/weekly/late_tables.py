"""The tables of what was reported late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _
from nanhu_kpi.render.paper.blocks import Table
from nanhu_kpi.render.sheet import Row, SheetColumn, section_of
from nanhu_kpi.render.sheets.entry_words import officer_word, recorded_value, void_word
from nanhu_kpi.render.weekly.words import signed_word, told_word
from nanhu_kpi.render.words import actual_word, day_word, name_of, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

    from nanhu_kpi.model import Measure
    from nanhu_kpi.scorecard.week import Line, Recorded, RevisedYearEnd


def late_table(entries: Iterable[Recorded], measures: Mapping[str, Measure], zone: ZoneInfo) -> Table:
    """Return the table of what was recorded or taken back late."""
    columns = (
        SheetColumn("day", _("Day")),
        SheetColumn("code", _("Code")),
        SheetColumn("value", _("Recorded"), "right"),
        SheetColumn("note", _("Note"), wraps=True),
        SheetColumn("logged_on", _("Logged on")),
        SheetColumn("officer", _("Officer"), drop=1),
        SheetColumn("voided", _("Taken back"), drop=2, wraps=True),
    )
    rows = [
        Row(
            (
                day_word(entry.day),
                entry.measure,
                recorded_value(entry, measures[entry.measure]),
                told_word(entry),
                day_word(batch.logged_on),
                officer_word(batch.officer, batch.host),
                void_word(void, zone),
            ),
            "dim" if void else "",
            "value" if void else "",
        )
        for entry, batch, void in entries
    ]
    return Table(columns, (section_of("", rows),))


def reckoning_table(lines: Iterable[Line]) -> Table:
    """Return the table that reckons from last week's sheet to this one."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("unit", _("Unit"), under="name"),
        SheetColumn("before", _("Last week's sheet"), "right"),
        SheetColumn("late", _("Reported late"), "right"),
        SheetColumn("week", _("This week"), "right"),
        SheetColumn("actual", _("To date"), "right"),
    )
    rows = [
        Row(
            (
                line.score.measure.code,
                name_of(line.score.measure),
                unit_of(line.score.measure),
                actual_word(line.before),
                signed_word(line.late),
                signed_word(line.score.week_change),
                actual_word(line.score.actual),
            )
        )
        for line in lines
    ]
    return Table(columns, (section_of("", rows),))


def revised_table(revised: Iterable[RevisedYearEnd], year: int) -> Table:
    """Return the table of what was reported late for the year before."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("unit", _("Unit"), under="name"),
        SheetColumn("before", _("{year} before").format(year=year), "right"),
        SheetColumn("late", _("Reported late"), "right"),
        SheetColumn("after", _("{year} now").format(year=year), "right"),
    )
    rows = [
        Row(
            (
                each.measure.code,
                name_of(each.measure),
                unit_of(each.measure),
                actual_word(each.before),
                signed_word(each.change),
                actual_word(each.after),
            )
        )
        for each in revised
    ]
    return Table(columns, (section_of("", rows),))
