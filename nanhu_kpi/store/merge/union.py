"""Rows under their ids, in the file in use (`main`) and in another copy (`other`): new, altered or orphaned ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.store.copies.other_copy import MOST_TOLD
from nanhu_kpi.store.counting import unfit

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


# Each copy has its own.
_LOCAL = "arrived_on"


class Altered(NamedTuple):
    """A column in which two rows of one id differ, as the file keeps its values."""

    table: str
    id: bytes
    column: str
    ours: object
    theirs: object


class Orphan(NamedTuple):
    """A row that refers to one that its file lacks."""

    table: str
    key: bytes | str
    column: str


def columns_of(conn: sqlite3.Connection, table: str) -> list[str]:
    """Return the columns of a table that copies have in common."""
    return [row[1] for row in conn.execute(f"PRAGMA main.table_info({table})") if row[1] != _LOCAL]


def count_altered(conn: sqlite3.Connection, table: str) -> int:
    """Return how many rows of a table have an id that both files have, with another content."""
    row = conn.execute(f"SELECT count(*) FROM {_altered(conn, table)}").fetchone()
    return int(row[0])


def altered_in(conn: sqlite3.Connection, table: str) -> Iterator[Altered]:
    """Yield where the first such rows differ, as many as are told."""
    columns = columns_of(conn, table)
    both = ", ".join(f"m.{column}, o.{column}" for column in columns)
    for row in conn.execute(f"SELECT {both} FROM {_altered(conn, table)} ORDER BY o.id LIMIT ?", (MOST_TOLD,)):
        for column, ours, theirs in zip(columns, row[::2], row[1::2], strict=True):
            if ours != theirs:
                yield Altered(table, row[0], column, ours, theirs)


def any_unfit(conn: sqlite3.Connection) -> bool:
    """Return whether `other` has an entry that its measure cannot have. Measures with entries are counted in one way in
    both files."""
    (there_is,) = conn.execute(
        f"""SELECT EXISTS (SELECT 1 FROM other.entry e JOIN other.measure m ON m.code = e.measure
            WHERE e.type <> 'words' AND ({unfit("e", "m.kind")}))"""
    ).fetchone()
    return bool(there_is)


def collect_fresh(conn: sqlite3.Connection, table: str) -> None:
    """Fill the temporary table `fresh_…` with the ids of the rows that `main` lacks."""
    conn.execute(f"DROP TABLE IF EXISTS temp.fresh_{table}")
    conn.execute(f"CREATE TEMP TABLE fresh_{table} (id BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID")
    conn.execute(
        f"""INSERT INTO fresh_{table} SELECT id FROM other.{table} o
            WHERE NOT EXISTS (SELECT 1 FROM main.{table} m WHERE m.id = o.id) ORDER BY id"""
    )


def take_over(conn: sqlite3.Connection, table: str, **own: str | None) -> None:
    """Insert the fresh rows of a table, in the order of their ids; `own` are columns that this copy fills itself."""
    names = ", ".join(columns_of(conn, table))
    into, values = ", ".join((names, *own)), ", ".join((names, *("?" * len(own))))
    # Neither OR IGNORE nor OR REPLACE: the first turns what triggers do into IGNORE too and drops what a CHECK refuses,
    # the second deletes.
    conn.execute(
        f"""INSERT INTO main.{table} ({into}) SELECT {values} FROM other.{table}
            WHERE id IN (SELECT id FROM fresh_{table}) ORDER BY id""",
        tuple(own.values()),
    )


def orphans(conn: sqlite3.Connection) -> Iterator[Orphan]:
    """Yield the rows of `other` that refer to what it lacks."""
    broken = {(table, number) for table, _, _, number in conn.execute("PRAGMA other.foreign_key_check")}
    for table, number in sorted(broken):
        keys = [row for row in conn.execute(f"PRAGMA other.foreign_key_list({table})") if row[0] == number]
        (key,) = [row[1] for row in conn.execute(f"PRAGMA other.table_info({table})") if row[5]]
        for _, _, parent, column, to, *_ in keys[:1]:
            (parent_key,) = [row[1] for row in conn.execute(f"PRAGMA other.table_info({parent})") if row[5]]
            rows = conn.execute(
                f"""SELECT {key} FROM other.{table} x WHERE {column} IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM other.{parent} p WHERE p.{to or parent_key} = x.{column}) ORDER BY 1"""
            )
            yield from (Orphan(table, row[0], column) for row in rows)


def _altered(conn: sqlite3.Connection, table: str) -> str:
    columns = columns_of(conn, table)
    theirs, ours = (", ".join(f"{alias}.{column}" for column in columns) for alias in ("o", "m"))
    return f"other.{table} o JOIN main.{table} m ON m.id = o.id WHERE ({theirs}) IS NOT ({ours})"


def sum_up(conn: sqlite3.Connection) -> None:
    """Fill the temporary table `brought` with what the fresh entries come to, by measure and day, before anything is
    locked: a day of which `main` has nothing is not counted again.

    `is_summed` is set where that is a plain sum: no total is stated, and none of them is void.
    """
    conn.execute("DROP TABLE IF EXISTS temp.brought")
    conn.execute(
        """CREATE TEMP TABLE brought (measure TEXT, day TEXT, amount INTEGER, n_values INTEGER, n_rows INTEGER,
           qualifier INTEGER, is_summed INTEGER, PRIMARY KEY (measure, day)) WITHOUT ROWID"""
    )
    # Sorted as they stand: by way of the index on days each row would be looked up on its own.
    conn.execute(
        """INSERT INTO brought
           SELECT e.measure, e.day, coalesce(sum(e.amount), 0), count(e.amount), count(*),
                  max(e.qualifier & 1) | max(e.qualifier & 2), max(e.type = 'set') = 0
           FROM other.entry e NOT INDEXED WHERE e.id IN (SELECT id FROM fresh_entry) GROUP BY e.measure, e.day"""
    )
    conn.execute(
        """UPDATE brought SET is_summed = 0 WHERE (measure, day) IN (
               SELECT e.measure, e.day FROM other.void v JOIN other.entry e ON e.id = v.entry)"""
    )


def touch_voided(conn: sqlite3.Connection) -> None:
    """Have the days counted again on which an entry is void since the rows of `fresh_void` came."""
    conn.execute(
        """INSERT OR IGNORE INTO touched SELECT e.measure, e.day FROM fresh_void f JOIN void v ON v.id = f.id
           JOIN entry e ON e.id = v.entry"""
    )
    conn.execute("DELETE FROM summed WHERE (measure, day) IN (SELECT measure, day FROM touched)")
