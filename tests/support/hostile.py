"""Databases that nobody may trust: changed behind their rules, damaged, or with objects of their own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tests.support.builders import made_id

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random


def spoiled(db: Path, *statements: str) -> Path:
    """Change a file behind its rules and CHECKs, and put the rules back afterwards.

    The statements may call `made_id(number)`.
    """
    with closing(sqlite3.connect(db)) as conn, conn:
        conn.create_function("made_id", 1, made_id)
        conn.execute("PRAGMA ignore_check_constraints = ON")
        rules = conn.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in rules:
            conn.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            conn.execute(statement)
        for _, sql in rules:
            conn.execute(sql)
    return db


def damaged(data: bytes, chance: Random) -> bytes:
    """Return a file's bytes with one of them changed, some of them changed, or the end cut off."""
    place = chance.randrange(len(data))
    match chance.choices(("byte", "header", "stretch", "cut"), (6, 2, 1, 1))[0]:
        case "cut":
            return data[:place]
        case "stretch":
            length = min(chance.choice((2, 16, 300, 5000)), len(data) - place)
            return data[:place] + chance.randbytes(length) + data[place + length :]
        case "header":
            place = chance.randrange(4096)
    return data[:place] + chance.randbytes(1) + data[place + 1 :]
