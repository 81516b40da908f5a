"""A paper in a terminal, in colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len
from rich.text import Text

from nanhu_kpi.render.formats.terminal import console_on, print_section
from nanhu_kpi.render.paper.blocks import Bars, Block, Curves, Heading, Items, Paper, Paragraph, Signatures, Table
from nanhu_kpi.render.paper.layout import fitted_tables
from nanhu_kpi.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from nanhu_kpi.render.paper.formats import PaperLayout


def print_papers(papers: Iterable[Paper], stream: TextIO) -> list[str]:
    """Print the papers as wide as the terminal, and return the headers of the columns that found no room."""
    console = console_on(stream)
    dropped: list[str] = []
    for paper in papers:
        if paper.letterhead:
            _print(console, paper.letterhead.name, "bold red")
        _print(console, paper.title, "bold")
        for line in (f"{paper.office}  {paper.issue}", f"{paper.days}  {paper.printed}"):
            _print(console, line, "dim")
        fits = fitted_tables(paper.every, console.width, cell_len)
        for block in paper.every:
            if isinstance(block, Table):
                fitted = next(fits)
                (section,) = fitted.sheet.sections
                console.print()
                print_section(console, fitted.sheet.columns, section, fitted.widths, fitted.gap)
                dropped += [header for header in fitted.dropped if header not in dropped]
            else:
                _print_block(console, block)
        for line in paper.foot:
            _print(console, line, "dim")
    return dropped


def _print_block(console: Console, block: Block) -> None:
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
    elif isinstance(block, Curves):
        for curve in block.curves:
            _print(console, f"{curve.label}  {curve.text}")
    else:
        raise TypeError(block)


def _print(console: Console, text: str, style: str = "") -> None:
    lines = (line for part in text.split("\n") for line in wrapped(part, console.width, cell_len))
    console.print(Text("\n".join(lines), style=style))


def write(papers: Sequence[Paper], stream: TextIO, _layout: PaperLayout) -> list[str]:
    """Write the papers to `stream`, and return the headers of the columns that found no room."""
    return print_papers(papers, stream)
