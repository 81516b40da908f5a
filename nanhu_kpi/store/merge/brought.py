"""What a copy brings, summed up by measure and day before anything is locked: a day of which `main` has nothing is not
counted again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def sum_up(conn: sqlite3.Connection) -> None:
    """Fill the temporary table `brought` with what the fresh entries come to, by measure and day.

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
