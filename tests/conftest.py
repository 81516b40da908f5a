"""Databases to work on, built once a session and copied for every test, and how hard Hypothesis tries."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from nanhu_kpi.catalogue.loader import load_catalogue
from nanhu_kpi.service.demo import make_demo
from nanhu_kpi.settings import Settings
from nanhu_kpi.store.schema.create import create
from tests.support.builders import small_catalogue
from tests.support.commands import NOW
from tests.support.weeks import work_half_a_year

if TYPE_CHECKING:
    from collections.abc import Callable

    from nanhu_kpi.model import Catalogue

settings.register_profile("nanhu", deadline=None, max_examples=100, derandomize=bool(os.environ.get("CI")))
settings.load_profile("nanhu")
# A shell's background job ignores Ctrl-C, and so would every process that is started here to be interrupted.
signal.signal(signal.SIGINT, signal.default_int_handler)
# Hundreds of processes are started: what they import is compiled once, also where no bytecode is wanted otherwise.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Every test has files of its own, and most of the time would be spent waiting for a disk to have them.
_MEMORY = Path("/dev/shm")
if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > 2**29:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The report as the package carries it."""
    return load_catalogue()


def _built_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], object]) -> Path:
    """Return a database that the first worker to need it builds, and the others find."""
    own = factory.getbasetemp()
    path = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / name
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            draft = path.with_suffix(".draft")
            build(draft)
            draft.rename(path)
    return path


@pytest.fixture(scope="session")
def _built_empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built_once(tmp_path_factory, "empty.db", lambda path: create(path, small_catalogue(), Settings()))


@pytest.fixture(scope="session")
def _built_seeded(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    return _built_once(tmp_path_factory, "seeded.db", lambda path: create(path, catalogue, Settings()))


@pytest.fixture(scope="session")
def _built_worked(tmp_path_factory: pytest.TempPathFactory, _built_seeded: Path) -> Path:
    def build(path: Path) -> None:
        shutil.copy2(_built_seeded, path)
        work_half_a_year(path)

    return _built_once(tmp_path_factory, "worked.db", build)


@pytest.fixture(scope="session")
def _built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built_once(tmp_path_factory, "demo.db", lambda path: make_demo(path, "2024-06-30", lambda: NOW))


@pytest.fixture
def empty_db(_built_empty: Path, tmp_path: Path) -> Path:
    """A copy of a database with the measures of `builders.small_catalogue` and no entry or target."""
    return Path(shutil.copy2(_built_empty, tmp_path / "nanhu.db"))


@pytest.fixture
def seeded_db(_built_seeded: Path, tmp_path: Path) -> Path:
    """A copy of a database built from the whole catalogue."""
    return Path(shutil.copy2(_built_seeded, tmp_path / "nanhu.db"))


@pytest.fixture
def half_year_db(_built_worked: Path, tmp_path: Path) -> Path:
    """A copy of a database in which officers have recorded half a year, as `weeks.work_half_a_year` does."""
    return Path(shutil.copy2(_built_worked, tmp_path / "nanhu.db"))


@pytest.fixture
def demo_db(_built_demo: Path, tmp_path: Path) -> Path:
    """A copy of what `db demo --as-of 2024-06-30` builds."""
    return Path(shutil.copy2(_built_demo, tmp_path / "demo.db"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what takes long first: what is left for the end is short, so that two workers end together."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
