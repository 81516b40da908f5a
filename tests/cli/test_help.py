"""Help and usage errors in both languages: every command, nothing left in the other tongue."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Literal values, names of files and variables, and click's own signs of a usage line.
_LITERALS = {
    "behind", "urgency", "code", "least", "most", "owner", "leader", "support", "week", "month", "quarter", "year",
    "nanhu", "NANHU", "LANG", "PAGER", "less",
    "data", "table", "plain", "json", "jsonl", "OPTIONS", "COMMAND", "ARGS", "WHAT",
    "xlsx", "Excel", "markdown", "html", "docx", "Datasette", "datapackage", "Dask", "part", "parent", "offices",
    "problems", "TOML", "toml",
}  # fmt: skip
_ERRORS = [
    ["nothing"],
    ["stats"],  # near a command's name
    ["measure", "nothing"],
    ["measure", "lst"],  # near the name of a command below another
    ["measure"],
    ["show"],
    ["show", "JJ03", "JJ04"],
    ["status", "--nothing"],
    ["status", "--forma", "csv"],  # near an option's name
    ["log", "JJ03+1", "--nothing"],
    ["status", "--year"],
    ["status", "--year", "soon"],
    ["entries", "--last", "-5"],
    ["export", "nothing"],
    ["export"],
    ["status", "--quiet=no"],
]
_LISTS = [["area", "list"], ["goal", "list"], ["measure", "list"], ["status", "--all"], ["show", "JJ03"]]
# One process a language: help is made when the commands are imported.
_DRIVER = """
import contextlib, io, json, sys
import click
from nanhu_kpi.__main__ import main

language, lines = json.load(sys.stdin)

def said(words):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main([*words, "--lang", language])
    return {"words": words, "code": code, "text": out.getvalue()}

said(["--version"])
from nanhu_kpi.cli.app import command

def commands(command, path):
    yield command, path
    context = click.Context(command)
    names = command.list_commands(context) if isinstance(command, click.Group) else []
    for name in names:
        below = command.get_command(context, name)  # type: ignore[attr-defined]
        yield from commands(below, [*path, name])

found = list(commands(command, []))
params = [(path, param) for command, path in found for param in command.params]
json.dump({
    "helps": [said([*path, "--help"]) for _, path in found],
    "answers": [said(words) for words in lines],
    "names": [path[-1] for _, path in found if path],
    "choices": [getattr(word, "value", word) for _, param in params for word in getattr(param.type, "choices", [])],
    "unexplained": [f"{' '.join(path)} {param.name}" for path, param in params if not getattr(param, "help", None)],
}, sys.stdout)
"""


class Answer(NamedTuple):
    words: list[str]
    code: int
    text: str


class Told(NamedTuple):
    """What the whole command line says in one language."""

    helps: list[Answer]
    answers: list[Answer]
    names: set[str]  # of commands
    choices: set[str]  # literal values of options and arguments
    unexplained: list[str]  # options and arguments without a word of help


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Told]:
    folder = tmp_path_factory.mktemp("help")
    _python(folder, ["-m", "nanhu_kpi", "db", "init", str(folder / "nanhu.db")])
    return cache(lambda language: _told(folder, language))


def _told(folder: Path, language: str) -> Told:
    raw = json.loads(_python(folder, ["-c", _DRIVER], json.dumps([language, _ERRORS + _LISTS])))
    helps, answers = ([Answer(**answer) for answer in raw[key]] for key in ("helps", "answers"))
    return Told(helps, answers, set(raw["names"]), set(raw["choices"]), raw["unexplained"])


def _python(folder: Path, words: list[str], stdin: str = "") -> str:
    environ = {**os.environ, "NANHU_DB": str(folder / "nanhu.db"), "PYTHONUTF8": "1", "COLUMNS": "200"}
    environ.pop("NANHU_LANG", None)
    done = subprocess.run(
        [sys.executable, *words], input=stdin, capture_output=True, encoding="utf-8", env=environ, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _english(told: Told, answer: Answer) -> set[str]:
    """Return the English words of four letters and more, other than options, literals and what was typed."""
    text = re.sub(r"--[a-z][a-z-]*", "", _said(answer))
    known = {*told.names, *told.choices, *_LITERALS, *answer.words}
    return set(re.findall(r"[A-Za-z]{4,}", text)) - known


def _chinese(answer: Answer) -> set[str]:
    """Return the Chinese signs, other than the 万 that a value may take."""
    return set(re.findall(r"[\u3000-\u9fff\uff00-\uffef]+", _said(answer))) - {"万"}


def _said(answer: Answer) -> str:
    """Return what is said, without the lines of a help that can be typed as they stand."""
    return re.sub(r"(?m)^  nanhu-kpi .*(\n  \S.*)*$", "", answer.text)


def test_help_is_there_for_every_command(told: Callable[[str], Told]) -> None:
    answers = told("en").helps
    assert len(answers) > 10
    assert [answer.words for answer in answers if answer.code != 0 or "Usage: nanhu-kpi" not in answer.text] == []


def test_help_explains_every_option_and_argument(told: Callable[[str], Told]) -> None:
    assert told("en").unexplained == []


def test_chinese_help_has_no_english_left(told: Callable[[str], Told]) -> None:
    zh = told("zh")
    assert {" ".join(answer.words): left for answer in zh.helps if (left := _english(zh, answer))} == {}


def test_english_help_has_no_chinese_left(told: Callable[[str], Told]) -> None:
    assert {" ".join(answer.words): left for answer in told("en").helps if (left := _chinese(answer))} == {}


@pytest.mark.parametrize("words", _ERRORS, ids=" ".join)
def test_a_usage_error_is_told_in_chinese(told: Callable[[str], Told], words: list[str]) -> None:
    answer = next(answer for answer in told("zh").answers if answer.words == words)
    assert answer.code == 2
    assert _chinese(answer)
    assert _english(told("zh"), answer) == set()


@pytest.mark.parametrize("words", _ERRORS, ids=" ".join)
def test_a_usage_error_is_told_in_english(told: Callable[[str], Told], words: list[str]) -> None:
    answer = next(answer for answer in told("en").answers if answer.words == words)
    assert answer.code == 2
    assert _chinese(answer) == set()


@pytest.mark.parametrize("words", _LISTS, ids=" ".join)
def test_tables_in_english_have_no_chinese_in_them(told: Callable[[str], Told], words: list[str]) -> None:
    answer = next(answer for answer in told("en").answers if answer.words == words)
    assert (answer.code, _chinese(answer)) == (0, set())
