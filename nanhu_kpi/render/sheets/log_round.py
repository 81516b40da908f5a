"""A round of `log`: what is shown of a measure before it is asked about, and all that was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _
from nanhu_kpi.model import Kind, Measure
from nanhu_kpi.render.sheet import Sheet, SheetColumn, sheet_of
from nanhu_kpi.render.sheets.echo import change
from nanhu_kpi.render.sheets.entries import recorded_value
from nanhu_kpi.render.sheets.targets import target_word
from nanhu_kpi.render.words import (
    actual_word,
    in_unit,
    light_word,
    name_of,
    said_word,
    share_word,
    standing_word,
    unit_of,
    word,
)
from nanhu_kpi.text import shortened, visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nanhu_kpi.scorecard.results import Echo, Stop


_SHOWN = 100
_TAKES = {
    Kind.SUM: N_("+12 adds 12 to what is recorded; =152 says that the year's total is 152. 1.2万 and 1,200 will do."),
    Kind.LAST: N_("The reading as it is on the day, such as 98.5; it replaces the reading before."),
    Kind.MILESTONE: N_("How far the work has come, from 0 to 100; 100 is completed."),
}


def stop_lines(stop: Stop) -> str:
    """Return what an officer has to know of a measure: unit, target, where it stands, what was last told of it."""
    score = stop.score
    measure = score.measure
    if score.target is None or score.target.value is None:
        target = _("no target")
    else:
        due = _("by {day}").format(day=score.target.due.isoformat())
        target = f"{said_word(_('Target'), target_word(score.target, measure))} {due}"
    standing = [said_word(_("Actual"), in_unit(actual_word(score.actual), measure) or _("no data"))]
    if score.actual.last_day is not None:
        standing.append(score.actual.last_day.isoformat())
    if score.attainment is not None:
        standing.append(_("attainment {share}").format(share=share_word(score.attainment, 1)))
    if score.expected is not None and score.attainment is not None:
        standing.append(_("expected {share}").format(share=share_word(score.expected, 1)))
    standing.append(" ".join(filter(None, (light_word(score.light), standing_word(score)))))
    lines = [f"{measure.code} {name_of(measure)} [{unit_of(measure)}]", f"{target}  {'  '.join(standing)}"]
    told = [(_("Note"), stop.note)]
    if stop.words is not None:
        told += [(_("Issue"), stop.words.issue), (_("Next step"), stop.words.next)]
    lines += [said_word(name, shortened(visible(text), _SHOWN)) for name, text in told if text]
    return "\n     ".join(lines)


def explained(measure: Measure) -> str:
    """Return what can be typed of a measure, and how to move about in the round."""
    about = [word(measure.kind), word(measure.direction), word(measure.cadence)]
    if measure.owner:
        about.append(visible(measure.owner))
    lines = [
        f"{measure.code}  {'  '.join(about)}",
        _(_TAKES[measure.kind]),
        _("n: a note without a value. Enter: on to the next. u: back to the one before."),
        _("A code or words of a name: to that measure. q: to the end, where all is shown and confirmed."),
        _("Ctrl-C: leave; nothing is recorded."),
    ]
    return "\n".join(f"  {line}" for line in lines)


def answers_sheet(echoes: Sequence[Echo], day: date) -> Sheet:
    """Return the sheet of what was answered, a row each."""
    return sheet_of(
        echoes,
        (SheetColumn("code", _("Code")), lambda echo: echo.entry.measure),
        (SheetColumn("name", _("Measure"), drop=6, wraps=True), lambda echo: name_of(echo.score.measure)),
        (SheetColumn("value", _("Entry"), "right"), lambda echo: recorded_value(echo.entry, echo.score.measure)),
        (SheetColumn("change", _("Actual"), "right"), _change),
        (SheetColumn("status", _("Status"), drop=5), lambda echo: standing_word(echo.score)),
        (SheetColumn("note", _("Note"), drop=4, wraps=True), lambda echo: visible(echo.entry.note)),
        (SheetColumn("issue", _("Issue"), drop=3, wraps=True), lambda echo: visible(echo.entry.issue)),
        (SheetColumn("next", _("Next step"), drop=2, wraps=True), lambda echo: visible(echo.entry.next)),
        title=_("To record for {day}").format(day=day.isoformat()),
    ).without_empty("note", "issue", "next")


def _change(echo: Echo) -> str:
    return "" if echo.entry.value is None else change(echo.before, echo.score.actual, echo.score.measure)
