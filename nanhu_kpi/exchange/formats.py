"""The formats of files, and which of them is meant: by its name after `-f`, or by the ending of a file."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from nanhu_kpi.errors import Usage
from nanhu_kpi.errors.usage import UNKNOWN_FORMAT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class FileFormat(StrEnum):
    """Two forms for people, those that scripts read, an old one that is only read, what describes the columns of
    all, and two that Excel opens without asking about encodings."""

    TABLE = "table"
    PLAIN = "plain"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    XLSX = "xlsx"
    XLS = "xls"
    DATAPACKAGE = "datapackage"
    EXCEL_CSV = "csv for Excel"
    EXCEL_TSV = "tsv for Excel"

    @property
    def for_excel(self) -> FileFormat | None:
        """The same with what Excel wants around it; None where there is no such thing."""
        return {FileFormat.CSV: FileFormat.EXCEL_CSV, FileFormat.TSV: FileFormat.EXCEL_TSV}.get(self)


FOR_SCRIPTS = (FileFormat.CSV, FileFormat.TSV, FileFormat.JSON, FileFormat.JSONL, FileFormat.XLSX)
SCRIPT_ENDINGS = {f".{format_}": format_ for format_ in FOR_SCRIPTS}
FOR_READING = (*FOR_SCRIPTS, FileFormat.XLS)
_ALL = (FileFormat.TABLE, FileFormat.PLAIN, *FOR_SCRIPTS)
_ENDINGS = {**SCRIPT_ENDINGS, ".txt": FileFormat.PLAIN}

# A member of FileFormat, or the name of a format that only one command knows.
Name = TypeVar("Name", bound=str)


def format_named(text: str, known: Sequence[Name]) -> Name | None:
    """Return the format of that name, however it is capitalised, or None."""
    return next((name for name in known if name == text.strip().lower()), None)


def format_of(path: Path) -> FileFormat | None:
    """Return the format for scripts that a file's ending says, or None."""
    return SCRIPT_ENDINGS.get(path.suffix.lower())


def format_asked(
    format_: str | None,
    output: Path | None,
    default: FileFormat | None = None,
    known: Sequence[FileFormat] = _ALL,
) -> FileFormat:
    """Return the format asked for, else the one that FILE's ending names, else `default` or what fits stdout.

    Raises UNKNOWN_FORMAT for one that is not among `known`.
    """
    endings = {ending: format_ for ending, format_ in _ENDINGS.items() if format_ in known}
    return format_chosen(format_, output, known, endings) or default or fitting(output)


def format_chosen(
    format_: str | None, output: Path | None, known: Sequence[Name], endings: Mapping[str, Name]
) -> Name | None:
    """Return the format asked for, else the one that FILE's ending names, or None where neither says. Raises
    UNKNOWN_FORMAT."""
    if format_ is not None:
        chosen = format_named(format_, known)
        if chosen is None:
            raise Usage(UNKNOWN_FORMAT, text=format_, known=tuple(known))
        return chosen
    if output is None or not output.suffix:
        return None
    chosen = endings.get(output.suffix.lower())
    if chosen is None:
        raise Usage(UNKNOWN_FORMAT, text=output.name, known=tuple(endings))
    return chosen


def fitting(output: Path | None) -> FileFormat:
    """Return a table for a terminal, and plain text for a file or a pipe."""
    return FileFormat.TABLE if output is None and sys.stdout.isatty() else FileFormat.PLAIN
