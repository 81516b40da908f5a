"""What a sheet of a past day says about what came after it: entries, target revisions, definitions and settings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from nanhu_kpi.store import recorded_since as store
from tests.support.builders import CEILING, LAST, SUM
from tests.support.commands import NOW, did

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

DAY = ("--as-of", "2024-07-01")
LATER = NOW + timedelta(days=2)
KNOWN = "To see it as known then: --known 2024-07-01"


def remark(db: Path, *words: str, lang: str = "en") -> str:
    """Return what `status` as of 1 July says on 3 July about what came since, without how to see it as it was."""
    begin = {"en": KNOWN, "zh": "查看当时的情况：--known 2024-07-01"}[lang]
    lines = did(db, "status", *words, *DAY, now=LATER, lang=lang).out.splitlines()
    told = [line for line in lines if begin in line]
    assert len(told) <= 1
    return told[0].removesuffix(begin).strip() if told else ""


def test_target_revisions_and_what_takes_them_back_are_counted(empty_db: Path) -> None:
    did(empty_db, "target", "set", SUM, "100")
    did(empty_db, "target", "set", LAST, "90")
    assert remark(empty_db) == ""
    did(empty_db, "target", "set", SUM, "120", "--from", "06-01", "--reason", "plan", now=LATER)
    did(empty_db, "target", "set", SUM, "120", "--year", "2025", now=LATER)
    assert remark(empty_db) == "Target revisions recorded or voided since 2024-07-01: 1."
    did(empty_db, "undo", "--yes", now=LATER)
    did(empty_db, "undo", "--yes", now=LATER)
    assert remark(empty_db) == "Target revisions recorded or voided since 2024-07-01: 2."
    assert remark(empty_db, lang="zh") == "2024-07-01 之后登记或撤销的目标值调整 2 次。"
    assert (remark(empty_db, SUM)[-2:], remark(empty_db, LAST)) == ("2.", "")


def test_a_definition_or_setting_changed_by_one_command_counts_once(empty_db: Path) -> None:
    did(empty_db, "log", f"{SUM}=1", f"{LAST}=1", f"{CEILING}=1")
    did(empty_db, "measure", "edit", SUM, "--owner", "甲", "--leader", "王", now=LATER)
    did(empty_db, "goal", "edit", "MS-G1", "--name-en", "Work", now=LATER)
    did(empty_db, "config", "set", "behind", "-5", LAST, now=LATER)
    told = "Goals, measures and settings changed since 2024-07-01: {}."
    assert remark(empty_db) == told.format(3)
    assert [remark(empty_db, code) for code in (SUM, LAST, CEILING)] == [told.format(1)] * 3
    did(empty_db, "config", "set", "behind", "-6", now=LATER)
    assert remark(empty_db, "--owner", "甲") == told.format(2)


def test_entries_are_those_of_the_rows_shown(empty_db: Path) -> None:
    did(empty_db, "measure", "add", "JJ50", "--goal", "JJ-G1", "--name-zh", "率", "--name-en", "Rate", "--unit", "%",
        "--kind", "ratio", "--numerator", SUM, "--denominator", LAST)  # fmt: skip
    did(empty_db, "log", f"{SUM}+1", f"{LAST}=5", f"{CEILING}+1", "--date", "06-30", now=LATER)
    told = "Entries recorded or voided since 2024-07-01: {}."
    assert [remark(empty_db, *words) for words in ([], [SUM], [SUM, CEILING], ["JJ50"])] == [
        told.format(count) for count in (3, 1, 2, 2)
    ]
    did(empty_db, "undo", "--yes", now=LATER)
    assert remark(empty_db, SUM) == told.format(2)


def test_of_too_many_entries_the_whole_office_is_counted_and_said(
    empty_db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_MOST", 1)
    for day in ("06-29", "06-30"):
        did(empty_db, "log", f"{SUM}+1", f"{LAST}=5", "--date", day, now=LATER)
    assert remark(empty_db, SUM) == "Entries of the whole office recorded or voided since 2024-07-01: 4."
    assert remark(empty_db, SUM, lang="zh") == "2024-07-01 之后本单位登记或作废的进展记录 4 条。"
    assert remark(empty_db) == "Entries recorded or voided since 2024-07-01: 4."


def test_what_the_report_brought_came_with_it(seeded_db: Path) -> None:
    at = datetime(2024, 2, 1, 2, 0, tzinfo=UTC)
    assert "--known" not in did(seeded_db, "status", "--year", "2023", now=at).out


def test_an_old_sheet_says_again_what_it_said_about_the_days_before(empty_db: Path) -> None:
    did(empty_db, "log", f"{SUM}+1", "--date", "06-30", now=LATER)
    did(empty_db, "measure", "edit", SUM, "--owner", "甲", now=LATER)
    before = did(empty_db, "status", SUM, *DAY, now=LATER).out
    much_later = LATER + timedelta(days=9)
    did(empty_db, "log", f"{SUM}+5", "--date", "06-30", now=much_later)
    did(empty_db, "target", "set", SUM, "9", now=much_later)
    assert did(empty_db, "status", SUM, *DAY, "--known", "2024-07-03", now=much_later).out == before
