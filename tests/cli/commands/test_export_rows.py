"""Which rows an export holds: SELECT, a year, and what is new since a day or a batch; pulls that lose nothing."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.entries import add_entries, add_void
from tests.support.builders import LAST, SUM, batch, entry, made_id
from tests.support.commands import did, exported, recorded, run

if TYPE_CHECKING:
    from pathlib import Path

MONDAY = datetime(2024, 7, 1, 2, 0, tzinfo=UTC)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)


def values(db: Path, *words: str, now: datetime = WEDNESDAY) -> list[str]:
    rows = did(db, "export", "entries", *words, now=now).out.splitlines()[1:]
    return [row.split(",")[6] for row in rows]


@pytest.fixture
def worked_db(empty_db: Path) -> Path:
    """An entry on each of three days, the first of them taken back on the second."""
    first = did(empty_db, "log", "JJ01+1", "--date", "2023-05-05", now=MONDAY).batch
    did(empty_db, "log", "JJ01+2", "JJ02=3", now=TUESDAY)
    did(empty_db, "undo", "--yes", first, now=TUESDAY)
    did(empty_db, "log", "MS01+4", now=WEDNESDAY)
    return empty_db


# SELECT and year.


def test_goals_are_selected_by_themselves(worked_db: Path) -> None:
    names = ("--name-zh", "新目标", "--name-en", "New goal", "--source", "0")
    did(worked_db, "goal", "add", "JJ-G9", *names)
    for word in ("JJ-G9", "jj", "新目标"):
        assert "JJ-G9" in [row["code"] for row in exported(worked_db, "export", "goals", word)]
    assert run(worked_db, "export", "goals", "JJ-G8").code == 3


def test_select_takes_areas_goals_codes_and_words(worked_db: Path) -> None:
    assert values(worked_db, "JJ") == ["1", "2", "3"]
    assert values(worked_db, "JJ02", "MS") == ["3", "4"]
    assert values(worked_db, "就业") == ["4"]
    assert [row["code"] for row in exported(worked_db, "export", "measures", "jj2", "MS-G1")] == ["JJ02", "MS01"]
    assert [row["code"] for row in exported(worked_db, "export", "goals", "MS01")] == ["MS-G1"]
    assert {row["code"] for row in exported(worked_db, "export", "status", "JJ01", "--year", "2024")} == {"JJ01"}


def test_what_select_does_not_find_is_refused(worked_db: Path) -> None:
    ran = run(worked_db, "export", "entries", "ZZ99")
    assert (ran.code, ran.out) == (3, "")


def test_the_year_is_that_of_the_day_or_of_the_target(seeded_db: Path) -> None:
    assert {row["day"][:4] for row in exported(seeded_db, "export", "entries")} == {"2023"}
    assert exported(seeded_db, "export", "entries", "--year", "2024") == []
    years = {row["year"] for row in exported(seeded_db, "export", "targets", "--year", "2023")}
    assert years == {"2023"}
    assert run(seeded_db, "export", "entries", "--year", "12").code == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("schema", "JJ"),
         "SELECT works only with export goals, measures, entries, targets, status, not with export schema"),
        (("goals", "--year", "2024"), "--year works only with export entries, targets, status, not with export goals"),
        (("measures", "--since", "-1"),
         "--since works only with export entries, targets, changes, periods, not with export measures"),
        (("status", "--since", "-1"),
         "--since works only with export entries, targets, changes, periods, not with export status"),
        (("entries", "--as-of", "-1"), "--as-of works only with export status, not with export entries"),
        (("targets", "--all"), "--all works only with export status, not with export targets"),
    ],
)  # fmt: skip
def test_what_would_be_passed_over_is_refused(empty_db: Path, words: tuple[str, ...], sentence: str) -> None:
    ran = run(empty_db, "export", *words)
    assert (ran.code, ran.out, ran.err) == (2, "", f"{sentence}.\n")


# Since.


def test_since_a_day_is_what_was_recorded_or_taken_back_from_it_on(worked_db: Path) -> None:
    assert values(worked_db, "--since", "2024-07-01") == ["1", "2", "3", "4"]
    assert values(worked_db, "--since", "2024-07-02") == ["1", "2", "3", "4"]  # the first was taken back that day
    assert values(worked_db, "--since", "2024-07-03") == ["4"]
    assert values(worked_db, "--since", "today") == ["4"]
    assert values(worked_db, "MS", "--since", "-2", "--year", "2024") == ["4"]


def test_the_day_is_the_offices_and_not_that_of_utc(empty_db: Path) -> None:
    late = datetime(2024, 6, 30, 16, 30, tzinfo=UTC)  # half past midnight of 1 July in Shenzhen
    did(empty_db, "log", "JJ01+1", now=late)
    assert values(empty_db, "--since", "2024-07-01") == ["1"]
    assert values(empty_db, "--since", "2024-07-02") == []


def test_since_a_batch_is_what_came_after_it(worked_db: Path) -> None:
    batches = [row["batch"] for row in recorded(worked_db)]
    assert values(worked_db, "--since", batches[0]) == ["1", "2", "3", "4"]  # the first has been taken back since
    assert values(worked_db, "--since", f"#{batches[1][-6:]}") == ["1", "4"]
    assert values(worked_db, "--since", batches[3][-6:]) == []


def test_since_goes_for_targets_and_changes_too(empty_db: Path) -> None:
    did(empty_db, "target", "set", "JJ01", "100", now=MONDAY)
    mine = did(empty_db, "target", "set", "JJ02", "90", now=TUESDAY).batch
    did(empty_db, "measure", "edit", "JJ01", "--owner", "党群办", now=TUESDAY)

    def pulled(what: str, since: str) -> list[str]:
        rows = did(empty_db, "export", what, "--since", since, "-f", "csv", now=WEDNESDAY).out.splitlines()[1:]
        return [row.split(",")[2 if what == "targets" else 6] for row in rows]

    assert pulled("targets", "2024-07-02") == ["JJ02"]
    assert pulled("changes", "2024-07-02") == ["党群办"]
    assert pulled("changes", "2024-07-03") == []
    did(empty_db, "undo", "--yes", mine, "--yes", now=WEDNESDAY)
    assert pulled("targets", "2024-07-03") == ["JJ02"]


def test_an_entry_that_counts_again_is_new(empty_db: Path) -> None:
    with writing(empty_db) as conn:
        add_batch(conn, batch(0))
        add_entries(conn, [entry(1, SUM, "2024-06-30", "add", 5), entry(2, SUM, "2024-06-30", "add", 5)])
        conn.execute(
            "INSERT INTO void (id, batch, entry, reason, twin) VALUES (?, ?, ?, 'twin', ?)",
            (made_id(3), made_id(0), made_id(2), made_id(1)),
        )
        add_batch(conn, batch(10, on=TUESDAY.date()))
        add_void(conn, made_id(11), made_id(10), made_id(1), "wrong")
    rows = exported(empty_db, "export", "entries", "--since", "2024-07-01")
    assert [(row["id"][-2:], bool(row["voided_at"])) for row in rows] == [("01", True), ("02", False)]


NEITHER = "“{}” is neither a day nor a batch. Write 2024-06-30, -1, or the last digits of a batch's id.\n"
FUTURE = "2024-07-02 is after today (2024-07-01). Give today or an earlier day.\n"


@pytest.mark.parametrize(
    ("text", "code", "sentence"), [("ffffff", 3, NEITHER), ("soon", 3, NEITHER), ("2024-07-02", 4, FUTURE)]
)
def test_since_what_cannot_be_is_refused(empty_db: Path, text: str, code: int, sentence: str) -> None:
    ran = run(empty_db, "export", "entries", "--since", text)
    assert (ran.code, ran.out, ran.err) == (code, "", sentence.format(text))


def test_since_an_entry_is_refused(worked_db: Path) -> None:
    ran = run(worked_db, "export", "entries", "--since", recorded(worked_db)[0]["id"])
    assert (ran.code, "neither a day nor a batch" in ran.err) == (3, True)


ACTIONS = st.lists(st.sampled_from(["log", "log", "words", "undo", "void", "night"]), min_size=1, max_size=7)


@hypothesis_settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTIONS, st.data())
def test_pulls_since_the_last_pulls_day_lose_nothing(
    _built_empty: Path, tmp_path: Path, actions: list[str], data: st.DataObject
) -> None:
    db = tmp_path / "pulled.db"
    shutil.copy2(_built_empty, db)
    now = MONDAY
    kept: dict[str, dict[str, str]] = {}
    last_pull = now.date().isoformat()
    for action in actions:
        live = [row["id"][-6:] for row in kept.values() if not row["voided_at"]]
        if action == "night":
            now += timedelta(days=1)
        elif action in ("undo", "void") and live:
            chosen = data.draw(st.sampled_from(live))
            did(db, "void", chosen, "--reason", "r", now=now)
        else:
            did(db, "log", f"{SUM}+1" if action == "log" else f"{LAST}=2", "--note", action, now=now)
        pulled = did(db, "export", "entries", "--since", last_pull, now=now).out
        kept |= {row["id"]: row for row in _rows(pulled)}
        last_pull = now.date().isoformat()
    assert list(kept.values()) == _rows(did(db, "export", "entries", now=now).out)


def _rows(text: str) -> list[dict[str, str]]:
    names, *rows = (line.split(",") for line in text.splitlines())
    return [dict(zip(names, row, strict=True)) for row in rows]
