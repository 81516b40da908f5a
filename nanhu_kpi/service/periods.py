"""Months closed to new entries and voids, and opened again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.days import office_time, parsed_month
from nanhu_kpi.errors import BadInput, DatabaseRefuses
from nanhu_kpi.errors.database import CLOSED_MONTH, FUTURE_MONTH, MONTH_ALREADY_CLOSED, MONTH_OPEN
from nanhu_kpi.errors.targets import LATER_TARGET_WANTED, TARGET_OF_CLOSED_MONTH
from nanhu_kpi.errors.usage import REASON_FOR_MONTH_WANTED, ReasonLeftOut
from nanhu_kpi.model import Closure
from nanhu_kpi.store.periods import add_closure, closed_among, closure_of, closures

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from zoneinfo import ZoneInfo

    from nanhu_kpi.service.ledger import Ledger, Reading, Staging, Writing
    from nanhu_kpi.settings import Settings


class Closures(NamedTuple):
    """Every closing and opening, oldest first."""

    closures: tuple[Closure, ...]
    settings: Settings


def close(ledger: Ledger, named: str, *, reason: str) -> Closure:
    """Close a month to new entries and voids.

    Raises UNREADABLE_MONTH, FUTURE_MONTH or MONTH_ALREADY_CLOSED, and after these ReasonLeftOut.
    """
    return _decided(ledger, named, closed=True, reason=reason)


def reopen(ledger: Ledger, named: str, *, reason: str) -> Closure:
    """Open a closed month again. Raises UNREADABLE_MONTH, FUTURE_MONTH or MONTH_OPEN, and after these ReasonLeftOut."""
    return _decided(ledger, named, closed=False, reason=reason)


def every_closure(ledger: Ledger) -> Closures:
    """Return the months that were closed or opened again."""
    with ledger.look() as reading:
        return Closures(tuple(closures(reading.conn)), reading.settings)


def refuse_closed(reading: Reading | Writing, days: Iterable[date]) -> None:
    """Refuse to record or take back anything dated in a closed month. Raises CLOSED_MONTH."""
    if found := closed_among(reading.conn, days):
        raise closed_month(found, reading.settings.zone)


def closed_month(closure: Closure, zone: ZoneInfo) -> DatabaseRefuses:
    """Return the refusal of what is dated in a closed month."""
    return DatabaseRefuses(CLOSED_MONTH, **_facts(closure, zone))


def refuse_target_of_closed(
    reading: Reading | Writing | Staging, first: date, last: date, *, option: str | None = None
) -> None:
    """Refuse a target in force on a day of a closed month, `first` through `last` of one year.

    Raises TARGET_OF_CLOSED_MONTH, or LATER_TARGET_WANTED where an option chooses the first day.
    """
    months = (first.replace(day=1, month=month) for month in range(first.month, last.month + 1))
    if closing := closed_among(reading.conn, months):
        facts = _facts(closing, reading.settings.zone)
        if option:
            raise DatabaseRefuses(LATER_TARGET_WANTED, option=option, **facts)
        raise DatabaseRefuses(TARGET_OF_CLOSED_MONTH, **facts)


def _decided(ledger: Ledger, named: str, *, closed: bool, reason: str) -> Closure:
    month = parsed_month(named, ledger.today).first.isoformat()[:7]
    with ledger.write() as writing:
        if month > writing.today.isoformat()[:7]:
            raise BadInput(FUTURE_MONTH, month=month, today=writing.today)
        standing = closure_of(writing.conn, month)
        if closed and standing and standing.closed:
            raise BadInput(MONTH_ALREADY_CLOSED, **_facts(standing, writing.settings.zone))
        if not closed and not (standing and standing.closed):
            raise BadInput(MONTH_OPEN, month=month)
        if not reason:
            raise ReasonLeftOut(REASON_FOR_MONTH_WANTED)
        command = f"period {'close' if closed else 'reopen'} {month}"
        batch = writing.begin_batch(command)
        add_closure(writing.conn, writing.ids.next_id(), batch.id, month, closed=closed, reason=reason)
        return Closure(month, closed, reason, batch.officer, batch.logged_at)


def _facts(closure: Closure, zone: ZoneInfo) -> dict[str, object]:
    time = office_time(closure.logged_at, zone)
    return {"month": closure.month, "officer": closure.officer, "logged_at": time, "reason": closure.reason}
