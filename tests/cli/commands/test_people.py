"""Whose measures: `--owner`, `--support` and `--leader` wherever rows are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.builders import CEILING, LAST, MILESTONE, SUM
from tests.support.commands import did
from tests.support.views import agree, logged, run

if TYPE_CHECKING:
    from pathlib import Path

ON = "2024-07-01"


@pytest.fixture
def owned_db(empty_db: Path) -> Path:
    """Four measures with targets: two of the economy office, one of which the police help with, two under 王区长."""
    for code in (SUM, LAST, MILESTONE, CEILING):
        agree(empty_db, code, 2024, 100, "none" if code == CEILING else "linear")
    did(empty_db, "measure", "edit", SUM, "--owner", "经济服务办", "--leader", "王区长")
    did(empty_db, "measure", "edit", LAST, "--owner", "经济服务办", "--support", "派出所、城管")
    did(empty_db, "measure", "edit", CEILING, "--owner", "派出所", "--leader", "王区长")
    logged(empty_db, f"{SUM}+1", f"{LAST}=2", f"{CEILING}+3", on="2024-02-01")
    return empty_db


COMMANDS = [
    ("status", "-f", "csv"),
    ("due", "-f", "csv"),
    ("entries", "-f", "csv"),
    ("weekly", "-f", "csv"),
    ("export", "status"),
    ("export", "measures"),
    ("export", "entries"),
    ("export", "targets"),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_rows_are_chosen_by_owner_support_and_leader(owned_db: Path, command: tuple[str, ...]) -> None:
    def codes(*words: str) -> set[str]:
        return {row.get("code") or row["measure"] for row in run(owned_db, *command, *words, on=ON).rows}

    assert codes("--owner", "经济") == {SUM, LAST}
    assert codes("--support", "城管") == {LAST}
    assert codes("--leader", "王") == {SUM, CEILING}
    assert codes("--leader", "王", "--owner", "派出") == {CEILING}
    assert codes("MS", "--leader", "王") == {CEILING}


def test_a_text_that_stands_in_no_measure_is_refused_with_what_comes_near(owned_db: Path) -> None:
    for command in COMMANDS:
        ran = run(owned_db, *command, "--leader", "王局长", on=ON)
        assert (ran.code, ran.out, ran.err) == (3, "", "Leader: no measure has “王局长”. Similar: 王区长.\n")
    nobody = run(owned_db, "status", "--support", "QQ", on=ON)
    assert (nobody.code, nobody.err) == (
        3, "Supporting units: no measure has “QQ”. To set it: nanhu-kpi measure edit SELECT --support NAME\n"
    )  # fmt: skip
    goals = run(owned_db, "export", "goals", "--owner", "经济", on=ON)
    assert (goals.code, goals.out) == (2, "")


@pytest.mark.parametrize(
    ("word", "field", "option"),
    [("经济服务办", "Owner", "--owner"), ("城管", "Supporting units", "--support"), ("王区长", "Leader", "--leader")],
)
def test_a_select_that_names_people_says_how_to_choose_by_them(
    owned_db: Path, word: str, field: str, option: str
) -> None:
    for command in ("status", "due", "entries", "weekly"):
        ran = run(owned_db, command, word, on=ON)
        assert (ran.code, ran.out) == (3, "")
        assert f"“{field}” does. To choose by it: nanhu-kpi status {option} {word}" in ran.err
        assert run(owned_db, "status", option, word, on=ON).code == 0


def test_what_was_chosen_is_said(owned_db: Path) -> None:
    said = run(owned_db, "status", "--leader", "王", "--owner", "经济", on=ON).out
    assert "Shown: 1 of 4 measures (owner 经济; leader 王)." in said
    assert "Only some measures (leader 王): 2 of 4." in run(owned_db, "weekly", "--leader", "王", on=ON).out
    assert "（分管领导 王）" in run(owned_db, "status", "--leader", "王", on=ON, lang="zh").out
