"""Areas, goals and measures as sheets: where an officer finds a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, section_of
from nanhu_kpi.render.words import day_word, name_of, unit_of, word
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nanhu_kpi.model import Area, Goal, Measure


def areas_sheet(areas: Sequence[Area], goals: Sequence[Goal], measures: Sequence[Measure]) -> Sheet:
    """Return the areas with how many goals and measures each holds."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Area"), wraps=True),
        SheetColumn("goals", _("Goals"), "right"),
        SheetColumn("measures", _("Measures"), "right"),
    )
    rows = tuple(
        Row(
            (
                area.code,
                name_of(area),
                str(sum(goal.area == area.code for goal in goals)),
                str(sum(measure.area == area.code for measure in measures)),
            )
        )
        for area in areas
    )
    return Sheet("", "", columns, (section_of("", rows),))


def goals_sheet(areas: Sequence[Area], goals: Sequence[Goal], measures: Sequence[Measure]) -> Sheet:
    """Return the goals, an area a section."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Goal"), wraps=True),
        SheetColumn("measures", _("Measures"), "right"),
        SheetColumn("source", _("Source"), drop=1),
        SheetColumn("retired_on", _("Retired"), drop=2),
    )
    sections = tuple(
        section_of(
            f"{name_of(area)} {area.code}",
            tuple(
                Row(
                    (
                        goal.code,
                        name_of(goal),
                        str(sum(measure.goal == goal.code for measure in measures)),
                        visible(goal.source),
                        day_word(goal.retired_on),
                    )
                )
                for goal in goals
                if goal.area == area.code
            ),
        )
        for area in areas
    )
    return Sheet("", "", columns, sections).without_empty("retired_on")


def measures_sheet(areas: Sequence[Area], measures: Sequence[Measure]) -> Sheet:
    """Return the measures, an area a section."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("unit", _("Unit"), drop=7),
        SheetColumn("kind", _("Kind"), drop=6),
        SheetColumn("direction", _("Direction"), drop=2),
        SheetColumn("cadence", _("Cadence"), drop=3),
        SheetColumn("goal", _("Goal"), drop=5),
        SheetColumn("owner", _("Owner"), drop=4, wraps=True),
        SheetColumn("source", _("Source"), drop=1),
        SheetColumn("retired_on", _("Retired"), drop=8),
    )
    sections = tuple(
        section_of(
            f"{name_of(area)} {area.code}",
            tuple(
                Row(
                    (
                        measure.code,
                        name_of(measure),
                        unit_of(measure),
                        word(measure.kind),
                        word(measure.direction),
                        word(measure.cadence),
                        measure.goal,
                        visible(measure.owner),
                        visible(measure.source),
                        day_word(measure.retired_on),
                    )
                )
                for measure in measures
                if measure.area == area.code
            ),
        )
        for area in areas
    )
    return Sheet("", "", columns, sections).without_empty("owner", "retired_on")
