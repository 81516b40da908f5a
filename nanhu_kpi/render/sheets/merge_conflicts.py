"""What two copies decided apart and somebody has to settle: a table for each sort of conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import office_time
from nanhu_kpi.i18n import _, listed
from nanhu_kpi.model import Measure
from nanhu_kpi.quantity import plain
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, section_of
from nanhu_kpi.render.sheets.definition_echo import field_value, field_word
from nanhu_kpi.render.sheets.entry_words import recorded_value
from nanhu_kpi.render.words import name_of
from nanhu_kpi.text import short_name, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

    from nanhu_kpi.merge_result import Dispute, ImportedTwice, KeyConflict, SharedName
    from nanhu_kpi.model import Batch, Entry, Goal
    from nanhu_kpi.settings import Crossing


def disputes_sheet(disputes: Iterable[Dispute], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return every field in dispute, a claim a row."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Name"), wraps=True, drop=1),
        SheetColumn("field", _("Field")),
        SheetColumn("value", _("Value"), wraps=True),
        SheetColumn("officer", _("Officer")),
        SheetColumn("logged_at", _("Logged at")),
        SheetColumn("holds", _("Holds meanwhile")),
    )
    rows = []
    for dispute in disputes:
        for claim in dispute.claims:
            holds = _("yes") if (claim.new or "") == dispute.standing else ""
            rows.append(
                Row(
                    (
                        visible(dispute.code), name_by_code(things, dispute.code), field_word(dispute.field),
                        field_value(dispute.field, claim.new), visible(claim.officer),
                        office_time(claim.logged_at, zone), holds,
                    )
                )
            )  # fmt: skip
    notes = (
        _(
            "Changed on both sides, neither knowing of the other. The later value holds until somebody settles it, "
            "also by setting the value that holds: nanhu-kpi measure edit CODE, measure retire CODE, "
            "goal edit CODE or config set."
        ),
    )
    return Sheet(_("Definitions in dispute"), "", columns, (section_of("", rows),), notes)


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
        SheetColumn("logged_at", _("Logged at")),
        SheetColumn("batch", _("Batch"), drop=2),
    )
    rows = [
        Row(
            (
                visible(conflict.key), short_name(entry.id), entry.day.isoformat(), entry.measure,
                recorded_by_code(things, entry), visible(entry.note), visible(batch.officer),
                office_time(batch.logged_at, zone), short_name(batch.id),
            )
        )
        for conflict in keys
        for entry, batch in conflict.entries
    ]  # fmt: skip
    notes = (_("Entries under one key that do not say the same. All of them count until all but one are taken back: "
               "nanhu-kpi void ID --reason “…”"),)  # fmt: skip
    return Sheet(_("Keys in conflict"), "", columns, (section_of("", rows),), notes)


def imports_sheet(imports: Iterable[ImportedTwice], zone: ZoneInfo) -> Sheet:
    """Return every file that was imported at two desks, an import a row."""
    columns = (
        SheetColumn("file", _("File"), wraps=True),
        SheetColumn("batch", _("Batch")),
        SheetColumn("officer", _("Officer")),
        SheetColumn("host", _("Host"), drop=1),
        SheetColumn("logged_at", _("Logged at")),
        SheetColumn("rows", _("Rows that count"), "right"),
        SheetColumn("undo", _("To take it back")),
    )
    rows = [
        Row(
            (
                visible(_file_of(batch)), short_name(batch.id), visible(batch.officer), visible(batch.host),
                office_time(batch.logged_at, zone), str(count), f"nanhu-kpi undo {short_name(batch.id)}",
            )
        )
        for each in imports
        for batch, count in each.batches
    ]  # fmt: skip
    notes = (_("One file, imported more than once. Its rows without a key count each time until all but one are taken "
               "back."),)  # fmt: skip
    return Sheet(_("Files imported more than once"), "", columns, (section_of("", rows),), notes)


def names_sheet(names: Iterable[SharedName]) -> Sheet:
    """Return every name that several goals or measures bear."""
    columns = (SheetColumn("name", _("Name"), wraps=True), SheetColumn("codes", _("Codes"), wraps=True))
    rows = [Row((visible(each.name), listed(each.codes))) for each in names]
    notes = (_("Rename all but one: nanhu-kpi measure edit CODE or goal edit CODE."),)
    return Sheet(_("Names of several goals or measures"), "", columns, (section_of("", rows),), notes)


def crossing_sheet(crossing: Iterable[Crossing], things: Mapping[str, Goal | Measure]) -> Sheet:
    """Return the thresholds in the wrong order."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("behind", "behind", "right"),
        SheetColumn("far_behind", "far_behind", "right"),
    )
    rows = [
        Row((each.code, name_by_code(things, each.code) or _("all measures"), plain(each.behind),
             plain(each.far_behind)))
        for each in crossing
    ]  # fmt: skip
    notes = (_("far_behind has to lie below behind: nanhu-kpi config set far_behind VALUE, for one measure with its "
               "CODE."),)  # fmt: skip
    return Sheet(_("Thresholds that cross"), "", columns, (section_of("", rows),), notes)


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
