"""What is measured: areas, goals, measures and settings as the file defines them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from nanhu_kpi.model import Area, Cadence, Direction, Goal, Kind, Measure
from nanhu_kpi.settings import Settings, settings_from

if TYPE_CHECKING:
    import sqlite3


def read_settings(conn: sqlite3.Connection) -> Settings:
    """Return the office's settings over the defaults."""
    return settings_from(dict(conn.execute("SELECT key, value FROM setting")))


def read_areas(conn: sqlite3.Connection) -> tuple[Area, ...]:
    """Return the areas in the report's order."""
    return tuple(Area(*row) for row in conn.execute("SELECT code, position, name_zh, name_en FROM area ORDER BY 2"))


def read_goals(conn: sqlite3.Connection) -> tuple[Goal, ...]:
    """Return the goals in the order of their areas, and inside an area of their numbers."""
    rows = conn.execute(
        """SELECT g.code, g.area, g.name_zh, g.name_en, g.source, g.retired_on
           FROM goal g JOIN area a ON a.code = g.area ORDER BY a.position, length(g.code), g.code"""
    )
    return tuple(
        Goal(code, area, name_zh, name_en, source, _day(retired_on))
        for code, area, name_zh, name_en, source, retired_on in rows
    )


def read_measures(conn: sqlite3.Connection) -> dict[str, Measure]:
    """Return every measure by its code, in the order of areas and codes."""
    rows = conn.execute(
        """SELECT m.code, m.area, m.goal, m.name_zh, m.name_en, m.unit, m.kind, m.direction, m.cadence, m.owner,
                  m.source, m.support, m.leader, m.numerator, m.denominator, m.retired_on
           FROM measure m JOIN area a ON a.code = m.area ORDER BY a.position, length(m.code), m.code"""
    )
    return {row[0]: _measure(row) for row in rows}


def _measure(row: tuple[Any, ...]) -> Measure:
    code, area, goal, name_zh, name_en, unit, kind, direction, cadence, owner, source, support, leader = row[:13]
    numerator, denominator, retired = row[13:]
    return Measure(
        code=code,
        area=area,
        goal=goal,
        name_zh=name_zh,
        name_en=name_en,
        unit=unit,
        kind=Kind(kind),
        direction=Direction(direction),
        cadence=Cadence(cadence),
        owner=owner,
        source=source,
        support=support,
        leader=leader,
        numerator=numerator or "",
        denominator=denominator or "",
        retired_on=_day(retired),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
