"""What a status says about itself: its order, how many rows of how many, rules of their own, what came since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _, clauses, listed, sentences
from nanhu_kpi.model import Kind, Light, Pace, RecordedLater, Status
from nanhu_kpi.quantity import plain
from nanhu_kpi.render.words import light_word, people_words, status_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from nanhu_kpi.scorecard.card import Score
    from nanhu_kpi.settings import Settings

_ORDERS = {"urgency": N_("Most urgent first"), "code": N_("By code"), "gap": N_("Lowest gap first")}


def order_word(order: str) -> str:
    """Return the heading of rows that are not in the report's order."""
    return _(_ORDERS[order])


def narrowed_remark(
    shown: int,
    count: int,
    *,
    people: Mapping[str, str],
    statuses: Sequence[Status],
    readings: Sequence[Status],
    lights: Sequence[Light],
) -> str:
    """Return how many rows a wish left over, and what was wished."""
    parts = people_words(people)
    words = [
        *(status_word(each, Kind.SUM) for each in statuses), *(status_word(each, Kind.LAST) for each in readings)
    ]  # fmt: skip
    if words:
        parts.append(_("status {words}").format(words=listed(words)))
    if lights:
        parts.append(_("light {words}").format(words=listed([light_word(each) for each in lights])))
    return _("Shown: {shown} of {count} measures ({wish}).").format(shown=shown, count=count, wish=clauses(parts))


def since_remark(since: RecordedLater, as_of: date, *, on_paper: bool = False) -> str:
    """Return how much an older print of this sheet could not know, and but for paper how to print it as it was; '' for
    nothing."""
    entries = (
        _("Entries of the whole office recorded or voided since {as_of}: {count}.")
        if since.of_office
        else _("Entries recorded or voided since {as_of}: {count}.")
    )
    parts = [
        (entries, since.entries),
        (_("Target revisions recorded or voided since {as_of}: {count}."), since.targets),
        (_("Goals, measures and settings changed since {as_of}: {count}."), since.changes),
    ]
    told = [sentence.format(as_of=as_of.isoformat(), count=count) for sentence, count in parts if count]
    if not told:
        return ""
    if not on_paper:
        told.append(_("To see it as known then: --known {as_of}").format(as_of=as_of.isoformat()))
    return sentences(*told)


def own_rules(scores: Iterable[Score], settings: Settings) -> tuple[str, ...]:
    """Return a line for each row whose own thresholds hold instead of those that the rule of lights names."""
    lines = []
    for score in scores:
        code, target = score.measure.code, score.target
        behind, far_behind = (settings.threshold(key, code) for key in ("behind", "far_behind"))
        if (behind, far_behind) == (settings.behind, settings.far_behind):
            continue
        if score.measure.kind in (Kind.LAST, Kind.RATIO) and target and target.pace is Pace.NONE:
            line = _("{code}: yellow if short of its target, red if by more than {behind} points")
        else:
            line = _("{code}: yellow if more than {behind} points behind, red if more than {far_behind}")
        lines.append(line.format(code=code, behind=plain(-behind), far_behind=plain(-far_behind)))
    return tuple(lines)
