"""Rich tables that fit the width: columns are dropped in a set order, and wide texts wrapped; nothing is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from typing import TextIO

    from nanhu_kpi.render.sheet import Row, Section, Sheet

_GAP = 2
_NARROWEST = 8
_COMFORT = 22
_STYLES = {"green": "green", "yellow": "yellow", "red": "bold red", "dim": "dim", "head": "bold"}


def print_sheet(sheet: Sheet, stream: TextIO, width: int | None = None) -> tuple[str, ...]:
    """Print the sheet as wide as the terminal and return the headers of the columns that had to be left out."""
    console = Console(file=stream, width=width, highlight=False, markup=False, emoji=False)
    fitted, dropped = fitted_to(sheet, console.width)
    widths = _widths(fitted, console.width)
    for line, style in ((fitted.title, "bold"), (fitted.headline, "")):
        if line:
            console.print(Text(line, style=style))
    if fitted.facts:
        console.print()
        label = max(cell_len(name) for name, _ in fitted.facts)
        table = _grid([label, max(console.width - label - _GAP, _NARROWEST)], ["left", "left"])
        for name, value in fitted.facts:
            table.add_row(Text(name, style="bold"), Text(value))
        console.print(table)
    for section in fitted.sections:
        console.print()
        if section.heading:
            console.print(Text(section.heading, style="bold cyan"))
        console.print(_table(console, fitted, section, widths))
    if fitted.notes:
        console.print()
    for note in fitted.notes:
        console.print(Text(note, style="dim"))
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
    """Return how wide each column's widest cell is; a heading row's own text runs on over its neighbours."""
    rows = [row for section in sheet.sections for row in section.rows if row.style != "head"]
    return [
        max([cell_len(column.header), *(cell_len(row.cells[at]) for row in rows)])
        for at, column in enumerate(sheet.columns)
    ]


def _widths(sheet: Sheet, width: int) -> list[int]:
    """Return the columns' widths within `width`: the widest of those that wrap gives way first."""
    widths = _natural(sheet)
    codes = [cell_len(row.cells[0]) for section in sheet.sections for row in section.rows]
    if codes:
        widths[0] = max(widths[0], *codes)
    wrapping = [at for at, column in enumerate(sheet.columns) if column.wraps]
    while sum(widths) + _GAP * (len(widths) - 1) > width:
        widest = max(wrapping, key=lambda at: widths[at], default=None)
        if widest is None or widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
    return widths


def _grid(widths: list[int], aligns: list[str]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, _GAP, 0, 0))
    for size, align in zip(widths, aligns, strict=True):
        table.add_column(width=size, justify=align, overflow="fold")  # type: ignore[arg-type]
    return table


def _table(console: Console, sheet: Sheet, section: Section, widths: list[int]) -> Table:
    # A cell a column with a line a row: rich lays out each cell of a table on its own, and 150 rows of them take
    # eight times as long (lab figures: 100 ms against 12.5).
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="underline")
    columns = [Text(no_wrap=True, overflow="crop") for _ in sheet.columns]
    for row in section.rows:
        lines = [_lines(console, sheet, row, at, widths) for at in range(len(columns))]
        height = max(len(cell) for cell in lines)
        for at, cell in enumerate(lines):
            style = _STYLES.get(row.style, "") if row.style == "head" or row.mark == sheet.columns[at].key else ""
            for line in (*cell, *[""] * (height - len(cell))):
                columns[at].append(f"{line}\n", style=style)
    for column, size in zip(sheet.columns, widths, strict=True):
        table.add_column(Text(column.header), width=size, justify=column.align, no_wrap=True)
    for text in columns:
        text.right_crop(1)
    table.add_row(*columns)
    return table


def _lines(console: Console, sheet: Sheet, row: Row, at: int, widths: list[int]) -> list[str]:
    cell = row.cells[at]
    if cell_len(cell) <= widths[at] or not sheet.columns[at].wraps:
        return [cell]
    return [line.plain.rstrip() for line in Text(cell).wrap(console, widths[at])]
