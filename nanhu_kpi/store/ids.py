"""Ids that only grow: UUIDv7 (RFC 9562), each greater than every id in the file it is made for."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from nanhu_kpi.days import LAST_YEAR, YEARS_AHEAD

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

_RANDOM_BITS = 74
_MAX_RANDOM = 2**_RANDOM_BITS - 1
_LOW = 2**62 - 1
_STEP_BITS = 24  # as many as the six hex digits of a short name
_LAST = datetime(LAST_YEAR, 12, 31, tzinfo=UTC).timestamp()  # what an id may say beyond it, no day says
# Every table whose rows have an id and travel, in the order of their references.
RECORDED = ("batch", "change", "entry", "target", "void", "period")


class IdSource:
    """Makes ids for one write. Take one from `id_source` while the write lock is held."""

    def __init__(self, moment: datetime, floor: bytes = b"", chance: Callable[[int], int] | None = None) -> None:
        self._millis = int(moment.timestamp() * 1000)
        self._floor = _unpacked(floor) if floor else (0, 0)
        self._chance = chance or _chance

    def go_above(self, id_: bytes) -> None:
        """Raise the floor to an id of elsewhere."""
        self._floor = max(self._floor, _unpacked(id_))

    def next_ids(self, count: int) -> Callable[[int], bytes]:
        """Return what makes ids for the numbers 1 to `count`: they grow with the number, and are all greater than the
        floor and than every id returned before."""
        from random import getrandbits  # for short names that differ; not loaded where one id is made

        millis, random = self._floor
        if self._millis > millis:
            millis, random = self._millis, self._chance(_RANDOM_BITS - 1)
        # In this many steps of 24 bits, the low 62 bits must not overflow into the ones that say the variant.
        room = (count + 2) << _STEP_BITS
        if random & _LOW > _LOW - room:
            random = ((random >> 62) + 1) << 62
        if random + room > _MAX_RANDOM:
            millis, random = millis + 1, 0
        first = int.from_bytes(_packed(millis, random), "big") + (1 << _STEP_BITS)
        self._floor = (millis, random + room)

        def id_at(number: int) -> bytes:
            return (first + (number << _STEP_BITS) - getrandbits(_STEP_BITS)).to_bytes(16, "big")

        return id_at

    def next_id(self) -> bytes:
        """Return an id greater than the floor and than every id returned before.

        Where the clock is behind the newest id, or within the same millisecond, it goes on from that id by a random
        step, so that short names stay apart.
        """
        millis, random = self._floor
        if self._millis > millis:
            millis, random = self._millis, self._chance(_RANDOM_BITS - 1)
        else:
            random += 1 + self._chance(32)
            if random > _MAX_RANDOM:
                millis, random = millis + 1, self._chance(32)
        self._floor = (millis, random)
        return _packed(millis, random)


def id_source(conn: sqlite3.Connection, moment: datetime, chance: Callable[[int], int] | None = None) -> IdSource:
    """Return a source of ids above every id in the file; `chance` makes their random bits, by default the system."""
    return IdSource(moment, _newest(conn), chance)


def newest_moment(conn: sqlite3.Connection) -> datetime | None:
    """Return the moment of the newest id in the file, or None in one without rows."""
    newest = _newest(conn)
    millis = int.from_bytes(newest[:6], "big")
    return datetime.fromtimestamp(min(millis / 1000, _LAST), UTC) if newest else None


def _newest(conn: sqlite3.Connection) -> bytes:
    newest = [conn.execute(f"SELECT max(id) FROM {table}").fetchone()[0] for table in RECORDED]
    return max((id_ for id_ in newest if id_), default=b"")


def first_id_beyond(today: date) -> bytes:
    """Return the least id that is of a year too far ahead: it would leave no room for the next ones."""
    moment = datetime(today.year + YEARS_AHEAD, 1, 1, tzinfo=UTC)
    return (int(moment.timestamp() * 1000) << 80).to_bytes(16, "big")


def id_for(moment: datetime, words: str) -> bytes:
    """Return the id that `words` always have at `moment`: what is said decides it, not a clock or chance."""
    import hashlib

    digest = int.from_bytes(hashlib.sha256(words.encode()).digest(), "big") >> (256 - _RANDOM_BITS)
    return _packed(int(moment.timestamp() * 1000), digest)


def _chance(bits: int) -> int:
    # The system's own random bytes: the secrets module would load OpenSSL for them.
    return int.from_bytes(os.urandom(16), "big") >> (128 - bits)


def _packed(millis: int, random: int) -> bytes:
    high, low = random >> 62, random & (2**62 - 1)
    return ((millis << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | low).to_bytes(16, "big")


def _unpacked(id_: bytes) -> tuple[int, int]:
    number = int.from_bytes(id_, "big")
    return number >> 80, ((number >> 64 & 0xFFF) << 62) | (number & (2**62 - 1))
