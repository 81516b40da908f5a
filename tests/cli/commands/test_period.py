"""Closed months: nothing dated in them is recorded or taken back until someone opens them again, with a reason."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import actual, did, exported, recorded, run
from tests.support.terminals import answers, leaves, terminal

if TYPE_CHECKING:
    from pathlib import Path

JUNE = datetime(2024, 6, 11, 2, 0, tzinfo=UTC)
JULY = datetime(2024, 7, 11, 2, 0, tzinfo=UTC)
CLOSED = (
    "2024-06 was closed by wang at 2024-07-01 10:00 (已报区里); nothing in it can be recorded, undone or voided. "
    "To reopen: nanhu-kpi period reopen 2024-06 --reason REASON\n"
)


def close_june(db: Path) -> None:
    did(db, "period", "close", "2024-06", "--reason", "已报区里", officer="wang")


def test_a_closed_month_takes_no_entry_and_names_who_closed_it_when_and_why(seeded_db: Path) -> None:
    close_june(seeded_db)
    for words in (("JJ03+1", "--date", "2024-06-01"), ("JJ03", "--note", "words", "--date", "06-30")):
        ran = run(seeded_db, "log", *words)
        assert (ran.code, ran.out, ran.err) == (5, "", CLOSED)
    assert recorded(seeded_db) == []
    did(seeded_db, "log", "JJ03+1", "--date", "2024-05-31")
    did(seeded_db, "log", "JJ03+1", "--date", "2024-07-01")


def test_what_was_recorded_in_a_closed_month_is_not_taken_back(seeded_db: Path) -> None:
    batch = did(seeded_db, "log", "JJ03+1", "JJ04+2", "--date", "2024-06-30").batch
    entry = recorded(seeded_db)[0]["id"].replace("-", "")[-6:]
    close_june(seeded_db)
    for words in (("undo",), ("undo", batch), ("void", entry, "--reason", "twice")):
        ran = run(seeded_db, *words)
        assert (ran.code, ran.out, ran.err) == (5, "", CLOSED)
    assert actual(seeded_db, "JJ03") == "1"
    did(seeded_db, "period", "reopen", "2024-06", "--reason", "漏报")
    did(seeded_db, "undo", batch)
    assert actual(seeded_db, "JJ03") == ""


def test_a_reopened_month_takes_entries_and_can_be_closed_again(seeded_db: Path) -> None:
    close_june(seeded_db)
    ran = did(seeded_db, "period", "reopen", "2024-06", "--reason", "漏报")
    assert ran.out == ("2024-06 is reopened: 漏报. To close it again: nanhu-kpi period close 2024-06 --reason REASON\n")
    did(seeded_db, "log", "JJ03+1", "--date", "2024-06-30")
    close_june(seeded_db)
    assert run(seeded_db, "log", "JJ03+1", "--date", "2024-06-30").code == 5


@pytest.mark.parametrize("month", ["2024-06", "2024-6", "2024/06", "202406", "2024年6月", "２０２４-０６"])
def test_a_month_is_read_as_officers_write_it(seeded_db: Path, month: str) -> None:
    ran = did(seeded_db, "period", "close", month, "--reason", "已报区里")
    assert ran.out == (
        "2024-06 is closed: 已报区里. Nothing in it can be recorded, undone or voided. To reopen: "
        "nanhu-kpi period reopen 2024-06 --reason REASON\n"
    )


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("close", "2024-08", "--reason", "x"), 4, "2024-08 has not begun; today is 2024-07-01.\n"),
        (
            ("close", "2024-06", "--reason", "x"),
            4,
            "2024-06 was already closed by wang at 2024-07-01 10:00: 已报区里\n",
        ),
        (
            ("reopen", "2024-05", "--reason", "x"),
            4,
            "2024-05 is not closed. To see the closed months: nanhu-kpi period list\n",
        ),
        (("close", "2024-13", "--reason", "x"), 4, "“2024-13” is not a month."),
        (("close", "June", "--reason", "x"), 4, "“June” is not a month."),
        (("close", "2024-05"), 2, "Closing or reopening a month needs a reason: --reason REASON\n"),
        (("reopen", "2024-06", "--reason", " "), 2, "Closing or reopening a month needs a reason: "),
    ],
)
def test_a_closing_that_makes_no_sense_is_refused(
    seeded_db: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    close_june(seeded_db)
    ran = run(seeded_db, "period", *words)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(sentence)
    with closing(sqlite3.connect(seeded_db)) as conn:
        assert conn.execute("SELECT count(*) FROM period").fetchone() == (1,)


def test_the_month_that_runs_can_be_closed_by_the_offices_day(seeded_db: Path) -> None:
    eve = datetime(2024, 7, 31, 16, 30, tzinfo=UTC)  # half past midnight of 1 August at the office
    did(seeded_db, "period", "close", "2024-08", "--reason", "x", now=eve)
    assert run(seeded_db, "log", "JJ03+1", now=eve).code == 5


def test_the_list_keeps_every_closing_and_reopening(seeded_db: Path) -> None:
    assert did(seeded_db, "period", "list") == (0, "", "No month has been closed.\n")
    close_june(seeded_db)
    did(seeded_db, "period", "reopen", "2024-06", "--reason", "漏报")
    rows = [line.split() for line in did(seeded_db, "period", "list").out.splitlines() if line.startswith("2024")]
    assert rows == [
        ["2024-06", "closed", "wang", "2024-07-01", "10:00", "已报区里"],
        ["2024-06", "reopened", "li", "2024-07-01", "10:00", "漏报"],
    ]


def test_a_target_that_comes_after_a_closed_month_is_set_and_taken_back(seeded_db: Path) -> None:
    close_june(seeded_db)
    assert run(seeded_db, "target", "set", "JJ03", "150", "--year", "2024").code == 5
    did(seeded_db, "target", "set", "JJ03", "150", "--from", "2024-07-01")
    did(seeded_db, "undo", "--yes")


def test_a_terminal_is_asked_why(seeded_db: Path) -> None:
    with terminal(seeded_db, "period", "close", "2024-06") as child:
        answers(child, ("Reason (Ctrl-C cancels): ", "已报区里"))
        child.expect_exact("2024-06 is closed: 已报区里.")
    with terminal(seeded_db, "period", "reopen", "2024-06", code=130) as child:
        child.expect_exact("Reason (Ctrl-C cancels): ")
        leaves(child)
    assert run(seeded_db, "log", "JJ03+1", "--date", "2024-06-30").code == 5


def test_a_reason_is_asked_for_once_the_month_is_checked(seeded_db: Path) -> None:
    with terminal(seeded_db, "period", "close", "2099-06", code=4) as child:
        child.expect_exact("2099-06 has not begun")
    with terminal(seeded_db, "period", "reopen", "2024-06", code=4) as child:
        child.expect_exact("2024-06 is not closed")


def in_may(db: Path) -> dict[str, str]:
    """Return the row of a month; without when its light will turn, which rests on what is decided later."""
    (row,) = exported(db, "status", "JJ09", "--month", "2024-05", "-f", "csv")
    return {name: cell for name, cell in row.items() if name not in ("days_left", "next_light")}


def test_a_target_in_force_on_a_day_of_a_closed_month_is_refused(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+5", "--date", "2024-05-10", now=JUNE)
    did(seeded_db, "period", "close", "2024-05", "--reason", "reported", now=JUNE)
    before = in_may(seeded_db)
    for day in ("2024-01-01", "2024-05-01", "2024-05-31"):
        ran = run(seeded_db, "target", "set", "JJ09", "10", "--from", day, "--reason", "less", now=JUNE)
        assert (ran.code, "2024-05 was closed by" in ran.err) == (5, True)
    did(seeded_db, "target", "set", "JJ09", "10", "--from", "2024-06-01", "--reason", "less", now=JUNE)
    assert in_may(seeded_db) == before


def test_a_revision_that_a_later_one_follows_is_in_force_until_then_alone(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ09", "30", "--from", "2024-05-01", "--reason", "more", now=JULY)
    did(seeded_db, "period", "close", "2024-05", "--reason", "reported", now=JULY)
    did(seeded_db, "target", "set", "JJ09", "25", "--from", "2024-03-01", "--reason", "spring", now=JULY)
    assert run(seeded_db, "target", "set", "JJ09", "24", "--from", "2024-05-01", "--reason", "no", now=JULY).code == 5
