"""Standard streams that are full or closed: what is recorded is not called a failure, and nothing is a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import recorded

FULL = Path("/dev/full")


def shell(db: Path, words: str, redirection: str) -> subprocess.CompletedProcess[str]:
    command = f'"$0" -m nanhu_kpi --db "$1" --lang en {words} {redirection}'
    return subprocess.run(
        ["bash", "-c", command, sys.executable, db], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize("redirection", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_a_closed_stream_changes_neither_the_record_nor_the_exit_code(seeded_db: Path, redirection: str) -> None:
    assert shell(seeded_db, "log JJ09+1", redirection).returncode == 0
    assert [row["value"] for row in recorded(seeded_db)] == ["1"]
    assert shell(seeded_db, "show XX", redirection).returncode == 3
    assert shell(seeded_db, "status", redirection).returncode == 0


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
def test_what_is_recorded_and_cannot_be_echoed_says_so(seeded_db: Path) -> None:
    done = shell(seeded_db, "log JJ09+1", ">/dev/full")
    assert (done.returncode, len(recorded(seeded_db))) == (0, 1)
    assert done.stderr.startswith("It is recorded; only the answer could not be shown: ")


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
def test_what_is_taken_back_and_cannot_be_echoed_says_so(seeded_db: Path) -> None:
    shell(seeded_db, "log JJ09+1", "")
    shell(seeded_db, "log JJ09+2", "")
    done = shell(seeded_db, "undo", ">/dev/full")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert [bool(row["voided_at"]) for row in recorded(seeded_db)] == [False, True]


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize(
    "words",
    ["status", "show JJ09", "entries", "export entries", "--help", "export status -f xlsx",
     "weekly --week 2024-W26 -f docx"],
)  # fmt: skip
def test_a_full_disk_behind_stdout_is_a_sentence(seeded_db: Path, words: str) -> None:
    done = shell(seeded_db, words, ">/dev/full")
    assert done.returncode == 4
    # What is said beside the result comes first where the result is found not to fit only at its end.
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("Cannot print the result: ")


def test_the_database_is_never_the_output(seeded_db: Path) -> None:
    before = seeded_db.read_bytes()
    for name in (seeded_db, seeded_db.with_name(f"{seeded_db.name}-wal")):
        done = shell(seeded_db, f'export goals -f csv -o "{name}"', "")
        assert done.returncode == 4
        assert "it is a database" in done.stderr
    assert seeded_db.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "code"),
    [("status --fail-on unreported --year 2024", 10), ("due --fail", 0), ("status", 0), ("db check --strict", 0)],
)
def test_a_reader_that_leaves_early_does_not_change_the_exit_code(seeded_db: Path, words: str, code: int) -> None:
    shell(seeded_db, "log JJ09+1", "")
    alone = shell(seeded_db, words, ">/dev/null")
    piped = shell(seeded_db, words, "| true; exit ${PIPESTATUS[0]}")
    assert (alone.returncode, piped.returncode, piped.stderr.count("Traceback")) == (code, code, 0)
