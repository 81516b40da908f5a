"""The database refuses."""

from __future__ import annotations

from nanhu_kpi.errors import N_, DatabaseRefuses


class MissingFile(DatabaseRefuses):
    """No file at a path that was named."""

    msgid = N_("No database at {path}. To create one: nanhu-kpi db init {path}")


class FileExists(DatabaseRefuses):
    """`db init` on a name that is taken."""

    msgid = N_("{path} already exists and was not changed. Choose another name.")


STALE_LOG = N_(
    "{path} is a log left by a deleted database: SQLite would read it into a new {database}. Nothing was created. "
    "Move the log away, or choose another name."
)
DEMO_TOO_EARLY = N_(
    "A demonstration begins with the report's targets of {year}, and {day} is before. Give a later day."
)
IS_A_FOLDER = N_("{path} is a folder. Name the database file in it, such as {path}/nanhu.db")


class ForeignFile(DatabaseRefuses):
    """A file that is no database of ours."""

    msgid = N_("{path} is not a nanhu-kpi database. Check --db and NANHU_DB.")


OLDER_FILE = N_("{path} has an earlier format and cannot be upgraded where it is. Copy it to a writable folder.")


class NewerFile(DatabaseRefuses):
    """A file of a later version."""

    msgid = N_(
        "{path} was written by a newer nanhu-kpi (format {version}; this one reads up to {known}). Upgrade nanhu-kpi."
    )


class DamagedFile(DatabaseRefuses):
    """A file whose content is broken."""

    msgid = N_("{path} is damaged ({reason}). Keep it, and restore a backup: nanhu-kpi db restore BACKUP")


UNSOUND_FILE = N_(
    "{path} contains what this program never writes, and it cannot be read. To see what: nanhu-kpi db check --db {path}"
)


class LockedFile(DatabaseRefuses):
    """Another process holds the write lock."""

    msgid = N_("{path} has been in use by another program for {seconds} seconds; nothing was recorded. Try again.")


class ReadOnlyFile(DatabaseRefuses):
    """A write into a file that may only be read."""

    msgid = N_("{path} is read-only ({reason}). Ask for write permission on it and its folder, or use a copy.")


class CannotOpenFile(DatabaseRefuses):
    """The system does not open the file."""

    msgid = N_("Cannot open {path}: {reason}. Check the permissions of the file and of its folder.")


CANNOT_WRITE_FILE = N_("Cannot create {path}: {reason}. Choose another place with --db or NANHU_DB.")


class DiskTrouble(DatabaseRefuses):
    """The disk is full or failing."""

    msgid = N_(
        "Cannot write to the disk of {path} ({reason}); nothing was recorded. Free some space, or check the disk."
    )


CLOSED_MONTH = N_(
    "{month} was closed by {officer} at {logged_at} ({reason}); nothing in it can be recorded, undone or voided. To "
    "reopen: nanhu-kpi period reopen {month} --reason REASON"
)
FUTURE_MONTH = N_("{month} has not begun; today is {today}.")
MONTH_ALREADY_CLOSED = N_("{month} was already closed by {officer} at {logged_at}: {reason}")
MONTH_OPEN = N_("{month} is not closed. To see the closed months: nanhu-kpi period list")
