"""`measure import`: owners, supporting units, leaders and what else a file says of measures, shown and then set."""

# Annotations are evaluated here, and not kept as text: Typer would compile each of them twice at every start.

import typer

from nanhu_kpi.cli.commands.imports.import_ import input_format, tell_of_ignored, tell_of_table
from nanhu_kpi.cli.commands.imports.import_problems import keep_apart, refuse_problems, told_in
from nanhu_kpi.cli.commands.targets.target_renew import DryRunOption, YesOption
from nanhu_kpi.cli.context import ledger_of, say
from nanhu_kpi.cli.options import (
    ByOption,
    IgnoreExtraOption,
    InputFileArgument,
    InputFormatOption,
    ProblemsOption,
    WorksheetOption,
)
from nanhu_kpi.cli.output import is_wanted, print_done
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import MEASURES_OF_FILE_NOT_CONFIRMED
from nanhu_kpi.exchange.readers.headers import read_measure_header
from nanhu_kpi.i18n import _, ngettext
from nanhu_kpi.render.sheets.definitions import edited_sheet
from nanhu_kpi.service.definitions.definitions import set_measure_rows
from nanhu_kpi.service.imports.file_rows import file_rows


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
    ledger = ledger_of(ctx, by)
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
    edited, found = set_measure_rows(ledger, read, keep=False)
    refuse_problems(file, lambda: iter(found), len(found), problems)
    count = len(edited.changes)
    if not count:
        say(ctx, _("Nothing to change: the measures already have these values."))
        return
    tried = ngettext(
        "{count} change to make; nothing was changed. To make it, leave out --dry-run.",
        "{count} changes to make; nothing was changed. To make them, leave out --dry-run.",
        count,
    )
    if is_wanted(
        ctx, lambda: edited_sheet(edited.things, edited.changes), yes=yes, dry_run=dry_run,
        told=tried.format(count=count),
        question=ngettext("Make this change?", "Make these {count} changes?", count).format(count=count),
        unconfirmed=Usage(MEASURES_OF_FILE_NOT_CONFIRMED, count=count),
    ):  # fmt: skip
        done, _none = set_measure_rows(ledger, read, keep=True)
        if done.batch is not None:
            told = ngettext("Made {count} change", "Made {count} changes", len(done.changes))
            print_done(ctx, told.format(count=len(done.changes)), done.batch.id)
