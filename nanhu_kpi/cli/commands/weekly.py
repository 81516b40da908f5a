"""`weekly`: the week's sheet, on screen, on paper and for scripts."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from nanhu_kpi.cli.context import desk, say
from nanhu_kpi.cli.frame import commands
from nanhu_kpi.cli.options import KnownOption, OutputOption, OwnerOption, SelectArgument
from nanhu_kpi.cli.output import people_stream, script_stream
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.export import NOT_FOR_TERMINAL
from nanhu_kpi.errors.usage import UNKNOWN_FORMAT
from nanhu_kpi.errors.weekly import DOCX_MISSING
from nanhu_kpi.exchange.writers.rows import Format
from nanhu_kpi.i18n import _, listed
from nanhu_kpi.service.export import write_weekly
from nanhu_kpi.service.weekly import weekly as weeks_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nanhu_kpi.render.paper.blocks import Paper

app = commands()


class Form(StrEnum):
    """Every form of the week's sheet."""

    TABLE = "table"
    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    XLSX = "xlsx"

    @property
    def for_scripts(self) -> bool:
        """Whether this is one of the exports' forms."""
        return self in (Form.CSV, Form.TSV, Form.JSON, Form.JSONL, Form.XLSX)


_ENDINGS = {
    ".txt": Form.PLAIN, ".md": Form.MARKDOWN, ".html": Form.HTML, ".htm": Form.HTML, ".docx": Form.DOCX,
    ".csv": Form.CSV, ".tsv": Form.TSV, ".json": Form.JSON, ".jsonl": Form.JSONL, ".xlsx": Form.XLSX,
}  # fmt: skip


@app.command("weekly", help=_("The week's sheet for the leadership: on screen, on paper, in a file."))
def weekly(
    ctx: typer.Context,
    select: SelectArgument = None,
    week: Annotated[
        str | None,
        typer.Option(
            "--week", metavar=_("WEEK"), help=_("2024-W26, 26, last, this, or a day in it; else the last full one.")
        ),
    ] = None,
    owner: OwnerOption = None,
    known: KnownOption = None,
    printed: Annotated[
        str | None,
        typer.Option(
            "--printed",
            metavar=_("DAY"),
            help=_("The day of printing on the sheet; else today, or the day of --known."),
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", envvar="NANHU_BY", metavar=_("NAME"), help=_("Who prepared it; else your login name.")),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar=_("FORMAT"),
            help=_("table, plain, markdown, html, docx, csv, tsv, json, jsonl or xlsx."),
            show_default=False,
        ),
    ] = None,
    output: OutputOption = None,
    width: Annotated[
        int,
        typer.Option(
            "--width", min=60, metavar=_("N"), help=_("Columns of plain text: 80, or 132 for the whole table.")
        ),
    ] = 80,
    form_feed: Annotated[
        bool, typer.Option("--form-feed", help=_("A form feed between two sheets of plain text, for a line printer."))
    ] = False,
) -> None:
    """The week's sheet: where the measures stand, what moved, what needs attention, who has not reported."""
    form = _form_of(format_, output)
    if form in (Form.DOCX, Form.XLSX) and output is None and sys.stdout.isatty():
        raise Usage(NOT_FOR_TERMINAL, name=f"weekly.{form}")
    sheets = weeks_of(desk(ctx, by), select or [], week=week, owner=owner or "", known=known, printed=printed)
    if form.for_scripts:
        with script_stream(output) as stream:
            write_weekly(sheets, Format(form), stream)
        return
    from nanhu_kpi.render.weekly.paper import paper_of

    dropped = _write(form, [paper_of(sheet) for sheet in sheets], output, width, form_feeds=form_feed)
    if dropped:
        say(
            ctx,
            _("Left out for want of width ({count}): {columns}. Widen the window, or use -f plain.").format(
                count=len(dropped), columns=listed(dropped)
            ),
        )


def _form_of(format_: str | None, output: Path | None) -> Form:
    """Return the form asked for, else the one that FILE's ending names, else what fits stdout. Raises UnknownFormat."""
    if format_ is not None:
        form = next((form for form in Form if form == format_.strip().lower()), None)
        if form is None:
            raise Usage(UNKNOWN_FORMAT, text=format_, known=tuple(Form))
        return form
    if output is not None and output.suffix:
        form = _ENDINGS.get(output.suffix.lower())
        if form is None:
            raise Usage(UNKNOWN_FORMAT, text=output.name, known=tuple(_ENDINGS))
        return form
    return Form.TABLE if output is None and sys.stdout.isatty() else Form.PLAIN


def _write(form: Form, papers: Sequence[Paper], output: Path | None, width: int, *, form_feeds: bool) -> list[str]:
    """Write the papers, and return the headers of the columns that found no room on the screen."""
    if form is Form.DOCX:
        try:
            from nanhu_kpi.render.paper.docx import write_docx
        except ModuleNotFoundError as error:
            raise Usage(DOCX_MISSING) from error
        with script_stream(output) as stream:
            write_docx(papers, stream.buffer)
        return []
    if form is Form.HTML:
        from nanhu_kpi.render.paper.html import html_of

        with script_stream(output) as stream:  # the page says that it is UTF-8
            stream.write(html_of(papers))
        return []
    with people_stream(output) as stream:
        if form is Form.TABLE:
            from nanhu_kpi.render.paper.terminal import print_papers

            return print_papers(papers, stream)
        if form is Form.MARKDOWN:
            from nanhu_kpi.render.paper.markdown import markdown_of

            stream.write(markdown_of(papers))
        else:
            from nanhu_kpi.render.paper.text import text_of

            stream.write(text_of(papers, width, form_feeds=form_feeds))
    return []
