"""`nanhu-kpi` alone: the year at a glance."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from nanhu_kpi.cli.context import is_quiet, ledger_of
from nanhu_kpi.cli.output import people_stream
from nanhu_kpi.exchange.formats import FileFormat, fitting
from nanhu_kpi.i18n import _
from nanhu_kpi.render.sheets.overview import overview_lines, plain_lines
from nanhu_kpi.scorecard.kinds import RULES
from nanhu_kpi.service.overview import Overview
from nanhu_kpi.service.overview import overview as overview_of

if TYPE_CHECKING:
    import click


def show_overview(ctx: click.Context) -> None:
    """Print the first screen, as wide as the terminal, or 80 columns wide elsewhere."""
    shown = overview_of(ledger_of(ctx))
    next_steps = [] if is_quiet(ctx) else _next_steps(shown)
    on_screen = fitting(None) is FileFormat.TABLE
    lines = overview_lines(shown.glance, next_steps, shutil.get_terminal_size().columns if on_screen else 80)
    with people_stream(None) as stream:
        if on_screen:
            from nanhu_kpi.render.formats.terminal import print_lines

            print_lines(lines, stream)
        else:
            stream.write(plain_lines(lines))


def _next_steps(shown: Overview) -> list[tuple[str, str]]:
    """Return what makes sense next, each with the command to type."""
    card, year = shown.glance.card, shown.glance.card.days.year
    whole = (_("every target against its actual"), f"nanhu-kpi status{_of_year(shown)}")
    if not card.targets:
        steps = []
        if shown.planned is not None and shown.writable:
            steps.append((
                _("carry the targets of {year} over").format(year=shown.planned),
                f"nanhu-kpi target carry {shown.planned} {year}",
            ))  # fmt: skip
        return [*steps, whole]
    if not shown.writable:
        return [whole, (_("the sheet of last week"), "nanhu-kpi weekly")]
    over = card.days.as_of < card.days.today
    if card.silent:
        return [(_("record progress"), _log_command(shown)), whole]
    if over:
        after = card.days.today.year
        carry = (
            _("carry the targets over to {year}").format(year=after), f"nanhu-kpi target carry {year} {after}"
        )  # fmt: skip
        return [whole, carry]
    if shown.glance.silent:
        return [(_("texts to remind those who have not reported"), "nanhu-kpi due --remind"), whole]
    return [(_("record progress"), _log_command(shown)), whole]


def _of_year(shown: Overview) -> str:
    days = shown.glance.card.days
    return "" if days.year == days.today.year else f" --year {days.year}"


def _log_command(shown: Overview) -> str:
    """Return a command that records progress of a measure with a target, in the year that is shown."""
    days = shown.glance.card.days
    agreed = [score.measure for score in shown.glance.card.scores if score.target is not None]
    measure = next((each for each in agreed if RULES[each.kind].adds_up), agreed[0])
    value = "+1" if RULES[measure.kind].adds_up else "=60"
    day = "" if days.as_of == days.today else f" --date {days.as_of.isoformat()}"
    return f"nanhu-kpi log {measure.code}{value}{day}"
