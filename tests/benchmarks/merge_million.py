"""`merge` of another copy's entries against an INSERT ... SELECT of the same rows into the same table and indexes."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nanhu_kpi.service.ledger import create_database
from tests.benchmarks.filling import filled
from tests.benchmarks.machine import machine, ours

ROUNDS = 3
GOAL = 2.5
# The triggers and references are left out, the table and its indexes are ours.
_SELECT = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
ATTACH '{other}' AS other;
BEGIN IMMEDIATE;
INSERT INTO batch SELECT * FROM other.batch WHERE id NOT IN (SELECT id FROM batch);
INSERT INTO entry SELECT * FROM other.entry WHERE id NOT IN (SELECT id FROM main.entry);
COMMIT;
"""


def main() -> None:
    """Fill a copy, run in turn, print medians and their ratio, and the memory at a tenth of the rows and at all."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = folder / "empty.db"
        create_database(empty)
        few, lots = (filled(folder / f"{rows}.db", rows) for rows in (many // 10, many))
        times: dict[str, list[float]] = {"ours": [], "select": []}
        _ours(empty, few)  # compiles the modules
        for _ in range(ROUNDS):
            times["select"].append(_select(empty, lots))
            seconds, peak = _ours(empty, lots)
            times["ours"].append(seconds)
        own, select = (statistics.median(times[who]) for who in ("ours", "select"))
        ratio = own / select
        print(f"INSERT ... SELECT: {select:.2f} s; nanhu-kpi merge: {own:.2f} s: ratio {ratio:.2f} "
              f"(goal at most {GOAL}){'' if ratio <= GOAL else ': MISSED'}")  # fmt: skip
        print(f"peak memory: {_ours(empty, few)[1]} MB at {many // 10} rows, {peak} MB at {many}")


def _select(empty: Path, other: Path) -> float:
    db = Path(shutil.copy(empty, empty.with_name("select.db")))
    drop = subprocess.run(
        ["sqlite3", str(db), "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_schema WHERE type = 'trigger'"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    subprocess.run(["sqlite3", str(db)], input=drop, text=True, check=True)
    started = time.perf_counter()
    subprocess.run(["sqlite3", str(db)], input=_SELECT.format(other=other), text=True, check=True, capture_output=True)
    return time.perf_counter() - started


def _ours(empty: Path, other: Path) -> tuple[float, int]:
    return ours(Path(shutil.copy(empty, empty.with_name("ours.db"))), "merge", str(other))


if __name__ == "__main__":
    main()
