"""What counts of a measure's entries, and by which rule its status was given."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from nanhu_kpi.model import Actual, Kind, Pace
from nanhu_kpi.scorecard.facts import Standing, Thresholds
from nanhu_kpi.scorecard.why import Fate, Rule, derivation, weighed
from tests.support.builders import entry, measure
from tests.support.standings import (
    DAY_1,
    DAY_50,
    DUE,
    LAST,
    LINEAR,
    MILESTONE,
    NONE,
    SCHEDULE,
    SUM,
    agreed,
    day_number,
    on,
)  # fmt: skip


def test_only_the_latest_total_replaces_and_what_comes_after_it_adds() -> None:
    told = [
        entry(1, "JJ01", "2024-01-01", "add", 5), entry(2, "JJ01", "2024-01-02", "set", 20),
        entry(3, "JJ01", "2024-01-03", "add", 1), entry(4, "JJ01", "2024-01-04", "set", 30),
        entry(5, "JJ01", "2024-01-04", "add", 2), entry(6, "JJ01", "2024-01-05", "words", note="甲"),
        entry(7, "JJ01", "2024-03-01", "set", 99),
    ]  # fmt: skip
    rows = weighed([(each, None) for each in reversed(told)], DAY_50)
    assert [(row.fate, row.total) for row in rows] == [
        (Fate.REPLACED, None), (Fate.REPLACED, None), (Fate.REPLACED, None), (Fate.COUNTS, Decimal(30)),
        (Fate.COUNTS, Decimal(32)), (Fate.WORDS, None), (Fate.LATER, None),
    ]  # fmt: skip
    assert {row.by.id for row in rows if row.by} == {told[3].id}


@pytest.mark.parametrize(
    ("kind", "pace", "target", "actual", "as_of", "rule"),
    [
        (SUM, LINEAR, "100", "100", DAY_50, Rule.REACHED),
        (MILESTONE, LINEAR, None, "100", DAY_50, Rule.FINISHED),
        (SUM, LINEAR, None, "100", DAY_50, Rule.NO_TARGET),
        (SUM, LINEAR, "100", "30", DAY_50, Rule.BEHIND),
        (LAST, NONE, "100", "90", DAY_50, Rule.READING_SHORT),
        (LAST, NONE, "100", "89", DAY_50, Rule.READING_FAR),
        (LAST, SCHEDULE, "100", "30", DAY_50, Rule.BEHIND),  # a reading with a plan has a pace to be behind
        (SUM, LINEAR, "100", "80", date(2024, 4, 10), Rule.DUE_OVER),
        (SUM, LINEAR, "100", None, date(2024, 4, 10), Rule.SILENT_WHEN_DUE),
        (SUM, LINEAR, "100", None, DAY_1, Rule.FIRST_PERIOD),
        (SUM, LINEAR, "100", None, DAY_50, Rule.AS_ZERO),
        (LAST, NONE, "100", None, DAY_50, Rule.READING_SILENT),
    ],
)
def test_the_rule_that_is_named_is_the_one_that_gave_the_status(
    kind: Kind, pace: Pace, target: str | None, actual: str | None, as_of: date, rule: Rule
) -> None:
    points = ((day_number(40), "50"), (DUE, "100")) if pace is SCHEDULE else ()
    standing = Standing(
        measure("JJ03", "JJ-G1", kind),
        None if target is None else agreed(target, pace, schedule=points),
        Actual() if actual is None else Actual(Decimal(actual), 0, 1, DAY_1, 1),
    )
    assert derivation(standing, on(as_of), Thresholds()).rule is rule
