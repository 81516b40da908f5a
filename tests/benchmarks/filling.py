"""Databases with as many entries as a benchmark asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.service.ledger import create_database
from nanhu_kpi.store.database import writing

if TYPE_CHECKING:
    from pathlib import Path

# Increments of every measure that adds up, over the days of 2023 to 2025, in the order of their ids. The ids are
# UUIDv7 in form: a growing number before a scattered one.
_FILL = """
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :entries),
    m AS (SELECT code, row_number() OVER (ORDER BY code) - 1 AS at, count(*) OVER () AS many
          FROM measure WHERE kind = 'sum')
    INSERT INTO entry (id, batch, measure, day, type, amount, note)
    SELECT unhex(printf('%012x7%03x8%015x', 1800000000000 + i / 1000, i % 1000, i)), batch.id, m.code,
           date('2023-01-01', (i * 1095 / :entries) || ' days'), 'add', 10000 * (i % 9), {note}
    FROM n JOIN m ON m.at = n.i % m.many CROSS JOIN (SELECT id FROM batch LIMIT 1) batch
"""


def filled(path: Path, entries: int, note: str = "NULL") -> Path:
    """Create a database at `path` and put so many entries into it, triggers on; `note` is SQL on their number `i`."""
    create_database(path)
    with writing(path) as conn:
        # SQLite's own unhex came with 3.41.
        conn.create_function("unhex", 1, bytes.fromhex, deterministic=True)
        conn.execute(_FILL.format(note=note), {"entries": entries})
    return path
