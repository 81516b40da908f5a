"""What in a file is more often a slip than meant: the same rules as for `log`, for many rows at once.

A row is held against what its measure came to just before it, in the order in which entries count: by day, what is
recorded before what the file brings, and the file's rows as they stand.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import groupby
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.errors import BadInput, Refusal
from nanhu_kpi.errors.import_rows import (
    BEYOND_RANGE,
    FAR_WANTS_ROW_NOTE,
    FRACTION_WANTS_ROW_NOTE,
    JUMP_WANTS_ROW_NOTE,
    LOWER_WANTS_ROW_NOTE,
    MINUS_WANTS_ROW_NOTE,
    SHARE_WANTS_ROW_NOTE,
)
from nanhu_kpi.model import NO_DATA, Actual, Direction, Measure, Target
from nanhu_kpi.quantity import LIMIT, SCALE, plain, value_of
from nanhu_kpi.scorecard.attainment import attainment
from nanhu_kpi.scorecard.slips import JUMP, Slip, slip
from nanhu_kpi.store.entries import always_whole, stood_above
from nanhu_kpi.store.imports.staging import DaySum, rows_among, size_of_year
from nanhu_kpi.store.rollups import stated_days
from nanhu_kpi.store.targets import recorded_targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from nanhu_kpi.store.connection import Connection

Row = tuple[str, str, int, str, "int | None", bool]


class _Year(NamedTuple):
    """What a file brings for one measure and year, summed up; `last_suspect` is the last day with a row that may want a
    note by itself, '' for none."""

    measure: Measure
    year: int
    last_suspect: str
    size: float
    had_fractions: bool


def surprises(
    conn: Connection, days: Iterable[DaySum], measures: Mapping[str, Measure]
) -> Iterator[tuple[int, str, Refusal]]:
    """Yield the number, the amount and the refusal of each row that wants a note, or leaves the range of values."""
    targets: dict[int, dict[str, list[Target]]] = {}
    wanted = []
    had_fractions = {}
    for year in _years(days, measures):
        if year.year not in targets:
            targets[year.year] = _revisions(conn, year.year)
        if last := _last_to_look_at(conn, year, targets[year.year].get(year.measure.code, [])):
            wanted.append((year.measure.code, f"{year.year:04}-01-01", last))
            had_fractions[year.measure.code, year.year] = year.had_fractions
    if not wanted:
        return
    rows = rows_among(conn, wanted)
    for (code, text), of_year in groupby(rows, key=lambda row: (row[0], row[1][:4])):
        year_ = int(text)
        walk = _Walk(conn, measures[code], targets[year_].get(code, []), had_fractions=had_fractions[code, year_])
        yield from walk.along(stated_days(conn, code, year_), of_year)


def _years(days: Iterable[DaySum], measures: Mapping[str, Measure]) -> Iterator[_Year]:
    for code, of_measure in groupby(days, key=lambda day: day.measure):
        fractions = False  # after the first one, which says why, fractions are nothing odd
        for year, sums in groupby(of_measure, key=lambda day: day.day[:4]):
            suspect, size, had_fractions = "", 0.0, fractions
            for each in sums:
                if each.n_suspect or (each.n_plain_fractions and not fractions):
                    suspect = each.day
                size += each.size
                fractions |= each.n_fractions > 0
            yield _Year(measures[code], int(year), suspect, size, had_fractions)


def _revisions(conn: Connection, year: int) -> dict[str, list[Target]]:
    revisions: dict[str, list[Target]] = defaultdict(list)
    for target, _, void in recorded_targets(conn, year=year):
        if void is None:
            revisions[target.measure].append(target)
    return revisions


def _last_to_look_at(conn: Connection, year: _Year, revisions: Sequence[Target]) -> str:
    """Return the day up to which the rows of a year need to be looked at one after another, '' for none of them."""
    reach = year.size + size_of_year(conn, year.measure.code, year.year)
    goals = [target.value for target in revisions if target.value]
    may_jump = any(goal > 0 and reach > goal * JUMP * SCALE for goal in goals)
    any_row = (may_jump and year.measure.direction is Direction.AT_LEAST) or reach >= LIMIT * SCALE
    return f"{year.year:04}-12-31" if any_row else year.last_suspect


class _Walk:
    """One measure through one year, entry after entry."""

    def __init__(self, conn: Connection, measure: Measure, revisions: Sequence[Target], *, had_fractions: bool) -> None:
        self._conn = conn
        self._measure = measure
        self._revisions = revisions
        self._amount: int | None = None
        self._day = ""
        self._goal: Decimal | None = None
        self._quiet_below: float = inf
        # Whether a value of the file was a fraction, whether any came before, and the highest of them.
        self._fractions = self._any = False
        self._had_fractions = had_fractions
        self._highest = 0

    def along(
        self, recorded: Iterable[tuple[str, bool, int]], rows: Iterable[Row]
    ) -> Iterator[tuple[int, str, Refusal]]:
        """Yield what each row of a year meets, beside the days that are recorded."""
        left = list(recorded)[::-1]
        last = 0
        for _, day, number, type_, amount, is_explained in rows:
            if amount is None:
                continue
            while left and left[-1][0] <= day:
                self._go_on(left.pop())
            self._take_goal_of(day)
            before = self._amount
            after = amount if type_ == "set" else (before or 0) + amount
            self._amount = after
            last = number
            if abs(after) >= LIMIT * SCALE:
                yield number, plain(value_of(amount)), self._beyond()
            elif (
                not is_explained
                and not self._is_plain(type_, amount, after)
                and (refusal := self._refusal(type_, amount, before, after))
            ):
                yield number, plain(value_of(amount)), refusal
            self._any = True
            self._highest = max(self._highest, amount)
            self._fractions |= amount % SCALE != 0
        while left:
            self._go_on(left.pop())
            if self._amount is not None and abs(self._amount) >= LIMIT * SCALE:
                yield last, "", self._beyond()
                return

    def _go_on(self, recorded: tuple[str, bool, int]) -> None:
        _, is_stated, amount = recorded
        self._amount = amount if is_stated else (self._amount or 0) + amount

    def _take_goal_of(self, day: str) -> None:
        if day == self._day:
            return
        self._day = day
        in_force = [target for target in self._revisions if target.effective_on.isoformat() <= day]
        self._goal = in_force[-1].value if in_force else None
        jumps = self._goal and self._measure.direction is Direction.AT_LEAST
        self._quiet_below = float(self._goal * SCALE) if self._goal and jumps else inf

    def _is_plain(self, type_: str, amount: int, after: int) -> bool:
        """Return whether nothing can be odd about a row: most increments, of which there may be a million."""
        is_common = not amount % SCALE or self._fractions or self._had_fractions
        return type_ == "add" and amount >= 0 and is_common and after <= self._quiet_below

    def _refusal(self, type_: str, amount: int, before: int | None, after: int) -> Refusal | None:
        measure = self._measure
        facts = {"code": measure.code, "name": measure}
        actuals = {"before": _actual(before), "after": _actual(after)}
        value = plain(value_of(amount))
        odd = slip(
            measure, type_, amount, before, self._goal,
            shares=lambda: self._shares(before, after), was_whole=lambda: self._was_whole(type_),
            stood_above=self._stood_above, one=SCALE,
        )  # fmt: skip
        match odd:
            case Slip.MINUS:
                return BadInput(MINUS_WANTS_ROW_NOTE, **facts)
            case Slip.SHARE:
                return BadInput(SHARE_WANTS_ROW_NOTE, **facts, value=value, percent=plain(value_of(amount * 100)))
            case Slip.FAR:
                return BadInput(FAR_WANTS_ROW_NOTE, **facts, **actuals)
            case Slip.FRACTION:
                return BadInput(FRACTION_WANTS_ROW_NOTE, **facts, value=value)
            case Slip.LOWER:
                return BadInput(LOWER_WANTS_ROW_NOTE, **facts, **actuals)
            case Slip.JUMP:
                share = self._shares(before, after)[1]
                return BadInput(JUMP_WANTS_ROW_NOTE, **facts, **actuals, attainment=share)
        return None

    def _was_whole(self, type_: str) -> bool:
        # A total may be of another count than last year's; an increment is of the same.
        since = date.fromisoformat(f"{self._day[:4]}-01-01") if type_ == "set" else None
        if self._fractions or (self._had_fractions and type_ == "add"):
            return False
        return self._any or always_whole(self._conn, self._measure.code, since)

    def _stood_above(self, most: int) -> bool:
        return self._highest > most * SCALE or stood_above(self._conn, self._measure.code, most * SCALE)

    def _shares(self, before: int | None, after: int) -> tuple[Decimal | None, Decimal | None]:
        """Return the attainment before and after a row; most rows are far from a jump, and have none worked out."""
        measure, goal = self._measure, self._goal
        if not goal or measure.direction is not Direction.AT_LEAST or after <= goal * SCALE:
            return None, None
        share = attainment(value_of(after), goal, measure.direction)
        return None if before is None else attainment(value_of(before), goal, measure.direction), share

    def _beyond(self) -> Refusal:
        return BadInput(BEYOND_RANGE, code=self._measure.code, name=self._measure)


def _actual(amount: int | None) -> Actual:
    return NO_DATA if amount is None else Actual(value_of(amount))
