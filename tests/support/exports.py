"""The exports that no `export` writes."""

from __future__ import annotations

# The words of the command that does, run where the database lies.
LISTS = {
    "due": ("due",), "issues": ("issues",), "weekly": ("weekly",), "monthly": ("monthly",),
    "quarterly": ("quarterly",), "yearly": ("yearly",), "status_by": ("status", "--by", "area"),
    "trend": ("trend", "--by", "quarter"), "rollup_offices": ("rollup", "."),
    "rollup_measures": ("rollup", ".", "--table", "measures"), "rollup_measure": ("rollup", ".", "--measure", "JJ09"),
    "areas": ("area", "list"), "settings": ("config", "list"), "batches": ("undo", "--list"),
}  # fmt: skip
