"""Rows that the product would not have written: no command falls over those that pass here.

A file of somebody else may have been written past every CHECK and trigger, and no CHECK can ask for all that readers
rest on. What `db check` asks of the file in use, a merge and a restore ask of a file before they take a row of it.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from nanhu_kpi.days import FIRST_YEAR, LAST_YEAR
from nanhu_kpi.errors.facts import UnsoundRow
from nanhu_kpi.errors.reasons import (
    AMOUNTS_BEYOND_RANGE,
    CODE_OF_OTHER_SIGNS,
    DAY_BEYOND_RANGE,
    ID_OF_ANOTHER_KIND,
    KEY_OF_TOO_MANY,
    MOMENT_BEYOND_RANGE,
    PARTS_OF_NO_RATIO,
    TEXT_OF_OTHER_BYTES,
    UNFIT_SCHEDULE,
    UNFIT_VALUE,
    UNKNOWN_FIELDS,
)
from nanhu_kpi.model import UNDONE_ON, Cadence, Direction, Kind
from nanhu_kpi.quantity import value_of
from nanhu_kpi.settings import is_fit
from nanhu_kpi.store.counting import of_kind
from nanhu_kpi.store.ids import RECORDED, first_id_beyond
from nanhu_kpi.store.schema.fields import FIELDS, KEYS
from nanhu_kpi.store.targets import parsed_schedule
from nanhu_kpi.text import short_name

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

_CHUNK = 5_000
MOST_UNDER_A_KEY = 10_000  # each is held beside those before it that say the same
_MOST_OF_A_SUM = 9e18  # SQLite adds in 64 bits
_POINT = re.compile(r"\d{4}-\d\d-\d\d=-?\d{1,12}(\.\d{1,4})?")
_VALUES = {
    "kind": frozenset(Kind), "direction": frozenset(Direction), "cadence": frozenset(Cadence),
}  # fmt: skip
_DAY_SIGNS = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"

_TEXTS = {
    "batch": ("officer", "host", "command"),
    "change": ("code", "field", "old", "new"),
    "entry": ("key", "note", "issue", "next", "evidence", "evidence_sha256"),
    "target": ("schedule", "reason", "document"),
    "void": ("reason",),
    "period": ("reason",),
    **{subject: (KEYS[subject], *fields) for subject, fields in FIELDS.items()},
}


def unsound_rows(conn: sqlite3.Connection, today: date, schema: str = "main") -> Iterator[UnsoundRow]:
    """Yield the rows of a schema that a reader would fall over, or that rest on a day, an id or an amount out of range.

    References, CHECKs, roll-ups and what fits a kind are looked at elsewhere. `today` tells a clock that is ahead.
    """
    conditions = sorted(_conditions(today, schema), key=itemgetter(0))
    for table, group in groupby(conditions, key=itemgetter(0)):
        # One look at a table, which may have a million rows, whatever is asked of them.
        reasons, asked = zip(*((reason, f"({condition})") for _, reason, condition in group), strict=True)
        rows = conn.execute(
            f"SELECT {_key(table)}, {', '.join(asked)} FROM {schema}.{table} x WHERE {' OR '.join(asked)} ORDER BY 1"
        )
        for key, *answers in rows:
            yield from (
                UnsoundRow(table, _name(table, key), reason, key)
                for reason, holds in zip(reasons, answers, strict=True)
                if holds
            )
    for table, columns in _TEXTS.items():
        yield from _unreadable_texts(conn, schema, table, columns)
    yield from _unfit_changes(conn, schema)
    yield from _unfit_settings(conn, schema)
    yield from _unfit_schedules(conn, schema)


def _conditions(today: date, schema: str) -> Iterator[tuple[str, str, str]]:
    """Yield a table, a reason, and the condition of a row `x` for which it holds."""
    latest = f"x'{first_id_beyond(today).hex()}'"
    ids = f"""typeof(x.id) <> 'blob' OR length(x.id) <> 16 OR x.id >= {latest}
        OR substr(x.id, 7, 1) NOT BETWEEN x'70' AND x'7f' OR substr(x.id, 9, 1) NOT BETWEEN x'80' AND x'bf'"""
    yield from ((table, ID_OF_ANOTHER_KIND, ids) for table in RECORDED)
    moment = f"""x.logged_at NOT GLOB '{_DAY_SIGNS}T*Z' OR x.logged_at < '{FIRST_YEAR}'
        OR x.logged_at >= '{LAST_YEAR}' OR abs(julianday(x.logged_on) - julianday(substr(x.logged_at, 1, 10))) > 1"""
    yield "batch", MOMENT_BEYOND_RANGE, moment
    days = {
        "batch": ("logged_on", "arrived_on"), "entry": ("day",), "target": ("start", "due", "effective_on"),
    }  # fmt: skip
    for table, columns in days.items():
        yield table, DAY_BEYOND_RANGE, " OR ".join(_is_no_day(f"x.{column}") for column in columns)
    for table in ("goal", "measure"):
        yield table, DAY_BEYOND_RANGE, f"x.retired_on <> '{UNDONE_ON}' AND {_is_no_day('x.retired_on')}"
    yield "period", DAY_BEYOND_RANGE, _is_no_day("x.month || '-01'")
    yield "target", DAY_BEYOND_RANGE, f"x.year > {LAST_YEAR} OR substr(x.effective_on, 1, 4) <> CAST(x.year AS TEXT)"
    yield "area", CODE_OF_OTHER_SIGNS, "x.code NOT GLOB '[A-Z][A-Z]'"
    yield "goal", CODE_OF_OTHER_SIGNS, "x.code NOT GLOB '[A-Z][A-Z]-G[0-9]*' OR x.code GLOB '*[^A-Z0-9-]*'"
    yield "measure", CODE_OF_OTHER_SIGNS, "x.code NOT GLOB '[A-Z][A-Z][0-9]*' OR x.code GLOB '*[^A-Z0-9]*'"
    # Only where all amounts together are beyond the range is each measure's sum looked at.
    every = f"SELECT total(abs(amount)) FROM {schema}.entry"
    sums = f"SELECT measure FROM {schema}.entry GROUP BY measure HAVING total(abs(amount)) > {_MOST_OF_A_SUM}"
    yield "measure", AMOUNTS_BEYOND_RANGE, f"({every}) > {_MOST_OF_A_SUM} AND x.code IN ({sums})"
    crowded = f"SELECT key FROM {schema}.entry WHERE key IS NOT NULL GROUP BY key HAVING count(*) > {MOST_UNDER_A_KEY}"
    yield "entry", KEY_OF_TOO_MANY, f"x.key IN ({crowded})"
    ratio = of_kind("kind", lambda rules: rules.is_computed)
    parts = f"SELECT code FROM {schema}.measure WHERE NOT ({ratio})"
    yield "measure", PARTS_OF_NO_RATIO, f"x.numerator NOT IN ({parts}) OR x.denominator NOT IN ({parts})"


def _is_no_day(column: str) -> str:
    """Return the condition that a day which is there is none, or out of the years that a person may type."""
    return f"({column} NOT GLOB '{_DAY_SIGNS}' OR {column} NOT BETWEEN '{FIRST_YEAR}' AND '{LAST_YEAR + 1}')"


def _unreadable_texts(
    conn: sqlite3.Connection, schema: str, table: str, columns: Sequence[str]
) -> Iterator[UnsoundRow]:
    """Yield the rows with a text that is no UTF-8, or holds a NUL."""
    text = " || char(10) || ".join(f"coalesce(x.{column}, '')" for column in columns)
    any_text = f"coalesce({', '.join(f'x.{column}' for column in (*columns, columns[0]))}) IS NOT NULL"
    rows = conn.execute(f"SELECT CAST({text} AS BLOB), {_key(table)} FROM {schema}.{table} x WHERE {any_text}")
    while chunk := rows.fetchmany(_CHUNK):
        if _is_text(b"\n".join(text for text, _ in chunk)):
            continue
        yield from (
            UnsoundRow(table, _name(table, key), TEXT_OF_OTHER_BYTES, key) for text, key in chunk if not _is_text(text)
        )


def _unfit_changes(conn: sqlite3.Connection, schema: str) -> Iterator[UnsoundRow]:
    """Yield the changes of what is no field, or to what the field cannot be."""
    columns = ", ".join(f"CAST({column} AS BLOB)" for column in ("subject", "code", "field", "old", "new"))
    rows = conn.execute(f"SELECT CAST(id AS BLOB), {columns} FROM {schema}.change ORDER BY id")
    for id_, *texts in rows:
        subject, code, field, *values = ("" if text is None else text.decode(errors="replace") for text in texts)
        if field not in FIELDS.get(subject, ()):
            yield UnsoundRow("change", short_name(id_), UNKNOWN_FIELDS, id_)
        elif not all(_is_fit_for(subject, code, field, value) for value in values):
            yield UnsoundRow("change", short_name(id_), UNFIT_VALUE, id_)


def _unfit_settings(conn: sqlite3.Connection, schema: str) -> Iterator[UnsoundRow]:
    rows = conn.execute(f"SELECT CAST(key AS BLOB), CAST(value AS BLOB) FROM {schema}.setting ORDER BY 1")
    for key, value in rows:
        name = key.decode(errors="replace")
        if not is_fit(name, value.decode(errors="replace")):
            yield UnsoundRow("setting", name, UNFIT_VALUE, key)


def _unfit_schedules(conn: sqlite3.Connection, schema: str) -> Iterator[UnsoundRow]:
    """Yield the targets whose schedule is none: its days rise to the due day, and its last value is the target's."""
    rows = conn.execute(
        f"""SELECT CAST(id AS BLOB), pace, amount, start, due, CAST(coalesce(schedule, '') AS BLOB) FROM {schema}.target
            WHERE pace = 'schedule' OR coalesce(schedule, '') <> '' ORDER BY id"""
    )
    for id_, pace, amount, start, due, written in rows:
        text = written.decode(errors="replace")
        fits = pace == "schedule" and amount is not None and all(map(_POINT.fullmatch, text.split(";")))
        try:
            points = parsed_schedule(text) if fits else ()
        except ValueError:  # such as 30 February
            points = ()
        days = [day.isoformat() for day, _ in points]
        rising = days == sorted(set(days)) and bool(days) and days[0] >= start
        if not (rising and days[-1] == due and points[-1][1] == value_of(amount)):
            yield UnsoundRow("target", short_name(id_), UNFIT_SCHEDULE, id_)


def _is_fit_for(subject: str, code: str, field: str, value: str) -> bool:
    """Return whether a field may have had a value; '' is one that it had not yet, or has no more."""
    if not value:
        return True
    if subject == "setting":
        return is_fit(code, value)
    if field == "retired_on":
        return _is_day(value)
    return value.isdecimal() if field == "position" else field not in _VALUES or value in _VALUES[field]


def _is_day(text: str) -> bool:
    try:
        return text == UNDONE_ON.isoformat() or (
            FIRST_YEAR <= date.fromisoformat(text).year <= LAST_YEAR and len(text) == len("2024-06-30")
        )
    except ValueError:
        return False


def _is_text(written: bytes) -> bool:
    try:
        return "\0" not in written.decode()
    except UnicodeDecodeError:
        return False


def key_of(table: str) -> str:
    """Return the column that is a table's key."""
    return "id" if table in RECORDED else KEYS[table]


def _key(table: str) -> str:
    """Return the key of a row `x` as bytes: it may be no text."""
    return f"CAST(x.{key_of(table)} AS BLOB)"


def _name(table: str, key: bytes) -> str:
    return short_name(key) if table in RECORDED else key.decode(errors="replace")
