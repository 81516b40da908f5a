"""One measure on paper: its numbers and source, the course of its year, its targets, entries and changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _
from nanhu_kpi.render.paper.blocks import UPRIGHT, Block, Curve, Curves, Items, Paper, Table
from nanhu_kpi.render.sheet import Row, RowGroup, Sheet, SheetColumn
from nanhu_kpi.render.sheets.parts_paper import as_of_word, paper_of_parts
from nanhu_kpi.render.words import actual_word, in_unit, name_of, office_name, value_word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from nanhu_kpi.scorecard.card import Score
    from nanhu_kpi.scorecard.facts import Days
    from nanhu_kpi.settings import Settings

    Points = tuple[tuple[date, Decimal], ...]


# What paper leaves out first: names of rows, then what the other columns or the figures above say too.
_LEAST = ("id", "batch", "origin", "logged_on", "start", "logged_at", "pace")


def show_paper(
    sheets: Sequence[Sheet], score: Score, days: Days, settings: Settings, *, actual: Points, pace: Points
) -> Paper:
    """Return one measure as a paper: its `sheets` as they stand on screen, without what commands alone ask for, and the
    curve of its year."""
    facts, *others = sheets
    curve = [_curve(score, actual, pace)] if actual or pace else []
    parts: list[tuple[str, Sequence[Block]]] = [(_("Figures and source"), [_facts(facts)])]
    parts += [(_("Course of the year"), [Curves(tuple(curve))])] if curve else []
    parts += [
        (section.heading, [Table(sheet.columns, section.groups)])
        for sheet in map(_upright, others)
        for section in sheet.sections
    ]
    notes = tuple(note for sheet in sheets for note in sheet.notes)
    parts.append((_("How to read it"), [Items(notes)]))
    days_told = as_of_word(days.as_of, foreseen=days.foreseen)
    return paper_of_parts(facts.title, office_name(settings), days_told, days.today, parts)


def _upright(sheet: Sheet) -> Sheet:
    """Return a sheet without what commands alone ask for, and without as much as keeps it from an upright page."""
    for key in _LEAST:
        if key not in ("id", "batch") and len(sheet.columns) <= UPRIGHT:
            break
        sheet = sheet.without(key)
    return sheet


def _facts(sheet: Sheet) -> Table:
    columns = (SheetColumn("fact", _("Item")), SheetColumn("value", _("Content"), wraps=True))
    return Table(columns, (RowGroup("", tuple(Row(fact) for fact in sheet.facts)),))


def _curve(score: Score, actual: Points, pace: Points) -> Curve:
    target = in_unit(value_word(score.target_value), score.measure)
    words = (
        _("To date {actual}, target {target}; the line is the actual, the dashes its pace")
        if target
        else _("To date {actual}; the line is the actual")
    )
    return Curve(
        f"{score.measure.code} {name_of(score.measure)}",
        actual,
        pace,
        words.format(actual=in_unit(actual_word(score.actual), score.measure) or _("no data"), target=target),
    )
