"""What Datasette is told of the file: names for codes, what the columns of a view mean, and what comes first.

Source: Datasette's metadata, which 1.0 reads too.
"""

from __future__ import annotations

from typing import Any

from nanhu_kpi.exchange.columns import COLUMNS

_NAMED = ("area", "goal", "measure")
_FIRST = {"entries": "logged_at", "targets": "logged_at", "changes": "logged_at"}
# Which export says what the columns of a view mean.
_VIEWS = {"entries": "entries", "targets": "targets", "changes": "changes", "scorecard": "status"}
# What the views show better: Datasette opens a table whose keys are bytes, but turns no page of it.
_HIDDEN = (
    "batch", "entry", "target", "void", "change", "period", "rollup_day", "rollup_month", "rollup_late",
    "_sqlite_migrations",
)  # fmt: skip


def metadata(database: str, title: str) -> dict[str, Any]:
    """Return the metadata of a database, whose file has this name without its ending."""
    tables: dict[str, dict[str, Any]] = {name: {"label_column": "name_zh"} for name in _NAMED}
    for view, what in _VIEWS.items():
        tables[view] = {"columns": {column.name: column.meaning for column in COLUMNS[what]}}
    for name, column in _FIRST.items():
        tables.setdefault(name, {})["sort_desc"] = column
    tables |= {name: {"hidden": True} for name in _HIDDEN}
    return {"title": title, "databases": {database: {"tables": tables}}}
