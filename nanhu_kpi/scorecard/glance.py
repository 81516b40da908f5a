"""A year at a glance: what the first screen shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from nanhu_kpi.model import Area, Light, Measure, Recorded
    from nanhu_kpi.scorecard.card import Score, Scorecard
    from nanhu_kpi.settings import Settings


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
