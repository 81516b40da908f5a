"""The README: what a newcomer needs on a screen and a half, in two languages that say the same, and true."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.support.views import ROOT, run

PAGES = {"en": (ROOT / "README.md").read_text("utf-8"), "zh": (ROOT / "README.zh.md").read_text("utf-8")}


def _block(page: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def _lines(page: str) -> list[str]:
    return [line.partition("#")[0].strip() for line in _block(page, "text")[0].splitlines()]


def test_it_holds_the_two_commands_and_ten_lines_to_try_alike_in_both_languages() -> None:
    assert _block(PAGES["en"], "sh") == _block(PAGES["zh"], "sh")
    assert len(_block(PAGES["en"], "sh")) == 2
    en, zh = (_lines(PAGES[language]) for language in ("en", "zh"))
    assert len(en) == 10
    assert [line.split()[:2] for line in en] == [line.split()[:2] for line in zh]
    assert [page.count("\n## ") for page in PAGES.values()] == [3, 3]


def test_it_is_read_on_a_screen_and_a_half() -> None:
    assert {language: page.count("\n") < 65 for language, page in PAGES.items()} == {"en": True, "zh": True}


def test_what_it_shows_and_points_to_is_there() -> None:
    for language, page in PAGES.items():
        places = [place for place in re.findall(r'(?:\]\(|src=")([^)"]+)', page) if "://" not in place]
        assert len(places) >= 6
        assert [place for place in places if not (ROOT / place).exists()] == []
        pictures = [place for place in places if place.startswith(".github/pictures/")]
        assert [Path(place).stem.rpartition(".")[2] for place in pictures] == [language] * 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_line_to_try_runs(language: str, demo_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = demo_db.with_name("desk")
    folder.mkdir()
    monkeypatch.chdir(folder)
    first, second, *others = _lines(PAGES[language])
    built = run(demo_db, *shlex.split(first)[1:], on="2024-01-05", lang=language)
    assert (built.code, first.split()[-1]) == (0, second.partition("=")[2])
    db = Path(shutil.copy2(demo_db, folder / first.split()[-1]))  # of half a year, which takes longer to make
    for line in others:
        outcome = run(db, *shlex.split(line)[1:], on="2024-07-01", lang=language)
        assert outcome.code == 0, (line, outcome)
