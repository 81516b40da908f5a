"""What two copies recorded or decided apart: a table for each sort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import office_time
from nanhu_kpi.i18n import _, listed
from nanhu_kpi.model import Measure
from nanhu_kpi.quantity import plain
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, section_of
from nanhu_kpi.render.sheets.definitions import field_value, field_word
from nanhu_kpi.render.sheets.entries import recorded_value
from nanhu_kpi.render.words import actual_word, name_of, value_word
from nanhu_kpi.text import short_name, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

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
    )
    from nanhu_kpi.model import Batch, Closure, Entry, Goal
    from nanhu_kpi.settings import Crossing


def _table(title: str, columns: tuple[SheetColumn, ...], rows: Iterable[tuple[str, ...]], note: str) -> Sheet:
    return Sheet(title, "", columns, (section_of("", [Row(cells) for cells in rows]),), (note,))


def disputes_sheet(disputes: Iterable[Dispute], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return every field in dispute, a claim a row."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Name"), wraps=True, drop=1),
        SheetColumn("field", _("Field")),
        SheetColumn("value", _("Value"), wraps=True),
        SheetColumn("officer", _("Officer")),
        SheetColumn("logged_at", _("Recorded at")),
        SheetColumn("holds", _("Counts for now")),
    )
    rows = []
    for dispute in disputes:
        for claim in dispute.claims:
            holds = _("yes") if (claim.new or "") == dispute.standing else ""
            rows.append(
                (
                    visible(dispute.code), name_by_code(things, dispute.code), field_word(dispute.field),
                    field_value(dispute.field, claim.new), visible(claim.officer),
                    office_time(claim.logged_at, zone), holds,
                )
            )  # fmt: skip
    note = _(
        "Both changed the same field. The later value counts until someone confirms or changes it (setting the same "
        "value confirms it): nanhu-kpi measure edit CODE, measure retire CODE, goal edit CODE or config set KEY"
    )
    return _table(_("Conflicting changes"), columns, rows, note)


def keys_sheet(keys: Iterable[KeyConflict], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return every key with several contents, an entry a row."""
    columns = (
        SheetColumn("key", _("Key"), wraps=True),
        SheetColumn("id", _("Id")),
        SheetColumn("day", _("Day")),
        SheetColumn("code", _("Code")),
        SheetColumn("value", _("Recorded"), "right"),
        SheetColumn("note", _("Note"), wraps=True, drop=1),
        SheetColumn("officer", _("Officer")),
        SheetColumn("logged_at", _("Recorded at")),
        SheetColumn("batch", _("Batch"), drop=2),
    )
    rows = [
        (
            visible(conflict.key), short_name(entry.id), entry.day.isoformat(), entry.measure,
            recorded_by_code(things, entry), visible(entry.note), visible(batch.officer),
            office_time(batch.logged_at, zone), short_name(batch.id),
        )
        for conflict in keys
        for entry, batch in conflict.entries
    ]  # fmt: skip
    note = _(
        "Entries with one key that differ. All of them count until all but one are voided: nanhu-kpi void ID "
        "--reason REASON"
    )
    return _table(_("Conflicting keys"), columns, rows, note)


def imports_sheet(imports: Iterable[ImportedTwice], zone: ZoneInfo) -> Sheet:
    """Return every file that was imported at two desks, an import a row."""
    columns = (
        SheetColumn("file", _("File"), wraps=True),
        SheetColumn("batch", _("Batch")),
        SheetColumn("officer", _("Officer")),
        SheetColumn("host", _("Host"), drop=1),
        SheetColumn("logged_at", _("Recorded at")),
        SheetColumn("rows", _("Rows that count"), "right"),
        SheetColumn("undo", _("To undo")),
    )
    rows = [
        (
            visible(_file_of(batch)), short_name(batch.id), visible(batch.officer), visible(batch.host),
            office_time(batch.logged_at, zone), str(count), f"nanhu-kpi undo {short_name(batch.id)}",
        )
        for each in imports
        for batch, count in each.batches
    ]  # fmt: skip
    note = _(
        "The same rows came in with more than one import. Those without a key count each time until all but one import "
        "is undone."
    )
    return _table(_("Rows imported more than once"), columns, rows, note)


def names_sheet(names: Iterable[SharedName]) -> Sheet:
    """Return every name that several goals or measures bear."""
    columns = (SheetColumn("name", _("Name"), wraps=True), SheetColumn("codes", _("Codes"), wraps=True))
    rows = [(visible(each.name), listed(each.codes)) for each in names]
    note = _("Rename all but one: nanhu-kpi measure edit CODE or goal edit CODE")
    return _table(_("Names of several goals or measures"), columns, rows, note)


def crossing_sheet(crossing: Iterable[Crossing], things: Mapping[str, Goal | Measure]) -> Sheet:
    """Return the thresholds in the wrong order."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("behind", "behind", "right"),
        SheetColumn("far_behind", "far_behind", "right"),
    )
    rows = [
        (each.code, name_by_code(things, each.code) or _("all measures"), plain(each.behind),
         plain(each.far_behind))
        for each in crossing
    ]  # fmt: skip
    note = _("far_behind must be below behind; for one measure add its CODE: nanhu-kpi config set far_behind VALUE")
    return _table(_("Thresholds that cross"), columns, rows, note)


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
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True, drop=2),
        SheetColumn("total", _("Total"), "right"),
        SheetColumn("day", _("Day")),
        SheetColumn("officer", _("Officer")),
        SheetColumn("logged_at", _("Recorded at"), drop=1),
        SheetColumn("rows", _("Replaced entries"), "right"),
        SheetColumn("officers", _("Officer"), wraps=True),
        SheetColumn("days", _("Their days")),
    )
    rows = [
        (
            each.measure, name_by_code(things, each.measure), f"={actual_word(each.total)}", each.day.isoformat(),
            visible(each.batch.officer), office_time(each.batch.logged_at, zone), str(each.rows),
            listed([visible(officer) for officer in each.officers]),
            " – ".join(dict.fromkeys((each.first.isoformat(), each.last.isoformat()))),
        )
        for each in hidden
    ]  # fmt: skip
    note = _(
        "A total replaces the entries dated before it. If it leaves these out, record it again with them: nanhu-kpi "
        "log CODE=TOTAL"
    )
    return _table(_("Entries replaced by a later total of the other copy"), columns, rows, note)


def passed_on_sheet(passed_on: Iterable[PassedOn], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return the keys that one side took back and under which an entry of the other counts."""
    columns = (
        SheetColumn("key", _("Key"), wraps=True),
        SheetColumn("voided", _("Voided")),
        SheetColumn("by", _("Voided by")),
        SheetColumn("at", _("Voided at"), drop=1),
        SheetColumn("id", _("Counts now")),
        SheetColumn("day", _("Day")),
        SheetColumn("code", _("Code")),
        SheetColumn("value", _("Recorded"), "right"),
        SheetColumn("officer", _("Officer")),
    )
    rows = [
        (
            visible(each.key), short_name(each.voided), visible(each.by.officer),
            office_time(each.by.logged_at, zone), short_name(each.entry.id), each.entry.day.isoformat(),
            each.entry.measure, recorded_by_code(things, each.entry), visible(each.batch.officer),
        )
        for each in passed_on
    ]  # fmt: skip
    note = _(
        "One copy voided its entry with the key; the entry of the other now counts. If neither should: nanhu-kpi "
        "void ID --reason REASON"
    )
    return _table(_("Keys voided in one copy only"), columns, rows, note)


def retired_sheet(retired: Iterable[RetiredLate], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return the measures that one side retired and the other recorded in."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("retired_on", _("Retired")),
        SheetColumn("officer", _("Officer")),
        SheetColumn("logged_at", _("Recorded at")),
        SheetColumn("rows", _("Entries from then on"), "right"),
    )
    rows = [
        (
            each.measure, name_by_code(things, each.measure), each.retired_on.isoformat(),
            visible(each.batch.officer), office_time(each.batch.logged_at, zone), str(each.rows),
        )
        for each in retired
    ]  # fmt: skip
    note = _(
        "Recorded in one copy before it learned of this; the entries count. Void them, or bring the measure back: "
        "nanhu-kpi measure retire CODE --back"
    )
    return _table(_("Retired measures with entries of the other copy"), columns, rows, note)


def targets_sheet(revised: Iterable[RevisedApart], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return every target that both sides revised."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("year", _("Year"), "right"),
        SheetColumn("ours", _("This database"), wraps=True),
        SheetColumn("theirs", _("Copy"), wraps=True),
        SheetColumn("holds", _("In force")),
    )
    rows = [
        (each.measure, name_by_code(things, each.measure), str(each.year), *_sides(each, zone), _holding(each))
        for each in revised
    ]
    note = _(
        "All revisions are kept. The one with the latest effective day counts; on the same day, the one recorded last."
    )
    return _table(_("Targets revised in both"), columns, rows, note)


def _sides(revised: RevisedApart, zone: ZoneInfo) -> Iterator[str]:
    for target, batch in (revised.ours, revised.theirs):
        value = _("withdrawn") if target.value is None else value_word(target.value)
        yield _("{value} from {day} ({officer}, {at})").format(
            value=value, day=target.effective_on.isoformat(), officer=visible(batch.officer),
            at=office_time(batch.logged_at, zone),
        )  # fmt: skip


def _holding(revised: RevisedApart) -> str:
    held = {revised.ours[0].id: _("this database"), revised.theirs[0].id: _("copy")}
    return held.get(revised.holds, _("another"))


def reclosed_sheet(reclosed: Iterable[Reclosed], zone: ZoneInfo) -> Sheet:
    """Return the months that both sides closed or opened again."""
    columns = (
        SheetColumn("month", _("Month")),
        SheetColumn("ours", _("This database"), wraps=True),
        SheetColumn("theirs", _("Copy"), wraps=True),
        SheetColumn("holds", _("In force")),
    )
    rows = [
        (each.month, *(_closing(side, zone) for side in (each.ours, each.theirs)),
         _("this database") if each.ours_holds else _("copy"))
        for each in reclosed
    ]  # fmt: skip
    note = _("What was recorded last counts. To change it: nanhu-kpi period close MONTH, or period reopen MONTH")
    return _table(_("Months closed or reopened in both"), columns, rows, note)


def _closing(closure: Closure, zone: ZoneInfo) -> str:
    return _("{state} ({officer}, {at}): {reason}").format(
        state=_("closed") if closure.closed else _("reopened"), officer=visible(closure.officer),
        at=office_time(closure.logged_at, zone), reason=visible(closure.reason),
    )  # fmt: skip


def months_sheet(months: Iterable[ClosedLate], zone: ZoneInfo) -> Sheet:
    """Return every closed month that the other side recorded in."""
    columns = (
        SheetColumn("month", _("Month")),
        SheetColumn("officer", _("Closed by")),
        SheetColumn("logged_at", _("Closed at")),
        SheetColumn("rows", _("Merged rows"), "right"),
    )
    rows = [(each.month, visible(each.officer), office_time(each.logged_at, zone), str(each.rows)) for each in months]
    note = _("Recorded in one copy before it learned of the closing; the entries count.")
    return _table(_("Closed months with merged rows"), columns, rows, note)
