"""How the tables of a paper fit a width: every figure that the sheet owes stays, in as few lines as the width allows.

Paper has room downwards. Where the width is short, heads take two lines, then columns that can stand under another do,
then words break and columns move closer; only then is anything left out.
"""

from __future__ import annotations

from functools import cache
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from wcwidth import wcswidth

from nanhu_kpi.i18n import clauses
from nanhu_kpi.render.formats.layout import GAP
from nanhu_kpi.render.paper.blocks import Block, Table
from nanhu_kpi.render.sheet import Row, Section, Sheet, SheetColumn, section_of
from nanhu_kpi.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nanhu_kpi.render.formats.layout import Cells

# What a column of sentences wants, and what it bears where every other one has given way.
_COMFORT, _BEARABLE = 16, 14
_CLOSE = 1
# A Chinese word of four signs, such as a status, stays on a line.
_SHORT, _SHORT_HEAD = 8, 6
_NARROWEST = 6
_TALL = 3
# The light and the word of a status stay on one line.
_STATUS = 16
# A text that is wider breaks anywhere.
_LONGEST = 60
# What the edges of a cell take on both sides, in half signs.
EDGES = 1
_THIN = "iljtfr .,;:'|!()-"
# In hundredths of a half sign: sums of fractions come out one way in one Python and another way in the next.
_WIDE, _THIN_SIGN, _LETTER, _CAPITAL = 200, 80, 125, 175
# So many letters take one more when they are bold.
_BOLD = 12


class Fitted(NamedTuple):
    """A sheet whose columns have these widths with `gap` blanks between, and the headers of those left out."""

    sheet: Sheet
    widths: tuple[int, ...]
    gap: int
    dropped: tuple[str, ...]


class _Size(NamedTuple):
    """How wide a column may be: at least, with its cells on one line, with nine in ten of them, and with its head."""

    floor: int
    good: int
    most: int
    whole: int


def fitted_tables(blocks: Iterable[Block], width: int, cells: Cells) -> Iterator[Fitted]:
    """Yield how each table of the blocks fits: those with the same columns stand the same way on every page."""
    tables = [block for block in blocks if isinstance(block, Table)]
    fits = {}
    for columns in dict.fromkeys(table.columns for table in tables):
        alike = tuple(Section("", table.groups) for table in tables if table.columns == columns)
        fits[columns] = fitted_on_paper(Sheet("", "", columns, alike), width, cells)
    sections = {columns: iter(fitted.sheet.sections) for columns, fitted in fits.items()}
    for table in tables:
        fitted = fits[table.columns]
        yield fitted._replace(sheet=fitted.sheet._replace(sections=(next(sections[table.columns]),)))


def widths_on_page(sheet: Sheet, room: int, cells: Cells) -> tuple[int, ...]:
    """Return the widths of columns that all stay, in a room of less than their edges; `cells` counts what a text takes.

    Where even broken words find no room, the sum of the widths may stay above it.
    """
    sizes = _sizes(sheet, cells)
    for tight in (False, True):
        least = [_least(column, size, tight=tight) for column, size in zip(sheet.columns, sizes, strict=True)]
        if sum(least) <= room:
            return _widened(sheet, sizes, _in_few_lines(sheet, sizes, least, room, cells), room)
    return _narrowed(sheet, least, room)


def _in_few_lines(
    sheet: Sheet, sizes: Sequence[_Size], widths: Sequence[int], room: int, cells: Cells
) -> tuple[int, ...]:
    """Return the widths with what is left of the room given to sentences, each time to those that it saves most lines.

    A row is as tall as its tallest cell.
    """
    wider = [size if column.wraps else min(good.good, size + room) for column, size, good in zip(
        sheet.columns, widths, sizes, strict=True)]  # fmt: skip
    if sum(wider) > room:
        return tuple(widths)
    rows = [row for section in sheet.sections for row in section.rows]
    taken = [[[cells(line) for line in row.cells[at].split("\n")] for row in rows] for at in range(len(wider))]

    @cache
    def lines(at: int, size: int) -> tuple[int, ...]:
        return tuple([sum([-(-width // max(size, 1)) or 1 for width in cell]) for cell in taken[at]])

    def tall(widths: Sequence[int]) -> tuple[int, int]:
        """Return how tall all rows are, and then how tall all sentences are by themselves."""
        columns = [lines(at, size) for at, size in enumerate(widths)]
        return sum(map(max, zip(*columns, strict=True))), sum(map(sum, columns))

    wrapping = [at for at, column in enumerate(sheet.columns) if column.wraps]
    while left := room - sum(wider):
        height, all_lines = tall(wider)
        saved = []
        for at in wrapping:
            for more in range(1, left + 1):
                if lines(at, wider[at] + more) == lines(at, wider[at] + more - 1):
                    continue
                rows_then, lines_then = tall([*wider[:at], wider[at] + more, *wider[at + 1 :]])
                saved.append(((height - rows_then) / more, (all_lines - lines_then) / more, -more, at))
        best, next_best, more, at = max(saved, default=(0.0, 0.0, 0, 0))
        if max(best, next_best) <= 0:
            break
        wider[at] -= more
    return tuple(wider)


def columns_on_page(columns: Sequence[SheetColumn], rows: Sequence[Row], room: int) -> list[int]:
    """Return the columns' widths in half signs, edges included: figures and words whole, names on few lines.

    Where that is too wide, the sum stays above `room` and the caller narrows all alike.
    """
    sheet = Sheet("", "", tuple(columns), (section_of("", [_as_set(row, columns) for row in rows]),))
    return [size + EDGES for size in widths_on_page(sheet, room - EDGES * len(columns), half_signs)]


def _as_set(row: Row, columns: Sequence[SheetColumn]) -> Row:
    """Return the row with what is set bold as wide as it is then: letters take more, Chinese does not."""
    if row.style != "red":
        return row
    bold = [column.key == row.mark for column in columns]
    cells = [_bolder(text) if yes else text for text, yes in zip(row.cells, bold, strict=True)]
    return row._replace(cells=tuple(cells))


def _bolder(text: str) -> str:
    return "\n".join(line + "m" * ceil(sum(map(str.isascii, line)) / _BOLD) for line in text.split("\n"))


def half_signs(text: str) -> int:
    """Return how wide a text of a table is in half signs, generously: what stands in for a missing font is wider."""
    return ceil(sum(map(_width, text)) / 100)


@cache
def _width(char: str) -> int:
    if wcswidth(char) > 1:
        return _WIDE
    if char in _THIN:
        return _THIN_SIGN
    return _CAPITAL if char.isupper() or char in "mw%" else _LETTER


def head_lines(head: str, size: int, cells: Cells) -> list[str]:
    """Return a head in lines; one in Chinese that finds no room in a line is parted evenly: 年度 and 目标, not 3 and 1.

    What has blanks or English in it is left to whatever shows it.
    """
    if head.isascii() or any(map(str.isspace, head)) or cells(head) <= size:
        return [head]
    lines = wrapped(head, size, cells)
    while len(narrower := wrapped(head, size - 1, cells)) == len(lines) and max(map(cells, narrower)) < size:
        lines, size = narrower, size - 1
    return lines


def fitted_on_paper(sheet: Sheet, width: int, cells: Cells) -> Fitted:
    """Return the sheet as it fits into `width`, as `cells` counts; where nothing helps, words and figures break.

    The fullest layout is taken, or a closer one in which no row takes more than three lines.
    """
    fits: list[Fitted] = []
    for laid, gap, dropped in _layouts(sheet):
        if fits and (dropped or _is_low(fits[-1], cells)):
            break
        sizes = _sizes(laid, cells)
        room = width - gap * (len(sizes) - 1)
        least = [_least(column, size, tight=gap < GAP) for column, size in zip(laid.columns, sizes, strict=True)]
        if sum(least) <= room:
            fits.append(Fitted(laid, _widened(laid, sizes, least, room), gap, dropped))
            if gap < GAP and not _is_low(fits[-1], cells):
                fits.append(Fitted(laid, _levelled(laid, least, room, cells), gap, dropped))
    if not fits:
        fits.append(Fitted(laid, _narrowed(laid, least, room), gap, dropped))
    best = fits[-1] if _is_low(fits[-1], cells) else fits[0]
    return best._replace(sheet=_with_even_heads(best.sheet, best.widths, cells))


def _levelled(sheet: Sheet, widths: Sequence[int], room: int, cells: Cells) -> tuple[int, ...]:
    """Return the widths with what is left of the room given to the sentences that are tallest."""
    wider = list(widths)
    taken = {
        at: max((cells(row.cells[at]) for section in sheet.sections for row in section.rows), default=0)
        for at, column in enumerate(sheet.columns)
        if column.wraps
    }
    for _cell in range(room - sum(wider) if taken else 0):
        wider[max(taken, key=lambda at: taken[at] / max(wider[at], 1))] += 1
    return tuple(wider)


def _is_low(fitted: Fitted, cells: Cells) -> bool:
    """Return whether no row takes more lines than paper wants."""
    return all(
        sum(1 if cells(part) <= size else len(wrapped(part, size, cells)) for part in text.split("\n")) <= _TALL
        for section in fitted.sheet.sections
        for row in section.rows
        for text, size in zip(row.cells, fitted.widths, strict=True)
    )


def _with_even_heads(sheet: Sheet, widths: Sequence[int], cells: Cells) -> Sheet:
    heads = [
        "\n".join(line for part in column.header.split("\n") for line in head_lines(part, size, cells))
        for column, size in zip(sheet.columns, widths, strict=True)
    ]
    columns = [column._replace(header=head) for column, head in zip(sheet.columns, heads, strict=True)]
    return sheet._replace(columns=tuple(columns))


def _layouts(sheet: Sheet) -> Iterator[tuple[Sheet, int, tuple[str, ...]]]:
    """Yield the ways to lay the sheet, with the gap and what is left out, the fullest first."""
    yield sheet, GAP, ()
    folding = [column.key for column in sheet.columns if column.under]
    if folding:
        yield _folded(sheet, folding[-1:]), GAP, ()
        yield _folded(sheet, folding[-1:]), _CLOSE, ()
    laid = _folded(sheet, folding)
    yield laid, _CLOSE, ()
    dropped: tuple[str, ...] = ()
    for column in sorted((column for column in laid.columns if column.drop is not None), key=_turn):
        laid, dropped = laid.without(column.key), (*dropped, column.header)
        yield laid, _CLOSE, dropped


def _turn(column: SheetColumn) -> int:
    return column.drop or 0


def _folded(sheet: Sheet, keys: Sequence[str]) -> Sheet:
    """Return the sheet with the columns of `keys` on a line of their own under those that they name."""
    places = {column.key: at for at, column in enumerate(sheet.columns)}
    below: dict[int, list[int]] = {}
    for at, column in enumerate(sheet.columns):
        if column.key in keys:
            below.setdefault(places[column.under], []).append(at)
    kept = [at for at, column in enumerate(sheet.columns) if column.key not in keys]

    def laid(cells: Sequence[str]) -> tuple[str, ...]:
        return tuple(_over(cells[at], [cells[low] for low in below.get(at, ())]) for at in kept)

    headers = laid([column.header for column in sheet.columns])
    columns = tuple(sheet.columns[at]._replace(header=header) for at, header in zip(kept, headers, strict=True))
    sections = tuple(
        section._replace(
            groups=tuple(
                group._replace(rows=tuple(row._replace(cells=laid(row.cells)) for row in group.rows))
                for group in section.groups
            )
        )
        for section in sheet.sections
    )
    return sheet._replace(columns=columns, sections=sections)


def _over(upper: str, lower: Sequence[str]) -> str:
    line = clauses(text for text in lower if text)
    return f"{upper}\n{line}" if line else upper


def _sizes(sheet: Sheet, cells: Cells) -> list[_Size]:
    """Return how wide each column may be."""
    sizes = []
    for at, column in enumerate(sheet.columns):
        texts = [row.cells[at] for section in sheet.sections for row in section.rows]
        lines = {line for text in texts for line in text.split("\n")}
        taken = sorted(max(map(cells, text.split("\n"))) for text in texts) or [0]
        heads = column.header.split("\n")
        head = max(_broken(line, cells) for line in heads)
        breaks = column.align == "left" and not column.wraps
        floor = max([_broken(line, cells, _SHORT) for line in lines], default=0) if breaks else taken[-1]
        if column.key == "status":
            floor = min(taken[-1], _STATUS)
        good = max([head, taken[-1], *(size for size in map(cells, heads) if size <= _SHORT_HEAD)])
        most = max(head, taken[len(taken) * 9 // 10 - 1])
        sizes.append(_Size(max(head, floor), good, most, max(good, *map(cells, heads))))
    return sizes


def _broken(text: str, cells: Cells, short: int = 0) -> int:
    """Return how wide a text is on more lines: a head by its longest English word or by half of its Chinese.

    A cell takes two lines at most, and a `short` one stays whole.
    """
    whole = cells(text)
    if whole > _LONGEST:
        return _LONGEST
    words = max((cells(word) for word in text.split() if word.isascii()), default=0)
    half = 0 if text.isascii() else max((whole + 1) // 2, min(short, whole), *map(cells, text))
    size = max(words, half)
    while (short or half) and size < whole and len(wrapped(text, size, cells)) > 2:
        size += 1
    return size


def _least(column: SheetColumn, size: _Size, *, tight: bool) -> int:
    if column.wraps:
        return min(size.whole, _BEARABLE if tight else _COMFORT)
    return size.floor if tight else size.good


def _widened(sheet: Sheet, sizes: Sequence[_Size], widths: Sequence[int], room: int) -> tuple[int, ...]:
    """Return the widths with the room that is left: bearable sentences, words whole, fewer lines, heads whole."""
    wider = list(widths)
    wraps = [column.wraps for column in sheet.columns]
    for goals, by_one in (
        ([min(size.most, _COMFORT) if yes else 0 for yes, size in zip(wraps, sizes, strict=True)], True),
        ([0 if yes else size.good for yes, size in zip(wraps, sizes, strict=True)], False),
        ([size.most if yes else 0 for yes, size in zip(wraps, sizes, strict=True)], True),
        ([size.good for size in sizes], True),
        ([size.whole for size in sizes], False),
    ):
        while lacks := [
            (goal - had if not by_one else 1, had, at)
            for at, (had, goal) in enumerate(zip(wider, goals, strict=True))
            if had < goal and (1 if by_one else goal - had) <= room - sum(wider)
        ]:
            more, _had, at = min(lacks)
            wider[at] += more
    return tuple(wider)


def _narrowed(sheet: Sheet, widths: Sequence[int], room: int) -> tuple[int, ...]:
    """Return the widths within a room that is too small even so: sentences give way first, then any but the codes."""
    narrower = list(widths)
    wrapping = [at for at, column in enumerate(sheet.columns) if column.wraps]
    others = [at for at, column in enumerate(sheet.columns) if column.key != "code"]
    for places, narrowest in ((wrapping, _NARROWEST + 2), (others, _NARROWEST), (range(len(narrower)), 2)):
        while sum(narrower) > room:
            widest = max(places, key=lambda at: narrower[at], default=None)
            if widest is None or narrower[widest] <= narrowest:
                break
            narrower[widest] -= 1
    return tuple(narrower)
