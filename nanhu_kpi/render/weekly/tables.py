"""The tables of the week's sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _
from nanhu_kpi.model import Kind, Light
from nanhu_kpi.render.paper.blocks import Table
from nanhu_kpi.render.sheet import Row, SheetColumn, section_of
from nanhu_kpi.render.sheets.entries import officer_word, recorded_value
from nanhu_kpi.render.sheets.status import remaining_word, score_cells, style_of
from nanhu_kpi.render.weekly.words import clauses, told_word
from nanhu_kpi.render.words import change_in_unit, day_word, name_of, periods_word, word
from nanhu_kpi.text import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nanhu_kpi.model import Measure
    from nanhu_kpi.scorecard.card import Score
    from nanhu_kpi.scorecard.week import Attention, Line, Recorded, Unreported


def area_table(lines: Sequence[Line]) -> Table:
    """Return the table of an area's measures, numbered."""
    columns = (
        SheetColumn("number", _("No."), "right", drop=1),
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("unit", _("Unit"), under="name"),
        SheetColumn("target", _("Target of the year"), "right"),
        SheetColumn("week", _("This week"), "right"),
        SheetColumn("actual", _("To date"), "right"),
        SheetColumn("attainment", _("Attainment"), "right"),
        SheetColumn("expected", _("Expected"), "right", drop=2),
        SheetColumn("gap", _("Gap"), "right"),
        SheetColumn("status", _("Status")),
        SheetColumn("owner", _("Owner"), wraps=True, under="name"),
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
    return _("{name} (stage: {stage})").format(name=name, stage=visible_lines(line.stage))


def entry_table(entries: Iterable[Recorded], measures: Mapping[str, Measure]) -> Table:
    """Return the table of entries dated in the week."""
    columns = (
        SheetColumn("day", _("Day")),
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("value", _("Recorded"), "right"),
        SheetColumn("note", _("Note"), wraps=True),
        SheetColumn("officer", _("Officer"), drop=1),
    )
    rows = [
        Row(
            (
                day_word(entry.day),
                entry.measure,
                name_of(measures[entry.measure]),
                recorded_value(entry, measures[entry.measure]),
                told_word(entry),
                officer_word(batch.officer, batch.host),
            )
        )
        for entry, batch, _void in entries
    ]
    return Table(columns, (section_of("", rows),))


def attention_table(attention: Iterable[Attention]) -> Table:
    """Return the table of yellow and red measures; where neither an issue nor a next step was recorded, it says so."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("status", _("Status")),
        SheetColumn("gap", _("Gap"), "right"),
        SheetColumn("remaining", _("Remaining"), "right"),
        SheetColumn("per_week", _("Needed per week"), "right"),
        SheetColumn("issue", _("Issue"), wraps=True),
        SheetColumn("next", _("Next step"), wraps=True),
        SheetColumn("owner", _("Owner"), wraps=True, under="name"),
    )
    rows = []
    for each in attention:
        neither = "" if each.issue or each.next else _("no issue or next step recorded")
        cells = score_cells(each.score)
        cells |= {
            "remaining": remaining_word(each.score, with_unit=True),
            "per_week": change_in_unit(cells["per_week"], each.score.measure),
            "issue": visible_lines(each.issue) or neither,
            "next": visible_lines(each.next),
            "owner": _answerable(each.score),
        }
        rows.append(Row(tuple(cells[column.key] for column in columns), style_of(each.score), "status"))
    return Table(columns, (section_of("", rows),))


def due_table(dues: Iterable[Unreported]) -> Table:
    """Return the table of what was not reported within its cadence, and which periods of it."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("owner", _("Owner"), wraps=True, under="name"),
        SheetColumn("cadence", _("Cadence"), drop=1),
        SheetColumn("last_entry", _("Last entry")),
        SheetColumn("days", _("Days unreported"), "right"),
        SheetColumn("missed", _("Period missed")),
    )
    rows = [
        Row(
            (
                measure.code,
                name_of(measure),
                visible(measure.owner),
                word(measure.cadence),
                day_word(last_entry) or _("never"),
                str(days),
                periods_word(measure.cadence, missed),
            )
        )
        for measure, last_entry, missed, days in dues
    ]
    return Table(columns, (section_of("", rows),))


def _answerable(score: Score) -> str:
    """Return who answers for a measure; of a red one also who oversees it and who helps."""
    measure = score.measure
    units = [visible(measure.owner)] if measure.owner else []
    if score.light is Light.RED:
        units += [_("leader {name}").format(name=visible(measure.leader))] if measure.leader else []
        units += [_("support {name}").format(name=visible(measure.support))] if measure.support else []
    return clauses(units)


def in_order(entries: Iterable[Recorded]) -> list[Recorded]:
    """Return entries by their day."""
    return sorted(entries, key=lambda each: (each[0].day, each[0].id))
