"""What one side recorded or decided without knowing of the other: a table for each sort, nothing to be settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import office_time
from nanhu_kpi.i18n import _, listed
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, section_of
from nanhu_kpi.render.sheets.merge_conflicts import name_by_code, recorded_by_code
from nanhu_kpi.render.words import actual_word, value_word
from nanhu_kpi.text import short_name, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from nanhu_kpi.merge_result import ClosedLate, Hidden, PassedOn, Reclosed, RetiredLate, RevisedApart
    from nanhu_kpi.model import Closure, Goal, Measure


def hidden_sheet(hidden: Iterable[Hidden], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return the stated totals that hide entries of the other side, a total a row."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True, drop=2),
        SheetColumn("total", _("Stated total"), "right"),
        SheetColumn("day", _("Day")),
        SheetColumn("officer", _("Officer")),
        SheetColumn("logged_at", _("Logged at"), drop=1),
        SheetColumn("rows", _("Entries hidden"), "right"),
        SheetColumn("officers", _("Recorded by"), wraps=True),
        SheetColumn("days", _("Their days")),
    )
    rows = [
        Row(
            (
                each.measure, name_by_code(things, each.measure), f"={actual_word(each.total)}", each.day.isoformat(),
                visible(each.batch.officer), office_time(each.batch.logged_at, zone), str(each.rows),
                listed([visible(officer) for officer in each.officers]),
                " – ".join(dict.fromkeys((each.first.isoformat(), each.last.isoformat()))),
            )
        )
        for each in hidden
    ]  # fmt: skip
    notes = (_("A stated total replaces what is dated before it. Where it does not include these entries, state it "
               "again with them: nanhu-kpi log CODE=…"),)  # fmt: skip
    return Sheet(_("Entries hidden by a later total of the other side"), "", columns, (section_of("", rows),), notes)


def passed_on_sheet(passed_on: Iterable[PassedOn], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return the keys that one side took back and under which an entry of the other counts."""
    columns = (
        SheetColumn("key", _("Key"), wraps=True),
        SheetColumn("voided", _("Taken back")),
        SheetColumn("by", _("Taken back by")),
        SheetColumn("at", _("Taken back at"), drop=1),
        SheetColumn("id", _("Counts instead")),
        SheetColumn("day", _("Day")),
        SheetColumn("code", _("Code")),
        SheetColumn("value", _("Recorded"), "right"),
        SheetColumn("officer", _("Officer")),
    )
    rows = [
        Row(
            (
                visible(each.key), short_name(each.voided), visible(each.by.officer),
                office_time(each.by.logged_at, zone), short_name(each.entry.id), each.entry.day.isoformat(),
                each.entry.measure, recorded_by_code(things, each.entry), visible(each.batch.officer),
            )
        )
        for each in passed_on
    ]  # fmt: skip
    notes = (_("One side took back its entry under the key; that of the other side counts. Where neither should: "
               "nanhu-kpi void ID --reason “…”"),)  # fmt: skip
    return Sheet(_("Keys taken back on one side alone"), "", columns, (section_of("", rows),), notes)


def retired_sheet(retired: Iterable[RetiredLate], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return the measures that one side retired and the other recorded in."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("retired_on", _("Retired")),
        SheetColumn("officer", _("Officer")),
        SheetColumn("logged_at", _("Logged at")),
        SheetColumn("rows", _("Entries from then on"), "right"),
    )
    rows = [
        Row(
            (
                each.measure, name_by_code(things, each.measure), each.retired_on.isoformat(),
                visible(each.batch.officer), office_time(each.batch.logged_at, zone), str(each.rows),
            )
        )
        for each in retired
    ]  # fmt: skip
    notes = (_("The other side recorded before it knew: its entries count. Take them back, or the retirement: "
               "nanhu-kpi measure retire CODE --back"),)  # fmt: skip
    return Sheet(_("Retired measures with entries of the other side"), "", columns, (section_of("", rows),), notes)


def targets_sheet(revised: Iterable[RevisedApart], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return every target that both sides revised."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("year", _("Year"), "right"),
        SheetColumn("ours", _("Here"), wraps=True),
        SheetColumn("theirs", _("There"), wraps=True),
        SheetColumn("holds", _("Holds")),
    )
    rows = [
        Row((each.measure, name_by_code(things, each.measure), str(each.year), *_sides(each, zone), _holding(each)))
        for each in revised
    ]
    notes = (
        _("All revisions are kept; of them the latest effective day holds, and on one day what was recorded last."),
    )
    return Sheet(_("Targets revised on both sides"), "", columns, (section_of("", rows),), notes)


def _sides(revised: RevisedApart, zone: ZoneInfo) -> Iterator[str]:
    for target, batch in (revised.ours, revised.theirs):
        value = _("withdrawn") if target.value is None else value_word(target.value)
        yield _("{value} from {day} ({officer}, {at})").format(
            value=value, day=target.effective_on.isoformat(), officer=visible(batch.officer),
            at=office_time(batch.logged_at, zone),
        )  # fmt: skip


def _holding(revised: RevisedApart) -> str:
    held = {revised.ours[0].id: _("here"), revised.theirs[0].id: _("there")}
    return held.get(revised.holds, _("another"))


def reclosed_sheet(reclosed: Iterable[Reclosed], zone: ZoneInfo) -> Sheet:
    """Return the months that both sides closed or opened again."""
    columns = (
        SheetColumn("month", _("Month")),
        SheetColumn("ours", _("Here"), wraps=True),
        SheetColumn("theirs", _("There"), wraps=True),
        SheetColumn("holds", _("Holds")),
    )
    rows = [
        Row((each.month, *(_closing(side, zone) for side in (each.ours, each.theirs)),
             _("here") if each.ours_holds else _("there")))
        for each in reclosed
    ]  # fmt: skip
    notes = (_("What was recorded last holds: nanhu-kpi period close MONTH or period reopen MONTH settles it."),)
    return Sheet(_("Months closed or reopened on both sides"), "", columns, (section_of("", rows),), notes)


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
        SheetColumn("rows", _("Rows taken over"), "right"),
    )
    rows = [
        Row((each.month, visible(each.officer), office_time(each.logged_at, zone), str(each.rows))) for each in months
    ]
    notes = (_("The other side recorded in them before it knew: its rows were taken over."),)
    return Sheet(_("Closed months with rows from the other side"), "", columns, (section_of("", rows),), notes)
