"""What a merge brought, and what two copies decided apart: counts, and a table for each sort of conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _
from nanhu_kpi.model import Measure
from nanhu_kpi.period import office_time
from nanhu_kpi.render.definition_echo import field_value, field_word
from nanhu_kpi.render.entry_words import recorded_value
from nanhu_kpi.render.sheet import Column, Row, Sheet, section_of
from nanhu_kpi.render.words import name_of, value_word
from nanhu_kpi.text import short_name, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from nanhu_kpi.merged import ClosedLate, Dispute, KeyConflict, Merged, Revised
    from nanhu_kpi.model import Entry, Goal

_TABLES = {
    "batch": N_("Commands"),
    "entry": N_("Entries"),
    "target": N_("Target revisions"),
    "void": N_("Voids"),
    "change": N_("Changes of definitions"),
    "period": N_("Closed and reopened months"),
    "area": N_("Areas"),
    "goal": N_("Goals"),
    "measure": N_("Measures"),
    "setting": N_("Settings"),
}


def merge_sheets(merged: Merged, things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> tuple[Sheet, ...]:
    """Return what came in, then a sheet for each sort of what two copies decided apart. `things` are by code."""
    found = (
        _counts(merged),
        _disputes(merged.disputes, things, zone) if merged.disputes else None,
        _keys(merged.keys, things, zone) if merged.keys else None,
        _targets(merged.targets, things, zone) if merged.targets else None,
        _months(merged.months, zone) if merged.months else None,
    )
    return tuple(sheet for sheet in found if sheet)


def _counts(merged: Merged) -> Sheet:
    columns = (
        Column("table", _("Table")),
        Column("came", _("Came in"), "right"),
        Column("shared", _("There already"), "right"),
    )
    rows = [Row((_(_TABLES[each.table]), str(each.came), str(each.shared))) for each in merged.counts]
    notes = []
    if merged.twins:
        notes.append(
            _("Entries that say the same under one key: {count}. One of each counts.").format(count=merged.twins)
        )
    if merged.fields:
        notes.append(_("Fields of definitions that took a later value: {count}.").format(count=merged.fields))
    return Sheet("", "", columns, (section_of("", rows),), tuple(notes))


def _disputes(disputes: Iterable[Dispute], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    columns = (
        Column("code", _("Code")),
        Column("name", _("Name"), wraps=True, drop=1),
        Column("field", _("Field")),
        Column("value", _("Value"), wraps=True),
        Column("officer", _("Officer")),
        Column("logged_at", _("Logged at")),
        Column("holds", _("Holds meanwhile")),
    )
    rows = []
    for dispute in disputes:
        for claim in dispute.claims:
            holds = _("yes") if (claim.new or "") == dispute.standing else ""
            rows.append(
                Row(
                    (
                        visible(dispute.code), _name(things, dispute.code), field_word(dispute.field),
                        field_value(dispute.field, claim.new), visible(claim.officer),
                        office_time(claim.logged_at, zone), holds,
                    )
                )
            )  # fmt: skip
    notes = (
        _(
            "Changed on both sides, neither knowing of the other. The later value holds until somebody settles it, "
            "also by setting the value that holds: nanhu-kpi measure edit CODE, goal edit CODE or config set."
        ),
    )
    return Sheet(_("Definitions in dispute"), "", columns, (section_of("", rows),), notes)


def _keys(keys: Iterable[KeyConflict], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    columns = (
        Column("key", _("Key"), wraps=True),
        Column("id", _("Id")),
        Column("day", _("Day")),
        Column("code", _("Code")),
        Column("value", _("Recorded"), "right"),
        Column("note", _("Note"), wraps=True, drop=1),
        Column("officer", _("Officer")),
        Column("logged_at", _("Logged at")),
        Column("batch", _("Batch"), drop=2),
    )
    rows = [
        Row(
            (
                visible(conflict.key), short_name(entry.id), entry.day.isoformat(), entry.measure,
                _recorded(things, entry), visible(entry.note), visible(batch.officer),
                office_time(batch.logged_at, zone), short_name(batch.id),
            )
        )
        for conflict in keys
        for entry, batch in conflict.entries
    ]  # fmt: skip
    notes = (_("Entries under one key that do not say the same. All of them count until all but one are taken back: "
               "nanhu-kpi void ID --reason “…”"),)  # fmt: skip
    return Sheet(_("Keys in conflict"), "", columns, (section_of("", rows),), notes)


def _recorded(things: Mapping[str, Goal | Measure], entry: Entry) -> str:
    thing = things.get(entry.measure)
    return recorded_value(entry, thing) if isinstance(thing, Measure) else ""


def _targets(revised: Iterable[Revised], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    columns = (
        Column("code", _("Code")),
        Column("name", _("Measure"), wraps=True),
        Column("year", _("Year"), "right"),
        Column("ours", _("Here"), wraps=True),
        Column("theirs", _("There"), wraps=True),
    )
    rows = [Row((each.measure, _name(things, each.measure), str(each.year), *_sides(each, zone))) for each in revised]
    notes = (_("Both revisions are kept; the one with the latest effective day holds."),)
    return Sheet(_("Targets revised on both sides"), "", columns, (section_of("", rows),), notes)


def _sides(revised: Revised, zone: ZoneInfo) -> Iterator[str]:
    for target, batch in (revised.ours, revised.theirs):
        value = _("withdrawn") if target.value is None else value_word(target.value)
        yield _("{value} from {day} ({officer}, {at})").format(
            value=value, day=target.effective_on.isoformat(), officer=visible(batch.officer),
            at=office_time(batch.logged_at, zone),
        )  # fmt: skip


def _months(months: Iterable[ClosedLate], zone: ZoneInfo) -> Sheet:
    columns = (
        Column("month", _("Month")),
        Column("officer", _("Closed by")),
        Column("logged_at", _("Closed at")),
        Column("rows", _("Rows taken over"), "right"),
    )
    rows = [
        Row((each.month, visible(each.officer), office_time(each.logged_at, zone), str(each.rows))) for each in months
    ]
    notes = (_("The other side recorded in them before it knew: its rows were taken over."),)
    return Sheet(_("Closed months with rows from the other side"), "", columns, (section_of("", rows),), notes)


def _name(things: Mapping[str, Goal | Measure], code: str) -> str:
    return name_of(things[code]) if code in things else ""
