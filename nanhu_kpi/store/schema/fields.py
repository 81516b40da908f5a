"""What a definition is made of: the key of its table, and the fields that change only together with a change row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from nanhu_kpi.model import Area, Goal, Measure

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


def fields_of(subject: str, definition: Area | Goal | Measure) -> dict[str, Any]:
    """Return the fields that a new definition is made with, as the file keeps them."""
    return {
        field: getattr(definition, field) or None if field in NULLABLE else getattr(definition, field)
        for field in FIELDS[subject]
        if field != "retired_on"
    }


def insert_definition(conn: sqlite3.Connection, table: str, values: Mapping[str, object]) -> None:
    """Insert a definition with these values by column."""
    marks = ", ".join("?" * len(values))
    conn.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
