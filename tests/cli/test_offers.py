"""Completion offers values: every option and argument that has them, with names, and free text by a list."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
from click.shell_completion import ShellComplete
from typer.core import TyperArgument

from nanhu_kpi.cli.app import command
from nanhu_kpi.cli.context import Surroundings
from nanhu_kpi.cli.offers import OFFERS
from nanhu_kpi.i18n import activate
from tests.support.commands import NOW
from tests.support.views import at_rest, environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What only its writer knows.
_FREE = {
    "note", "issue", "next_", "reason", "document", "add", "total", "reading", "search", "name_zh", "name_en", "source",
    "points", "times", "step", "jobs", "scheduler", "worksheet", "sheet", "width", "limit",
}  # fmt: skip
_FREE_OF = {"goal add code", "measure add code", "config set words", "entries newest"}
_FILES = {
    "file",
    "files",
    "places",
    "offices",
    "catalogue",
    "evidence",
    "path",
    "to",
    "source",
    "output",
    "problems",
    "db",
}


def _parameters() -> Iterator[tuple[str, click.Context, click.Parameter]]:
    """Yield every option and argument that takes a value, with its command's name and context."""

    def below(context: click.Context, path: list[str]) -> Iterator[tuple[str, click.Context, click.Parameter]]:
        for param in context.command.params:
            if not getattr(param, "is_flag", False):
                yield f"{' '.join(path)} {param.name}", context, param
        if isinstance(context.command, click.Group):
            for name in context.command.list_commands(context):
                inner = context.command.get_command(context, name)
                assert inner
                yield from below(inner.context_class(inner, info_name=name, parent=context), [*path, name])

    yield from below(click.Context(command, info_name="nanhu-kpi", obj=Surroundings(lambda: NOW)), [])


def _offered(words: str, incomplete: str = "") -> dict[str, str | None]:
    activate("en")
    shell = ShellComplete(command, {"obj": Surroundings(lambda: NOW)}, "nanhu-kpi", "_NANHU_KPI_COMPLETE")
    return {item.value: item.help for item in shell.get_completions(words.split(), incomplete)}


def test_every_option_and_argument_offers_values_or_is_a_file_or_free_text(
    demo_db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NANHU_DB", str(demo_db))
    before = at_rest(demo_db)
    found = list(_parameters())
    assert len(found) > 150
    without = []
    for name, context, param in found:
        is_free = param.name in _FREE or name in _FREE_OF
        if not param.shell_complete(context, "") and not is_free and param.name not in _FILES:
            without.append(name)
    assert without == []
    assert at_rest(demo_db) == before


def test_what_is_asked_for_is_known() -> None:
    assert set(OFFERS) >= {"codes", "goals", "owners", "weeks", "batches", "entries", "months", "lights"}
    assert any(isinstance(param, TyperArgument) for _, _, param in _parameters())


@pytest.mark.parametrize(
    ("words", "incomplete", "value", "meaning"),
    [
        ("status --light", "red,", "red,yellow", "yellow"),
        ("status --status", "far", "far_behind", "far behind"),
        ("status --sort", "", "urgency", "the most urgent first"),
        ("status --owner", "综", "综合行政执法队", "11 measures"),
        ("status", "jj-g", "jj-g4", "Prominence of the commercial district"),
        ("status", "J", "JJ", "Economy"),
        ("show", "JJ-0", "JJ-09", "Tourism companies attracted"),
        ("weekly --week", "2024-W2", "2024-W26", "2024-06-24 to 2024-06-30"),
        ("status --month", "2023", "2023-12", None),
        ("status --quarter", "", "2024Q2", None),
        ("period close", "2024-05", "2024-05", None),
        ("entries --from", "2024-06-3", "2024-06-30", "yesterday"),
        ("log JJ09+1 --by", "", "陈晓琳", None),
        ("target carry", "", "2025", None),
        ("measure edit JJ01 --goal", "JJ-G1", "JJ-G1", "Investment and industrial upgrading"),
        ("export entries -f", "js", "jsonl", None),
        ("weekly -f", "d", "docx", None),
        ("help", "backu", "backups", "Backups and restoring"),
    ],
)
def test_values_come_with_what_they_mean(
    demo_db: Path, monkeypatch: pytest.MonkeyPatch, words: str, incomplete: str, value: str, meaning: str | None
) -> None:
    monkeypatch.setenv("NANHU_DB", str(demo_db))
    offered = _offered(words, incomplete)
    assert value in offered
    assert all(each.startswith(incomplete) for each in offered)
    if meaning is not None:
        assert offered[value] == meaning


def test_ids_and_batches_are_the_newest_and_say_what_they_are(demo_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NANHU_DB", str(demo_db))
    assert all(meaning and "2024-06-2" in meaning for meaning in _offered("void").values())
    assert all(meaning and "2024-06-2" in meaning for meaning in _offered("undo").values())


def test_bash_lists_names_and_inserts_none(demo_db: Path) -> None:
    def told(words: str, key: str) -> list[str]:
        asked = {
            "_NANHU_KPI_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1),
            "COMP_TYPE": key, "NANHU_DB": str(demo_db), "NANHU_LANG": "en",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", "from nanhu_kpi.__main__ import run; import sys; sys.argv = ['nanhu-kpi']; run()"],
            capture_output=True, text=True, check=True, env=environment() | asked,
        )  # fmt: skip
        return done.stdout.splitlines()

    listed, inserted = told("nanhu-kpi show JJ0", "63"), told("nanhu-kpi show JJ0", "9")
    assert listed[2] == "JJ03  Companies attracted and settled"
    assert inserted[2] == "JJ03"
    assert told("nanhu-kpi show JJ03", "63") == ["JJ03"]


def test_the_script_for_bash_says_which_key_asks() -> None:
    done = subprocess.run(
        ["/bin/bash", "-c", f"{sys.executable} -m nanhu_kpi --show-completion; true"],
        capture_output=True, text=True, check=False, env=environment(),
    )  # fmt: skip
    assert "COMP_TYPE=$COMP_TYPE" in done.stdout
