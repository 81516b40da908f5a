"""What an entry says, who recorded it and who took it back, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import office_time
from nanhu_kpi.i18n import _
from nanhu_kpi.model import CATALOGUE, UNDO_REASON, EntryType
from nanhu_kpi.render.words import unit_of, value_word
from nanhu_kpi.text import short_name, visible

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from nanhu_kpi.model import Entry, Measure, Void


def recorded_value(entry: Entry, measure: Measure) -> str:
    """Return what an entry says: `+12 个`, `=152 个`, or that it is words alone."""
    return _("words") if entry.value is None else f"{recorded_figure(entry)} {unit_of(measure)}"


def recorded_figure(entry: Entry) -> str:
    """Return an entry's figure as an increment or as a total: `+12`, `-3`, `=152`, `=超350`."""
    if entry.value is None:
        return ""
    sign = "=" if entry.type is EntryType.SET else "+" if entry.value >= 0 else ""
    return f"{sign}{value_word(entry.value, entry.qualifier)}"


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
