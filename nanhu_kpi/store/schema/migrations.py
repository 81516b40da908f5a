"""The steps that bring a file to this version's schema. Loaded only where a file is built or upgraded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlite_utils import Database, Migrations

from nanhu_kpi.store.connection import APPLICATION_ID, VERSION
from nanhu_kpi.store.schema.fields import KEYS
from nanhu_kpi.store.schema.shape import quoted, rule_objects
from nanhu_kpi.store.schema.tables import AFTER, ARRIVED, INDEXES, STATEMENTS, TABLE_NAMES, TWIN, UNDOES
from nanhu_kpi.store.schema.triggers import TRIGGERS
from nanhu_kpi.store.schema.views import VIEWS

if TYPE_CHECKING:
    import sqlite3

STEPS = Migrations("nanhu_kpi")
_UNNAMED = re.compile(r"(REFERENCES (\w+)\b)(?!\s*\()")


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
        db.execute("DROP TRIGGER IF EXISTS change_refuses_update")
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
    _name_references(db.conn)
    renew(db)


def _name_references(conn: sqlite3.Connection) -> None:
    """Name the column that each reference is to: SQLite takes the key without it, Datasette does not.

    What the tables hold is the same either way, so that their text is changed in place and no row is copied.
    Source: "Making Other Kinds Of Table Schema Changes", sqlite.org/lang_altertable.html.
    """
    conn.execute("PRAGMA writable_schema = ON")
    for name, sql in conn.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall():
        named = _UNNAMED.sub(lambda found: f"{found[1]} ({KEYS.get(found[2], 'id')})", sql)
        if name in TABLE_NAMES and named != sql:
            conn.execute("UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?", (named, name))
    conn.execute("PRAGMA writable_schema = RESET")


def renew(db: Database) -> None:
    """Give the file this version's indexes, triggers and views: they are rules, not data."""
    strip(db.conn)
    for statement in (*INDEXES, *TRIGGERS, *VIEWS):
        db.execute(statement)


def strip(conn: sqlite3.Connection) -> None:
    """Take every trigger and view out of the file, and the indexes of our tables: a foreign one would run."""
    for type_, name in rule_objects(conn):
        conn.execute(f"DROP {type_} {quoted(name)}")


def apply(conn: sqlite3.Connection, steps: Migrations = STEPS, version: int = VERSION) -> None:
    """Apply the steps that `conn` lacks, inside the transaction it is in, and mark the file with `version`."""
    steps.apply(Database(conn, execute_plugins=False, use_old_upsert=False))
    conn.execute(f"PRAGMA user_version = {version}")
