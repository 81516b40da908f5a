"""Periods side by side agree with the actual of every day on which one ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nanhu_kpi.days import period_of
from nanhu_kpi.model import NO_DATA, Entry
from nanhu_kpi.quantity import value_of
from nanhu_kpi.scorecard.attainment import ratio
from nanhu_kpi.service.trend import STEPS, cadence_of, trend
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.definitions import define_measure
from nanhu_kpi.store.entries import add_entries
from nanhu_kpi.store.ids import id_source
from tests.support.builders import CEILING, LAST, MILESTONE, SUM, batch, entry, ratio_of, replay
from tests.support.commands import desk_at

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from nanhu_kpi.service.trend import TrendReport

RATIO = "JJ04"
codes = st.sampled_from([SUM, SUM, CEILING, LAST, MILESTONE])
some_days = st.integers(0, 1095).map(lambda number: date(2022, 1, 1) + timedelta(days=number))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Return entries of three years, increments and totals, each the only one under its number."""
    made = []
    for number in range(draw(st.integers(0, 12))):
        code = draw(codes)
        type_ = draw(st.sampled_from(["add", "set", "words"] if code in (SUM, CEILING) else ["set", "words"]))
        value = None if type_ == "words" else value_of(draw(st.integers(0, 1_000_000)))
        made.append(entry(10 + number, code, draw(some_days), type_, value, qualifier=0, batch=1))
    return tuple(made)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), step=st.sampled_from(STEPS), as_of=some_days)
def test_every_period_ends_with_the_actual_of_its_last_day(
    _built_empty: Path, tmp_path_factory: pytest.TempPathFactory, history: tuple[Entry, ...], step: str, as_of: date
) -> None:
    db = tmp_path_factory.mktemp("trend") / "nanhu.db"
    db.write_bytes(_built_empty.read_bytes())
    with writing(db) as conn:
        add_batch(conn, batch(1))
        define_measure(
            conn, id_source(conn, datetime(2025, 1, 1, tzinfo=UTC)), batch(1).id, ratio_of(RATIO, SUM, CEILING)
        )
        add_entries(conn, history)
    now = datetime(as_of.year, as_of.month, as_of.day, 4, tzinfo=UTC)
    found = trend(desk_at(db, now=now), step=step, year=as_of.year, every=True, year_before=step != "year")
    assert [row.measure.code for row in found.rows] == [SUM, LAST, MILESTONE, RATIO, CEILING]
    if step != "year":
        assert found.spans[0].first == date(as_of.year, 1, 1)
    assert found.spans[-1].last == as_of
    for before, after in zip(found.spans, found.spans[1:], strict=False):
        assert after.first == before.last + timedelta(days=1)
        assert before.last == min(period_of(cadence_of(step), before.first).last, date(before.first.year, 12, 31))
    held_to_the_replay(found, history)


def held_to_the_replay(found: TrendReport, history: tuple[Entry, ...]) -> None:
    for number, span in enumerate(found.spans):
        told = replay(history, span.last)
        eve = replay(history, span.first - timedelta(days=1)) if span.first.timetuple().tm_yday > 1 else {}
        for row in found.rows:
            code, period = row.measure.code, row.periods[number]
            if code == RATIO:
                assert period.total.value == ratio(told.get(SUM, NO_DATA), told.get(CEILING, NO_DATA), "%").value
                continue
            now, then = told.get(code, NO_DATA), eve.get(code, NO_DATA)
            if not (code == MILESTONE and now.value is None):  # it may bring a reading over New Year
                assert period.total.value == now.value
            if now.value is None or now.value_days == then.value_days:
                assert period.own.value is None
            elif code in (SUM, CEILING):
                assert period.own.value == now.value - (then.value or 0)
            else:
                assert period.own.value == now.value
    for row in found.rows:
        if row.measure.code in (SUM, CEILING) and found.step != "year":
            added = [each.own.value for each in row.periods if each.own.value is not None]
            assert (sum(added) if added else None) == row.periods[-1].total.value


def test_a_week_stands_over_the_same_iso_week_of_the_year_before_cut_as_it_is(
    _built_empty: Path, tmp_path: Path
) -> None:
    db = tmp_path / "nanhu.db"
    db.write_bytes(_built_empty.read_bytes())
    with writing(db) as conn:
        add_batch(conn, batch(1))
        # The tenth week of 2023 runs from 6 to 12 March.
        days = [date(2023, 3, 5), date(2023, 3, 6), date(2023, 3, 8), date(2023, 3, 12), date(2023, 3, 13)]
        history = [entry(10 + number, SUM, day, "add", 10**number, batch=1) for number, day in enumerate(days)]
        add_entries(conn, history)

    def over(as_of: date) -> object:
        found = trend(
            desk_at(db, now=datetime(2024, 6, 1, 4, tzinfo=UTC)), [SUM], step="week", as_of=as_of.isoformat(),
            every=True, year_before=True,
        )  # fmt: skip
        assert found.spans[9].first == date(2024, 3, 4)
        return found.rows[0].year_before[9].own.value

    assert over(date(2024, 3, 31)) == 1110
    assert over(date(2024, 3, 6)) == 110
