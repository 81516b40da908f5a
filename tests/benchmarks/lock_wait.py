"""How long a `log` waits beside a `merge` and an `import` of many rows, against how long these take."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nanhu_kpi.service.ledger import create_database
from tests.benchmarks.filling import filled
from tests.benchmarks.import_million import generated
from tests.benchmarks.machine import machine

GOAL = 0.1
_LONGEST_ALONE = 5


def main() -> None:
    """Fill a copy and a file, run each beside one `log` after another, and print the longest wait and its share."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(machine())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = folder / "empty.db"
        create_database(empty)
        copy, rows = filled(folder / "copy.db", many), generated(folder, empty, many)
        for words in (["merge", str(copy)], ["import", str(rows), "--yes", "--quiet"]):
            db = Path(shutil.copy(empty, folder / "own.db"))
            alone = max(_logged(db) for _ in range(_LONGEST_ALONE))
            took, waits = _beside(db, words)
            waited = max(waits) - alone
            print(f"{words[0]} of {many} rows: {took:.1f} s; {len(waits)} logs beside it, longest {max(waits):.2f} s "
                  f"(alone {alone:.2f} s): it waited {waited / took:.0%} of it "
                  f"(goal at most {GOAL:.0%}){'' if waited / took <= GOAL else ': MISSED'}")  # fmt: skip


def _beside(db: Path, words: list[str]) -> tuple[float, list[float]]:
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "nanhu_kpi", *words], env=_environment(db), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    waits = []
    while process.poll() is None:
        waits.append(_logged(db))
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)
    return time.perf_counter() - started, waits


def _logged(db: Path) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "nanhu_kpi", "log", "JJ03+1", "--quiet"], env=_environment(db), check=True,
        capture_output=True,
    )  # fmt: skip
    return time.perf_counter() - started


def _environment(db: Path) -> dict[str, str]:
    return {**os.environ, "NANHU_DB": str(db), "NANHU_LANG": "en", "NANHU_BY": "li"}


if __name__ == "__main__":
    main()
