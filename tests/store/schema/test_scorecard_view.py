"""The view `scorecard`: what `export status` says of a year that is over, as numbers."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from nanhu_kpi.model import Origin, Pace, Target
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.definitions import define_measure
from nanhu_kpi.store.entries import add_entries
from nanhu_kpi.store.ids import id_source
from nanhu_kpi.store.targets import add_targets
from tests.support.builders import CEILING, LAST, MILESTONE, MORNING, SUM, batch, entry, ratio_of
from tests.support.commands import exported

YEARS = (2023, 2024)
RATIO = "JJ95"
values = st.decimals(-1000, 1000, places=2) | st.sampled_from([Decimal(each) for each in ("0", "1", "3", "0.0001")])
entries = st.tuples(st.sampled_from([SUM, SUM, LAST, CEILING, CEILING]), st.sampled_from(YEARS), st.integers(1, 12),
                    st.sampled_from(["add", "set"]), values)  # fmt: skip
readings = st.tuples(st.just(MILESTONE), st.sampled_from(YEARS), st.integers(1, 12), st.just("set"),
                     st.sampled_from([Decimal(0), Decimal(40), Decimal(100)]))  # fmt: skip
targets = st.tuples(st.sampled_from([SUM, LAST, CEILING, MILESTONE, RATIO]), st.sampled_from(YEARS), values)


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(logged=st.lists(entries | readings, min_size=1, max_size=8), agreed=st.lists(targets, min_size=1, max_size=6))
@example([(MILESTONE, 2023, 5, "set", Decimal(40))], [(MILESTONE, 2024, Decimal(100))])
@example([(MILESTONE, 2023, 5, "set", Decimal(100))], [(MILESTONE, 2024, Decimal(100))])
@example([(SUM, 2024, 5, "add", Decimal(1)), (CEILING, 2024, 5, "add", Decimal(3))], [(RATIO, 2024, Decimal("0.3333"))])
@example([(SUM, 2024, 5, "add", Decimal("1.2345"))], [(SUM, 2024, Decimal(10))])
@example([(SUM, 2024, 5, "add", Decimal("999.99"))], [(SUM, 2024, Decimal(1000))])
@example(
    [(SUM, 2023, 5, "add", Decimal(1)), (CEILING, 2023, 5, "add", Decimal("0.0001"))],
    [(RATIO, 2023, Decimal("0.0001"))],
)
def test_the_scorecard_says_of_a_year_what_its_status_says(
    _built_empty: Path,
    tmp_path: Path,
    logged: list[tuple[str, int, int, str, Decimal]],
    agreed: list[tuple[str, int, Decimal]],
) -> None:
    db = Path(shutil.copy2(_built_empty, tmp_path / "figures.db"))
    with writing(db) as conn:
        add_batch(conn, batch(0))
        ids = id_source(conn, MORNING)
        define_measure(conn, ids, batch(0).id, ratio_of(RATIO, SUM, CEILING))
        add_entries(conn, [
            entry(n, code, date(year, month, 1), "set" if code == LAST else type_, value)
            for n, (code, year, month, type_, value) in enumerate(logged, start=1)
        ])  # fmt: skip
        for code, year, value in agreed:
            add_targets(conn, batch(0).id, [
                Target(ids.next_id(), code, year, value, date(year, 1, 1), date(year, 12, 31), Pace.NONE,
                       Origin.OFFICER, date(year, 1, 1))
            ])  # fmt: skip
    names = ("target", "actual", "attainment")
    with closing(sqlite3.connect(db)) as conn:
        for year in YEARS:
            told = {
                row["code"]: [Decimal(row[name]) if row[name] else None for name in names]
                for row in exported(db, "export", "status", "--as-of", f"{year}-12-31", "--all")
            }
            seen = conn.execute(f"SELECT code, {', '.join(names)} FROM scorecard WHERE year = {year}").fetchall()
            for code, *figures in seen:
                assert list(map(_as_a_double_says, figures)) == list(map(_as_a_double_says, told[code]))


def _as_a_double_says(figure: float | Decimal | None) -> Decimal | None:
    """A view has no more digits than fifteen."""
    return None if figure is None else Decimal(f"{figure:.15g}")
