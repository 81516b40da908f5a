"""A paper as Markdown (CommonMark with pipe tables): every text is escaped, so that it means itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO

from nanhu_kpi.render.paper.blocks import Bars, Block, Curves, Heading, Items, Paper, Paragraph, Signatures, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nanhu_kpi.render.paper.formats import PaperLayout

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$^=:-])")


def markdown_of(papers: Iterable[Paper]) -> str:
    """Return the papers as Markdown, a rule between two."""
    return "\n---\n\n".join(_one(paper) for paper in papers)


def escaped(text: str) -> str:
    """Return `text` so that Markdown shows it as it is, its line breaks too; a plain figure stays as it is."""
    return text if re.fullmatch(r"[+-]?[\d.]+%?", text) else _SPECIAL.sub(r"\\\1", text).replace("\n", "<br>")


def _one(paper: Paper) -> str:
    name = f"**{escaped(paper.letterhead.name)}**\n\n" if paper.letterhead else ""
    head = f"{name}# {escaped(paper.title)}\n\n" + "  \n".join(
        escaped(word) for word in (paper.office, paper.issue, paper.days, paper.printed) if word
    )
    foot = ["  \n".join(escaped(line) for line in paper.foot)] if paper.foot else []
    return "\n\n".join([head, *(text for block in paper.every if (text := _block(block))), *foot]) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * (block.level + 1)} {escaped(block.text)}"
    if isinstance(block, Paragraph):
        return escaped(block.text)
    if isinstance(block, Items):
        return "\n".join(f"- {escaped(row)}" for row in block.rows)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Bars):
        return "\n".join(f"- {escaped(bar.label)} {escaped(bar.text)}" for bar in block.bars)
    if isinstance(block, Curves):
        return "\n".join(f"- {escaped(curve.label)} {escaped(curve.text)}" for curve in block.curves)
    if isinstance(block, Signatures):
        return "  \n".join(escaped(line) for line in block.lines)
    raise TypeError(block)


def _table(table: Table) -> str:
    rules = ["---:" if column.align == "right" else ":---" for column in table.columns]
    lines = [_row([column.header for column in table.columns]), f"| {' | '.join(rules)} |"]
    for group in table.groups:
        if group.heading:
            lines.append(_row([group.heading, *[""] * (len(table.columns) - 1)]))
        lines += [_row(row.cells) for row in group.rows]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"


def write(papers: Sequence[Paper], stream: TextIO, _layout: PaperLayout) -> list[str]:
    """Write the papers to `stream`, and return the headers of the columns that found no room."""
    stream.write(markdown_of(papers))
    return []
