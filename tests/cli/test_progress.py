"""What long work shows in a terminal: what it does, how far it is, how long is left; and nothing anywhere else."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.support.terminals import spawn

# Shown at once here, and held until somebody answers.
PROGRAM = """
import sys
from nanhu_kpi.cli import progress
from nanhu_kpi.i18n import activate
activate(sys.argv[1])
progress._PATIENCE = 0
shown = progress.Progress(is_quiet=len(sys.argv) > 2)
with shown.going_on("Merging"):
    for done in (1, 2, 3):
        shown.step(done, 10)
    while shown.shows and shown._bar is None:
        pass
    shown.step(4, 10)
    sys.stdin.readline()
print("gone")
"""
FILES = PROGRAM.replace("shown.step(done, 10)", "shown.read_files(40 * done, 2000)").replace(
    "shown.step(4, 10)", "for done in (140, 150, 160): __import__('time').sleep(0.05); shown.read_files(done, 2000)"
)
AROUND = {**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8"}


def test_a_terminal_sees_what_is_done_and_how_far_it_is() -> None:
    child = spawn(sys.executable, ["-c", PROGRAM, "en"], AROUND, width=100)
    child.expect("Merging .*40%")
    child.sendline("")
    child.expect_exact("gone")
    child.close(force=True)


def test_of_many_files_it_is_said_how_many_of_how_many_are_read_and_how_long_is_left() -> None:
    for lang, told in (("en", "160 of 2000 files read .*8%.*:.. left"), ("zh", "已读取 160 个文件，共 2000 个 .*8%")):
        child = spawn(sys.executable, ["-c", FILES, lang], AROUND, width=100)
        child.expect(told)
        child.sendline("")
        child.expect_exact("gone")
        child.close(force=True)


def test_ctrl_c_takes_the_bar_away() -> None:
    child = spawn(sys.executable, ["-c", PROGRAM, "zh"], AROUND, width=100)
    child.expect("Merging .*40%")
    child.sendintr()
    child.expect_exact("KeyboardInterrupt")
    child.close(force=True)


def test_nothing_is_shown_to_one_who_wants_quiet() -> None:
    child = spawn(sys.executable, ["-c", PROGRAM, "en", "quiet"], AROUND, width=100)
    child.sendline("")
    child.expect_exact("gone")
    assert "Merging" not in str(child.before)
    child.close(force=True)


def test_nothing_is_shown_where_nobody_looks() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "en"], env=AROUND, input="\n", capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("gone\n", "")
