"""What the file knows that a shell may offer while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.store.batches import officers, recent_batches
from nanhu_kpi.store.entries import newest_entries

if TYPE_CHECKING:
    from nanhu_kpi.model import Batch, Entry
    from nanhu_kpi.service.ledger import Ledger

_OFFERED = 20


def known_officers(ledger: Ledger) -> list[str]:
    """Return everybody who recorded something."""
    with ledger.look() as reading:
        return officers(reading.conn)


def newest_batches_of_all(ledger: Ledger) -> list[Batch]:
    """Return the newest batches of all officers, newest first."""
    with ledger.look() as reading:
        return recent_batches(reading.conn, _OFFERED)


def newest_standing(ledger: Ledger) -> list[Entry]:
    """Return the newest entries that stand, newest first."""
    with ledger.look() as reading:
        newest, _ = newest_entries(reading.conn, limit=_OFFERED)
        return [entry for entry, _, void in reversed(newest) if void is None]
