"""`db update`: what the catalogue gained comes in with fixed ids, and what the office has stays."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.catalogue.loader import load_catalogue
from nanhu_kpi.settings import Settings
from nanhu_kpi.store.schema.create import create
from tests.support.views import run

if TYPE_CHECKING:
    from pathlib import Path

GAINED = {"DJ34", "JJ49", "CQ28", "CQ29"}
EXPORTS = ("goals", "measures", "entries", "targets")


@pytest.fixture
def first_edition(tmp_path: Path) -> Path:
    """A database made from the first edition of the catalogue: 166 measures."""
    whole = load_catalogue()
    later = set(whole.editions)
    assert later == GAINED
    path = tmp_path / "first.db"
    create(
        path,
        whole._replace(
            measures=tuple(each for each in whole.measures if each.code not in later),
            facts=tuple(each for each in whole.facts if each.measure not in later),
            plans=tuple(each for each in whole.plans if each.measure not in later),
            editions={},
        ),
        Settings(),
    )
    return path


def codes(db: Path) -> set[str]:
    return {row["code"] for row in run(db, "export", "measures").rows}


def test_a_database_of_the_first_edition_gains_what_a_new_one_has(first_edition: Path, seeded_db: Path) -> None:
    assert codes(seeded_db) - codes(first_edition) == GAINED
    done = run(first_edition, "db", "update")
    assert (done.code, {line.split()[1] for line in done.out.splitlines()}) == (0, GAINED)
    assert {what: run(first_edition, "export", what).out for what in EXPORTS} == {
        what: run(seeded_db, "export", what).out for what in EXPORTS
    }
    assert run(first_edition, "db", "check").code == 0


def test_a_second_update_adds_nothing_and_says_so(first_edition: Path) -> None:
    assert run(first_edition, "db", "update").code == 0
    again = run(first_edition, "db", "update")
    assert (again.code, again.out) == (0, "")
    assert "Nothing to add" in again.err


def test_two_updated_copies_merge_without_doubling(first_edition: Path) -> None:
    other = first_edition.with_name("other.db")
    shutil.copy2(first_edition, other)
    for copy in (first_edition, other):
        assert run(copy, "db", "update").code == 0
    merged = run(first_edition, "merge", str(other))
    assert merged.code == 0
    assert "already has everything" in merged.err
    assert run(first_edition, "db", "check").code == 0


def test_a_code_that_the_office_gave_stays_the_offices(first_edition: Path) -> None:
    added = run(
        first_edition, "measure", "add", "DJ34", "--goal", "DJ-G3", "--name-zh", "廉洁课堂",
        "--name-en", "Integrity classes", "--unit", "场", "--kind", "sum", "--direction", "at_least",
        "--cadence", "monthly",
    )  # fmt: skip
    assert added.code == 0, added.err
    done = run(first_edition, "db", "update")
    assert {line.split()[1] for line in done.out.splitlines()} == GAINED - {"DJ34"}
    assert "DJ34 is already a measure of the office's own" in done.err
    assert next(row for row in run(first_edition, "export", "measures").rows if row["code"] == "DJ34")["unit"] == "场"


def test_a_name_that_the_office_changed_stays_changed(first_edition: Path) -> None:
    assert run(first_edition, "measure", "edit", "DJ12", "--owner", "党建办").code == 0
    assert run(first_edition, "db", "update").code == 0
    assert (
        next(row for row in run(first_edition, "export", "measures").rows if row["code"] == "DJ12")["owner"] == "党建办"
    )


def test_a_database_of_another_catalogue_is_left_as_it_is(empty_db: Path) -> None:
    refused = run(empty_db, "db", "update")
    assert refused.code == 4
    assert "was not made from the 2023 work report" in refused.err
    with closing(sqlite3.connect(empty_db)) as conn:
        assert conn.execute("SELECT count(*) FROM batch").fetchone()[0] == 1


@pytest.mark.parametrize("edition", ["0", "1.5", '"2"', "true"])
def test_an_edition_that_is_no_number_is_a_broken_catalogue(tmp_path: Path, edition: str) -> None:
    from importlib.resources import as_file, files

    from nanhu_kpi.errors.definitions import BrokenCatalogue

    with as_file(files("nanhu_kpi.catalogue")) as packaged:
        shutil.copytree(packaged, tmp_path / "copy")
    file = tmp_path / "copy" / "dj.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("edition = 2", f"edition = {edition}"), encoding="utf-8")
    with pytest.raises(BrokenCatalogue, match="DJ34: edition"):
        load_catalogue(tmp_path / "copy")
