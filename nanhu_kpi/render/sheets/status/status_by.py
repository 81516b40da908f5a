"""A standing counted by group as a sheet: lights, silence and rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _
from nanhu_kpi.model import Light
from nanhu_kpi.render.sheet import Sheet, SheetColumn, sheet_of
from nanhu_kpi.render.sheets.status.status import headline, rule_of_lights, status_title
from nanhu_kpi.render.words import name_of
from nanhu_kpi.scorecard.facts import Thresholds
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nanhu_kpi.scorecard.card import Scorecard
    from nanhu_kpi.scorecard.results import GroupCount
    from nanhu_kpi.settings import Settings


_HEADINGS = {
    "owner": N_("Owner"), "leader": N_("Leader"), "support": N_("Supporting units"), "area": N_("Area"),
    "goal": N_("Goal"),
}  # fmt: skip


def status_by_sheet(
    card: Scorecard, by: str, groups: Sequence[GroupCount], settings: Settings, *, remarks: Sequence[str]
) -> Sheet:
    """Return the sheet of a scorecard counted by a field of its measures, `remarks` first among the notes."""
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
    sheet = sheet_of(
        groups,
        (SheetColumn("name", _(_HEADINGS[by]), wraps=True), _name),
        (SheetColumn("measures", _("Measures"), "right"), lambda group: str(len(group.ranked.scores))),
        (SheetColumn("green", _("Green"), "right"), lambda group: str(group.ranked.lit(Light.GREEN))),
        (SheetColumn("yellow", _("Yellow"), "right"), lambda group: str(group.ranked.lit(Light.YELLOW))),
        (SheetColumn("red", _("Red"), "right"), lambda group: str(group.ranked.lit(Light.RED))),
        (SheetColumn("none", _("No light"), "right", drop=2), lambda group: str(group.ranked.lit(None))),
        (SheetColumn("silent", _("Unreported"), "right", drop=1), lambda group: str(group.ranked.silent)),
        (SheetColumn("rank", _("Rank"), "right"), lambda group: str(group.ranked.rank or "")),
        title=status_title(card, settings),
        headline=headline(card),
        notes=(*notes, rule_of_lights(Thresholds(settings.behind, settings.far_behind))),
        look=lambda group: ("red" if group.ranked.lit(Light.RED) else "", "red"),
    )
    return sheet if groups else sheet._replace(sections=())


def _name(group: GroupCount) -> str:
    if group.thing:
        return f"{group.thing.code} {name_of(group.thing)}"
    return visible(group.ranked.key) or _("(not named)")
