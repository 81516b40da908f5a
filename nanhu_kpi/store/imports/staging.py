"""Rows that come in, in temporary tables beside the file until all of them are known to be sound.

`fresh` holds a row a line of the file; `there` names those that are in the record already, `fresh_day` sums the rest up
by measure and day. `compare` holds them beside the record, `append` takes them over; nothing here locks the file.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from nanhu_kpi.quantity import SCALE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

COLUMNS = (
    "n", "measure", "day", "type", "amount", "qualifier", "note", "issue", "next", "evidence", "evidence_sha256", "key",
    "id", "batch", "officer", "host", "logged_at", "voided_at", "voided_by", "void_reason",
    "command", "logged_on",
)  # fmt: skip
_TABLES = (
    """CREATE TEMP TABLE fresh (
        n INTEGER PRIMARY KEY, measure TEXT, day TEXT, type TEXT, amount INTEGER,
        qualifier INTEGER NOT NULL DEFAULT 0, note TEXT, issue TEXT, next TEXT, evidence TEXT, evidence_sha256 TEXT,
        key TEXT, id BLOB, batch BLOB, officer TEXT, host TEXT, logged_at TEXT, voided_at TEXT, voided_by TEXT,
        void_reason TEXT, command TEXT, logged_on TEXT)""",
    "CREATE INDEX temp.fresh_by_key ON fresh (key) WHERE key IS NOT NULL AND id IS NOT NULL",
    "CREATE TEMP TABLE there (n INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE newest_first (falls INTEGER)",  # a row where the file is in falling order
    """CREATE TEMP TABLE fresh_day (
        measure TEXT, day TEXT, n_rows INTEGER, n_suspect INTEGER, n_fractions INTEGER, n_plain_fractions INTEGER,
        size INTEGER, n_new INTEGER, is_summed INTEGER, amount INTEGER, n_values INTEGER, qualifier INTEGER,
        PRIMARY KEY (measure, day)) WITHOUT ROWID""",
    "CREATE TEMP TABLE fresh_void (id BLOB PRIMARY KEY, batch BLOB, entry BLOB, reason TEXT) WITHOUT ROWID",
    "CREATE TEMP TABLE flaw (n INTEGER, late INTEGER, value BLOB)",
)
_AT_ONCE = 50
_SMALL = 100_000_000_000  # amounts of which a file may hold as many as it likes before their sum leaves 64 bits
# A person is told so many rows of a kind at most.
MOST_NAMED = 100
# The order in which rows count: as they stand, or from below.
_IN_TURN = "f.n * (SELECT iif(count(*), -1, 1) FROM newest_first)"
AND_NOT_THERE = "AND f.n NOT IN (SELECT n FROM there)"


class DaySum(NamedTuple):
    """What the file brings for one measure and day: rows, those without a note that state a total or a reading or take
    away, those that are no whole number and how many of these are increments without a note, and how far all values
    together could move a figure."""

    measure: str
    day: str
    n_rows: int
    n_suspect: int
    n_fractions: int
    n_plain_fractions: int
    size: float


def prepare(conn: sqlite3.Connection) -> None:
    """Make the temporary tables, on disk: a file may be larger than memory."""
    conn.execute("PRAGMA temp_store = FILE")
    for statement in _TABLES:
        conn.execute(statement)


def stage(conn: sqlite3.Connection, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Keep rows aside; `columns` are some of COLUMNS, and the rest stays empty."""
    into = f"INSERT INTO fresh ({', '.join(columns)}) VALUES "
    marks = f"({', '.join('?' * len(columns))})"
    # Many rows a statement take two thirds of the time that one at a time does.
    whole = len(rows) - len(rows) % _AT_ONCE
    many = into + ", ".join([marks] * _AT_ONCE)
    for first in range(0, whole, _AT_ONCE):
        conn.execute(many, list(chain.from_iterable(rows[first : first + _AT_ONCE])))
    conn.executemany(into + marks, rows[whole:])


def note_flaws(conn: sqlite3.Connection, flaws: Iterable[tuple[int, bytes]], *, late: bool = False) -> None:
    """Keep what is wrong aside, by row; the bytes are the caller's. `late` are those found by comparing."""
    conn.executemany("INSERT INTO flaw VALUES (?, ?, ?)", [(n, int(late), value) for n, value in flaws])


def forget_late_flaws(conn: sqlite3.Connection) -> None:
    """Forget what comparing found: it is to be compared again."""
    conn.execute("DELETE FROM flaw WHERE late")


def turn_if_falling(conn: sqlite3.Connection) -> bool:
    """Return whether the days of the file fall and never rise: then its rows count from below."""
    first, last = (
        conn.execute(f"SELECT day FROM fresh ORDER BY n {order} LIMIT 1").fetchone() for order in ("", "DESC")
    )
    if not first or first <= last:
        return False
    before = "9999"
    for (day,) in conn.execute("SELECT day FROM fresh ORDER BY n"):
        if day > before:
            return False
        before = day
    conn.execute("INSERT INTO newest_first VALUES (1)")
    return True


def beside_a_total(conn: sqlite3.Connection) -> tuple[list[int], list[int]]:
    """Return the rows of days on which a measure has a total and other values, in the order in which they count, and
    those of them that a total after them holds already; of both the first ones. The rows have been summed up by day."""
    conn.execute("DROP TABLE IF EXISTS temp.stated")
    conn.execute(
        "CREATE TEMP TABLE stated (measure TEXT, day TEXT, last INTEGER, PRIMARY KEY (measure, day)) WITHOUT ROWID"
    )
    conn.execute(
        f"""INSERT INTO stated SELECT f.measure, f.day, max({_IN_TURN}) FROM fresh f
            CROSS JOIN fresh_day d ON d.measure = f.measure AND d.day = f.day
            WHERE d.n_rows > 1 AND f.type = 'set' {AND_NOT_THERE} GROUP BY f.measure, f.day"""
    )
    rows = f"""SELECT f.n FROM fresh f CROSS JOIN stated t ON t.measure = f.measure AND t.day = f.day
        WHERE f.amount IS NOT NULL AND {{}} {AND_NOT_THERE} ORDER BY f.measure, f.day, {_IN_TURN} LIMIT {MOST_NAMED}"""
    in_turn, held = (
        [n for (n,) in conn.execute(rows.format(which))]
        for which in ("true", f"f.type = 'add' AND {_IN_TURN} < t.last")
    )
    return in_turn, held


def count_flaws(conn: sqlite3.Connection) -> int:
    """Return how many flaws were noted."""
    return int(conn.execute("SELECT count(*) FROM flaw").fetchone()[0])


def flaws(conn: sqlite3.Connection) -> Iterator[bytes]:
    """Yield the flaws in the order of their rows."""
    return (row[0] for row in conn.execute("SELECT value FROM flaw ORDER BY n, rowid"))


def sum_up(conn: sqlite3.Connection) -> None:
    """Sum the rows that are to be added up by measure and day."""
    conn.execute("DELETE FROM fresh_day")
    plain = "f.note IS NULL AND f.id IS NULL"
    fraction = f"f.amount % {SCALE} <> 0"
    small = f"abs(f.amount) < {_SMALL}"
    conn.execute(
        f"""INSERT INTO fresh_day
            SELECT f.measure, f.day, count(*),
                   count(*) FILTER (WHERE {plain} AND (f.type = 'set' OR f.amount < 0)),
                   count(*) FILTER (WHERE {fraction}), count(*) FILTER (WHERE {plain} AND {fraction}),
                   min(total(abs(f.amount)), 9e17), count(*) - count(f.id),
                   count(f.id) + count(*) FILTER (WHERE f.type = 'set' OR NOT {small}) = 0,
                   coalesce(sum(f.amount) FILTER (WHERE {small}), 0), count(f.amount),
                   max(f.qualifier & 1) | max(f.qualifier & 2)
            FROM fresh f WHERE {"true " + AND_NOT_THERE if any_there(conn) else "true"}
            GROUP BY f.measure, f.day"""
    )


def days_summed(conn: sqlite3.Connection) -> Iterator[DaySum]:
    """Yield the sums, by measure and day."""
    rows = conn.execute(f"SELECT {', '.join(DaySum._fields)} FROM fresh_day ORDER BY measure, day")
    return (DaySum(*row) for row in rows)


def counts(conn: sqlite3.Connection) -> tuple[int, int, int]:
    """Return how many rows are to be added, how many are there already, and how many of the former are new entries
    without a key."""
    there = int(conn.execute("SELECT count(*) FROM there").fetchone()[0])
    staged = int(conn.execute("SELECT count(*) FROM fresh").fetchone()[0])
    keyless = conn.execute(
        f"""SELECT count(*) FROM fresh f WHERE f.key IS NULL AND f.id IS NULL
            {AND_NOT_THERE if there else ""}"""
    ).fetchone()[0]
    return staged - there, there, int(keyless)


def anything(conn: sqlite3.Connection) -> bool:
    """Return whether any row was staged, or any flaw noted."""
    return bool(conn.execute("SELECT EXISTS (SELECT 1 FROM fresh) OR EXISTS (SELECT 1 FROM flaw)").fetchone()[0])


def first_texts(conn: sqlite3.Connection) -> list[str]:
    """Return the first texts of the file that have more than ASCII in them."""
    rows = conn.execute(
        """SELECT said FROM (SELECT n, coalesce(note, issue, next) AS said FROM fresh)
           WHERE said GLOB '*[^' || char(1) || '-~]*' ORDER BY n LIMIT 3"""
    )
    return [row[0] for row in rows]


def last_number(conn: sqlite3.Connection) -> int:
    """Return the greatest number of a row, 0 for none."""
    return int(conn.execute("SELECT coalesce(max(n), 0) FROM fresh").fetchone()[0])


def newest_id(conn: sqlite3.Connection) -> bytes | None:
    """Return the greatest id among the restored rows."""
    newest: bytes | None = conn.execute("SELECT max(id) FROM fresh").fetchone()[0]
    return newest


def count_restored(conn: sqlite3.Connection) -> int:
    """Return how many of the rows to be added are restored ones."""
    return int(conn.execute(f"SELECT count(*) FROM fresh f WHERE f.id IS NOT NULL {AND_NOT_THERE}").fetchone()[0])


def years_touched(conn: sqlite3.Connection) -> dict[int, list[str]]:
    """Return the measures of which the file says anything, by year."""
    codes_of: dict[int, list[str]] = {}
    for code, year in conn.execute(
        """SELECT measure, substr(day, 1, 4) FROM fresh_day UNION
           SELECT f.measure, substr(f.day, 1, 4) FROM there t JOIN fresh f ON f.n = t.n"""
    ):
        codes_of.setdefault(int(year), []).append(code)
    return codes_of


def tally(conn: sqlite3.Connection) -> dict[tuple[str, int], tuple[int, int]]:
    """Return how many rows are to be added, and how many are there already, by measure and year."""
    rows = conn.execute(
        """SELECT measure, CAST(year AS INTEGER), sum(added), sum(there) FROM (
               SELECT measure, substr(day, 1, 4) AS year, sum(n_rows) AS added, 0 AS there FROM fresh_day GROUP BY 1, 2
               UNION ALL SELECT f.measure, substr(f.day, 1, 4), 0, count(*) FROM there t JOIN fresh f ON f.n = t.n
               GROUP BY 1, 2)
           GROUP BY 1, 2"""
    )
    return {(code, year): (added, there) for code, year, added, there in rows}


def rows_among(
    conn: sqlite3.Connection, wanted: Iterable[tuple[str, str, str]]
) -> Iterator[tuple[str, str, int, str, int | None, bool]]:
    """Yield the rows to be added of some measures and days, each a measure with its first and last day: measure, day,
    number, type, amount, whether it is explained; in the order of measures, days and numbers."""
    conn.execute("DROP TABLE IF EXISTS temp.wanted")
    conn.execute("CREATE TEMP TABLE wanted (measure TEXT, first TEXT, last TEXT, PRIMARY KEY (measure, first))")
    conn.executemany("INSERT INTO wanted VALUES (?, ?, ?)", wanted)
    return conn.execute(
        f"""SELECT f.measure, f.day, f.n, f.type, f.amount, f.note IS NOT NULL OR f.id IS NOT NULL
            FROM fresh f CROSS JOIN wanted w ON w.measure = f.measure AND f.day BETWEEN w.first AND w.last
            WHERE {"true " + AND_NOT_THERE if any_there(conn) else "true"} ORDER BY f.measure, f.day, {_IN_TURN}"""
    )


def size_of_year(conn: sqlite3.Connection, measure: str, year: int) -> float:
    """Return how far the values of a year could have moved its figure."""
    row = conn.execute(
        "SELECT total(abs(amount)) FROM rollup_day WHERE measure = ? AND day BETWEEN ? AND ?",
        (measure, f"{year:04}-01-01", f"{year:04}-12-31"),
    ).fetchone()
    return float(row[0])


def any_there(conn: sqlite3.Connection) -> bool:
    """Return whether a row of the file is in the record already."""
    return bool(conn.execute("SELECT EXISTS (SELECT 1 FROM there)").fetchone()[0])
