"""Workers on this machine: the crew outlives them, a file that kills its reader is given up, and none is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.errors import DatabaseRefuses
from nanhu_kpi.exchange.part import PartialFile
from nanhu_kpi.service.rollup.counted_once import take
from nanhu_kpi.service.rollup.engines import Crew, answers, size_of_a_chunk
from nanhu_kpi.service.rollup.office import OfficeFile, Question, answer_of, chunk_of, read_chunk
from nanhu_kpi.service.rollup.pool import Pool
from tests.support.offices import HEAD, NOW, Loop, bytes_of, office_file
from tests.support.views import environment

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUESTION = Question(HEAD, NOW)


@pytest.fixture(scope="session")
def offices(_built_worked: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Twelve offices, one of them called a killer."""
    folder = tmp_path_factory.mktemp("offices")
    return [
        office_file(_built_worked, folder / f"{'killer' if number == 7 else number}.db", f"A{number}")
        for number in range(12)
    ]


def rolled_up(crew: Crew, files: Sequence[Path], size: int = 3) -> tuple[bytes, list[str]]:
    """Return what a crew reads of files, and which it gave up."""
    whole, given_up = PartialFile(HEAD), []
    every = [OfficeFile(str(file)) for file in files]
    for some, answer in answers(crew, every, size, lambda each: chunk_of(_QUESTION, list(each))):
        if answer is None:
            given_up += [Path(file.file).name for file in some]
        else:
            take(whole, answer_of(answer, whole))
    return bytes_of(whole), given_up


def test_processes_read_what_a_loop_reads_byte_for_byte(offices: list[Path]) -> None:
    expected = rolled_up(Loop(read_chunk), offices, 12)
    with Pool(2) as pool:
        assert rolled_up(pool, offices) == expected
    assert expected[1] == []


def test_a_file_that_kills_its_reader_is_given_up_and_the_others_count(offices: list[Path]) -> None:
    sound = [file for file in offices[4:9] if file.name != "killer.db"]
    expected, _ = rolled_up(Loop(read_chunk), sound)
    with Pool(2, "tests.support.offices:read_or_die") as pool:
        assert rolled_up(pool, offices[4:9], 3) == (expected, ["killer.db"])


def test_a_chunk_whose_worker_died_is_tried_again(offices: list[Path], tmp_path: Path) -> None:
    files = [office_file(offices[0], tmp_path / f"{number}.db", f"B{number}") for number in range(4)]
    expected = rolled_up(Loop(read_chunk), files)
    with Pool(2, "tests.support.offices:read_or_die_once") as pool:
        assert rolled_up(pool, files, 2) == expected
    assert (tmp_path / "died").exists()


class Frail:
    """A crew of one that dies of every chunk with a killer, and remembers what it was given."""

    room, tries = 1, Pool.tries

    def __init__(self) -> None:
        self.given: list[str] = []
        self.number = 0

    def begin(self, number: int, chunk: bytes) -> None:
        self.given.append(chunk.decode())
        self.number = number

    def answer(self) -> tuple[int, bytes | None]:
        return self.number, None if "killer" in self.given[-1] else b""


def test_a_chunk_is_tried_twice_and_then_file_by_file() -> None:
    crew = Frail()
    files = [OfficeFile(name) for name in ("a", "killer", "c")]
    told = [
        ([file.file for file in some], answer)
        for some, answer in answers(crew, files, 2, lambda each: " ".join(file.file for file in each).encode())
    ]
    assert crew.given == ["a killer", "c", "a killer", "a", "killer"]
    assert told == [(["c"], b""), (["a"], b""), (["killer"], None)]


def test_a_worker_that_cannot_start_is_said(offices: list[Path]) -> None:
    with pytest.raises(DatabaseRefuses, match="do not start"), Pool(1, "tests.support.offices:nothing") as pool:
        rolled_up(pool, offices)


def test_a_program_that_is_not_there_is_said(offices: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(DatabaseRefuses, match="do not start: No such file or directory\\."), Pool(1) as pool:
        rolled_up(pool, offices)


def test_no_worker_is_left_when_the_block_fails(offices: list[Path]) -> None:
    with pytest.raises(KeyboardInterrupt), Pool(2) as pool:
        chunk = chunk_of(_QUESTION, [OfficeFile(str(file)) for file in offices])
        pool.begin(1, chunk)
        pool.begin(2, chunk)
        running = [hand.process for hand, _ in pool._busy.values()]
        raise KeyboardInterrupt
    assert [process.poll() for process in running] == [-signal.SIGKILL, -signal.SIGKILL]


@pytest.mark.slow
def test_ctrl_c_leaves_no_worker_and_no_half_of_a_file(offices: list[Path], tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(1500):
        (many / f"{number}.db").hardlink_to(offices[number % 12])
    words = ["rollup", str(many), "--as-of", "2024-06-30", "--lang", "en", "-o", str(tmp_path / "out.csv")]
    # A session of its own, as a terminal gives it: Ctrl-C reaches all of it.
    with subprocess.Popen(
        [sys.executable, "-m", "nanhu_kpi", *words], env=environment(), stderr=subprocess.PIPE, start_new_session=True
    ) as running:
        while len(members := _members(running.pid)) < 3 and running.poll() is None:
            time.sleep(0.02)
        assert len(members) >= 3
        os.killpg(running.pid, signal.SIGINT)
        told = running.communicate(timeout=30)[1].decode()
    assert (running.returncode, "Traceback" in told) == (130, False)
    assert _members(running.pid) == []
    assert not (tmp_path / "out.csv").exists()


def _members(session: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, *fields = place.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == session and state != "Z":
            found.append(int(place.parent.name))
    return found


@pytest.mark.parametrize(("files", "workers", "size"), [(1, 2, 1), (12, 2, 2), (40_000, 2, 50), (400, 2, 50)])
def test_chunks_are_so_large_that_handing_them_out_costs_little(files: int, workers: int, size: int) -> None:
    assert size_of_a_chunk(files, workers) == size
