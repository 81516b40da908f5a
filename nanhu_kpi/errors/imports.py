"""Files that cannot be imported. What is wrong in their rows is `incoming`."""

from __future__ import annotations

from nanhu_kpi.errors import N_

PROBLEMS_FOUND = N_(
    "{path} has {count} problem; nothing was recorded. Correct it and import the file again.",
    "{path} has {count} problems; nothing was recorded. Correct them and import it again.",
)
PROBLEMS_ONTO_INPUT = N_("{path} is the file to import. Choose another name for the list of problems.")
CANNOT_READ_INPUT = N_("Cannot read {path}: {reason}.")
EMPTY_INPUT = N_("{path} is empty. For a template to fill in: nanhu-kpi import --template")
HEADER_ALONE = N_("{path} has a header and no rows that are filled in: there is nothing to import.")
UNDECODABLE = N_(
    "{path} cannot be read as {encoding}: the byte at {offset} (line {line}) is not a character. Save the file as "
    "UTF-8."
)
SEVERAL_ENCODINGS = N_(
    "{path} can be read in more than one encoding: {readings}. Nothing was recorded. "
    "Name the right one: --encoding NAME"
)
SEVERAL_IN_ONE = N_(
    "{path} is in {encoding}, and line {line} has text in UTF-8. Save each part as UTF-8, and put them together again."
)
UNKNOWN_ENCODING = N_("“{text}” is not an encoding that can be read. Choose from: {known}.")
ENCODING_OF_WORKBOOK = N_("{path} is a workbook and has its encoding in it. Leave out --encoding.")
NOT_JSON = N_("{path} is not a JSON array of objects: line {line}, column {column}.")
NOT_JSON_LINES = N_("{path} is not JSON lines, one object per line: line {line}, column {column}.")
NOT_XLSX = N_("{path} is not an .xlsx workbook, or is damaged. Open it in Excel and save it as .xlsx again.")
SHEET_TOO_LONG = N_("{path} has rows beyond {most}, the most of a worksheet: it is damaged, or not a workbook.")
TOO_MANY_SHEETS = N_("{path} has more than {most} sheets. Save only the sheet that is to be imported.")
UNPACKS_TOO_LARGE = N_("{path} unpacks to more than 2 GB. Save only the sheet that is to be imported.")
INPUT_TOO_LARGE = N_("{path} is more than 2 GB without an end in sight. Save it as a file first.")
NOT_XLS = N_("{path} is not an .xls workbook, or is damaged. Open it in Excel and save it as .xlsx.")
LOCKED_WORKBOOK = N_("{path} has a password, or is not a workbook. Save it as .xlsx without a password.")
MARKUP_GIVEN = N_("{path} is a web page or other XML, and no table. Open it in Excel and save it as .xlsx.")
OTHER_FILE_GIVEN = N_("{path} is a file of another kind ({kind}). Unpack it, or save its table as .xlsx or CSV.")
XLS_WANTED = N_(
    "Reading .xls needs one more library. Save the file as .xlsx or CSV, or install it: pip install 'nanhu-kpi[xls]'"
)
SHEET_WANTED = N_("{path} has several sheets that are not empty: {sheets}. Choose one: --sheet NAME")
SHEETS_HIDDEN = N_("{path} has only hidden sheets that are not empty: {sheets}. Choose one: --sheet NAME")
NO_SUCH_SHEET = N_("{path} has no sheet “{name}”. Choose from: {sheets}")
SHEET_OF_NO_WORKBOOK = N_("{path} is not a workbook and has no sheets. Leave out --sheet.")
XLSX_WANTED = N_(
    "Reading and writing .xlsx needs one more library. Save the file as CSV, or install it: pip install "
    "'nanhu-kpi[xlsx]'"
)
DATABASE_GIVEN = N_("{path} is a database and cannot be imported. To merge a copy: nanhu-kpi merge {path}")
UNKNOWN_INPUT_FORMAT = N_("“{text}” is not a format. Choose from: {known}")
COLUMNS_UNKNOWN = N_("{path} has unknown columns: {columns}. Rename them, or skip them with --ignore-extra.")
COLUMN_TWICE = N_("{path} has more than one column for {column}: {columns}. Keep one.")
COLUMNS_MISSING = N_(
    "{path} lacks the columns: {columns}. The first row must name the columns; only titles may come above it. For a "
    "template: nanhu-kpi import --template"
)
LOOKALIKE_DELIMITER = N_(
    "The columns are separated by “{mark}”. Separate them by commas or tabs, or save the file as .xlsx."
)
TARGET_COLUMNS_MISSING = N_(
    "{path} lacks the columns: {columns}. The first row must name the columns; only titles may come above it."
)
MEASURE_COLUMNS_MISSING = N_(
    "{path} needs a column of codes (measure) and one of what to change, such as owner, support, leader or cadence."
)
FILE_WANTED = N_(
    "Name a file to import, or - for standard input. For a template to fill in: nanhu-kpi import --template"
)
IMPORT_NOT_CONFIRMED = N_(
    "{count} entry to record, none recorded yet. Check with --dry-run, then add --yes.",
    "{count} entries to record, none recorded yet. Check with --dry-run, then add --yes.",
)
ROWS_IMPORTED_BEFORE = N_(
    "{path}: rows imported before with the same content: {rows} ({count} in all; batch {batch}, {officer}, "
    "{logged_at}). Nothing was recorded. Remove these rows, or add --again to record them all the same. "
    "To undo that import: nanhu-kpi undo {batch}"
)
CHANGED_MEANWHILE = N_(
    (
        "The entries changed during the import: {path} now has {count} problem; nothing was recorded. See it with "
        "--dry-run."
    ),
    (
        "The entries changed during the import: {path} now has {count} problems; nothing was recorded. See them "
        "with --dry-run."
    ),
)


# What is wrong in one cell or row, beside what `log` refuses in the same words.
FOLLOWS_FROM_OTHERS = N_(
    "{path} is an export of {what}, which is calculated from entries, targets and changes. Import exports of those."
)
UNFIT_EXPORT = N_(
    "{path} contains rows nanhu-kpi never writes ({reason}). Export it again, and leave its cells as they are."
)
OWNER_OF_TEMPLATE = N_("--owner works only with --template. An import takes the measures of its rows.")
NO_TEMPLATE_FORMAT = N_(
    "There is no template in {format}, where each object names its own columns. Write csv, tsv or xlsx."
)
TEMPLATE_IN_THE_WAY = N_("{path} already exists and was not changed. Choose another name for the template.")
