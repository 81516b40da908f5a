"""Imports beside others, asked about in a terminal, interrupted and killed: whole or not at all; and of any length."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from nanhu_kpi.errors import DatabaseRefuses, Refusal
from nanhu_kpi.service.imports.review import Asked, reviewed
from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.database import reading
from nanhu_kpi.store.recount import wrong_rollups
from nanhu_kpi.store.rollups import recorded_late
from tests.support.commands import actual, desk_at, did, recorded
from tests.support.files import HEADER, csv_file
from tests.support.refusals import sentence_name
from tests.support.stopping import ended
from tests.support.terminals import terminal
from tests.support.views import environment

ROWS = ("JJ01,2024-05-31,add,3,走访,k1", "JJ01,2024-06-30,add,4,,k2")


def long_file(folder: Path, many: int, name: str = "long.csv") -> Path:
    rows = (f"JJ01,2024-0{at % 5 + 1}-{at % 28 + 1:02},add,1,,{name}{at}" for at in range(many))
    return csv_file(folder, *rows, name=name)


def test_a_person_sees_the_effect_and_is_asked(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, *ROWS)
    with terminal(empty_db, "import", str(file)) as child:
        child.expect_exact("JJ01")
        child.expect_exact("Record these 2 entries? [y/N]")
        assert recorded(empty_db) == []
        child.sendline("")
        child.expect_exact("Not confirmed; nothing was changed.")
    assert recorded(empty_db) == []
    with terminal(empty_db, "import", str(file), lang="zh") as child:
        child.expect_exact("是否登记以上 2 条？（y＝是，回车＝否）")
        child.sendline("y")
        child.expect_exact("已登记 2 条")
    assert [row["key"] for row in recorded(empty_db)] == ["k1", "k2"]


def test_nothing_is_locked_while_a_person_thinks(empty_db: Path) -> None:
    with terminal(empty_db, "import", str(csv_file(empty_db.parent, *ROWS))) as child:
        child.expect_exact("[y/N]")
        did(empty_db, "log", "JJ01+10")
        child.sendline("y")
    assert actual(empty_db, "JJ01") == "17"
    assert [row["value"] for row in recorded(empty_db)] == ["10", "3", "4"]


def test_problems_stand_in_a_table_in_a_terminal(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, "JJ99,2024-06-30,add,1,,")
    with terminal(empty_db, "import", str(file), code=4) as child:
        child.expect_exact("No measure has the code JJ99")


def test_what_was_recorded_meanwhile_is_found_before_anything_is_written(empty_db: Path) -> None:
    file = csv_file(empty_db.parent, *ROWS)
    with reviewed(desk_at(empty_db), Asked(str(file))) as slow:
        assert slow.problem_count == 0
        with reviewed(desk_at(empty_db, officer="wang"), Asked(str(file))) as quick:
            assert quick.record(with_effects=False)[0]
        assert slow.record(with_effects=False) == (None, ())
        assert slow.there == 2
    other = csv_file(empty_db.parent, "JJ01,2024-06-30,add,5,,k3", name="other.csv")
    with reviewed(desk_at(empty_db), Asked(str(other))) as slow:
        did(empty_db, "period", "close", "2024-06", "--reason", "已上报")
        with pytest.raises(Refusal) as refused:
            slow.record(with_effects=False)
    assert (sentence_name(refused.value), refused.value.exit_code) == ("CHANGED_MEANWHILE", 5)
    assert [row["key"] for row in recorded(empty_db)] == ["k1", "k2"]


@pytest.mark.parametrize(
    ("meanwhile", "is_refused"),
    [
        (("log", "JJ01=100", "--date", "2024-06-15"), True),  # the file's total is lower now
        (("log", "JJ01=80", "--date", "2024-06-15"), False),
        (("log", "JJ02=100", "--date", "2024-06-15"), False),
        (("measure", "retire", "JJ01", "--from", "2024-06-01", "--reason", "r"), True),
        (("measure", "retire", "JJ02", "--from", "2024-06-01", "--reason", "r"), False),
    ],
)
def test_rows_are_held_against_what_was_logged_meanwhile(
    empty_db: Path, meanwhile: tuple[str, ...], is_refused: bool
) -> None:
    file = csv_file(empty_db.parent, "JJ01,2024-06-30,set,90,,k1")
    with reviewed(desk_at(empty_db), Asked(str(file))) as slow:
        assert slow.problem_count == 0
        did(empty_db, *meanwhile)
        if is_refused:
            with pytest.raises(DatabaseRefuses):
                slow.record(with_effects=False)
        else:
            slow.record(with_effects=False)
    assert ("k1" in [row["key"] for row in recorded(empty_db)]) is not is_refused


def test_a_trial_says_what_the_import_then_makes(empty_db: Path) -> None:
    did(empty_db, "log", "JJ01=100", "--date", "2024-06-15")
    with reviewed(desk_at(empty_db), Asked(str(csv_file(empty_db.parent, *ROWS)))) as review:
        tried = review.effects()
        assert len(recorded(empty_db)) == 1
        assert review.effects() == tried
        assert review.record(with_effects=True)[1] == tried
    assert [(each.added, str(each.before.value), str(each.after.value)) for each in tried] == [
        (2, "100.0000", "104.0000")
    ]


def test_entries_imported_late_count_as_the_same_ones_logged(empty_db: Path, tmp_path: Path) -> None:
    logged = tmp_path / "logged.db"
    logged.write_bytes(empty_db.read_bytes())
    did(empty_db, "import", str(csv_file(tmp_path, *ROWS)), "--yes")
    for row in ROWS:
        code, day, _, value, note, _ = row.split(",")
        did(logged, "log", f"{code}+{value}", "--date", day, "--note", note)
    told = []
    for db in (empty_db, logged):
        with reading(db) as conn:
            rolled = [conn.execute(f"SELECT * FROM rollup_{table}").fetchall() for table in ("month", "late")]
            told.append([rolled, recorded_late(conn, date(2024, 6, 15))])
    assert told[0] == told[1]


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_an_import_ended_at_any_moment_leaves_all_or_nothing(empty_db: Path, how: signal.Signals) -> None:
    triggers = "SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY 1"
    with reading(empty_db) as conn:
        before = conn.execute(triggers).fetchall()
    chance = random.Random(2024)
    many = 10_000
    file = long_file(empty_db.parent, many)
    cut_short, statements = 0, 0
    for trial in range(8):
        db = Path(shutil.copy2(empty_db, empty_db.with_name(f"{trial}.db")))
        at = chance.randint(1, statements) if trial else 0
        run = ended(db, "import", str(file), "--yes", how=how, at=at, delay=chance.choice((0, 0.002, 0.01)))
        statements = statements or run.begun
        assert run.code in (0, -how, 130), run
        if run.code == 130:
            assert run.err in ("", "Interrupted; nothing more was recorded. To check: nanhu-kpi entries")
        with closing(connect(db, "rw")) as conn:
            (count,) = conn.execute("SELECT count(*) FROM entry").fetchone()
            assert count in (0, many)
            cut_short += count == 0
            assert list(wrong_rollups(conn)) == []
            assert conn.execute(triggers).fetchall() == before
    assert cut_short


@pytest.mark.slow
def test_a_long_file_comes_in_in_constant_memory(empty_db: Path) -> None:
    peaks = []
    for many in (5_000, 35_000):
        file = long_file(empty_db.parent, many)
        with (empty_db.parent / "p.csv").open("w", encoding="utf-8") as broken:
            broken.write(f"{HEADER}\n" + "JJ99,soon,add,x,,\n" * (many // 4))
        for name, code in ((file, 0), (empty_db.parent / "p.csv", 4)):
            peaks.append(_peak_megabytes(empty_db, str(name), code))
    sound_few, broken_few, sound_many, broken_many = peaks
    assert max(sound_many - sound_few, broken_many - broken_few) < 6


def _peak_megabytes(db: Path, file: str, code: int) -> float:
    program = """
import os, sys
from nanhu_kpi.__main__ import run
leave = os._exit
def told(code):
    # getrusage would tell of the process that this one was forked from.
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(peak, file=sys.stderr, flush=True)
    leave(code)
os._exit = told
run()
"""
    done = subprocess.run(
        [sys.executable, "-c", program, "--db", str(db), "import", file, "--yes", "--problems", f"{file}.problems"],
        capture_output=True, env=environment(), check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return int(done.stderr.split()[-1]) / 1024


def test_a_bar_stands_on_a_terminal_from_the_second_second_on(empty_db: Path) -> None:
    for patience, is_shown in ((0.0, False), (1.8, True)):
        pipe = empty_db.parent / f"pipe-{is_shown}"
        os.mkfifo(pipe)
        with terminal(empty_db, "import", str(pipe), "--dry-run") as child:
            with pipe.open("w", encoding="utf-8") as writer:
                time.sleep(patience)
                writer.write(f"{HEADER}\n{ROWS[0]}\n")
            child.expect_exact("nothing was recorded.")
            assert child.before is not None
            assert ("Reading" in child.before) is is_shown
