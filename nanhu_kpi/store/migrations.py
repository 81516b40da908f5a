"""The steps that bring a file to this version's schema. Loaded only where a file is built or upgraded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Database, Migrations

from nanhu_kpi.store.schema import APPLICATION_ID, STATEMENTS, VERSION

if TYPE_CHECKING:
    import sqlite3

STEPS = Migrations("nanhu_kpi")


@STEPS()
def v1(db: Database) -> None:
    """The first whole schema."""
    for statement in STATEMENTS:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def apply(conn: sqlite3.Connection, steps: Migrations = STEPS, version: int = VERSION) -> None:
    """Apply the steps that `conn` lacks, inside the transaction it is in, and mark the file with `version`."""
    steps.apply(Database(conn, execute_plugins=False, use_old_upsert=False))
    conn.execute(f"PRAGMA user_version = {version}")


def date_steps(conn: sqlite3.Connection, moment: str) -> None:
    """Date every applied step at `moment`: a new file says what it was made from, not when."""
    conn.execute("UPDATE _sqlite_migrations SET applied_at = ?", (moment,))
