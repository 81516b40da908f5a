"""What stands in the way, as a sheet: the most urgent first, with whose it is and how long it has stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _, ngettext
from nanhu_kpi.render.sheet import Sheet, SheetColumn, sheet_of
from nanhu_kpi.render.words import light_word, name_of, standing_word
from nanhu_kpi.text import short_name, visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nanhu_kpi.scorecard.results import StandingIssue


def issues_sheet(issues: Sequence[StandingIssue], day: date) -> Sheet:
    """Return the sheet of the issues that stand on a day."""
    return sheet_of(
        issues,
        (SheetColumn("code", _("Code")), lambda each: each.score.measure.code),
        (SheetColumn("name", _("Measure"), wraps=True), lambda each: name_of(each.score.measure)),
        (SheetColumn("light", _("Light")), lambda each: light_word(each.score.light)),
        (SheetColumn("status", _("Status"), drop=2), lambda each: standing_word(each.score)),
        (SheetColumn("issue", _("Issue"), wraps=True), lambda each: visible(each.trouble.issue)),
        (SheetColumn("next", _("Next step"), drop=4, wraps=True), lambda each: visible(each.trouble.next)),
        (SheetColumn("owner", _("Owner"), drop=5, wraps=True), lambda each: visible(each.score.measure.owner)),
        (SheetColumn("day", _("Told on"), drop=3), lambda each: each.trouble.day.isoformat()),
        (SheetColumn("days", _("Age, days"), "right", drop=6), lambda each: str(each.days)),
        (SheetColumn("id", _("Id"), drop=1), lambda each: short_name(each.trouble.entries[-1])),
        title=_("Issues that stand, as of {day}").format(day=day.isoformat()),
        headline=ngettext("{count} issue", "{count} issues", len(issues)).format(count=len(issues)),
        look=lambda each: (each.score.light.value if each.score.light else "", "light"),
    ).without_empty("owner", "next")
