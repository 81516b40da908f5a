"""Many offices side by side on paper: the same sheets, one part after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _
from nanhu_kpi.render.paper.blocks import Heading, Items, Paper, Paragraph, Table
from nanhu_kpi.render.weekly.words import day_in_full, numbered, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nanhu_kpi.render.paper.blocks import Block
    from nanhu_kpi.render.sheet import Sheet


def rollup_paper(sheets: Sequence[Sheet], as_of: date, printed: date) -> Paper:
    """Return a paper of sheets, each a numbered part with its notes."""
    blocks: list[Block] = []
    for number, sheet in enumerate(sheets, 1):
        blocks.append(Heading(numbered(number, sheet.title), 1))
        if sheet.headline:
            blocks.append(Paragraph(sentence(sheet.headline)))
        if any(section.rows for section in sheet.sections):
            blocks.append(Table(sheet.columns, sheet.sections))
        if sheet.notes:
            blocks.append(Items(sheet.notes))
    return Paper(
        title=_("Targets and progress of several offices"),
        office="",
        issue="",
        days=_("As of {day}").format(day=day_in_full(as_of)),
        printed=_("Prepared {day}").format(day=day_in_full(printed)),
        day=printed,
        blocks=tuple(blocks),
    )
