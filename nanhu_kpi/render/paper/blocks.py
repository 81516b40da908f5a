"""A paper: a printed sheet as blocks of finished strings, which every format only arranges."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from nanhu_kpi.render.sheet import Row, RowGroup, Sheet, SheetColumn, Style


class Heading(NamedTuple):
    """A heading: level 1 for a numbered part, 2 for an area in it."""

    text: str
    level: int = 1


class Paragraph(NamedTuple):
    """A paragraph of words."""

    text: str


class Items(NamedTuple):
    """A list, an item a line."""

    rows: tuple[str, ...]


class Curve(NamedTuple):
    """The actual of a year against its pace; `text` says in words what is drawn, `begins` and `ends` label its ends."""

    label: str
    actual: tuple[tuple[date, Decimal], ...]
    pace: tuple[tuple[date, Decimal], ...]
    text: str
    begins: str = ""
    ends: str = ""


class Table(NamedTuple):
    """Groups of rows, and in the order of their rows a small curve each, if any.

    With an `anchor` a row can be referred to by its code; the codes of a table lead to the rows of the anchor
    `leads_to`, where that has them.
    """

    columns: tuple[SheetColumn, ...]
    groups: tuple[RowGroup, ...]
    curves: tuple[Curve | None, ...] = ()
    anchor: str = ""
    leads_to: str = ""

    @property
    def rows(self) -> list[Row]:
        """The rows of every group."""
        return [row for group in self.groups for row in group.rows]


def table_of(sheet: Sheet, *, anchor: str = "", leads_to: str = "") -> Table:
    """Return the one section of a sheet as a table, without its heading."""
    (section,) = sheet.sections
    return Table(sheet.columns, section.groups, anchor=anchor, leads_to=leads_to)


class Part(NamedTuple):
    """A part of a bar: its word, its style, and how many."""

    word: str
    style: Style
    number: int


class Bar(NamedTuple):
    """A bar of parts; `text` says in words what is drawn."""

    label: str
    parts: tuple[Part, ...]
    text: str

    @property
    def whole(self) -> int:
        """How many all its parts are."""
        return sum(part.number for part in self.parts)


class Bars(NamedTuple):
    """Bars on one scale, so that their lengths compare."""

    bars: tuple[Bar, ...]


class Curves(NamedTuple):
    """Large curves, each with its label."""

    curves: tuple[Curve, ...]


class Signatures(NamedTuple):
    """Who prepared and who signs, side by side where there is room."""

    lines: tuple[str, ...]


Block = Heading | Paragraph | Items | Table | Bars | Curves | Signatures


class Letterhead(NamedTuple):
    """The red name at the head of an official sheet, and at its foot whom it goes to and how many copies, in words."""

    name: str
    recipients: tuple[str, ...] = ()
    copies: str = ""


class Paper(NamedTuple):
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
    letterhead: Letterhead | None = None

    @property
    def every(self) -> tuple[Block, ...]:
        """The blocks of the brief, then the others."""
        return self.brief + self.blocks

    @property
    def foot(self) -> tuple[str, ...]:
        """The lines at its end: whom it goes to, and how many copies."""
        if self.letterhead is None:
            return ()
        return (*self.letterhead.recipients, *([self.letterhead.copies] if self.letterhead.copies else []))

    @property
    def lies_wide(self) -> bool:
        """Whether its blocks lie across: those behind a brief do, and tables too wide for an upright page.

        That carries eight columns of nine-point figures beside a name.
        """
        return bool(self.brief) or any(
            isinstance(block, Table) and len(block.columns) > UPRIGHT for block in self.blocks
        )


UPRIGHT = 8
