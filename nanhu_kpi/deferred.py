"""Modules of the standard library that are loaded at their first use; `__main__` imports this before all else.

What every command imports (click, pathlib, wcwidth) imports them at once for rarer uses, which was an eighth of a short
command.
`importlib.util.LazyLoader` is made for this, but in Python 3.11 a mere `import` of such a module loads it.
"""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import Any

_NAMES = ("inspect", "ipaddress", "secrets")


class _Deferred(ModuleType):
    """A module of which nothing is there yet; the first thing that is asked for brings all of it."""

    system: Any

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what the import system looks for
            raise AttributeError(name)
        from importlib import import_module

        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        loaded = import_module(self.__name__)
        self.__dict__.update(loaded.__dict__)
        return getattr(loaded, name)


for _name in _NAMES:
    sys.modules.setdefault(_name, _Deferred(_name))
# `uuid`, which click imports, asks it on the spot, and for nothing but the system's name.
if hasattr(os, "uname") and "platform" not in sys.modules:
    _platform = _Deferred("platform")
    _platform.system = lambda: os.uname().sysname
    sys.modules["platform"] = _platform
