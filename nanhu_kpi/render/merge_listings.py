"""What one side recorded or decided without knowing of the other: a table for each sort, nothing to be settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _, listed
from nanhu_kpi.period import office_time
from nanhu_kpi.render.merge_conflicts import name_by_code
from nanhu_kpi.render.sheet import Column, Row, Sheet, section_of
from nanhu_kpi.render.words import actual_word, value_word
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from nanhu_kpi.merged import ClosedLate, Hidden, Revised
    from nanhu_kpi.model import Goal, Measure


def hidden_sheet(hidden: Iterable[Hidden], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return the stated totals that hide entries of the other side, a total a row."""
    columns = (
        Column("code", _("Code")),
        Column("name", _("Measure"), wraps=True, drop=2),
        Column("total", _("Stated total"), "right"),
        Column("day", _("Day")),
        Column("officer", _("Officer")),
        Column("logged_at", _("Logged at"), drop=1),
        Column("rows", _("Entries hidden"), "right"),
        Column("officers", _("Recorded by"), wraps=True),
        Column("days", _("Their days")),
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


def targets_sheet(revised: Iterable[Revised], things: Mapping[str, Goal | Measure], zone: ZoneInfo) -> Sheet:
    """Return every target that both sides revised."""
    columns = (
        Column("code", _("Code")),
        Column("name", _("Measure"), wraps=True),
        Column("year", _("Year"), "right"),
        Column("ours", _("Here"), wraps=True),
        Column("theirs", _("There"), wraps=True),
    )
    rows = [
        Row((each.measure, name_by_code(things, each.measure), str(each.year), *_sides(each, zone))) for each in revised
    ]
    notes = (_("Both revisions are kept; the one with the latest effective day holds."),)
    return Sheet(_("Targets revised on both sides"), "", columns, (section_of("", rows),), notes)


def _sides(revised: Revised, zone: ZoneInfo) -> Iterator[str]:
    for target, batch in (revised.ours, revised.theirs):
        value = _("withdrawn") if target.value is None else value_word(target.value)
        yield _("{value} from {day} ({officer}, {at})").format(
            value=value, day=target.effective_on.isoformat(), officer=visible(batch.officer),
            at=office_time(batch.logged_at, zone),
        )  # fmt: skip


def months_sheet(months: Iterable[ClosedLate], zone: ZoneInfo) -> Sheet:
    """Return every closed month that the other side recorded in."""
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
