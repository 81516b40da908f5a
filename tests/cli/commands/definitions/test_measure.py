"""Goals and measures defined, changed and retired: every change recorded, nothing ever renumbered or forgotten."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import did, exported, recorded, run
from tests.support.terminals import answers, leaves, terminal

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("--name-zh", "算力中心", "--name-en", "Computing centres")
NEW = ("measure", "add", "JJ50", "--goal", "JJ-G6", *NAMES, "--unit", "个", "--kind", "sum")
ADDED = (
    "Added measure JJ50 Computing centres under JJ-G6: items, adds up over the year, at least the target, monthly. "
    "It has no target yet. To set it: nanhu-kpi target set JJ50 VALUE\n"
)


def changes(db: Path) -> list[tuple[str, ...]]:
    fields = ("code", "field", "old", "new", "officer")
    return [tuple(row[field] for field in fields) for row in exported(db, "export", "changes")]


def measure(db: Path, code: str) -> dict[str, str]:
    return next(row for row in exported(db, "export", "measures") if row["code"] == code)


def status_codes(db: Path, *words: str) -> list[str]:
    return [row["code"] for row in exported(db, "status", *words, "-f", "csv")]


# Goals.


def test_a_new_goal_is_recorded_field_by_field(seeded_db: Path) -> None:
    said = did(
        seeded_db, "goal", "add", "jjg7", "--name-zh", "数字经济", "--name-en", "Digital economy", "--source", "x"
    )
    assert said.out == (
        "Added goal JJ-G7 Digital economy. To add its measures: nanhu-kpi measure add CODE --goal JJ-G7\n"
    )
    assert changes(seeded_db) == [
        ("JJ-G7", "area", "", "JJ", "li"), ("JJ-G7", "name_zh", "", "数字经济", "li"),
        ("JJ-G7", "name_en", "", "Digital economy", "li"), ("JJ-G7", "source", "", "x", "li"),
    ]  # fmt: skip


def test_an_edited_goal_says_what_each_field_was_and_is(seeded_db: Path) -> None:
    said = did(seeded_db, "goal", "edit", "jj-g6", "--name-en", "Clusters", "--source", "2.3.2")
    assert said.out == "JJ-G6 Clusters  English name: Medical beauty and tourism clusters → Clusters\n"
    assert changes(seeded_db) == [("JJ-G6", "name_en", "Medical beauty and tourism clusters", "Clusters", "li")]
    again = did(seeded_db, "goal", "edit", "JJ-G6", "--name-en", "Clusters")
    assert again.out == "Nothing to change: JJ-G6 already has these values.\n"
    assert len(changes(seeded_db)) == 1


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("add", "JJ-G7"), 2, "goal add JJ-G7 also needs --name-zh."),
        (("add", "JJ-G6", *NAMES), 4, "JJ-G6 is the code of Medical beauty and tourism clusters. Codes are never"),
        (("add", "JJ-7", *NAMES), 4, "“JJ-7” is not valid as a code. Write one such as JJ-G7, which is free."),
        (("add", "JJ-G100", *NAMES), 4, "“JJ-G100” is not valid as a code. Write one such as JJ-G7, which is free."),
        (("add", "JJ-G6"), 4, "JJ-G6 is the code of Medical beauty and tourism clusters. Codes are never"),
        (("add",), 2, "Usage: "),
        (("edit",), 2, "Usage: "),
        (("add", "XX-G1", *NAMES), 3, "XX-G1 does not begin with an area. Areas: DJ, JJ, CQ, PA, MS"),
        (("add", "JJ-G7", "--name-zh", "医美旅游产业集聚", "--name-en", "New"), 4,
         "“医美旅游产业集聚” is already the name of JJ-G6."),
        (("edit", "JJ-G9", "--source", "x"), 3, "No goal has the code JJ-G9."),
        (("edit", "JJ-G6"), 2, "goal edit JJ-G6 needs at least one option: "),
        (("edit", "JJ-G6", "--name-zh", " "), 4, "“ ” is not valid for --name-zh: write 1 to 30 characters on one"),
    ],
)  # fmt: skip
def test_a_goal_that_does_not_do_is_refused(seeded_db: Path, words: tuple[str, ...], code: int, sentence: str) -> None:
    ran = run(seeded_db, "goal", *words)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(sentence)
    assert changes(seeded_db) == []


def test_the_goal_after_the_last_number_is_the_first_free_one(seeded_db: Path) -> None:
    did(seeded_db, "goal", "add", "JJ-G99", *NAMES)
    ran = run(seeded_db, "goal", "add", "JJ-G100", *NAMES)
    assert (ran.code, ran.err) == (4, "“JJ-G100” is not valid as a code. Write one such as JJ-G7, which is free.\n")


# New measures.


def test_a_new_measure_says_how_it_was_understood_and_takes_entries(seeded_db: Path) -> None:
    assert did(seeded_db, *NEW, "--owner", "经济办").out == ADDED
    row = measure(seeded_db, "JJ50")
    kept = ("area", "goal", "unit", "kind", "direction", "cadence", "owner", "source")
    assert [row[key] for key in kept] == ["JJ", "JJ-G6", "个", "sum", "at_least", "monthly", "经济办", ""]
    did(seeded_db, "log", "JJ50+2")
    assert [row["value"] for row in recorded(seeded_db)] == ["2"]


def test_a_milestone_needs_neither_unit_nor_direction(seeded_db: Path) -> None:
    did(seeded_db, "measure", "add", "jj-50", "--goal", "JJ-G6", *NAMES, "--kind", "milestone")
    row = measure(seeded_db, "JJ50")
    assert (row["unit"], row["direction"]) == ("%", "at_least")


def test_a_ratio_divides_two_other_measures(seeded_db: Path) -> None:
    ratio = ("measure", "add", "JJ50", "--goal", "JJ-G1", *NAMES, "--unit", "%", "--kind", "ratio")
    told = did(seeded_db, *ratio, "--numerator", "jj4", "--denominator", "JJ-03").out
    assert "under JJ-G1: %, ratio of two measures, JJ04 / JJ03, at least the target, monthly." in told
    did(seeded_db, "log", "JJ04=30", "JJ03=120")
    (row,) = exported(seeded_db, "status", "JJ50", "--as-of", "2024-07-01", "-f", "csv")
    assert row["actual"] == "25"
    refused = run(seeded_db, "measure", "add", "JJ51", "--goal", "JJ-G1", "--name-zh", "另", "--name-en", "Other",
                  "--unit", "%", "--kind", "ratio", "--numerator", "JJ50", "--denominator", "JJ03")  # fmt: skip
    assert (refused.code, refused.err) == (
        4, "JJ51 is a ratio of two other measures that are not ratios. Give --numerator and --denominator.\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "exit_code", "sentence"),
    [
        ("JJ03", 4, "JJ03 is the code of Companies attracted and settled. Codes are never reused; JJ50 is free."),
        ("JJ100", 4, "“JJ100” is not valid as a code. Write one such as JJ50, which is free."),
        ("JJ00", 4, "“JJ00” is not valid as a code."),
        ("JJ", 4, "“JJ” is not valid as a code."),
        ("JJ4E5", 4, "“JJ4E5” is not valid as a code."),
        ("1E5", 3, "1E5 does not begin with an area."),
        ("MAR1", 3, "MAR1 does not begin with an area."),
    ],
)
def test_a_code_is_the_areas_letters_and_two_digits_never_given_before(
    seeded_db: Path, code: str, exit_code: int, sentence: str
) -> None:
    ran = run(seeded_db, *NEW[:2], code, *NEW[3:])
    assert (ran.code, ran.out) == (exit_code, "")
    assert ran.err.startswith(sentence)


def test_a_code_that_is_taken_is_refused_before_anything_else_is_wanted(seeded_db: Path) -> None:
    ran = run(seeded_db, "measure", "add", "JJ03")
    assert (ran.code, ran.err.split(".")[0]) == (4, "JJ03 is the code of Companies attracted and settled")
    with terminal(seeded_db, "measure", "add", "JJ03", code=4) as child:
        child.expect_exact("JJ03 is the code of Companies attracted and settled.")


@pytest.mark.parametrize("command", [["add"], ["edit"], ["edit", "--owner", "x"], ["retire"], ["retire", "--back"]])
def test_a_script_without_a_code_is_a_usage_error(seeded_db: Path, command: list[str]) -> None:
    ran = run(seeded_db, "measure", *command)
    assert (ran.code, ran.out) == (2, "")
    assert "Missing argument" in ran.err
    assert changes(seeded_db) == []


def test_the_code_of_a_retired_measure_is_not_given_again(seeded_db: Path) -> None:
    did(seeded_db, *NEW)
    did(seeded_db, "measure", "retire", "JJ50", "--reason", "plan")
    ran = run(seeded_db, *NEW)
    assert ran.code == 4
    assert ran.err.startswith("JJ50 is the code of Computing centres. Codes are never reused; JJ51 is free.")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ((), 2, "measure add JJ50 also needs --goal, --name-zh, --kind, --unit."),
        ((*NEW[3:-1], "ratio"), 2, "measure add JJ50 also needs --numerator, --denominator."),
        ((*NEW[3:-1], "milestone"), 4, "JJ50 is a milestone: its unit must be % and its direction at_least."),
        ((*NEW[3:], "--numerator", "JJ01"), 4, "JJ50 is not a ratio: leave out --numerator and --denominator."),
        ((*NEW[3:-1], "ratio", "--numerator", "JJ01", "--denominator", "JJ01"), 4, "JJ50 is a ratio of two other"),
        ((*NEW[3:-1], "ratio", "--numerator", "JJ01", "--denominator", "JJ50"), 3, "No measure has the code JJ50."),
        (("--goal", "MS-G1", *NEW[5:]), 4, "MS-G1 is not a goal of JJ. Choose from: JJ-G1, JJ-G2, JJ-G3, JJ-G4, "),
        (("--goal", "JJ-G9", *NEW[5:]), 3, "No goal has the code JJ-G9."),
        ((*NEW[3:], "--name-en", "companies ATTRACTED and settled"), 4,
         "“companies ATTRACTED and settled” is already the name of JJ03."),
        ((*NEW[3:], "--name-zh", "长" * 31), 4, f"“{'长' * 31}” is not valid for --name-zh: write 1 to 30"),
        ((*NEW[3:], "--name-zh", "两\n行"), 4, "“两↵行” is not valid for --name-zh"),
        ((*NEW[3:], "--unit", ""), 4, "“” is not valid for --unit: write 1 to 10"),
        ((*NEW[3:], "--owner", "办" * 61), 4, f"“{'办' * 61}” is not valid for --owner: write at most 60"),
    ],
)  # fmt: skip
def test_a_measure_that_does_not_do_is_refused(
    seeded_db: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    ran = run(seeded_db, "measure", "add", "JJ50", *words)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(sentence)
    assert changes(seeded_db) == []


# Changes.


def test_owner_support_leader_and_cadence_are_set_for_many_measures_at_once(seeded_db: Path) -> None:
    did(seeded_db, "measure", "edit", "JJ02", "--owner", "经济办")
    ran = did(
        seeded_db, "measure", "edit", "JJ01", "JJ02", "--owner", "经济办", "--leader", "王", "--cadence", "monthly"
    )
    rows = [tuple(re.split(r"  +", line)) for line in ran.out.splitlines()[-5:]]
    assert [(code, *said) for code, _name, *said in rows] == [
        ("JJ01", "Owner", "(none)", "经济办"), ("JJ01", "Leader", "(none)", "王"),
        ("JJ01", "Cadence", "quarterly", "monthly"),
        ("JJ02", "Leader", "(none)", "王"), ("JJ02", "Cadence", "weekly", "monthly"),
    ]  # fmt: skip
    whole = did(seeded_db, "measure", "edit", "JJ-G6", "--support", "城建办")
    assert whole.out.count("城建办") == 8
    cleared = did(seeded_db, "measure", "edit", "jj1", "--owner", "")
    assert cleared.out == "JJ01 Shenzhen-Hong Kong themed office buildings  Owner: 经济办 → (none)\n"


def test_one_measures_own_fields_are_not_set_for_several(seeded_db: Path) -> None:
    ran = run(seeded_db, "measure", "edit", "JJ01", "JJ02", "--owner", "经济办", "--name-zh", "楼宇")
    assert ran.code == 2
    assert ran.err.startswith("--name-zh works only with one measure, not with 2. Several can be given --owner, ")
    assert changes(seeded_db) == []


def test_a_change_that_changes_nothing_says_so_and_records_nothing(seeded_db: Path) -> None:
    ran = did(seeded_db, "measure", "edit", "JJ03", "--unit", "家", "--kind", "sum", "--goal", "jj-g1")
    assert ran.out == "Nothing to change: JJ03 already has these values.\n"
    assert changes(seeded_db) == []
    ran = did(seeded_db, "measure", "edit", "JJ03", "JJ04", "--owner", "")
    assert ran.out == "Nothing to change: JJ03, JJ04 already have these values.\n"


def test_kind_unit_and_direction_are_fixed_once_there_are_entries(seeded_db: Path) -> None:
    did(seeded_db, *NEW)
    first = did(seeded_db, "measure", "edit", "JJ50", "--kind", "last", "--unit", "家", "--direction", "at_most")
    assert first.out == (
        "JJ50 Computing centres  Unit: 个 → 家\n"
        "JJ50 Computing centres  Kind: adds up over the year → latest reading\n"
        "JJ50 Computing centres  Direction: at least the target → at most the target\n"
    )
    batch = did(seeded_db, "log", "JJ50=2").batch
    did(seeded_db, "undo", "--yes", batch)
    for words in (("--kind", "sum"), ("--unit", "个"), ("--direction", "at_least")):
        ran = run(seeded_db, "measure", "edit", "JJ50", *words)
        assert ran.code == 4
        assert ran.err.startswith("JJ50 Computing centres has entries, so its kind, unit and direction cannot change")
    assert did(seeded_db, "measure", "edit", "JJ50", "--name-en", "Centres").code == 0


def test_kind_unit_and_direction_are_fixed_while_a_target_stands(seeded_db: Path) -> None:
    did(seeded_db, *NEW)
    did(seeded_db, "target", "set", "JJ50", "30")
    did(seeded_db, "target", "set", "JJ50", "30", "--year", "2025")
    for words in (("--kind", "last"), ("--unit", "家"), ("--direction", "at_most")):
        ran = run(seeded_db, "measure", "edit", "JJ50", *words)
        assert ran.code == 4
        assert ran.err == (
            "JJ50 Computing centres has a target for 2024, 2025, set with its present kind, unit and direction. "
            "Withdraw the target first: nanhu-kpi target set JJ50 --withdraw --year 2024\n"
        )
    did(seeded_db, "measure", "edit", "JJ50", "--name-en", "Centres")
    did(seeded_db, "target", "set", "JJ50", "--withdraw", "--year", "2024", "--reason", "plan")
    assert "has a target for 2025," in run(seeded_db, "measure", "edit", "JJ50", "--unit", "家").err
    did(seeded_db, "target", "set", "JJ50", "--withdraw", "--year", "2025", "--reason", "plan")
    did(seeded_db, "measure", "edit", "JJ50", "--unit", "家")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("JJ50", "--kind", "ratio"), 4, "JJ50 Computing centres cannot become a ratio or stop being one."),
        (("JJ50", "--kind", "milestone"), 4, "JJ50 is a milestone: its unit must be % and its direction at_least."),
        (("JJ50", "--numerator", "JJ01"), 4, "JJ50 is not a ratio"),
        (("JJ50", "--goal", "CQ-G1"), 4, "CQ-G1 is not a goal of JJ."),
        (("JJ50",), 2, "measure edit needs at least one option: --name-zh, --owner, --support, "),
        (("nothing like it", "--owner", "x"), 3, "No area, goal, code or name matches “nothing like it”"),
        (("JJ50", "--kind", "score"), 2, "Usage: "),
    ],
)
def test_a_change_that_does_not_do_is_refused(
    seeded_db: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    did(seeded_db, *NEW)
    before = changes(seeded_db)
    ran = run(seeded_db, "measure", "edit", *words)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(sentence)
    assert changes(seeded_db) == before


# Retiring.


def test_a_retired_measure_leaves_status_from_its_day_and_keeps_its_history(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+5", "--date", "2024-06-01")
    assert "JJ09" in status_codes(seeded_db)
    ran = did(seeded_db, "measure", "retire", "JJ09", "--from", "2024-06-15", "--reason", "并入JJ03")
    assert ran.out == (
        "JJ09 Tourism companies attracted  Retired: (none) → 2024-06-15\n"
        "From that day JJ09 is no longer in status and no entries can be recorded; its entries are kept. "
        "To bring it back: nanhu-kpi measure retire JJ09 --back\n"
    )
    assert "JJ09" not in status_codes(seeded_db)
    assert "JJ09" not in status_codes(seeded_db, "--as-of", "2024-06-15")
    assert "JJ09" in status_codes(seeded_db, "--as-of", "2024-06-14")
    assert "JJ09" not in status_codes(seeded_db, "JJ")
    assert status_codes(seeded_db, "jj9") == ["JJ09"]
    assert "JJ09" in status_codes(seeded_db, "--all")
    shown = did(seeded_db, "show", "JJ09").out
    assert [line.split() for line in shown.splitlines() if line.startswith("Retired")] == [["Retired", "2024-06-15"]]
    assert "+5 units" in shown


def test_a_retired_measure_takes_no_entry_of_its_day_or_later(seeded_db: Path) -> None:
    did(seeded_db, "measure", "retire", "JJ03", "--from", "2024-06-15", "--reason", "plan")
    for day in ("2024-06-15", "2024-07-01"):
        for words in (("JJ03+1",), ("JJ03", "--note", "words alone"), ("JJ04+1", "JJ03+1")):
            ran = run(seeded_db, "log", *words, "--date", day)
            assert ran.code == 4
            assert ran.err == (
                "JJ03 Companies attracted and settled is retired from 2024-06-15: no entries of that day or "
                "later can be recorded. To bring it back: nanhu-kpi measure retire JJ03 --back\n"
            )
    assert recorded(seeded_db) == []
    did(seeded_db, "log", "JJ03+1", "--date", "2024-06-14")
    back = did(seeded_db, "measure", "retire", "JJ03", "--back")
    assert back.out == "JJ03 Companies attracted and settled  Retired: 2024-06-15 → (none)\n"
    did(seeded_db, "log", "JJ03+1")
    again = did(seeded_db, "measure", "retire", "JJ03", "--back")
    assert again.out == "Nothing to change: JJ03 already has these values.\n"


def test_retiring_a_part_of_a_ratio_says_which_ratio_rests_on_it(seeded_db: Path) -> None:
    did(seeded_db, "measure", "add", "JJ50", "--goal", "JJ-G1", *NAMES, "--unit", "%", "--kind", "ratio",
        "--numerator", "JJ04", "--denominator", "JJ03")  # fmt: skip
    assert did(seeded_db, "measure", "retire", "jj3", "--reason", "plan").err == (
        "JJ03 is part of JJ50 Computing centres, which will have no data once JJ03 is no longer reported.\n"
    )
    did(seeded_db, "measure", "retire", "JJ50", "--reason", "plan")
    assert did(seeded_db, "measure", "retire", "JJ04", "--reason", "plan").err == ""


def test_retiring_takes_today_and_refuses_what_contradicts(seeded_db: Path) -> None:
    late = datetime(2024, 6, 30, 17, 0, tzinfo=UTC)  # one in the morning of 1 July at the office
    ran = did(seeded_db, "measure", "retire", "JJ03", "--reason", "plan", now=late)
    assert ran.out.startswith("JJ03 Companies attracted and settled  Retired: (none) → 2024-07-01\n")
    assert run(seeded_db, "measure", "retire", "JJ03", "--back", "--from", "2024-01-01").code == 2
    assert run(seeded_db, "measure", "retire", "JJ77").code == 3
    assert run(seeded_db, "measure", "retire", "JJ03", "--from", "someday").code == 4


# The record of changes.


def test_show_lists_the_changes_with_who_when_and_why(seeded_db: Path) -> None:
    did(seeded_db, "measure", "edit", "JJ03", "--owner", "经济办", officer="wang")
    did(seeded_db, "measure", "retire", "JJ03", "--reason", "并入JJ05")
    lines = [line.split() for line in did(seeded_db, "show", "JJ03").out.split("\nChanges\n")[1].splitlines()[1:]]
    assert lines == [
        ["2024-07-01", "10:00", "wang", "Owner", "(none)", "经济办", "measure", "edit", "JJ03"],
        ["2024-07-01", "10:00", "li", "Retired", "(none)", "2024-07-01", "measure", "retire", "JJ03", "--reason",
         "并入JJ05"],
    ]  # fmt: skip
    assert "\nChanges\n" not in did(seeded_db, "show", "JJ04").out


def test_the_sheet_of_an_earlier_day_knows_no_later_change(seeded_db: Path) -> None:
    before = did(seeded_db, "export", "status").out
    later = datetime(2024, 7, 3, 2, 0, tzinfo=UTC)
    did(seeded_db, *NEW, now=later)
    did(seeded_db, "measure", "edit", "JJ09", "--name-en", "Tourism firms", "--owner", "x", now=later)
    did(seeded_db, "measure", "retire", "JJ28", "--from", "2024-01-01", "--reason", "plan", now=later)
    did(seeded_db, "config", "set", "behind", "-1", now=later)
    did(seeded_db, "config", "set", "far_behind", "-2", "JJ09", now=later)
    assert did(seeded_db, "export", "status", "--as-of", "2024-07-01", now=later).out != before
    assert did(seeded_db, "export", "status", "--known", "2024-07-01", now=later).out == before


def test_export_changes_has_its_promised_columns(seeded_db: Path) -> None:
    header = "id,batch,subject,code,field,old,new,officer,host,logged_at,command,logged_on,after,undoes\n"
    assert did(seeded_db, "export", "changes").out == header
    did(seeded_db, "measure", "edit", "JJ03", "--leader", "王")
    (row,) = exported(seeded_db, "export", "changes")
    assert (row["subject"], row["logged_at"]) == ("measure", "2024-07-01T02:00:00Z")


# Asking.


def test_a_terminal_asks_for_what_a_new_measure_still_wants(seeded_db: Path) -> None:
    with terminal(seeded_db, "measure", "add", "JJ50", "--name-zh", "算力中心") as child:
        child.expect_exact("JJ-G6  Medical beauty and tourism clusters")
        answers(
            child,
            ("Goal (a code above): ", "MS-G1"),
            ("Goal (a code above): ", "jjg6"),
            ("English name (empty for the Chinese one): ", "companies attracted and settled"),
        )
        child.expect_exact("is already the name of JJ03.")
        answers(child, ("English name (empty for the Chinese one): ", "Computing centres"))
        child.expect_exact("  1  sum  adds up over the year")
        answers(
            child,
            ("Kind (one of the words or numbers above): ", "5"),
            ("Kind (one of the words or numbers above): ", "1"),
            ("Unit of the values: ", "个"),
            ("Direction (empty for at_least): ", ""),
            ("Cadence (empty for monthly): ", ""),
            ("Owner (may be empty): ", ""),
        )
        child.expect_exact(ADDED.strip())
    assert measure(seeded_db, "JJ50")["name_zh"] == "算力中心"


def test_an_english_name_may_be_left_out_and_the_chinese_one_stands_in(seeded_db: Path) -> None:
    with terminal(seeded_db, "goal", "add", "JJ-G7") as child:
        answers(child, ("Chinese name: ", ""), ("An answer is needed here", "数字经济"), ("English name (empty", ""))
        child.expect_exact("Added goal JJ-G7 数字经济.")
    for code, name in (("JJ50", "算力中心"), ("JJ51", "数据中心")):
        words = ("--goal", "JJ-G7", "--name-zh", name, "--kind", "sum", "--unit", "个")
        assert did(seeded_db, "measure", "add", code, *words).out.startswith(f"Added measure {code} {name} under JJ-G7")
    assert measure(seeded_db, "JJ50")["name_en"] == ""
    assert "算力中心" in did(seeded_db, "measure", "list", "JJ-G7").out
    did(seeded_db, "measure", "edit", "JJ50", "--name-en", "Computing centres")
    did(seeded_db, "undo", "--yes")
    assert measure(seeded_db, "JJ50")["name_en"] == ""


def test_an_edit_of_many_prints_a_table(seeded_db: Path) -> None:
    out = did(seeded_db, "measure", "edit", "JJ01", "JJ02", "--owner", "经济办").out
    assert [line.split()[0] for line in out.splitlines()[-2:]] == ["JJ01", "JJ02"]
    assert out.splitlines()[-3].split() == ["Code", "Measure", "Field", "Before", "After"]


def test_a_terminal_asks_what_to_change_and_an_empty_answer_keeps(seeded_db: Path) -> None:
    with terminal(seeded_db, "measure", "edit", "JJ01", "JJ02") as child:
        answers(
            child,
            ("Owner: (none) (empty to keep): ", "经济办"),
            ("Supporting units: (none) (empty to keep): ", ""),
            ("Leader: (none) (empty to keep): ", ""),
            ("Cadence: (various) (empty to keep): ", ""),
        )
        child.expect("JJ02  Companies visited for investment +Owner +\\(none\\) +经济办")
    assert [(code, field) for code, field, *_ in changes(seeded_db)] == [("JJ01", "owner"), ("JJ02", "owner")]


def test_a_terminal_asks_for_a_missing_code_and_proposes_the_areas_next(seeded_db: Path) -> None:
    with terminal(seeded_db, "goal", "add", "--name-zh", "数字经济", "--name-en", "Digital economy") as child:
        child.expect_exact("JJ  Economy")
        answers(child, ("Code, or an area for its next free code: ", "JJ-G6"))
        child.expect_exact("JJ-G7 is free.")
        answers(child, ("Code, or an area for its next free code: ", "jj"))
        child.expect_exact("Added goal JJ-G7 Digital economy.")
    with terminal(seeded_db, "measure", "add", *NEW[3:]) as child:
        answers(child, ("Code (empty for JJ50): ", ""))
        child.expect_exact(ADDED.strip())
    with terminal(seeded_db, "goal", "edit", "--name-en", "Digital") as child:
        answers(child, ("Goal (a code above): ", "JJ-G8"))
        child.expect_exact("No goal has the code JJ-G8.")
        answers(child, ("Goal (a code above): ", "jjg7"))
        child.expect_exact("Digital economy → Digital")
    with terminal(seeded_db, "measure", "edit", "--owner", "经济办") as child:
        answers(child, ("Measure (code or words of its name): ", "jj50"))
        child.expect_exact("Owner: (none) → 经济办")
    with terminal(seeded_db, "measure", "retire") as child:
        answers(child, ("Measure (code or words of its name): ", "jj50"), ("Ctrl-C cancels): ", "merged"))
        child.expect_exact("its entries are kept")


def test_each_part_of_a_ratio_is_checked_when_it_is_answered(seeded_db: Path) -> None:
    did(seeded_db, "measure", "add", "JJ50", "--goal", "JJ-G1", *NAMES, "--unit", "%", "--kind", "ratio",
        "--numerator", "JJ04", "--denominator", "JJ03")  # fmt: skip
    names = ("--name-zh", "率", "--name-en", "Rate", "--unit", "%", "--kind", "ratio", "--direction", "at_least")
    with terminal(seeded_db, "measure", "add", "JJ51", "--goal", "JJ-G1", *names, "--cadence", "monthly") as child:
        answers(child, ("Numerator (code): ", "JJ99"))
        child.expect_exact("No measure has the code JJ99.")
        for code in ("JJ50", "JJ51"):
            answers(child, ("Numerator (code): ", code))
        answers(child, ("Numerator (code): ", "jj4"), ("Denominator (code): ", "JJ04"))
        child.expect_exact(
            "JJ04 is not valid as a part of a ratio: the parts are two different measures that are not ratios."
        )
        answers(child, ("Denominator (code): ", "JJ03"), ("Owner (may be empty): ", ""))
        child.expect_exact("Added measure JJ51 Rate")


@pytest.mark.parametrize(
    ("words", "question"),
    [
        (["goal", "add", "JJ-G7"], "Chinese name: "),
        (["goal", "edit", "JJ-G6"], "(empty to keep): "),
        (["measure", "add"], "Code, or an area for its next free code: "),
        (["measure", "add", "JJ50"], "Goal (a code above): "),
        (["measure", "edit", "JJ03"], "(empty to keep): "),
        (["measure", "retire"], "Measure (code or words of its name): "),
        (["target", "set", "JJ03"], "target: "),
        (["target", "schedule", "JJ03"], "points, such as 06-30=60 12-31=100: "),
        (["target", "adopt", "2024", "JJ02"], "[y/N]: "),
        (["period", "close", "2024-06"], "Reason (Ctrl-C cancels): "),
    ],
)
def test_ctrl_c_at_a_question_records_nothing(seeded_db: Path, words: list[str], question: str) -> None:
    def everything() -> list[str]:
        exports = [did(seeded_db, "export", what).out for what in ("goals", "measures", "targets", "changes")]
        return [*exports, did(seeded_db, "period", "list").out]

    before = everything()
    with terminal(seeded_db, *words, code=130) as child:
        child.expect_exact(question)
        leaves(child)
    assert everything() == before
