"""A standing counted by group as a sheet: lights, silence and rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _
from nanhu_kpi.model import Area, Goal, Light
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, Style, section_of
from nanhu_kpi.render.sheets.status.status import headline, rule_of_lights, status_title
from nanhu_kpi.render.words import name_of
from nanhu_kpi.scorecard.facts import Thresholds
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nanhu_kpi.scorecard.card import Scorecard
    from nanhu_kpi.scorecard.ranks import Ranked
    from nanhu_kpi.settings import Settings

    Group = tuple[str, Ranked, Area | Goal | None]

_HEADINGS = {
    "owner": N_("Owner"), "leader": N_("Leader"), "support": N_("Supporting units"), "area": N_("Area"),
    "goal": N_("Goal"),
}  # fmt: skip


def status_by_sheet(
    card: Scorecard, by: str, groups: Iterable[Group], settings: Settings, *, remarks: Sequence[str] = ()
) -> Sheet:
    """Return the sheet of a scorecard counted by a field of its measures, `remarks` first among the notes."""
    columns = (
        SheetColumn("name", _(_HEADINGS[by]), wraps=True),
        SheetColumn("measures", _("Measures"), "right"),
        SheetColumn("green", _("Green"), "right"),
        SheetColumn("yellow", _("Yellow"), "right"),
        SheetColumn("red", _("Red"), "right"),
        SheetColumn("none", _("No light"), "right", drop=2),
        SheetColumn("silent", _("Unreported"), "right", drop=1),
        SheetColumn("rank", _("Rank"), "right"),
    )
    notes = [
        *remarks,
        _(
            "Rank 1 is the best: the smallest share of red, then of what else is behind or unreported; equal shares "
            "rank alike. The table begins with the worst."
        ),
        _("Unreported measures are counted under their light as well."),
    ]
    if by == "support":
        notes.append(_("A measure with several supporting units is counted with each of them."))
    rows = [_row(each, thing) for _by, each, thing in groups]
    return Sheet(
        status_title(card, settings),
        headline(card),
        columns,
        (section_of("", rows),) if rows else (),
        (*notes, rule_of_lights(Thresholds(settings.behind, settings.far_behind))),
    )


def _row(each: Ranked, thing: Area | Goal | None) -> Row:
    name = f"{thing.code} {name_of(thing)}" if thing else visible(each.key)
    numbers = (len(each.scores), *(each.lit(light) for light in (*Light, None)), each.silent)
    worst: Style = "red" if each.lit(Light.RED) else ""
    return Row((name or _("(not named)"), *map(str, numbers), str(each.rank or "")), worst, "red")
