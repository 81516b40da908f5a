"""Which entries, voids and targets count, as SQL: said once, for the triggers, the views and every query.

A plain void takes an entry back for good. A void with a twin says that the entry repeats another one under the same
key: it holds only while nobody has plainly voided the twin, whenever and wherever that was recorded. So what is live
depends on which rows there are, and never on the order in which they came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.model import UNDONE_ON
from nanhu_kpi.quantity import amount_of
from nanhu_kpi.scorecard.kinds import RULES, KindRules

if TYPE_CHECKING:
    from collections.abc import Callable


def holds(void: str) -> str:
    """Return the condition that the void row under this alias is in force."""
    return f"""({void}.twin IS NULL OR NOT EXISTS (
        SELECT 1 FROM void plain WHERE plain.entry = {void}.twin AND plain.twin IS NULL))"""


def live(entry: str) -> str:
    """Return the condition that the entry row under this alias counts; of a trigger's new row, `NEW`."""
    return f"NOT EXISTS (SELECT 1 FROM void held WHERE held.entry = {entry}.id AND {holds('held')})"


def untaken(entry: str) -> str:
    """Return the condition that nobody has taken back the entry under this alias: it may still repeat a twin."""
    return f"NOT EXISTS (SELECT 1 FROM void plain WHERE plain.entry = {entry}.id AND plain.twin IS NULL)"


def first_void(entry: str) -> str:
    """Return a scalar query for the id of the first void in force of the entry under this alias, a plain one first."""
    return f"""(SELECT held.id FROM void held WHERE held.entry = {entry}.id AND {holds("held")}
        ORDER BY held.twin IS NOT NULL, held.id LIMIT 1)"""


def known_on(batch: str) -> str:
    """Return the office's day from which on the file knows what is of the batch row under this alias."""
    return f"coalesce({batch}.arrived_on, {batch}.logged_on)"


def live_target(target: str) -> str:
    """Return the condition that the target row under this alias counts: nobody has taken it back."""
    return f"NOT EXISTS (SELECT 1 FROM void WHERE void.target = {target}.id)"


def first_void_of_target(target: str) -> str:
    """Return a scalar query for the id of the first void of the target under this alias."""
    return f"(SELECT min(id) FROM void WHERE target = {target}.id)"


def standing(change: str) -> str:
    """Return the condition that the change under this alias is none that an undo made or took back.

    A command's changes are taken back whole or not at all, so that one of them says it of all.
    """
    return f"""({change}.undoes IS NULL AND NOT EXISTS (
        SELECT 1 FROM change u JOIN change t ON t.id = u.undoes WHERE t.batch = {change}.batch))"""


def standing_closure(period: str) -> str:
    """Return the condition that the closing or opening under this alias is none that an undo made or took back."""
    return f"({period}.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM period u WHERE u.undoes = {period}.id))"


def defined(measure: str) -> str:
    """Return the condition that the addition of the measure under this alias stands.

    One that was undone while another copy recorded entries or targets for it is there all the same.
    """
    return f"""({measure}.retired_on IS NOT '{UNDONE_ON}'
        OR EXISTS (SELECT 1 FROM entry e WHERE e.measure = {measure}.code AND {untaken("e")})
        OR EXISTS (SELECT 1 FROM target t WHERE t.measure = {measure}.code AND {live_target("t")})
        OR EXISTS (SELECT 1 FROM measure r WHERE {measure}.code IN (r.numerator, r.denominator)
                   AND r.retired_on IS NOT '{UNDONE_ON}'))"""


def defined_goal(goal: str) -> str:
    """Return the condition that the addition of the goal under this alias stands, or a measure is in it."""
    return f"""({goal}.retired_on IS NOT '{UNDONE_ON}'
        OR EXISTS (SELECT 1 FROM measure d WHERE d.goal = {goal}.code AND {defined("d")}))"""


LIVE = live("e")
KNOWN_ON = known_on("b")
LATER = f"{KNOWN_ON} > :known AND b.host <> 'catalogue'"  # what came with the product was always known


def recorded_later(table: str, condition: str) -> str:
    """Return a query for the id and measure of the entries or targets, `x` in a condition, that were recorded after
    the day :known, and of those taken back after it; one of which both are true comes twice."""
    return f"""SELECT x.id, x.measure FROM batch b JOIN {table} x ON x.batch = b.id WHERE {LATER} AND {condition}
        UNION ALL SELECT x.id, x.measure FROM batch b JOIN void v ON v.batch = b.id JOIN {table} x ON x.id = v.{table}
        WHERE {LATER} AND {condition}"""


# The keys that more than one entry bears, whether they count or not.
SHARED_KEYS = "(SELECT key FROM entry WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1)"


def of_kind(column: str, meant: Callable[[KindRules], bool], *, others: bool = False) -> str:
    """Return the condition that a measure's kind is one of those that are meant, or with `others` none of them."""
    kinds = [f"'{kind}'" for kind, rules in RULES.items() if meant(rules)]
    if len(kinds) == 1:
        return f"{column} {'<>' if others else '='} {kinds[0]}"
    return f"{column} {'NOT IN' if others else 'IN'} ({', '.join(kinds)})"


def unfit(entry: str, kind: str) -> str:
    """Return the condition that a measure of this kind cannot have the entry under this alias, if that has a value."""
    bounds = "".join(
        f"""
            OR ({kind} = '{each}' AND {entry}.amount NOT BETWEEN 0 AND {amount_of(rules.full_mark)})"""
        for each, rules in RULES.items()
        if rules.full_mark is not None
    )
    computed = of_kind(kind, lambda rules: rules.is_computed)
    increment_on_reading = f"{entry}.type = 'add' AND {of_kind(kind, lambda rules: rules.adds_up, others=True)}"
    return f"{computed} OR ({increment_on_reading}){bounds}"
