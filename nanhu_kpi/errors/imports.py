"""Files that cannot be imported. What is wrong in their rows is `incoming`."""

from __future__ import annotations

from nanhu_kpi.errors import N_

PROBLEMS_FOUND = N_("Problems in {path}: {count}. Nothing was recorded; correct them and import the file again.")
PROBLEMS_ONTO_INPUT = N_("{path} is the file to import. Choose another name for the list of problems.")
CANNOT_READ_INPUT = N_("Cannot read {path}: {reason}.")
EMPTY_INPUT = N_("{path} is empty. An empty file to fill in: nanhu-kpi import --template")
HEADER_ALONE = N_("{path} has a header and no row below it. There is nothing to import.")
UNDECODABLE = N_(
    "{path} is not readable as {encoding}: the byte at {offset} (line {line}) fits no character. Save it as UTF-8."
)
SEVERAL_ENCODINGS = N_(
    "{path} can be read in more than one encoding: {readings}. Nothing was recorded. "
    "Name the right one: --encoding NAME"
)
UNKNOWN_ENCODING = N_("“{text}” is not an encoding that can be read. Choose from: {known}.")
ENCODING_OF_WORKBOOK = N_("{path} is a workbook and has its encoding in it. Leave out --encoding.")
NOT_JSON = N_("{path} is not a JSON array of objects: line {line}, column {column}.")
NOT_JSON_LINES = N_("{path} is not JSON lines, an object a line: line {line}, column {column}.")
NOT_XLSX = N_("{path} is not an .xlsx workbook, or is damaged. Open it in Excel and save it as .xlsx again.")
NOT_XLS = N_("{path} is not an .xls workbook, or is damaged. Open it in Excel and save it as .xlsx.")
LOCKED_WORKBOOK = N_("{path} has a password, or is no workbook. Save it as .xlsx without a password.")
NAMED_WORKBOOK = N_(
    "{path} is a web page or other XML and only named like a workbook. Open it in Excel and save it as .xlsx."
)
XLS_WANTED = N_("Reading .xls needs one more library: pip install 'nanhu-kpi[xls]'. Or save it as .xlsx or CSV.")
SHEET_WANTED = N_("{path} has several sheets with something in them: {sheets}. Say which one to import: --sheet NAME")
SHEETS_HIDDEN = N_("{path} has something in hidden sheets only: {sheets}. Say which one to import: --sheet NAME")
NO_SUCH_SHEET = N_("{path} has no sheet “{name}”. It has: {sheets}.")
SHEET_OF_NO_WORKBOOK = N_("{path} is not a workbook and has no sheets. Leave out --sheet.")
XLSX_WANTED = N_("Reading and writing .xlsx needs one more library: pip install 'nanhu-kpi[xlsx]'. Or save it as CSV.")
DATABASE_GIVEN = N_("{path} is a database, not a file of rows.")
UNKNOWN_INPUT_FORMAT = N_("Unknown format “{text}”. Choose from: {known}.")
COLUMNS_UNKNOWN = N_(
    "{path} has columns that are not known: {columns}. Rename them, or pass them over with --ignore-extra."
)
COLUMN_TWICE = N_("{path} has more than one column for {column}: {columns}. Keep one.")
COLUMNS_MISSING = N_(
    "{path} lacks the columns: {columns}. Its first row has to name its columns (only titles may stand above it); "
    "see import --template."
)
FILE_WANTED = N_("Name a file to import, or - for standard input. An empty one to fill in: nanhu-kpi import --template")
IMPORT_NOT_CONFIRMED = N_(
    "This would record {count} entries. Look at them with --dry-run, and add --yes to record them; nothing was "
    "recorded."
)
ROWS_IMPORTED_BEFORE = N_(
    "{path}: rows that say what was imported before: {rows} ({count} in all; batch {batch}, {officer}, {logged_at}). "
    "Nothing was recorded. Remove these rows, or add --again to record them all the same. "
    "To undo that import: nanhu-kpi undo {batch}"
)
CHANGED_MEANWHILE = N_(
    "The record changed meanwhile, so that problems were found in {path}: {count}. Nothing was recorded; see them "
    "with --dry-run."
)


# What is wrong in one cell or row, beside what `log` refuses in the same words.
FOLLOWS_FROM_OTHERS = N_(
    "{path} is an export of {what}, which follow from entries, targets and changes: import exports of those."
)
UNFIT_EXPORT = N_("{path} holds what no command records ({reason}). Export it again, and leave its cells as they are.")
NO_TEMPLATE_FORMAT = N_("There is no template in {format}: its objects name their own columns. Write csv, tsv or xlsx.")
TEMPLATE_IN_THE_WAY = N_("{path} is there already and was left as it is. Choose another name for the template.")
