"""What an undo set back, a line each, and the last commands that one may take back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import office_time
from nanhu_kpi.i18n import _, listed, ngettext
from nanhu_kpi.render.sheet import Sheet, SheetColumn, sheet_of
from nanhu_kpi.render.sheets.definitions import definition_line
from nanhu_kpi.render.words import name_of
from nanhu_kpi.text import short_name, visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from nanhu_kpi.model import Batch, Change, Goal, Measure
    from nanhu_kpi.store.batches import Doings

_FINAL = ("undo", "void", "merge")


def restored_line(thing: Goal | Measure | None, change: Change, *, made: bool) -> str:
    """Return what a field was and is again, or that what was new is in no list any more."""
    if thing and made:
        return _("{code} {name} is in no list any more; its code is not given again.").format(
            code=change.code, name=name_of(thing)
        )
    if thing:
        return definition_line(thing, change)
    old, new = (visible(value) if value else _("(none)") for value in (change.old, change.new))
    return f"{change.code}: {old} → {new}"


def month_back_line(month: str, *, closed: bool) -> str:
    """Return what a month is again."""
    state = _("{month}: open → closed") if closed else _("{month}: closed → open")
    return state.format(month=month)


def recent_sheet(batches: Sequence[tuple[Batch, Doings]], zone: ZoneInfo) -> Sheet:
    """Return commands, the newest first; what no longer stands is dim."""
    return sheet_of(
        batches,
        (SheetColumn("batch", _("Batch")), lambda row: short_name(row[0].id)),
        (SheetColumn("logged_at", _("Recorded at")), lambda row: office_time(row[0].logged_at, zone)),
        (SheetColumn("command", _("Command"), wraps=True), lambda row: visible(row[0].command)),
        (SheetColumn("recorded", _("Recorded")), lambda row: _recorded(row[1])),
        (SheetColumn("state", _("Status")), lambda row: _state(*row)),
        look=lambda row: ("" if row[1].stands else "dim", ""),
    )


def _recorded(tally: Doings) -> str:
    counts = (
        (tally.entries, ngettext("{count} entry", "{count} entries", tally.entries)),
        (tally.targets, ngettext("{count} target", "{count} targets", tally.targets)),
        (tally.changes, ngettext("{count} change", "{count} changes", tally.changes)),
        (tally.months, ngettext("{count} month", "{count} months", tally.months)),
    )
    return listed([text.format(count=count) for count, text in counts if count])


def _state(batch: Batch, tally: Doings) -> str:
    if tally.stands:
        return _("stands")
    return _("final") if batch.command.split()[0] in _FINAL else _("undone")
