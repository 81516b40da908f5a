"""The words of statuses, lights, kinds and units in the language in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from nanhu_kpi.days import Span, period_name
from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _, chinese, language
from nanhu_kpi.model import Actual, Cadence, Direction, Kind, Light, Measure, Origin, Pace, Status
from nanhu_kpi.quantity import OVER, UNDER, percent, plain
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.scorecard.outlook import Method
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    from nanhu_kpi.rollup_result import Definition
    from nanhu_kpi.scorecard.card import Score
    from nanhu_kpi.settings import Settings

_STATUS = {
    Status.NO_TARGET: N_("no target"),
    Status.UNREPORTED: N_("unreported"),
    Status.EXCEEDED: N_("over limit"),
    Status.MET: N_("met"),
    Status.OVERDUE: N_("overdue"),
    Status.AHEAD: N_("ahead"),
    Status.ON_TRACK: N_("on track"),
    Status.BEHIND: N_("behind"),
    Status.FAR_BEHIND: N_("far behind"),
}
# A reading is no race: it has reached its target or it has not.
_READING_STATUS = {
    Status.MET: N_("target met"),
    Status.BEHIND: N_("short of target"),
    Status.FAR_BEHIND: N_("far short"),
}
_RANK = "名次"
_LIGHT = {Light.GREEN: N_("green"), Light.YELLOW: N_("yellow"), Light.RED: N_("red")}
_WORDS: dict[str, str] = {
    Kind.SUM: N_("adds up over the year"),
    Kind.LAST: N_("latest reading"),
    Kind.RATIO: N_("ratio of two measures"),
    Kind.MILESTONE: N_("milestone, 0% to 100%"),
    Direction.AT_LEAST: N_("at least the target"),
    Direction.AT_MOST: N_("at most the target"),
    Cadence.WEEKLY: N_("weekly"),
    Cadence.MONTHLY: N_("monthly"),
    Cadence.QUARTERLY: N_("quarterly"),
    Cadence.YEARLY: N_("yearly"),
    Pace.LINEAR: N_("evenly over its days"),
    Pace.SCHEDULE: N_("by schedule"),
    Pace.NONE: N_("in full on any day"),
    Origin.REPORT: N_("given in the report"),
    Origin.IMPLIED: N_("implied by the report"),
    Origin.BASELINE: N_("last year's actual"),
    Origin.CARRIED: N_("carried over"),
    Origin.OFFICER: N_("set by an officer"),
}
_METHODS = {
    Method.ACTUAL: N_("the year's actual"),
    Method.PROFILE: N_("by last year's course"),
    Method.RUN_RATE: N_("at this year's rate"),
}
_QUALIFIERS = {OVER: N_("over {value}"), UNDER: N_("nearly {value}"), OVER | UNDER: N_("about {value}")}

# Units are data and stand in the file as the report writes them; these are the catalogue's, for English readers.
_ENGLISH_UNITS = {
    "个": "items",
    "万元": "10k yuan",
    "亿元": "100m yuan",
    "家": "units",
    "户": "households",
    "项": "items",
    "条": "items",
    "次": "times",
    "处": "sites",
    "名": "persons",
    _RANK: "place",
    "人次": "attendances",
    "宗": "cases",
    "栋": "buildings",
    "份": "copies",
    "人/日": "people/day",
    "平方米": "m2",
    "人": "people",
    "套": "sets",
    "件": "cases",
    "台": "lifts",
    "场": "events",
}


class Named(Protocol):
    """What has a name in both languages."""

    @property
    def name_zh(self) -> str:
        """The name in Chinese."""

    @property
    def name_en(self) -> str:
        """The name in English."""


def name_of(thing: Named) -> str:
    """Return a name in the language in force, safe to show; the Chinese one stands in for one that was left out."""
    return visible(thing.name_zh if language() == "zh" or not thing.name_en else thing.name_en)


def unit_of(measure: Measure | Definition) -> str:
    """Return a measure's unit in the language in force; one that an officer made up stays as written."""
    unit = measure.unit if language() == "zh" else _ENGLISH_UNITS.get(measure.unit, measure.unit)
    return visible(unit)


def in_unit(number: str, measure: Measure) -> str:
    """Return a number with its unit, a rank as `第2名`; nothing for no data."""
    if number and measure.unit == _RANK:
        return _("No. {rank}").format(rank=number)
    return change_in_unit(number, measure)


def change_in_unit(number: str, measure: Measure) -> str:
    """Return the difference of two numbers with their unit, which of two ranks is no rank; nothing for none."""
    return f"{number} {unit_of(measure)}" if number else ""


def office_name(settings: Settings) -> str:
    """Return the office's name in the language in force."""
    return visible(settings.office_name_zh if language() == "zh" else settings.office_name_en)


def status_word(status: Status, kind: Kind) -> str:
    """Return the word of a status; of readings 达标, 未达标 and 差距较大, not 已完成 and the words of a race."""
    if kind in (Kind.LAST, Kind.RATIO) and status in _READING_STATUS:
        return _(_READING_STATUS[status])
    return _(_STATUS[status])


def standing_word(score: Score) -> str:
    """Return the word of a row's status; overdue without any value, not even one brought over New Year, is 逾期未报."""
    if score.status is Status.OVERDUE and score.actual.value is None:
        return _("overdue, unreported")
    return status_word(score.status, score.measure.kind)


def week_heading(kinds: Iterable[Kind]) -> str:
    """Return the heading of a week's change: what was added to sums, what changed of the others."""
    added = {RULES[kind].adds_up for kind in kinds}
    if added == {True}:
        return _("Added this week")
    return _("This week") if True in added else _("Change this week")


def light_word(light: Light | None) -> str:
    """Return 绿, 黄 or 红, or nothing."""
    return _(_LIGHT[light]) if light else ""


def word(member: Kind | Direction | Cadence | Pace | Origin) -> str:
    """Return the words for a member of one of these enums."""
    return _(_WORDS[member])


def chinese_words() -> dict[str, str]:
    """Return the Chinese for every member of these enums, statuses, lights and methods, by its value."""
    named = (*_WORDS.items(), *_STATUS.items(), *_LIGHT.items(), *_METHODS.items())
    return {str(each): chinese(msgid) for each, msgid in named}


def method_word(method: Method) -> str:
    """Return how a forecast was made."""
    return _(_METHODS[method])


def value_word(value: Decimal | None, qualifier: int = 0) -> str:
    """Return a value with its qualifier wherever it is shown: 超350, 近100; nothing for no data."""
    if value is None:
        return ""
    return _(_QUALIFIERS[qualifier]).format(value=plain(value)) if qualifier else plain(value)


def actual_word(actual: Actual) -> str:
    """Return an actual with its qualifier."""
    return value_word(actual.value, actual.qualifier)


def share_word(share: Decimal | None, places: int = 2) -> str:
    """Return a share as a percentage, never 100% while short of it."""
    return "" if share is None else percent(share, places)


def gap_word(gap: Decimal | None) -> str:
    """Return a gap in percentage points with its sign and two places."""
    return "" if gap is None else f"{gap:+.2f}"


def people_words(people: Mapping[str, str]) -> list[str]:
    """Return whose measures are wanted, a text each field of a measure that is asked for."""
    forms = {"owner": _("owner {name}"), "support": _("supporting unit {name}"), "leader": _("leader {name}")}
    return [forms[field].format(name=visible(name)) for field, name in people.items()]


def days_word(first: date, last: date) -> str:
    """Return the days from one to another."""
    return _("{first} to {last}").format(first=first.isoformat(), last=last.isoformat())


def said_word(name: str, value: str) -> str:
    """Return a name with what is said of it."""
    return _("{name}: {value}").format(name=name, value=value)


def day_word(day: date | None) -> str:
    """Return an ISO day."""
    return "" if day is None else day.isoformat()


def periods_word(cadence: Cadence, span: Span) -> str:
    """Return the periods of a cadence that a stretch of days is made of: `2024-05`, or `2024-01 至 2024-05`."""
    first, last = (period_name(cadence, day) for day in span)
    return first if first == last else _("{first} through {last}").format(first=first, last=last)


def with_foreseen(told: str, foreseen: bool) -> str:
    """Return what is said of a day, and that it lies ahead where it does."""
    return f"{told} {_('(foreseen)')}" if foreseen else told
