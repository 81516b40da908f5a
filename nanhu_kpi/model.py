"""The words of the product as frozen data: what is measured, what was agreed, what was recorded."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.text import folded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from fractions import Fraction

# Words of the product itself that stand in the file as data, and are shown in the reader's language.
CATALOGUE = "catalogue"
UNDO_REASON = "undo"
MERGE = "merge"


class Kind(StrEnum):
    """How entries roll up to an actual."""

    SUM = "sum"
    LAST = "last"
    RATIO = "ratio"
    MILESTONE = "milestone"


class Direction(StrEnum):
    """On which side of the target the office wants to end."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Cadence(StrEnum):
    """How often a measure is reported."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


class Pace(StrEnum):
    """How much of the target is expected by a day."""

    LINEAR = "linear"
    SCHEDULE = "schedule"
    NONE = "none"


class Origin(StrEnum):
    """Where a target comes from."""

    REPORT = "report"
    IMPLIED = "implied"
    BASELINE = "baseline"
    CARRIED = "carried"
    OFFICER = "officer"


class EntryType(StrEnum):
    """What an entry says: an increment, a stated total or reading, or words alone."""

    ADD = "add"
    SET = "set"
    WORDS = "words"


class Status(StrEnum):
    """Where a measure stands, in the order in which the rules are tried."""

    NO_TARGET = "no_target"
    UNREPORTED = "unreported"
    EXCEEDED = "exceeded"
    MET = "met"
    OVERDUE = "overdue"
    AHEAD = "ahead"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"


class Light(StrEnum):
    """The colour of a status; a measure without data has none."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


# A goal or a measure whose addition was undone is retired from this day on, which no command takes: it is in no list.
UNDONE_ON = date(1, 1, 1)


class Area(NamedTuple):
    """One of the five work areas. `position` is its place in the report."""

    code: str
    position: int
    name_zh: str
    name_en: str


class Goal(NamedTuple):
    """An intention of the report inside an area. `source` is part.section.paragraph."""

    code: str
    area: str
    name_zh: str
    name_en: str
    source: str
    retired_on: date | None = None


class Measure(NamedTuple):
    """What is counted or brought about. A ratio is `numerator` over `denominator`, the codes of two other measures."""

    code: str
    area: str
    goal: str
    name_zh: str
    name_en: str
    unit: str
    kind: Kind
    direction: Direction
    cadence: Cadence
    owner: str
    source: str
    support: str = ""
    leader: str = ""
    numerator: str = ""
    denominator: str = ""
    retired_on: date | None = None

    def is_retired_on(self, day: date) -> bool:
        """Return whether the measure is no longer used on a day."""
        return self.retired_on is not None and self.retired_on <= day


class Target(NamedTuple):
    """One revision of a measure's target for a year; `value` is None where it withdraws the target.

    `schedule` holds cumulative values by day, the last of them the target's own, where the pace is one.
    """

    id: bytes
    measure: str
    year: int
    value: Decimal | None
    start: date
    due: date
    pace: Pace
    origin: Origin
    effective_on: date
    schedule: tuple[tuple[date, Decimal], ...] = ()
    reason: str = ""
    document: str = ""


# What is recorded as the issue of an entry that ends one; and what officers write where nothing stands in the way.
SOLVED = {"zh": "已解决", "en": "solved"}
_NO_ISSUE = frozenset(
    [*SOLVED.values(), *"已办结 已完成 无 没有 无问题 暂无 none resolved nothing n/a - — /".split()]  # noqa: SIM905
)


def ends_issue(text: str) -> bool:
    """Return whether what is recorded as an issue says that nothing stands in the way any more."""
    return folded(text).strip(" \t\r\n.。!！") in _NO_ISSUE


class Entry(NamedTuple):
    """One recorded observation. `qualifier` holds the bits of `quantity`; `value` is None for words alone."""

    id: bytes
    batch: bytes
    measure: str
    day: date
    type: EntryType
    value: Decimal | None
    qualifier: int = 0
    note: str = ""
    issue: str = ""
    next: str = ""
    evidence: str = ""
    evidence_sha256: str = ""


class Batch(NamedTuple):
    """One command that recorded something: who, from which host, with which words, when (UTC), on which office day."""

    id: bytes
    officer: str
    host: str
    command: str
    logged_at: datetime
    logged_on: date


class Void(NamedTuple):
    """What took an entry back, and why; or, with a `twin`, the entry that it repeats."""

    officer: str
    logged_at: datetime
    reason: str
    twin: bytes | None = None


class Actual(NamedTuple):
    """Entries of one measure rolled up from 1 January to a day.

    `value` is None where nothing but words was recorded; `entries` counts every live entry, words included, and
    `value_days` the days that have a value. Of a ratio `exact` is the unrounded value, and `value_days` are
    those of its two parts.
    """

    value: Decimal | None = None
    qualifier: int = 0
    entries: int = 0
    last_day: date | None = None
    value_days: int = 0
    exact: Fraction | None = None

    @property
    def exact_value(self) -> Decimal | Fraction | None:
        """The value that targets are decided on."""
        return self.value if self.exact is None else self.exact


NO_DATA = Actual()


class Change(NamedTuple):
    """A definition's field that took a new value; `old` is None where the definition was new."""

    subject: str
    code: str
    field: str
    old: str | None
    new: str | None


class Closure(NamedTuple):
    """A month that was closed to new entries and voids, or opened again."""

    month: str
    closed: bool
    reason: str
    officer: str
    logged_at: datetime


class RecordedLater(NamedTuple):
    """How many rows were recorded or taken back after the day of a sheet: entries, of the whole office where
    `of_office` says so, target revisions, and definitions changed."""

    entries: int = 0
    targets: int = 0
    changes: int = 0
    of_office: bool = False


class Fact(NamedTuple):
    """What the report says was achieved in a year."""

    measure: str
    year: int
    value: Decimal
    qualifier: int = 0


class Plan(NamedTuple):
    """What the report says is to be reached in a year."""

    measure: str
    year: int
    value: Decimal
    origin: Origin


class Catalogue(NamedTuple):
    """The report as data: the seed of every new database.

    `editions` says of a measure that was not in the first edition of the catalogue with which edition it came;
    `document` is what its batches and targets refer to.
    """

    areas: tuple[Area, ...]
    goals: tuple[Goal, ...]
    measures: tuple[Measure, ...]
    facts: tuple[Fact, ...]
    plans: tuple[Plan, ...]
    editions: Mapping[str, int] = MappingProxyType({})
    document: str = "report-2023"


class RecordedChange(NamedTuple):
    """A change of a definition's field as the record has it: when, by whom, with which command, before and after."""

    logged_at: str
    officer: str
    command: str
    field: str
    old: str
    new: str


Recorded = tuple[Entry, Batch, Void | None]
"""An entry, the batch that recorded it, and what took it back."""
Revision = tuple[Target, Batch, Void | None]
"""A revision of a target, the batch that recorded it, and what took it back."""
