"""What was not reported in time, as a sheet: oldest first, with who owns it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _, ngettext
from nanhu_kpi.render.sheet import Sheet, SheetColumn, sheet_of
from nanhu_kpi.render.words import day_word, name_of, office_name, periods_word, unit_of, with_foreseen, word
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nanhu_kpi.scorecard.period_sheet import Unreported
    from nanhu_kpi.settings import Settings


def due_sheet(
    dues: Sequence[Unreported], day: date, today: date, watched: int, settings: Settings, *, whole: bool = True
) -> Sheet:
    """Return the sheet of what is due on `day`, out of `watched` measures with a target in force, `whole` where
    nothing was selected."""
    title = _("{office}: measures due, not reported, as of {day}")
    sheet = sheet_of(
        dues,
        (SheetColumn("code", _("Code")), lambda due: due.measure.code),
        (SheetColumn("name", _("Measure"), wraps=True), lambda due: name_of(due.measure)),
        (SheetColumn("owner", _("Owner"), drop=4, wraps=True), lambda due: visible(due.measure.owner)),
        (SheetColumn("cadence", _("Cadence"), drop=2), lambda due: word(due.measure.cadence)),
        (SheetColumn("last_entry", _("Last entry"), drop=3), lambda due: day_word(due.last_entry) or _("never")),
        (SheetColumn("days", _("Days unreported"), "right", drop=1), lambda due: str(due.days)),
        (SheetColumn("missed", _("Period unreported")), lambda due: periods_word(due.measure.cadence, due.missed)),
        title=with_foreseen(title.format(office=office_name(settings), day=day.isoformat()), day > today),
        headline=due_headline(len(dues), watched, day, whole=whole),
    ).without_empty("owner")
    return sheet if dues else sheet._replace(sections=())


def reminder(dues: Sequence[Unreported], day: date, today: date) -> str:
    """Return what is due on `day` as a text for each owner, a blank line between two; what has no owner comes last."""
    owners = list(dict.fromkeys(due.measure.owner for due in dues))
    texts = []
    for owner in sorted(owners, key=lambda owner: not owner):
        theirs = [due for due in dues if due.measure.owner == owner]
        heading = ngettext(
            "{owner}: {count} measure due, not reported, as of {day}",
            "{owner}: {count} measures due, not reported, as of {day}",
            len(theirs),
        ).format(owner=visible(owner) or _("No owner"), count=len(theirs), day=day.isoformat())
        lines = [with_foreseen(heading, day > today)]
        for number, (measure, last_entry, missed, _days) in enumerate(theirs, start=1):
            latest = _("last entry {day}").format(day=last_entry.isoformat()) if last_entry else _("never")
            line = _("{number}. {code} {name} ({unit}): period unreported {missed}; {latest}")
            lines.append(
                line.format(
                    number=number, code=measure.code, name=name_of(measure), unit=unit_of(measure),
                    missed=periods_word(measure.cadence, missed), latest=latest,
                )
            )  # fmt: skip
        lines.append(
            _("Report each by its code: the day and the value; without progress, the issue and the next step.")
        )
        texts.append("".join(f"{line}\n" for line in lines))
    return "\n".join(texts)


def due_headline(count: int, watched: int, day: date, *, whole: bool) -> str:
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
