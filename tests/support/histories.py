"""Random histories for the laws of rolling up, and a place to log them that forgets."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st

from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.entries import add_void
from tests.support.builders import CEILING, LAST, MILESTONE, SUM, batch, entry, made_id

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from nanhu_kpi.model import Entry

# Few days that meet each other often: around New Year, within a month, at the ends of months and years.
DAYS = [
    date.fromisoformat(text)
    for text in (
        "2023-11-30", "2023-12-31", "2024-01-01", "2024-01-02", "2024-01-31", "2024-02-01", "2024-02-29",
        "2024-06-14", "2024-06-15", "2024-06-16", "2024-12-31", "2025-01-01",
    )
]  # fmt: skip
LOOKS = [*DAYS, date(2023, 1, 1), date(2024, 3, 31), date(2024, 6, 1), date(2024, 12, 30), date(2025, 12, 31)]
PAIRS = [(a, b) for a in DAYS for b in DAYS if a < b and a.year == b.year]
Said = tuple[Decimal | None, int]  # a value and its qualifier
# Up to thirty rows are written and taken back for an example: so many are enough to find a planted fault.
few = settings(max_examples=60)
NEXT = 1000  # numbers of ids from here on are newer than any history's

days = st.sampled_from(DAYS)
amounts = st.sampled_from([0, 1, -1, 5000, 10000, 120000]) | st.integers(-(10**7), 10**8)
values = amounts.map(lambda amount: Decimal(amount).scaleb(-4))
qualifiers = st.sampled_from([0, 0, 0, 1, 2])


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    """Entries of three commands in the order of their ids, crowded on a few days so that they meet."""
    # Three that follow one another, most of them of one month, and any other.
    start = draw(st.integers(0, len(DAYS) - 3))
    some_days = st.sampled_from([*DAYS[start : start + 3], draw(days)])
    added = st.tuples(st.sampled_from([SUM, SUM, CEILING]), some_days, st.just("add"), values, qualifiers)
    stated = st.tuples(st.sampled_from([SUM, SUM, LAST, MILESTONE]), some_days, st.just("set"), values, qualifiers)
    seen = st.one_of(
        added,
        stated,
        added,
        stated,
        st.tuples(st.sampled_from([SUM, MILESTONE]), some_days, st.just("words"), st.none(), st.just(0)),
    )
    return [
        entry(number, measure, day, how, fitting(measure, value), qualifier=qualifier, batch=number % 3)
        for number, (measure, day, how, value, qualifier) in enumerate(
            draw(st.lists(seen, min_size=draw(st.sampled_from([0, 6, 12])), max_size=25))
        )
    ]


def fitting(measure: str, value: Decimal | None) -> Decimal | None:
    """A milestone lies between 0 and 100."""
    return min(max(value, Decimal(0)), Decimal(100)) if value is not None and measure == MILESTONE else value


said = st.tuples(values, qualifiers)
shuffles = st.randoms(use_true_random=True)
picks = st.sets(st.integers(0, 24))


@contextmanager
def nothing_kept(conn: sqlite3.Connection) -> Iterator[None]:
    """Run the block on a file with three commands and no entry, and forget it all."""
    conn.execute("BEGIN")
    try:
        for number in range(3):
            add_batch(conn, batch(number))
        yield
        assert not conn.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        conn.rollback()


def void(conn: sqlite3.Connection, number: int, entry_id: bytes) -> None:
    add_void(conn, made_id(NEXT + number), made_id(0), entry_id, "typed twice")
