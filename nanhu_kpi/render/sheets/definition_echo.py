"""The lines that answer a definition: what was added, what a field was and is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _, listed
from nanhu_kpi.model import Cadence, Direction, Kind
from nanhu_kpi.render.words import name_of, unit_of, word
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from nanhu_kpi.model import Change, Goal, Measure

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
    return _("Added goal {code} {name}. Give it measures with: nanhu-kpi measure add CODE --goal {code}").format(
        code=goal.code, name=name_of(goal)
    )


def measure_line(measure: Measure) -> str:
    """Return that a measure was added, how it was understood, and what to do next."""
    parts = [unit_of(measure), word(measure.kind), word(measure.direction), word(measure.cadence)]
    if measure.kind is Kind.RATIO:
        parts.insert(2, f"{measure.numerator} / {measure.denominator}")
    return _(
        "Added measure {code} {name} under {goal}: {parts}. It has no target yet: nanhu-kpi target set {code} VALUE"
    ).format(code=measure.code, name=name_of(measure), goal=measure.goal, parts=listed(parts))


def definition_line(thing: Goal | Measure, change: Change) -> str:
    """Return what a field was and is; where it stays, a dispute about it was settled."""
    old, new = (field_value(change.field, value) for value in (change.old, change.new))
    told = _("{value} (settled)").format(value=new) if old == new else f"{old} → {new}"
    return f"{change.code} {name_of(thing)}  {field_word(change.field)}: {told}"


def retired_line(code: str) -> str:
    """Return what retiring does, and the way back."""
    return _(
        "{code} keeps its history, leaves status and takes no entry from that day on. "
        "To bring it back: nanhu-kpi measure retire {code} --back"
    ).format(code=code)
