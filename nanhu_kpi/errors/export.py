"""An export that cannot be made as it was asked for."""

from __future__ import annotations

from nanhu_kpi.errors import N_

NOT_OF_THIS_EXPORT = N_("{option} goes with export {known}, not with export {what}.")
UNKNOWN_SINCE = N_("“{text}” is neither a day nor a batch. Write 2024-06-30, -1, or the last digits of a batch's id.")
NOT_FOR_EXCEL = N_("--excel goes with csv and tsv, not with {format}. An .xlsx needs nothing of it.")
NOT_FOR_TERMINAL = N_("This is no text for a terminal. Write it to a file, such as: -o {name}")
WORKBOOK_LIBRARY_MISSING = N_("Writing .xlsx needs one more library: pip install 'nanhu-kpi[xlsx]'. Or choose csv.")
TOO_MANY_ROWS = N_("A sheet of an .xlsx holds {most} rows, and there are more. Choose csv, or fewer rows.")
WORKBOOK_CELL_TOO_LONG = N_(
    "A cell of an .xlsx holds {most} characters, and “{text}” in column {column} is longer. Choose csv: nothing is "
    "cut off."
)
