"""The standing of a year as a sheet: an area a section, a line a goal, a row a measure."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from nanhu_kpi.days import year_end
from nanhu_kpi.i18n import _, joined, listed, ngettext
from nanhu_kpi.model import Area, Direction, Goal, Kind, Light, Status
from nanhu_kpi.quantity import places_of, plain, rounded, signed
from nanhu_kpi.render.sheet import Row, RowGroup, Section, Sheet, SheetColumn, Style, section_of
from nanhu_kpi.render.sheets.status.status_notes import order_word, own_rules
from nanhu_kpi.render.words import (
    actual_word,
    change_in_unit,
    day_word,
    gap_word,
    light_word,
    method_word,
    name_of,
    office_name,
    share_word,
    standing_word,
    status_word,
    unit_of,
    value_word,
    week_heading,
    with_foreseen,
)
from nanhu_kpi.scorecard.card import Score, Scorecard, counts
from nanhu_kpi.scorecard.facts import Thresholds
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nanhu_kpi.settings import Settings

STYLES: dict[Light | None, Style] = {Light.GREEN: "green", Light.YELLOW: "yellow", Light.RED: "red", None: "dim"}
# In the order in which a leader reads them.
COUNTED = (
    Status.MET,
    Status.AHEAD,
    Status.ON_TRACK,
    Status.BEHIND,
    Status.FAR_BEHIND,
    Status.EXCEEDED,
    Status.OVERDUE,
    Status.UNREPORTED,
    Status.NO_TARGET,
)


def status_sheet(
    card: Scorecard,
    areas: Sequence[Area],
    goals: Sequence[Goal],
    settings: Settings,
    *,
    whole: bool = True,
    wide: bool = False,
    order: str = "",
    narrowed: bool = False,
    remarks: Sequence[str] = (),
) -> Sheet:
    """Return the sheet of a scorecard, `whole` where nothing was selected; columns empty in every row are left out.

    `wide` adds the columns that look ahead and who answers for a row, and keeps them empty or not; an `order` other
    than the report's lists the rows under one heading; `narrowed` says that rows may be left out because of how they
    stand. `remarks` stand first among the notes.
    """
    thresholds = Thresholds(settings.behind, settings.far_behind)
    columns = (_wide_columns if wide else _columns)(card)
    sections = [section_of(order_word(order), _rows(card.scores, columns))] if order and card.scores else []
    for area in () if order else areas:
        scores = [score for score in card.scores if score.measure.area == area.code]
        if scores:
            heading = f"{name_of(area)} {area.code}  {counted(scores)}"
            sections.append(Section(heading, tuple(_goal_groups(scores, goals, columns))))
    sheet = Sheet(
        title=status_title(card, settings),
        headline=_narrowed_headline(card) if narrowed else headline(card),
        columns=columns,
        sections=tuple(sections),
        notes=(
            *remarks,
            *(_areas_without_target(card, areas) if whole else ()),
            rule_of_lights(thresholds),
            *own_rules(card.scores, settings),
        ),
    )
    optional = ["baseline", "target", "expected", "gap", "remaining", "per_week", "week", "due"]
    # Of a year that is over, the last week is no news; results dated its last day would look like one.
    closed = ["week"] if card.days.as_of == year_end(card.days.year) < card.days.today else []
    return sheet.without_empty(*optional, *([] if wide else ["owner", "turns"])).without(*closed)


def headline(card: Scorecard) -> str:
    """Return the year in one line: how many measures have which status."""
    if card.targets and card.silent:
        sentence = ngettext(
            "{year}: {count} target, no entries yet", "{year}: {count} targets, no entries yet",
            card.targets,
        )  # fmt: skip
        return sentence.format(year=card.days.year, count=card.targets)
    if not card.scores or (card.silent and not card.targets):
        return _("{year}: no measure has a target or an entry").format(year=card.days.year)
    return counted(card.scores)


def _narrowed_headline(card: Scorecard) -> str:
    return counted(card.scores) if card.scores else _("{year}: no measure fits").format(year=card.days.year)


def counted(scores: Iterable[Score]) -> str:
    """Return how many of the rows have which status: `共 12 项指标：已完成 3 项，滞后 2 项`."""
    scores = list(scores)
    told = ngettext("{count} measure: {parts}", "{count} measures: {parts}", len(scores))
    return told.format(count=len(scores), parts=joined(_counts(scores)))


def rule_of_lights(thresholds: Thresholds) -> str:
    """Return the rule by which lights are given."""
    return _(
        "Lights: green = met, ahead, on track (at most {behind} points behind); yellow = behind (at most "
        "{far_behind}); red = far behind (more than {far_behind}), overdue, over limit; unreported after its first "
        "period as if 0 (readings yellow); else none. A reading short of its target is yellow, by more than {behind} "
        "points red. Gap = attainment − expected."
    ).format(behind=plain(-thresholds.behind), far_behind=plain(-thresholds.far_behind))


def score_cells(score: Score) -> dict[str, str]:
    """Return every cell of a measure's row by its column."""
    measure = score.measure
    words = listed_status(score)
    return {
        "code": measure.code,
        "name": name_of(measure),
        "unit": unit_of(measure),
        "baseline": actual_word(score.baseline),
        "target": value_word(score.target_value),
        "actual": actual_word(score.actual),
        "attainment": share_word(score.attainment),
        "expected": share_word(score.expected),
        "gap": gap_word(score.gap),
        "remaining": remaining_word(score),
        "per_week": per_week_word(score),
        "week": "" if score.week_change is None else signed(score.week_change),
        "due": day_word(score.target.due) if score.target else "",
        "owner": visible(measure.owner),
        "status": words,
        "to_date": actual_word(score.baseline_to_date),
        "forecast": forecast_word(score),
        "method": method_word(score.forecast.method) if score.forecast else "",
        "turns": turn_word(score),
    }


def listed_status(score: Score) -> str:
    """Return light and status in words, `绿 同步`, or the status alone without a light; and whether it is stale."""
    words = (light_word(score.light), standing_word(score), _("stale") if score.stale else "")
    return " ".join(part for part in words if part)


def turn_word(score: Score) -> str:
    """Return on how many days a light turns if nothing more is recorded, and to which: `24 天后黄`; '' for never."""
    if score.turn is None:
        return ""
    light = light_word(score.turn.light) or _("no light")
    return ngettext("{light} in {count} day", "{light} in {count} days", score.turn.days).format(
        light=light, count=score.turn.days
    )


def remaining_word(score: Score, *, with_unit: bool = False) -> str:
    """Return what remains to the target; beyond a ceiling by how much: `超 1`, `超 1 起`."""
    if score.remaining is None:
        return ""
    over = score.remaining < 0 and score.measure.direction is Direction.AT_MOST
    number = value_word(abs(score.remaining) if over else score.remaining)
    amount = change_in_unit(number, score.measure) if with_unit else number
    return _("over by {amount}").format(amount=amount) if over else amount


def per_week_word(score: Score) -> str:
    """Return what each week has to bring, with the places of the target: rounded up, since less would not do, and
    never more than remains."""
    if score.required_per_week is None or score.remaining is None:
        return ""
    step = Decimal(1).scaleb(-_places(score))
    return value_word(min(score.required_per_week.quantize(step, ROUND_CEILING), score.remaining))


def forecast_word(score: Score) -> str:
    """Return what the year will end at, half up to the places of the target."""
    return value_word(rounded(Fraction(score.forecast.value), _places(score))) if score.forecast else ""


def _places(score: Score) -> int:
    """Return the places of derived numbers: those of the target, else of the actual."""
    value = score.actual.value if score.target_value is None else score.target_value
    return 0 if value is None else places_of(value)


def _areas_without_target(card: Scorecard, areas: Sequence[Area]) -> tuple[str, ...]:
    """Say which areas the year plans nothing for, where it does for others: a reader would wonder."""
    if not card.targets:
        return ()
    shown = {score.measure.area for score in card.scores}
    planned = {score.measure.area for score in card.scores if score.target}
    bare = [f"{area.code} {name_of(area)}" for area in areas if area.code in shown - planned]
    if not bare:
        return ()
    return (_("No targets in {year}: {areas}.").format(year=card.days.year, areas=listed(bare)),)


def _columns(card: Scorecard) -> tuple[SheetColumn, ...]:
    year, kinds = card.days.year, [score.measure.kind for score in card.scores]
    return (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("unit", _("Unit"), drop=7),
        SheetColumn("baseline", _("{year} actual").format(year=year - 1), "right", drop=8),
        SheetColumn("target", _("Target"), "right", drop=10),
        SheetColumn("actual", _("Actual"), "right"),
        SheetColumn("attainment", _("Attainment"), "right"),
        SheetColumn("expected", _("Expected"), "right", drop=6),
        SheetColumn("gap", _("Gap"), "right", drop=9),
        SheetColumn("remaining", _("Remaining"), "right", drop=5),
        SheetColumn("per_week", _("Needed per week"), "right", drop=3),
        SheetColumn("week", week_heading(kinds), "right", drop=4),
        SheetColumn("due", _("Due"), drop=2),
        SheetColumn("owner", _("Owner"), drop=1, wraps=True),
        SheetColumn("turns", _("Light turns"), drop=11),
        SheetColumn("status", _("Status")),
    )


def _wide_columns(card: Scorecard) -> tuple[SheetColumn, ...]:
    """Return the columns with those that were asked for; they outlast what a usual table drops first."""
    ahead = (
        SheetColumn("to_date", _("{year} to date").format(year=card.days.year - 1), "right", drop=5),
        SheetColumn("forecast", _("Forecast"), "right", drop=9),
        SheetColumn("method", _("Method"), drop=9),
    )
    columns = {column.key: column._replace(drop=6) if column.key == "owner" else column for column in _columns(card)}
    before = list(columns).index("due")
    return (*list(columns.values())[:before], *ahead, *list(columns.values())[before:])


def _goal_groups(scores: Sequence[Score], goals: Sequence[Goal], columns: Sequence[SheetColumn]) -> Iterable[RowGroup]:
    for goal in goals:
        own = [score for score in scores if score.measure.goal == goal.code]
        if not own:
            continue
        yield RowGroup(goal_heading(goal, own), _rows(own, columns))


def goal_heading(goal: Goal, scores: Sequence[Score]) -> str:
    """Return the line of a goal: its code, its name, and how many of its rows have which status."""
    return _("{code}  {name} ({counts})").format(code=goal.code, name=name_of(goal), counts=listed(_counts(scores)))


def _rows(scores: Iterable[Score], columns: Sequence[SheetColumn]) -> tuple[Row, ...]:
    every = ((score_cells(score), style_of(score)) for score in scores)
    return tuple(Row(tuple(cells[column.key] for column in columns), style, "status") for cells, style in every)


def _counts(scores: Sequence[Score]) -> list[str]:
    number_of = counts(scores)
    return [
        _("{count} {status}").format(status=status_word(status, Kind.SUM), count=number_of[status])
        for status in COUNTED
        if number_of[status]
    ]


def style_of(score: Score) -> Style:
    return STYLES[score.light]


def status_title(card: Scorecard, settings: Settings) -> str:
    """Return the title of a standing: the office, the year and the day."""
    days = card.days
    title = _("{office}: progress against {year} targets, as of {as_of}").format(
        office=office_name(settings),
        year=days.year,
        as_of=days.as_of.isoformat(),
    )
    return with_foreseen(title, days.foreseen)
