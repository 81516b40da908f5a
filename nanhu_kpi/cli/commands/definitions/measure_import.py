"""`measure import`: owners, supporting units, leaders and what else a file says of measures, shown and then set."""

# Annotations are evaluated here, and not kept as text: Typer would compile each of them twice at every start.

import click
import typer

from nanhu_kpi.cli.commands.imports.import_ import input_format, tell_of_ignored, tell_of_table
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
from nanhu_kpi.errors.usage import MEASURES_OF_FILE_NOT_CONFIRMED
from nanhu_kpi.exchange.readers.headers import read_measure_header
from nanhu_kpi.i18n import _, ngettext
from nanhu_kpi.render.sheets.definitions import edited_sheet
from nanhu_kpi.render.sheets.echo import undo_hint
from nanhu_kpi.service.definitions.definitions import set_measure_rows
from nanhu_kpi.service.imports.file_rows import file_rows
from nanhu_kpi.text import short_name


def import_measures(
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
    """Change the measures of a file: all of them, or none."""
    if problems:
        keep_apart(problems, file)
    at = ledger_of(ctx, by)
    with told_in(problems):
        read = file_rows(
            file,
            input_format(format_),
            sheet,
            lambda names: read_measure_header(file, names, ignore_extra=ignore_extra),
        )
    assert read.header is not None
    tell_of_table(ctx, read)
    tell_of_ignored(ctx, read.header.ignored)
    edited, found = set_measure_rows(at, read, keep=False)
    refuse_problems(file, found, problems)
    count = len(edited.changes)
    if not count:
        say(ctx, _("Nothing to change: the measures already have these values."))
        return
    if not (yes or dry_run or may_ask()):
        raise Usage(MEASURES_OF_FILE_NOT_CONFIRMED, count=count)
    if not is_quiet(ctx) or not yes:
        print_sheets(ctx, [edited_sheet(edited.things, edited.changes)])
    if dry_run:
        sentence = ngettext(
            "{count} change to make; nothing was changed. To make it, leave out --dry-run.",
            "{count} changes to make; nothing was changed. To make them, leave out --dry-run.",
            count,
        )
        say(ctx, sentence.format(count=count))
        return
    if not yes:
        from nanhu_kpi.cli.prompts import confirm

        confirm(ngettext("Make this change?", "Make these {count} changes?", count).format(count=count))
    edited, _none = set_measure_rows(at, read, keep=True)
    if edited.batch is not None and not is_quiet(ctx):
        batch = short_name(edited.batch.id)
        done = ngettext("Made {count} change", "Made {count} changes", len(edited.changes))
        click.echo(f"\n{done.format(count=len(edited.changes))}  #{batch}  {undo_hint(batch)}")
