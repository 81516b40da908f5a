"""What `why` prints is enough to compute the row again on paper."""

from __future__ import annotations

import re
from datetime import UTC, date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nanhu_kpi.i18n import activate
from nanhu_kpi.model import Actual, Direction, Entry, Kind, Light, Origin, Pace, Status, Target, Void
from nanhu_kpi.quantity import rounded, value_of
from nanhu_kpi.render.formats.plain import plain_text
from nanhu_kpi.render.sheets.why import why_sheets
from nanhu_kpi.scorecard.attainment import ratio
from nanhu_kpi.scorecard.facts import Days, Standing, Thresholds
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.scorecard.why import Derivation, derivation, weighed
from tests.support.builders import MORNING, batch, made_id, measure, ratio_of, replay
from tests.support.builders import entry as made

NEW_YEAR = date(2024, 1, 1)
PARTS = ("JJ01", "JJ02")
days_of_2024 = st.integers(0, 365).map(lambda number: NEW_YEAR + timedelta(days=number))
small = st.integers(-30_000, 900_000).map(value_of) | st.integers(-3, 90).map(Decimal)


class Case(NamedTuple):
    """A derivation, and the text that says it."""

    derived: Derivation
    text: str


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Return a year of any measure: entries, some voided, revisions of its target, a day."""
    kind = draw(st.sampled_from(Kind))
    direction = Direction.AT_LEAST if kind is Kind.MILESTONE else draw(st.sampled_from(Direction))
    if kind is Kind.RATIO:
        subject = ratio_of("JJ03", *PARTS)._replace(direction=direction)
    else:
        subject = measure("JJ03", "JJ-G1", kind, direction)
    codes = PARTS if kind is Kind.RATIO else (subject.code,)
    as_of = NEW_YEAR + timedelta(days=draw(st.integers(-5, 365)))
    days = Days(2024, as_of, draw(st.just(as_of) | st.integers(0, 500).map(lambda n: NEW_YEAR + timedelta(days=n))))
    entries = _entries(draw, kind, codes)
    voided = draw(st.sets(st.sampled_from([each.id for each in entries]))) if entries else set[bytes]()
    actuals = replay(entries, as_of, voided) if days.begun else {}
    ago = replay(entries, days.week_ago, voided) if days.week_ago >= NEW_YEAR else {}
    parts = [(actuals.get(code, Actual()), ago.get(code, Actual())) for code in codes]
    if kind is Kind.RATIO:
        actual, week_ago = (ratio(above, below, subject.unit) for above, below in zip(*parts, strict=True))
    else:
        ((actual, week_ago),) = parts
    full = st.integers(0, 99).map(Decimal)
    revisions = sorted(
        draw(st.lists(_targets(kind, direction, actual.value), min_size=draw(st.integers(0, 1)), max_size=3)),
        key=lambda each: each.effective_on,
    )
    revisions = [target._replace(id=made_id(900 + number)) for number, target in enumerate(revisions)]
    in_force = [target for target in revisions if target.effective_on <= max(as_of, NEW_YEAR)]
    standing = Standing(
        subject,
        in_force[-1] if in_force and in_force[-1].value is not None else None,
        actual,
        week_ago,
        baseline=Actual(draw(full), value_days=draw(st.integers(0, 20))),
        baseline_to_date=Actual(draw(full)),
        baseline_by_today=Actual(draw(full)),
        carried=draw(st.none() | full) if kind is Kind.MILESTONE else None,
        office_silent=actual.entries == 0 and draw(st.booleans()),
    )
    derived = derivation(
        standing, days, draw(st.sampled_from([Thresholds(), Thresholds(Decimal(-5), Decimal("-7.5"))]))
    )
    shown = [
        (
            subject if kind is not Kind.RATIO else measure(code, "JJ-G1", Kind.SUM),
            weighed([(each, VOID if each.id in voided else None) for each in entries if each.measure == code], as_of),
            actuals.get(code, Actual()),
        )
        for code in codes
    ]
    with_batches = [(target, batch(1), None) for target in revisions]
    activate("en")
    return Case(derived, "\n".join(map(plain_text, why_sheets(derived, shown, with_batches, UTC))))  # type: ignore[arg-type]


VOID = Void("li", MORNING, "twice")


def _entries(draw: st.DrawFn, kind: Kind, codes: tuple[str, ...]) -> list[Entry]:
    accepted = st.integers(0, 100).map(Decimal) if kind is Kind.MILESTONE else small
    types = ["set", "add", "words"] if kind in (Kind.SUM, Kind.RATIO) else ["set", "words"]
    return [
        made(
            number,
            draw(st.sampled_from(codes)),
            draw(days_of_2024),
            type_,
            None if type_ == "words" else draw(accepted),
        )
        for number, type_ in enumerate(draw(st.lists(st.sampled_from(types), max_size=12)), 10)
    ]


@st.composite
def _targets(draw: st.DrawFn, kind: Kind, direction: Direction, reached: Decimal | None) -> Target:
    first, last = sorted((draw(days_of_2024), draw(days_of_2024)))
    value = draw(st.integers(1, 100).map(Decimal) if kind is Kind.MILESTONE else small)
    if reached and reached < 10**6 and draw(st.booleans()):  # near the actual, where a status turns
        value = Decimal(f"{reached * 20 / draw(st.integers(13, 22)):.4f}")
    paces = [Pace.NONE] if (kind, direction) == (Kind.SUM, Direction.AT_MOST) else list(Pace)
    pace = draw(st.sampled_from(paces))
    schedule: tuple[tuple[date, Decimal], ...] = ()
    if pace is Pace.SCHEDULE:
        between = first + (last - first) / 2
        schedule = ((between, value / 4), (last, value)) if first < between < last else ((last, value),)
        schedule = tuple((day, Decimal(f"{point:.4f}")) for day, point in schedule)
    kept = draw(st.sampled_from([*[value] * 9, None]))
    return Target(
        b"", "JJ03", 2024, kept, first, last, pace, Origin.OFFICER, draw(st.just(NEW_YEAR) | days_of_2024), schedule
    )


class Paper:
    """A printed derivation, read as a person with a pencil would: it knows nothing but the text."""

    def __init__(self, text: str) -> None:
        head, calculation = text.split("Calculation\n\n")
        self.head = _facts(head.split("\n\n")[1])
        self.lines = _facts(calculation)
        self.tables = [re.split("  +", line.strip()) for line in head.splitlines() if re.match(r"\d{4}-", line)]
        self.as_of = date.fromisoformat(self.head["As of"].split()[0])
        self.today = date.fromisoformat(self.head.get("Today", self.as_of.isoformat()))
        self.readings = self.head["Kind"].startswith(("latest", "ratio"))
        self.adds_up = self.head["Kind"].startswith("adds up")
        self.at_most = self.head["Kind"].endswith("at most the target")
        in_force = [row for row in self.tables if row[-1].startswith("yes, the newest") and row[1] != "withdrawn"]
        self.target = in_force[0] if in_force else None

    @property
    def actual(self) -> Fraction | None:
        """The actual from the rows that count, or of a ratio from its two parts."""
        if "no data" in self.lines["Actual"]:
            return None
        if self.head["Kind"].startswith("ratio") or "brought over" in self.lines["Actual"]:
            return _worked_out(self.lines["Actual"])
        total: Fraction | None = None
        for row in self.tables:
            if row[-1] == "counted":
                value = Fraction(re.sub(r"[^\d.-]", "", row[2]))
                total = value if row[2].startswith("=") or total is None else total + value
        return total

    @property
    def reported(self) -> bool:
        """Whether there is a value of the year."""
        return self.actual is not None and "brought over" not in self.lines["Actual"]

    @property
    def goal(self) -> Fraction:
        """The value of the target in force."""
        assert self.target
        return Fraction(self.target[1].split()[0])

    @property
    def expected(self) -> Decimal | None:
        """What the pace expects, by the formula."""
        return rounded(_worked_out(self.lines["Expected"])) if self.target else None

    def is_reached(self, value: Fraction) -> bool:
        """Whether a value reaches the target."""
        return value <= self.goal if self.at_most else value >= self.goal

    def attainment(self, value: Fraction) -> Decimal:
        """Return a value against the target."""
        if self.goal <= 0 or (self.at_most and self.is_reached(value)):
            return Decimal(int(self.is_reached(value)))
        share = rounded(self.goal / value if self.at_most else value / self.goal)
        return share if self.is_reached(value) else min(share, Decimal("0.9999"))

    @property
    def status(self) -> tuple[Status, Light | None]:
        """The status and light, by the rules in their order."""
        value = self.actual
        due = date.fromisoformat(self.target[2].split()[-1]) if self.target else None
        begun = self.as_of.year >= 2024
        if due is None:
            full = value is not None and self.reported and self.head["Kind"].startswith("milestone") and value >= 100
            return (Status.MET, Light.GREEN if begun else None) if full else (Status.NO_TARGET, None)
        over = due < self.as_of or (due == self.as_of < self.today)
        if not self.reported:
            silent_office = "the office has recorded nothing" in self.lines["Decided by"]
            if over and not silent_office:
                return Status.OVERDUE, Light.RED if begun else None
            if silent_office or not begun or self.silent_weeks() == 0:
                return Status.UNREPORTED, None
            return Status.UNREPORTED, Light.YELLOW if self.readings else self._compared(Fraction(0), over)[1]
        assert value is not None
        status, light = self._compared(value, over)
        return status, light if begun else None

    @property
    def stale(self) -> bool:
        """Whether it was reported, is not finished, and has then been silent for two weeks."""
        if not self.target or not self.reported or self.actual is None:
            return False
        finished = self.head["Kind"].startswith("milestone") and self.actual >= 100
        return not finished and self.silent_weeks(date.fromisoformat(self.lines["Last entry"])) > 1

    def silent_weeks(self, last_entry: date | None = None) -> int:
        """Return how many weeks, begun after the last entry and the target's start, are over; 2 at most."""
        assert self.target
        assert self.head["Cadence"] == "weekly"
        first = max(NEW_YEAR, date.fromisoformat(self.target[2].split()[0]))
        if last_entry:
            first = max(first, last_entry + timedelta(days=1))
        sunday = first + timedelta(days=-first.weekday() % 7 + 6)
        over = [day < self.as_of or day == self.as_of < self.today for day in (sunday, sunday + timedelta(days=7))]
        return sum(over)

    def _compared(self, value: Fraction, over: bool) -> tuple[Status, Light]:
        done = self.is_reached(value)
        if self.adds_up and self.at_most and not done:
            return Status.EXCEEDED, Light.RED
        if done and (over or not (self.adds_up and self.at_most)):
            return Status.MET, Light.GREEN
        if over and not done:
            return Status.OVERDUE, Light.RED
        behind, far_behind = (Decimal(number) for number in re.findall(r"-?[\d.]+", self.lines["Thresholds"]))
        assert self.expected is not None
        gap = (self.attainment(value) - self.expected) * 100
        assert self.target
        if self.readings and self.target[3] == "in full on any day":
            return (Status.BEHIND, Light.YELLOW) if gap >= behind else (Status.FAR_BEHIND, Light.RED)
        if gap < behind:
            return (Status.FAR_BEHIND, Light.RED) if gap < far_behind else (Status.BEHIND, Light.YELLOW)
        return (Status.AHEAD if gap > 0 else Status.ON_TRACK), Light.GREEN

    def result(self, label: str) -> Decimal | None:
        """Return what the formula of a line comes to, to four places."""
        return rounded(_worked_out(self.lines[label])) if label in self.lines else None


def _facts(block: str) -> dict[str, str]:
    return dict(re.split(r"  +", line, maxsplit=1) for line in block.splitlines() if line.strip())


def _worked_out(line: str) -> Fraction:
    """Return what the formula before `=` comes to, or the number that stands alone."""
    formula = line.partition(" = ")[0]
    if " = " not in line:
        number = re.match(r"-?[\d.]+%?", formula.rpartition(": ")[2])
        assert number, line
        return Fraction(number[0].rstrip("%")) / (100 if number[0].endswith("%") else 1)
    exact = re.sub(r"[\d.]+", lambda number: f"Fraction('{number[0]}')", formula)
    found = eval(exact.replace("×", "*").replace("÷", "/"), {"Fraction": Fraction})
    assert isinstance(found, Fraction)
    return found


@settings(max_examples=250)
@given(case=cases())
def test_the_row_follows_from_the_printed_derivation_alone(case: Case) -> None:
    paper, score = Paper(case.text), case.derived.score
    value = paper.actual
    assert (None if value is None else rounded(value)) == score.actual.value
    assert paper.expected == score.expected
    if value is not None and paper.target:
        share = paper.attainment(value)
        assert share == score.attainment
        assert score.expected is not None
        assert (share - score.expected) * 100 == score.gap
        assert paper.lines["Gap"].split(" = ")[1] == f"{score.gap:+.2f} points"
    assert paper.result("Remaining") == score.remaining
    assert paper.result("Needed per week") == score.required_per_week
    week = "Added this week" if RULES[score.measure.kind].adds_up else "Change this week"
    assert paper.result(week) == score.week_change
    assert paper.result("Forecast") == (score.forecast.value if score.forecast else None)
    assert paper.status == (score.status, score.light)
    as_zero = score.status is Status.UNREPORTED and score.light is not None and not paper.readings
    assert ("As a reported 0" in paper.lines) is as_zero
    assert paper.lines["Status"].startswith(score.light or "")
    assert ("Stale" in paper.lines) is paper.stale is score.stale
    turn = score.turn
    assert ("Light turns" in paper.lines) is (turn is not None)
    if turn:
        assert re.match(rf"{turn.light} in {turn.days} days?, on {turn.day}: .", paper.lines["Light turns"])


def derived_text(kind: Kind, direction: Direction, target: str, entries: list[Entry]) -> str:
    """Return the derivation of a measure with a target due at the end of the year, as it is printed."""
    subject, as_of = measure("JJ03", "JJ-G1", kind, direction), date(2024, 6, 30)
    agreed = Target(
        b"", "JJ03", 2024, Decimal(target), NEW_YEAR, date(2024, 12, 31), Pace.NONE, Origin.OFFICER, NEW_YEAR
    )
    actual = replay(entries, as_of)["JJ03"]
    derived = derivation(Standing(subject, agreed, actual), Days(2024, as_of, as_of), Thresholds())
    parts = [(subject, weighed([(each, None) for each in entries], as_of), actual)]
    activate("en")
    return "\n".join(map(plain_text, why_sheets(derived, parts, (), UTC)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("direction", "target", "value", "told"),
    [
        (Direction.AT_LEAST, "0", 5, "5 ≥ 0: 100.00%"),
        (Direction.AT_LEAST, "0", -5, "(-5) < 0: 0.00%"),
        (Direction.AT_MOST, "0", 5, "5 > 0: 0.00%"),
        (Direction.AT_MOST, "7", 5, "5 ≤ 7: 100.00%"),
        (Direction.AT_LEAST, "10", 5, "5 ÷ 10 = 50.00%"),
        (Direction.AT_MOST, "4", 5, "4 ÷ 5 = 80.00%"),
    ],
)
def test_where_nothing_is_divided_the_attainment_says_which_side_the_actual_is_on(
    direction: Direction, target: str, value: int, told: str
) -> None:
    text = derived_text(Kind.LAST, direction, target, [made(10, "JJ03", date(2024, 3, 1), "set", value)])
    assert _facts(text.split("Calculation\n\n")[1])["Attainment"] == told


@pytest.mark.parametrize(
    ("count", "told"),
    [(1, "1 cases"), (8, "1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 = 8 cases"), (9, "9 cases (sum of the 9 entries that count)")],
)
def test_so_many_terms_as_can_be_read_are_written_out(count: int, told: str) -> None:
    entries = [made(10 + number, "JJ03", date(2024, 3, 1), "add", 1) for number in range(count)]
    text = derived_text(Kind.SUM, Direction.AT_LEAST, "100", entries)
    assert _facts(text.split("Calculation\n\n")[1])["Actual"] == told
