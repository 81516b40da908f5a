"""What a merge brought, and what two copies decided apart: counts, and a table for each sort of conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _
from nanhu_kpi.period import office_time
from nanhu_kpi.render.merge_conflicts import disputes_sheet, imports_sheet, keys_sheet, name_by_code
from nanhu_kpi.render.sheet import Column, Row, Sheet, section_of
from nanhu_kpi.render.words import value_word
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from nanhu_kpi.merged import ClosedLate, Merged, Revised
    from nanhu_kpi.model import Goal, Measure

_TABLES = {
    "batch": N_("Commands"),
    "entry": N_("Entries"),
    "target": N_("Target revisions"),
    "void": N_("Voids"),
    "change": N_("Changes of definitions"),
    "period": N_("Closed and reopened months"),
    "area": N_("Areas"),
    "goal": N_("Goals"),
    "measure": N_("Measures"),
    "setting": N_("Settings"),
}


def merge_sheets(merged: Merged, things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> tuple[Sheet, ...]:
    """Return what came in, then a sheet for each sort of what two copies decided apart. `things` are by code."""
    found = (
        _counts(merged),
        disputes_sheet(merged.disputes, things, zone) if merged.disputes else None,
        keys_sheet(merged.keys, things, zone) if merged.keys else None,
        imports_sheet(merged.imports, zone) if merged.imports else None,
        _targets(merged.targets, things, zone) if merged.targets else None,
        _months(merged.months, zone) if merged.months else None,
    )
    return tuple(sheet for sheet in found if sheet)


def _counts(merged: Merged) -> Sheet:
    columns = (
        Column("table", _("Table")),
        Column("came", _("Came in"), "right"),
        Column("shared", _("There already"), "right"),
    )
    rows = [Row((_(_TABLES[each.table]), str(each.came), str(each.shared))) for each in merged.counts]
    notes = []
    if merged.twins:
        notes.append(
            _("Entries that say the same under one key: {count}. One of each counts.").format(count=merged.twins)
        )
    if merged.fields:
        notes.append(_("Fields of definitions that took a later value: {count}.").format(count=merged.fields))
    return Sheet("", "", columns, (section_of("", rows),), tuple(notes))


def _targets(revised: Iterable[Revised], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    columns = (
        Column("code", _("Code")),
        Column("name", _("Measure"), wraps=True),
        Column("year", _("Year"), "right"),
        Column("ours", _("Here"), wraps=True),
        Column("theirs", _("There"), wraps=True),
    )
    rows = [
        Row((each.measure, name_by_code(things, each.measure), str(each.year), *_sides(each, zone))) for each in revised
    ]
    notes = (_("Both revisions are kept; the one with the latest effective day holds."),)
    return Sheet(_("Targets revised on both sides"), "", columns, (section_of("", rows),), notes)


def _sides(revised: Revised, zone: ZoneInfo) -> Iterator[str]:
    for target, batch in (revised.ours, revised.theirs):
        value = _("withdrawn") if target.value is None else value_word(target.value)
        yield _("{value} from {day} ({officer}, {at})").format(
            value=value, day=target.effective_on.isoformat(), officer=visible(batch.officer),
            at=office_time(batch.logged_at, zone),
        )  # fmt: skip


def _months(months: Iterable[ClosedLate], zone: ZoneInfo) -> Sheet:
    columns = (
        Column("month", _("Month")),
        Column("officer", _("Closed by")),
        Column("logged_at", _("Closed at")),
        Column("rows", _("Rows taken over"), "right"),
    )
    rows = [
        Row((each.month, visible(each.officer), office_time(each.logged_at, zone), str(each.rows))) for each in months
    ]
    notes = (_("The other side recorded in them before it knew: its rows were taken over."),)
    return Sheet(_("Closed months with rows from the other side"), "", columns, (section_of("", rows),), notes)
