"""What two copies decided apart since they parted: each has rows of it that the other lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.merge_result import ClosedLate, Reclosed, RevisedApart
from nanhu_kpi.store.periods import closure_of, closure_with
from nanhu_kpi.store.targets import recorded_targets

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from nanhu_kpi.store.targets import Revision

_OWN = ("change", "entry", "void", "target", "period")


def collect_own(conn: sqlite3.Connection) -> None:
    """Fill the temporary tables `own_…` with the ids of the rows that `other` lacks, before anything is taken over."""
    for table in _OWN:
        conn.execute(f"CREATE TEMP TABLE own_{table} (id BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID")
        conn.execute(
            f"""INSERT INTO own_{table} SELECT id FROM main.{table} m
                WHERE NOT EXISTS (SELECT 1 FROM other.{table} o WHERE o.id = m.id)"""
        )


def revised_apart(conn: sqlite3.Connection) -> Iterator[RevisedApart]:
    """Yield every measure and year whose target both sides revised: the revision of each that would hold without the
    other's."""
    sides = [_newest_revisions(conn, table) for table in ("own_target", "fresh_target")]
    for measure, year in sorted(sides[0].keys() & sides[1].keys()):
        (ours, our_batch, _), (theirs, their_batch, _) = (side[measure, year] for side in sides)
        every = recorded_targets(conn, measures=[measure], year=year)
        holds = [target.id for target, _, void in every if void is None][-1]
        yield RevisedApart(measure, year, (ours, our_batch), (theirs, their_batch), holds)


def reclosed_apart(conn: sqlite3.Connection) -> Iterator[Reclosed]:
    """Yield every month that both sides closed or opened again: the newest row of each."""
    sides = [
        dict(
            conn.execute(f"SELECT p.month, max(p.id) FROM {side} JOIN period p USING (id) GROUP BY p.month").fetchall()
        )
        for side in ("own_period", "fresh_period")
    ]
    for month in sorted(sides[0].keys() & sides[1].keys()):
        ours, theirs = (side[month] for side in sides)
        yield Reclosed(month, closure_with(conn, ours), closure_with(conn, theirs), ours > theirs)


def late_in_closed_months(conn: sqlite3.Connection) -> Iterator[ClosedLate]:
    """Yield the closed months that hold entries or voids of a side that did not know of the closing."""
    theirs = _late(conn, "own_period", "x.id IN (SELECT id FROM fresh_{table})")
    ours = _late(conn, "fresh_period", "x.id IN (SELECT id FROM own_{table})")
    for month in sorted(ours.keys() | theirs.keys()):
        closure = closure_of(conn, month)
        if closure and closure.closed:
            rows = ours.get(month, 0) + theirs.get(month, 0)
            yield ClosedLate(month, closure.officer, closure.logged_at, rows)


def _newest_revisions(conn: sqlite3.Connection, side: str) -> dict[tuple[str, int], Revision]:
    """Return the live revision with the greatest effective day and id that one side alone made, by measure and year."""
    both = """SELECT t.measure, t.year FROM own_target JOIN target t USING (id)
              INTERSECT SELECT t.measure, t.year FROM fresh_target JOIN target t USING (id)"""
    ids = conn.execute(
        f"SELECT id FROM {side} JOIN target t USING (id) WHERE (t.measure, t.year) IN ({both})"
    ).fetchall()
    revisions = recorded_targets(conn, ids=[id_ for (id_,) in ids]) if ids else []
    return {(each[0].measure, each[0].year): each for each in revisions if each[2] is None}


def _late(conn: sqlite3.Connection, closings: str, rows: str) -> dict[str, int]:
    """Return how many entries and voids under a condition are dated in each month that one side alone closed."""
    months = f"(SELECT p.month FROM {closings} JOIN period p USING (id) WHERE p.closed = 1)"
    if not conn.execute(f"SELECT EXISTS {months}").fetchone()[0]:
        return {}
    found = conn.execute(
        f"""SELECT month, count(*) FROM (
                SELECT substr(x.day, 1, 7) AS month FROM main.entry x
                WHERE substr(x.day, 1, 7) IN {months} AND {rows.format(table="entry")}
                UNION ALL SELECT substr(e.day, 1, 7) FROM main.void x JOIN main.entry e ON e.id = x.entry
                WHERE x.twin IS NULL AND substr(e.day, 1, 7) IN {months} AND {rows.format(table="void")})
            GROUP BY month"""
    )
    return dict(found.fetchall())
