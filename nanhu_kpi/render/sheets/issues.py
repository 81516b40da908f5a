"""What stands in the way, as a sheet: the most urgent first, with whose it is and how long it has stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _, ngettext
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, section_of
from nanhu_kpi.render.words import light_word, name_of, standing_word
from nanhu_kpi.text import short_name, visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nanhu_kpi.scorecard.card import Score

    Trouble = tuple[str, date, date, str, tuple[bytes, ...]]
    Standing = tuple[Score, Trouble, int, date]


def issues_sheet(issues: Sequence[Standing], day: date) -> Sheet:
    """Return the sheet of the issues that stand on a day."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("light", _("Light")),
        SheetColumn("status", _("Status"), drop=2),
        SheetColumn("issue", _("Issue"), wraps=True),
        SheetColumn("next", _("Next step"), drop=4, wraps=True),
        SheetColumn("owner", _("Owner"), drop=5, wraps=True),
        SheetColumn("day", _("Told on"), drop=3),
        SheetColumn("days", _("Age, days"), "right", drop=6),
        SheetColumn("id", _("Id"), drop=1),
    )
    rows = tuple(
        Row(
            (
                score.measure.code,
                name_of(score.measure),
                light_word(score.light),
                standing_word(score),
                visible(issue),
                visible(next_),
                visible(score.measure.owner),
                told_on.isoformat(),
                str(days),
                short_name(ids[-1]),
            ),
            score.light.value if score.light else "",
            "light",
        )
        for score, (issue, told_on, _since, next_, ids), days, _day in issues
    )
    title = _("Issues that stand, as of {day}").format(day=day.isoformat())
    headline = ngettext("{count} issue", "{count} issues", len(rows)).format(count=len(rows))
    return Sheet(title, headline, columns, (section_of("", rows),)).without_empty("owner", "next")
