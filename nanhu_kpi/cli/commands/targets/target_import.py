"""`target import`: the targets of a file, shown, and set once confirmed."""

# Annotations are evaluated here, and not kept as text: Typer would compile each of them twice at every start.

import click
import typer

from nanhu_kpi.cli.commands.imports.import_ import import_file, input_format, tell_of_ignored, tell_of_table
from nanhu_kpi.cli.commands.imports.import_problems import keep_apart, refuse_problems, told_in
from nanhu_kpi.cli.commands.targets.target_renew import DryRunOption, YesOption
from nanhu_kpi.cli.context import is_quiet, ledger_of, may_ask, say
from nanhu_kpi.cli.options import (
    ByOption,
    IgnoreExtraOption,
    InputFileArgument,
    InputFormatOption,
    ProblemsOption,
    WorksheetOption,
)
from nanhu_kpi.cli.output import print_sheets
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import TARGETS_OF_FILE_NOT_CONFIRMED
from nanhu_kpi.i18n import ngettext
from nanhu_kpi.service.targets.rows import read_rows, set_rows


def import_targets(
    ctx: typer.Context,
    file: InputFileArgument,
    format_: InputFormatOption = None,
    sheet: WorksheetOption = "",
    dry_run: DryRunOption = False,
    yes: YesOption = False,
    problems: ProblemsOption = None,
    ignore_extra: IgnoreExtraOption = False,
    by: ByOption = None,
) -> None:
    """Set the targets of a file: all of them, or none."""
    if problems:
        keep_apart(problems, file)
    at = ledger_of(ctx, by)
    with told_in(problems):
        read = read_rows(file, input_format(format_), sheet, ignore_extra=ignore_extra)
    if read.header is None:
        import_file(ctx, file, format_=format_, sheet=sheet, dry_run=dry_run, yes=yes, problems=problems, by=by)
        return
    tell_of_table(ctx, read)
    tell_of_ignored(ctx, read.header.ignored)
    agreed, found = set_rows(at, read, keep=False)
    refuse_problems(file, found, problems)
    if not (yes or dry_run or may_ask()):
        raise Usage(TARGETS_OF_FILE_NOT_CONFIRMED, count=len(agreed))
    if not is_quiet(ctx) or not yes:
        from nanhu_kpi.render.sheets.targets import agreed_sheet

        print_sheets(ctx, [agreed_sheet([(each.measure, each.before, each.after) for each in agreed])])
    if dry_run:
        sentence = ngettext(
            "{count} target to set; nothing was set. To set it, leave out --dry-run.",
            "{count} targets to set; nothing was set. To set them, leave out --dry-run.",
            len(agreed),
        )
        say(ctx, sentence.format(count=len(agreed)))
        return
    if not yes:
        from nanhu_kpi.cli.prompts import confirm

        question = ngettext("Set this target?", "Set these {count} targets?", len(agreed))
        confirm(question.format(count=len(agreed)))
    agreed, _none = set_rows(at, read, keep=True)
    if not is_quiet(ctx):
        from nanhu_kpi.render.sheets.echo import undo_hint

        batch = agreed[0].batch.id.hex()[-6:]
        done = ngettext("Set {count} target", "Set {count} targets", len(agreed)).format(count=len(agreed))
        click.echo(f"\n{done}  #{batch}  {undo_hint(batch)}")
