"""The newest entries are found from the newest end, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import reading, writing
from nanhu_kpi.store.entries import add_entries, add_void, latest_recorded
from tests.support.builders import SUM, batch, entry, made_id

if TYPE_CHECKING:
    from pathlib import Path


def test_those_that_were_taken_back_or_came_with_the_product_are_passed_over(empty_db: Path) -> None:
    with writing(empty_db) as conn:
        add_batch(conn, batch(1))
        add_batch(conn, batch(2, host="catalogue"))
        add_entries(conn, [entry(number, SUM, "2024-06-01", "add", number, batch=1) for number in range(10, 15)])
        add_entries(conn, [entry(20, SUM, "2024-06-01", "add", 20, batch=2)])
        add_void(conn, made_id(30), made_id(1), made_id(13), "twice")
    with reading(empty_db) as conn:
        assert [found.value for found, _batch, _void in latest_recorded(conn, 3)] == [14, 12, 11]


def test_no_more_is_read_than_is_asked_for(empty_db: Path) -> None:
    said: list[str] = []
    with reading(empty_db) as conn:
        conn.set_trace_callback(said.append)
        latest_recorded(conn, 3)
        conn.set_trace_callback(None)
        plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {said[0]}")]
    assert not any(step.startswith("SCAN") for step in plan), plan
    inner = plan[plan.index(next(step for step in plan if step.startswith("LIST SUBQUERY"))) :]
    assert inner[1] == "SEARCH n USING PRIMARY KEY (id>?)"
