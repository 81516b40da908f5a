"""`target set` and `target schedule`: revisions of what the office answers for, and what they refuse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import NOW, did, exported, run
from tests.support.targets import add_closing_rate, retire, standing
from tests.support.terminals import answers, terminal

if TYPE_CHECKING:
    from pathlib import Path


def revisions(db: Path, code: str) -> list[dict[str, str]]:
    """Return the revisions of a measure's targets by officers, oldest first."""
    rows = exported(db, "export", "targets")
    return [row for row in rows if row["measure"] == code and row["officer"] != "catalogue"]


def refused(db: Path, *words: str) -> tuple[int, str]:
    """Run `target` with words that it must refuse, and return the exit code and what was said; nothing is recorded."""
    before = exported(db, "export", "targets")
    ran = run(db, "target", *words)
    assert ran.out == ""
    assert exported(db, "export", "targets") == before
    return ran.code, ran.err


def test_a_target_is_set_with_all_its_terms_and_echoed(seeded_db: Path) -> None:
    ran = did(
        seeded_db, "target", "set", "jj3", "150家", "--year", "2025", "--start", "03-01", "--due", "11-30",
        "--pace", "linear", "--reason", "district plan", "--document", "南街办〔2025〕3号", "--from", "2025-01-15",
        "--by", "王",
    )  # fmt: skip
    assert ran.out == (
        "JJ03 Companies attracted and settled  2025 target none → 150 units  2025-03-01 to 2025-11-30  "
        f"evenly over its days  in force from 2025-01-15  #{ran.batch}  To undo: nanhu-kpi undo {ran.batch}\n"
    )
    (row,) = revisions(seeded_db, "JJ03")
    assert (row["year"], row["value"], row["start"], row["due"], row["pace"]) == (
        "2025", "150", "2025-03-01", "2025-11-30", "linear",
    )  # fmt: skip
    assert (row["origin"], row["reason"], row["document"]) == ("officer", "district plan", "南街办〔2025〕3号")
    assert (row["effective_on"], row["officer"], row["voided_at"]) == ("2025-01-15", "王", "")


def test_a_target_alone_is_of_this_year_from_new_year_to_its_end_and_in_force_from_1_january(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ03", "１．５万", "--reason", "plan")
    (row,) = revisions(seeded_db, "JJ03")
    assert (row["year"], row["value"], row["start"], row["due"], row["effective_on"]) == (
        "2024", "15000", "2024-01-01", "2024-12-31", "2024-01-01",
    )  # fmt: skip


@pytest.mark.parametrize(("code", "pace"), [("JJ03", "linear"), ("CQ24", "linear"), ("MS13", "none"), ("CQ07", "none")])
def test_the_pace_follows_the_kind_and_direction(seeded_db: Path, code: str, pace: str) -> None:
    did(seeded_db, "target", "set", code, "2", "--year", "2025", "--reason", "plan")
    assert [row["pace"] for row in revisions(seeded_db, code)] == [pace]


@pytest.mark.parametrize("day", ["03-01", "3-1", "3月1日", "2024-03-01", "20240301", "０３-０１"])
def test_a_day_without_a_year_is_of_the_targets_year(seeded_db: Path, day: str) -> None:
    did(seeded_db, "target", "set", "JJ03", "150", "--start", day, "--due", "12-01")
    assert [(row["start"], row["due"]) for row in revisions(seeded_db, "JJ03")] == [("2024-03-01", "2024-12-01")]


def test_a_revision_takes_effect_today_and_leaves_the_days_before_as_they_were(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ03=60", "--date", "06-30")
    did(seeded_db, "target", "set", "JJ03", "150", "--start", "03-01", "--due", "11-30")
    # 1 March to 30 June are 122 days, to 30 November 275: 122/275 = 44.36 %; 60/150 = 40 %.
    assert standing(seeded_db, "JJ03", "2024-06-30") == ("150", "0.4000", "0.4436", "-4.36", "on_track")
    assert (
        "2024 target 150 → 300 units  2024-03-01 to 2024-11-30"
        in did(seeded_db, "target", "set", "JJ03", "300", "--reason", "plan").out
    )
    assert standing(seeded_db, "JJ03", "2024-06-30") == ("150", "0.4000", "0.4436", "-4.36", "on_track")
    assert standing(seeded_db, "JJ03", "2024-07-01") == ("300", "0.2000", "0.4473", "-24.73", "behind")
    assert [row["value"] for row in revisions(seeded_db, "JJ03")] == ["150", "300"]


def test_a_revision_keeps_the_start_the_due_day_and_the_pace_that_it_does_not_name(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ03", "150", "--start", "03-01", "--due", "11-30", "--pace", "none")
    did(seeded_db, "target", "set", "JJ03", "160", "--due", "10-31", "--reason", "plan")
    did(seeded_db, "target", "set", "JJ03", "170", "--pace", "linear", "--reason", "plan")
    kept = [(row["start"][5:], row["due"][5:], row["pace"]) for row in revisions(seeded_db, "JJ03")]
    assert kept == [("03-01", "11-30", "none"), ("03-01", "10-31", "none"), ("03-01", "10-31", "linear")]


@pytest.mark.parametrize(("year", "day"), [("2023", "2023-12-31"), ("2024", "2024-07-01"), ("2025", "2025-01-01")])
def test_a_second_revision_takes_effect_today_taken_into_its_year(seeded_db: Path, year: str, day: str) -> None:
    for value in ("150", "160"):
        did(seeded_db, "target", "set", "JJ03", value, "--year", year, "--reason", "plan")
    assert [row["effective_on"] for row in revisions(seeded_db, "JJ03")] == [f"{year}-01-01", day]


def test_of_two_revisions_of_a_day_the_later_recorded_one_holds(seeded_db: Path) -> None:
    for value in ("150", "160"):
        did(seeded_db, "target", "set", "JJ03", value, "--from", "06-01", "--reason", "plan")
    assert standing(seeded_db, "JJ03", "2024-06-01")[0] == "160"
    assert standing(seeded_db, "JJ03", "2024-05-31")[0] == ""


def test_a_revision_from_an_earlier_day_says_when_another_takes_over(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ03", "150", "--from", "06-01")
    ran = did(seeded_db, "target", "set", "JJ03", "140", "--from", "03-01", "--reason", "plan")
    assert ran.err == "JJ03: a revision in force from 2024-06-01 already exists and counts from that day.\n"
    assert [standing(seeded_db, "JJ03", day)[0] for day in ("2024-05-31", "2024-06-01")] == ["140", "150"]


def test_a_target_is_withdrawn_from_a_day_on_and_can_be_set_again(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+5", "--date", "06-01")
    ran = did(seeded_db, "target", "set", "JJ09", "--withdraw", "--from", "06-15", "--reason", "merged")
    assert ran.out.startswith("JJ09 Tourism companies attracted  2024 target 20 → none  in force from 2024-06-15  #")
    assert standing(seeded_db, "JJ09", "2024-06-14") == ("20", "0.2500", "0.4536", "-20.36", "behind")
    assert standing(seeded_db, "JJ09", "2024-06-15") == ("", "", "", "", "no_target")
    did(seeded_db, "target", "set", "JJ09", "10", "--reason", "plan")
    assert [standing(seeded_db, "JJ09", day)[0] for day in ("2024-06-30", "2024-07-01")] == ["", "10"]


def test_undo_brings_back_what_a_revision_replaced(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ09", "30", "--from", "06-15", "--reason", "plan")
    assert did(seeded_db, "undo", "--yes").out.splitlines() == [
        "Undone: JJ09 Tourism companies attracted, 2024 target 30 units in force from 2024-06-15",
        "JJ09 Tourism companies attracted  2024 target 30 → 20 units  2024-07-01",
    ]
    assert standing(seeded_db, "JJ09", "2024-06-30")[0] == "20"
    withdrawal = did(seeded_db, "target", "set", "JJ09", "--withdraw", "--reason", "plan").batch
    did(seeded_db, "target", "set", "JJ03", "9", "--reason", "plan")
    assert did(seeded_db, "undo", "--yes", withdrawal, "--yes").out.splitlines() == [
        "Undone: JJ09 Tourism companies attracted, 2024 target withdrawn in force from 2024-07-01",
        "JJ09 Tourism companies attracted  2024 target none → 20 units  2024-07-01",
    ]
    assert [standing(seeded_db, code, "2024-07-01")[0] for code in ("JJ09", "JJ03")] == ["20", "9"]


def test_undo_of_a_target_yet_to_take_effect_shows_its_own_day(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ03", "150", "--year", "2025", "--from", "02-01")
    assert did(seeded_db, "undo", "--yes").out.splitlines()[1] == (
        "JJ03 Companies attracted and settled  2025 target 150 → none  2025-02-01"
    )


@pytest.mark.parametrize("value", ["0", "-5", "-0.5"])
def test_a_target_may_be_0_or_below(seeded_db: Path, value: str) -> None:
    did(seeded_db, "target", "set", "JJ14", value, "--reason", "plan")
    assert [row["value"] for row in revisions(seeded_db, "JJ14")] == [value]


def test_a_ratio_has_targets(seeded_db: Path) -> None:
    add_closing_rate(seeded_db)
    did(seeded_db, "target", "set", "CQ60", "80")
    did(seeded_db, "log", "CQ04=20", "CQ05=15", "--date", "06-30")
    assert standing(seeded_db, "CQ60", "2024-06-30") == ("80", "0.9375", "1.0000", "-6.25", "behind")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["set", "JJ99", "5"], 3, "No measure has the code JJ99"),
        (["set", "JJ03", "many"], 4, "“many” is not a value"),
        (["set", "JJ03", "1.23456"], 4, "more than four decimals"),
        (["set", "JJ03", "1000000000000"], 4, "is too large"),
        (["set", "JJ03", "150余"], 4, "A target must be exact, and “150余” is not."),
        (["set", "JJ03", "超150"], 4, "A target must be exact, and “超150” is not."),
        (["set", "JJ03", "--", "--5"], 2, "No such option"),
        (["set", "JJ03", "150", "--yeer", "2025"], 2, "--yeer is not an option. Similar: --year, --by."),
        (["set", "JJ03", "150", "--reson", "plan"], 2, "--reson is not an option. Similar: --reason, --from."),
        (["set", "--reson=plan", "JJ03", "150"], 2, "--reson is not an option. Similar: --reason, --from."),
        (["set", "JJ03", "--reson"], 2, "--reson is not an option. Similar: --reason, --from."),
        (["set", "JJ03", "150", "160"], 2, "nexpected extra argument"),
        (["set", "JJ03", "--yeer"], 2, "is not an option"),
        (["set", "JJ03", "-x"], 2, "No such option"),
        (["set", "CQ24", "101"], 4, "its target must be from 0 to 100, not 101"),
        (["set", "CQ24", "-1"], 4, "its target must be from 0 to 100, not -1"),
        (["set", "JJ03", "150", "--start", "2025-03-01"], 4, "--start 2025-03-01 is not in 2024"),
        (["set", "JJ03", "150", "--due", "2023-12-31"], 4, "--due 2023-12-31 is not in 2024"),
        (["set", "JJ03", "150", "--from", "yesterday", "-y", "2025"], 4, "--from 2024-06-30 is not in 2025"),
        (["set", "JJ03", "150", "--start", "02-29", "-y", "2025"], 4, "“02-29” is not a day"),
        (["set", "JJ03", "150", "--start", "02-30"], 4, "“02-30” is not a day"),
        (["set", "JJ03", "150", "--start", "06-30", "--due", "06-29"], 4, "starts on 2024-06-30, after its due day"),
        (["set", "JJ03", "150", "--pace", "schedule"], 2, "--pace. Choose from: linear, none."),
        (["set", "CQ07", "2", "--pace", "linear"], 4, "CQ07 City appearance index district rank has a ceiling"),
        (["set", "JJ03", "150", "--year", "1899"], 2, "1899 is not valid as a year"),
        (["set", "JJ03", "150", "--year", "9999"], 2, "9999 is not valid as a year"),
        (["set"], 2, "Name a measure and its target. To withdraw one"),
        (["set", "JJ03"], 2, "Name a measure and its target. To withdraw one"),
        (["set", "--withdraw"], 2, "Name a measure"),
        (["set", "JJ03", "5", "--withdraw"], 2, "--withdraw removes the target: leave out the value"),
        (["set", "JJ09", "--withdraw", "--due", "11-30"], 2, "--withdraw removes the target: leave out the value"),
        (["set", "JJ03", "--withdraw"], 4, "JJ03 Companies attracted and settled has no target for 2024 in force"),
        (["set", "JJ09", "--withdraw", "--year", "2025"], 4, "has no target for 2025 in force on 2025-01-01"),
        (["schedule"], 2, "Name a measure and its points"),
        (["schedule", "JJ03"], 2, "Name a measure and its points"),
        (["schedule", "JJ99", "12-31=5"], 3, "No measure has the code JJ99"),
        (["schedule", "JJ03", "06-30"], 4, "“06-30” is not a point."),
        (["schedule", "JJ03", "06-30="], 4, "“06-30=” is not a point."),
        (["schedule", "JJ03", "=60"], 4, "“=60” is not a point."),
        (["schedule", "JJ03", "06-30=5", "06-31=60"], 4, "“06-31=60” is not a point."),
        (["schedule", "JJ03", "06-30=5=6"], 4, "“06-30=5=6” is not a point."),
        (["schedule", "JJ03", "06-30=5", "2025-12-31=60"], 4, "2025-12-31=60 is not in 2024"),
        (["schedule", "JJ03", "06-30=5", "05-31=6"], 4, "05-31=6 is not after 2024-06-30, the day of the"),
        (["schedule", "JJ03", "06-30=5", "06-30=6"], 4, "06-30=6 is not after 2024-06-30, the day of the"),
        (["schedule", "JJ03", "06-30=5", "12-31=4"], 4, "12-31=4 is below the previous 5."),
        (["schedule", "JJ03", "06-30=-1", "12-31=4"], 4, "06-30=-1 is below the previous 0."),
        (["schedule", "JJ03", "02-29=5", "12-31=9", "--start", "03-01"], 4, "02-29=5 is before the start, 2024-03"),
        (["schedule", "JJ03", "06-30=0", "12-31=0"], 4, "12-31=0: a schedule needs a target above 0."),
        (["schedule", "JJ03", "06-30=5余", "12-31=9"], 4, "A target must be exact, and “5余” is not"),
        (["schedule", "CQ24", "06-30=50", "12-31=101"], 4, "12-31=101: CQ24 Luohu Village pilot renovation is a mile"),
        (["schedule", "CQ07", "12-31=2"], 4, "CQ07 City appearance index district rank has a ceiling"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_cause(seeded_db: Path, words: list[str], code: int, said: str) -> None:
    ran = refused(seeded_db, *words)
    assert ran[0] == code, ran
    assert said in ran[1]
    assert "Traceback" not in ran[1]


def test_a_schedule_is_a_target_whose_last_point_is_its_value_and_due_day(seeded_db: Path) -> None:
    ran = did(
        seeded_db,
        "target",
        "schedule",
        "CQ24",
        "03-31=30",
        "06-30=60%",
        "11-30=100",
        "--from",
        "01-01",
        "--reason",
        "plan",
    )
    assert ran.out.startswith(
        "CQ24 Luohu Village pilot renovation  2024 target 100 → 100 %  2024-01-01 to 2024-11-30  "
        "by schedule 03-31=30 06-30=60 11-30=100  in force from 2024-01-01  #"
    )
    (row,) = [row for row in revisions(seeded_db, "CQ24") if row["pace"] == "schedule"]
    assert (row["value"], row["due"]) == ("100", "2024-11-30")
    assert row["schedule"] == "2024-03-31=30;2024-06-30=60;2024-11-30=100"
    did(seeded_db, "log", "CQ24=45", "--date", "05-15")
    assert standing(seeded_db, "CQ24", "2024-03-31")[2] == "0.3000"
    # 15 May is 45 of the 91 days from 31 March to 30 June: 30 + 30 × 45/91 = 44.84.
    assert standing(seeded_db, "CQ24", "2024-05-15") == ("100", "0.4500", "0.4484", "0.16", "ahead")
    assert standing(seeded_db, "CQ24", "2024-11-30")[2] == "1.0000"


def test_a_schedule_of_readings_is_a_staircase(seeded_db: Path) -> None:
    did(seeded_db, "target", "schedule", "MS13", "03-31=50", "06-30=80", "--from", "01-01")
    expected = [standing(seeded_db, "MS13", f"2024-{day}")[2] for day in ("03-30", "03-31", "06-29", "06-30")]
    assert expected == ["0.0000", "0.6250", "0.6250", "1.0000"]


def test_a_schedule_may_have_its_first_point_on_the_day_it_starts(seeded_db: Path) -> None:
    did(seeded_db, "target", "schedule", "JJ03", "03-01=60", "11-30=150", "--start", "03-01")
    assert [standing(seeded_db, "JJ03", day)[2] for day in ("2024-02-29", "2024-03-01")] == ["0.0000", "0.4000"]
    did(seeded_db, "target", "schedule", "JJ04", "03-01=60", "11-30=150", "--reason", "plan")
    did(seeded_db, "target", "set", "JJ04", "150", "--start", "03-01", "--reason", "plan")
    assert [row["start"] for row in revisions(seeded_db, "JJ04")] == ["2024-01-01", "2024-03-01"]


def test_a_pace_that_the_measure_takes_no_more_is_not_inherited(seeded_db: Path) -> None:
    measure = ("measure", "add", "JJ50", "--goal", "JJ-G1", "--name-zh", "投诉", "--name-en", "Complaints")
    did(seeded_db, *measure, "--unit", "件", "--kind", "sum")
    did(seeded_db, "target", "set", "JJ50", "30")
    did(seeded_db, "target", "set", "JJ50", "--withdraw", "--reason", "plan")
    did(seeded_db, "measure", "edit", "JJ50", "--direction", "at_most")
    did(seeded_db, "target", "set", "JJ50", "20", "--from", "03-01", "--reason", "plan")
    assert [row["pace"] for row in revisions(seeded_db, "JJ50")] == ["linear", "linear", "none"]


def test_a_new_value_does_not_keep_a_schedule_that_it_does_not_fit(seeded_db: Path) -> None:
    did(seeded_db, "target", "schedule", "JJ03", "06-30=60", "11-30=150")
    for words in (["160"], ["150", "--due", "12-31"], ["150", "--start", "07-01"]):
        code, said = refused(seeded_db, "set", "JJ03", *words)
        assert code == 4
        assert "has a schedule that ends with 150 on 2024-11-30, which does not match this target" in said
    did(seeded_db, "target", "set", "JJ03", "150", "--document", "南街办〔2024〕9号", "--reason", "plan")
    did(seeded_db, "target", "set", "JJ03", "160", "--pace", "linear", "--reason", "plan")
    assert [(row["value"], row["pace"], row["schedule"]) for row in revisions(seeded_db, "JJ03")] == [
        ("150", "schedule", "2024-06-30=60;2024-11-30=150"),
        ("150", "schedule", "2024-06-30=60;2024-11-30=150"),
        ("160", "linear", ""),
    ]


def test_a_retired_measure_takes_no_target_of_this_year_but_of_the_years_before(seeded_db: Path) -> None:
    retire(seeded_db, "JJ03", "2024-06-01")
    code, said = refused(seeded_db, "set", "JJ03", "150")
    assert (code, "is retired from 2024-06-01: no target can be set" in said) == (4, True)
    assert refused(seeded_db, "schedule", "JJ03", "12-31=150")[0] == 4
    did(seeded_db, "target", "set", "JJ03", "150", "--year", "2023")
    did(seeded_db, "target", "set", "JJ03", "--withdraw", "--year", "2023", "--reason", "plan")


def test_this_year_is_the_offices_year(seeded_db: Path) -> None:
    new_year = datetime(2024, 12, 31, 16, 30, tzinfo=UTC)
    assert "2025 target none → 9 units" in did(seeded_db, "target", "set", "JJ03", "9", now=new_year).out
    before = new_year - timedelta(hours=1)
    assert "2024 target none → 9 units" in did(seeded_db, "target", "set", "JJ04", "9", now=before).out


def test_quiet_sets_without_a_word(seeded_db: Path) -> None:
    assert did(seeded_db, "target", "set", "JJ03", "150", "--quiet") == (0, "", "")
    assert [row["value"] for row in revisions(seeded_db, "JJ03")] == ["150"]


def test_a_person_is_asked_for_the_measure_and_the_target(seeded_db: Path) -> None:
    with terminal(seeded_db, "target", "set", "--year", "2024") as child:
        answers(
            child,
            ("Measure (code or words of its name): ", "jj3"),
            ("JJ03 Companies attracted and settled [units] target: ", "150"),
        )
        child.expect_exact("2024 target none → 150 units")
    with terminal(seeded_db, "target", "schedule", "CQ24", "--year", "2024") as child:
        answers(child, ("points, such as 06-30=60 12-31=100: ", "06-30=60 12-31=100"), ("Ctrl-C cancels): ", "plan"))
        child.expect_exact("by schedule 06-30=60 12-31=100")


def test_an_empty_answer_is_asked_for_again(seeded_db: Path) -> None:
    with terminal(seeded_db, "target", "set", "JJ03", code=130) as child:
        answers(child, ("target: ", ""), ("An answer is needed here", ""))
        child.sendintr()
    assert revisions(seeded_db, "JJ03") == []


def test_an_answer_that_does_not_do_is_asked_for_again(seeded_db: Path) -> None:
    with terminal(seeded_db, "target", "set", "CQ24", "--year", "2024") as child:
        answers(child, ("target: ", "101"))
        child.expect_exact("its target must be from 0 to 100, not 101.")
        answers(child, ("target: ", "90"), ("Ctrl-C cancels): ", "plan"))
        child.expect_exact("2024 target 100 → 90 %")
    with terminal(seeded_db, "target", "schedule", "JJ03", "--year", "2024", "--start", "03-01") as child:
        answers(child, ("12-31=100: ", "06-30=60 05-31=70"))
        child.expect_exact("05-31=70 is not after 2024-06-30")
        answers(child, ("12-31=100: ", "02-29=60 12-31=100"))
        child.expect_exact("02-29=60 is before the start, 2024-03-01.")
        answers(child, ("12-31=100: ", "06-30=60 12-31=100"))
        child.expect_exact("by schedule 06-30=60 12-31=100")
    with terminal(seeded_db, "target", "schedule", "CQ07", code=4) as child:
        child.expect_exact("CQ07 City appearance index district rank has a ceiling as its target")


def test_a_revision_between_two_names_the_nearest_later_one(seeded_db: Path) -> None:
    for day in ("10-01", "08-01"):
        did(seeded_db, "target", "set", "JJ03", "150", "--from", day, "--reason", "plan")
    ran = did(seeded_db, "target", "set", "JJ03", "140", "--from", "07-01", "--reason", "plan")
    assert ran.err == "JJ03: a revision in force from 2024-08-01 already exists and counts from that day.\n"


def test_a_minus_of_a_word_processor_is_a_minus(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ03", "\u22125", "--reason", "plan")
    did(seeded_db, "log", "JJ03\u22123", "--date", "\u22121", "--note", "wrong")
    assert [row["value"] for row in revisions(seeded_db, "JJ03")] == ["-5"]
    (row,) = [row for row in exported(seeded_db, "export", "entries", "JJ03") if row["officer"] == "li"]
    assert (row["value"], row["day"]) == ("-3", "2024-06-30")


def test_a_point_comes_after_all_the_points_before_it(seeded_db: Path) -> None:
    for points in (("03-31=10", "09-30=50", "06-30=60"), ("03-31=10", "09-30=50", "09-30=60")):
        code, told = refused(seeded_db, "schedule", "JJ09", *points, "--year", "2024")
        assert (code, points[2] in told, "2024-09-30" in told) == (4, True, True), told


def test_the_list_holds_what_is_in_force_and_the_history_everything(seeded_db: Path) -> None:
    did(seeded_db, "target", "set", "JJ03", "150", "--year", "2024", "--reason", "plan", now=NOW)
    did(seeded_db, "target", "set", "JJ03", "160", "--year", "2024", "--reason", "more", now=NOW + timedelta(days=1))
    now = NOW + timedelta(days=2)
    listed = did(seeded_db, "target", "list", "JJ03", "--year", "2024", now=now).out
    assert ("160" in listed, "150" in listed) == (True, False)
    history = did(seeded_db, "target", "list", "JJ03", "--year", "2024", "--history", now=now).out
    assert ("160" in history, "150" in history) == (True, True)


@pytest.mark.parametrize(("year", "code"), [("1899", 2), ("1900", 0), ("9998", 0), ("9999", 2)])
def test_a_target_is_of_a_year_that_a_sheet_can_show(seeded_db: Path, year: str, code: int) -> None:
    assert run(seeded_db, "target", "set", "JJ03", "150", "--year", year, "--reason", "plan").code == code


def test_several_targets_are_set_as_one_batch_and_undone_as_one(seeded_db: Path) -> None:
    ran = did(seeded_db, "target", "set", "jj3=160", "JJ09", "＝20家", "--year", "2025", "--reason", "plan")
    assert [line.partition("  2025-01-01")[0] for line in ran.out.splitlines()] == [
        "JJ03 Companies attracted and settled  2025 target none → 160 units",
        "JJ09 Tourism companies attracted  2025 target none → 20 units",
    ]
    assert ran.out.count(f"To undo: nanhu-kpi undo {ran.batch}") == 1
    rows = [*revisions(seeded_db, "JJ03"), *revisions(seeded_db, "JJ09")]
    assert [(row["value"], row["reason"]) for row in rows] == [("160", "plan"), ("20", "plan")]
    assert len({row["batch"] for row in rows}) == 1
    did(seeded_db, "undo", ran.batch, "--yes")
    assert all(row["voided_at"] for row in [*revisions(seeded_db, "JJ03"), *revisions(seeded_db, "JJ09")])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["JJ03=160", "JJ99=20"], 3, "JJ99"),
        (["JJ03=160", "JJ09=lots"], 4, "lots"),
        (["JJ03=160", "JJ09=10²"], 4, "10²"),
        (["JJ03=160", "jj3=170"], 4, "JJ03 is in this command twice"),
        (["JJ03=160", "20"], 2, "“20” is not a code and a target. Write JJ03=160 JJ09=20"),
        (["JJ03=160", "JJ09="], 2, "“JJ09=” is not a code and a target"),
        (["JJ03=160", "--nope"], 2, "--nope"),
    ],
)
def test_one_target_that_cannot_be_set_leaves_all_unset(
    seeded_db: Path, words: list[str], code: int, said: str
) -> None:
    exit_code, err = refused(seeded_db, "set", *words, "--year", "2025", "--reason", "plan")
    assert exit_code == code
    assert said in err
