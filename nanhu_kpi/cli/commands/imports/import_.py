"""`import`: files of rows in, previewed, and recorded as one batch."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import click
import typer

from nanhu_kpi.cli.commands.imports.import_problems import (
    keep_apart,
    refuse_problems,
    told_in,
)
from nanhu_kpi.cli.commands.imports.import_template import write_template
from nanhu_kpi.cli.context import is_quiet, ledger_of, may_ask, say, say_tried
from nanhu_kpi.cli.frame import commands, examples, refuse_extra
from nanhu_kpi.cli.options import (
    ByOption,
    IgnoreExtraOption,
    InputFormatOption,
    OwnerOption,
    ProblemsOption,
    WorksheetOption,
    offered,
    offered_argument,
)
from nanhu_kpi.cli.output import print_done, print_sheets
from nanhu_kpi.cli.progress import Progress
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.imports import (
    FILE_WANTED,
    IMPORT_NOT_CONFIRMED,
    OWNER_OF_TEMPLATE,
    UNKNOWN_INPUT_FORMAT,
)
from nanhu_kpi.exchange.formats import FOR_READING, FileFormat, format_named
from nanhu_kpi.i18n import _, listed, ngettext
from nanhu_kpi.render.refusals import names_listed
from nanhu_kpi.scorecard.results import Effect
from nanhu_kpi.service.imports.review import Asked, Review, reviewed
from nanhu_kpi.text import short_name, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nanhu_kpi.model import Batch
    from nanhu_kpi.service.imports.file_rows import FileRows
    from nanhu_kpi.service.imports.restore import RestoredExport

app = commands()


@app.command(
    "import",
    help=_("Import a file of entries: all of its rows or none."),
    epilog=examples(
        _("nanhu-kpi import june.csv --dry-run"),
        _("Check a file and show what it would change."),
        _("nanhu-kpi import june.csv --yes"),
        _("Record all of it, without being asked."),
        "nanhu-kpi import --template",
        _("A form to fill in, with what is known of each measure."),
    ),
)
def import_file(
    ctx: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar=_("[FILE]"),
            help=_(
                "A csv, tsv, json, jsonl, xlsx or xls file; - for standard input. With --template: the file to write."
            ),
            show_default=False,
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        offered_argument(
            "codes",
            help_=_(
                "With --template: areas, goals, codes or words of a name. Default: all with a target and work left."
            ),
            metavar=_("[SELECT ...]"),
        ),
    ] = None,
    template: Annotated[
        bool,
        typer.Option(
            "--template", help=_("Write a form to fill in, with what is known of each measure; nothing is imported.")
        ),
    ] = False,
    owner: OwnerOption = None,
    format_: InputFormatOption = None,
    sheet: WorksheetOption = "",
    encoding: Annotated[
        str,
        offered(
            "encodings",
            "--encoding",
            help_=_("Encoding of a text file: UTF-8, GB18030, Big5 or UTF-16. Default: by its content."),
        ),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show the effect on each measure; nothing is recorded."))
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help=_("Record without asking."))] = False,
    problems: ProblemsOption = None,
    ignore_extra: IgnoreExtraOption = False,
    date: Annotated[
        str, offered("days", "--date", "-d", help_=_("Day of the rows without one, such as 2024-06-30."))
    ] = "",
    note: Annotated[str, typer.Option("--note", "-n", metavar=_("NOTE"), help=_("Note of the rows without one."))] = "",
    again: Annotated[
        bool, typer.Option("--again", help=_("Record rows without keys again, though the same were imported before."))
    ] = False,
    by: ByOption = None,
) -> None:
    if template:
        words = [*([file] if file is not None else []), *(select or [])]
        write_template(ctx, ledger_of(ctx, by), words, input_format(format_), owner or "", date.strip() or None)
        return
    if owner is not None:
        raise Usage(OWNER_OF_TEMPLATE)
    if select:
        refuse_extra(ctx, select)
    if not file:
        raise Usage(FILE_WANTED)
    ledger = ledger_of(ctx, by)
    asked = Asked(
        file,
        input_format(format_),
        date.strip(),
        note if note.strip() else "",
        ignore_extra,
        again,
        sheet,
        encoding.strip(),
    )
    if problems:
        keep_apart(problems, file)
    with ExitStack() as stack:
        progress = stack.enter_context(Progress(is_quiet(ctx)))
        with told_in(problems):
            review = stack.enter_context(reviewed(ledger, asked, progress.read))
        progress.stop()
        _tell_of_file(ctx, review, with_texts=dry_run or not yes)
        refuse_problems(file, review.problems, review.problem_count, problems)
        if not review.count and not review.voids:
            told = ngettext(
                "Nothing to import: the file's row is recorded already.",
                "Nothing to import: all {count} rows are recorded already.",
                review.there,
            )
            say(ctx, told.format(count=review.there))
            return
        if not (yes or dry_run or may_ask()):
            raise Usage(IMPORT_NOT_CONFIRMED, count=review.count)
        if dry_run or not yes:
            with progress.going_on(_("Calculating")):
                effects = review.effects()
            _print_effects(ctx, effects)
        if dry_run:
            say_tried(ctx, review.count)
            return
        if not yes:
            _ask(review)
        doing = ngettext("Recording {count} entry", "Recording {count} entries", review.count)
        with progress.going_on(doing.format(count=review.count)):
            batch, effects = review.record(with_effects=yes and not is_quiet(ctx))
        if not is_quiet(ctx):
            if yes:
                _print_effects(ctx, effects)
            _echo(ctx, review, batch)


def input_format(text: str | None) -> FileFormat | None:
    """Return the format of that name, None for no name. Raises UNKNOWN_INPUT_FORMAT."""
    if text is None:
        return None
    named = format_named(text, FOR_READING)
    if named is None:
        raise Usage(UNKNOWN_INPUT_FORMAT, text=text, known=FOR_READING)
    return named


def _tell_of_file(ctx: click.Context, review: Review | RestoredExport, *, with_texts: bool) -> None:
    is_other = review.encoding not in ("", "UTF-8")
    if is_other:
        say(ctx, _("The file is read as {encoding}, not as UTF-8.").format(encoding=review.encoding))
    if (is_other or with_texts) and review.first_texts:
        say(
            ctx,
            _("Its first texts: {texts}").format(texts=listed([f"“{shortened(each)}”" for each in review.first_texts])),
        )
    tell_of_table(ctx, review)
    if review.blank_rows:
        told = ngettext(
            "Skipped {count} row that was not filled in: {rows}",
            "Skipped {count} rows that were not filled in: {rows}",
            len(review.blank_rows),
        )
        say(ctx, told.format(count=len(review.blank_rows), rows=names_listed(review.blank_rows)))
    if review.is_newest_first and review.rows_in_turn:
        told = _("The newest day comes first in the file, so rows of one day count from the bottom up: {rows}")
        say(ctx, told.format(rows=names_listed(review.rows_in_turn)))
    if review.rows_in_totals:
        told = _("Rows contained in a total of the same day and not added to it: {rows}")
        say(ctx, told.format(rows=names_listed(review.rows_in_totals)))
    if review.rows_typed:
        told = _("Rows equal to an entry typed before, counted in addition: {rows}")
        rows = [f"{number} (#{short_name(id_)}, {officer})" for number, id_, officer in review.rows_typed]
        say(ctx, told.format(rows=names_listed(rows)))
    tell_of_ignored(ctx, review.ignored)


def tell_of_table(ctx: click.Context, read: Review | RestoredExport | FileRows) -> None:
    """Say what was passed over above the header and in hidden sheets, and which rows and columns are hidden."""
    if read.above:
        above = [f"{row} “{shortened(text)}”" for row, text in read.above]
        say(ctx, _("Skipped rows above the header: {rows}").format(rows=listed(above)))
    if read.hidden_sheets:
        say(ctx, _("Skipped hidden worksheets: {sheets}").format(sheets=names_listed(read.hidden_sheets)))
    if read.hidden_rows:
        say(ctx, _("Hidden rows, read as well: {rows}").format(rows=names_listed(read.hidden_rows)))
    if read.hidden_columns:
        say(ctx, _("Hidden columns, read as well: {columns}").format(columns=names_listed(read.hidden_columns)))


def tell_of_ignored(ctx: click.Context, columns: Sequence[str]) -> None:
    """Say which columns were passed over."""
    if columns:
        say(ctx, _("Skipped columns: {columns}").format(columns=names_listed(columns)))


def _ask(review: Review | RestoredExport) -> None:
    from nanhu_kpi.cli.prompts import confirm

    question = ngettext("Record this entry?", "Record these {count} entries?", review.count)
    confirm(question.format(count=review.count))


def _print_effects(ctx: click.Context, effects: Sequence[Effect]) -> None:
    """Print what the import touches; a measure all of whose rows are there already is passed over."""
    from nanhu_kpi.render.sheets.imports import effects_sheet

    if touched := [each for each in effects if each.added or each.before != each.after]:
        print_sheets(ctx, [effects_sheet(touched)])


def _echo(ctx: click.Context, review: Review | RestoredExport, batch: Batch | None) -> None:
    done = ngettext("Recorded {count} entry", "Recorded {count} entries", review.count).format(count=review.count)
    if review.there:
        done += "  " + _("{count} already recorded").format(count=review.there)
    if review.voids:
        done += "  " + _("{count} voided as in the file").format(count=review.voids)
    if batch is None:
        click.echo(f"\n{done}")
        kept = _("Each row keeps its original batch, named in the column batch. To undo one: nanhu-kpi undo BATCH")
        say(ctx, kept)
        return
    print_done(ctx, done, batch.id)
