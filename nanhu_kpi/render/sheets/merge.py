"""What a merge brought, and what two copies decided apart: counts, and a table for each sort of conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _
from nanhu_kpi.render.sheet import Sheet, SheetColumn, sheet_of
from nanhu_kpi.render.sheets.merge_conflicts import (
    crossing_sheet,
    disputes_sheet,
    hidden_sheet,
    imports_sheet,
    keys_sheet,
    months_sheet,
    names_sheet,
    passed_on_sheet,
    reclosed_sheet,
    retired_sheet,
    targets_sheet,
)
from nanhu_kpi.render.words import actual_word, name_of, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

    from nanhu_kpi.merge_result import Merged
    from nanhu_kpi.model import Goal, Measure
    from nanhu_kpi.scorecard.results import Effect

_TABLES = {
    "batch": N_("Batches"),
    "entry": N_("Entries"),
    "target": N_("Target revisions"),
    "void": N_("Voids"),
    "change": N_("Changes of goals, measures and settings"),
    "period": N_("Closed and reopened months"),
    "area": N_("Areas"),
    "goal": N_("Goals added"),
    "measure": N_("Measures added"),
    "setting": N_("Settings"),
}


def merge_sheets(
    merged: Merged,
    effects: Iterable[Effect],
    things: Mapping[str, Goal | Measure],
    zone: ZoneInfo,
) -> tuple[Sheet, ...]:
    """Return what came in, what each figure was and is, then a sheet for each sort of what two copies decided apart.
    `things` are by code."""
    tables = (
        _effects(effects),
        disputes_sheet(merged.disputes, things, zone),
        keys_sheet(merged.keys, things, zone),
        imports_sheet(merged.imports, zone),
        names_sheet(merged.names),
        crossing_sheet(merged.crossing, things),
        hidden_sheet(merged.hidden, things, zone),
        passed_on_sheet(merged.passed_on, things, zone),
        retired_sheet(merged.retired, things, zone),
        targets_sheet(merged.targets, things, zone),
        reclosed_sheet(merged.reclosed, zone),
        months_sheet(merged.months, zone),
    )
    return (_counts(merged), *(table for table in tables if table.sections[0].rows))


def _counts(merged: Merged) -> Sheet:
    notes = []
    if merged.twins:
        notes.append(_("Pairs of equal entries with one key: {count}. One of each counts.").format(count=merged.twins))
    if merged.fields:
        notes.append(
            _("Fields of goals, measures and settings with a later value: {count}.").format(count=merged.fields)
        )
    return sheet_of(
        merged.counts,
        (SheetColumn("table", _("Table")), lambda each: _(_TABLES[each.table])),
        (SheetColumn("came", _("Merged"), "right"), lambda each: str(each.came)),
        (SheetColumn("shared", _("Existing"), "right"), lambda each: str(each.shared)),
        notes=tuple(notes),
    )


def _effects(effects: Iterable[Effect]) -> Sheet:
    return sheet_of(
        effects,
        (SheetColumn("code", _("Code")), lambda each: each.measure.code),
        (SheetColumn("name", _("Measure"), wraps=True), lambda each: name_of(each.measure)),
        (SheetColumn("before", _("Before"), "right"), lambda each: actual_word(each.before) or _("no data")),
        (SheetColumn("after", _("After"), "right"), lambda each: actual_word(each.after) or _("no data")),
        (SheetColumn("unit", _("Unit"), drop=1), lambda each: unit_of(each.measure)),
        (SheetColumn("day", _("As of"), drop=2), lambda each: each.day.isoformat()),
        title=_("Figures that changed"),
    )
