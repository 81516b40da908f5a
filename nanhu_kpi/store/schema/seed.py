"""Writing the catalogue into an empty file: fixed ids, batch, host and time, derived from what the rows say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import office_day, utc_moment, year_end, year_start
from nanhu_kpi.model import CATALOGUE, Kind
from nanhu_kpi.quantity import amount_of, plain
from nanhu_kpi.scorecard.kinds import default_pace
from nanhu_kpi.settings import NAMES
from nanhu_kpi.store.ids import id_for
from nanhu_kpi.store.schema.fields import fields_of, insert_definition

if TYPE_CHECKING:
    import sqlite3

    from nanhu_kpi.model import Catalogue
    from nanhu_kpi.settings import Settings

SEEDED_AT = "2024-01-01T00:00:00Z"
DOCUMENT = "report-2023"
_MOMENT = utc_moment(SEEDED_AT)
SEED_BATCH = id_for(_MOMENT, f"batch {CATALOGUE} {DOCUMENT}")


def seed(conn: sqlite3.Connection, catalogue: Catalogue, settings: Settings) -> None:
    """Insert the catalogue's definitions, the report's results and its plan as one batch."""
    # Settings first: those that come after a file's first batch are added only together with a change.
    conn.executemany(
        "INSERT INTO setting (key, value) VALUES (?, ?)", [(name, str(getattr(settings, name))) for name in NAMES]
    )
    logged_on = office_day(_MOMENT, settings.zone).isoformat()
    conn.execute(
        "INSERT INTO batch (id, officer, host, command, logged_at, logged_on) VALUES (?, ?, ?, ?, ?, ?)",
        (SEED_BATCH, CATALOGUE, CATALOGUE, DOCUMENT, SEEDED_AT, logged_on),
    )
    for area in catalogue.areas:
        insert_definition(conn, "area", {"code": area.code, **fields_of("area", area)})
    for goal in catalogue.goals:
        insert_definition(conn, "goal", {"code": goal.code, "batch": SEED_BATCH, **fields_of("goal", goal)})
    for measure in catalogue.measures:
        values = {"code": measure.code, "batch": SEED_BATCH, **fields_of("measure", measure)}
        insert_definition(conn, "measure", values)
    _seed_facts(conn, catalogue)
    _seed_plans(conn, catalogue)


def _seed_facts(conn: sqlite3.Connection, catalogue: Catalogue) -> None:
    rows = []
    for fact in catalogue.facts:
        day = year_end(fact.year).isoformat()
        id_ = id_for(_MOMENT, f"entry {fact.measure} {day} {plain(fact.value)} {fact.qualifier}")
        rows.append((id_, SEED_BATCH, fact.measure, day, amount_of(fact.value), fact.qualifier))
    conn.executemany(
        "INSERT INTO entry (id, batch, measure, day, type, amount, qualifier) VALUES (?, ?, ?, ?, 'set', ?, ?)",
        sorted(rows),
    )


def _seed_plans(conn: sqlite3.Connection, catalogue: Catalogue) -> None:
    shape = {measure.code: (Kind(measure.kind), measure.direction) for measure in catalogue.measures}
    rows = []
    for plan in catalogue.plans:
        start, due = year_start(plan.year).isoformat(), year_end(plan.year).isoformat()
        id_ = id_for(_MOMENT, f"target {plan.measure} {plan.year} {plain(plan.value)} {plan.origin}")
        pace = default_pace(*shape[plan.measure])
        rows.append(
            (id_, SEED_BATCH, plan.measure, plan.year, amount_of(plan.value), start, due, pace, plan.origin, DOCUMENT,
             start)
        )  # fmt: skip
    conn.executemany(
        """INSERT INTO target (id, batch, measure, year, amount, start, due, pace, origin, document, effective_on)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        sorted(rows),
    )
