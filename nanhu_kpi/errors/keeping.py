"""Backups that cannot be made or put back."""

from __future__ import annotations

from nanhu_kpi.errors import N_, REFUSED, USAGE, Refusal


class CannotWriteCopy(Refusal):
    """No room, no right or no folder for a copy of the database."""

    exit_code = REFUSED
    msgid = N_("Cannot write {path}: {reason}. No copy was made; choose another place or make room.")


class NoBackupThere(Refusal):
    """`db restore` from where no file is."""

    exit_code = REFUSED
    msgid = N_("No file at {path}. Name a backup; `nanhu-kpi db backup` makes them.")


class NotABackup(Refusal):
    """`db restore` from a file that is no database of ours."""

    exit_code = REFUSED
    msgid = N_("{path} is not a nanhu-kpi database. Name a backup of one.")


class UnsoundBackup(Refusal):
    """`db restore` from a file that `db check` would find fault with."""

    exit_code = REFUSED
    msgid = N_("{path} is not sound and was not restored. What is wrong with it: nanhu-kpi db check --db {path}")


class SameFile(Refusal):
    """`db restore` of the database from itself."""

    exit_code = USAGE
    msgid = N_("{path} is the database itself. Name a backup of it.")


class RestoreNotConfirmed(Refusal):
    """`db restore` in a script without `--yes`."""

    exit_code = USAGE
    msgid = N_("Restoring replaces {path}. To do so, add --yes; nothing was changed.")
