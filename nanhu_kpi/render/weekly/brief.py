"""The brief: the one page that a deputy director reads, before all that stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.i18n import _, clauses, joined, listed, sentences
from nanhu_kpi.model import Area, Kind, Light, Status
from nanhu_kpi.quantity import percent
from nanhu_kpi.render.paper.blocks import (
    Bar,
    Bars,
    Block,
    Heading,
    Items,
    Letterhead,
    Paragraph,
    Part,
    Signatures,
    table_of,
)
from nanhu_kpi.render.paper.room import UPRIGHT_PAGE, height, official_height
from nanhu_kpi.render.sheet import SheetColumn, sheet_of
from nanhu_kpi.render.sheets.status.status import COUNTED, STYLES, headline, style_of
from nanhu_kpi.render.weekly.cadences import words_of
from nanhu_kpi.render.weekly.words import (
    day_of_year,
    left_out_remark,
    numbered,
    part_remark,
    sentence,
    short,
    short_name_of,
    told_by_one,
)
from nanhu_kpi.render.words import light_word, name_of, share_word, standing_word, status_word, value_word
from nanhu_kpi.scorecard.ranks import Ranked, ranked
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nanhu_kpi.scorecard.card import Score
    from nanhu_kpi.scorecard.period_sheet import Attention, MovedTarget, PeriodSheet

_NAME, _OWNER = 16, 32
# So many codes of red measures that found no room in the table are named below it.
_CODES = 20


class _Room(NamedTuple):
    """How much the page says: rows of owners and of decisions, signs of issues and of reasons, names in a line of what
    moved, and the most revised targets with which it does."""

    owners: int
    decisions: int
    words: int
    why: int
    named: int
    targets: int


# The fullest page first: the first that fits is printed. Measures make way before what is said of them is cut short.
_ROOMS = (
    _Room(10, 10, 60, 24, 8, 12),
    _Room(10, 10, 45, 24, 8, 12),
    _Room(10, 10, 30, 24, 6, 12),
    _Room(10, 10, 30, 12, 4, 12),
    _Room(10, 9, 30, 12, 4, 12),
    _Room(10, 8, 30, 12, 4, 12),
    _Room(10, 8, 24, 8, 4, 40),
    _Room(10, 7, 24, 8, 4, 40),
    _Room(10, 6, 24, 0, 4, 80),
    _Room(10, 5, 20, 0, 3, 160),
    _Room(10, 4, 16, 0, 3, 160),
    _Room(8, 3, 16, 0, 2, 160),
    _Room(6, 3, 8, 0, 2, 100),
    _Room(3, 2, 6, 0, 1, 40),
)


def brief(sheet: PeriodSheet, *, letterhead: Letterhead | None = None) -> tuple[Block, ...]:
    """Return the page: the conclusion, who answers, what needs a decision, what moved, who signs.

    It says as much as one upright page takes.
    """
    taken = official_height(letterhead)
    for room in _ROOMS:
        blocks = tuple(_page(sheet, room))
        if height(blocks) + taken <= UPRIGHT_PAGE and len(sheet.moved_targets) <= room.targets:
            break
    return blocks


def _page(sheet: PeriodSheet, room: _Room) -> Iterator[Block]:
    yield Paragraph(_conclusion(sheet))
    scores = sheet.card.scores
    if not sheet.selected.whole:
        yield Paragraph(part_remark(sheet.selected, len(scores)))
    if scores:
        yield Bars(tuple(_bar(area, own) for area, own in by_area(sheet) if own))
        parts: list[tuple[str, Iterable[Block]]] = [
            (_("By owner"), _owners(ranked(scores, lambda measure: [measure.owner]), room)),
            (_("For decision"), _decisions(sheet, room)),
            (_("What moved"), (Items(tuple(_moved(sheet, room))),)),
        ]
        for number, (heading, blocks) in enumerate(parts, 1):
            yield Heading(numbered(number, heading), 1)
            yield from blocks
    if sheet.left_out.entries or sheet.left_out.targets:
        yield Paragraph(left_out_remark(sheet.left_out))
    line = "_" * 10
    prepared = _("Prepared by: {name}").format(name=short(visible(sheet.officer), _NAME))
    yield Signatures((prepared, _("Checked: {line}").format(line=line), _("Signed: {line}").format(line=line)))


def by_area(sheet: PeriodSheet) -> list[tuple[Area, list[Score]]]:
    """Return the rows of each area, in the report's order."""
    return [(area, [score for score in sheet.card.scores if score.measure.area == area.code]) for area in sheet.areas]


def _conclusion(sheet: PeriodSheet) -> str:
    """Return what the page says in three sentences: who is red, how far the year is, what changed."""
    card, day, year = sheet.card, day_of_year(sheet.span.last), sheet.span.first.year
    share = percent(sheet.elapsed, 1)
    if card.silent or not card.targets:
        no_target = _("{year}: no measure has a target").format(year=year)
        told = headline(card) if card.silent or not card.scores else no_target
        elapsed = _("As of {day}, {share} of {year} has passed.").format(day=day, share=share, year=year)
        return sentences(sentence(told), elapsed)
    lights = [score.light for score in card.scores]
    form = (
        _("Of {count} measures {red} are red, {silent} of them unreported; {yellow} are yellow and {green} green.")
        if Light.RED in lights
        else _("None of {count} measures is red; {yellow} are yellow and {green} green.")
    )
    said = [
        form.format(
            count=len(lights),
            red=lights.count(Light.RED),
            silent=sum(score.unreported and score.light is Light.RED for score in card.scores),
            yellow=lights.count(Light.YELLOW),
            green=lights.count(Light.GREEN),
        ),
        _("As of {day}, {share} of {year} has passed: {counts}.").format(
            day=day, share=share, year=year, counts=joined([*_counts(sheet)])
        ),
    ]
    if sheet.rows_before is not None:
        said.append(
            _("Since the last sheet {red} turned red, {green} turned green and {met} were completed.").format(
                red=len(_turned(sheet, Light.RED)), green=len(_turned(sheet, Light.GREEN)), met=len(_done(sheet))
            )
        )
    return sentences(*said)


def _counts(sheet: PeriodSheet) -> Iterator[str]:
    for tally in sorted(sheet.tallies, key=lambda tally: COUNTED.index(tally.status)):
        count = _("{count} {status}").format(status=status_word(tally.status, Kind.SUM), count=tally.number)
        change = _("{count} ({change} on last sheet)").format(count=count, change=f"{tally.change or 0:+d}")
        yield change if tally.change else count


def _bar(area: Area, scores: Sequence[Score]) -> Bar:
    """Return an area's bar of its measures by light, the red ones first, so that these compare."""
    lights = [score.light for score in scores]
    parts = tuple(
        Part(light_word(light) or _("no light"), STYLES[light], lights.count(light))
        for light in (Light.RED, Light.YELLOW, Light.GREEN, None)
        if light in lights
    )
    counts = [_("{word} {count}").format(word=part.word, count=part.number) for part in parts]
    return Bar(f"{name_of(area)} {area.code}", parts, joined(counts))


def _owners(owners: Sequence[Ranked], room: _Room) -> Iterator[Block]:
    named = [owner for owner in owners if owner.key]
    shown = [*named[: room.owners], *owners[len(named) :]]
    laid = sheet_of(
        shown,
        (
            SheetColumn("name", _("Owner"), wraps=True),
            lambda owner: short(visible(owner.key), _OWNER) or _("(no owner)"),
        ),
        (SheetColumn("measures", _("Measures"), "right"), lambda owner: str(len(owner.scores))),
        (
            SheetColumn("good", _("Done or ahead"), "right"),
            lambda owner: str(owner.having(Status.MET, Status.AHEAD)),
        ),
        (SheetColumn("in_step", _("On track"), "right"), lambda owner: str(owner.having(Status.ON_TRACK))),
        (SheetColumn("behind", _("Behind"), "right"), lambda owner: str(owner.having(Status.BEHIND))),
        (SheetColumn("red", _("Red"), "right"), lambda owner: str(owner.lit(Light.RED))),
        (SheetColumn("silent", _("Unreported"), "right"), lambda owner: str(owner.silent)),
        (SheetColumn("rank", _("Rank"), "right"), lambda owner: str(owner.rank or "")),
    )
    yield table_of(laid)
    if len(named) > room.owners:
        yield Paragraph(
            _("Another {count} owners with {measures} measures stand better.").format(
                count=len(named) - room.owners,
                measures=sum(len(owner.scores) for owner in named[room.owners :]),
            )
        )


def _shares(each: Attention) -> str:
    return "\n".join(share_word(share) or _("no data") for share in (each.score.attainment, each.score.expected))


def _decisions(sheet: PeriodSheet, room: _Room) -> Iterator[Block]:
    """Yield the measures that need a decision: ceilings broken, then red ones, then silent ones."""
    wanted = sorted(sheet.attention, key=urgency)
    if not wanted:
        yield Paragraph(_("No measure is yellow or red."))
        return
    in_a_row = words_of(sheet).red
    columns: list[tuple[SheetColumn, Callable[[Attention], str]]] = [
        (SheetColumn("code", _("Code")), lambda each: each.score.measure.code),
        (SheetColumn("name", _("Measure"), wraps=True), lambda each: short_name_of(each.score.measure, _NAME)),
        (SheetColumn("owner", _("Owner, leader"), wraps=True, under="name"), lambda each: _answerable(each.score)),
        (SheetColumn("attainment", _("Attainment, expected"), "right"), _shares),
        (SheetColumn("status", _("Status")), lambda each: _status(each.score)),
        (
            SheetColumn("told", _("Issue and next step"), wraps=True),
            lambda each: told_by_one(each.told, sheet, room.words),
        ),
    ]
    if in_a_row:
        columns.insert(-1, (SheetColumn("weeks", _(in_a_row), "right"), lambda each: str(each.red_in_a_row or "")))
    shown = wanted[: room.decisions]
    yield table_of(sheet_of(shown, *columns, look=lambda each: (style_of(each.score), "status")), leads_to="attention")
    more = wanted[len(shown) :]
    if more:
        yield Paragraph(_others([each.score for each in more]))


def _status(score: Score) -> str:
    """Return the light, and whether it is stale, over the status: so the column is narrow and two lines high."""
    marks = [light_word(score.light), *([_("stale")] if score.stale else [])]
    return f"{' '.join(marks)}\n{standing_word(score)}"


def _others(scores: Sequence[Score]) -> str:
    """Return how many more need attention, the red ones by their codes unless these are too many."""
    red = [score.measure.code for score in scores if score.light is Light.RED]
    count = _("Another {count} need attention, {red} of them red").format(count=len(scores), red=len(red))
    if not red or len(red) > _CODES:
        return sentence(count)
    return sentence(_("{count}: {codes}").format(count=count, codes=listed(red)))


def urgency(each: Attention) -> tuple[bool, bool, bool]:
    """Sort broken ceilings first, then red measures, those with figures first, then yellow ones, silent ones first."""
    score, red = each.score, each.score.light is Light.RED
    return score.status is not Status.EXCEEDED, not red, score.unreported if red else not score.unreported


def _answerable(score: Score) -> str:
    measure = score.measure
    return "\n".join(short(visible(name), _NAME) for name in (measure.owner, measure.leader) if name)


def _moved(sheet: PeriodSheet, room: _Room) -> Iterator[str]:
    """Yield what moved since the last sheet, a line a sort; that nothing did, or that it is the first, is said too."""
    lines = []
    if sheet.rows_before is not None:
        for heading, scores in (
            (_("Turned red"), _turned(sheet, Light.RED)),
            (_("Turned green"), _turned(sheet, Light.GREEN)),
            (_("Completed"), _done(sheet)),
        ):
            names = [f"{one.measure.code} {short_name_of(one.measure, _NAME)}" for one in scores]
            lines += _line(heading, names, room.named)
    revised = [_revised(each, room.why) for each in sheet.moved_targets]
    lines += _line(_("Targets revised"), revised, room.targets)
    for field, heading in (("kind", _("Measures added")), ("retired_on", _("Measures retired"))):
        changes = [each.change for each in sheet.changed_definitions if each.change.subject == "measure"]
        codes = [
            each.code for each in changes if each.field == field and (each.new if field != "kind" else not each.old)
        ]
        names = [f"{code} {short_name_of(sheet.measures[code], _NAME)}" for code in codes]
        lines += _line(heading, names, room.named)
    if sheet.rows_before is None:
        yield _("The first sheet of {year}: there is none before it to compare with.").format(
            year=sheet.span.first.year
        )
    yield from lines or ([] if sheet.rows_before is None else [_("Nothing has moved since the last sheet.")])


def _line(heading: str, things: Sequence[str], most: int) -> list[str]:
    """Return a line of what moved, the rest counted; nothing where nothing did."""
    if not things:
        return []
    shown = list(things[:most])
    if len(shown) < len(things):
        shown.append(_("{count} more").format(count=len(things) - len(shown)))
    return [_("{heading} ({count}): {things}").format(heading=heading, count=len(things), things=clauses(shown))]


def _revised(moved: MovedTarget, why: int) -> str:
    """Return a revised target: from what to what, and where there is room why, by which document and whom."""
    values = f"{value_word(moved.before) or _('(none)')} → {value_word(moved.after) or _('(none)')}"
    change = f"{moved.measure.code} {values}"
    if not moved.revisions or not why:
        return change
    target, batch, _void = moved.revisions[-1]
    told = [short(visible(text), why) for text in (target.reason, target.document, batch.officer) if text]
    return _("{change} ({why})").format(change=change, why=joined(told)) if told else change


def _turned(sheet: PeriodSheet, light: Light) -> list[Score]:
    """Return what has the light now and had another, or none, on the last sheet."""
    before = {score.measure.code: score.light for score in sheet.rows_before or ()}
    return [
        score for score in sheet.card.scores
        if score.light is light and before.get(score.measure.code, light) is not light
    ]  # fmt: skip


def _done(sheet: PeriodSheet) -> list[Score]:
    before = {score.measure.code: score.status for score in sheet.rows_before or ()}
    return [
        score for score in sheet.card.scores
        if score.status is Status.MET and before.get(score.measure.code, Status.MET) is not Status.MET
    ]  # fmt: skip
