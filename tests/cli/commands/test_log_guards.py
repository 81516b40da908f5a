"""What `log` wants a note for, asks twice, or says: slips of the hand, days long back, entries that are there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import NOW, did, recorded, run
from tests.support.files import csv_file, problems_of
from tests.support.terminals import answers, terminal

if TYPE_CHECKING:
    from pathlib import Path

JANUARY = datetime(2024, 1, 8, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("word", "note", "said"),
    [
        ("MS13=0.996", "MS13,2024-07-01,set,0.996,,", "0.996 is less than 1 percent, and figures here are above 10."),
        ("JJ09+1.5", "JJ09,2024-07-01,add,1.5,,", "1.5 is not whole, and every value before it was."),
        ("CQ07=10", "CQ07,2024-07-01,set,10,,", "2 → 10 is five times or a fifth of the last reading"),
    ],
)
def test_a_share_a_fraction_and_a_reading_far_off_want_a_note_here_and_in_a_file(
    seeded_db: Path, word: str, note: str, said: str
) -> None:
    did(seeded_db, "log", "MS13=99.5", "JJ09+5", "CQ07=2", "--date", "06-30")
    ran = run(seeded_db, "log", word)
    assert (ran.code, len(recorded(seeded_db))) == (4, 3)
    assert said in ran.err
    assert ran.err.rstrip().endswith("--note NOTE")
    ((_, _, reason),) = problems_of(seeded_db, csv_file(seeded_db.parent, note))
    assert said in reason
    did(seeded_db, "log", word, "--note", "checked")


def test_a_milestone_of_0_6_where_100_is_the_target_wants_a_note(seeded_db: Path) -> None:
    assert "If 60 is meant, write 60" in run(seeded_db, "log", "CQ25=0.6").err
    did(seeded_db, "log", "CQ25=60")


def test_a_fraction_is_no_slip_once_one_was_recorded(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+1.5", "--note", "half of a joint one")
    did(seeded_db, "log", "JJ09+2.5")


def test_a_file_of_fractions_names_the_first_only(empty_db: Path) -> None:
    rows = ("JJ01,2024-06-01,add,5,,", "JJ01,2024-06-02,add,1.5,,", "JJ01,2024-06-03,add,2.5,,")
    assert [row for row, _, _ in problems_of(empty_db, csv_file(empty_db.parent, *rows))] == ["3"]


def test_an_entry_like_a_live_one_is_recorded_and_said(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ03+5", officer="王")
    (first,) = recorded(seeded_db)
    ran = did(seeded_db, "log", "JJ03+5")
    assert ran.err == (
        "JJ03 Companies attracted and settled +5 of 2024-07-01 was already recorded by 王 at 2024-07-01 10:00 "
        f"(#{first['id'][-6:]}). To undo: nanhu-kpi undo {ran.batch}\n"
    )
    assert len(recorded(seeded_db)) == 2


@pytest.mark.parametrize("other", [["JJ03+6"], ["JJ03=5", "--note", "counted"], ["JJ04+5"], ["JJ03+5", "-d", "06-30"]])
def test_another_value_type_measure_or_day_is_not_alike(seeded_db: Path, other: list[str]) -> None:
    did(seeded_db, "log", "JJ03+5")
    assert did(seeded_db, "log", *other).err == ""


def test_what_was_taken_back_is_not_alike_and_words_never_are(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ03+5")
    did(seeded_db, "undo", "--yes")
    assert did(seeded_db, "log", "JJ03+5").err == ""
    did(seeded_db, "log", "JJ28", "--note", "drawn up")
    assert did(seeded_db, "log", "JJ28", "--note", "drawn up").err == ""


@pytest.mark.parametrize(("answer", "count"), [("y", 2), ("", 1)])
def test_a_terminal_asks_before_it_records_the_same_again(seeded_db: Path, answer: str, count: int) -> None:
    did(seeded_db, "log", "JJ03+5")
    with terminal(seeded_db, "log", "JJ03+5", "--date", "2024-07-01") as child:
        child.expect_exact("was already recorded by li at 2024-07-01 10:00")
        answers(child, ("Record it once more? [y/N]: ", answer))
    assert len(recorded(seeded_db)) == count


@pytest.mark.parametrize("typed", ["04-01", "4月1日"])
def test_a_day_without_its_year_more_than_90_days_back_is_refused_with_its_year(seeded_db: Path, typed: str) -> None:
    ran = run(seeded_db, "log", "JJ03+5", "--date", typed)
    said = f"“{typed}” without its year is 2024-04-01, more than 90 days back. If that is meant, write: "
    assert (ran.code, ran.err) == (4, f"{said}--date 2024-04-01\n")
    did(seeded_db, "log", "JJ03+5", "--date", "2024-04-01")


@pytest.mark.parametrize(
    ("typed", "now", "day"),
    [("04-02", NOW, "2024-04-02"), ("12-31", JANUARY, "2023-12-31"), ("-200", NOW, "2023-12-14")],
)
def test_a_day_that_lies_near_or_is_counted_back_is_taken(seeded_db: Path, typed: str, now: datetime, day: str) -> None:
    did(seeded_db, "log", "JJ04+5", "--date", typed, now=now)
    assert [row["day"] for row in recorded(seeded_db)] == [day]


def test_half_a_year_back_typed_in_january_is_refused(seeded_db: Path) -> None:
    assert "is 2023-06-30" in run(seeded_db, "log", "JJ03+5", "--date", "06-30", now=JANUARY).err


@pytest.mark.parametrize(("answer", "count"), [("y", 1), ("", 0)])
def test_a_terminal_asks_about_a_day_long_back(seeded_db: Path, answer: str, count: int) -> None:
    long_back = datetime.now(UTC) - timedelta(days=100)
    with terminal(seeded_db, "log", "JJ03+5", "--date", f"{long_back:%m-%d}") as child:
        answers(child, (f"Record it for {long_back:%Y-%m-%d}? [y/N]: ", answer))
    assert [row["day"] for row in recorded(seeded_db)] == [f"{long_back:%Y-%m-%d}"] * count


def test_a_retirement_from_a_day_long_back_names_its_year(seeded_db: Path) -> None:
    ran = run(seeded_db, "measure", "retire", "JJ06", "--from", "03-01", "--reason", "no longer counted")
    assert (ran.code, ran.err.rstrip().endswith("--from 2024-03-01")) == (4, True)


def test_every_write_says_that_the_newest_row_is_more_than_an_hour_ahead(seeded_db: Path) -> None:
    ahead = did(seeded_db, "log", "JJ03+5", now=NOW + timedelta(days=2)).batch
    assert did(seeded_db, "log", "JJ03+6", now=NOW + timedelta(days=2, hours=-1)).err == ""
    for words in (["log", "JJ03+7"], ["target", "set", "JJ03", "35"], ["config", "set", "behind", "-8"]):
        assert did(seeded_db, *words).err == (
            "The newest row of the file is of 2024-07-03 10:00, and the clock says 2024-07-01 10:00. Check the clocks. "
            "To see such rows: nanhu-kpi db check\n"
        )
    ran = run(seeded_db, "db", "check")
    assert ran.code == 10
    assert f"#{ahead} “log JJ03+5” of li" in ran.out + ran.err
    assert "recorded at 2024-07-03 10:00, which is still to come" in ran.out + ran.err


def test_an_import_takes_the_rows_ahead_that_a_merge_takes_and_says_so(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ04+5", now=NOW + timedelta(days=2))
    export = seeded_db.parent / "ahead.csv"
    did(seeded_db, "export", "entries", "-o", str(export), now=NOW + timedelta(days=2))
    copy = seeded_db.parent / "copy.db"
    did(copy, "db", "init", str(copy))
    did(copy, "import", str(export), "--yes")
    other = seeded_db.parent / "other.db"
    did(other, "db", "init", str(other))
    for ran in (run(other, "merge", str(seeded_db)), run(copy, "log", "JJ03+1")):
        assert "The newest row of the file is of 2024-07-03 10:00" in ran.err


def test_a_share_is_held_against_last_years_readings_too_and_a_growth_rate_may_be_anything(seeded_db: Path) -> None:
    assert "0.996 is less than 1 percent" in run(seeded_db, "log", "MS13=0.996").err
    for day, value in (("05-01", "98.5"), ("05-02", "158"), ("05-03", "98.5"), ("05-04", "0.58")):
        did(seeded_db, "log", f"JJ12={value}", "--date", f"2024-{day}")


def test_a_fraction_in_an_increment_is_held_against_every_year_and_in_a_total_against_its_own(seeded_db: Path) -> None:
    assert run(seeded_db, "log", "JJ03+1.5").code == 4
    did(seeded_db, "log", "JJ03=5.9")
    did(seeded_db, "log", "JJ09=5")
    assert run(seeded_db, "log", "JJ09=5.9").code == 4
