"""`db init` from a district's own catalogue, and what it asks a person."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support.terminals import terminal
from tests.support.views import logged, names_in, run

if TYPE_CHECKING:
    from pathlib import Path

_AREA = """
code = "XX"
name_zh = "自定领域"
name_en = "Own area"

[[goal]]
code = "XX-G1"
name_zh = "自定目标"
name_en = "Own goal"
source = "1.1.1"

[[measure]]
code = "XX01"
goal = "XX-G1"
name_zh = "比率"
name_en = "Share"
unit = "%"
kind = "ratio"
direction = "at_least"
cadence = "monthly"
owner = ""
source = "1.1.1"
numerator = "XX02"
denominator = "XX03"
target = { year = 2024, value = "90", origin = "report" }
"""
_COUNT = """
[[measure]]
code = "{code}"
goal = "XX-G1"
name_zh = "件数{code}"
name_en = "Count {code}"
unit = "件"
kind = "sum"
direction = "at_least"
cadence = "monthly"
owner = ""
source = "1.1.1"
"""
AREA = _AREA + "".join(_COUNT.format(code=code) for code in ("XX02", "XX03"))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a catalogue of one area."""
    folder = tmp_path / "catalogue"
    folder.mkdir()
    (folder / "xx.toml").write_text(AREA, encoding="utf-8")
    return folder


def test_a_districts_own_catalogue_takes_the_reports_place(own: Path, tmp_path: Path) -> None:
    db = tmp_path / "office.db"
    made = run(db, "db", "init", str(db), "--catalogue", str(own))
    assert (made.code, made.err) == (0, f"Created {db} from the catalogue in {own}.\n")
    logged(db, "XX02+9", "XX03+10", on="2024-06-20")
    (share,) = [row for row in run(db, "status", "-f", "csv").rows if row["code"] == "XX01"]
    assert (share["actual"], share["target"], share["status"]) == ("90", "90", "met")
    assert run(db, "db", "check").code == 0
    refused = run(db, "db", "update")
    assert (refused.code, "catalogue of its own" in refused.err) == (4, True)


def test_two_databases_of_one_catalogue_are_the_same_and_merge_without_doubling(own: Path, tmp_path: Path) -> None:
    first, copied = tmp_path / "first.db", shutil.copytree(own, tmp_path / "elsewhere")
    assert run(first, "db", "init", "--catalogue", str(own)).code == 0
    assert run(tmp_path / "second.db", "db", "init", "--catalogue", str(copied)).code == 0
    assert first.read_bytes() == (tmp_path / "second.db").read_bytes()
    logged(first, "XX02+1", on="2024-06-20")
    merged = run(tmp_path / "second.db", "merge", str(first), on="2024-06-21")
    assert merged.code == 0
    assert len(run(tmp_path / "second.db", "export", "entries").rows) == 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kind = "ratio"', 'kind = "guess"', "xx.toml, XX01: kind, direction or cadence: 'guess'"),
        ('kind = "ratio"', "kind = []", "xx.toml, XX01: kind, direction or cadence"),
        ('denominator = "XX03"', "", "xx.toml, XX01: a ratio has a numerator and a denominator"),
        ('denominator = "XX03"', 'denominator = "XX09"', "xx.toml, XX01: a ratio has a numerator"),
        ('denominator = "XX03"', 'denominator = "XX01"', "xx.toml, XX01: a ratio has a numerator"),
        ('name_en = "Share"', 'name_en = "\\u001b[31m"', "xx.toml, XX01: name_en must be at most 200"),
        ('unit = "件"', 'unit = "件"\nnumerator = "XX03"', "xx.toml, XX02: unknown key 'numerator'"),
        ("code = ", "code ", "xx.toml, -: it cannot be read"),
    ],
)
def test_a_catalogue_that_breaks_a_rule_makes_no_database(
    own: Path, tmp_path: Path, old: str, new: str, told: str
) -> None:
    assert old in AREA
    (own / "xx.toml").write_text(AREA.replace(old, new, 1), encoding="utf-8")
    refused = run(tmp_path / "office.db", "db", "init", "--catalogue", str(own))
    assert (refused.code, refused.out) == (4, "")
    assert refused.err.startswith(told)
    assert refused.err.endswith("No database was created. Correct the file, and run this again.\n")
    assert names_in(tmp_path) == ["catalogue"]
    assert "未建立数据库" in run(tmp_path / "office.db", "db", "init", "--catalogue", str(own), lang="zh").err


def test_a_folder_without_an_area_makes_no_database(tmp_path: Path) -> None:
    for place in (tmp_path / "gone", tmp_path):
        refused = run(tmp_path / "office.db", "db", "init", "--catalogue", str(place))
        assert (refused.code, "there is no file of an area" in refused.err) == (4, True)


def test_in_a_terminal_the_code_of_the_office_is_asked_for_until_it_is_one(tmp_path: Path) -> None:
    db = tmp_path / "office.db"
    with terminal(db, "db", "init") as child:
        child.expect("Code of the office")
        child.sendline("a b c")
        child.expect("is not valid for office_code")
        child.sendline("440303001")
        child.expect("To set its name")
    assert "440303001" in run(db, "config", "list").out
    other = tmp_path / "other.db"
    with terminal(other, "db", "init") as child:
        child.expect("Code of the office")
        child.sendline("")
    assert "NANHU" in run(other, "config", "list").out


def test_a_setting_may_be_written_with_a_dot(seeded_db: Path) -> None:
    assert run(seeded_db, "config", "set", "office.code", "440303002").code == 0
    assert "440303002" in run(seeded_db, "config", "list").out
