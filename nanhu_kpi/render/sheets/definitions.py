"""Areas, goals and measures: as sheets to find a code in, and the lines that answer a change of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import office_time, utc_moment
from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _, listed
from nanhu_kpi.model import Cadence, Direction, Kind
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, section_of
from nanhu_kpi.render.words import day_word, name_of, said_word, unit_of, word
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from nanhu_kpi.model import Area, Change, Goal, Measure

    Changed = tuple[str, str, str, str, str, str]


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


_FIELDS = {
    "area": N_("Area"),
    "goal": N_("Goal"),
    "name_zh": N_("Chinese name"),
    "name_en": N_("English name"),
    "unit": N_("Unit"),
    "kind": N_("Kind"),
    "direction": N_("Direction"),
    "cadence": N_("Cadence"),
    "owner": N_("Owner"),
    "support": N_("Supporting units"),
    "leader": N_("Leader"),
    "source": N_("Source"),
    "numerator": N_("Numerator"),
    "denominator": N_("Denominator"),
    "retired_on": N_("Retired"),
}
_ENUMS: dict[str, type[Kind | Direction | Cadence]] = {"kind": Kind, "direction": Direction, "cadence": Cadence}


def field_word(field: str) -> str:
    """Return the word for a field of a definition; that of a later version as it stands."""
    return _(_FIELDS[field]) if field in _FIELDS else visible(field)


def field_value(field: str, value: str | None) -> str:
    """Return a field's value in words; nothing is (none)."""
    if not value:
        return _("(none)")
    if field in _ENUMS and value in list(_ENUMS[field]):
        return word(_ENUMS[field](value))
    return visible(value)


def goal_line(goal: Goal) -> str:
    """Return that a goal was added, and what to do next."""
    return _("Added goal {code} {name}. To add its measures: nanhu-kpi measure add CODE --goal {code}").format(
        code=goal.code, name=name_of(goal)
    )


def measure_line(measure: Measure) -> str:
    """Return that a measure was added, how it was understood, and what to do next."""
    parts = [unit_of(measure), word(measure.kind), word(measure.direction), word(measure.cadence)]
    if measure.kind is Kind.RATIO:
        parts.insert(2, f"{measure.numerator} / {measure.denominator}")
    return _(
        "Added measure {code} {name} under {goal}: {parts}. It has no target yet. To set it: nanhu-kpi target set "
        "{code} VALUE"
    ).format(code=measure.code, name=name_of(measure), goal=measure.goal, parts=listed(parts))


def definition_line(thing: Goal | Measure, change: Change) -> str:
    """Return what a field was and is; where it stays, a dispute about it was settled."""
    old, new = (field_value(change.field, value) for value in (change.old, change.new))
    values = _("{value} (resolved)").format(value=new) if old == new else f"{old} → {new}"
    return said_word(f"{change.code} {name_of(thing)}  {field_word(change.field)}", values)


def edited_sheet(things: Mapping[str, Goal | Measure], changes: Sequence[Change]) -> Sheet:
    """Return the changes of several definitions, a row each."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), drop=2, wraps=True),
        SheetColumn("field", _("Field")),
        SheetColumn("old", _("Before"), drop=1, wraps=True),
        SheetColumn("new", _("After"), wraps=True),
    )
    rows = tuple(
        Row(
            (
                change.code,
                name_of(things[change.code]),
                field_word(change.field),
                field_value(change.field, change.old),
                _("{value} (resolved)").format(value=field_value(change.field, change.new))
                if change.old == change.new
                else field_value(change.field, change.new),
            )
        )
        for change in changes
    )
    return Sheet("", "", columns, (section_of("", rows),))


def retired_line(code: str) -> str:
    """Return what retiring does, and the way back."""
    return _(
        "From that day {code} is no longer in status and no entries can be recorded; its entries are kept. To bring "
        "it back: nanhu-kpi measure retire {code} --back"
    ).format(code=code)


def changes_sheet(changes: Sequence[Changed], zone: ZoneInfo) -> Sheet:
    """Return the changes, oldest first; the command holds the reason where one was given."""
    columns = (
        SheetColumn("logged_at", _("Recorded at"), drop=2),
        SheetColumn("officer", _("Officer"), drop=3),
        SheetColumn("field", _("Field")),
        SheetColumn("old", _("Before"), wraps=True),
        SheetColumn("new", _("After"), wraps=True),
        SheetColumn("command", _("Command"), drop=1, wraps=True),
    )
    rows = tuple(
        Row(
            (
                office_time(utc_moment(logged_at), zone),
                visible(officer),
                field_word(field),
                field_value(field, old),
                field_value(field, new),
                visible(command),
            )
        )
        for logged_at, officer, command, field, old, new in changes
    )
    return Sheet("", "", columns, (section_of(_("Changes"), rows),))
