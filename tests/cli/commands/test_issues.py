"""`issues`: what stands in the way, until an entry says that it is solved."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.model import ends_issue
from tests.support.commands import did, exported, recorded, run
from tests.support.terminals import answers, terminal

if TYPE_CHECKING:
    from pathlib import Path


def standing(db: Path, *words: str) -> list[tuple[str, str, str, str, str, str]]:
    rows = exported(db, "issues", "-f", "csv", *words)
    return [(row["code"], row["issue"], row["next"], row["day"], row["since"], row["days"]) for row in rows]


def test_the_words_told_last_stand_and_the_days_run_on_from_the_first(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09", "--issue", "缺地", "--next", "找地", "-d", "2024-05-01")
    did(seeded_db, "log", "JJ09+1", "-d", "2024-05-20", "--next", "签约")
    assert standing(seeded_db) == [("JJ09", "缺地", "签约", "2024-05-01", "2024-05-01", "61")]
    did(seeded_db, "log", "JJ09", "--issue", "缺资金", "-d", "2024-06-01")
    assert standing(seeded_db) == [("JJ09", "缺资金", "签约", "2024-06-01", "2024-05-01", "61")]
    assert standing(seeded_db, "--as-of", "2024-05-02")[0][1:] == ("缺地", "找地", "2024-05-01", "2024-05-01", "1")


def test_an_issue_stands_over_new_year(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09", "--issue", "缺地", "-d", "2023-12-01")
    assert standing(seeded_db) == [("JJ09", "缺地", "", "2023-12-01", "2023-12-01", "213")]


def test_solved_is_an_entry_of_words_that_undo_and_void_take_back(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09", "JJ28", "--issue", "缺地", "-d", "2024-05-01")
    id_ = recorded(seeded_db)[0]["id"][-6:]
    ran = did(seeded_db, "issues", "--solved", id_, "jj28", "--note", "已供地", lang="zh")
    assert standing(seeded_db) == []
    assert [line.count("  已登记文字  问题已解决  ") for line in ran.out.splitlines()] == [1, 1]
    rows = [(row["measure"], row["type"], row["note"], row["issue"], row["command"]) for row in recorded(seeded_db)[2:]]
    said = ("words", "已供地", "已解决", f"issues --solved {id_} jj28")
    assert rows == [("JJ09", *said), ("JJ28", *said)]
    did(seeded_db, "void", recorded(seeded_db)[2]["id"][-6:], "--reason", "not yet")
    assert [row[0] for row in standing(seeded_db)] == ["JJ09"]
    did(seeded_db, "undo", ran.batch)
    assert {row[0] for row in standing(seeded_db)} == {"JJ09", "JJ28"}
    assert did(seeded_db, "db", "check").out == ""


def test_an_issue_told_again_after_it_was_solved_begins_anew(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09", "--issue", "缺地", "-d", "2024-05-01")
    did(seeded_db, "issues", "--solved", "JJ09", "--note", "x", "-d", "2024-05-20")
    assert [row[0] for row in standing(seeded_db, "--as-of", "2024-05-19")] == ["JJ09"]
    did(seeded_db, "log", "JJ09", "--issue", "又缺地", "-d", "2024-06-01")
    assert standing(seeded_db) == [("JJ09", "又缺地", "", "2024-06-01", "2024-06-01", "30")]


def test_a_solved_issue_is_no_longer_on_the_page_for_the_leadership(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+1", "--issue", "缺地", "-d", "2024-06-24")
    week = ("weekly", "--week", "2024-W26", "-f", "plain", "--known", "2024-07-01", "--brief")
    assert "缺地" in did(seeded_db, *week).out
    did(seeded_db, "issues", "--solved", "JJ09", "--note", "有地了", "-d", "2024-06-28")
    out = did(seeded_db, *week).out
    assert "缺地" not in out and "solved" not in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--solved", "JJ03", "--note", "x"], 4, "JJ03 Companies attracted and settled has no issue that stands"),
        (["--solved", "--note", "x"], 2, "Name what is solved"),
        (["--solved", "JJ09"], 2, "Say what solved it: --note NOTE"),
        (["--solved", "JJ99", "--note", "x"], 3, "JJ99"),
        (["--solved", "JJ09", "--note", "x", "-d", "2024-04-30"], 4, "was told on 2024-05-01, after 2024-04-30"),
        (["--solved", "JJ09", "--note", "x", "-f", "csv"], 2, "--format do not work with --solved"),
        (["JJ09", "--note", "x"], 2, "--note work only with --solved"),
        (["--light", "blue"], 2, "is not a light"),
        (["--owner", "nobody"], 3, "nobody"),
    ],
)
def test_what_cannot_be_is_said(seeded_db: Path, words: list[str], code: int, said: str) -> None:
    did(seeded_db, "log", "JJ09", "--issue", "缺地", "-d", "2024-05-01")
    ran = run(seeded_db, "issues", *words)
    assert (ran.code, said in ran.err) == (code, True), ran
    assert len(recorded(seeded_db)) == 1


def test_issues_are_of_a_selection_an_owner_or_a_light_the_most_urgent_first(seeded_db: Path) -> None:
    did(seeded_db, "measure", "edit", "JJ28", "--owner", "经济办")
    did(seeded_db, "log", "JJ09+10", "JJ28=1", "JJ03+1", "--issue", "缺", "-d", "2024-06-30")
    assert [row[0] for row in standing(seeded_db)] == ["JJ28", "JJ09", "JJ03"]
    assert [row[0] for row in standing(seeded_db, "--light", "green")] == ["JJ09"]
    assert [row[0] for row in standing(seeded_db, "--owner", "经济")] == ["JJ28"]
    assert [row[0] for row in standing(seeded_db, "JJ03", "JJ09")] == ["JJ09", "JJ03"]
    assert did(seeded_db, "issues", "DJ").err == "No issue of these stands.\n"
    plain = did(seeded_db, "issues", "JJ28", lang="zh")
    assert "严重滞后" in plain.out and "issues --solved" in plain.err


def test_a_terminal_is_asked_what_solved_it(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09", "--issue", "缺地", now=datetime(2024, 5, 1, 2, 0, tzinfo=UTC))
    with terminal(seeded_db, "issues", "--solved", "JJ09") as child:
        answers(child, ("What solved it (Ctrl-C cancels): ", ""), ("is needed", "有地了"))
    assert recorded(seeded_db)[1]["note"] == "有地了"


@pytest.mark.parametrize(
    ("text", "ends"),
    [("已解决", True), ("无。", True), ("None", True), (" solved ", True), ("无土地指标", False), ("", False)],
)
def test_few_words_say_that_nothing_stands_in_the_way(text: str, ends: bool) -> None:
    assert ends_issue(text) == ends
