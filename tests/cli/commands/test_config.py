"""Settings: seen with their defaults, checked before they hold, recorded, and taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import did, exported, run

if TYPE_CHECKING:
    from pathlib import Path

DEFAULTS = {
    "office_code": ["NANHU", "NANHU"],
    "office_name_zh": ["南湖街道", "南湖街道"],
    "time_zone": ["Asia/Shanghai", "Asia/Shanghai"],
    "behind": ["-10", "-10"],
    "far_behind": ["-30", "-30"],
}


def listed(db: Path) -> dict[str, list[str]]:
    """Return the first words of each line of `config list`, by setting."""
    lines = [line.split() for line in did(db, "config", "list").out.splitlines() if line]
    return {line[0]: line[1:4] for line in lines[1:]}


def standing(db: Path, code: str) -> str:
    (row,) = exported(db, "status", code, "-f", "csv")
    return row["status"]


def test_the_list_shows_value_and_default(seeded_db: Path) -> None:
    found = listed(seeded_db)
    assert {key: found[key][:2] for key in DEFAULTS} == DEFAULTS
    names = ["office_code", "office_name_zh", "office_name_en", "time_zone", "behind", "far_behind"]
    assert list(found) == [*names, "letterhead", "report_to", "copy_to", "issue_to", "copies"]


def test_a_changed_setting_says_what_it_was_and_is_recorded(seeded_db: Path) -> None:
    assert did(seeded_db, "config", "set", "behind", "-15.50").out == "behind: -10 → -15.5\n"
    assert listed(seeded_db)["behind"] == ["-15.5", "-10", "yes"]
    assert did(seeded_db, "config", "set", "behind", "-15.5").out == "behind is already -15.5; nothing was changed.\n"
    (row,) = exported(seeded_db, "export", "changes")
    assert [row[key] for key in ("subject", "code", "field", "old", "new", "officer")] == [
        "setting", "behind", "value", "-10", "-15.5", "li"
    ]  # fmt: skip
    assert did(seeded_db, "config", "set", "behind", "--reset").out == "behind: -15.5 → -10 (default)\n"
    assert listed(seeded_db)["behind"][:2] == ["-10", "-10"]


@pytest.mark.parametrize("key", ["office.code", "Office-Code", "ｏffice_code"])
def test_a_key_is_known_with_a_dot_or_a_hyphen_too(seeded_db: Path, key: str) -> None:
    assert did(seeded_db, "config", "set", key, "440303001").out == "office_code: NANHU → 440303001\n"


def test_a_threshold_of_one_measure_changes_its_status_alone(seeded_db: Path) -> None:
    did(seeded_db, "log", "JJ09+8", "--date", "2024-06-30")  # 40% done, half the year gone: a gap of -10
    assert standing(seeded_db, "JJ09") == "on_track"
    ran = did(seeded_db, "config", "set", "behind", "-5", "jj9")
    assert ran.out == "behind/JJ09 (Tourism companies attracted): -10 → -5\n"
    assert standing(seeded_db, "JJ09") == "behind"
    assert listed(seeded_db)["behind/JJ09"] == ["-5", "-10", "yes"]
    back = did(seeded_db, "config", "set", "behind", "--reset", "JJ09")
    assert back.out == "behind/JJ09 (Tourism companies attracted): -5 → -10 (default)\n"
    assert standing(seeded_db, "JJ09") == "on_track"
    assert "behind/JJ09" not in listed(seeded_db)


def test_an_override_equal_to_the_offices_value_outlives_its_change(seeded_db: Path) -> None:
    did(seeded_db, "config", "set", "behind/JJ09", "-10")
    did(seeded_db, "config", "set", "behind", "-20")
    assert listed(seeded_db)["behind/JJ09"] == ["-10", "-20", "yes"]


def test_thresholds_never_cross_for_the_office_or_for_one_measure(seeded_db: Path) -> None:
    for words, sentence in (
        (("behind", "-30"), "far_behind (-30) must be below behind (-30). Change the other one first.\n"),
        (("far_behind", "-10"), "far_behind (-10) must be below behind (-10). Change the other one first.\n"),
        (("far_behind", "-9", "JJ03"), "For JJ03, far_behind (-9) must be below behind (-10)."),
    ):
        ran = run(seeded_db, "config", "set", *words)
        assert ran.code == 4
        assert ran.err.startswith(sentence)
    did(seeded_db, "config", "set", "far_behind", "-12", "JJ03")
    ran = run(seeded_db, "config", "set", "behind", "-12")
    assert ran.code == 4
    assert ran.err.startswith("For JJ03, far_behind (-12) must be below behind (-12).")
    assert listed(seeded_db)["behind"][0] == "-10"


def test_the_time_zone_moves_the_offices_day(seeded_db: Path) -> None:
    evening = datetime(2024, 6, 30, 15, 30, tzinfo=UTC)  # 23:30 in Shenzhen, 0:30 of the next day in Tokyo
    assert "  2024-06-30  " in did(seeded_db, "log", "JJ03+1", now=evening).out
    assert did(seeded_db, "config", "set", "time-zone", "Asia/Tokyo").out == "time_zone: Asia/Shanghai → Asia/Tokyo\n"
    assert "  2024-07-01  " in did(seeded_db, "log", "JJ03+1", now=evening).out


def test_a_letterhead_is_off_until_it_is_set_and_can_be_taken_back(seeded_db: Path) -> None:
    assert did(seeded_db, "config", "set", "letterhead", "简报").out == "letterhead: (none) → 简报\n"
    assert did(seeded_db, "config", "set", "copies", "３０").out == "copies: (none) → 30\n"
    assert did(seeded_db, "config", "set", "report_to", "长" * 200).code == 0
    told = did(seeded_db, "config", "set", "letterhead", "--reset").out
    assert told == "letterhead: 简报 → (none) (default)\n"


def test_the_office_has_a_code_and_names(seeded_db: Path) -> None:
    assert did(seeded_db, "config", "set", "office_code", "guiyuan").out == "office_code: NANHU → GUIYUAN\n"
    assert did(seeded_db, "config", "set", "office_name_zh", "桂园街道").out == "office_name_zh: 南湖街道 → 桂园街道\n"
    assert did(seeded_db, "config", "set", "office_name_zh", "南湖街道", "-q").out == ""


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("behind",), 2, "Write one of: nanhu-kpi config set KEY VALUE [CODE]"),
        (("behind", "-5", "JJ03", "JJ04"), 2, "Write one of: nanhu-kpi config set KEY VALUE [CODE]"),
        (("behind", "--reset", "JJ03", "JJ04"), 2, "Write one of: nanhu-kpi config set KEY VALUE [CODE]"),
        (("behind", "--foo"), 2, "Usage: "),
        (("owner", "x"), 3, "“owner” is not a setting. Choose from: office_code, office_name_zh, "),
        (("overrides", "x"), 3, "“overrides” is not a setting."),
        (("behind", "-5", "JJ77"), 3, "No measure has the code JJ77."),
        (("time_zone", "Asia/Shanghai", "JJ03"), 4, "time_zone applies to the whole office."),
        (("behind", "5"), 4, "“5” is not valid for behind: write points from -9999 to 0 with at most two decimals"),
        (("behind", "-5.555"), 4, "“-5.555” is not valid for behind"),
        (("behind", "ten"), 4, "“ten” is not valid for behind"),
        (("behind", "-1e1"), 4, "“-1e1” is not valid for behind"),
        (("behind", "NaN"), 4, "“NaN” is not valid for behind"),
        (("behind", ""), 4, "“” is not valid for behind"),
        (("time_zone", "Asia/Nowhere"), 4, "“Asia/Nowhere” is not a time zone."),
        (("time_zone", "../etc/passwd"), 4, "“../etc/passwd” is not a time zone."),
        (("time_zone", "Asia"), 4, "“Asia” is not a time zone."),
        (("office_code", "南湖"), 4, "“南湖” is not valid for office_code"),
        (("copies", "three"), 4, "“three” is not valid for copies: write a number from 1 to 9999."),
        (("copies", "0"), 4, "“0” is not valid for copies"),
        (("letterhead", "长" * 21), 4, "“长长长"),
        (("office_name_en", " "), 4, "“ ” is not valid for office_name_en: write 1 to 60 characters on one line."),
    ],
)
def test_a_setting_that_does_not_do_is_refused(
    seeded_db: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    ran = run(seeded_db, "config", "set", *words)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(sentence)
    assert exported(seeded_db, "export", "changes") == []
