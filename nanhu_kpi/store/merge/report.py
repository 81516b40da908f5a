"""What two copies decided apart since they parted, and entries of one that meet what the other recorded.

Found once both are in one file, and the same whichever of them is merged into the other.
"""

from __future__ import annotations

from bisect import bisect
from datetime import date
from typing import TYPE_CHECKING

from nanhu_kpi.merge_result import ClosedLate, Hidden, PassedOn, Reclosed, RetiredLate, RevisedApart
from nanhu_kpi.model import Actual, Revision
from nanhu_kpi.quantity import value_of
from nanhu_kpi.store.batches import CAME, any_went, batches, note_batches
from nanhu_kpi.store.counting import LIVE
from nanhu_kpi.store.entries import live_under_key
from nanhu_kpi.store.periods import closure_of, closure_with
from nanhu_kpi.store.targets import recorded_targets

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


_OWN = ("change", "entry", "void", "target", "period")
_SIDES = ("own_entry", "fresh_entry")
# Measures that add up and in which both sides recorded: few, however large the files are.
_SHARED_SUMS = """SELECT code FROM measure WHERE kind = 'sum' AND code IN (SELECT measure FROM brought)
    AND code IN (SELECT e.measure FROM own_entry JOIN entry e USING (id))"""
Place = tuple[str, bytes]  # the order in which entries count: day, id


def collect_own(conn: sqlite3.Connection) -> None:
    """Fill the temporary tables `own_…` with the ids of the rows that `other` lacks, before anything is taken over."""
    for table in _OWN:
        conn.execute(f"DROP TABLE IF EXISTS temp.own_{table}")
        conn.execute(f"CREATE TEMP TABLE own_{table} (id BLOB PRIMARY KEY NOT NULL) WITHOUT ROWID")
        conn.execute(
            f"""INSERT INTO own_{table} SELECT id FROM main.{table} m
                WHERE NOT EXISTS (SELECT 1 FROM other.{table} o WHERE o.id = m.id)"""
        )
    note_batches(conn)


def all_own_since(conn: sqlite3.Connection) -> bool:
    """Return whether all that `main` has recorded since `collect_own` is its own: nothing that the copy has too came
    in meanwhile, and nothing that was there is gone."""
    (is_there,) = conn.execute(f"SELECT EXISTS (SELECT 1 FROM ({CAME}) JOIN other.batch USING (id))").fetchone()
    return not is_there and not any_went(conn)


def collect_own_since(conn: sqlite3.Connection) -> None:
    """Add what `main` has recorded since to the temporary tables `own_…`."""
    for table in _OWN:
        conn.execute(f"INSERT INTO own_{table} SELECT id FROM main.{table} WHERE batch IN ({CAME})")
    note_batches(conn)


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


def hidden_by_totals(conn: sqlite3.Connection) -> Iterator[Hidden]:
    """Yield the entries that counted at their desk and that a later stated total of the other side hides, by total.

    A total known at their own desk that hides them anyway is none of the merge's doing.
    """
    for (measure,) in conn.execute(f"{_SHARED_SUMS} ORDER BY code").fetchall():
        years: dict[str, dict[str, list[Place]]] = {}
        for day, id_, side in _totals(conn, measure):
            years.setdefault(day[:4], {}).setdefault(side, []).append((day, id_))
        for year, totals in sorted(years.items()):
            for mine, theirs in (_SIDES, _SIDES[::-1]):
                known = max([*totals.get(mine, []), *totals.get("", [])], default=(f"{year}-01-01", b""))
                hiding = [place for place in totals.get(theirs, []) if place > known]
                if hiding:
                    yield from _hidden(conn, measure, mine, known, hiding)


def recorded_on_retired(conn: sqlite3.Connection) -> Iterator[RetiredLate]:
    """Yield the measures that one side retired, with the entries from that day on of the other, which did not know."""
    retired = conn.execute(
        """SELECT m.code, m.retired_on, c.batch, c.id IN (SELECT id FROM own_change)
           FROM measure m JOIN change c ON c.id = (
               SELECT max(id) FROM change WHERE subject = 'measure' AND code = m.code AND field = 'retired_on')
           WHERE m.retired_on IS NOT NULL
           AND (c.id IN (SELECT id FROM own_change) OR c.id IN (SELECT id FROM fresh_change)) ORDER BY m.code"""
    ).fetchall()
    for code, day, batch, is_ours in retired:
        (rows,) = conn.execute(
            f"""SELECT count(*) FROM entry e WHERE e.measure = ? AND e.day >= ?
                AND e.id IN (SELECT id FROM {_SIDES[is_ours]}) AND {LIVE}""",
            (code, day),
        ).fetchone()
        if rows:
            yield RetiredLate(code, date.fromisoformat(day), batches(conn, [batch])[batch], rows)


def passed_on(conn: sqlite3.Connection) -> Iterator[PassedOn]:
    """Yield the keys whose entry one side took back, and the entry under it that the other side has and that counts."""
    rows = conn.execute(
        f"""SELECT v.key, v.entry, v.batch, e.id, min(v.id) FROM (
                SELECT x.key, v.entry, v.id, v.batch, 'fresh' AS there
                FROM own_void JOIN void v USING (id) JOIN entry x ON x.id = v.entry WHERE v.twin IS NULL
                UNION ALL SELECT x.key, v.entry, v.id, v.batch, 'own'
                FROM fresh_void JOIN void v USING (id) JOIN entry x ON x.id = v.entry WHERE v.twin IS NULL) v
            JOIN entry e ON e.key = v.key AND e.id <> v.entry
            WHERE {LIVE} AND CASE v.there WHEN 'own' THEN e.id IN (SELECT id FROM own_entry)
                             ELSE e.id IN (SELECT id FROM fresh_entry) END
            GROUP BY v.entry, e.id ORDER BY v.key, v.entry, e.id"""
    ).fetchall()
    for key, voided, batch, id_, _ in rows:
        ((entry, own_batch),) = (each for each in live_under_key(conn, key) if each[0].id == id_)
        yield PassedOn(key, voided, batches(conn, [batch])[batch], entry, own_batch)


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
    rows_by_month = conn.execute(
        f"""SELECT month, count(*) FROM (
                SELECT substr(x.day, 1, 7) AS month FROM main.entry x
                WHERE substr(x.day, 1, 7) IN {months} AND {rows.format(table="entry")}
                UNION ALL SELECT substr(e.day, 1, 7) FROM main.void x JOIN main.entry e ON e.id = x.entry
                WHERE x.twin IS NULL AND substr(e.day, 1, 7) IN {months} AND {rows.format(table="void")})
            GROUP BY month"""
    )
    return dict(rows_by_month.fetchall())


def _hidden(conn: sqlite3.Connection, measure: str, side: str, known: Place, totals: list[Place]) -> Iterator[Hidden]:
    """Yield what lies from `known` on and before some of the totals, by the first total after it."""
    rows = conn.execute(
        f"""SELECT e.day, e.id, b.officer FROM entry e JOIN batch b ON b.id = e.batch
            WHERE e.measure = :measure AND e.day BETWEEN :day AND :last AND (e.day, e.id) >= (:day, :id)
            AND e.type <> 'words'
            AND e.id IN (SELECT id FROM {side}) AND {LIVE} ORDER BY e.day, e.id""",
        {"measure": measure, "day": known[0], "last": totals[-1][0], "id": known[1]},
    )
    by_total: dict[Place, list[tuple[str, str]]] = {}
    for day, id_, officer in rows:
        following = bisect(totals, (day, id_))
        if following < len(totals):
            by_total.setdefault(totals[following], []).append((day, officer))
    for place, hidden in by_total.items():
        amount, qualifier, batch = conn.execute(
            "SELECT amount, qualifier, batch FROM entry WHERE id = ?", (place[1],)
        ).fetchone()
        days = [day for day, _ in hidden]
        yield Hidden(
            measure=measure,
            day=date.fromisoformat(place[0]),
            total=Actual(value_of(amount), qualifier, 1),
            batch=batches(conn, [batch])[batch],
            rows=len(hidden),
            officers=tuple(sorted({officer for _, officer in hidden})),
            first=date.fromisoformat(days[0]),
            last=date.fromisoformat(days[-1]),
        )


def _totals(conn: sqlite3.Connection, measure: str) -> list[tuple[str, bytes, str]]:
    """Return the stated totals of a measure that count: day, id, and the side that alone recorded it or ''."""
    return conn.execute(
        f"""SELECT e.day, e.id, CASE WHEN e.id IN (SELECT id FROM own_entry) THEN 'own_entry'
                                     WHEN e.id IN (SELECT id FROM fresh_entry) THEN 'fresh_entry' ELSE '' END
            FROM entry e WHERE e.measure = ? AND e.type = 'set' AND {LIVE} ORDER BY e.day, e.id""",
        (measure,),
    ).fetchall()
