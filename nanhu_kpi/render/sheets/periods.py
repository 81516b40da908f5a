"""Closed and reopened months as a sheet, and the line that answers a closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import office_time
from nanhu_kpi.i18n import _
from nanhu_kpi.render.sheet import Sheet, SheetColumn, sheet_of
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from nanhu_kpi.model import Closure


def periods_sheet(closures: Sequence[Closure], zone: ZoneInfo) -> Sheet:
    """Return every closing and reopening, oldest first; what no longer holds is dim."""
    newest = {closure.month: closure for closure in closures}
    return sheet_of(
        closures,
        (SheetColumn("month", _("Month")), lambda closure: closure.month),
        (SheetColumn("state", _("State")), lambda closure: _("closed") if closure.closed else _("reopened")),
        (SheetColumn("officer", _("Officer")), lambda closure: visible(closure.officer)),
        (SheetColumn("logged_at", _("Recorded at"), drop=1), lambda closure: office_time(closure.logged_at, zone)),
        (SheetColumn("reason", _("Reason"), wraps=True), lambda closure: visible(closure.reason)),
        look=lambda closure: ("" if newest[closure.month] is closure else "dim", ""),
    )


def closure_line(closure: Closure) -> str:
    """Return what closing or reopening a month did, and the way back."""
    if closure.closed:
        return _(
            "{month} is closed: {reason}. Nothing in it can be recorded, undone or voided. To reopen: nanhu-kpi "
            "period reopen {month} --reason REASON"
        ).format(month=closure.month, reason=visible(closure.reason))
    return _("{month} is reopened: {reason}. To close it again: nanhu-kpi period close {month} --reason REASON").format(
        month=closure.month, reason=visible(closure.reason)
    )
