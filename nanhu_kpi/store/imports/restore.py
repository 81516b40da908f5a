"""Exported target revisions and changes made a copy again, beside the file: `merge` then takes the copy over.

So what two sides decided apart, altered rows and definitions are treated as those of any other copy.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.imports import UNFIT_EXPORT
from nanhu_kpi.store.definitions import newest_values
from nanhu_kpi.store.schema.fields import FIELDS, KEYS, NULLABLE, insert_definition
from nanhu_kpi.store.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BATCH_COLUMNS = ("id", "officer", "host", "command", "logged_at", "logged_on")
ROW_COLUMNS = {
    "target": (
        "id", "batch", "measure", "year", "amount", "start", "due", "pace", "schedule", "origin", "reason", "document",
        "effective_on",
    ),
    "change": ("id", "batch", "subject", "code", "field", "old", "new", "after", "undoes"),
    "period": ("id", "batch", "month", "closed", "reason", "undoes"),
}  # fmt: skip
VOID_COLUMNS = ("id", "batch", "target", "reason")
_DEFINED = ("area", "goal", "measure", "setting")


def setting_keys(conn: sqlite3.Connection) -> set[str]:
    """Return the names of the settings that the file has."""
    return {key for (key,) in conn.execute("SELECT key FROM setting")}


def begin_copy(conn: sqlite3.Connection) -> None:
    """Attach an empty temporary file as `other`, and give it the definitions of `main` with their changes."""
    conn.execute("ATTACH '' AS other")
    for statement in TABLES:
        conn.execute(statement.replace("CREATE TABLE ", "CREATE TABLE other.", 1))
    conn.execute(
        """INSERT INTO other.batch SELECT * FROM main.batch WHERE id IN (
               SELECT batch FROM main.change UNION SELECT batch FROM main.goal UNION SELECT batch FROM main.measure)"""
    )
    for table in (*_DEFINED, "change"):
        conn.execute(f"INSERT INTO other.{table} SELECT * FROM main.{table}")


def clashes(
    conn: sqlite3.Connection, table: str, rows: Iterable[Sequence[Any]], batches: Iterable[Sequence[Any]]
) -> tuple[set[bytes], set[bytes]]:
    """Return the ids of rows, and of batches, that are in the record with another content."""
    return _differing(conn, table, ROW_COLUMNS[table], rows), _differing(conn, "batch", BATCH_COLUMNS, batches)


def add_copied(
    conn: sqlite3.Connection,
    path: str,
    table: str,
    rows: Sequence[Sequence[Any]],
    batches: Iterable[Sequence[Any]],
    voids: Iterable[Sequence[Any]],
) -> tuple[int, int]:
    """Put rows with their batches and voids into the copy; return how many of the rows the file lacks and has.

    Raises UNFIT_EXPORT where a rule of the file refuses one.
    """
    try:
        _insert(conn, "batch", BATCH_COLUMNS, batches)
        _insert(conn, table, ROW_COLUMNS[table], rows)
        _insert(conn, "void", VOID_COLUMNS, voids)
        if table == "change":
            _define(conn)
    except sqlite3.IntegrityError as error:
        raise BadInput(UNFIT_EXPORT, path=path, reason=str(error)) from error
    ids = [row[0] for row in rows]
    there = sum(
        conn.execute(f"SELECT EXISTS (SELECT 1 FROM main.{table} WHERE id = ?)", (id_,)).fetchone()[0] for id_ in ids
    )
    return len(ids) - there, there


def voids_there(conn: sqlite3.Connection) -> set[tuple[bytes, str, str, str]]:
    """Return what is known to take target revisions back: the revision, when, by whom and why."""
    return set(
        conn.execute(
            "SELECT v.target, b.logged_at, b.officer, v.reason FROM main.void v JOIN main.batch b ON b.id = v.batch "
            "WHERE v.target IS NOT NULL"
        )
    )


def _differing(
    conn: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> set[bytes]:
    names = ", ".join(columns)
    differing = set()
    for row in rows:
        stands = conn.execute(f"SELECT {names} FROM main.{table} WHERE id = ?", (row[0],)).fetchone()
        # An export tells no value and an empty text alike.
        if stands is not None and [cell or "" for cell in row] != [cell or "" for cell in stands]:
            differing.add(row[0])
    return differing


def _insert(conn: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    conn.executemany(
        f"""WITH brought ({names}) AS (VALUES ({marks})) INSERT INTO other.{table} ({names}) SELECT * FROM brought
            WHERE NOT EXISTS (SELECT 1 FROM other.{table} t WHERE t.id = brought.id)""",
        rows,
    )


def _define(conn: sqlite3.Connection) -> None:
    """Give the copy what its changes define: what is new as it was made, then every field its newest value."""
    for subject in ("goal", "measure", "setting"):
        key = KEYS[subject]
        made = conn.execute(
            f"""SELECT DISTINCT code FROM other.change WHERE subject = ? AND code NOT IN (
                    SELECT {key} FROM other.{subject}) ORDER BY code""",
            (subject,),
        ).fetchall()
        # The parts of a ratio come before it.
        for (code,) in sorted(made, key=lambda row: (_is_ratio(conn, row[0]), row[0])):
            _make(conn, subject, code)
    for (subject, code, field), value in newest_values(conn, "other").items():
        kept = value if value is not None or field in NULLABLE else ""
        conn.execute(f"UPDATE other.{subject} SET {field} = ? WHERE {KEYS[subject]} = ?", (kept, code))


def _is_ratio(conn: sqlite3.Connection, code: str) -> bool:
    return bool(
        conn.execute(
            "SELECT EXISTS (SELECT 1 FROM other.change WHERE code = ? AND field = 'kind' AND new = 'ratio')", (code,)
        ).fetchone()[0]
    )


def _make(conn: sqlite3.Connection, subject: str, code: str) -> None:
    """Add a definition as its first command made it."""
    (batch,) = conn.execute(
        "SELECT batch FROM other.change WHERE subject = ? AND code = ? ORDER BY id LIMIT 1", (subject, code)
    ).fetchone()
    changes = conn.execute(
        "SELECT field, new FROM other.change WHERE subject = ? AND code = ? AND batch = ?", (subject, code, batch)
    ).fetchall()
    # Of a text that says nothing the command records no change.
    values = {field: None if field in NULLABLE else "" for field in FIELDS[subject]}
    values |= {field: value for field, value in changes if field in values}
    if subject != "setting":
        values["batch"] = batch
    insert_definition(conn, f"other.{subject}", {KEYS[subject]: code, **values})
