"""Target revisions as the file keeps them."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.model import Origin, Pace, Target
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.targets import add_targets, parsed_schedule, schedule_text, target_revisions
from tests.support.builders import SUM, batch, made_id

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

BARE = Target(
    id=made_id(1), measure=SUM, year=2024, value=Decimal(100), start=date(2024, 1, 1), due=date(2024, 12, 31),
    pace=Pace.LINEAR, origin=Origin.OFFICER, effective_on=date(2024, 1, 1),
)  # fmt: skip


@pytest.fixture
def conn(empty_db: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(empty_db, "rw")) as conn:
        add_batch(conn, batch(0))
        yield conn


def test_what_a_revision_does_not_say_is_kept_as_nothing(conn: sqlite3.Connection) -> None:
    add_targets(conn, made_id(0), [BARE])
    assert conn.execute("SELECT schedule, reason, document FROM target").fetchall() == [(None, None, None)]
    assert target_revisions(conn, SUM) == (BARE,)


def test_all_that_a_revision_says_comes_back(conn: sqlite3.Connection) -> None:
    points = ((date(2024, 3, 31), Decimal("30.5")), (date(2024, 12, 31), Decimal(100)))
    full = BARE._replace(
        pace=Pace.SCHEDULE,
        schedule=points,
        reason="区里调整",
        document="2024年3号",
        effective_on=date(2024, 2, 1),
    )
    withdrawn = BARE._replace(id=made_id(2), value=None, effective_on=date(2024, 5, 1))
    add_targets(conn, made_id(0), [withdrawn, full])
    assert conn.execute("SELECT schedule, reason, document FROM target ORDER BY id").fetchall() == [
        ("2024-03-31=30.5;2024-12-31=100", "区里调整", "2024年3号"), (None, None, None),
    ]  # fmt: skip
    assert target_revisions(conn, SUM) == (full, withdrawn)


def test_a_schedule_reads_as_it_was_written() -> None:
    points = ((date(2024, 3, 31), Decimal(30)), (date(2024, 12, 31), Decimal("100.25")))
    assert schedule_text(points) == "2024-03-31=30;2024-12-31=100.25"
    assert parsed_schedule(schedule_text(points)) == points
    assert parsed_schedule("") == ()
