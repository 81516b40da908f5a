"""Laws of rolling up: whatever is logged, in whatever order it arrives, the figures are those of the naive replay."""

from __future__ import annotations

import shutil
from collections import defaultdict
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanhu_kpi.model import Actual, Entry
from nanhu_kpi.quantity import OVER, amount_of
from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.entries import add_entries
from nanhu_kpi.store.export import rows_of
from nanhu_kpi.store.recount import wrong_rollups
from nanhu_kpi.store.rollups import (
    actual_curve,
    actuals,
    last_readings_before,
    newest_year_with_entry,
    next_total_after,
)
from tests.support.builders import CEILING, LAST, MILESTONE, SUM, entry, made_id, replay
from tests.support.histories import (
    DAYS,
    LOOKS,
    NEXT,
    PAIRS,
    Said,
    days,
    few,
    fitting,
    histories,
    nothing_kept,
    picks,
    said,
    shuffles,
    values,
    void,
)

if TYPE_CHECKING:
    import random
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Sequence


@pytest.fixture(scope="module")
def conn(_built_empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """One connection for all examples; nothing is ever committed on it."""
    path = Path(shutil.copy(_built_empty, tmp_path_factory.mktemp("rollups")))
    with closing(connect(path, "rw")) as conn:
        yield conn


def figures(conn: sqlite3.Connection) -> list[dict[str, Actual]]:
    return [actuals(conn, day) for day in LOOKS]


def tables(conn: sqlite3.Connection) -> tuple[list[object], list[object]]:
    return (
        conn.execute("SELECT * FROM rollup_day ORDER BY measure, day").fetchall(),
        conn.execute("SELECT * FROM rollup_month ORDER BY measure, month").fetchall(),
    )


def recount(entries: Iterable[Entry], voided: Collection[bytes]) -> tuple[list[object], list[object]]:
    """What both roll-ups must hold, counted again from the entries alone."""
    by_day: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    by_month: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for e in sorted((e for e in entries if e.id not in voided), key=lambda e: (e.day, e.id)):
        by_day[e.measure, f"{e.day}"].append(e)
        by_month[e.measure, f"{e.day:%Y-%m}"].append(e)

    def row(key: tuple[str, str], told: Sequence[Entry], total: object) -> tuple[object, ...]:
        start = max((at for at, e in enumerate(told) if e.type == "set"), default=0)
        amount = sum(amount_of(e.value) for e in told[start:] if e.value is not None)
        marks = {e.qualifier for e in told[start:]}
        return (*key, total, amount, sum(e.value is not None for e in told), len(told), sum(marks))

    day_rows: list[object] = []
    for key, told in sorted(by_day.items()):
        day_rows.append(row(key, told, max((e.id for e in told if e.type == "set"), default=None)))
    month_rows: list[object] = []
    for key, told in sorted(by_month.items()):
        total_day = max((f"{e.day}" for e in told if e.type == "set"), default=None)
        *figures, marks = row(key, told, total_day)
        n_days = len({e.day for e in told if e.value is not None})
        month_rows.append((*figures, n_days, marks, f"{told[-1].day}"))
    return day_rows, month_rows


@few
@given(history=histories(), voids=st.lists(st.integers(0, 24), max_size=12), seed=shuffles)
def test_rows_arriving_in_any_order_give_the_figures_of_the_replay(
    conn: sqlite3.Connection, history: list[Entry], voids: list[int], seed: random.Random
) -> None:
    # A merge brings rows in any order: an entry before or after its void, a void twice.
    voided = {history[at].id for at in voids if at < len(history)}
    rows: list[Entry | int] = [*history, *(number for number, at in enumerate(voids) if at < len(history))]
    seed.shuffle(rows)
    with nothing_kept(conn):
        for arrived in rows:
            if isinstance(arrived, Entry):
                add_entries(conn, [arrived])
            else:
                void(conn, arrived, history[voids[arrived]].id)
        assert figures(conn) == [replay(history, day, voided) for day in LOOKS]
        assert tables(conn) == recount(history, voided)


@few
@given(history=histories(), voids=picks, repeats=st.lists(st.integers(0, 24), max_size=8), seed=shuffles)
def test_a_void_between_twins_holds_while_nobody_takes_the_twin_back(
    conn: sqlite3.Connection, history: list[Entry], voids: set[int], repeats: list[int], seed: random.Random
) -> None:
    told = [*history, *(
        history[at]._replace(id=made_id(100 + number)) for number, at in enumerate(repeats) if at < len(history)
    )]  # fmt: skip
    plain = {told[at].id for at in voids if at < len(told)}
    # Every pair that says the same, the later repeating the earlier.
    same = [(b, a) for at, b in enumerate(told) for a in told[:at] if b._replace(id=a.id) == a]
    rows: list[Entry | bytes | tuple[Entry, Entry]] = [*told, *sorted(plain), *same]
    seed.shuffle(rows)
    with nothing_kept(conn):
        for number, arrived in enumerate(rows):
            if isinstance(arrived, Entry):
                add_entries(conn, [arrived])
            elif isinstance(arrived, bytes):
                void(conn, number, arrived)
            else:
                conn.execute(
                    "INSERT INTO void (id, batch, entry, twin, reason) VALUES (?, ?, ?, ?, 'the same key')",
                    (made_id(NEXT + number), made_id(0), arrived[0].id, arrived[1].id),
                )
        dead = plain | {b.id for b, a in same if a.id not in plain}
        assert figures(conn) == [replay(told, day, dead) for day in LOOKS]
        assert tables(conn) == recount(told, dead)
        assert list(wrong_rollups(conn)) == []
        assert {id_ for id_, voided_at in rows_of(conn, "entries", ["raw_id", "voided_at"]) if voided_at} == dead


@few
@given(history=histories(), voids=picks, day=days | st.dates(date(2023, 11, 29), date(2025, 1, 3)))
def test_as_of_any_day_equals_a_replay_of_the_entries_up_to_it(
    conn: sqlite3.Connection, history: list[Entry], voids: set[int], day: date
) -> None:
    voided: set[bytes] = set()
    with nothing_kept(conn):
        for number, logged in enumerate(history):
            add_entries(conn, [logged])
            if number in voids:  # takes back an entry at most a few commands old, itself included
                back = history[number - number % 4].id
                void(conn, number, back)
                voided.add(back)
            so_far = history[: number + 1]
            assert actuals(conn, day) == replay(so_far, day, voided)
            assert tables(conn) == recount(so_far, voided)


@few
@given(history=histories(), day=days)
def test_one_measure_asked_for_alone_has_the_figure_it_has_among_all(
    conn: sqlite3.Connection, history: list[Entry], day: date
) -> None:
    with nothing_kept(conn):
        add_entries(conn, history)
        for measure in (SUM, LAST, MILESTONE, CEILING):
            among_all = actuals(conn, day)
            assert actuals(conn, day, measure) == {code: a for code, a in among_all.items() if code == measure}


@few
@given(history=histories(), seed=shuffles)
def test_the_logging_order_of_entries_on_different_days_changes_nothing(
    conn: sqlite3.Connection, history: list[Entry], seed: random.Random
) -> None:
    with nothing_kept(conn):
        add_entries(conn, history)
        expected = figures(conn)
    shuffled = {day: seed.random() for day in DAYS}
    rising = {day: float(at) for at, day in enumerate(DAYS)}
    for ranks in (shuffled, rising, {day: -at for day, at in rising.items()}):
        in_order = sorted(history, key=lambda e: ranks[e.day])  # stable: a day keeps its order
        relogged = [logged._replace(id=made_id(number)) for number, logged in enumerate(in_order)]
        with nothing_kept(conn):
            add_entries(conn, relogged)
            assert figures(conn) == expected


@few
@given(segments=st.tuples(*[st.lists(said, max_size=5)] * 3), totals=st.tuples(said, said), seed=shuffles)
def test_the_order_of_a_days_increments_between_two_stated_totals_changes_nothing(
    conn: sqlite3.Connection, segments: tuple[list[Said], ...], totals: tuple[Said, Said], seed: random.Random
) -> None:
    def figures_after_each_segment() -> list[Actual]:
        steps = [("add", segments[0]), ("set", [totals[0]]), ("add", segments[1]), ("set", [totals[1]]),
                 ("add", segments[2])]  # fmt: skip
        seen, number = [], 0
        with nothing_kept(conn):
            for how, segment in steps:
                for value, qualifier in segment:
                    add_entries(conn, [entry(number, SUM, "2024-06-15", how, value, qualifier=qualifier)])
                    number += 1
                seen.append(actuals(conn, date(2024, 6, 15)).get(SUM, Actual()))
        return seen

    as_told = figures_after_each_segment()
    for segment in segments:
        seed.shuffle(segment)
    assert figures_after_each_segment() == as_told


@few
@given(history=histories(), measure=st.sampled_from([SUM, LAST, MILESTONE]), day=days, total=said)
def test_a_stated_total_equals_the_actual_right_after_it(
    conn: sqlite3.Connection, history: list[Entry], measure: str, day: date, total: Said
) -> None:
    total = (fitting(measure, total[0]), total[1])
    with nothing_kept(conn):
        add_entries(conn, [*history, entry(NEXT, measure, day, "set", total[0], qualifier=total[1])])
        after = actuals(conn, day)[measure]
        assert (after.value, after.qualifier, after.last_day) == (*total, day)


@few
@given(history=histories(), day=days, x=values)
def test_an_increment_on_or_after_every_entry_of_the_year_raises_the_actual_by_it(
    conn: sqlite3.Connection, history: list[Entry], day: date, x: Decimal
) -> None:
    history = [e for e in history if e.day.year != day.year or e.day <= day]
    with nothing_kept(conn):
        add_entries(conn, history)
        before = [actuals(conn, look).get(SUM, Actual()) for look in (day, date(day.year, 12, 31))]
        add_entries(conn, [entry(NEXT, SUM, day, "add", x)])
        after = [actuals(conn, look)[SUM] for look in (day, date(day.year, 12, 31))]
        assert [a.value for a in after] == [(b.value or 0) + x for b in before]
        assert [a.entries for a in after] == [b.entries + 1 for b in before]


@few
@given(history=histories(), pair=st.sampled_from(PAIRS), total=values, added=said)
def test_a_backdated_increment_does_not_change_a_total_stated_for_a_later_day(
    conn: sqlite3.Connection, history: list[Entry], pair: tuple[date, date], total: Decimal, added: Said
) -> None:
    earlier, stated = pair
    history = [*history, entry(NEXT, SUM, stated, "set", total)]
    later = {e.day for e in history if (e.measure, e.type) == (SUM, "set") and e.day > earlier}

    def shown() -> list[Said]:
        found = [actuals(conn, look).get(SUM, Actual()) for look in LOOKS if look >= stated]
        return [(actual.value, actual.qualifier) for actual in found]

    with nothing_kept(conn):
        add_entries(conn, history)
        before = shown()
        add_entries(conn, [entry(NEXT + 1, SUM, earlier, "add", added[0], qualifier=added[1])])
        assert shown() == before
        assert (next_total_after(conn, SUM, earlier) or [None])[0] == min(later)


@few
@given(history=histories(), picked=picks, late=st.booleans())
def test_a_void_equals_never_having_logged_whether_its_entry_is_older_or_arrives_later(
    conn: sqlite3.Connection, history: list[Entry], picked: set[int], late: bool
) -> None:
    taken_back = [e for number, e in enumerate(history) if number in picked]
    with nothing_kept(conn):
        add_entries(conn, [e for e in history if e not in taken_back])
        expected = figures(conn), tables(conn)
    with nothing_kept(conn):
        add_entries(conn, [e for e in history if not (late and e in taken_back)])
        for number, e in enumerate(taken_back):
            void(conn, number, e.id)
        if late:
            add_entries(conn, taken_back)
        assert (figures(conn), tables(conn)) == expected


@few
@given(history=histories(), picked=picks, month=st.sampled_from([date(2024, 1, 1), date(2024, 6, 1), date(2025, 1, 1)]))
def test_the_last_reading_before_a_month_is_that_of_the_newest_live_one(
    conn: sqlite3.Connection, history: list[Entry], picked: set[int], month: date
) -> None:
    live = [e for number, e in enumerate(history) if number not in picked]
    readings = [e for e in live if (e.measure, e.type) == (MILESTONE, "set") and e.day < month]
    newest = max(readings, key=lambda e: (e.day, e.id), default=None)
    with nothing_kept(conn):
        add_entries(conn, history)
        for number in picked & set(range(len(history))):
            void(conn, number, history[number].id)
        found = {code: (a.value, a.qualifier) for code, a in last_readings_before(conn, month).items()}
        assert found == ({MILESTONE: (newest.value, newest.qualifier)} if newest else {})


@few
@given(history=histories(), picked=picks, day=days)
def test_the_next_total_and_the_newest_year_are_those_of_live_entries(
    conn: sqlite3.Connection, history: list[Entry], picked: set[int], day: date
) -> None:
    live = [e for number, e in enumerate(history) if number not in picked]
    totals = {e.day for e in live if (e.measure, e.type) == (SUM, "set") and e.day.year == day.year and e.day > day}
    with nothing_kept(conn):
        add_entries(conn, history)
        for number in picked & set(range(len(history))):
            void(conn, number, history[number].id)
        assert (next_total_after(conn, SUM, day) or [None])[0] == min(totals, default=None)
        for year in (2022, 2023, 2024, 2025, 2026):
            years = {e.day.year for e in live if e.day.year <= year}
            assert newest_year_with_entry(conn, year) == max(years, default=None)


def test_the_next_total_is_told_with_its_qualifier_as_one_entry(conn: sqlite3.Connection) -> None:
    with nothing_kept(conn):
        add_entries(conn, [
            entry(1, SUM, "2024-06-15", "add", 5), entry(2, SUM, "2024-06-16", "set", 20, qualifier=OVER),
            entry(3, SUM, "2024-06-16", "add", 3), entry(4, SUM, "2024-12-31", "set", 90),
        ])  # fmt: skip
        told = Actual(Decimal(20), OVER, 1)
        assert next_total_after(conn, SUM, date(2024, 6, 15)) == (date(2024, 6, 16), told)
        assert next_total_after(conn, SUM, date(2024, 6, 16)) == (date(2024, 12, 31), Actual(Decimal(90), 0, 1))
        assert next_total_after(conn, SUM, date(2024, 12, 31)) is None


def test_the_curve_is_the_actual_of_every_day_with_a_value(conn: sqlite3.Connection) -> None:
    with nothing_kept(conn):
        add_entries(conn, [
            entry(1, SUM, "2023-12-31", "add", 90), entry(2, SUM, "2024-01-02", "add", 5),
            entry(3, SUM, "2024-02-01", "words"), entry(4, SUM, "2024-02-29", "set", 20),
            entry(5, SUM, "2024-06-14", "add", 3), entry(6, SUM, "2024-06-15", "add", 4),
        ])  # fmt: skip
        curve = {
            year: [(day.isoformat(), str(value)) for day, value in actual_curve(conn, SUM, year, date(2024, 6, 14))]
            for year in (2023, 2024)
        }
        assert curve == {
            2023: [("2023-12-31", "90.0000")],
            2024: [("2024-01-02", "5.0000"), ("2024-02-29", "20.0000"), ("2024-06-14", "23.0000")],
        }
