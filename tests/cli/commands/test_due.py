"""`due`: what was not reported within its cadence, oldest first."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.model import Cadence, Kind, Measure, Origin, Pace, Target
from nanhu_kpi.service.due import missed_periods
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.definitions import change_field
from tests.support import builders, commands
from tests.support.commands import desk_at
from tests.support.views import agree, logged, run, tables

if TYPE_CHECKING:
    from pathlib import Path

HEADERS = ["Code", "Measure", "Cadence", "Last entry", "Days unreported", "Period unreported"]
SUM, LAST, MILESTONE = builders.SUM, builders.LAST, builders.MILESTONE


def measure(cadence: Cadence, kind: Kind = Kind.SUM) -> Measure:
    return builders.measure("JJ01", "JJ-G1", kind)._replace(cadence=cadence)


def target(start: str = "2024-01-01") -> Target:
    return Target(
        id=b"", measure="JJ01", year=2024, value=Decimal(10), start=date.fromisoformat(start),
        due=date(2024, 12, 31), pace=Pace.LINEAR, origin=Origin.OFFICER, effective_on=date(2024, 1, 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cadence", "start", "last_entry", "day", "missed"),
    [
        # A week is due once it is over without an entry since its Monday.
        (Cadence.WEEKLY, "2024-01-01", None, "2024-07-01", "2024-01-01 2024-06-30"),
        (Cadence.WEEKLY, "2024-01-01", "2024-06-23", "2024-07-01", "2024-06-24 2024-06-30"),
        (Cadence.WEEKLY, "2024-01-01", "2024-06-17", "2024-07-01", "2024-06-24 2024-06-30"),
        (Cadence.WEEKLY, "2024-01-01", "2024-06-16", "2024-07-01", "2024-06-17 2024-06-30"),
        (Cadence.WEEKLY, "2024-01-01", "2024-06-24", "2024-07-01", None),
        (Cadence.WEEKLY, "2024-01-01", "2024-07-01", "2024-07-01", None),
        (Cadence.WEEKLY, "2024-01-01", "2024-06-10", "2024-06-30", "2024-06-17 2024-06-23"),
        # A month: January was reported, February to May were not.
        (Cadence.MONTHLY, "2024-01-01", "2024-01-31", "2024-06-30", "2024-02-01 2024-05-31"),
        (Cadence.MONTHLY, "2024-01-01", "2024-05-31", "2024-07-01", "2024-06-01 2024-06-30"),
        (Cadence.MONTHLY, "2024-01-01", "2024-06-01", "2024-07-01", None),
        (Cadence.MONTHLY, "2024-01-01", "2024-05-31", "2024-06-30", None),
        # The first period is the first that began on or after 1 January and the target's start.
        (Cadence.WEEKLY, "2024-01-01", None, "2024-01-07", None),
        (Cadence.WEEKLY, "2024-01-01", None, "2024-01-08", "2024-01-01 2024-01-07"),
        (Cadence.MONTHLY, "2024-01-01", "2023-06-30", "2024-01-31", None),
        (Cadence.MONTHLY, "2024-01-01", "2023-06-30", "2024-03-31", "2024-01-01 2024-02-29"),
        (Cadence.MONTHLY, "2024-05-02", None, "2024-06-15", None),
        (Cadence.MONTHLY, "2024-05-02", None, "2024-08-01", "2024-06-01 2024-07-31"),
        (Cadence.MONTHLY, "2024-05-01", None, "2024-06-01", "2024-05-01 2024-05-31"),
        (Cadence.QUARTERLY, "2024-01-01", "2024-03-31", "2024-06-30", None),
        (Cadence.QUARTERLY, "2024-01-01", None, "2024-07-01", "2024-01-01 2024-06-30"),
        # A year is over only in the next.
        (Cadence.YEARLY, "2024-01-01", None, "2024-12-31", None),
        # The last periods of the year that is over are looked at against its own target.
        (Cadence.YEARLY, "2024-01-01", None, "2025-01-01", "2024-01-01 2024-12-31"),
        (Cadence.YEARLY, "2024-03-01", None, "2025-01-01", None),
        (Cadence.QUARTERLY, "2024-01-01", "2024-09-30", "2025-01-31", "2024-10-01 2024-12-31"),
        (Cadence.MONTHLY, "2024-01-01", "2024-10-30", "2025-01-31", "2024-11-01 2024-12-31"),
        (Cadence.MONTHLY, "2024-01-01", "2024-12-01", "2025-01-31", None),
        (Cadence.MONTHLY, "2024-01-01", "2025-01-02", "2025-01-31", None),
        (Cadence.MONTHLY, "2024-01-01", None, "2025-02-01", None),
        (Cadence.WEEKLY, "2024-01-01", "2024-12-22", "2025-01-05", "2024-12-23 2024-12-29"),
        (Cadence.WEEKLY, "2024-01-01", None, "2025-01-06", None),  # a week of both years
    ],
)
def test_missed_are_the_periods_from_the_first_unreported_through_the_last_complete_one(
    cadence: Cadence, start: str, last_entry: str | None, day: str, missed: str | None
) -> None:
    last = date.fromisoformat(last_entry) if last_entry else None
    found = missed_periods(measure(cadence), target(start), last, date.fromisoformat(day))
    assert (f"{found.first} {found.last}" if found else None) == missed


def test_a_ratio_is_never_due() -> None:
    assert missed_periods(measure(Cadence.WEEKLY), target(), None, date(2024, 7, 1))
    assert missed_periods(measure(Cadence.WEEKLY, Kind.RATIO), target(), None, date(2024, 7, 1)) is None


def test_the_oldest_stands_first_and_what_was_never_reported_before_it(empty_db: Path) -> None:
    for code in (SUM, LAST, MILESTONE):
        agree(empty_db, code, 2024, 100)
    logged(empty_db, f"{SUM}+1", on="2024-06-20")
    logged(empty_db, f"{MILESTONE}=50", on="2024-05-02")
    outcome = run(empty_db, "due", on="2024-07-01")
    assert outcome.code == 0
    assert outcome.out.splitlines()[:2] == [
        "Nanhu Subdistrict: measures due, not reported, as of 2024-07-01",
        "3 of 3 measures with a target were not reported in time",
    ]
    (rows,) = tables(outcome.out, HEADERS)
    assert rows == [
        [LAST, f"Measure {LAST}", "weekly", "never", "182", "2024-W01 through 2024-W26"],
        [MILESTONE, f"Measure {MILESTONE}", "weekly", "2024-05-02", "60", "2024-W19 through 2024-W26"],
        [SUM, f"Measure {SUM}", "weekly", "2024-06-20", "11", "2024-W26"],
    ]


def test_words_alone_are_a_report_and_a_voided_entry_is_none(empty_db: Path) -> None:
    agree(empty_db, SUM, 2024, 100)
    logged(empty_db, SUM, "--note", "nothing new", on="2024-06-28")
    assert run(empty_db, "due", "-f", "csv", on="2024-07-01").rows == []
    assert run(empty_db, "undo", "--yes", "--by", "li", on="2024-06-28").code == 0
    assert [row["code"] for row in run(empty_db, "due", "-f", "csv", on="2024-07-01").rows] == [SUM]


def test_a_finished_milestone_is_not_due(empty_db: Path) -> None:
    agree(empty_db, MILESTONE, 2024, 100)
    logged(empty_db, MILESTONE, "--done", on="2024-02-01")
    outcome = run(empty_db, "due", "--fail", on="2024-07-01")
    assert outcome.code == 0
    assert outcome.out.splitlines()[1] == "Nothing is due. Measures with a target: 1."


def test_fail_exits_10_only_where_something_is_due(empty_db: Path) -> None:
    agree(empty_db, SUM, 2024, 100)
    assert run(empty_db, "due", "--fail", on="2024-07-01").code == 10
    assert run(empty_db, "due", on="2024-07-01").code == 0
    logged(empty_db, f"{SUM}+1", on="2024-06-24")
    assert run(empty_db, "due", "--fail", on="2024-07-01").code == 0


def test_another_day_can_be_asked_for(empty_db: Path) -> None:
    agree(empty_db, SUM, 2024, 100)
    logged(empty_db, f"{SUM}+1", on="2024-07-01")
    assert run(empty_db, "due", "--by", "2024-07-14", "-f", "csv", on="2024-07-01").rows == []
    foreseen = run(empty_db, "due", "--by", "2024-07-15", on="2024-07-01")
    assert foreseen.out.splitlines()[0] == "Nanhu Subdistrict: measures due, not reported, as of 2024-07-15 (foreseen)"
    (row,) = run(empty_db, "due", "--by", "2024-07-15", "-f", "csv", on="2024-07-01").rows
    assert (row["code"], row["last_entry"], row["days"], row["missed_first"]) == (SUM, "2024-07-01", "14", "2024-07-08")
    (row,) = run(empty_db, "due", "--by", "7月15日", "-f", "csv", on="2024-07-01").rows
    assert row["as_of"] == "2024-07-15"  # the next such day, not the most recent one
    # What was recorded after the day does not count for it.
    assert [r["code"] for r in run(empty_db, "due", "--by", "2024-06-30", "-f", "csv", on="2024-07-01").rows] == [SUM]


def test_in_january_what_the_old_year_lacks_in_its_last_period_is_due(seeded_db: Path) -> None:
    agree(seeded_db, "JJ03", 2024, 100)
    agree(seeded_db, "JJ04", 2024, 100)
    logged(seeded_db, "JJ03+1", on="2024-12-02")
    logged(seeded_db, "JJ28=100", on="2024-02-01")
    codes = ("JJ03", "JJ04", "JJ28", "JJ29")

    def found(on: str) -> dict[str, str]:
        return {row["code"]: row["missed_first"] for row in run(seeded_db, "due", *codes, "-f", "csv", on=on).rows}

    missed = {"JJ04": "2024-01-01", "JJ29": "2024-01-01"}
    assert found("2025-01-01") == found("2025-01-31") == missed
    assert found("2025-02-01") == {}
    lines = run(seeded_db, "due", *codes, on="2025-01-08").out.splitlines()
    assert lines[1] == "2 of 4 measures with a target were not reported in time"
    agree(seeded_db, "JJ04", 2025, 100)
    assert found("2025-01-31") == missed
    assert found("2025-02-01") == {"JJ04": "2025-01-01"}
    logged(seeded_db, "JJ04", "--note", "nothing", "--date", "2024-12-31", on="2025-01-08")
    assert list(found("2025-01-31")) == ["JJ29"]


def test_a_selection_and_an_owner_narrow_it(empty_db: Path) -> None:
    for code in (SUM, LAST):
        agree(empty_db, code, 2024, 100)
    desk = desk_at(empty_db)
    with desk.write() as write:
        one = builders.batch(1)._replace(id=write.ids.next_id())
        add_batch(write.conn, one)
        change_field(write.conn, write.ids, one.id, "measure", LAST, "owner", "经济发展办")
    assert [r["code"] for r in run(empty_db, "due", "--owner", "经济", "-f", "csv", on="2024-07-01").rows] == [LAST]
    assert [r["code"] for r in run(empty_db, "due", SUM, "-f", "csv", on="2024-07-01").rows] == [SUM]
    nothing = run(empty_db, "due", MILESTONE, on="2024-07-01")
    assert nothing.out.splitlines()[1] == (
        "None of the measures asked for has a target in force on 2024-07-01, so nothing is due."
    )
    for words in (["due", "--fail"], ["status"]):
        typo = run(empty_db, *words, "--owner", "经纪发展办", on="2024-07-01")
        assert (typo.code, typo.out) == (3, "")
        assert typo.err == "Owner: no measure has “经纪发展办”. Similar: 经济发展办.\n"
    nobody = run(empty_db, "due", "--owner", "城管", on="2024-07-01")
    assert (nobody.code, nobody.err.split(". ")[0]) == (3, "Owner: no measure has “城管”")
    assert run(empty_db, "due", "QQ", on="2024-07-01").code == 3


def test_a_reminder_is_a_text_an_owner_ready_to_paste(empty_db: Path) -> None:
    for code in (SUM, LAST):
        agree(empty_db, code, 2024, 100)
    commands.did(empty_db, "measure", "edit", LAST, "--owner", "经济发展办")
    logged(empty_db, f"{SUM}+1", on="2024-05-02")
    ran = run(empty_db, "due", "--remind", on="2024-07-01", lang="zh")
    assert ran.err == ""
    told, unowned = ran.out.split("\n\n")
    heading, line, ending = told.split("\n")
    assert heading == "经济发展办：截至 2024-07-01，应报未报指标 1 项"
    assert line.startswith(f"1. {LAST} ")
    assert line.endswith("，从未报送")
    assert ending == "请按编码报送截至日期和数值；没有进展的，请写明存在问题和下一步。"
    assert unowned.startswith("未定牵头单位：截至 2024-07-01，应报未报指标 1 项\n1. ")
    assert "最近进展 2024-05-02\n" in unowned
    only = run(empty_db, "due", "--remind", "--owner", "经济", "--fail", on="2024-07-01")
    assert (only.code, only.out.count("Report each by its code")) == (10, 1)
    assert run(empty_db, "due", "--remind", "-f", "csv", on="2024-07-01").code == 2


def test_where_nothing_is_due_there_is_nobody_to_remind(empty_db: Path) -> None:
    agree(empty_db, SUM, 2024, 100)
    logged(empty_db, f"{SUM}+1", on="2024-07-01")
    ran = run(empty_db, "due", "--remind", on="2024-07-01")
    assert (ran.out, ran.err) == ("", "Nothing is due. Measures with a target: 1.\n")


def test_a_year_without_targets_says_so(seeded_db: Path) -> None:
    outcome = run(seeded_db, "due", on="2026-11-22")
    assert outcome.out.splitlines()[1] == "No measure has a target in force on 2026-11-22, so nothing is due."


def test_json_carries_its_schema_and_a_null_for_what_was_never_reported(empty_db: Path) -> None:
    agree(empty_db, SUM, 2024, 100)
    document = json.loads(run(empty_db, "due", "-f", "json", on="2024-07-01").out)
    assert document["schema"] == 1
    assert document["rows"] == [
        {
            "code": SUM, "name_zh": f"指标{SUM}", "name_en": f"Measure {SUM}", "owner": None, "cadence": "weekly",
            "last_entry": None, "days": 182, "missed_first": "2024-01-01", "missed_last": "2024-06-30",
            "as_of": "2024-07-01",
        }
    ]  # fmt: skip


def test_a_measure_that_was_retired_is_not_due(empty_db: Path) -> None:
    agree(empty_db, SUM, 2024, 100)
    with closing(sqlite3.connect(empty_db)) as conn, conn:
        batch = conn.execute("SELECT id FROM batch").fetchone()[0]
        conn.execute(
            "INSERT INTO change VALUES (?, ?, 'measure', ?, 'retired_on', NULL, '2024-06-30', NULL, NULL)",
            (b"c" * 16, batch, SUM),
        )
        conn.execute("UPDATE measure SET retired_on = '2024-06-30' WHERE code = ?", (SUM,))
    assert run(empty_db, "due", "-f", "csv", on="2024-07-01").rows == []
    # Nor is it one of those that are counted.
    assert "so nothing is due" in run(empty_db, "due", on="2024-07-01").out.splitlines()[1]
    agree(empty_db, LAST, 2024, 100)
    assert run(empty_db, "due", on="2024-07-01").out.splitlines()[1].startswith("1 of 1 measures")


def test_months_and_quarters_that_were_missed_are_named(empty_db: Path) -> None:
    for code, cadence in ((SUM, "monthly"), (LAST, "quarterly"), (MILESTONE, "yearly")):
        agree(empty_db, code, 2024, 100)
        assert run(empty_db, "measure", "edit", code, "--cadence", cadence, on="2024-01-02").code == 0
    logged(empty_db, f"{LAST}=1", on="2024-02-02")

    def missed(on: str) -> dict[str, str]:
        lines = run(empty_db, "due", on=on, lang="zh").out.splitlines()
        return {line.split()[0]: line.split("  ")[-1].strip() for line in lines if line[:2].isupper()}

    assert missed("2024-06-30") == {SUM: "2024-01 至 2024-05"}
    assert missed("2024-10-01") == {SUM: "2024-01 至 2024-09", LAST: "2024Q2 至 2024Q3"}
    assert missed("2025-01-01") == {SUM: "2024-01 至 2024-12", LAST: "2024Q2 至 2024Q4", MILESTONE: "2024"}


def test_last_years_target_is_looked_at_in_january_only(empty_db: Path) -> None:
    agree(empty_db, SUM, 2024, 100)
    assert run(empty_db, "measure", "edit", SUM, "--cadence", "yearly", on="2024-06-30").code == 0
    found = {
        on: [row["missed_first"] for row in run(empty_db, "due", "-f", "csv", on=on).rows]
        for on in ("2025-01-15", "2025-01-31", "2025-02-01", "2025-02-15")
    }
    assert found == {"2025-01-15": ["2024-01-01"], "2025-01-31": ["2024-01-01"], "2025-02-01": [], "2025-02-15": []}


def test_where_no_target_is_in_force_the_answer_says_whether_all_were_asked_for(empty_db: Path) -> None:
    assert run(empty_db, "measure", "edit", SUM, "--owner", "经济发展办", on="2024-06-30").code == 0
    asked = "None of the measures asked for has a target in force on 2024-07-01, so nothing is due."
    every = "No measure has a target in force on 2024-07-01, so nothing is due."
    for words, said in ((["--owner", "经济"], asked), ([SUM], asked), ([], every), (["--owner", " "], every)):
        assert run(empty_db, "due", *words, on="2024-07-01").out.splitlines()[1] == said
