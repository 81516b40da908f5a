"""Commands by their ids: who recorded what is named, from where and when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from nanhu_kpi.days import utc_moment
from nanhu_kpi.model import Batch

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def batches(conn: sqlite3.Connection, ids: Iterable[bytes]) -> dict[bytes, Batch]:
    """Return batches by their ids."""
    found = {}
    for id_ in set(ids):
        officer, host, command, logged_at, logged_on = conn.execute(
            "SELECT officer, host, command, logged_at, logged_on FROM batch WHERE id = ?", (id_,)
        ).fetchone()
        found[id_] = Batch(id_, officer, host, command, utc_moment(logged_at), date.fromisoformat(logged_on))
    return found
