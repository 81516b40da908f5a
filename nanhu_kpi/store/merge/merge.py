"""Two copies of a database made one: the union of what was recorded, whichever of them is merged into the other.

`merge_attached` takes what the attached file `other` has into `main`, inside the transaction it is called in; its two
halves are for a merge that compares first and locks then. It
records nothing of its own, so that merging twice, or both ways, or in another order, ends in the same rows:

- Batches, changes, entries, targets, voids and periods are united by id. A row never changes, so one id with two
  contents is refused.
- Entries that say the same under one key become one: see `store/twins.py`.
- Definitions and settings follow the newest change: see `definitions`.
- Roll-ups are functions of the rows, and are counted again for the days that were touched.

What two sides decided apart is reported: nothing is settled in silence.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors import DatabaseRefuses
from nanhu_kpi.errors.merge import UNFIT_ROWS
from nanhu_kpi.merge_result import Count, Merged, shared_names
from nanhu_kpi.store.definitions import read_goals, read_measures, read_settings
from nanhu_kpi.store.disputes import disputes
from nanhu_kpi.store.ids import RECORDED
from nanhu_kpi.store.merge.definitions import follow_changes, take_definitions
from nanhu_kpi.store.merge.duplicates import imported_twice, key_conflicts
from nanhu_kpi.store.merge.refusals import refuse_other_definitions, refuse_what_cannot_merge
from nanhu_kpi.store.merge.report import (
    all_own_since,
    collect_own,
    collect_own_since,
    hidden_by_totals,
    late_in_closed_months,
    passed_on,
    reclosed_apart,
    recorded_on_retired,
    revised_apart,
)
from nanhu_kpi.store.merge.union import collect_fresh, sum_up, take_over, touch_voided
from nanhu_kpi.store.recount import FITTING_GUARD, part_days, rollups_by_set, triggers_aside
from nanhu_kpi.store.twins import void_twins_by_set

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_RECORDED = ("entry", "void", "target", "period")
# What holds a definition to its newest change, one field at a time: a merge holds all of them to it.
_DEFINITION_GUARDS = "name GLOB '*_is_recorded' OR name IN ('goal_batch_is_fixed', 'measure_batch_is_fixed')"


class Taken(NamedTuple):
    """What was taken over: how many rows of each table, how many fields took another value, how many entries repeat
    another one."""

    counts: tuple[Count, ...]
    fields: int
    twins: int


def merge_attached(conn: sqlite3.Connection, path: Path, arrived_on: date | None) -> Merged:
    """Take over what `other`, which was named as `path`, has and `main` lacks, and return what came and what was met.

    What comes is known here from the day `arrived_on`; with None, since it was recorded.
    Raises one of the refusals of `errors.merge`.
    """
    compare_attached(conn, path)
    return met(conn, take_attached(conn, path, arrived_on))


def compare_attached(conn: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that cannot become one with `main`, and collect in temporary tables what each of them lacks.

    Nothing is written, so that nothing has to be locked; what was collected before is forgotten. Raises one of the
    refusals of `errors.merge`.
    """
    refuse_what_cannot_merge(conn, path)
    for table in RECORDED:
        collect_fresh(conn, table)
    collect_own(conn)
    sum_up(conn)


def compare_later(conn: sqlite3.Connection, path: Path) -> None:
    """Compare what `main` has recorded since `compare_attached` with the file: few rows, so that it may be done under
    the lock. Raises what `compare_attached` raises."""
    if all_own_since(conn):
        refuse_other_definitions(conn, path)
        collect_own_since(conn)
    else:
        compare_attached(conn, path)


def take_attached(conn: sqlite3.Connection, path: Path, arrived_on: date | None) -> Taken:
    """Take over what was collected, in the transaction that `conn` is in. Raises UNFIT_ROWS."""
    counts = [_count(conn, table) for table in RECORDED]
    try:
        on = arrived_on.isoformat() if arrived_on else None
        fields = _take_definitions(conn, counts, on)
        return Taken(tuple(counts), fields, _take_records(conn, on))
    except sqlite3.IntegrityError as error:
        raise DatabaseRefuses(UNFIT_ROWS, path=path, reason=str(error).partition(":")[0]) from error


def met(conn: sqlite3.Connection, taken: Taken) -> Merged:
    """Return what came, and what two sides decided apart: it is read from what is one file now."""
    return Merged(
        counts=taken.counts,
        twins=taken.twins,
        fields=taken.fields,
        disputes=tuple(disputes(conn)),
        keys=tuple(key_conflicts(conn)),
        targets=tuple(revised_apart(conn)),
        months=tuple(late_in_closed_months(conn)),
        imports=imported_twice(conn),
        names=shared_names(read_goals(conn), read_measures(conn).values()),
        crossing=read_settings(conn).crossing,
        hidden=tuple(hidden_by_totals(conn)),
        retired=tuple(recorded_on_retired(conn)),
        reclosed=tuple(reclosed_apart(conn)),
        passed_on=tuple(passed_on(conn)),
    )


def has_its_own(conn: sqlite3.Connection) -> bool:
    """Return whether anything but the catalogue was ever recorded in the file."""
    return bool(conn.execute("SELECT EXISTS (SELECT 1 FROM batch WHERE host <> 'catalogue')").fetchone()[0])


def recorded_years(conn: sqlite3.Connection) -> list[int]:
    """Return the years that have an entry that counts."""
    return [int(year) for (year,) in conn.execute("SELECT DISTINCT substr(month, 1, 4) FROM rollup_month ORDER BY 1")]


def _take_definitions(conn: sqlite3.Connection, counts: list[Count], arrived_on: str | None) -> int:
    """Take over batches, changes and definitions, and return how many fields took another value."""
    take_over(conn, "batch", arrived_on=arrived_on)
    take_over(conn, "change")
    with triggers_aside(conn, _DEFINITION_GUARDS):
        counts += [Count(table, *came) for table, came in take_definitions(conn).items()]
        return follow_changes(conn)


def _take_records(conn: sqlite3.Connection, arrived_on: str | None) -> int:
    """Take over the rest, and return how many entries were found to repeat another one."""
    part_days(conn, "brought")
    with (
        triggers_aside(conn, FITTING_GUARD),
        rollups_by_set(conn, entries="fresh_entry", voids="fresh_void", summed="summed"),
    ):
        for table in _RECORDED:
            take_over(conn, table)
        twins = void_twins_by_set(conn, "fresh_void", arrived_on=arrived_on)
        touch_voided(conn)
    return twins


def _count(conn: sqlite3.Connection, table: str) -> Count:
    (came,) = conn.execute(f"SELECT count(*) FROM fresh_{table}").fetchone()
    (there,) = conn.execute(f"SELECT count(*) FROM other.{table}").fetchone()
    return Count(table, came, there - came)
