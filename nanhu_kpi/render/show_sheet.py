"""One measure as sheets: its numbers and source, the revisions of its target, its entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _, listed
from nanhu_kpi.render.changes_sheet import changes_sheet
from nanhu_kpi.render.entries_sheet import entries_of_one
from nanhu_kpi.render.sheet import Column, Row, Sheet, section_of
from nanhu_kpi.render.status_sheet import rule_of_lights, score_cells
from nanhu_kpi.render.words import actual_word, day_word, method_word, name_of, unit_of, value_word, word
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from nanhu_kpi.model import Area, Batch, Entry, Goal, Measure, Target, Void
    from nanhu_kpi.render.changes_sheet import Changed
    from nanhu_kpi.scorecard import Days, Score, Thresholds


def show_sheets(
    score: Score,
    days: Days,
    thresholds: Thresholds,
    *,
    area: Area,
    goal: Goal,
    stage: str,
    revisions: Sequence[Target],
    entries: Sequence[tuple[Entry, Batch, Void | None]],
    zone: ZoneInfo,
    changes: Sequence[Changed] = (),
) -> tuple[Sheet, ...]:
    """Return the sheets of one measure, in the order in which they are read."""
    measure = score.measure
    sheets = [_facts(score, days, thresholds, area, goal, stage)]
    if revisions:
        sheets.append(_revisions(revisions, measure))
    if entries:
        sheets.append(entries_of_one(entries, measure, zone))
    if changes:
        sheets.append(changes_sheet(changes, zone))
    return tuple(sheets)


def _facts(score: Score, days: Days, thresholds: Thresholds, area: Area, goal: Goal, stage: str) -> Sheet:
    measure, cells = score.measure, score_cells(score)
    target = score.target
    facts = [
        (_("Area"), f"{area.code} {name_of(area)}"),
        (_("Goal"), f"{goal.code} {name_of(goal)}"),
        (_("Kind"), listed([word(measure.kind), word(measure.direction)])),
        (_("Cadence"), word(measure.cadence)),
        (_("Owner"), visible(measure.owner)),
        (_("Supporting units"), visible(measure.support)),
        (_("Leader"), visible(measure.leader)),
        (_("Source"), _source(measure.source)),
        (_("Retired"), day_word(measure.retired_on)),
        (_("As of"), f"{days.as_of.isoformat()} {_('(foreseen)') if days.foreseen else ''}".rstrip()),
        (_("Status"), cells["status"]),
        (_("Stage"), visible(stage)),
        (_("Target"), f"{_in_unit(cells['target'], measure)}{_period(target)}" if target else ""),
        (_("Actual"), _in_unit(cells["actual"], measure) or _("no data")),
        (_("Attainment"), cells["attainment"]),
        (_("Expected"), cells["expected"]),
        (_("Gap"), f"{cells['gap']} {_('points')}" if cells["gap"] else ""),
        (_("Remaining"), _in_unit(cells["remaining"], measure)),
        (_("Per week"), _in_unit(cells["per_week"], measure)),
        (_("Last 7 days"), _in_unit(cells["week"], measure)),
        (_("{year} actual").format(year=days.year - 1), _in_unit(cells["baseline"], measure)),
        (_("{year} actual to the same day").format(year=days.year - 1),
         _in_unit(actual_word(score.baseline_to_date), measure)),
        (_("Forecast"), _forecast(score)),
        (_("Entries this year"), str(score.actual.entries)),
        (_("Last reported"), day_word(score.actual.last_day)),
    ]  # fmt: skip
    return Sheet(
        title=f"{measure.code} {name_of(measure)}",
        headline="",
        columns=(),
        sections=(),
        notes=(rule_of_lights(thresholds),),
        facts=tuple((name, value) for name, value in facts if value),
    )


def _revisions(revisions: Sequence[Target], measure: Measure) -> Sheet:
    columns = (
        Column("year", _("Year")),
        Column("target", _("Target"), "right"),
        Column("start", _("Start"), drop=4),
        Column("due", _("Due"), drop=5),
        Column("pace", _("Pace"), drop=3),
        Column("origin", _("Origin"), drop=6),
        Column("effective_on", _("In force from"), drop=7),
        Column("document", _("Document"), drop=1, wraps=True),
        Column("reason", _("Reason"), drop=2, wraps=True),
    )
    rows = tuple(
        Row(
            (
                str(target.year),
                _in_unit(value_word(target.value), measure) or _("withdrawn"),
                day_word(target.start),
                day_word(target.due),
                word(target.pace),
                word(target.origin),
                day_word(target.effective_on),
                visible(target.document),
                visible(target.reason),
            )
        )
        for target in revisions
    )
    return Sheet("", "", columns, (section_of(_("Targets"), rows),)).without_empty("document", "reason")


def _forecast(score: Score) -> str:
    if score.forecast is None:
        return ""
    value = _in_unit(value_word(score.forecast.value), score.measure)
    return _("{value} ({method})").format(value=value, method=method_word(score.forecast.method))


def _source(source: str) -> str:
    """Return a place in the work report as such, and whatever else an officer wrote as it stands."""
    in_report = all(char.isdecimal() or char in ".;" for char in source)
    return _("work report {source}").format(source=source) if source and in_report else visible(source)


def _in_unit(text: str, measure: Measure) -> str:
    return f"{text} {unit_of(measure)}" if text else ""


def _period(target: Target) -> str:
    return f" ({target.start.isoformat()} - {target.due.isoformat()})"
