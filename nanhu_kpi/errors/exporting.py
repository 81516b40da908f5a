"""An export that cannot be made as it was asked for."""

from __future__ import annotations

from nanhu_kpi.errors import BAD_INPUT, N_, UNKNOWN, USAGE, Refusal


class NotOfThisExport(Refusal):
    """An option, or a SELECT, beside an export that it says nothing about."""

    exit_code = USAGE
    msgid = N_("{option} goes with export {known}, not with export {what}.")


class UnknownSince(Refusal):
    """`--since` what is neither a day nor a batch."""

    exit_code = UNKNOWN
    msgid = N_("“{text}” is neither a day nor a batch. Write 2024-06-30, -1, or the last digits of a batch's id.")


class NotForExcel(Refusal):
    """`--excel` beside a format that Excel does not open as a table."""

    exit_code = USAGE
    msgid = N_("--excel goes with csv and tsv, not with {format}. An .xlsx needs nothing of it.")


class NotForTerminal(Refusal):
    """A workbook or a document that would be poured over a screen."""

    exit_code = USAGE
    msgid = N_("This is no text for a terminal. Write it to a file, such as: -o {name}")


class WorkbookLibraryMissing(Refusal):
    """An .xlsx file without the library that writes it."""

    exit_code = USAGE
    msgid = N_("Writing .xlsx needs one more library: pip install 'nanhu-kpi[xlsx]'. Or choose csv.")


class TooManyRows(Refusal):
    """More rows than a sheet of a workbook holds."""

    exit_code = BAD_INPUT
    msgid = N_("A sheet of an .xlsx holds {most} rows, and there are more. Choose csv, or fewer rows.")


class CellTooLong(Refusal):
    """A text that a cell of a workbook would cut off."""

    exit_code = BAD_INPUT
    msgid = N_(
        "A cell of an .xlsx holds {most} characters, and “{text}” in column {column} is longer. Choose csv: nothing is "
        "cut off."
    )
