"""The standing of a year on paper: an area a part, its measures in the report's order, and the rule of the lights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _
from nanhu_kpi.render.paper.blocks import Items, Paper, Paragraph, Table
from nanhu_kpi.render.sheets.parts_paper import as_of_word, paper_of_parts
from nanhu_kpi.render.sheets.status.status import counted
from nanhu_kpi.render.weekly.words import sentence
from nanhu_kpi.render.words import name_of, office_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nanhu_kpi.model import Area
    from nanhu_kpi.render.sheet import Sheet
    from nanhu_kpi.render.sheets.parts_paper import Part
    from nanhu_kpi.scorecard.card import Scorecard
    from nanhu_kpi.settings import Settings


def status_paper(sheet: Sheet, card: Scorecard, areas: Sequence[Area], settings: Settings, *, order: str) -> Paper:
    """Return a standing as a paper; `sheet` is the same as it stands on screen, in the `order` asked for."""
    days, office = card.days, office_name(settings)
    return paper_of_parts(
        _("{office}: progress against {year} targets").format(office=office, year=days.year),
        office,
        as_of_word(days.as_of, foreseen=days.foreseen),
        days.today,
        [*_parts(sheet, card, areas, order=order), (_("How to read it"), [Items(sheet.notes)])],
        [Paragraph(sentence(sheet.headline))],
    )


def _parts(sheet: Sheet, card: Scorecard, areas: Sequence[Area], *, order: str) -> Iterator[Part]:
    """Yield an area a part, with its counts where there are several; in another order than the report's all in one."""
    tables = [Table(sheet.columns, section.groups) for section in sheet.sections]
    if order:
        yield from ((section.heading, [table]) for section, table in zip(sheet.sections, tables, strict=True))
        return
    of_area = {area: [score for score in card.scores if score.measure.area == area.code] for area in areas}
    shown = {area: scores for area, scores in of_area.items() if scores}
    for (area, scores), table in zip(shown.items(), tables, strict=True):
        counts = [Paragraph(sentence(counted(scores)))] if len(shown) > 1 else []
        yield f"{name_of(area)} {area.code}", [*counts, table]
