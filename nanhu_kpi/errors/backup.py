"""Backups that cannot be made or put back."""

from __future__ import annotations

from nanhu_kpi.errors import N_

CANNOT_WRITE_COPY = N_("Cannot write {path}: {reason}. No copy was made; choose another place or make room.")
NO_BACKUP_THERE = N_("No file at {path}. Name a backup; `nanhu-kpi db backup` makes them.")
NOT_A_BACKUP = N_("{path} is not a nanhu-kpi database. Name a backup of one.")
UNSOUND_BACKUP = N_("{path} is not sound and was not restored. What is wrong with it: nanhu-kpi db check --db {path}")
SAME_FILE = N_("{path} is the database itself. Name a backup of it.")
RESTORE_NOT_CONFIRMED = N_("Restoring replaces {path}. To do so, add --yes; nothing was changed.")
