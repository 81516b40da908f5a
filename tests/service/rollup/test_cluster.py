"""A Dask cluster reads what a loop reads, byte for byte, though a worker dies; only who has a certificate is let in."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trustme

from nanhu_kpi.errors import DatabaseRefuses
from nanhu_kpi.exchange.part import PartialFile
from nanhu_kpi.service.rollup.cluster import Cluster
from nanhu_kpi.service.rollup.counted_once import take
from nanhu_kpi.service.rollup.engines import answers
from nanhu_kpi.service.rollup.office import OfficeFile, Question, answer_of, chunk_of, read_chunk
from tests.support.offices import HEAD, NOW, Loop, bytes_of, office_file, read_or_die
from tests.support.views import environment, spawned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nanhu_kpi.service.rollup.engines import Crew

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
_QUESTION = Question(HEAD, NOW)
_CLUSTER = """
import json, sys
from distributed import LocalCluster
from distributed.security import Security
if __name__ == "__main__":
    secure, workers = sys.argv[1] == "tls", int(sys.argv[2])
    with LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address="127.0.0.1:0",
        protocol="tls://" if secure else None, security=Security() if secure else None,
    ) as cluster:
        print(json.dumps([cluster.scheduler_address, [each.pid for each in cluster.workers.values()]]), flush=True)
        sys.stdin.read()
"""


@contextmanager
def running(folder: Path, protocol: str = "tcp", workers: int = 2, **settings: str) -> Iterator[tuple[str, list[int]]]:
    """Run a cluster of processes on this machine, and yield its address and the workers' processes."""
    script = folder / "cluster.py"
    script.write_text(_CLUSTER, encoding="utf-8")
    around = environment(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="1", **settings)
    with subprocess.Popen(
        [sys.executable, str(script), protocol, str(workers)], env=around, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as cluster:  # fmt: skip
        assert cluster.stdin is not None
        assert cluster.stdout is not None
        try:
            address, pids = json.loads(cluster.stdout.readline())
            yield address, pids
        finally:
            cluster.stdin.close()
            try:
                cluster.wait(30)
            except subprocess.TimeoutExpired:
                cluster.kill()


@pytest.fixture(scope="module")
def offices(_built_worked: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Ten offices, one of them called a killer."""
    folder = tmp_path_factory.mktemp("offices")
    names = [*map(str, range(9)), "killer"]
    return [office_file(_built_worked, folder / f"{name}.db", f"A{number}") for number, name in enumerate(names)]


def rolled_up(crew: Crew, files: Sequence[Path], kill: Sequence[int] = ()) -> tuple[bytes, list[str]]:
    """Return what a crew reads of files, and which it gave up; processes are killed after the first answer."""
    whole, given_up = PartialFile(HEAD), []
    every = [OfficeFile(str(file)) for file in files]
    for some, answer in answers(crew, every, 2, lambda each: chunk_of(_QUESTION, list(each))):
        while kill:
            os.kill(kill[0], signal.SIGKILL)
            kill = kill[1:]
        if answer is None:
            given_up += [Path(file.file).name for file in some]
        else:
            take(whole, answer_of(answer, whole))
    return bytes_of(whole), given_up


def test_the_same_bytes_though_a_worker_is_killed_in_the_middle_and_though_a_file_kills_its_readers(
    offices: list[Path], tmp_path: Path
) -> None:
    before = _listening()
    with running(tmp_path) as (address, pids):
        with Cluster(address, read_chunk) as cluster:
            assert _listening() == before
            assert rolled_up(cluster, offices, pids[:1])[0] == rolled_up(Loop(read_chunk), offices)[0]
        with Cluster(address, read_or_die) as cluster:
            assert rolled_up(cluster, offices[-3:]) == (rolled_up(Loop(read_chunk), offices[-3:-1])[0], ["killer.db"])


def test_a_cluster_that_is_lost_in_the_middle_is_said_and_nothing_is_written(
    offices: list[Path], tmp_path: Path
) -> None:
    many, out = tmp_path / "many", tmp_path / "out.csv"
    many.mkdir()
    for number in range(300):
        (many / f"{number}.db").hardlink_to(offices[number % 9])
    words = ["rollup", str(many), "--as-of", "2024-06-30", "--lang", "en", "-o", str(out), "--scheduler"]
    with running(tmp_path, workers=1) as (address, pids):
        scheduler = int(Path(f"/proc/{pids[0]}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        before = _work_done(pids)
        with subprocess.Popen(
            [sys.executable, "-m", "nanhu_kpi", *words, address], env=environment(), stderr=subprocess.PIPE
        ) as rollup:
            while _work_done(pids) < before + 30 and rollup.poll() is None:
                time.sleep(0.02)
            assert rollup.poll() is None
            os.kill(scheduler, signal.SIGKILL)
            told = rollup.communicate(timeout=60)[1].decode()
    assert (rollup.returncode, told.count("\n")) == (5, 1)
    assert told.startswith("The cluster stopped answering: ")
    assert not out.exists()


def _work_done(pids: Sequence[int]) -> int:
    """Return the CPU time of processes in the system's ticks, a hundredth of a second each."""
    fields = [Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split() for pid in pids]
    return sum(int(each[11]) + int(each[12]) for each in fields)


def _listening() -> set[str]:
    """Return the addresses that this process listens on, as the system has them."""
    own = {str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()}
    lines = Path("/proc/self/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    every = (line.split() for line in lines)
    return {fields[1] for fields in every if fields[3] == "0A" and f"socket:[{fields[9]}]" in own}


def test_a_cluster_with_certificates_lets_in_who_has_one_and_nobody_else(offices: list[Path], tmp_path: Path) -> None:
    authority = trustme.CA()
    papers = authority.issue_cert("127.0.0.1", "localhost")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    papers.private_key_and_cert_chain_pem.write_to_path(tmp_path / "papers.pem")
    strangers = trustme.CA().issue_cert("127.0.0.1")
    strangers.private_key_and_cert_chain_pem.write_to_path(tmp_path / "stranger.pem")
    folder = str(offices[0].parent)
    words = ("rollup", folder, "--as-of", "2024-06-30", "--lang", "en", "-f", "csv")
    with running(tmp_path, "tls", 1, **_certificates(tmp_path, "papers.pem")) as (address, _):
        assert address.startswith("tls://127.0.0.1:")
        known = environment(**_certificates(tmp_path, "papers.pem"))
        told = spawned(*words, "--scheduler", address, env=known)
        assert (told.code, told.out) == (0, spawned(*words).out)
        for around in (environment(), environment(**_certificates(tmp_path, "stranger.pem"))):
            refused = spawned(*words, "--scheduler", address, env={**around, **_SHORT})
            assert (refused.code, refused.out) == (5, "")
            assert f"No connection to {address}" in refused.err
            assert refused.err.count("\n") == 1


_SHORT = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "3s"}


def _certificates(folder: Path, papers: str) -> dict[str, str]:
    names = {"CA_FILE": "ca.pem"} | {f"{who}__{what}": papers for who in ("SCHEDULER", "WORKER", "CLIENT")
                                     for what in ("CERT", "KEY")}  # fmt: skip
    return {f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(folder / file) for name, file in names.items()}


def test_a_cluster_that_is_not_there_is_said_and_why() -> None:
    with pytest.raises(DatabaseRefuses, match=r"No connection to tcp://127\.0\.0\.1:1: OSError: Timed out"):
        Cluster("tcp://127.0.0.1:1", read_chunk, patience="1s")
