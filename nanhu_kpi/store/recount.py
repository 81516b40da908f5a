"""Roll-ups counted again from the rows: for the triggers a day at a time, for bulk writes and checks by set."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from nanhu_kpi.store.counting import KNOWN_ON, LIVE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

# Roll-ups are kept by what runs AFTER a row; what runs BEFORE one guards it, and stays.
_KEEPS_ROLLUPS = "sql LIKE '% AFTER %' AND tbl_name IN ('entry', 'void', 'rollup_day')"
# The guard that looks at an entry at a time: who writes many asks of all of them at once whether they fit.
FITTING_GUARD = "name = 'entry_fits_its_measure'"

_FROM_TOTAL = f"""FROM entry e
    WHERE e.measure = x.measure AND e.day = x.day AND e.id >= x.total_id AND {LIVE}"""


def days_of(scope: str) -> str:
    """Return the SELECT of the rows of rollup_day for a scope: a table or a subquery of distinct (measure, day)."""
    return f"""SELECT x.measure, x.day, x.total_id,
           CASE WHEN x.total_id IS NULL THEN x.amount ELSE (SELECT sum(e.amount) {_FROM_TOTAL}) END,
           x.n_values, x.n_entries,
           CASE WHEN x.total_id IS NULL THEN x.qualifier
                ELSE (SELECT max(e.qualifier & 1) | max(e.qualifier & 2) {_FROM_TOTAL}) END
        FROM (SELECT e.measure, e.day, max(e.id) FILTER (WHERE e.type = 'set') AS total_id,
                     coalesce(sum(e.amount), 0) AS amount, count(e.amount) AS n_values, count(*) AS n_entries,
                     max(e.qualifier & 1) | max(e.qualifier & 2) AS qualifier
              FROM {scope} s CROSS JOIN entry e ON e.measure = s.measure AND e.day = s.day
              WHERE {LIVE} GROUP BY e.measure, e.day) x"""


def months_of(scope: str) -> str:
    """Return the SELECT of the rows of rollup_month for a scope of distinct (measure, month), from rollup_day."""
    return f"""SELECT d.measure, s.month, w.day,
           coalesce(sum(d.amount) FILTER (WHERE w.day IS NULL OR d.day >= w.day), 0), sum(d.n_values), sum(d.n_entries),
           sum(d.n_values > 0),
           coalesce(max(d.qualifier & 1) FILTER (WHERE w.day IS NULL OR d.day >= w.day), 0)
           | coalesce(max(d.qualifier & 2) FILTER (WHERE w.day IS NULL OR d.day >= w.day), 0),
           max(d.day)
        FROM {scope} s
        LEFT JOIN rollup_day w ON w.measure = s.measure AND w.day = (
            SELECT max(day) FROM rollup_day WHERE measure = s.measure
            AND day BETWEEN s.month || '-01' AND s.month || '-31' AND total_id IS NOT NULL)
        CROSS JOIN rollup_day d ON d.measure = s.measure AND d.day BETWEEN s.month || '-01' AND s.month || '-31'
        GROUP BY d.measure, s.month"""


def late_of(entries: str, voids: str) -> str:
    """Return the SELECT of the rows of rollup_late that the entries and voids under two conditions (on `e.id` and
    `v.id`) add."""
    return f"""SELECT logged_on, day, count(*) FROM (
            SELECT {KNOWN_ON} AS logged_on, e.day FROM entry e JOIN batch b ON b.id = e.batch
            WHERE e.day < {KNOWN_ON} AND b.host <> 'catalogue' AND {entries}
            UNION ALL
            SELECT {KNOWN_ON}, e.day FROM void v JOIN batch b ON b.id = v.batch JOIN entry e ON e.id = v.entry
            WHERE e.day < {KNOWN_ON} AND {voids})
        WHERE true GROUP BY logged_on, day"""


@contextmanager
def triggers_aside(conn: sqlite3.Connection, condition: str) -> Iterator[None]:
    """Take the triggers under a condition away for the block, inside a transaction: its rollback brings them back."""
    triggers = conn.execute(f"SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND ({condition})").fetchall()
    for name, _ in triggers:
        conn.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in triggers:
        conn.execute(sql)


def part_days(conn: sqlite3.Connection, sums: str) -> None:
    """Part the days of a table of sums in two temporary tables: `summed`, of which nothing is recorded yet and to which
    only a plain sum comes, and `touched`, which are to be counted again.

    The table names each (measure, day) once, with amount, n_values, n_rows, qualifier and is_summed.
    """
    for table in ("summed", "touched"):
        conn.execute(f"DROP TABLE IF EXISTS temp.{table}")
    conn.execute(
        f"""CREATE TEMP TABLE summed AS SELECT measure, day, amount, n_values, n_rows, qualifier FROM {sums} s
            WHERE s.is_summed
            AND NOT EXISTS (SELECT 1 FROM main.entry e WHERE e.measure = s.measure AND e.day = s.day)"""
    )
    conn.execute("CREATE TEMP TABLE touched (measure TEXT, day TEXT, PRIMARY KEY (measure, day)) WITHOUT ROWID")
    conn.execute(f"INSERT INTO touched SELECT measure, day FROM {sums} EXCEPT SELECT measure, day FROM summed")


@contextmanager
def rollups_by_set(
    conn: sqlite3.Connection,
    *,
    entries: str | None = None,
    voids: str | None,
    summed: str | None = None,
) -> Iterator[None]:
    """Set the roll-ups' triggers aside while rows are written in bulk, then count what they touched, by set.

    Inside a transaction. When the block ends, the table `touched` names every distinct (measure, day) whose roll-up may
    differ, and the tables `entries` and `voids` (None for none) the `id` of every row that was added. Days of which
    nothing was recorded before, and to which no total came, may be told in `summed` instead, with amount, n_values,
    n_rows and qualifier. Where the block fails, the transaction's rollback brings the triggers back.
    """
    with triggers_aside(conn, _KEEPS_ROLLUPS):
        yield
        _recount(conn, summed)
        new_entries = f"e.id IN (SELECT id FROM {entries})" if entries else "false"
        new_voids = f"v.id IN (SELECT id FROM {voids})" if voids else "false"
        conn.execute(
            f"""INSERT INTO rollup_late (logged_on, day, n) {late_of(new_entries, new_voids)}
                ON CONFLICT (logged_on, day) DO UPDATE SET n = n + excluded.n"""
        )


def _recount(conn: sqlite3.Connection, summed: str | None) -> None:
    conn.execute("DELETE FROM rollup_day WHERE (measure, day) IN (SELECT measure, day FROM touched)")
    conn.execute(f"INSERT INTO rollup_day {days_of('touched')}")
    months = "SELECT measure, substr(day, 1, 7) AS month FROM touched"
    if summed:
        conn.execute(
            f"""INSERT INTO rollup_day (measure, day, amount, n_values, n_entries, qualifier)
                SELECT measure, day, amount, n_values, n_rows, qualifier FROM {summed}"""
        )
        months += f" UNION SELECT measure, substr(day, 1, 7) FROM {summed}"
    months = f"(SELECT DISTINCT measure, month FROM ({months}))"
    conn.execute(f"DELETE FROM rollup_month WHERE (measure, month) IN {months}")
    conn.execute(f"INSERT INTO rollup_month {months_of(months)}")


# Each roll-up beside what its rows come to now; a month is held to the days, which are held to the entries.
_COUNTED = {
    "rollup_day": days_of("(SELECT DISTINCT measure, day FROM entry)"),
    "rollup_month": months_of("(SELECT DISTINCT measure, substr(day, 1, 7) AS month FROM rollup_day)"),
    "rollup_late": late_of("true", "true"),
}


def wrong_rollups(conn: sqlite3.Connection) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Yield the table and the first two columns of every roll-up row that is not what a recount gives."""
    for table, counted in _COUNTED.items():
        first = " , ".join(row[1] for row in conn.execute(f"PRAGMA table_info({table})").fetchmany(2))
        rows = conn.execute(
            f"""SELECT DISTINCT {first} FROM (SELECT * FROM (SELECT * FROM {table} EXCEPT {counted})
                UNION ALL SELECT * FROM ({counted} EXCEPT SELECT * FROM {table})) ORDER BY 1, 2"""
        )
        yield from ((table, tuple(row)) for row in rows)
