"""Targets as sheets and lines: what is in force, what was before, what would be set, what a command agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import office_time
from nanhu_kpi.i18n import _, listed
from nanhu_kpi.model import Measure, Origin, Revision, Target
from nanhu_kpi.quantity import plain
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, section_of, sheet_of
from nanhu_kpi.render.sheets.entries import officer_word, void_word
from nanhu_kpi.render.words import actual_word, days_word, in_unit, name_of, value_word, word
from nanhu_kpi.text import short_name, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from nanhu_kpi.scorecard.results import Agreed, Proposal


def targets_in_force_sheet(
    revisions: Sequence[Revision], measures: Mapping[str, Measure], zone: ZoneInfo, year: int, day: date
) -> Sheet:
    """Return the sheet of the targets of a year that are in force on a day."""
    title = _("Targets for {year} in force on {day}").format(year=year, day=day.isoformat())
    return _sheet(title, revisions, measures, zone).without("year").without_empty("document", "reason", "voided")


def revisions_sheet(revisions: Sequence[Revision], measures: Mapping[str, Measure], zone: ZoneInfo) -> Sheet:
    """Return the sheet of every revision; those that withdraw a target or were taken back say so."""
    sheet = _sheet(_("Every revision of the targets"), revisions, measures, zone)
    return sheet.without_empty("document", "reason", "voided")


def agreed_sheet(agreed: Iterable[Agreed]) -> Sheet:
    """Return the sheet of the targets that a file sets, beside what is in force."""
    return sheet_of(
        agreed,
        (SheetColumn("code", _("Code")), lambda each: each.measure.code),
        (SheetColumn("name", _("Measure"), wraps=True), lambda each: name_of(each.measure)),
        (SheetColumn("year", _("Year")), lambda each: str(each.after.year)),
        (
            SheetColumn("before", _("Before"), "right"),
            lambda each: target_word(each.before, each.measure) if each.before else "",
        ),
        (SheetColumn("target", _("Target"), "right"), lambda each: target_word(each.after, each.measure)),
        (SheetColumn("due", _("Due"), drop=4), lambda each: each.after.due.isoformat()),
        (SheetColumn("pace", _("Pace"), drop=1), lambda each: pace_word(each.after)),
        (SheetColumn("effective_on", _("In force from"), drop=2), lambda each: each.after.effective_on.isoformat()),
        title=_("Targets of the file"),
    )


def proposals_sheet(proposals: Sequence[Proposal], source: int, year: int, origin: Origin) -> Sheet:
    """Return the sheet of the targets that would be set, beside what each measure came to in the source year."""
    if origin is Origin.BASELINE:
        title = _("Targets for {year} from the actuals of {source}").format(year=year, source=source)
    else:
        title = _("Targets for {year} carried over from {source}").format(year=year, source=source)
    # What is adopted is of the whole year; what is carried may have had other days.
    whole_year = ("start", "due") if origin is Origin.BASELINE else ()
    return sheet_of(
        proposals,
        (SheetColumn("code", _("Code")), lambda each: each.measure.code),
        (SheetColumn("name", _("Measure"), wraps=True), lambda each: name_of(each.measure)),
        (
            SheetColumn("actual", _("{year} actual").format(year=source), "right"),
            lambda each: in_unit(actual_word(each.actual), each.measure),
        ),
        (
            SheetColumn("target", _("{year} target").format(year=year), "right"),
            lambda each: target_word(each.target, each.measure),
        ),
        (SheetColumn("start", _("Start"), drop=3), lambda each: each.target.start.isoformat()),
        (SheetColumn("due", _("Due"), drop=4), lambda each: each.target.due.isoformat()),
        (SheetColumn("pace", _("Pace"), drop=1), lambda each: pace_word(each.target)),
        (SheetColumn("effective_on", _("In force from"), drop=2), lambda each: each.target.effective_on.isoformat()),
        title=title,
    ).without(*whole_year)


def agreed_line(measure: Measure, before: Target | None, after: Target, batch: str) -> str:
    """Return what a revision was understood as: before and after, days, pace, effective day, batch."""
    parts = [_changed(measure, after.year, before, after)]
    if after.value is not None:
        parts += [days_word(after.start, after.due), pace_word(after)]
    return "  ".join([*parts, _from(after.effective_on), f"#{batch}"])


def until_line(measure: Measure, until: date) -> str:
    """Return that a revision recorded earlier takes over on a later day."""
    return _("{code}: a revision in force from {day} already exists and counts from that day.").format(
        code=measure.code, day=until.isoformat()
    )


def voided_target_line(target: Target, measure: Measure) -> str:
    """Return which revision was taken back."""
    return _("Undone: {code} {name}, {year} target {value} in force from {day}").format(
        code=measure.code, name=name_of(measure), year=target.year, value=target_word(target, measure),
        day=target.effective_on.isoformat(),
    )  # fmt: skip


def changed_target_line(measure: Measure, year: int, day: date, before: Target | None, after: Target | None) -> str:
    """Return what taking back did to a target, as in force on a day."""
    return f"{_changed(measure, year, before, after)}  {day.isoformat()}"


def target_word(target: Target, measure: Measure) -> str:
    """Return a revision's value in its unit, or that it withdraws the target."""
    return in_unit(value_word(target.value), measure) or _("withdrawn")


def pace_word(target: Target) -> str:
    """Return a target's pace, a schedule written out."""
    if not target.schedule:
        return word(target.pace)
    points = " ".join(f"{day:%m-%d}={plain(value)}" for day, value in target.schedule)
    return _("by schedule {points}").format(points=points)


def plan_word(target: Target) -> str:
    """Return a target's pace in words, each point of a schedule with its day."""
    if not target.schedule:
        return word(target.pace)
    points = [_("{value} by {day}").format(value=plain(value), day=f"{day:%m-%d}") for day, value in target.schedule]
    return _("by schedule: {points}").format(points=listed(points))


def revisions_of_one(revisions: Sequence[Revision], measure: Measure, zone: ZoneInfo) -> Sheet:
    """Return the sheet of one measure's revisions, oldest year first; those that were taken back say so."""
    columns = (
        SheetColumn("year", _("Year")),
        SheetColumn("target", _("Target"), "right"),
        SheetColumn("start", _("Start"), drop=4),
        SheetColumn("due", _("Due"), drop=5),
        SheetColumn("pace", _("Pace"), drop=6, wraps=True),
        SheetColumn("origin", _("Origin"), drop=3),
        SheetColumn("effective_on", _("In force from"), drop=9),
        SheetColumn("officer", _("Officer"), drop=8),
        SheetColumn("logged_on", _("Recorded on"), drop=7),
        SheetColumn("document", _("Document"), drop=1, wraps=True),
        SheetColumn("reason", _("Reason"), drop=2, wraps=True),
        SheetColumn("voided", _("Voided"), drop=10, wraps=True),
    )
    rows = _rows(revisions, {measure.code: measure}, zone, columns)
    return Sheet("", "", columns, (section_of(_("Targets"), rows),)).without_empty("document", "reason", "voided")


def _changed(measure: Measure, year: int, before: Target | None, after: Target | None) -> str:
    had = value_word(before.value) if before else ""
    has = value_word(after.value) if after else ""
    return (
        f"{measure.code} {name_of(measure)}  {_('{year} target').format(year=year)} "
        f"{had or _('none')} → {in_unit(has, measure) or _('none')}"
    )


def _from(day: date) -> str:
    return _("in force from {day}").format(day=day.isoformat())


def _sheet(title: str, revisions: Sequence[Revision], measures: Mapping[str, Measure], zone: ZoneInfo) -> Sheet:
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("year", _("Year")),
        SheetColumn("target", _("Target"), "right"),
        SheetColumn("effective_on", _("In force from"), drop=9),
        SheetColumn("start", _("Start"), drop=6),
        SheetColumn("due", _("Due"), drop=10),
        SheetColumn("pace", _("Pace"), drop=7, wraps=True),
        SheetColumn("origin", _("Origin"), drop=5),
        SheetColumn("document", _("Document"), drop=4, wraps=True),
        SheetColumn("reason", _("Reason"), drop=3, wraps=True),
        SheetColumn("officer", _("Officer"), drop=8),
        SheetColumn("logged_at", _("Recorded at"), drop=2),
        SheetColumn("batch", _("Batch"), drop=1),
        SheetColumn("voided", _("Voided"), drop=11, wraps=True),
    )
    return Sheet(title, "", columns, (section_of("", _rows(revisions, measures, zone, columns)),))


def _rows(
    revisions: Sequence[Revision], measures: Mapping[str, Measure], zone: ZoneInfo, columns: Sequence[SheetColumn]
) -> tuple[Row, ...]:
    """Return a row a revision, its cells in the order of `columns`; what is gone is marked in the column of values."""
    rows = []
    for target, batch, void in revisions:
        measure = measures[target.measure]
        value = target_word(target, measure)
        cells = {
            "code": target.measure,
            "name": name_of(measure),
            "year": str(target.year),
            "target": _("{value} (voided)").format(value=value) if void else value,
            "effective_on": target.effective_on.isoformat(),
            "start": target.start.isoformat(),
            "due": target.due.isoformat(),
            "pace": "" if target.value is None else pace_word(target),
            "origin": word(target.origin),
            "document": visible(target.document),
            "reason": visible(target.reason),
            "officer": officer_word(batch.officer, batch.host),
            "logged_at": office_time(batch.logged_at, zone),
            "logged_on": batch.logged_on.isoformat(),
            "batch": short_name(batch.id),
            "voided": void_word(void, zone),
        }
        gone = void is not None or target.value is None
        rows.append(
            Row(tuple(cells[column.key] for column in columns), "dim" if gone else "", "target" if gone else "")
        )
    return tuple(rows)
