"""The triggers that keep the file honest: append-only, recorded changes, and roll-ups in the same transaction."""

from __future__ import annotations

from nanhu_kpi.errors.reasons import ENTRY_FITS
from nanhu_kpi.store.counting import KNOWN_ON, known_on, live, unfit
from nanhu_kpi.store.recount import days_of, months_of
from nanhu_kpi.store.schema.fields import FIELDS, KEYS


def _append_only(table: str) -> tuple[str, ...]:
    return tuple(
        f"""CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
        for verb in ("UPDATE", "DELETE")
    )


def _recorded(subject: str, field: str) -> str:
    """A definition may take a new value only where the newest change of it says so."""
    key = KEYS[subject]
    return f"""CREATE TRIGGER {subject}_{field}_is_recorded BEFORE UPDATE OF {field} ON {subject}
    WHEN OLD.{field} IS NOT NEW.{field} AND NOT EXISTS (
        SELECT 1 FROM change WHERE subject = '{subject}' AND code = OLD.{key} AND field = '{field}'
        AND old IS OLD.{field} AND new IS NEW.{field}
        AND id = (SELECT max(id) FROM change
                  WHERE subject = '{subject}' AND code = OLD.{key} AND field = '{field}'))
    BEGIN SELECT RAISE(ABORT, '{subject}.{field} changes only together with a change row'); END"""


def _kept(table: str) -> str:
    return f"""CREATE TRIGGER {table}_is_never_deleted BEFORE DELETE ON {table}
    BEGIN SELECT RAISE(ABORT, 'a {table} is never deleted'); END"""


_FIXED = """CREATE TRIGGER measure_meaning_is_fixed BEFORE UPDATE OF code, kind, unit, direction ON measure
    WHEN (OLD.code, OLD.kind, OLD.unit, OLD.direction) IS NOT (NEW.code, NEW.kind, NEW.unit, NEW.direction)
    AND EXISTS (SELECT 1 FROM entry WHERE measure = OLD.code)
    BEGIN SELECT RAISE(ABORT, 'code, kind, unit and direction are fixed once a measure has entries'); END"""


_FITTING = f"""CREATE TRIGGER entry_fits_its_measure BEFORE INSERT ON entry
    WHEN NEW.type <> 'words' AND EXISTS (
        SELECT 1 FROM measure WHERE code = NEW.measure AND (
            {unfit("NEW", "kind")}))
    BEGIN SELECT RAISE(ABORT, '{ENTRY_FITS}'); END"""


def _fixed(table: str, field: str) -> str:
    return f"""CREATE TRIGGER {table}_{field}_is_fixed BEFORE UPDATE OF {field} ON {table}
    WHEN OLD.{field} IS NOT NEW.{field}
    BEGIN SELECT RAISE(ABORT, '{table}.{field} is never changed'); END"""


# One day of one measure, counted again from its live entries. Nothing is written where none is left.
_RECOUNT_DAY = f"""
    DELETE FROM rollup_day WHERE measure = {{measure}} AND day = {{day}};
    INSERT INTO rollup_day {days_of("(SELECT {measure} AS measure, {day} AS day)")};
"""
_RECOUNT_NEW_DAY = _RECOUNT_DAY.format(measure="NEW.measure", day="NEW.day")


def _of_voided(column: str) -> str:
    """The voided entry's column; of one that has yet to arrive, that of an entry which repeats it."""
    return f"""coalesce((SELECT {column} FROM entry WHERE id = NEW.entry),
        (SELECT e.{column} FROM void v JOIN entry e ON e.id = v.entry WHERE v.twin = NEW.entry LIMIT 1))"""


_RECOUNT_VOIDED_DAY = _RECOUNT_DAY.format(measure=_of_voided("measure"), day=_of_voided("day"))

# An entry that already has a void counts for nothing; one that is not the newest of its day makes the day be recounted.
_BATCH_KNOWN_ON = known_on("batch")
_NEW_IS_LIVE = live("NEW")
_NEW_IS_NEWEST = (
    "NOT EXISTS (SELECT 1 FROM entry e WHERE e.measure = NEW.measure AND e.day = NEW.day AND e.id > NEW.id)"
)
# A second plain void changes nothing; twins are rare and their day, which is one and the same, is recounted.
_FIRST_VOID = """NEW.entry IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM void WHERE entry = NEW.entry AND id <> NEW.id AND twin IS NULL)"""
_NO_TWIN = """NEW.twin IS NULL AND NOT EXISTS (SELECT 1 FROM void WHERE twin = NEW.entry)
        AND NOT EXISTS (SELECT 1 FROM void WHERE entry = NEW.entry AND twin IS NOT NULL)"""
# Taking away an entry that the day's figure does not rest on, or a plain increment, needs no recount.
_SUBTRACTABLE = f"""{_NO_TWIN} AND EXISTS (
        SELECT 1 FROM entry e JOIN rollup_day d ON d.measure = e.measure AND d.day = e.day
        WHERE e.id = NEW.entry AND (e.type = 'words' OR e.id < d.total_id OR (e.type = 'add' AND e.qualifier = 0)))"""

_RECOUNT_MONTH = f"""
    DELETE FROM rollup_month WHERE measure = {{row}}.measure AND month = substr({{row}}.day, 1, 7);
    INSERT INTO rollup_month {months_of("(SELECT {row}.measure AS measure, substr({row}.day, 1, 7) AS month)")};
"""

GUARDS = (
    *(trigger for table in ("batch", "entry", "target", "void", "change", "period") for trigger in _append_only(table)),
    *(_kept(table) for table in ("area", "goal", "measure", "setting")),
    *(_fixed(table, "code") for table in ("area", "goal", "measure")),
    *(_fixed(table, "batch") for table in ("goal", "measure")),
    _fixed("setting", "key"),
    *(_recorded(subject, field) for subject in ("goal", "measure", "setting") for field in FIELDS[subject]),
    # The settings of a new file stand before its first batch; later ones only together with a change.
    """CREATE TRIGGER setting_added_is_recorded BEFORE INSERT ON setting
    WHEN EXISTS (SELECT 1 FROM batch) AND NOT EXISTS (
        SELECT 1 FROM change WHERE subject = 'setting' AND code = NEW.key AND field = 'value' AND new IS NEW.value
        AND id = (SELECT max(id) FROM change WHERE subject = 'setting' AND code = NEW.key AND field = 'value'))
    BEGIN SELECT RAISE(ABORT, 'a setting is added only together with a change row'); END""",
    *(_recorded("area", field) for field in FIELDS["area"]),
    _FIXED,
    _FITTING,
)

ROLLUP_TRIGGERS = (
    f"""CREATE TRIGGER entry_adds_to_its_day AFTER INSERT ON entry WHEN {_NEW_IS_LIVE} AND {_NEW_IS_NEWEST}
    BEGIN
        INSERT INTO rollup_day (measure, day, total_id, amount, n_values, n_entries, qualifier)
        VALUES (NEW.measure, NEW.day, CASE NEW.type WHEN 'set' THEN NEW.id END, coalesce(NEW.amount, 0),
                NEW.type <> 'words', 1, NEW.qualifier)
        ON CONFLICT (measure, day) DO UPDATE SET
            total_id = coalesce(excluded.total_id, total_id),
            amount = excluded.amount + CASE WHEN excluded.total_id IS NULL THEN amount ELSE 0 END,
            n_values = n_values + excluded.n_values,
            n_entries = n_entries + 1,
            qualifier = excluded.qualifier | CASE WHEN excluded.total_id IS NULL THEN qualifier ELSE 0 END;
    END""",
    f"""CREATE TRIGGER entry_out_of_order_recounts_its_day AFTER INSERT ON entry
    WHEN {_NEW_IS_LIVE} AND NOT {_NEW_IS_NEWEST}
    BEGIN {_RECOUNT_NEW_DAY} END""",
    f"""CREATE TRIGGER void_subtracts_from_its_day AFTER INSERT ON void WHEN {_FIRST_VOID} AND {_SUBTRACTABLE}
    BEGIN
        UPDATE rollup_day SET
            amount = amount - CASE WHEN total_id IS NULL OR total_id < NEW.entry
                              THEN (SELECT coalesce(amount, 0) FROM entry WHERE id = NEW.entry) ELSE 0 END,
            n_values = n_values - (SELECT type <> 'words' FROM entry WHERE id = NEW.entry),
            n_entries = n_entries - 1
        WHERE (measure, day) = (SELECT measure, day FROM entry WHERE id = NEW.entry);
        DELETE FROM rollup_day
        WHERE (measure, day) = (SELECT measure, day FROM entry WHERE id = NEW.entry) AND n_entries = 0;
    END""",
    f"""CREATE TRIGGER void_recounts_its_day AFTER INSERT ON void WHEN {_FIRST_VOID} AND NOT ({_SUBTRACTABLE})
    BEGIN {_RECOUNT_VOIDED_DAY} END""",
    f"""CREATE TRIGGER entry_recorded_late AFTER INSERT ON entry
    WHEN NEW.day < (SELECT {_BATCH_KNOWN_ON} FROM batch WHERE id = NEW.batch AND host <> 'catalogue')
    BEGIN
        INSERT INTO rollup_late (logged_on, day, n)
        VALUES ((SELECT {_BATCH_KNOWN_ON} FROM batch WHERE id = NEW.batch), NEW.day, 1)
        ON CONFLICT (logged_on, day) DO UPDATE SET n = n + 1;
    END""",
    f"""CREATE TRIGGER entry_already_voided_late AFTER INSERT ON entry
    WHEN EXISTS (SELECT 1 FROM void WHERE entry = NEW.id)
    BEGIN
        INSERT INTO rollup_late (logged_on, day, n)
        SELECT {KNOWN_ON}, NEW.day, count(*) FROM void v JOIN batch b ON b.id = v.batch
        WHERE v.entry = NEW.id AND NEW.day < {KNOWN_ON} GROUP BY 1
        ON CONFLICT (logged_on, day) DO UPDATE SET n = n + excluded.n;
    END""",
    f"""CREATE TRIGGER entry_voided_late AFTER INSERT ON void
    WHEN (SELECT day FROM entry WHERE id = NEW.entry) < (SELECT {_BATCH_KNOWN_ON} FROM batch WHERE id = NEW.batch)
    BEGIN
        INSERT INTO rollup_late (logged_on, day, n)
        VALUES ((SELECT {_BATCH_KNOWN_ON} FROM batch WHERE id = NEW.batch),
                (SELECT day FROM entry WHERE id = NEW.entry), 1)
        ON CONFLICT (logged_on, day) DO UPDATE SET n = n + 1;
    END""",
    f"""CREATE TRIGGER day_added_recounts_its_month AFTER INSERT ON rollup_day
    BEGIN {_RECOUNT_MONTH.format(row="NEW")} END""",
    f"""CREATE TRIGGER day_changed_recounts_its_month AFTER UPDATE ON rollup_day
    BEGIN {_RECOUNT_MONTH.format(row="NEW")} END""",
    f"""CREATE TRIGGER day_gone_recounts_its_month AFTER DELETE ON rollup_day
    BEGIN {_RECOUNT_MONTH.format(row="OLD")} END""",
)

TRIGGERS = (*GUARDS, *ROLLUP_TRIGGERS)
