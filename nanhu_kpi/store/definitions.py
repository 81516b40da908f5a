"""What is measured: areas, goals, measures and settings as the file defines them.

They change only together with a `change` row that says who, when, old and new.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from nanhu_kpi.model import UNDONE_ON, Area, Cadence, Change, Direction, Goal, Kind, Measure, RecordedChange
from nanhu_kpi.settings import Settings, settings_from
from nanhu_kpi.store.counting import defined, defined_goal, standing
from nanhu_kpi.store.schema.fields import FIELDS, KEYS, NULLABLE, fields_of, insert_definition

if TYPE_CHECKING:
    import sqlite3

    from nanhu_kpi.store.ids import IdSource

Field = tuple[str, str, str]  # subject, code, name


def read_settings(conn: sqlite3.Connection) -> Settings:
    """Return the office's settings over the defaults."""
    return settings_from(dict(conn.execute("SELECT key, value FROM setting")))


def read_areas(conn: sqlite3.Connection) -> tuple[Area, ...]:
    """Return the areas in the report's order."""
    return tuple(Area(*row) for row in conn.execute("SELECT code, position, name_zh, name_en FROM area ORDER BY 2"))


def read_goals(conn: sqlite3.Connection, *, undone: bool = False) -> tuple[Goal, ...]:
    """Return the goals in the order of their areas, and inside an area of their numbers; with `undone` also those whose
    addition was undone."""
    rows = conn.execute(
        f"""SELECT g.code, g.area, g.name_zh, g.name_en, g.source, g.retired_on
           FROM goal g JOIN area a ON a.code = g.area WHERE {"TRUE" if undone else defined_goal("g")}
           ORDER BY a.position, length(g.code), g.code"""
    )
    return tuple(
        Goal(code, area, name_zh, name_en, source, _day(retired_on))
        for code, area, name_zh, name_en, source, retired_on in rows
    )


def read_measures(conn: sqlite3.Connection, *, undone: bool = False) -> dict[str, Measure]:
    """Return every measure by its code, in the order of areas and codes; with `undone` also those whose addition was
    undone, which what was taken back may name."""
    rows = conn.execute(
        f"""SELECT m.code, m.area, m.goal, m.name_zh, m.name_en, m.unit, m.kind, m.direction, m.cadence, m.owner,
                  m.source, m.support, m.leader, m.numerator, m.denominator, m.retired_on
           FROM measure m JOIN area a ON a.code = m.area WHERE {"TRUE" if undone else defined("m")}
           ORDER BY a.position, length(m.code), m.code"""
    )
    return {row[0]: _measure(row) for row in rows}


def define_goal(conn: sqlite3.Connection, ids: IdSource, batch: bytes, goal: Goal) -> None:
    """Define a new goal, a change row for each of its fields."""
    _define(conn, ids, batch, "goal", goal)


def define_measure(conn: sqlite3.Connection, ids: IdSource, batch: bytes, measure: Measure) -> None:
    """Define a new measure, a change row for each of its fields."""
    _define(conn, ids, batch, "measure", measure)


def newest_values(conn: sqlite3.Connection, schema: str) -> dict[Field, str | None]:
    """Return what the newest change of every field says, in the attached file `schema`."""
    rows = conn.execute(
        f"""SELECT c.subject, c.code, c.field, c.new FROM {schema}.change c JOIN (
                SELECT max(id) AS id FROM {schema}.change GROUP BY subject, code, field) f ON f.id = c.id"""
    )
    return {(subject, code, field): new for subject, code, field, new in rows if field in FIELDS[subject]}


def change_field(
    conn: sqlite3.Connection, ids: IdSource, batch: bytes, subject: str, code: str, field: str, new: str | None
) -> Change | None:
    """Give one field of a goal, a measure or a setting a new value; return the change, or None where it is no change.

    A setting that is not there yet is added. A disputed field is settled by any value, its own too: a row from every
    other open claim says so, before the one from the value that stands.
    """
    # Not loaded where definitions are only read, as `log` and `status` do.
    from nanhu_kpi.merge_result import said, values_of
    from nanhu_kpi.store.disputes import claims_on

    key = KEYS[subject]
    row = conn.execute(f"SELECT {field} FROM {subject} WHERE {key} = ?", (code,)).fetchone()
    old = row[0] if row else None
    claims = claims_on(conn, subject, code, field)
    if row and old == new and len(values_of(claims)) < 2:
        return None
    change = Change(subject, code, field, old, new)
    standing = next((claim for claim in reversed(claims) if said(claim.new) == said(old)), None)
    for claim in claims:
        if claim is not standing:
            _record(conn, ids, batch, change._replace(old=claim.new), claim.id)
    _record(conn, ids, batch, change, standing.id if standing else None)
    if row is None:
        conn.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (code, new))
    elif old != new:
        conn.execute(f"UPDATE {subject} SET {field} = ? WHERE {key} = ?", (new, code))
    return change


def changes_of(conn: sqlite3.Connection, measure: str) -> list[RecordedChange]:
    """Return a measure's changes, oldest first, without those that made it."""
    rows = conn.execute(
        """SELECT b.logged_at, b.officer, b.command, c.field, coalesce(c.old, ''), coalesce(c.new, '')
           FROM change c JOIN batch b ON b.id = c.batch
           WHERE c.subject = 'measure' AND c.code = ? AND (c.old IS NOT NULL OR coalesce(c.new, '') <> '')
               AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.code = c.code AND m.batch = c.batch)
           ORDER BY c.id""",
        (measure,),
    )
    return [RecordedChange(*row) for row in rows]


class Step(NamedTuple):
    """One change of a command that stands, under its id; with `made` the first of those that made a definition."""

    id: bytes
    change: Change
    made: bool


def steps_of(conn: sqlite3.Connection, batch: bytes) -> list[Step]:
    """Return the changes of a command that stand, oldest first; of a definition that it made, one in all."""
    rows = conn.execute(
        f"""SELECT c.id, c.subject, c.code, c.field, c.old, c.new, EXISTS (
                SELECT 1 FROM measure m WHERE m.code = c.code AND m.batch = c.batch AND c.subject = 'measure'
                UNION ALL SELECT 1 FROM goal g WHERE g.code = c.code AND g.batch = c.batch AND c.subject = 'goal')
            FROM change c WHERE c.batch = ? AND {standing("c")} ORDER BY c.id""",
        (batch,),
    )
    steps: dict[object, Step] = {}
    for id_, subject, code, field, old, new, made in rows:
        steps.setdefault(
            (subject, code) if made else id_, Step(id_, Change(subject, code, field, old, new), bool(made))
        )
    return list(steps.values())


def take_change_back(conn: sqlite3.Connection, ids: IdSource, batch: bytes, step: Step) -> Change:
    """Give the field of a change the value from before it, and return that; what the change made is in no list then."""
    from nanhu_kpi.store.disputes import claims_on

    made = step.change
    back = (
        made._replace(field="retired_on", old=None, new=UNDONE_ON.isoformat())
        if step.made
        else made._replace(old=made.new, new="" if made.old is None and made.field not in NULLABLE else made.old)
    )
    claims = claims_on(conn, back.subject, back.code, back.field)
    _record(conn, ids, batch, back, claims[-1].id if claims else None, step.id)
    conn.execute(f"UPDATE {back.subject} SET {back.field} = ? WHERE {KEYS[back.subject]} = ?", (back.new, back.code))
    return back


@lru_cache(maxsize=1024)  # many files of one catalogue have the same rows
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


def _define(conn: sqlite3.Connection, ids: IdSource, batch: bytes, table: str, new: Goal | Measure) -> None:
    fields = fields_of(table, new)
    # What is left empty is said too: another desk may add the same code and fill it in.
    for field, value in fields.items():
        _record(conn, ids, batch, Change(table, new.code, field, None, value))
    insert_definition(conn, table, {"code": new.code, "batch": batch, **fields})


def _record(
    conn: sqlite3.Connection,
    ids: IdSource,
    batch: bytes,
    change: Change,
    after: bytes | None = None,
    undoes: bytes | None = None,
) -> None:
    conn.execute(
        """INSERT INTO change (id, batch, subject, code, field, old, new, after, undoes)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (ids.next_id(), batch, change.subject, change.code, change.field, change.old, change.new, after, undoes),
    )
