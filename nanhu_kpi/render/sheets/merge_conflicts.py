"""What two copies recorded or decided apart: a table for each sort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import office_time
from nanhu_kpi.i18n import _, listed
from nanhu_kpi.merge_result import (
    ClosedLate,
    Dispute,
    Hidden,
    ImportedTwice,
    KeyConflict,
    PassedOn,
    Reclosed,
    RetiredLate,
    RevisedApart,
    SharedName,
    said,
)
from nanhu_kpi.model import Batch, Closure, Entry, Goal, Measure, Target
from nanhu_kpi.quantity import plain
from nanhu_kpi.render.sheet import Sheet, SheetColumn, sheet_of
from nanhu_kpi.render.sheets.definitions import field_value, field_word
from nanhu_kpi.render.sheets.entries import recorded_value
from nanhu_kpi.render.words import actual_word, name_of, value_word
from nanhu_kpi.text import short_name, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

    from nanhu_kpi.settings import Crossing


def disputes_sheet(disputes: Iterable[Dispute], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return every field in dispute, a claim a row."""
    note = _(
        "Both changed the same field. The later value counts until someone confirms or changes it (setting the same "
        "value confirms it): nanhu-kpi measure edit CODE, measure retire CODE, goal edit CODE or config set KEY"
    )
    return sheet_of(
        [(dispute, claim) for dispute in disputes for claim in dispute.claims],
        (SheetColumn("code", _("Code")), lambda row: visible(row[0].code)),
        (SheetColumn("name", _("Name"), wraps=True, drop=1), lambda row: name_by_code(things, row[0].code)),
        (SheetColumn("field", _("Field")), lambda row: field_word(row[0].field)),
        (SheetColumn("value", _("Value"), wraps=True), lambda row: field_value(row[0].field, row[1].new)),
        (SheetColumn("officer", _("Officer")), lambda row: visible(row[1].officer)),
        (SheetColumn("logged_at", _("Recorded at")), lambda row: office_time(row[1].logged_at, zone)),
        (
            SheetColumn("holds", _("Counts for now")),
            lambda row: _("yes") if said(row[1].new) == row[0].standing else "",
        ),
        title=_("Conflicting changes"),
        notes=(note,),
    )


def keys_sheet(keys: Iterable[KeyConflict], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return every key with several contents, an entry a row."""
    note = _(
        "Entries with one key that differ. All of them count until all but one are voided: nanhu-kpi void ID "
        "--reason REASON"
    )
    return sheet_of(
        [(conflict.key, *claim) for conflict in keys for claim in conflict.entries],
        (SheetColumn("key", _("Key"), wraps=True), lambda row: visible(row[0])),
        (SheetColumn("id", _("Id")), lambda row: short_name(row[1].id)),
        (SheetColumn("day", _("Day")), lambda row: row[1].day.isoformat()),
        (SheetColumn("code", _("Code")), lambda row: row[1].measure),
        (SheetColumn("value", _("Recorded"), "right"), lambda row: recorded_by_code(things, row[1])),
        (SheetColumn("note", _("Note"), wraps=True, drop=1), lambda row: visible(row[1].note)),
        (SheetColumn("officer", _("Officer")), lambda row: visible(row[2].officer)),
        (SheetColumn("logged_at", _("Recorded at")), lambda row: office_time(row[2].logged_at, zone)),
        (SheetColumn("batch", _("Batch"), drop=2), lambda row: short_name(row[2].id)),
        title=_("Conflicting keys"),
        notes=(note,),
    )


def imports_sheet(imports: Iterable[ImportedTwice], zone: ZoneInfo) -> Sheet:
    """Return every file that was imported at two desks, an import a row."""
    note = _(
        "The same rows came in with more than one import. Those without a key count each time until all but one import "
        "is undone."
    )
    return sheet_of(
        [row for each in imports for row in each.batches],
        (SheetColumn("file", _("File"), wraps=True), lambda row: visible(_file_of(row[0]))),
        (SheetColumn("batch", _("Batch")), lambda row: short_name(row[0].id)),
        (SheetColumn("officer", _("Officer")), lambda row: visible(row[0].officer)),
        (SheetColumn("host", _("Host"), drop=1), lambda row: visible(row[0].host)),
        (SheetColumn("logged_at", _("Recorded at")), lambda row: office_time(row[0].logged_at, zone)),
        (SheetColumn("rows", _("Rows that count"), "right"), lambda row: str(row[1])),
        (SheetColumn("undo", _("To undo")), lambda row: f"nanhu-kpi undo {short_name(row[0].id)}"),
        title=_("Rows imported more than once"),
        notes=(note,),
    )


def names_sheet(names: Iterable[SharedName]) -> Sheet:
    """Return every name that several goals or measures bear."""
    return sheet_of(
        names,
        (SheetColumn("name", _("Name"), wraps=True), lambda each: visible(each.name)),
        (SheetColumn("codes", _("Codes"), wraps=True), lambda each: listed(each.codes)),
        title=_("Names of several goals or measures"),
        notes=(_("Rename all but one: nanhu-kpi measure edit CODE or goal edit CODE"),),
    )


def crossing_sheet(crossing: Iterable[Crossing], things: Mapping[str, Goal | Measure]) -> Sheet:
    """Return the thresholds in the wrong order."""
    note = _("far_behind must be below behind; for one measure add its CODE: nanhu-kpi config set far_behind VALUE")
    return sheet_of(
        crossing,
        (SheetColumn("code", _("Code")), lambda each: each.code),
        (
            SheetColumn("name", _("Measure"), wraps=True),
            lambda each: name_by_code(things, each.code) or _("all measures"),
        ),
        (SheetColumn("behind", "behind", "right"), lambda each: plain(each.behind)),
        (SheetColumn("far_behind", "far_behind", "right"), lambda each: plain(each.far_behind)),
        title=_("Thresholds that cross"),
        notes=(note,),
    )


def _file_of(batch: Batch) -> str:
    """Return the file's name from `import NAME sha256=…`."""
    return batch.command.removeprefix("import ").rpartition(" sha256=")[0]


def recorded_by_code(things: Mapping[str, Goal | Measure], entry: Entry) -> str:
    """Return what an entry says, '' where its measure is not known."""
    thing = things.get(entry.measure)
    return recorded_value(entry, thing) if isinstance(thing, Measure) else ""


def name_by_code(things: Mapping[str, Goal | Measure], code: str) -> str:
    """Return a goal's or a measure's name, '' for what is neither."""
    return name_of(things[code]) if code in things else ""


def hidden_sheet(hidden: Iterable[Hidden], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return the stated totals that hide entries of the other side, a total a row."""
    note = _(
        "A total replaces the entries dated before it. If it leaves these out, record it again with them: nanhu-kpi "
        "log CODE=TOTAL"
    )
    return sheet_of(
        hidden,
        (SheetColumn("code", _("Code")), lambda each: each.measure),
        (SheetColumn("name", _("Measure"), wraps=True, drop=2), lambda each: name_by_code(things, each.measure)),
        (SheetColumn("total", _("Total"), "right"), lambda each: f"={actual_word(each.total)}"),
        (SheetColumn("day", _("Day")), lambda each: each.day.isoformat()),
        (SheetColumn("officer", _("Officer")), lambda each: visible(each.batch.officer)),
        (SheetColumn("logged_at", _("Recorded at"), drop=1), lambda each: office_time(each.batch.logged_at, zone)),
        (SheetColumn("rows", _("Replaced entries"), "right"), lambda each: str(each.rows)),
        (
            SheetColumn("officers", _("Officer"), wraps=True),
            lambda each: listed([visible(officer) for officer in each.officers]),
        ),
        (
            SheetColumn("days", _("Their days")),
            lambda each: " – ".join(dict.fromkeys((each.first.isoformat(), each.last.isoformat()))),
        ),
        title=_("Entries replaced by a later total of the other copy"),
        notes=(note,),
    )


def passed_on_sheet(passed_on: Iterable[PassedOn], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return the keys that one side took back and under which an entry of the other counts."""
    note = _(
        "One copy voided its entry with the key; the entry of the other now counts. If neither should: nanhu-kpi "
        "void ID --reason REASON"
    )
    return sheet_of(
        passed_on,
        (SheetColumn("key", _("Key"), wraps=True), lambda each: visible(each.key)),
        (SheetColumn("voided", _("Voided")), lambda each: short_name(each.voided)),
        (SheetColumn("by", _("Voided by")), lambda each: visible(each.by.officer)),
        (SheetColumn("at", _("Voided at"), drop=1), lambda each: office_time(each.by.logged_at, zone)),
        (SheetColumn("id", _("Counts now")), lambda each: short_name(each.entry.id)),
        (SheetColumn("day", _("Day")), lambda each: each.entry.day.isoformat()),
        (SheetColumn("code", _("Code")), lambda each: each.entry.measure),
        (SheetColumn("value", _("Recorded"), "right"), lambda each: recorded_by_code(things, each.entry)),
        (SheetColumn("officer", _("Officer")), lambda each: visible(each.batch.officer)),
        title=_("Keys voided in one copy only"),
        notes=(note,),
    )


def retired_sheet(retired: Iterable[RetiredLate], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return the measures that one side retired and the other recorded in."""
    note = _(
        "Recorded in one copy before it learned of this; the entries count. Void them, or bring the measure back: "
        "nanhu-kpi measure retire CODE --back"
    )
    return sheet_of(
        retired,
        (SheetColumn("code", _("Code")), lambda each: each.measure),
        (SheetColumn("name", _("Measure"), wraps=True), lambda each: name_by_code(things, each.measure)),
        (SheetColumn("retired_on", _("Retired")), lambda each: each.retired_on.isoformat()),
        (SheetColumn("officer", _("Officer")), lambda each: visible(each.batch.officer)),
        (SheetColumn("logged_at", _("Recorded at")), lambda each: office_time(each.batch.logged_at, zone)),
        (SheetColumn("rows", _("Entries from then on"), "right"), lambda each: str(each.rows)),
        title=_("Retired measures with entries of the other copy"),
        notes=(note,),
    )


def targets_sheet(revised: Iterable[RevisedApart], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return every target that both sides revised."""
    note = _(
        "All revisions are kept. The one with the latest effective day counts; on the same day, the one recorded last."
    )
    return sheet_of(
        revised,
        (SheetColumn("code", _("Code")), lambda each: each.measure),
        (SheetColumn("name", _("Measure"), wraps=True), lambda each: name_by_code(things, each.measure)),
        (SheetColumn("year", _("Year"), "right"), lambda each: str(each.year)),
        (SheetColumn("ours", _("This database"), wraps=True), lambda each: _revision(*each.ours, zone)),
        (SheetColumn("theirs", _("Copy"), wraps=True), lambda each: _revision(*each.theirs, zone)),
        (SheetColumn("holds", _("In force")), _holding),
        title=_("Targets revised in both"),
        notes=(note,),
    )


def _revision(target: Target, batch: Batch, zone: ZoneInfo) -> str:
    value = _("withdrawn") if target.value is None else value_word(target.value)
    return _("{value} from {day} ({officer}, {at})").format(
        value=value, day=target.effective_on.isoformat(), officer=visible(batch.officer),
        at=office_time(batch.logged_at, zone),
    )  # fmt: skip


def _holding(revised: RevisedApart) -> str:
    held = {revised.ours[0].id: _("this database"), revised.theirs[0].id: _("copy")}
    return held.get(revised.holds, _("another"))


def reclosed_sheet(reclosed: Iterable[Reclosed], zone: ZoneInfo) -> Sheet:
    """Return the months that both sides closed or opened again."""
    note = _("What was recorded last counts. To change it: nanhu-kpi period close MONTH, or period reopen MONTH")
    return sheet_of(
        reclosed,
        (SheetColumn("month", _("Month")), lambda each: each.month),
        (SheetColumn("ours", _("This database"), wraps=True), lambda each: _closing(each.ours, zone)),
        (SheetColumn("theirs", _("Copy"), wraps=True), lambda each: _closing(each.theirs, zone)),
        (SheetColumn("holds", _("In force")), lambda each: _("this database") if each.ours_holds else _("copy")),
        title=_("Months closed or reopened in both"),
        notes=(note,),
    )


def _closing(closure: Closure, zone: ZoneInfo) -> str:
    return _("{state} ({officer}, {at}): {reason}").format(
        state=_("closed") if closure.closed else _("reopened"), officer=visible(closure.officer),
        at=office_time(closure.logged_at, zone), reason=visible(closure.reason),
    )  # fmt: skip


def months_sheet(months: Iterable[ClosedLate], zone: ZoneInfo) -> Sheet:
    """Return every closed month that the other side recorded in."""
    return sheet_of(
        months,
        (SheetColumn("month", _("Month")), lambda each: each.month),
        (SheetColumn("officer", _("Closed by")), lambda each: visible(each.officer)),
        (SheetColumn("logged_at", _("Closed at")), lambda each: office_time(each.logged_at, zone)),
        (SheetColumn("rows", _("Merged rows"), "right"), lambda each: str(each.rows)),
        title=_("Closed months with merged rows"),
        notes=(_("Recorded in one copy before it learned of the closing; the entries count."),),
    )
