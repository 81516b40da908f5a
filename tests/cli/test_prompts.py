"""What a person in a real terminal is asked, and what an empty answer or Ctrl-C means."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import did, exported, recorded
from tests.support.terminals import answers, leaves, spawn, terminal

if TYPE_CHECKING:
    from pathlib import Path


def values(db: Path) -> list[tuple[str, str, str]]:
    return [(row["measure"], row["type"], row["value"]) for row in recorded(db)]


def test_log_alone_finds_the_measure_by_words_and_asks_value_day_and_note(seeded_db: Path) -> None:
    with terminal(seeded_db, "log") as child:
        answers(
            child,
            ("Measure (code or words of its name): ", "招引 旅游"),
            ("JJ09 Tourism companies attracted [units] +12 adds, =152 is the total: ", "+5"),
            ("Day (empty for today): ", "2024-06-30"),
            ("Note (may be empty): ", "签约"),
        )
        child.expect_exact("JJ09 Tourism companies attracted  no data → 5 units (+5)  attainment 25.0%  expected 49.7%")
    row = recorded(seeded_db)[0]
    assert (row["measure"], row["value"], row["day"], row["note"]) == ("JJ09", "5", "2024-06-30", "签约")


def test_a_measure_is_chosen_by_its_number_in_the_list(seeded_db: Path) -> None:
    with terminal(seeded_db, "log") as child:
        answers(child, ("Measure (code or words of its name): ", "no such thing"))
        child.expect_exact("No measure has “no such thing” in its name.")
        answers(child, (": ", "医美消费集聚区"))
        child.expect_exact("  1  JJ46  Chunfeng Road medical beauty cluster")
        child.expect_exact("  2  JJ47  Shenfang Building medical beauty cluster")
        answers(
            child,
            ("Measure (code, words, or a number above): ", "2"),
            ("progress from 0 to 100: ", "40"),
            ("Day (empty for today): ", "2024-06-30"),
            ("Note (may be empty): ", "立项"),
        )
        child.expect_exact("no data → 40 % (=40)")
    row = recorded(seeded_db)[0]
    assert (row["measure"], row["value"], row["day"], row["note"]) == ("JJ47", "40", "2024-06-30", "立项")


@pytest.mark.parametrize(("typed", "kept"), [("+12", ("JJ03", "add", "12")), ("＝１．５万", ("JJ03", "set", "15000"))])
def test_a_value_typed_with_its_sign_is_taken_as_it_is(seeded_db: Path, typed: str, kept: tuple[str, str, str]) -> None:
    with terminal(seeded_db, "log") as child:
        answers(child, ("its name): ", "jj3"), ("is the total: ", typed), ("today): ", ""), ("empty): ", ""))
    assert values(seeded_db) == [kept]


@pytest.mark.parametrize(
    ("answer", "kept"),
    [("+", ("JJ03", "add", "12")), ("=", ("JJ03", "set", "12")), ("＋", ("JJ03", "add", "12"))],
)
def test_a_bare_number_on_a_sum_is_asked_about(seeded_db: Path, answer: str, kept: tuple[str, str, str]) -> None:
    did(seeded_db, "log", "JJ03+5")
    with terminal(seeded_db, "log", "JJ03", "12", "JJ04+1", "--date", "2024-07-01") as child:
        child.expect_exact("JJ03 12: add or total?")
        child.expect_exact("+  add 12 (5 → 17)")
        child.expect_exact("=  total (5 → 12)")
        answers(child, ("+ or =: ", answer))
    assert values(seeded_db)[1:] == [kept, ("JJ04", "add", "1")]


def test_a_measure_without_a_value_is_asked_for_it(seeded_db: Path) -> None:
    with terminal(seeded_db, "log", "JJ28") as child:
        answers(child, ("progress from 0 to 100: ", "25"))
    assert values(seeded_db) == [("JJ28", "set", "25")]


def test_words_alone_are_taken_where_no_value_is_given(seeded_db: Path) -> None:
    with terminal(seeded_db, "log", "JJ28") as child:
        answers(child, ("progress from 0 to 100: ", ""), ("Note without a value (empty to cancel): ", "drawn up"))
    with terminal(seeded_db, "log", "-d", "2024-06-30") as child:
        answers(child, ("its name): ", "jj28"), ("to 100: ", ""), ("Note (may be empty): ", "shown around"))
    rows = [(row["type"], row["value"], row["note"]) for row in recorded(seeded_db)]
    assert rows == [("words", "", "drawn up"), ("words", "", "shown around")]


def test_a_minus_asks_why(seeded_db: Path) -> None:
    with terminal(seeded_db, "log", "JJ03-1") as child:
        child.expect_exact("a negative amount needs a reason")
        answers(child, ("Reason (empty to cancel): ", "counted twice"))
    assert [(row["value"], row["note"]) for row in recorded(seeded_db)] == [("-1", "counted twice")]


@pytest.mark.parametrize(
    ("words", "exchanges"),
    [
        (["log"], [("its name): ", "")]),
        (["log", "JJ03", "12"], [("+ or =: ", "")]),
        (["log", "JJ03", "12"], [("+ or =: ", "12"), ("+ or =: ", "y"), ("+ or =: ", "")]),
        (["log", "JJ28"], [("to 100: ", ""), ("Note without a value (empty to cancel): ", "")]),
        (["log", "JJ04+1", "JJ03-1"], [("Reason (empty to cancel): ", "")]),
        (["log"], [("its name): ", "jj28"), ("to 100: ", ""), ("today): ", ""), ("(may be empty): ", ""),
                   ("to 100: ", ""), ("Note without a value (empty to cancel): ", "")]),
    ],
    ids=lambda value: " ".join(value) if value and isinstance(value[0], str) else None,
)  # fmt: skip
def test_an_answer_that_says_nothing_cancels(
    seeded_db: Path, words: list[str], exchanges: list[tuple[str, str]]
) -> None:
    with terminal(seeded_db, *words, code=130) as child:
        answers(child, *exchanges)
        child.expect_exact("nothing more was recorded")
    assert recorded(seeded_db) == []


@pytest.mark.parametrize(
    ("words", "exchanges", "question"),
    [
        (["log"], [], "its name): "),
        (["log"], [("its name): ", "jj3"), ("the total: ", "+1"), ("today): ", "")], "Note (may be empty): "),
        (["log", "JJ03", "12"], [], "+ or =: "),
        (["log", "JJ03-1"], [], "Reason (empty to cancel): "),
    ],
    ids=["measure", "note", "reading", "why"],
)
@pytest.mark.parametrize("leave", ["sendintr", "sendeof"])
def test_ctrl_c_and_ctrl_d_at_a_question_record_nothing(
    seeded_db: Path, words: list[str], exchanges: list[tuple[str, str]], question: str, leave: str
) -> None:
    with terminal(seeded_db, *words, code=130) as child:
        answers(child, *exchanges)
        child.expect_exact(question)
        leaves(child, leave)
    assert recorded(seeded_db) == []


def test_an_answer_that_cannot_be_taken_is_asked_again(seeded_db: Path) -> None:
    with terminal(seeded_db, "log") as child:
        answers(child, ("its name): ", "jj28"), ("to 100: ", "140"))
        child.expect_exact("its reading must be from 0 to 100, not 140.")
        answers(child, ("to 100: ", "+5"))
        child.expect_exact("cannot be added to.")
        answers(child, ("to 100: ", "40"), ("today): ", "6/31"))
        child.expect_exact("is not a day.")
        answers(child, ("today): ", "2024-06-30"), ("empty): ", "half"))
    assert [(row["value"], row["day"], row["note"]) for row in recorded(seeded_db)] == [("40", "2024-06-30", "half")]


@pytest.mark.parametrize(("answer", "code", "left"), [("y", 0, 0), ("是", 0, 0), ("", 0, 1), ("n", 0, 1)])
def test_undo_of_an_old_batch_asks(seeded_db: Path, answer: str, code: int, left: int) -> None:
    name = did(seeded_db, "log", "JJ03+5", officer="li").batch
    with terminal(seeded_db, "undo", code=code) as child:
        question = f"Undo batch {name}, “log JJ03+5” of 2024-07-01 10:00? [y/N]: "
        answers(child, (question, answer))
    assert sum(not row["voided_at"] for row in recorded(seeded_db)) == left


def test_void_asks_its_reason(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ03+5")
    id_ = recorded(seeded_db)[0]["id"][-6:]
    with terminal(seeded_db, "void", id_, code=130) as child:
        answers(child, (f"Reason for voiding {id_} (empty to cancel): ", ""))
    assert recorded(seeded_db)[0]["voided_at"] == ""
    with terminal(seeded_db, "void", id_) as child:
        answers(child, ("(empty to cancel): ", "typed twice"))
    assert recorded(seeded_db)[0]["void_reason"] == "typed twice"


def test_void_asks_no_reason_for_what_is_no_entry(seeded_db: Path) -> None:
    batch = did(seeded_db, "log", "JJ03+5").batch
    with terminal(seeded_db, "void", batch, code=3) as child:
        child.expect_exact(f"nanhu-kpi undo {batch}")


def test_questions_go_to_stderr_so_that_the_echo_can_be_piped(seeded_db: Path, tmp_path: Path) -> None:
    line = f'"{sys.executable}" -m nanhu_kpi log JJ03 12 > "{tmp_path}/echo.txt"'
    around = {**os.environ, "NANHU_DB": str(seeded_db), "NANHU_LANG": "en", "LC_ALL": "C.UTF-8"}
    child = spawn("sh", ["-c", line], around)
    answers(child, ("+ or =: ", "+"))
    child.read()
    child.close()
    assert (
        (tmp_path / "echo.txt").read_text(encoding="utf-8").startswith("JJ03 Companies attracted and settled  no data")
    )


def test_questions_are_put_in_chinese(seeded_db: Path) -> None:
    with terminal(seeded_db, "log", "JJ03-1", lang="zh", code=130) as child:
        child.expect_exact("招引落地企业")
        child.sendline("")
    assert recorded(seeded_db) == []


def test_undo_of_what_is_no_entry_asks_a_person(seeded_db: Path) -> None:
    now = datetime.now(UTC)
    did(seeded_db, "measure", "retire", "JJ06", "--reason", "plan", officer="li", now=now)
    with terminal(seeded_db, "undo", code=0) as child:
        answers(child, ("? [y/N]: ", "n"))
    assert [row["retired_on"] for row in exported(seeded_db, "export", "measures") if row["code"] == "JJ06"] != [""]
