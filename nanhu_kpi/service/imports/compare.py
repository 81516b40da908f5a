"""The rows of a file held against the record and against each other, by set: keys, ids, closed months, slips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nanhu_kpi.days import office_time, utc_moment
from nanhu_kpi.errors import BadInput, Refusal
from nanhu_kpi.errors.definitions import MEASURE_RETIRED
from nanhu_kpi.errors.import_rows import (
    BATCH_CONFLICT,
    ID_CONFLICT,
    ID_CONFLICT_IN_FILE,
    KEY_CONFLICT,
    KEY_CONFLICT_IN_FILE,
    Problem,
)
from nanhu_kpi.quantity import plain, value_of
from nanhu_kpi.service.imports.surprises import surprises
from nanhu_kpi.service.periods import closed_month
from nanhu_kpi.store.imports import compare
from nanhu_kpi.store.imports.append import voids_in
from nanhu_kpi.store.imports.staging import DaySum, days_summed, rows_among, sum_up
from nanhu_kpi.store.periods import closures
from nanhu_kpi.text import full_name, short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from nanhu_kpi.exchange.readers.headers import Header
    from nanhu_kpi.model import Measure
    from nanhu_kpi.service.ledger import Staging
    from nanhu_kpi.store.connection import Connection
    from nanhu_kpi.store.imports.compare import Clash

_TYPED = {"add": "+", "set": "=", "words": ""}
_QUALIFIED = {0: "", 1: " over", 2: " under"}


def compared(staging: Staging, header: Header, measures: Mapping[str, Measure]) -> Iterator[Problem]:
    """Find which staged rows are in the record already; yield what is wrong with the others."""
    conn, zone = staging.conn, staging.settings.zone
    for by, clash in compare.compare(conn, restores=header.restores):
        column = "id" if by.startswith("id") else "key"
        value = str(clash.here["key"]) if column == "key" else full_name(clash.here["id"])
        yield Problem(clash.n, header.name(column), value, _clash(by, clash, zone))
    if header.restores:
        for n, batch, here, there in compare.batch_clashes(conn):
            sides = {"here": _origin(here), "there": _origin(there)}
            yield Problem(
                n, header.name("batch"), full_name(batch), BadInput(BATCH_CONFLICT, batch=short_name(batch), **sides)
            )
    sum_up(conn)
    yield from _closed(conn, header, zone)
    yield from _retired(conn, header, measures)
    yield from _odd(conn, header, days_summed(conn), measures)


def compared_later(staging: Staging, header: Header, measures: Mapping[str, Measure]) -> list[Problem] | None:
    """Return what is wrong with rows since others have logged entries: few are looked at, so that it may be done under
    the lock. None where all is to be compared again."""
    codes = compare.logged_since(staging.conn)
    if codes is None:
        return None
    days = (day for day in days_summed(staging.conn) if day.measure in codes)
    return list(_odd(staging.conn, header, days, measures))


def _odd(
    conn: Connection, header: Header, days: Iterable[DaySum], measures: Mapping[str, Measure]
) -> Iterator[Problem]:
    for n, value, refusal in surprises(conn, days, measures):
        yield Problem(n, _value_name(header), value, refusal)


def _closed(conn: Connection, header: Header, zone: ZoneInfo) -> Iterator[Problem]:
    newest = {closure.month: closure for closure in closures(conn)}
    closed = {month: closure for month, closure in newest.items() if closure.closed}
    if not closed:
        return
    refused = set()
    months = {(day.measure, day.day[:7]) for day in days_summed(conn)}
    wanted = {(code, f"{month}-01", f"{month}-31") for code, month in months if month in closed}
    for _, day, n, *_ in rows_among(conn, sorted(wanted)) if wanted else ():
        refused.add(n)
        yield Problem(n, header.name("day"), day, closed_month(closed[day[:7]], zone))
    # A void that the file brings for an entry that is there takes a figure of the month away.
    for n, day, at in voids_in(conn, closed) if header.restores else ():
        if n not in refused:
            yield Problem(n, header.name("voided_at"), at, closed_month(closed[day[:7]], zone))


def _retired(conn: Connection, header: Header, measures: Mapping[str, Measure]) -> Iterator[Problem]:
    retired = {code: measure.retired_on.isoformat() for code, measure in measures.items() if measure.retired_on}
    if not retired:
        return
    wanted = {
        (day.measure, retired[day.measure], "9999-12-31")
        for day in days_summed(conn)
        if day.day >= retired.get(day.measure, "9999-12-31")
    }
    for code, _, n, *_ in rows_among(conn, sorted(wanted)):
        measure = measures[code]
        refusal = BadInput(MEASURE_RETIRED, code=code, name=measure, day=measure.retired_on)
        yield Problem(n, header.name("measure"), code, refusal)


def _clash(by: str, clash: Clash, zone: ZoneInfo) -> Refusal:
    here, there = _content(clash.here), _content(clash.there)
    if here == there:  # one path, two files
        here, there = (
            f"{_content(side)} sha256={str(side['evidence_sha256'])[:12]}" for side in (clash.here, clash.there)
        )
    if by == "key in file":
        return BadInput(KEY_CONFLICT_IN_FILE, key=clash.here["key"], row=clash.row, here=here, there=there)
    if by == "key":
        at = office_time(utc_moment(clash.there["logged_at"]), zone)
        facts = {"key": clash.here["key"], "officer": clash.there["officer"], "logged_at": at}
        return BadInput(KEY_CONFLICT, **facts, here=here, there=there)
    id_ = short_name(clash.here["id"])
    if by == "id in file":
        return BadInput(ID_CONFLICT_IN_FILE, id=id_, row=clash.row)
    differing = [name for name in clash.here if clash.here[name] != clash.there[name]]
    sides = [
        "; ".join(f"{name}={_shown(name, side[name])}" for name in differing) for side in (clash.here, clash.there)
    ]
    return BadInput(ID_CONFLICT, id=id_, columns=differing, here=sides[0], there=sides[1])


def _content(row: dict[str, Any]) -> str:
    said = f"{row['measure']} {row['day']} {_TYPED[row['type']]}{_shown('amount', row['amount'])}"
    texts = [str(row[name]) for name in ("note", "issue", "next", "evidence") if row[name]]
    return " ".join([f"{said}{_QUALIFIED[row['qualifier']]}", *texts])


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "amount":
        return plain(value_of(value))
    return full_name(value) if isinstance(value, bytes) else str(value)


def _origin(parts: Sequence[str | None]) -> str:
    return " ".join(part for part in parts if part)


def _value_name(header: Header) -> str:
    return next((header.name(name) for name in ("value", "added", "stated") if name in header.places), "value")
