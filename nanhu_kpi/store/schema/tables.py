"""The tables and views, as the statements that build them.

Amounts are whole ten-thousandths, days are ISO texts, moments are UTC texts, ids are the 16 bytes of a UUIDv7, and
qualifiers are bits (1 over, 2 under). Texts that are not there are NULL in what is recorded and '' in definitions.
"""

from __future__ import annotations

from nanhu_kpi.store.counting import first_void, first_void_of_target, of_kind
from nanhu_kpi.store.schema.triggers import TRIGGERS

_ID = "BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16)"
_BATCH = "BLOB NOT NULL REFERENCES batch"
_COMPUTED = of_kind("kind", lambda rules: rules.is_computed)
# '+0 days' makes SQLite reckon: without it date('2024-02-30') answers itself.
_DAY = "TEXT CHECK ({0} IS date({0}, '+0 days'))"

# The entry that the voided one says again, under the same key. Such a void holds only while nobody has taken its twin
# back, so that the order in which copies are merged does not matter.
TWIN = """twin BLOB REFERENCES entry DEFERRABLE INITIALLY DEFERRED
        CHECK (twin IS NULL OR (entry IS NOT NULL AND twin < entry))"""

# The change of the same field that a change starts from: the one that its desk knew. Neither ids nor values tell that.
AFTER = "after BLOB REFERENCES change CHECK (after < id)"

# The change, or the closing, that a row takes back. What a taken back row made stands as if it had never been there.
UNDOES = {table: f"undoes BLOB REFERENCES {table} CHECK (undoes < id)" for table in ("change", "period")}

# The office's day on which a merge brought the batch into this file, where it was not recorded in it: each copy has its
# own, and no copy gives it on.
ARRIVED = f"arrived_on {_DAY.format('arrived_on')}"

TABLES = (
    f"""CREATE TABLE batch (
        id {_ID},
        officer TEXT NOT NULL,
        host TEXT NOT NULL,
        command TEXT NOT NULL,
        logged_at TEXT NOT NULL CHECK (logged_at IS strftime('%Y-%m-%dT%H:%M:%SZ', logged_at)),
        -- the office's calendar day at logged_at: --known asks for days, and a trigger knows no time zones
        logged_on {_DAY.format("logged_on")} NOT NULL,
        {ARRIVED}
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE area (
        code TEXT PRIMARY KEY NOT NULL,
        position INTEGER NOT NULL UNIQUE,
        name_zh TEXT NOT NULL,
        name_en TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE goal (
        code TEXT PRIMARY KEY NOT NULL,
        area TEXT NOT NULL REFERENCES area,
        name_zh TEXT NOT NULL,
        name_en TEXT NOT NULL,
        source TEXT NOT NULL,
        retired_on {_DAY.format("retired_on")},
        batch {_BATCH},
        UNIQUE (code, area)
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE measure (
        code TEXT PRIMARY KEY NOT NULL,
        area TEXT NOT NULL REFERENCES area,
        goal TEXT NOT NULL REFERENCES goal,
        name_zh TEXT NOT NULL,
        name_en TEXT NOT NULL,
        unit TEXT NOT NULL,
        kind TEXT NOT NULL CHECK ({of_kind("kind", lambda _: True)}),
        direction TEXT NOT NULL CHECK (direction IN ('at_least', 'at_most')),
        cadence TEXT NOT NULL CHECK (cadence IN ('weekly', 'monthly', 'quarterly', 'yearly')),
        owner TEXT NOT NULL DEFAULT '',
        support TEXT NOT NULL DEFAULT '',
        leader TEXT NOT NULL DEFAULT '',
        source TEXT NOT NULL,
        numerator TEXT REFERENCES measure,
        denominator TEXT REFERENCES measure,
        retired_on {_DAY.format("retired_on")},
        batch {_BATCH},
        FOREIGN KEY (goal, area) REFERENCES goal (code, area),
        CHECK (({_COMPUTED}) = (numerator IS NOT NULL AND denominator IS NOT NULL))
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE setting (
        key TEXT PRIMARY KEY NOT NULL,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE entry (
        id {_ID},
        batch {_BATCH},
        key TEXT,
        measure TEXT NOT NULL REFERENCES measure,
        day {_DAY.format("day")} NOT NULL,
        type TEXT NOT NULL CHECK (type IN ('add', 'set', 'words')),
        amount INTEGER CHECK (abs(amount) < 10000000000000000),
        qualifier INTEGER NOT NULL DEFAULT 0 CHECK (qualifier IN (0, 1, 2)),
        note TEXT,
        issue TEXT,
        next TEXT,
        evidence TEXT,
        evidence_sha256 TEXT CHECK (length(evidence_sha256) = 64),
        CHECK ((type = 'words') = (amount IS NULL))
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE target (
        id {_ID},
        batch {_BATCH},
        measure TEXT NOT NULL REFERENCES measure,
        year INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 9999),
        amount INTEGER CHECK (abs(amount) < 10000000000000000),
        start {_DAY.format("start")} NOT NULL,
        due {_DAY.format("due")} NOT NULL,
        pace TEXT NOT NULL CHECK (pace IN ('linear', 'schedule', 'none')),
        schedule TEXT,
        origin TEXT NOT NULL CHECK (origin IN ('report', 'implied', 'baseline', 'carried', 'officer')),
        reason TEXT,
        document TEXT,
        effective_on {_DAY.format("effective_on")} NOT NULL,
        CHECK (start <= due AND substr(start, 1, 4) = CAST(year AS TEXT) AND substr(due, 1, 4) = CAST(year AS TEXT))
    ) STRICT, WITHOUT ROWID""",
    # A void may arrive in a transaction before what it names, but not stay there without it.
    f"""CREATE TABLE void (
        id {_ID},
        batch {_BATCH},
        entry BLOB REFERENCES entry DEFERRABLE INITIALLY DEFERRED,
        target BLOB REFERENCES target DEFERRABLE INITIALLY DEFERRED,
        reason TEXT NOT NULL,
        {TWIN},
        CHECK ((entry IS NULL) <> (target IS NULL))
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE change (
        id {_ID},
        batch {_BATCH},
        subject TEXT NOT NULL CHECK (subject IN ('area', 'goal', 'measure', 'setting')),
        code TEXT NOT NULL,
        field TEXT NOT NULL,
        old TEXT,
        new TEXT,
        {AFTER},
        {UNDOES["change"]}
    ) STRICT, WITHOUT ROWID""",
    # What a day's live entries come to. `amount` starts from the winning total where there is one.
    """CREATE TABLE rollup_day (
        measure TEXT NOT NULL,
        day TEXT NOT NULL,
        total_id BLOB,
        amount INTEGER NOT NULL,
        n_values INTEGER NOT NULL,
        n_entries INTEGER NOT NULL,
        qualifier INTEGER NOT NULL,
        PRIMARY KEY (measure, day)
    ) STRICT, WITHOUT ROWID""",
    # What a month's days come to. `total_day` is the day of the total that the month starts from.
    """CREATE TABLE rollup_month (
        measure TEXT NOT NULL,
        month TEXT NOT NULL,
        total_day TEXT,
        amount INTEGER NOT NULL,
        n_values INTEGER NOT NULL,
        n_entries INTEGER NOT NULL,
        n_days INTEGER NOT NULL,
        qualifier INTEGER NOT NULL,
        last_day TEXT NOT NULL,
        PRIMARY KEY (measure, month)
    ) STRICT, WITHOUT ROWID""",
    # How many entries dated `day` were recorded, voided or merged in on a later day: what an old sheet could not know.
    """CREATE TABLE rollup_late (
        logged_on TEXT NOT NULL,
        day TEXT NOT NULL,
        n INTEGER NOT NULL,
        PRIMARY KEY (logged_on, day)
    ) STRICT, WITHOUT ROWID""",
    # Months closed to new entries and voids, and opened again: the newest row of a month holds.
    f"""CREATE TABLE period (
        id {_ID},
        batch {_BATCH},
        month TEXT NOT NULL CHECK (month || '-01' IS date(month || '-01', '+0 days')),
        closed INTEGER NOT NULL CHECK (closed IN (0, 1)),
        reason TEXT NOT NULL,
        {UNDOES["period"]}
    ) STRICT, WITHOUT ROWID""",
)

TABLE_NAMES = tuple(statement.split()[2] for statement in TABLES)

INDEXES = (
    "CREATE INDEX entry_by_day ON entry (measure, day)",
    "CREATE INDEX entry_by_batch ON entry (batch)",
    "CREATE INDEX entry_by_key ON entry (key) WHERE key IS NOT NULL",
    "CREATE INDEX target_by_year ON target (year, measure)",
    "CREATE INDEX void_by_entry ON void (entry) WHERE entry IS NOT NULL",
    "CREATE INDEX void_by_target ON void (target) WHERE target IS NOT NULL",
    "CREATE INDEX void_by_twin ON void (twin) WHERE twin IS NOT NULL",
    "CREATE INDEX change_by_subject ON change (subject, code, field)",
    "CREATE INDEX period_by_month ON period (month)",
)


def _uuid(column: str) -> str:
    digits = f"lower(hex({column}))"
    parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return " || '-' || ".join(f"substr({digits}, {first}, {size})" for first, size in parts)


def _plain(column: str) -> str:
    """SQL for the exact decimal of an amount, without trailing zeros."""
    return f"""CASE WHEN {column} IS NULL THEN NULL
        WHEN {column} % 10000 = 0 THEN CAST({column} / 10000 AS TEXT)
        ELSE rtrim(printf('%s%d.%04d', CASE WHEN {column} < 0 THEN '-' ELSE '' END,
                          abs({column}) / 10000, abs({column}) % 10000), '0') END"""


# Plain numbers and texts for whoever opens the file with other tools; the exports read them too, so both agree.
VIEWS = (
    f"""CREATE VIEW entries AS
    SELECT {_uuid("e.id")} AS id, {_uuid("e.batch")} AS batch, e.key AS key, e.measure AS measure, e.day AS day,
           e.type AS type, {_plain("e.amount")} AS value,
           CASE e.qualifier WHEN 1 THEN 'over' WHEN 2 THEN 'under' END AS qualifier,
           e.note AS note, e.issue AS issue, e.next AS next, e.evidence AS evidence,
           e.evidence_sha256 AS evidence_sha256, b.officer AS officer, b.host AS host, b.logged_at AS logged_at,
           vb.logged_at AS voided_at, vb.officer AS voided_by, v.reason AS void_reason,
           b.command AS command, b.logged_on AS logged_on, e.id AS raw_id
    FROM entry e JOIN batch b ON b.id = e.batch
    LEFT JOIN void v ON v.id = {first_void("e")}
    LEFT JOIN batch vb ON vb.id = v.batch""",
    f"""CREATE VIEW targets AS
    SELECT {_uuid("t.id")} AS id, {_uuid("t.batch")} AS batch, t.measure AS measure, t.year AS year,
           {_plain("t.amount")} AS value, t.start AS start, t.due AS due, t.pace AS pace, t.schedule AS schedule,
           t.origin AS origin, t.reason AS reason, t.document AS document, t.effective_on AS effective_on,
           b.officer AS officer, b.host AS host, b.logged_at AS logged_at,
           vb.logged_at AS voided_at, vb.officer AS voided_by, v.reason AS void_reason,
           b.command AS command, b.logged_on AS logged_on, t.id AS raw_id
    FROM target t JOIN batch b ON b.id = t.batch
    LEFT JOIN void v ON v.id = {first_void_of_target("t")}
    LEFT JOIN batch vb ON vb.id = v.batch""",
    f"""CREATE VIEW changes AS
    SELECT {_uuid("c.id")} AS id, {_uuid("c.batch")} AS batch, c.subject AS subject, c.code AS code,
           c.field AS field, c.old AS old, c.new AS new, b.officer AS officer, b.host AS host,
           b.logged_at AS logged_at, b.command AS command, b.logged_on AS logged_on,
           CASE WHEN c.after IS NOT NULL THEN {_uuid("c.after")} END AS after,
           CASE WHEN c.undoes IS NOT NULL THEN {_uuid("c.undoes")} END AS undoes, c.id AS raw_id
    FROM change c JOIN batch b ON b.id = c.batch""",
)

STATEMENTS = (*TABLES, *INDEXES, *TRIGGERS, *VIEWS)
