"""The tables of the annexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _, clauses
from nanhu_kpi.model import Area, Kind, Light, Recorded
from nanhu_kpi.quantity import percent, plain
from nanhu_kpi.render.paper.blocks import Curve, Table, table_of
from nanhu_kpi.render.sheet import Row, RowGroup, Section, Sheet, SheetColumn, rows_of
from nanhu_kpi.render.sheets.entries import officer_word, recorded_value
from nanhu_kpi.render.sheets.status.status import counted, remaining_word, score_cells, style_of
from nanhu_kpi.render.weekly.brief import by_area, urgency
from nanhu_kpi.render.weekly.cadences import words_of
from nanhu_kpi.render.weekly.words import (
    NAME,
    OFFICER,
    OWNER,
    WORDS,
    numbered_area,
    short,
    short_name_of,
    told_by_one,
    told_word,
)
from nanhu_kpi.render.words import actual_word, change_in_unit, day_word, light_word, unit_of, value_word
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.scorecard.ranks import ranked
from nanhu_kpi.text import visible, visible_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nanhu_kpi.scorecard.card import Score
    from nanhu_kpi.scorecard.period_sheet import Attention, Line, PeriodSheet


def area_table(sheet: PeriodSheet) -> Table:
    """Return the table of what has a target or progress, a group an area; what is empty in every row is left out."""
    last_year = sheet.span.first.year - 1
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("unit", _("Unit"), under="name"),
        SheetColumn("target", _("Target of the year"), "right"),
        SheetColumn("week", _(words_of(sheet).change), "right"),
        SheetColumn("actual", _("To date"), "right"),
        SheetColumn("attainment", _("Attainment"), "right"),
        SheetColumn("expected", _("Expected"), "right", drop=5),
        SheetColumn("gap", _("Gap"), "right"),
        SheetColumn("status", _("Status")),
        SheetColumn("stage", _("Stage"), wraps=True, under="name"),
        SheetColumn("to_date", _("{year} to date").format(year=last_year), "right", drop=4),
        SheetColumn("growth", _("Year on year"), "right", drop=3),
        SheetColumn("forecast", _("Forecast"), "right", drop=2),
        SheetColumn("owner", _("Owner"), drop=1, wraps=True),
    )
    groups = []
    printed = [(area, scores) for area, scores in by_area(sheet) if scores or sheet.selected.whole]
    for number, (area, scores) in enumerate(printed, 1):
        told = counted(scores) if scores else _("no measure with a target or an entry")
        heading = _("{area}  {counts}").format(area=numbered_area(number, area), counts=told)
        lines = [line for line in sheet.lines if line.score.measure.area == area.code and not is_bare(line.score)]
        groups.append(RowGroup(heading, tuple(_area_row(line, columns) for line in lines)))
    laid = Sheet("", "", columns, (Section("", tuple(groups)),)).without_empty(
        "week", "actual", "attainment", "expected", "gap", "stage", "to_date", "growth", "forecast", "owner"
    )
    return table_of(laid, anchor="measure")


def is_bare(score: Score) -> bool:
    """Return whether a measure has no figure to print: neither target nor entry, nor a value of a year ago."""
    return score.target is None and not score.actual.entries and score.baseline_to_date.value is None


def _area_row(line: Line, columns: Sequence[SheetColumn]) -> Row:
    score = line.score
    cells = score_cells(score) | {
        "name": short_name_of(score.measure),
        "status": status_lines(score),
        "stage": short(visible_lines(line.stage), WORDS) if score.measure.kind is Kind.MILESTONE else "",
        "growth": growth_word(score),
        "owner": short(visible(score.measure.owner), OWNER),
    }  # fmt: skip
    return Row(tuple(cells[column.key] for column in columns), style_of(score), "status")


def growth_word(score: Score) -> str:
    """Return the growth over last year's same day with its sign, nothing for none."""
    if score.year_on_year is None:
        return ""
    return f"{'+' if score.year_on_year > 0 else ''}{percent(score.year_on_year, 1)}"


def status_lines(score: Score) -> str:
    """Return light and status in a line, and in another that it is stale."""
    words = score_cells(score)["status"]
    stale = _("stale")
    return f"{words.removesuffix(f' {stale}')}\n{stale}" if score.stale else words


def attention_table(sheet: PeriodSheet) -> Table:
    """Return the table of yellow and red measures, a group an owner, with the course of their year."""
    in_a_row = words_of(sheet).red
    columns = (
        SheetColumn("code", _("Code")),
        SheetColumn("name", _("Measure"), wraps=True),
        SheetColumn("status", _("Status")),
        *([SheetColumn("weeks", _(in_a_row), "right")] if in_a_row else []),
        SheetColumn("gap", _("Gap"), "right", under="status"),
        SheetColumn("remaining", _("Remaining"), "right"),
        SheetColumn("per_week", _("Needed per week"), "right", under="remaining"),
        SheetColumn("answerable", _("Leader, support"), wraps=True, under="name"),
        SheetColumn("told", _("Issue and next step"), wraps=True),
    )
    groups, curves = [], []
    for owner in ranked(sheet.card.scores, lambda measure: [measure.owner]):
        own = sorted((each for each in sheet.attention if each.score.measure.owner == owner.key), key=urgency)
        if not own:
            continue
        groups.append(
            RowGroup(
                f"{short(visible(owner.key), 2 * NAME) or _('(no owner)')}  {_lights(own)}",
                tuple(_attention_row(each, sheet, columns) for each in own),
            )
        )
        curves += [curve_of_row(each) for each in own]
    laid = Sheet("", "", columns, (Section("", tuple(groups)),)).without_empty("answerable", "per_week")
    return table_of(laid, anchor="attention", leads_to="measure")._replace(curves=tuple(curves))


def _lights(attention: Sequence[Attention]) -> str:
    lights = [each.score.light for each in attention]
    return clauses(
        [
            _("{word} {count}").format(word=light_word(light), count=lights.count(light))
            for light in (Light.RED, Light.YELLOW)
            if light in lights
        ]
    )


def _attention_row(each: Attention, sheet: PeriodSheet, columns: Sequence[SheetColumn]) -> Row:
    cells = score_cells(each.score)
    measure = each.score.measure
    cells |= {
        "name": short_name_of(measure),
        "status": status_lines(each.score),
        "weeks": str(each.red_in_a_row or ""),
        "remaining": remaining_word(each.score, with_unit=True),
        "per_week": change_in_unit(cells["per_week"], measure),
        "answerable": clauses([
            short(visible(name), OFFICER) for name in (measure.leader, measure.support) if name
        ]),
        "told": told_by_one(each.told, sheet),
    }  # fmt: skip
    return Row(tuple(cells[column.key] for column in columns), style_of(each.score), "status")


def curve_of_row(each: Attention) -> Curve | None:
    """Return the course of a measure's year, labelled where it begins and where actual and target stand."""
    if not each.actual_curve and not each.pace_curve:
        return None
    measure = each.score.measure
    actual, target = actual_word(each.score.actual) or _("no data"), value_word(each.score.target_value)
    return Curve(
        f"{measure.code} {short_name_of(measure)}",
        each.actual_curve,
        each.pace_curve,
        _("to date {actual}, expected {expected}, target {target}").format(
            actual=actual, expected=plain(each.expected), target=target
        ),
        begins="0" if RULES[measure.kind].adds_up or not each.actual_curve else plain(each.actual_curve[0][1]),
        ends=f"{actual} / {target} {unit_of(measure)}",
    )


def entry_table(sheet: PeriodSheet) -> Table:
    """Return the table of entries dated in the week, a group an area."""
    columns: list[tuple[SheetColumn, Callable[[Recorded], str]]] = [
        (SheetColumn("day", _("Day")), lambda each: day_word(each[0].day)),
        (SheetColumn("code", _("Code")), lambda each: each[0].measure),
        (SheetColumn("name", _("Measure"), wraps=True), lambda each: short_name_of(sheet.measures[each[0].measure])),
        (
            SheetColumn("value", _("Recorded"), "right"),
            lambda each: recorded_value(each[0], sheet.measures[each[0].measure]),
        ),
        (SheetColumn("note", _("Note"), wraps=True), lambda each: told_word(each[0])),
        (SheetColumn("officer", _("Officer"), drop=1, wraps=True), officer_of),
    ]
    moved = {sheet.measures[entry.measure].area for entry, _batch, _void in sheet.entries}
    groups = [
        RowGroup(
            numbered_area(number, area),
            tuple(rows_of(in_order(_of_area(sheet, area)), columns)),
        )
        for number, area in enumerate((area for area in sheet.areas if area.code in moved), 1)
    ]
    return Table(tuple(head for head, _cell in columns), tuple(groups), leads_to="measure")


def officer_of(recorded: Recorded) -> str:
    """Return who recorded an entry, as short as annexes have room for."""
    _entry, batch, _void = recorded
    return short(officer_word(batch.officer, batch.host), OFFICER)


def _of_area(sheet: PeriodSheet, area: Area) -> list[Recorded]:
    return [each for each in sheet.entries if sheet.measures[each[0].measure].area == area.code]


def in_order(entries: Iterable[Recorded]) -> list[Recorded]:
    """Return entries by their day."""
    return sorted(entries, key=lambda each: (each[0].day, each[0].id))
