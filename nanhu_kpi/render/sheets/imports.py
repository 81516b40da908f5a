"""What an import makes of each measure, and what is wrong in a file, as sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _
from nanhu_kpi.render.sheet import Sheet, SheetColumn, sheet_of
from nanhu_kpi.render.words import actual_word, name_of, unit_of
from nanhu_kpi.text import shortened, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nanhu_kpi.scorecard.results import Effect


def effects_sheet(effects: Iterable[Effect]) -> Sheet:
    """Return a row a measure and year."""
    return sheet_of(
        effects,
        (SheetColumn("code", _("Code")), lambda each: each.measure.code),
        (SheetColumn("name", _("Measure"), wraps=True), lambda each: name_of(each.measure)),
        (SheetColumn("added", _("To add"), "right"), lambda each: str(each.added)),
        (SheetColumn("there", _("Existing"), "right", drop=1), lambda each: str(each.there) if each.there else ""),
        (SheetColumn("before", _("Before"), "right"), lambda each: actual_word(each.before) or _("no data")),
        (SheetColumn("after", _("After"), "right"), lambda each: actual_word(each.after) or _("no data")),
        (SheetColumn("unit", _("Unit"), drop=2), lambda each: unit_of(each.measure)),
        (SheetColumn("day", _("As of"), drop=3), lambda each: each.day.isoformat()),
        look=lambda each: ("" if each.added else "dim", "code"),
    ).without_empty("there")


def problems_sheet(problems: Iterable[tuple[int, str, str, str]]) -> Sheet:
    """Return a row a problem: row, column, value, reason."""
    return sheet_of(
        problems,
        (SheetColumn("row", _("Row"), "right"), lambda each: str(each[0])),
        (SheetColumn("column", _("Column")), lambda each: shortened(visible(each[1]))),
        (SheetColumn("value", _("Value"), wraps=True), lambda each: shortened(visible(each[2]))),
        (SheetColumn("reason", _("Reason"), wraps=True), lambda each: each[3]),
    ).without_empty("column", "value")
