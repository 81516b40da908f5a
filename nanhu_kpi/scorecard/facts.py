"""The facts that a score rests on: the days, what is known of a measure, and how far behind is behind."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import a_week_before
from nanhu_kpi.model import NO_DATA, Actual, Measure, Target

if TYPE_CHECKING:
    from datetime import date


class Thresholds(NamedTuple):
    """Gaps in percentage points below which a measure is behind, and far behind."""

    behind: Decimal = Decimal(-10)
    far_behind: Decimal = Decimal(-30)


class Days(NamedTuple):
    """The days a scorecard stands on: its year, the day looked at, and the office's today.

    `since` is the day from which on the week's change is counted; None is a week before.
    """

    year: int
    as_of: date
    today: date
    since: date | None = None

    @property
    def week_ago(self) -> date:
        """The day that the week's change is counted from."""
        return self.since or a_week_before(self.as_of)

    @property
    def begun(self) -> bool:
        """Whether the year has begun on the day looked at."""
        return self.as_of.year >= self.year

    @property
    def foreseen(self) -> bool:
        """Whether the day looked at lies ahead of today."""
        return self.as_of > self.today


class Standing(NamedTuple):
    """What is known of one measure on a day: the facts that a score is computed from.

    `carried` is the reading that an unfinished milestone brought over New Year, with its qualifier;
    `baseline_by_today` is last year's actual on today's month and day, where the day looked at lies ahead;
    `finished_before` says that a milestone was finished in an earlier year, and `office_silent` that the office has
    recorded nothing at all in the year by the day. `coming` are the revisions of the target that are in force from a
    later day on, in the order of these days.
    """

    measure: Measure
    target: Target | None = None
    actual: Actual = NO_DATA
    week_ago: Actual = NO_DATA
    baseline: Actual = NO_DATA
    baseline_to_date: Actual = NO_DATA
    carried: Decimal | None = None
    carried_qualifier: int = 0
    baseline_by_today: Actual = NO_DATA
    finished_before: bool = False
    office_silent: bool = False
    coming: tuple[Target, ...] = ()


class Told(NamedTuple):
    """What one entry says stands in the way and comes next, and its day."""

    day: date
    issue: str
    next: str
