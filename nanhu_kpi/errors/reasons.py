"""What systems and SQLite say, so that a reason inside a sentence can be translated too."""

from __future__ import annotations

from nanhu_kpi.errors import N_

TARGET_BEFORE = N_("the target before")
LAST_ACTUAL = N_("last year's actual")
ACTUAL_SO_FAR = N_("the actual so far")
OTHER_TABLES = N_("its tables do not match its version")
UNKNOWN_FIELDS = N_("changes of fields that do not exist")
ID_OF_ANOTHER_KIND = N_("an invalid id, or one of a later year")
MOMENT_BEYOND_RANGE = N_("an invalid time, or one of another day")
DAY_BEYOND_RANGE = N_("an invalid day, or one of another year")
CODE_OF_OTHER_SIGNS = N_("a code of other signs than letters and digits")
AMOUNTS_BEYOND_RANGE = N_("entries whose sum is beyond the range")
ENTRY_FITS = N_("an entry fits the kind of its measure")  # as the file itself says it
KEY_OF_TOO_MANY = N_("more than 10,000 entries under one key")
PARTS_OF_NO_RATIO = N_("a ratio whose part is itself a ratio")
TEXT_OF_OTHER_BYTES = N_("a text that is not UTF-8, or with an invalid character")
UNFIT_SCHEDULE = N_("a schedule that does not rise to its target")
ENDLESS_WORK = N_("reading it asks for more work than its size explains")
REFERS_TO_NOTHING = N_("refers to a row that does not exist")
UNREADABLE_FROM_HERE = N_("the rest of the table cannot be read:")
UNFIT_VALUE = N_("a value that the field cannot have")
BY_OPTION = N_("--reason REASON")
BY_COLUMN = N_("a reason in the column “reason”")
BY_FIRST_DAY = N_("the column “effective_on”")

REASONS = (
    TARGET_BEFORE,
    LAST_ACTUAL,
    ACTUAL_SO_FAR,
    UNKNOWN_FIELDS,
    ID_OF_ANOTHER_KIND,
    MOMENT_BEYOND_RANGE,
    DAY_BEYOND_RANGE,
    CODE_OF_OTHER_SIGNS,
    AMOUNTS_BEYOND_RANGE,
    KEY_OF_TOO_MANY,
    PARTS_OF_NO_RATIO,
    TEXT_OF_OTHER_BYTES,
    UNFIT_SCHEDULE,
    UNFIT_VALUE,
    BY_OPTION,
    BY_COLUMN,
    BY_FIRST_DAY,
    REFERS_TO_NOTHING,
    UNREADABLE_FROM_HERE,
    ENDLESS_WORK,
    ENTRY_FITS,
    N_("CHECK constraint failed"),
    N_("FOREIGN KEY constraint failed"),
    N_("NOT NULL constraint failed"),
    N_("UNIQUE constraint failed"),
    OTHER_TABLES,
    N_("not a file"),
    N_("it is a database"),
    N_("Permission denied"),
    N_("permission denied"),
    N_("No such file or directory"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File exists"),
    N_("Bad file descriptor"),
    N_("Read-only file system"),
    N_("No space left on device"),
    N_("File name too long"),
    N_("Too many levels of symbolic links"),
    N_("unable to open database file"),
    N_("attempt to write a readonly database"),
    N_("database disk image is malformed"),
    N_("database or disk is full"),
    N_("disk I/O error"),
    N_("embedded null byte"),
)
