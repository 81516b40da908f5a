"""Targets as the export tells them, and definitions that change beneath them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.model import Batch, Cadence, Direction, Kind, Measure
from nanhu_kpi.store.batches import add_batch
from nanhu_kpi.store.definitions import change_field, define_measure
from tests.support.commands import NOW, desk_at, exported

if TYPE_CHECKING:
    from pathlib import Path

    from nanhu_kpi.service.ledger import Writing


def standing(db: Path, code: str, day: str) -> tuple[str, ...]:
    """Return target, attainment, expected, gap and status of a measure on a day, as the export gives them."""
    (row,) = exported(db, "status", code, "--as-of", day, "-f", "csv")
    return tuple(row[column] for column in ("target", "attainment", "expected", "gap", "status"))


def in_one_batch(write: Writing) -> bytes:
    """Begin a batch and return its id."""
    batch = Batch(write.ids.next_id(), "li", "desk-1", "measure", NOW, write.today)
    add_batch(write.conn, batch)
    return batch.id


def add_closing_rate(db: Path) -> None:
    """Define CQ60, cases closed over cases handled, in %."""
    with desk_at(db).write() as write:
        rate = Measure(
            "CQ60", "CQ", "CQ-G1", "结案率", "Closing rate", "%", Kind.RATIO, Direction.AT_LEAST, Cadence.MONTHLY, "",
            "0", numerator="CQ05", denominator="CQ04",
        )  # fmt: skip
        define_measure(write.conn, write.ids, in_one_batch(write), rate)


def retire(db: Path, code: str, day: str) -> None:
    """Retire a measure on a day."""
    with desk_at(db).write() as write:
        change_field(write.conn, write.ids, in_one_batch(write), "measure", code, "retired_on", day)
