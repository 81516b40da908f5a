"""Rows counted by group, and which group needs attention most: one rule for the brief and for `status --by`."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.model import Light, Measure, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nanhu_kpi.scorecard.card import Score


class Ranked(NamedTuple):
    """A group's rows and its rank, 1 for the best; None for what belongs to no group or where nothing has a target."""

    key: str
    scores: tuple[Score, ...]
    rank: int | None

    def lit(self, light: Light | None) -> int:
        """Return how many rows have a light, or with None no light."""
        return sum(score.light is light for score in self.scores)

    def having(self, *statuses: Status) -> int:
        """Return how many rows have one of some statuses."""
        return sum(score.status in statuses for score in self.scores)

    @property
    def silent(self) -> int:
        """How many rows have a target and were not reported, whatever their light."""
        return sum(score.unreported for score in self.scores)


def ranked(scores: Iterable[Score], keys: Callable[[Measure], Iterable[str]]) -> tuple[Ranked, ...]:
    """Return rows in the groups that `keys` names of a measure, the groups that need it most first, and last what
    belongs to none, whose key is ''.

    They rank by their share of red, then by that of what else is behind or silent; equal shares share a rank. Where
    nothing has a target there is nothing to rank by.
    """
    groups: dict[str, list[Score]] = {}
    for score in scores:
        for key in keys(score.measure):
            groups.setdefault(key, []).append(score)
    shares = {key: _shares(own) for key, own in groups.items()}
    named = [share for key, share in shares.items() if key]
    is_planned = any(score.target for own in groups.values() for score in own)
    return tuple(
        Ranked(key, tuple(groups[key]), 1 + sum(other < own for other in named) if key and is_planned else None)
        for key, own in sorted(shares.items(), key=lambda each: (not each[0], *(-share for share in each[1]), each[0]))
    )


def _shares(scores: Sequence[Score]) -> tuple[Fraction, Fraction]:
    red = sum(score.light is Light.RED for score in scores)
    lagging = sum(
        score.light is not Light.RED and (score.unreported or score.status is Status.BEHIND) for score in scores
    )
    return Fraction(red, len(scores)), Fraction(lagging, len(scores))
