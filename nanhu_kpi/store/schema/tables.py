"""The tables and indexes, as the statements that build them with the triggers and the views.

Amounts are whole ten-thousandths, days are ISO texts, moments are UTC texts, ids are the 16 bytes of a UUIDv7, and
qualifiers are bits (1 over, 2 under). Texts that are not there are NULL in what is recorded and '' in definitions.
"""

from __future__ import annotations

from nanhu_kpi.store.counting import of_kind
from nanhu_kpi.store.schema.triggers import TRIGGERS
from nanhu_kpi.store.schema.views import VIEWS

_ID = "BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16)"
_BATCH = "BLOB NOT NULL REFERENCES batch (id)"
_COMPUTED = of_kind("kind", lambda rules: rules.is_computed)
# '+0 days' makes SQLite reckon: without it date('2024-02-30') answers itself.
_DAY = "TEXT CHECK ({0} IS date({0}, '+0 days'))"

# The entry that the voided one says again, under the same key. Such a void holds only while nobody has taken its twin
# back, so that the order in which copies are merged does not matter.
TWIN = """twin BLOB REFERENCES entry (id) DEFERRABLE INITIALLY DEFERRED
        CHECK (twin IS NULL OR (entry IS NOT NULL AND twin < entry))"""

# The change of the same field that a change starts from: the one that its desk knew. Neither ids nor values tell that.
AFTER = "after BLOB REFERENCES change (id) CHECK (after < id)"

# The change, or the closing, that a row takes back. What a taken back row made stands as if it had never been there.
UNDOES = {table: f"undoes BLOB REFERENCES {table} (id) CHECK (undoes < id)" for table in ("change", "period")}

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
        area TEXT NOT NULL REFERENCES area (code),
        name_zh TEXT NOT NULL,
        name_en TEXT NOT NULL,
        source TEXT NOT NULL,
        retired_on {_DAY.format("retired_on")},
        batch {_BATCH},
        UNIQUE (code, area)
    ) STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE measure (
        code TEXT PRIMARY KEY NOT NULL,
        area TEXT NOT NULL REFERENCES area (code),
        goal TEXT NOT NULL REFERENCES goal (code),
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
        numerator TEXT REFERENCES measure (code),
        denominator TEXT REFERENCES measure (code),
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
        measure TEXT NOT NULL REFERENCES measure (code),
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
        measure TEXT NOT NULL REFERENCES measure (code),
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
        entry BLOB REFERENCES entry (id) DEFERRABLE INITIALLY DEFERRED,
        target BLOB REFERENCES target (id) DEFERRABLE INITIALLY DEFERRED,
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


STATEMENTS = (*TABLES, *INDEXES, *TRIGGERS, *VIEWS)
