"""Commands that recorded something: who gave them, from where and when."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from nanhu_kpi.days import utc_moment, utc_text
from nanhu_kpi.model import CATALOGUE, Batch
from nanhu_kpi.store.counting import live_target, standing, standing_closure, untaken

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

BATCH = "b.id, b.officer, b.host, b.command, b.logged_at, b.logged_on"
# Whether anything that a batch recorded still stands.
_STANDS = f"""(EXISTS (SELECT 1 FROM entry e WHERE e.batch = b.id AND {untaken("e")})
    OR EXISTS (SELECT 1 FROM target t WHERE t.batch = b.id AND {live_target("t")})
    OR EXISTS (SELECT 1 FROM change c WHERE c.batch = b.id AND {standing("c")})
    OR EXISTS (SELECT 1 FROM period p WHERE p.batch = b.id AND {standing_closure("p")}))"""
# The batches that came since `note_batches`: a query for their ids.
CAME = "SELECT id FROM main.batch EXCEPT SELECT id FROM temp.noted"


class Doings(NamedTuple):
    """How many rows of each kind a command recorded, without what takes others back; whether any stands."""

    entries: int
    targets: int
    changes: int
    months: int
    stands: bool


def add_batch(conn: sqlite3.Connection, batch: Batch) -> None:
    """Append the command that the rows to come belong to."""
    conn.execute(
        "INSERT INTO batch (id, officer, host, command, logged_at, logged_on) VALUES (?, ?, ?, ?, ?, ?)",
        (batch.id, batch.officer, batch.host, batch.command, utc_text(batch.logged_at), batch.logged_on.isoformat()),
    )


def note_batches(conn: sqlite3.Connection) -> None:
    """Keep aside, in a temporary table, which batches there are: what was looked at rests on no other."""
    conn.execute("DROP TABLE IF EXISTS temp.noted")
    conn.execute("CREATE TEMP TABLE noted (id BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID")
    conn.execute("INSERT INTO noted SELECT id FROM main.batch")


def any_went(conn: sqlite3.Connection) -> bool:
    """Return whether a batch that was noted is gone: another file was put in the place of this one."""
    return bool(
        conn.execute("SELECT EXISTS (SELECT id FROM temp.noted EXCEPT SELECT id FROM main.batch)").fetchone()[0]
    )


def batches(conn: sqlite3.Connection, ids: Iterable[bytes]) -> dict[bytes, Batch]:
    """Return batches by their ids."""
    return {
        id_: batch_of(conn.execute(f"SELECT {BATCH} FROM batch b WHERE id = ?", (id_,)).fetchone()) for id_ in set(ids)
    }


def batches_after(conn: sqlite3.Connection, moment: datetime) -> list[Batch]:
    """Return the batches that were recorded after a moment, oldest first."""
    rows = conn.execute(f"SELECT {BATCH} FROM batch b WHERE b.logged_at > ? ORDER BY b.id", (utc_text(moment),))
    return [batch_of(row) for row in rows]


def newest_live_batch(conn: sqlite3.Connection, officer: str, host: str) -> Batch | None:
    """Return the newest batch of this officer on this host that still has something that stands."""
    row = conn.execute(
        f"""SELECT {BATCH} FROM batch b WHERE b.officer = ? AND b.host = ? AND {_STANDS}
            ORDER BY b.id DESC LIMIT 1""",
        (officer, host),
    ).fetchone()
    return batch_of(row) if row else None


def newest_batches(conn: sqlite3.Connection, officer: str, host: str, limit: int) -> list[tuple[Batch, Doings]]:
    """Return the newest batches of this officer on this host, newest first, with what each of them did."""
    rows = conn.execute(
        f"""SELECT {BATCH},
                (SELECT count(*) FROM entry e WHERE e.batch = b.id),
                (SELECT count(*) FROM target t WHERE t.batch = b.id),
                (SELECT count(*) FROM change c WHERE c.batch = b.id AND c.undoes IS NULL),
                (SELECT count(*) FROM period p WHERE p.batch = b.id AND p.undoes IS NULL),
                {_STANDS}
            FROM batch b WHERE b.officer = ? AND b.host = ? ORDER BY b.id DESC LIMIT ?""",
        (officer, host, limit),
    )
    return [(batch_of(row[:6]), Doings(*row[6:11])) for row in rows]


def officers(conn: sqlite3.Connection) -> list[str]:
    """Return everybody who recorded something, in order; the report itself is nobody."""
    rows = conn.execute("SELECT DISTINCT officer FROM batch WHERE officer <> ? ORDER BY officer", (CATALOGUE,))
    return [officer for (officer,) in rows]


def recent_batches(conn: sqlite3.Connection, limit: int) -> list[Batch]:
    """Return the newest batches of all officers, newest first; what came with the product is none of theirs."""
    rows = conn.execute(
        f"SELECT {BATCH} FROM batch b WHERE b.officer <> ? ORDER BY b.id DESC LIMIT ?", (CATALOGUE, limit)
    )
    return [batch_of(row) for row in rows]


def batches_named(conn: sqlite3.Connection, tail: str) -> list[Batch]:
    """Return the batches whose id ends in the hex digits `tail`, newest first."""
    rows = conn.execute(f"SELECT {BATCH} FROM batch b WHERE lower(hex(b.id)) LIKE ? ORDER BY b.id DESC", (f"%{tail}",))
    return [batch_of(row) for row in rows]


def batch_of(row: Sequence[Any]) -> Batch:
    """Return the batch of a row with the columns BATCH."""
    id_, officer, host, command, logged_at, logged_on = row
    return Batch(id_, officer, host, command, utc_moment(logged_at), date.fromisoformat(logged_on))
