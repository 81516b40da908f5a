"""What a person or a script sees of a command: run it at a fixed moment, and read printed tables back into cells."""

from __future__ import annotations

import csv
import io
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from tests.support import commands
from tests.support.builders import made_id
from tests.support.processes import MODULES, before_mortals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_OWN_VARIABLES = (
    "NANHU_DB",
    "NANHU_LANG",
    "NANHU_BY",
    "COLUMNS",
    "LC_ALL",
    "LC_MESSAGES",
    "NO_COLOR",
    "FORCE_COLOR",
    "TTY_COMPATIBLE",
)
ROOT = Path(__file__).parents[2]
FILES = ROOT / "tests" / "files"
AREA_LINE = re.compile(r".+ ([A-Z]{2})  (\d+) measures?: (.+)")
GOAL_LINE = re.compile(r"([A-Z]{2}-G\d+) .*[(（](.*)[)）]$")


class Outcome(NamedTuple):
    """How a command ended and what it said where."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, str]]:
        """The CSV on stdout, a dict a row."""
        assert self.code == 0, self.err
        return list(csv.DictReader(io.StringIO(self.out, newline="")))

    @property
    def by_code(self) -> dict[str, dict[str, str]]:
        """The CSV rows of `status`, by code."""
        return {row["code"]: row for row in self.rows}


def run(db: Path, *words: str, on: str = "2024-06-30", lang: str = "en", width: int = 80) -> Outcome:
    """Run a command in this process, at nine in the morning of `on` in Shenzhen; `-f table` is `width` wide."""
    moment = datetime.fromisoformat(f"{on}T01:00:00").replace(tzinfo=UTC)
    with commands.variables(COLUMNS=str(width), FORCE_COLOR="", TTY_COMPATIBLE="0", NO_COLOR="1"):
        return Outcome(*commands.run(db, *words, now=moment, lang=lang))


def logged(db: Path, *words: str, on: str) -> None:
    """Record progress on a day, and insist that it was taken."""
    outcome = run(db, "log", *words, on=on)
    assert outcome.code == 0, outcome.err


def environment(**settings: str) -> dict[str, str]:
    """Return this process's environment without what steers the tool, and with `settings`."""
    kept = {name: value for name, value in os.environ.items() if name not in (*_OWN_VARIABLES, "LANGUAGE")}
    return {**kept, "PYTHONPATH": MODULES, **settings}


def spawned(
    *words: str, env: Mapping[str, str] | None = None, cwd: Path | None = None, mortal: bool = False
) -> Outcome:
    """Run a command as a process of its own, with both ends piped; a mortal one has not root's powers."""
    done = subprocess.run(
        [*(before_mortals() if mortal else []), sys.executable, "-m", "nanhu_kpi", *words],
        capture_output=True, check=False, cwd=cwd, env=environment() if env is None else env, timeout=60,
    )  # fmt: skip
    return Outcome(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def agree(db: Path, measure: str, year: int, value: int, pace: str = "linear") -> None:
    """Set a target by SQL, for the whole of a year."""
    with closing(sqlite3.connect(db)) as conn, conn:
        newest = conn.execute("SELECT max(id) FROM target").fetchone()[0]
        conn.execute(
            """INSERT INTO target (id, batch, measure, year, amount, start, due, pace, origin, effective_on)
               SELECT ?, id, ?, ?, ?, ?, ?, ?, 'officer', ? FROM batch LIMIT 1""",
            ((int.from_bytes(newest or made_id(0), "big") + 1).to_bytes(16, "big"), measure, year, value * 10_000,
             f"{year}-01-01", f"{year}-12-31", pace, f"{year}-01-01"),
        )  # fmt: skip


def names_in(folder: Path) -> list[str]:
    """Return the names in a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


def at_rest(path: Path) -> tuple[list[str], bytes, int]:
    """Return what a reader must leave alone: the folder, the bytes, the time of the last change."""
    return names_in(path.parent), path.read_bytes(), path.stat().st_mtime_ns


def without_colour(text: str) -> str:
    """Return `text` without what paints it."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def spread(line: str) -> str:
    """Return `line` with a character a display column: a wide one is followed by NUL."""
    return "".join(char + "\0" * (cell_len(char) - 1) for char in line)


def read_table(lines: Sequence[str], headers: Sequence[str]) -> list[list[str]]:
    """Return the cells of an aligned table whose first line holds `headers`; a line in, a row out.

    Between two headers there must be a gutter that is blank on every line: that is what aligned means.
    """
    wide = [spread(line) for line in lines]
    length = max(map(len, wide)) + 2
    blank = [all(not line[at : at + 1].strip(" ") for line in wide) for at in range(length)]
    starts = [0]
    end = len(spread(headers[0]))
    for header in headers[1:]:
        start = wide[0].index(spread(header), end)
        cut = next((at for at in range(start, end + 1, -1) if blank[at - 1] and blank[at - 2]), None)
        assert cut is not None, f"no gutter before {header!r} in\n" + "\n".join(lines)
        starts.append(cut)
        end = start + len(spread(header))
    spans = list(zip(starts, [*starts[1:], length], strict=True))
    return [[line[start:stop].replace("\0", "").strip() for start, stop in spans] for line in wide]


def tables(text: str, headers: Sequence[str]) -> Iterator[list[list[str]]]:
    """Yield the cells of every table in `text` that has these headers; header line and goals' lines are left out."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if re.fullmatch(r" +".join(map(re.escape, headers)), line.strip()):
            stop = next((end for end in range(at, len(lines)) if not lines[end].strip()), len(lines))
            yield read_table([*_without_goals(lines[at:stop])], headers)[1:]


def _without_goals(lines: Sequence[str]) -> Iterator[str]:
    inside = False
    for line in lines:
        inside = inside or re.match(r"[A-Z]{2}-G\d+  ", line) is not None
        if not inside:
            yield line
        inside = inside and not line.rstrip().endswith((")", "）"))  # on a narrow screen the counts run on
