"""What wants a reason of a target and of a retirement: refused in a script, asked in a terminal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import did, exported, run
from tests.support.terminals import answers, leaves, terminal

if TYPE_CHECKING:
    from pathlib import Path


def refused(db: Path, *words: str, now: datetime | None = None) -> str:
    """Run a command that must be refused with 4 for want of a reason, and return what was said."""
    before = exported(db, "export", "targets"), exported(db, "export", "changes")
    ran = run(db, *words, now=now) if now else run(db, *words)
    assert (ran.code, ran.out) == (4, ""), ran
    assert ran.err.rstrip().endswith("--reason REASON")
    assert (exported(db, "export", "targets"), exported(db, "export", "changes")) == before
    return ran.err


def of_officers(db: Path) -> list[tuple[str, str, str]]:
    rows = exported(db, "export", "targets")
    return [(row["measure"], row["value"], row["reason"]) for row in rows if row["officer"] != "catalogue"]


def test_150_that_become_12000_for_a_slip_of_the_unit_are_refused(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ03", "150")
    assert refused(seeded_db, "target", "set", "JJ03", "1.2万") == (
        "JJ03 Companies attracted and settled: a target of 12000 is more than five times the target before, 150. Check "
        "the number and its unit; to set it, add: --reason REASON\n"
    )
    did(seeded_db, "target", "set", "JJ03", "1.2万", "--reason", "the whole district's")
    assert of_officers(seeded_db) == [("JJ03", "150", ""), ("JJ03", "12000", "the whole district's")]


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("JJ03", "-1", "a target of -1 is below 0"),
        ("MS13", "100.01", "a target of 100.01 is above 100 (unit: percent)"),
        ("JJ03", "700.01", "a target of 700.01 is more than five times last year's actual, 140"),
        ("JJ03", "27.99", "a target of 27.99 is less than a fifth of last year's actual, 140"),
        ("JJ03", "0", "a target of 0 is less than a fifth of last year's actual, 140"),
    ],
)
def test_what_is_more_often_a_slip_than_meant_is_refused_with_its_numbers(
    seeded_db: Path, code: str, value: str, said: str
) -> None:
    assert said in refused(seeded_db, "target", "set", code, value)


@pytest.mark.parametrize(("code", "value"), [("JJ03", "700"), ("JJ03", "28"), ("MS13", "100")])
def test_five_times_a_fifth_and_100_percent_pass(seeded_db: Path, code: str, value: str) -> None:
    did(seeded_db, "target", "set", code, value)


def test_a_target_is_held_against_the_actual_so_far(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ03=600")
    assert "less than a fifth of the actual so far, 600" in refused(seeded_db, "target", "set", "JJ03", "119")
    did(seeded_db, "target", "set", "JJ03", "120")


def test_a_target_is_held_against_last_years_where_its_year_has_none(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ03", "150")
    said = refused(seeded_db, "target", "set", "JJ03", "751", "--year", "2025")
    assert "more than five times the target before, 150" in said
    did(seeded_db, "target", "set", "JJ03", "750", "--year", "2025")


def test_a_milestones_reading_is_no_measure_of_its_target(seeded_db: Path) -> None:
    did(seeded_db, "log", "CQ24=10", "--note", "begun")
    did(seeded_db, "target", "set", "CQ24", "100", "--year", "2025")


def test_every_revision_within_a_year_wants_a_reason(seeded_db: Path) -> None:
    said = "JJ09 Tourism companies attracted already has a target of 2024 (20). A revision needs a reason; add: "
    assert refused(seeded_db, "target", "set", "JJ09", "20") == f"{said}--reason REASON\n"
    assert refused(seeded_db, "target", "set", "JJ09", "--withdraw").startswith(said)
    assert refused(seeded_db, "target", "schedule", "JJ09", "06-30=10", "12-31=20").startswith(said)
    did(seeded_db, "target", "set", "JJ09", "20", "--year", "2025")
    did(seeded_db, "target", "set", "JJ09", "22", "--reason", "the district's plan")
    did(seeded_db, "undo", "--yes")


def test_of_two_revisions_of_a_day_the_later_recorded_one_is_the_target_before(seeded_db: Path) -> None:
    for value in ("150", "160"):
        did(seeded_db, "target", "set", "JJ03", value, "--from", "06-01", "--reason", "plan")
    assert " already has a target of 2024 (160). " in refused(
        seeded_db, "target", "set", "JJ03", "170", "--from", "06-01"
    )


def test_what_was_taken_back_is_no_target_before(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ03", "150")
    did(seeded_db, "undo", "--yes")
    did(seeded_db, "target", "set", "JJ03", "160")


def test_carrying_a_target_far_from_what_was_reached_wants_a_reason(seeded_db: Path) -> None:
    late = datetime(2025, 1, 8, 2, 0, tzinfo=UTC)
    did(seeded_db, "log", "JJ09=3")
    said = refused_of_many(seeded_db, "target", "carry", "2024", "2025", "JJ09", now=late)
    assert "a target of 20 is more than five times last year's actual, 3" in said
    did(seeded_db, "target", "carry", "2024", "2025", "JJ09", "--yes", "--reason", "unfinished", now=late)


def test_a_carried_target_is_not_held_against_the_actual_so_far(seeded_db: Path) -> None:
    late = datetime(2026, 1, 8, 2, 0, tzinfo=UTC)
    did(seeded_db, "log", "JJ09=1", now=late)
    did(seeded_db, "target", "carry", "2024", "2026", "JJ09", "--yes", now=late)
    assert of_officers(seeded_db) == [("JJ09", "20", "")]


def test_a_dry_run_of_carrying_says_what_the_run_would_be_refused_for(seeded_db: Path) -> None:
    late = datetime(2025, 1, 8, 2, 0, tzinfo=UTC)
    did(seeded_db, "log", "JJ09=3")
    words = ("target", "carry", "2024", "2025", "JJ09")
    ran = run(seeded_db, *words, "--dry-run", now=late)
    assert (ran.code, "JJ09" in ran.out) == (0, True)
    assert ran.err.startswith(refused_of_many(seeded_db, *words, now=late))
    assert did(seeded_db, *words, "--dry-run", "--reason", "unfinished", now=late).code == 0


def test_a_terminal_asks_why_before_it_asks_whether_to_set(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ03", "10", "--year", "2023", "--reason", "plan")
    with terminal(seeded_db, "target", "adopt", "2024", "JJ03") as child:
        child.expect_exact("a target of 140 is more than five times the target before, 10.")
        answers(child, ("Reason (Ctrl-C cancels): ", "as reached"), ("Set this target of 2024? [y/N]: ", "y"))
        child.expect_exact("Set 1 target of 2024")
    assert of_officers(seeded_db) == [("JJ03", "10", "plan"), ("JJ03", "140", "as reached")]


def refused_of_many(db: Path, *words: str, now: datetime) -> str:
    before = exported(db, "export", "targets")
    ran = run(db, *words, "--yes", now=now)
    assert ran.code == 4, ran
    assert exported(db, "export", "targets") == before
    return ran.err


def test_a_retirement_wants_a_reason_and_bringing_back_none(seeded_db: Path) -> None:
    assert refused(seeded_db, "measure", "retire", "JJ06") == (
        "JJ06 {}: retiring a measure needs a reason. Add: --reason REASON\n".format(
            next(row["name_en"] for row in exported(seeded_db, "export", "measures") if row["code"] == "JJ06")
        )
    )
    did(seeded_db, "measure", "retire", "JJ06", "--reason", "no longer counted")
    did(seeded_db, "measure", "retire", "JJ06", "--back")


def test_a_terminal_asks_why_once_the_command_is_checked(seeded_db: Path) -> None:
    with terminal(seeded_db, "target", "set", "JJ09", "many", code=4) as child:
        child.expect_exact("is not a value")
    with terminal(seeded_db, "target", "set", "JJ09", "200", "--year", "2024") as child:
        child.expect_exact("a target of 200 is more than five times the target before, 20.")
        answers(child, ("Reason (Ctrl-C cancels): ", "the whole district's"))
    with terminal(seeded_db, "target", "set", "JJ09", "--withdraw", "--year", "2024", code=130) as child:
        child.expect_exact("Reason (Ctrl-C cancels): ")
        leaves(child)
    with terminal(seeded_db, "measure", "retire", "JJ06") as child:
        child.expect_exact("retiring a measure needs a reason")
        answers(child, ("Reason (Ctrl-C cancels): ", "no longer counted"))
    assert of_officers(seeded_db) == [("JJ09", "200", "the whole district's")]
