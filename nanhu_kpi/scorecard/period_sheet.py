"""What the sheet of a week, month, quarter or year holds: the facts that the paper puts into words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import Span, year_end
from nanhu_kpi.model import Actual, Area, Batch, Cadence, Change, Goal, Measure, Recorded, Status, Target, Void
from nanhu_kpi.scorecard.card import Score, Scorecard, counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from nanhu_kpi.scorecard.facts import Told
    from nanhu_kpi.settings import Settings

Points = tuple[tuple[date, Decimal], ...]


# What a leader looks for is named, even where it is none; what a rule gives rarely, only where there is some.
_ALWAYS = (
    Status.MET, Status.AHEAD, Status.ON_TRACK, Status.BEHIND, Status.FAR_BEHIND, Status.OVERDUE, Status.UNREPORTED,
)  # fmt: skip


class Tally(NamedTuple):
    """How many measures have a status, and how many more than on the last sheet; None where there is none."""

    status: Status
    number: int
    change: int | None


def tallies(scores: Sequence[Score], before: Sequence[Score] | None = None) -> tuple[Tally, ...]:
    """Return the tally of every status that is always named, and of those that a row has now or had before."""
    now, then = counts(scores), counts(before) if before is not None else None
    return tuple(
        Tally(status, number, None if then is None else number - then[status])
        for status, number in now.items()
        if number or status in _ALWAYS or (then and then[status])
    )


class Line(NamedTuple):
    """A measure's row: `stage` of a milestone in words, `before` as the last sheet had it, and `late`, what rows
    recorded since it was printed changed of that; None where either has no value."""

    score: Score
    stage: str
    before: Actual
    late: Decimal | None


class Attention(NamedTuple):
    """A yellow or red measure: what its pace expects, in its unit, and the curve of its year.

    `told` is the newest entry with an issue or a next step, and `red_in_a_row` how many sheets in a row it was red.
    """

    score: Score
    expected: Decimal
    actual_curve: Points
    pace_curve: Points
    told: Told | None
    red_in_a_row: int


class RevisedYearEnd(NamedTuple):
    """What last year had ended at as the last sheet knew it and as it is known now, and the change; None where
    either has no value."""

    measure: Measure
    before: Actual
    after: Actual
    change: Decimal | None


class Unreported(NamedTuple):
    """A measure that was not reported in the periods it `missed`, and how many days it has been silent."""

    measure: Measure
    last_entry: date | None
    missed: Span
    days: int


class Unseen(NamedTuple):
    """How many entries, and how many revisions of the year's targets, were recorded or taken back after `day`."""

    day: date
    entries: int
    targets: int


class MovedTarget(NamedTuple):
    """A target that was revised: its value on the last sheet and on this one, and the `revisions` recorded, voided
    or coming into force in the sheet's days and since, oldest first."""

    measure: Measure
    before: Decimal | None
    after: Decimal | None
    revisions: tuple[tuple[Target, Batch, Void | None], ...]


class ChangedDefinition(NamedTuple):
    """A change of a measure or a threshold: the day, the officer, and the field with its old and new value."""

    day: date
    officer: str
    change: Change


class Selected(NamedTuple):
    """What a sheet was asked for: words, texts by the field of a measure that they stand in, or neither; and how many
    measures it was picked from."""

    words: tuple[str, ...]
    people: Mapping[str, str]
    among: int

    @property
    def whole(self) -> bool:
        """Whether nothing was left out on purpose."""
        return not self.words and not self.people


class PeriodSheet(NamedTuple):
    """One sheet: the days of a week, month, quarter or year, as far as they lie in one year and have been.

    `part` is 1 or 2 where New Year parts a week and both sheets are there, else 0. `tallies` are of all its measures.
    `elapsed` is the share of the year that has passed. `entries` are dated in its days. `late_entries` are dated before
    them, in the year, and were recorded or voided since the last sheet was prepared, on `last_printed`, without
    those that were undone on the day on which they were recorded; `late_lines` reckon with them. `earlier_entries` are
    those of the year before, and `earlier` what they changed of it. `fallen_due` says whether any measure was to be
    reported by now. What came after the sheet's own Monday is `counted` where a later day is known, and what came after
    the day that is known is `left_out`. `rows_before` are the rows of the last sheet, None on a year's first.
    """

    cadence: Cadence
    period: Span
    span: Span
    part: int
    printed: date
    last_printed: date
    card: Scorecard
    lines: tuple[Line, ...]
    tallies: tuple[Tally, ...]
    elapsed: Fraction
    entries: tuple[Recorded, ...]
    late_lines: tuple[Line, ...]
    late_entries: tuple[Recorded, ...]
    earlier: tuple[RevisedYearEnd, ...]
    earlier_entries: tuple[Recorded, ...]
    attention: tuple[Attention, ...]
    dues: tuple[Unreported, ...]
    fallen_due: bool
    areas: tuple[Area, ...]
    goals: tuple[Goal, ...]
    measures: Mapping[str, Measure]
    settings: Settings
    officer: str
    selected: Selected
    moved_targets: tuple[MovedTarget, ...]
    changed_definitions: tuple[ChangedDefinition, ...]
    counted: Unseen
    left_out: Unseen
    rows_before: tuple[Score, ...] | None

    @property
    def running(self) -> bool:
        """Whether the sheet's year has days of the period that are yet to come."""
        return self.span.last < min(self.period.last, year_end(self.span.first.year))
