"""What counts twice after copies were merged: found in the rows alone, whoever merged."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from nanhu_kpi.merge_result import ImportedTwice, KeyConflict
from nanhu_kpi.store.batches import batches
from nanhu_kpi.store.counting import LIVE, SHARED_KEYS
from nanhu_kpi.store.entries import live_under_key
from nanhu_kpi.store.twins import SAID

if TYPE_CHECKING:
    import sqlite3

# Imports with entries; what was imported again on purpose says so before the digest of its file.
_IMPORTS = """SELECT b.id FROM batch b WHERE b.command LIKE 'import %' AND substr(b.command, -80, 8) <> ' --again'
    AND EXISTS (SELECT 1 FROM entry e WHERE e.batch = b.id)"""
_CONTENT = ", ".join(f"e.{name}" for name in (*SAID, "evidence"))


def imported_twice(conn: sqlite3.Connection) -> tuple[ImportedTwice, ...]:
    """Return the imports that have rows in common which count in each of them: nothing makes these rows one.

    Rows that all have keys are told apart by them.
    """
    if len(conn.execute(f"{_IMPORTS} LIMIT 2").fetchall()) < 2:
        return ()
    counts: dict[tuple[bytes, ...], Counter[bytes]] = defaultdict(Counter)
    for (holders,) in conn.execute(
        f"""SELECT group_concat(hex(e.batch)) FROM ({_IMPORTS}) i CROSS JOIN entry e ON e.batch = i.id
            WHERE {LIVE} GROUP BY {_CONTENT} HAVING min(e.batch) < max(e.batch) AND count(*) > count(e.key)"""
    ):
        of_row = Counter(map(bytes.fromhex, holders.split(",")))
        counts[tuple(sorted(of_row))] += of_row
    commands = batches(conn, sorted({id_ for ids in counts for id_ in ids}))
    return tuple(ImportedTwice(tuple((commands[id_], counts[ids][id_]) for id_ in ids)) for ids in sorted(counts))


def key_conflicts(conn: sqlite3.Connection) -> list[KeyConflict]:
    """Return every key that several live entries bear: twins apart they say different things, and all of them count."""
    keys = conn.execute(
        f"""SELECT e.key FROM {SHARED_KEYS} s CROSS JOIN entry e ON e.key = s.key WHERE {LIVE}
            GROUP BY e.key HAVING count(*) > 1 ORDER BY e.key"""
    ).fetchall()
    return [KeyConflict(key, live_under_key(conn, key)) for (key,) in keys]
