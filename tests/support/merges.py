"""Merges as a script does them, and what they print, a table at a time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.support.commands import did, run
from tests.support.views import run as shown

if TYPE_CHECKING:
    from pathlib import Path

ON = "2024-07-01"


def merged(db: Path, other: Path, *words: str, lang: str = "en", code: int = 0) -> str:
    """Merge as a script does and return all that was said."""
    outcome = shown(db, "merge", str(other), *words, on=ON, lang=lang, width=200)
    assert outcome.code == code, outcome.err
    return outcome.out + outcome.err


def checked(db: Path, *words: str, lang: str = "en", code: int = 10) -> str:
    ran = run(db, "db", "check", *words, lang=lang)
    assert ran.code == code, ran
    return ran.out + ran.err


def actual(db: Path, code: str = "JJ09") -> str:
    return shown(db, "status", code, "--as-of", "2024-06-30", "-f", "csv", on=ON).by_code[code]["actual"]


def section(told: str, title: str) -> str:
    """Return one table of what a merge says, its title left out."""
    return told.split(f"\n{title}\n", 1)[1].split("\n\n\n", maxsplit=1)[0] if f"\n{title}\n" in told else ""


def line_with(told: str, title: str, *words: str) -> str:
    """Return the only line of a table that holds all words."""
    (line,) = [line for line in section(told, title).splitlines() if all(word in line for word in words)]
    return line


def at(hour: int) -> datetime:
    return datetime(2024, 7, 1, hour, tzinfo=UTC)


def imported(db: Path, tmp_path: Path, rows: str, officer: str, *words: str) -> str:
    file = tmp_path / "六月.csv"
    file.write_text(f"key,measure,day,type,value\n{rows}", encoding="utf-8")
    did(db, "import", str(file), "--yes", *words, officer=officer)
    (batch,) = {row["batch"] for row in entries(db) if row["officer"] == officer}
    return batch[-6:]


def entries(db: Path) -> list[dict[str, str]]:
    return shown(db, "export", "entries", on=ON).rows
