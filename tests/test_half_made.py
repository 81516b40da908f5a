"""What is half made: whole or not there, and swept once its maker is gone."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.half_made import half_made, half_made_folder, sweep
from tests.support.commands import did
from tests.support.processes import child
from tests.support.versions import first_version
from tests.support.views import ROOT, environment, names_in

if TYPE_CHECKING:
    from pathlib import Path

LEAVES = """
from nanhu_kpi.half_made import half_made, half_made_folder
with half_made(path) as draft, half_made_folder(path) as folder:
    draft.with_name(draft.name + "-wal").touch()
    (folder / "sheet").touch()
    os.kill(os.getpid(), signal.SIGKILL)
"""
_DAY = 24 * 60 * 60


def _aged(place: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(place, (then, then))


def test_what_a_killed_process_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    with child(LEAVES, tmp_path / "nanhu.db"):
        pass
    left = names_in(tmp_path)
    assert len(left) == 3
    others = [".nanhu.db.new-1", ".x.new", f".nanhu.db.new-{os.getpid()}-0-0", left[0].replace(".nanhu", "nanhu", 1)]
    for name in others:
        tmp_path.joinpath(name).touch()
        _aged(tmp_path / name, 2 * _DAY)
    with half_made(tmp_path / "nanhu.db") as mine:
        sweep(tmp_path)
        assert names_in(tmp_path) == sorted([*others, mine.name])
    assert names_in(tmp_path) == sorted(others)


def test_what_a_running_process_makes_stays_for_a_day(tmp_path: Path) -> None:
    with half_made(tmp_path / "out.csv") as mine, half_made_folder(tmp_path / "out.xlsx") as folder:
        _aged(mine, _DAY - 60)
        sweep(tmp_path)
        assert names_in(tmp_path) == sorted([mine.name, folder.name])
        _aged(mine, _DAY + 60)
        sweep(tmp_path)
        assert names_in(tmp_path) == [folder.name]


def test_what_another_machine_makes_stays_for_a_day(tmp_path: Path) -> None:
    with child(LEAVES, tmp_path / "nanhu.db"):
        pass
    (first, *rest) = names_in(tmp_path)
    for name in rest:
        os.rename(tmp_path / name, tmp_path / f"{name}.gone")  # noqa: PTH104 - a folder too
    process, host, chance = first.rpartition(".new-")[2].split("-")[:3]
    elsewhere = tmp_path / f".nanhu.db.new-{process}-{int(host, 16) ^ 1:08x}-{chance}"
    (tmp_path / first).rename(elsewhere)
    sweep(tmp_path)
    assert elsewhere.exists()
    _aged(elsewhere, _DAY + 60)
    sweep(tmp_path)
    assert not elsewhere.exists()


def test_a_draft_is_made_new_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.urandom", bytes)  # a name that can be foreseen
    precious = tmp_path / "precious"
    precious.write_text("kept", encoding="utf-8")
    with half_made(tmp_path / "out.csv") as draft:
        assert draft.stat().st_mode & 0o777 == 0o600
        name = draft.name
    tmp_path.joinpath(name).symlink_to(precious)
    with pytest.raises(FileExistsError), half_made(tmp_path / "out.csv"):
        pass
    assert precious.read_text(encoding="utf-8") == "kept"


def test_a_name_as_long_as_a_name_may_be_has_a_draft(tmp_path: Path) -> None:
    place = tmp_path / ("名" * 83 + ".csv")
    with half_made(place) as draft:
        draft.rename(place)
    assert names_in(tmp_path) == [place.name]


# What is typed, and when the process is told to stop: at an audited event about a file, the so-manieth time.
COMMANDS = {
    "db backup": (("db", "backup", "out/copy.db"), ("os.chmod", ".new-", 1)),
    "db restore": (("db", "restore", "old.db", "--yes"), ("sqlite3.connect", ".new-", 3)),
    "merge": (("merge", "old.db"), ("sqlite3.connect", ".new-", 3)),
    "export": (("export", "entries", "-o", "out/entries.csv"), ("os.chmod", ".new-", 1)),
    "export to a workbook": (("export", "entries", "-o", "out/entries.xlsx"), ("open", "openpyxl.", 2)),
}
STOPS = """
import os, sys
number, event, part, left = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
del sys.argv[1:5]
def look(name, facts):
    global left
    if name == event and part in str(facts[0]):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), number)
sys.addaudithook(look)
from nanhu_kpi.__main__ import run
run()
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_stopped_command_made_goes_at_once_or_with_the_next_write(
    seeded_db: Path, command: str, number: signal.Signals
) -> None:
    folder = seeded_db.parent
    (folder / "out").mkdir()
    first_version(folder / "old.db")
    before = _files(folder)
    words, when = COMMANDS[command]

    done = subprocess.run(
        [sys.executable, "-c", STOPS, str(number.value), *map(str, when), *words],
        env=environment(NANHU_DB=str(seeded_db), TMPDIR=str(folder), NANHU_LANG="en"), cwd=folder,
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    codes = {signal.SIGKILL: -signal.SIGKILL, signal.SIGINT: 130}
    assert done.returncode == codes.get(number, 128 + number), done
    assert "Traceback" not in done.stderr
    if number is signal.SIGKILL:
        assert any(".new-" in name for name in _files(folder))
        did(seeded_db, "log", "JJ03+12")
        did(seeded_db, "export", "goals", "-o", str(folder / "out" / "goals.csv"))
        (folder / "out" / "goals.csv").unlink()
    assert _files(folder) == before


def _files(folder: Path) -> list[str]:
    """Return the files below a folder, without what SQLite keeps beside a database that a killed process had open."""
    places = (str(place.relative_to(folder)) for place in folder.rglob("*"))
    return sorted(place for place in places if not place.endswith(("-wal", "-shm")))


@pytest.mark.slow
def test_ctrl_c_is_quiet_from_the_first_moment_on(seeded_db: Path) -> None:
    chance = random.Random(2024)
    for _ in range(15):
        process = subprocess.Popen(
            [sys.executable, "-c", "print(flush=True); from nanhu_kpi.__main__ import run; run()", "status"],
            env=environment(NANHU_DB=str(seeded_db), NANHU_LANG="en"), cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stdout
        process.stdout.readline()
        time.sleep(0.002 + chance.uniform(0, 0.15))
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
        assert process.returncode in (0, 130)
        interrupted = "Interrupted; nothing more was recorded. To check: nanhu-kpi entries"
        assert process.returncode == 0 or said.strip().rpartition("\n")[2] in ("", interrupted)
        assert "Traceback" not in said
