"""What a short name stands for: the last digits of an id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nanhu_kpi.errors import Unknown
from nanhu_kpi.errors.unknown import AMBIGUOUS_ID, IdOfAnEntry, UnknownId
from nanhu_kpi.store.batches import batches_named
from nanhu_kpi.store.entries import entries_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nanhu_kpi.model import Batch
    from nanhu_kpi.store.connection import Connection

_TAIL = re.compile(r"[0-9a-f]{4,32}")
_CANDIDATES = 8


def batch_named(conn: Connection, named: str) -> Batch:
    """Return the batch of a short name or an id. Raises UnknownId, IdOfAnEntry or AmbiguousId."""
    found = batches_named(conn, tail_of(named))
    if not found:
        if entries_named(conn, tail_of(named)):
            raise IdOfAnEntry(text=named)
        raise UnknownId(text=named)
    if len(found) > 1:
        raise ambiguous(named, [batch.id for batch in found])
    return found[0]


def tail_of(named: str) -> str:
    """Return the hex digits of `#9f31c4` or a whole id. Raises UnknownId where it is neither."""
    tail = named.strip().removeprefix("#").replace("-", "").lower()
    if not _TAIL.fullmatch(tail):
        raise UnknownId(text=named)
    return tail


def ambiguous(named: str, ids: Sequence[bytes]) -> Unknown:
    """Return the refusal of a short name that several ids end in."""
    return Unknown(AMBIGUOUS_ID, text=named, count=len(ids), candidates=[id_.hex()[-12:] for id_ in ids[:_CANDIDATES]])
