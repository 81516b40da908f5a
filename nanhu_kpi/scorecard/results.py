"""What commands answer about measures, as frozen data: service fills it, sheets and exports are made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from nanhu_kpi.errors.log import RecordedAlready
    from nanhu_kpi.model import Actual, Area, Batch, Entry, Goal, Measure, Target
    from nanhu_kpi.scorecard.card import Score
    from nanhu_kpi.scorecard.ranks import Ranked


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


class GroupCount(NamedTuple):
    """A group of rows with its rank; `by` says what is counted by, `thing` is the area or the goal that it is."""

    by: str
    ranked: Ranked
    thing: Area | Goal | None
