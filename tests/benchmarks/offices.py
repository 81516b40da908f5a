"""Many offices: CPU a file, the pool and a cluster against a plain loop, the driver's memory, and merging parts."""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nanhu_kpi.exchange.part import OfficeLine, PartialFile, digest_of, read_part, write_part
from nanhu_kpi.rollup_result import Source
from nanhu_kpi.service.rollup.counted_once import take
from nanhu_kpi.service.rollup.engines import answers, size_of_a_chunk
from nanhu_kpi.service.rollup.office import OfficeFile, Question, answer_of, chunk_of, read_chunk
from nanhu_kpi.service.rollup.pool import Pool, cores
from nanhu_kpi.service.status.status import status
from tests.benchmarks.filling import filled
from tests.benchmarks.machine import machine
from tests.support.commands import desk_at
from tests.support.offices import HEAD, NOW, Loop

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nanhu_kpi.service.rollup.engines import Crew

PARTS_OF = 4_000
FEW_ENTRIES, LOTS_OF_ENTRIES = 300, 5_000
FILE_GOAL, SIZE_GOAL, POOL_GOAL, CLUSTER_GOAL, MEMORY_GOAL, MERGE_GOAL = 8.0, 1.6, 1.1, 1.25, 100, 1.0
_QUESTION = Question(HEAD, NOW)
# A command for every entry, as at a desk; the filling puts them into one.
_A_COMMAND_EACH = (
    "INSERT INTO batch SELECT e.id, b.officer, b.host, b.command, b.logged_at, b.logged_on, NULL "
    "FROM entry e JOIN batch b ON b.id = (SELECT min(id) FROM batch) WHERE e.type = 'add'"
)
# The system's own figure of the process: what getrusage tells has the peak of the process that started it.
_DRIVE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from nanhu_kpi.service.rollup.rollup import RollupWish, gather, report_of
report = report_of(gather(RollupWish((sys.argv[1],), "2024-06-30"), lambda: datetime(2024, 7, 1, 2, tzinfo=UTC)))
assert report.office_count == int(sys.argv[2]), report.problems[:3]
print(Path("/proc/self/status").read_text(encoding="ascii").partition("VmHWM:")[2].split()[0])
"""
_CLUSTER = """
import json, sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=int(sys.argv[1]), threads_per_worker=1, host="127.0.0.1",
                      dashboard_address="127.0.0.1:0") as cluster:
        print(json.dumps([cluster.scheduler_address, [each.pid for each in cluster.workers.values()]]), flush=True)
        sys.stdin.read()
"""


class Extent(NamedTuple):
    """How much is measured: files for the engines, for the driver's memory, and rounds."""

    files: int
    many: int
    rounds: int


def main(extent: Extent) -> None:
    """Make the files, measure in turn, print medians, ratios and goals."""
    print(machine(), f"load {os.getloadavg()[0]:.1f}")
    gc.set_threshold(50_000)  # as the program and its workers do
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few = _offices(folder / "few", FEW_ENTRIES, extent.files)
        lots = _offices(folder / "lots", LOTS_OF_ENTRIES, 100)
        _print_sizes(few, lots, extent.rounds)
        _print_engines(few, folder, extent.rounds)
        _print_memory(folder, few[0], extent.many)
        _print_merging(few[0], extent.rounds)


def _offices(folder: Path, entries: int, count: int) -> list[Path]:
    """Return so many files of one content, each with a code of its own."""
    folder.mkdir()
    base = filled(folder / "base.db", entries)
    with closing(sqlite3.connect(base, isolation_level=None)) as conn:
        conn.execute(_A_COMMAND_EACH)
        conn.execute("DROP TRIGGER IF EXISTS setting_changes_with_change_row")
        for (rule,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'setting'"):
            conn.execute(f"DROP TRIGGER {rule}")
        conn.execute("UPDATE setting SET value = 'OFFICE-00000' WHERE key = 'office_code'")
        conn.execute("VACUUM")
    data = base.read_bytes()
    base.unlink()
    assert data.count(b"OFFICE-00000") == 1
    files = [folder / f"{number}.db" for number in range(count)]
    for number, file in enumerate(files):
        file.write_bytes(data.replace(b"OFFICE-00000", b"OFFICE-%05d" % number))
    return files


def _loop(files: Sequence[Path]) -> PartialFile:
    return _read(Loop(read_chunk), files, 1)


def _read(crew: Crew, files: Sequence[Path], workers: int) -> PartialFile:
    whole = PartialFile(HEAD)
    every = [OfficeFile(str(file)) for file in files]
    size = size_of_a_chunk(len(every), workers)
    for _some, answer in answers(crew, every, size, lambda each: chunk_of(_QUESTION, list(each))):
        assert answer is not None
        take(whole, answer_of(answer, whole))
    assert len(whole.offices) == len(files), whole.problems
    return whole


def _cpu(what: Callable[[], PartialFile], pids: Sequence[int] = ()) -> tuple[float, bytes]:
    """Return the CPU seconds of this process, of its children that ended, and of others that run; and what was read."""
    before = _spent(pids)
    part = what()
    return _spent(pids) - before, b"\n".join(part.lines())


def _spent(pids: Sequence[int]) -> float:
    own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    ticks = 0
    for pid in pids:
        ticks += sum(map(int, Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]))
    return sum(each.ru_utime + each.ru_stime for each in own) + ticks / os.sysconf("SC_CLK_TCK")


def _print_sizes(few: Sequence[Path], lots: Sequence[Path], rounds: int) -> None:
    _loop(few[:20])  # modules and caches
    times: dict[int, list[float]] = {FEW_ENTRIES: [], LOTS_OF_ENTRIES: []}
    own = []
    for _ in range(rounds):
        own.append(_cpu(lambda: _own_status(few[:100]))[0] / 100 * 1000)
        for entries, files in ((FEW_ENTRIES, few[:100]), (LOTS_OF_ENTRIES, lots)):
            times[entries].append(_cpu(lambda files=files: _loop(files))[0] / len(files) * 1000)  # type: ignore[misc]
    small, large = (statistics.median(times[entries]) for entries in times)
    print(
        f"CPU a file: {small:.1f} ms at {FEW_ENTRIES} entries (goal at most {FILE_GOAL:g}){_missed(small, FILE_GOAL)}"
    )
    print(f"its own status: {statistics.median(own):.1f} ms, {_ratio(small / statistics.median(own), 1)}")
    print(f"at {LOTS_OF_ENTRIES} entries {large:.1f} ms: {_ratio(large / small, SIZE_GOAL)}")
    print(f"40 000 offices with {FEW_ENTRIES} entries: {40 * small:.0f} CPU s of reading")


def _own_status(files: Sequence[Path]) -> PartialFile:
    """Ask each office for its own status of the day, as `status` and `export status` do."""
    for file in files:
        status(desk_at(file, now=NOW), as_of=HEAD.as_of.isoformat())
    return PartialFile(HEAD)


def _print_engines(files: Sequence[Path], folder: Path, rounds: int) -> None:
    loops, pools, clusters = [], [], []
    script = folder / "cluster.py"
    script.write_text(_CLUSTER, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script), str(cores())], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        address, pids = json.loads(running.stdout.readline())
        from nanhu_kpi.service.rollup.cluster import Cluster

        for number in range(rounds + 1):
            loop, expected = _cpu(lambda: _loop(files))
            pool, told = _cpu(lambda: _pooled(files))
            with Cluster(address, read_chunk) as crew:
                cluster, read = _cpu(lambda crew=crew: _read(crew, files, cores()), [running.pid, *pids])  # type: ignore[misc]
            assert expected == told == read
            if number:  # in the first round the cluster's workers import what they need
                loops.append(loop)
                pools.append(pool)
                clusters.append(cluster)
        running.stdin.close()
    loop, pool, cluster = (statistics.median(each) for each in (loops, pools, clusters))
    print(f"{len(files)} files: loop {loop:.1f} CPU s")
    print(f"pool of {cores()}: {pool:.1f} CPU s, {_ratio(pool / loop, POOL_GOAL)}")
    print(f"cluster of {cores()}: {cluster:.1f} CPU s, {_ratio(cluster / loop, CLUSTER_GOAL)}")


def _pooled(files: Sequence[Path]) -> PartialFile:
    with Pool(cores()) as pool:
        return _read(pool, files, cores())


def _print_memory(folder: Path, source: Path, count: int) -> None:
    """Print the driver's peak at very many files, in a process of its own."""
    many = folder / "many"
    many.mkdir()
    data = source.read_bytes()
    for number in range(count):
        (many / f"{number}.db").write_bytes(data.replace(b"OFFICE-00000", b"OFFICE-%05d" % number))
    done = subprocess.run(
        [sys.executable, "-c", _DRIVE, str(many), str(count)], capture_output=True, text=True, check=True
    )
    peak = int(done.stdout) / 1024
    print(f"driver at {count} files: {peak:.0f} MB (goal at most {MEMORY_GOAL}){_missed(peak, MEMORY_GOAL)}")
    shutil.rmtree(many)


def _print_merging(source: Path, rounds: int) -> None:
    """Print how long it takes to read ten partial files of 400 offices each, and to make one of them."""
    one = _loop([source])
    (line,) = [each.line for lines in one.offices.values() for each in lines.values()]
    parts = []
    for tenth in range(10):
        part = PartialFile(HEAD)
        take(part, one)
        part.offices.clear()
        for number in range(PARTS_OF // 10):
            code = f"P{tenth}-{number}"
            own = json.dumps(json.loads(line) | {"office": code}, ensure_ascii=False, separators=(",", ":")).encode()
            catalogue = next(iter(part.catalogues))
            part.offices[code] = {digest_of(own): OfficeLine(code, digest_of(own), catalogue, own)}
            part.sources.add(Source(code, f"{code}.db", digest_of(own), "", 1, "n", "n"))
        stream = BytesIO()
        write_part(part, stream)
        parts.append(stream.getvalue())
    print(f"a partial file: {len(parts[0]) / (PARTS_OF // 10) / 1024:.1f} KB an office")
    times = []
    for _ in range(rounds):
        started = time.process_time()
        whole = PartialFile(HEAD)
        for data in parts:
            take(whole, read_part(BytesIO(data), "part"))
        times.append(time.process_time() - started)
        assert len(whole.offices) == PARTS_OF
    taken = statistics.median(times)
    print(f"merging {PARTS_OF} offices of ten files: {taken:.2f} s (goal {MERGE_GOAL:g}){_missed(taken, MERGE_GOAL)}")


def _ratio(ratio: float, goal: float) -> str:
    return f"ratio {ratio:.2f} (goal at most {goal:g}){_missed(ratio, goal)}"


def _missed(figure: float, goal: float) -> str:
    return "" if figure <= goal else ": MISSED"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=2_000, help="files that each engine reads")
    parser.add_argument("--many", type=int, default=10_000, help="files that the driver's memory is measured at")
    parser.add_argument("--rounds", type=int, default=3)
    main(Extent(**vars(parser.parse_args())))
