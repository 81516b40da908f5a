"""Which way the pages of a paper lie: the same for every format that is printed on A4."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from nanhu_kpi.render.paper.blocks import Heading, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nanhu_kpi.render.paper.blocks import Block

# An upright A4 page carries eight columns of nine-point figures beside a name; the tables of the areas have twelve.
_UPRIGHT = 8


def runs(blocks: Sequence[Block]) -> Iterator[tuple[bool, list[Block]]]:
    """Yield the blocks in runs of pages that lie the same way: True for landscape.

    A numbered part lies one way as a whole, so that a sentence between two wide tables does not turn the page.
    """
    for lies_wide, parts in groupby(_parts(blocks), key=_is_wide):
        yield lies_wide, [block for part in parts for block in part]


def _parts(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    part: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1 and part:
            yield part
            part = []
        part.append(block)
    if part:
        yield part


def _is_wide(part: Sequence[Block]) -> bool:
    return any(isinstance(block, Table) and len(block.columns) > _UPRIGHT for block in part)
