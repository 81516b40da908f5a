"""What an old sheet could not know: entries recorded or taken back on a later day than their own are counted."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.entries import add_entries, add_void
from nanhu_kpi.store.recorded_since import recorded_after
from nanhu_kpi.store.rollups import recorded_late
from tests.support.builders import SUM, batch, entry, made_id
from tests.support.histories import DAYS, LOOKS, NEXT, histories, shuffles

if TYPE_CHECKING:
    import random
    import sqlite3
    from collections.abc import Iterator

    from nanhu_kpi.model import Entry

desk_days = st.lists(st.sampled_from(DAYS), min_size=3, max_size=3)
voids = st.lists(st.tuples(st.integers(0, 24), st.integers(0, 2)), max_size=12)


@pytest.fixture(scope="module")
def conn(_built_empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """One connection for all examples; nothing is ever committed on it."""
    path = Path(shutil.copy(_built_empty, tmp_path_factory.mktemp("late")))
    with closing(connect(path, "rw")) as conn:
        yield conn


@pytest.fixture
def june(conn: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A command on 30 June (0), one on 1 July (1), one on 8 July (2)."""
    conn.execute("BEGIN")
    for number, day in enumerate([date(2024, 6, 30), date(2024, 7, 1), date(2024, 7, 8)]):
        add_batch(conn, batch(number, on=day))
    yield conn
    conn.rollback()


def late(conn: sqlite3.Connection, *days: str) -> list[int]:
    return [recorded_late(conn, date.fromisoformat(day)) for day in days]


def test_an_entry_recorded_on_its_own_day_is_not_late(june: sqlite3.Connection) -> None:
    add_entries(june, [entry(1, SUM, "2024-06-30", "add", 12, batch=0)])
    assert late(june, "2024-06-29", "2024-06-30", "2024-07-31") == [0, 0, 0]


def test_an_entry_of_30_june_recorded_on_8_july_is_late_for_every_sheet_between(june: sqlite3.Connection) -> None:
    add_entries(june, [entry(1, SUM, "2024-06-30", "add", 12, batch=2)])
    assert late(june, "2024-06-29", "2024-06-30", "2024-07-07", "2024-07-08") == [0, 1, 1, 0]


def test_an_entry_taken_back_later_is_one_more_row_that_an_old_sheet_did_not_know(june: sqlite3.Connection) -> None:
    add_entries(june, [entry(1, SUM, "2024-06-30", "add", 12, batch=1)])
    add_void(june, made_id(NEXT), made_id(2), made_id(1), "typed twice")
    assert late(june, "2024-06-30", "2024-07-01", "2024-07-07", "2024-07-08") == [2, 1, 1, 0]


def test_an_entry_of_the_year_before_is_not_late_for_a_sheet_of_this_year(june: sqlite3.Connection) -> None:
    add_entries(june, [entry(1, SUM, "2023-12-31", "add", 12, batch=2)])
    assert late(june, "2023-12-31", "2024-01-01", "2024-06-30") == [1, 0, 0]


def test_words_recorded_late_are_counted_like_figures(june: sqlite3.Connection) -> None:
    add_entries(june, [entry(1, SUM, "2024-06-30", "words", note="开工", batch=1)])
    assert late(june, "2024-06-30") == [1]


def test_what_the_report_brought_is_never_late(june: sqlite3.Connection) -> None:
    add_batch(june, batch(9, officer="catalogue", host="catalogue", on=date(2024, 7, 8)))
    add_entries(june, [entry(1, SUM, "2024-06-30", "set", 12, batch=9)])
    assert late(june, "2024-06-30") == [0]


@given(history=histories(), desks=desk_days, taken_back=voids, seed=shuffles)
def test_what_is_late_is_what_a_recount_of_entries_and_voids_finds(
    conn: sqlite3.Connection, history: list[Entry], desks: list[date], taken_back: list[tuple[int, int]],
    seed: random.Random,
) -> None:  # fmt: skip
    named = [(history[at], desk) for at, desk in taken_back if at < len(history)]
    recorded = [(desks[number % 3], e) for number, e in enumerate(history)] + [(desks[desk], e) for e, desk in named]
    arriving = history.copy()
    seed.shuffle(arriving)
    conn.execute("BEGIN")
    try:
        for number, day in enumerate(desks):
            add_batch(conn, batch(number, on=day))
        add_entries(conn, arriving)
        for number, (e, desk) in enumerate(named):
            add_void(conn, made_id(NEXT + number), made_id(desk), e.id, "typed twice")
        kept = conn.execute("SELECT logged_on, day, n FROM rollup_late").fetchall()
        assert {(logged_on, day): n for logged_on, day, n in kept} == Counter(
            (f"{logged_on}", f"{e.day}") for logged_on, e in recorded if e.day < logged_on
        )
        for look in LOOKS:
            own = [e for logged_on, e in recorded if e.day <= look < logged_on and e.day.year == look.year]
            assert recorded_late(conn, look) == len(own)
            of_sum = recorded_after(conn, look, {SUM})
            assert (of_sum.entries, of_sum.of_office) == (sum(e.measure == SUM for e in own), False)
    finally:
        conn.rollback()


def test_a_void_that_arrives_before_its_entry_is_counted_once_both_are_there(june: sqlite3.Connection) -> None:
    add_void(june, made_id(NEXT), made_id(2), made_id(1), "typed twice")
    add_entries(june, [entry(1, SUM, "2024-06-30", "add", 12, batch=0)])
    assert late(june, "2024-06-30") == [1]
