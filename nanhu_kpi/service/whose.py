"""Whose measures are wanted: those of an owner, of a supporting unit, under a leader."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors import Unknown
from nanhu_kpi.errors.unknown import UNKNOWN_PERSON, UNKNOWN_PERSON_NEAR
from nanhu_kpi.text import folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nanhu_kpi.model import Measure


class Whose(NamedTuple):
    """Texts that owner, supporting units and leader of a measure contain, as typed; '' for any."""

    owner: str = ""
    support: str = ""
    leader: str = ""

    @property
    def named(self) -> dict[str, str]:
        """The fields that are asked for, each with its text."""
        return {field: text.strip() for field, text in self._asdict().items() if text.strip()}

    def has(self, measure: Measure) -> bool:
        """Return whether a measure is theirs."""
        return all(folded(text) in folded(getattr(measure, field)) for field, text in self.named.items())


ANYONE = Whose()


def refuse_unknown_people(whose: Whose, measures: Mapping[str, Measure]) -> None:
    """Refuse a text that stands in no measure's field, with what comes near. Raises UNKNOWN_PERSON."""
    for field, text in whose.named.items():
        names = {folded(name): name for name in (getattr(measure, field) for measure in measures.values()) if name}
        if any(folded(text) in name for name in names):
            continue
        import difflib

        near = [names[name] for name in difflib.get_close_matches(folded(text), names, n=3, cutoff=0.4)]
        if near:
            raise Unknown(UNKNOWN_PERSON_NEAR, text=text, field=field, near=near)
        raise Unknown(UNKNOWN_PERSON, text=text, field=field, option=f"--{field}")


def role_of(text: str, measures: Mapping[str, Measure]) -> str | None:
    """Return the field of measures in which a text stands, None for none: what is not selected by it, but filtered."""
    return next(
        (field for field in Whose._fields if any(Whose(**{field: text}).has(measure) for measure in measures.values())),
        None,
    )
