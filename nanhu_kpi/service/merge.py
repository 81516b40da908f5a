"""Another copy of the database merged into the one in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import last_shown
from nanhu_kpi.errors import DatabaseRefuses
from nanhu_kpi.errors.database import ForeignFile, MissingFile
from nanhu_kpi.errors.merge import NOT_A_COPY, NOTHING_THERE
from nanhu_kpi.model import NO_DATA, Actual, Goal, Measure
from nanhu_kpi.paths import is_there
from nanhu_kpi.scorecard.results import Effect
from nanhu_kpi.store.connection import Connection, one_look, version_of
from nanhu_kpi.store.copies.other_copy import attach_to_read, readable
from nanhu_kpi.store.definitions import read_goals, read_measures, read_settings
from nanhu_kpi.store.merge.merge import (
    Taken,
    compare_attached,
    compare_later,
    has_its_own,
    met,
    recorded_years,
    take_attached,
)
from nanhu_kpi.store.rollups import actuals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from nanhu_kpi.merge_result import Merged
    from nanhu_kpi.service.ledger import Ledger, Staging
    from nanhu_kpi.settings import Settings


class Merging(NamedTuple):
    """What a merge did or would do, to figures too, and the goals and measures after it, whose names are shown."""

    merged: Merged
    effects: tuple[Effect, ...]
    things: Mapping[str, Goal | Measure]
    settings: Settings


# The copy looked at, compared, what stands, taken over, told.
_STEPS = 5


def is_the_same(ledger: Ledger, path: Path) -> bool:
    """Return whether `path` is the database in use, under whatever name."""
    return is_there(path) and is_there(ledger.path) and path.samefile(ledger.path)


def merge(ledger: Ledger, path: Path, *, dry_run: bool = False) -> Merging:
    """Take over what `path` has and the database in use lacks: all of it, or with `dry_run` nothing.

    Raises NOTHING_THERE, NOT_A_COPY, a refusal of `errors.merging`, or what opening either file raises.
    """
    try:
        with readable(path, ledger.clock().date(), ledger.path) as place, ledger.draft() as staging:
            attach_to_read(staging.conn, place, path)
            return _merged(staging, path, dry_run=dry_run)
    except MissingFile as refusal:
        if refusal.facts["path"] == path:
            raise DatabaseRefuses(NOTHING_THERE, path=path) from refusal
        raise
    except ForeignFile as refusal:
        if refusal.facts["path"] == path:
            raise DatabaseRefuses(NOT_A_COPY, path=path) from refusal
        raise


def _merged(staging: Staging, path: Path, *, dry_run: bool) -> Merging:
    """Compare the attached file while nothing is locked, and hold the lock for what is taken over alone."""
    conn = staging.conn
    on_step = staging.ledger.on_step
    on_step(1, _STEPS)
    with one_look(conn):
        version = version_of(conn)
        compare_attached(conn, path)
        on_step(2, _STEPS)
        before = _standing(conn, staging.today)
    with staging.write(keep=not dry_run) as writing:
        if version_of(conn) != version:  # somebody has recorded something meanwhile
            compare_later(conn, path)
            before = _standing(conn, writing.today)
        on_step(3, _STEPS)
        # A file in which nothing was recorded is made what the copy is: that is no news to it.
        taken = take_attached(conn, path, writing.today if has_its_own(conn) else None)
        on_step(4, _STEPS)
        effects = tuple(_effects(conn, writing.today, before))
        if dry_run:
            return _told(conn, taken, effects)
    with one_look(conn):
        return _told(conn, taken, effects)


def _told(conn: Connection, taken: Taken, effects: tuple[Effect, ...]) -> Merging:
    things: dict[str, Goal | Measure] = {goal.code: goal for goal in read_goals(conn, undone=True)}
    return Merging(met(conn, taken), effects, things | read_measures(conn, undone=True), read_settings(conn))


def _standing(conn: Connection, today: date) -> dict[date, dict[str, Actual]]:
    """Return every actual of every year, as of today or the year's end."""
    years = [year for year in recorded_years(conn) if year <= today.year]
    days = [last_shown(year, today) for year in years]
    return {day: actuals(conn, day) for day in days}


def _effects(conn: Connection, today: date, before: Mapping[date, Mapping[str, Actual]]) -> Iterator[Effect]:
    measures = read_measures(conn, undone=True)
    for day, after in _standing(conn, today).items():
        was = before.get(day, {})
        for code in (code for code in measures if code in after or code in was):
            old, new = was.get(code, NO_DATA), after.get(code, NO_DATA)
            if (old.value, old.qualifier) != (new.value, new.qualifier):
                yield Effect(measures[code], day, old, new)
