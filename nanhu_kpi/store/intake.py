"""Rows that come in, in temporary tables beside the file until all of them are known to be sound.

`fresh` holds a row a line of the file; `there` names those that are in the record already, `fresh_day` sums the rest up
by measure and day. Nothing here locks the file before `recorded`.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from nanhu_kpi.store.live import LIVE, untaken
from nanhu_kpi.store.recounting import rollups_by_set
from nanhu_kpi.store.twins import record_twins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

COLUMNS = (
    "n", "measure", "day", "type", "amount", "qualifier", "note", "issue", "next", "evidence", "evidence_sha256", "key",
    "id", "batch", "officer", "host", "logged_at", "voided_at", "voided_by", "void_reason",
)  # fmt: skip
# What two rows under one key, or one id, have to agree in.
_SAID = ("measure", "day", "type", "amount", "qualifier", "note", "issue", "next", "evidence")
_KEPT = ("key", *_SAID, "evidence_sha256")

_TABLES = (
    """CREATE TEMP TABLE fresh (
        n INTEGER PRIMARY KEY, measure TEXT, day TEXT, type TEXT, amount INTEGER,
        qualifier INTEGER NOT NULL DEFAULT 0, note TEXT, issue TEXT, next TEXT, evidence TEXT, evidence_sha256 TEXT,
        key TEXT, id BLOB, batch BLOB, officer TEXT, host TEXT, logged_at TEXT, voided_at TEXT, voided_by TEXT,
        void_reason TEXT)""",
    "CREATE TEMP TABLE there (n INTEGER PRIMARY KEY)",
    """CREATE TEMP TABLE fresh_day (
        measure TEXT, day TEXT, n_rows INTEGER, n_unexplained INTEGER, n_minus INTEGER, size INTEGER, n_new INTEGER,
        PRIMARY KEY (measure, day)) WITHOUT ROWID""",
    "CREATE TEMP TABLE fresh_void (id BLOB PRIMARY KEY, batch BLOB, entry BLOB, reason TEXT) WITHOUT ROWID",
    "CREATE TEMP TABLE flaw (n INTEGER, late INTEGER, value BLOB)",
)
_AT_ONCE = 50
_AND_NOT_THERE = "AND f.n NOT IN (SELECT n FROM there)"


def _differs(here: str, there: str, columns: Sequence[str]) -> str:
    left, right = (", ".join(f"{alias}.{column}" for column in columns) for alias in (here, there))
    return f"({left}) IS NOT ({right})"


_OTHER_CONTENT = _differs("f", "e", _SAID)


class Clash(NamedTuple):
    """A row of the file, and what stands under the same key or id with other content, each as its columns; of what
    stands in the file, `row` is its number there."""

    n: int
    here: dict[str, Any]
    there: dict[str, Any]
    row: int | None = None


class DaySum(NamedTuple):
    """What the file brings for one measure and day: rows, totals without a note, minuses without one, and how far all
    values together could move a figure."""

    measure: str
    day: str
    n_rows: int
    n_unexplained: int
    n_minus: int
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
    for at in range(0, whole, _AT_ONCE):
        conn.execute(many, list(chain.from_iterable(rows[at : at + _AT_ONCE])))
    conn.executemany(into + marks, rows[whole:])


def note_flaws(conn: sqlite3.Connection, flaws: Iterable[tuple[int, bytes]], *, late: bool = False) -> None:
    """Keep what is wrong aside, by row; the bytes are the caller's. `late` are those found by comparing."""
    conn.executemany("INSERT INTO flaw VALUES (?, ?, ?)", [(n, int(late), value) for n, value in flaws])


def forget_late_flaws(conn: sqlite3.Connection) -> None:
    """Forget what comparing found: it is to be compared again."""
    conn.execute("DELETE FROM flaw WHERE late")


def count_flaws(conn: sqlite3.Connection) -> int:
    """Return how many flaws were noted."""
    return int(conn.execute("SELECT count(*) FROM flaw").fetchone()[0])


def flaws(conn: sqlite3.Connection) -> Iterator[bytes]:
    """Yield the flaws in the order of their rows."""
    return (row[0] for row in conn.execute("SELECT value FROM flaw ORDER BY n, rowid"))


def version_of(conn: sqlite3.Connection) -> int:
    """Return a number that changes whenever another connection has recorded something."""
    return int(conn.execute("PRAGMA data_version").fetchone()[0])


def compare(conn: sqlite3.Connection, *, restores: bool) -> Iterator[tuple[str, Clash]]:
    """Find what is in the record already, or twice in the file; yield what clashes: by `id` or `key`, with the record,
    or `id in file` or `key in file`."""
    conn.execute("DELETE FROM there")
    if restores:
        yield from _compared_by_id(conn)
    if conn.execute("SELECT EXISTS (SELECT 1 FROM fresh WHERE key IS NOT NULL)").fetchone()[0]:
        yield from _compared_by_key(conn)


def _compared_by_id(conn: sqlite3.Connection) -> Iterator[tuple[str, Clash]]:
    whole = (*_KEPT, "batch")
    origin = ("officer", "host", "logged_at")
    stands = f"""FROM fresh f JOIN entry e ON e.id = f.id JOIN batch b ON b.id = e.batch
        WHERE f.id IS NOT NULL AND {{}} ({_differs("f", "e", whole)} OR {_differs("f", "b", origin)})"""
    yield from (("id", clash) for clash in _clashes(conn, stands.format(""), [*whole, "id"], "e", origin, "b"))
    conn.execute(f"INSERT INTO there SELECT f.n {stands.format('NOT')}")
    twice = f"""FROM (SELECT id, min(n) AS first FROM fresh WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1) t
        JOIN fresh e ON e.n = t.first JOIN fresh f ON f.id = t.id AND f.n > t.first
        WHERE {{}} ({_differs("f", "e", (*whole, *origin, "voided_at", "voided_by", "void_reason"))})"""
    yield from (("id in file", clash) for clash in _clashes(conn, twice.format(""), [*whole, "id"], "e", (), "e"))
    conn.execute(f"INSERT OR IGNORE INTO there SELECT f.n {twice.format('NOT')}")


def _compared_by_key(conn: sqlite3.Connection) -> Iterator[tuple[str, Clash]]:
    # A key belongs to what is live: rows that the file itself calls voided hold none.
    mine = f"f.key IS NOT NULL AND f.voided_at IS NULL {_AND_NOT_THERE}"
    stands = f"""FROM fresh f JOIN entry e ON e.key = f.key JOIN batch b ON b.id = e.batch
        WHERE {mine} AND {LIVE} AND {{}} {_OTHER_CONTENT}"""
    origin = ("officer", "host", "logged_at")
    yield from (("key", clash) for clash in _clashes(conn, stands.format(""), _KEPT, "e", origin, "b"))
    conn.execute(f"INSERT OR IGNORE INTO there SELECT f.n {stands.format('NOT')}")
    conn.execute("DROP TABLE IF EXISTS temp.twice")
    conn.execute(
        """CREATE TEMP TABLE twice AS SELECT f.key AS key, min(f.n) AS first FROM fresh f
            WHERE f.key IS NOT NULL AND f.voided_at IS NULL GROUP BY f.key HAVING count(*) > 1"""
    )
    # Each row of a key that stands more than once, beside the first of them.
    again = f"""FROM fresh f JOIN twice t ON t.key = f.key AND f.n > t.first JOIN fresh e ON e.n = t.first
        WHERE f.voided_at IS NULL AND {{}} {_OTHER_CONTENT}"""
    yield from (("key in file", clash) for clash in _clashes(conn, again.format(""), _KEPT, "e", (), "e"))
    conn.execute(f"INSERT OR IGNORE INTO there SELECT f.n {again.format('NOT')}")


def _clashes(
    conn: sqlite3.Connection, query: str, columns: Sequence[str], entry: str, origin: Sequence[str], batch: str
) -> Iterator[Clash]:
    shown = [f"{entry}.{column}" for column in columns] + [f"{batch}.{column}" for column in origin]
    names = [*columns, *origin]
    here = ", ".join(f"f.{column}" for column in names)
    row = f"{entry}.n" if not origin else "NULL"
    for found in conn.execute(f"SELECT f.n, {row}, {here}, {', '.join(shown)} {query} ORDER BY f.n"):
        size = len(names)
        yield Clash(
            found[0],
            dict(zip(names, found[2 : 2 + size], strict=True)),
            dict(zip(names, found[2 + size :], strict=True)),
            found[1],
        )


def batch_clashes(conn: sqlite3.Connection) -> Iterator[tuple[int, bytes, tuple[str, ...], tuple[str, ...]]]:
    """Yield the row, the id and both sides of every batch of the file that is another one in the record or in an
    earlier row."""
    yield from (
        (n, batch, tuple(here), tuple(there))
        for n, batch, *here, there_officer, there_host, there_at in conn.execute(
            """SELECT f.n, f.batch, f.officer, f.host, f.logged_at,
                      coalesce(b.officer, o.officer), coalesce(b.host, o.host), coalesce(b.logged_at, o.logged_at)
               FROM (SELECT min(n) AS n, batch, officer, host, logged_at FROM fresh WHERE batch IS NOT NULL
                     GROUP BY batch, officer, host, logged_at) f
               LEFT JOIN batch b ON b.id = f.batch
               LEFT JOIN (SELECT min(n) AS n, batch, officer, host, logged_at FROM fresh WHERE batch IS NOT NULL
                          GROUP BY batch) o ON b.id IS NULL AND o.batch = f.batch
               WHERE (f.officer, f.host, f.logged_at) IS NOT
                     (coalesce(b.officer, o.officer), coalesce(b.host, o.host), coalesce(b.logged_at, o.logged_at))
               ORDER BY f.n"""
        )
        for there in ((there_officer, there_host, there_at),)
    )


def sum_up(conn: sqlite3.Connection) -> None:
    """Sum the rows that are to be added up by measure and day."""
    conn.execute("DELETE FROM fresh_day")
    plain = "f.note IS NULL AND f.id IS NULL"
    conn.execute(
        f"""INSERT INTO fresh_day
            SELECT f.measure, f.day, count(*), count(*) FILTER (WHERE f.type = 'set' AND {plain}),
                   count(*) FILTER (WHERE f.type = 'add' AND f.amount < 0 AND {plain}),
                   min(total(abs(f.amount)), 9e17), count(*) - count(f.id)
            FROM fresh f WHERE {"true " + _AND_NOT_THERE if _any_there(conn) else "true"}
            GROUP BY f.measure, f.day"""
    )


def days_summed(conn: sqlite3.Connection) -> Iterator[DaySum]:
    """Yield the sums, by measure and day."""
    rows = conn.execute(
        "SELECT measure, day, n_rows, n_unexplained, n_minus, size FROM fresh_day ORDER BY measure, day"
    )
    return (DaySum(*row) for row in rows)


def counts(conn: sqlite3.Connection) -> tuple[int, int, int]:
    """Return how many rows are to be added, how many are there already, and how many of the former are new entries
    without a key."""
    there = int(conn.execute("SELECT count(*) FROM there").fetchone()[0])
    staged = int(conn.execute("SELECT count(*) FROM fresh").fetchone()[0])
    keyless = conn.execute(
        f"""SELECT count(*) FROM fresh f WHERE f.key IS NULL AND f.id IS NULL
            {_AND_NOT_THERE if there else ""}"""
    ).fetchone()[0]
    return staged - there, there, int(keyless)


def anything(conn: sqlite3.Connection) -> bool:
    """Return whether any row was staged, or any flaw noted."""
    found = conn.execute("SELECT EXISTS (SELECT 1 FROM fresh) OR EXISTS (SELECT 1 FROM flaw)").fetchone()
    return bool(found[0])


def last_number(conn: sqlite3.Connection) -> int:
    """Return the greatest number of a row, 0 for none."""
    return int(conn.execute("SELECT coalesce(max(n), 0) FROM fresh").fetchone()[0])


def newest_id(conn: sqlite3.Connection) -> bytes | None:
    """Return the greatest id among the restored rows."""
    found: bytes | None = conn.execute("SELECT max(id) FROM fresh").fetchone()[0]
    return found


def count_restored(conn: sqlite3.Connection) -> int:
    """Return how many of the rows to be added are restored ones."""
    return int(conn.execute(f"SELECT count(*) FROM fresh f WHERE f.id IS NOT NULL {_AND_NOT_THERE}").fetchone()[0])


def years_touched(conn: sqlite3.Connection) -> dict[int, list[str]]:
    """Return the measures of which the file says anything, by year."""
    found: dict[int, list[str]] = {}
    for code, year in conn.execute(
        """SELECT measure, substr(day, 1, 4) FROM fresh_day UNION
           SELECT f.measure, substr(f.day, 1, 4) FROM there t JOIN fresh f ON f.n = t.n"""
    ):
        found.setdefault(int(year), []).append(code)
    return found


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
            WHERE {"true " + _AND_NOT_THERE if _any_there(conn) else "true"} ORDER BY f.measure, f.day, f.n"""
    )


def stated_days(conn: sqlite3.Connection, measure: str, year: int) -> Iterator[tuple[str, bool, int]]:
    """Yield the days of a year that have a value: the day, whether it starts from a stated total, its amount."""
    return conn.execute(
        """SELECT day, total_id IS NOT NULL, amount FROM rollup_day
           WHERE measure = ? AND day BETWEEN ? AND ? AND n_values > 0 ORDER BY day""",
        (measure, f"{year:04}-01-01", f"{year:04}-12-31"),
    )


def size_of_year(conn: sqlite3.Connection, measure: str, year: int) -> float:
    """Return how far the values of a year could have moved its figure."""
    row = conn.execute(
        "SELECT total(abs(amount)) FROM rollup_day WHERE measure = ? AND day BETWEEN ? AND ?",
        (measure, f"{year:04}-01-01", f"{year:04}-12-31"),
    ).fetchone()
    return float(row[0])


def live_batch_with(conn: sqlite3.Connection, ending: str) -> tuple[bytes, str, str] | None:
    """Return id, officer and moment of the newest batch whose command ends so, with a row that nobody took back."""
    found: tuple[bytes, str, str] | None = conn.execute(
        f"""SELECT b.id, b.officer, b.logged_at FROM batch b
            WHERE substr(b.command, -length(?1)) = ?1
            AND EXISTS (SELECT 1 FROM entry e WHERE e.batch = b.id AND {untaken("e")})
            ORDER BY b.id DESC LIMIT 1""",
        (ending,),
    ).fetchone()
    return found


_VOIDS_TOLD = """FROM fresh f WHERE f.id IS NOT NULL AND f.voided_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM void v JOIN batch b ON b.id = v.batch
    WHERE v.entry = f.id AND (b.logged_at, b.officer, v.reason) IS (f.voided_at, f.voided_by, f.void_reason))"""


def count_voids_told(conn: sqlite3.Connection) -> int:
    """Return how many entries the file says were taken back, and the record does not."""
    return int(conn.execute(f"SELECT count(DISTINCT f.id) {_VOIDS_TOLD}").fetchone()[0])


def voids_told(conn: sqlite3.Connection) -> Iterator[tuple[bytes, str, str, str]]:
    """Yield what the file says was taken back and the record does not: the entry, when, by whom and why."""
    return conn.execute(f"SELECT DISTINCT f.id, f.voided_at, f.voided_by, f.void_reason {_VOIDS_TOLD}")


def batches_told(conn: sqlite3.Connection) -> Iterator[tuple[bytes, str, str, str]]:
    """Yield id, officer, host and moment of the batches that the rows to be added belong to and the record lacks."""
    return conn.execute(
        f"""SELECT DISTINCT f.batch, f.officer, f.host, f.logged_at FROM fresh f
            WHERE f.batch IS NOT NULL AND NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = f.batch) {_AND_NOT_THERE}"""
    )


def stage_voids(conn: sqlite3.Connection, voids: Iterable[tuple[bytes, bytes, bytes, str]]) -> None:
    """Keep voids aside: id, batch, entry, reason."""
    conn.executemany("INSERT OR IGNORE INTO fresh_void VALUES (?, ?, ?, ?)", voids)


def add_batches(conn: sqlite3.Connection, rows: Iterable[tuple[bytes, str, str, str, str, str]]) -> None:
    """Append batches that are not there yet: id, officer, host, command, moment, the office's day."""
    conn.executemany(
        """INSERT INTO batch (id, officer, host, command, logged_at, logged_on) SELECT ?1, ?2, ?3, ?4, ?5, ?6
           WHERE NOT EXISTS (SELECT 1 FROM batch WHERE id = ?1)""",
        rows,
    )


def add_fresh(conn: sqlite3.Connection, batch: bytes | None, id_at: Callable[[int], bytes]) -> None:
    """Append all rows that are not there, and their voids, in this transaction; the roll-ups are counted by set.

    New entries belong to `batch` and get their ids from `id_at` by their number; restored ones have their own. Ask
    `all_fit` first: the guard that looks at a row at a time stands aside.
    """
    conn.create_function("id_at", 1, id_at, deterministic=True)
    conn.execute("CREATE TEMP TABLE touched (measure TEXT, day TEXT, PRIMARY KEY (measure, day)) WITHOUT ROWID")
    conn.execute("CREATE TEMP TABLE added (id BLOB PRIMARY KEY) WITHOUT ROWID")
    conn.execute("INSERT INTO touched SELECT measure, day FROM fresh_day")
    conn.execute(
        "INSERT OR IGNORE INTO touched SELECT e.measure, e.day FROM fresh_void v JOIN entry e ON e.id = v.entry"
    )
    there = _any_there(conn)
    restored = conn.execute("SELECT EXISTS (SELECT 1 FROM fresh WHERE id IS NOT NULL)").fetchone()[0]
    columns = ("key", *_SAID, "evidence_sha256")
    guard = conn.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name = 'entry_fits_its_measure'"
    ).fetchone()
    conn.execute(f"DROP TRIGGER {guard[0]}")
    with rollups_by_set(conn, "touched", entries="added", voids="fresh_void"), _interruptible():
        conn.execute(
            f"""INSERT INTO entry (id, batch, {", ".join(columns)})
                SELECT {"coalesce(f.id, id_at(f.n))" if restored else "id_at(f.n)"},
                       {"coalesce(f.batch, :batch)" if restored else ":batch"}, {", ".join(f"f.{c}" for c in columns)}
                FROM fresh f WHERE {"true " + _AND_NOT_THERE if there else "true"} ORDER BY f.n""",
            {"batch": batch},
        )
        conn.execute("INSERT INTO void (id, batch, entry, reason) SELECT * FROM fresh_void ORDER BY id")
        if restored:
            conn.execute(
                f"INSERT INTO added SELECT f.id FROM fresh f WHERE f.id IS NOT NULL {_AND_NOT_THERE if there else ''}"
            )
        # New entries are of one batch, so that those recorded late are summed up by day already; restored ones are not.
        conn.execute(
            """INSERT INTO rollup_late (logged_on, day, n)
               SELECT b.logged_on, d.day, sum(d.n_new) FROM batch b JOIN fresh_day d ON d.day < b.logged_on
               WHERE b.id = ? AND d.n_new GROUP BY d.day
               ON CONFLICT (logged_on, day) DO UPDATE SET n = n + excluded.n""",
            (batch,),
        )
    conn.execute(guard[1])
    record_twins(conn)
    conn.execute("DROP TABLE touched")
    conn.execute("DROP TABLE added")


@contextmanager
def _interruptible() -> Iterator[None]:
    """Raise KeyboardInterrupt where SQLite says that a function of ours failed: Ctrl-C was heard inside it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if str(error) == "user-defined function raised exception":
            raise KeyboardInterrupt from None
        raise


def all_fit(conn: sqlite3.Connection) -> bool:
    """Return whether every row fits the kind of its measure, as the file's own guard would have it."""
    unfit = conn.execute(
        """SELECT EXISTS (SELECT 1 FROM fresh f LEFT JOIN measure m ON m.code = f.measure
           WHERE m.code IS NULL OR (f.type <> 'words' AND (
               m.kind = 'ratio' OR (f.type = 'add' AND m.kind <> 'sum')
               OR (m.kind = 'milestone' AND f.amount NOT BETWEEN 0 AND 1000000))))"""
    ).fetchone()
    return not unfit[0]


def _any_there(conn: sqlite3.Connection) -> bool:
    return bool(conn.execute("SELECT EXISTS (SELECT 1 FROM there)").fetchone()[0])
