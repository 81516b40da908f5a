"""Where results go and in which form: a table in a terminal, aligned text elsewhere, files for scripts."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, TextIO

import click

from nanhu_kpi.cli.context import is_quiet, may_ask, may_page, say
from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.export import NOT_FOR_TERMINAL
from nanhu_kpi.exchange.formats import FileFormat, fitting
from nanhu_kpi.i18n import _, listed, ngettext
from nanhu_kpi.text import short_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from nanhu_kpi.cli.progress import Progress
    from nanhu_kpi.render.sheet import Sheet

# They take UTF-8 and have no braille to show it with.
_PLAIN_TERMINALS = ("dumb", "linux")
_NAMED, _FEW = 16, 3


def emit(
    ctx: click.Context,
    shape: FileFormat,
    output: Path | None,
    sheets: Callable[[], Sequence[Sheet]],
    rows: Callable[[FileFormat, TextIO], int | None],
    *,
    drawing: str = "",
    progress: Progress | None = None,
) -> None:
    """Write the result: `sheets` for people, `rows` for scripts, which may tell how many they were. Only the one that
    is wanted is made.

    A `drawing` stands after the first sheet; `progress` shows that rows are written. Raises NOT_FOR_TERMINAL for a
    workbook without a place to go.
    """
    if shape not in (FileFormat.TABLE, FileFormat.PLAIN):
        if shape is FileFormat.XLSX and output is None and sys.stdout.isatty():
            raise Usage(NOT_FOR_TERMINAL, name=f"{ctx.info_name}.xlsx")
        with progress.going_on(_("Writing")) if progress else nullcontext(), script_stream(output) as stream:
            count = rows(shape, stream)
        say_written(ctx, output, count)
        return
    print_sheets(ctx, sheets(), shape, output, drawing=drawing)


def print_sheets(
    ctx: click.Context,
    sheets: Sequence[Sheet],
    shape: FileFormat | None = None,
    output: Path | None = None,
    *,
    drawing: str = "",
) -> None:
    """Print sheets for people, and say which columns found no room."""
    with people_stream(output) as stream:
        dropped = _print(sheets, shape or fitting(None), stream, drawing)
    say_written(ctx, output, sum(len(section.rows) for sheet in sheets for section in sheet.sections))
    say_hidden(ctx, dropped)


def drawing_encoding() -> str | None:
    """Return the encoding that a drawing on stdout may use, None for a terminal that has only letters."""
    return None if os.environ.get("TERM") in _PLAIN_TERMINALS else sys.stdout.encoding


def is_on_screen(form: str, output: Path | None) -> bool:
    """Return whether a result is a table in a terminal."""
    return form == FileFormat.TABLE and output is None and sys.stdout.isatty()


def say_written(ctx: click.Context, output: Path | None, rows: int | None = None, sheets: int | None = None) -> None:
    """Say on stderr which file was written, and how much into it; what goes to stdout or to a pipe shows itself."""
    if output is None:
        return
    from nanhu_kpi.exchange.whole_file import is_left_behind

    if not is_left_behind(output):
        return
    if sheets is not None:
        told = ngettext("Written: {path} ({count} sheet)", "Written: {path} ({count} sheets)", sheets)
    elif rows is not None:
        told = ngettext("Written: {path} ({count} row)", "Written: {path} ({count} rows)", rows)
    else:
        told = _("Written: {path}")
    say(ctx, told.format(path=output, count=rows if sheets is None else sheets))


def say_hidden(ctx: click.Context, columns: Sequence[str]) -> None:
    """Say which columns found no room, of a great many the first and the last."""
    if columns:
        named = columns if len(columns) <= _NAMED else [*columns[:_FEW], "...", columns[-1]]
        told = _("Hidden to fit the width ({count}): {columns}. Widen the window, or use -f plain.")
        say(ctx, told.format(count=len(columns), columns=listed(named)))


def print_done(ctx: click.Context, done: str, batch: bytes) -> None:
    """Print what was done as one batch, and how to undo it."""
    if is_quiet(ctx):
        return
    from nanhu_kpi.render.sheets.echo import undo_hint

    name = short_name(batch)
    click.echo(f"\n{done}  #{name}  {undo_hint(name)}")


def is_wanted(
    ctx: click.Context, sheet: Callable[[], Sheet], *, yes: bool, dry_run: bool, told: str, question: str,
    unconfirmed: Usage,
) -> bool:  # fmt: skip
    """Show what a file would set, and return whether it is to be set: not where it is only tried, which is `told`, and
    in a terminal once the question is answered with yes. Raises `unconfirmed` in a script that was not told yes."""
    if not (yes or dry_run or may_ask()):
        raise unconfirmed
    if not is_quiet(ctx) or not yes:
        print_sheets(ctx, [sheet()])
    if dry_run:
        say(ctx, told)
    elif not yes:
        from nanhu_kpi.cli.prompts import confirm

        confirm(question)
    return not dry_run


def print_to_stderr(sheet: Sheet) -> None:
    """Print a sheet beside the result: what is wrong with some of what was read."""
    if sys.stderr.isatty():
        from nanhu_kpi.render.formats.terminal import print_sheet

        print_sheet(sheet, sys.stderr)
    else:
        from nanhu_kpi.render.formats.plain import plain_text

        sys.stderr.write(plain_text(sheet))


def _print(sheets: Sequence[Sheet], shape: FileFormat, stream: TextIO, drawing: str) -> list[str]:
    dropped: list[str] = []
    if shape is FileFormat.PLAIN:
        from nanhu_kpi.render.formats.plain import plain_text

        stream.write("".join(f"{_gap(number, sheet)}{plain_text(sheet)}" for number, sheet in enumerate(sheets)))
        return dropped
    from nanhu_kpi.render.formats.terminal import print_sheet

    for number, sheet in enumerate(sheets):
        stream.write(_gap(number, sheet))
        dropped += [header for header in print_sheet(sheet, stream) if header not in dropped]
        if drawing and number == 0:
            stream.write(f"\n{drawing}")
    return dropped


def _gap(number: int, sheet: Sheet) -> str:
    """Return the blank line before a sheet that begins with its title and is not the first."""
    return "\n" if number and (sheet.title or sheet.headline) else ""


@contextmanager
def script_stream(output: Path | None) -> Iterator[TextIO]:
    """Open stdout, or a file written whole or not at all, for UTF-8 with `\\n`, whatever the locale."""
    if output is not None:
        from nanhu_kpi.exchange.whole_file import whole_file

        with whole_file(output) as stream:
            yield stream
        return
    sys.stdout.flush()
    stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=False)
    try:
        yield stdout
        stdout.flush()
    finally:
        _let_go(stdout)


def _let_go(wrapper: io.TextIOWrapper) -> None:
    """Detach a wrapper without closing what it wraps; where the reader has gone, its last bytes have nowhere to go."""
    try:
        wrapper.detach()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def people_stream(output: Path | None) -> Iterator[TextIO]:
    """Open stdout as it is, or a file written whole or not at all, for UTF-8.

    In a terminal what is taller than the screen goes through a pager.
    """
    if output is None and sys.stdout.isatty() and may_page():
        from nanhu_kpi.cli.pager import Screen, shows

        screen = Screen()
        yield screen
        if not shows(screen.getvalue()):
            sys.stdout.write(screen.getvalue())
        return
    if output is None:
        yield sys.stdout
        return
    from nanhu_kpi.exchange.whole_file import whole_file

    with whole_file(output) as stream:
        yield stream
