"""The record as a sheet and in words: what was recorded, by whom, and what was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import office_time
from nanhu_kpi.i18n import _
from nanhu_kpi.model import CATALOGUE, UNDO_REASON, Entry, EntryType, Measure, Recorded, Void
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, section_of
from nanhu_kpi.render.words import in_unit, name_of, value_word
from nanhu_kpi.text import short_name, visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo


def entries_sheet(entries: Sequence[Recorded], measures: Mapping[str, Measure], zone: ZoneInfo) -> Sheet:
    """Return the sheet of entries, oldest first; voided ones say so."""
    return _sheet(entries, measures, zone, title=_("Entries"))


def entries_of_one(entries: Sequence[Recorded], measure: Measure, zone: ZoneInfo) -> Sheet:
    """Return the sheet of one measure's entries: its code and name stand above already."""
    return _sheet(entries, {measure.code: measure}, zone, heading=_("Entries")).without("code", "name")


def entries_of_parts(entries: Sequence[Recorded], parts: Mapping[str, Measure], zone: ZoneInfo) -> Sheet:
    """Return the sheet of the entries that a ratio rests on: its parts are named above already."""
    return _sheet(entries, parts, zone, heading=_("Entries")).without("name")


def _sheet(
    entries: Sequence[Recorded], measures: Mapping[str, Measure], zone: ZoneInfo, *, title: str = "", heading: str = ""
) -> Sheet:
    columns = _columns()
    rows = []
    for entry, batch, void in entries:
        measure = measures[entry.measure]
        cells = {
            "id": short_name(entry.id),
            "batch": short_name(entry.batch),
            "day": entry.day.isoformat(),
            "code": entry.measure,
            "name": name_of(measure),
            # In the column that is never left out: a row taken back must not pass for a live one.
            "value": _taken_back(recorded_value(entry, measure)) if void else recorded_value(entry, measure),
            "note": visible(entry.note),
            "issue": visible(entry.issue),
            "next": visible(entry.next),
            "evidence": visible(entry.evidence),
            "officer": officer_word(batch.officer, batch.host),
            "logged_at": office_time(batch.logged_at, zone),
            "voided": void_word(void, zone),
        }
        rows.append(Row(tuple(cells[column.key] for column in columns), "dim" if void else "", "value" if void else ""))
    sheet = Sheet(title, "", columns, (section_of(heading, rows),))
    return sheet.without_empty("note", "issue", "next", "evidence", "voided")


def _taken_back(value: str) -> str:
    return _("{value} (voided)").format(value=value)


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("id", _("Id")),
        SheetColumn("day", _("Day")),
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), drop=6, wraps=True),
        SheetColumn("value", _("Recorded"), "right"),
        SheetColumn("note", _("Note"), drop=9, wraps=True),
        SheetColumn("issue", _("Issue"), drop=8, wraps=True),
        SheetColumn("next", _("Next step"), drop=7, wraps=True),
        SheetColumn("evidence", _("Evidence"), drop=1, wraps=True),
        SheetColumn("officer", _("Officer"), drop=5),
        SheetColumn("logged_at", _("Recorded at"), drop=3),
        SheetColumn("batch", _("Batch"), drop=2),
        SheetColumn("voided", _("Voided"), drop=4, wraps=True),
    )


def recorded_value(entry: Entry, measure: Measure) -> str:
    """Return what an entry says: `+12 个`, `=152 个`, `=第2名`, or that it is words alone."""
    if entry.value is None:
        return _("words")
    return f"{_sign(entry)}{in_unit(value_word(entry.value, entry.qualifier), measure)}"


def recorded_figure(entry: Entry) -> str:
    """Return an entry's figure as an increment or as a total: `+12`, `-3`, `=152`, `=超350`."""
    return "" if entry.value is None else f"{_sign(entry)}{value_word(entry.value, entry.qualifier)}"


def _sign(entry: Entry) -> str:
    if entry.type is EntryType.SET:
        return "="
    return "+" if entry.value is not None and entry.value >= 0 else ""


def officer_word(officer: str, host: str) -> str:
    """Return who recorded something; what came with the product is the report's own."""
    return _("work report") if officer == host == CATALOGUE else visible(officer)


def void_word(void: Void | None, zone: ZoneInfo) -> str:
    """Return when, by whom and why something was taken back, or nothing."""
    if void is None:
        return ""
    if void.twin is not None:
        return _("{at}: the same as {id}").format(at=office_time(void.logged_at, zone), id=short_name(void.twin))
    reason = _("undone") if void.reason == UNDO_REASON else visible(void.reason)
    return _("{at} by {officer}: {reason}").format(
        at=office_time(void.logged_at, zone), officer=visible(void.officer), reason=reason
    )
