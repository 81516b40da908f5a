"""`merge`: another copy of the database taken into the one in use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nanhu_kpi.cli.context import end_with_finding, ledger_of, say
from nanhu_kpi.cli.frame import commands, examples
from nanhu_kpi.cli.output import print_sheets
from nanhu_kpi.cli.progress import long_work
from nanhu_kpi.errors import Refusal
from nanhu_kpi.i18n import _
from nanhu_kpi.service.merge import is_the_same
from nanhu_kpi.service.merge import merge as merge_file

if TYPE_CHECKING:
    import click

app = commands()


@app.command(
    "merge",
    help=_("Merge a copy of the database into this database; everything of both is kept."),
    epilog=examples(
        _("nanhu-kpi merge copy.db --dry-run"),
        _("What a copy has that this database has not; nothing is changed."),
        _("nanhu-kpi merge copy.db"),
        _("Take it over."),
    ),
)
def merge(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar=_("FILE"), help=_("The copy; it is not changed."))],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be merged; nothing is merged."))
    ] = False,
    fail_on_conflict: Annotated[
        bool,
        typer.Option(
            "--fail-on-conflict", help=_("Exit with 10 if conflicts have to be resolved; what was merged stays.")
        ),
    ] = False,
) -> None:
    if is_the_same(ledger_of(ctx), file):
        say(ctx, _("That is this database; there is nothing to merge."))
        return
    try:
        with long_work(ctx, _("Merging")) as ledger:
            done = merge_file(ledger, file, dry_run=dry_run)
    except Refusal as refusal:
        _tell_rows(ctx, refusal)
        raise
    from nanhu_kpi.render.sheets.merge import merge_sheets

    if fail_on_conflict and done.merged.has_conflicts:
        end_with_finding(ctx)
    print_sheets(ctx, merge_sheets(done.merged, done.effects, done.things, done.settings.zone))
    if dry_run:
        say(ctx, _("Nothing was merged."))
    elif not done.merged.changes_anything:
        say(ctx, _("This database already has everything in the copy."))
    else:
        say(ctx, _("Merged {path}; the copy was not changed.").format(path=file))


def _tell_rows(ctx: click.Context, refusal: Refusal) -> None:
    """Name the rows that a refusal is about, those that its sentence leaves out, a line each."""
    rows, count = refusal.facts.get("rows"), refusal.facts.get("count")
    if not isinstance(rows, list) or "{rows}" in refusal.msgid:
        return
    for row in rows:
        say(ctx, row)
    if isinstance(count, int) and count > len(rows):
        say(ctx, _("... and {count} more").format(count=count - len(rows)))
