"""Whole processes: `status` at many entries against a thousand, `log` and `status` against a bare Python."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.filling import filled
from tests.benchmarks.machine import machine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROUNDS = 25
FEW = 1_000
DAYS = ("2024-01-09", "2024-06-30", "2025-12-31")
SIZE_GOAL, LOG_GOAL, STATUS_GOAL = 1.2, 6, 10
BARE = (sys.executable, "-c", "pass")
# The command as it is installed beside this Python: what officers and their scripts run.
INSTALLED = str(Path(sys.executable).with_name("nanhu-kpi"))


def main() -> None:
    """Fill, run in turn, print medians and their ratios."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        few, lots = (filled(Path(folder, f"{entries}.db"), entries) for entries in (FEW, many))
        print(f"filled in {time.perf_counter() - started:.0f} s")
        for day in DAYS:
            status = _command("status", "--as-of", day)
            at_few, at_many = _medians([(few, status), (lots, status)])
            print(f"status as of {day}: {_told(at_few)} at {FEW}, {_told(at_many)} at {many}: "
                  f"{_ratio(at_many / at_few, SIZE_GOAL)}")  # fmt: skip
        log = _command("log", "JJ03+1", "--note", "n")
        bare, logged, shown = _medians([(few, BARE), (few, log), (few, _command("status"))])
        print(f"python -c pass: {_told(bare)}")
        print(f"log: {_told(logged)}: {_ratio(logged / bare, LOG_GOAL)}")
        print(f"status: {_told(shown)}: {_ratio(shown / bare, STATUS_GOAL)}")


def _command(*words: str) -> tuple[str, ...]:
    return (INSTALLED, *words)


def _medians(runs: Sequence[tuple[Path, Sequence[str]]]) -> list[float]:
    """Return the median of each command's times, one after another in every round; the first round is not counted."""
    times: list[list[float]] = [[] for _ in runs]
    for _ in range(ROUNDS + 1):
        for taken, (db, words) in zip(times, runs, strict=True):
            taken.append(_seconds(words, _around(db)))
    return [statistics.median(taken[1:]) for taken in times]


def _around(db: Path) -> dict[str, str]:
    """Return the environment of an installed tool: its modules are compiled once, and stay so."""
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**around, "NANHU_DB": str(db), "NANHU_LANG": "zh", "PYTHONPYCACHEPREFIX": str(db.with_name("compiled"))}


def _seconds(words: Sequence[str], environ: Mapping[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(words, env=environ, check=True, capture_output=True)
    return time.perf_counter() - started


def _told(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _ratio(ratio: float, goal: float) -> str:
    return f"ratio {ratio:.2f} (goal at most {goal:g}){'' if ratio <= goal else ': MISSED'}"


if __name__ == "__main__":
    main()
