"""What each kind accepts, as the officer meets it and as the file guards it."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from nanhu_kpi.model import EntryType, Kind
from nanhu_kpi.scorecard.kinds import RULES, entry_types
from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.counting import of_kind, unfit
from nanhu_kpi.store.schema.tables import STATEMENTS

ADD, SET = EntryType.ADD, EntryType.SET
SHIPPED = Path(__file__).parents[2] / "data" / "nanhu.db"


def test_every_kind_has_its_rules() -> None:
    assert set(RULES) == set(Kind)


@pytest.mark.parametrize(
    ("kind", "types"), [(Kind.SUM, (ADD, SET)), (Kind.LAST, (SET,)), (Kind.MILESTONE, (SET,)), (Kind.RATIO, ())]
)
def test_increments_are_of_sums_alone_and_a_ratio_is_not_logged(kind: Kind, types: tuple[EntryType, ...]) -> None:
    assert entry_types(kind) == types


@pytest.mark.parametrize(("value", "fits", "is_finished"), [("-0.0001", False, False), ("0", True, False),
    ("99.9999", True, False), ("100", True, True), ("100.0001", False, True)])  # fmt: skip
def test_a_milestone_lies_between_0_and_100_where_it_is_finished(*, value: str, fits: bool, is_finished: bool) -> None:
    rules = RULES[Kind.MILESTONE]
    assert (rules.admits(Decimal(value)), rules.is_finished(Decimal(value))) == (fits, is_finished)
    assert not rules.is_finished(None)
    assert RULES[Kind.SUM].admits(Decimal(value))
    assert not RULES[Kind.SUM].is_finished(Decimal(value))


def test_the_guards_of_the_file_say_what_the_kinds_accept_in_the_words_of_the_shipped_file() -> None:
    assert unfit("NEW", "kind") == (
        "kind = 'ratio' OR (NEW.type = 'add' AND kind <> 'sum')\n"
        "            OR (kind = 'milestone' AND NEW.amount NOT BETWEEN 0 AND 1000000)"
    )
    with closing(connect(SHIPPED, "ro")) as conn:
        shipped = {row[0] for row in conn.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
    guards = [each for each in STATEMENTS if "entry_fits_its_measure" in each or "CREATE TABLE measure" in each]
    assert len(guards) == 2
    assert set(guards) <= shipped


def test_a_condition_names_one_kind_or_several() -> None:
    assert of_kind("m.kind", lambda rules: rules.accumulates) == "m.kind IN ('sum', 'milestone')"
    assert of_kind("kind", lambda rules: rules.accumulates, others=True) == "kind NOT IN ('sum', 'milestone')"
