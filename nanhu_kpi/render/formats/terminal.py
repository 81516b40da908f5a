"""Rich tables that fit the width: columns are dropped in a set order, and wide texts wrapped; nothing is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment, Segments
from rich.text import Text

from nanhu_kpi.render.formats.layout import GAP, NARROWEST, fitted_to, widths_in, wrapped_row
from nanhu_kpi.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nanhu_kpi.render.sheet import Align, Row, Section, Sheet, SheetColumn

    Fact = tuple[str, str]

_USUAL_WIDTH = 80
_SIGN = 2  # cells that a Chinese sign takes
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


def print_lines(lines: Iterable[Iterable[tuple[str, str]]], stream: TextIO) -> None:
    """Print lines of painted pieces as they are."""
    console = console_on(stream)
    for line in lines:
        painted = (
            Segment(text, console.get_style(_STYLES.get(style, style)) if style else None) for text, style in line
        )
        console.print(Segments([*painted, Segment.line()]))


def _print_facts(console: Console, facts: Sequence[Fact]) -> None:
    """Print facts a line each, two short ones beside each other."""
    from rich.table import Table

    label = max(cell_len(name) for name, _ in facts)
    half = (console.width - GAP) // 2
    left = list(facts)
    while left:
        row = left[:2] if all(label + GAP + cell_len(value) <= half for _, value in left[:2]) else left[:1]
        left = left[len(row) :]
        value_width = half - label - GAP if len(row) == 2 else max(console.width - label - GAP, NARROWEST)
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, GAP, 0, 0))
        for size in [label, value_width] * len(row):
            table.add_column(width=size, overflow="fold")
        table.add_row(*(cell for name, value in row for cell in (Text(name, style="bold"), Text(value))))
        console.print(table)


def _print_text(console: Console, text: str, style: str) -> None:
    if text:
        console.print(Text("\n".join(wrapped(text, console.width, cell_len)), style=style))


def print_section(
    console: Console, columns: Sequence[SheetColumn], section: Section, widths: Sequence[int], gap: int = GAP
) -> None:
    """Print a section's rows under one header, each group under its own line."""
    # Segments, not tables of rich: those lay each cell out anew, which takes as long as all the rest of `status`.
    widths = _squeezed(widths, console.width - gap * (len(widths) - 1))
    segments = []
    underlined = console.get_style("underline")
    for line in zip(*wrapped_row([column.header for column in columns], widths, cell_len), strict=True):
        words = [_padded(text, size, column.align) for text, size, column in zip(line, widths, columns, strict=True)]
        segments += _joined([[Segment(word, underlined)] for word in words], gap)
    console.print(Segments(segments))
    for group in section.groups:
        _print_text(console, group.heading, "bold")
        console.print(Segments(_row_segments(console, columns, group.rows, widths, gap)))


def _row_segments(
    console: Console, columns: Sequence[SheetColumn], rows: Sequence[Row], widths: Sequence[int], gap: int
) -> list[Segment]:
    segments = []
    for row in rows:
        style = console.get_style(_STYLES.get(row.style, ""))
        for line in zip(*wrapped_row(row.cells, widths, cell_len), strict=True):
            cells = []
            for text, size, column in zip(line, widths, columns, strict=True):
                word = Segment(text, style if row.mark == column.key else None)
                space = Segment(" " * (size - cell_len(text)))
                cells.append([space, word] if column.align == "right" else [word, space])
            segments += _joined(cells, gap)
    return segments


def _squeezed(widths: Sequence[int], room: int) -> list[int]:
    """Return the widths, the widest made narrower where a terminal has less room than columns ever ask for."""
    sizes = list(widths)
    while sum(sizes) > room and max(sizes) > _SIGN:
        sizes[sizes.index(max(sizes))] -= 1
    return sizes


def _padded(text: str, size: int, align: Align) -> str:
    space = " " * (size - cell_len(text))
    return f"{space}{text}" if align == "right" else f"{text}{space}"


def _joined(cells: Sequence[Sequence[Segment]], gap: int) -> list[Segment]:
    """Return the cells of a line with the gap between them, and the line's end."""
    segments = [*cells[0]]
    for cell in cells[1:]:
        segments += [Segment(" " * gap), *cell]
    return [*segments, Segment.line()]
