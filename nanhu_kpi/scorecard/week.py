"""What a week's sheet holds: the facts that the paper puts into words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.model import Actual, Batch, Entry, Measure, Void
from nanhu_kpi.period import Span
from nanhu_kpi.quantity import rounded
from nanhu_kpi.scorecard.card import counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nanhu_kpi.model import Area, Goal, Status
    from nanhu_kpi.scorecard.card import Score, Scorecard
    from nanhu_kpi.settings import Settings

Recorded = tuple[Entry, Batch, Void | None]
Due = tuple[Measure, date | None, Span]
Points = tuple[tuple[date, Decimal], ...]


class Tally(NamedTuple):
    """How many measures have a status, their share of all (four places), and how many more than a week before; None
    where there is nothing to compare with."""

    status: Status
    number: int
    share: Decimal
    change: int | None = None


def tallies(scores: Sequence[Score], before: Sequence[Score] | None = None) -> tuple[Tally, ...]:
    """Return the tally of every status that one of the rows has now or had before."""
    now, then = counts(scores), counts(before) if before is not None else None
    return tuple(
        Tally(status, number, rounded(Fraction(number, len(scores))), None if then is None else number - then[status])
        for status, number in now.items()
        if number or (then and then[status])
    )


class Line(NamedTuple):
    """A measure's row: `stage` of a milestone in words, `before` as last week's sheet had it, and `late`, what was
    recorded since then changed of that; None where either has no value."""

    score: Score
    stage: str
    before: Actual
    late: Decimal | None


class Attention(NamedTuple):
    """A yellow or red measure: what its pace expects, in its unit, the issue and the next step last recorded, and the
    curve of its year."""

    score: Score
    expected: Decimal
    issue: str
    next: str
    actual_curve: Points
    pace_curve: Points


class WeekSheet(NamedTuple):
    """One sheet: the days of a week that lie in one year.

    `part` is 1 or 2 where New Year parts the week, else 0. `tallies` are of all its measures. `elapsed` is the share of
    the year that has passed. `entries` are dated in the week; `late_entries` are dated before it and were recorded or
    voided since. `since` counts the rows recorded or voided after the sheet's last day.
    """

    week: Span
    span: Span
    part: int
    printed: date
    card: Scorecard
    lines: tuple[Line, ...]
    tallies: tuple[Tally, ...]
    elapsed: Decimal
    entries: tuple[Recorded, ...]
    late_entries: tuple[Recorded, ...]
    attention: tuple[Attention, ...]
    dues: tuple[Due, ...]
    areas: tuple[Area, ...]
    goals: tuple[Goal, ...]
    measures: Mapping[str, Measure]
    settings: Settings
    officer: str
    whole: bool
    since: int

    @property
    def running(self) -> bool:
        """Whether the week has days that are not on the sheet, being yet to come."""
        return self.span.last < self.week.last and not self.part
