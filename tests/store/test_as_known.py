"""The file as it was known on an earlier day equals one into which nothing later was ever written."""

from __future__ import annotations

import shutil
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanhu_kpi.model import Entry, Goal, Kind, Measure, Origin, Pace, Target
from nanhu_kpi.store.as_known import as_known
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.definitions import (
    change_field,
    define_goal,
    define_measure,
    read_areas,
    read_goals,
    read_measures,
    read_settings,
)
from nanhu_kpi.store.entries import add_entries, add_void, latest_text, newest_entries
from nanhu_kpi.store.ids import IdSource
from nanhu_kpi.store.periods import add_closure, closures
from nanhu_kpi.store.rollups import actuals, last_readings_before, newest_year_with_entry, recorded_late
from nanhu_kpi.store.targets import (
    add_targets,
    newest_year_with_target,
    target_revisions,
    targets_in_force,
    void_targets,
)
from tests.support.builders import CEILING, LAST, MILESTONE, SUM, batch, entry, made_id, measure, ratio_of
from tests.support.histories import DAYS, LOOKS, few, fitting, qualifiers, values

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

DESK_DAYS = [date(2024, 6, 14), date(2024, 6, 15), date(2024, 6, 16), date(2024, 7, 1), date(2025, 1, 1)]
KNOWN = [date(2023, 12, 30), date(2024, 1, 31), *DESK_DAYS, date(2025, 6, 1)]
CODES = [SUM, LAST, MILESTONE, CEILING]
FIRST = 1900


@dataclass(frozen=True)
class Voided:
    """What takes back the row of a number; where none was recorded, nothing happens."""

    number: int


@dataclass(frozen=True)
class Changed:
    """A field of a definition that takes a new value."""

    subject: str
    code: str
    field: str
    new: str | None


@dataclass(frozen=True)
class Closed:
    """A month that is closed, or opened again."""

    month: str
    closed: bool


Step = Entry | Target | Voided | Changed | Closed | Goal | Measure
Command = tuple[date, list[Step]]

words = st.sampled_from(["", "甲", "乙", "丙"])
names = st.sampled_from(["甲", "乙", "丙"])
some_days = st.sampled_from(DAYS)
entries = st.one_of(
    st.builds(
        lambda code, day, value, qualifier: entry(0, code, day, "set", fitting(code, value), qualifier=qualifier),
        st.sampled_from(CODES), some_days, values, qualifiers,
    ),
    st.builds(entry, st.just(0), st.sampled_from([SUM, CEILING]), some_days, st.just("add"), values),
    st.builds(entry, st.just(0), st.sampled_from([SUM, MILESTONE]), some_days, st.just("words"), note=names),
)  # fmt: skip
targets = st.builds(
    lambda code, year, value, effective: Target(
        bytes(16), code, year, value, date(year, 1, 1), date(year, 12, 31), Pace.NONE, Origin.OFFICER, effective
    ),
    st.sampled_from(CODES), st.sampled_from([2024, 2025]), st.none() | values, some_days,
)  # fmt: skip
changes = st.one_of(
    st.builds(Changed, st.just("goal"), st.just("JJ-G1"), st.sampled_from(["name_zh", "name_en"]), names),
    st.builds(Changed, st.just("measure"), st.sampled_from(CODES), st.sampled_from(["name_zh", "name_en"]), names),
    st.builds(Changed, st.just("measure"), st.just(SUM), st.sampled_from(["owner", "support", "leader"]), words),
    st.builds(
        Changed, st.just("measure"), st.just(SUM), st.just("retired_on"), st.sampled_from([None, "2024-06-15"])
    ),
    st.builds(Changed, st.just("setting"), st.just("office_name_zh"), st.just("value"), names),
    st.builds(
        Changed, st.just("setting"), st.sampled_from(["behind", "behind/JJ01", "far_behind/JJ02"]), st.just("value"),
        st.sampled_from(["", "-5", "-20"]),
    ),
)  # fmt: skip
additions = st.sampled_from(
    [
        Goal("JJ-G9", "JJ", "新目标", "New goal", "2.3.1"),
        measure("JJ90", "JJ-G1", Kind.SUM),
        ratio_of("JJ91", SUM, CEILING),
    ]
)
added_changes = st.builds(
    Changed, st.just("measure"), st.sampled_from(["JJ90", "JJ91"]), st.sampled_from(["name_zh", "owner"]), names
)
steps = st.one_of(
    entries, entries, targets, changes, changes, additions, added_changes,
    st.builds(Voided, st.integers(0, 30)), st.builds(Voided, st.integers(0, 30)),
    st.builds(Closed, st.sampled_from(["2024-05", "2024-06"]), st.booleans()),
)  # fmt: skip


@st.composite
def offices(draw: st.DrawFn) -> list[Command]:
    """Commands of several days in the order in which an office gave them; every row has a number of its own."""
    desk_days = sorted(draw(st.lists(st.sampled_from(DESK_DAYS), min_size=1, max_size=6)))
    return [(day, draw(st.lists(steps, min_size=1, max_size=7))) for day in desk_days]


@pytest.fixture(scope="module")
def conn(_built_empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """One connection for all examples; nothing is ever committed on it."""
    path = Path(shutil.copy(_built_empty, tmp_path_factory.mktemp("known")))
    with closing(connect(path, "rw")) as conn:
        yield conn


def write(conn: sqlite3.Connection, commands: Sequence[Command], known: date = date.max) -> None:
    """Record the commands given on or before `known`; a row has the same id whatever else is recorded."""
    ids = IdSource(datetime(2024, 6, 30, tzinfo=UTC))
    number = 1000
    recorded: list[tuple[str, bytes]] = []
    for at, (day, told) in enumerate(commands):
        if day > known:
            return
        command = made_id(at)
        add_batch(conn, batch(at, on=day))
        for step in told:
            number += 1
            row = made_id(number)
            match step:
                case Entry():
                    add_entries(conn, [step._replace(id=row, batch=command)])
                    recorded.append(("entry", row))
                case Target():
                    add_targets(conn, command, [step._replace(id=row)])
                    recorded.append(("target", row))
                case Voided(which) if which < len(recorded) and recorded[which][0] == "entry":
                    add_void(conn, row, command, recorded[which][1], "typed twice")
                case Voided(which) if which < len(recorded):
                    void_targets(conn, [(row, command, recorded[which][1], "typed twice")])
                case Changed("measure", code) if code not in read_measures(conn):
                    pass
                case Changed(subject, code, field, new):
                    change_field(conn, ids, command, subject, code, field, new)
                case Closed(month, closed):
                    add_closure(conn, row, command, month, closed=closed, reason="audited")
                case Goal() if step not in read_goals(conn):
                    define_goal(conn, ids, command, step)
                case Measure() if step.code not in read_measures(conn):
                    define_measure(conn, ids, command, step)
                case _:
                    pass


def figures(conn: sqlite3.Connection, years: Sequence[int]) -> list[object]:
    """Return what a sheet of the years is made of, on every day of them that is looked at."""
    looks = [day for day in LOOKS if day.year in years]
    return [
        [(day, actuals(conn, day)) for day in looks],
        [(day, recorded_late(conn, day)) for day in looks],
        [(day, latest_text(conn, MILESTONE, None, day)) for day in looks],
        [(year, last_readings_before(conn, date(year, 1, 1))) for year in years],
    ]


def agreements_and_definitions(conn: sqlite3.Connection) -> list[object]:
    """Return all that is not an entry."""
    return [
        [(year, day, targets_in_force(conn, year, day)) for year in (2024, 2025) for day in LOOKS],
        [target_revisions(conn, code) for code in CODES],
        [newest_year_with_target(conn, year) for year in (2023, 2024, 2025)],
        read_settings(conn),
        read_areas(conn),
        read_goals(conn),
        read_measures(conn),
        closures(conn),
    ]


@contextmanager
def written(
    conn: sqlite3.Connection, commands: Sequence[Command], known: date = date.max
) -> Iterator[sqlite3.Connection]:
    """Run the block on a file with the commands given on or before `known`, and forget them."""
    conn.execute("BEGIN")
    try:
        write(conn, commands, known)
        yield conn
    finally:
        conn.rollback()


@few
@given(commands=offices(), known=st.sampled_from(KNOWN))
def test_known_on_a_day_is_the_file_into_which_nothing_later_was_written(
    conn: sqlite3.Connection, commands: list[Command], known: date
) -> None:
    def of_all_years(file: sqlite3.Connection) -> list[object]:
        years = (2023, 2024, 2025)
        return [
            figures(file, years), agreements_and_definitions(file), newest_entries(file),
            newest_year_with_entry(file, 2025),
        ]  # fmt: skip

    def of_2025(file: sqlite3.Connection) -> list[object]:
        return [figures(file, (2024, 2025)), agreements_and_definitions(file)]

    with written(conn, commands) as whole:
        with closing(as_known(whole, known, FIRST)) as copy:
            found = of_all_years(copy)
        with closing(as_known(whole, known, 2025)) as copy:
            found_of_2025 = of_2025(copy)
    with written(conn, commands, known) as part:
        assert found == of_all_years(part)
        assert found_of_2025 == of_2025(part)


@few
@given(commands=offices())
def test_known_today_is_the_file_itself(conn: sqlite3.Connection, commands: list[Command]) -> None:
    with written(conn, commands) as whole, closing(as_known(whole, date(2025, 6, 1), FIRST)) as copy:
        for table in ("entry", "target", "void", "change", "period", "setting", "goal", "measure", "rollup_day",
                      "rollup_month", "rollup_late"):  # fmt: skip
            rows = f"SELECT * FROM {table} ORDER BY 1, 2"
            assert copy.execute(rows).fetchall() == whole.execute(rows).fetchall()


def test_looking_at_what_was_known_writes_nothing(conn: sqlite3.Connection) -> None:
    with written(conn, [(DESK_DAYS[0], [entry(0, SUM, "2024-06-14", "add", 12)])]) as whole:
        before = list(whole.iterdump())
        with closing(as_known(whole, DESK_DAYS[0], 2024)) as copy:
            copy.execute("DELETE FROM entry")
        assert list(whole.iterdump()) == before


def test_a_setting_that_was_added_later_is_not_there_and_one_that_was_changed_is_as_it_was(
    conn: sqlite3.Connection,
) -> None:
    before = conn.execute("SELECT * FROM setting ORDER BY key").fetchall()
    later: list[Step] = [Changed("setting", "behind/JJ01", "value", "-5"), Changed("setting", "behind", "value", "-20")]
    with written(conn, [(date(2024, 7, 1), later)]) as whole:
        with closing(as_known(whole, date(2024, 6, 16), 2024)) as copy:
            assert copy.execute("SELECT * FROM setting ORDER BY key").fetchall() == before
        with closing(as_known(whole, date(2024, 7, 1), 2024)) as copy:
            assert dict(copy.execute("SELECT key, value FROM setting")).items() >= {
                ("behind/JJ01", "-5"), ("behind", "-20"),
            }  # fmt: skip


def test_a_measure_retired_later_is_as_it_was(conn: sqlite3.Connection) -> None:
    with written(conn, [(date(2024, 7, 1), [Changed("measure", SUM, "retired_on", "2024-06-15")])]) as whole:
        with closing(as_known(whole, date(2024, 6, 16), 2024)) as copy:
            assert read_measures(copy)[SUM].retired_on is None
        with closing(as_known(whole, date(2024, 7, 1), 2024)) as copy:
            assert read_measures(copy)[SUM].retired_on == date(2024, 6, 15)


def test_older_entries_than_the_year_befores_are_left_out_but_for_milestones(conn: sqlite3.Connection) -> None:
    old, before = date(2023, 12, 31), date(2024, 1, 1)
    steps: list[Step] = [entry(0, code, day, "set", 40) for code in (SUM, MILESTONE) for day in (old, before)]
    with written(conn, [(DESK_DAYS[0], steps)]) as whole:
        with closing(as_known(whole, DESK_DAYS[0], 2025)) as copy:
            held = copy.execute("SELECT measure, day FROM entry ORDER BY measure, day").fetchall()
        with closing(as_known(whole, DESK_DAYS[0], 2025, [SUM])) as copy:
            held_of_one = copy.execute("SELECT measure, day FROM entry ORDER BY measure, day").fetchall()
    assert held == [(SUM, "2024-01-01"), (MILESTONE, "2023-12-31"), (MILESTONE, "2024-01-01")]
    assert held_of_one == [(SUM, "2024-01-01")]


def test_a_void_is_known_only_once_its_entry_is(conn: sqlite3.Connection) -> None:
    # As after a merge: the void was here first, and what it takes back came later.
    with written(conn, []) as whole:
        for number, day in enumerate((date(2024, 6, 14), date(2024, 7, 1))):
            add_batch(whole, batch(number, on=day))
        add_entries(whole, [entry(50, SUM, "2024-06-10", "add", 3, batch=1)])
        add_void(whole, made_id(60), made_id(0), made_id(50), "typed twice")
        found = []
        for known in (date(2024, 6, 30), date(2024, 7, 1)):
            with closing(as_known(whole, known, 2024)) as copy:
                found.append(
                    copy.execute("SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM void)").fetchone()
                )
    assert found == [(0, 0), (1, 1)]


def test_a_target_that_was_taken_back_by_then_is_none(conn: sqlite3.Connection) -> None:
    agreed = Target(
        bytes(16), SUM, 2024, Decimal(100), date(2024, 1, 1), date(2024, 12, 31), Pace.NONE, Origin.OFFICER,
        date(2024, 1, 1),
    )  # fmt: skip
    with written(conn, [(date(2024, 6, 14), [agreed]), (date(2024, 6, 16), [Voided(0)])]) as whole:
        found = []
        for known in (date(2024, 6, 15), date(2024, 6, 16)):
            with closing(as_known(whole, known, 2024)) as copy:
                found.append(SUM in targets_in_force(copy, 2024, known))
    assert found == [True, False]
