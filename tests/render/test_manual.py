"""The manual: the same in both languages, true to the command line, and every line in it runs."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from wcwidth import width as cells

from nanhu_kpi.render.manual import TOPICS, Manner, laid_out, topic_named
from tests.support.help_texts import commands_in, desk_with_files, lines_run
from tests.support.views import ROOT, run

LANGUAGES = ("zh", "en")
_PAGES = [(language, topic.name) for language in LANGUAGES for topic in TOPICS]
_OF_OTHERS = ("pip", "litestream", "pandas", "polars", "duckdb", "jq", "mlr", "dbs", "- path", "replica", "path")


def _page(language: str, name: str) -> str:
    return (ROOT / "nanhu_kpi" / "manual" / language / f"{name}.md").read_text(encoding="utf-8")


def _typed(page: str) -> list[str]:
    return [line[4:] for line in page.split("\n") if line.startswith("    nanhu-kpi ")]


def _named(words: list[str]) -> str:
    """Return the longest beginning of some words that names a command."""
    known = commands_in("en")
    return max((" ".join(words[:count]) for count in range(3) if " ".join(words[:count]) in known), key=len)


def test_both_languages_have_the_same_topics_sections_and_lines_to_type() -> None:
    for topic in TOPICS:
        zh, en = (_page(language, topic.name) for language in LANGUAGES)
        assert [line.count("#") for line in zh.split("\n") if line.startswith("#")] == [
            line.count("#") for line in en.split("\n") if line.startswith("#")
        ], topic.name
        assert [_named(line.split()[1:]) for line in _typed(zh)] == [_named(line.split()[1:]) for line in _typed(en)]
    written = {path.stem for language in LANGUAGES for path in (ROOT / "nanhu_kpi/manual" / language).iterdir()}
    assert written == {topic.name for topic in TOPICS}


def test_a_topic_bears_no_name_of_a_command_or_of_another_topic() -> None:
    names = [name for topic in TOPICS for name in (topic.name, *topic.names)]
    assert len(names) == len(set(names))
    assert set(names) & commands_in("en").keys() == set()


@pytest.mark.parametrize(("language", "name"), _PAGES)
def test_commands_and_options_that_the_manual_names_are_there(language: str, name: str) -> None:
    known = commands_in("en")
    every = {option for helped in known.values() for option in helped.options}
    spans = [*_typed(_page(language, name)), *re.findall(r"`([^`\n]+)`", _page(language, name))]
    assert spans
    for span in spans:
        words = [word for word in span.removeprefix("nanhu-kpi ").split() if word]
        if span.startswith(_OF_OTHERS):
            continue
        command = _named(words)
        if words[0].isalpha() and words[0].islower() and len(words) > 1:
            assert command, span
        options = {word for word in words if re.fullmatch(r"--?[a-z][a-z-]*", word)}
        assert options <= (known[command].options | known[""].options if command else every), span


def test_every_line_to_type_in_the_manual_runs(demo_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk_with_files(demo_db))
    done: set[str] = set()
    for language, name in _PAGES:
        lines = [line for line in _typed(_page(language, name)) if line not in done]
        done |= set(lines)
        db = Path(shutil.copy2(demo_db, demo_db.with_name("tried.db")))
        assert run(db, "log", "JJ09+1", on="2024-07-01").code == 0
        assert lines_run(db, lines, language) == []
    assert len(done) > 30


@pytest.mark.parametrize("width", [40, 80])
def test_a_page_fits_the_width_and_keeps_what_it_says(width: int) -> None:
    for language, name in _PAGES:
        lines = list(laid_out(_page(language, name), width))
        assert [line.text for line in lines if line.part is not Manner.TYPED and cells(line.text) > width] == []
        assert "`" not in "".join(line.text for line in lines if line.part is not Manner.TYPED)
        assert [line.text.strip() for line in lines if line.part is Manner.TYPED] == [
            line.strip() for line in _page(language, name).split("\n") if line.startswith("    ")
        ]


def test_a_topic_answers_to_its_names_in_both_languages() -> None:
    assert {topic_named(text) for text in ("登记", "recording", " Recording ", "ＲＥＣＯＲＤ")} == {TOPICS[0]}
    assert topic_named("nothing") is None
