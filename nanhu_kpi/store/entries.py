"""The record: entries and what takes them back, appended and found again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from nanhu_kpi.days import utc_moment
from nanhu_kpi.model import CATALOGUE, Batch, Entry, EntryType, Recorded, Void
from nanhu_kpi.quantity import SCALE, amount_of, value_of
from nanhu_kpi.store.batches import BATCH, batch_of
from nanhu_kpi.store.counting import LIVE, first_void, live, live_target, recorded_later, untaken
from nanhu_kpi.text import folded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

_ENTRY = """e.id, e.batch, e.measure, e.day, e.type, e.amount, e.qualifier, e.note, e.issue, e.next, e.evidence,
            e.evidence_sha256"""
_RECORDED = f"""SELECT {_ENTRY}, {BATCH}, vb.officer, vb.logged_at, v.reason, v.twin
    FROM entry e JOIN batch b ON b.id = e.batch
    LEFT JOIN void v ON v.id = {first_void("e")} LEFT JOIN batch vb ON vb.id = v.batch"""

# A line break in between, so that no word is found across two texts.
_TEXTS = "coalesce(e.note, '') || char(10) || coalesce(e.issue, '') || char(10) || coalesce(e.next, '')"

# Above this many voids, recounting each touched day once is the shorter way.
_MANY = 200

TextColumn = Literal["note", "issue", "next"]


def add_entries(conn: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Append entries; the triggers roll them up in the same transaction."""
    conn.executemany(
        """INSERT INTO entry (id, batch, measure, day, type, amount, qualifier, note, issue, next, evidence,
           evidence_sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (e.id, e.batch, e.measure, e.day.isoformat(), e.type, None if e.value is None else amount_of(e.value),
             e.qualifier, e.note or None, e.issue or None, e.next or None, e.evidence or None,
             e.evidence_sha256 or None)
            for e in entries
        ],
    )  # fmt: skip


def add_void(conn: sqlite3.Connection, id_: bytes, batch: bytes, entry: bytes, reason: str) -> None:
    """Append what takes one entry back; the triggers recount its day."""
    conn.execute("INSERT INTO void (id, batch, entry, reason) VALUES (?, ?, ?, ?)", (id_, batch, entry, reason))


def void_entries(conn: sqlite3.Connection, batch: bytes, voids: Sequence[tuple[bytes, Entry]], reason: str) -> None:
    """Append what takes entries back: (void id, entry) each, in ascending order of the entries' ids.

    A few go through the triggers, which recount a day at a time; many set the triggers aside, in this transaction, and
    recount each touched day once.
    """
    # Not loaded where entries are only logged.
    from nanhu_kpi.store.twins import record_twins, void_twins_by_set

    if len(voids) <= _MANY:
        for id_, entry in voids:
            add_void(conn, id_, batch, entry.id, reason)
        record_twins(conn, batch)
        return
    from nanhu_kpi.store.recount import rollups_by_set

    conn.execute("CREATE TEMP TABLE touched (measure TEXT, day TEXT, PRIMARY KEY (measure, day)) WITHOUT ROWID")
    conn.execute("CREATE TEMP TABLE taken (id BLOB PRIMARY KEY, entry BLOB) WITHOUT ROWID")
    conn.executemany("INSERT INTO taken VALUES (?, ?)", [(id_, entry.id) for id_, entry in voids])
    conn.execute("INSERT INTO touched SELECT DISTINCT e.measure, e.day FROM taken t JOIN entry e ON e.id = t.entry")
    with rollups_by_set(conn, voids="taken"):
        conn.execute(
            "INSERT INTO void (id, batch, entry, reason) SELECT id, ?, entry, ? FROM taken ORDER BY id", (batch, reason)
        )
        void_twins_by_set(conn, "taken", taken_back_by=batch)
    conn.execute("DROP TABLE taken")
    conn.execute("DROP TABLE touched")


def live_rows_of(conn: sqlite3.Connection, batch: bytes) -> tuple[list[Entry], list[bytes]]:
    """Return a batch's entries, oldest first, and its target revisions by id, that nobody has taken back."""
    entries = [
        _entry(row)
        for row in conn.execute(
            f"SELECT {_ENTRY} FROM entry e WHERE e.batch = ? AND {untaken('e')} ORDER BY e.id", (batch,)
        )
    ]
    targets = conn.execute(f"SELECT id FROM target t WHERE batch = ? AND {live_target('t')} ORDER BY id", (batch,))
    return entries, [row[0] for row in targets]


def entries_named(conn: sqlite3.Connection, tail: str) -> list[Recorded]:
    """Return the entries whose id ends in the hex digits `tail`, newest first."""
    rows = conn.execute(
        f"""{_RECORDED}
            WHERE lower(hex(e.id)) LIKE ? ORDER BY e.id DESC""",
        (f"%{tail}",),
    )
    return [_recorded(row) for row in rows]


def live_under_key(conn: sqlite3.Connection, key: str) -> tuple[tuple[Entry, Batch], ...]:
    """Return the live entries that bear a key, oldest first."""
    rows = conn.execute(
        f"""SELECT {_ENTRY}, {BATCH} FROM entry e JOIN batch b ON b.id = e.batch
            WHERE e.key = ? AND {LIVE} ORDER BY e.id""",
        (key,),
    )
    return tuple((_entry(row[:12]), batch_of(row[12:])) for row in rows)


def live_like(conn: sqlite3.Connection, entry: Entry) -> tuple[bytes, Batch] | None:
    """Return the newest live entry of the same measure, day, type and value, with its batch; words are like none."""
    if entry.value is None:
        return None
    row = conn.execute(
        f"""SELECT e.id, {BATCH} FROM entry e JOIN batch b ON b.id = e.batch
            WHERE e.measure = ? AND e.day = ? AND e.type = ? AND e.amount = ? AND {LIVE} ORDER BY e.id DESC LIMIT 1""",
        (entry.measure, entry.day.isoformat(), entry.type, amount_of(entry.value)),
    ).fetchone()
    return None if row is None else (row[0], batch_of(row[1:]))


def always_whole(conn: sqlite3.Connection, measure: str, since: date | None, besides: bytes = b"") -> bool:
    """Return whether live entries have given the measure values, from a day on, all of them whole; one is left out."""
    of_measure = f"""entry e WHERE e.measure = :measure AND e.id <> :besides AND e.day >= :since
        AND e.amount IS NOT NULL AND {LIVE}"""
    row = conn.execute(
        f"""SELECT EXISTS (SELECT 1 FROM {of_measure})
            AND NOT EXISTS (SELECT 1 FROM {of_measure} AND e.amount % {SCALE} <> 0)""",
        {"measure": measure, "besides": besides, "since": since.isoformat() if since else ""},
    ).fetchone()
    return bool(row[0])


def stood_above(conn: sqlite3.Connection, measure: str, amount: int, besides: bytes = b"") -> bool:
    """Return whether a live reading of the measure was ever above an amount; one entry is left out."""
    row = conn.execute(
        f"""SELECT EXISTS (SELECT 1 FROM entry e WHERE e.measure = ? AND e.id <> ? AND e.type = 'set'
            AND e.amount > ? AND {LIVE})""",
        (measure, besides, amount),
    ).fetchone()
    return bool(row[0])


class EntryFilter(NamedTuple):
    """Which entries are wanted: of some measures, in a range of days (both included), by one officer, with all of some
    words in note, issue and next step."""

    measures: tuple[str, ...] | None = None
    first: date | None = None
    last: date | None = None
    officer: str | None = None
    words: tuple[str, ...] = ()

    def clause(self) -> tuple[str, tuple[str, ...]]:
        """Return a WHERE clause on entry `e` and batch `b`, and its values."""
        clauses: list[str] = []
        values: list[str] = []
        if self.measures is not None:
            clauses.append(f"e.measure IN ({', '.join('?' * len(self.measures))})")
            values += self.measures
        for clause, value in (
            ("e.day >= ?", self.first.isoformat() if self.first else None),
            ("e.day <= ?", self.last.isoformat() if self.last else None),
            ("b.officer = ?", self.officer),
        ):
            if value is not None:
                clauses.append(clause)
                values.append(value)
        for word in self.words:
            clauses.append(f"instr(folded(CAST({_TEXTS} AS BLOB)), ?) > 0")
            values.append(folded(word))
        return (f"WHERE {' AND '.join(clauses)}" if clauses else "", tuple(values))


ALL = EntryFilter()


def latest_recorded(conn: sqlite3.Connection, count: int) -> list[Recorded]:
    """Return the newest entries that somebody recorded and nobody has taken back, the newest first."""
    # The ids first: joined to its voids, the table would be read and sorted as a whole.
    newest = f"""SELECT n.id FROM entry n CROSS JOIN batch b ON b.id = n.batch
        WHERE n.id > x'' AND b.host <> '{CATALOGUE}' AND {live("n")} ORDER BY n.id DESC LIMIT ?"""
    rows = conn.execute(f"{_RECORDED} WHERE e.id IN ({newest}) ORDER BY e.id DESC", (count,))
    return [_recorded(row) for row in rows]


def newest_entries(
    conn: sqlite3.Connection, wanted: EntryFilter = ALL, limit: int | None = None
) -> tuple[list[Recorded], int]:
    """Return the newest entries that pass a filter, oldest first, and how many pass in all; voided ones too."""
    where, values = wanted.clause()
    total = conn.execute(f"SELECT count(*) FROM entry e JOIN batch b ON b.id = e.batch {where}", values).fetchone()[0]
    rows = conn.execute(
        f"""{_RECORDED}
            {where} ORDER BY e.id DESC LIMIT ?""",
        (*values, -1 if limit is None else limit),
    )
    return [_recorded(row) for row in rows][::-1], total


def recorded_since(conn: sqlite3.Connection, known: date, first: date, last: date) -> list[Recorded]:
    """Return the entries dated `first` through `last` that were recorded after the office's day `known`, and those
    voided after it, by day and id: what a sheet printed on that day could not know. What came with the product is
    known from the start."""
    rows = conn.execute(
        f"""{_RECORDED}
            WHERE e.id IN (SELECT id FROM ({recorded_later("entry", "x.day BETWEEN :first AND :last")}))
            ORDER BY e.day, e.id""",
        {"known": known.isoformat(), "first": first.isoformat(), "last": last.isoformat()},
    )
    return [_recorded(row) for row in rows]


def latest_text(
    conn: sqlite3.Connection, measure: str, first: date | None, last: date, column: TextColumn = "note"
) -> str:
    """Return the latest such text of the measure's live entries from `first` (None: ever) through `last`, or ''.

    The latest note of a milestone is its stage.
    """
    row = conn.execute(
        f"""SELECT e.{column} FROM entry e
            WHERE e.measure = ? AND e.day BETWEEN ? AND ? AND e.{column} IS NOT NULL AND {LIVE}
            ORDER BY e.day DESC, e.id DESC LIMIT 1""",
        (measure, first.isoformat() if first else "", last.isoformat()),
    ).fetchone()
    return row[0] if row else ""


def latest_words(
    conn: sqlite3.Connection, measure: str, first: date | None, last: date
) -> tuple[date, str, str] | None:
    """Return day, issue and next step of the measure's newest live entry with either, from `first` through `last`."""
    row = conn.execute(
        f"""SELECT e.day, e.issue, e.next FROM entry e
            WHERE e.measure = ? AND e.day BETWEEN ? AND ? AND (e.issue IS NOT NULL OR e.next IS NOT NULL) AND {LIVE}
            ORDER BY e.day DESC, e.id DESC LIMIT 1""",
        (measure, first.isoformat() if first else "", last.isoformat()),
    ).fetchone()
    return (date.fromisoformat(row[0]), row[1] or "", row[2] or "") if row else None


def told_issues(conn: sqlite3.Connection, last: date) -> Iterator[tuple[str, bytes, date, str, str]]:
    """Yield measure, id, day, issue and next step of the live entries through `last` that tell either, the oldest of a
    measure first."""
    rows = conn.execute(
        f"""SELECT e.measure, e.id, e.day, e.issue, e.next FROM entry e
            WHERE e.day <= ? AND (e.issue IS NOT NULL OR e.next IS NOT NULL) AND {LIVE}
            ORDER BY e.measure, e.day, e.id""",
        (last.isoformat(),),
    )
    return ((code, id_, date.fromisoformat(day), issue or "", next_ or "") for code, id_, day, issue, next_ in rows)


def _entry(row: tuple[Any, ...]) -> Entry:
    id_, batch, measure, day, type_, amount, qualifier, note, issue, next_, evidence, digest = row
    return Entry(
        id=id_,
        batch=batch,
        measure=measure,
        day=date.fromisoformat(day),
        type=EntryType(type_),
        value=None if amount is None else value_of(amount),
        qualifier=qualifier,
        note=note or "",
        issue=issue or "",
        next=next_ or "",
        evidence=evidence or "",
        evidence_sha256=digest or "",
    )


def _recorded(row: tuple[Any, ...]) -> Recorded:
    officer, logged_at, reason, twin = row[18:]
    void = None if logged_at is None else Void(officer, utc_moment(logged_at), reason, twin)
    return _entry(row[:12]), batch_of(row[12:18]), void
