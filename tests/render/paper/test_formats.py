"""A format of papers is a module and one line: everything that names the formats follows from the line."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.exchange.formats import FOR_SCRIPTS
from nanhu_kpi.render.paper.formats import PAPER_FORMATS, PaperFormat, PaperLayout
from tests.support.views import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    from nanhu_kpi.render.paper.blocks import Paper


COMMANDS = [("weekly",), ("status",), ("show", "JJ09")]


def write_titles(papers: Sequence[Paper], stream: TextIO, _layout: PaperLayout) -> list[str]:
    stream.writelines(f"{paper.title} {paper.issue}\n" for paper in papers)
    return []


@pytest.fixture
def two_more(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Add two formats: one whose module is there, and one whose library is not."""
    monkeypatch.setitem(sys.modules, "titles_of_papers", SimpleNamespace(write=write_titles))
    PAPER_FORMATS.append(PaperFormat("titles", (".ttl",), "titles_of_papers"))
    PAPER_FORMATS.append(PaperFormat("absent", (".abs",), "no_such_library", library_missing="Install it."))
    yield
    del PAPER_FORMATS[-2:]


@pytest.mark.usefixtures("two_more")
@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("weekly", "--week", "2024-W26"), "Nanhu Subdistrict: weekly progress on targets Issue 26, 2024\n"),
        (("status", "--year", "2024"), "Nanhu Subdistrict: progress against 2024 targets \n"),
        (("show", "JJ09"), "JJ09 Tourism companies attracted \n"),
    ],
)
def test_a_format_that_is_added_is_written_by_name_and_by_ending(
    seeded_db: Path, tmp_path: Path, words: tuple[str, ...], title: str
) -> None:
    told = run(seeded_db, *words, "-f", "Titles")
    assert (told.code, told.out) == (0, title)
    place = tmp_path / "sheet.ttl"
    assert run(seeded_db, *words, "-o", str(place)).code == 0
    assert place.read_text(encoding="utf-8") == told.out


@pytest.mark.usefixtures("two_more")
@pytest.mark.parametrize("words", COMMANDS)
def test_a_format_that_is_added_is_named_where_another_is_refused(
    seeded_db: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    assert "docx, titles, absent, csv" in run(seeded_db, *words, "-f", "odt").err
    assert ".docx, .ttl, .abs, .csv" in run(seeded_db, *words, "-o", str(tmp_path / "sheet.odt")).err


@pytest.mark.usefixtures("two_more")
@pytest.mark.parametrize("words", COMMANDS)
def test_a_format_without_its_library_is_refused_and_leaves_no_file(
    seeded_db: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    place = tmp_path / "sheet.abs"
    told = run(seeded_db, *words, "-o", str(place))
    assert (told.code, told.err, place.exists()) == (2, "Install it.\n", False)


def test_the_help_names_every_format() -> None:
    # Help is made when the commands are imported: a process of its own has the format from the start.
    program = """
import sys
from nanhu_kpi.render.paper.formats import PAPER_FORMATS, PaperFormat
PAPER_FORMATS.append(PaperFormat("titles", (".ttl",), "titles_of_papers"))
from nanhu_kpi.__main__ import main
for command in ("weekly", "status", "show"):
    main([command, "--help", "--lang", "en"])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    *first, last = [*(each.name for each in PAPER_FORMATS), "titles", *FOR_SCRIPTS]
    assert " ".join(done.stdout.split()).count(f"{', '.join(first)} or {last}.") == 3


def test_a_module_that_is_missing_itself_is_no_library_to_install() -> None:
    with pytest.raises(ModuleNotFoundError):
        PaperFormat("lost", (), "no_such_module").loaded()
