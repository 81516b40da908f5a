"""Another copy of the database merged into the one in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import year_end
from nanhu_kpi.errors import DatabaseRefuses
from nanhu_kpi.errors.database import ForeignFile, MissingFile
from nanhu_kpi.errors.merge import NOT_A_COPY, NOTHING_THERE
from nanhu_kpi.model import Actual
from nanhu_kpi.store.definitions import read_goals, read_measures, read_settings
from nanhu_kpi.store.merge.merge import has_its_own, merge_attached, recorded_years
from nanhu_kpi.store.other_copy import attach_to_read, readable
from nanhu_kpi.store.rollups import actuals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from nanhu_kpi.merge_result import Merged
    from nanhu_kpi.model import Goal, Measure
    from nanhu_kpi.service.ledger import Ledger, Writing
    from nanhu_kpi.settings import Settings


class MergeEffect(NamedTuple):
    """What a merge did to one measure: its actual as of `day`, before and after."""

    measure: Measure
    day: date
    before: Actual
    after: Actual


class Merging(NamedTuple):
    """What a merge did or would do, to figures too, and the goals and measures after it, whose names are shown."""

    merged: Merged
    effects: tuple[MergeEffect, ...]
    things: Mapping[str, Goal | Measure]
    settings: Settings


class _Rehearsed(Exception):
    """Ends the transaction of a merge that is only to be shown."""


def is_the_same(ledger: Ledger, path: Path) -> bool:
    """Return whether `path` is the database in use, under whatever name."""
    return path.exists() and ledger.path.exists() and path.samefile(ledger.path)


def merge(ledger: Ledger, path: Path, *, dry_run: bool = False) -> Merging:
    """Take over what `path` has and the database in use lacks: all of it, or with `dry_run` nothing.

    Raises NOTHING_THERE, NOT_A_COPY, a refusal of `errors.merging`, or what opening either file raises.
    """
    done: list[Merging] = []
    try:
        with readable(path, ledger.clock().date(), ledger.path) as place, ledger.write() as writing:
            attach_to_read(writing.conn, place, path)
            before = _standing(writing)
            # A file in which nothing was recorded is made what the copy is: that is no news to it.
            merged = merge_attached(writing.conn, path, writing.today if has_its_own(writing.conn) else None)
            effects = tuple(_effects(writing, before))
            things: dict[str, Goal | Measure] = {goal.code: goal for goal in read_goals(writing.conn, undone=True)}
            done.append(
                Merging(merged, effects, things | read_measures(writing.conn, undone=True), read_settings(writing.conn))
            )
            if dry_run:
                raise _Rehearsed
    except _Rehearsed:
        pass
    except MissingFile as refusal:
        if refusal.facts["path"] == path:
            raise DatabaseRefuses(NOTHING_THERE, path=path) from refusal
        raise
    except ForeignFile as refusal:
        if refusal.facts["path"] == path:
            raise DatabaseRefuses(NOT_A_COPY, path=path) from refusal
        raise
    return done[0]


def _standing(writing: Writing) -> dict[date, dict[str, Actual]]:
    """Return every actual of every year, as of today or the year's end."""
    years = [year for year in recorded_years(writing.conn) if year <= writing.today.year]
    days = [min(writing.today, year_end(year)) for year in years]
    return {day: actuals(writing.conn, day) for day in days}


def _effects(writing: Writing, before: Mapping[date, Mapping[str, Actual]]) -> Iterator[MergeEffect]:
    measures = read_measures(writing.conn, undone=True)
    for day, after in _standing(writing).items():
        was = before.get(day, {})
        for code in (code for code in measures if code in after or code in was):
            old, new = was.get(code, Actual()), after.get(code, Actual())
            if (old.value, old.qualifier) != (new.value, new.qualifier):
                yield MergeEffect(measures[code], day, old, new)
