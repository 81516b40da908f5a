"""A disk that is full: what is there can be read, and backed up to another one."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.commands import did, recorded, run
from tests.support.processes import LEAVES_A_LOG, child
from tests.support.views import environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.mark.parametrize("command", ["status JJ03", "entries JJ03", "weekly", "db check", "export status"])
def test_where_no_file_can_grow_the_database_is_read(seeded_db: Path, command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nanhu_kpi", *command.split()],
        env=environment(NANHU_DB=str(seeded_db), NANHU_LANG="en"), capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
    )  # fmt: skip
    assert done.returncode == 0, done
    assert "disk" not in done.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 600 KB, where one may be made."""
    place = tmp_path / "disk"
    place.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(made, capture_output=True, check=False).returncode:
        pytest.skip("no file system may be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("has_log", [False, True])
def test_from_a_full_disk_a_database_is_read_and_backed_up_to_another(
    empty_db: Path, small_disk: Path, has_log: bool
) -> None:
    db, copy = small_disk / "nanhu.db", empty_db.with_name("copy.db")
    shutil.copy(empty_db, db)
    if has_log:
        with child(LEAVES_A_LOG, db):
            pass
        (small_disk / "nanhu.db-shm").unlink()
    with (small_disk / "rest").open("wb", buffering=0) as rest:
        for size in (4096, 1):
            try:
                while rest.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    assert did(db, "status").out
    assert did(db, "db", "backup", str(copy)).out == f"{copy}\n"
    assert len(recorded(copy)) == len(recorded(db)) == has_log
    beside = run(db, "db", "backup")
    assert (beside.code, "No backup was made" in beside.err) == (5, True)
    logged = run(db, "log", "JJ01+1")
    assert (logged.code, "nothing was recorded" in logged.err) == (5, True)
