"""A paper in a terminal, in colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from nanhu_kpi.render.paper import Bars, Curves, Heading, Items, Paragraph, Signatures, Table
from nanhu_kpi.render.sheet import Sheet
from nanhu_kpi.render.terminal import print_sheet
from nanhu_kpi.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from nanhu_kpi.render.paper import Block, Paper


def print_papers(papers: Iterable[Paper], stream: TextIO) -> list[str]:
    """Print the papers as wide as the terminal, and return the headers of the columns that found no room."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    dropped: list[str] = []
    for paper in papers:
        _print(console, paper.title, "bold")
        for line in (f"{paper.office}  {paper.issue}", f"{paper.days}  {paper.printed}"):
            _print(console, line, "dim")
        for block in paper.blocks:
            dropped += [header for header in _print_block(console, block, stream) if header not in dropped]
    return dropped


def _print_block(console: Console, block: Block, stream: TextIO) -> tuple[str, ...]:
    if isinstance(block, Table):
        return print_sheet(Sheet("", "", block.columns, block.sections), stream)
    if isinstance(block, Heading):
        console.print()
        _print(console, block.text, "bold cyan" if block.level == 1 else "bold")
    elif isinstance(block, Paragraph):
        _print(console, block.text)
    elif isinstance(block, Items):
        for row in block.rows:
            _print(console, f"- {row}", "dim")
    elif isinstance(block, Bars):
        for bar in block.bars:
            _print(console, f"{bar.label}  {bar.text}")
    elif isinstance(block, Signatures):
        console.print()
        _print(console, "    ".join(block.lines))
    elif not isinstance(block, Curves):  # the table above curves has their figures
        raise TypeError(block)
    return ()


def _print(console: Console, text: str, style: str = "") -> None:
    console.print(Text("\n".join(wrapped(text, console.width, cell_len)), style=style))
