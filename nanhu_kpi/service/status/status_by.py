"""A scorecard counted by who answers for its rows, or by where they belong."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import UNKNOWN_GROUPING
from nanhu_kpi.i18n import language
from nanhu_kpi.scorecard.ranks import ranked
from nanhu_kpi.scorecard.results import GroupCount
from nanhu_kpi.text import folded, parted

if TYPE_CHECKING:
    from nanhu_kpi.model import Area, Goal, Measure
    from nanhu_kpi.service.status.status import StandingReport


class By(StrEnum):
    """What rows are counted by: fields of a measure."""

    OWNER = "owner"
    LEADER = "leader"
    SUPPORT = "support"
    AREA = "area"
    GOAL = "goal"


_CHINESE = {
    "牵头单位": By.OWNER, "分管领导": By.LEADER, "配合单位": By.SUPPORT, "工作领域": By.AREA, "目标": By.GOAL,
}  # fmt: skip


def parsed_by(text: str) -> By:
    """Return what a word says to count by, in either language. Raises UNKNOWN_GROUPING."""
    word = folded(text.strip())
    by = _CHINESE.get(word) or next((by for by in By if by == word), None)
    if by is None:
        raise Usage(UNKNOWN_GROUPING, text=text, known=list(_CHINESE if language() == "zh" else By))
    return by


def counted_by(report: StandingReport, by: By) -> tuple[GroupCount, ...]:
    """Return the rows of a report counted by group, those that need it most first.

    Of several supporting units each has the measure counted.
    """
    things: dict[str, Area | Goal] = {}
    if by in (By.AREA, By.GOAL):
        things = {thing.code: thing for thing in (report.areas if by is By.AREA else report.goals)}
    groups = ranked(report.card.scores, lambda measure: _keys(measure, by))
    return tuple(GroupCount(by, each, things.get(each.key)) for each in groups)


def _keys(measure: Measure, by: By) -> list[str]:
    field: str = getattr(measure, by)
    if by is not By.SUPPORT:
        return [field]
    return list(dict.fromkeys(filter(None, parted(field)))) or [""]
