"""What counts twice after copies were merged: found in the rows alone, whoever merged."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from nanhu_kpi.merge_result import ImportedTwice, KeyConflict
from nanhu_kpi.store.batches import batches
from nanhu_kpi.store.counting import LIVE, SHARED_KEYS
from nanhu_kpi.store.entries import live_under_key

if TYPE_CHECKING:
    import sqlite3

# An import's command ends in the digest of its file; what was imported again on purpose says so before it.
_IMPORTS = """SELECT b.id, substr(b.command, -64) AS digest FROM batch b
    WHERE b.command LIKE 'import %' AND substr(b.command, -72, 8) = ' sha256='
    AND substr(b.command, -80, 8) <> ' --again'"""


def imported_twice(conn: sqlite3.Connection) -> tuple[ImportedTwice, ...]:
    """Return every file of which more than one import has rows without a key that count: nothing makes them one."""
    rows = conn.execute(
        f"""WITH import AS MATERIALIZED ({_IMPORTS}),
            counted AS (
                SELECT i.digest, i.id, (SELECT count(*) FROM entry e
                                        WHERE e.batch = i.id AND e.key IS NULL AND {LIVE}) AS n
                FROM import i WHERE i.digest IN (SELECT digest FROM import GROUP BY digest HAVING count(*) > 1))
            SELECT digest, id, n FROM counted WHERE n > 0 ORDER BY digest, id"""
    ).fetchall()
    commands = batches(conn, [id_ for _, id_, _ in rows])
    files = (tuple((commands[id_], n) for _, id_, n in group) for _, group in groupby(rows, key=lambda row: row[0]))
    return tuple(ImportedTwice(imports) for imports in files if len(imports) > 1)


def key_conflicts(conn: sqlite3.Connection) -> list[KeyConflict]:
    """Return every key that several live entries bear: twins apart they say different things, and all of them count."""
    keys = conn.execute(
        f"""SELECT e.key FROM {SHARED_KEYS} s CROSS JOIN entry e ON e.key = s.key WHERE {LIVE}
            GROUP BY e.key HAVING count(*) > 1 ORDER BY e.key"""
    ).fetchall()
    return [KeyConflict(key, live_under_key(conn, key)) for (key,) in keys]
