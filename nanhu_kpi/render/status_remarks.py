"""What a status says about itself: in which order, out of how many rows, and what was recorded since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _, listed
from nanhu_kpi.model import Kind
from nanhu_kpi.render.words import light_word, status_word
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nanhu_kpi.model import Light, Status

_ORDERS = {"urgency": N_("Most urgent first"), "code": N_("By code"), "gap": N_("Lowest gap first")}


def order_word(order: str) -> str:
    """Return the heading of rows that are not in the report's order."""
    return _(_ORDERS[order])


def narrowed_remark(shown: int, count: int, *, owner: str, statuses: Sequence[Status], lights: Sequence[Light]) -> str:
    """Return how many rows a wish left over, and what was wished."""
    parts = [_("owner {name}").format(name=visible(owner))] if owner else []
    if statuses:
        parts.append(_("status {words}").format(words=listed([status_word(each, Kind.SUM) for each in statuses])))
    if lights:
        parts.append(_("light {words}").format(words=listed([light_word(each) for each in lights])))
    return _("Shown: {shown} of {count} measures ({wish}).").format(shown=shown, count=count, wish="; ".join(parts))


def late_remark(count: int, as_of: date) -> str:
    """Return how many entries an older print of this sheet could not know, and how to print it as it was."""
    return _("Entries recorded or voided since {as_of}: {count}. As it was known then: --known {as_of}").format(
        count=count, as_of=as_of.isoformat()
    )
