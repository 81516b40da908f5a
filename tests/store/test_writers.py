"""Many writers at once, and writers that die: each command is in the file whole, or not at all."""

from __future__ import annotations

import random
import time
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.database import reading, writing
from tests.support.processes import KEEPS_WRITING, child
from tests.support.rollups import assert_rolled_up

if TYPE_CHECKING:
    from pathlib import Path

WRITES = """
for _ in range(20):
    with writing(path) as conn:
        source = id_source(conn, utc_now())
        command = source.next_id()
        place = conn.execute("SELECT count(*) FROM batch").fetchone()[0]  # read under the lock: its place in line
        add_batch(conn, Batch(command, f"officer {number}", "desk", str(place), utc_now(), date(2024, 6, 30)))
        row = entry(0, SUM, "2024-06-30", "add", 1)
        add_entries(conn, [row._replace(id=source.next_id(), batch=command)])
"""


def test_eight_writers_at_once_all_record_in_the_order_of_their_ids(empty_db: Path) -> None:
    with ExitStack() as running:
        for number in range(8):
            running.enter_context(child(WRITES, empty_db, number))
    with reading(empty_db) as conn:
        batches = conn.execute("SELECT command, officer FROM batch WHERE host = 'desk' ORDER BY id").fetchall()
        assert [int(place) for place, _ in batches] == list(range(1, 161))
        assert len({officer for _, officer in batches}) == 8
        assert_rolled_up(conn)
        assert conn.execute("SELECT amount FROM rollup_month").fetchone() == (160 * 10000,)


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_leaves_whole_commands(empty_db: Path) -> None:
    chance = random.Random(2024)
    seen = 0
    for trial in range(15):
        with child(KEEPS_WRITING, empty_db) as writer:
            assert writer.stdout.readline() == "ready\n"
            for _ in range(trial % 4):
                assert writer.stdout.readline() == "recorded\n"
            time.sleep(chance.uniform(0, 0.006))
            writer.process.kill()
        if trial % 2:  # the next to open the file is a reader, or a writer
            with reading(empty_db) as conn:
                newest = conn.execute("SELECT count(*) FROM batch").fetchone()[0]
        else:
            with writing(empty_db) as conn:
                newest = conn.execute("SELECT count(*) FROM batch").fetchone()[0]
        assert newest >= seen + trial % 4  # what was said to be recorded is there
        seen = newest
        with closing(connect(empty_db, "rw")) as conn:
            sizes = conn.execute(
                "SELECT count(e.id) FROM batch b LEFT JOIN entry e ON e.batch = b.id WHERE host = 'desk' GROUP BY b.id"
            )
            assert {size for (size,) in sizes} <= {10}
            assert_rolled_up(conn)
