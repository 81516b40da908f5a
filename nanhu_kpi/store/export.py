"""Rows of the exports that live in the file, streamed: a million of them in constant memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nanhu_kpi.store.counting import KNOWN_ON, defined, defined_goal
from nanhu_kpi.store.schema.views import EXPORTED, FULL_ID
from nanhu_kpi.text import full_name

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from nanhu_kpi.store.entries import EntryFilter

Row = tuple[object, ...]

_QUERIES = {
    "goals": f"""SELECT {{columns}} FROM goal x JOIN area a ON a.code = x.area AND {defined_goal("x")} {{where}}
                ORDER BY a.position, length(x.code), x.code""",
    "measures": f"""SELECT {{columns}} FROM measure x JOIN area a ON a.code = x.area AND {defined("x")} {{where}}
                   ORDER BY a.position, length(x.code), x.code""",
    **{what: f"SELECT {{columns}} FROM ({rows}) x {{where}} ORDER BY x.raw_id" for what, rows in EXPORTED.items()},
}

# Of the rows since: what was recorded, what was taken back, and what counts again because the twin that it repeated was
# taken back.
_ENTRIES_SINCE = """
    SELECT id FROM entry WHERE batch IN ({since})
    UNION SELECT entry FROM void WHERE entry IS NOT NULL AND batch IN ({since})
    UNION SELECT held.entry FROM void plain JOIN void held ON held.twin = plain.entry
          WHERE plain.twin IS NULL AND plain.batch IN ({since})"""
_TARGETS_SINCE = """
    SELECT id FROM target WHERE batch IN ({since})
    UNION SELECT target FROM void WHERE target IS NOT NULL AND batch IN ({since})"""
_SINCE = {
    "entries": _ENTRIES_SINCE, "targets": _TARGETS_SINCE, "changes": "SELECT id FROM change WHERE batch IN ({since})",
    "periods": "SELECT id FROM period WHERE batch IN ({since})",
}  # fmt: skip


class Cutoff(NamedTuple):
    """Which batches are new: those recorded or merged in on a day of the office or later, or those after another."""

    day: date | None = None
    batch: bytes | None = None

    def _batches(self) -> tuple[str, object]:
        if self.day is not None:
            return f"SELECT id FROM batch b WHERE {KNOWN_ON} >= :since", self.day.isoformat()
        return "SELECT id FROM batch WHERE id > :since", self.batch


class RowFilter(NamedTuple):
    """Which rows of an export are wanted: those of some codes, of a year, recorded or taken back since."""

    codes: Collection[str] | None = None
    year: int | None = None
    since: Cutoff | None = None

    def _clause(self, what: str) -> tuple[str, dict[str, object]]:
        clauses: list[str] = []
        values: dict[str, object] = {}
        if self.codes is not None:
            names = {f"code{number}": code for number, code in enumerate(self.codes)}
            column = "measure" if what in ("entries", "targets") else "code"
            clauses.append(f"x.{column} IN ({', '.join(f':{name}' for name in names)})")
            values.update(names)
        if self.year is not None and what == "entries":
            clauses.append("x.day BETWEEN :first AND :last")
            values.update(first=f"{self.year}-01-01", last=f"{self.year}-12-31")
        elif self.year is not None:
            clauses.append("x.year = :year")
            values["year"] = self.year
        if self.since is not None:
            batches, values["since"] = self.since._batches()
            clauses.append(f"x.raw_id IN ({_SINCE[what].format(since=batches)})")
        return (f"WHERE {' AND '.join(clauses)}" if clauses else "", values)


ALL_ROWS = RowFilter()


def rows_of(conn: sqlite3.Connection, what: str, columns: Sequence[str], wanted: RowFilter = ALL_ROWS) -> Iterator[Row]:
    """Yield the rows of an export, goals and measures in the report's order, the rest in the order recorded."""
    where, values = wanted._clause(what)
    query = _QUERIES[what].format(columns=", ".join(f'x."{column}"' for column in columns), where=where)
    return _executed(conn, query, values)


def row_count(conn: sqlite3.Connection, what: str, wanted: RowFilter = ALL_ROWS) -> int:
    """Return how many rows `rows_of` yields."""
    where, values = wanted._clause(what)
    (count,) = next(_executed(conn, _QUERIES[what].format(columns="count(*)", where=where), values))
    return int(count)


def rows_of_entries(
    conn: sqlite3.Connection, columns: Sequence[str], wanted: EntryFilter, limit: int | None
) -> Iterator[Row]:
    """Yield the export rows of the newest `limit` entries that pass a filter, in the order recorded."""
    where, values = wanted.clause()
    ids = f"SELECT e.id FROM entry e JOIN batch b ON b.id = e.batch {where}"
    if limit is not None:
        ids = f"SELECT id FROM ({ids} ORDER BY e.id DESC LIMIT {limit:d})"
    query = f"SELECT {', '.join(columns)} FROM ({EXPORTED['entries']}) WHERE raw_id IN ({ids}) ORDER BY raw_id"
    return _executed(conn, query, values)


def rows_of_targets(conn: sqlite3.Connection, ids: Collection[bytes], columns: Sequence[str]) -> Iterator[Row]:
    """Yield the export rows of some target revisions, in the order given."""
    query = f"SELECT {', '.join(columns)} FROM ({EXPORTED['targets']}) WHERE raw_id = ?"
    for id_ in ids:
        yield from _executed(conn, query, (id_,))


def _executed(
    conn: sqlite3.Connection, query: str, values: Mapping[str, object] | Sequence[object]
) -> Iterator[tuple[Any, ...]]:
    conn.create_function(FULL_ID, 1, full_name, deterministic=True)
    return conn.execute(query, values)
