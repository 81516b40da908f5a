"""What keeps two files from becoming one, found before a row is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.errors import BadInput, DatabaseRefuses
from nanhu_kpi.errors.merge import (
    ALTERED_DEFINITIONS,
    ALTERED_FILE,
    ALTERED_ROWS,
    ORPHAN_ROWS,
    OTHER_MEANING,
    OTHER_MEASURE,
    OTHER_OFFICE,
    UNFIT_ROWS,
)
from nanhu_kpi.errors.reasons import ENTRY_FITS
from nanhu_kpi.quantity import plain, value_of
from nanhu_kpi.settings import Settings
from nanhu_kpi.store.copies.drafts import original_of
from nanhu_kpi.store.copies.other_copy import MOST_TOLD
from nanhu_kpi.store.ids import RECORDED
from nanhu_kpi.store.merge.definitions import differing, other_meanings, other_measures
from nanhu_kpi.store.merge.union import altered_in, any_unfit, count_altered, orphans
from nanhu_kpi.text import short_name

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

_NAMED = 5


def refuse_what_cannot_merge(conn: sqlite3.Connection, path: Path) -> None:
    """Refuse another office's file, one with rows that were altered, orphaned or unfit, and a code with two meanings.

    Raises OTHER_OFFICE, ALTERED_ROWS, ALTERED_FILE, ALTERED_DEFINITIONS, ORPHAN_ROWS, UNFIT_ROWS, OTHER_MEANING or
    OTHER_MEASURE.
    """
    _refuse_other_office(conn, path)
    _refuse_altered_rows(conn, path)
    refuse_other_definitions(conn, path)
    if lost := [
        f"{each.table} {short_name(each.key) if isinstance(each.key, bytes) else each.key}: {each.column}"
        for each in orphans(conn)
    ]:
        raise DatabaseRefuses(ORPHAN_ROWS, path=path, rows=_named(lost))
    if any_unfit(conn):
        raise DatabaseRefuses(UNFIT_ROWS, path=path, reason=ENTRY_FITS)


def refuse_other_definitions(conn: sqlite3.Connection, path: Path) -> None:
    """Refuse a file whose definitions cannot become one with ours: what there is of them is little, however large the
    files are.

    Raises OTHER_OFFICE, ALTERED_FILE, ALTERED_DEFINITIONS, OTHER_MEANING or OTHER_MEASURE.
    """
    _refuse_other_office(conn, path)
    _refuse_altered_definitions(conn, path)
    for meanings in other_meanings(conn):
        ours_, theirs_ = (" / ".join(each) for each in meanings[1:])
        raise BadInput(OTHER_MEANING, path=path, code=meanings.code, ours=ours_, theirs=theirs_)
    for code, our_name, their_name in other_measures(conn):
        raise BadInput(OTHER_MEASURE, path=path, code=code, ours=our_name, theirs=their_name)


def _refuse_other_office(conn: sqlite3.Connection, path: Path) -> None:
    ours, theirs = (_office_code(conn, schema) for schema in ("main", "other"))
    if ours != theirs:
        raise BadInput(OTHER_OFFICE, path=path, ours=ours, theirs=theirs)


def _refuse_altered_rows(conn: sqlite3.Connection, path: Path) -> None:
    rows: list[str] = []
    count = 0
    for table in RECORDED:
        if altered := count_altered(conn, table):
            count += altered
            rows += [
                f"{each.table} {short_name(each.id)} {each.column}: "
                f"{_shown(each.column, each.ours)} ≠ {_shown(each.column, each.theirs)}"
                for each in altered_in(conn, table)
            ]
    if count:
        raise DatabaseRefuses(ALTERED_ROWS, path=path, count=count, rows=rows[:MOST_TOLD])


def _refuse_altered_definitions(conn: sqlite3.Connection, path: Path) -> None:
    rows_of: dict[str, list[str]] = {}
    for each in differing(conn):
        sentence = f"{each.subject} {each.code} {each.field}: “{each.ours}” ≠ “{each.theirs}”"
        rows_of.setdefault(each.schema, []).append(sentence)
    for schema, rows in rows_of.items():
        facts = {"count": len(rows), "rows": rows[:MOST_TOLD]}
        if schema:
            raise DatabaseRefuses(ALTERED_FILE, path=path if schema == "other" else original_of(conn), **facts)
        raise DatabaseRefuses(ALTERED_DEFINITIONS, path=path, **facts)


def _named(rows: list[str]) -> list[str]:
    return rows if len(rows) <= _NAMED else [*rows[:_NAMED], "..."]


def _shown(column: str, value: object) -> str:
    if isinstance(value, bytes):
        return short_name(value)
    if column == "amount" and isinstance(value, int):
        return plain(value_of(value))
    return f"“{'' if value is None else value}”"


def _office_code(conn: sqlite3.Connection, schema: str) -> str:
    row = conn.execute(f"SELECT value FROM {schema}.setting WHERE key = 'office_code'").fetchone()
    return row[0] if row and row[0] else Settings().office_code
