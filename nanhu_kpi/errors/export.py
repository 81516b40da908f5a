"""An export that cannot be made as it was asked for."""

from __future__ import annotations

from nanhu_kpi.errors import N_

NOT_OF_THIS_EXPORT = N_("{option} works only with export {known}, not with export {what}.")
UNKNOWN_SINCE = N_("“{text}” is neither a day nor a batch. Write 2024-06-30, -1, or the last digits of a batch's id.")
NOT_FOR_EXCEL = N_("--excel works only with csv and tsv, not with {format}. An .xlsx file opens in Excel without it.")
NOT_FOR_TERMINAL = N_("This format cannot be shown in a terminal. Write it to a file: -o {name}")
WORKBOOK_LIBRARY_MISSING = N_(
    "Writing .xlsx needs one more library. Choose csv, or install it: pip install 'nanhu-kpi[xlsx]'"
)
TOO_MANY_ROWS = N_("A sheet of an .xlsx file has at most {most} rows, and there are more. Choose csv, or fewer rows.")
WORKBOOK_CELL_TOO_LONG = N_(
    "A cell of an .xlsx file has at most {most} characters, and “{text}” in column {column} is longer. Choose csv: "
    "nothing is cut off."
)
