"""`export entries` of many rows as CSV against the sqlite3 shell's `-csv` of the same query, and its memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nanhu_kpi.exchange.columns import COLUMNS
from nanhu_kpi.store.schema.views import entries_as, number, spelled
from tests.benchmarks.filling import filled
from tests.benchmarks.machine import machine, ours

ROUNDS = 5
FEW = 100_000
GOAL = 1.3
# Every third entry says something, with what has to be quoted in it.
NOTE = """CASE i % 3 WHEN 0 THEN '走访企业，第 ' || i || ' 家，"重点"项目' END"""
_NAMES = [column.name for column in COLUMNS["entries"]]
# What the shell is asked for is what the view holds, in the order of an export.
_ROWS = entries_as(spelled, number, ", e.id AS raw_id")
QUERY = f"SELECT {', '.join(_NAMES)} FROM ({_ROWS}) ORDER BY raw_id"
# Every column is computed, and nothing of it printed.
COMPUTED = f"SELECT sum(length({' || '.join(f'ifnull({name}, 0)' for name in _NAMES)})) FROM ({_ROWS})"


def main() -> None:
    """Fill, run in turn, print medians, their ratios and the peaks of memory."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        few, lots = (filled(Path(folder, f"{entries}.db"), entries, NOTE) for entries in (FEW, many))
        print(f"filled in {time.perf_counter() - started:.0f} s")
        runs = {
            "the shell's -csv": ("sqlite3", "-readonly", "-header", "-csv", str(lots), QUERY),
            "the query alone": ("sqlite3", "-readonly", str(lots), COMPUTED),
            "export": _export(lots),
        }
        times: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(ROUNDS + 1):
            for name, words in runs.items():
                times[name].append(_run(folder, *words))
        medians = {name: statistics.median(taken[1:]) for name, taken in times.items()}
        for name, seconds in medians.items():
            print(f"{name}: {seconds:.2f} s, {many / seconds / 1000:.0f} thousand rows a second")
        shell = medians["the shell's -csv"]
        ratio = medians["export"] / shell
        print(
            f"export against the shell: ratio {ratio:.2f} (goal at most {GOAL:g}){'' if ratio <= GOAL else ': MISSED'}"
        )
        print(f"the query alone against the shell, which is the floor: {medians['the query alone'] / shell:.2f}")
        peaks = [ours(db, "export", "entries")[1] for db in (few, lots)]
        print(f"peak memory: {peaks[0]} MB at {FEW} rows, {peaks[1]} MB at {many}")


def _export(db: Path) -> tuple[str, ...]:
    return (sys.executable, "-m", "nanhu_kpi", "--db", str(db), "export", "entries")


def _run(folder: str, *words: str) -> float:
    """Run a process with its output in a file; return how long it took."""
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with Path(folder, "out").open("wb") as out:
        started = time.perf_counter()
        subprocess.run(words, stdout=out, env={**around, "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}, check=True)
        return time.perf_counter() - started


if __name__ == "__main__":
    main()
