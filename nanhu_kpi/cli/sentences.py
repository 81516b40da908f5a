"""Refusals as sentences in the language in force, their facts made safe to show."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from nanhu_kpi.errors.reasons import REASONS
from nanhu_kpi.i18n import _, listed
from nanhu_kpi.model import Actual, Goal, Measure
from nanhu_kpi.quantity import plain
from nanhu_kpi.render.words import actual_word, name_of, share_word
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from nanhu_kpi.errors import Refusal


def sentence(refusal: Refusal) -> str:
    """Return what is wrong and what to do next."""
    return _(refusal.msgid).format(**shown_facts(refusal))


def shown_facts(refusal: Refusal) -> dict[str, object]:
    """Return a refusal's facts as they are shown."""
    return {key: _fact(key, value) for key, value in refusal.facts.items()}


def _fact(key: str, value: object) -> object:
    if isinstance(value, (Goal, Measure)):
        return name_of(value)
    if isinstance(value, Actual):
        return actual_word(value) or _("no data")
    if isinstance(value, (list, tuple)):  # what is named above is a tuple too
        return listed([_one(item) for item in value])
    if isinstance(value, Decimal):
        return share_word(value, 1) if key == "attainment" else plain(value)
    if isinstance(value, (date, int)):
        return value
    return visible(_(str(value)) if value in REASONS else str(value))


def _one(item: object) -> str:
    return f"{item.code} {name_of(item)}" if isinstance(item, Measure) else visible(str(item))
