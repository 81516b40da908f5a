"""What an import makes of each measure, and what is wrong in a file, as sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, section_of, sheet_of_cells
from nanhu_kpi.render.words import actual_word, name_of, unit_of
from nanhu_kpi.text import shortened, visible

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from nanhu_kpi.model import Actual, Measure


def effects_sheet(effects: Iterable[tuple[Measure, date, int, int, Actual, Actual]]) -> Sheet:
    """Return a row a measure and year: entries to add, entries there already, its actual before and after."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("added", _("To add"), "right"),
        SheetColumn("there", _("Existing"), "right", drop=1),
        SheetColumn("before", _("Before"), "right"),
        SheetColumn("after", _("After"), "right"),
        SheetColumn("unit", _("Unit"), drop=2),
        SheetColumn("day", _("As of"), drop=3),
    )
    rows = [
        Row(
            (
                measure.code,
                name_of(measure),
                str(added),
                str(there) if there else "",
                actual_word(before) or _("no data"),
                actual_word(after) or _("no data"),
                unit_of(measure),
                day.isoformat(),
            ),
            "" if added else "dim",
            "code",
        )
        for measure, day, added, there, before, after in effects
    ]
    return Sheet("", "", columns, (section_of("", rows),)).without_empty("there")


def problems_sheet(problems: Iterable[tuple[int, str, str, str]]) -> Sheet:
    """Return a row a problem: row, column, value, reason."""
    columns = (
        SheetColumn("row", _("Row"), "right"),
        SheetColumn("column", _("Column")),
        SheetColumn("value", _("Value"), wraps=True),
        SheetColumn("reason", _("Reason"), wraps=True),
    )
    rows = (
        (str(row), shortened(visible(column)), shortened(visible(value)), reason)
        for row, column, value, reason in problems
    )
    return sheet_of_cells(columns, rows).without_empty("column", "value")
