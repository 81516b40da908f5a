"""What a leader asks of `status`: whose, in which status, in which order, as of which week; and what looks ahead."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.i18n import activate
from nanhu_kpi.model import Batch, Kind, Light, Status
from nanhu_kpi.render.words import status_word
from nanhu_kpi.scorecard.turn import Turn
from nanhu_kpi.service.status.status_filter import parsed_wish, urgency
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.definitions import change_field
from tests.support import builders, standings
from tests.support.builders import CEILING, LAST, MILESTONE, SUM
from tests.support.commands import desk_at
from tests.support.views import Outcome, agree, logged, run, tables

if TYPE_CHECKING:
    from pathlib import Path

CSV = ("-f", "csv")


@pytest.fixture
def asked_db(empty_db: Path) -> Path:
    """Four targets of 100: the sum at 40 (gap -9.73), the milestone at 10 (red, -39.73), the reading unreported, the
    ceiling exceeded (red); the sum is owned by 经济发展办."""
    for code in (SUM, MILESTONE):
        agree(empty_db, code, 2024, 100)
    for code in (LAST, CEILING):
        agree(empty_db, code, 2024, 100, pace="none")
    logged(empty_db, f"{SUM}=40", f"{MILESTONE}=10", f"{CEILING}=125", on="2024-06-29")
    with desk_at(empty_db).write() as write:
        batch = Batch(write.ids.next_id(), "li", "desk-1", "measure edit", builders.MORNING, builders.TODAY)
        add_batch(write.conn, batch)
        change_field(write.conn, write.ids, batch.id, "measure", SUM, "owner", "经济发展办 Economy Office")
    return empty_db


def codes(outcome: Outcome) -> list[str]:
    return [row["code"] for row in outcome.rows]


# Which rows.


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--owner", "经济"], [SUM]),
        (["--owner", "economy"], [SUM]),
        (["--status", "far_behind"], [MILESTONE]),
        (["--status", "far behind,unreported"], [LAST, MILESTONE]),
        (["--status", "严重欠进度、未报"], [LAST, MILESTONE]),
        (["--status", "far-behind", "--status", "EXCEEDED"], [MILESTONE, CEILING]),
        (["--light", "red"], [MILESTONE, CEILING]),
        (["--light", "红"], [MILESTONE, CEILING]),
        (["--light", "green,red"], [SUM, MILESTONE, CEILING]),
        (["--light", "red", "--status", "exceeded"], [CEILING]),
        (["--light", "red", "JJ"], [MILESTONE]),
    ],
)
def test_rows_are_those_that_are_asked_for(asked_db: Path, words: list[str], found: list[str]) -> None:
    assert codes(run(asked_db, "status", *words, *CSV)) == found


def test_every_chinese_word_of_a_status_is_understood() -> None:
    activate("zh")
    try:
        for status in Status:
            for kind in (Kind.SUM, Kind.LAST):
                wish = parsed_wish(statuses=[status_word(status, kind)])
                assert (*wish.statuses, *wish.readings) == (status,)
    finally:
        activate("en")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--status", "late"], "“late” is not a status. Choose from: no_target, unreported, exceeded, met, overdue,"),
        (["--status", "behind,"], "“” is not a status."),
        (["--light", "blue"], "“blue” is not a light. Choose from: green, yellow, red"),
        (["--sort", "name"], "“name” is not an order. Choose from: urgency, code, gap"),
        (["--sort", "gap,code"], "--sort takes one order; “gap,code” names several."),
        (["--fail-on", "yellow"], "“yellow” is not a condition. Choose from: red, unreported"),
    ],
)
def test_a_word_that_is_none_is_a_usage_error(asked_db: Path, words: list[str], told: str) -> None:
    outcome = run(asked_db, "status", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(told)


@pytest.mark.parametrize(
    ("words", "known"),
    [
        (["--status", "晚"], "未设目标、未报、突破控制数、已完成、逾期、超序时、同步、滞后、严重滞后"),
        (["--light", "蓝"], "绿、黄、红"),
        (["--sort", "名称"], "轻重缓急、编码、比序时"),
        (["--fail-on", "黄"], "红、未报"),
    ],
)
def test_who_reads_chinese_is_offered_chinese_words_and_they_are_understood(
    asked_db: Path, words: list[str], known: str
) -> None:
    told = run(asked_db, "status", *words, "--lang", "zh").err
    assert known in told
    assert run(asked_db, "status", words[0], known.split("、", maxsplit=1)[0], "--lang", "zh").code in (0, 10)


def test_a_narrowed_sheet_says_what_was_asked_and_out_of_how_many(asked_db: Path) -> None:
    shown = run(asked_db, "status", "--light", "red", "--owner", "", on="2024-06-30").out.splitlines()
    assert shown[1] == "2 measures: 1 far behind, 1 over limit"
    assert "Shown: 2 of 4 measures (light red)." in shown
    none = run(asked_db, "status", "--owner", "经济", "--status", "behind", on="2024-06-30")
    assert none.code == 0
    assert none.out.splitlines()[1] == "2024: no measure fits"
    assert "Shown: 0 of 4 measures (owner 经济; status behind)." in none.out
    unreported = run(asked_db, "status", "--status", "unreported", on="2024-06-30")
    assert unreported.out.splitlines()[1] == "1 measure: 1 unreported"
    assert unreported.err == ""


# In which order.


@pytest.mark.parametrize(
    ("order", "heading", "found"),
    [
        # red: milestone -39.73, ceiling -20.00; then what nobody reported; then green -9.73.
        ("urgency", "Most urgent first", [MILESTONE, CEILING, LAST, SUM]),
        ("gap", "Lowest gap first", [MILESTONE, CEILING, SUM, LAST]),
        ("code", "By code", [SUM, LAST, MILESTONE, CEILING]),
    ],
)
def test_another_order_lists_the_rows_under_one_heading(
    asked_db: Path, order: str, heading: str, found: list[str]
) -> None:
    outcome = run(asked_db, "status", "--sort", order, on="2024-06-30")
    assert outcome.out.splitlines()[3] == heading
    assert re.findall(r"^([A-Z]{2}\d\d) ", outcome.out, re.MULTILINE) == found
    assert "JJ-G1" not in outcome.out
    assert codes(run(asked_db, "status", "--sort", order, *CSV)) == found


def test_among_the_urgent_what_turns_within_a_week_goes_first_and_what_turns_later_is_as_urgent_as_the_rest() -> None:
    def place(light: Light | None, days: int | None = None, actual: str | None = "1") -> tuple[int, int]:
        turn = None if days is None else Turn(days, builders.TODAY, Light.RED)
        return urgency(standings.row(actual, "100")._replace(light=light, turn=turn))

    red, yellow, green = Light.RED, Light.YELLOW, Light.GREEN
    order = [
        place(red), place(yellow, 1), place(yellow, 6), place(yellow, 7), place(yellow), place(green, 1),
        place(green, 7), place(None, actual=None), place(green), place(None),
    ]  # fmt: skip
    assert order == sorted(set(order))
    assert place(yellow, 8) == place(yellow, 30) == place(yellow)
    assert place(green, 8) == place(green, 30) == place(green)


def test_red_goes_before_yellow_even_with_the_smaller_gap(asked_db: Path) -> None:
    logged(asked_db, f"{SUM}=25", "--note", "corrected", on="2024-06-30")  # -24.73: yellow, and lower than the ceiling
    assert codes(run(asked_db, "status", "--sort", "urgency", *CSV)) == [MILESTONE, CEILING, SUM, LAST]
    assert codes(run(asked_db, "status", "--sort", "gap", *CSV)) == [MILESTONE, SUM, CEILING, LAST]


def test_what_nobody_reported_goes_before_green_also_while_it_has_no_light(empty_db: Path) -> None:
    for code in (SUM, LAST):
        agree(empty_db, code, 2024, 100)
    logged(empty_db, f"{SUM}=60", f"{CEILING}=1", on="2024-01-05")
    rows = run(empty_db, "status", "--sort", "urgency", *CSV, on="2024-01-05").rows
    assert [(row["code"], row["light"]) for row in rows[:2]] == [(LAST, ""), (SUM, "green")]


# As of which day.


@pytest.mark.parametrize(
    ("words", "as_of"),
    [
        (["--week", "2024-W25"], "2024-06-23"),
        (["--week", "2024-W27"], "2024-07-03"),  # it runs today
        (["--month", "2024-06"], "2024-06-30"),
        (["--month", "2024-07"], "2024-07-03"),
        (["--month", "2024-08"], "2024-08-31"),  # foreseen
        (["--quarter", "2024Q2", "--year", "2024"], "2024-06-30"),
        (["--quarter", "2024Q3"], "2024-07-03"),
        (["--quarter", "2023-Q4"], "2023-12-31"),
    ],
)
def test_a_period_is_looked_at_as_of_its_last_day_or_today(asked_db: Path, words: list[str], as_of: str) -> None:
    rows = run(asked_db, "status", "--all", *words, *CSV, on="2024-07-03").rows
    assert {row["as_of"] for row in rows} == {as_of}
    assert {row["year"] for row in rows} == {as_of[:4]}
    (shown,) = run(asked_db, "show", SUM, *words, *CSV, on="2024-07-03").rows
    assert shown["as_of"] == as_of
    exported = run(asked_db, "export", "status", "--all", *words, on="2024-07-03").rows
    assert exported == rows


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--week", "2024-W26", "--as-of", "2024-06-30"], "--as-of, --week each set the day."),
        (["--month", "2024-06", "--quarter", "2024Q2"], "--month, --quarter each set the day."),
        (["--month", "2024-06", "--year", "2023"], "The days asked for end on 2024-06-30, in 2024 and not in 2023."),
    ],
)
@pytest.mark.parametrize("command", [["status"], ["show", SUM], ["export", "status"]])
def test_two_days_are_a_usage_error(asked_db: Path, command: list[str], words: list[str], told: str) -> None:
    outcome = run(asked_db, *command, *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(told)


def test_what_is_no_period_is_refused(asked_db: Path) -> None:
    for option, text in (("--week", "54"), ("--month", "June"), ("--quarter", "2024Q5")):
        outcome = run(asked_db, "status", option, text)
        assert (outcome.code, outcome.out) == (4, "")
        assert outcome.err.startswith(f"“{text}” is not a {option[2:]}.")


def test_entries_take_a_period_as_their_days(asked_db: Path) -> None:
    logged(asked_db, f"{SUM}+1", on="2024-07-01")
    for words in (["--week", "2024-W27"], ["--month", "2024-07"], ["--quarter", "2024Q3"]):
        assert [row["day"] for row in run(asked_db, "entries", *words, *CSV, on="2024-07-02").rows] == ["2024-07-01"]
    assert len(run(asked_db, "entries", "--quarter", "2024Q2", *CSV, on="2024-07-02").rows) == 3
    twice = run(asked_db, "entries", "--week", "2024-W27", "--from", "2024-07-01")
    assert (twice.code, twice.out) == (2, "")
    assert twice.err.startswith("--week, --from each choose the days.")


def test_other_exports_refuse_the_options_of_status(asked_db: Path) -> None:
    for words in (["--known", "2024-06-01"], ["--month", "2024-06"], ["--all"]):
        outcome = run(asked_db, "export", "entries", *words)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err == f"{words[0]} works only with export status, not with export entries.\n"


# What a script is told.


def test_fail_on_prints_as_usual_and_exits_10_where_it_holds(asked_db: Path) -> None:
    usual = run(asked_db, "status", on="2024-06-30")
    for words, told in (
        (["red"], "Found: red 2.\n"),
        (["unreported"], "Found: unreported 1.\n"),
        (["red,unreported"], "Found: red 2, unreported 1.\n"),
        (["红", "--fail-on", "未报"], "Found: red 2, unreported 1.\n"),
    ):
        failing = run(asked_db, "status", "--fail-on", *words, on="2024-06-30")
        assert (failing.code, failing.out, failing.err) == (10, usual.out, told)
    said = run(asked_db, "status", "--fail-on", "red,unreported", on="2024-06-30", lang="zh").err
    assert said.endswith("：红 2、未报 1。\n")
    assert run(asked_db, "status", SUM, "--fail-on", "red", "--fail-on", "unreported").code == 0
    assert run(asked_db, "status", "--fail-on", "red", *CSV).code == 10


# Looking ahead.


def test_wide_adds_forecast_with_its_method_last_year_to_date_and_owner(asked_db: Path) -> None:
    outcome = run(asked_db, "status", SUM, "--wide", on="2024-06-30")
    headers = [
        "Code", "Measure", "Unit", "Target", "Actual", "Attainment", "Expected", "Gap", "Remaining", "Needed per week",
        "Added this week", "2023 to date", "Forecast", "Method", "Due", "Owner", "Light turns", "Status",
    ]  # fmt: skip
    ((row,),) = tables(outcome.out, headers)
    told = dict(zip(headers, row, strict=True))
    assert (told["Forecast"], told["Method"]) == ("80", "at this year's rate")  # 40 in 182 of 366 days
    assert (told["2023 to date"], told["Owner"]) == ("", "经济发展办 Economy Office")
    narrow = run(asked_db, "status", "--wide", "-f", "table", on="2024-06-30", width=60)
    dropped = narrow.err.split(": ")[1]
    assert "Forecast" not in narrow.out
    assert "Forecast" in dropped
    assert "Method" in dropped


def test_lumpy_work_is_judged_by_last_years_course_where_the_rate_would_not_be_fair(empty_db: Path) -> None:
    # 2023: 5 on the first of each month through November, 45 in December: 100 in all, 30 through 30 June.
    for month in range(1, 12):
        logged(empty_db, f"{SUM}+5", "--date", f"2023-{month:02}-01", on="2023-12-31")
    logged(empty_db, f"{SUM}+45", "--date", "2023-12-01", on="2023-12-31")
    agree(empty_db, SUM, 2024, 110)
    logged(empty_db, f"{SUM}=33", on="2024-06-30")
    (row,) = run(empty_db, "export", "status", SUM, on="2024-06-30").rows
    assert (row["forecast"], row["forecast_method"]) == ("110", "profile")  # 33 x 100 / 30
    assert (row["baseline_to_date"], row["status"]) == ("30", "behind")
    shown = run(empty_db, "show", SUM, on="2024-06-30").out
    assert re.search(r"^Forecast +110 cases \(by last year's course\)$", shown, re.MULTILINE)
    # A day of 2023 fewer and there are only 11 with a value: 33 in 182 of 366 days.
    with closing(sqlite3.connect(empty_db)) as conn:
        (entry,) = conn.execute("SELECT lower(hex(id)) FROM entry WHERE day = '2023-01-01'").fetchone()
    assert run(empty_db, "void", entry, "--reason", "typed twice").code == 0
    (row,) = run(empty_db, "export", "status", SUM, on="2024-06-30").rows
    assert (row["forecast"], row["forecast_method"]) == ("66.3626", "run_rate")


def test_a_sheet_of_the_past_says_how_much_was_recorded_or_voided_since(asked_db: Path) -> None:
    def remark(on: str) -> list[str]:
        shown = run(asked_db, "status", "--as-of", "2024-06-29", on=on).out.splitlines()
        return [line for line in shown if line.startswith("Entries recorded")]

    assert remark("2024-06-30") == []
    logged(asked_db, f"{SUM}+1", "--date", "2024-06-28", on="2024-07-01")
    logged(asked_db, f"{SUM}+1", on="2024-07-01")
    assert run(asked_db, "undo", "--yes", "--by", "li", on="2024-07-01").code == 0
    told = (
        "Entries recorded or voided since 2024-06-29: {}. Goals, measures and settings changed since 2024-06-29: 1. "
        "To see it as known then: --known 2024-06-29"
    )
    assert remark("2024-07-01") == [told.format(1)]
    assert run(asked_db, "undo", "--yes", "--by", "li", on="2024-07-01").code == 0
    assert remark("2024-07-01") == [told.format(2)]


def test_rows_with_thresholds_of_their_own_are_named_under_the_rule(asked_db: Path) -> None:
    for key, points, code in (("far_behind", "-70", MILESTONE), ("behind", "-60", MILESTONE), ("behind", "-5", LAST)):
        assert run(asked_db, "config", "set", key, points, code).code == 0
    lines = run(asked_db, "status").out.splitlines()
    assert lines[-2:] == [
        f"{LAST}: yellow if short of its target, red if by more than 5 points",
        f"{MILESTONE}: yellow if more than 60 points behind, red if more than 70",
    ]
    assert run(asked_db, "status", lang="zh").out.splitlines()[-2:] == [
        f"{LAST}：未达标亮黄灯，差距超过 5 个百分点亮红灯",
        f"{MILESTONE}：慢超过 60 个百分点亮黄灯，超过 70 个百分点亮红灯",
    ]
    assert run(asked_db, "status", SUM).out.splitlines()[-1].startswith("Lights: ")


def test_one_target_is_no_plural(empty_db: Path) -> None:
    agree(empty_db, SUM, 2024, 100)
    assert run(empty_db, "status").out.splitlines()[1] == "2024: 1 target, no entries yet"
    agree(empty_db, LAST, 2024, 100)
    assert run(empty_db, "status").out.splitlines()[1] == "2024: 2 targets, no entries yet"
    assert run(empty_db, "status", SUM, lang="zh").out.splitlines()[1] == "2024年目标 1 项，尚无进展记录"


def test_a_word_that_only_readings_show_takes_them_alone_and_the_name_of_a_status_takes_both(seeded_db: Path) -> None:
    for code, target in (("MS13", "99"), ("JJ03", "100")):
        run(seeded_db, "target", "set", code, target, "--year", "2024", "--reason", "agreed", on="2024-01-02")
    logged(seeded_db, "MS13=50", "JJ03+1", on="2024-06-20")

    def found(word: str) -> set[str]:
        rows = run(seeded_db, "status", "MS13", "JJ03", "--status", word, "-f", "csv", on="2024-06-30").rows
        return {row["code"] for row in rows}

    assert found("far_behind") == found("严重滞后") == {"MS13", "JJ03"}
    assert found("差距较大") == found("far short") == {"MS13"}
    assert found("差距较大,far_behind") == {"MS13", "JJ03"}
    assert found("未达标") == found("target met") == set()
    told = run(seeded_db, "status", "MS13", "JJ03", "--status", "差距较大", on="2024-06-30", lang="zh").out
    assert "指标 2 项，显示 1 项（状态 差距较大）。" in told
