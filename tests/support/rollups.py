"""Roll-ups held to the entries that they sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


def assert_rolled_up(conn: sqlite3.Connection) -> None:
    """Hold that a file is sound and that its roll-ups count every entry once."""
    assert conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
    counts = [f"SELECT sum(n_entries), sum(n_values) FROM rollup_{segment}" for segment in ("day", "month")]
    expected = conn.execute("SELECT nullif(count(*), 0), nullif(count(amount), 0) FROM entry").fetchone()
    assert [conn.execute(count).fetchone() for count in counts] == [expected] * 2
