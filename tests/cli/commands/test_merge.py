"""`merge`: two copies become one; what was decided apart is listed, and a file that was tampered with is refused."""

from __future__ import annotations

import shutil
import signal
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.store.connection import connect
from tests.support.builders import made_id
from tests.support.desks import content
from tests.support.stopping import ended
from tests.support.versions import first_version
from tests.support.views import logged, run

if TYPE_CHECKING:
    from collections.abc import Sequence

ON = "2024-07-01"


@pytest.fixture
def other(seeded_db: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(seeded_db, tmp_path / "other.db"))


def merged(db: Path, other: Path, *words: str, lang: str = "en") -> str:
    outcome = run(db, "merge", str(other), *words, on=ON, lang=lang, width=140)
    assert outcome.code == 0, outcome.err
    return outcome.out + outcome.err


def tampered(path: Path, *statements: str, triggers: Sequence[str]) -> None:
    with closing(connect(path, "rw")) as conn:
        for name in triggers:
            conn.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            conn.execute(statement)


def imported(db: Path, tmp_path: Path, name: str, rows: str) -> None:
    file = tmp_path / name
    file.write_text(f"key,measure,day,type,value\n{rows}", encoding="utf-8")
    assert run(db, "import", str(file), "--yes", on=ON).code == 0


def actual(db: Path) -> str:
    return run(db, "status", "JJ09", "--as-of", "2024-06-30", "-f", "csv", on=ON).by_code["JJ09"]["actual"]


def test_what_two_desks_recorded_is_united_both_ways(seeded_db: Path, other: Path, tmp_path: Path) -> None:
    logged(seeded_db, "JJ09+4", on="2024-06-20")
    logged(other, "JJ09+3", "DJ02=180", on="2024-06-21")
    back = Path(shutil.copy(other, tmp_path / "back.db"))
    mine = Path(shutil.copy(seeded_db, tmp_path / "mine.db"))
    before = other.read_bytes()
    told = merged(seeded_db, other)
    assert "Entries" in told
    assert other.read_bytes() == before
    merged(back, mine)
    assert content(back) == content(seeded_db)
    assert (
        run(seeded_db, "status", "JJ09", "--as-of", "2024-06-30", "-f", "csv", on=ON).by_code["JJ09"]["actual"] == "7"
    )
    assert "already has everything" in merged(seeded_db, other)
    assert content(back) == content(seeded_db)


def test_a_dry_run_takes_nothing_over(seeded_db: Path, other: Path) -> None:
    logged(other, "JJ09+3", on="2024-06-21")
    before = content(seeded_db)
    assert "Nothing was merged." in merged(seeded_db, other, "--dry-run")
    assert content(seeded_db) == before


def test_the_database_itself_is_nothing_to_merge(seeded_db: Path) -> None:
    assert "nothing to merge" in merged(seeded_db, seeded_db)


def test_one_row_imported_at_two_desks_counts_once_and_another_content_is_a_conflict(
    seeded_db: Path, other: Path, tmp_path: Path
) -> None:
    imported(seeded_db, tmp_path, "a.csv", "k1,JJ09,2024-06-20,add,4\nk2,JJ09,2024-06-21,add,1\n")
    imported(other, tmp_path, "b.csv", "k1,JJ09,2024-06-20,add,4\nk2,JJ09,2024-06-21,add,2\n")
    told = merged(seeded_db, other)
    assert "Conflicting keys" in told
    assert "k2" in told
    assert "k1" not in told
    assert (
        run(seeded_db, "status", "JJ09", "--as-of", "2024-06-30", "-f", "csv", on=ON).by_code["JJ09"]["actual"] == "7"
    )
    checked = run(seeded_db, "db", "check", on=ON)
    assert checked.code == 10
    assert "k2" in checked.out


@pytest.mark.parametrize(("lang", "told"), [("en", "Conflicting changes"), ("zh", "有冲突的修改")])
def test_a_field_changed_on_both_sides_is_listed_until_it_is_settled(
    seeded_db: Path, other: Path, lang: str, told: str
) -> None:
    assert run(seeded_db, "measure", "edit", "JJ09", "--owner", "经济办", on="2024-06-20").code == 0
    assert run(other, "measure", "edit", "JJ09", "--owner", "招商办", on="2024-06-21").code == 0
    answer = merged(seeded_db, other, lang=lang)
    assert told in answer
    assert "经济办" in answer
    assert "招商办" in answer
    checked = run(seeded_db, "db", "check", on=ON, lang=lang)
    assert checked.code == 10
    assert "JJ09" in checked.out
    assert run(seeded_db, "export", "measures", on=ON).by_code["JJ09"]["owner"] == "招商办"
    assert run(seeded_db, "measure", "edit", "JJ09", "--owner", "招商办", on=ON).code == 0
    assert run(seeded_db, "db", "check", on=ON).code == 0
    assert "Conflicting changes" not in merged(seeded_db, other)


def test_a_field_changed_on_one_side_comes_over_without_a_word(seeded_db: Path, other: Path) -> None:
    assert run(other, "measure", "edit", "JJ09", "--owner", "招商办", on="2024-06-21").code == 0
    assert "dispute" not in merged(seeded_db, other)
    assert run(seeded_db, "export", "measures", on=ON).by_code["JJ09"]["owner"] == "招商办"


def test_targets_revised_apart_and_months_closed_meanwhile_are_listed(seeded_db: Path, other: Path) -> None:
    words = ("target", "set", "JJ09", "--year", "2024", "--reason", "r")
    assert run(seeded_db, *words[:3], "25", *words[3:], on="2024-06-20").code == 0
    assert run(other, *words[:3], "30", *words[3:], on="2024-06-21").code == 0
    assert run(seeded_db, "period", "close", "2024-05", "--reason", "已上报", on="2024-06-25").code == 0
    logged(other, "JJ09+3", "--date", "2024-05-20", on="2024-06-26")
    told = merged(seeded_db, other)
    assert "Targets revised in both" in told
    assert "2024-05" in told
    assert "Closed months with merged rows" in told


@pytest.mark.parametrize(
    ("statements", "triggers", "told"),
    [
        (["UPDATE entry SET amount = 1 WHERE measure = 'JJ09'"], ["entry_refuses_update"], "other content"),
        (["UPDATE measure SET owner = 'x' WHERE code = 'JJ09'"], ["measure_owner_is_recorded"], "JJ09 owner"),
    ],
)
def test_a_file_changed_behind_the_rules_is_refused_with_the_rows_named(
    seeded_db: Path, other: Path, statements: list[str], triggers: list[str], told: str
) -> None:
    tampered(other, *statements, triggers=triggers)
    before = content(seeded_db)
    outcome = run(seeded_db, "merge", str(other), on=ON)
    assert outcome.code == 5
    assert told in outcome.err
    assert content(seeded_db) == before


@pytest.mark.parametrize(("name", "content_", "code"), [("none.db", None, 5), ("text.db", b"no database", 5)])
def test_what_is_no_copy_is_refused(
    seeded_db: Path, tmp_path: Path, name: str, content_: bytes | None, code: int
) -> None:
    file = tmp_path / name
    if content_ is not None:
        file.write_bytes(content_)
    outcome = run(seeded_db, "merge", str(file), on=ON)
    assert (outcome.code, outcome.out) == (code, "")
    assert str(file) in outcome.err


def test_a_copy_of_the_first_version_is_merged_and_left_as_it_is(seeded_db: Path, tmp_path: Path) -> None:
    old = first_version(tmp_path / "v1.db")
    before = old.read_bytes()
    assert "already has everything" in merged(seeded_db, old)
    assert old.read_bytes() == before


@pytest.mark.slow
def test_a_killed_merge_leaves_all_or_nothing(empty_db: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(empty_db, tmp_path / "many.db"))
    with closing(connect(other, "rw")) as conn:
        conn.execute("BEGIN")
        conn.execute(
            "INSERT INTO batch VALUES (?, 'li', 'd', 'log', '2024-06-30T01:00:00Z', '2024-06-30', NULL)", (made_id(0),)
        )
        conn.executemany(
            """INSERT INTO entry (id, batch, measure, day, type, amount)
               VALUES (?, ?, 'JJ01', '2024-06-30', 'add', 1)""",
            [(made_id(number), made_id(0)) for number in range(1, 5001)],
        )
        conn.commit()
    statements = cut_short = 0
    for share in (0, 0.1, 0.4, 0.7, 1):
        db = Path(shutil.copy(empty_db, tmp_path / "killed.db"))
        stopped = ended(db, "merge", str(other), how=signal.SIGKILL, at=round(statements * share))
        statements = statements or stopped.begun
        with closing(connect(db, "rw")) as conn:
            count = conn.execute("SELECT count(*) FROM entry").fetchone()[0]
        assert count in (0, 5000)
        cut_short += not count
        content(db)
    assert cut_short
