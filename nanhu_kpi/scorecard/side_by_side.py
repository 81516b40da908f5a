"""Many offices side by side: where each stands, and what a measure comes to over those that define it alike.

Everything is added up in whole ten-thousandths, so that order and number of offices do not matter. No share is ever
averaged: of a ratio the parts are added up and divided.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from nanhu_kpi.model import NO_DATA, Actual, Kind, Light, Status
from nanhu_kpi.quantity import value_of
from nanhu_kpi.rollup_result import (
    Definition,
    MeasureOffice,
    MeasureStanding,
    OfficeFigures,
    OfficeRow,
    OfficeStanding,
    Place,
)
from nanhu_kpi.scorecard.attainment import attainment, ratio
from nanhu_kpi.scorecard.kinds import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from decimal import Decimal


_LIGHT_ORDER = {Light.RED: 0, Light.YELLOW: 1, None: 2, Light.GREEN: 3}


class Tallied(NamedTuple):
    """How an office stands, before it has a rank."""

    code: str
    name_zh: str
    name_en: str
    green: int
    yellow: int
    red: int
    unreported: int
    no_target: int
    moment: str
    unranked: bool


def tallied(office: OfficeFigures) -> Tallied:
    """Return how many of an office's measures have which light, are unreported or have no target."""
    lights = Counter(row.light for row in office.rows)
    return Tallied(
        code=office.code,
        name_zh=office.name_zh,
        name_en=office.name_en,
        green=lights[Light.GREEN],
        yellow=lights[Light.YELLOW],
        red=lights[Light.RED],
        unreported=sum(row.target is not None and not row.reported for row in office.rows),
        no_target=sum(row.target is None for row in office.rows),
        moment=office.moment,
        unranked=office.silent or all(row.target is None for row in office.rows),
    )


def ranked(offices: Iterable[Tallied], places: Mapping[str, Place]) -> tuple[OfficeStanding, ...]:
    """Return the table by office: fewest red first, then fewest yellow, then fewest unreported; alike, alike in rank.

    An office without an entry or a target in the year has no lights to be ranked by, and stands at the end.
    """
    rows = []
    for each in offices:
        place = places.get(each.code)
        name_zh, name_en = (place.name, place.name) if place and place.name else (each.name_zh, each.name_en)
        parent = place.parent if place else ""
        rank = None if each.unranked else 0
        rows.append(OfficeStanding(rank, each.code, name_zh, name_en, parent, 1, *each[3:9]))
    return _with_ranks(rows)


def ranked_groups(
    offices: Iterable[OfficeStanding], group_of: Callable[[str], str], places: Mapping[str, Place]
) -> tuple[OfficeStanding, ...]:
    """Return the table of groups of offices, ranked by what an office of theirs has on average, compared exactly."""
    groups: dict[str, list[OfficeStanding]] = defaultdict(list)
    for office in offices:
        groups[group_of(office.code)].append(office)
    rows = []
    for code, members in groups.items():
        place = places.get(code)
        name, parent = (place.name, place.parent) if place else ("", "")
        rows.append(
            OfficeStanding(
                rank=None if all(each.rank is None for each in members) else 0,
                code=code,
                name_zh=name,
                name_en=name,
                parent=parent,
                offices=len(members),
                green=sum(each.green for each in members),
                yellow=sum(each.yellow for each in members),
                red=sum(each.red for each in members),
                unreported=sum(each.unreported for each in members),
                no_target=sum(each.no_target for each in members),
                moment=min(each.moment for each in members),
            )
        )
    return _with_ranks(rows)


def _with_ranks(rows: list[OfficeStanding]) -> tuple[OfficeStanding, ...]:
    def order(row: OfficeStanding) -> tuple[Fraction, ...]:
        return tuple(Fraction(each, row.offices) for each in (row.rank is None, row.red, row.yellow, row.unreported))

    rows = sorted(rows, key=lambda row: (order(row), row.code))
    ranks: list[OfficeStanding] = []
    before: tuple[Fraction, ...] = ()
    rank = 0
    for number, row in enumerate(rows, 1):
        if row.rank is None:
            ranks.append(row)
            continue
        key = order(row)
        rank = rank if key == before else number
        before = key
        ranks.append(row._replace(rank=rank))
    return tuple(ranks)


class Fold:
    """Adds up the rows of one measure, as some offices define it alike."""

    def __init__(self) -> None:
        self.names: Counter[Definition] = Counter()
        self.offices = self.with_target = self.reported = self.compared = self.met = 0
        self.target = self.actual = self.numerator = self.denominator = 0
        self.qualifier = self.divided = 0
        self.targets: set[int] = set()
        self.least: int | None = None
        self.greatest: int | None = None
        self.lights: Counter[Light | None] = Counter()

    def add(self, row: OfficeRow) -> None:
        """Add an office's row."""
        _definition, target, actual, qualifier, status, light, reported, (above, below) = row
        self.names[row.definition] += 1
        self.offices += 1
        self.reported += reported
        self.met += status is Status.MET
        self.lights[light] += 1
        if target is not None:
            self.with_target += 1
            self.targets.add(target)
            if actual is not None:
                self.compared += 1
                self.target += target
                self.actual += actual
                self.qualifier |= qualifier
        if actual is not None:
            self.least = actual if self.least is None else min(self.least, actual)
            self.greatest = actual if self.greatest is None else max(self.greatest, actual)
        if above is not None and below is not None:
            self.numerator += above
            self.denominator += below
            self.divided += 1
            self.qualifier |= qualifier


class SideBySide:
    """The table by measure, to which one office after another is added."""

    def __init__(self) -> None:
        self._folds: dict[tuple[object, ...], Fold] = {}
        self._known: dict[Definition, Fold] = {}
        self._orders: Counter[tuple[str, ...]] = Counter()

    def add(self, office: OfficeFigures) -> None:
        """Add an office."""
        known = self._known
        for row in office.rows:
            fold = known.get(row.definition)
            if fold is None:
                fold = known[row.definition] = self._folds.setdefault(row.definition.meaning, Fold())
            fold.add(row)
        self._orders[tuple(row.definition.code for row in office.rows)] += 1

    def variants(self) -> dict[tuple[object, ...], int]:
        """Return the number of each definition of a code, by what it means: 1 is that of most offices."""
        numbers: Counter[str] = Counter()
        variants = {}
        for meaning, _fold in sorted(self._folds.items(), key=lambda each: (-each[1].offices, each[0])):
            code = str(meaning[0])
            numbers[code] += 1
            variants[meaning] = numbers[code]
        return variants

    def measures(self) -> tuple[MeasureStanding, ...]:
        """Return the table, in the order of the report that most offices have."""
        variants = self.variants()
        longest = sorted(self._orders, key=lambda codes: (-self._orders[codes], -len(codes), codes))
        place: dict[str, int] = {}
        for codes in longest:
            for code in codes:
                place.setdefault(code, len(place))
        rows = [_standing(fold, variants[meaning]) for meaning, fold in self._folds.items()]
        return tuple(sorted(rows, key=lambda row: (place[row.definition.code], row.variant)))


def _standing(fold: Fold, variant: int) -> MeasureStanding:
    definition = min(fold.names, key=lambda each: (-fold.names[each], each))
    common = fold.targets.pop() if len(fold.targets) == 1 else None
    rules = RULES[definition.kind]
    compared, qualifier = 0, fold.qualifier
    target = None if common is None else value_of(common)
    actual: Decimal | None = None
    share: Decimal | None = None
    divided: Actual = NO_DATA
    if rules.adds_up:
        compared = fold.compared
        target, actual = (value_of(fold.target), value_of(fold.actual)) if compared else (None, None)
        share = attainment(actual, target, definition.direction) if actual is not None and target is not None else None
    elif rules.is_computed and fold.divided:
        divided = ratio(Actual(value_of(fold.numerator)), Actual(value_of(fold.denominator)), definition.unit)
        compared, actual = fold.divided, divided.value
        if divided.exact is not None and target is not None:
            share = attainment(divided.exact, target, definition.direction)
    is_reading = definition.kind is Kind.LAST
    return MeasureStanding(
        definition=definition,
        variant=variant,
        offices=fold.offices,
        with_target=fold.with_target,
        reported=fold.reported,
        compared=compared,
        target=target,
        actual=actual,
        qualifier=qualifier if actual is not None else 0,
        attainment=share,
        numerator_sum=value_of(fold.numerator) if fold.divided else None,
        denominator_sum=value_of(fold.denominator) if fold.divided else None,
        met=fold.met,
        least=_value(fold.least) if is_reading else None,
        greatest=_value(fold.greatest) if is_reading else None,
        green=fold.lights[Light.GREEN],
        yellow=fold.lights[Light.YELLOW],
        red=fold.lights[Light.RED],
        unlit=fold.lights[None],
    )


def offices_of_measure(
    offices: Iterable[tuple[OfficeFigures, OfficeRow]], variants: Mapping[Any, int], places: Mapping[str, Place]
) -> tuple[MeasureOffice, ...]:
    """Return each office's row of a measure: red first, then yellow, then without a light, then green."""
    rows = []
    for office, row in offices:
        place = places.get(office.code)
        name_zh, name_en = (place.name, place.name) if place and place.name else (office.name_zh, office.name_en)
        rows.append(
            MeasureOffice(
                office.code, name_zh, name_en, place.parent if place else "", variants[row.definition.meaning],
                row.definition, _value(row.target), _value(row.actual), row.qualifier, _attainment(row), row.status,
                row.light, row.reported,
            )
        )  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (_LIGHT_ORDER[row.light], row.code)))


def _attainment(row: OfficeRow) -> Decimal | None:
    """Return what `scored` says of the same row: of a ratio decided on its exact value."""
    if row.target is None or row.actual is None:
        return None
    exact: Fraction | None = Fraction(value_of(row.actual))
    if RULES[row.definition.kind].is_computed:
        above, below = row.parts
        exact = ratio(Actual(_value(above)), Actual(_value(below)), row.definition.unit).exact
    return None if exact is None else attainment(exact, value_of(row.target), row.definition.direction)


def _value(amount: int | None) -> Decimal | None:
    return None if amount is None else value_of(amount)
