"""Writing the catalogue into an empty file: fixed ids, batch, host and time, derived from what the rows say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nanhu_kpi.days import office_day, utc_moment, year_end, year_start
from nanhu_kpi.model import CATALOGUE, Catalogue, Fact, Measure, Plan
from nanhu_kpi.quantity import amount_of, plain
from nanhu_kpi.scorecard.kinds import RULES, default_pace
from nanhu_kpi.settings import NAMES, Settings
from nanhu_kpi.store.ids import id_for
from nanhu_kpi.store.schema.fields import fields_of, insert_definition

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date


SEEDED_AT = "2024-01-01T00:00:00Z"
DOCUMENT = "report-2023"
_MOMENT = utc_moment(SEEDED_AT)


def seed_batch(edition: int = 1, document: str = DOCUMENT) -> bytes:
    """Return the id of the batch in which an edition of a catalogue comes."""
    return id_for(_MOMENT, f"batch {CATALOGUE} {_command(edition, document)}")


def _command(edition: int, document: str) -> str:
    return document if edition == 1 else f"{document} edition {edition}"


SEED_BATCH = seed_batch()


def is_of_the_report(conn: sqlite3.Connection) -> bool:
    """Return whether a file was made from the report's catalogue."""
    return bool(conn.execute("SELECT 1 FROM batch WHERE id = ?", (SEED_BATCH,)).fetchone())


def seed(conn: sqlite3.Connection, catalogue: Catalogue, settings: Settings) -> None:
    """Insert the catalogue's definitions, the report's results and its plan, a batch an edition."""
    # Settings first: those that come after a file's first batch are added only together with a change.
    stated = [(name, str(getattr(settings, name))) for name in NAMES if getattr(settings, name) != ""]
    conn.executemany("INSERT INTO setting (key, value) VALUES (?, ?)", stated)
    first = seed_batch(document=catalogue.document)
    _seed_batch(conn, 1, settings, None, catalogue.document)
    for area in catalogue.areas:
        insert_definition(conn, "area", {"code": area.code, **fields_of("area", area)})
    for goal in catalogue.goals:
        insert_definition(conn, "goal", {"code": goal.code, "batch": first, **fields_of("goal", goal)})
    _seed_measures(conn, catalogue, _of_edition(catalogue, 1), first)
    for edition in _later_editions(catalogue):
        _seed_batch(conn, edition, settings, None, catalogue.document)
        batch = seed_batch(edition, catalogue.document)
        _seed_measures(conn, catalogue, _of_edition(catalogue, edition), batch)


def seed_later_editions(
    conn: sqlite3.Connection, catalogue: Catalogue, settings: Settings, arrived_on: date
) -> tuple[list[Measure], list[Measure]]:
    """Insert what the catalogue gained since the file was made, known here from the day `arrived_on`.

    Returns the measures that came, and those whose code the office has given to a measure of its own, which stay out.
    The rows are those that a new file has, with the same ids, so that two updated copies merge without doubling.
    """
    came: list[Measure] = []
    taken: list[Measure] = []
    there = dict(conn.execute("SELECT code, batch FROM measure"))
    for edition in _later_editions(catalogue):
        batch = seed_batch(edition, catalogue.document)
        gained = _of_edition(catalogue, edition)
        missing = [each for each in gained if each.code not in there]
        taken += [each for each in gained if there.get(each.code, batch) != batch]
        if not missing:
            continue
        if not conn.execute("SELECT 1 FROM batch WHERE id = ?", (batch,)).fetchone():
            _seed_batch(conn, edition, settings, arrived_on.isoformat(), catalogue.document)
        _seed_measures(conn, catalogue, missing, batch)
        came += missing
    return came, taken


def _later_editions(catalogue: Catalogue) -> list[int]:
    return sorted(set(catalogue.editions.values()))


def _seed_batch(
    conn: sqlite3.Connection, edition: int, settings: Settings, arrived_on: str | None, document: str
) -> None:
    logged_on = office_day(_MOMENT, settings.zone).isoformat()
    conn.execute(
        """INSERT INTO batch (id, officer, host, command, logged_at, logged_on, arrived_on)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            seed_batch(edition, document),
            CATALOGUE,
            CATALOGUE,
            _command(edition, document),
            SEEDED_AT,
            logged_on,
            arrived_on,
        ),
    )


def _of_edition(catalogue: Catalogue, edition: int) -> list[Measure]:
    return [each for each in catalogue.measures if catalogue.editions.get(each.code, 1) == edition]


def _seed_measures(conn: sqlite3.Connection, catalogue: Catalogue, measures: Sequence[Measure], batch: bytes) -> None:
    """Insert measures with their results and plans."""
    # A ratio refers to its parts.
    for measure in sorted(measures, key=lambda each: RULES[each.kind].is_computed):
        insert_definition(conn, "measure", {"code": measure.code, "batch": batch, **fields_of("measure", measure)})
    by_code = {measure.code: measure for measure in measures}
    _seed_facts(conn, [fact for fact in catalogue.facts if fact.measure in by_code], batch)
    _seed_plans(conn, [plan for plan in catalogue.plans if plan.measure in by_code], by_code, batch, catalogue.document)


def _seed_facts(conn: sqlite3.Connection, facts: Iterable[Fact], batch: bytes) -> None:
    rows = []
    for fact in facts:
        day = year_end(fact.year).isoformat()
        id_ = id_for(_MOMENT, f"entry {fact.measure} {day} {plain(fact.value)} {fact.qualifier}")
        rows.append((id_, batch, fact.measure, day, amount_of(fact.value), fact.qualifier))
    conn.executemany(
        "INSERT INTO entry (id, batch, measure, day, type, amount, qualifier) VALUES (?, ?, ?, ?, 'set', ?, ?)",
        sorted(rows),
    )


def _seed_plans(
    conn: sqlite3.Connection, plans: Iterable[Plan], measures: Mapping[str, Measure], batch: bytes, document: str
) -> None:
    rows = []
    for plan in plans:
        start, due = year_start(plan.year).isoformat(), year_end(plan.year).isoformat()
        id_ = id_for(_MOMENT, f"target {plan.measure} {plan.year} {plain(plan.value)} {plan.origin}")
        pace = default_pace(measures[plan.measure].kind, measures[plan.measure].direction)
        rows.append(
            (id_, batch, plan.measure, plan.year, amount_of(plan.value), start, due, pace, plan.origin, document,
             start)
        )  # fmt: skip
    conn.executemany(
        """INSERT INTO target (id, batch, measure, year, amount, start, due, pace, origin, document, effective_on)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        sorted(rows),
    )
