"""`measure import`: owners and what else a file says of measures, all of them or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.commands import did, exported, run

if TYPE_CHECKING:
    from pathlib import Path


def written(db: Path, text: str, name: str = "m.csv") -> str:
    path = db.parent / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def of(db: Path, code: str) -> dict[str, str]:
    (row,) = (row for row in exported(db, "export", "measures") if row["code"] == code)
    return row


def test_a_file_sets_owners_and_cadence_in_one_batch_that_undo_takes_back(seeded_db: Path) -> None:
    text = "责任分工表\n指标编码,牵头单位,报送频率,分管领导\njj3,招商办,每周,王\nJJ04,招商办,,\n"
    ran = did(seeded_db, "measure", "import", written(seeded_db, text), "--yes")
    assert [of(seeded_db, "JJ03")[field] for field in ("owner", "cadence", "leader")] == ["招商办", "weekly", "王"]
    assert [of(seeded_db, "JJ04")[field] for field in ("owner", "cadence", "leader")] == ["招商办", "monthly", ""]
    assert ran.out.splitlines()[-1] == f"Made 4 changes  #{ran.batch}  To undo: nanhu-kpi undo {ran.batch}"
    did(seeded_db, "undo", ran.batch, "--yes")
    assert (of(seeded_db, "JJ03")["owner"], of(seeded_db, "JJ03")["cadence"]) == ("", "monthly")


@pytest.mark.parametrize("words", [["-f", "csv"], ["-f", "csv", "--excel"], ["-f", "xlsx"], ["-f", "json"]])
def test_an_export_of_measures_comes_back_as_it_is(seeded_db: Path, words: list[str]) -> None:
    did(seeded_db, "measure", "edit", "JJ03", "--owner", "=招商办")
    path = seeded_db.parent / f"m.{words[1]}"
    did(seeded_db, "export", "measures", "-o", str(path), *words)
    ran = did(seeded_db, "measure", "import", str(path), "--yes")
    assert ran.err == "Nothing to change: the measures already have these values.\n"


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("measure,owner\nJJ99,x\n", 4, "JJ99"),
        ("measure,cadence\nJJ03,daily\n", 4, "“daily” is not one of weekly, monthly, quarterly, yearly."),
        ("measure,owner\nJJ03,x\njj3,y\n", 4, "JJ03 is in the file twice."),
        ("measure,unit\nJJ03,户\n", 4, "JJ03"),
        ("measure,retired_on\nJJ03,2024-01-01\n", 4, "retired_on cannot be changed by a file"),
        ("owner\nx\n", 4, "needs a column of codes"),
        ("measure,owner,colour\nJJ03,x,red\n", 4, "colour"),
    ],
)
def test_one_bad_row_leaves_all_as_it_was(seeded_db: Path, text: str, code: int, said: str) -> None:
    before = did(seeded_db, "export", "measures").out
    ran = run(seeded_db, "measure", "import", written(seeded_db, f"{text}JJ04,z\n"), "--yes")
    assert (ran.code, said in ran.err) == (code, True), ran
    assert did(seeded_db, "export", "measures").out == before


def test_a_script_has_to_say_yes_and_dry_run_changes_nothing(seeded_db: Path) -> None:
    path = written(seeded_db, "measure,owner\nJJ03,x\n")
    assert run(seeded_db, "measure", "import", path).code == 2
    ran = did(seeded_db, "measure", "import", path, "--dry-run")
    assert "JJ03  Companies attracted and settled  Owner  (none)  x" in ran.out
    assert "1 change to make; nothing was changed." in ran.err
    assert of(seeded_db, "JJ03")["owner"] == ""
