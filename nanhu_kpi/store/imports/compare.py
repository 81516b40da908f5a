"""Rows that come in beside the record: which of them are there already, and which say something else under one name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nanhu_kpi.store.batches import CAME, any_went, note_batches
from nanhu_kpi.store.counting import LIVE
from nanhu_kpi.store.imports.staging import AND_NOT_THERE, MOST_NAMED
from nanhu_kpi.store.twins import SAID, differs, said, says_other

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

KEPT = ("key", *SAID, "evidence", "evidence_sha256")
_ORIGIN = ("officer", "host", "logged_at")
# Texts are compared without blanks around them and with line feeds alone: programs that save a file again change these.
_BLANKS = ", ".join(str(code) for code in range(0x3001) if chr(code).isspace())
_TIDIED = f"trim(replace(replace({{}}, char(13, 10), char(10)), char(13), char(10)), char({_BLANKS}))"
_OTHER_CONTENT = says_other("f", "e", _TIDIED)


class Clash(NamedTuple):
    """A row of the file, and what stands under the same key or id with other content, each as its columns; of what
    stands in the file, `row` is its number there."""

    n: int
    here: dict[str, Any]
    there: dict[str, Any]
    row: int | None = None


def compare(conn: sqlite3.Connection, *, restores: bool) -> Iterator[tuple[str, Clash]]:
    """Find what is in the record already, or twice in the file; yield what clashes: by `id` or `key`, with the record,
    or `id in file` or `key in file`."""
    conn.execute("DELETE FROM there")
    note_batches(conn)
    if restores:
        yield from _compared_by_id(conn)
    if conn.execute("SELECT EXISTS (SELECT 1 FROM fresh WHERE key IS NOT NULL)").fetchone()[0]:
        yield from _compared_by_key(conn)


def logged_since(conn: sqlite3.Connection) -> frozenset[str] | None:
    """Return the measures that entries were logged for since `compare`; None where anything else came, or went, and all
    is to be compared again: keys, what was imported or taken back, and what entries rest on."""
    if any_went(conn):
        return None
    others = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE batch IN ({CAME}))" for table in ("void", "target", "change", "period")
    )
    (other,) = conn.execute(
        f"""SELECT EXISTS (SELECT 1 FROM ({CAME}) JOIN batch USING (id) WHERE command LIKE 'import %')
            OR EXISTS (SELECT 1 FROM entry WHERE batch IN ({CAME}) AND key IS NOT NULL) OR {others}"""
    ).fetchone()
    if other:
        return None
    return frozenset(row[0] for row in conn.execute(f"SELECT DISTINCT measure FROM entry WHERE batch IN ({CAME})"))


def _compared_by_id(conn: sqlite3.Connection) -> Iterator[tuple[str, Clash]]:
    whole = (*KEPT, "batch")
    stands = f"""FROM fresh f JOIN entry e ON e.id = f.id JOIN batch b ON b.id = e.batch
        WHERE f.id IS NOT NULL AND {{}} ({differs("f", "e", whole)} OR {differs("f", "b", _ORIGIN)})"""
    yield from (("id", clash) for clash in _clashes(conn, stands.format(""), [*whole, "id"], _ORIGIN))
    conn.execute(f"INSERT INTO there SELECT f.n {stands.format('NOT')}")
    twice = f"""FROM (SELECT id, min(n) AS first FROM fresh WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1) t
        JOIN fresh e ON e.n = t.first JOIN fresh f ON f.id = t.id AND f.n > t.first
        WHERE {{}} ({differs("f", "e", (*whole, *_ORIGIN, "voided_at", "voided_by", "void_reason"))})"""
    yield from (("id in file", clash) for clash in _clashes(conn, twice.format(""), [*whole, "id"]))
    conn.execute(f"INSERT OR IGNORE INTO there SELECT f.n {twice.format('NOT')}")


def _compared_by_key(conn: sqlite3.Connection) -> Iterator[tuple[str, Clash]]:
    # A key belongs to what is live: rows that the file itself calls voided hold none.
    mine = f"f.key IS NOT NULL AND f.voided_at IS NULL {AND_NOT_THERE}"
    stands = f"""FROM fresh f JOIN entry e ON e.key = f.key JOIN batch b ON b.id = e.batch
        WHERE {mine} AND {LIVE} AND {{}} {_OTHER_CONTENT}"""
    yield from (("key", clash) for clash in _clashes(conn, stands.format(""), KEPT, _ORIGIN))
    conn.execute(f"INSERT OR IGNORE INTO there SELECT f.n {stands.format('NOT')}")
    conn.execute("DROP TABLE IF EXISTS temp.twice")
    conn.execute(
        """CREATE TEMP TABLE twice AS SELECT f.key AS key, min(f.n) AS first FROM fresh f
            WHERE f.key IS NOT NULL AND f.voided_at IS NULL GROUP BY f.key HAVING count(*) > 1"""
    )
    # Each row of a key that stands more than once, beside the first of them.
    again = f"""FROM fresh f JOIN twice t ON t.key = f.key AND f.n > t.first JOIN fresh e ON e.n = t.first
        WHERE f.voided_at IS NULL AND {{}} {_OTHER_CONTENT}"""
    yield from (("key in file", clash) for clash in _clashes(conn, again.format(""), KEPT))
    conn.execute(f"INSERT OR IGNORE INTO there SELECT f.n {again.format('NOT')}")


def _clashes(
    conn: sqlite3.Connection, query: str, columns: Sequence[str], origin: Sequence[str] = ()
) -> Iterator[Clash]:
    """Yield the clashes of a query between a row `f` and `e`: an entry with its `origin` in a batch `b`, or without
    that an earlier row of the file."""
    names = (*columns, *origin)
    here = ", ".join(f"f.{column}" for column in names)
    there = ", ".join([f"e.{column}" for column in columns] + [f"b.{column}" for column in origin])
    rows = conn.execute(f"SELECT f.n, {'NULL' if origin else 'e.n'}, {here}, {there} {query} ORDER BY f.n")
    for n, row, *cells in rows:
        yield Clash(
            n,
            dict(zip(names, cells[: len(names)], strict=True)),
            dict(zip(names, cells[len(names) :], strict=True)),
            row,
        )


def batch_clashes(conn: sqlite3.Connection) -> Iterator[tuple[int, bytes, tuple[str, ...], tuple[str, ...]]]:
    """Yield the row, the id and both sides of every batch of the file that is another one in the record or in an
    earlier row. What the file does not tell of a batch is not compared."""
    columns = ("officer", "host", "logged_at", "command", "logged_on")
    told = ", ".join(f"f.{column} AS {column}" for column in columns)
    known = ", ".join(f"coalesce(b.{column}, o.{column}) AS {column}_there" for column in columns)
    here = ", ".join(f"coalesce({column}, {column}_there)" for column in columns)
    there = ", ".join(f"{column}_there" for column in columns)
    rows = conn.execute(
        f"""SELECT n, batch, {here}, {there} FROM (
                SELECT f.n AS n, f.batch AS batch, {told}, {known}
                FROM (SELECT min(n) AS n, batch, {", ".join(columns)} FROM fresh WHERE batch IS NOT NULL
                      GROUP BY batch, {", ".join(columns)}) f
                LEFT JOIN batch b ON b.id = f.batch
                LEFT JOIN (SELECT min(n) AS n, batch, {", ".join(columns)} FROM fresh WHERE batch IS NOT NULL
                           GROUP BY batch) o ON b.id IS NULL AND o.batch = f.batch)
            WHERE ({here}) IS NOT ({there}) ORDER BY n"""
    )
    size = len(columns)
    yield from ((n, batch, tuple(sides[:size]), tuple(sides[size:])) for n, batch, *sides in rows)


def typed_already(conn: sqlite3.Connection) -> list[tuple[int, bytes, str]]:
    """Return the first rows to be added whose measure, day, type and value are those of a live entry that was not
    imported, each with that entry's id and officer. The rows have been summed up by day."""
    rows = conn.execute(
        f"""SELECT f.n, max(e.id), b.officer FROM fresh_day d
            CROSS JOIN entry e ON e.measure = d.measure AND e.day = d.day
            JOIN batch b ON b.id = e.batch
            JOIN fresh f ON f.measure = e.measure AND f.day = e.day AND f.type = e.type AND f.amount = e.amount
            WHERE f.id IS NULL AND f.n NOT IN (SELECT n FROM there) AND b.command NOT LIKE 'import %'
            AND b.host <> 'catalogue' AND {LIVE} GROUP BY f.n ORDER BY f.n LIMIT {MOST_NAMED}"""
    )
    return rows.fetchall()


def imported_already(conn: sqlite3.Connection) -> list[tuple[int, bytes]]:
    """Return the rows without a key that say what an import has recorded and what counts, each with that import's
    newest batch, in the order of rows. The rows have been summed up by day."""
    if not conn.execute("SELECT EXISTS (SELECT 1 FROM batch WHERE command LIKE 'import %')").fetchone()[0]:
        return []
    conn.execute("DROP TABLE IF EXISTS temp.imported")
    named = [f"{form} AS {name}" for form, name in zip(said("e", _TIDIED), SAID, strict=True)]
    columns = ", ".join((*named, "e.evidence", "e.evidence_sha256", "e.batch"))
    # Beside the rows of the same measures and days alone, and found by all they say: many may differ in a text only.
    conn.execute(
        f"""CREATE TEMP TABLE imported AS SELECT {columns}
            FROM fresh_day d CROSS JOIN entry e ON e.measure = d.measure AND e.day = d.day
            JOIN batch b ON b.id = e.batch
            WHERE d.n_new > 0 AND b.command LIKE 'import %' AND {LIVE}"""
    )
    conn.execute(f"CREATE INDEX temp.imported_content ON imported ({', '.join(SAID)})")
    alike = " AND ".join(f"e.{name} IS {form}" for form, name in zip(said("f", _TIDIED), SAID, strict=True))
    content = ", ".join((*said("f", _TIDIED), "f.evidence"))
    # What the file says more often than the record was not recorded before: each of its rows is one of its own.
    return conn.execute(
        f"""SELECT n, batch FROM (
                SELECT f.n AS n, max(e.batch) AS batch, count(*) AS recorded,
                       count(*) OVER (PARTITION BY {content}) AS said
                FROM fresh f CROSS JOIN imported e ON {alike} AND NOT {_OTHER_CONTENT}
                WHERE f.key IS NULL AND f.id IS NULL {AND_NOT_THERE} GROUP BY f.n)
            WHERE recorded >= said ORDER BY n"""
    ).fetchall()
