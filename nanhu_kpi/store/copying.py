"""The whole of an open database copied to a draft, as of one moment."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from nanhu_kpi.errors import DatabaseRefuses
from nanhu_kpi.errors.backup import CANNOT_WRITE_COPY

PAGES_AT_ONCE = 4000


def copy_whole(conn: sqlite3.Connection, draft: Path, to: Path) -> None:
    """Copy what `conn` reads to a draft of `to` that only those may read who may read the original.

    Raises CannotWriteCopy.
    """
    conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # in a transaction the look begins here
    try:
        draft.touch(mode=0o600, exist_ok=False)
        with closing(sqlite3.connect(draft)) as copy:
            # In steps, so that Ctrl-C and SIGTERM are heard between them.
            conn.backup(copy, pages=PAGES_AT_ONCE, progress=lambda *_: None)
        draft.chmod(original_of(conn).stat().st_mode & 0o777 | 0o600)
    except OSError as error:
        raise DatabaseRefuses(CANNOT_WRITE_COPY, path=to, reason=error.strerror or str(error)) from error
    except sqlite3.OperationalError as error:
        raise DatabaseRefuses(CANNOT_WRITE_COPY, path=to, reason=str(error)) from error


def original_of(conn: sqlite3.Connection) -> Path:
    """Return the file that `conn` reads."""
    return Path(conn.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0])
