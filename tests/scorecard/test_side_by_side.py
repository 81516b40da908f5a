"""Many offices side by side: sums of whole ten-thousandths, parts divided, never a mean of shares."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from nanhu_kpi.model import Direction, Kind, Light, Status
from nanhu_kpi.quantity import rounded
from nanhu_kpi.rollup_result import Definition, OfficeFigures, OfficeRow, Place
from nanhu_kpi.scorecard.side_by_side import SideBySide, ranked, ranked_groups, tallied

if TYPE_CHECKING:
    from random import Random

    from nanhu_kpi.rollup_result import MeasureStanding

COUNT = Definition("JJ01", "数", "Count", "件", Kind.SUM, Direction.AT_LEAST)
LEVEL = Definition("JJ02", "值", "Level", "%", Kind.LAST, Direction.AT_LEAST)
STEP = Definition("JJ03", "事", "Step", "%", Kind.MILESTONE, Direction.AT_LEAST)
SHARE = Definition("JJ04", "率", "Share", "%", Kind.RATIO, Direction.AT_LEAST, "JJ01", "JJ05")

amounts = st.integers(-(10**9), 10**13)
maybe = st.none() | amounts


def row(
    definition: Definition, target: int | None = None, actual: int | None = None, status: Status = Status.ON_TRACK,
    light: Light | None = Light.GREEN, parts: tuple[int | None, int | None] = (None, None),
) -> OfficeRow:  # fmt: skip
    return OfficeRow(definition, target, actual, 0, status, light, actual is not None, parts)


def office(number: int, *rows: OfficeRow, silent: bool = False) -> OfficeFigures:
    return OfficeFigures(f"A{number}", f"单位{number}", f"Office {number}", "2024-06-30T08:00:00Z", silent, rows)


def of_offices(*offices: OfficeFigures) -> list[MeasureStanding]:
    table = SideBySide()
    for each in offices:
        table.add(each)
    return list(table.measures())


@settings(max_examples=50)
@given(st.lists(st.tuples(maybe, maybe), min_size=1, max_size=8), st.randoms())
def test_a_sum_is_that_of_the_offices_with_both_in_any_order(
    pairs: list[tuple[int | None, int | None]], chance: Random
) -> None:
    offices = [office(number, row(COUNT, *pair)) for number, pair in enumerate(pairs)]
    (told,) = of_offices(*offices)
    both = [(target, actual) for target, actual in pairs if target is not None and actual is not None]
    assert told.compared == len(both)
    assert told.target == (Decimal(sum(pair[0] for pair in both)) / 10_000 if both else None)
    assert told.actual == (Decimal(sum(pair[1] for pair in both)) / 10_000 if both else None)
    assert (told.offices, told.with_target) == (len(pairs), sum(target is not None for target, _ in pairs))
    chance.shuffle(offices)
    assert of_offices(*offices) == [told]


@settings(max_examples=50)
@given(st.lists(st.tuples(st.none() | st.integers(0, 10**12), st.none() | st.integers(0, 10**12)), max_size=8))
def test_of_a_ratio_the_parts_are_added_up_and_divided(parts: list[tuple[int | None, int | None]]) -> None:
    (told,) = of_offices(*(office(number, row(SHARE, parts=pair)) for number, pair in enumerate([(1, 2), *parts])))
    both = [(1, 2), *((above, below) for above, below in parts if above is not None and below is not None)]
    above, below = sum(pair[0] for pair in both), sum(pair[1] for pair in both)
    assert told.actual == rounded(Fraction(above, below) * 100)
    assert (told.numerator_sum, told.denominator_sum) == (Decimal(above) / 10_000, Decimal(below) / 10_000)


def test_parts_that_come_to_nothing_below_give_no_ratio_to_hold_against_the_target() -> None:
    (told,) = of_offices(*(office(below, row(SHARE, 900_000, parts=(7, below))) for below in (5, -5)))
    assert (told.compared, told.target, told.actual, told.attainment) == (2, Decimal(90), None, None)


def test_of_readings_the_least_and_the_greatest_and_no_sum() -> None:
    (told,) = of_offices(office(1, row(LEVEL, 900_000, 800_000)), office(2, row(LEVEL, 900_000, 950_000)))
    assert (told.least, told.greatest, told.actual, told.target) == (Decimal(80), Decimal(95), None, Decimal(90))
    (other,) = of_offices(office(1, row(LEVEL, 900_000, 0)), office(2, row(LEVEL, 800_000, None)))
    assert (other.least, other.greatest, other.target) == (Decimal(0), Decimal(0), None)


def test_of_a_milestone_how_many_have_reached_it() -> None:
    (told,) = of_offices(
        office(1, row(STEP, 1_000_000, 1_000_000, Status.MET)), office(2, row(STEP, 1_000_000, 500_000)),
        office(3, row(STEP, 1_000_000, None, Status.UNREPORTED, None)),
    )  # fmt: skip
    assert (told.met, told.reported, told.actual, told.target, told.unlit) == (1, 2, None, Decimal(100), 1)


def test_one_code_with_two_meanings_is_two_rows_and_two_names_are_one() -> None:
    renamed, other = COUNT._replace(name_zh="另名"), COUNT._replace(unit="家")
    rows = of_offices(
        office(1, row(other)),
        office(2, row(COUNT)),
        office(3, row(renamed)),
        office(4, row(COUNT)),
        office(5, row(STEP)),
    )
    assert [(each.definition, each.variant, each.offices) for each in rows] == [
        (COUNT, 1, 3), (other, 2, 1), (STEP, 1, 1),
    ]  # fmt: skip


def test_rows_stand_in_the_order_that_most_offices_have_and_of_two_in_that_of_the_longer() -> None:
    short, other, long = [STEP, COUNT], [COUNT, STEP], [LEVEL, COUNT, STEP]

    def order_of(*orders: list[Definition]) -> list[Definition]:
        offices = (office(number, *map(row, definitions)) for number, definitions in enumerate(orders))
        return [each.definition for each in of_offices(*offices)]

    assert order_of(short, short, long) == [STEP, COUNT, LEVEL]
    assert order_of(short, long) == long
    assert order_of(short, other) == other  # by code, where nothing else decides


def lit(number: int, red: int, yellow: int, unreported: int = 0, *, silent: bool = False) -> OfficeFigures:
    rows = [row(COUNT, 1, 1, Status.FAR_BEHIND, Light.RED)] * red + [
        row(COUNT, 1, 1, Status.BEHIND, Light.YELLOW)
    ] * yellow
    rows += [row(COUNT, 1, None, Status.UNREPORTED, None)] * unreported + [row(COUNT, 1, 1)]
    return office(number, *rows, silent=silent)


def test_ranks_go_by_red_then_yellow_then_unreported_and_alike_is_alike() -> None:
    offices = [lit(1, 1, 0), lit(2, 0, 3), lit(3, 0, 3), lit(4, 0, 3, 1), lit(5, 0, 0, silent=True),
               office(6, row(COUNT, None, 5, Status.NO_TARGET, None))]  # fmt: skip
    table = ranked(map(tallied, offices), {"A1": Place("A1", "甲", "A")})
    assert [(each.rank, each.code) for each in table] == [
        (1, "A2"), (1, "A3"), (3, "A4"), (4, "A1"), (None, "A5"), (None, "A6"),
    ]  # fmt: skip
    assert (table[3].name_zh, table[3].parent) == ("甲", "A")


def test_groups_rank_by_what_an_office_of_theirs_has_on_average() -> None:
    offices = ranked(map(tallied, [lit(11, 3, 0), lit(12, 0, 0), lit(21, 2, 0)]), {})
    groups = ranked_groups(offices, lambda code: code[:2], {"A1": Place("A1", "甲区")})
    assert [(each.rank, each.code, each.name_zh, each.offices, each.red) for each in groups] == [
        (1, "A1", "甲区", 2, 3), (2, "A2", "", 1, 2),
    ]  # fmt: skip
