"""Entries that say the same under one key: all but one of them are void, by rows that follow from the entries alone.

**The rule.** For every two entries a and b with a.id < b.id, one key and equal content there is a void of b whose twin
is a; its id, its batch and all they say derive from the two entries and their batches. So the set of these voids is a
function T(E) of the set E of entries, whatever else is recorded, who merged, and in which order. A merge is the union
of all rows and of T of the united entries. T grows with E, so that T(A) and T(B) lie in T(A ∪ B), and with the union
the merge is commutative, associative and idempotent.

What is equal is said by `says_other`. Through files whose digest one entry lacks that is no equivalence: two
entries may each equal a third and not one another, and are then either held void by it or listed as a conflict.

**What is live.** A void with a twin holds only while nobody has plainly voided the twin (`counting.live`). Of a group
of equal entries, one that was plainly voided is not live; of the others each is held void by every lesser one, so that
the least of them is live and no other. A void that is recorded later, or comes in from elsewhere, thus passes the role
on by itself. Closing over every pair is what makes this independent of the order: voids from each entry to the group's
least would depend on which was the least when they were made.

**Cost.** A group of n equal entries has n(n-1)/2 such voids. n is how often one and the same row was imported apart, or
taken back and imported again: two, seldom three.

The derived batches tell the later of the two moments and office days, so that `--known` leaves such a void out until
both entries are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import utc_moment
from nanhu_kpi.model import MERGE
from nanhu_kpi.store.counting import LIVE, SHARED_KEYS
from nanhu_kpi.store.ids import id_for

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

# What two rows under one key have to agree in, besides their evidence.
SAID = ("measure", "day", "type", "amount", "qualifier", "note", "issue", "next")


def differs(here: str, there: str, columns: Sequence[str]) -> str:
    """Return the condition that two rows, named by their aliases, differ in some columns."""
    left, right = (", ".join(f"{alias}.{column}" for column in columns) for alias in (here, there))
    return f"({left}) IS NOT ({right})"


def says_other(here: str, there: str) -> str:
    """Return the condition that two rows under one key, named by their aliases, do not say the same.

    Evidence is the same file wherever it lies: its digest is compared where both have one, else its path or address.
    """
    return f"""({differs(here, there, SAID)} OR CASE
        WHEN {here}.evidence_sha256 IS NOT NULL AND {there}.evidence_sha256 IS NOT NULL
        THEN {here}.evidence_sha256 <> {there}.evidence_sha256 ELSE {here}.evidence IS NOT {there}.evidence END)"""


def record_twins(conn: sqlite3.Connection) -> None:
    """Append the voids of all twins that have none yet, with the triggers at work: whoever records an entry under a key
    that another bears calls this, so that merging a file with a copy of itself adds nothing."""
    if collect_twins(conn):
        void_twins(conn)


def collect_twins(conn: sqlite3.Connection) -> int:
    """Fill the temporary table `paired` with every pair of twins that has no void yet, and return how many there are.

    Its columns are those of the void to come, `id`, `batch`, `entry` and `twin`, and the two batches.
    """
    conn.create_function("twin_id", 4, _twin_id, deterministic=True)
    conn.execute("DROP TABLE IF EXISTS temp.paired")
    conn.execute(
        """CREATE TEMP TABLE paired (id BLOB PRIMARY KEY NOT NULL, batch BLOB, entry BLOB, twin BLOB,
           first_batch BLOB, second_batch BLOB) WITHOUT ROWID"""
    )
    conn.execute(
        f"""INSERT INTO paired
            SELECT twin_id('void', a.id, b.id, max(p.logged_at, q.logged_at)),
                   twin_id('batch', p.id, q.id, max(p.logged_at, q.logged_at)), b.id, a.id, p.id, q.id
            FROM {SHARED_KEYS} s CROSS JOIN entry a ON a.key = s.key
            CROSS JOIN entry b ON b.key = a.key AND b.id > a.id AND NOT {says_other("b", "a")}
            JOIN batch p ON p.id = a.batch JOIN batch q ON q.id = b.batch
            WHERE NOT EXISTS (SELECT 1 FROM void v WHERE v.entry = b.id AND v.twin = a.id)"""
    )
    row = conn.execute("SELECT count(*) FROM paired").fetchone()
    return int(row[0])


def void_twins(conn: sqlite3.Connection, arrived_on: str | None = None) -> None:
    """Append the voids of the pairs in `paired`, and their batches, which a merge brings on the day `arrived_on`."""
    conn.execute(
        """INSERT INTO batch (id, officer, host, command, logged_at, logged_on, arrived_on)
           SELECT DISTINCT x.batch, ?1, ?1, ?1, max(p.logged_at, q.logged_at), max(p.logged_on, q.logged_on), ?2
           FROM paired x JOIN batch p ON p.id = x.first_batch JOIN batch q ON q.id = x.second_batch
           WHERE NOT EXISTS (SELECT 1 FROM batch WHERE id = x.batch) ORDER BY x.batch""",
        (MERGE, arrived_on),
    )
    conn.execute(
        """INSERT INTO void (id, batch, entry, twin, reason)
           SELECT id, batch, entry, twin, 'same as ' || lower(substr(hex(twin), -6)) FROM paired ORDER BY id"""
    )


def heir_of(conn: sqlite3.Connection, entry: bytes) -> tuple[bytes, bytes] | None:
    """Return the entry, and its batch, that counts since its twin `entry` was plainly voided, or None."""
    row: tuple[bytes, bytes] | None = conn.execute(
        f"""SELECT e.id, e.batch FROM void v JOIN entry e ON e.id = v.entry
            WHERE v.twin = ? AND {LIVE} ORDER BY e.id LIMIT 1""",
        (entry,),
    ).fetchone()
    return row


def _twin_id(what: str, first: bytes, second: bytes, logged_at: str) -> bytes:
    return id_for(utc_moment(logged_at), f"twin {what} {first.hex()} {second.hex()}")
