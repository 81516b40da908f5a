"""Files that are half made: they lie beside what they become, under names that say whose they are, and whoever writes
next takes away what a killed process has left."""

from __future__ import annotations

import contextlib
import os
import re
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from nanhu_kpi.paths import LOGS

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = 40  # characters of the name that it becomes: with the rest it has to be no longer than a name may be
_DAY = 24 * 60 * 60
_NAME = re.compile(r"\..*\.new-(\d{1,10})-([0-9a-f]{8})-[0-9a-f]{8}([-.].*)?", re.DOTALL)


@contextmanager
def half_made(place: Path) -> Iterator[Path]:
    """Make an empty file beside `place` that only this person may read; what is left of it, and of the logs of a
    database made there, goes with the block. Raises OSError."""
    sweep(place.parent)
    draft = _new_name(place)
    # A file or a link of that name, whoever put it there, is neither opened nor followed.
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield draft
    finally:
        # Where it cannot be removed, neither could it be written, and that was said.
        for ending in ("", *LOGS):
            with contextlib.suppress(OSError):
                draft.with_name(draft.name + ending).unlink(missing_ok=True)


@contextmanager
def half_made_folder(place: Path) -> Iterator[Path]:
    """Make a folder beside `place` that only this person may enter, and goes with the block. Raises OSError."""
    import shutil

    sweep(place.parent)
    folder = _new_name(place)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove from a folder what processes of this person that are gone have left half made.

    Of another machine, whose processes cannot be looked at, and of one whose number is in use again, what is a day old.
    """
    with contextlib.suppress(OSError), os.scandir(folder) as places:
        for place in places:
            if place.name[:1] == "." and (made := _NAME.fullmatch(place.name)):
                with contextlib.suppress(OSError):
                    _remove_forsaken(place, int(made[1]), made[2])


def give_mode_of(place: Path, draft: Path) -> None:
    """Give a draft the mode of the file that it takes the place of, or that of a new one."""
    try:
        mode = place.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    with contextlib.suppress(OSError):  # some file systems know no modes
        draft.chmod(mode)


def _new_name(place: Path) -> Path:
    return place.with_name(f".{place.name[:_SHOWN]}.new-{os.getpid()}-{_this_host()}-{os.urandom(4).hex()}")


def _remove_forsaken(place: os.DirEntry[str], process: int, host: str) -> None:
    facts = place.stat(follow_symlinks=False)
    if hasattr(os, "getuid") and facts.st_uid != os.getuid():
        return
    if (host != _this_host() or _is_running(process)) and time.time() - facts.st_mtime < _DAY:
        return
    if place.is_dir(follow_symlinks=False):
        import shutil

        shutil.rmtree(place, ignore_errors=True)
    else:
        Path(place).unlink()


def _this_host() -> str:
    """Return eight digits that tell this machine from others which may see the same folder."""
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return f"{crc32(name.encode(errors='replace')):08x}"


def _is_running(process: int) -> bool:
    if os.name != "posix":  # elsewhere asking is killing
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
