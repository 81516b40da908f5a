"""One measure as sheets: its numbers and source, the revisions of its target, its entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _, listed
from nanhu_kpi.render.sheet import Sheet
from nanhu_kpi.render.sheets.definitions import changes_sheet
from nanhu_kpi.render.sheets.entries import entries_of_one, entries_of_parts
from nanhu_kpi.render.sheets.status.status import remaining_word, rule_of_lights, score_cells
from nanhu_kpi.render.sheets.status.status_notes import own_rules, since_remark
from nanhu_kpi.render.sheets.targets import plan_word, revisions_of_one
from nanhu_kpi.render.words import (
    actual_word,
    change_in_unit,
    day_word,
    days_word,
    in_unit,
    method_word,
    name_of,
    week_heading,
    with_foreseen,
    word,
)
from nanhu_kpi.scorecard.facts import Days, Thresholds
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nanhu_kpi.model import Actual, Area, Goal, Measure, Recorded, RecordedChange, RecordedLater, Revision, Target
    from nanhu_kpi.scorecard.card import Score
    from nanhu_kpi.settings import Settings

    Parts = Sequence[tuple[Measure, Actual]]


def show_sheets(
    score: Score,
    days: Days,
    settings: Settings,
    *,
    area: Area,
    goal: Goal,
    stage: str,
    revisions: Sequence[Revision],
    entries: Sequence[Recorded],
    changes: Sequence[RecordedChange],
    parts: Parts,
    since: RecordedLater,
    on_paper: bool,
) -> tuple[Sheet, ...]:
    """Return the sheets of one measure, in the order in which they are read: a curve stands after the first.

    `parts` are numerator and denominator of a ratio, and the entries are theirs.
    """
    measure, zone = score.measure, settings.zone
    sheets = [_facts(score, days, area, goal, stage, parts), _rule(score, days, settings, since, on_paper=on_paper)]
    if revisions:
        sheets.append(revisions_of_one(revisions, measure, zone))
    if entries and parts:
        sheets.append(entries_of_parts(entries, {part.code: part for part, _actual in parts}, zone))
    elif entries:
        sheets.append(entries_of_one(entries, measure, zone))
    if changes:
        sheets.append(changes_sheet(changes, zone))
    return tuple(sheets)


def _rule(score: Score, days: Days, settings: Settings, since: RecordedLater, *, on_paper: bool) -> Sheet:
    """Return what the numbers rest on: what came after their day, and the rule of the lights."""
    remark = since_remark(since, days.as_of, on_paper=on_paper)
    rule = rule_of_lights(Thresholds(settings.behind, settings.far_behind))
    return Sheet("", "", (), (), notes=(*([remark] if remark else []), rule, *own_rules([score], settings)))


def _facts(score: Score, days: Days, area: Area, goal: Goal, stage: str, parts: Parts) -> Sheet:
    measure, cells = score.measure, score_cells(score)
    target = score.target
    labels = (_("Numerator"), _("Denominator"))
    facts = [
        (_("Area"), f"{area.code} {name_of(area)}"),
        (_("Goal"), f"{goal.code} {name_of(goal)}"),
        (_("Kind"), listed([word(measure.kind), word(measure.direction)])),
        (_("Cadence"), word(measure.cadence)),
        (_("Owner"), visible(measure.owner) or _("not named")),
        (_("Supporting units"), visible(measure.support)),
        (_("Leader"), visible(measure.leader)),
        (_("Source"), _source(measure.source)),
        (_("Retired"), day_word(measure.retired_on)),
        (_("As of"), with_foreseen(days.as_of.isoformat(), days.foreseen)),
        (_("Status"), cells["status"]),
        (_("Light turns"), _turn(score, cells["turns"])),
        (_("Stage"), visible(stage)),
        (_("Target"), f"{in_unit(cells['target'], measure)} {_course(target)}" if target else ""),
        (_("Actual"), in_unit(cells["actual"], measure) or _("no data")),
        *((label, _part(part, actual)) for label, (part, actual) in zip(labels, parts, strict=False)),
        (_("Attainment"), cells["attainment"]),
        (_("Expected"), cells["expected"]),
        (_("Gap"), f"{cells['gap']} {_('points')}" if cells["gap"] else ""),
        (_("Remaining"), remaining_word(score, with_unit=True)),
        (_("Needed per week"), change_in_unit(cells["per_week"], measure)),
        (week_heading([measure.kind]), change_in_unit(cells["week"], measure)),
        (_("{year} actual").format(year=days.year - 1), in_unit(cells["baseline"], measure)),
        (_("{year} to date").format(year=days.year - 1), in_unit(actual_word(score.baseline_to_date), measure)),
        (_("Forecast"), _forecast(score, cells["forecast"])),
        (_("Entries this year"), str(score.actual.entries)),
        (_("Last entry"), day_word(score.actual.last_day)),
    ]  # fmt: skip
    return Sheet(
        title=f"{measure.code} {name_of(measure)}",
        headline="",
        columns=(),
        sections=(),
        facts=tuple((name, value) for name, value in facts if value),
    )


def _turn(score: Score, words: str) -> str:
    if score.turn is None:
        return ""
    return _("{turn}, on {day}, if nothing more is recorded").format(turn=words, day=score.turn.day.isoformat())


def _forecast(score: Score, number: str) -> str:
    if score.forecast is None:
        return ""
    value = in_unit(number, score.measure)
    return _("{value} ({method})").format(value=value, method=method_word(score.forecast.method))


def _source(source: str) -> str:
    """Return a place in the work report as such, and whatever else an officer wrote as it stands."""
    in_report = all(char.isdecimal() or char in ".;" for char in source)
    return _("work report {source}").format(source=source) if source and in_report else visible(source)


def _course(target: Target) -> str:
    return f"({days_word(target.start, target.due)})  {plan_word(target)}"


def _part(part: Measure, actual: Actual) -> str:
    return f"{part.code} {name_of(part)}  {in_unit(actual_word(actual), part) or _('no data')}"
