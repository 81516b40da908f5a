"""A paper: a printed sheet as blocks of finished strings, which every format only arranges."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from nanhu_kpi.render.sheet import Section, SheetColumn, Style


@dataclass(frozen=True)
class Heading:
    """A heading: level 1 for a numbered part, 2 for an area in it."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of words."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list, an item a line."""

    rows: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Sections of one set of columns."""

    columns: tuple[SheetColumn, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Part:
    """A part of a bar: its word, its style, how many, and its share of the whole."""

    word: str
    style: Style
    count: int
    share: Decimal


@dataclass(frozen=True)
class Bar:
    """A bar of parts with the pace marked, None for none; `text` says in words what is drawn."""

    label: str
    parts: tuple[Part, ...]
    pace: Decimal | None
    text: str


@dataclass(frozen=True)
class Bars:
    """A bar an area."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Curve:
    """The actual of a year against its pace; `text` says in words what is drawn."""

    label: str
    actual: tuple[tuple[date, Decimal], ...]
    pace: tuple[tuple[date, Decimal], ...]
    text: str


@dataclass(frozen=True)
class Curves:
    """A small curve for each measure that needs attention."""

    curves: tuple[Curve, ...]


@dataclass(frozen=True)
class Signatures:
    """Who prepared and who signs, a line each."""

    lines: tuple[str, ...]


Block = Heading | Paragraph | Items | Table | Bars | Curves | Signatures


@dataclass(frozen=True)
class Paper:
    """A printed sheet: its head, a `brief` that fills a page of its own, if any, then its blocks.

    `day` is the day of printing, which `printed` says in words.
    """

    title: str
    office: str
    issue: str
    days: str
    printed: str
    day: date
    blocks: tuple[Block, ...]
    brief: tuple[Block, ...] = ()

    @property
    def every(self) -> tuple[Block, ...]:
        """The blocks of the brief, then the others."""
        return self.brief + self.blocks


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
