"""What a definition is made of: the key of its table, and the fields that change only together with a change row."""

from __future__ import annotations

KEYS = {"area": "code", "goal": "code", "measure": "code", "setting": "key"}

FIELDS = {
    "area": ("position", "name_zh", "name_en"),
    "goal": ("area", "name_zh", "name_en", "source", "retired_on"),
    "measure": (
        "area", "goal", "name_zh", "name_en", "unit", "kind", "direction", "cadence", "owner", "support", "leader",
        "source", "numerator", "denominator", "retired_on",
    ),
    "setting": ("value",),
}  # fmt: skip

# Those that may be NULL; the rest are '' where nothing is said.
NULLABLE = ("retired_on", "numerator", "denominator")

# What a measure's entries rest on.
MEANING = ("kind", "unit", "direction")
