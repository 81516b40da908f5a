"""What a merge leaves to be settled is named, by `db check` too, until somebody has; and what it did to the figures."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.commands import did, run
from tests.support.merges import actual, checked, imported, line_with, merged, section
from tests.support.views import logged

both_languages = pytest.mark.parametrize("lang", ["en", "zh"])


@pytest.fixture
def other(seeded_db: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(seeded_db, tmp_path / "other.db"))


# Files without keys.


@both_languages
def test_a_file_without_keys_imported_at_two_desks_is_named_until_one_is_undone(
    seeded_db: Path, other: Path, tmp_path: Path, lang: str
) -> None:
    rows = ",JJ09,2024-06-20,add,4\n,JJ09,2024-06-21,add,1\nk,JJ09,2024-06-22,add,1\n"
    first, second = (imported(db, tmp_path, rows, who) for db, who in ((seeded_db, "甲"), (other, "乙")))
    told = merged(seeded_db, other, lang=lang)
    for word in ("六月.csv", "甲", "乙", f"nanhu-kpi undo {first}", f"nanhu-kpi undo {second}"):
        assert word in told
    assert actual(seeded_db) == "11"
    line = checked(seeded_db, lang=lang)
    assert f"#{first} 甲 2024-07-01 10:00" in line
    assert f"#{second} 乙 2024-07-01 10:00" in line
    did(seeded_db, "undo", "--yes", second)
    assert actual(seeded_db) == "6"
    checked(seeded_db, code=0)
    assert "六月.csv" not in merged(seeded_db, other, lang=lang)


def test_files_that_overlap_are_named_with_how_many_rows_they_share(
    seeded_db: Path, other: Path, tmp_path: Path
) -> None:
    shared = ",JJ09,2024-06-20,add,4\n,JJ09,2024-06-21,add,1\n"
    first = imported(seeded_db, tmp_path, shared, "甲")
    second = imported(other, tmp_path, f"{shared},JJ09,2024-06-22,add,1\n", "乙")
    merged(seeded_db, other)
    line = checked(seeded_db)
    assert f"#{first} 甲 2024-07-01 10:00 (2)" in line
    assert f"#{second} 乙 2024-07-01 10:00 (2)" in line


def test_other_files_and_those_whose_rows_have_keys_are_not_named(seeded_db: Path, other: Path, tmp_path: Path) -> None:
    imported(seeded_db, tmp_path, "k,JJ09,2024-06-22,add,1\n,JJ03,2024-06-22,add,1\n", "甲")
    imported(other, tmp_path, "k,JJ09,2024-06-22,add,1\n,JJ03,2024-06-22,add,2\n", "乙")
    assert "Rows imported more than once" not in merged(seeded_db, other)
    checked(seeded_db, code=0)


# Definitions that no command would have given.


@both_languages
@pytest.mark.parametrize("code", [(), ("JJ09",)])
def test_thresholds_that_cross_are_named_until_they_are_set_anew(
    seeded_db: Path, other: Path, lang: str, code: tuple[str, ...]
) -> None:
    did(seeded_db, "config", "set", "far_behind", "-15", *code)
    did(other, "config", "set", "behind", "-20", *code)
    told = merged(seeded_db, other, lang=lang)
    title = {"en": "Thresholds that cross", "zh": "高低颠倒的红黄灯界限"}[lang]
    assert line_with(told, title, "-20", "-15", *code)
    assert "config set far_behind" in checked(seeded_db, lang=lang)
    did(seeded_db, "config", "set", "far_behind", "-40", *code)
    checked(seeded_db, code=0)


def test_thresholds_that_cross_in_several_places_are_settled_one_by_one(seeded_db: Path, other: Path) -> None:
    for code in ("JJ09", "JJ03"):
        did(seeded_db, "config", "set", "far_behind", "-15", code)
        did(other, "config", "set", "behind", "-20", code)
    merged(seeded_db, other)
    assert run(seeded_db, "config", "set", "far_behind", "-16", "JJ09").code == 4
    assert run(seeded_db, "config", "set", "behind", "-50").code == 4
    did(seeded_db, "config", "set", "far_behind", "-40", "JJ09")
    did(seeded_db, "config", "set", "far_behind", "-40", "JJ03")
    checked(seeded_db, code=0)


@both_languages
@pytest.mark.parametrize("subject", ["measure", "goal"])
def test_one_name_under_two_codes_is_named_until_one_is_renamed(
    seeded_db: Path, other: Path, lang: str, subject: str
) -> None:
    first, second = {"measure": ("JJ90", "JJ91"), "goal": ("JJ-G90", "JJ-G91")}[subject]
    for db, code, english in ((seeded_db, first, "One"), (other, second, "Two")):
        more = ("--goal", "JJ-G1", "--kind", "sum", "--unit", "家") if subject == "measure" else ()
        did(db, subject, "add", code, *more, "--name-zh", "新事项", "--name-en", english)
    told = merged(seeded_db, other, lang=lang)
    assert line_with(
        told, {"en": "Names of several goals or measures", "zh": "重复的名称"}[lang], "新事项", first, second
    )
    line = checked(seeded_db, lang=lang)
    for word in (first, second, f"nanhu-kpi {subject} edit"):
        assert word in line
    did(seeded_db, subject, "edit", second, "--name-zh", "别的")
    checked(seeded_db, code=0)


# What the merge did to the figures, and whether something has to be settled.


@both_languages
def test_what_each_figure_was_and_is_is_told_also_before_it_is_done(seeded_db: Path, other: Path, lang: str) -> None:
    did(seeded_db, "log", "JJ09+4", "--date", "06-20")
    did(other, "log", "JJ09+3", "JJ03=7", "--date", "06-21")
    did(other, "log", "DJ02", "--note", "n")
    title = {"en": "Figures that changed", "zh": "有变动的实绩"}[lang]
    for told in (merged(seeded_db, other, "--dry-run", lang=lang), merged(seeded_db, other, lang=lang)):
        assert line_with(told, title, "JJ09").split()[-4:-2] == ["4", "7"]
        assert line_with(told, title, "JJ03", {"en": "no data", "zh": "无数据"}[lang])
        assert "DJ02" not in section(told, title)
    assert title not in merged(seeded_db, other, lang=lang)


def test_a_merge_with_conflicts_exits_with_ten_where_that_is_asked_for(seeded_db: Path, other: Path) -> None:
    logged(other, "JJ09+3", on="2024-06-21")
    merged(seeded_db, other, "--fail-on-conflict")
    did(seeded_db, "measure", "edit", "JJ09", "--owner", "甲办", officer="甲")
    did(other, "measure", "edit", "JJ09", "--owner", "乙办", officer="乙")
    assert "Nothing was merged." in merged(seeded_db, other, "--dry-run", "--fail-on-conflict", code=10)
    assert "甲办" in merged(seeded_db, other, "--fail-on-conflict", code=10)
    assert "甲办" in merged(seeded_db, other)
    did(seeded_db, "measure", "edit", "JJ09", "--owner", "甲办")
    merged(seeded_db, other, "--fail-on-conflict")


def test_a_file_that_was_imported_again_on_purpose_is_not_named(seeded_db: Path, tmp_path: Path) -> None:
    imported(seeded_db, tmp_path, ",JJ09,2024-06-20,add,4\n", "甲")
    imported(seeded_db, tmp_path, ",JJ09,2024-06-20,add,4\n", "乙", "--again")
    with closing(sqlite3.connect(seeded_db)) as conn, conn:
        conn.execute("DROP TRIGGER batch_refuses_update")
        conn.execute("UPDATE batch SET command = replace(command, ' sha256', ' --again sha256') WHERE officer = '乙'")
    assert "imported more than once" not in checked(seeded_db)
