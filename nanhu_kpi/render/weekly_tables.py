"""The tables of the week's sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _
from nanhu_kpi.model import Kind
from nanhu_kpi.quantity import signed
from nanhu_kpi.render.entry_words import officer_word, recorded_value, void_word
from nanhu_kpi.render.paper import Table
from nanhu_kpi.render.sheet import Column, Row, section_of
from nanhu_kpi.render.status_sheet import score_cells, style_of
from nanhu_kpi.render.words import actual_word, day_word, name_of, unit_of, word
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal
    from zoneinfo import ZoneInfo

    from nanhu_kpi.model import Measure
    from nanhu_kpi.scorecard.week import Attention, Due, Line, Recorded


def area_table(lines: Sequence[Line]) -> Table:
    """Return the table of an area's measures, numbered."""
    columns = (
        Column("number", _("No."), "right", drop=1),
        Column("code", _("Code")),
        Column("name", _("Measure"), wraps=True),
        Column("unit", _("Unit"), under="name"),
        Column("target", _("Target of the year"), "right"),
        Column("week", _("This week"), "right"),
        Column("actual", _("To date"), "right"),
        Column("attainment", _("Attainment"), "right"),
        Column("expected", _("Expected"), "right", drop=2),
        Column("gap", _("Gap"), "right"),
        Column("status", _("Status")),
        Column("owner", _("Owner"), wraps=True, under="name"),
    )
    rows = []
    for number, line in enumerate(lines, 1):
        cells = score_cells(line.score) | {"number": str(number), "name": _name_with_stage(line)}
        rows.append(Row(tuple(cells[column.key] for column in columns), style_of(line.score), "status"))
    return Table(columns, (section_of("", rows),))


def _name_with_stage(line: Line) -> str:
    name = name_of(line.score.measure)
    if line.score.measure.kind is not Kind.MILESTONE or not line.stage:
        return name
    return _("{name} (stage: {stage})").format(name=name, stage=visible(line.stage))


def entry_table(entries: Iterable[Recorded], measures: Mapping[str, Measure]) -> Table:
    """Return the table of entries dated in the week."""
    columns = (
        Column("day", _("Day")),
        Column("code", _("Code")),
        Column("name", _("Measure"), wraps=True),
        Column("value", _("Recorded"), "right"),
        Column("note", _("Note"), wraps=True),
        Column("officer", _("Officer"), drop=1),
    )
    rows = [
        Row(
            (
                day_word(entry.day),
                entry.measure,
                name_of(measures[entry.measure]),
                recorded_value(entry, measures[entry.measure]),
                visible(entry.note),
                officer_word(batch.officer, batch.host),
            )
        )
        for entry, batch, _void in entries
    ]
    return Table(columns, (section_of("", rows),))


def late_table(entries: Iterable[Recorded], measures: Mapping[str, Measure], zone: ZoneInfo) -> Table:
    """Return the table of what was recorded or taken back late."""
    columns = (
        Column("day", _("Day")),
        Column("code", _("Code")),
        Column("value", _("Recorded"), "right"),
        Column("note", _("Note"), wraps=True),
        Column("logged_on", _("Logged on")),
        Column("officer", _("Officer"), drop=1),
        Column("voided", _("Taken back"), drop=2, wraps=True),
    )
    rows = [
        Row(
            (
                day_word(entry.day),
                entry.measure,
                recorded_value(entry, measures[entry.measure]),
                visible(entry.note),
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
        Column("code", _("Code")),
        Column("name", _("Measure"), wraps=True),
        Column("unit", _("Unit"), under="name"),
        Column("before", _("Last week's sheet"), "right"),
        Column("late", _("Reported late"), "right"),
        Column("week", _("This week"), "right"),
        Column("actual", _("To date"), "right"),
    )
    rows = [
        Row(
            (
                line.score.measure.code,
                name_of(line.score.measure),
                unit_of(line.score.measure),
                actual_word(line.before),
                _signed(line.late),
                _signed(line.score.week_change),
                actual_word(line.score.actual),
            )
        )
        for line in lines
    ]
    return Table(columns, (section_of("", rows),))


def attention_table(attention: Iterable[Attention]) -> Table:
    """Return the table of yellow and red measures; where neither an issue nor a next step was recorded, it says so."""
    columns = (
        Column("code", _("Code")),
        Column("name", _("Measure"), wraps=True),
        Column("status", _("Status")),
        Column("gap", _("Gap"), "right"),
        Column("remaining", _("Remaining"), "right"),
        Column("per_week", _("Per week"), "right"),
        Column("issue", _("Issue"), wraps=True),
        Column("next", _("Next step"), wraps=True),
        Column("owner", _("Owner"), wraps=True, under="name"),
    )
    rows = []
    for each in attention:
        neither = "" if each.issue or each.next else _("neither issue nor next step recorded")
        cells = score_cells(each.score) | {"issue": visible(each.issue) or neither, "next": visible(each.next)}
        rows.append(Row(tuple(cells[column.key] for column in columns), style_of(each.score), "status"))
    return Table(columns, (section_of("", rows),))


def due_table(dues: Iterable[Due], day: date) -> Table:
    """Return the table of what was not reported within its cadence."""
    columns = (
        Column("code", _("Code")),
        Column("name", _("Measure"), wraps=True),
        Column("owner", _("Owner"), wraps=True, under="name"),
        Column("cadence", _("Cadence"), drop=1),
        Column("last_entry", _("Last entry")),
        Column("days", _("Days since"), "right"),
    )
    rows = [
        Row(
            (
                measure.code,
                name_of(measure),
                visible(measure.owner),
                word(measure.cadence),
                day_word(last_entry) or _("never"),
                str((day - last_entry).days) if last_entry else "",
            )
        )
        for measure, last_entry, _missed in dues
    ]
    return Table(columns, (section_of("", rows),))


def _signed(value: Decimal | None) -> str:
    return "" if value is None else signed(value)
