"""`import --template`: the empty file to fill in."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nanhu_kpi.cli.surroundings import say
from nanhu_kpi.errors.importing import TemplateInTheWay, XlsxWanted
from nanhu_kpi.exchange.headers import template_names
from nanhu_kpi.i18n import _, language

if TYPE_CHECKING:
    from collections.abc import Sequence

_BOM = "\ufeff"


def write_template(ctx: click.Context, file: str | None) -> None:
    """Write the header to a file or to stdout: Chinese for Excel, with its BOM and line ends, or plain English."""
    names = template_names(language())
    if file is None or file == "-":
        click.echo(_csv(names, for_excel=language() == "zh" and not sys.stdout.isatty()), nl=False)
        return
    path = Path(file)
    if path.exists():
        raise TemplateInTheWay(path=path)
    from nanhu_kpi.exchange.files import whole_file

    is_workbook = path.suffix.lower() == ".xlsx"
    content = _workbook(names) if is_workbook else _csv(names, for_excel=language() == "zh").encode()
    with whole_file(path) as stream:
        stream.buffer.write(content)
    say(ctx, _("Written: {path}").format(path=path))


def _csv(names: Sequence[str], *, for_excel: bool) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n" if for_excel else "\n").writerow(names)
    return (_BOM if for_excel else "") + text.getvalue()


def _workbook(names: Sequence[str]) -> bytes:
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError as error:
        raise XlsxWanted() from error
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(names))
    sheet.freeze_panes = "A2"
    for column in "ABCDEFGHI":
        sheet.column_dimensions[column].width = 16
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
