"""What many offices come to side by side, as frozen data: what is read of each, and the tables made of it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from nanhu_kpi.model import Direction, Kind, Light, Status

# The version of the rules by which a status and a light are given: figures of two versions are not mixed.
RULES_VERSION = 1


class Definition(NamedTuple):
    """A measure as one office defines it: by all but its names it is the same as another office's, or is not."""

    code: str
    name_zh: str
    name_en: str
    unit: str
    kind: Kind
    direction: Direction
    numerator: str = ""
    denominator: str = ""

    @property
    def meaning(self) -> tuple[str, str, Kind, Direction, str, str]:
        """What two offices must have alike to be counted together."""
        return self.code, self.unit, self.kind, self.direction, self.numerator, self.denominator


class OfficeRow(NamedTuple):
    """A measure's row of one office, amounts in ten-thousandths.

    `actual` has what a milestone brought over New Year, which is not `reported`; `parts` are those of a ratio.
    """

    definition: Definition
    target: int | None
    actual: int | None
    qualifier: int
    status: Status
    light: Light | None
    reported: bool
    parts: tuple[int | None, int | None] = (None, None)


class OfficeFigures(NamedTuple):
    """What counts of one office: its name, when its newest row was recorded, its rows in the order of the report;
    `silent` where it has recorded nothing in the year."""

    code: str
    name_zh: str
    name_en: str
    moment: str
    silent: bool
    rows: tuple[OfficeRow, ...]


class Source(NamedTuple):
    """A file that was read: whose it is, the digest of what was read of it, its newest moment, how many rows it has."""

    office: str
    file: str
    digest: str
    moment: str
    rows: int
    name_zh: str
    name_en: str


class ProblemKind(StrEnum):
    """What keeps a file from being counted, or has to be settled."""

    DAMAGED = "damaged"
    NEWER = "newer"
    FOREIGN = "foreign"
    EMPTY = "empty"
    CHECKSUM = "checksum"
    CHANGING = "changing"
    GONE = "gone"
    UNREADABLE = "unreadable"
    KILLED = "killed"
    NOT_SENT = "not_sent"
    APART = "apart"
    TWO_NAMES = "two_names"
    CODE_NOT_SET = "code_not_set"


class FileProblem(NamedTuple):
    """A file that was not counted, or an office that has to be settled; `detail` is a reason, or other files."""

    kind: ProblemKind
    file: str
    office: str = ""
    detail: str = ""


class Place(NamedTuple):
    """What an office is called on a map of offices, and what it belongs to."""

    code: str
    name: str = ""
    parent: str = ""


class OfficeStanding(NamedTuple):
    """A row of the table by office: how many of its measures have which light, are unreported or have no target.

    A group of `offices` has their sums and the oldest of their moments. Without a `rank` it has recorded nothing in
    the year, or has no target in it.
    """

    rank: int | None
    code: str
    name_zh: str
    name_en: str
    parent: str
    offices: int
    green: int
    yellow: int
    red: int
    unreported: int
    no_target: int
    moment: str


class MeasureStanding(NamedTuple):
    """A row of the table by measure: what the offices with one definition of it come to.

    Target, actual and attainment of a sum are those of the `compared` offices, which have both; of a ratio the actual
    is its parts' sums divided; of readings and milestones a target stands where all have the same. `variant` numbers
    the definitions of one code, from the one that most offices have.
    """

    definition: Definition
    variant: int
    offices: int
    with_target: int
    reported: int
    compared: int
    target: Decimal | None
    actual: Decimal | None
    qualifier: int
    attainment: Decimal | None
    numerator_sum: Decimal | None
    denominator_sum: Decimal | None
    met: int
    least: Decimal | None
    greatest: Decimal | None
    green: int
    yellow: int
    red: int
    unlit: int


class MeasureOffice(NamedTuple):
    """One office's row of a measure, in the table of that measure."""

    code: str
    name_zh: str
    name_en: str
    parent: str
    variant: int
    definition: Definition
    target: Decimal | None
    actual: Decimal | None
    qualifier: int
    attainment: Decimal | None
    status: Status
    light: Light | None
    reported: bool


class RollupReport(NamedTuple):
    """What a rollup prints: the day, the tables, what had to be left out or is to be settled, and what was replaced.

    `by` says what the table by office is grouped by; `measure` is the code that was asked for, if any; `duplicates`
    are files of which another copy counts.
    """

    as_of: date
    known: date | None
    files: int
    offices: tuple[OfficeStanding, ...]
    measures: tuple[MeasureStanding, ...]
    of_measure: tuple[MeasureOffice, ...]
    problems: tuple[FileProblem, ...]
    duplicates: tuple[tuple[Source, Source], ...]
    office_count: int
    by: str = ""
    measure: str = ""
