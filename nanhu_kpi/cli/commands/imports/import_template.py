"""`import --template`: the form to fill in, a row a measure."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nanhu_kpi.cli.output import say_written
from nanhu_kpi.errors import BadInput, Unknown, Usage
from nanhu_kpi.errors.export import NOT_FOR_TERMINAL
from nanhu_kpi.errors.imports import NO_TEMPLATE_FORMAT, TEMPLATE_IN_THE_WAY
from nanhu_kpi.exchange.columns import Column, Type
from nanhu_kpi.exchange.formats import FileFormat, format_of
from nanhu_kpi.exchange.formulas import guarded
from nanhu_kpi.exchange.readers.headers import TEMPLATE, TEMPLATE_TELLS, template_names
from nanhu_kpi.i18n import _, language
from nanhu_kpi.model import EntryType
from nanhu_kpi.paths import is_there
from nanhu_kpi.quantity import plain
from nanhu_kpi.render.words import name_of
from nanhu_kpi.scorecard.kinds import entry_types
from nanhu_kpi.service.definitions.definitions import measures_selected
from nanhu_kpi.service.rounds import Round, round_of
from nanhu_kpi.service.whose import Whose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from nanhu_kpi.service.ledger import Ledger

_BOM = "\ufeff"
_TYPES: dict[str, Type] = {"target": "number", "actual_before": "number", "value": "number", "day": "day"}
_TYPE_WORDS = {EntryType.ADD: "新增", EntryType.SET: "累计", EntryType.WORDS: "文字"}


def write_template(
    ctx: click.Context, ledger: Ledger, words: Sequence[str], format_: FileFormat | None, owner: str, day: str | None
) -> None:
    """Write a form to the file that the first of the words names, or to stdout: a row a measure, what is known of it
    filled in and what the office writes left empty. Chinese for Excel, with its BOM and line ends, or plain English.

    The format is the one given, else what the file's ending says, else csv. Raises NO_TEMPLATE_FORMAT,
    NOT_FOR_TERMINAL, TEMPLATE_IN_THE_WAY, and what `round_of` raises.
    """
    path, select = _place_and_selection(ledger, words)
    format_ = format_ or (format_of(path) if path else None) or FileFormat.CSV
    if format_ in (FileFormat.JSON, FileFormat.JSONL, FileFormat.XLS):
        raise Usage(NO_TEMPLATE_FORMAT, format=format_)
    if format_ is FileFormat.XLSX and path is None and sys.stdout.isatty():
        raise Usage(NOT_FOR_TERMINAL, name="template.xlsx")
    round_ = round_of(ledger, select, day=day, whose=Whose(owner))
    rows = [_row(round_, code) for code in round_.codes]
    names = template_names(language())
    if format_ is FileFormat.XLSX:
        content = _workbook(names, rows, round_)
    else:
        for_excel = language() == "zh" and not (path is None and sys.stdout.isatty())
        delimiter = "\t" if format_ is FileFormat.TSV else ","
        content = _separated([names, *rows], delimiter, for_excel=for_excel).encode()
    if path is None:
        click.get_binary_stream("stdout").write(content)
        return
    if is_there(path):
        raise BadInput(TEMPLATE_IN_THE_WAY, path=path)
    from nanhu_kpi.exchange.whole_file import whole_file

    with whole_file(path) as stream:
        stream.buffer.write(content)
    say_written(ctx, path, len(rows))


def _place_and_selection(ledger: Ledger, words: Sequence[str]) -> tuple[Path | None, Sequence[str]]:
    """Return the file that the first word names, and the words that select. A first word that selects measures is no
    file: it has no ending, and names an area, a goal, a measure or words of a name."""
    if not words:
        return None, ()
    first, *rest = words
    if first == "-":
        return None, rest
    if not Path(first).suffix:
        try:
            measures_selected(ledger, [first])
        except Unknown:
            return Path(first), rest
        return None, words
    return Path(first), rest


def _row(round_: Round, code: str) -> list[str]:
    score = round_.stops[code].score
    told = {
        "measure": code,
        "name": guarded(name_of(score.measure)),
        "unit": score.measure.unit,
        "target": _number(score.target_value),
        "actual_before": _number(score.actual.value),
        "day": round_.day.isoformat(),
    }
    return [told.get(column, "") for column in TEMPLATE]


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def _separated(rows: Sequence[Sequence[str]], delimiter: str, *, for_excel: bool) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n" if for_excel else "\n").writerows(rows)
    return (_BOM if for_excel else "") + text.getvalue()


def _workbook(names: Sequence[str], rows: Sequence[Sequence[str]], round_: Round) -> bytes:
    from nanhu_kpi.exchange.writers.xlsx import write_form

    columns = [
        Column(meaning, _TYPES.get(meaning, "text"), name, "") for meaning, name in zip(TEMPLATE, names, strict=True)
    ]
    types = [(*entry_types(round_.stops[code].score.measure.kind), EntryType.WORDS) for code in round_.codes]
    choices = [tuple(_TYPE_WORDS[each] if language() == "zh" else each.value for each in row) for row in types]
    out = io.BytesIO()
    write_form(out, _("Entries"), columns, rows, len(TEMPLATE_TELLS), choices, TEMPLATE.index("type"))
    return out.getvalue()
