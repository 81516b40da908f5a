"""What a shell is offered while somebody types, by what is asked for. Loaded then, and by no command."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

import click

from nanhu_kpi.cli.context import ledger_of
from nanhu_kpi.days import week_of
from nanhu_kpi.errors import Refusal
from nanhu_kpi.exchange.formats import FOR_READING, FOR_SCRIPTS, FileFormat
from nanhu_kpi.i18n import _, ngettext
from nanhu_kpi.model import Kind, Light, Status
from nanhu_kpi.render.manual import TOPICS, title_of
from nanhu_kpi.render.paper.formats import PAPER_FORMATS
from nanhu_kpi.render.words import days_word, light_word, name_of, status_word, value_word
from nanhu_kpi.service.completion import known_officers, newest_batches_of_all, newest_standing
from nanhu_kpi.service.entries import definitions
from nanhu_kpi.service.ledger import Ledger
from nanhu_kpi.service.status.status_by import By
from nanhu_kpi.service.status.status_filter import Alarm, Order
from nanhu_kpi.service.trend import STEPS
from nanhu_kpi.settings import NAMES
from nanhu_kpi.text import short_name, shortened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    _Offer = Callable[[click.Context, str], list[tuple[str, str]]]

_Answer = TypeVar("_Answer")
_YEARS, _WEEKS, _MONTHS, _QUARTERS = 4, 53, 12, 8
_SHORTEST = 60
_GOAL_BEGUN = r"[A-Z]{2}-(G\d{0,2})?$"


def _coded(*kinds: str) -> _Offer:
    """Return what offers areas, goals or measures whose codes begin as typed, with their names."""

    def offer(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
        known = _known(ctx, definitions)
        things = [thing for kind in kinds for thing in getattr(known, kind)] if known else []
        return _as_typed(incomplete, [(thing.code, name_of(thing)) for thing in things])

    return offer


def _officers(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    return _beginning([(officer, "") for officer in _known(ctx, known_officers) or []], incomplete)


def _batches(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the newest batches, each with its officer, its time and its command."""
    offered = [
        (short_name(batch.id), f"{batch.officer} {batch.logged_on} {shortened(batch.command)}")
        for batch in _known(ctx, newest_batches_of_all) or []
    ]
    return _beginning(offered, incomplete.removeprefix("#"))


def _entries(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the newest entries that stand, each with its measure, its day and what it says."""
    offered = [
        (
            short_name(each.id),
            f"{each.measure} {each.day} {value_word(each.value) or shortened(each.note)}",
        )
        for each in _known(ctx, newest_standing) or []
    ]
    return _beginning(offered, incomplete.removeprefix("#"))


def _years(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    today = _today(ctx)
    return _beginning([(str(year), "") for year in range(today.year + 1, today.year - _YEARS, -1)], incomplete)


def _weeks(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the weeks up to this one, newest first, each with its days."""
    newest = _newest_day(ctx, incomplete)
    weeks = [week_of(newest - timedelta(weeks=number)) for number in range(_WEEKS)]
    named = [("last", _("last week")), ("this", _("this week"))]
    return _beginning([*named, *((f"{week.first:%G-W%V}", days_word(*week)) for week in weeks)], incomplete)


def _months(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the months up to this one, newest first."""
    today = _newest_day(ctx, incomplete)
    numbers = range(today.year * 12 + today.month - 1, today.year * 12 + today.month - 1 - _MONTHS, -1)
    return _beginning([(f"{number // 12}-{number % 12 + 1:02}", "") for number in numbers], incomplete)


def _quarters(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the quarters up to this one, newest first."""
    today = _newest_day(ctx, incomplete)
    newest = today.year * 4 + (today.month - 1) // 3
    return _beginning(
        [(f"{number // 4}Q{number % 4 + 1}", "") for number in range(newest, newest - _QUARTERS, -1)], incomplete
    )


def _days(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the days that are named most: today, yesterday, the last Sunday, the end of the last month."""
    today = _today(ctx)
    named = {
        today.replace(day=1) - timedelta(days=1): _("end of the last month"),
        today - timedelta(days=today.isoweekday()): _("last Sunday"),
        today - timedelta(days=1): _("yesterday"),
        today: _("today"),
    }
    return _beginning([(day.isoformat(), named[day]) for day in sorted(named, reverse=True)], incomplete)


def _since(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    return _days(ctx, incomplete) + _batches(ctx, incomplete)


def _statuses(_ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    return _listing([(status.value, status_word(status, Kind.SUM)) for status in Status], incomplete)


def _lights(_ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    return _listing([(light.value, light_word(light)) for light in Light], incomplete)


def _orders(_ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    said = {Order.URGENCY: _("the most urgent first"), Order.CODE: _("by code"), Order.GAP: _("by gap")}
    return _beginning([(order.value, said[order]) for order in Order], incomplete)


def _conditions(_ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    said = {Alarm.RED: light_word(Light.RED), Alarm.UNREPORTED: status_word(Status.UNREPORTED, Kind.SUM)}
    return _listing([(alarm.value, said[alarm]) for alarm in Alarm], incomplete)


def _known(ctx: click.Context, ask: Callable[[Ledger], _Answer]) -> _Answer | None:
    """Return what the file knows; nothing is said and nothing created while somebody types."""
    try:
        return ask(ledger_of(ctx)._replace(may_create=False))
    except Refusal:
        return None


def _today(ctx: click.Context) -> date:
    known = _known(ctx, Ledger.today)
    return known or ledger_of(ctx).clock().date()


def _newest_day(ctx: click.Context, incomplete: str) -> date:
    """Return today, or the last day of an earlier year that is typed already."""
    today, year = _today(ctx), re.match(r"[12]\d{3}", incomplete)
    return min(today, date(int(year[0]), 12, 31)) if year else today


def _field(field: str) -> _Offer:
    """Return what offers the values of a field of measures, with how many have each."""

    def offer(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
        known = _known(ctx, definitions)
        values = [str(getattr(measure, field)) for measure in known.measures] if known else []
        told = [(value, ngettext("{count} measure", "{count} measures", count).format(count=count))
                for value, count in Counter(values).items() if value]  # fmt: skip
        return _beginning(told, incomplete)

    return offer


def _words(*words: str, lower: bool = False) -> _Offer:
    """Return what offers some words, however they are capitalised where all are `lower`."""

    def offer(_ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
        return _beginning([(word, "") for word in words], incomplete.lower() if lower else incomplete)

    return offer


def _beginning(offered: Sequence[tuple[str, str]], incomplete: str) -> list[tuple[str, str]]:
    return [(value, said) for value, said in offered if value.startswith(incomplete)]


def _listing(offered: Sequence[tuple[str, str]], incomplete: str) -> list[tuple[str, str]]:
    """Return what goes on a list with commas between, each with what stands there already."""
    before, comma, last = incomplete.rpartition(",")
    there = before.split(",")
    return [(f"{before}{comma}{value}", said) for value, said in _beginning(offered, last) if value not in there]


def _as_typed(incomplete: str, offered: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the codes that begin as typed, in small letters too, as typed so far and on: shells pass over what does
    not begin with the very letters typed."""
    start = incomplete.upper()
    plain = start if re.match(_GOAL_BEGUN, start) else start.replace("-", "")
    return [(f"{incomplete}{code[len(plain) :]}", name) for code, name in offered if code.startswith(plain)]


def _topics(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the topics of the manual and the commands that begin as typed, with what they are."""
    root = ctx.find_root()
    group = root.command
    assert isinstance(group, click.Group)
    below = [(name, group.get_command(root, name)) for name in group.list_commands(root)]
    offered = [(name, title_of(topic)) for topic in TOPICS for name in (topic.name, topic.names[0])]
    offered += [(name, command.get_short_help_str(_SHORTEST)) for name, command in below if command]
    return [(name, said) for name, said in offered if name.startswith(incomplete)]


OFFERS = {
    "codes": _coded("measures"),
    "goals": _coded("goals"),
    "selection": _coded("areas", "goals", "measures"),
    "owners": _field("owner"),
    "support": _field("support"),
    "leaders": _field("leader"),
    "units": _field("unit"),
    "officers": _officers,
    "batches": _batches,
    "entries": _entries,
    "years": _years,
    "weeks": _weeks,
    "months": _months,
    "quarters": _quarters,
    "days": _days,
    "since": _since,
    "statuses": _statuses,
    "lights": _lights,
    "orders": _orders,
    "groupings": _words(*(by.value for by in By), lower=True),
    "steps": _words(*STEPS, lower=True),
    "conditions": _conditions,
    "rollup_tables": _words("offices", "measures"),
    "rollup_groups": _words("parent", "2", "4", "6"),
    "problems": _words("problems"),
    "formats": _words(FileFormat.TABLE, FileFormat.PLAIN, *FOR_SCRIPTS),
    "input_formats": _words(*FOR_READING),
    "export_formats": _words(*FOR_SCRIPTS, FileFormat.DATAPACKAGE),
    "paper_formats": _words(*(each.name for each in PAPER_FORMATS), *FOR_SCRIPTS),
    "text_formats": _words(FileFormat.TABLE, FileFormat.PLAIN),
    "encodings": _words("UTF-8", "GB18030", "Big5", "UTF-16"),
    "keys": _words(*NAMES),
    "topics": _topics,
}
"""What is asked for, and what finds it."""
