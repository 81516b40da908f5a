"""Actuals: the one place where entries become figures, read from the roll-ups that the triggers keep.

A segment (a day, a month) that starts from a stated total discards what came before it, so a year to a day is its
whole months before that month, and the days of that month.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from nanhu_kpi.model import NO_DATA, Actual
from nanhu_kpi.quantity import value_of
from nanhu_kpi.store.counting import of_kind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from decimal import Decimal

# `at` is a month or a day; as texts, a month sorts before its own days, and none of these share a month.
_ACTUALS = """
    WITH segment AS (
        SELECT r.measure, r.month AS at, r.total_day IS NOT NULL AS stated, r.amount, r.n_values, r.n_entries,
               r.n_days, r.qualifier, r.last_day
        FROM measure m CROSS JOIN rollup_month r
        ON r.measure = m.code AND r.month >= :first_month AND r.month < :month
        WHERE m.code = coalesce(:measure, m.code)
        UNION ALL
        SELECT r.measure, r.day, r.total_id IS NOT NULL, r.amount, r.n_values, r.n_entries, r.n_values > 0,
               r.qualifier, r.day
        FROM measure m CROSS JOIN rollup_day r
        ON r.measure = m.code AND r.day >= :first_day AND r.day <= :day
        WHERE m.code = coalesce(:measure, m.code)
    ), since AS (
        SELECT measure, max(at) AS at FROM segment WHERE stated GROUP BY measure
    )
    SELECT s.measure,
           sum(s.amount) FILTER (WHERE w.at IS NULL OR s.at >= w.at),
           sum(s.n_values), sum(s.n_entries),
           max(s.qualifier & 1) FILTER (WHERE w.at IS NULL OR s.at >= w.at),
           max(s.qualifier & 2) FILTER (WHERE w.at IS NULL OR s.at >= w.at),
           max(s.last_day), sum(s.n_days)
    FROM segment s LEFT JOIN since w ON w.measure = s.measure
    GROUP BY s.measure
"""


def actuals(conn: sqlite3.Connection, day: date, measure: str | None = None) -> dict[str, Actual]:
    """Return each measure's actual from 1 January through `day`; a measure without entries is left out."""
    # The last day of a month needs no days: its month is whole, and `after` begins the next.
    after = day + timedelta(days=1)
    rest = after if after.day == 1 else day
    rows = conn.execute(
        _ACTUALS,
        {
            "first_month": f"{day.isoformat()[:4]}-01",
            "month": rest.isoformat()[:7] if rest.year == day.year else f"{day.isoformat()[:4]}-13",
            "first_day": rest.replace(day=1).isoformat(),
            "day": day.isoformat(),
            "measure": measure,
        },
    )
    return {
        code: Actual(
            value=value_of(amount) if n_values else None,
            qualifier=over | under,
            entries=n_entries,
            last_day=date.fromisoformat(last_day),
            value_days=n_days,
        )
        for code, amount, n_values, n_entries, over, under, last_day, n_days in rows
    }


def actual_of_one(conn: sqlite3.Connection, measure: str, day: date) -> Actual:
    """Return one measure's actual from 1 January through `day`."""
    return actuals(conn, day, measure).get(measure, NO_DATA)


def last_readings_before(conn: sqlite3.Connection, day: date) -> dict[str, Actual]:
    """Return the latest reading of each milestone in the months before `day`, a first of a month."""
    rows = conn.execute(
        f"""SELECT m.code, r.amount, r.qualifier, r.n_entries, r.last_day
           FROM measure m CROSS JOIN rollup_month r ON r.measure = m.code AND r.month = (
               SELECT max(month) FROM rollup_month WHERE measure = m.code AND month < ? AND n_values > 0)
           WHERE {of_kind("m.kind", lambda rules: rules.full_mark is not None)}""",
        (day.isoformat()[:7],),
    )
    return {
        code: Actual(value_of(amount), qualifier, n_entries, date.fromisoformat(last_day))
        for code, amount, qualifier, n_entries, last_day in rows
    }


def recorded_late(conn: sqlite3.Connection, day: date) -> int:
    """Return how many entries of the year through `day` were recorded or voided after it."""
    row = conn.execute(
        "SELECT coalesce(sum(n), 0) FROM rollup_late WHERE logged_on > :day AND day BETWEEN :first AND :day",
        {"day": day.isoformat(), "first": f"{day.isoformat()[:4]}-01-01"},
    ).fetchone()
    return int(row[0])


def with_entry_of_the_year(conn: sqlite3.Connection, day: date) -> Iterator[str]:
    """Yield the measures that have an entry in the year through `day`."""
    rows = conn.execute(
        """SELECT m.code FROM measure m WHERE EXISTS (
               SELECT 1 FROM rollup_day WHERE measure = m.code AND day BETWEEN ? AND ?)""",
        (f"{day.year:04}-01-01", day.isoformat()),
    )
    return (code for (code,) in rows)


def newest_year_with_entry(conn: sqlite3.Connection, not_after: int) -> int | None:
    """Return the newest year up to `not_after` that has a live entry."""
    row = conn.execute(
        """SELECT max((SELECT max(month) FROM rollup_month WHERE measure = m.code AND month <= ?)) FROM measure m""",
        (f"{not_after:04}-12",),
    ).fetchone()
    return None if row[0] is None else int(row[0][:4])


def oldest_year_with_entry(conn: sqlite3.Connection) -> int | None:
    """Return the oldest year that has a live entry."""
    row = conn.execute(
        "SELECT min((SELECT min(month) FROM rollup_month WHERE measure = m.code)) FROM measure m"
    ).fetchone()
    return None if row[0] is None else int(row[0][:4])


def next_total_after(conn: sqlite3.Connection, measure: str, day: date) -> tuple[date, Actual] | None:
    """Return the next day of the same year after `day` that has a stated total, and that total: it hides what is dated
    before it."""
    row = conn.execute(
        """SELECT r.day, e.amount, e.qualifier FROM rollup_day r JOIN entry e ON e.id = r.total_id
           WHERE r.measure = ? AND r.day > ? AND r.day <= ? ORDER BY r.day LIMIT 1""",
        (measure, day.isoformat(), f"{day.year:04}-12-31"),
    ).fetchone()
    return None if row is None else (date.fromisoformat(row[0]), Actual(value_of(row[1]), row[2], 1))


def last_entry_days(conn: sqlite3.Connection, day: date) -> dict[str, date]:
    """Return the day of each measure's latest live entry of any type and any year, on or before `day`."""
    rows = conn.execute(
        "SELECT m.code, (SELECT max(day) FROM rollup_day WHERE measure = m.code AND day <= ?) FROM measure m",
        (day.isoformat(),),
    )
    return {code: date.fromisoformat(last) for code, last in rows if last is not None}


def stated_days(
    conn: sqlite3.Connection, measure: str, year: int, through: date = date.max
) -> Iterator[tuple[str, bool, int]]:
    """Yield the days of a year that have a value: the day, whether it starts from a stated total, its amount."""
    return conn.execute(
        """SELECT day, total_id IS NOT NULL, amount FROM rollup_day
           WHERE measure = ? AND day BETWEEN ? AND ? AND n_values > 0 ORDER BY day""",
        (measure, f"{year:04}-01-01", min(through.isoformat(), f"{year:04}-12-31")),
    )


def actual_curve(conn: sqlite3.Connection, measure: str, year: int, as_of: date) -> tuple[tuple[date, Decimal], ...]:
    """Return a measure's actual on every day of the year, through `as_of`, that has a value."""
    points: list[tuple[date, Decimal]] = []
    amount = 0
    for day, stated, own in stated_days(conn, measure, year, as_of):
        amount = own if stated else amount + own
        points.append((date.fromisoformat(day), value_of(amount)))
    return tuple(points)
