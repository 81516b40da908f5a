"""A key that many equal entries bear: one counts, whoever is taken back, and their voids grow with their number."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.service.merge import merge
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import reading, writing
from nanhu_kpi.store.entries import live_under_key, void_entries
from tests.support.builders import SUM, batch, entry, made_id
from tests.support.commands import actual, desk_at
from tests.support.desks import content

if TYPE_CHECKING:
    from collections.abc import Collection

_BATCHES = 10_000  # the numbers of batches are above those of entries


def with_equal(empty: Path, name: str, numbers: Collection[int]) -> Path:
    """Return a copy that holds one row under one key, recorded as each of these numbers."""
    path = Path(shutil.copy(empty, empty.with_name(name)))
    with writing(path) as conn:
        for number in numbers:
            add_batch(conn, batch(_BATCHES + number, officer=f"{number}"))
        conn.executemany(
            """INSERT INTO entry (id, batch, key, measure, day, type, amount)
               VALUES (?, ?, 'k1', ?, '2024-06-15', 'add', 30000)""",
            [(made_id(number), made_id(_BATCHES + number), SUM) for number in numbers],
        )
    return path


def live(path: Path) -> list[bytes]:
    with reading(path) as conn:
        return [each.id for each, _ in live_under_key(conn, "k1")]


def take_back(path: Path, numbers: Collection[int], by: int) -> None:
    with writing(path) as conn:
        add_batch(conn, batch(2 * _BATCHES + by))
        voids = [(made_id(3 * _BATCHES + number), entry(number, SUM, "2024-06-15", "add", 3)) for number in numbers]
        void_entries(conn, made_id(2 * _BATCHES + by), voids, "twice")


def count_voids(path: Path) -> int:
    with reading(path) as conn:
        return int(conn.execute("SELECT count(*) FROM void WHERE twin IS NOT NULL").fetchone()[0])


@pytest.fixture
def crowded(empty_db: Path) -> Path:
    """Twenty copies' equal entries in one file, merged in the order of neither their ids nor their copies."""
    path = with_equal(empty_db, "crowded.db", ())
    for number in (7, 13, 2, 20, 1, 18, 5, 9, 11, 3, 16, 4, 19, 6, 12, 8, 17, 10, 15, 14):
        merge(desk_at(path), with_equal(empty_db, f"{number}.db", (number,)))
    return path


def test_the_least_that_nobody_took_back_counts_one_by_one(crowded: Path) -> None:
    for number in range(1, 21):
        assert live(crowded) == [made_id(number)]
        assert actual(crowded, SUM) == "3"
        take_back(crowded, [number], number)
    assert live(crowded) == []
    assert actual(crowded, SUM) == ""


def test_the_least_that_nobody_took_back_counts_when_many_go_at_once(empty_db: Path) -> None:
    path = with_equal(empty_db, "own.db", ())
    merge(desk_at(path), with_equal(empty_db, "other.db", range(1, 301)))
    take_back(path, range(1, 251), 1)
    assert live(path) == [made_id(251)]
    content(path)  # the roll-ups are what a recount gives


def test_what_two_copies_take_back_apart_leaves_one_that_counts(crowded: Path) -> None:
    other = Path(shutil.copy(crowded, crowded.with_name("other.db")))
    take_back(crowded, range(1, 11), 1)
    take_back(other, range(11, 20), 2)
    third = Path(shutil.copy(crowded, crowded.with_name("third.db")))
    merge(desk_at(crowded), other)
    merge(desk_at(other), third)
    assert live(crowded) == live(other) == [made_id(20)]
    assert content(crowded) == content(other)


def test_the_voids_of_equal_entries_grow_with_their_number(empty_db: Path) -> None:
    counts = []
    for many in (200, 400):
        path = with_equal(empty_db, f"{many}.db", ())
        merge(desk_at(path), with_equal(empty_db, f"other{many}.db", range(1, many + 1)))
        counts.append(count_voids(path))
        merged = content(path)
        merge(desk_at(path), with_equal(empty_db, f"other{many}.db", range(1, many + 1)))
        assert content(path) == merged
    assert counts[1] < 2.1 * counts[0]
