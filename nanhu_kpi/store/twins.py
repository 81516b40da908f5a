"""Entries that say the same under one key: all but one of them are void, by rows that follow from the entries alone.

**The rule.** For two equal entries a and b under one key with a.id < b.id there is a void of b whose twin is a; its
id, its batch and all they say derive from the two entries and their batches. Of a group of up to _LEAST + 1 equal
entries every pair has one, so that the set of these voids is a function T(E) of the set E of entries, whatever else
is recorded, who merged, and in which order. A merge is the union of all rows and of T of the united entries. T grows
with E, so that T(A) and T(B) lie in T(A ∪ B), and with the union the merge is commutative, associative and
idempotent.

In a larger group, which nobody records by hand, each entry is held by the _LEAST least before it, and by the least that
nobody has taken back: so many voids grow with the entries, and not with their square. Which of these voids there are
may then rest on the order of the merges; which entry is live never does. Of a past day by which the least were not
known yet, `--known` may count more than one of them.

What is equal is said by `says_other`. Through files whose digest one entry lacks that is no equivalence: two
entries may each equal a third and not one another, and are then either held void by it or listed as a conflict.

**What is live.** A void with a twin holds only while nobody has plainly voided the twin (`counting.live`). Of a group
of equal entries, one that was plainly voided is not live; of the others each is held void by a lesser one, so that
the least of them is live and no other. A void that is recorded later, or comes in from elsewhere, thus passes the role
on by itself; whoever records one in a large group calls `record_twins`. Closing over every pair is what makes this
independent of the order: voids from each entry to the group's least would depend on which was the least when they were
made.

The derived batches tell the later of the two moments and office days, so that `--known` leaves such a void out until
both entries are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import utc_moment
from nanhu_kpi.model import MERGE
from nanhu_kpi.store.counting import LIVE, SHARED_KEYS, untaken
from nanhu_kpi.store.ids import id_for

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

# What two rows under one key have to agree in, besides their evidence.
SAID = ("measure", "day", "type", "amount", "qualifier", "note", "issue", "next")
_TEXTS = ("note", "issue", "next")
# By how many of the least before it an entry is held.
_LEAST = 8
_TAKEN_BACK = """(SELECT DISTINCT e.key FROM void v JOIN entry e ON e.id = v.entry
    WHERE v.id > :batch AND v.batch = :batch AND e.key IS NOT NULL)"""


def differs(here: str, there: str, columns: Sequence[str]) -> str:
    """Return the condition that two rows, named by their aliases, differ in some columns."""
    left, right = (", ".join(f"{alias}.{column}" for column in columns) for alias in (here, there))
    return f"({left}) IS NOT ({right})"


def said(alias: str, text: str = "{}") -> list[str]:
    """Return what a row, named by its alias, says, each in SQL; `text` is the form in which its texts are compared."""
    return [text.format(f"{alias}.{name}") if name in _TEXTS else f"{alias}.{name}" for name in SAID]


def says_other(here: str, there: str, text: str = "{}") -> str:
    """Return the condition that two rows under one key, named by their aliases, do not say the same; see `said`."""
    left, right = (", ".join(said(alias, text)) for alias in (here, there))
    return f"(({left}) IS NOT ({right}) OR {_has_other_evidence(here, there)})"


def _has_other_evidence(here: str, there: str) -> str:
    """Evidence is the same file wherever it lies: its digest is compared where both have one, else its path or
    address."""
    return f"""CASE
        WHEN {here}.evidence_sha256 IS NOT NULL AND {there}.evidence_sha256 IS NOT NULL
        THEN {here}.evidence_sha256 <> {there}.evidence_sha256 ELSE {here}.evidence IS NOT {there}.evidence END"""


def record_twins(conn: sqlite3.Connection, taken_back_by: bytes | None = None) -> None:
    """Append the voids of all twins that want one and have none, with the triggers at work; with `taken_back_by`, a
    batch, only of those that repeat what it took back."""
    if _collect_twins(conn, taken_back_by):
        _void_twins(conn)


def void_twins_by_set(
    conn: sqlite3.Connection, voids: str, *, taken_back_by: bytes | None = None, arrived_on: str | None = None
) -> int:
    """Append the same voids inside `recount.rollups_by_set`, which is given the table `voids` and the days `touched`,
    and return how many they are. Their batches came on the day `arrived_on`, where a merge brings them."""
    if count := _collect_twins(conn, taken_back_by):
        _void_twins(conn, arrived_on)
        conn.execute(f"INSERT INTO {voids} (id) SELECT id FROM paired")
        conn.execute(
            "INSERT OR IGNORE INTO touched SELECT e.measure, e.day FROM paired x JOIN entry e ON e.id = x.entry"
        )
    return count


def _collect_twins(conn: sqlite3.Connection, taken_back_by: bytes | None) -> int:
    """Fill the temporary table `paired` with the pairs of twins that want a void and have none, and return how many
    there are; with `taken_back_by`, a batch, only under the keys of what it took back.

    Its columns are those of the void to come, `id`, `batch`, `entry` and `twin`, and the two batches.
    """
    keys = SHARED_KEYS if taken_back_by is None else _TAKEN_BACK
    conn.create_function("twin_id", 4, _twin_id, deterministic=True)
    conn.execute("DROP TABLE IF EXISTS temp.alike")
    conn.execute(
        """CREATE TEMP TABLE alike (said INTEGER, id BLOB, batch BLOB, evidence TEXT, evidence_sha256 TEXT,
           untaken INTEGER, PRIMARY KEY (said, id)) WITHOUT ROWID"""
    )
    said = ", ".join(f"e.{column}" for column in ("key", *SAID))
    conn.execute(
        f"""INSERT INTO alike SELECT dense_rank() OVER (ORDER BY {said}), e.id, e.batch, e.evidence, e.evidence_sha256,
                   {untaken("e")} FROM {keys} s CROSS JOIN entry e ON e.key = s.key""",
        {"batch": taken_back_by},
    )
    conn.execute("DROP TABLE IF EXISTS temp.paired")
    conn.execute(
        """CREATE TEMP TABLE paired (id BLOB PRIMARY KEY NOT NULL, batch BLOB, entry BLOB, twin BLOB,
           first_batch BLOB, second_batch BLOB) WITHOUT ROWID"""
    )
    equal_before = (
        f"SELECT x.id FROM alike x WHERE x.said = b.said AND x.id < b.id AND NOT {_has_other_evidence('b', 'x')}"
    )
    conn.execute(
        f"""INSERT INTO paired
            SELECT twin_id('void', a.id, b.id, max(p.logged_at, q.logged_at)),
                   twin_id('batch', p.id, q.id, max(p.logged_at, q.logged_at)), b.id, a.id, p.id, q.id
            FROM alike b CROSS JOIN alike a ON a.said = b.said AND a.id IN (
                SELECT id FROM ({equal_before} ORDER BY x.id LIMIT {_LEAST})
                UNION SELECT id FROM ({equal_before} AND x.untaken ORDER BY x.id LIMIT 1))
            JOIN batch p ON p.id = a.batch JOIN batch q ON q.id = b.batch
            WHERE NOT EXISTS (SELECT 1 FROM void v WHERE v.entry = b.id AND v.twin = a.id)"""
    )
    row = conn.execute("SELECT count(*) FROM paired").fetchone()
    return int(row[0])


def _void_twins(conn: sqlite3.Connection, arrived_on: str | None = None) -> None:
    """Append the voids of the pairs in `paired`, and their batches, which a merge brings on the day `arrived_on`."""
    conn.execute(
        """INSERT INTO batch (id, officer, host, command, logged_at, logged_on, arrived_on)
           SELECT DISTINCT x.batch, :merge, :merge, :merge, max(p.logged_at, q.logged_at),
                  max(p.logged_on, q.logged_on), :arrived_on
           FROM paired x JOIN batch p ON p.id = x.first_batch JOIN batch q ON q.id = x.second_batch
           WHERE NOT EXISTS (SELECT 1 FROM batch WHERE id = x.batch) ORDER BY x.batch""",
        {"merge": MERGE, "arrived_on": arrived_on},
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
