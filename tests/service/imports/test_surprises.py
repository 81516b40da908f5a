"""What wants a note in a file: each row is held against what its measure came to just before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.commands import actual, did
from tests.support.files import csv_file, imported, problems_of

if TYPE_CHECKING:
    from pathlib import Path


def told(db: Path, *rows: str) -> list[tuple[str, str]]:
    """Return row and reason of what is wrong with the rows of a file."""
    return [(row, reason) for row, _, reason in problems_of(db, csv_file(db.parent, *rows))]


def agreed(db: Path, value: str, *, from_: str = "2024-01-01") -> None:
    did(db, "target", "set", "JJ01", value, "--year", "2024", "--from", from_, "--reason", "plan")


def test_what_is_recorded_on_a_day_comes_before_the_files_row_of_that_day(empty_db: Path) -> None:
    did(empty_db, "log", "JJ01=100", "--date", "2024-06-20")
    ((row, reason),) = told(empty_db, "JJ01,2024-06-20,set,90,,")
    assert (row, "90 is lower than the previous 100" in reason) == ("2", True)


def test_what_is_recorded_on_a_later_day_does_not_come_before_a_row(empty_db: Path) -> None:
    did(empty_db, "log", "JJ01=100", "--date", "2024-06-20")
    imported(empty_db, csv_file(empty_db.parent, "JJ01,2024-06-19,set,90,,"))
    assert (actual(empty_db, "JJ01", "2024-06-19"), actual(empty_db, "JJ01")) == ("90", "100")


def test_a_total_like_the_one_before_it_wants_no_note(empty_db: Path) -> None:
    did(empty_db, "log", "JJ01=100", "--date", "2024-06-20")
    imported(empty_db, csv_file(empty_db.parent, "JJ01,2024-06-21,set,100,,"))


def test_a_row_that_pushes_a_later_recorded_day_out_of_the_range_is_refused(empty_db: Path) -> None:
    did(empty_db, "log", "JJ01+600000000000", "--date", "2024-06-30")
    ((row, reason),) = told(empty_db, "JJ01,2024-06-09,add,1,,", "JJ01,2024-06-10,add,600000000000,,")
    assert (row, "would be 1,000,000,000,000 or more" in reason) == ("3", True)


def test_a_later_recorded_total_takes_up_what_a_row_adds(empty_db: Path) -> None:
    did(empty_db, "log", "JJ01=600000000000", "--date", "2024-06-30")
    imported(empty_db, csv_file(empty_db.parent, "JJ01,2024-06-10,add,600000000000,,"))
    assert actual(empty_db, "JJ01") == "600000000000"


@pytest.mark.parametrize(("more", "refused"), [("1", False), ("2", True)])
def test_the_range_ends_before_ten_to_the_twelfth(empty_db: Path, more: str, refused: bool) -> None:
    rows = ("JJ01,2024-06-10,add,999999999998,,", f"JJ01,2024-06-11,add,{more},,")
    if refused:
        ((row, reason),) = told(empty_db, *rows)
        assert (row, "would be 1,000,000,000,000 or more" in reason) == ("3", True)
    else:
        imported(empty_db, csv_file(empty_db.parent, *rows))
        assert actual(empty_db, "JJ01") == "999999999999"


@pytest.mark.parametrize(("more", "refused"), [("1", False), ("2", True)])
def test_the_range_ends_there_for_what_was_recorded_before(empty_db: Path, more: str, refused: bool) -> None:
    did(empty_db, "log", "JJ01+999999999998", "--date", "2024-06-30")
    row = f"JJ01,2024-06-10,add,{more},,"
    if refused:
        assert [number for number, _ in told(empty_db, row)] == ["2"]
    else:
        imported(empty_db, csv_file(empty_db.parent, row))


def test_the_target_that_a_jump_is_held_to_is_that_of_the_rows_day(empty_db: Path) -> None:
    agreed(empty_db, "100")
    agreed(empty_db, "1000", from_="2024-07-01")
    ((row, reason),) = told(empty_db, "JJ01,2024-06-10,add,180,,")
    assert (row, "brings the attainment to 180.0%" in reason) == ("2", True)


def test_a_target_lowered_between_two_rows_counts_for_the_second(empty_db: Path) -> None:
    agreed(empty_db, "1000")
    agreed(empty_db, "100", from_="2024-06-15")
    ((row, reason),) = told(empty_db, "JJ01,2024-06-10,add,100,,", "JJ01,2024-06-20,add,80,,")
    assert (row, "100 → 180 brings the attainment to 180.0%" in reason) == ("3", True)


def test_a_revision_counts_from_its_day_on_and_before_it_nothing_is_a_jump(empty_db: Path) -> None:
    agreed(empty_db, "100", from_="2024-06-15")
    assert [row for row, _ in told(empty_db, "JJ01,2024-06-15,add,180,,")] == ["2"]
    imported(empty_db, csv_file(empty_db.parent, "JJ01,2024-06-14,add,180,,"))


def test_a_target_that_was_taken_back_is_none(empty_db: Path) -> None:
    agreed(empty_db, "100")
    did(empty_db, "undo", "--yes")
    imported(empty_db, csv_file(empty_db.parent, "JJ01,2024-06-10,add,180,,"))


def test_a_target_that_was_withdrawn_counts_until_then(empty_db: Path) -> None:
    agreed(empty_db, "100")
    did(empty_db, "target", "set", "JJ01", "--withdraw", "--from", "2024-06-15", "--reason", "merged")
    assert [row for row, _ in told(empty_db, "JJ01,2024-06-14,add,180,,")] == ["2"]
    imported(empty_db, csv_file(empty_db.parent, "JJ01,2024-06-15,add,180,,"))


def test_of_two_rows_of_one_day_only_the_one_that_jumps_wants_a_note(empty_db: Path) -> None:
    agreed(empty_db, "100")
    rows = ("JJ01,2024-06-10,add,100,,", "JJ01,2024-06-10,add,60,,", "JJ01,2024-06-10,add,60,,")
    ((row, reason),) = told(empty_db, *rows)
    assert (row, "100 → 160" in reason) == ("3", True)


def test_recorded_increments_add_up_to_what_a_row_starts_from(empty_db: Path) -> None:
    agreed(empty_db, "100")
    did(empty_db, "log", "JJ01+60", "--date", "2024-06-01")
    did(empty_db, "log", "JJ01+50", "--date", "2024-06-02")
    ((_, reason),) = told(empty_db, "JJ01,2024-06-03,add,50,,")
    assert "110 → 160" in reason


def test_a_recorded_total_replaces_what_was_before_it(empty_db: Path) -> None:
    agreed(empty_db, "100")
    did(empty_db, "log", "JJ01+60", "--date", "2024-06-01")
    did(empty_db, "log", "JJ01=70", "--date", "2024-06-02")
    imported(empty_db, csv_file(empty_db.parent, "JJ01,2024-06-03,add,80,,"))
    assert actual(empty_db, "JJ01") == "150"


@pytest.mark.parametrize(("value", "jumps"), [("150", False), ("150.01", True)])
def test_half_as_much_again_as_the_target_is_no_jump_yet(empty_db: Path, value: str, jumps: bool) -> None:
    agreed(empty_db, "100")
    row = f"JJ01,2024-06-10,add,{value},,"
    if jumps:
        assert [number for number, _ in told(empty_db, row)] == ["2"]
    else:
        imported(empty_db, csv_file(empty_db.parent, row))


def test_a_ceiling_is_not_jumped_past(empty_db: Path) -> None:
    did(empty_db, "target", "set", "MS01", "100", "--year", "2024", "--reason", "plan")
    imported(empty_db, csv_file(empty_db.parent, "MS01,2024-06-10,add,180,,"))


def test_every_year_of_a_file_stands_for_itself(empty_db: Path) -> None:
    agreed(empty_db, "100")
    ((row, _),) = told(empty_db, "JJ01,2023-12-31,add,180,,", "JJ01,2024-01-01,add,100,,", "JJ01,2024-01-02,add,60,,")
    assert row == "4"
