"""Exports that were changed by hand: rows that no command writes are named, and none of the file is taken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import did, exported, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("what", "column", "cell", "reason"),
    [
        ("targets", "reason", "a\0b", "The text contains an invalid character"),
        ("targets", "year", "99999", "“99999” is never written here by an export."),
        ("targets", "year", "9" * 5000, "is never written here by an export."),
        ("targets", "schedule", "2025-06-30=60", "The row has a schedule that does not rise to its target,"),
        ("targets", "effective_on", "2020-01-01", "The row has an invalid day, or one of another year,"),
        ("targets", "logged_on", "2020-01-01", "The row has an invalid time, or one of another day,"),
        ("changes", "field", "nothing", "The row has changes of fields that do not exist,"),
        ("changes", "new", "a\0b", "The text contains an invalid character"),
        ("periods", "month", "0001-01", "The row has an invalid day, or one of another year,"),
        ("periods", "reason", "\0", "The text contains an invalid character"),
        ("entries", "note", "\0", "The text contains an invalid character"),
        ("entries", "officer", "a\0", "The text contains an invalid character"),
        ("entries", "command", "a\0", "The text contains an invalid character"),
        ("entries", "evidence_sha256", "abc", "“abc” is not a SHA-256: 64 hexadecimal digits."),
        ("entries", "logged_on", "2020-01-01", "The row has an invalid time, or one of another day,"),
        ("entries", "logged_at", "2199-01-01T00:00:00Z", "“2199-01-01T00:00:00Z” is not a moment"),
        ("entries", "logged_at", "0001-01-01T00:00:00Z", "“0001-01-01T00:00:00Z” is not a moment"),
    ],
)
def test_what_no_command_writes_is_a_problem_of_its_row(
    seeded_db: Path, what: str, column: str, cell: str, reason: str
) -> None:
    copy = seeded_db.parent / "copy.db"
    did(copy, "db", "init", str(copy))
    did(seeded_db, "log", "JJ04+1", "-d", "2024-06-28")
    did(seeded_db, "target", "set", "JJ03", "150", "--year", "2025")
    did(seeded_db, "measure", "edit", "JJ03", "--owner", "x")
    did(seeded_db, "period", "close", "2024-05", "--reason", "sent in")
    export = json.loads(run(seeded_db, "export", what, "-f", "json").out)
    for row in export["rows"]:
        if row["officer"] != "catalogue":
            row[column] = cell
    file = seeded_db.parent / "export.json"
    file.write_text(json.dumps(export), encoding="utf-8")
    ran = run(copy, "import", str(file), "--yes")
    assert (ran.code, reason in ran.err) == (4, True), ran
    did(copy, "db", "check")
    assert [row for row in exported(copy, "export", what) if row["officer"] != "catalogue"] == []
