"""What stands on a screen, as a paper: numbered parts, each under its heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _
from nanhu_kpi.render.paper.blocks import Block, Heading, Paper
from nanhu_kpi.render.weekly.words import day_in_full, numbered
from nanhu_kpi.render.words import with_foreseen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    Part = tuple[str, Iterable[Block]]


def paper_of_parts(
    title: str, office: str, days: str, printed: date, parts: Iterable[Part], lead: Iterable[Block] = ()
) -> Paper:
    """Return a paper of parts, each a heading and its blocks, after the `lead`."""
    blocks = list(lead)
    for number, (heading, content) in enumerate(parts, 1):
        blocks += [Heading(numbered(number, heading), 1), *content]
    prepared = _("Prepared {day}").format(day=day_in_full(printed))
    return Paper(title, office, "", days, prepared, printed, tuple(blocks))


def as_of_word(as_of: date, *, foreseen: bool) -> str:
    """Return the day that a paper looks at, and whether it lies ahead."""
    return with_foreseen(_("As of {day}").format(day=day_in_full(as_of)), foreseen)
