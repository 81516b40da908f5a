"""What was changed of targets, measures and thresholds, so that no figure moves without a word of why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _, clauses
from nanhu_kpi.render.paper.blocks import Block, Heading, Items, Table, table_of
from nanhu_kpi.render.sheet import SheetColumn, sheet_of
from nanhu_kpi.render.sheets.definitions import field_value, field_word
from nanhu_kpi.render.weekly.words import NAME, OFFICER, short, short_name_of
from nanhu_kpi.render.words import day_word, unit_of, value_word
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nanhu_kpi.model import Batch, Measure, Target, Void
    from nanhu_kpi.scorecard.period_sheet import ChangedDefinition, MovedTarget, PeriodSheet


def changes(sheet: PeriodSheet) -> Iterator[Block]:
    """Yield the week's changes, nothing where there are none."""
    if sheet.moved_targets or sheet.changed_definitions:
        yield Heading(_("Changes of targets and measures"), 2)
    if sheet.moved_targets:
        yield moved_table(sheet.moved_targets)
    if sheet.changed_definitions:
        yield Items(tuple(_changed(each, sheet.measures) for each in sheet.changed_definitions))


def moved_table(moved: tuple[MovedTarget, ...]) -> Table:
    """Return the table of revised targets, with each revision in words."""
    laid = sheet_of(
        moved,
        (SheetColumn("code", _("Code")), lambda each: each.measure.code),
        (SheetColumn("name", _("Measure"), wraps=True), lambda each: short_name_of(each.measure)),
        (SheetColumn("unit", _("Unit"), under="name"), lambda each: unit_of(each.measure)),
        (SheetColumn("before", _("Target before"), "right"), lambda each: value_word(each.before) or _("(none)")),
        (SheetColumn("after", _("Target now"), "right"), lambda each: value_word(each.after) or _("(none)")),
        (
            SheetColumn("revisions", _("Revisions"), wraps=True),
            lambda each: clauses([_revised(*revision) for revision in each.revisions]),
        ),
    )
    return table_of(laid, leads_to="measure")


def _revised(target: Target, batch: Batch, void: Void | None) -> str:
    said = [_("{value} from {day}").format(value=value_word(target.value) or _("withdrawn"), day=target.effective_on)]
    said += [short(visible(text), NAME) for text in (target.reason, target.document, batch.officer) if text]
    if void:
        said.append(
            _("voided by {officer} ({reason})").format(
                officer=short(visible(void.officer), OFFICER), reason=short(visible(void.reason), NAME)
            )
        )
    return " ".join(said)


def _changed(changed: ChangedDefinition, measures: Mapping[str, Measure]) -> str:
    change = changed.change
    key, _slash, code = change.code.partition("/") if change.subject == "setting" else ("", "", change.code)
    what = f"{code} {short_name_of(measures[code])}" if code in measures else visible(code)
    if change.subject == "setting":
        field = _("threshold {name}").format(name=key)
    elif change.field == "kind" and change.old is None:
        return f"{day_word(changed.day)}  {what}  {_('added')}  {short(visible(changed.officer), OFFICER)}"
    else:
        field = field_word(change.field)
    values = f"{field_value(change.field, change.old)} → {field_value(change.field, change.new)}"
    return "  ".join(
        part for part in (day_word(changed.day), what, field, values, short(visible(changed.officer), OFFICER)) if part
    )
