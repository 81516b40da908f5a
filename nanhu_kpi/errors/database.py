"""The database refuses."""

from __future__ import annotations

from nanhu_kpi.errors import N_, DatabaseRefuses


class MissingFile(DatabaseRefuses):
    """No file at a path that was named."""

    msgid = N_("No database at {path}. Create one with: nanhu-kpi db init {path}")


class FileExists(DatabaseRefuses):
    """`db init` on a name that is taken."""

    msgid = N_("{path} is there already and was left as it is. Choose another name.")


STALE_LOG = N_(
    "{path} is the log of a database that is gone: SQLite would read it into a new {database}. Nothing was made; "
    "move it away, or choose another name."
)
IS_A_FOLDER = N_("{path} is a folder. Name the database file in it, such as {path}/nanhu.db")


class ForeignFile(DatabaseRefuses):
    """A file that is no database of ours."""

    msgid = N_("{path} is not a nanhu-kpi database. Check --db and NANHU_DB.")


OLDER_FILE = N_("{path} is of an earlier format and cannot be upgraded here. Copy it to a folder you can write to.")


class NewerFile(DatabaseRefuses):
    """A file of a later version."""

    msgid = N_("{path} was written by a newer nanhu-kpi (format {version}; this one knows {known}). Upgrade nanhu-kpi.")


class DamagedFile(DatabaseRefuses):
    """A file whose content is broken."""

    msgid = N_("{path} is damaged ({reason}). Keep it aside and go back to a copy of it.")


UNSOUND_FILE = N_(
    "{path} contains what this program never writes, and it cannot be read. To see what: nanhu-kpi db check --db {path}"
)


class LockedFile(DatabaseRefuses):
    """Another process holds the write lock."""

    msgid = N_("Another program has been writing to {path} for {seconds} seconds. Try again when it has finished.")


class ReadOnlyFile(DatabaseRefuses):
    """A write into a file that may only be read."""

    msgid = N_("{path} can only be read here ({reason}). Ask for write permission on it and its folder, or use a copy.")


class CannotOpenFile(DatabaseRefuses):
    """The system does not open the file."""

    msgid = N_("Cannot open {path}: {reason}. Check the permissions of the file and of its folder.")


CANNOT_WRITE_FILE = N_("Cannot create {path}: {reason}. Choose another place with --db or NANHU_DB.")


class DiskTrouble(DatabaseRefuses):
    """The disk is full or failing."""

    msgid = N_("The disk under {path} refuses ({reason}). Nothing was recorded; make room or check the disk.")


CLOSED_MONTH = N_(
    "{month} was closed by {officer} at {logged_at} ({reason}); nothing is recorded or taken back in it. "
    "To open it again: nanhu-kpi period reopen {month} --reason “…”"
)
FUTURE_MONTH = N_("{month} has not begun; the office's day is {today}.")
MONTH_ALREADY_CLOSED = N_("{month} was already closed by {officer} at {logged_at}: {reason}")
MONTH_OPEN = N_("{month} is open. See: nanhu-kpi period list")
