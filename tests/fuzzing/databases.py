"""Databases that somebody meddled with: rows past the rules, objects of their own, damaged bytes, logs of others."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from tests.support.hostile import damaged

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

# What a column may be given: SQL, since most of it cannot be said in another way.
_VALUES = (
    "NULL", "''", "0", "1", "-1", "9223372036854775807", "-9223372036854775808", "9999999999999999", "1e308", "'0'",
    "'x'", "x''", "x'00'", "x'ffffffffffffffffffffffffffffffff'", "randomblob(16)", "randomblob(3)",
    "CAST(x'cdcbc1' AS TEXT)", "'a' || char(0) || 'b'", "char(27) || '[2J'", "char(8238) || 'abc'", "'`id`$(id)'",
    "printf('%.100000c', 'x')", "'2024-06-31'", "'2024-02-30'", "'0001-01-01'", "'9999-12-31'", "'-001-06-30'",
    "'2024-06-30T01:00:00Z'", "'9999-12-31T23:59:59Z'", "'2024-06'", "'2024-13'", "'2026-12-31=1e999999'",
    "'2024-06-30=5;2024-12-31=10'", "'add'", "'set'", "'words'", "'sum'", "'ratio'", "'milestone'", "'last'",
    "'at_most'", "'schedule'", "'none'", "'JJ09'", "'JJ-G1'", "'JJ'", "'merge'", "'catalogue'", "'entry'", "'measure'",
    "'office_code'", "'behind'", "'Asia/Nowhere'", "'NaN'", "'-10'", "'import x.csv sha256='",
)  # fmt: skip
_OBJECTS = (
    "CREATE TRIGGER t{n} AFTER INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END",
    "CREATE TRIGGER \"IF EXISTS t{n}\" BEFORE UPDATE ON {table} BEGIN DELETE FROM entry; END",
    """CREATE TRIGGER t{n} AFTER INSERT ON {table} BEGIN
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n; END""",
    "CREATE VIEW v{n} AS SELECT * FROM {table}, {table}, {table}",
    "CREATE VIEW v{n} AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM n",
    "DROP VIEW IF EXISTS entries; CREATE VIEW entries AS SELECT load_extension('x') AS id",
    "CREATE VIRTUAL TABLE f{n} USING fts5(x)",
    "CREATE VIRTUAL TABLE r{n} USING rtree(id, a, b)",
    "CREATE TABLE o{n} (x, y AS (x + 1))",
    "CREATE TABLE o{n} (x); INSERT INTO o{n} VALUES (randomblob(100000))",
    "CREATE INDEX i{n} ON {table} (abs({column}))",
    "CREATE INDEX \"my ' idx{n}\" ON {table} ({column})",
    "CREATE UNIQUE INDEX i{n} ON {table} ({column}) WHERE false",
    "ALTER TABLE {table} ADD COLUMN extra{n} TEXT",
    "ALTER TABLE {table} ADD COLUMN extra{n} INT AS (length(randomblob(10)))",
    "ALTER TABLE {table} RENAME COLUMN {column} TO other{n}",
    "ALTER TABLE {table} DROP COLUMN {column}",
    "ALTER TABLE {table} RENAME TO other{n}",
    "DROP TABLE {table}",
    "CREATE TABLE c{n} AS SELECT * FROM {table}; DROP TABLE {table}; ALTER TABLE c{n} RENAME TO {table}",
    "PRAGMA user_version = {small}",
    "PRAGMA application_id = {small}",
    "PRAGMA encoding = 'UTF-16'; VACUUM",
    "PRAGMA page_size = 512; PRAGMA journal_mode = DELETE; VACUUM",
    "PRAGMA auto_vacuum = FULL; VACUUM",
    """PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE name = '{table}';
       PRAGMA writable_schema = RESET""",
    """PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = substr(sql, 1, {small}) WHERE name = '{table}'""",
    """PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = CAST(x'ff' || sql AS TEXT) WHERE name = '{table}'""",
    """PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = {small} WHERE name = '{table}'""",
    """PRAGMA writable_schema = ON; UPDATE sqlite_schema SET name = 'sqlite_x{n}' WHERE name = '{table}'""",
    "UPDATE _sqlite_migrations SET name = 'v9'", "DELETE FROM _sqlite_migrations", "DELETE FROM setting",
    "DELETE FROM rollup_day", "UPDATE rollup_month SET amount = amount + 1", "DELETE FROM measure", "DELETE FROM batch",
)  # fmt: skip


def meddled(path: Path, chance: Random, *, endless: bool) -> str:
    """Change a database in one of many ways, `endless` work among them, and return in which."""
    kind = chance.choices(("rows", "objects", "bytes", "log", "rows and bytes"), (5, 3, 3, 1, 1))[0]
    told = ""
    if "rows" in kind:
        told = _past_the_rules(path, chance)
    if kind == "objects":
        told = _with_objects(path, chance, endless=endless)
    if "bytes" in kind:
        path.write_bytes(damaged(path.read_bytes(), chance))
    if kind == "log":
        ending = chance.choice(("-wal", "-shm", "-journal"))
        whole = path.read_bytes()
        part = chance.choice((b"", b"x", chance.randbytes(5000), whole[: chance.randrange(9000)]))
        path.with_name(path.name + ending).write_bytes(part)
        told = f"{ending} of {len(part)} bytes"
    return f"{kind}: {told}"


def _past_the_rules(path: Path, chance: Random) -> str:
    told = []
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        conn.execute("PRAGMA foreign_keys = OFF")
        conn.execute("BEGIN")
        rules = conn.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in rules:
            conn.execute(f"DROP TRIGGER {name}")
        tables = _tables(conn)
        for _ in range(chance.choice((1, 1, 1, 2, 5, 20))):
            statement = _row(conn, chance, chance.choice(tables))
            with suppress(sqlite3.Error, OverflowError):  # STRICT holds, and keys are unique
                conn.execute(statement)
                told.append(" ".join(statement.split()))
        for _, sql in rules:
            conn.execute(sql)
        conn.execute("COMMIT")
    return "; ".join(told)


def _row(conn: sqlite3.Connection, chance: Random, table: str) -> str:
    columns = [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
    one = f"WHERE rowid = (SELECT rowid FROM {table} ORDER BY random() LIMIT 1)"
    (sql,) = conn.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    key = columns[0]
    if "WITHOUT ROWID" in sql.upper():
        one = f"WHERE {key} IN (SELECT {key} FROM {table} ORDER BY random() LIMIT 1)"
    changed = {column: chance.choice(_VALUES) for column in chance.choices(columns, k=chance.choice((1, 1, 1, 2, 3)))}
    match chance.randrange(6):
        case 0:
            return f"DELETE FROM {table} {one}"
        case 1 | 2:
            values = ", ".join(
                changed.get(column, "randomblob(16)" if column == "id" else column) for column in columns
            )
            return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} {one}"
        case 3:
            return f"UPDATE {table} SET {', '.join(f'{column} = {value}' for column, value in changed.items())}"
    return f"UPDATE {table} SET {', '.join(f'{column} = {value}' for column, value in changed.items())} {one}"


def _with_objects(path: Path, chance: Random, *, endless: bool) -> str:
    told = []
    objects = [each for each in _OBJECTS if endless or "RECURSIVE" not in each]
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        for number in range(chance.choice((1, 1, 2, 3))):
            with suppress(sqlite3.Error):
                table = chance.choice(_tables(conn))
                columns = [row[1] for row in conn.execute(f"PRAGMA table_info({table})")]
                script = chance.choice(objects).format(
                    n=number,
                    table=table,
                    column=chance.choice(columns),
                    small=chance.choice((0, 1, 2, 3, 9, 40, 2**31 - 1)),
                )
                told.append(script)
                conn.executescript(script)
    return "; ".join(told)


def _tables(conn: sqlite3.Connection) -> list[str]:
    return [
        row[0]
        for row in conn.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name"
        )
    ]
