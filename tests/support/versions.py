"""Files of earlier versions, and a step to a version that is yet to come."""

from __future__ import annotations

import gzip
from contextlib import closing
from typing import TYPE_CHECKING

from sqlite_utils import Database, Migrations

from nanhu_kpi.store.connection import connect
from tests.support.views import FILES

if TYPE_CHECKING:
    from pathlib import Path


def first_version(path: Path) -> Path:
    """Write a database as the first version built it, and return where."""
    path.write_bytes(gzip.decompress((FILES / "v1.db.gz").read_bytes()))
    return path


def steps(*, failing: bool = False) -> Migrations:
    """The shipped steps, which must not run again, and one of a version to come."""
    made = Migrations("nanhu_kpi")

    @made()
    def v1(db: Database) -> None:
        raise AssertionError("v1 was applied long ago")

    @made()
    def v2(db: Database) -> None:
        raise AssertionError("v2 was applied long ago")

    @made()
    def later(db: Database) -> None:
        db.execute("CREATE TABLE later (month TEXT PRIMARY KEY NOT NULL) STRICT, WITHOUT ROWID")
        db.execute("INSERT INTO later VALUES ('2024-06')")
        if failing:
            raise ArithmeticError("the step fails after its first statements")

    return made


def tables_and_version(path: Path) -> tuple[bool, int]:
    with closing(connect(path, "rw")) as conn:
        has_later = conn.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'later'").fetchone()[0]
        return bool(has_later), conn.execute("PRAGMA user_version").fetchone()[0]
