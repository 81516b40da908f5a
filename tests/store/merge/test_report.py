"""What one side of a merge recorded or decided without knowing of the other is listed, the same from both sides."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.commands import did
from tests.support.merges import actual, at, checked, entries, imported, line_with, merged, section

both_languages = pytest.mark.parametrize("lang", ["en", "zh"])


@pytest.fixture
def other(seeded_db: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(seeded_db, tmp_path / "other.db"))


# Totals.

HIDDEN = {"en": "Entries replaced by a later total of the other copy", "zh": "对方登记累计后不再另计的进展记录"}


@both_languages
def test_entries_that_a_later_total_of_the_other_side_hides_are_listed_both_ways(
    seeded_db: Path, other: Path, lang: str
) -> None:
    did(seeded_db, "log", "JJ09+4", "--date", "2024-06-20", officer="甲")
    did(seeded_db, "log", "JJ09+1", "--date", "2024-06-22", officer="丙")
    did(other, "log", "JJ09=50", "--date", "2024-06-25", "--note", "n", officer="乙")
    back = Path(shutil.copy(other, other.with_name("back.db")))
    mine = Path(shutil.copy(seeded_db, other.with_name("mine.db")))
    for told in (merged(seeded_db, other, lang=lang), merged(back, mine, lang=lang)):
        (line,) = [line for line in told.split(HIDDEN[lang])[1].splitlines() if "JJ09" in line and "2024-06-25" in line]
        for word in ("=50", "乙", " 2 ", "丙", "甲", "2024-06-20 – 2024-06-22"):
            assert word in line
    assert (actual(seeded_db), actual(back)) == ("50", "50")
    assert HIDDEN[lang] not in merged(seeded_db, other, lang=lang)


def test_a_total_hides_only_what_counted_until_then_and_comes_before_it(seeded_db: Path, other: Path) -> None:
    for words in (("JJ09+4", "06-10"), ("JJ09=9", "06-15"), ("JJ09+1", "06-28"), ("JJ03+1", "06-01")):
        did(seeded_db, "log", words[0], "--date", words[1], "--note", "n", officer="甲")
    did(seeded_db, "log", "JJ09", "--date", "06-16", "--note", "n")
    did(seeded_db, "log", "JJ09+7", "--date", "06-17")
    did(seeded_db, "undo", "--yes")
    did(other, "log", "JJ09=50", "--date", "06-25", "--note", "n", officer="乙")
    told = merged(seeded_db, other)
    (line,) = [line for line in told.split(HIDDEN["en"])[1].splitlines() if "JJ09" in line and "=50" in line]
    assert " 1 " in line
    assert "2024-06-15" in line
    assert "2024-06-1 " not in line


# Measures retired, months closed, targets revised, keys taken back.


@both_languages
def test_entries_on_a_measure_that_the_other_side_retired_are_listed_both_ways(
    seeded_db: Path, other: Path, lang: str
) -> None:
    did(seeded_db, "measure", "retire", "JJ09", "--from", "2024-06-15", "--reason", "plan", officer="甲")
    for day in ("06-14", "06-15", "06-20"):
        did(other, "log", "JJ09+1", "--date", day, "--note", "n", officer="乙")
    back = Path(shutil.copy(other, other.with_name("back.db")))
    mine = Path(shutil.copy(seeded_db, other.with_name("mine.db")))
    title = {"en": "Retired measures with entries of the other copy", "zh": "停用后仍有登记的指标"}[lang]
    for told in (merged(seeded_db, other, lang=lang), merged(back, mine, lang=lang)):
        line = line_with(told, title, "JJ09", "2024-06-15", "甲")
        assert line.split()[-1] == "2"
    warning = checked(seeded_db, lang=lang, code=0)
    assert "JJ09" in warning
    assert "nanhu-kpi measure retire JJ09 --back" in warning
    did(seeded_db, "measure", "retire", "JJ09", "--back")
    assert "--back" not in checked(seeded_db, lang=lang, code=0)


@both_languages
def test_a_month_closed_on_both_sides_is_listed_with_what_holds(seeded_db: Path, other: Path, lang: str) -> None:
    did(seeded_db, "period", "close", "2024-05", "--reason", "已上报", officer="甲", now=at(1))
    did(other, "period", "close", "2024-05", "--reason", "也报了", officer="乙", now=at(2))
    did(other, "period", "reopen", "2024-05", "--reason", "补报", officer="乙", now=at(3))
    did(other, "period", "close", "2024-04", "--reason", "r", officer="乙", now=at(4))
    mine = Path(shutil.copy(seeded_db, other.with_name("mine.db")))
    title = {"en": "Months closed or reopened in both", "zh": "双方都封账或解除封账的月份"}[lang]
    here, there = {"en": ("this database", "copy"), "zh": ("本库", "副本")}[lang]
    told = merged(seeded_db, other, lang=lang)
    assert line_with(told, title, "2024-05", "甲", "已上报", "乙", "补报").endswith(there)
    assert "2024-04" not in section(told, title)
    assert line_with(merged(other, mine, lang=lang), title, "2024-05").endswith(here)


def revised(db: Path, value: str | None, effective: str, officer: str, hour: int) -> None:
    words = [value] if value else ["--withdraw"]
    did(db, "target", "set", "JJ09", *words, "--year", "2024", "--reason", "r", "--from", effective,
        officer=officer, now=at(hour))  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "theirs", "shared", "holds"),
    [
        (("25", "2024-06-20"), ("30", "2024-06-21"), None, "copy"),
        (("25", "2024-06-22"), ("30", "2024-06-21"), None, "this database"),
        (("25", "2024-06-21"), ("30", "2024-06-21"), None, "copy"),  # on one day what was recorded last
        (("25", "2024-06-20"), (None, "2024-06-21"), None, "copy"),
        ((None, "2024-06-22"), ("30", "2024-06-21"), None, "this database"),
        (("25", "2024-06-20"), ("30", "2024-06-21"), "2024-06-28", "another"),
    ],
)
def test_of_targets_revised_on_both_sides_the_one_that_holds_is_marked(
    seeded_db: Path, tmp_path: Path, ours: tuple[str, str], theirs: tuple[str, str], shared: str | None, holds: str
) -> None:
    if shared:
        revised(seeded_db, "40", shared, "丙", 1)
    other = Path(shutil.copy(seeded_db, tmp_path / "other.db"))
    revised(seeded_db, *ours, "甲", 2)
    revised(other, *theirs, "乙", 3)
    mine = Path(shutil.copy(seeded_db, tmp_path / "mine.db"))
    told = merged(seeded_db, other)
    line = line_with(told, "Targets revised in both", "JJ09", "2024", "甲", "乙")
    assert line.endswith(f"  {holds}")
    back = {"this database": "copy", "copy": "this database"}.get(holds, holds)
    assert line_with(merged(other, mine), "Targets revised in both", "JJ09").endswith(f" {back}")


@both_languages
def test_a_key_taken_back_on_one_side_that_counts_from_the_other_is_listed_both_ways(
    seeded_db: Path, other: Path, tmp_path: Path, lang: str
) -> None:
    row = "k1,JJ09,2024-06-20,add,4\n"
    imported(seeded_db, tmp_path, row, "甲")
    imported(other, tmp_path, row, "乙")
    did(seeded_db, "undo", "--yes", "--by", "甲")
    back = Path(shutil.copy(other, other.with_name("back.db")))
    mine = Path(shutil.copy(seeded_db, other.with_name("mine.db")))
    title = {"en": "Keys voided in one copy only", "zh": "仅一方作废的流水号"}[lang]
    for told in (merged(seeded_db, other, lang=lang), merged(back, mine, lang=lang)):
        assert line_with(told, title, "k1", "甲", "JJ09", "2024-06-20", "乙")
    assert (actual(seeded_db), actual(back)) == ("4", "4")
    assert title not in merged(seeded_db, other, lang=lang)


@both_languages
def test_rows_and_voids_in_a_month_that_the_other_side_closed_are_counted_both_ways(
    seeded_db: Path, other: Path, lang: str
) -> None:
    did(seeded_db, "log", "JJ09+1", "--date", "2024-05-10", "--note", "n")
    did(other, "merge", str(seeded_db))
    did(seeded_db, "period", "close", "2024-05", "--reason", "已上报", officer="甲")
    (entry,) = [row["id"] for row in entries(other) if row["day"] == "2024-05-10"]
    did(other, "void", entry[-8:], "--reason", "重复")
    did(other, "log", "JJ09+2", "--date", "2024-05-20", "--note", "n")
    did(other, "log", "JJ09+4", "--date", "2024-06-01", "--note", "n")
    back = Path(shutil.copy(other, other.with_name("back.db")))
    mine = Path(shutil.copy(seeded_db, other.with_name("mine.db")))
    title = {"en": "Closed months with merged rows", "zh": "已封账月份中并入的记录"}[lang]
    for told in (merged(seeded_db, other, lang=lang), merged(back, mine, lang=lang)):
        assert line_with(told, title, "2024-05", "甲").split()[-1] == "2"


def test_a_field_changed_apart_is_listed_with_officers_days_and_what_holds(seeded_db: Path, other: Path) -> None:
    did(seeded_db, "measure", "edit", "JJ09", "--owner", "甲办", officer="甲", now=at(1))
    did(other, "measure", "edit", "JJ09", "--owner", "乙办", officer="乙", now=at(3))
    told = merged(seeded_db, other)
    first = line_with(told, "Conflicting changes", "甲办").split()
    second = line_with(told, "Conflicting changes", "乙办").split()
    assert first[-4:] == ["甲办", "甲", "2024-07-01", "09:00"]
    assert second[-5:] == ["乙办", "乙", "2024-07-01", "11:00", "yes"]


def test_the_database_under_another_name_is_nothing_to_merge(seeded_db: Path) -> None:
    link = seeded_db.with_name("link.db")
    link.symlink_to(seeded_db)
    assert "nothing to merge" in merged(seeded_db, link)
