"""Areas, goals and measures: as sheets to find a code in, and the lines that answer a change of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from nanhu_kpi.days import office_time, utc_moment
from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _, listed
from nanhu_kpi.model import Area, Cadence, Change, Direction, Goal, Kind, Measure, RecordedChange
from nanhu_kpi.render.sheet import Sheet, SheetColumn, rows_of, section_of, sheet_of
from nanhu_kpi.render.words import day_word, name_of, said_word, unit_of, word
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from zoneinfo import ZoneInfo


_Thing = TypeVar("_Thing", bound="Goal | Measure")


def areas_sheet(areas: Sequence[Area], goals: Sequence[Goal], measures: Sequence[Measure]) -> Sheet:
    """Return the areas with how many goals and measures each holds."""

    def held(things: Sequence[Goal] | Sequence[Measure]) -> Callable[[Area], str]:
        return lambda area: str(sum(thing.area == area.code for thing in things))

    return sheet_of(
        areas,
        (SheetColumn("code", _("Code")), lambda area: area.code),
        (SheetColumn("name", _("Area"), wraps=True), name_of),
        (SheetColumn("goals", _("Goals"), "right"), held(goals)),
        (SheetColumn("measures", _("Measures"), "right"), held(measures)),
    )


def goals_sheet(areas: Sequence[Area], goals: Sequence[Goal], measures: Sequence[Measure]) -> Sheet:
    """Return the goals, an area a section."""
    return _by_area(
        areas,
        goals,
        (SheetColumn("code", _("Code")), lambda goal: goal.code),
        (SheetColumn("name", _("Goal"), wraps=True), name_of),
        (
            SheetColumn("measures", _("Measures"), "right"),
            lambda goal: str(sum(measure.goal == goal.code for measure in measures)),
        ),
        (SheetColumn("source", _("Source"), drop=1), lambda goal: visible(goal.source)),
        (SheetColumn("retired_on", _("Retired"), drop=2), lambda goal: day_word(goal.retired_on)),
    ).without_empty("retired_on")


def measures_sheet(areas: Sequence[Area], measures: Sequence[Measure]) -> Sheet:
    """Return the measures, an area a section."""
    return _by_area(
        areas,
        measures,
        (SheetColumn("code", _("Code")), lambda measure: measure.code),
        (SheetColumn("name", _("Measure"), wraps=True), name_of),
        (SheetColumn("unit", _("Unit"), drop=7), unit_of),
        (SheetColumn("kind", _("Kind"), drop=6), lambda measure: word(measure.kind)),
        (SheetColumn("direction", _("Direction"), drop=2), lambda measure: word(measure.direction)),
        (SheetColumn("cadence", _("Cadence"), drop=3), lambda measure: word(measure.cadence)),
        (SheetColumn("goal", _("Goal"), drop=5), lambda measure: measure.goal),
        (SheetColumn("owner", _("Owner"), drop=4, wraps=True), lambda measure: visible(measure.owner)),
        (SheetColumn("source", _("Source"), drop=1), lambda measure: visible(measure.source)),
        (SheetColumn("retired_on", _("Retired"), drop=8), lambda measure: day_word(measure.retired_on)),
    ).without_empty("owner", "retired_on")


def _by_area(
    areas: Sequence[Area], things: Sequence[_Thing], *columns: tuple[SheetColumn, Callable[[_Thing], str]]
) -> Sheet:
    sections = (
        section_of(
            f"{name_of(area)} {area.code}", rows_of([each for each in things if each.area == area.code], columns)
        )
        for area in areas
    )
    return Sheet("", "", tuple(head for head, _cell in columns), tuple(sections))


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
    return sheet_of(
        changes,
        (SheetColumn("code", _("Code")), lambda change: change.code),
        (SheetColumn("name", _("Measure"), drop=2, wraps=True), lambda change: name_of(things[change.code])),
        (SheetColumn("field", _("Field")), lambda change: field_word(change.field)),
        (SheetColumn("old", _("Before"), drop=1, wraps=True), lambda change: field_value(change.field, change.old)),
        (SheetColumn("new", _("After"), wraps=True), _new_value),
    )


def _new_value(change: Change) -> str:
    """Return what a field is; where it stays, a dispute about it was settled."""
    new = field_value(change.field, change.new)
    return _("{value} (resolved)").format(value=new) if change.old == change.new else new


def retired_line(code: str) -> str:
    """Return what retiring does, and the way back."""
    return _(
        "From that day {code} is no longer in status and no entries can be recorded; its entries are kept. To bring "
        "it back: nanhu-kpi measure retire {code} --back"
    ).format(code=code)


def changes_sheet(changes: Sequence[RecordedChange], zone: ZoneInfo) -> Sheet:
    """Return the changes, oldest first; the command holds the reason where one was given."""
    return sheet_of(
        changes,
        (
            SheetColumn("logged_at", _("Recorded at"), drop=2),
            lambda each: office_time(utc_moment(each.logged_at), zone),
        ),
        (SheetColumn("officer", _("Officer"), drop=3), lambda each: visible(each.officer)),
        (SheetColumn("field", _("Field")), lambda each: field_word(each.field)),
        (SheetColumn("old", _("Before"), wraps=True), lambda each: field_value(each.field, each.old)),
        (SheetColumn("new", _("After"), wraps=True), lambda each: field_value(each.field, each.new)),
        (SheetColumn("command", _("Command"), drop=1, wraps=True), lambda each: visible(each.command)),
        heading=_("Changes"),
    )
