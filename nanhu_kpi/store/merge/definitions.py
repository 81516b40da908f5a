"""Definitions of two copies made one: areas, goals, measures and settings.

**The rule.** A field has the value of the newest change (the greatest id) among the changes of both copies, else the
value that it was made with. That is a function of the set of change rows, so copies merge to the same definitions in
any order. A definition that only one side has comes over; of one that both sides made, the lesser batch is kept as its
own.

A field must say what its newest change says, and both copies must have begun from one value: the first change's `old`,
or the field itself where it was never changed. Where that does not hold, somebody went behind the change rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.merge_result import said
from nanhu_kpi.store.definitions import Field, newest_values
from nanhu_kpi.store.schema.fields import FIELDS, KEYS, MEANING, NULLABLE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


class Differing(NamedTuple):
    """A field that says two things with no change row between them: inside `main` or `other`, or with '' between the
    two."""

    schema: str
    subject: str
    code: str
    field: str
    ours: str
    theirs: str


class Meanings(NamedTuple):
    """A measure that is counted in two ways: its kind, unit and direction here and there."""

    code: str
    ours: tuple[str, str, str]
    theirs: tuple[str, str, str]


def first_values(conn: sqlite3.Connection, schema: str) -> dict[Field, str]:
    """Return what every field was made with, in `main` or in `other`."""
    rows = conn.execute(
        f"""SELECT c.subject, c.code, c.field, c.old FROM {schema}.change c JOIN (
                SELECT min(id) AS id FROM {schema}.change GROUP BY subject, code, field) f ON f.id = c.id"""
    )
    return _values(conn, schema) | {(subject, code, field): said(old) for subject, code, field, old in rows}


def differing(conn: sqlite3.Connection) -> Iterator[Differing]:
    """Yield every field that was changed behind the change rows: in either file, or between the two."""
    for schema in ("main", "other"):
        held = _values(conn, schema)
        for field, newest in newest_values(conn, schema).items():
            if field in held and held[field] != said(newest):
                yield Differing(schema, *field, held[field], said(newest))
    ours, theirs = first_values(conn, "main"), first_values(conn, "other")
    for field in sorted(ours.keys() & theirs.keys()):
        if ours[field] != theirs[field]:
            yield Differing("", *field, ours[field], theirs[field])


def other_meanings(conn: sqlite3.Connection) -> list[Meanings]:
    """Return the measures that the two files count in different ways and that cannot be made one.

    Entries rest on kind, unit and direction; a ratio is none without its two parts.
    """
    ours, theirs = (", ".join(f"{alias}.{field}" for field in MEANING) for alias in ("m", "o"))
    rows = conn.execute(
        f"""SELECT m.code, {ours}, {theirs} FROM main.measure m JOIN other.measure o ON o.code = m.code
            WHERE ({ours}) IS NOT ({theirs}) AND (
                m.kind <> o.kind AND 'ratio' IN (m.kind, o.kind)
                OR EXISTS (SELECT 1 FROM main.entry WHERE measure = m.code)
                OR EXISTS (SELECT 1 FROM other.entry WHERE measure = m.code))
            ORDER BY m.code"""
    )
    return [Meanings(row[0], row[1:4], row[4:7]) for row in rows]


def other_measures(conn: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Return the code and both Chinese names of the measures that were added in each file under another name, where
    both have entries: they are two, and their figures would be added up."""
    rows = conn.execute(
        """SELECT m.code, m.name_zh, o.name_zh FROM main.measure m JOIN other.measure o ON o.code = m.code
            WHERE m.batch <> o.batch AND m.name_zh <> o.name_zh
            AND EXISTS (SELECT 1 FROM main.entry WHERE measure = m.code)
            AND EXISTS (SELECT 1 FROM other.entry WHERE measure = m.code)
            ORDER BY m.code"""
    )
    return rows.fetchall()


def take_definitions(conn: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """Insert the definitions that `main` lacks, and return by table how many came and how many were there.

    The changes are there already; the triggers that hold definitions to them are set aside.
    """
    counts = {}
    for table, key in KEYS.items():
        names = ", ".join(row[1] for row in conn.execute(f"PRAGMA main.table_info({table})"))
        # The parts of a ratio come before it.
        order = f"numerator IS NOT NULL, {key}" if table == "measure" else key
        came = conn.execute(
            f"""INSERT INTO main.{table} ({names}) SELECT {names} FROM other.{table}
                WHERE {key} NOT IN (SELECT {key} FROM main.{table}) ORDER BY {order}"""
        ).rowcount
        (there,) = conn.execute(f"SELECT count(*) FROM other.{table}").fetchone()
        counts[table] = (came, there - came)
    for table in ("goal", "measure"):
        conn.execute(
            f"""UPDATE main.{table} SET batch = o.batch FROM other.{table} o
                WHERE o.code = {table}.code AND o.batch < {table}.batch"""
        )
    return counts


def follow_changes(conn: sqlite3.Connection) -> int:
    """Give every field the value of its newest change, and return how many fields took another one."""
    held = _values(conn, "main")
    newest = newest_values(conn, "main")
    moved = {field: said(new) for field, new in newest.items() if held.get(field, said(new)) != said(new)}
    for (subject, code, field), value in moved.items():
        kept = value or None if field in NULLABLE else value
        conn.execute(f"UPDATE main.{subject} SET {field} = ? WHERE {KEYS[subject]} = ?", (kept, code))
    return len(moved)


def _values(conn: sqlite3.Connection, schema: str) -> dict[Field, str]:
    held: dict[Field, str] = {}
    for subject, fields in FIELDS.items():
        for code, *values in conn.execute(f"SELECT {KEYS[subject]}, {', '.join(fields)} FROM {schema}.{subject}"):
            held |= {
                (subject, code, field): "" if value is None else str(value)
                for field, value in zip(fields, values, strict=True)
            }
    return held
