"""Making a new file from the catalogue, and bringing an older one up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from sqlite_utils import Database, Migrations

from nanhu_kpi.errors import DatabaseRefuses, reason_of
from nanhu_kpi.errors.database import CANNOT_WRITE_FILE, DamagedFile, FileExists
from nanhu_kpi.errors.reasons import OTHER_TABLES
from nanhu_kpi.half_made import give_mode_of, half_made
from nanhu_kpi.store.connection import VERSION, connect, interruptible, take_write_lock
from nanhu_kpi.store.copies.drafts import copy_whole, free_name, move_into_place
from nanhu_kpi.store.schema import migrations
from nanhu_kpi.store.schema.seed import SEEDED_AT, seed
from nanhu_kpi.store.schema.shape import foreign_tables

if TYPE_CHECKING:
    from pathlib import Path

    from nanhu_kpi.model import Catalogue
    from nanhu_kpi.settings import Settings


def create(path: Path, catalogue: Catalogue, settings: Settings) -> None:
    """Create `path` from the catalogue, whole or not at all, never over a file that is there.

    Raises FileExists (another process may have been first), STALE_LOG or CANNOT_WRITE_FILE.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseRefuses(CANNOT_WRITE_FILE, path=path, reason=reason_of(error)) from error
    try:
        with half_made(path) as draft:
            with closing(connect(draft, "rwc")) as conn:
                migrations.apply(conn)
                # A new file says what it was made from, not when.
                conn.execute("UPDATE _sqlite_migrations SET applied_at = ?", (SEEDED_AT,))
                conn.execute("BEGIN")
                seed(conn, catalogue, settings)
                conn.commit()
                conn.execute("PRAGMA journal_mode = WAL")
            give_mode_of(path, draft)
            move_into_place(draft, path)
    except FileExistsError as error:
        raise FileExists(path=path) from error
    except OSError as error:
        raise DatabaseRefuses(CANNOT_WRITE_FILE, path=path, reason=reason_of(error)) from error
    except sqlite3.OperationalError as error:
        raise DatabaseRefuses(CANNOT_WRITE_FILE, path=path, reason=str(error)) from error


def upgrade(path: Path, steps: Migrations = migrations.STEPS, version: int = VERSION) -> Path | None:
    """Apply the steps that the file lacks, all in one transaction, and return the backup taken first beside it.

    Returns None where another process has done it meanwhile.
    """
    with closing(connect(path, "rw")) as conn, interruptible(conn, path):
        take_write_lock(conn, path)
        before = conn.execute("PRAGMA user_version").fetchone()[0]
        if before >= version:
            conn.rollback()
            return None
        backup = free_name(path.with_name(f"{path.name}.v{before}.bak"))
        with closing(connect(path, "rw")) as unlocked, half_made(backup) as draft:
            copy_whole(unlocked, draft, backup)
            give_mode_of(path, draft)
            move_into_place(draft, backup)
        try:
            if foreign_tables(conn):
                raise DamagedFile(path=path, reason=OTHER_TABLES)
            migrations.strip(conn)  # before a step that a foreign trigger would hear
            migrations.apply(conn, steps, version)
        except BaseException:
            conn.rollback()
            raise
        conn.commit()
    return backup


def renew_rules(path: Path) -> None:
    """Give a file that has its tables this version's triggers, indexes and views, whatever it had of them."""
    with closing(connect(path, "rw")) as conn:
        take_write_lock(conn, path)
        migrations.renew(Database(conn, execute_plugins=False, use_old_upsert=False))
        conn.commit()
