"""What Datasette is told of the file: names for codes, what the columns of a view mean, and what comes first.

Source: Datasette's metadata, which 1.0 reads too.
"""

from __future__ import annotations

from typing import Any

from nanhu_kpi.exchange.columns import COLUMNS

_NAMED = ("area", "goal", "measure")
_FIRST = {"entries": "logged_at", "targets": "logged_at", "changes": "logged_at", "batch": "logged_at"}


def metadata(database: str, title: str) -> dict[str, Any]:
    """Return the metadata of a database, whose file has this name without its ending."""
    tables: dict[str, dict[str, Any]] = {name: {"label_column": "name_zh"} for name in _NAMED}
    for name in ("entries", "targets", "changes"):
        tables[name] = {"columns": {column.name: column.meaning for column in COLUMNS[name]}}
    for name, column in _FIRST.items():
        tables.setdefault(name, {})["sort_desc"] = column
    return {"title": title, "databases": {database: {"tables": tables}}}
