"""Rows counted by group, and which group needs attention most: one rule for the brief and for `status --by`."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.model import Light, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nanhu_kpi.scorecard.card import Score


class Ranked(NamedTuple):
    """A group's rows and its rank, 1 for the best; None for what belongs to no group."""

    key: str
    scores: tuple[Score, ...]
    rank: int | None

    def lit(self, light: Light | None) -> int:
        """Return how many rows have a light, or with None no light."""
        return sum(score.light is light for score in self.scores)

    @property
    def silent(self) -> int:
        """How many rows have a target and were not reported, whatever their light."""
        return sum(score.unreported for score in self.scores)


def ranked(groups: Mapping[str, Sequence[Score]]) -> tuple[Ranked, ...]:
    """Return groups by their keys, those that need it most first, and last what belongs to none, whose key is ''.

    They rank by their share of red, then by that of what else is behind or silent; equal shares share a rank.
    """
    shares = {key: _shares(scores) for key, scores in groups.items() if scores}
    return tuple(
        Ranked(
            key, tuple(groups[key]), 1 + sum(share < own for other, share in shares.items() if other) if key else None
        )
        for key, own in sorted(shares.items(), key=lambda each: (not each[0], *(-share for share in each[1]), each[0]))
    )


def _shares(scores: Sequence[Score]) -> tuple[Fraction, Fraction]:
    red = sum(score.light is Light.RED for score in scores)
    lagging = sum(
        score.light is not Light.RED and (score.unreported or score.status is Status.BEHIND) for score in scores
    )
    return Fraction(red, len(scores)), Fraction(lagging, len(scores))
