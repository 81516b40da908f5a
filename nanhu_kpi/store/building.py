"""Making a new file from the catalogue, and bringing an older one up to date."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from nanhu_kpi.errors import CannotWriteFile, FileExists
from nanhu_kpi.store import migrations
from nanhu_kpi.store.connection import connect
from nanhu_kpi.store.schema import VERSION
from nanhu_kpi.store.seed import SEEDED_AT, seed

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Migrations

    from nanhu_kpi.model import Catalogue
    from nanhu_kpi.settings import Settings


def create(path: Path, catalogue: Catalogue, settings: Settings) -> None:
    """Create `path` from the catalogue, whole or not at all, never over a file that is there.

    Raises FileExists (another process may have been first) or CannotWriteFile.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.new-{os.getpid()}")
        draft.unlink(missing_ok=True)
        try:
            with closing(connect(draft, "rwc")) as conn:
                migrations.apply(conn)
                migrations.date_steps(conn, SEEDED_AT)
                conn.execute("BEGIN")
                seed(conn, catalogue, settings)
                conn.commit()
                conn.execute("PRAGMA journal_mode = WAL")
            _move_into_place(draft, path)
        finally:
            for name in (draft.name, f"{draft.name}-wal", f"{draft.name}-shm", f"{draft.name}-journal"):
                draft.with_name(name).unlink(missing_ok=True)
    except FileExistsError as error:
        raise FileExists(path=path) from error
    except OSError as error:
        raise CannotWriteFile(path=path, reason=error.strerror or str(error)) from error
    except sqlite3.OperationalError as error:
        raise CannotWriteFile(path=path, reason=str(error)) from error


def upgrade(path: Path, steps: Migrations = migrations.STEPS, version: int = VERSION) -> Path:
    """Apply the steps that the file lacks and return the backup taken first, beside the file."""
    with closing(connect(path, "rw")) as conn:
        conn.execute("PRAGMA busy_timeout = 30000")
        before = conn.execute("PRAGMA user_version").fetchone()[0]
        backup = path.with_name(f"{path.name}.v{before}.bak")
        if not backup.exists():
            with closing(sqlite3.connect(backup)) as copy:
                conn.backup(copy)
        migrations.apply(conn, steps, version)
    return backup


def _move_into_place(draft: Path, path: Path) -> None:
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
