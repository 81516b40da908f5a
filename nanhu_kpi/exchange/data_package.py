"""The exports as a Frictionless Data Package: what other tools validate CSV files by.

Source: Data Package, Table Schema (frictionlessdata.io, version 1).
"""

from __future__ import annotations

from typing import Any

from nanhu_kpi.exchange.columns import COLUMNS, Column
from nanhu_kpi.model import Cadence

_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "day": {"type": "date"},
    "month": {"type": "yearmonth"},
    "moment": {"type": "datetime"},
    "code": {"type": "string", "constraints": {"pattern": "[A-Z]{2}(-G[0-9]+|[0-9]+)?"}},
    "id": {"type": "string", "format": "uuid"},
}
# Counts have none: what nobody owns is a row of theirs, and has no name. Nor have settings: the office's are of no
# measure.
_PRIMARY_KEYS = {
    "status_by": [],
    "trend": ["period", "code"],
    "rollup_offices": ["code"],
    "rollup_measures": ["code", "variant"],
    "rollup_measure": ["office"],
    **{str(what): ["first_day", "code"] for what in Cadence},
    "areas": ["code"],
    "settings": [],
    **{what: ["code"] for what in ("goals", "measures", "status", "due", "issues")},
}
_FOREIGN_KEYS = {
    "measures": {"goal": "goals", "numerator": "", "denominator": ""},
    "entries": {"measure": "measures"},
    "targets": {"measure": "measures"},
    "status": {"goal": "goals", "code": "measures"},
    **{str(what): {"code": "measures"} for what in Cadence},
    "due": {"code": "measures"},
    "issues": {"code": "measures"},
    "trend": {"goal": "goals", "code": "measures"},
}


def data_package() -> dict[str, Any]:
    """Return the descriptor: a resource an export, `entries.csv` and so on, with its keys."""
    return {
        "name": "nanhu-kpi",
        "title": "Targets and progress",
        "profile": "tabular-data-package",
        "resources": [_resource(what, columns) for what, columns in COLUMNS.items()],
    }


def _resource(what: str, columns: tuple[Column, ...]) -> dict[str, Any]:
    keys = _PRIMARY_KEYS.get(what, ["id"])
    return {
        "name": what,
        "path": f"{what}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column, required=column.name in keys) for column in columns],
            "missingValues": [""],
            **({"primaryKey": keys} if keys else {}),
            "foreignKeys": [
                {"fields": name, "reference": {"resource": other, "fields": "code"}}
                for name, other in _FOREIGN_KEYS.get(what, {}).items()
            ],
        },
    }


def _field(column: Column, *, required: bool) -> dict[str, Any]:
    field = {"name": column.name, "title": column.header_zh, "description": column.meaning, **_TYPES[column.type]}
    constraints = dict(field.pop("constraints", {}))
    if column.values:
        constraints["enum"] = list(column.values)
    if required:
        constraints["required"] = True
    return {**field, **({"constraints": constraints} if constraints else {})}
