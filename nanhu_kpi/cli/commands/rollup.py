"""`rollup`: many offices side by side."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nanhu_kpi.cli.commands.imports.import_problems import LISTED, say_left, write_list
from nanhu_kpi.cli.context import clock_of, end_with_finding, is_quiet, say
from nanhu_kpi.cli.frame import commands, examples
from nanhu_kpi.cli.options import AsOfOption, KnownOption, OutputOption, ProblemsOption, offered, options_given
from nanhu_kpi.cli.output import emit, print_sheets, print_to_stderr, script_stream
from nanhu_kpi.cli.paper_output import (
    PaperFormatOption,
    form_asked,
    paper_format,
    refuse_on_terminal,
    write_papers,
)
from nanhu_kpi.cli.progress import Progress
from nanhu_kpi.days import office_day
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.rollup import (
    PARTIAL_NEEDS_FILE,
    PARTIAL_STANDS_ALONE,
    TABLE_OR_MEASURE,
    UNFIT_JOBS,
    UNKNOWN_PROBLEM_CONDITION,
    UNKNOWN_TABLE,
)
from nanhu_kpi.exchange.formats import FOR_SCRIPTS, FileFormat
from nanhu_kpi.exchange.formulas import guarded
from nanhu_kpi.i18n import _
from nanhu_kpi.service.export import write_rollup
from nanhu_kpi.service.rollup.places import PART_ENDING
from nanhu_kpi.service.rollup.rollup import RollupWish, gather, report_of
from nanhu_kpi.settings import Settings
from nanhu_kpi.text import visible

if TYPE_CHECKING:
    import click

    from nanhu_kpi.render.sheet import Sheet
    from nanhu_kpi.rollup_result import RollupReport

app = commands()


class RollupTable(StrEnum):
    """Which of the tables is wanted."""

    OFFICES = "offices"
    MEASURES = "measures"


@app.command(
    "rollup",
    help=_("Put many offices side by side: how each stands, and what they come to together."),
    epilog=examples(
        "nanhu-kpi rollup . --as-of 2024-06-30",
        _("The offices whose databases lie in this folder, as of the middle of the year."),
        "nanhu-kpi rollup . --measure JJ09",
        _("The offices that are red in one measure, by name."),
        "nanhu-kpi rollup . --as-of 2024-06-30 --partial -o city.part",
        _("One file for the level above, which rolls it up with others."),
    ),
)
def rollup(
    ctx: typer.Context,
    places: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=_("PLACE ..."),
            help=_("Files, folders or patterns of offices' databases and partial files, or addresses such as s3://."),
            show_default=False,
        ),
    ] = None,
    as_of: AsOfOption = None,
    known: KnownOption = None,
    measure: Annotated[
        str | None, offered("codes", "--measure", "-m", help_=_("The offices that are red in one measure, by name."))
    ] = None,
    table: Annotated[
        str | None,
        offered(
            "rollup_tables",
            "--table",
            help_=_("offices or measures alone. Default: both; in a format with one table, offices."),
        ),
    ] = None,
    by: Annotated[
        str | None,
        offered(
            "rollup_groups",
            "--by",
            help_=_("Group offices by the first digits of their codes, such as 6; or by parent, as --offices says."),
        ),
    ] = None,
    offices: Annotated[
        Path | None,
        typer.Option(
            "--offices",
            metavar=_("FILE"),
            help=_("A map of offices, as CSV: path, code, name, parent. Those without a file are listed."),
        ),
    ] = None,
    partial: Annotated[
        bool,
        typer.Option("--partial", help=_("Write a partial file, which is a place of another rollup: -o city.part")),
    ] = False,
    problems: ProblemsOption = None,
    fail_on: Annotated[
        list[str] | None,
        offered("problems", "--fail-on", help_=_("problems: exit with 10 if a file or an office has any.")),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", "-j", metavar=_("NUMBER"), help=_("Processes that read files. Default: one for each core.")
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar=_("ADDRESS"),
            help=_("Have a Dask cluster read the files: tls://HOST:PORT; tcp:// only on this machine."),
        ),
    ] = None,
    format_: PaperFormatOption = None,
    output: OutputOption = None,
) -> None:
    for condition in fail_on or ():
        if condition.strip().casefold() != "problems":
            raise Usage(UNKNOWN_PROBLEM_CONDITION, text=condition, known=["problems"])
    if jobs is not None and jobs < 1:
        raise Usage(UNFIT_JOBS)
    wanted = _table_asked(table, measure)
    partial = partial or (output is not None and output.suffix.lower() == PART_ENDING and format_ is None)
    form = "" if partial else form_asked(format_, output)
    refuse_on_terminal(form, output, "rollup")
    if partial:
        if given := options_given({"--measure": measure, "--table": table, "--by": by, "--format": format_}):
            raise Usage(PARTIAL_STANDS_ALONE, options=given)
        if output is None and sys.stdout.isatty():
            raise Usage(PARTIAL_NEEDS_FILE, name=f"offices{PART_ENDING}")
    wish = RollupWish(tuple(places or ()), as_of, known, offices, by, scheduler, jobs)
    clock = clock_of(ctx)
    with Progress(is_quiet(ctx)) as progress:
        gathered = gather(wish, clock, progress.read_files)
    report = report_of(gathered, measure)
    if fail_on and report.problems:
        end_with_finding(ctx)
    _tell(ctx, report, problems)
    if partial:
        from nanhu_kpi.exchange.part import write_part

        with script_stream(output) as stream:
            write_part(gathered.part, stream.buffer)
        return
    if form in FOR_SCRIPTS:
        what = "rollup_measure" if measure is not None else f"rollup_{wanted or RollupTable.OFFICES}"
        emit(ctx, FileFormat(form), output, tuple, lambda fmt, stream: write_rollup(report, what, fmt, stream))
        return
    sheets = _sheets(report, wanted)
    if on_paper := paper_format(form):
        from nanhu_kpi.render.sheets.rollup import rollup_paper, rollup_problems_sheet

        if report.problems:
            sheets.append(rollup_problems_sheet(report.problems))
        printed = office_day(clock(), Settings().zone)
        write_papers(ctx, [rollup_paper(sheets, report.as_of, printed)], on_paper, output)
    else:
        print_sheets(ctx, sheets, FileFormat(form), output)


def _table_asked(table: str | None, measure: str | None) -> RollupTable | None:
    if table is None:
        return None
    if measure is not None:
        raise Usage(TABLE_OR_MEASURE)
    try:
        return RollupTable(table.strip().casefold())
    except ValueError:
        raise Usage(UNKNOWN_TABLE, text=table, known=list(RollupTable)) from None


def _sheets(report: RollupReport, wanted: RollupTable | None) -> list[Sheet]:
    from nanhu_kpi.render.sheets.rollup import measure_sheet, measures_sheet, offices_sheet

    if report.measure:
        return [measure_sheet(report)]
    makers = {RollupTable.OFFICES: offices_sheet, RollupTable.MEASURES: measures_sheet}
    return [make(report) for table, make in makers.items() if wanted in (None, table)]


def _tell(ctx: click.Context, report: RollupReport, path: Path | None) -> None:
    """Say on stderr what is wrong, the first of it, and write all of it to a file if asked."""
    from nanhu_kpi.render.sheets.rollup import duplicates_remark, problem_word, rollup_problems_sheet

    if path is not None:
        header = [_("File"), _("Office code"), _("Kind"), _("Problem")]
        cells = ((guarded(visible(each.file)), each.office, each.kind, problem_word(each)) for each in report.problems)
        write_list(path, header, cells)
    if remark := duplicates_remark(report):
        say(ctx, remark)
    if not report.problems:
        return
    print_to_stderr(rollup_problems_sheet(report.problems, LISTED))
    say_left(len(report.problems), written=path is not None)
