"""What is wrong in a file that comes in: the first of it on stderr, all of it in a file."""

from __future__ import annotations

import csv
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING

import click

from nanhu_kpi.cli.context import say_refusal
from nanhu_kpi.cli.output import print_to_stderr, say_written
from nanhu_kpi.errors import BAD_INPUT, N_, BadInput, Refusal, Usage
from nanhu_kpi.errors.import_rows import Problem
from nanhu_kpi.errors.imports import PROBLEMS_FOUND, PROBLEMS_ONTO_INPUT
from nanhu_kpi.errors.values import CannotWriteOutput
from nanhu_kpi.exchange.formulas import guarded
from nanhu_kpi.i18n import _
from nanhu_kpi.render.refusals import sentence
from nanhu_kpi.text import SHORT, shortened, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

LISTED = 20
# A cell may be a whole file behind an open quotation mark.
_WRITTEN = 1000
_COLUMNS = (N_("row"), N_("column"), N_("value"), N_("reason"), N_("near"))


def list_problems(problems: Iterator[Problem], count: int, *, written: bool) -> None:
    """Print the first problems on stderr, and how many more there are; `written` says that all are in a file."""
    from nanhu_kpi.render.sheets.imports import problems_sheet

    first = islice(problems, LISTED)
    sheet = problems_sheet((each.row, each.column, each.value, sentence(each.refusal, SHORT)) for each in first)
    print_to_stderr(sheet)
    say_left(count, written=written)


def say_left(count: int, *, written: bool) -> None:
    """Say how many of so many problems are not listed, and without a file how to have all."""
    if count > LISTED:
        more = _("... and {count} more.") if written else _("... and {count} more. To list all: --problems FILE")
        click.echo(more.format(count=count - LISTED), err=True)


def write_problems(path: Path, problems: Iterable[Problem]) -> None:
    """Write every problem to a file, as CSV that a spreadsheet opens, and say so. Raises CannotWriteOutput."""
    count = write_list(path, [_(name) for name in _COLUMNS], map(_cells, problems))
    say_written(click.get_current_context(), path, count)


def write_list(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write rows to a file, as CSV that a spreadsheet opens, and return how many. Raises CannotWriteOutput."""
    from nanhu_kpi.exchange.whole_file import whole_file

    count = 0
    with whole_file(path) as stream:
        stream.write("\ufeff")  # without it Excel takes UTF-8 for the encoding of its country
        out = csv.writer(stream, lineterminator="\r\n")
        out.writerow(header)
        for count, row in enumerate(rows, start=1):  # noqa: B007 - returned
            out.writerow(row)
    return count


def wrote_problems(path: Path, problems: Iterable[Problem]) -> bool:
    """Write every problem to a file, or say why that cannot be: they are told in any case. Return whether it was."""
    try:
        write_problems(path, problems)
    except CannotWriteOutput as refusal:
        say_refusal(refusal)
        return False
    return True


def refuse_problems(file: str, problems: Callable[[], Iterator[Problem]], count: int, path: Path | None) -> None:
    """List the problems of a file, and write them to `path` where that is given; without any, an empty list. Raises
    PROBLEMS_FOUND where there are any."""
    if count:
        written = path is not None and wrote_problems(path, problems())
        list_problems(problems(), count, written=written)
        raise BadInput(PROBLEMS_FOUND, path=file, count=count)
    if path:
        write_problems(path, ())


@contextmanager
def told_in(path: Path | None) -> Iterator[None]:
    """Write what keeps a file from being read at all: a list of an earlier run would be taken for this one's."""
    try:
        yield
    except Refusal as refusal:
        if path and refusal.exit_code == BAD_INPUT:
            wrote_problems(path, [Problem(0, "", "", refusal)])
        raise


def keep_apart(path: Path, file: str) -> None:
    """Raise PROBLEMS_ONTO_INPUT where the list would replace the file that it is about."""
    with suppress(OSError, ValueError):  # one of them is not there
        if path.samefile(file):
            raise Usage(PROBLEMS_ONTO_INPUT, path=path)


def _cells(problem: Problem) -> tuple[object, ...]:
    near = problem.refusal.facts.get("near")
    codes = " ".join(measure.code for measure in near) if isinstance(near, list) else ""
    texts = (guarded(shortened(visible(text), _WRITTEN)) for text in (problem.column, problem.value))
    return problem.row or "", *texts, sentence(problem.refusal, _WRITTEN), codes
