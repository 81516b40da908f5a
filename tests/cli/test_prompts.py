"""What a person in a real terminal is asked, and what an empty answer or Ctrl-C means."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import did, exported, recorded, run
from tests.support.terminals import answers, leaves, spawn, terminal

if TYPE_CHECKING:
    from pathlib import Path


def values(db: Path) -> list[tuple[str, str, str]]:
    return [(row["measure"], row["type"], row["value"]) for row in recorded(db)]


VALUE = " (Enter skips, ? explains): "


def test_log_alone_goes_round_and_records_one_batch(seeded_db: Path) -> None:
    with terminal(seeded_db, "log") as child:
        answers(child, ("Day of these entries (empty for today, ? explains): ", "2024-06-30"))
        child.expect_exact("1/50  DJ23 ")
        answers(child, (VALUE, ""))
        child.expect_exact("2/50  DJ24 ")
        answers(child, (VALUE, "100"), ("Note (may be empty): ", "done"))
        child.expect_exact("3/50")
        answers(child, (VALUE, "招引 旅游"))
        child.expect_exact("JJ09 Tourism companies attracted [units]")
        child.expect_exact("Target: 20 units by 2024-12-31  Actual: no data")
        answers(child, (VALUE, "+5"), ("Note (may be empty): ", "签约"), ("Issue (may be empty): ", "缺地"))
        answers(child, ("Next step (may be empty): ", "找地"))
        child.expect_exact("JJ09 Tourism companies attracted  no data → 5 units (+5)  attainment 25.0%  expected 49.7%")
        answers(child, (VALUE, "q"))
        child.expect_exact("To record for 2024-06-30")
        answers(child, ("Record these 2 entries? [y/n, u: back]: ", ""), ("is needed", "y"))
        child.expect_exact("To undo: nanhu-kpi undo")
    rows = [
        (row["measure"], row["value"], row["day"], row["note"], row["issue"], row["next"])
        for row in recorded(seeded_db)
    ]
    assert rows == [
        ("DJ24", "100", "2024-06-30", "done", "", ""), ("JJ09", "5", "2024-06-30", "签约", "缺地", "找地"),
    ]  # fmt: skip
    assert len({row["batch"] for row in recorded(seeded_db)}) == 1


def test_a_round_goes_back_and_keeps_what_was_answered(seeded_db: Path) -> None:
    with terminal(seeded_db, "log", "-d", "2024-06-30", "--note", "in hand") as child:
        answers(child, (VALUE, "JJ09"), (VALUE, "+5"), ("Issue (may be empty): ", ""), ("Next step", ""))
        answers(child, (VALUE, "u"))
        child.expect_exact("Answered: JJ09 ")
        answers(
            child,
            ("(Enter keeps it, x drops it): ", "x"),
            (VALUE, "u"),
            (VALUE, "7"),
            ("+ or =: ", "u"),
            (VALUE, "7"),
            ("+ or =: ", "="),
        )
        answers(child, ("Issue", ""), ("Next step", ""), (VALUE, "q"), ("Record this entry?", "u"), (VALUE, "q"))
        answers(child, ("Record this entry? [y/n, u: back]: ", "y"))
    assert values(seeded_db) == [("JJ09", "set", "7")]


def test_a_round_guards_as_log_does(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+5", "-d", "2024-06-30")
    with terminal(seeded_db, "log", "-d", "2024-06-30") as child:
        answers(child, (VALUE, "JJ09"), (VALUE, "+5"))
        child.expect_exact("was already recorded by li")
        answers(child, ("Record it once more? [y/N]: ", ""), (VALUE, "+500"))
        child.expect_exact("brings the attainment to 2525.0%")
        answers(child, ("Reason: ", ""), ("Reason: ", "u"), (VALUE, "five"))
        child.expect_exact("is not a value")
        answers(
            child,
            (VALUE, "n"),
            ("Note: ", "words alone"),
            ("Issue", "none"),
            ("Next", ""),
            (VALUE, "q"),
            ("back]", "y"),
        )
    assert [(row["value"], row["note"], row["issue"]) for row in recorded(seeded_db)][1:] == [
        ("", "words alone", "none")
    ]


def test_what_is_due_is_asked_about_of_one_owner(seeded_db: Path) -> None:
    did(seeded_db, "measure", "edit", "JJ09", "JJ28", "--owner", "经济办")
    did(seeded_db, "log", "JJ28=5", "-d", "2024-06-30")
    with terminal(seeded_db, "log", "-d", "2024-07-01", "--due", "--owner", "经济办") as child:
        child.expect_exact("1/1  JJ09 ")
        answers(child, (VALUE, ""))
        child.expect_exact("Nothing was answered; nothing was recorded.")
    assert len(recorded(seeded_db)) == 1
    with terminal(seeded_db, "log", "-d", "2024-07-01", "--due", "--owner", "nobody", code=3) as child:
        child.expect_exact("nobody")


def test_a_no_at_the_end_of_a_round_records_nothing(seeded_db: Path) -> None:
    with terminal(seeded_db, "log", "-d", "2024-06-30") as child:
        answers(child, (VALUE, "5"), ("Note", ""), ("Issue", ""), ("Next", ""), (VALUE, "q"), ("back]: ", "n"))
        child.expect_exact("Not confirmed; nothing was recorded.")
    assert recorded(seeded_db) == []


def test_a_round_is_refused_beside_codes_and_outside_a_terminal(seeded_db: Path) -> None:
    assert run(seeded_db, "log", "JJ09+1", "--due").code == 2
    assert run(seeded_db, "log", "--due", "--owner", "x").code == 2


def test_a_measure_is_chosen_by_its_number_in_the_list(seeded_db: Path) -> None:
    with terminal(seeded_db, "target", "set", "--year", "2024", "--reason", "x") as child:
        answers(child, ("Measure (code or words of its name): ", "no such thing"))
        child.expect_exact("No measure has “no such thing” in its name.")
        answers(child, (": ", "医美消费集聚区"))
        child.expect_exact("  1  JJ46  Chunfeng Road medical beauty cluster")
        child.expect_exact("  2  JJ47  Shenfang Building medical beauty cluster")
        answers(child, ("Measure (code, words, or a number above): ", "2"), ("target: ", "90"))
        child.expect_exact("JJ47 ")


@pytest.mark.parametrize(("typed", "kept"), [("+12", ("JJ03", "add", "12")), ("＝１．５万", ("JJ03", "set", "15000"))])
def test_a_value_typed_with_its_sign_is_taken_as_it_is(seeded_db: Path, typed: str, kept: tuple[str, str, str]) -> None:
    with terminal(seeded_db, "log", "JJ03") as child:
        answers(child, ("is the total: ", typed))
    assert values(seeded_db) == [kept]


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("+", ("JJ03", "add", "12")),
        ("=", ("JJ03", "set", "12")),
        ("＋", ("JJ03", "add", "12")),
        ("累计", ("JJ03", "set", "12")),
    ],
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
        answers(child, ("progress from 0 to 100: ", ""), ("Note without a value (Ctrl-C cancels): ", "drawn up"))
    with terminal(seeded_db, "log", "jj28", "-d", "2024-06-30", "--note", "shown around") as child:
        child.expect_exact("words recorded")
    rows = [(row["type"], row["value"], row["note"]) for row in recorded(seeded_db)]
    assert rows == [("words", "", "drawn up"), ("words", "", "shown around")]


def test_a_minus_asks_why(seeded_db: Path) -> None:
    with terminal(seeded_db, "log", "JJ03-1") as child:
        child.expect_exact("a negative amount needs a reason")
        answers(child, ("Reason (Ctrl-C cancels): ", "counted twice"))
    assert [(row["value"], row["note"]) for row in recorded(seeded_db)] == [("-1", "counted twice")]


@pytest.mark.parametrize(
    ("words", "exchanges"),
    [
        (["log", "JJ03", "12"], [("+ or =: ", "12"), ("+ or =: ", ""), ("is needed", "y"), ("+ or =: ", "+")]),
        (["log", "JJ28"], [("to 100: ", ""), ("a value (Ctrl-C cancels): ", ""), ("a value (Ctrl-C cancels): ", "ok")]),
        (["log", "JJ04+1", "JJ03-1"], [("Reason (Ctrl-C cancels): ", ""), ("Reason (Ctrl-C cancels): ", "ok")]),
    ],
    ids=lambda value: " ".join(value) if value and isinstance(value[0], str) else None,
)  # fmt: skip
def test_an_empty_answer_loses_nothing_that_was_answered_before(
    seeded_db: Path, words: list[str], exchanges: list[tuple[str, str]]
) -> None:
    with terminal(seeded_db, *words) as child:
        answers(child, *exchanges)
    assert recorded(seeded_db)


@pytest.mark.parametrize(
    ("words", "exchanges", "question"),
    [
        (["log"], [], "explains): "),
        (["log"], [("explains): ", "")], VALUE),
        (["log"], [("explains): ", ""), (VALUE, "+5")], "Note (may be empty): "),
        (["log"], [("explains): ", ""), (VALUE, "+5"), ("Note", ""), (VALUE, "q")], "back]: "),
        (["log", "JJ03", "12"], [], "+ or =: "),
        (["log", "JJ03-1"], [], "Reason (Ctrl-C cancels): "),
    ],
    ids=["day", "value", "note", "end", "reading", "why"],
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
        answers(child, ("explains): ", "6/31"))
        child.expect_exact("is not a day.")
        answers(child, ("explains): ", "2024-06-30"), (VALUE, "jj28"), (VALUE, "140"))
        child.expect_exact("its reading must be from 0 to 100, not 140.")
        answers(child, (VALUE, "+5"))
        child.expect_exact("cannot be added to.")
        answers(child, (VALUE, "40"), ("empty): ", "half"), (VALUE, "q"), ("back]: ", "y"))
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
        child.expect_exact(f"Reason for voiding {id_} (Ctrl-C cancels): ")
        leaves(child)
    assert recorded(seeded_db)[0]["voided_at"] == ""
    with terminal(seeded_db, "void", id_) as child:
        answers(child, ("(Ctrl-C cancels): ", "typed twice"))
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
        answers(child, ("原因（Ctrl-C 取消）：", ""), ("此项不能为空；取消请按 Ctrl-C。", ""))
        child.sendintr()
    assert recorded(seeded_db) == []


def test_undo_of_what_is_no_entry_asks_a_person(seeded_db: Path) -> None:
    now = datetime.now(UTC)
    did(seeded_db, "measure", "retire", "JJ06", "--reason", "plan", officer="li", now=now)
    with terminal(seeded_db, "undo", code=0) as child:
        answers(child, ("? [y/N]: ", "n"))
    assert [row["retired_on"] for row in exported(seeded_db, "export", "measures") if row["code"] == "JJ06"] != [""]


def test_a_round_is_left_and_explained_at_its_day(seeded_db: Path) -> None:
    with terminal(seeded_db, "log") as child:
        answers(child, ("today, ? explains): ", "?"))
        child.expect_exact("Type 06-30, 2024-06-30, yesterday")
        answers(child, ("today, ? explains): ", "q"))
        child.expect_exact("Nothing was answered; nothing was recorded.")


def test_q_ends_a_round_at_a_reason_and_keeps_what_was_answered_before(seeded_db: Path) -> None:
    with terminal(seeded_db, "log", "-d", "2024-06-30") as child:
        answers(child, (VALUE, "JJ28"), (VALUE, "40"), ("Note (may be empty): ", "half"))
        answers(child, (VALUE, "JJ09"), (VALUE, "-5"), ("Reason: ", "q"), ("Record this entry? [y/n, u: back]: ", "y"))
        child.expect_exact("To undo: nanhu-kpi undo")
    assert values(seeded_db) == [("JJ28", "set", "40")]


def test_an_answer_that_is_neither_an_increment_nor_a_total_is_said_to_be_so(seeded_db: Path) -> None:
    with terminal(seeded_db, "log", "JJ03", "12") as child:
        answers(child, ("+ or =: ", "12"))
        child.expect_exact("“12” is neither. Type + to add, or = for the total.")
        answers(child, ("+ or =: ", "新增"))
    assert values(seeded_db) == [("JJ03", "add", "12")]
