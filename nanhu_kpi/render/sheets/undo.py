"""What an undo set back, a line each, and the last commands that one may take back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import office_time
from nanhu_kpi.i18n import _, listed, ngettext
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, section_of
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
    columns = (
        SheetColumn("batch", _("Batch")),
        SheetColumn("logged_at", _("Recorded at")),
        SheetColumn("command", _("Command"), wraps=True),
        SheetColumn("recorded", _("Recorded")),
        SheetColumn("state", _("Status")),
    )
    rows = tuple(
        Row(
            (
                short_name(batch.id), office_time(batch.logged_at, zone), visible(batch.command), _recorded(tally),
                _state(batch, tally),
            ),
            "" if tally.stands else "dim",
        )
        for batch, tally in batches
    )  # fmt: skip
    return Sheet("", "", columns, (section_of("", rows),))


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
