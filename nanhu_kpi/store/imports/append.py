"""Rows that came in taken over into the record, with their batches and voids, all in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.model import MERGE
from nanhu_kpi.store.counting import unfit
from nanhu_kpi.store.imports.compare import KEPT
from nanhu_kpi.store.imports.staging import AND_NOT_THERE, any_there
from nanhu_kpi.store.recount import FITTING_GUARD, part_days, rollups_by_set, triggers_aside
from nanhu_kpi.store.twins import says_other, void_twins_by_set

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator

# What takes a twin away follows from the two entries and is made again beside them: as a plain void it would be final.
_OF_A_TWIN = f"""(f.voided_by = '{MERGE}' AND f.key IS NOT NULL AND (
    EXISTS (SELECT 1 FROM fresh t WHERE t.key = f.key AND t.id < f.id AND NOT {says_other("f", "t")})
    OR EXISTS (SELECT 1 FROM entry t WHERE t.key = f.key AND t.id < f.id AND NOT {says_other("f", "t")})))"""
_VOIDS_TOLD = f"""FROM fresh f WHERE f.id IS NOT NULL AND f.voided_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM void v JOIN batch b ON b.id = v.batch
    WHERE v.entry = f.id AND (b.logged_at, b.officer, v.reason) IS (f.voided_at, f.voided_by, f.void_reason))
    AND NOT {_OF_A_TWIN}"""


def count_voids_told(conn: sqlite3.Connection) -> int:
    """Return how many entries the file says were taken back, and the record does not."""
    return int(conn.execute(f"SELECT count(DISTINCT f.id) {_VOIDS_TOLD}").fetchone()[0])


def voids_in(conn: sqlite3.Connection, months: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Yield the row, the entry's day and the moment of what alone the file says was taken back in some
    months."""
    marks = ", ".join("?" * len(months))
    return conn.execute(
        f"SELECT f.n, f.day, f.voided_at {_VOIDS_TOLD} AND substr(f.day, 1, 7) IN ({marks}) ORDER BY f.n", tuple(months)
    )


def voids_told(conn: sqlite3.Connection) -> Iterator[tuple[bytes, str, str, str]]:
    """Yield what the file says was taken back and the record does not: the entry, when, by whom and why."""
    return conn.execute(f"SELECT DISTINCT f.id, f.voided_at, f.voided_by, f.void_reason {_VOIDS_TOLD}")


def batches_told(conn: sqlite3.Connection) -> Iterator[tuple[bytes, str, str, str, str | None, str | None]]:
    """Yield id, officer, host, moment, command and day of the batches that the rows to be added belong to and the
    record lacks; the last two are None where the file does not tell them."""
    return conn.execute(
        f"""SELECT DISTINCT f.batch, f.officer, f.host, f.logged_at, f.command, f.logged_on FROM fresh f
            WHERE f.batch IS NOT NULL AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = f.batch) {AND_NOT_THERE}"""
    )


def stage_voids(conn: sqlite3.Connection, voids: Iterable[tuple[bytes, bytes, bytes, str]]) -> None:
    """Keep voids aside: id, batch, entry, reason."""
    conn.executemany("INSERT OR IGNORE INTO fresh_void VALUES (?, ?, ?, ?)", voids)


def add_batches(conn: sqlite3.Connection, rows: Iterable[tuple[bytes, str, str, str, str, str]]) -> None:
    """Append batches that are not there yet: id, officer, host, command, moment, the office's day."""
    conn.executemany(
        """WITH brought (id, officer, host, command, logged_at, logged_on) AS (VALUES (?, ?, ?, ?, ?, ?))
           INSERT INTO batch (id, officer, host, command, logged_at, logged_on) SELECT * FROM brought
           WHERE NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = brought.id)""",
        rows,
    )


def add_fresh(conn: sqlite3.Connection, batch: bytes | None, id_at: Callable[[int], bytes]) -> None:
    """Append all rows that are not there, and their voids, in this transaction; the roll-ups are counted by set.

    New entries belong to `batch` and get their ids from `id_at` by their number; restored ones have their own. Ask
    `all_fit` first: the guard that looks at a row at a time stands aside.
    """
    conn.create_function("id_at", 1, id_at, deterministic=True)
    conn.execute("CREATE TEMP TABLE added (id BLOB PRIMARY KEY) WITHOUT ROWID")
    # What increments alone bring to a day of which nothing is recorded was summed up already.
    part_days(conn, "fresh_day")
    conn.execute(
        "INSERT OR IGNORE INTO touched SELECT e.measure, e.day FROM fresh_void v JOIN entry e ON e.id = v.entry"
    )
    there = any_there(conn)
    restored = conn.execute("SELECT EXISTS (SELECT 1 FROM fresh WHERE id IS NOT NULL)").fetchone()[0]
    with (
        triggers_aside(conn, FITTING_GUARD),
        rollups_by_set(conn, entries="added", voids="fresh_void", summed="summed"),
    ):
        conn.execute(
            f"""INSERT INTO entry (id, batch, {", ".join(KEPT)})
                SELECT {"coalesce(f.id, id_at(f.n))" if restored else "id_at(f.n)"},
                       {"coalesce(f.batch, :batch)" if restored else ":batch"}, {", ".join(f"f.{c}" for c in KEPT)}
                FROM fresh f WHERE {"true " + AND_NOT_THERE if there else "true"} ORDER BY f.n""",
            {"batch": batch},
        )
        conn.execute("INSERT INTO void (id, batch, entry, reason) SELECT * FROM fresh_void ORDER BY id")
        void_twins_by_set(conn, "fresh_void")
        if restored:
            conn.execute(
                f"INSERT INTO added SELECT f.id FROM fresh f WHERE f.id IS NOT NULL {AND_NOT_THERE if there else ''}"
            )
        # New entries are of one batch, so that those recorded late are summed up by day already; restored ones are not.
        conn.execute(
            """INSERT INTO rollup_late (logged_on, day, n)
               SELECT b.logged_on, d.day, sum(d.n_new) FROM batch b JOIN fresh_day d ON d.day < b.logged_on
               WHERE b.id = ? AND d.n_new GROUP BY d.day
               ON CONFLICT (logged_on, day) DO UPDATE SET n = n + excluded.n""",
            (batch,),
        )
    conn.execute("DROP TABLE added")


def all_fit(conn: sqlite3.Connection) -> bool:
    """Return whether every row fits the kind of its measure, as the file's own guard would have it."""
    (any_unfit,) = conn.execute(
        f"""SELECT EXISTS (SELECT 1 FROM fresh f LEFT JOIN measure m ON m.code = f.measure
            WHERE m.code IS NULL OR (f.type <> 'words' AND ({unfit("f", "m.kind")})))"""
    ).fetchone()
    return not any_unfit
