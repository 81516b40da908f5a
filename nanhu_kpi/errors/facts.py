"""Facts that a sentence names which are more than a word: rows that no command writes, and what a side claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class UnsoundRow(NamedTuple):
    """A row that no command writes: its table, its short name or code, why (a msgid of `errors.reasons`), its key."""

    table: str
    name: str
    reason: str
    key: bytes = b""


class Claimed(NamedTuple):
    """What one side claims of a field, by whom and on which day of the office, as a sentence names it."""

    field: str
    value: str | None
    officer: str
    day: date
