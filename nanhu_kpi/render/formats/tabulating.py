"""Tabulate, set up for Chinese, without its question for its own version.

It puts that question to `importlib.metadata`, which brings in `email` and `zipfile` and takes a sixth of a short
status, and then overwrites the answer by the version that it carries. So it is told that the package is not found.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ASKED = "importlib.metadata"


@contextmanager
def _unanswered() -> Iterator[None]:
    """Have the question for a version answered by nobody, unless what answers it is loaded already."""
    if _ASKED in sys.modules:
        yield
        return

    def version(name: str) -> str:
        raise ModuleNotFoundError(name)

    sys.modules[_ASKED] = silent = ModuleType(_ASKED)
    vars(silent).update(version=version, PackageNotFoundError=ModuleNotFoundError)
    try:
        yield
    finally:
        del sys.modules[_ASKED]


with _unanswered():
    import tabulate

# Wide characters count two columns; without wcwidth Chinese misaligns, so `tabulate[widechars]` is required.
tabulate.WIDE_CHARS_MODE = True
tabulate.PRESERVE_WHITESPACE = False

__all__ = ["tabulate"]
