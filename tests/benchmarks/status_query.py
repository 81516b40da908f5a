"""What `status` reads, at a thousand entries and at many: the ratio of the two."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from nanhu_kpi.scorecard.facts import Days
from nanhu_kpi.service.standings import gathered
from nanhu_kpi.store.database import reading
from nanhu_kpi.store.definitions import read_measures
from tests.benchmarks.filling import filled
from tests.benchmarks.machine import machine

ROUNDS = 40
DAYS = (date(2024, 1, 9), date(2024, 6, 30), date(2025, 12, 31))


def main() -> None:
    """Fill, time in turn, print medians and their ratio."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        files = {entries: filled(Path(folder, f"{entries}.db"), entries) for entries in (1_000, many)}
        size = files[many].stat().st_size / 1e6
        print(f"filled in {time.perf_counter() - started:.0f} s; {many} entries take {size:.0f} MB")
        for day in DAYS:
            times: dict[int, list[float]] = {entries: [] for entries in files}
            for _ in range(ROUNDS):
                for entries, path in files.items():
                    times[entries].append(_seconds(path, day))
            few, lots = (statistics.median(times[entries]) * 1000 for entries in files)
            print(f"as of {day}: {few:.2f} ms at 1000, {lots:.2f} ms at {many}: ratio {lots / few:.2f}")


def _seconds(path: Path, day: date) -> float:
    with reading(path) as conn:
        measures = read_measures(conn)
        started = time.perf_counter()
        gathered(conn, Days(day.year, day, date(2026, 1, 1)), measures)
        return time.perf_counter() - started


if __name__ == "__main__":
    main()
