"""What commands answer, as frozen data: the services fill it, sheets and exports are made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.model import NO_DATA, Actual, Area, Batch, Entry, Goal, Light, Measure, Recorded, Target

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    from nanhu_kpi.errors.log import RecordedAlready
    from nanhu_kpi.scorecard.card import Score, Scorecard
    from nanhu_kpi.scorecard.facts import Told
    from nanhu_kpi.scorecard.ranks import Ranked
    from nanhu_kpi.settings import Settings


class Effect(NamedTuple):
    """What an import, a merge or an undo makes of one measure: its actual as of `day`, before and after; of an import
    also how many entries are to be added, and how many are there already."""

    measure: Measure
    day: date
    before: Actual
    after: Actual
    added: int = 0
    there: int = 0


class Echo(NamedTuple):
    """What one entry was understood as. `hidden_by` is the day and value of a later stated total that it leaves be,
    `repeats` says of which live entry it says the same, `latest` is of an entry of an earlier day the actual as of
    today, or of the end of its year."""

    entry: Entry
    before: Actual
    score: Score
    hidden_by: tuple[date, Actual] | None
    repeats: RecordedAlready | None
    latest: tuple[date, Actual] | None


class Agreed(NamedTuple):
    """What one command made of a measure's target; `until` is the effective day of a later revision."""

    batch: Batch
    measure: Measure
    before: Target | None
    after: Target
    until: date | None


class Proposal(NamedTuple):
    """One target that would be set, beside what its measure came to in the source year; its id is made when it is."""

    measure: Measure
    actual: Actual
    target: Target


class ToldIssue(NamedTuple):
    """An issue that stands: its words as they were told last and on which day, since which day one has stood without a
    break, the next step told last, and the entries that told it."""

    issue: str
    day: date
    since: date
    next: str
    entries: tuple[bytes, ...]


class StandingIssue(NamedTuple):
    """An issue that stands, whose measure's row on the day looked at, and how many days it has stood."""

    score: Score
    trouble: ToldIssue
    days: int
    day: date

    @property
    def measure(self) -> Measure:
        """The measure that it is of."""
        return self.score.measure


class GroupCount(NamedTuple):
    """A group of rows with its rank; `by` says what is counted by, `thing` is the area or the goal that it is."""

    by: str
    ranked: Ranked
    thing: Area | Goal | None


class Stop(NamedTuple):
    """One measure of a round: where it stands on the day, its last note, and what stands in the way and comes next."""

    score: Score
    note: str
    words: Told | None


class PeriodActual(NamedTuple):
    """A measure in a period: `own` is what the period added, of readings the last one in it, of ratios that of its
    parts' own; `total` is the actual of the year at its end."""

    own: Actual = NO_DATA
    total: Actual = NO_DATA


class TrendRow(NamedTuple):
    """A measure by period, and by the same periods of the year before, where there is such a period."""

    measure: Measure
    periods: tuple[PeriodActual, ...]
    year_before: tuple[PeriodActual, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was reported in any of the periods."""
        return not any(each.own.value is not None or each.total.value is not None for each in self.periods)


class Setting(NamedTuple):
    """One setting as it stands; that of a single measure falls back on the office's. Thresholds are in points."""

    key: str
    value: str
    default: str
    measure: Measure | None = None

    @property
    def changed(self) -> bool:
        """Whether it differs from what holds without it."""
        return self.value != self.default


class Concern(NamedTuple):
    """A yellow or red measure, and the issue last recorded of it."""

    score: Score
    issue: str


class Glance(NamedTuple):
    """A year and what is to be done about it, the most urgent first.

    `lights_before` counts the lights a week before, None where the year is over or was not a week old; `concerns` are
    the first of `trouble_count`. `silent` are the measures that are due and not reported, or in a year that is over
    those that never were. `recent` are the newest entries, the newest first.
    """

    card: Scorecard
    areas: tuple[Area, ...]
    measures: Mapping[str, Measure]
    settings: Settings
    elapsed: Fraction
    lights_before: Mapping[Light | None, int] | None
    concerns: tuple[Concern, ...]
    trouble_count: int
    turning: tuple[Score, ...]
    silent: tuple[Measure, ...]
    recent: tuple[Recorded, ...]
