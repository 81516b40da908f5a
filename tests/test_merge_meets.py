"""What one side of a merge recorded or decided without knowing of the other is listed, the same from both sides."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from commands import did, run
from views import logged
from views import run as shown

ON = "2024-07-01"
both_languages = pytest.mark.parametrize("lang", ["en", "zh"])


@pytest.fixture
def other(seeded_db: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(seeded_db, tmp_path / "other.db"))


def merged(db: Path, other: Path, *words: str, lang: str = "en", code: int = 0) -> str:
    """Merge as a script does and return all that was said."""
    outcome = shown(db, "merge", str(other), *words, on=ON, lang=lang, width=200)
    assert outcome.code == code, outcome.err
    return outcome.out + outcome.err


def checked(db: Path, *words: str, lang: str = "en", code: int = 10) -> str:
    ran = run(db, "db", "check", *words, lang=lang)
    assert ran.code == code, ran
    return ran.out + ran.err


def actual(db: Path, code: str = "JJ09") -> str:
    return shown(db, "status", code, "--as-of", "2024-06-30", "-f", "csv", on=ON).by_code[code]["actual"]


# Files without keys.


def imported(db: Path, tmp_path: Path, rows: str, officer: str, *words: str) -> str:
    file = tmp_path / "六月.csv"
    file.write_text(f"key,measure,day,type,value\n{rows}", encoding="utf-8")
    did(db, "import", str(file), "--yes", *words, officer=officer)
    (batch,) = {row["batch"] for row in _entries(db) if row["officer"] == officer}
    return batch[-6:]


def _entries(db: Path) -> list[dict[str, str]]:
    return shown(db, "export", "entries", on=ON).rows


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
    did(seeded_db, "undo", second)
    assert actual(seeded_db) == "6"
    checked(seeded_db, code=0)
    assert "六月.csv" not in merged(seeded_db, other, lang=lang)


def test_other_files_and_those_whose_rows_have_keys_are_not_named(seeded_db: Path, other: Path, tmp_path: Path) -> None:
    imported(seeded_db, tmp_path, "k,JJ09,2024-06-22,add,1\n,JJ03,2024-06-22,add,1\n", "甲")
    imported(other, tmp_path, "k,JJ09,2024-06-22,add,1\n,JJ03,2024-06-22,add,2\n", "乙")
    assert "Files imported more than once" not in merged(seeded_db, other)
    checked(seeded_db, code=0)


# Totals.

HIDDEN = {"en": "Entries hidden by a later total of the other side", "zh": "被另一边其后累计数覆盖的记录"}


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
    did(seeded_db, "undo")
    did(other, "log", "JJ09=50", "--date", "06-25", "--note", "n", officer="乙")
    told = merged(seeded_db, other)
    (line,) = [line for line in told.split(HIDDEN["en"])[1].splitlines() if "JJ09" in line and "=50" in line]
    assert " 1 " in line
    assert "2024-06-15" in line
    assert "2024-06-1 " not in line


# Definitions that no command would have given.


def section(told: str, title: str) -> str:
    """Return one table of what a merge says, its title left out."""
    return told.split(f"\n{title}\n", 1)[1].split("\n\n\n", maxsplit=1)[0] if f"\n{title}\n" in told else ""


def line_with(told: str, title: str, *words: str) -> str:
    """Return the only line of a table that holds all words."""
    (line,) = [line for line in section(told, title).splitlines() if all(word in line for word in words)]
    return line


@both_languages
@pytest.mark.parametrize("code", [(), ("JJ09",)])
def test_thresholds_that_cross_are_named_until_they_are_set_anew(
    seeded_db: Path, other: Path, lang: str, code: tuple[str, ...]
) -> None:
    did(seeded_db, "config", "set", "far_behind", "-15", *code)
    did(other, "config", "set", "behind", "-20", *code)
    told = merged(seeded_db, other, lang=lang)
    title = {"en": "Thresholds that cross", "zh": "高低颠倒的阈值"}[lang]
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


# Measures retired, months closed, targets revised, keys taken back.


@both_languages
def test_entries_on_a_measure_that_the_other_side_retired_are_listed_both_ways(
    seeded_db: Path, other: Path, lang: str
) -> None:
    did(seeded_db, "measure", "retire", "JJ09", "--from", "2024-06-15", officer="甲")
    for day in ("06-14", "06-15", "06-20"):
        did(other, "log", "JJ09+1", "--date", day, "--note", "n", officer="乙")
    back = Path(shutil.copy(other, other.with_name("back.db")))
    mine = Path(shutil.copy(seeded_db, other.with_name("mine.db")))
    title = {"en": "Retired measures with entries of the other side", "zh": "已停用而另一边仍有记录的指标"}[lang]
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
    title = {"en": "Months closed or reopened on both sides", "zh": "两边都封账或重新开放的月份"}[lang]
    here, there = {"en": ("here", "there"), "zh": ("本库", "副本")}[lang]
    told = merged(seeded_db, other, lang=lang)
    assert line_with(told, title, "2024-05", "甲", "已上报", "乙", "补报").endswith(there)
    assert "2024-04" not in section(told, title)
    assert line_with(merged(other, mine, lang=lang), title, "2024-05").endswith(here)


def at(hour: int) -> datetime:
    return datetime(2024, 7, 1, hour, tzinfo=UTC)


def revised(db: Path, value: str | None, effective: str, officer: str, hour: int) -> None:
    words = [value] if value else ["--withdraw"]
    did(db, "target", "set", "JJ09", *words, "--year", "2024", "--reason", "r", "--from", effective,
        officer=officer, now=at(hour))  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "theirs", "shared", "holds"),
    [
        (("25", "2024-06-20"), ("30", "2024-06-21"), None, "there"),
        (("25", "2024-06-22"), ("30", "2024-06-21"), None, "here"),
        (("25", "2024-06-21"), ("30", "2024-06-21"), None, "there"),  # on one day what was recorded last
        (("25", "2024-06-20"), (None, "2024-06-21"), None, "there"),
        ((None, "2024-06-22"), ("30", "2024-06-21"), None, "here"),
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
    line = line_with(told, "Targets revised on both sides", "JJ09", "2024", "甲", "乙")
    assert line.endswith(f" {holds}")
    back = {"here": "there", "there": "here"}.get(holds, holds)
    assert line_with(merged(other, mine), "Targets revised on both sides", "JJ09").endswith(f" {back}")


@both_languages
def test_a_key_taken_back_on_one_side_that_counts_from_the_other_is_listed_both_ways(
    seeded_db: Path, other: Path, tmp_path: Path, lang: str
) -> None:
    row = "k1,JJ09,2024-06-20,add,4\n"
    imported(seeded_db, tmp_path, row, "甲")
    imported(other, tmp_path, row, "乙")
    did(seeded_db, "undo", "--by", "甲")
    back = Path(shutil.copy(other, other.with_name("back.db")))
    mine = Path(shutil.copy(seeded_db, other.with_name("mine.db")))
    title = {"en": "Keys taken back on one side alone", "zh": "仅一边撤销的流水号"}[lang]
    for told in (merged(seeded_db, other, lang=lang), merged(back, mine, lang=lang)):
        assert line_with(told, title, "k1", "甲", "JJ09", "2024-06-20", "乙")
    assert (actual(seeded_db), actual(back)) == ("4", "4")
    assert title not in merged(seeded_db, other, lang=lang)


# What the merge did to the figures, and whether something has to be settled.


@both_languages
def test_what_each_figure_was_and_is_is_told_also_before_it_is_done(seeded_db: Path, other: Path, lang: str) -> None:
    did(seeded_db, "log", "JJ09+4", "--date", "06-20")
    did(other, "log", "JJ09+3", "JJ03=7", "--date", "06-21")
    did(other, "log", "DJ02", "--note", "n")
    title = {"en": "Figures that changed", "zh": "变化的实绩"}[lang]
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
