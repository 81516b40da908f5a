"""What a merge brings is known from the day on which it came: sheets printed before stay as they were printed."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.recount import wrong_rollups
from tests.support.versions import first_version
from tests.support.views import logged, run


@pytest.fixture
def desks(seeded_db: Path) -> tuple[Path, Path]:
    """Two copies: one recorded 4 on 06-18, the other 3 on 06-20, off the network."""
    away = Path(shutil.copy2(seeded_db, seeded_db.with_name("away.db")))
    logged(seeded_db, "JJ09+4", on="2024-06-18")
    logged(away, "JJ09+3", on="2024-06-20")
    return seeded_db, away


SHEETS = (
    ("status", "JJ", "--known", "2024-06-24"),
    ("show", "JJ09", "--known", "2024-06-24"),
    ("export", "status", "--known", "2024-06-24"),
    ("weekly", "JJ09", "--week", "2024-W25", "--known", "2024-06-24", "--printed", "2024-06-24", "--by", "li"),
)


@pytest.mark.parametrize("words", SHEETS)
def test_a_sheet_known_on_a_day_before_the_merge_is_the_same_after_it(
    desks: tuple[Path, Path], words: tuple[str, ...]
) -> None:
    office, away = desks
    printed = run(office, *words, on="2024-06-25").out
    run(office, "merge", str(away), on="2024-06-25")
    assert "7" in run(office, "status", "JJ09", "--as-of", "2024-06-25", "-f", "csv", on="2024-06-25").rows[0]["actual"]
    assert run(office, *words, on="2024-06-26").out == printed


def test_what_a_merge_brings_for_earlier_days_is_reported_late(desks: tuple[Path, Path]) -> None:
    office, away = desks
    run(office, "merge", str(away), on="2024-06-25")
    (row,) = run(office, "weekly", "JJ09", "--week", "2024-W26", "-f", "csv", on="2024-07-01").rows
    assert [row[name] for name in ("last_sheet", "late", "week", "actual")] == ["4", "3", "", "7"]
    outcome = run(office, "status", "JJ09", "--as-of", "2024-06-21", on="2024-07-01")
    assert "Entries recorded or voided since 2024-06-21: 1." in outcome.out


def test_an_incremental_pull_has_what_a_merge_brought_since(desks: tuple[Path, Path]) -> None:
    office, away = desks
    run(office, "merge", str(away), on="2024-06-25")
    rows = run(office, "export", "entries", "--since", "2024-06-25", on="2024-06-26").rows
    assert [(row["day"], row["value"], row["logged_on"]) for row in rows] == [("2024-06-20", "3", "2024-06-20")]
    assert run(office, "export", "entries", "--since", "2024-06-26", on="2024-06-26").rows == []


def test_a_file_without_records_of_its_own_becomes_what_the_copy_is(seeded_db: Path, desks: tuple[Path, Path]) -> None:
    office, _ = desks
    fresh = seeded_db.with_name("fresh.db")
    run(office, "db", "init", str(fresh), on="2024-07-01")
    run(fresh, "merge", str(office), on="2024-07-01")
    words = ("status", "JJ09", "--known", "2024-06-18", "-f", "csv")
    assert run(fresh, *words, on="2024-07-01").out == run(office, *words, on="2024-07-01").out


def test_no_copy_gives_on_when_it_learned_of_a_batch(desks: tuple[Path, Path]) -> None:
    office, away = desks
    run(office, "merge", str(away), on="2024-06-25")
    logged(away, "JJ09+1", on="2024-06-26")
    run(away, "merge", str(office), on="2024-06-28")
    arrived = {}
    for path in (office, away):
        with closing(connect(path, "ro")) as conn:
            assert list(wrong_rollups(conn)) == []
            arrived[path] = conn.execute(
                "SELECT command, arrived_on FROM batch WHERE arrived_on IS NOT NULL ORDER BY id"
            ).fetchall()
    assert arrived == {office: [("log JJ09+3", "2024-06-25")], away: [("log JJ09+4", "2024-06-28")]}


def test_a_file_of_the_first_version_knows_everything_since_it_was_recorded(tmp_path: Path) -> None:
    old = first_version(tmp_path / "v1.db")
    assert run(old, "status", on="2024-06-30").code == 0
    with closing(connect(old, "ro")) as conn:
        assert conn.execute("SELECT count(*) FROM batch WHERE arrived_on IS NOT NULL").fetchone() == (0,)
