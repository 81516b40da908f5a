"""A paper as plain text for pipes and line printers: aligned by screen cells, as wide as asked, nothing cut."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, TextIO

import tabulate
from wcwidth import wcswidth

from nanhu_kpi.i18n import _, listed
from nanhu_kpi.render.formats.layout import GAP, wrapped_row
from nanhu_kpi.render.paper.blocks import Bars, Block, Curves, Heading, Items, Paper, Paragraph, Signatures, Table
from nanhu_kpi.render.paper.layout import Fitted, fitted_tables
from nanhu_kpi.text import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nanhu_kpi.render.paper.formats import PaperLayout

FORM_FEED = "\f"


def text_of(papers: Iterable[Paper], width: int, *, form_feeds: bool = False) -> str:
    """Return the papers as text of at most `width` cells a line, each ending in a line break.

    Columns that find no room even under others are left out and named under their table. With `form_feeds` a printer
    begins a new page with each paper.
    """
    between = FORM_FEED if form_feeds else "\n"
    return between.join(_one(paper, width) for paper in papers)


def _one(paper: Paper, width: int) -> str:
    name = [_centred(paper.letterhead.name, width)] if paper.letterhead else []
    head = [*name, _centred(paper.title, width), "", *_spread((paper.office, paper.issue), width),
            *_spread((paper.days, paper.printed), width), "=" * width]  # fmt: skip
    lines = [*head]
    fits = fitted_tables(paper.every, width, wcswidth)
    for block in paper.every:
        lines += _table(next(fits), width) if isinstance(block, Table) else _lines(block, width)
    if paper.foot:
        lines += ["", "-" * width, *(line for text in paper.foot for line in wrapped(text, width, wcswidth))]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _lines(block: Block, width: int) -> list[str]:
    if isinstance(block, Heading):
        return ["", *wrapped(block.text, width, wcswidth), *(["-" * width] if block.level == 1 else [])]
    if isinstance(block, Paragraph):
        return wrapped(block.text, width, wcswidth)
    if isinstance(block, Items):
        return [line for row in block.rows for line in _item(row, width)]
    if isinstance(block, Bars):
        return [line for bar in block.bars for line in _item(f"{bar.label}  {bar.text}", width)]
    if isinstance(block, Curves):
        return [line for curve in block.curves for line in _item(f"{curve.label}  {curve.text}", width)]
    if isinstance(block, Signatures):
        return ["", *_spread(block.lines, width)]
    raise TypeError(block)


def _item(text: str, width: int) -> list[str]:
    first, *rest = (line for part in text.split("\n") for line in wrapped(part, width - 2, wcswidth))
    return [f"- {first}", *(f"  {line}" for line in rest)]


def _table(fitted: Fitted, width: int) -> list[str]:
    (section,) = fitted.sheet.sections
    groups = [[cells for row in group.rows for cells in _rows(row.cells, fitted.widths)] for group in section.groups]
    header = _rows([column.header for column in fitted.sheet.columns], fitted.widths)
    aligned = iter(_aligned([*header, *chain.from_iterable(groups)], fitted))
    lines = ["", *islice(aligned, len(header))]
    for group, rows in zip(section.groups, groups, strict=True):
        lines += [*(wrapped(group.heading, width, wcswidth) if group.heading else []), *islice(aligned, len(rows))]
    if fitted.dropped:
        sentence = _("Hidden to fit the width ({count}): {columns}.")
        columns = listed(fitted.dropped).removesuffix(".")
        lines += wrapped(sentence.format(count=len(fitted.dropped), columns=columns), width, wcswidth)
    return lines


def _rows(cells: Sequence[str], widths: Sequence[int]) -> list[list[str]]:
    """Return a row as the rows of its lines."""
    return [list(line) for line in zip(*wrapped_row(cells, widths, wcswidth), strict=True)]


def _aligned(rows: list[list[str]], fitted: Fitted) -> list[str]:
    """Return the rows as lines: a last row as wide as its columns, not printed, sets tables of the same ones alike."""
    ruler = ["-" * size for size in fitted.widths]
    aligns = tuple(column.align for column in fitted.sheet.columns)
    form = tabulate.simple_separated_format(" " * fitted.gap)
    table = tabulate.tabulate([*rows, ruler], tablefmt=form, disable_numparse=True, colalign=aligns, stralign=None)
    return table.split("\n")[:-1]


def _centred(text: str, width: int) -> str:
    return "\n".join(" " * max((width - wcswidth(line)) // 2, 0) + line for line in wrapped(text, width, wcswidth))


def _spread(words: Sequence[str], width: int) -> list[str]:
    """Return words spread over a line, or a line each where they find no room."""
    room = width - sum(wcswidth(word) for word in words)
    if len(words) > 1 and room >= GAP * (len(words) - 1):
        each, first = divmod(room, len(words) - 1)
        return [(" " * each).join((words[0] + " " * first, *words[1:]))]
    return [line for word in words for line in wrapped(word, width, wcswidth)]


def write(papers: Sequence[Paper], stream: TextIO, layout: PaperLayout) -> list[str]:
    """Write the papers to `stream`, and return the headers of the columns that found no room."""
    stream.write(text_of(papers, layout.width, form_feeds=layout.form_feeds))
    return []
