"""`weekly`: the week's sheet, on screen, on paper and for scripts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from nanhu_kpi.cli.context import ledger_of, say
from nanhu_kpi.cli.frame import commands
from nanhu_kpi.cli.options import KnownOption, OutputOption, OwnerOption, SelectArgument
from nanhu_kpi.cli.output import people_stream, say_written, script_stream
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.export import NOT_FOR_TERMINAL
from nanhu_kpi.errors.weekly import BRIEF_ON_PAPER
from nanhu_kpi.exchange.formats import FOR_SCRIPTS, SCRIPT_ENDINGS, FileFormat, fitting, format_chosen
from nanhu_kpi.i18n import _, listed
from nanhu_kpi.render.paper.formats import PAPER_FORMATS, PaperLayout
from nanhu_kpi.service.export import write_weekly
from nanhu_kpi.service.weekly import weekly as weeks_of

if TYPE_CHECKING:
    from pathlib import Path

app = commands()

_NAMES: list[str] = [*(each.name for each in PAPER_FORMATS), *FOR_SCRIPTS]


@app.command("weekly", help=_("The weekly sheet: on screen, on paper or in a file."))
def weekly(
    ctx: typer.Context,
    select: SelectArgument = None,
    week: Annotated[
        str | None,
        typer.Option(
            "--week",
            metavar=_("WEEK"),
            help=_("Week: 2024-W26, 26, last, this, or a day in it. Default: the last full week."),
        ),
    ] = None,
    owner: OwnerOption = None,
    known: KnownOption = None,
    printed: Annotated[
        str | None,
        typer.Option(
            "--printed",
            metavar=_("DAY"),
            help=_("Day the sheet is prepared on. Default: the day of --known, the Monday after the week, or today."),
        ),
    ] = None,
    brief: Annotated[
        bool, typer.Option("--brief", help=_("The first page alone: the brief, without what stands behind it."))
    ] = False,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", envvar="NANHU_BY", metavar=_("OFFICER"), help=_("Who prepares it. Default: the login name.")
        ),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar=_("FORMAT"),
            help=_(
                "{formats} or {last}. Default: by the ending of FILE, else a table on screen and plain text elsewhere."
            ).format(formats=listed(_NAMES[:-1]), last=_NAMES[-1]),
            show_default=False,
        ),
    ] = None,
    output: OutputOption = None,
    width: Annotated[
        int,
        typer.Option(
            "--width",
            min=60,
            metavar=_("WIDTH"),
            help=_("Characters in a line of plain text: 80, or 132 for all columns."),
        ),
    ] = 80,
    form_feed: Annotated[
        bool,
        typer.Option("--form-feed", help=_("Put a form feed between two sheets of plain text, for a line printer.")),
    ] = False,
) -> None:
    """The week's sheet: where the measures stand, what moved, what needs attention, who has not reported."""
    form = _format_asked(format_, output)
    paper_format = next((each for each in PAPER_FORMATS if each.name == form), None)
    for_terminal = paper_format.for_terminal if paper_format else form != FileFormat.XLSX
    if not for_terminal and output is None and sys.stdout.isatty():
        raise Usage(NOT_FOR_TERMINAL, name=f"weekly.{form}")
    sheets = weeks_of(ledger_of(ctx, by), select or [], week=week, owner=owner or "", known=known, printed=printed)
    if paper_format is None:
        if brief:
            raise Usage(BRIEF_ON_PAPER, format=form)
        with script_stream(output) as stream:
            count = write_weekly(sheets, FileFormat(form), stream)
        say_written(ctx, output, count)
        return
    from nanhu_kpi.render.weekly.paper import paper_of

    papers = [paper_of(sheet, brief_alone=brief) for sheet in sheets]
    write = paper_format.loaded()
    with (script_stream if paper_format.utf8 else people_stream)(output) as stream:
        dropped = write(papers, stream, PaperLayout(width, form_feed))
    say_written(ctx, output, pages=len(papers))
    if dropped:
        say(
            ctx,
            _("Hidden to fit the width ({count}): {columns}. Widen the window, or use -f plain.").format(
                count=len(dropped), columns=listed(dropped)
            ),
        )


def _format_asked(format_: str | None, output: Path | None) -> str:
    """Return the format asked for, else the one that FILE's ending names, else what fits stdout."""
    known: list[str] = [*(each.name for each in PAPER_FORMATS), *FOR_SCRIPTS]
    endings: dict[str, str] = {ending: each.name for each in PAPER_FORMATS for ending in each.endings}
    return format_chosen(format_, output, known, {**endings, **SCRIPT_ENDINGS}) or fitting(output)
