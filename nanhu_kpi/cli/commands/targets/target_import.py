"""`target import`: the targets of a file, shown, and set once confirmed."""

# Annotations are evaluated here, and not kept as text: Typer would compile each of them twice at every start.

import typer

from nanhu_kpi.cli.commands.imports.import_ import import_file, input_format, tell_of_ignored, tell_of_table
from nanhu_kpi.cli.commands.imports.import_problems import keep_apart, refuse_problems, told_in
from nanhu_kpi.cli.commands.targets.target_renew import DryRunOption, YesOption, tried_word
from nanhu_kpi.cli.context import ledger_of
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
from nanhu_kpi.errors.usage import TARGETS_OF_FILE_NOT_CONFIRMED
from nanhu_kpi.i18n import ngettext
from nanhu_kpi.render.sheet import Sheet
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
    ledger = ledger_of(ctx, by)
    with told_in(problems):
        read = read_rows(file, input_format(format_), sheet, ignore_extra=ignore_extra)
    if read.header is None:
        import_file(ctx, file, format_=format_, sheet=sheet, dry_run=dry_run, yes=yes, problems=problems, by=by)
        return
    tell_of_table(ctx, read)
    tell_of_ignored(ctx, read.header.ignored)
    agreed, found = set_rows(ledger, read, keep=False)
    refuse_problems(file, lambda: iter(found), len(found), problems)
    count = len(agreed)

    def shown() -> Sheet:
        from nanhu_kpi.render.sheets.targets import agreed_sheet

        return agreed_sheet(agreed)

    if is_wanted(
        ctx, shown, yes=yes, dry_run=dry_run, told=tried_word(count),
        question=ngettext("Set this target?", "Set these {count} targets?", count).format(count=count),
        unconfirmed=Usage(TARGETS_OF_FILE_NOT_CONFIRMED, count=count),
    ):  # fmt: skip
        done, _none = set_rows(ledger, read, keep=True)
        told = ngettext("Set {count} target", "Set {count} targets", count)
        print_done(ctx, told.format(count=count), done[0].batch.id)
