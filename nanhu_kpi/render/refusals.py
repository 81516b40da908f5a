"""Refusals as sentences in the language in force, their facts made safe to show."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from nanhu_kpi.errors import MANY, Refusal
from nanhu_kpi.errors.facts import Claimed, UnsoundRow
from nanhu_kpi.errors.reasons import REASONS
from nanhu_kpi.i18n import _, listed, ngettext
from nanhu_kpi.model import Actual, Goal, Measure
from nanhu_kpi.quantity import plain
from nanhu_kpi.render.sheets.definitions import field_value, field_word
from nanhu_kpi.render.words import actual_word, name_of, share_word
from nanhu_kpi.text import shortened, visible

if TYPE_CHECKING:
    from collections.abc import Sequence


# Names in a list: of a file with hundreds of columns the first ones show what it is.
_LISTED = 20
# Two sides that differ are shown longer, or the difference would not be seen.
_SIDES, _LONGER = ("here", "there"), 5


def sentence(refusal: Refusal, most: int | None = None) -> str:
    """Return what is wrong and what to do next; of a text that a user gave at most so many characters, if said."""
    many, count = MANY.get(refusal.msgid), refusal.facts.get("count")
    told = ngettext(refusal.msgid, many, count) if many and isinstance(count, int) else _(refusal.msgid)
    return told.format(**shown_facts(refusal, most))


def shown_facts(refusal: Refusal, most: int | None = None) -> dict[str, object]:
    """Return a refusal's facts as they are shown, texts shortened to `most` characters."""
    return {key: _fact(key, value, most) for key, value in refusal.facts.items()}


def names_listed(names: Sequence[object]) -> str:
    """Return names that a user gave as a list: not too many of them, none of them too long."""
    return listed([*map(_one, names[:_LISTED]), *(["..."] if len(names) > _LISTED else [])])


def _fact(key: str, value: object, most: int | None) -> object:
    if isinstance(value, (Goal, Measure)):
        return name_of(value)
    if isinstance(value, Refusal):
        return sentence(value, most)
    if isinstance(value, Actual):
        return actual_word(value) or _("no data")
    if key == "field":
        return field_word(str(value))
    if isinstance(value, (list, tuple)):  # what is named above is a tuple too
        return names_listed(value)
    if isinstance(value, Decimal):
        return share_word(value, 1) if key == "attainment" else plain(value)
    if isinstance(value, (date, int)):
        return value
    if value in REASONS:
        return _(str(value))
    text = visible(str(value))
    return text if most is None else shortened(text, most * _LONGER if key in _SIDES else most)


def _one(item: object) -> str:
    if isinstance(item, Claimed):
        return _("{value} ({officer}, {at})").format(
            value=field_value(item.field, item.value), officer=visible(item.officer), at=item.day
        )
    if isinstance(item, UnsoundRow):
        return _("{table} {name}: {reason}").format(table=item.table, name=visible(item.name), reason=_(item.reason))
    return f"{item.code} {name_of(item)}" if isinstance(item, Measure) else shortened(visible(str(item)))
