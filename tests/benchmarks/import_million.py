"""`import` of a generated file, every rule on, against the sqlite3 shell's own `.import` of the same file.

The shell's table has the file's columns and as many b-trees as ours: the rows, (measure, day), the batch and the key.
"""

from __future__ import annotations

import csv
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from nanhu_kpi.service.ledger import create_database
from nanhu_kpi.store.database import reading
from nanhu_kpi.store.definitions import read_measures
from tests.benchmarks.machine import machine, ours

ROUNDS = 3
GOAL = 3
COLUMNS = ("key", "measure", "day", "type", "value", "note")
# The batch is one and the same for all rows, as in an import; the file has no column for it.
_SHELL = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
CREATE TABLE entry (key TEXT, measure TEXT, day TEXT, type TEXT, value TEXT, note TEXT);
CREATE INDEX entry_by_day ON entry (measure, day);
CREATE INDEX entry_by_batch ON entry (coalesce(x'018cc251f40070000000000000000000', NULL));
CREATE INDEX entry_by_key ON entry (key) WHERE key IS NOT NULL;
.mode csv
.import --skip 1 {file} entry
"""


def main() -> None:
    """Generate, run in turn, print medians, their ratio, and the memory at a tenth of the rows and at all of them."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = folder / "empty.db"
        create_database(empty)
        few, lots = (generated(folder, empty, rows) for rows in (many // 10, many))
        print(f"{many} rows, {lots.stat().st_size / 1e6:.0f} MB")
        _ours(empty, few)  # compiles the modules
        times: dict[str, list[float]] = {"ours": [], "shell": []}
        for _ in range(ROUNDS):
            times["shell"].append(_shell(lots))
            seconds, peak = _ours(empty, lots)
            times["ours"].append(seconds)
        own, shell = (statistics.median(times[who]) for who in ("ours", "shell"))
        ratio = own / shell
        print(f"sqlite3 .import: {shell:.2f} s; nanhu-kpi import: {own:.2f} s: ratio {ratio:.2f} "
              f"(goal at most {GOAL}){'' if ratio <= GOAL else ': MISSED'}")  # fmt: skip
        print(f"peak memory: {_ours(empty, few)[1]} MB at {many // 10} rows, {peak} MB at {many}")


def generated(folder: Path, db: Path, rows: int) -> Path:
    """Write a file of increments and totals over three years, a fourth of them with a note, each with its key."""
    with reading(db) as conn:
        codes = [code for code, measure in read_measures(conn).items() if measure.kind == "sum"]
    path = folder / f"{rows}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(COLUMNS)
        for at in range(rows):
            day = date(2023, 1, 1) + timedelta(days=at * 1095 // rows)
            # Some thousandth of the target each, or the jump past it would want a note.
            out.writerow((f"2025-{at:07}", codes[at % len(codes)], day, "add", f"0.000{at % 9 + 1}",
                          f"第{at}次走访企业" if at % 4 == 0 or at < len(codes) else ""))  # fmt: skip
    return path


def _shell(file: Path) -> float:
    db = file.with_name("shell.db")
    db.unlink(missing_ok=True)
    started = time.perf_counter()
    subprocess.run(["sqlite3", str(db)], input=_SHELL.format(file=file), text=True, check=True, capture_output=True)
    return time.perf_counter() - started


def _ours(empty: Path, file: Path) -> tuple[float, int]:
    return ours(Path(shutil.copy(empty, file.with_name("ours.db"))), "import", str(file), "--yes")


if __name__ == "__main__":
    main()
