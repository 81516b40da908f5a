"""What a terminal shows in which colour."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.render.formats.terminal import print_lines, print_sheet
from nanhu_kpi.render.paper.blocks import Letterhead, Table
from nanhu_kpi.render.paper.terminal import print_papers
from nanhu_kpi.render.sheet import Row, RowGroup, Section, Sheet, SheetColumn
from tests.support.goldens import holds
from tests.support.papers import full_paper

if TYPE_CHECKING:
    from nanhu_kpi.render.sheet import Style

COLUMNS = (SheetColumn("code", "Code"), SheetColumn("actual", "Actual", "right"), SheetColumn("status", "Status"))


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True

    def shown(self) -> str:
        """Return what was printed, its colours as people can read them."""
        return re.sub(r"\x1b\[([\d;]*)m", r"<\1>", self.getvalue())


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("COLUMNS", "80")):
        monkeypatch.setenv(name, value)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


def test_a_light_colours_its_own_cell_and_headings_stand_out() -> None:
    styles: tuple[Style, ...] = ("green", "yellow", "red", "dim", "")
    rows = tuple(Row((f"JJ0{number}", "1.5", style or "none"), style, "status") for number, style in enumerate(styles))
    bare = RowGroup("", (Row(("JJ09", "超2", "bare"), "red"),))
    section = Section("Economy", (RowGroup("JJ-G1 Business", rows), bare))
    screen = Screen()
    print_sheet(Sheet("Standing", "5 measures", COLUMNS, (section,), ("A note.",)), screen)
    print_lines([(("red one", "red"), (" and ", ""), ("the rest", "bold"))], screen)
    holds("colours-sheet", screen.shown())


def test_a_paper_on_screen_has_the_colours_of_a_sheet() -> None:
    screen = Screen()
    given = full_paper(count=4)
    bare = Table(COLUMNS, (RowGroup("", (Row(("JJ09", "2", "red"), "red", "status"),)),))
    print_papers([given._replace(letterhead=Letterhead("简报"), blocks=(*given.blocks, bare))], screen)
    holds("colours-paper", screen.shown())
