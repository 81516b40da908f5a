"""What stands at a path. A place that cannot be looked at raises OSError, and is not taken for an empty one, as `Path`
itself does from Python 3.14 on."""

from __future__ import annotations

import errno
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LOGS = ("-wal", "-shm", "-journal")
"""What SQLite puts beside a database, behind its name."""

_NOTHING = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)


def is_there(path: Path) -> bool:
    """Return whether anything stands at a path, or at what it links to."""
    return _mode(path) != 0


def is_file(path: Path) -> bool:
    """Return whether a file stands there: no folder, pipe or device."""
    return stat.S_ISREG(_mode(path))


def is_folder(path: Path) -> bool:
    """Return whether a folder stands there."""
    return stat.S_ISDIR(_mode(path))


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file. Raises OSError for what is none or cannot be read."""
    import hashlib

    if is_there(path) and not is_file(path):  # a pipe or a device may never end
        raise OSError("not a file")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _mode(path: Path) -> int:
    """Return the mode of what stands there, 0 for nothing."""
    try:
        return path.stat().st_mode
    except ValueError:  # a NUL
        return 0
    except OSError as error:
        if error.errno in _NOTHING:
            return 0
        raise
