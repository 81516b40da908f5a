"""What one side of a merge recorded or decided without knowing of the other is listed, the same from both sides."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commands import did, run
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
