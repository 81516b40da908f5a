"""The sheet of a week, a month, a quarter or a year in words: its parts in the order that the leadership knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _, clauses, listed, ngettext
from nanhu_kpi.model import Cadence
from nanhu_kpi.render.paper.blocks import Block, Heading, Items, Letterhead, Paper, Paragraph
from nanhu_kpi.render.sheets.status.status import rule_of_lights
from nanhu_kpi.render.sheets.status.status_notes import own_rules
from nanhu_kpi.render.weekly.brief import brief, by_area
from nanhu_kpi.render.weekly.cadences import dated_word, issue_word, lists_last_entries, words_of
from nanhu_kpi.render.weekly.changes import changes
from nanhu_kpi.render.weekly.late import late
from nanhu_kpi.render.weekly.tables import area_table, attention_table, entry_table, is_bare
from nanhu_kpi.render.weekly.words import (
    NAME,
    annexed,
    day_in_full,
    day_of_year,
    sentence,
    short,
    short_name_of,
    since_remark,
)
from nanhu_kpi.render.weekly.year_end import last_entry_table, year_end_table
from nanhu_kpi.render.words import in_unit, name_of, office_name, periods_word, value_word
from nanhu_kpi.scorecard.facts import Thresholds
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nanhu_kpi.scorecard.card import Score
    from nanhu_kpi.scorecard.period_sheet import PeriodSheet, Unreported
    from nanhu_kpi.settings import Settings


def paper_of(sheet: PeriodSheet, *, brief_alone: bool = False) -> Paper:
    """Return a sheet as a paper: its brief, and behind it the annexes unless `brief_alone`."""
    settings = sheet.settings
    office = office_name(settings)
    words = words_of(sheet)
    annexes: tuple[tuple[str, Iterable[Block]], ...] = (
        (_("Needs attention"), _attention(sheet)),
        (_("Year-end comparison"), _year_end(sheet))
        if sheet.cadence is Cadence.YEARLY
        else (_("Targets and progress by area"), _areas(sheet)),
        (_(words.progress), _progress(sheet)),
        (_("Reported late and corrected"), _late(sheet)),
        (_("Due, not reported"), _not_reported(sheet)),
        (_("How to read it"), _notes(sheet)),
    )
    letterhead = letterhead_of(settings)
    blocks: list[Block] = []
    for number, (heading, content) in enumerate(() if brief_alone else annexes, 1):
        blocks += [Heading(annexed(number, heading), 1), *content]
    return Paper(
        title=_(words.title).format(office=office),
        office=office,
        issue=issue_word(sheet),
        days=_days(sheet),
        printed=_("Prepared {day}").format(day=day_in_full(sheet.printed)),
        day=sheet.printed,
        blocks=tuple(blocks),
        brief=brief(sheet, letterhead=letterhead),
        letterhead=letterhead,
    )


def letterhead_of(settings: Settings) -> Letterhead | None:
    """Return the office's letterhead, None where it has none."""
    if not settings.letterhead:
        return None
    recipients = (
        (_("Reported to: {names}"), settings.report_to),
        (_("Copied to: {names}"), settings.copy_to),
        (_("Issued to: {names}"), settings.issue_to),
    )
    return Letterhead(
        visible(settings.letterhead),
        tuple(form.format(names=visible(names)) for form, names in recipients if names),
        _("{count} copies made").format(count=settings.copies) if settings.copies else "",
    )


def _days(sheet: PeriodSheet) -> str:
    span = sheet.span
    days = _("{first} to {last}").format(first=day_in_full(span.first), last=day_of_year(span.last))
    return _(words_of(sheet).unfinished).format(days=days) if sheet.running else days


def _attention(sheet: PeriodSheet) -> Iterator[Block]:
    if not sheet.attention:
        yield Paragraph(_("No measure is yellow or red."))
        return
    yield Paragraph(
        _(
            "All {count} measures that are yellow or red, by owner. Course of the year: the line is the actual, the "
            "dashes its pace; on the left where the year began, on the right actual / target."
        ).format(count=len(sheet.attention))
    )
    yield attention_table(sheet)


def _areas(sheet: PeriodSheet) -> Iterator[Block]:
    if not sheet.card.scores:
        yield Paragraph(nothing_fits(sheet))
        return
    yield Paragraph(
        _("Targets and progress of all {count} measures, by area.").format(count=len(sheet.card.scores))
        if sheet.selected.whole
        else _("Targets and progress of the {count} measures selected, by area.").format(count=len(sheet.card.scores))
    )
    if sheet.card.silent:
        yield Items(tuple(_named(sheet, lambda score: score.target is not None, _("{area}, targets {count}: {names}"))))
    else:
        yield area_table(sheet)
    bare = tuple(_named(sheet, is_bare, _("{area}, neither target nor entry {count}: {names}")))
    if bare:
        yield Items(bare)


def _named(sheet: PeriodSheet, wanted: Callable[[Score], bool], form: str) -> Iterator[str]:
    """Yield a line an area of the measures that are named there, with their targets if they have one."""
    for area, scores in by_area(sheet):
        named = [score for score in scores if wanted(score)]
        if named:
            yield form.format(
                area=f"{name_of(area)} {area.code}",
                count=len(named),
                names=listed([_with_target(each) for each in named]),
            )


def _with_target(score: Score) -> str:
    target = in_unit(value_word(score.target_value), score.measure)
    return " ".join(filter(None, (score.measure.code, short_name_of(score.measure), target)))


def _progress(sheet: PeriodSheet) -> Iterator[Block]:
    if not sheet.entries:
        yield Paragraph(_(words_of(sheet).no_progress))
        return
    yield Paragraph(dated_word(sheet))
    yield last_entry_table(sheet) if lists_last_entries(sheet) else entry_table(sheet)


def _year_end(sheet: PeriodSheet) -> Iterator[Block]:
    if not sheet.card.scores:
        yield Paragraph(nothing_fits(sheet))
        return
    yield Paragraph(
        _("The year of all {count} measures against its targets and the year before, by goal.").format(
            count=len(sheet.card.scores)
        )
        if sheet.selected.whole
        else _("The year of the {count} measures selected against its targets and the year before, by goal.").format(
            count=len(sheet.card.scores)
        )
    )
    yield year_end_table(sheet)


def _late(sheet: PeriodSheet) -> Iterator[Block]:
    blocks = (*late(sheet), *changes(sheet))
    yield from blocks or (Paragraph(_("Nothing was reported late or corrected.")),)


def _not_reported(sheet: PeriodSheet) -> Iterator[Block]:
    if sheet.dues:
        yield Paragraph(
            ngettext(
                "The {count} measure that is due and not reported, by owner, with the periods missed.",
                "The {count} measures that are due and not reported, by owner, with the periods missed.",
                len(sheet.dues),
            ).format(count=len(sheet.dues))
        )
        yield Items(tuple(unreported_lines(sheet.dues)))
    elif not sheet.card.scores and not sheet.selected.whole:
        yield Paragraph(nothing_fits(sheet))
    elif not sheet.card.targets:
        yield Paragraph(_("No target is in force, so nothing is due."))
    elif not sheet.fallen_due:
        yield Paragraph(_("Nothing has fallen due yet."))
    else:
        yield Paragraph(_("Every measure with a target was reported in time."))


def unreported_lines(dues: Sequence[Unreported]) -> Iterator[str]:
    """Yield a line an owner: what it has not reported, by the periods missed."""
    owners = sorted({due.measure.owner for due in dues}, key=lambda owner: (not owner, owner))
    for owner in owners:
        own = [due for due in dues if due.measure.owner == owner]
        missed: dict[str, list[str]] = {}
        for due in own:
            periods = periods_word(due.measure.cadence, due.missed)
            name = f"{due.measure.code} {short_name_of(due.measure)}"
            if due.last_entry:
                name = _("{name} (last {day}, {count} days ago)").format(
                    name=name, day=day_of_year(due.last_entry), count=due.days
                )
            missed.setdefault(periods, []).append(name)
        yield _("{owner}, {count}: {measures}").format(
            owner=short(visible(owner), 2 * NAME) or _("(no owner)"),
            count=len(own),
            measures=clauses(
                [
                    _("{periods}: {names}").format(periods=periods, names=listed(names))
                    for periods, names in missed.items()
                ]
            ),
        )


def _notes(sheet: PeriodSheet) -> Iterator[Block]:
    thresholds = Thresholds(sheet.settings.behind, sheet.settings.far_behind)
    notes = [
        rule_of_lights(thresholds),
        _(words_of(sheet).reckoning),
        _(
            "Owners rank by their share of red measures, then by that of other measures behind or unreported; equal "
            "shares share a rank. Forecast: from last year's course or this year's rate."
        ),
        _(words_of(sheet).known),
        *own_rules(sheet.card.scores, sheet.settings),
    ]
    if sheet.counted.entries or sheet.counted.targets:
        notes.append(since_remark(sheet.counted))
    notes.append(_("Of long names and texts only the beginning stands here, ending in “...”."))
    yield Paragraph(_("How the figures are computed, and what is counted when."))
    yield Items(tuple(notes))


def nothing_fits(sheet: PeriodSheet) -> str:
    """Return that the sheet has no row, in a sentence."""
    none = _("{year}: no measure has a target or an entry") if sheet.selected.whole else _("{year}: no measure fits")
    return sentence(none.format(year=sheet.span.first.year))
