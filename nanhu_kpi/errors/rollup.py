"""Many offices side by side: what cannot be asked for, and what is wrong with a file or an office."""

from __future__ import annotations

from nanhu_kpi.errors import N_, BadInput, DatabaseRefuses

NO_PLACES = N_("Name the offices' files, folders or addresses: nanhu-kpi rollup PLACE --as-of DAY")
NO_FILES = N_("There is no file of an office at {places}. Files of a folder must end in .db, .sqlite or .part")
OTHER_DAY = N_(
    "{path} is as of {theirs}, the other offices as of {ours}. Days are not mixed: have it made again as of {ours}."
)
OTHER_KNOWN = N_(
    "{path} was made with --known {theirs}, the others with --known {ours}. Have it made again like the others."
)
OTHER_RULES = N_(
    "{path} was made by another version (rules {theirs}, here {ours}). Have it made again with this version."
)
PARTIAL_NEEDS_FILE = N_("A partial file cannot be shown in a terminal. Write it to a file: -o {name}")
PARTIAL_STANDS_ALONE = N_("{options} works only without --partial: a partial file has every office and measure.")
UNFIT_GROUPING = N_("“{text}” is not valid for --by: write a number of digits from 1 to 20, or parent.")
PARENTS_UNKNOWN = N_("--by parent needs a map that names parents: --offices FILE")
UNKNOWN_ROLLUP_CODE = N_("No office has a measure with the code {text}.")
UNKNOWN_TABLE = N_("“{text}” is not a table. Choose from: {known}")
TABLE_OR_MEASURE = N_("--table and --measure each choose the table. Give only one.")
UNFIT_JOBS = N_("--jobs must be at least 1.")
UNKNOWN_PROBLEM_CONDITION = N_("“{text}” is not a condition. Choose from: {known}")
ADDRESS_LIBRARY_MISSING = N_("Reading {address} needs one more library. Install it: pip install 'nanhu-kpi[remote]'")
PROTOCOL_LIBRARY_MISSING = N_("Reading {address} needs the library of its protocol: {reason}")
CANNOT_LIST = N_("Cannot list {address}: {reason}")
CLUSTER_LIBRARY_MISSING = N_("--scheduler needs more libraries. Install them: pip install 'nanhu-kpi[cluster]'")
UNFIT_SCHEDULER = N_(
    "“{address}” is not valid for --scheduler. Write tls://HOST:PORT; tcp:// is only for this machine: it has no lock."
)
CLUSTER_OUT_OF_REACH = N_(
    "No connection to {address}: {reason}. Check the address, and the certificates in Dask's configuration."
)
CLUSTER_LOST = N_("The cluster stopped answering: {reason}. Nothing was written. Start it, and run this again.")
WORKERS_DO_NOT_START = N_("The processes that read the files do not start: {reason}. Check memory and limits.")
MAP_COLUMNS = N_(
    "{path} is no map of offices: it needs a column code or path, and may have name and parent. Its columns: {columns}"
)
MAP_CODE = N_("{path}, row {row}: “{text}” is not valid as an office's code. Write 1 to 20 letters and digits.")
MAP_CODE_TWICE = N_("{path}, row {row}: the code {text} appears twice. Leave out one of the rows.")
MAP_NOTHING = N_("{path}, row {row}: there is neither a path nor a code. Fill in one of them.")


class EmptyFile(DatabaseRefuses):
    """A file of no bytes."""

    msgid = N_("{path} is empty. Have it sent again.")


class OtherChecksum(DatabaseRefuses):
    """A file that is not the one its checksum was taken of."""

    msgid = N_("{path} does not match its .sha256: it changed on its way. Have it sent again.")


class ChangingFile(DatabaseRefuses):
    """A file that somebody writes to again and again while it is read."""

    msgid = N_("{path} kept changing while it was read. Use a backup: nanhu-kpi db backup")


class BrokenPart(BadInput):
    """A partial file that cannot be what it says."""

    msgid = N_("{path} is no partial file, or is damaged ({reason}). Have it made again: nanhu-kpi rollup --partial")


NEWER_PART = N_("{path} was written by a newer nanhu-kpi (format {version}; this one reads up to {known}). Upgrade.")

# Why a partial file is none.
NO_HEADER = N_("it does not begin as one")
CUT_OFF = N_("its end is missing")
OTHER_CONTENT = N_("its content does not match its checksum")
UNFIT_LINE = N_("a line that this program never writes")
TOO_LONG_LINE = N_("a line or a list is too long")
PART_REASONS = (NO_HEADER, CUT_OFF, OTHER_CONTENT, UNFIT_LINE, TOO_LONG_LINE)

# A row of problems, by its kind.
SAID_OF_FILES = {
    "damaged": N_("Damaged ({reason}); not counted. Have it sent again, or a backup of it."),
    "newer": N_("Written by a newer nanhu-kpi; not counted. Upgrade this one."),
    "foreign": N_("Not a nanhu-kpi database; not counted."),
    "empty": N_("Empty; not counted. Have it sent again."),
    "checksum": N_("Does not match its .sha256; not counted. Have it sent again."),
    "changing": N_("Kept changing while it was read; not counted. Use a backup: nanhu-kpi db backup"),
    "gone": N_("Not there, or gone while files were read; not counted."),
    "unreadable": N_("Cannot be read ({reason}); not counted."),
    "killed": N_("Reading it ended the process three times; not counted. Have it sent again."),
    "not_sent": N_("On the map of offices, but no file of it was found."),
    "apart": N_("Another copy of this office has other rows too: {reason} counts. Merge first: nanhu-kpi merge FILE"),
    "two_names": N_(
        "Another office has the same code: {reason} counts. Give each its own: nanhu-kpi config set office_code CODE"
    ),
    "code_not_set": N_(
        "The code is the one that a new database has. To set the office's own: nanhu-kpi config set office_code CODE"
    ),
}
