"""`status --by`: the lights counted by who answers, and the ranks that the brief gives too."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import did
from tests.support.views import logged, run

if TYPE_CHECKING:
    from pathlib import Path

ON = "2024-07-01"
CSV = ("-f", "csv")


@pytest.fixture
def owned_db(seeded_db: Path) -> Path:
    for code, owner in (("DJ24", "甲"), ("DJ25", "乙"), ("DJ26", "丙"), ("JJ28", "丙"), ("JJ29", "丁")):
        did(seeded_db, "measure", "edit", code, "--owner", owner)
    did(seeded_db, "measure", "edit", "JJ28", "--support", "甲、戊；己", "--leader", "王")
    did(seeded_db, "measure", "edit", "JJ29", "--support", "戊")
    logged(seeded_db, "JJ28=80", "JJ29=80", on="2024-06-20")
    return seeded_db


def test_equal_shares_share_a_rank_and_those_that_need_it_most_stand_first(owned_db: Path) -> None:
    rows = run(owned_db, "status", "--by", "owner", *CSV, on=ON).rows
    assert [(row["name"], row["measures"], row["red"], row["rank"]) for row in rows[:-1]] == [
        ("乙", "1", "1", "3"), ("甲", "1", "1", "3"), ("丙", "2", "1", "2"), ("丁", "1", "0", "1"),
    ]  # fmt: skip
    assert (rows[-1]["name"], rows[-1]["rank"]) == ("", "")
    table = run(owned_db, "status", "--by", "owner", on=ON, lang="zh").out.splitlines()
    assert [line.split() for line in table[4:8]] == [
        ["乙", "1", "0", "0", "1", "0", "1", "3"], ["甲", "1", "0", "0", "1", "0", "1", "3"],
        ["丙", "2", "1", "0", "1", "0", "1", "2"], ["丁", "1", "1", "0", "0", "0", "0", "1"],
    ]  # fmt: skip
    assert (table[8].split()[0], len(table[8].split())) == ("（未明确）", len(table[3].split()) - 1)  # and no rank
    assert any(line.startswith("位次小者为好") and line.endswith("表中从后往前列。") for line in table)


@pytest.mark.parametrize("by", ["area", "goal", "owner", "leader"])
def test_every_measure_is_counted_once_under_its_light_and_its_status(half_year_db: Path, by: str) -> None:
    listed = run(half_year_db, "status", *CSV, on=ON).rows
    field = {row["code"]: row for row in run(half_year_db, "export", "measures", on=ON).rows}
    counted = run(half_year_db, "status", "--by", by, *CSV, on=ON).rows
    lights = Counter((field[row["code"]][by], row["light"] or "no_light") for row in listed)
    statuses = Counter((field[row["code"]][by], row["status"]) for row in listed)
    for row in counted:
        assert row["by"] == by
        assert sum(int(row[light]) for light in ("green", "yellow", "red", "no_light")) == int(row["measures"])
        for light in ("green", "yellow", "red", "no_light"):
            assert int(row[light]) == lights[row["name"], light]
        for status in {row["status"] for row in listed}:
            assert int(row[status]) == statuses[row["name"], status]
    assert sum(int(row["measures"]) for row in counted) == len(listed)


def test_a_measure_is_counted_with_each_of_its_supporting_units(owned_db: Path) -> None:
    rows = run(owned_db, "status", "--by", "support", "JJ28", "JJ29", "JJ30", *CSV, on=ON).rows
    assert {row["name"]: row["measures"] for row in rows} == {"甲": "1", "戊": "2", "己": "1", "": "1"}
    assert "with each of them" in run(owned_db, "status", "--by", "support", on=ON).out
    (leader, nobody) = run(owned_db, "status", "--by", "分管领导", "JJ28", "JJ29", *CSV, on=ON).rows
    assert (leader["name"], nobody["name"]) == ("王", "")


def test_filters_choose_what_is_counted(owned_db: Path) -> None:
    (row,) = run(owned_db, "status", "--by", "owner", "--owner", "丙", "--light", "red", *CSV, on=ON).rows
    assert (row["measures"], row["red"], row["rank"]) == ("1", "1", "1")
    said = run(owned_db, "status", "--by", "area", "--light", "green", on=ON).out
    assert "Shown: 2 of 129 measures (light green)." in said
    nothing = run(owned_db, "status", "--by", "area", "--light", "yellow", on=ON)
    assert (nothing.code, nothing.err) == (0, "")
    failing = run(owned_db, "status", "--by", "area", "--fail-on", "red", on=ON)
    assert failing.code == 10


def test_what_cannot_be_counted_by_is_refused(owned_db: Path) -> None:
    unknown = run(owned_db, "status", "--by", "colour", on=ON)
    assert (unknown.code, unknown.out) == (2, "")
    assert unknown.err == "“colour” is nothing to count by. Choose from: owner, leader, support, area, goal\n"
    for words in (("--sort", "gap"), ("--wide",)):
        both = run(owned_db, "status", "--by", "area", *words, on=ON)
        assert (both.code, both.out) == (2, "")
        assert words[0] in both.err
