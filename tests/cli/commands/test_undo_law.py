"""No sequence of commands and undos leaves a state that the same commands without the undone ones would not leave."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.support.commands import NOW, did, run, state

_SUMS = ("JJ03", "JJ09")
_UNDO = ("undo",)

# Edits have values of their own, so that none says what stands already and is recorded as nothing.
COMMANDS = st.one_of(
    st.builds(lambda code, day: ("log", f"{code}+5", "--date", day), st.sampled_from(_SUMS),
              st.sampled_from(["2024-05-02", "2024-06-03"])),
    st.builds(lambda code, value: ("target", "set", code, str(value), "--reason", "r"),
              st.sampled_from((*_SUMS, "JJ50")),
              st.integers(100, 140)),
    st.just(("measure", "add", "JJ50", "--goal", "JJ-G1", "--name-zh", "新", "--name-en", "New", "--kind", "sum",
             "--unit", "家")),
    st.just(("log", "JJ50+5")),
    st.builds(lambda code, name: ("measure", "edit", code, "--owner", name), st.sampled_from((*_SUMS, "JJ50")),
              st.text("甲乙丙丁戊", min_size=3, max_size=5)),
    st.builds(lambda back: ("measure", "retire", "JJ09", *back, "--reason", "r"), st.sampled_from([(), ("--back",)])),
    st.builds(lambda name: ("goal", "edit", "JJ-G1", "--name-en", name), st.text("abcde", min_size=3, max_size=5)),
    st.builds(lambda key, value: ("config", "set", key, str(value)), st.sampled_from(["behind", "far_behind"]),
              st.integers(-60, -1)),
    st.builds(lambda verb: ("period", verb, "2024-05", "--reason", "r"), st.sampled_from(["close", "reopen"])),
    st.just(_UNDO),
    st.just(_UNDO),
)  # fmt: skip


def batches(db: Path) -> int:
    with closing(sqlite3.connect(db)) as conn:
        return int(conn.execute("SELECT count(*) FROM batch").fetchone()[0])


@settings(max_examples=12, phases=[Phase.generate], deadline=None)
@given(st.lists(COMMANDS, min_size=3, max_size=7))
def test_undone_commands_leave_nothing_behind(_built_seeded: Path, sequence: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        undoing, without = (Path(shutil.copy(_built_seeded, Path(folder, name))) for name in ("a.db", "b.db"))
        standing: list[tuple[timedelta, tuple[str, ...]]] = []
        for minute, words in enumerate(sequence):
            since = timedelta(minutes=minute)
            if words != _UNDO:
                before = batches(undoing)
                run(undoing, *words, now=NOW + since)
                if batches(undoing) > before:  # what says what stands already is recorded as nothing
                    standing.append((since, words))
            elif run(undoing, "undo", "--yes", now=NOW + since).code == 0:
                standing.pop()
        for since, words in standing:
            did(without, *words, now=NOW + since)
        assert state(undoing) == state(without)
