"""`import --template`: the empty file to fill in."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nanhu_kpi.cli.context import say
from nanhu_kpi.errors import BadInput, Usage
from nanhu_kpi.errors.export import NOT_FOR_TERMINAL
from nanhu_kpi.errors.imports import NO_TEMPLATE_FORMAT, TEMPLATE_IN_THE_WAY, XLSX_WANTED
from nanhu_kpi.exchange.formats import FileFormat, format_of
from nanhu_kpi.exchange.readers.headers import template_names
from nanhu_kpi.i18n import _, language

if TYPE_CHECKING:
    from collections.abc import Sequence

_BOM = "\ufeff"


def write_template(ctx: click.Context, file: str | None, format_: FileFormat | None) -> None:
    """Write the header to a file or to stdout: Chinese for Excel, with its BOM and line ends, or plain English.

    The format is the one given, else what the file's ending says, else csv. Raises NO_TEMPLATE_FORMAT,
    NOT_FOR_TERMINAL, TEMPLATE_IN_THE_WAY or XLSX_WANTED.
    """
    names = template_names(language())
    path = Path(file) if file is not None and file != "-" else None
    format_ = format_ or (format_of(path) if path else None) or FileFormat.CSV
    if format_ in (FileFormat.JSON, FileFormat.JSONL, FileFormat.XLS):
        raise Usage(NO_TEMPLATE_FORMAT, format=format_)
    if format_ is FileFormat.XLSX and path is None and sys.stdout.isatty():
        raise Usage(NOT_FOR_TERMINAL, name="template.xlsx")
    for_excel = language() == "zh" and not (path is None and sys.stdout.isatty())
    delimiter = "\t" if format_ is FileFormat.TSV else ","
    content = (
        _workbook(names) if format_ is FileFormat.XLSX else _separated(names, delimiter, for_excel=for_excel).encode()
    )
    if path is None:
        click.get_binary_stream("stdout").write(content)
        return
    if path.exists():
        raise BadInput(TEMPLATE_IN_THE_WAY, path=path)
    from nanhu_kpi.exchange.whole_file import whole_file

    with whole_file(path) as stream:
        stream.buffer.write(content)
    say(ctx, _("Written: {path}").format(path=path))


def _separated(names: Sequence[str], delimiter: str, *, for_excel: bool) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n" if for_excel else "\n").writerow(names)
    return (_BOM if for_excel else "") + text.getvalue()


def _workbook(names: Sequence[str]) -> bytes:
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError as error:
        raise Usage(XLSX_WANTED) from error
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
