"""Programs that are told to stop: what is half made is gone, and what was there stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from nanhu_kpi.signals import tidied_when_stopped
from tests.support.processes import child
from tests.support.views import ROOT, environment, names_in, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A terminal that closes is heard of, also where the tests are run without one (`nohup`).
WRITES = """
import time
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from nanhu_kpi.exchange.whole_file import whole_file
from nanhu_kpi.signals import tidied_when_stopped
try:
    with tidied_when_stopped(), whole_file(path) as stream:
        stream.write("half")
        stream.flush()
        print("ready", flush=True)
        time.sleep(60)
except SystemExit as leaving:
    print(leaving.code, flush=True)
"""
COPIES = """
import time
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from nanhu_kpi.half_made import half_made
from nanhu_kpi.signals import tidied_when_stopped
try:
    with tidied_when_stopped(), half_made(path) as draft:
        for ending in ("", "-wal", "-journal"):
            draft.with_name(draft.name + ending).touch()
        print("ready", flush=True)
        time.sleep(60)
except SystemExit as leaving:
    print(leaving.code, flush=True)
"""


@pytest.mark.parametrize("code", [WRITES, COPIES])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_what_is_half_made_is_gone_and_what_was_there_stays(tmp_path: Path, code: str, number: signal.Signals) -> None:
    place = tmp_path / "out.csv"
    place.write_text("last week", encoding="utf-8")
    with child(code, place) as writer:
        assert writer.stdout.readline() == "ready\n"
        assert len(names_in(tmp_path)) > 1
        writer.process.send_signal(number)
        assert writer.stdout.readline() == f"{128 + number}\n"
    assert names_in(tmp_path) == ["out.csv"]
    assert place.read_text(encoding="utf-8") == "last week"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_that_is_told_to_stop_leaves_nothing(seeded_db: Path, ending: str) -> None:
    folder = seeded_db.parent / "out"
    folder.mkdir()
    # The export tells itself to stop, in the middle of the first row.
    code = (
        "import os, signal, sys\n"
        "from nanhu_kpi.exchange.writers import rows, xlsx\n"
        "class Row(tuple):\n"
        "    def __iter__(self):\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "        return super().__iter__()\n"
        "from nanhu_kpi.service import export\n"
        "rows_of = export.rows_of\n"
        "export.rows_of = lambda *given: map(Row, rows_of(*given))\n"
        "from nanhu_kpi.__main__ import run\n"
        "run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--db", str(seeded_db), "export", "entries", "-o", str(folder / f"out.{ending}")],
        capture_output=True, text=True, env=environment(TMPDIR=str(folder)), check=False, cwd=ROOT,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (143, "", "")
    assert names_in(folder) == []


HEARD_IN_A_CALLBACK = """
import os, signal, sys, time, weakref
from nanhu_kpi.signals import tidied_when_stopped
signal.signal(signal.SIGHUP, signal.SIG_DFL)
class Thing: pass
thing = Thing()
callback = weakref.ref(thing, lambda _: os.kill(os.getpid(), int(sys.argv[1])))
try:
    with tidied_when_stopped():
        del thing
        time.sleep(60)
except (KeyboardInterrupt, SystemExit) as heard:
    print(repr(heard))
"""


@pytest.mark.parametrize(
    ("number", "heard"),
    [(signal.SIGINT, "KeyboardInterrupt()"), (signal.SIGTERM, "SystemExit(143)"), (signal.SIGHUP, "SystemExit(129)")],
)
def test_a_signal_that_falls_into_a_callback_is_heard_and_nothing_is_printed(
    number: signal.Signals, heard: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HEARD_IN_A_CALLBACK, str(int(number))],
        capture_output=True, text=True, env=environment(), check=False, cwd=ROOT,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, heard, "")


FALLS_INTO_THE_FIRST_IMPORTS = """
import os, signal, sys, weakref
from nanhu_kpi.__main__ import run
class Thing: pass
class Finder:
    thing = Thing()
    def find_spec(self, name, path=None, target=None):
        if name == "nanhu_kpi.signals":
            del Finder.thing
callback = weakref.ref(Finder.thing, lambda _: os.kill(os.getpid(), signal.SIGINT))
sys.meta_path.insert(0, Finder())
run()
"""


def test_ctrl_c_that_falls_into_a_callback_of_the_first_imports_is_heard(seeded_db: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FALLS_INTO_THE_FIRST_IMPORTS, "status"],
        capture_output=True, text=True, env=environment(NANHU_DB=str(seeded_db)), check=False, cwd=ROOT,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.fixture
def ignored() -> Iterator[None]:
    """SIGHUP as nohup sets it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("ignored")
def test_what_is_ignored_stays_ignored() -> None:
    with tidied_when_stopped():
        os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_afterwards_signals_are_as_before() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)]
    with tidied_when_stopped(), tidied_when_stopped():
        pass
    assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)] == before


def test_a_file_that_is_replaced_keeps_its_mode(seeded_db: Path, tmp_path: Path) -> None:
    place = tmp_path / "out.csv"
    place.touch()
    place.chmod(0o640)
    assert run(seeded_db, "export", "goals", "-o", str(place)).code == 0
    assert place.stat().st_mode & 0o777 == 0o640
    assert place.stat().st_size > 0
