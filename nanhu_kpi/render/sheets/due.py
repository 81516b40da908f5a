"""What was not reported in time, as a sheet: oldest first, with who owns it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, section_of
from nanhu_kpi.render.words import day_word, name_of, office_name, periods_word, word
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from nanhu_kpi.days import Span
    from nanhu_kpi.model import Measure
    from nanhu_kpi.settings import Settings

    Due = tuple[Measure, date | None, Span, int]


def due_sheet(
    dues: Iterable[Due], day: date, today: date, watched: int, settings: Settings, *, whole: bool = True
) -> Sheet:
    """Return the sheet of what is due on `day`, out of `watched` measures with a target in force, `whole` where
    nothing was selected."""
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("owner", _("Owner"), drop=4, wraps=True),
        SheetColumn("cadence", _("Cadence"), drop=2),
        SheetColumn("last_entry", _("Last entry"), drop=3),
        SheetColumn("days", _("Days unreported"), "right", drop=1),
        SheetColumn("missed", _("Period unreported")),
    )
    rows = tuple(
        Row(
            (
                measure.code,
                name_of(measure),
                visible(measure.owner),
                word(measure.cadence),
                day_word(last_entry) or _("never"),
                str(days),
                periods_word(measure.cadence, missed),
            )
        )
        for measure, last_entry, missed, days in dues
    )
    title = _("{office}: measures due, not reported, as of {day}").format(
        office=office_name(settings), day=day.isoformat()
    )
    if day > today:
        title = f"{title} {_('(foreseen)')}"
    sections = (section_of("", rows),) if rows else ()
    return Sheet(title, due_headline(len(rows), watched, day, whole=whole), columns, sections).without_empty("owner")


def due_headline(count: int, watched: int, day: date, *, whole: bool = True) -> str:
    """Return how much is due: nothing is said in words."""
    if not watched and not whole:
        return _("None of the measures asked for has a target in force on {day}, so nothing is due.").format(
            day=day.isoformat()
        )
    if not watched:
        return _("No measure has a target in force on {day}, so nothing is due.").format(day=day.isoformat())
    if not count:
        return _("Nothing is due. Measures with a target: {watched}.").format(watched=watched)
    return _("{count} of {watched} measures with a target were not reported in time").format(
        count=count, watched=watched
    )
