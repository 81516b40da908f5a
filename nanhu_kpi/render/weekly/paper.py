"""The week's sheet in words: its parts in the order that the leadership knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _, ngettext
from nanhu_kpi.model import Kind
from nanhu_kpi.quantity import percent, plain, rounded
from nanhu_kpi.render.paper.blocks import Bar, Bars, Curve, Curves, Heading, Items, Paper, Paragraph, Part
from nanhu_kpi.render.sheets.status import COUNTED, STYLES, counted, headline, rule_of_lights
from nanhu_kpi.render.sheets.status_notes import own_rules
from nanhu_kpi.render.weekly.brief import brief
from nanhu_kpi.render.weekly.changes import changes
from nanhu_kpi.render.weekly.late import late
from nanhu_kpi.render.weekly.tables import area_table, attention_table, due_table, entry_table, in_order
from nanhu_kpi.render.weekly.words import (
    day_in_full,
    day_of_year,
    joined,
    left_out_remark,
    numbered,
    numbered_area,
    part_remark,
    sentence,
    sentences,
    since_remark,
)
from nanhu_kpi.render.words import actual_word, name_of, office_name, status_word, value_word
from nanhu_kpi.scorecard.facts import Thresholds
from nanhu_kpi.scorecard.status import LIGHTS
from nanhu_kpi.scorecard.week import tallies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nanhu_kpi.model import Area
    from nanhu_kpi.render.paper.blocks import Block
    from nanhu_kpi.scorecard.card import Score
    from nanhu_kpi.scorecard.week import Tally, WeekSheet


def paper_of(sheet: WeekSheet, *, brief_alone: bool = False) -> Paper:
    """Return the week's sheet as a paper: its brief, and behind it the parts unless `brief_alone`."""
    settings = sheet.settings
    office = office_name(settings)
    parts: tuple[tuple[str, Iterable[Block]], ...] = (
        (_("Overall"), (*overall(sheet), *changes(sheet))),
        (_("Targets and progress by area"), _areas(sheet)),
        (_("This week's progress"), _progress(sheet)),
        (_("Reported late"), late(sheet)),
        (_("Needs attention"), _attention(sheet)),
        (_("Due, not reported"), _not_reported(sheet)),
        (_("Notes"), _notes(sheet)),
    )
    remarks: list[Block] = []
    if sheet.left_out.entries or sheet.left_out.targets:
        remarks.append(Paragraph(left_out_remark(sheet.left_out)))
    if not sheet.selected.whole:
        remarks.append(Paragraph(part_remark(sheet.selected, len(sheet.card.scores))))
    blocks: list[Block] = []
    for number, (heading, content) in enumerate(() if brief_alone else parts, 1):
        blocks += [Heading(numbered(number, heading), 1), *content]
    return Paper(
        title=_("{office}: weekly progress on targets").format(office=office),
        office=office,
        issue=_issue(sheet),
        days=_days(sheet),
        printed=_("Prepared {day}").format(day=day_in_full(sheet.printed)),
        day=sheet.printed,
        blocks=tuple(blocks),
        brief=(*remarks, *brief(sheet)),
    )


def _issue(sheet: WeekSheet) -> str:
    year, week, _weekday = sheet.week.first.isocalendar()
    issue = _("Issue {week}, {year}").format(year=year, week=week)
    return _("{issue} (sheet {part} of 2)").format(issue=issue, part=sheet.part) if sheet.part else issue


def _days(sheet: WeekSheet) -> str:
    span = sheet.span
    days = _("{first} to {last}").format(first=day_in_full(span.first), last=day_of_year(span.last))
    return _("{days} (the week is not over)").format(days=days) if sheet.running else days


def _areas(sheet: WeekSheet) -> Iterator[Block]:
    if not sheet.card.scores and not sheet.selected.whole:
        yield Paragraph(nothing_fits(sheet))
        return
    printed = [(area, scores) for area, scores in by_area(sheet) if scores or sheet.selected.whole]
    for number, (area, scores) in enumerate(printed, 1):
        yield Heading(numbered_area(number, area), 2)
        if not scores:
            yield Paragraph(
                _("No measure of this area has a target or an entry in {year}.").format(year=sheet.span.first.year)
            )
            continue
        yield Paragraph(sentence(counted(scores)))
        yield area_table([line for line in sheet.lines if line.score.measure.area == area.code])


def _progress(sheet: WeekSheet) -> Iterator[Block]:
    moved = {sheet.measures[entry.measure].area for entry, _batch, _void in sheet.entries}
    for number, area in enumerate((area for area in sheet.areas if area.code in moved), 1):
        entries = [each for each in sheet.entries if sheet.measures[each[0].measure].area == area.code]
        yield Heading(numbered_area(number, area), 2)
        yield entry_table(in_order(entries), sheet.measures)
    if not sheet.entries:
        yield Paragraph(_("No progress was recorded for this week."))


def _attention(sheet: WeekSheet) -> Iterator[Block]:
    if not sheet.attention:
        yield Paragraph(_("No measure is yellow or red."))
        return
    yield attention_table(sheet.attention)
    curves = tuple(
        Curve(
            f"{each.score.measure.code} {name_of(each.score.measure)}",
            each.actual_curve,
            each.pace_curve,
            _("to date {actual}, expected {expected}, target {target}").format(
                actual=actual_word(each.score.actual) or _("no data"),
                expected=plain(each.expected),
                target=value_word(each.score.target_value),
            ),
        )
        for each in sheet.attention
        if each.actual_curve or each.pace_curve
    )
    if curves:
        yield Curves(curves)


def _not_reported(sheet: WeekSheet) -> Iterator[Block]:
    if sheet.dues:
        yield due_table(sheet.dues)
    elif not sheet.card.scores and not sheet.selected.whole:
        yield Paragraph(nothing_fits(sheet))
    elif not sheet.card.targets:
        yield Paragraph(_("No target is in force, so nothing is due."))
    elif not sheet.fallen_due:
        yield Paragraph(_("Nothing has fallen due yet."))
    else:
        yield Paragraph(_("Every measure with a target was reported in time."))


def _notes(sheet: WeekSheet) -> Iterator[Block]:
    thresholds = Thresholds(sheet.settings.behind, sheet.settings.far_behind)
    notes = [
        rule_of_lights(thresholds),
        _(
            "To date = last sheet + reported late + this week. Attainment = to date ÷ target; expected = the "
            "attainment planned for the day."
        ),
        _(
            "Figures as known at the end of the Monday after the week; later records and voids are reported late on "
            "the next sheet."
        ),
    ]
    notes += own_rules(sheet.card.scores, sheet.settings)
    if sheet.counted.entries or sheet.counted.targets:
        notes.append(since_remark(sheet.counted))
    yield Items(tuple(notes))


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
    if sheet.card.silent:
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
        count = _("{count} {status}").format(status=status_word(tally.status, Kind.SUM), count=tally.number)
        form = _("{count} ({share}, {change} on last sheet)") if tally.change else _("{count} ({share})")
        words.append(form.format(count=count, share=percent(tally.share, 1), change=f"{tally.change or 0:+d}"))
    said = sentence(
        ngettext("{count} measure: {parts}", "{count} measures: {parts}", len(sheet.card.scores)).format(
            count=len(sheet.card.scores), parts=joined(words)
        )
    )
    unchanged = all(tally.change == 0 for tally in sheet.tallies)
    return sentences(said, _("The counts are the same as on the last sheet.")) if unchanged else said


def _ordered(unordered: Iterable[Tally]) -> list[Tally]:
    return sorted(unordered, key=lambda tally: COUNTED.index(tally.status))


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
