"""Rich tables that fit the width: columns are dropped in a set order, and wide texts wrapped; nothing is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from nanhu_kpi.render.formats.layout import GAP, NARROWEST, fitted_to, widths_in, wrapped_row
from nanhu_kpi.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from nanhu_kpi.render.sheet import Align, Row, Section, Sheet, SheetColumn

    Fact = tuple[str, str]

_USUAL_WIDTH = 80
_STYLES = {"green": "green", "yellow": "yellow", "red": "bold red", "dim": "dim"}


def console_on(stream: TextIO, width: int | None = None) -> Console:
    """Return a console that shows texts as they are; 80 columns wide where the terminal says it has none."""
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    if console.width < 1:  # COLUMNS=0
        console.width = _USUAL_WIDTH
    return console


def print_sheet(sheet: Sheet, stream: TextIO, width: int | None = None) -> tuple[str, ...]:
    """Print the sheet as wide as the terminal and return the headers of the columns that had to be left out."""
    console = console_on(stream, width)
    fitted, dropped = fitted_to(sheet, console.width, cell_len)
    widths = widths_in(fitted, console.width, cell_len)
    for line, style in ((fitted.title, "bold"), (fitted.headline, "")):
        _print_text(console, line, style)
    if fitted.facts:
        console.print()
        _print_facts(console, fitted.facts)
    for section in fitted.sections:
        console.print()
        _print_text(console, section.heading, "bold cyan")
        print_section(console, fitted.columns, section, widths)
    if fitted.notes:
        console.print()
    for note in fitted.notes:
        _print_text(console, note, "dim")
    return dropped


def _print_facts(console: Console, facts: Sequence[Fact]) -> None:
    """Print facts a line each, two short ones beside each other."""
    label = max(cell_len(name) for name, _ in facts)
    half = (console.width - GAP) // 2
    left = list(facts)
    while left:
        row = left[:2] if all(label + GAP + cell_len(value) <= half for _, value in left[:2]) else left[:1]
        left = left[len(row) :]
        if len(row) == 1:
            table = _grid([label, max(console.width - label - GAP, NARROWEST)], ["left", "left"])
        else:
            table = _grid([label, half - label - GAP] * 2, ["left"] * 4)
        table.add_row(*(cell for name, value in row for cell in (Text(name, style="bold"), Text(value))))
        console.print(table)


def _grid(widths: Sequence[int], aligns: Sequence[Align], gap: int = GAP) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, gap, 0, 0))
    for size, align in zip(widths, aligns, strict=True):
        table.add_column(width=size, justify=align, overflow="fold")
    return table


def _print_text(console: Console, text: str, style: str) -> None:
    if text:
        console.print(Text("\n".join(wrapped(text, console.width, cell_len)), style=style))


def print_section(
    console: Console, columns: Sequence[SheetColumn], section: Section, widths: Sequence[int], gap: int = GAP
) -> None:
    """Print a section's rows under one header, each group under its own line."""
    aligns = [column.align for column in columns]
    header = _grid(widths, aligns, gap)
    for line in zip(*wrapped_row([column.header for column in columns], widths, cell_len), strict=True):
        header.add_row(*(Text(word, style="underline") for word in line))
    console.print(header)
    for group in section.groups:
        _print_text(console, group.heading, "bold")
        # A cell a column with a line a row: rich lays out each cell of a table on its own, and 150 rows of them take
        # eight times as long.
        table = _grid(widths, aligns, gap)
        table.add_row(*_column_texts(columns, group.rows, widths))
        console.print(table)


def _column_texts(columns: Sequence[SheetColumn], rows: tuple[Row, ...], widths: Sequence[int]) -> list[Text]:
    texts = [Text(no_wrap=True, overflow="crop") for _ in columns]
    for row in rows:
        for at, cell in enumerate(wrapped_row(row.cells, widths, cell_len)):
            style = _STYLES.get(row.style, "") if row.mark == columns[at].key else ""
            for line in cell:
                texts[at].append(f"{line}\n", style=style)
    for text in texts:
        text.right_crop(1)
    return texts
