"""What is wrong in a file that comes in: the first of it on stderr, all of it in a file."""

from __future__ import annotations

import csv
import sys
from itertools import islice
from typing import TYPE_CHECKING

import click

from nanhu_kpi.cli.sentences import sentence
from nanhu_kpi.i18n import _
from nanhu_kpi.text import SHORT, shortened, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from nanhu_kpi.errors.importing import Problem

_LISTED = 20
# A cell may be a whole file behind an open quotation mark.
_WRITTEN = 1000
_COLUMNS = ("row", "column", "value", "reason", "near")


def list_problems(problems: Iterator[Problem], count: int, *, written: bool) -> None:
    """Print the first problems on stderr, and how many more there are; `written` says that all are in a file."""
    from nanhu_kpi.render.import_sheet import problems_sheet

    first = islice(problems, _LISTED)
    sheet = problems_sheet((each.row, each.column, each.value, sentence(each.refusal, SHORT)) for each in first)
    if sys.stderr.isatty():
        from nanhu_kpi.render.terminal import print_sheet

        print_sheet(sheet, sys.stderr)
    else:
        from nanhu_kpi.render.plain import plain_text

        click.echo(plain_text(sheet), nl=False, err=True)
    if count > _LISTED:
        more = _("... and {count} more.").format(count=count - _LISTED)
        if not written:
            more += " " + _("All of them into a file: --problems FILE")
        click.echo(more, err=True)


def write_problems(path: Path, problems: Iterable[Problem]) -> None:
    """Write every problem to a file, as CSV. Raises CannotWriteOutput."""
    from nanhu_kpi.exchange.files import whole_file

    with whole_file(path) as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(_COLUMNS)
        out.writerows(_cells(each) for each in problems)


def _cells(problem: Problem) -> tuple[object, ...]:
    near = problem.refusal.facts.get("near")
    codes = " ".join(measure.code for measure in near) if isinstance(near, list) else ""
    texts = (shortened(visible(text), _WRITTEN) for text in (problem.column, problem.value))
    return problem.row, *texts, sentence(problem.refusal, _WRITTEN), codes
