"""Backups that cannot be made or put back."""

from __future__ import annotations

from nanhu_kpi.errors import N_

NO_BACKUP_FOLDER = N_("Cannot write {path}: there is no such folder. No backup was made. Make the folder first.")
CANNOT_WRITE_COPY = N_("Cannot write {path}: {reason}. No backup was made. Choose another place, or free some space.")
NO_BACKUP_THERE = N_("No file at {path}. Name a backup. To make one: nanhu-kpi db backup")
NOT_A_BACKUP = N_("{path} is not a nanhu-kpi database. Name a backup of one.")
UNSOUND_BACKUP = N_(
    "{path} is not sound and was not restored. To restore what is sound in it, add --repair. To see what is wrong: "
    "nanhu-kpi db check --db {path}"
)
SAME_FILE = N_("{path} is the database itself. Name a backup of it.")
RESTORE_NOT_CONFIRMED = N_("Restoring replaces {path}; nothing was changed. To restore it, add --yes.")
