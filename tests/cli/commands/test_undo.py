"""`undo` and `void`: a command or an entry taken back for good, and what stands again."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from nanhu_kpi.service.log import EntryForm, Item, record
from nanhu_kpi.service.undo import undo
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.database import writing
from nanhu_kpi.store.entries import add_entries
from nanhu_kpi.store.schema.seed import SEED_BATCH
from nanhu_kpi.text import short_name
from tests.support.builders import batch, entry
from tests.support.commands import NOW, actual, desk_at, did, exported, recorded, run, state

A_DAY = timedelta(days=1)
TWINS = (5, 5 + 2**24)  # two numbers whose ids end in the same six digits, 000005


def live(db: Path) -> list[str]:
    """Return what is recorded and not taken back, as `JJ09 5`."""
    return [f"{row['measure']} {row['value']}" for row in recorded(db) if not row["voided_at"]]


def newest_id(db: Path) -> str:
    return recorded(db)[-1]["id"][-6:]


def newest_batch(db: Path) -> str:
    with closing(sqlite3.connect(db)) as conn:
        (name,) = conn.execute("SELECT substr(lower(hex(max(id))), -6) FROM batch").fetchone()
    return str(name)


def twin_entries(db: Path) -> None:
    """Add two entries and two batches whose short names are the same."""
    with writing(db) as conn:
        for number in TWINS:
            add_batch(conn, batch(number))
            add_entries(conn, [entry(number, "JJ03", "2024-06-30", "add", number, batch=number)])


def test_undo_takes_back_the_newest_live_batch_and_then_the_one_before(seeded_db: Path) -> None:
    for words in (["JJ09+5"], ["JJ09+6", "JJ03+7"], ["JJ04+8"]):
        did(seeded_db, "log", *words)
    did(seeded_db, "undo")
    assert live(seeded_db) == ["JJ09 5", "JJ09 6", "JJ03 7"]
    did(seeded_db, "undo")
    assert live(seeded_db) == ["JJ09 5"]
    did(seeded_db, "undo")
    assert live(seeded_db) == []
    ran = run(seeded_db, "undo")
    assert (ran.code, ran.out) == (3, "")
    assert "has no batch left to undo" in ran.err


def test_undo_alone_takes_back_nothing_of_another_officer(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+5", officer="li")
    did(seeded_db, "log", "JJ09+6", officer="wang")
    did(seeded_db, "undo", officer="li")
    assert live(seeded_db) == ["JJ09 6"]
    assert run(seeded_db, "undo", officer="li").code == 3
    did(seeded_db, "undo", "--by", "wang", officer="li")
    assert live(seeded_db) == []


def test_undo_alone_takes_back_nothing_from_another_host(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+5", officer="li")
    elsewhere = desk_at(seeded_db, officer="li", host="elsewhere-1")
    record(elsewhere, [Item("JJ09", EntryForm.ADD, "6")])
    did(seeded_db, "undo", officer="li")
    assert live(seeded_db) == ["JJ09 6"]
    assert [taken.value for taken in undo(elsewhere, None, reason="typed twice").entries] == [6]


def test_any_batch_can_be_taken_back_by_name_and_what_came_later_stays(seeded_db: Path) -> None:
    first = did(seeded_db, "log", "JJ09+5", officer="wang").batch
    did(seeded_db, "log", "JJ09+6")
    for name in (f"#{first}", first.upper()):
        ran = run(seeded_db, "undo", name)
        assert live(seeded_db) == ["JJ09 6"], ran
    assert actual(seeded_db, "JJ09") == "6"


def test_undo_prints_what_it_took_back_and_every_measure_before_and_after(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+5")
    did(seeded_db, "log", "JJ09+7.5", "JJ03=350余", "JJ28", "--note", "begun")
    assert did(seeded_db, "undo").out.splitlines() == [
        "Voided: JJ09 Tourism companies attracted +7.5 units (2024-07-01)",
        "Voided: JJ03 Companies attracted and settled =over 350 units (2024-07-01)",
        "Voided: JJ28 Renmin South consumption district upgrade words (2024-07-01)",
        "JJ03 Companies attracted and settled  actual over 350 → no data as of 2024-07-01",
        "JJ09 Tourism companies attracted  actual 12.5 → 5 units as of 2024-07-01",
        "JJ28 Renmin South consumption district upgrade  actual no data → no data as of 2024-07-01",
    ]


def test_undo_speaks_chinese(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+5")
    lines = did(seeded_db, "undo", lang="zh").out.splitlines()
    assert lines[1] == "JJ09 招引旅游企业  实绩 5 → 无数据  截至 2024-07-01"


def test_taking_back_a_stated_total_revives_what_it_replaced(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+5", "--date", "06-01")
    total = did(seeded_db, "log", "JJ09=20", "--date", "06-02").batch
    did(seeded_db, "log", "JJ09+1", "--date", "06-03")
    assert (
        "JJ09 Tourism companies attracted  actual 21 → 6 units as of 2024-07-01\n" in did(seeded_db, "undo", total).out
    )
    assert [actual(seeded_db, "JJ09", day) for day in ("2024-06-02", "2024-06-03")] == ["5", "6"]


def test_a_batch_is_taken_back_once(seeded_db: Path) -> None:
    name = did(seeded_db, "log", "JJ09+5").batch
    did(seeded_db, "undo", name)
    ran = run(seeded_db, "undo", name)
    assert (ran.code, ran.out) == (4, "")
    assert f"Batch {name} has nothing to undo" in ran.err


def test_what_is_left_of_a_batch_is_taken_back(seeded_db: Path) -> None:
    name = did(seeded_db, "log", "JJ09+5", "JJ03+6").batch
    did(seeded_db, "void", newest_id(seeded_db), "--reason", "typed twice")
    assert did(seeded_db, "undo", name).out.splitlines() == [
        "Voided: JJ09 Tourism companies attracted +5 units (2024-07-01)",
        "JJ09 Tourism companies attracted  actual 5 → no data as of 2024-07-01",
    ]
    assert [row["void_reason"] for row in recorded(seeded_db)] == ["undo", "typed twice"]


@pytest.mark.parametrize("named", [True, False])
def test_a_script_takes_back_what_is_older_than_a_day_only_with_yes(seeded_db: Path, named: bool) -> None:
    batch_name = did(seeded_db, "log", "JJ09+5").batch
    words = ["undo", batch_name] if named else ["undo"]
    later = NOW + A_DAY + timedelta(seconds=1)
    ran = run(seeded_db, *words, now=later)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"Batch {batch_name} (“log JJ09+5”) was recorded at 2024-07-01 10:00, more than a day ago. "
        "To undo it, add --yes.\n"
    )
    assert live(seeded_db) == ["JJ09 5"]
    did(seeded_db, *words, "--yes", now=later)
    assert live(seeded_db) == []


def test_what_is_a_day_old_is_taken_back_in_a_script(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+5")
    did(seeded_db, "undo", now=NOW + A_DAY)
    assert live(seeded_db) == []


def test_the_reports_batch_is_not_taken_back_as_a_whole(seeded_db: Path) -> None:
    ran = run(seeded_db, "undo", short_name(SEED_BATCH), "--yes")
    assert (ran.code, ran.out) == (4, "")
    assert "is the work report itself" in ran.err
    assert run(seeded_db, "undo", "--by", "catalogue", "--yes").code == 3
    assert not any(row["voided_at"] for row in exported(seeded_db, "export", "entries"))


NEW_MEASURE = (
    "measure", "add", "JJ50", "--goal", "JJ-G1", "--name-zh", "新", "--name-en", "New", "--kind", "sum", "--unit", "家",
)  # fmt: skip
NEW_GOAL = ("goal", "add", "JJ-G20", "--name-zh", "新目标", "--name-en", "New goal")


def test_undo_takes_back_the_last_thing_whatever_it_was(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ03+5")
    did(seeded_db, "measure", "retire", "JJ06", "--reason", "plan")
    assert did(seeded_db, "undo", "--yes").out == "JJ06 Companies added to statistics  Retired: 2024-07-01 → (none)\n"
    assert live(seeded_db) == ["JJ03 5"]
    did(seeded_db, "undo")
    assert live(seeded_db) == []


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["measure", "edit", "JJ03", "JJ04", "--owner", "甲"], "Owner: 甲 → "),
        (["goal", "edit", "JJ-G1", "--name-en", "New"], "New → "),
        (NEW_MEASURE, "JJ50 New is in no list any more; its code is not given again."),
        (NEW_GOAL, "JJ-G20 New goal is in no list any more; its code is not given again."),
        (["config", "set", "behind", "-5"], "behind: -5 → -10"),
        (["config", "set", "behind", "-5", "JJ03"], "behind/JJ03: -5 → (none)"),
        (["period", "close", "2024-05", "--reason", "sent"], "2024-05: closed → open"),
        (["target", "set", "JJ03", "150", "--reason", "plan"], "Undone: JJ03"),
    ],
)  # fmt: skip
def test_what_is_no_entry_goes_back_too_and_leaves_no_trace(seeded_db: Path, words: list[str], line: str) -> None:
    before = state(seeded_db)
    did(seeded_db, *words)
    assert state(seeded_db) != before
    assert line in did(seeded_db, "undo").out
    assert state(seeded_db) == before
    assert run(seeded_db, "undo", "--yes").code == 3


@pytest.mark.parametrize(
    ("first", "later", "on"),
    [
        (["measure", "edit", "JJ03", "--owner", "甲"], ["measure", "edit", "JJ03", "--owner", "乙"], "JJ03"),
        (NEW_MEASURE, ["log", "JJ50+5"], "JJ50"),
        (NEW_MEASURE, ["target", "set", "JJ50", "100"], "JJ50"),
        (NEW_MEASURE, ["measure", "edit", "JJ50", "--owner", "甲"], "JJ50"),
        (NEW_MEASURE, ["config", "set", "behind", "-5", "JJ50"], "behind/JJ50"),
        (NEW_MEASURE, ["measure", "add", "JJ51", "--goal", "JJ-G1", "--name-zh", "率", "--name-en", "Rate",
                       "--kind", "ratio", "--unit", "%", "--numerator", "JJ50", "--denominator", "JJ03"], "JJ51"),
        (NEW_GOAL, ["measure", "add", "JJ52", "--goal", "JJ-G20", "--name-zh", "乙", "--name-en", "Other", "--kind",
                    "sum", "--unit", "家"], "JJ-G20"),
        (["target", "set", "JJ03", "150", "--reason", "plan"],
         ["target", "set", "JJ03", "160", "--reason", "plan"], "JJ03"),
        (["config", "set", "behind", "-5"], ["config", "set", "far_behind", "-8"], "far_behind"),
        (["measure", "edit", "JJ03", "--name-en", "New"], ["measure", "edit", "JJ04", "--name-en",
                                                           "Companies attracted and settled"], "JJ04"),
    ],
)  # fmt: skip
def test_what_something_later_rests_on_is_refused_and_says_on_what(
    seeded_db: Path, first: list[str], later: list[str], on: str
) -> None:
    did(seeded_db, *first)
    name = newest_batch(seeded_db)
    did(seeded_db, *later, officer="wang")
    after = newest_batch(seeded_db)
    before = state(seeded_db)
    ran = run(seeded_db, "undo", name, "--yes")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith(f"Batch {name} was not undone: “")
    assert ran.err.endswith(f"(wang, 2024-07-01 10:00) builds on {on}. Undo that first: nanhu-kpi undo {after}\n")
    assert state(seeded_db) == before
    did(seeded_db, "undo", after, "--yes")
    did(seeded_db, "undo", name, "--yes")


def test_a_reopened_month_in_which_something_was_recorded_is_not_closed_by_undo(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ03+5", "--date", "2024-05-02")
    did(seeded_db, "period", "close", "2024-05", "--reason", "sent")
    did(seeded_db, "period", "reopen", "2024-05", "--reason", "slip")
    name = newest_batch(seeded_db)
    did(seeded_db, "void", newest_id(seeded_db), "--reason", "typed twice")
    ran = run(seeded_db, "undo", name, "--yes")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.endswith("and is final. Set it back instead: nanhu-kpi period close 2024-05\n")


def test_the_code_of_an_undone_measure_is_not_given_again(seeded_db: Path) -> None:
    did(seeded_db, *NEW_MEASURE)
    did(seeded_db, "undo", "--yes")
    ran = run(seeded_db, *NEW_MEASURE)
    assert (ran.code, ran.err) == (
        4, "JJ50 was given before and undone. Codes are never reused; JJ51 is free.\n",
    )  # fmt: skip
    assert run(seeded_db, "log", "JJ50+1").code == 3


def test_the_record_still_names_what_was_taken_back_of_an_undone_measure(seeded_db: Path) -> None:
    did(seeded_db, *NEW_MEASURE)
    did(seeded_db, "log", "JJ50+5")
    did(seeded_db, "target", "set", "JJ50", "9")
    for _ in range(3):
        did(seeded_db, "undo", "--yes")
    for words in (["entries"], ["target", "list", "--history"], ["weekly"], ["status", "--all"], ["db", "check"]):
        ran = run(seeded_db, *words)
        assert ran.code == 0, ran
        assert ("JJ50" in ran.out) is (words[0] in ("entries", "target")), ran


def test_a_closed_month_holds_for_the_undo_of_a_target(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ03", "150", "--reason", "plan")
    did(seeded_db, "period", "close", "2024-05", "--reason", "sent", officer="wang")
    assert run(seeded_db, "undo", "--yes").code == 5


def test_list_shows_the_last_commands_and_what_became_of_them(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ03+5", "JJ09+1")
    did(seeded_db, "measure", "retire", "JJ06", "--reason", "plan")
    did(seeded_db, "undo", "--yes")
    did(seeded_db, "log", "JJ03+9", officer="wang")
    lines = did(seeded_db, "undo", "--list").out.splitlines()
    found = [(words[0], line.split()[-1]) for line in lines for words in [re.findall("undo|retire|log", line)] if words]
    assert found == [("undo", "final"), ("retire", "undone"), ("log", "stands")]
    assert "2 entries" in lines[-1]
    assert run(seeded_db, "undo", "--list", lang="zh").out.split("\n\n")[0].split()[:5][-1] == "状态"


def test_one_entry_of_the_report_can_be_taken_back(seeded_db: Path) -> None:
    id_ = next(row["id"] for row in exported(seeded_db, "export", "entries") if row["measure"] == "JJ09")
    assert did(seeded_db, "void", id_[-6:], "--reason", "misprint").out.splitlines() == [
        "Voided: JJ09 Tourism companies attracted =over 50 units (2023-12-31)",
        "JJ09 Tourism companies attracted  actual over 50 → no data as of 2023-12-31",
    ]


@pytest.mark.parametrize("digits", [slice(-4, None), slice(-6, None), slice(None)])
def test_an_entry_is_named_by_the_tail_of_its_id(seeded_db: Path, digits: slice) -> None:
    did(seeded_db, "log", "JJ09+5", "JJ03+6")
    id_ = recorded(seeded_db)[1]["id"]
    named = [row[name] for row in exported(seeded_db, "export", "entries") for name in ("id", "batch")]
    if len({each for each in named if each.endswith(id_[digits])}) > 1:
        pytest.skip("another id happens to end alike")
    did(seeded_db, "void", f"#{id_[digits].upper()}", "--reason", "typed twice", "--by", "王", now=NOW + A_DAY)
    assert live(seeded_db) == ["JJ09 5"]
    row = recorded(seeded_db)[1]
    assert (row["voided_at"], row["voided_by"], row["void_reason"]) == ("2024-07-02T02:00:00Z", "王", "typed twice")


def test_a_void_is_final_and_says_who_and_when(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+5")
    id_ = newest_id(seeded_db)
    did(seeded_db, "void", id_, "-r", "typed twice", officer="wang")
    ran = run(seeded_db, "void", id_, "-r", "again", now=NOW + A_DAY)
    assert (ran.code, ran.out) == (4, "")
    assert ran.err == f"{id_} was already voided by wang at 2024-07-01 10:00: typed twice\n"


@pytest.mark.parametrize("reason", [[], ["--reason", ""], ["--reason", "  "]])
def test_a_script_gives_the_reason_of_a_void(seeded_db: Path, reason: list[str]) -> None:
    did(seeded_db, "log", "JJ09+5")
    ran = run(seeded_db, "void", newest_id(seeded_db), *reason)
    assert (ran.code, ran.out) == (2, "")
    assert "needs a reason" in ran.err
    assert live(seeded_db) == ["JJ09 5"]


@pytest.mark.parametrize("command", [["undo"], ["void", "--reason", "r"]])
@pytest.mark.parametrize("name", ["ffffff", "abc", "", "%", "____", "zzzzzz", "0" * 33, "ｆ"])
def test_a_name_of_nothing_is_unknown(seeded_db: Path, command: list[str], name: str) -> None:
    did(seeded_db, "log", "JJ09+5")
    ran = run(seeded_db, *command, name)
    assert (ran.code, ran.out) == (3, "")
    assert live(seeded_db) == ["JJ09 5"]


@pytest.mark.parametrize("command", [["undo", "--yes"], ["void", "--reason", "r"]])
def test_an_ambiguous_name_lists_its_candidates(seeded_db: Path, command: list[str]) -> None:
    twin_entries(seeded_db)
    ran = run(seeded_db, *command, "000005")
    assert (ran.code, ran.out) == (3, "")
    candidates = [entry(number, "JJ03", "2024-06-30", "add", 1).id.hex()[-12:] for number in TWINS]
    assert ran.err == f"000005 fits 2 entries or batches. Write more of its digits: {candidates[1]}, {candidates[0]}\n"
    did(seeded_db, *command, candidates[0])
    assert live(seeded_db) == [f"JJ03 {TWINS[1]}"]


def test_undo_and_void_are_not_undone(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+5")
    did(seeded_db, "log", "JJ09+6")
    did(seeded_db, "undo")
    did(seeded_db, "void", recorded(seeded_db)[0]["id"], "--reason", "typed twice")
    with closing(sqlite3.connect(seeded_db)) as conn:
        batches = conn.execute("SELECT lower(hex(id)) FROM batch WHERE command LIKE 'undo%' OR command LIKE 'void%'")
        takers = [id_ for (id_,) in batches]
        voids = [id_ for (id_,) in conn.execute("SELECT lower(hex(id)) FROM void")]
    assert (len(takers), len(voids)) == (2, 2)
    assert [run(seeded_db, "undo", name).code for name in takers] == [4, 4]
    assert [run(seeded_db, "void", name, "-r", "r").code for name in (*takers, *voids)] == [3, 3, 3, 3]
    assert run(seeded_db, "undo").code == 3
    assert live(seeded_db) == []


def test_quiet_takes_back_without_a_word(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+5")
    assert did(seeded_db, "undo", "--quiet") == (0, "", "")
    assert live(seeded_db) == []


def test_a_sheet_of_a_day_before_the_undo_is_printed_again_byte_for_byte(seeded_db: Path) -> None:
    did(seeded_db, *NEW_MEASURE)
    did(seeded_db, "measure", "retire", "JJ06", "--reason", "plan")
    words = ("status", "--all", "--known", "2024-07-01", "--as-of", "2024-07-01")
    before = did(seeded_db, *words, now=NOW + A_DAY).out
    for _ in range(2):
        did(seeded_db, "undo", "--yes", now=NOW + A_DAY)
    assert "JJ50" in before
    assert did(seeded_db, *words, now=NOW + A_DAY).out == before


def test_undos_merge_in_any_order(seeded_db: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(seeded_db, tmp_path / "copy.db"))
    did(seeded_db, *NEW_MEASURE)
    did(seeded_db, "period", "close", "2024-05", "--reason", "sent")
    both = Path(shutil.copy(seeded_db, tmp_path / "both.db"))
    for _ in range(2):
        did(both, "undo", "--yes")
    did(copy, "merge", str(both))
    did(seeded_db, "merge", str(both))
    assert state(copy) == state(seeded_db) == state(both)
    assert run(seeded_db, "db", "check").code == 0
