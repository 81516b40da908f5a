"""The lines that answer a write: what was understood, and how to take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.i18n import _
from nanhu_kpi.model import SOLVED, Actual, Batch, Entry, Measure
from nanhu_kpi.render.sheets.entries import recorded_figure, recorded_value
from nanhu_kpi.render.words import actual_word, in_unit, name_of, share_word, standing_word
from nanhu_kpi.text import short_name, visible

if TYPE_CHECKING:
    from datetime import date

    from nanhu_kpi.scorecard.card import Score


def echo_line(
    entry: Entry, before: Actual, score: Score, batch: str = "", latest: tuple[date, Actual] | None = None
) -> str:
    """Return what one entry was understood as: measure, before and after, standing on its own day, of a late one the
    actual of the `latest` day, its own short name and its batch; what was only tried has neither."""
    measure = score.measure
    parts = [f"{measure.code} {name_of(measure)}"]
    if entry.value is None:
        parts.append(_("words recorded") if batch else _("words to record"))
    else:
        parts.append(f"{change(before, score.actual, measure)} ({recorded_figure(entry)})")
    if batch and entry.issue in SOLVED.values():
        parts.append(_("issue solved"))
    if score.attainment is not None:
        parts.append(_("attainment {share}").format(share=share_word(score.attainment, 1)))
    if score.expected is not None and score.attainment is not None:
        parts.append(_("expected {share}").format(share=share_word(score.expected, 1)))
    parts.append(standing_word(score))
    if latest is not None:
        day, actual = latest
        now = in_unit(actual_word(actual), measure) or _("no data")
        parts.append(_("as of {day}: {actual}").format(day=day.isoformat(), actual=now))
    # The day and the batch end the line as they always did: scripts look for them there.
    named = [_("entry {id}").format(id=short_name(entry.id)), entry.day.isoformat(), f"#{batch}"]
    return "  ".join([*parts, *named] if batch else [*parts, entry.day.isoformat()])


def change(before: Actual, after: Actual, measure: Measure) -> str:
    """Return `40 → 52 个`; what has no data says so, and is not 0."""
    had, has = actual_word(before), actual_word(after)
    return f"{had or _('no data')} → {in_unit(has, measure) or _('no data')}"


def undo_hint(batch: str) -> str:
    """Return how to take a batch back."""
    return _("To undo: nanhu-kpi undo {batch}").format(batch=batch)


def hidden_line(measure: Measure, day: date, total: Actual) -> str:
    """Return that a later stated total hides an entry."""
    return _("{code}: the total of {day} ({total}) counts; from that day this entry changes nothing.").format(
        code=measure.code, day=day.isoformat(), total=in_unit(actual_word(total), measure)
    )


def voided_line(entry: Entry, measure: Measure) -> str:
    """Return what was taken back."""
    return _("Voided: {code} {name} {value} ({day})").format(
        code=measure.code, name=name_of(measure), value=recorded_value(entry, measure), day=entry.day.isoformat()
    )


def taken_over_line(entry: Entry, measure: Measure, heir: bytes, batch: Batch) -> str:
    """Return which entry counts instead of one that was taken back."""
    return _(
        "{code} {value}, {day}: #{id}, recorded with the same key by {officer}, now counts. To void it: nanhu-kpi "
        "void {id} --reason REASON"
    ).format(
        code=measure.code, value=recorded_value(entry, measure), day=entry.day.isoformat(), id=short_name(heir),
        officer=visible(batch.officer),
    )  # fmt: skip


def changed_line(measure: Measure, day: date, before: Actual, after: Actual) -> str:
    """Return what taking back did to a measure."""
    return _("{code} {name}  actual {change} as of {day}").format(
        code=measure.code, name=name_of(measure), change=change(before, after, measure), day=day.isoformat()
    )
