"""Papers where they are asked for: which format is meant, and the papers written in it."""

# Annotations are evaluated here, and not kept as text: Typer would compile each of them twice at every start.

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click

from nanhu_kpi.cli.options import offered
from nanhu_kpi.cli.output import people_stream, say_hidden, say_written, script_stream
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.export import NOT_FOR_TERMINAL
from nanhu_kpi.exchange.formats import FOR_SCRIPTS, SCRIPT_ENDINGS, FileFormat, fitting, format_chosen
from nanhu_kpi.i18n import _, listed
from nanhu_kpi.render.paper.formats import PAPER_FORMATS, PaperFormat, PaperLayout

if TYPE_CHECKING:
    from nanhu_kpi.render.paper.blocks import Paper

_NAMES: list[str] = [*(each.name for each in PAPER_FORMATS), *FOR_SCRIPTS]
_FORMATS = _("{formats} or {last}. Default: by the ending of FILE, else a table on screen and plain text elsewhere.")
_LAYOUT = PaperLayout(80, form_feeds=False)
_ON_SCREEN = (FileFormat.TABLE, FileFormat.PLAIN)

PaperFormatOption = Annotated[
    str | None,
    offered("paper_formats", "--format", "-f", help_=_FORMATS.format(formats=listed(_NAMES[:-1]), last=_NAMES[-1])),
]


def form_asked(format_: str | None, output: Path | None) -> str:
    """Return the format asked for, else the one that FILE's ending names, else what fits stdout."""
    known: list[str] = [*(each.name for each in PAPER_FORMATS), *FOR_SCRIPTS]
    endings: dict[str, str] = {ending: each.name for each in PAPER_FORMATS for ending in each.endings}
    return format_chosen(format_, output, known, {**endings, **SCRIPT_ENDINGS}) or fitting(output)


def paper_format(form: str, *, screens: bool = False) -> PaperFormat | None:
    """Return the format of a paper, None for one of scripts; with `screens` also the two in which others than papers
    are shown on a screen."""
    if form in _ON_SCREEN and not screens:
        return None
    return next((each for each in PAPER_FORMATS if each.name == form), None)


def refuse_on_terminal(form: str, output: Path | None, name: str) -> None:
    """Refuse what a terminal cannot show where it would go there. Raises NOT_FOR_TERMINAL."""
    known = paper_format(form, screens=True)
    for_terminal = known.for_terminal if known else form != FileFormat.XLSX
    if not for_terminal and output is None and sys.stdout.isatty():
        raise Usage(NOT_FOR_TERMINAL, name=f"{name}.{form}")


def write_papers(
    ctx: click.Context,
    papers: Sequence["Paper"],
    format_: PaperFormat,
    output: Path | None,
    layout: PaperLayout = _LAYOUT,
    *,
    counted: bool = False,
) -> None:
    """Write papers in a format, and say which columns found no room, and where wanted how many sheets they are."""
    write = format_.loaded()
    with (script_stream if format_.utf8 else people_stream)(output) as stream:
        dropped = write(papers, stream, layout)
    say_written(ctx, output, sheets=len(papers) if counted else None)
    say_hidden(ctx, dropped)
