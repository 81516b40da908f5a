"""The standing of a year on paper: an area a part, its measures in the report's order, and the rule of the lights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _
from nanhu_kpi.render.paper.blocks import Block, Heading, Items, Paper, Paragraph, Table
from nanhu_kpi.render.sheets.status.status import counted
from nanhu_kpi.render.weekly.words import day_in_full, numbered, sentence
from nanhu_kpi.render.words import name_of, office_name, with_foreseen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nanhu_kpi.model import Area
    from nanhu_kpi.render.sheet import Sheet
    from nanhu_kpi.scorecard.card import Scorecard
    from nanhu_kpi.scorecard.facts import Days
    from nanhu_kpi.settings import Settings


def status_paper(sheet: Sheet, card: Scorecard, areas: Sequence[Area], settings: Settings, *, order: str) -> Paper:
    """Return a standing as a paper; `sheet` is the same as it stands on screen, in the `order` asked for."""
    return Paper(
        title=_("{office}: progress against {year} targets").format(office=office_name(settings), year=card.days.year),
        office=office_name(settings),
        issue="",
        days=as_of_word(card.days),
        printed=_("Prepared {day}").format(day=day_in_full(card.days.today)),
        day=card.days.today,
        blocks=tuple(_blocks(sheet, card, areas, order=order)),
    )


def as_of_word(days: Days) -> str:
    """Return the day that a paper looks at, and whether it lies ahead."""
    return with_foreseen(_("As of {day}").format(day=day_in_full(days.as_of)), days.foreseen)


def _blocks(sheet: Sheet, card: Scorecard, areas: Sequence[Area], *, order: str) -> Iterator[Block]:
    yield Paragraph(sentence(sheet.headline))
    parts = [(section.heading, "", section) for section in sheet.sections]
    if not order:
        of_area = {area.code: [score for score in card.scores if score.measure.area == area.code] for area in areas}
        shown = [area for area in areas if of_area[area.code]]
        parts = [
            (f"{name_of(area)} {area.code}", sentence(counted(of_area[area.code])), section)
            for area, section in zip(shown, sheet.sections, strict=True)
        ]
    for number, (heading, counts, section) in enumerate(parts, 1):
        yield Heading(numbered(number, heading), 1)
        if counts and len(parts) > 1:
            yield Paragraph(counts)
        yield Table(sheet.columns, section.groups)
    yield Heading(numbered(len(parts) + 1, _("How to read it")), 1)
    yield Items(sheet.notes)
