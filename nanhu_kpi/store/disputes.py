"""Fields that two copies changed apart: found in the change rows alone, whoever merged and however often."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from nanhu_kpi.days import utc_moment
from nanhu_kpi.merge_result import Claim, Dispute, open_claims, said, values_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_CLAIM = "c.id, c.batch, c.old, c.new, b.officer, b.logged_at, c.after"
Row = tuple[bytes, bytes, str | None, str | None, str, str, bytes | None]


def disputes(conn: sqlite3.Connection) -> list[Dispute]:
    """Return every field whose open claims differ, by subject, code and field; see `merge_result.open_claims`."""
    rows = conn.execute(
        f"""SELECT c.subject, c.code, c.field, {_CLAIM}
            FROM (SELECT subject, code, field FROM change GROUP BY subject, code, field HAVING count(*) > 1) f
            CROSS JOIN change c ON c.subject = f.subject AND c.code = f.code AND c.field = f.field
            JOIN batch b ON b.id = c.batch ORDER BY c.subject, c.code, c.field, c.id"""
    )
    differing = []
    for (subject, code, field), changes in groupby(rows, key=lambda row: row[:3]):
        every = list(_claims(row[3:] for row in changes))
        claims = open_claims(every)
        if len(values_of(claims)) > 1:
            differing.append(Dispute(subject, code, field, said(every[-1].new), claims))
    return differing


def claims_on(conn: sqlite3.Connection, subject: str, code: str, field: str) -> tuple[Claim, ...]:
    """Return the open claims on one field: at most one, but where copies that changed it apart were merged."""
    rows = conn.execute(
        f"""SELECT {_CLAIM} FROM change c JOIN batch b ON b.id = c.batch
            WHERE c.subject = ? AND c.code = ? AND c.field = ? ORDER BY c.id""",
        (subject, code, field),
    )
    return open_claims(_claims(rows))


def is_disputed(conn: sqlite3.Connection, subject: str, code: str, field: str) -> bool:
    """Return whether the open claims on one field differ."""
    return len(values_of(claims_on(conn, subject, code, field))) > 1


def _claims(rows: Iterator[Row]) -> Iterator[Claim]:
    for id_, batch, old, new, officer, logged_at, after in rows:
        yield Claim(id_, batch, old, new, officer, utc_moment(logged_at), after)
