"""The week's sheet in words: its parts in the order that the leadership knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _, language, listed
from nanhu_kpi.model import Kind
from nanhu_kpi.quantity import percent, plain
from nanhu_kpi.render.paper import (
    Bar,
    Bars,
    Curve,
    Curves,
    Heading,
    Items,
    Paper,
    Paragraph,
    Part,
    Signatures,
)
from nanhu_kpi.render.status_remarks import late_remark
from nanhu_kpi.render.status_sheet import COUNTED, STYLES, counted, rule_of_lights
from nanhu_kpi.render.weekly_tables import (
    area_table,
    attention_table,
    due_table,
    entry_table,
    late_table,
    reckoning_table,
)
from nanhu_kpi.render.words import actual_word, name_of, share_word, status_word, value_word
from nanhu_kpi.scorecard import LIGHTS, Thresholds
from nanhu_kpi.scorecard.week import tallies
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from nanhu_kpi.model import Area
    from nanhu_kpi.render.paper import Block
    from nanhu_kpi.scorecard import Score
    from nanhu_kpi.scorecard.week import Recorded, Tally, WeekSheet

_NUMBERS = "一二三四五六七八九"
_DAY_IN_FULL = N_("{year:04}-{month:02}-{day:02}")
_DAY_OF_YEAR = N_("{month:02}-{day:02}")


def paper_of(sheet: WeekSheet) -> Paper:
    """Return the week's sheet as a paper."""
    settings = sheet.settings
    office = visible(settings.office_name_zh if language() == "zh" else settings.office_name_en)
    parts: tuple[tuple[str, Iterable[Block]], ...] = (
        (_("Overall"), _overall(sheet)),
        (_("Targets and progress by area"), _areas(sheet)),
        (_("Progress of the week"), _progress(sheet)),
        (_("Needs attention"), _attention(sheet)),
        (_("Not reported"), _not_reported(sheet)),
        (_("Notes"), _notes(sheet)),
    )
    blocks: list[Block] = []
    for number, (heading, content) in enumerate(parts, 1):
        blocks += [Heading(_numbered(number, heading), 1), *content]
    blocks.append(
        Signatures(
            (_("Prepared by: {name}").format(name=visible(sheet.officer)), _("Signed: {line}").format(line="_" * 16))
        )
    )
    return Paper(
        title=_("{office}: weekly status of targets and measures").format(office=office),
        office=office,
        issue=_issue(sheet),
        days=_days(sheet),
        printed=_("Printed {day}").format(day=_day(_DAY_IN_FULL, sheet.printed)),
        day=sheet.printed,
        blocks=tuple(blocks),
    )


def _issue(sheet: WeekSheet) -> str:
    year, week, _weekday = sheet.week.first.isocalendar()
    issue = _("{year}, issue {week}").format(year=year, week=week)
    return _("{issue} ({part} of 2)").format(issue=issue, part=sheet.part) if sheet.part else issue


def _days(sheet: WeekSheet) -> str:
    span = sheet.span
    days = _("{first} to {last}").format(first=_day(_DAY_IN_FULL, span.first), last=_day(_DAY_OF_YEAR, span.last))
    return _("{days} (the week is not over)").format(days=days) if sheet.running else days


def _day(form: str, day: date) -> str:
    return _(form).format(year=day.year, month=day.month, day=day.day)


def _numbered(number: int, heading: str) -> str:
    return f"{_NUMBERS[number - 1]}、{heading}" if language() == "zh" else f"{number}. {heading}"


def _numbered_area(number: int, area: Area) -> str:
    name = f"{name_of(area)} {area.code}"
    return f"（{_NUMBERS[number - 1]}）{name}" if language() == "zh" else f"({number}) {name}"


def _overall(sheet: WeekSheet) -> Iterator[Block]:
    scores, year, last = sheet.card.scores, sheet.span.first.year, sheet.span.last
    yield Paragraph(
        _("As of {day}, {share} of {year} has passed.").format(
            day=_day(_DAY_OF_YEAR, last), share=share_word(sheet.elapsed, 1), year=year
        )
    )
    if not scores:
        none = _("{year}: no measure has a target or an entry") if sheet.whole else _("{year}: no measure fits")
        yield Paragraph(none.format(year=year))
        return
    yield Paragraph(_counted_with_shares(sheet))
    if sheet.card.targets and not sheet.card.entries:
        yield Paragraph(
            _("{year}: {count} targets, no progress recorded yet").format(year=year, count=sheet.card.targets)
        )
    bars = tuple(_bar(area, of_area, sheet) for area, of_area in _by_area(sheet) if of_area)
    if bars:
        yield Bars(bars)


def _counted_with_shares(sheet: WeekSheet) -> str:
    words = []
    for tally in _ordered(sheet.tallies):
        count = _("{status} {count}").format(status=status_word(tally.status, Kind.SUM), count=tally.number)
        form = _("{count} ({share}, {change} on the week before)") if tally.change else _("{count} ({share})")
        words.append(form.format(count=count, share=percent(tally.share, 1), change=f"{tally.change or 0:+d}"))
    said = _sentence(_("Measures {count}: {parts}").format(count=len(sheet.card.scores), parts=_joined(words)))
    unchanged = all(tally.change == 0 for tally in sheet.tallies)
    return said + _("No status has changed since the week before.") if unchanged else said


def _ordered(found: Iterable[Tally]) -> list[Tally]:
    return sorted(found, key=lambda tally: COUNTED.index(tally.status))


def _joined(words: Sequence[str]) -> str:
    return ("，" if language() == "zh" else ", ").join(words)


def _sentence(words: str) -> str:
    return f"{words}。" if language() == "zh" else f"{words}. "


def _by_area(sheet: WeekSheet) -> list[tuple[Area, list[Score]]]:
    return [(area, [score for score in sheet.card.scores if score.measure.area == area.code]) for area in sheet.areas]


def _bar(area: Area, scores: Sequence[Score], sheet: WeekSheet) -> Bar:
    """Return an area's bar: its measures by status, and how much of the year has passed."""
    parts = tuple(
        Part(status_word(tally.status, Kind.SUM), STYLES[LIGHTS[tally.status]], tally.number, tally.share)
        for tally in _ordered(tallies(scores))
    )
    label = f"{name_of(area)} {area.code}"
    text = _("{counts}; {share} of the year has passed").format(
        counts=counted(scores), share=share_word(sheet.elapsed, 1)
    )
    return Bar(label, parts, sheet.elapsed, text)


def _areas(sheet: WeekSheet) -> Iterator[Block]:
    for number, (area, scores) in enumerate(_by_area(sheet), 1):
        if not scores and not sheet.whole:
            continue
        yield Heading(_numbered_area(number, area), 2)
        if not scores:
            yield Paragraph(
                _("No measure of this area has a target or an entry in {year}.").format(year=sheet.span.first.year)
            )
            continue
        yield Paragraph(_sentence(counted(scores)).strip())
        yield area_table([line for line in sheet.lines if line.score.measure.area == area.code])


def _progress(sheet: WeekSheet) -> Iterator[Block]:
    for number, area in enumerate(sheet.areas, 1):
        entries = [each for each in sheet.entries if sheet.measures[each[0].measure].area == area.code]
        if entries:
            yield Heading(_numbered_area(number, area), 2)
            yield entry_table(_in_order(entries), sheet.measures)
    if not sheet.entries:
        yield Paragraph(_("No progress was recorded for this week."))
    yield Heading(_("Reported late"), 2)
    if not sheet.late_entries:
        yield Paragraph(_("Nothing was recorded or taken back for earlier days."))
        return
    yield Paragraph(
        _("Recorded or taken back since {day} for earlier days; what it changes of last week's sheet:").format(
            day=_day(_DAY_OF_YEAR, sheet.span.first)
        )
    )
    touched = {entry.measure for entry, _batch, _void in sheet.late_entries}
    lines = [line for line in sheet.lines if line.score.measure.code in touched]
    yield reckoning_table(lines)
    yield late_table(_in_order(sheet.late_entries), sheet.measures, sheet.settings.zone)


def _in_order(entries: Iterable[Recorded]) -> list[Recorded]:
    return sorted(entries, key=lambda each: (each[0].day, each[0].id))


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
        yield due_table(sheet.dues, sheet.span.last)
    elif sheet.card.targets:
        yield Paragraph(_("Every measure with a target was reported within its cadence."))
    else:
        yield Paragraph(_("No target is in force, so nothing is due."))


def _notes(sheet: WeekSheet) -> Iterator[Block]:
    thresholds = Thresholds(sheet.settings.behind, sheet.settings.far_behind)
    notes = [
        rule_of_lights(thresholds),
        _(
            "To date = last week's sheet + reported late + this week. Attainment = to date / target of the year; "
            "expected is the attainment that the pace asks for by the day."
        ),
    ]
    if sheet.settings.overrides:
        own = sorted({key.partition("/")[2] for key in sheet.settings.overrides})
        notes.append(_("Thresholds of their own: {codes}.").format(codes=listed(own)))
    if sheet.since:
        notes.append(late_remark(sheet.since, sheet.span.last))
    yield Items(tuple(notes))
