"""What systems and SQLite say, so that a reason inside a sentence can be translated too."""

from __future__ import annotations

from nanhu_kpi.errors import N_

OTHER_TABLES = N_("its tables do not match its version")
UNKNOWN_FIELDS = N_("changes of fields that do not exist")

REASONS = (
    UNKNOWN_FIELDS,
    N_("an entry fits the kind of its measure"),
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
    N_("unable to open database file"),
    N_("attempt to write a readonly database"),
    N_("database disk image is malformed"),
    N_("database or disk is full"),
    N_("disk I/O error"),
    N_("embedded null byte"),
)
