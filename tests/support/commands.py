"""Commands run in this process as an officer types them, at a desk and a moment of the test's choosing."""

from __future__ import annotations

import csv
import io
import os
import re
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.__main__ import main
from nanhu_kpi.service.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2024, 7, 1, 2, 0, tzinfo=UTC)
"""Ten in the morning of 2024-07-01 at the office."""


class Ran(NamedTuple):
    """What one command answered: its exit code and all that it wrote."""

    code: int
    out: str
    err: str

    @property
    def batch(self) -> str:
        """The short name of the batch that the echo names."""
        found = re.search(r"  #([0-9a-f]{6})", self.out)
        assert found, self
        return found[1]


@contextmanager
def variables(**wanted: str) -> Iterator[None]:
    """Set variables of the environment for the block: `patch.dict` would write all others anew with each command."""
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def run(db: Path, *words: str, now: datetime = NOW, officer: str = "li", lang: str = "en") -> Ran:
    """Run one command on `db` as `officer` would in a script: nobody is there to be asked."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    around = variables(NANHU_DB=str(db), NANHU_LANG=lang, LOGNAME=officer, NANHU_BY="")
    with around, redirect_stdout(out), redirect_stderr(err):
        code = main(words, clock=lambda: now)
    return Ran(code, _written(out), _written(err))


def did(db: Path, *words: str, now: datetime = NOW, officer: str = "li", lang: str = "en") -> Ran:
    """Run one command that must succeed."""
    ran = run(db, *words, now=now, officer=officer, lang=lang)
    assert ran.code == 0, ran
    return ran


def desk_at(db: Path, *, now: datetime = NOW, officer: str = "li", host: str = "desk-1") -> Ledger:
    """Return a desk for the services themselves."""
    return Ledger(path=db, clock=lambda: now, officer=officer, host=host, may_create=False)


def exported(db: Path, *words: str) -> list[dict[str, str]]:
    """Return the rows that a command writes as CSV, by column."""
    return list(csv.DictReader(io.StringIO(did(db, *words).out, newline="")))


def recorded(db: Path) -> list[dict[str, str]]:
    """Return the entries that officers recorded, oldest first; the report's own are left out."""
    return [row for row in exported(db, "export", "entries") if row["officer"] != "catalogue"]


def actual(db: Path, code: str, day: str = "2024-07-01") -> str:
    """Return a measure's actual on a day as `status` gives it, '' for no data."""
    (row,) = exported(db, "status", code, "--as-of", day, "-f", "csv")
    return row["actual"]


def state(db: Path) -> tuple[object, ...]:
    """Return what stands: the scorecard, measures, goals, targets, settings and closed months."""
    sheets = (["status", "--all", "-f", "csv"], ["export", "measures"], ["export", "goals"], ["config", "list"])
    targets = [
        [row[key] for key in ("measure", "year", "value", "start", "due", "pace", "effective_on")]
        for row in exported(db, "export", "targets")
        if not row["voided_at"]
    ]
    months = {row[0]: row[1] for row in map(str.split, did(db, "period", "list").out.splitlines()[2:])}
    closed = sorted(month for month, word in months.items() if word == "closed")
    return (*(did(db, *words).out for words in sheets), targets, closed)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    held = stream.buffer
    assert isinstance(held, io.BytesIO)
    return held.getvalue().decode(errors="backslashreplace")  # a workbook, or a packed file, is none
