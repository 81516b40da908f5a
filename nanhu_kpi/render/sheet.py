"""A sheet: strings in columns, ready to be arranged. Every cell is formatted once, here and in `cells`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Align = Literal["left", "right"]
Style = Literal["", "green", "yellow", "red", "dim"]
_T = TypeVar("_T")


class SheetColumn(NamedTuple):
    """A column. `drop` says how early a narrow screen leaves it out (1 first, None never); `wraps` that its cells may
    be broken into lines; `under` names the column below whose cells its own may stand on narrow paper."""

    key: str
    header: str
    align: Align = "left"
    drop: int | None = None
    wraps: bool = False
    under: str = ""


class Row(NamedTuple):
    """A row's cells by column; `mark` is the column that takes `style`."""

    cells: tuple[str, ...]
    style: Style = ""
    mark: str = ""


class RowGroup(NamedTuple):
    """Rows under a line of their own ('' for none) that runs over all columns."""

    heading: str
    rows: tuple[Row, ...]


class Section(NamedTuple):
    """Groups under a heading ('' for none), with one header."""

    heading: str
    groups: tuple[RowGroup, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of every group."""
        return tuple(row for group in self.groups for row in group.rows)


def section_of(heading: str, rows: Iterable[Row]) -> Section:
    """Return a section of one group without a line of its own."""
    return Section(heading, (RowGroup("", tuple(rows)),))


class Sheet(NamedTuple):
    """Title and headline above, sections of one set of columns, notes below."""

    title: str
    headline: str
    columns: tuple[SheetColumn, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    def without_empty(self, *keys: str) -> Sheet:
        """Return the sheet without those of the named columns that hold nothing in any row."""
        rows = [row for section in self.sections for row in section.rows]
        gone = {
            at
            for at, column in enumerate(self.columns)
            if column.key in keys and not any(row.cells[at] for row in rows)
        }
        return self.keeping([at for at in range(len(self.columns)) if at not in gone])

    def without(self, *keys: str) -> Sheet:
        """Return the sheet without the named columns."""
        return self.keeping([at for at, column in enumerate(self.columns) if column.key not in keys])

    def keeping(self, places: list[int]) -> Sheet:
        """Return the sheet with the columns at `places` alone."""
        sections = tuple(
            Section(
                section.heading, tuple(RowGroup(group.heading, _cut(group.rows, places)) for group in section.groups)
            )
            for section in self.sections
        )
        columns = tuple(self.columns[at] for at in places)
        return Sheet(self.title, self.headline, columns, sections, self.notes, self.facts)


def rows_of(
    things: Iterable[_T],
    columns: Sequence[tuple[SheetColumn, Callable[[_T], str]]],
    look: Callable[[_T], tuple[Style, str]] | None = None,
) -> list[Row]:
    """Return a row a thing, each column with what fills it; `look` says the style of a row and the column of it."""
    return [Row(tuple(cell(each) for _head, cell in columns), *(look(each) if look else ())) for each in things]


def sheet_of(
    things: Iterable[_T],
    *columns: tuple[SheetColumn, Callable[[_T], str]],
    title: str = "",
    headline: str = "",
    heading: str = "",
    notes: tuple[str, ...] = (),
    look: Callable[[_T], tuple[Style, str]] | None = None,
) -> Sheet:
    """Return a sheet of one section, as `rows_of` fills it."""
    heads = tuple(head for head, _cell in columns)
    return Sheet(title, headline, heads, (section_of(heading, rows_of(things, columns, look)),), notes)


def _cut(rows: tuple[Row, ...], places: list[int]) -> tuple[Row, ...]:
    return tuple(Row(tuple(row.cells[at] for at in places), row.style, row.mark) for row in rows)
