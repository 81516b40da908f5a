"""The demonstration: plausible, always the same, and never over a file that is there."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.errors import BadInput
from nanhu_kpi.errors.database import DEMO_TOO_EARLY, FileExists
from nanhu_kpi.errors.values import FUTURE_DAY
from nanhu_kpi.service.demo import make_demo
from tests.support.commands import NOW
from tests.support.views import names_in, run

if TYPE_CHECKING:
    from pathlib import Path

SHOWN = ("--as-of", "2024-06-30")


def dumped(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as conn:
        return list(conn.iterdump())


def test_two_demonstrations_of_one_day_say_the_same(tmp_path: Path) -> None:
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    for path in (one, other):
        assert make_demo(path, "2024-02-10", lambda: NOW) == date(2024, 2, 10)
    assert dumped(one) == dumped(other)
    assert names_in(tmp_path) == ["one.db", "other.db"]


def test_a_demonstration_has_every_light_and_something_of_all_that_an_office_does(demo_db: Path) -> None:
    rows = run(demo_db, "status", *SHOWN, "-f", "csv").rows
    lights, statuses = Counter(row["light"] for row in rows), {row["status"] for row in rows}
    assert min(lights[light] for light in ("green", "yellow", "red")) > 5
    assert statuses >= {"met", "ahead", "on_track", "behind", "far_behind", "overdue", "exceeded", "unreported"}
    assert {row["stale"] for row in rows} == {"false", "true"}
    assert {row["kind"] for row in rows} == {"sum", "last", "ratio", "milestone"}
    assert {row["pace"] for row in rows} >= {"linear", "schedule", "none"}
    assert len({row["owner"] for row in rows}) > 4
    entries = [row for row in run(demo_db, "export", "entries").rows if row["officer"] != "catalogue"]
    assert len({row["officer"] for row in entries}) == 5
    assert {row["type"] for row in entries} == {"add", "set", "words"}
    assert all(any(row[column] for row in entries) for column in ("note", "issue", "next", "evidence", "void_reason"))
    assert any(row["logged_on"] > row["day"] for row in entries)
    revised = [row for row in run(demo_db, "export", "targets", "JJ03").rows if row["year"] == "2024"]
    assert [row["value"] for row in revised] == ["160", "150"]
    assert revised[1]["reason"]
    assert {row["month"] for row in run(demo_db, "export", "periods").rows} == {"2024-01", "2024-02", "2024-03"}


def test_what_a_demonstration_records_passes_every_check(demo_db: Path) -> None:
    checked = run(demo_db, "db", "check")
    assert (checked.code, checked.out) == (0, "")


def test_a_demonstration_of_a_later_year_carries_the_plan_over_and_states_the_year_before(tmp_path: Path) -> None:
    path = tmp_path / "later.db"
    make_demo(path, "2025-01-31", lambda: NOW.replace(year=2025))
    rows = run(path, "status", "JJ09", "JJ42", "--as-of", "2025-01-31", "-f", "csv", on="2025-02-01").by_code
    assert (rows["JJ09"]["target"], rows["JJ09"]["baseline"]) == ("20", "50")
    assert (rows["JJ42"]["target"], rows["JJ42"]["status"]) == ("100", "on_track")


def test_a_demonstration_goes_over_no_file_and_leaves_none_behind_when_refused(tmp_path: Path) -> None:
    there = tmp_path / "there.db"
    there.write_text("mine", encoding="utf-8")
    with pytest.raises(FileExists):
        make_demo(there, None, lambda: NOW)
    with pytest.raises(BadInput) as early:
        make_demo(tmp_path / "early.db", "2023-12-31", lambda: NOW)
    with pytest.raises(BadInput) as late:
        make_demo(tmp_path / "late.db", "2024-07-02", lambda: NOW)
    assert (early.value.msgid, late.value.msgid) == (DEMO_TOO_EARLY, FUTURE_DAY)
    assert (names_in(tmp_path), there.read_text(encoding="utf-8")) == (["there.db"], "mine")


def test_db_demo_says_what_it_made_and_how_to_look_at_it(tmp_path: Path) -> None:
    made = run(tmp_path / "none.db", "db", "demo", str(tmp_path / "a b.db"), "--as-of", "2024-01-09")
    assert (made.code, made.out) == (0, "")
    assert made.err.splitlines()[1:] == [
        f"To look at it: nanhu-kpi --db '{tmp_path / 'a b.db'}' status --as-of 2024-01-09"
    ]
    assert names_in(tmp_path) == ["a b.db"]
