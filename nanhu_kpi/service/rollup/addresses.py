"""Files elsewhere: what fsspec opens by an address (s3://…, hdfs://…, http://…), and the checksum beside a file.

fsspec is an extra, and loaded for an address only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from nanhu_kpi.errors import BadInput, Usage
from nanhu_kpi.errors.rollup import ADDRESS_LIBRARY_MISSING, CANNOT_LIST, PROTOCOL_LIBRARY_MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

CHECKSUM = ".sha256"
LOG = "-wal"
_BESIDE = (CHECKSUM, LOG)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(::|://)")
_SHA256 = re.compile(r"\s*\\?([0-9a-fA-F]{64})(\s.*)?", re.DOTALL)
_UNREADABLE = "-"  # no file has it
_LONGEST_CHECKSUM = 10_000


class Fetched(NamedTuple):
    """The bytes of a file, of the log beside it, and its checksum, '' where none came with it."""

    data: bytes
    log: bytes
    sha256: str


def is_address(text: str) -> bool:
    """Return whether a place is named by an address, and not by a path."""
    return bool(_ADDRESS.match(text))


def listed(address: str, endings: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the files at an address, each with what lies beside it: a file, a folder with all below it, or a pattern.

    Raises ADDRESS_LIBRARY_MISSING, PROTOCOL_LIBRARY_MISSING or CANNOT_LIST.
    """
    try:
        fs, path = _opened(address)
        if any(sign in path for sign in "*?["):
            names = fs.glob(path)
        elif fs.isdir(path):
            names = [name for name in fs.find(path) if name.endswith(tuple(endings))]
        else:
            return [(address, tuple(each for each in _BESIDE if fs.exists(path + each)))]
        every = {*names, *(fs.find(path) if fs.isdir(path) else fs.glob(path + "*"))}
    except Usage:
        raise
    except Exception as error:  # whatever the library of a protocol raises
        raise BadInput(CANNOT_LIST, address=address, reason=f"{type(error).__name__}: {error}") from error
    return [
        (str(fs.unstrip_protocol(name)), tuple(each for each in _BESIDE if name + each in every))
        for name in sorted(names)
        if not name.endswith(_BESIDE)
    ]


def fetched(address: str, beside: Iterable[str]) -> Fetched:
    """Return the bytes of a file and of what lies beside it."""
    fs, path = _opened(address)
    log = fs.cat_file(path + LOG) if LOG in beside else b""
    sha256 = _parsed(fs.cat_file(path + CHECKSUM)) if CHECKSUM in beside else ""
    return Fetched(fs.cat_file(path), log, sha256)


def checksum_beside(path: Path) -> str:
    """Return the checksum that came with a file on this machine, '' for none."""
    beside = path.with_name(path.name + CHECKSUM)
    try:
        with beside.open("rb") as file:
            return _parsed(file.read(_LONGEST_CHECKSUM))
    except FileNotFoundError:
        return ""


def _parsed(written: bytes) -> str:
    """Return the checksum that `sha256sum` wrote; for anything else one that no file has."""
    checksum = _SHA256.fullmatch(written.decode("ascii", errors="replace"))
    return checksum[1].lower() if checksum else _UNREADABLE


def _opened(address: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs

        fs, path = url_to_fs(address)
    except ImportError as error:
        if (error.name or "").partition(".")[0] == "fsspec":
            raise Usage(ADDRESS_LIBRARY_MISSING, address=address) from error
        raise Usage(PROTOCOL_LIBRARY_MISSING, address=address, reason=str(error)) from error
    return fs, str(path)
