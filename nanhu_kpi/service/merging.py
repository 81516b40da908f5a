"""Another copy of the database merged into the one in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors.database import ForeignFile, MissingFile
from nanhu_kpi.errors.merging import NotACopy, NothingThere
from nanhu_kpi.store import merging as store
from nanhu_kpi.store.beside import attach_to_read, readable
from nanhu_kpi.store.definitions import read_goals, read_measures, read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from nanhu_kpi.merged import Merged
    from nanhu_kpi.model import Goal, Measure
    from nanhu_kpi.service.desk import Desk
    from nanhu_kpi.settings import Settings


class Merging(NamedTuple):
    """What a merge did or would do, and what is defined after it, to tell it by name."""

    merged: Merged
    things: Mapping[str, Goal | Measure]
    settings: Settings


class _Rehearsed(Exception):
    """Ends the transaction of a merge that is only to be shown."""


def is_the_same(desk: Desk, path: Path) -> bool:
    """Return whether `path` is the database in use, under whatever name."""
    return path.exists() and desk.path.exists() and path.samefile(desk.path)


def merge(desk: Desk, path: Path, *, dry_run: bool = False) -> Merging:
    """Take over what `path` has and the database in use lacks: all of it, or with `dry_run` nothing.

    Raises NothingThere, NotACopy, a refusal of `errors.merging`, or what opening either file raises.
    """
    done: list[Merging] = []
    try:
        with readable(path) as place, desk.write() as write:
            attach_to_read(write.conn, place, path)
            merged = store.merge(write.conn, path)
            things: dict[str, Goal | Measure] = {goal.code: goal for goal in read_goals(write.conn)}
            done.append(Merging(merged, things | read_measures(write.conn), read_settings(write.conn)))
            if dry_run:
                raise _Rehearsed
    except _Rehearsed:
        pass
    except MissingFile as refusal:
        if refusal.facts["path"] == path:
            raise NothingThere(path=path) from refusal
        raise
    except ForeignFile as refusal:
        if refusal.facts["path"] == path:
            raise NotACopy(path=path) from refusal
        raise
    return done[0]
