"""How a row is derived, as sheets: the entries, the revisions of the target, and the calculation line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.errors import N_
from nanhu_kpi.i18n import _, clauses, listed
from nanhu_kpi.model import Direction, Measure, Pace, Revision, Target
from nanhu_kpi.quantity import plain
from nanhu_kpi.render.sheet import Row, Sheet, SheetColumn, section_of
from nanhu_kpi.render.sheets.entries import recorded_value, void_word
from nanhu_kpi.render.sheets.status.status import listed_status, turn_word
from nanhu_kpi.render.sheets.targets import pace_word, target_word
from nanhu_kpi.render.words import (
    actual_word,
    change_in_unit,
    day_word,
    days_word,
    gap_word,
    in_unit,
    light_word,
    method_word,
    name_of,
    said_word,
    share_word,
    value_word,
    week_heading,
    with_foreseen,
    word,
)
from nanhu_kpi.scorecard.attainment import reached
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.scorecard.outlook import Method
from nanhu_kpi.scorecard.why import Derivation, Fate, Rule, WeighedEntry, WeighedPart
from nanhu_kpi.text import short_name, visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from zoneinfo import ZoneInfo


# More terms than these are not written out: the running total of the table has them.
_MOST_TERMS = 8

_RULES = {
    Rule.NO_TARGET: N_("no target in force on {as_of}"),
    Rule.FINISHED: N_("a milestone at its full mark is met without a target"),
    Rule.EXCEEDED: N_("{actual} > {target}: above the limit"),
    Rule.KEPT: N_("{actual} ≤ {target}, and the due day {due} is over: the limit was kept"),
    Rule.REACHED: N_("{actual} reaches the target {target}"),
    Rule.DUE_OVER: N_("the due day {due} is over, and the target was not reached"),
    Rule.SILENT_WHEN_DUE: N_("the due day {due} is over, and no value of {year} was reported"),
    Rule.NOT_BEGUN: N_("{year} has not begun: no light"),
    Rule.OFFICE_SILENT: N_("no value; the office has recorded nothing in {year}: no light"),
    Rule.FIRST_PERIOD: N_("no value, and none is awaited yet ({cadence}): no light"),
    Rule.READING_SILENT: N_("no reading, and its first period ({cadence}) is over: yellow"),
    Rule.AS_ZERO: N_("no value, and its first period ({cadence}) is over: the light of a reported 0"),
    Rule.READING_SHORT: N_("short of the target, and {gap} ≥ {behind}"),
    Rule.READING_FAR: N_("short of the target, and {gap} < {behind}"),
    Rule.AHEAD: N_("{gap} > 0"),
    Rule.ON_TRACK: N_("{behind} ≤ {gap} ≤ 0"),
    Rule.BEHIND: N_("{far_behind} ≤ {gap} < {behind}"),
    Rule.FAR_BEHIND: N_("{gap} < {far_behind}"),
}
_BY_GAP = (Rule.AHEAD, Rule.ON_TRACK, Rule.BEHIND, Rule.FAR_BEHIND, Rule.READING_SHORT, Rule.READING_FAR)
_COURSES = {
    Method.ACTUAL: N_("the year is over"),
    Method.PROFILE: N_("last year in all ÷ last year by the same day"),
    Method.RUN_RATE: N_("days of the year ÷ days elapsed"),
}


def why_sheets(
    derived: Derivation, parts: Sequence[WeighedPart], revisions: Sequence[Revision], zone: ZoneInfo
) -> tuple[Sheet, ...]:
    """Return the sheets of a derivation, in the order in which one would write it down."""
    measure, days = derived.score.measure, derived.days
    title = f"{measure.code} {name_of(measure)}"
    facts = [
        (_("As of"), with_foreseen(days.as_of.isoformat(), days.foreseen)),
        (_("Today"), day_word(days.today) if days.today != days.as_of else ""),
        (_("Kind"), listed([word(measure.kind), word(measure.direction)])),
        (_("Cadence"), word(measure.cadence)),
        (_("Retired"), day_word(measure.retired_on)),
    ]
    sheets = [Sheet(title, "", (), (), facts=_present(facts)), _entries(parts, zone, days.as_of.isoformat())]
    if revisions:
        sheets.append(_revisions(derived, revisions, zone))
    sheets.append(Sheet(_("Calculation"), "", (), (), facts=_present(_steps(derived, parts))))
    return tuple(sheets)


def _present(facts: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in facts if value)


def _entries(parts: Sequence[WeighedPart], zone: ZoneInfo, as_of: str) -> Sheet:
    columns = (
        SheetColumn("day", _("Day")),
        SheetColumn("id", _("Id")),
        SheetColumn("value", _("Recorded"), "right"),
        SheetColumn("total", _("Actual then"), "right"),
        SheetColumn("counts", _("Counts"), wraps=True),
    )
    sections = []
    for measure, entries, _actual in parts:
        heading = _("Entries") if len(parts) == 1 else f"{measure.code} {name_of(measure)}"
        rows = [
            Row(
                (
                    row.entry.day.isoformat(),
                    short_name(row.entry.id),
                    recorded_value(row.entry, measure),
                    value_word(row.total),
                    _fate_word(row, zone, as_of),
                ),
                "" if row.fate is Fate.COUNTS else "dim",
                "value",
            )
            for row in entries
        ]
        if rows:
            sections.append(section_of(heading, rows))
    notes = () if sections else (_("No entries of the year."),)
    return Sheet("", "", columns, tuple(sections), notes=notes)


def _fate_word(row: WeighedEntry, zone: ZoneInfo, as_of: str) -> str:
    match row.fate:
        case Fate.VOIDED:
            return _("no, voided {what}").format(what=void_word(row.void, zone))
        case Fate.REPLACED if row.by is not None:
            return _("no, replaced by {id} of {day}").format(id=short_name(row.by.id), day=row.by.day.isoformat())
        case Fate.LATER:
            return _("no, after {day}").format(day=as_of)
        case Fate.WORDS:
            return _("no, words alone")
    return _("counted")


def _revisions(derived: Derivation, revisions: Sequence[Revision], zone: ZoneInfo) -> Sheet:
    measure = derived.score.measure
    columns = (
        SheetColumn("effective_on", _("In force from")),
        SheetColumn("target", _("Target"), "right"),
        SheetColumn("days", _("Days"), drop=2),
        SheetColumn("pace", _("Pace"), drop=3, wraps=True),
        SheetColumn("reason", _("Reason"), drop=1, wraps=True),
        SheetColumn("counts", _("In force on the day"), wraps=True),
    )
    # In the order in which they take over: the last one that is not later is in force.
    last = max((number for number, each in enumerate(revisions) if _holds(each, derived)), default=None)
    rows = []
    for number, (target, _batch, void) in enumerate(revisions):
        if void is not None:
            says = _("no, voided {what}").format(what=void_word(void, zone))
        elif number == last:
            says = _("yes, the newest not after {day}").format(day=_target_day(derived))
        elif last is None or number > last:
            says = _("no, after {day}").format(day=_target_day(derived))
        else:
            after = revisions[last][0]
            says = _("no, replaced by that in force from {day}").format(day=after.effective_on.isoformat())
        rows.append(
            Row(
                (
                    target.effective_on.isoformat(),
                    target_word(target, measure),
                    days_word(target.start, target.due),
                    "" if target.value is None else pace_word(target),
                    visible(target.reason),
                    says,
                ),
                "" if number == last else "dim",
                "target",
            )
        )
    return Sheet("", "", columns, (section_of(_("Targets"), rows),)).without_empty("reason")


def _target_day(derived: Derivation) -> str:
    """Return the day that the target in force is of: of a year not begun its first."""
    days = derived.days
    return days.as_of.isoformat() if days.begun else f"{days.year:04}-01-01"


def _holds(revision: Revision, derived: Derivation) -> bool:
    target, _batch, void = revision
    return void is None and target.effective_on.isoformat() <= _target_day(derived)


def _steps(derived: Derivation, parts: Sequence[WeighedPart]) -> list[tuple[str, str]]:
    score = derived.score
    target, measure = score.target, score.measure
    last_year = derived.days.year - 1
    basis = _ratio_basis(parts, measure) if RULES[measure.kind].is_computed else ""
    facts = [(_("Actual"), _actual(derived, parts, basis))]
    if target is not None:
        facts += [(_("Target"), target_word(target, measure)), (_("Days passed"), _days(derived, target))]
        facts += _shares(derived, target, basis)
    facts += [
        (week_heading([measure.kind]), _week(derived)),
        (_("Forecast"), _forecast(derived)),
        (_("{year} actual").format(year=last_year), in_unit(actual_word(score.baseline), measure)),
        (_("{year} to date").format(year=last_year), in_unit(actual_word(score.baseline_to_date), measure)),
        (_("Last entry"), day_word(score.actual.last_day)),
    ]
    if target is not None:
        facts.append((_("Thresholds"), _thresholds(derived)))
    if derived.as_zero is not None and derived.as_zero.score.target is not None:
        zero = derived.as_zero
        light = light_word(zero.score.light)
        facts.append(
            (_("As a reported 0"), _("{gap}; {rule}: {light}").format(gap=_gap(zero), rule=_rule(zero), light=light))
        )
    facts.append((_("Decided by"), _rule(derived)))
    if score.light is None and not derived.days.begun and derived.rule is not Rule.NOT_BEGUN:
        facts.append((_("Light"), _(_RULES[Rule.NOT_BEGUN]).format(year=derived.days.year)))
    if score.stale:
        facts.append((_("Stale"), _("no entry in the two whole periods ({cadence}) since the last one").format(
            cadence=word(measure.cadence))))  # fmt: skip
    return [*facts, (_("Status"), listed_status(score)), (_("Light turns"), _turned(derived))]


def _turned(derived: Derivation) -> str:
    """Return when the light turns if nothing more is recorded, and what decides it then."""
    then, turn = derived.turned, derived.score.turn
    if then is None or turn is None:
        return ""
    decisive = then.as_zero or then
    reasons = [_gap(decisive) if decisive.rule in _BY_GAP else "", _rule(decisive)]
    return _("{turn}, on {day}: {reason}").format(
        turn=turn_word(derived.score),
        day=turn.day.isoformat(),
        reason=clauses(filter(None, reasons)),
    )


def _shares(derived: Derivation, target: Target, basis: str) -> list[tuple[str, str]]:
    score = derived.score
    return [
        (_("Attainment"), _attainment(derived, target, basis)),
        (_("Expected"), _expected(derived, target)),
        (_("Gap"), _gap(derived)),
        (_("Remaining"), _remaining(derived)),
        (_("Needed per week"), _per_week(derived) if score.required_per_week is not None else ""),
    ]


def _term(value: Decimal) -> str:
    """Return a number as a term of a formula."""
    return f"({plain(value)})" if value < 0 else plain(value)


def _ratio_basis(parts: Sequence[WeighedPart], measure: Measure) -> str:
    values = [actual.value for _measure, _entries, actual in parts]
    if any(value is None for value in values):
        return ""
    formula = " ÷ ".join(_term(value) for value in values if value is not None)
    return f"{formula} × 100" if measure.unit == "%" else formula


def _actual(derived: Derivation, parts: Sequence[WeighedPart], basis: str) -> str:
    actual, measure = derived.score.actual, derived.score.measure
    if actual.value is None:
        return _("no data")
    result = in_unit(actual_word(actual), measure)
    if basis:
        return f"{basis} = {result}"
    if not derived.score.reported:
        return _("{value} (brought over from {year})").format(value=result, year=derived.days.year - 1)
    terms = [row.entry.value for _m, rows, _a in parts for row in rows if row.fate is Fate.COUNTS]
    if len(terms) > _MOST_TERMS:
        return _("{value} (sum of the {count} entries that count)").format(value=result, count=len(terms))
    formula = " + ".join(_term(value) for value in terms if value is not None)
    return f"{formula} = {result}" if len(terms) > 1 else result


def _days(derived: Derivation, target: Target) -> str:
    if target.pace is Pace.NONE:
        return word(Pace.NONE)
    if derived.between is None:
        return _("{passed} of {whole} ({days})").format(
            passed=derived.passed, whole=derived.whole, days=days_word(target.start, target.due)
        )
    (before_day, before), point = derived.between
    first = _("{value} by {day}").format(value=plain(before), day=before_day.isoformat())
    if point is None:
        return first
    last = _("{value} by {day}").format(value=plain(point[1]), day=point[0].isoformat())
    return _("{passed} of {whole} ({days})").format(
        passed=max(derived.passed, 0), whole=derived.whole, days=f"{first} → {last}"
    )


def _attainment(derived: Derivation, target: Target, basis: str) -> str:
    score = derived.score
    exact, share = score.actual.exact_value, score.attainment
    if share is None or exact is None or target.value is None or score.actual.value is None:
        return ""
    actual, goal = _term(score.actual.value), _term(target.value)
    direction = score.measure.direction
    done = reached(exact, target.value, direction)
    if target.value <= 0 or (direction is Direction.AT_MOST and done):
        at_least = direction is Direction.AT_LEAST
        sign = ("≥" if done else "<") if at_least else ("≤" if done else ">")
        return f"{basis or actual} {sign} {goal}: {share_word(share)}"
    if direction is Direction.AT_LEAST:
        formula = f"{basis or actual} ÷ {goal} = {share_word(share)}"
    else:
        formula = f"{goal} ÷ {f'({basis})' if basis else actual} = {share_word(share)}"
    if f"{share}" != "0.9999":
        return formula
    # Without the rule it might be a rounded 1.
    return _("{value} ({method})").format(value=formula, method=_("short of the target is never 100%"))


def _expected(derived: Derivation, target: Target) -> str:
    share, carried = derived.score.expected, derived.standing.carried
    if share is None or target.value is None:
        return ""
    goal, part = _term(target.value), f"{derived.passed} ÷ {derived.whole}"
    if not derived.days.begun or target.pace is Pace.NONE:
        return share_word(share)
    if derived.between is not None:
        (_day, before), point = derived.between
        if point is None or not RULES[derived.score.measure.kind].accumulates or derived.passed <= 0:
            return f"{_term(before)} ÷ {goal} = {share_word(share)}"
        low, high = _term(before), _term(point[1])
        return f"({low} + ({high} - {low}) × {part}) ÷ {goal} = {share_word(share)}"
    if carried is not None and target.value:
        brought = f"{plain(carried)} ÷ {goal}" if carried < target.value else "1"
        return f"{brought} + (1 - {brought}) × {part} = {share_word(share)}"
    return f"{part} = {share_word(share)}"


def _gap(derived: Derivation) -> str:
    score = derived.score
    if score.gap is None:
        return ""
    return f"{share_word(score.attainment)} - {share_word(score.expected)} = {gap_word(score.gap)} {_('points')}"


def _remaining(derived: Derivation) -> str:
    score = derived.score
    if score.remaining is None or score.target_value is None or score.actual.value is None:
        return ""
    result = change_in_unit(plain(score.remaining), score.measure)
    return f"{plain(score.target_value)} - {_term(score.actual.value)} = {result}"


def _per_week(derived: Derivation) -> str:
    score = derived.score
    if score.remaining is None or score.required_per_week is None:
        return ""
    result = change_in_unit(plain(score.required_per_week), score.measure)
    if derived.days_left <= 7:
        return result
    return f"{plain(score.remaining)} × 7 ÷ {derived.days_left} = {result}"


def _week(derived: Derivation) -> str:
    score = derived.score
    if score.week_change is None or derived.week_before is None or score.actual.value is None:
        return ""
    result = change_in_unit(plain(score.week_change), score.measure)
    ago = _("{value} by {day}").format(
        value=_term(derived.week_before), day=derived.days.week_ago.isoformat()
    )  # fmt: skip
    formula = f"{plain(score.actual.value)} - {_term(derived.week_before)} = {result}"
    return _("{value} ({method})").format(value=formula, method=ago)


def _forecast(derived: Derivation) -> str:
    score, course = derived.score, derived.course
    if score.forecast is None or course is None or score.actual.value is None:
        return ""
    result = change_in_unit(plain(score.forecast.value), score.measure)
    if course.method is not Method.ACTUAL:
        result = f"{plain(score.actual.value)} × {plain(course.whole)} ÷ {plain(course.part)} = {result}"
    said = said_word(method_word(course.method), _(_COURSES[course.method]))
    return _("{value} ({method})").format(value=result, method=said)


def _thresholds(derived: Derivation) -> str:
    return _("behind below {behind}, far behind below {far_behind} points").format(
        behind=plain(derived.thresholds.behind), far_behind=plain(derived.thresholds.far_behind)
    )


def _rule(derived: Derivation) -> str:
    score = derived.score
    target = score.target
    return _(_RULES[derived.rule]).format(
        as_of=_target_day(derived),
        year=derived.days.year,
        actual=in_unit(value_word(score.actual.value), score.measure),
        target=in_unit(value_word(score.target_value), score.measure),
        due=day_word(target.due if target else None),
        cadence=word(score.measure.cadence),
        gap=gap_word(score.gap),
        behind=plain(derived.thresholds.behind),
        far_behind=plain(derived.thresholds.far_behind),
    )
