"""The steps that bring a file to this version's schema. Loaded only where a file is built or upgraded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Database, Migrations

from nanhu_kpi.store.connection import APPLICATION_ID, VERSION
from nanhu_kpi.store.schema.tables import AFTER, ARRIVED, INDEXES, STATEMENTS, TWIN, UNDOES, VIEWS
from nanhu_kpi.store.schema.triggers import TRIGGERS

if TYPE_CHECKING:
    import sqlite3

STEPS = Migrations("nanhu_kpi")


@STEPS()
def v1(db: Database) -> None:
    """The whole schema: a new file has from the start what the later steps bring to older ones."""
    for statement in STATEMENTS:
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@STEPS()
def v2(db: Database) -> None:
    """Voids between twins, and entries found by their key."""
    if "twin" in db["void"].columns_dict:
        return
    db.execute(f"ALTER TABLE void ADD COLUMN {TWIN}")
    renew(db)


@STEPS()
def v3(db: Database) -> None:
    """Views that tell the batch whole: its command and the office's day. Changes that say what they start from. Batches
    that say when a merge brought them."""
    if "arrived_on" not in db["batch"].columns_dict:
        db.execute(f"ALTER TABLE batch ADD COLUMN {ARRIVED}")
    if "after" not in db["change"].columns_dict:
        db.execute(f"ALTER TABLE change ADD COLUMN {AFTER}")
        db.execute("DROP TRIGGER change_refuses_update")
        # Of a file that was never merged this is the change before, in every copy of it alike.
        db.execute(
            """UPDATE change SET after = (
                SELECT max(b.id) FROM change b
                WHERE b.subject = change.subject AND b.code = change.code AND b.field = change.field
                AND b.id < change.id AND coalesce(b.new, '') = coalesce(change.old, ''))"""
        )
    renew(db)


@STEPS()
def v4(db: Database) -> None:
    """Changes and closings that name what they take back."""
    for table, column in UNDOES.items():
        if "undoes" not in db[table].columns_dict:
            db.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    renew(db)


def renew(db: Database) -> None:
    """Give the file this version's indexes, triggers and views: they are rules, not data."""
    for type_, name in db.execute(
        """SELECT type, name FROM sqlite_schema WHERE type IN ('index', 'trigger', 'view') AND sql IS NOT NULL
           AND tbl_name NOT GLOB '_sqlite*'"""
    ).fetchall():
        db.execute(f"DROP {type_} {name}")
    for statement in (*INDEXES, *TRIGGERS, *VIEWS):
        db.execute(statement)


def apply(conn: sqlite3.Connection, steps: Migrations = STEPS, version: int = VERSION) -> None:
    """Apply the steps that `conn` lacks, inside the transaction it is in, and mark the file with `version`."""
    steps.apply(Database(conn, execute_plugins=False, use_old_upsert=False))
    conn.execute(f"PRAGMA user_version = {version}")
