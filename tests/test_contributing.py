"""The page for contributors: what it names is there, and it stays short."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_file_and_folder_that_the_page_names_is_there() -> None:
    names = set(re.findall(r"`((?:nanhu_kpi|tests)/[\w./]*)`", PAGE))
    assert len(names) > 20
    assert [name for name in sorted(names) if not (ROOT / name).exists()] == []


def test_a_new_kind_of_measure_is_a_walk_through_at_most_eight_files() -> None:
    walk = PAGE.partition("### A new kind of measure\n")[2].partition("\n###")[0]
    steps = re.findall(r"^(\d+)\. ", walk, re.MULTILINE)
    assert steps == [str(number) for number in range(1, len(steps) + 1)]
    assert 0 < len(steps) <= 8


def test_the_page_is_read_in_one_go() -> None:
    assert len(PAGE.splitlines()) <= 150
