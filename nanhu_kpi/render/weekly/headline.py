"""The week's headline: how many measures stand how, what changed since last week's sheet, and a bar an area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _
from nanhu_kpi.model import Kind
from nanhu_kpi.quantity import percent, rounded
from nanhu_kpi.render.paper.blocks import Bar, Bars, Paragraph, Part
from nanhu_kpi.render.sheets.status import COUNTED, STYLES, counted, headline
from nanhu_kpi.render.weekly.words import day_of_year, joined, sentence, sentences
from nanhu_kpi.render.words import name_of, status_word
from nanhu_kpi.scorecard.status import LIGHTS
from nanhu_kpi.scorecard.week import tallies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nanhu_kpi.model import Area
    from nanhu_kpi.render.paper.blocks import Block
    from nanhu_kpi.scorecard.card import Score
    from nanhu_kpi.scorecard.week import Tally, WeekSheet


def overall(sheet: WeekSheet) -> Iterator[Block]:
    """Yield the headline and the bars."""
    scores, year, last = sheet.card.scores, sheet.span.first.year, sheet.span.last
    yield Paragraph(
        _("As of {day}, {share} of {year} has passed.").format(
            day=day_of_year(last), share=percent(sheet.elapsed, 1), year=year
        )
    )
    if not scores:
        yield Paragraph(nothing_fits(sheet))
        return
    yield Paragraph(_counted_with_shares(sheet))
    if sheet.card.targets and not sheet.card.entries:
        yield Paragraph(sentence(headline(sheet.card)))
    yield Bars(tuple(_bar(area, of_area, sheet) for area, of_area in by_area(sheet) if of_area))


def nothing_fits(sheet: WeekSheet) -> str:
    """Return that the sheet has no row, in a sentence."""
    none = _("{year}: no measure has a target or an entry") if sheet.selected.whole else _("{year}: no measure fits")
    return sentence(none.format(year=sheet.span.first.year))


def by_area(sheet: WeekSheet) -> list[tuple[Area, list[Score]]]:
    """Return the rows of each area, in the report's order."""
    return [(area, [score for score in sheet.card.scores if score.measure.area == area.code]) for area in sheet.areas]


def _counted_with_shares(sheet: WeekSheet) -> str:
    words = []
    for tally in _ordered(sheet.tallies):
        count = _("{status} {count}").format(status=status_word(tally.status, Kind.SUM), count=tally.number)
        form = _("{count} ({share}, {change} on last week's sheet)") if tally.change else _("{count} ({share})")
        words.append(form.format(count=count, share=percent(tally.share, 1), change=f"{tally.change or 0:+d}"))
    said = sentence(_("Measures {count}: {parts}").format(count=len(sheet.card.scores), parts=joined(words)))
    unchanged = all(tally.change == 0 for tally in sheet.tallies)
    return sentences(said, _("The counts are those of last week's sheet.")) if unchanged else said


def _ordered(found: Iterable[Tally]) -> list[Tally]:
    return sorted(found, key=lambda tally: COUNTED.index(tally.status))


def _bar(area: Area, scores: Sequence[Score], sheet: WeekSheet) -> Bar:
    """Return an area's bar: its measures by status, and how much of the year has passed."""
    parts = tuple(
        Part(status_word(tally.status, Kind.SUM), STYLES[LIGHTS[tally.status]], tally.number, rounded(tally.share))
        for tally in _ordered(tallies(scores))
        if tally.number
    )
    label = f"{name_of(area)} {area.code}"
    text = _("{counts}; {share} of the year has passed").format(counts=counted(scores), share=percent(sheet.elapsed, 1))
    return Bar(label, parts, rounded(sheet.elapsed), text)
