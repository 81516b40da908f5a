"""Rich tables that fit the width: columns are dropped in a set order, and wide texts wrapped; nothing is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from nanhu_kpi.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from nanhu_kpi.render.sheet import Align, Row, Section, Sheet

_GAP = 2
_NARROWEST = 8
_COMFORT = 26
_STYLES = {"green": "green", "yellow": "yellow", "red": "bold red", "dim": "dim"}


def print_sheet(sheet: Sheet, stream: TextIO, width: int | None = None) -> tuple[str, ...]:
    """Print the sheet as wide as the terminal and return the headers of the columns that had to be left out."""
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    fitted, dropped = fitted_to(sheet, console.width)
    widths = _widths(fitted, console.width)
    for line, style in ((fitted.title, "bold"), (fitted.headline, "")):
        _print_text(console, line, style)
    if fitted.facts:
        console.print()
        label = max(cell_len(name) for name, _ in fitted.facts)
        table = _grid([label, max(console.width - label - _GAP, _NARROWEST)], ["left", "left"])
        for name, value in fitted.facts:
            table.add_row(Text(name, style="bold"), Text(value))
        console.print(table)
    for section in fitted.sections:
        console.print()
        _print_text(console, section.heading, "bold cyan")
        _print_section(console, fitted, section, widths)
    if fitted.notes:
        console.print()
    for note in fitted.notes:
        _print_text(console, note, "dim")
    return dropped


def fitted_to(sheet: Sheet, width: int) -> tuple[Sheet, tuple[str, ...]]:
    """Return the sheet without the columns that do not fit into `width`, and their headers.

    A column that wraps needs no more than a comfortable width; what may be dropped goes in the order of `drop`.
    """
    natural = _natural(sheet)
    needed = [
        min(size, max(_COMFORT, cell_len(column.header))) if column.wraps else size
        for column, size in zip(sheet.columns, natural, strict=True)
    ]
    kept = list(range(len(sheet.columns)))
    order = sorted((column.drop, at) for at, column in enumerate(sheet.columns) if column.drop is not None)
    dropped = []
    for _, at in order:
        if sum(needed[place] for place in kept) + _GAP * (len(kept) - 1) <= width:
            break
        kept.remove(at)
        dropped.append(sheet.columns[at].header)
    return sheet.keeping(kept), tuple(dropped)


def _natural(sheet: Sheet) -> list[int]:
    """Return how wide each column's widest cell is."""
    rows = [row for section in sheet.sections for row in section.rows]
    return [
        max([cell_len(column.header), *(cell_len(row.cells[at]) for row in rows)])
        for at, column in enumerate(sheet.columns)
    ]


def _widths(sheet: Sheet, width: int) -> list[int]:
    """Return the columns' widths within `width`: those that wrap give way first, then any but the codes."""
    widths = _natural(sheet)
    wrapping = [at for at, column in enumerate(sheet.columns) if column.wraps]
    for places, narrowest in ((wrapping, _NARROWEST), (range(1, len(widths)), _NARROWEST - 2)):
        while places and sum(widths) + _GAP * (len(widths) - 1) > width:
            widest = max(places, key=lambda at: widths[at])
            if widths[widest] <= narrowest:
                break
            widths[widest] -= 1
    return widths


def _grid(widths: list[int], aligns: Sequence[Align]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, _GAP, 0, 0))
    for size, align in zip(widths, aligns, strict=True):
        table.add_column(width=size, justify=align, overflow="fold")
    return table


def _print_text(console: Console, text: str, style: str) -> None:
    if text:
        console.print(Text("\n".join(wrapped(text, console.width, cell_len)), style=style))


def _print_section(console: Console, sheet: Sheet, section: Section, widths: list[int]) -> None:
    """Print a section's rows under one header, each group under its own line."""
    aligns = [column.align for column in sheet.columns]
    header = _grid(widths, aligns)
    header.add_row(*(Text(column.header, style="underline") for column in sheet.columns))
    console.print(header)
    for group in section.groups:
        _print_text(console, group.heading, "bold")
        # A cell a column with a line a row: rich lays out each cell of a table on its own, and 150 rows of them take
        # eight times as long.
        table = _grid(widths, aligns)
        table.add_row(*_column_texts(sheet, group.rows, widths))
        console.print(table)


def _column_texts(sheet: Sheet, rows: tuple[Row, ...], widths: list[int]) -> list[Text]:
    columns = [Text(no_wrap=True, overflow="crop") for _ in sheet.columns]
    for row in rows:
        lines = [wrapped(cell, size, cell_len) for cell, size in zip(row.cells, widths, strict=True)]
        height = max(len(cell) for cell in lines)
        for at, cell in enumerate(lines):
            style = _STYLES.get(row.style, "") if row.mark == sheet.columns[at].key else ""
            for line in (*cell, *[""] * (height - len(cell))):
                columns[at].append(f"{line}\n", style=style)
    for text in columns:
        text.right_crop(1)
    return columns
