"""Database files made under another name first: whole under their own, or not there at all."""

from __future__ import annotations

import contextlib
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from nanhu_kpi.stopping import tidied_when_stopped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ENDINGS = ("", "-wal", "-shm", "-journal")


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """Name a draft beside `path`; what is left of it when the block ends is removed, on SIGTERM too."""
    draft = path.with_name(f".{path.name}.new-{os.getpid()}")
    with tidied_when_stopped():
        try:
            _remove(draft)
            yield draft
        finally:
            _remove(draft)


def move_into_place(draft: Path, path: Path) -> None:
    """Give a closed draft its name. Raises FileExistsError where it is taken."""
    # A link fails where the name is taken, which a rename does not; some file systems know no links.
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError from None
        with contextlib.suppress(FileNotFoundError):
            draft.rename(path)
    _sync_names(path.parent)


def set_aside(path: Path, aside: Path) -> None:
    """Rename a database that cannot be opened, with the logs that belong to it."""
    for ending in _ENDINGS:
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    _sync_names(path.parent)


def _remove(draft: Path) -> None:
    # Where it cannot be removed, neither can it be written, and that says why.
    for ending in _ENDINGS:
        with contextlib.suppress(OSError):
            draft.with_name(draft.name + ending).unlink(missing_ok=True)


def _sync_names(folder: Path) -> None:
    """Put a folder's names on the disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
