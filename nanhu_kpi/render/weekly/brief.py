"""The brief: the one page that a deputy director reads, before all that stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _
from nanhu_kpi.model import Light, Status
from nanhu_kpi.quantity import percent
from nanhu_kpi.render.paper.blocks import Heading, Items, Paragraph, Signatures, Table
from nanhu_kpi.render.sheet import Row, SheetColumn, section_of
from nanhu_kpi.render.sheets.status import counted, headline, listed_status, style_of
from nanhu_kpi.render.weekly.words import clauses, day_of_year, joined, numbered, sentence, sentences
from nanhu_kpi.render.words import name_of, share_word, value_word
from nanhu_kpi.scorecard.ranking import ranked
from nanhu_kpi.text import shortened, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nanhu_kpi.render.paper.blocks import Block
    from nanhu_kpi.scorecard.card import Score
    from nanhu_kpi.scorecard.ranking import Ranked
    from nanhu_kpi.scorecard.week import Attention, MovedTarget, WeekSheet

# What one page of A4 holds: rows of owners and of decisions together, and signs of a name and of a sentence.
_OWNERS, _DECISIONS, _ROWS = 10, 10, 18
_NAME, _WORDS, _FEW_WORDS, _WHY, _NAMED = 16, 24, 10, 10, 6


def brief(sheet: WeekSheet) -> Iterator[Block]:
    """Yield the page: the conclusion, who answers, what needs a decision, what moved, who signs."""
    yield Paragraph(_conclusion(sheet))
    parts: list[tuple[str, Iterable[Block]]] = []
    if sheet.card.scores:
        owners = ranked(sheet.card.scores, lambda measure: [measure.owner])
        parts = [
            (_("By owner"), _owner_blocks(owners)),
            (
                _("For decision"),
                _decisions(sheet, _ROWS - min(len(owners), _OWNERS + 2) - min(len(sheet.moved_targets), _NAMED) // 2),
            ),
            (_("What moved"), (Items(tuple(_moved(sheet))),)),
        ]
    for number, (heading, blocks) in enumerate(parts, 1):
        yield Heading(numbered(number, heading), 1)
        yield from blocks
    line = "_" * 10
    prepared = _("Prepared by: {name}").format(name=shortened(visible(sheet.officer), _NAME))
    yield Signatures((prepared, _("Checked: {line}").format(line=line), _("Signed: {line}").format(line=line)))


def _conclusion(sheet: WeekSheet) -> str:
    card, day = sheet.card, day_of_year(sheet.span.last)
    elapsed = _("As of {day}, {share} of {year} has passed.").format(
        day=day, share=percent(sheet.elapsed, 1), year=sheet.span.first.year
    )
    if not card.scores or card.silent:
        return sentences(sentence(headline(card)), elapsed)
    red = sum(score.light is Light.RED for score in card.scores)
    good = sum(score.light is Light.GREEN for score in card.scores)
    silent = sum(score.unreported for score in card.scores)
    said = [_("Of {count} measures {good} are green and {red} red; {silent} with a target are unreported.").format(
        count=len(card.scores), good=good, red=red, silent=silent
    ), elapsed, sentence(counted(card.scores))]  # fmt: skip
    if sheet.rows_before is not None:
        said.append(
            _("Since the last sheet {red} turned red, {green} turned green and {met} were completed.").format(
                red=len(_turned(sheet, Light.RED)), green=len(_turned(sheet, Light.GREEN)), met=len(_done(sheet))
            )
        )
    return sentences(*said)


def _owner_blocks(owners: Sequence[Ranked]) -> Iterator[Block]:
    named = [owner for owner in owners if owner.key]
    shown = [*named[:_OWNERS], *owners[len(named) :]]
    columns = (
        SheetColumn("name", _("Owner"), wraps=True),
        SheetColumn("measures", _("Measures"), "right"),
        SheetColumn("good", _("Done or ahead"), "right"),
        SheetColumn("in_step", _("On track"), "right"),
        SheetColumn("behind", _("Behind"), "right"),
        SheetColumn("red", _("Red"), "right"),
        SheetColumn("silent", _("Unreported"), "right"),
        SheetColumn("rank", _("Rank"), "right"),
    )
    rows = [
        Row(
            (
                shortened(visible(owner.key), 2 * _NAME) or _("(no owner)"),
                str(len(owner.scores)),
                str(owner.having(Status.MET, Status.AHEAD)),
                str(owner.having(Status.ON_TRACK)),
                str(owner.having(Status.BEHIND)),
                str(owner.lit(Light.RED)),
                str(owner.silent),
                str(owner.rank or ""),
            ),
        )
        for owner in shown
    ]
    yield Table(columns, (section_of("", rows),))
    if len(named) > _OWNERS:
        yield Paragraph(
            _("Another {count} owners with {measures} measures stand better.").format(
                count=len(named) - _OWNERS, measures=sum(len(owner.scores) for owner in named[_OWNERS:])
            )
        )


def _decisions(sheet: WeekSheet, room: int) -> Iterator[Block]:
    """Yield the measures that need a decision: ceilings broken, then red ones, then silent ones."""
    wanted = sorted(sheet.attention, key=_urgency)
    if not wanted:
        yield Paragraph(_("No measure is yellow or red."))
        return
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("owner", _("Owner, leader"), wraps=True),
        SheetColumn("attainment", _("Attainment"), "right"),
        SheetColumn("expected", _("Expected"), "right"),
        SheetColumn("status", _("Status")),
        SheetColumn("weeks", _("Weeks red"), "right"),
        SheetColumn("told", _("Issue and next step"), wraps=True),
    )
    shown = wanted[: min(_DECISIONS, max(room, 3))]
    rows = [
        Row(
            (
                each.score.measure.code,
                shortened(name_of(each.score.measure), _NAME),
                _answerable(each.score),
                share_word(each.score.attainment),
                share_word(each.score.expected),
                listed_status(each.score),
                str(each.weeks_red or ""),
                _told(each, sheet, _WORDS if room >= _DECISIONS else _FEW_WORDS),
            ),
            style_of(each.score),
            "status",
        )
        for each in shown
    ]
    yield Table(columns, (section_of("", rows),))
    more = wanted[len(shown) :]
    if more:
        red = sum(each.score.light is Light.RED for each in more)
        yield Paragraph(_("Another {count} need attention, {red} of them red.").format(count=len(more), red=red))


def _urgency(each: Attention) -> tuple[bool, bool, bool]:
    """Sort broken ceilings first, then red measures, those with figures first, then yellow ones, silent ones first."""
    score, red = each.score, each.score.light is Light.RED
    return score.status is not Status.EXCEEDED, not red, score.unreported if red else not score.unreported


def _answerable(score: Score) -> str:
    measure = score.measure
    return clauses([shortened(visible(name), _WHY) for name in (measure.owner, measure.leader) if name])


def _told(each: Attention, sheet: WeekSheet, most: int) -> str:
    """Return issue and next step of one entry; its day is marked where it is older than the week."""
    if each.told is None:
        return _("not filled in")
    said = [_("issue: {text}").format(text=shortened(visible(each.told.issue), most))] if each.told.issue else []
    if each.told.next:
        said.append(_("next step: {text}").format(text=shortened(visible(each.told.next), most)))
    form = _("{words} ({day}, before this week)") if each.told.day < sheet.span.first else _("{words} ({day})")
    return form.format(words=clauses(said), day=day_of_year(each.told.day))


def _moved(sheet: WeekSheet) -> Iterator[str]:
    """Yield what moved since the last sheet, a line a sort; that nothing did is said too."""
    lines = []
    if sheet.rows_before is not None:
        for heading, scores in (
            (_("Turned red"), _turned(sheet, Light.RED)),
            (_("Turned green"), _turned(sheet, Light.GREEN)),
            (_("Completed"), _done(sheet)),
        ):
            lines += _line(heading, [f"{one.measure.code} {shortened(name_of(one.measure), _NAME)}" for one in scores])
    lines += _line(
        _("Targets revised"),
        [_revised(each, told=len(sheet.moved_targets) <= _NAMED) for each in sheet.moved_targets],
        every=True,
    )
    for field, heading in (("kind", _("Measures added")), ("retired_on", _("Measures retired"))):
        changes = [each.change for each in sheet.changed_definitions if each.change.subject == "measure"]
        codes = [
            each.code for each in changes if each.field == field and (each.new if field != "kind" else not each.old)
        ]
        lines += _line(heading, [f"{code} {shortened(name_of(sheet.measures[code]), _NAME)}" for code in codes])
    yield from lines or [_("Nothing has moved since the last sheet.")]


def _line(heading: str, things: Sequence[str], *, every: bool = False) -> list[str]:
    """Return a line of what moved, the rest counted; nothing where nothing did."""
    if not things:
        return []
    shown = list(things if every else things[:_NAMED])
    if len(shown) < len(things):
        shown.append(_("{count} more").format(count=len(things) - len(shown)))
    return [_("{heading} ({count}): {things}").format(heading=heading, count=len(things), things=clauses(shown))]


def _revised(moved: MovedTarget, *, told: bool) -> str:
    """Return a revised target: from what to what, and where there are few why, by which document and whom."""
    values = f"{value_word(moved.before) or _('(none)')} → {value_word(moved.after) or _('(none)')}"
    if not moved.revisions or not told:
        return f"{moved.measure.code} {values}"
    target, batch, _void = moved.revisions[-1]
    why = [shortened(visible(text), _WHY) for text in (target.reason, target.document, batch.officer) if text]
    change = f"{moved.measure.code} {values}"
    return _("{change} ({why})").format(change=change, why=joined(why)) if why else change


def _turned(sheet: WeekSheet, light: Light) -> list[Score]:
    """Return what has the light now and had another, or none, on the last sheet."""
    before = {score.measure.code: score.light for score in sheet.rows_before or ()}
    return [
        score for score in sheet.card.scores
        if score.light is light and before.get(score.measure.code, light) is not light
    ]  # fmt: skip


def _done(sheet: WeekSheet) -> list[Score]:
    before = {score.measure.code: score.status for score in sheet.rows_before or ()}
    return [
        score for score in sheet.card.scores
        if score.status is Status.MET and before.get(score.measure.code, Status.MET) is not Status.MET
    ]  # fmt: skip
