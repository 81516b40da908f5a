"""What a leader asks of a scorecard: whose rows, in which status or light, in which order."""

from __future__ import annotations

import re
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import ONE_ORDER_WANTED, UNKNOWN_CONDITION, UNKNOWN_LIGHT, UNKNOWN_ORDER, UNKNOWN_STATUS
from nanhu_kpi.i18n import language
from nanhu_kpi.model import Kind, Light, Status
from nanhu_kpi.service.whose import ANYONE, Whose
from nanhu_kpi.text import folded, parted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nanhu_kpi.scorecard.card import Score, Scorecard


class Order(StrEnum):
    """Orders other than the report's."""

    URGENCY = "urgency"
    CODE = "code"
    GAP = "gap"


class Alarm(StrEnum):
    """What a script may want to be told of by the exit code."""

    RED = "red"
    UNREPORTED = "unreported"


class Wish(NamedTuple):
    """Which rows are wanted, and in which order; nothing named is everything, in the report's order. Of `readings` are
    statuses that are wanted of measures that take a reading alone."""

    whose: Whose = ANYONE
    statuses: tuple[Status, ...] = ()
    readings: tuple[Status, ...] = ()
    lights: tuple[Light, ...] = ()
    order: Order | None = None

    @property
    def narrows(self) -> bool:
        """Whether some rows may be left out."""
        return bool(self.whose.named or self.statuses or self.readings or self.lights)


EVERYTHING = Wish()
_Member = TypeVar("_Member", bound=StrEnum)
# Both languages are understood whichever is in force: a command is copied from a colleague's screen.
_STATUSES = {
    "未设目标": Status.NO_TARGET, "未报": Status.UNREPORTED, "突破控制数": Status.EXCEEDED, "已完成": Status.MET,
    "逾期": Status.OVERDUE, "超序时": Status.AHEAD, "同步": Status.ON_TRACK, "滞后": Status.BEHIND,
    "严重滞后": Status.FAR_BEHIND,
}  # fmt: skip
# What only a reading is said to be.
_READINGS = {
    "达标": Status.MET, "target_met": Status.MET, "未达标": Status.BEHIND, "差距较大": Status.FAR_BEHIND,
    "short_of_target": Status.BEHIND, "far_short": Status.FAR_BEHIND,
}  # fmt: skip
# What each was called before.
_OTHER_WORDS = {
    "逾期未报": Status.OVERDUE, "超限": Status.EXCEEDED, "超进度": Status.AHEAD, "达进度": Status.ON_TRACK,
    "欠进度": Status.BEHIND, "严重欠进度": Status.FAR_BEHIND,
}  # fmt: skip
_LIGHTS = {"绿": Light.GREEN, "黄": Light.YELLOW, "红": Light.RED}
_CONDITIONS = {"红": Alarm.RED, "未报": Alarm.UNREPORTED}
_ORDERS = {"轻重缓急": Order.URGENCY, "编码": Order.CODE, "比序时": Order.GAP}


def parsed_wish(
    whose: Whose = ANYONE, statuses: Sequence[str] = (), lights: Sequence[str] = (), order: str | None = None
) -> Wish:
    """Return the wish that these words make: each of `statuses` and `lights` may hold several, with commas between.

    The name of a status is meant of every kind of measure, as it is counted; a word that only readings show, of them.
    Raises UNKNOWN_STATUS, UNKNOWN_LIGHT, UNKNOWN_ORDER or ONE_ORDER_WANTED.
    """
    orders = _members([order], Order, _ORDERS, UNKNOWN_ORDER) if order is not None else ()
    if len(orders) > 1:
        raise Usage(ONE_ORDER_WANTED, text=order)
    parts = [part for text in statuses for part in parted(text)]
    return Wish(
        whose,
        _members(
            [text for text in parts if _key(text) not in _READINGS], Status, _STATUSES, UNKNOWN_STATUS, _OTHER_WORDS
        ),
        tuple(dict.fromkeys(_READINGS[_key(text)] for text in parts if _key(text) in _READINGS)),
        _members(lights, Light, _LIGHTS, UNKNOWN_LIGHT),
        orders[0] if orders else None,
    )


def parsed_conditions(words: Sequence[str]) -> tuple[Alarm, ...]:
    """Return the conditions that these words name. Raises UNKNOWN_CONDITION."""
    return _members(words, Alarm, _CONDITIONS, UNKNOWN_CONDITION)


def answered(card: Scorecard, wish: Wish) -> Scorecard:
    """Return the scorecard with the rows that are wanted, in the order that is wanted."""
    scores = [score for score in card.scores if _fits(score, wish)]
    if wish.order is Order.CODE:
        scores.sort(key=lambda score: score.measure.code)
    elif wish.order is Order.GAP:
        scores.sort(key=_by_gap)
    elif wish.order is Order.URGENCY:
        scores.sort(key=lambda score: (*urgency(score), *_by_gap(score)))
    return card._replace(scores=tuple(scores))


def holding(card: Scorecard, conditions: Sequence[Alarm]) -> dict[Alarm, int]:
    """Return how many rows hold each of the conditions, without those that none does."""
    numbers = {
        Alarm.RED: sum(score.light is Light.RED for score in card.scores),
        Alarm.UNREPORTED: sum(score.unreported for score in card.scores),
    }
    return {condition: numbers[condition] for condition in conditions if numbers[condition]}


_URGENCY = {Light.RED: 0, Light.YELLOW: 1, Light.GREEN: 4}
_TURNING, _UNREPORTED, _REST = 2, 3, 5
SOON = 7  # days


def turns_soon(score: Score) -> bool:
    """Return whether the light of a row turns within a week if nothing more is recorded."""
    return score.turn is not None and score.turn.days <= SOON


def urgency(score: Score) -> tuple[int, int]:
    """Return a row's place among the urgent: red, yellow, green that turns within a week, unreported without a light,
    green, the rest; among yellow and green ones, those that turn within a week first, the soonest of them before."""
    soon = min(score.turn.days, SOON + 1) if score.turn else SOON + 1
    if score.light is None:
        return _UNREPORTED if score.unreported else _REST, soon
    if score.light is Light.GREEN and turns_soon(score):
        return _TURNING, soon
    return _URGENCY[score.light], soon


def _fits(score: Score, wish: Wish) -> bool:
    return (
        wish.whose.has(score.measure) and _has_status(score, wish) and (not wish.lights or score.light in wish.lights)
    )


def _has_status(score: Score, wish: Wish) -> bool:
    if not wish.statuses and not wish.readings:
        return True
    is_reading = score.measure.kind in (Kind.LAST, Kind.RATIO)
    return score.status in wish.statuses or (is_reading and score.status in wish.readings)


def _by_gap(score: Score) -> tuple[bool, object]:
    return score.gap is None, score.gap


def _key(text: str) -> str:
    return re.sub(r"[-\s]+", "_", folded(text))


def _members(
    words: Sequence[str],
    members: type[_Member],
    chinese: Mapping[str, _Member],
    unknown: str,
    others: Mapping[str, _Member] = MappingProxyType({}),
) -> tuple[_Member, ...]:
    """Return the members that words name, each once; `far-behind` and `far behind` are far_behind.

    A refusal offers the members' own names, or `chinese` to who reads Chinese; `others` are understood as well.
    """
    found: dict[_Member, None] = {}
    for text in (part for word in words for part in parted(word)):
        key = _key(text)
        member = chinese.get(key) or others.get(key) or next((each for each in members if each == key), None)
        if member is None:
            raise Usage(unknown, text=text, known=list(chinese if language() == "zh" else members))
        found[member] = None
    return tuple(found)
