"""Whether the objects of a file are those of the schema. A file may hold any, and SQLite would run them.

A table is compared by its columns and constraints, not by its text: a later step adds a column elsewhere than a new
file has it.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from functools import cache, lru_cache
from typing import NamedTuple

from nanhu_kpi.store.schema.tables import STATEMENTS, TABLE_NAMES

_TOKEN = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^\]]*\] | --[^\n]*(?:\n|$) | /\*.*?(?:\*/|$) | \s+ | .""",
    re.VERBOSE | re.DOTALL,
)
_SPACING = re.compile(r"\s*([(),=<>|;])\s*")
# That a reference is to the key may be said or not.
_OWN_KEY = re.compile(r"(REFERENCES \w+) ?\((?:id|code|key)\)")


class Shape(NamedTuple):
    """The names of what a file has and should not have, and of what it lacks or has otherwise."""

    foreign: tuple[str, ...]
    missing: tuple[str, ...]


def shape_of(conn: sqlite3.Connection) -> Shape:
    """Compare a file's objects with those of this version.

    Tables that other programs keep in the file, such as Litestream's, are let be, and so are their indexes.
    """
    tables, rules = _wanted()
    present = _objects(conn)
    foreign = [name for _, name in rule_objects(conn) if name not in rules]
    missing = [name for name, wanted in rules.items() if present.get(name) != wanted]
    missing += [name for name in tables if _definitions(present.get(name)) != tables[name]]
    return Shape(tuple(sorted(foreign)), tuple(sorted(missing)))


def foreign_tables(conn: sqlite3.Connection) -> list[str]:
    """Return those of our tables that are none in a file of whatever version: virtual, views, or with a column or
    constraint that no version has."""
    tables, _ = _wanted()
    names = ", ".join("?" * len(TABLE_NAMES))
    # SQLite finds a table by its name in whatever case; a trigger may have the name of one.
    rows = conn.execute(
        f"""SELECT name, type, coalesce(sql, '') FROM sqlite_schema
            WHERE type <> 'trigger' AND lower(name) IN ({names})""",
        TABLE_NAMES,
    )
    return [name for name, type_, sql in rows if not _definitions((type_, sql)) <= tables.get(name, frozenset())]


def rule_objects(conn: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return type and name of every trigger and view of a file, and of the indexes of our tables."""
    ours = ", ".join("?" * len(TABLE_NAMES))
    return conn.execute(
        f"""SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL
            AND (type IN ('trigger', 'view') OR type = 'index' AND tbl_name IN ({ours}))""",
        TABLE_NAMES,
    ).fetchall()


def quoted(name: str) -> str:
    """Return a name of a foreign object as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


@cache
def _wanted() -> tuple[dict[str, frozenset[str]], dict[str, tuple[str, str]]]:
    """Return the columns and constraints of our tables, and the other objects with their SQL."""
    with closing(sqlite3.connect(":memory:")) as made:
        for statement in STATEMENTS:
            made.execute(statement)
        objects = _objects(made)
    tables = {name: _definitions(objects[name]) for name in TABLE_NAMES}
    return tables, {name: each for name, each in objects.items() if each[0] != "table"}


def _objects(conn: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    rows = conn.execute("SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {name: (type_, sql) for name, type_, sql in rows}


@lru_cache(maxsize=512)  # of many files of one version the texts are the same
def _definitions(made: tuple[str, str] | None) -> frozenset[str]:
    """Return what stands between the commas of a CREATE TABLE, and what stands around it."""
    if made is None:
        return frozenset()
    type_, sql = made
    tokens = ["" if each.startswith(("--", "/*")) else " " if each.isspace() else each for each in _TOKEN.findall(sql)]
    items, depth = [""], 0
    for token in tokens:
        depth += (token == "(") - (token == ")")
        if (token == "," and depth == 1) or (token == "(" and depth == 1) or (token == ")" and depth == 0):
            items.append("")
        else:
            items[-1] += token
    said = (" ".join(_OWN_KEY.sub(r"\1 ", each).split()) for each in items)
    return frozenset({type_, *(_SPACING.sub(r"\1", each) for each in said)})
